"""What a format cannot hold, in sentences, as far as it concerns the items at hand."""

from collections.abc import Iterator, Sequence

from ..content import Course, Item, Lang

NAMES = {"gift": "GIFT", "qti21": "QTI 2.1"}
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


def named(
    items: Sequence[Item], form: str, course: Course, lang: Lang
) -> Iterator[str]:
    """Yield what a format cannot hold or a teacher must know, one sentence or two each.

    Args:
        items: What is exported; what concerns none of them is left out.
        form: "gift" or "qti21".
        course: Where the phrases come from.
        lang: The language to say it in.
    """
    for key, concerns in _NAMED[form].items():
        if n := sum(map(concerns, items)):
            yield course.say(f"lms.{key}", lang, n=n)
