"""Reads the content files, and says what to mend where one is wrong.

Every fault is found in one go: `ContentError.faults` has a sentence for each,
naming the file, the entry, the value and the fix. A course can be read from a
folder of one's own: a file that is there replaces the course's file of the same
name, or adds to it where its first line says `extend = true`.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from .exercises import Hint, TaskText
from .faults import UNKNOWN, explain, plain, read_text, short, text_faults
from .items import Item, Misconception
from .model import (
    Case,
    Course,
    Criterion,
    Figure,
    Finding,
    GroupType,
    Heading,
    Note,
    Rating,
    Source,
    Statement,
    Unrated,
)
from .records import Record, Text
from .rules import coverage_faults, faults_between, phrase_faults

R = TypeVar("R", bound=Record | Text)

DATA = Path(__file__).parent / "data"
FILES = (
    "criteria.toml",
    "groups.toml",
    "ratings.toml",
    "sources.toml",
    "cases.toml",
    "items.toml",
    "exercises.toml",
    "strings.toml",
)
_TABLES = {
    "criteria.toml": {"heading", "criterion"},
    "groups.toml": {"statement", "group"},
    "ratings.toml": {"rating", "unrated"},
    "sources.toml": {"source", "finding", "note"},
    "cases.toml": {"case"},
    "items.toml": {"misconception", "item"},
    "exercises.toml": {"hint", "task"},
}
# At the top of a file of one's own: add to the course's file, do not replace it.
_EXTEND = "extend"
_ID = re.compile(r"[\w.-]+")
# Fields that are filled in here, not by authors.
_OURS: dict[type, tuple[str, ...]] = {
    Statement: ("group",),
    GroupType: ("statements", "figures"),
}


class ContentError(ValueError):
    """Content files are wrong; `faults` says where, and what to change."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def load_course(folder: Path | str | None = None) -> Course:
    """Read and check all content.

    Args:
        folder: A folder with content files of one's own. Each replaces the
            course's file of the same name; what is missing comes from the course.
            Entries of a file that says `extend = true` are added to the course's,
            and stand in place of those with the same id. Phrases that a file
            `strings.toml` lacks always come from the course.
            Only the course itself must have questions about every bullet; a file
            `items.toml` that says `item = []` leaves all of them out.

    Returns:
        The content, complete in every language.

    Raises:
        ContentError: If anything is wrong; `faults` names all that was found.
    """
    faults: list[str] = []
    usual, under, tables = _read_all(None if folder is None else Path(folder), faults)
    unread = bool(faults)
    course = _course(under, tables, faults)
    if not unread:
        lost = _lost(tables, course)
        nothing: dict[str, Any] = {name: {} for name in FILES}
        shipped = _course(nothing, usual, []) if folder else course
        faults.extend(
            fault
            for fault in (
                *faults_between(course, shipped),
                *(() if folder else coverage_faults(course)),
            )
            if not any(name in fault for name in lost)
        )
    if faults:
        raise ContentError(faults)
    return course


def course_in_use(folder: Path | str | None = None) -> Course:
    """Read the content of a folder, of the one NETLESSON_CONTENT names, or our own.

    Raises:
        ContentError: As `load_course`.
    """
    return load_course(folder or os.environ.get("NETLESSON_CONTENT") or None)


def _read_all(
    folder: Path | None, faults: list[str]
) -> tuple[dict[str, dict[str, Any]], ...]:
    """Read the tables of all files: the course's, those beneath, and those in use.

    What lies beneath is the course's file where one's own extends it, else nothing.
    """
    own: set[str] = set()
    if folder is not None:
        if not folder.is_dir():
            raise ContentError([f"{folder}: there is no such folder; check the path"])
        own = {path.name for path in folder.glob("*.toml")}
        for name in sorted(own - set(FILES)):
            faults.append(
                f"{name}: not a content file; the names are {', '.join(FILES)}"
            )
        if not own:
            faults.append(
                f"{folder}: holds no content file; put at least one of "
                f"{', '.join(FILES)} there"
            )
    usual: dict[str, dict[str, Any]] = {}
    under: dict[str, dict[str, Any]] = {}
    tables: dict[str, dict[str, Any]] = {}
    for name in FILES:
        usual[name] = tables[name] = _read(DATA / name, faults)
        if folder is not None and name in own:
            tables[name] = _read(folder / name, faults)
        extends = tables[name].pop(_EXTEND, None) is True
        # A copy of an earlier version lacks the phrases that came since.
        lacks = name == "strings.toml" and tables[name] is not usual[name]
        under[name] = usual[name] if extends or lacks else {}
    return usual, under, tables


