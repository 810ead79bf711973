"""What the course says and the rules it obeys: records, content files, what they lack.

Belongs here: what an author writes, and what refuses it when it is wrong.
Does not: what a learner enters, and how anything is shown.
"""

from .errors import UserError
from .files import course_files
from .items import Item, Misconception, Pool, Row
from .model import (
    HIGHEST,
    LOWEST,
    Alternative,
    Basis,
    Case,
    Country,
    Course,
    Criterion,
    Customers,
    Figure,
    GroupType,
    Heading,
    Knockout,
    KnockoutKind,
    Market,
    Note,
    Profile,
    Rating,
    Source,
    Variant,
)
from .reading import DATA, FILES, ContentError, course_in_use, load_course
from .records import LANGS, Lang, Record, Text, is_amount, is_number
from .rules import PER_BULLET, bullets_of, topics_of

__all__ = [
    "DATA",
    "FILES",
    "HIGHEST",
    "LANGS",
    "LOWEST",
    "PER_BULLET",
    "Alternative",
    "Basis",
    "Case",
    "ContentError",
    "Country",
    "Course",
    "Criterion",
    "Customers",
    "Figure",
    "GroupType",
    "Heading",
    "Item",
    "Knockout",
    "KnockoutKind",
    "Lang",
    "Market",
    "Misconception",
    "Note",
    "Pool",
    "Profile",
    "Rating",
    "Record",
    "Row",
    "Source",
    "Text",
    "UserError",
    "Variant",
    "bullets_of",
    "course_files",
    "course_in_use",
    "is_amount",
    "is_number",
    "load_course",
    "topics_of",
]
