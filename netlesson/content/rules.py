"""The rules between records: what is named exists, and nothing is left out.

Each function yields one sentence a fault: file, entry, value and fix.
"""

import math
import string
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from .items import Item
from .model import HIGHEST, LOWEST, Course, Criterion, Rating, Variant
from .records import LANGS, Text

MIXED, DECIDING = "mixed", "deciding"
PER_BULLET = 2


def faults_between(course: Course, usual: Course) -> Iterator[str]:
    """Yield what is wrong between records that are each right.

    Args:
        course: What was read.
        usual: What the course comes with; it needs all phrases, tasks and hints.
    """
    yield from _criterion_faults(course)
    yield from _statement_faults(course)
    yield from _source_faults(course)
    yield from _rating_faults(course)
    yield from _bullet_faults(course)
    yield from _case_faults(course)
    yield from _item_faults(course)
    yield from _exercise_faults(course, usual)
    yield from _string_faults(course, usual)


def _unknown(
    where: str, what: str, names: Iterable[str], known: Iterable[str], among: str
) -> Iterator[str]:
    for name in names:
        if name not in known:
            yield f"{where}: {what} {name!r} does not exist; use an id of {among}"


def _criterion_faults(course: Course) -> Iterator[str]:
    for criterion in course.criteria.values():
        where = f"criteria.toml, criterion {criterion.id}"
        yield from _unknown(
            where, "heading", [criterion.heading], course.headings, "criteria.toml"
        )


def _statement_faults(course: Course) -> Iterator[str]:
    for statement in course.statements.values():
        where = f"groups.toml, statement {statement.id}"
        names = [statement.criterion, *statement.also]
        yield from _unknown(where, "criterion", names, course.criteria, "criteria.toml")
    for group in course.groups.values():
        asked = [question.criterion for question in group.visit]
        where = f"groups.toml, group {group.id}, visit"
        yield from _unknown(where, "criterion", asked, course.criteria, "criteria.toml")
        for number, figure in enumerate(group.figures, start=1):
            where = f"groups.toml, group {group.id}, figure {number}"
            yield from _unknown(
                where, "source", figure.sources, course.sources, "sources.toml"
            )


def _source_faults(course: Course) -> Iterator[str]:
    for finding in course.findings.values():
        where = f"sources.toml, finding {finding.id}"
        yield from _unknown(
            where, "source", finding.sources, course.sources, "sources.toml"
        )
        yield from _unknown(
            where, "statement", finding.about, course.statements, "groups.toml"
        )
    for note in course.notes.values():
        where = f"sources.toml, note {note.id}"
        yield from _unknown(
            where, "source", note.sources, course.sources, "sources.toml"
        )
        yield from _unknown(
            where, "statement", note.affects, course.statements, "groups.toml"
        )


def _rating_faults(course: Course) -> Iterator[str]:
    for (group, name), rating in course.ratings.items():
        where = f"ratings.toml, rating ({group}, {name})"
        yield from _unknown(where, "group", [group], course.groups, "groups.toml")
        yield from _unknown(
            where, "criterion", [name], course.criteria, "criteria.toml"
        )
        cells: list[Rating | Variant] = [rating, *rating.variants]
        for each in cells:
            if name in course.criteria:
                yield from _scale_faults(where, each, course.criteria[name])
            yield from _evidence_faults(where, each, course)
    for group in course.groups:
        for name in course.criteria:
            if (group, name) not in course.ratings:
                yield f"ratings.toml: no rating for ({group}, {name}); add one"


def _scale_faults(
    where: str, rating: Rating | Variant, criterion: Criterion
) -> Iterator[str]:
    rated = criterion.scale == "rated"
    top: float = HIGHEST if rated else math.inf
    bottom = LOWEST if rated else 0
    for part in ("value", "low", "high"):
        raw = getattr(rating, part)
        if not bottom <= raw <= top:
            allowed = f"{bottom} to {top}" if rated else "0 or more"
            yield f"{where}: {part} is {raw:g}; it must be {allowed}"


