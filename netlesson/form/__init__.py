"""The one accessible form: native HTML in a notebook, its values in one dict.

Belongs here: what any form needs, in Python, JavaScript and CSS.
Does not: anything of this course; that is built from the form in activities.
"""

from .form import (
    LABELS as LABELS,
    Area as Area,
    Button as Button,
    Choice as Choice,
    Choices as Choices,
    Download as Download,
    Field as Field,
    File as File,
    Form as Form,
    Heading as Heading,
    Line as Line,
    Number as Number,
    Option as Option,
    Order as Order,
    Output as Output,
    Prose as Prose,
    Range as Range,
    Select as Select,
    Upload as Upload,
    mark_as as mark_as,
)