def _course(
    under: Mapping[str, Any], tables: Mapping[str, Any], faults: list[str]
) -> Course:
    """Turn all tables into records, each above those that it replaces."""

    def records(file: str, table: str, kind: type[R], key: str = "id") -> dict[str, R]:
        return _by_id(file, table, under, kind, faults, key) | _by_id(
            file, table, tables, kind, faults, key
        )

    groups = _groups(under["groups.toml"], faults) | _groups(
        tables["groups.toml"], faults
    )
    general = records("groups.toml", "statement", Statement)
    hints = records("exercises.toml", "hint", Hint)
    return Course(
        headings=records("criteria.toml", "heading", Heading),
        criteria=records("criteria.toml", "criterion", Criterion),
        groups=groups,
        statements=_statements(general, groups, faults),
        ratings=_ratings(under["ratings.toml"], faults)
        | _ratings(tables["ratings.toml"], faults),
        unrated=records("ratings.toml", "unrated", Unrated, "bullet"),
        sources=records("sources.toml", "source", Source),
        findings=records("sources.toml", "finding", Finding),
        notes=records("sources.toml", "note", Note),
        cases=records("cases.toml", "case", Case),
        misconceptions=records("items.toml", "misconception", Misconception),
        items=records("items.toml", "item", Item),
        hints={name: hint.text for name, hint in hints.items()},
        tasks=records("exercises.toml", "task", TaskText),
        strings=_strings(under["strings.toml"], faults)
        | _strings(tables["strings.toml"], faults),
    )


def _read(path: Path, faults: list[str]) -> dict[str, Any]:
    """Read the tables of one TOML file; add what is wrong with it to the faults."""
    tables: dict[str, Any] = {}
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        faults.append(f"{path.name}: cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        faults.append(
            f"{path.name}: byte {error.start} ({error.object[error.start]:#04x}) "
            "is not UTF-8; save the file as UTF-8"
        )
    except (ValueError, RecursionError) as error:  # too long a number, too deep a list
        faults.append(f"{path.name}: not valid TOML: {plain(str(error))}; mend it")
    else:
        if not tables:
            faults.append(f"{path.name}: the file is empty; fill it or delete it")
    if _EXTEND in tables:
        if tables[_EXTEND] is not True:
            faults.append(
                f"{path.name}: {_EXTEND} is {short(tables[_EXTEND])}; write "
                f"{_EXTEND} = true to add to the course's file, or delete the line "
                "to replace it"
            )
        elif len(tables) == 1:
            faults.append(
                f"{path.name}: {_EXTEND} = true, but there is nothing to add; "
                "add an entry or delete the file"
            )
    known = _TABLES.get(path.name, tables.keys()) | {_EXTEND}
    for key in tables.keys() - known:
        faults.append(
            f"{path.name}: table {key!r} is unknown; "
            f"use {' or '.join(f'[[{name}]]' for name in sorted(known - {_EXTEND}))}"
        )
    if path.name in _TABLES:
        for key in tables.keys() & _TABLES[path.name]:
            if not _is_list_of_tables(tables[key]):
                faults.append(
                    f"{path.name}: {key!r} is {short(tables.pop(key))}; "
                    f"write [[{key}]] with two brackets before each entry"
                )
    return tables


def _is_list_of_tables(entries: object) -> bool:
    return isinstance(entries, list) and all(isinstance(e, dict) for e in entries)


def _by_id(
    file: str,
    table: str,
    tables: Mapping[str, Any],
    kind: type[R],
    faults: list[str],
    key: str = "id",
) -> dict[str, R]:
    """Turn the entries of one table into records by id."""
    records: dict[str, R] = {}
    for number, entry in enumerate(tables[file].get(table, []), start=1):
        where = f"{file}, {table} {number} ({entry.get(key, f'no {key}')})"
        record = _record(where, entry, kind, faults)
        if record is None:
            continue
        name = getattr(record, key)
        if name in records:
            faults.append(f"{where}: the {key} is taken already; choose another")
        records.setdefault(name, record)
    return records


def _groups(tables: Mapping[str, Any], faults: list[str]) -> dict[str, GroupType]:
    groups: dict[str, GroupType] = {}
    for number, entry in enumerate(tables.get("group", []), start=1):
        name = entry.get("id", "no id")
        where = f"groups.toml, group {number} ({name})"
        inner: dict[str, list[Any]] = {}
        for part, kind in (("statement", Statement), ("figure", Figure)):
            inner[part] = _parts(where, part, entry, kind, faults)
        outer = {k: v for k, v in entry.items() if k not in inner}
        group = _record(where, outer, GroupType, faults)
        if group is None:
            continue
        if group.id in groups:
            faults.append(f"{where}: the id is taken already; choose another")
        statements = (
            msgspec.structs.replace(statement, group=group.id)
            for statement in inner["statement"]
        )
        group = msgspec.structs.replace(
            group, statements=tuple(statements), figures=tuple(inner["figure"])
        )
        groups.setdefault(group.id, group)
    return groups


def _parts(
    where: str,
    part: str,
    entry: Mapping[str, Any],
    kind: type[R],
    faults: list[str],
) -> list[R]:
    """Turn the tables inside one entry into records."""
    parts = entry.get(part, [])
    if not _is_list_of_tables(parts):
        faults.append(f"{where}: {part!r} is {short(parts)}; write a table for each")
        return []
    records = []
    for number, inside in enumerate(parts, start=1):
        place = f"{where}, {part} {number} ({inside.get('id', _aspect(inside))})"
        record = _record(place, inside, kind, faults)
        if record is not None:
            records.append(record)
    return records


