"""The rules between records: what is named exists, and nothing is left out.

Each function yields one sentence a fault: file, entry, value and fix.
"""

import itertools
import math
import re
import string
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from . import ids
from .items import Item
from .model import HIGHEST, LOWEST, Case, Course, Criterion, GroupType, Rating, Variant
from .records import LANGS, Record, Text
from .tables import TABLES, shown

MIXED, DECIDING = "mixed", "deciding"
PER_BULLET = 2
# Phrases that a file is called by. Elsewhere a name could lead out of its folder.
_FILES = ("report.file", "lms.readme_name")
_FILE = re.compile(r'(?!\.)[^/\\:*?"<>|\x00-\x1f]+')


Usual = Mapping[str, Mapping[str, Any]]


def faults_between(course: Course, usual: Usual) -> Iterator[str]:
    """Yield what is wrong between records that are each right.

    Args:
        course: What was read.
        usual: The phrases, tasks and hints that the course comes with and needs.
    """
    yield from _reference_faults(course)
    yield from _rating_faults(course)
    yield from _bullet_faults(course)
    yield from _item_faults(course)
    yield from _exercise_faults(course, usual)
    yield from _string_faults(course, usual)


def _reference_faults(course: Course) -> Iterator[str]:
    reasons = {*course.statements, *course.findings, *course.notes}
    rated = {c.id for c in course.criteria.values() if c.scale == "rated"}
    known: dict[object, Collection[str]] = {
        ids.Heading: course.headings,
        ids.Criterion: course.criteria,
        ids.Need: rated,
        ids.Group: course.groups,
        ids.Statement: course.statements,
        ids.Bullet: _bullets(course.statements, course),
        ids.Source: course.sources,
        ids.Subject: reasons,
        ids.Reason: reasons,
        ids.Evidence: reasons | course.sources.keys(),
    }
    for where, record in _records(course):
        for field, kind in _references(type(record)):
            names = getattr(record, field)
            for name in [names] if isinstance(names, str) else names:
                if name not in known[kind]:
                    what, among = kind.__metadata__[0]
                    yield (
                        f"{where}: {what} {name!r} does not exist; use an id of {among}"
                    )


@cache
def _references(kind: type[Record]) -> list[tuple[str, Any]]:
    """Return the fields of a record that hold ids, each with what kind of ids."""
    return [
        (field, each)
        for field, hint in get_type_hints(kind, include_extras=True).items()
        for each in (hint, *get_args(hint))
        if get_origin(each) is Annotated
    ]


def _records(course: Course) -> Iterator[tuple[str, Record]]:
    """Yield every record and those inside it, each with its place."""
    for table in TABLES:
        for key, record in getattr(course, table.place).items():
            where = f"{table.file}, {table.name} {shown(key)}"
            yield where, record
            if isinstance(record, GroupType):
                yield from ((f"{where}, visit", each) for each in record.visit)
                for number, figure in enumerate(record.figures, start=1):
                    yield f"{where}, figure {number}", figure
            elif isinstance(record, Rating):
                yield from ((where, variant) for variant in record.variants)
            elif isinstance(record, Case):
                yield where, record.profile


def _rating_faults(course: Course) -> Iterator[str]:
    researched = {*course.sources, *course.findings, *course.notes}
    for cell, rating in course.ratings.items():
        where = f"ratings.toml, rating {shown(cell)}"
        for each in rating.cells:
            if rating.criterion in course.criteria:
                yield from _scale_faults(where, each, course.criteria[rating.criterion])
            if each.basis == "article" and not course.statements.keys() & each.evidence:
                yield f"{where}: basis is 'article'; name a statement as evidence"
            if each.basis == "research" and researched.isdisjoint(each.evidence):
                yield (
                    f"{where}: basis is 'research'; "
                    "name a source or finding as evidence"
                )
    for cell in itertools.product(course.groups, course.criteria):
        if cell not in course.ratings:
            yield f"ratings.toml: no rating for {shown(cell)}; add one"


def _scale_faults(
    where: str, rating: Rating | Variant, criterion: Criterion
) -> Iterator[str]:
    rated = criterion.scale == "rated"
    least, most = (LOWEST, HIGHEST) if rated else (0, math.inf)
    for part in ("value", "low", "high"):
        raw = getattr(rating, part)
        if not least <= raw <= most:
            allowed = f"{least} to {most}" if rated else "0 or more"
            yield f"{where}: {part} is {raw:g}; it must be {allowed}"


def _bullet_faults(course: Course) -> Iterator[str]:
    """Every bullet is evidence for a rating, or says why it is none."""
    cells = (cell for rating in course.ratings.values() for cell in rating.cells)
    used = _bullets((name for cell in cells for name in cell.evidence), course)
    for bullet in _bullets(course.statements, course):
        if bullet not in used and bullet not in course.unrated:
            yield (
                f"groups.toml, bullet {bullet}: is evidence for no rating; name one of "
                "its statements in ratings.toml, or list it under [[unrated]]"
            )
    for bullet in course.unrated:
        if bullet in used:
            yield (
                f"ratings.toml, unrated {bullet}: is evidence for a rating; "
                "take it off this list"
            )