def _evidence_faults(
    where: str, rating: Rating | Variant, course: Course
) -> Iterator[str]:
    researched = {*course.sources, *course.findings, *course.notes}
    yield from _unknown(
        where,
        "evidence",
        rating.evidence,
        {*course.statements, *researched},
        "a statement, source, finding or note",
    )
    if rating.basis == "article" and not course.statements.keys() & rating.evidence:
        yield f"{where}: basis is 'article'; name a statement as evidence"
    if rating.basis == "research" and not researched & set(rating.evidence):
        yield f"{where}: basis is 'research'; name a source or finding as evidence"


def _bullet_faults(course: Course) -> Iterator[str]:
    """Every bullet is evidence for a rating, or says why it is none."""
    used = {
        course.statements[name].bullet
        for rating in course.ratings.values()
        for evidence in (rating.evidence, *(v.evidence for v in rating.variants))
        for name in evidence
        if name in course.statements
    }
    bullets = dict.fromkeys(s.bullet for s in course.statements.values() if s.bullet)
    for bullet in bullets:
        if bullet not in used and bullet not in course.unrated:
            yield (
                f"groups.toml, bullet {bullet}: is evidence for no rating; name one of "
                "its statements in ratings.toml, or list it under [[unrated]]"
            )
    for bullet in course.unrated:
        where = f"ratings.toml, unrated {bullet}"
        yield from _unknown(where, "bullet", [bullet], bullets, "groups.toml")
        if bullet in used:
            yield f"{where}: is evidence for a rating; take it off this list"


def _case_faults(course: Course) -> Iterator[str]:
    known = {*course.statements, *course.findings, *course.notes}
    rated = {c.id for c in course.criteria.values() if c.scale == "rated"}
    for case in course.cases.values():
        where = f"cases.toml, case {case.id}"
        yield from _unknown(
            where, "group", [case.first, case.second], course.groups, "groups.toml"
        )
        yield from _unknown(
            where,
            "evidence",
            [*case.reasons, *case.against],
            known,
            "a statement, finding or note",
        )
        yield from _unknown(
            where, "need", case.profile.needs, rated, "a rated criterion"
        )


def _item_faults(course: Course) -> Iterator[str]:
    known = {*course.statements, *course.findings, *course.notes}
    topics = topics_of(course)
    for misconception in course.misconceptions.values():
        where = f"items.toml, misconception {misconception.id}"
        among = "a statement, finding or note"
        yield from _unknown(where, "statement", misconception.statements, known, among)
        if misconception.topic not in topics:
            yield f"{where}: topic is {misconception.topic!r}; use {', '.join(topics)}"
    for item in course.items.values():
        where = f"items.toml, item {item.id}"
        yield from _unknown(
            where, "statement", item.statements, known, "a statement, finding or note"
        )
        yield from _unknown(
            where,
            "misconception",
            sorted(item.misconceptions),
            course.misconceptions,
            "a misconception of this file",
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
    for bullet in dict.fromkeys(s.bullet for s in course.statements.values()):
        if bullet is not None and subjects[bullet] < PER_BULLET:
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
    return {
        bullet
        for name in item.statements
        if name in course.statements and (bullet := course.statements[name].bullet)
    }


def _exercise_faults(course: Course, usual: Course) -> Iterator[str]:
    file = "exercises.toml"
    yield from _name_faults(f"{file}: task", course.tasks, usual.tasks)
    places = [(file, course.hints, usual.hints)]
    for name, known in usual.tasks.items():
        if name in course.tasks:
            task, where = course.tasks[name], f"{file}, task {name}"
            places.append((where, task.hints, known.hints))
            yield from _filling_faults(f"{where}, done", task.done, known.done)
    for where, hints, needed in places:
        yield from _name_faults(f"{where}: hint", hints, needed)
        for name, text in hints.items():
            if name in needed:
                yield from _filling_faults(f"{where}, hint {name}", text, needed[name])


def _string_faults(course: Course, usual: Course) -> Iterator[str]:
    for key, text in usual.strings.items():
        yield from _filling_faults(f"strings.toml, {key}", course.strings[key], text)


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
