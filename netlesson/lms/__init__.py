"""The item bank for learning platforms: GIFT for Moodle, QTI 2.1 for the others.

A format that cannot hold something of an item must not swallow it: `left_out` names
it, the exported file repeats it, and so does the command.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, get_args

from ..errors import UserError
from ..items import Item, Pool
from ..model import Course, Lang
from ..progress import topic_name
from . import gift, qti

__all__ = ["FORMATS", "Format", "export", "left_out", "pick"]

Format = Literal["gift", "qti21"]
FORMATS: tuple[Format, ...] = get_args(Format)


def pick(
    course: Course, topics: Sequence[str] = (), pools: Sequence[Pool] = ()
) -> tuple[Item, ...]:
    """Return the items of some topics, in the order of the bank.

    Args:
        course: The bank.
        topics: Ids of types, "mixed" or "deciding"; all of them if left out.
        pools: "practice", "opening" or "closing"; all of them if left out.

    Raises:
        UserError: If there is no such topic or pool, or no item is left.
    """
    items = tuple(course.items.values())
    known = dict.fromkeys(item.topic for item in items)
    for name in topics:
        if name not in known:
            raise UserError(
                f"no question is about {name!r}; use one of {', '.join(known)}"
            )
    chosen = tuple(
        item
        for item in items
        if (not topics or item.topic in topics) and (not pools or item.pool in pools)
    )
    if not chosen:
        raise UserError("no question is left to export; name other types or pools")
    return chosen


def export(items: Iterable[Item], course: Course, lang: Lang, form: Format) -> bytes:
    """Return items as a file for a learning platform.

    Args:
        items: Which ones; those about one topic stand together.
        course: Where names and phrases come from.
        lang: The language of everything in the file.
        form: "gift" (UTF-8 text) or "qti21" (a zip of XML).

    Raises:
        ValueError: If there is no such format.
    """
    topics = list(dict.fromkeys(item.topic for item in course.items.values()))
    items = sorted(items, key=lambda item: topics.index(item.topic))
    names = {item.topic: topic_name(item.topic, course, lang) for item in items}
    notes = left_out(items, course, lang, form)
    match form:
        case "gift":
            return gift.write(items, names, notes, course, lang).encode()
        case "qti21":
            return qti.package(items, names, notes, course, lang)
    raise ValueError(f"format is {form!r}; use one of {', '.join(FORMATS)}")


def left_out(
    items: Iterable[Item], course: Course, lang: Lang, form: Format
) -> tuple[str, ...]:
    """Say in sentences what a format cannot hold of these items.

    Args:
        items: Which ones.
        course: Where the sentences come from.
        lang: The reader's language.
        form: The format.

    Returns:
        One sentence for each thing that becomes something else or is missing.
    """
    items = tuple(items)
    kinds = [item.kind for item in items]
    counts = {
        "hints": sum(bool(item.hints) for item in items),
        "choices": kinds.count("choices"),
        "rows": kinds.count("match") + kinds.count("sort"),
        "number": kinds.count("number"),
        "opinion": kinds.count("opinion"),
        "sources": sum(bool(item.statements) for item in items),
        "retry": len(items),
    }
    return tuple(
        course.say(f"lms.{form}_{name}", lang, n=counts[name])
        for name in counts
        if counts[name] and f"lms.{form}_{name}" in course.strings
    )


def write(
    target: Path,
    items: Iterable[Item],
    course: Course,
    lang: Lang,
    form: Format,
) -> Iterable[str]:
    """Write an export to a file and say what is in it and what is not.

    Raises:
        UserError: If the file is there already.
    """
    items = tuple(items)
    if target.exists():
        raise UserError(f"{target} is there already; choose another name")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(export(items, course, lang, form))
    yield course.say("lms.wrote", lang, n=len(items), path=str(target))
    yield from left_out(items, course, lang, form)
