"""What both formats need to know about an item: its name, hints and plain text."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ..items import Item
from ..model import Course, Lang

# What is left out here, neither XML nor a line of text can hold.
_CONTROLS = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    r"""Return a text as every format can hold it: `\n` alone ends a line.

    A control character becomes the sign for one that cannot be shown.
    """
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", re.sub("\r\n?", "\n", text))


def line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(plain(text).split())


def name_of(item: Item, lang: Lang) -> str:
    """Return a name that is the same in every export and differs by language."""
    return f"netlesson-{lang}-{item.id}"


def hints_of(item: Item, course: Course, lang: Lang) -> Iterator[str]:
    """Yield the hints of an item, one line each."""
    for n, hint in enumerate(item.hints, start=1):
        yield line(course.say("quiz.hint_n", lang, n=n, hint=hint[lang]))


def decimal(number: float | None) -> Decimal:
    """Return a number as it is written, so that 0.1 + 0.2 is 0.3."""
    return Decimal(str(number or 0.0))


def digits(number: Decimal) -> str:
    """Write a number with a decimal point and without an exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
