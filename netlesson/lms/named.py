"""What a format cannot hold, in sentences, as far as it concerns the items at hand."""

from collections.abc import Iterator, Sequence

from ..content import Course, Item, Lang

NAMES = {"gift": "GIFT", "qti21": "QTI 2.1"}
"""What each format is called."""

_NAMED = {
    "gift": {
        "gift_hints": lambda item: bool(item.hints),
        "gift_missed": lambda item: item.kind in ("choice", "choices"),
        "gift_choices": lambda item: item.kind == "choices",
        "gift_rows": lambda item: item.kind in ("match", "sort"),
        "gift_number": lambda item: item.kind == "number",
        "gift_opinion": lambda item: item.kind == "opinion",
        "evidence": lambda item: bool(item.statements or item.misconceptions),
        "gift_again": lambda item: True,
    },
    "qti21": {
        "qti_hints": lambda item: bool(item.hints),
        "qti_marks": lambda item: item.kind in ("choices", "match", "sort"),
        "qti_number": lambda item: item.kind == "number",
        "qti_opinion": lambda item: item.kind == "opinion",
        "evidence": lambda item: bool(item.statements or item.misconceptions),
        "qti_feedback": lambda item: item.kind != "opinion",
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
