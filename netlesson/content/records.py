"""What all records are made of: prose in every language, and checks of plain values."""

import math
import re
from numbers import Real
from typing import Literal, get_args

import msgspec

Lang = Literal["en", "de"]

LANGS: tuple[Lang, ...] = get_args(Lang)


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every record has in common: frozen, by name only, no unknown field."""


class Text(Record, frozen=True):
    """One piece of prose in every course language; none may be missing."""

    en: str
    de: str

    def __post_init__(self) -> None:
        for lang in LANGS:
            if not self[lang].strip():
                other = self.en.strip() or self.de.strip()
                raise ValueError(f"the {lang!r} text beside {other!r} is empty; add it")

    def __getitem__(self, lang: Lang) -> str:
        return self.en if lang == "en" else self.de


def is_number(given: object) -> bool:
    """Tell whether something is a finite number; `True` is none."""
    if isinstance(given, bool) or not isinstance(given, Real):
        return False
    try:
        return math.isfinite(given)
    except OverflowError:  # a whole number too long for a float
        return False


def is_amount(given: object) -> bool:
    """Tell whether something is a finite number of 0 or more."""
    return isinstance(given, Real) and is_number(given) and float(given) >= 0


def check_word(name: str, given: object, words: tuple[str, ...]) -> None:
    """Refuse a word that is not among those that have a meaning.

    Raises:
        ValueError: If it is none of them.
    """
    if given not in words:
        raise ValueError(f"{name} is {given!r}; use one of {', '.join(words)}")


def check_colour(colour: str) -> None:
    """Refuse a colour that is not written as six hexadecimal digits.

    Raises:
        ValueError: If it is written in another way.
    """
    if not re.fullmatch("#[0-9A-Fa-f]{6}", colour):
        raise ValueError(f"colour is {colour!r}; write it like '#0072B2'")


def check_range(low: float, value: float, high: float) -> None:
    """Refuse a range that does not hold its own value.

    Raises:
        ValueError: If a number is not finite or low <= value <= high fails.
    """
    if not all(map(math.isfinite, (low, value, high))):
        raise ValueError(
            f"low, value, high are {low:g}, {value:g}, {high:g}; "
            "they must be finite numbers"
        )
    if not low <= value <= high:
        raise ValueError(
            f"low, value, high are {low:g}, {value:g}, {high:g}; "
            "low must not be above value, nor value above high"
        )
