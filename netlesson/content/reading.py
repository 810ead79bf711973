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
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from .currencies import local
from .faults import explain, plain, read_text, text_faults, unknown_field
from .model import Course
from .records import Lang, Record, Text
from .rules import coverage_faults, faults_between, phrase_faults
from .sentences import DATA, Said, joined, quoted, short
from .tables import FILES as FILES, KEPT, LAID_OVER, PHRASES, TABLES, Table, shown

Entries = Mapping[str, Any]
Files = dict[str, dict[str, Any]]
R = TypeVar("R", bound=Record | Text)

# At the top of a file of one's own: add to the course's file, do not replace it.
_EXTEND = "extend"
# What the code asks for by name, so that an author may change it but not leave it out.
USUAL = ("strings", "tasks", "hints")
_ID = re.compile(r"[\w.-]+")


class ContentError(ValueError):
    """Content files are wrong; `faults` says where, and what to change."""

    def __init__(self, found: Iterable[Said]) -> None:
        self.found = tuple(found)
        self.faults = tuple(map(str, self.found))
        super().__init__("\n".join(self.faults))

    def said(self, lang: Lang) -> list[str]:
        """Return the faults in a language."""
        return [each.said(lang) for each in self.found]


def load_course(folder: Path | str | None = None) -> Course:
    """Read and check all content.

    Args:
        folder: A folder with content files of one's own. Each replaces the
            course's file of the same name; what is missing comes from the course.
            Entries of a file that says `extend = true` are added to the course's,
            and stand in place of those with the same id. What `strings.toml`
            and `exercises.toml` lack always comes from the course.
            Only the course itself must have questions about every bullet; a file
            `items.toml` that says `item = []` leaves all of them out, as one
            `steps.toml` with `step = []` does with what to do next.

    Raises:
        ContentError: If anything is wrong; `faults` names all that was found.
    """
    faults: list[Said] = []
    under, tables = _read_all(None if folder is None else Path(folder), faults)
    unread = bool(faults)
    beneath: dict[str, dict[Any, Any]] = {
        table.place: _by_key(table, under[table.file], faults) for table in TABLES
    }
    found: dict[str, Any] = {
        table.place: beneath[table.place] | _by_key(table, tables[table.file], faults)
        for table in TABLES
    }
    _gather_statements(found, faults)
    if folder is not None and not (Path(folder) / "steps.toml").exists():
        # About a type that is left out, the course has nothing to say.
        about = {None, *found["groups"]}
        found["steps"] = {k: s for k, s in found["steps"].items() if s.group in about}
    beneath["strings"] = _strings(under[PHRASES], faults)
    found["strings"] = beneath["strings"] | _strings(tables[PHRASES], faults)
    course = Course(**found)
    if not unread:
        lost = _lost(tables, course)
        between = [*faults_between(course, {k: beneath[k] or found[k] for k in USUAL})]
        between += () if folder else coverage_faults(course)
        faults += [
            each for each in between if not any(name in str(each) for name in lost)
        ]
    if faults:
        raise ContentError(faults)
    return local(course, "other")


def course_in_use(folder: Path | str | None = None) -> Course:
    """Read the content of a folder, of the one NETLESSON_CONTENT names, or our own.

    Raises:
        ContentError: As `load_course`.
    """
    return load_course(folder or os.environ.get("NETLESSON_CONTENT") or None)


def _read_all(folder: Path | None, faults: list[Said]) -> tuple[Files, Files]:
    """Read the tables of all files, and those of the course beneath what extends it."""
    own: set[str] = set()
    if folder is not None:
        if not folder.is_dir():
            raise ContentError([Said("faults.no_folder").at(str(folder))])
        own = {path.name for path in folder.glob("*.toml")}
        for name in sorted(own - set(FILES)):
            faults.append(Said("faults.strange_file", files=FILES).at(name))
        if not own:
            faults.append(Said("faults.no_file", files=FILES).at(str(folder)))
    under: Files = {}
    tables: Files = {}
    for name in FILES:
        place = folder if folder is not None and name in own else DATA
        tables[name] = _read(place / name, faults)
        extends = tables[name].pop(_EXTEND, None) is True
        extends = extends or (place != DATA and name in LAID_OVER)
        kept = () if place == DATA or extends else KEPT.get(name, ())
        usual = _read(DATA / name, faults) if extends or kept else {}
        under[name] = {key: usual[key] for key in kept} if kept else usual
    return under, tables


def _read(path: Path, faults: list[Said]) -> dict[str, Any]:
    """Read the tables of one TOML file; add what is wrong with it to the faults."""
    tables: dict[str, Any] = {}
    found: list[Said] = []
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        found.append(Said("faults.unreadable", detail=_detail(str(error.strerror))))
    except UnicodeDecodeError as error:
        byte = f"{error.object[error.start]:#04x}"
        found.append(Said("faults.not_utf8", n=error.start, byte=byte))
    except (ValueError, RecursionError) as error:  # too long a number, too deep a list
        found.append(Said("faults.not_toml", detail=_detail(plain(str(error)))))
    else:
        if not tables:
            found.append(Said("faults.empty_file"))
    if _EXTEND in tables:
        if tables[_EXTEND] is not True:
            found.append(Said("faults.extend", value=short(tables[_EXTEND])))
        elif len(tables) == 1:
            found.append(Said("faults.extend_nothing"))
    known = [table.name for table in TABLES if table.file == path.name]
    for key in [key for key in tables if known and key != _EXTEND]:
        if key not in known:
            names = joined("faults.either", [f"[[{name}]]" for name in sorted(known)])
            found.append(Said("faults.unknown_table", key=quoted(key), names=names))
        elif not _is_list_of_tables(tables[key]):
            value = {"value": short(tables.pop(key)), "name": key}
            found.append(Said("faults.two_brackets", key=quoted(key), **value))
    faults += [each.at(path.name) for each in found]
    return tables