def _item_faults(course: Course) -> Iterator[str]:
    topics = topics_of(course)
    for misconception in course.misconceptions.values():
        where = f"items.toml, misconception {misconception.id}"
        if misconception.topic not in topics:
            yield f"{where}: topic is {misconception.topic!r}; use {', '.join(topics)}"
    for item in course.items.values():
        where = f"items.toml, item {item.id}"
        for name in sorted(item.misconceptions - course.misconceptions.keys()):
            yield (
                f"{where}: misconception {name!r} does not exist; "
                "use an id of a misconception of this file"
            )
        if item.topic not in topics:
            yield f"{where}: topic is {item.topic!r}; use one of {', '.join(topics)}"
        if not (item.statements or item.topic == DECIDING or item.kind == "opinion"):
            yield f"{where}: names no statement; name those that it is about"


def topics_of(course: Course) -> tuple[str, ...]:
    """Return what items can be about: each type, types mixed, and deciding."""
    return (*course.groups, MIXED, DECIDING)


def coverage_faults(course: Course) -> Iterator[str]:
    """Yield what the items leave out: bullets, misconceptions, self-checks."""
    subjects = Counter(
        bullet for item in course.items.values() for bullet in bullets_of(item, course)
    )
    for bullet in _bullets(course.statements, course):
        if subjects[bullet] < PER_BULLET:
            yield (
                f"items.toml: bullet {bullet} is the subject of {subjects[bullet]} "
                f"items; write at least {PER_BULLET}"
            )
    used = {name for item in course.items.values() for name in item.misconceptions}
    for name in course.misconceptions:
        if name not in used:
            yield (
                f"items.toml, misconception {name}: no distractor or slip rests on it; "
                "write one"
            )
    sizes = Counter(item.pool for item in course.items.values())
    if sizes["opening"] != sizes["closing"]:
        yield (
            f"items.toml: {sizes['opening']} items are in the pool 'opening' and "
            f"{sizes['closing']} in 'closing'; have as many of one as of the other"
        )


def bullets_of(item: Item, course: Course) -> set[str]:
    """Return the bullets that an item is about."""
    return set(_bullets(item.statements, course))


def _bullets(names: Iterable[str], course: Course) -> dict[str, None]:
    """Return the bullets of the statements among the names, in their order."""
    found = (
        course.statements[name].bullet for name in names if name in course.statements
    )
    return dict.fromkeys(bullet for bullet in found if bullet)


def _exercise_faults(course: Course, usual: Usual) -> Iterator[str]:
    file = "exercises.toml"
    tasks, hints = usual["tasks"], usual["hints"]
    yield from _name_faults(f"{file}: task", course.tasks, tasks)
    yield from _name_faults(f"{file}: hint", course.hints, hints)
    for name in course.hints.keys() & hints.keys():
        text, known = course.hints[name].text, hints[name].text
        yield from _filling_faults(f"{file}, hint {name}", text, known)
    for name in course.tasks.keys() & tasks.keys():
        task, known, where = course.tasks[name], tasks[name], f"{file}, task {name}"
        yield from _filling_faults(f"{where}, done", task.done, known.done)
        yield from _name_faults(f"{where}: hint", task.hints, known.hints)
        for hint in task.hints.keys() & known.hints.keys():
            texts = task.hints[hint], known.hints[hint]
            yield from _filling_faults(f"{where}, hint {hint}", *texts)


def _string_faults(course: Course, usual: Usual) -> Iterator[str]:
    for key, text in usual["strings"].items():
        if (mine := course.strings[key]) is not text:
            yield from _filling_faults(f"strings.toml, {key}", mine, text)
            if key in _FILES:
                yield from _file_faults(f"strings.toml, {key}", mine)


def _file_faults(where: str, text: Text) -> Iterator[str]:
    for lang, spoken in LANGS.items():
        if not _FILE.fullmatch(text[lang]):
            yield (
                f"{where}: the {spoken} text {text[lang]!r} cannot name a file; "
                'use no / \\ : * ? " < > | and no dot in front'
            )


def _name_faults(
    what: str, names: Collection[str], usual: Collection[str]
) -> Iterator[str]:
    """Yield which names are missing, and which ones nothing uses."""
    for name in usual:
        if name not in names:
            yield f"{what} {name} is missing; add it"
    for name in names:
        if name not in usual:
            yield f"{what} {name} is used nowhere; correct its name or delete it"


def _filling_faults(where: str, text: Text, usual: Text) -> Iterator[str]:
    """Yield what is wrong with the placeholders of a text in place of a usual one."""
    unclear = list(phrase_faults(where, text))
    yield from unclear
    known = placeholders(usual.first)
    if not unclear and (unfilled := placeholders(text.first) - known):
        yield f"{where}: nothing fills in {sorted(unfilled)}; use only {sorted(known)}"


def phrase_faults(where: str, text: Text) -> Iterator[str]:
    """Yield what is wrong with the placeholders of one phrase."""
    try:
        filled = {lang: placeholders(text[lang]) for lang in LANGS}
    except ValueError as error:
        yield f"{where}: {error}; write {{name}} for a filling, {{{{ for a brace"
        return
    (first, names), *others = filled.items()
    for lang, found in others:
        if found != names:
            yield (
                f"{where}: the {LANGS[first]} text fills in {sorted(names)}, "
                f"the {LANGS[lang]} {sorted(found)}; use the same names in both"
            )


def placeholders(text: str) -> set[str]:
    """Return the names between braces in a phrase.

    Raises:
        ValueError: If a brace is stray, or holds anything but a name.
    """
    names = set()
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is not None:
            if form or conversion or not name.isidentifier():
                raise ValueError(f"{name!r} between braces is no plain name")
            names.add(name)
    return names
