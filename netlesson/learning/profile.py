"""The questions about a business, as they follow from the record `Profile`.

A field that is added to the record is asked for, kept, read and written with the
others; its words are the phrases `profile.<field>`. The needs alone have questions of
their own: which, which next, and which after that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from ..content import Country, Course, Profile, is_amount
from ..language import HOURS, MONEY, Amount

# Without a profile nothing is excluded, and no country or market is assumed.
UNKNOWN = Profile(
    country="other",
    market="regional",
    customers="both",
    money=MONEY.most,
    hours=HOURS.most,
    fixed_slot=True,
    seat_taken=False,
    needs=(),
)
NEEDS = ("need_1", "need_2", "need_3")
YES_NO = {"yes": True, "no": False}
_AMOUNTS = {"money": MONEY, "hours": HOURS}


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a business: some words to choose from, or an amount.

    Attributes:
        words: What the record holds, by the word that is chosen.
        amount: What may be typed, if it is an amount.
        required: Whether there is no profile before it is answered.
    """

    words: Mapping[str, Any]
    amount: Amount | None
    required: bool

    def read(self, answer: Any) -> Any:
        """Return what the record holds for an answer; None while it is open."""
        if self.amount:
            return float(answer) if is_amount(answer) else None
        return self.words.get(answer) if isinstance(answer, str) else None

    def write(self, held: Any) -> Any:
        """Return the answer that `read` takes back."""
        if self.amount:
            return float(held)
        return next(word for word, means in self.words.items() if means == held)


def questions() -> dict[str, Question]:
    """Return the questions by field of the record, in its order.

    Raises:
        TypeError: If a field has a type that nobody can be asked for.
    """
    return _questions(Profile)


@cache
def _questions(record: type[Profile]) -> dict[str, Question]:
    kinds = get_type_hints(record)
    return {
        name: _question(name, kinds[name], name not in record.WHEN_OPEN)
        for name in record.__struct_fields__
        if name != "needs"
    }


def _question(name: str, kind: Any, required: bool) -> Question:
    if kind is float:
        amount = replace(_AMOUNTS.get(name, Amount(MONEY.most)), needed=True)
        return Question({}, amount, required)
    if kind is bool:
        return Question(YES_NO, None, required)
    if get_origin(kind) is Literal:
        return Question({word: word for word in get_args(kind)}, None, required)
    raise TypeError(
        f"profile field {name!r} is {kind}; make it words, an amount or yes and no"
    )


def profile_entries() -> dict[str, Amount]:
    """Return the amounts that are typed, by field."""
    return {name: each.amount for name, each in questions().items() if each.amount}


def open_questions(typed: Mapping[str, Any]) -> list[str]:
    """Name the fields of which a profile still lacks a usable answer."""
    return [
        name
        for name, each in questions().items()
        if each.required and each.read(typed.get(name)) is None
    ]


def country_of(typed: Mapping[str, Any]) -> Country:
    """Return the country that is answered, or that of nobody while it is open."""
    country: Country | None = questions()["country"].read(typed.get("country"))
    return country or UNKNOWN.country


def read_profile(typed: Mapping[str, Any], course: Course) -> Profile | None:
    """Make a profile of the answers, or None while one is missing or unusable."""
    if open_questions(typed):
        return None
    held = {name: each.read(typed.get(name)) for name, each in questions().items()}
    rated = [name for name, c in course.criteria.items() if c.scale == "rated"]
    needs = [each for name in NEEDS if (each := typed.get(name)) in rated]
    given = {name: each for name, each in held.items() if each is not None}
    return Profile(
        **{**Profile.WHEN_OPEN, **given, "needs": tuple(dict.fromkeys(needs))}
    )


def write_profile(profile: Profile) -> dict[str, Any]:
    """Return the answers that make a profile; `read_profile` takes them back."""
    held = {
        name: each.write(getattr(profile, name)) for name, each in questions().items()
    }
    return held | dict(zip(NEEDS, profile.needs, strict=False))
