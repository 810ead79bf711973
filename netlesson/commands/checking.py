"""What `netlesson check` does: counts the content, or names every fault in it."""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..content import (
    LANGS,
    PER_BULLET,
    ContentError,
    Course,
    Lang,
    UserError,
    bullets_of,
    course_files,
    label_faults,
    load_course,
    phrases,
)
from ..language import language_name, listing
from .saying import say, show

# In the order in which they are counted.
COUNTED = (
    *("advantage", "disadvantage", "description"),
    *("article", "research", "estimate"),
)

YEAR = re.compile(r"(?:19|20)\d\d")
CARD = re.compile(r"course\.card\(\\\"([\w-]+)\\\"\)")


def check(folder: Path | None, lang: Lang, *, sources: bool = False) -> int:
    """Check the content and print what it holds, or every fault; return the exit code.

    Raises:
        UserError: If there is no such folder.
    """
    if folder is not None and not folder.is_dir():
        raise UserError("commands.no_such_folder", path=str(folder))
    try:
        course = load_course(folder)
    except ContentError as error:
        count = say("commands.faults", lang, n=len(error.faults))
        return _blame([*error.said(lang), count])
    if sources:
        return show(by_age(course, lang))
    # A course with such a label opens all the same: earlier copies have them.
    if labels := [fault.said(lang) for fault in label_faults(course)]:
        return _blame(labels)
    show(summary(course, lang))
    if folder is not None:
        strange = course.strings.keys() - phrases().keys()
        return show(say("commands.no_phrase", lang, name=name) for name in strange)
    missing = list(lesson_faults(course, course_files(), lang))
    if not missing:
        return show([say("commands.all_shown", lang, n=len(course.statements))])
    return _blame(missing)


def by_age(course: Course, lang: Lang) -> Iterator[str]:
    """Yield what may be out of date: figures and sources, undated ones last."""
    rows = [
        (each.year, f"{group.id} {each.aspect}, {each.region[lang]}")
        for group in course.groups.values()
        for each in group.figures
    ]
    counts = {"figures": len(rows), "sources": len(course.sources)}
    rows += [(each.date, f"{each.id} {each.title}") for each in course.sources.values()]
    yield say("commands.by_age", lang, **counts)

    def age(row: tuple[str, str]) -> tuple[str, str]:
        # The latest year counts: of "2021/2024" the newer figures are still in use.
        return max(YEAR.findall(row[0]), default="undated"), row[1]

    yield from (f"{date}: {what}" for date, what in sorted(rows, key=age))


def _blame(faults: Iterable[str]) -> int:
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1


def summary(course: Course, lang: Lang) -> Iterator[str]:
    """Yield what the content holds, one line each."""
    names = ", ".join(course.groups)
    yield say("commands.n_types", lang, n=len(course.groups), names=names)
    statements = course.statements.values()
    bullets = {s.bullet: s.kind for s in statements if s.bullet is not None}
    for name, words in (
        ("statements", [s.kind for s in statements]),
        ("bullets", bullets.values()),
        ("ratings", [r.basis for r in course.ratings.values()]),
    ):
        counts = _counted(words, lang)
        yield say(f"commands.n_{name}", lang, n=len(words), counts=counts)
    unrated = len(course.unrated)
    used = len(bullets) - unrated
    yield say("commands.n_evidence", lang, n=used, unrated=unrated)
    yield from _item_summary(course, lang)
    for name in ("criteria", "cases", "sources", "findings", "notes", "strings"):
        yield say(f"commands.n_{name}", lang, n=len(getattr(course, name)))
    # A text that is missing in a language is a fault, so none is missing here.
    languages = listing([language_name(each, lang) for each in LANGS], lang)
    yield say("commands.complete", lang, languages=languages)


def _item_summary(course: Course, lang: Lang) -> Iterator[str]:
    items = course.items.values()
    yield say("commands.n_items", lang, n=len(items))
    for field in ("topic", "kind", "level", "pool"):
        found = Counter(getattr(item, field) for item in items)
        counts = ", ".join(f"{n} {word}" for word, n in found.items())
        yield say(f"commands.by_{field}", lang, counts=counts)
    bullets = {s.bullet for s in course.statements.values() if s.bullet is not None}
    subjects = Counter(b for item in items for b in bullets_of(item, course))
    twice = sum(subjects[bullet] >= PER_BULLET for bullet in bullets)
    used = {name for item in items for name in item.misconceptions}
    known = len(course.misconceptions)
    yield say("commands.n_asked", lang, n=twice, of=len(bullets), times=PER_BULLET)
    yield say("commands.n_misconceptions", lang, n=len(used), of=known)
    # An option without feedback is a fault, so there is none here.
    yield say("commands.all_feedback", lang)


def lesson_faults(course: Course, source: Path, lang: Lang) -> Iterator[str]:
    """Yield which statements no lesson shows, one sentence for each group.

    A lesson shows the statements of a type on its card.
    """
    groups = dict.fromkeys(s.group for s in course.statements.values())
    for each in LANGS:
        lessons = (source / "notebooks" / each).glob("*.ipynb")
        texts = [path.read_text(encoding="utf-8", errors="replace") for path in lessons]
        shown = set(CARD.findall("".join(texts)))
        for group in groups:
            if group not in shown:
                at = {"folder": f"notebooks/{each}", "group": repr(group)}
                yield say("commands.not_shown", lang, **at)


def _counted(words: Iterable[str], lang: Lang) -> str:
    counts = Counter(words)
    return ", ".join(
        say(f"commands.counted_{word}", lang, n=counts[word])
        for word in COUNTED
        if counts[word]
    )
