"""The course in the currency of a country, so that no two are ever compared.

Rates are rounded and dated: what is converted is an order of magnitude, two digits of
it, and an estimate of ours whatever it rested on before.
"""

import math
from dataclasses import replace
from typing import TypeVar

import msgspec

from .model import Country, Course, Currency, Rating, Variant
from .records import LANGS, Text

Cell = TypeVar("Cell", Rating, Variant)

EURO = "EUR"
MONEY = "money"
"""The criterion that is in a currency."""


def converted(course: Course, amount: float, have: str, want: str) -> float:
    """Return an amount in another currency, rounded to two digits.

    Args:
        course: Its currencies; one that it does not have counts as euros.
        amount: How much, in `have`.
        have: The id of a currency.
        want: The id of the wanted one; if it is the same, nothing is rounded.
    """
    table = course.currencies
    one, other = (table.get(each, table[EURO]) for each in (have, want))
    if one == other or not amount:
        return amount
    exact = amount * one.rate / other.rate * (1 + 1e-9)  # a half is rounded up
    return float(round(exact, 1 - math.floor(math.log10(exact))))


def money_cell(
    course: Course, cell: tuple[float, float, float], have: str, want: str
) -> tuple[tuple[float, float, float], bool]:
    """Return value, low and high of a rating in another currency.

    Returns:
        The three, and whether they are converted and so an estimate.
    """
    value, low, high = (converted(course, each, have, want) for each in cell)
    return (value, low, high), (value, low, high) != cell


def local(course: Course, country: Country) -> Course:
    """Return the course as it is in a country: scale and prices in its currency."""
    base = course.base or course
    if country not in base.versions:
        base.versions[country] = _local(base, country)
    return base.versions[country]


def _local(base: Course, country: Country) -> Course:
    old, new = (base.currencies[base.currency_of(c)] for c in (base.country, country))
    criteria, ratings = dict(base.criteria), dict(base.ratings)
    if (money := criteria.get(MONEY)) is not None:
        criteria[MONEY] = msgspec.structs.replace(
            money,
            jump=_filled(money.jump, new),
            unit=money.unit and _filled(money.unit, new),
            points=tuple((raw * new.most / old.most, y) for raw, y in money.points),
        )
    for key, rating in ratings.items():
        if rating.criterion == MONEY:
            variants = tuple(_priced(each, base, new) for each in rating.variants)
            ratings[key] = msgspec.structs.replace(
                _priced(rating, base, new), variants=variants
            )
    found = replace(base, country=country, criteria=criteria, ratings=ratings)
    object.__setattr__(found, "base", base)
    return found


def _filled(text: Text, new: Currency) -> Text:
    return Text(
        **{
            lang: text[lang]
            .replace("{most}", new.scale[lang])
            .replace("{currency}", new.sign[lang])
            for lang in LANGS
        }
    )


def _priced(cell: Cell, course: Course, new: Currency) -> Cell:
    """Return a rating in a currency; one that is converted says so."""
    three, said = (cell.value, cell.low, cell.high), course.strings["currency.cell"]
    (value, low, high), estimate = money_cell(course, three, cell.currency, new.id)
    changes = {"value": value, "low": low, "high": high, "currency": new.id}
    if estimate:
        name = course.currencies[cell.currency].name
        words = {
            lang: said[lang].format(currency=name[lang], year=new.year)
            for lang in LANGS
        }
        reason = {lang: f"{cell.reason[lang]} {words[lang]}" for lang in LANGS}
        changes |= {"basis": "estimate", "reason": Text(**reason)}
    return msgspec.structs.replace(cell, **changes)
