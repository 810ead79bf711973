"""What is said to authors about their content: phrases of the course, filled in.

A record is refused by `ValueError(Said(...))`. Its words are looked up only when
somebody reads them, so that `strings.toml` itself can be read with the same eyes.
"""

import string
import tomllib
from collections.abc import Iterable, Mapping
from copy import copy
from functools import cache, reduce
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def phrases() -> Mapping[str, Mapping[str, str]]:
    """Return the phrases of the course itself, whatever content is in use."""
    tables = tomllib.loads((DATA / "strings.toml").read_text(encoding="utf-8"))
    return {
        f"{section}.{name}": words
        for section, entries in tables.items()
        for name, words in entries.items()
    }


class _Filling(string.Formatter):
    """Fills in a phrase; of `{n:day|days}` the first word stands beside a 1."""

    def format_field(self, value: Any, form: str) -> str:
        one, bar, more = form.partition("|")
        if not bar:
            return str(super().format_field(value, form))
        return one if str(value).lstrip("+-\N{MINUS SIGN}") == "1" else more


def filled(phrase: str, /, **values: object) -> str:
    """Fill in the placeholders of a phrase, and choose between one and more.

    Raises:
        KeyError: If a placeholder has no value.
    """
    fill = _Filling().format if "|" in phrase else str.format
    return fill(phrase, **values)


class Said:
    """A sentence, or a part of one; `str()` says it in English.

    Attributes:
        key: A key of `strings.toml`.
        values: What to fill in. One that was made as this one is said in the same
            language, and a tuple is said with commas in between.
        places: Where this holds, from the file inwards.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = values
        self.places: tuple[object, ...] = ()

    def at(self, place: "str | Said") -> "Said":
        """Return the same, said of a place; without a name, the place is here."""
        found = copy(self)
        found.places = (place, *self.places) if place else self.places
        return found

    def within(self, path: str) -> "Said":
        """Return the same, said of a place inside a record: of a field in a field."""
        if "field" not in self.values or not path:
            return self.at(path)
        return Said(
            self.key, **self.values | {"field": f"{path}.{self.values['field']}"}
        )

    def said(self, lang: str) -> str:
        """Return the words in a language."""
        values = {name: _spoken(value, lang) for name, value in self.values.items()}
        places = [_spoken(place, lang) for place in self.places]
        return ": ".join([*places, filled(phrases()[self.key][lang], **values)])

    def __str__(self) -> str:
        return self.said("en")


def _spoken(value: object, lang: str) -> str:
    if isinstance(value, Said):
        return value.said(lang)
    if isinstance(value, tuple):
        return ", ".join(_spoken(each, lang) for each in value)
    return str(value)


def said_by(error: BaseException | None) -> Said | None:
    """Return what an error says, if it was made by us."""
    told = error.args[0] if isinstance(error, ValueError) and error.args else None
    return told if isinstance(told, Said) else None


def quoted(text: str) -> Said:
    """Put what an author wrote in quotation marks."""
    return Said("faults.quoted", text=repr(text)[1:-1])


def listed(names: Iterable[str]) -> Said:
    """Put each of some names in quotation marks."""
    all_of_them = tuple(map(quoted, names))
    return (
        Said("faults.list", names=all_of_them) if all_of_them else Said("faults.none")
    )


def short(value: object) -> "Said | str":
    """Show a value of any kind, the end of a long one left out."""
    if isinstance(value, str):
        return quoted(value if len(value) <= 58 else f"{value[:55]}...")
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


def must_be(field: str, value: object, wanted: str, **values: object) -> Said:
    """Say that a value is not what belongs in a field; `wanted` is a key."""
    given = {"field": field, "value": short(value), "wanted": Said(wanted, **values)}
    return Said("faults.must_be", **given)


def joined(key: str, parts: Iterable["str | Said"]) -> "str | Said":
    """Say some parts with a word between each two."""
    return reduce(lambda one, other: Said(key, one=one, other=other), parts)
