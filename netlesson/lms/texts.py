"""What every format needs of an item: its name, hints, numbers, what cannot be held."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..content import Course, Item, Lang
from ..language import line

FORMATS = {"gift": "GIFT", "qti21": "QTI 2.1"}
"""What each format is called."""

_NAMED = {
    "gift": {
        "gift_hints": lambda item: bool(item.hints),
        "gift_missed": lambda item: bool(item.key),
        "gift_choices": lambda item: item.how.response == "options",
        "gift_rows": lambda item: bool(item.pairs),
        "gift_number": lambda item: item.how.response == "amount",
        "gift_opinion": lambda item: not item.how.marked,
        "evidence": lambda item: bool(item.statements or item.misconceptions),
        "gift_again": lambda item: True,
    },
    "qti21": {
        "qti_hints": lambda item: bool(item.hints),
        "qti_marks": lambda item: len(item.key) > 1 or bool(item.pairs),
        "qti_number": lambda item: item.how.response == "amount",
        "qti_opinion": lambda item: not item.how.marked,
        "evidence": lambda item: bool(item.statements or item.misconceptions),
        "qti_feedback": lambda item: item.how.marked,
        "qti_again": lambda item: True,
    },
}


def cannot(
    items: Sequence[Item], form: str, course: Course, lang: Lang
) -> Iterator[str]:
    """Yield a line on what a format cannot hold, and one for each point."""
    yield course.say("lms.cannot", lang, format=FORMATS[form])
    for key, concerns in _NAMED[form].items():
        if n := sum(map(concerns, items)):
            yield f"- {course.say(f'lms.{key}', lang, n=n)}"


def name_of(item: Item, lang: Lang) -> str:
    """Return a name that is the same in every export and differs by language."""
    return f"netlesson-{lang}-{item.id}"


def hints_of(item: Item, course: Course, lang: Lang) -> Iterator[str]:
    """Yield the hints of an item, one line each."""
    for n, hint in enumerate(item.hints, start=1):
        yield line(course.say("quiz.hint_n", lang, n=n, hint=hint[lang]))


def digits(number: float | None, more: float | None = None) -> str:
    """Write a number, or a sum, with a decimal point and without an exponent.

    Numbers are added as they are written, so that 0.1 + 0.2 is 0.3.
    """
    text = f"{Decimal(str(number or 0.0)) + Decimal(str(more or 0.0)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
