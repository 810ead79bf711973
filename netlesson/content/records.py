"""What all records are made of: prose in every language, and checks of plain values."""

import math
import re
from collections.abc import Iterable
from numbers import Real
from typing import Literal

import msgspec

from .sentences import Said, phrases, quoted, short

Lang = Literal["en", "de"]

# The languages of the course, each with its name in English. One more needs words in
# every text, and a record in netlesson/language/languages.py.
LANGS: dict[Lang, str] = {"en": "English", "de": "German"}


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every record has in common: frozen, by name only, no unknown field."""


_SHARED: dict[tuple[str, ...], tuple[str, ...]] = {}


class Text:
    """One piece of prose by language: made with `Text(en=..., de=...)`, never changed.

    A text of a content file has words in every language of the course.
    """

    __slots__ = ("_langs", "_words")  # a dict each would take a learner's kernel 0.5 MB

    def __init__(self, **words: str) -> None:
        if not words:
            raise ValueError("a text has no words; give them by language")
        for lang, said in words.items():
            if not said.strip():
                other = next(filter(None, map(str.strip, words.values())), "")
                beside = {"lang": quoted(lang), "other": quoted(other)}
                raise ValueError(Said("faults.empty_text", **beside))
        self._langs = _SHARED.setdefault(tuple(words), tuple(words))
        self._words = tuple(words.values())

    @classmethod
    def same(cls, words: str) -> "Text":
        """Return a text that is the same in every language, as what a learner typed."""
        return cls(**dict.fromkeys(LANGS, words))

    @property
    def first(self) -> str:
        """The words in the first language, for what is said to authors."""
        return self._words[0]

    def __getitem__(self, lang: Lang) -> str:
        try:
            return self._words[self._langs.index(lang)]
        except ValueError:
            raise ValueError(
                f"the text {self.first!r} has no words in {lang!r}; "
                f"ask for one of {', '.join(self._langs)}"
            ) from None

    def by_lang(self) -> dict[str, str]:
        """Return the words by language."""
        return dict(zip(self._langs, self._words, strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.by_lang() == other.by_lang()

    def __hash__(self) -> int:
        return hash(frozenset(self.by_lang().items()))

    def __repr__(self) -> str:
        return f"Text({', '.join(f'{k}={v!r}' for k, v in self.by_lang().items())})"


class Reference(Text):
    """A text that a content file may give as one string for every language."""

    __slots__ = ()


def check_lang(lang: object) -> None:
    """Refuse a language that the course does not have.

    Raises:
        ValueError: If it is none of `LANGS`.
    """
    if lang not in LANGS:
        raise ValueError(f"language {lang!r} is unknown; use one of {list(LANGS)}")


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


def language(lang: Lang) -> Said | str:
    """Return the name of a language, in English as long as no phrase names it."""
    key = f"faults.language_{lang}"
    return Said(key) if key in phrases() else LANGS[lang]


def one_of(name: str, given: object, words: Iterable[str]) -> Said:
    """Say that a word is not among those that have a meaning."""
    return Said("faults.one_of", name=name, value=short(given), words=tuple(words))


def check_word(name: str, given: object, words: tuple[str, ...]) -> None:
    """Refuse a word that is not among those that have a meaning.

    Raises:
        ValueError: If it is none of them.
    """
    if given not in words:
        raise ValueError(one_of(name, given, words))


def check_colour(colour: str) -> None:
    """Refuse a colour that is not written as six hexadecimal digits.

    Raises:
        ValueError: If it is written in another way.
    """
    if not re.fullmatch("#[0-9A-Fa-f]{6}", colour):
        raise ValueError(Said("faults.colour", value=quoted(colour)))


def check_range(low: float, value: float, high: float) -> None:
    """Refuse a range that does not hold its own value.

    Raises:
        ValueError: If a number is not finite or low <= value <= high fails.
    """
    given = tuple(f"{number:g}" for number in (low, value, high))
    if not all(map(math.isfinite, (low, value, high))):
        raise ValueError(Said("faults.range_not_finite", given=given))
    if not low <= value <= high:
        raise ValueError(Said("faults.range_order", given=given))
