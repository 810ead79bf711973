"""What is typed into fields: read in the learner's notation, kept, and shown again.

An entry that is no use is refused with a sentence, and the last usable one stays in
force until it is mended.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from ..content import Course, Lang, is_number
from .wording import (
    DateError,
    NumberError,
    date_short,
    number,
    parse_date,
    parse_number,
    without_sign,
)

_HOURS = re.compile(r"(?<=\d)\s*(?:h|hrs?|hours?|Std|Stunden?)\.?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount from 0 to `most`; more is a slip of the keyboard, not an answer.

    Attributes:
        most: The most that is taken.
        whole: Whether it counts something.
        needed: Whether a field may not be emptied any more once it was filled.
        hours: Whether it is in hours.
        money: Whether it is in the currency of the course.
    """

    most: float
    whole: bool = False
    needed: bool = False
    hours: bool = False
    money: bool = False

    def read(self, text: str, course: Course, lang: Lang) -> float:
        """Read a typed amount.

        Raises:
            NumberError: If it is no number, off the range, not whole, or in another
                currency.
        """
        amount = parse_number(self._unsigned(text, course), lang)
        if amount < 0:
            raise NumberError("wording.too_small", text)
        if amount > self.most:
            raise NumberError("wording.too_large", text)
        if self.whole and not amount.is_integer():
            raise NumberError("plan.not_whole", text)
        return amount

    def _unsigned(self, text: str, course: Course) -> str:
        """Return what is typed without the unit that it has to be in."""
        text = _HOURS.sub("", text) if self.hours else text
        bare, sign = without_sign(text, course.currencies.values())
        if sign and not self.money:
            raise NumberError("wording.no_number", text)
        own = course.currencies[course.currency]
        if sign and sign not in map(str.casefold, own.symbols):
            other = "_other" if course.country == "other" else ""
            raise NumberError(f"wording.other_currency{other}", text.strip())
        return bare

    def write(self, kept: Any, lang: Lang) -> Any:
        """Return what is kept as the field shows it."""
        return number(kept, lang, 2) if is_number(kept) else kept

    def filling(self, course: Course, lang: Lang) -> dict[str, str]:
        """Return what the sentences of a refusal fill in."""
        return {
            "most": number(self.most, lang),
            "code": course.currency,
            "currency": course.currencies[course.currency].name[lang],
            "country": course.say(f"profile.country_{course.country}", lang),
        }


MONEY = Amount(1_000_000.0, money=True)
HOURS = Amount(744.0, hours=True)  # a month has no more
COUNT = Amount(100_000.0)


@dataclass(frozen=True, slots=True)
class Day:
    """A day from the `first` year to the `last`; kept as in ISO 8601."""

    first: int = 2020
    last: int = 2100
    needed: bool = False

    def read(self, text: str, _course: Course, lang: Lang) -> str:
        """Read a typed day.

        Raises:
            DateError: If it is none that exists, or too far off.
        """
        day = parse_date(text, lang)
        if not self.first <= day.year <= self.last:
            raise DateError("plan.far_off", text)
        return day.isoformat()

    def write(self, kept: Any, lang: Lang) -> Any:
        """Return what is kept as the field shows it."""
        day = day_of(kept)
        return kept if day is None else date_short(day, lang)

    def filling(self, _course: Course, lang: Lang) -> dict[str, str]:
        """Return what the sentences of a refusal fill in."""
        example = date_short(date(2027, 1, 31), lang)
        return {"example": example, "first": str(self.first), "last": str(self.last)}


Entry: TypeAlias = Amount | Day


def day_of(kept: Any) -> date | None:
    """Return the day that is kept, or None if there is none."""
    try:
        return date.fromisoformat(kept)
    except (TypeError, ValueError):
        return None


def take_entries(
    before: Mapping[str, Any],
    value: Mapping[str, Any],
    entries: Mapping[str, Entry],
    course: Course,
    lang: Lang,
    *,
    nothing: Any = "",
) -> tuple[dict[str, Any], dict[str, str]]:
    """Read what is typed.

    Args:
        before: What is kept so far.
        value: What stands in the form; what is no entry is kept as it is.
        entries: What may be typed, by field.
        course: Phrases, and the currency in which amounts are.
        lang: The language in which it is typed.
        nothing: What is kept of an empty field.

    Returns:
        What to keep, and a sentence for each field that is no use.
    """
    typed, errors = {**before, **value}, {}
    for name in entries.keys() & value.keys():
        entry, text, last = entries[name], str(value[name]), before.get(name, nothing)
        if not (text.strip() or (entry.needed and last != nothing)):
            typed[name] = nothing
            continue
        try:
            typed[name] = entry.read(text, course, lang)
        except (NumberError, DateError) as error:
            typed[name] = last
            filling = entry.filling(course, lang)
            errors[name] = course.say(error.key, lang, typed=error.typed, **filling)
    return typed, errors


def means(
    text: Any,
    kept: Any,
    entry: Entry | None,
    lang: Lang,
    course: Course,
    *,
    unread: bool = True,
) -> bool:
    """Tell whether what is typed means what is kept: 1200 need not become 1,200.

    What cannot be read is refused beside its field, and stays to be mended: `unread`.
    """
    if entry is None or not isinstance(text, str):
        return bool(text == kept)
    if not (text.strip() or entry.needed):
        return bool(kept == "")
    try:
        return bool(entry.read(text, course, lang) == kept)
    except (NumberError, DateError):
        return unread


def as_typed(
    kept: Mapping[str, Any], entries: Mapping[str, Entry], lang: Lang
) -> dict[str, Any]:
    """Return what is kept as the form shows it, in the reader's notation."""
    return {
        name: entries[name].write(each, lang) if name in entries else each
        for name, each in kept.items()
    }
