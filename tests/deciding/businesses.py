"""Random businesses, and what comes of them, for laws that hold for everybody."""

import math
import random
from functools import cache
from typing import get_args

from builders import course, profile
from msgspec.structs import replace

from netlesson.content import Profile, local
from netlesson.content.model import Chamber, Country, Customers, Market
from netlesson.deciding import compare, knockouts, suggest, types

NEEDS = [name for name, each in course().criteria.items() if each.scale == "rated"]
CHOICES = {
    "country": get_args(Country),
    "market": get_args(Market),
    "customers": get_args(Customers),
    "chamber": get_args(Chamber),
    "fixed_slot": (True, False),
    "seat_taken": (True, False),
}
AMOUNTS = {"money": (50, 6000), "hours": (1, 40)}


def amount(chance, name):
    """Small amounts are as frequent as large ones."""
    low, high = map(math.log, AMOUNTS[name])
    return float(round(math.exp(chance.uniform(low, high))))


def businesses(count, seed):
    """Return seeded random businesses."""
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    return [
        Profile(
            **{name: chance.choice(words) for name, words in CHOICES.items()},
            **{name: amount(chance, name) for name in AMOUNTS},
            needs=tuple(chance.sample(NEEDS, chance.randint(0, 3))),
        )
        for _ in range(count)
    ]


@cache
def _types(country, market, customers, by_law):
    answers = {"country": country, "market": market, "customers": customers}
    return types(course(), profile(**answers, chamber=by_law), "en")


def result(business, weights=None):
    """As `builders.compared`, but ratings of the same answers are read only once."""
    kinds = _types(
        business.country, business.market, business.customers, business.by_law
    )
    weights = weights or suggest(business, course()).weights
    criteria = list(local(course(), business.country).criteria.values())
    return compare(kinds, criteria, weights, knockouts(business))


def changed_alone(business, chance):
    """Change each answer alone to another random value; a need also where none was."""
    found = {
        name: replace(
            business,
            **{name: chance.choice([w for w in words if w != getattr(business, name)])},
        )
        for name, words in CHOICES.items()
    }
    for name in AMOUNTS:
        found[name] = replace(business, **{name: amount(chance, name)})
    others = [name for name in NEEDS if name not in business.needs]
    for k in range(min(3, len(business.needs) + 1)):
        needs = (*business.needs[:k], chance.choice(others), *business.needs[k + 1 :])
        found[f"need_{k + 1}"] = replace(business, needs=needs)
    return found
