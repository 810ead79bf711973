"""What both formats need to know about an item: its name, hints and numbers."""

from collections.abc import Iterator
from decimal import Decimal

from ..content import Course, Item, Lang
from ..language import line


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
