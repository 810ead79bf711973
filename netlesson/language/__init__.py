"""Numbers, money, dates, names and templates as a reader of a language expects them.

Belongs here: whatever differs from language to language, and the templates that
several rooms use. Does not: the course's sentences, which stand in content/data.
"""

from .cleaning import guarded, line, plain, printable
from .markup import render
from .wording import (
    DateError,
    NumberError,
    date_short,
    date_text,
    isolated,
    listing,
    money,
    number,
    parse_date,
    parse_number,
    percent,
    signed,
)

__all__ = [
    "DateError",
    "NumberError",
    "date_short",
    "date_text",
    "guarded",
    "isolated",
    "line",
    "listing",
    "money",
    "number",
    "parse_date",
    "parse_number",
    "percent",
    "plain",
    "printable",
    "render",
    "signed",
]