def _aspect(inside: Mapping[str, Any]) -> str:
    return str(inside.get("aspect", "no id"))


def _statements(
    general: Mapping[str, Statement],
    groups: Mapping[str, GroupType],
    faults: list[str],
) -> dict[str, Statement]:
    """Return all statements by id: the general ones, then type by type."""
    statements = dict(general)
    for group in groups.values():
        for statement in group.statements:
            if statement.id in statements:
                faults.append(
                    f"groups.toml, group {group.id}, statement {statement.id}: "
                    "the id is taken already; choose another"
                )
            statements.setdefault(statement.id, statement)
    return statements


def _ratings(
    tables: Mapping[str, Any], faults: list[str]
) -> dict[tuple[str, str], Rating]:
    ratings: dict[tuple[str, str], Rating] = {}
    for number, entry in enumerate(tables.get("rating", []), start=1):
        cell = entry.get("group", "no group"), entry.get("criterion", "no criterion")
        where = f"ratings.toml, rating {number} ({cell[0]}, {cell[1]})"
        record = _record(where, entry, Rating, faults)
        if record is None:
            continue
        if (record.group, record.criterion) in ratings:
            faults.append(f"{where}: this cell has a rating already; keep one of them")
        ratings.setdefault((record.group, record.criterion), record)
    return ratings


def _strings(tables: Mapping[str, Any], faults: list[str]) -> dict[str, Text]:
    strings: dict[str, Text] = {}
    for section, entries in tables.items():
        if not isinstance(entries, dict):
            faults.append(
                f"strings.toml: {section!r} is {short(entries)}; "
                f"write a table [{section}]"
            )
            continue
        for name, entry in entries.items():
            where = f"strings.toml, {section}.{name}"
            if not isinstance(entry, dict):
                faults.append(
                    f"{where}: is {short(entry)}; write {{ en = ..., de = ... }}"
                )
                continue
            text = _record(where, entry, Text, faults)
            if text is not None:
                unclear = list(phrase_faults(where, text))
                faults.extend(unclear)
                if not unclear:
                    strings[f"{section}.{name}"] = text
    return strings


def _lost(tables: Mapping[str, Any], course: Course) -> set[str]:
    """Name what could not be read: that it is missing elsewhere is no new fault.

    A name is found anywhere in a sentence, so the empty name of an entry without
    one is found in all.
    """
    found: dict[str, Mapping[str, object]] = {
        "heading": course.headings,
        "criterion": course.criteria,
        "group": course.groups,
        "unrated": course.unrated,
        "source": course.sources,
        "finding": course.findings,
        "note": course.notes,
        "case": course.cases,
        "misconception": course.misconceptions,
        "item": course.items,
        "hint": course.hints,
        "task": course.tasks,
    }
    lost = {
        name
        for file, names in _TABLES.items()
        for table in names & found.keys()
        for name in _names(tables[file], table)
        if name not in found[table]
    }
    entries = [tables["groups.toml"], *tables["groups.toml"].get("group", [])]
    statements = {name for entry in entries for name in _names(entry, "statement")}
    cells = [
        (entry.get("group"), entry.get("criterion"))
        for entry in tables["ratings.toml"].get("rating", [])
    ]
    ratings = set()
    for cell in cells:
        if not all(isinstance(part, str) for part in cell):
            ratings.add("")
        elif cell not in course.ratings:
            ratings.add(f"({cell[0]}, {cell[1]})")
    phrases = {
        f"{section}.{name}"
        for section, table in tables["strings.toml"].items()
        for name in (table if isinstance(table, dict) else ())
    }
    statements -= course.statements.keys()
    lost |= ratings | statements | (phrases - course.strings.keys())
    return lost | {"bullet"} if ratings or statements else lost


def _names(entry: Mapping[str, Any], table: str) -> Iterator[str]:
    """Yield the ids in a table, "" where there is none."""
    inside = entry.get(table, [])
    for each in inside if _is_list_of_tables(inside) else ():
        name = each.get("bullet" if table == "unrated" else "id")
        yield name if isinstance(name, str) else ""


def _record(
    where: str, entry: Mapping[str, Any], kind: type[R], faults: list[str]
) -> R | None:
    """Turn one table into a record, or add the reason why not to the faults."""
    for field_name in _OURS.get(kind, ()):
        if field_name in entry:
            faults.append(f"{where}: {UNKNOWN.format(field_name)}")
    try:
        record = msgspec.convert(entry, kind, dec_hook=read_text)
    except msgspec.ValidationError as error:
        found = list(text_faults(entry)) or [explain(str(error), entry, kind)]
        faults.extend(f"{where}: {each}" for each in found)
        return None
    name = getattr(record, "id", "-")
    if not _ID.fullmatch(name):
        faults.append(f"{where}: id is {name!r}; use letters, digits and hyphens")
    return record
