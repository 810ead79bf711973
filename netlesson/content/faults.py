"""Puts what msgspec finds wrong with an entry into the words of an author."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

import msgspec

from .records import LANGS, Record, Text

# Said of `extend`, which means something only before the first table of a file.
MISPLACED = "'extend' stands too low; write it on the first line of the file"
NEW_LANGUAGE = (
    "{0!r} is a {nth} language beside {others}; it would need every text "
    "of every content file, all notebooks in notebooks/{0}, and {0!r} in LANGS in "
    "netlesson/content/records.py; translate all of that, or delete {0!r} here"
)
UNKNOWN = "field {!r} is unknown; correct its name or delete it"
_TYPES = {
    "str": "text in quotes",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "array": "a list",
    "array of length 2": "a pair in brackets: [amount, value]",
    "object": "a table",
}

_LANGUAGE = re.compile("[a-z]{2}(-[A-Za-z]+)?")


def read_text(_kind: type, table: object) -> Text:
    """Make a text of a table; msgspec calls this wherever a record holds a text.

    Raises:
        ValueError: If it is no table, or has not exactly the course's languages.
    """
    if not isinstance(table, dict):
        raise ValueError("Expected `object`")
    for name, words in table.items():
        if name not in LANGS:
            raise ValueError(_about_unknown(name, table))
        if not isinstance(words, str):
            raise ValueError(f".{name} is {short(words)}; it must be text in quotes")
    for lang in LANGS:
        if lang not in table:
            beside = next(iter(table.values()), "")
            raise ValueError(f"no {lang!r} text beside {beside!r}; add it")
    return Text(**table)


def text_faults(entry: object, place: str = "") -> Iterator[str]:
    """Yield what is wrong with each text in an entry, wherever it stands."""
    if isinstance(entry, list):
        for number, each in enumerate(entry):
            yield from text_faults(each, f"{place}[{number}]")
    elif _has_words(entry):
        try:
            read_text(Text, entry)
        except ValueError as error:
            between = "" if str(error).startswith(".") else ": "
            yield f"{place}{between}{error}".lstrip(".: ")
    elif isinstance(entry, dict):
        for name, each in entry.items():
            yield from text_faults(each, f"{place}.{name}".lstrip("."))


def _has_words(entry: object) -> bool:
    return isinstance(entry, dict) and not entry.keys().isdisjoint(LANGS)


def explain(message: str, entry: Mapping[str, Any], record: type) -> str:
    """Put a message of msgspec into the words of a content author."""
    problem, _, path = message.partition(" - at `$")
    place = path.rstrip("`").lstrip(".")
    if "[...]" in place:  # msgspec does not say which entry of a table it means
        inside = entry[place.partition("[...]")[0]]
        # What has words in a language of ours was tried by `text_faults`.
        key = next(k for k, text in inside.items() if not _has_words(text))
        return explain(message.replace("[...]", f".{key}", 1), entry, record)
    head = f"{place}: " if place else ""
    if missing := re.search(r"missing required field `(\w+)`", problem):
        return f"{head}field {missing[1]!r} is missing; add it"
    if unknown := re.search(r"unknown field `(\w+)`", problem):
        misplaced = unknown[1] == "extend"
        return head + (MISPLACED if misplaced else UNKNOWN.format(unknown[1]))
    value = short(_at(entry, place))
    if problem.startswith("Invalid enum value"):
        words = _words(record, re.findall("[a-z_]+", place))
        return f"{place} is {value}; use one of {', '.join(words)}"
    if problem.startswith("Expected"):
        wanted = plain(problem.removeprefix("Expected ").partition(", got")[0])
        wanted = wanted.removesuffix(" | null")
        return f"{place} is {value}; it must be {_TYPES.get(wanted, wanted)}"
    if problem == "Number out of range":
        return f"{place} is {value}; use a smaller number"
    return f"{head}{plain(problem)}"


def _about_unknown(name: str, beside: Mapping[str, Any]) -> str:
    if not all(map(_LANGUAGE.fullmatch, beside)):
        return UNKNOWN.format(name)
    nth = {2: "third", 3: "fourth"}.get(len(LANGS), "further")
    return NEW_LANGUAGE.format(name, nth=nth, others=" and ".join(LANGS.values()))


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


def short(value: object) -> str:
    """Show a value, the middle of a long one left out."""
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
