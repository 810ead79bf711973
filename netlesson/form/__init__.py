"""The one accessible form: native HTML in a notebook, its values in one dict.

Belongs here: what any form needs, in Python, JavaScript and CSS.
Does not: anything of this course; that is built from the form in activities.
"""

from .form import (
    Area,
    Button,
    Choice,
    Choices,
    Download,
    Field,
    File,
    Form,
    Heading,
    Line,
    Number,
    Option,
    Order,
    Output,
    Prose,
    Range,
    Select,
    Upload,
    form_labels,
    mark_as,
)

__all__ = [
    "Area",
    "Button",
    "Choice",
    "Choices",
    "Download",
    "Field",
    "File",
    "Form",
    "Heading",
    "Line",
    "Number",
    "Option",
    "Order",
    "Output",
    "Prose",
    "Range",
    "Select",
    "Upload",
    "form_labels",
    "mark_as",
]
