"""The course of a country: in its currency, so that no two are ever compared.

Swiss readers of German find ss for ß, but not in titles of sources, nor in what anybody
typed.

Rates are rounded and dated: what is converted is an order of magnitude, two digits of
it, and an estimate of ours whatever it rested on before.
"""

import math
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar, get_args

import msgspec

from .model import Country, Course, Currency, Rating, Variant
from .records import LANGS, Record, Text
from .sentences import Said

Cell = TypeVar("Cell", Rating, Variant)

EURO = "EUR"
MONEY = "money"
"""The criterion that is in a currency."""


def currency_faults(course: Course) -> Iterator[Said]:
    """Yield which country has not one currency, and whether rates are in euros."""
    known = course.currencies.values()
    for country in get_args(Country) if known else ():
        found = [each.id for each in known if country in each.countries]
        if len(found) != 1:
            names = ", ".join(found) or "–"
            given = {"country": country, "found": names, "n": len(found)}
            yield Said("faults.one_currency", **given).at("currencies.toml")
    for each in known:
        if not (each.rate > 0 and each.most > 0):
            yield Said("faults.no_rate", id=each.id).at("currencies.toml")
    if [each.rate for each in known if each.id == EURO] != [1]:
        yield Said("faults.euro").at("currencies.toml")


def converted(course: Course, amount: float, have: str, want: str) -> float:
    """Return an amount in another currency, rounded to two digits.

    Within one currency nothing is rounded; an id that the course lacks means euros.
    """
    table = course.currencies
    one, other = (table.get(each, table[EURO]) for each in (have, want))
    if one == other or not amount:
        return amount
    exact = amount * one.rate / other.rate * (1 + 1e-9)  # a half is rounded up
    return float(round(exact, 1 - math.floor(math.log10(exact))))


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
            priced = _priced(rating, base, new)
            ratings[key] = msgspec.structs.replace(priced, variants=variants)
    found = replace(base, country=country, criteria=criteria, ratings=ratings)
    if country == "CH":
        records = (each.name for each in fields(found) if each.init)
        found = replace(found, **{n: _swiss(getattr(found, n)) for n in records})
    object.__setattr__(found, "base", base)
    return found


def _swiss(given: Any) -> Any:
    """Return texts with ss for ß, wherever they are in records; all else as it is."""
    if isinstance(given, Text):
        words = given.by_lang()
        return Text(**{lang: text.replace("ß", "ss") for lang, text in words.items()})
    if isinstance(given, dict):
        return {name: _swiss(each) for name, each in given.items()}
    if isinstance(given, tuple):
        return tuple(map(_swiss, given))
    if isinstance(given, Record):
        now = {name: getattr(given, name) for name in given.__struct_fields__}
        return msgspec.structs.replace(given, **_swiss(now))
    return given


def _filled(text: Text, new: Currency) -> Text:
    filled = {lang: text[lang].replace("{most}", new.scale[lang]) for lang in LANGS}
    signs = {lang: new.sign[lang] for lang in LANGS}
    return Text(**{n: x.replace("{currency}", signs[n]) for n, x in filled.items()})


def _priced(cell: Cell, course: Course, new: Currency) -> Cell:
    """Return a rating in a currency; one that is converted says so."""
    said, had = course.strings["currency.cell"], (cell.value, cell.low, cell.high)
    three = tuple(converted(course, each, cell.currency, new.id) for each in had)
    changes: dict[str, Any] = dict(zip(("value", "low", "high"), three, strict=True))
    changes["currency"] = new.id
    if three != had:
        name, reason = course.currencies[cell.currency].name, dict[str, str]()
        for lang in LANGS:
            words = said[lang].format(currency=name[lang], year=new.year)
            reason[lang] = f"{cell.reason[lang]} {words}"
        changes |= {"basis": "estimate", "reason": Text(**reason)}
    return msgspec.structs.replace(cell, **changes)
