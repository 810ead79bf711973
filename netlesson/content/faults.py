"""Puts what msgspec finds wrong with an entry into the words of an author."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

import msgspec

from .records import LANGS, Record, Reference, Text, language, one_of
from .sentences import Said, joined, must_be, quoted, said_by, short

_TYPES = {
    "str": "faults.a_text",
    "bool": "faults.a_flag",
    "int": "faults.a_whole_number",
    "float": "faults.a_number",
    "array": "faults.a_list",
    "array of length 2": "faults.a_pair",
    "object": "faults.a_table",
}

_LANGUAGE = re.compile("[a-z]{2}(-[A-Za-z]+)?")


def read_text(kind: type, table: object) -> Text:
    """Make a text of a table; msgspec calls this wherever a record holds a text.

    Raises:
        ValueError: If it is no table, or has not exactly the course's languages.
    """
    if kind is Reference and isinstance(table, str):
        table = dict.fromkeys(LANGS, table)
    if not isinstance(table, dict):
        raise ValueError("Expected `object`")
    for name, words in table.items():
        if name not in LANGS:
            raise ValueError(_about_unknown(name, table))
        if not isinstance(words, str):
            raise ValueError(must_be(name, words, "faults.a_text"))
    for lang in LANGS:
        if lang not in table:
            beside = quoted(next(iter(table.values()), ""))
            raise ValueError(Said("faults.no_text", lang=quoted(lang), other=beside))
    return Reference(**table) if kind is Reference else Text(**table)


def text_faults(entry: object, place: str = "") -> Iterator[Said]:
    """Yield what is wrong with each text in an entry, wherever it stands."""
    if isinstance(entry, list):
        for number, each in enumerate(entry):
            yield from text_faults(each, f"{place}[{number}]")
    elif _has_words(entry):
        try:
            read_text(Text, entry)
        except ValueError as error:
            if (fault := said_by(error)) is not None:
                yield fault.within(place)
    elif isinstance(entry, dict):
        for name, each in entry.items():
            yield from text_faults(each, f"{place}.{name}".lstrip("."))


def _has_words(entry: object) -> bool:
    return isinstance(entry, dict) and not entry.keys().isdisjoint(LANGS)


def explain(error: Exception, entry: Mapping[str, Any], record: type) -> Said:
    """Put what msgspec refuses into the words of a content author."""
    problem, _, path = str(error).partition(" - at `$")
    place = path.rstrip("`").lstrip(".")
    if "[...]" in place:  # msgspec does not say which entry of a table it means
        inside = entry[place.partition("[...]")[0]]
        # What has words in a language of ours was tried by `text_faults`.
        key = next(k for k, text in inside.items() if not _has_words(text))
        place = place.replace("[...]", f".{key}", 1)
    if (ours := said_by(error.__cause__)) is not None:
        return ours.at(place)
    if missing := re.search(r"missing required field `(\w+)`", problem):
        return Said("faults.missing", name=quoted(missing[1])).within(place)
    if unknown := re.search(r"unknown field `(\w+)`", problem):
        return unknown_field(unknown[1]).within(place)
    value = _at(entry, place)
    if problem.startswith("Invalid enum value"):
        return one_of(place, value, _words(record, re.findall("[a-z_]+", place)))
    wanted = problem.removeprefix("Expected ").partition(", got")[0].replace("`", "")
    if kind := _TYPES.get(wanted.removesuffix(" | null")):
        return must_be(place, value, kind)
    if problem == "Number out of range":
        return Said("faults.smaller", field=place, value=short(value))
    return Said("faults.unfit", detail=plain(problem)).within(place)


def unknown_field(name: str) -> Said:
    """Say that a field has no meaning; `extend` has one, before the first table."""
    key = "faults.extend_low" if name == "extend" else "faults.unknown"
    return Said(key, name=quoted(name))


def _about_unknown(name: str, beside: Mapping[str, Any]) -> Said:
    if not all(map(_LANGUAGE.fullmatch, beside)):
        return unknown_field(name)
    nth = {2: "faults.third", 3: "faults.fourth"}.get(len(LANGS), "faults.further")
    others = joined("faults.both", map(language, LANGS))
    given = {"lang": quoted(name), "code": name, "nth": Said(nth), "others": others}
    return Said("faults.new_language", **given)


def _words(hint: Any, path: list[str]) -> tuple[str, ...]:
    """Return the words that may stand at the end of a path through records."""
    if get_origin(hint) is Literal:
        return get_args(hint)
    if path and isinstance(hint, type) and issubclass(hint, Record):
        inside = {f.encode_name: f.type for f in msgspec.structs.fields(hint)}
        return _words(inside[path[0]], path[1:])
    return next(filter(None, (_words(each, path) for each in get_args(hint))), ())


def _at(entry: object, place: str) -> object:
    """Return what stands at a path such as `text.de` or `also[0]`."""
    for step in re.findall(r"\w+", place):
        if isinstance(entry, dict):
            entry = entry.get(step)
        elif isinstance(entry, list) and step.isdigit() and int(step) < len(entry):
            entry = entry[int(step)]
    return entry


def plain(text: str) -> str:
    """Strip the code marks of a library's message and its capital letter."""
    text = text.replace("`", "").strip()
    return text[:1].lower() + text[1:]
