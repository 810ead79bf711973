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
    bullets_of,
    course_files,
    load_course,
)

COUNTED = {
    "advantage": "advantages",
    "disadvantage": "disadvantages",
    "description": "descriptions",
    "article": "from the article",
    "research": "from research",
    "estimate": "estimates",
}

CARD = re.compile(r"course\.card\(\\\"([\w-]+)\\\"\)")


def check(folder: Path | None) -> int:
    """Check the content and print what it holds, or every fault.

    Returns:
        0 when all is well, 1 when there are faults.
    """
    try:
        course = load_course(folder)
    except ContentError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        faults = len(error.faults)
        print(f"{faults} {'fault' if faults == 1 else 'faults'}", file=sys.stderr)
        return 1
    for line in summary(course):
        print(line)
    if folder is not None:
        for name in course.strings.keys() - load_course().strings.keys():
            print(f"strings.toml: {name} is no phrase of the course; nothing shows it")
        return 0
    missing = list(lesson_faults(course, course_files()))
    if not missing:
        print(f"{len(course.statements)} statements in the lessons, all of them")
    for fault in missing:
        print(fault, file=sys.stderr)
    return 1 if missing else 0


def summary(course: Course) -> Iterator[str]:
    """Yield what the content holds, one line each."""
    yield f"{len(course.groups)} types: {', '.join(course.groups)}"
    statements = course.statements.values()
    yield f"{len(statements)} statements: {_counted(s.kind for s in statements)}"
    bullets = {s.bullet: s.kind for s in statements if s.bullet is not None}
    yield f"{len(bullets)} bullets: {_counted(bullets.values())}"
    ratings = course.ratings.values()
    yield f"{len(ratings)} ratings: {_counted(r.basis for r in ratings)}"
    unrated = len(course.unrated)
    yield f"{len(bullets) - unrated} bullets are evidence, {unrated} say why not"
    yield from _item_summary(course)
    for name in ("criteria", "cases", "sources", "findings", "notes", "strings"):
        yield f"{len(getattr(course, name))} {name}"
    # A text that is missing in a language is a fault, so none is missing here.
    yield f"{' and '.join(LANGS.values())} complete"


def _item_summary(course: Course) -> Iterator[str]:
    items = course.items.values()
    yield f"{len(items)} items"
    for field in ("topic", "kind", "level", "pool"):
        counts = Counter(getattr(item, field) for item in items)
        yield f"  by {field}: {', '.join(f'{n} {word}' for word, n in counts.items())}"
    bullets = {s.bullet for s in course.statements.values() if s.bullet is not None}
    subjects = Counter(b for item in items for b in bullets_of(item, course))
    twice = sum(subjects[bullet] >= PER_BULLET for bullet in bullets)
    used = {name for item in items for name in item.misconceptions}
    yield f"  {twice} of {len(bullets)} bullets in {PER_BULLET} items or more"
    yield f"  {len(used)} of {len(course.misconceptions)} misconceptions used"
    # An option without feedback is a fault, so there is none here.
    yield "  feedback for every option"


def lesson_faults(course: Course, source: Path) -> Iterator[str]:
    """Yield which statements no lesson shows, one sentence for each group.

    A lesson shows the statements of a type on its card.
    """
    for lang in LANGS:
        folder = source / "notebooks" / lang
        shown = {
            group
            for path in folder.glob("*.ipynb")
            for group in CARD.findall(path.read_text(encoding="utf-8"))
        }
        for group in dict.fromkeys(s.group for s in course.statements.values()):
            if group not in shown:
                yield (
                    f"notebooks/{lang}: no lesson shows the statements of {group!r}; "
                    f"add a cell course.card({group!r})"
                )


def _counted(words: Iterable[str]) -> str:
    counts = Counter(words)
    return ", ".join(
        f"{counts[word]} {COUNTED[word]}" for word in COUNTED if counts[word]
    )
