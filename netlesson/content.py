"""Reads the content files, and says what to mend where one is wrong.

Every fault is found in one go: `ContentError.faults` has a sentence for each,
naming the file, the entry, the value and the fix. A course can be read from a
folder of one's own: a file that is there replaces the course's file of the same
name.
"""

import re
import string
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec

from . import model
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
    Record,
    Source,
    Statement,
    Text,
    Unrated,
)
from .rules import faults_between

R = TypeVar("R", bound=Record)

DATA = Path(__file__).parent / "data"
FILES = (
    "criteria.toml",
    "groups.toml",
    "ratings.toml",
    "sources.toml",
    "cases.toml",
    "strings.toml",
)
_TABLES = {
    "criteria.toml": {"heading", "criterion"},
    "groups.toml": {"statement", "group"},
    "ratings.toml": {"rating", "unrated"},
    "sources.toml": {"source", "finding", "note"},
    "cases.toml": {"case"},
}
_WORDS = {
    "objective": model.Objective,
    "scale": model.Scale,
    "kind": model.Kind,
    "leaning": model.Leaning,
    "basis": model.Basis,
    "aspect": model.Aspect,
    "unit": model.Unit,
    "per": model.Per,
    "country": model.Country,
    "countries": model.Country,
    "market": model.Market,
    "markets": model.Market,
    "customers": model.Customers,
}
_TYPES = {
    "str": "text in quotes",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "array": "a list",
    "object": "a table",
}
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


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

    Returns:
        The content, complete in every language.

    Raises:
        ContentError: If anything is wrong; `faults` names all that was found.
    """
    faults: list[str] = []
    tables = _read_all(None if folder is None else Path(folder), faults)
    if faults:
        raise ContentError(faults)

    course = Course(
        headings=_by_id("criteria.toml", "heading", tables, Heading, faults),
        criteria=_by_id("criteria.toml", "criterion", tables, Criterion, faults),
        groups=(groups := _groups(tables["groups.toml"], faults)),
        statements=_statements(tables["groups.toml"], groups, faults),
        ratings=_ratings(tables["ratings.toml"], faults),
        unrated=_by_id("ratings.toml", "unrated", tables, Unrated, faults, "bullet"),
        sources=_by_id("sources.toml", "source", tables, Source, faults),
        findings=_by_id("sources.toml", "finding", tables, Finding, faults),
        notes=_by_id("sources.toml", "note", tables, Note, faults),
        cases=_by_id("cases.toml", "case", tables, Case, faults),
        strings=_strings(tables["strings.toml"], faults),
    )
    # A broken record would be missed everywhere it is named: mend it first.
    faults = faults or [*faults_between(course), *_missing_strings(course)]
    if faults:
        raise ContentError(faults)
    return course


def _read_all(folder: Path | None, faults: list[str]) -> dict[str, dict[str, Any]]:
    own: set[str] = set()
    if folder is not None:
        if not folder.is_dir():
            faults.append(f"{folder}: there is no such folder; check the path")
            return {}
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
    tables = {}
    for name in FILES:
        place = folder if folder is not None and name in own else DATA
        tables[name] = _read(place / name, faults)
    return tables


def _read(path: Path, faults: list[str]) -> dict[str, Any]:
    """Read one TOML file, or add the reason why not to the faults."""
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        faults.append(f"{path.name}: cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        faults.append(
            f"{path.name}: byte {error.start} ({error.object[error.start]:#04x}) "
            "is not UTF-8; save the file as UTF-8"
        )
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{path.name}: not valid TOML: {_plain(str(error))}")
    else:
        known = _TABLES.get(path.name)
        if not tables:
            faults.append(f"{path.name}: the file is empty; fill it or delete it")
        for key, entries in tables.items():
            if known is not None and key not in known:
                faults.append(
                    f"{path.name}: table {key!r} is unknown; "
                    f"use {' or '.join(f'[[{name}]]' for name in sorted(known))}"
                )
            elif known is not None and not _is_list_of_tables(entries):
                faults.append(
                    f"{path.name}: {key!r} is {_short(entries)}; write [[{key}]] "
                    "with two brackets before each entry"
                )
        return tables
    return {}


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
        records[name] = record
    return records


def _groups(tables: Mapping[str, Any], faults: list[str]) -> dict[str, GroupType]:
    groups: dict[str, GroupType] = {}
    for number, entry in enumerate(tables.get("group", []), start=1):
        name = entry.get("id", "no id")
        where = f"groups.toml, group {number} ({name})"
        inner: dict[str, list[Any]] = {}
        for part, kind in (("statement", Statement), ("figure", Figure)):
            extra = {"group": name} if part == "statement" else {}
            inner[part] = _parts(where, part, entry, kind, extra, faults)
        outer = {k: v for k, v in entry.items() if k not in inner}
        group = _record(where, outer, GroupType, faults)
        if group is None:
            continue
        if not _COLOUR.fullmatch(group.colour):
            faults.append(
                f"{where}: colour is {group.colour!r}; write it like '#0072B2'"
            )
        if group.id in groups:
            faults.append(f"{where}: the id is taken already; choose another")
        groups[group.id] = msgspec.structs.replace(
            group, statements=tuple(inner["statement"]), figures=tuple(inner["figure"])
        )
    return groups


def _parts(
    where: str,
    part: str,
    entry: Mapping[str, Any],
    kind: type[R],
    extra: Mapping[str, Any],
    faults: list[str],
) -> list[R]:
    """Turn the tables inside one entry into records."""
    parts = entry.get(part, [])
    if not _is_list_of_tables(parts):
        faults.append(f"{where}: {part!r} is {_short(parts)}; write a table for each")
        return []
    records = []
    for number, inside in enumerate(parts, start=1):
        place = f"{where}, {part} {number} ({inside.get('id', _aspect(inside))})"
        record = _record(place, {**inside, **extra}, kind, faults)
        if record is not None:
            records.append(record)
    return records


def _aspect(inside: Mapping[str, Any]) -> str:
    return str(inside.get("aspect", "no id"))


def _statements(
    tables: Mapping[str, Any], groups: Mapping[str, GroupType], faults: list[str]
) -> dict[str, Statement]:
    """Return all statements by id: the general ones, then type by type."""
    files = {"groups.toml": tables}
    statements = _by_id("groups.toml", "statement", files, Statement, faults)
    for group in groups.values():
        for statement in group.statements:
            if statement.id in statements:
                faults.append(
                    f"groups.toml, group {group.id}, statement {statement.id}: "
                    "the id is taken already; choose another"
                )
            statements[statement.id] = statement
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
        ratings[record.group, record.criterion] = record
    return ratings


def _strings(tables: Mapping[str, Any], faults: list[str]) -> dict[str, Text]:
    strings: dict[str, Text] = {}
    for section, entries in tables.items():
        if not isinstance(entries, dict):
            faults.append(
                f"strings.toml: {section!r} is {_short(entries)}; "
                f"write a table [{section}]"
            )
            continue
        for name, entry in entries.items():
            where = f"strings.toml, {section}.{name}"
            if not isinstance(entry, dict):
                faults.append(
                    f"{where}: is {_short(entry)}; write {{ en = ..., de = ... }}"
                )
                continue
            text = _record(where, entry, Text, faults)
            if text is not None:
                strings[f"{section}.{name}"] = text
                faults.extend(_placeholder_faults(where, text))
    return strings


def _placeholder_faults(where: str, text: Text) -> Iterator[str]:
    try:
        english, german = (placeholders(text[lang]) for lang in model.LANGS)
    except ValueError as error:
        yield f"{where}: a brace is open or stray ({error}); write {{name}} or {{{{"
        return
    if english != german:
        yield (
            f"{where}: the English text fills in {sorted(english)}, "
            f"the German {sorted(german)}; use the same names in both"
        )


def _missing_strings(course: Course) -> Iterator[str]:
    """Yield a fault for every phrase that the course needs and lacks."""
    for section, entries in _read(DATA / "strings.toml", []).items():
        for name in entries:
            if f"{section}.{name}" not in course.strings:
                yield f"strings.toml: {section}.{name} is missing; add it"


def placeholders(text: str) -> set[str]:
    """Return the names between braces in a phrase.

    Raises:
        ValueError: If a brace is not closed.
    """
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _record(
    where: str, entry: Mapping[str, Any], kind: type[R], faults: list[str]
) -> R | None:
    """Turn one table into a record, or add the reason why not to the faults."""
    try:
        return msgspec.convert(entry, kind)
    except msgspec.ValidationError as error:
        faults.append(f"{where}: {_explain(str(error), entry)}")
        return None


def _explain(message: str, entry: Mapping[str, Any]) -> str:
    """Put a message of msgspec into the words of a content author."""
    problem, _, path = message.partition(" - at `$")
    place = path.rstrip("`").lstrip(".")
    head = f"{place}: " if place else ""
    if missing := re.search(r"missing required field `(\w+)`", problem):
        field_name = missing[1]
        if field_name in model.LANGS:
            beside = _at(entry, place)
            text = next(iter(beside.values()), "") if isinstance(beside, dict) else ""
            return f"{head}no {field_name!r} text beside {text!r}; add it"
        return f"{head}field {field_name!r} is missing; add it"
    if unknown := re.search(r"unknown field `(\w+)`", problem):
        return f"{head}field {unknown[1]!r} is unknown; correct its name or delete it"
    value = _short(_at(entry, place))
    if problem.startswith("Invalid enum value"):
        words = get_args(_WORDS[re.sub(r"\[.*", "", place).rsplit(".", 1)[-1]])
        return f"{place} is {value}; use one of {', '.join(words)}"
    if problem.startswith("Expected"):
        wanted = _plain(problem.removeprefix("Expected ").partition(", got")[0])
        return f"{place} is {value}; it must be {_TYPES.get(wanted, wanted)}"
    return f"{head}{_plain(problem)}"


def _at(entry: object, place: str) -> object:
    """Return what stands at a path such as `text.de` or `also[0]`."""
    for step in re.findall(r"\w+", re.sub(r"\[\.\.\.\]", "", place)):
        if isinstance(entry, dict):
            entry = entry.get(step)
        elif isinstance(entry, list) and step.isdigit() and int(step) < len(entry):
            entry = entry[int(step)]
    return entry


def _plain(text: str) -> str:
    text = text.replace("`", "").strip()
    return text[:1].lower() + text[1:]


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