def _detail(message: str) -> Said:
    return Said("faults.detail", detail=message)


def _is_list_of_tables(entries: object) -> bool:
    return isinstance(entries, list) and all(isinstance(e, dict) for e in entries)


def _by_key(table: Table, tables: Entries, faults: list[Said]) -> dict[Any, Record]:
    """Turn the entries of one table into records by key."""
    found: dict[Any, Record] = {}
    key_of = attrgetter(*table.keys)
    for where, record in _records(table.file, table, tables, faults):
        if key_of(record) in found:
            one_key = len(table.keys) == 1
            taken = Said(
                "faults.taken" if one_key else "faults.cell_taken", key=table.keys[0]
            )
            faults.append(taken.at(where))
        found.setdefault(key_of(record), record)
    return found


def _records(
    place: str | Said, table: Table, tables: Entries, faults: list[Said]
) -> Iterator[tuple[Said, Record]]:
    """Yield the records of a table, each with its place; name what is wrong."""
    for number, entry in enumerate(tables.get(table.name, []), start=1):
        at = {"place": place, "table": table.name, "number": number}
        where = Said("faults.entry", **at, label=table.label(entry))
        given = dict(entry)
        for part in table.parts:
            inside = given.pop(part.name, [])
            if not _is_list_of_tables(inside):
                said = {"name": quoted(part.name), "value": short(inside)}
                faults.append(Said("faults.no_tables", **said).at(where))
                inside = []
            found = _records(where, part, {part.name: inside}, faults)
            given[part.place] = [record for _, record in found]
        for name in (*(part.place for part in table.parts), *table.ours):
            if name in entry:
                faults.append(unknown_field(name).at(where))
        if (record := _convert(where, given, table.kind, faults)) is not None:
            yield where, record


def _convert(
    where: str | Said, entry: Entries, kind: type[R], faults: list[Said]
) -> R | None:
    """Turn one table into a record, or add the reason why not to the faults."""
    try:
        record = msgspec.convert(entry, kind, dec_hook=read_text)
    except msgspec.ValidationError as error:
        found = list(text_faults(entry)) or [explain(error, entry, kind)]
        faults.extend(each.at(where) for each in found)
        return None
    name = getattr(record, "id", "-")
    if not _ID.fullmatch(name):
        faults.append(Said("faults.id", value=quoted(name)).at(where))
    return record


def _gather_statements(found: Mapping[str, dict[Any, Any]], faults: list[Said]) -> None:
    """Put those that stand inside the types after the general ones."""
    statements = found["statements"]
    for group in found["groups"].values():
        for statement in group.statements:
            if statement.id in statements:
                where = f"groups.toml, group {group.id}, statement {statement.id}"
                faults.append(Said("faults.taken", key="id").at(where))
            statements.setdefault(statement.id, statement)


def _strings(tables: Entries, faults: list[Said]) -> dict[str, Text]:
    strings: dict[str, Text] = {}
    for section, entries in tables.items():
        if not isinstance(entries, dict):
            given = {"key": quoted(section), "value": short(entries), "name": section}
            faults.append(Said("faults.no_section", **given).at(PHRASES))
            continue
        for name, entry in entries.items():
            where = f"strings.toml, {section}.{name}"
            if not isinstance(entry, dict):
                faults.append(Said("faults.no_phrase", value=short(entry)).at(where))
                continue
            text = _convert(where, entry, Text, faults)
            if text is not None:
                unclear = list(phrase_faults(where, text))
                faults.extend(unclear)
                if not unclear:
                    strings[f"{section}.{name}"] = text
    return strings


def _lost(tables: Entries, course: Course) -> set[str]:
    """Name what was written but could not be read.

    What is wrong with it is said already. A sentence with its name in it would only
    say what follows from that: that it is missing where others name it.
    """
    written = [
        (table, entry)
        for table in TABLES
        for entry in tables[table.file].get(table.name, [])
    ]
    written += [
        (part, inside)
        for table, entry in written
        for part in table.parts
        if part in TABLES and _is_list_of_tables(entry.get(part.name))
        for inside in entry[part.name]
    ]
    lost = {
        f"{section}.{name}"
        for section, entries in tables[PHRASES].items()
        for name in (entries if isinstance(entries, dict) else ())
    } - course.strings.keys()
    for table, entry in written:
        names = tuple(entry.get(key) for key in table.keys)
        key = names if len(names) > 1 else names[0]
        if not all(isinstance(name, str) for name in names):
            # Others may mean this very entry by any name that they do not find. The
            # empty name is in every sentence, so all of them wait until it has one.
            lost.add("")
        elif key not in getattr(course, table.place):
            lost.add(shown(key))
        else:
            continue
        if table.place in ("statements", "ratings"):
            # Its bullet may seem to be there no more, or evidence for nothing, and
            # what cannot be read does not say which bullet that is.
            lost.add("bullet")
        elif table.place == "steps":
            lost.add("no step for")
    return lost
