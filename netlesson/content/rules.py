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

from . import ids, model
from .currencies import currency_faults
from .items import Item
from .model import HIGHEST, LOWEST, Case, Course, Criterion, GroupType, Rating, Variant
from .records import LANGS, Record, Text, language, one_of
from .sentences import Said, listed, quoted, said_by
from .tables import TABLES, shown

MIXED, DECIDING = "mixed", "deciding"
PER_BULLET = 2
# Phrases that a file is called by. Elsewhere a name could lead out of its folder.
_FILES = ("report.file", "lms.readme_name")
_FILE = re.compile(r'(?!\.)[^/\\:*?"<>|\x00-\x1f]+')


Usual = Mapping[str, Mapping[str, Any]]


def faults_between(course: Course, usual: Usual) -> Iterator[Said]:
    """Yield what is wrong between records that are each right.

    `usual` has the phrases, tasks and hints that the course comes with and needs.
    """
    yield from currency_faults(course)
    yield from _reference_faults(course)
    yield from _rating_faults(course)
    yield from _bullet_faults(course)
    yield from _step_faults(course)
    yield from _item_faults(course)
    yield from _exercise_faults(course, usual)
    yield from _string_faults(course, usual)


def _reference_faults(course: Course) -> Iterator[Said]:
    reasons = {*course.statements, *course.findings, *course.notes}
    rated = {c.id for c in course.criteria.values() if c.scale == "rated"}
    known: dict[object, Collection[str]] = {
        ids.Currency: course.currencies,
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
            names = getattr(record, field) or ()
            for name in [names] if isinstance(names, str) else names:
                if name not in known[kind]:
                    what, among = kind.__metadata__[0]
                    lost = {"what": what, "name": quoted(name), "among": among}
                    yield Said("faults.lost", **lost).at(where)


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


def _rating_faults(course: Course) -> Iterator[Said]:
    researched = {*course.sources, *course.findings, *course.notes}
    for cell, rating in course.ratings.items():
        where = f"ratings.toml, rating {shown(cell)}"
        for each in rating.cells:
            if rating.criterion in course.criteria:
                yield from _scale_faults(where, each, course.criteria[rating.criterion])
            if each.basis == "article" and not course.statements.keys() & each.evidence:
                yield Said("faults.basis_article").at(where)
            if each.basis == "research" and researched.isdisjoint(each.evidence):
                yield Said("faults.basis_research").at(where)
    for cell in itertools.product(course.groups, course.criteria):
        if cell not in course.ratings:
            yield Said("faults.no_rating", cell=shown(cell)).at("ratings.toml")


def _scale_faults(
    where: str, rating: Rating | Variant, criterion: Criterion
) -> Iterator[Said]:
    rated = criterion.scale == "rated"
    least, most = (LOWEST, HIGHEST) if rated else (0, math.inf)
    for part in ("value", "low", "high"):
        raw = getattr(rating, part)
        if not least <= raw <= most:
            key = "faults.scale" if rated else "faults.amount"
            wanted = Said(key, least=least, most=most)
            given = {"field": part, "value": f"{raw:g}", "wanted": wanted}
            yield Said("faults.must_be", **given).at(where)


def _bullet_faults(course: Course) -> Iterator[Said]:
    """Every bullet is evidence for a rating, or says why it is none."""
    cells = (cell for rating in course.ratings.values() for cell in rating.cells)
    used = _bullets((name for cell in cells for name in cell.evidence), course)
    for bullet in _bullets(course.statements, course):
        if bullet not in used and bullet not in course.unrated:
            where = f"groups.toml, bullet {bullet}"
            yield Said("faults.bullet_unused").at(where)
    for bullet in course.unrated:
        if bullet in used:
            yield Said("faults.bullet_used").at(f"ratings.toml, unrated {bullet}")


def _step_faults(course: Course) -> Iterator[Said]:
    """Each topic is answered for each type and country, by one step closest to them.

    Where there is no step at all, the author has left them out.
    """
    topics: dict[str, list[model.Step]] = {each: [] for each in get_args(model.Topic)}
    for step in course.steps.values():
        topics[step.topic].append(step)
    for cell in itertools.product(topics, course.groups, get_args(model.Country)):
        suiting = [step for step in topics[cell[0]] if step.suits(*cell[1:])]
        closest = max((step.closeness for step in suiting), default=None)
        names = [step.id for step in suiting if step.closeness == closest]
        if course.steps and len(names) != 1:
            key = "faults.two_steps" if names else "faults.no_step"
            given = {"cell": shown(cell), "names": listed(names)}
            yield Said(key, **given).at("steps.toml")


def _item_faults(course: Course) -> Iterator[Said]:
    topics = topics_of(course)
    for misconception in course.misconceptions.values():
        where = f"items.toml, misconception {misconception.id}"
        if misconception.topic not in topics:
            topic = quoted(misconception.topic)
            yield Said("faults.topic", topic=topic, topics=topics).at(where)
    for item in course.items.values():
        where = f"items.toml, item {item.id}"
        for name in sorted(item.misconceptions - course.misconceptions.keys()):
            yield Said("faults.lost_misconception", name=quoted(name)).at(where)
        if item.topic not in topics:
            yield one_of("topic", item.topic, topics).at(where)
        if not (item.statements or item.topic == DECIDING or item.kind == "opinion"):
            yield Said("faults.no_statement").at(where)


def topics_of(course: Course) -> tuple[str, ...]:
    """Return what items can be about: each type, types mixed, and deciding."""
    return (*course.groups, MIXED, DECIDING)


def label_faults(course: Course) -> Iterator[Said]:
    """Yield amounts that are called the article's although it has no such figure."""
    for (group, name), rating in course.ratings.items():
        for each in rating.cells if course.criteria[name].scale == "measured" else ():
            cited = course.statements.keys() & each.evidence
            told = " ".join(course.statements[key].text.first for key in cited)
            value = f"{each.value:g}"
            if each.basis == "article" and value not in re.findall(r"[\d.]+", told):
                where = f"ratings.toml, rating {shown((group, name))}"
                yield Said("faults.basis_figure", value=value).at(where)


def coverage_faults(course: Course) -> Iterator[Said]:
    """Yield what the items leave out: bullets, misconceptions, self-checks."""
    yield from label_faults(course)
    subjects = Counter(
        bullet for item in course.items.values() for bullet in bullets_of(item, course)
    )
    for bullet in _bullets(course.statements, course):
        if subjects[bullet] < PER_BULLET:
            asked = {"bullet": bullet, "n": subjects[bullet], "least": PER_BULLET}
            yield Said("faults.few_items", **asked).at("items.toml")
    used = {name for item in course.items.values() for name in item.misconceptions}
    for name in course.misconceptions:
        if name not in used:
            where = f"items.toml, misconception {name}"
            yield Said("faults.misconception_unused").at(where)
    sizes = Counter(item.pool for item in course.items.values())
    if sizes["opening"] != sizes["closing"]:
        counts = {pool: sizes[pool] for pool in ("opening", "closing")}
        yield Said("faults.pools", **counts).at("items.toml")


def bullets_of(item: Item, course: Course) -> set[str]:
    """Return the bullets that an item is about."""
    return set(_bullets(item.statements, course))


def _bullets(names: Iterable[str], course: Course) -> dict[str, None]:
    """Return the bullets of the statements among the names, in their order."""
    found = (
        course.statements[name].bullet for name in names if name in course.statements
    )
    return dict.fromkeys(bullet for bullet in found if bullet)


def _exercise_faults(course: Course, usual: Usual) -> Iterator[Said]:
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


def _string_faults(course: Course, usual: Usual) -> Iterator[Said]:
    for key, text in usual["strings"].items():
        if (mine := course.strings[key]) is not text:
            yield from _filling_faults(f"strings.toml, {key}", mine, text)
            if key in _FILES:
                yield from _file_faults(f"strings.toml, {key}", mine)


def _file_faults(where: str, text: Text) -> Iterator[Said]:
    for lang in LANGS:
        if not _FILE.fullmatch(text[lang]):
            found = {"lang": language(lang), "text": quoted(text[lang])}
            signs = '/ \\ : * ? " < > |'
            yield Said("faults.no_file_name", **found, signs=signs).at(where)


def _name_faults(
    what: str, names: Collection[str], usual: Collection[str]
) -> Iterator[Said]:
    """Yield which names are missing, and which ones nothing uses."""
    for name in usual:
        if name not in names:
            yield Said("faults.name_missing", what=what, name=name)
    for name in names:
        if name not in usual:
            yield Said("faults.name_unused", what=what, name=name)


def _filling_faults(where: str, text: Text, usual: Text) -> Iterator[Said]:
    """Yield what is wrong with the placeholders of a text in place of a usual one."""
    unclear = list(phrase_faults(where, text))
    yield from unclear
    known = placeholders(usual.first)
    if not unclear and (unfilled := placeholders(text.first) - known):
        names = {"names": listed(sorted(unfilled)), "known": listed(sorted(known))}
        yield Said("faults.unfilled", **names).at(where)


def phrase_faults(where: str, text: Text) -> Iterator[Said]:
    """Yield what is wrong with the placeholders of one phrase."""
    try:
        filled = {lang: placeholders(text[lang]) for lang in LANGS}
    except ValueError as error:
        what = said_by(error) or Said("faults.detail", detail=str(error))
        yield Said("faults.braces", what=what).at(where)
        return
    (first, names), *others = filled.items()
    for lang, found in others:
        if found != names:
            one = {"first": language(first), "names": listed(sorted(names))}
            other = {"lang": language(lang), "others": listed(sorted(found))}
            yield Said("faults.fillings_differ", **one, **other).at(where)


def placeholders(text: str) -> set[str]:
    """Return the names between braces in a phrase.

    Raises:
        ValueError: If a brace is stray, or holds anything but a name.
    """
    names = set()
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is not None:
            stray = form and not all(form.partition("|"))
            if stray or conversion or not name.isidentifier():
                raise ValueError(Said("faults.no_plain_name", name=quoted(name)))
            names.add(name)
    return names
