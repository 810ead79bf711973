"""Tasks of exercise 05: what a customer from a group costs, and who says so."""

from functools import cache

import numpy as np

from .engine import Rules, function, task
from .how_sure import DRAWN, Array
from .reading import close, number, numbers
from .tables import material

HOUR = 40
BUDGET = 6500
CUSTOMERS = (2, 8)
WEAKNESSES = {"E7": "chosen", "E12": "others", "E18": "intention", "E22": "nowhere"}


@cache
def _years() -> tuple[Array, Array]:
    """Cost of a year and cost per customer in many plausible years."""
    course, n = material(), 40_000
    rng = np.random.default_rng(7)
    money, time = (course.ratings["leads", name] for name in ("money", "time"))
    hours = rng.uniform(time.low, time.high, n)
    cost = rng.uniform(money.low, money.high, n) + 12 * hours * HOUR
    return cost, cost / rng.integers(CUSTOMERS[0], CUSTOMERS[1] + 1, n)


@task(function(number))
def year_cost() -> Rules:
    """Fee, hours a month and an hour's worth as the cost of a year."""
    return {
        "keep_def": callable,
        "returns_number": lambda f: f(100, 1, 10),
        "only_the_fee": lambda f: f(100, 0, 10) == 100,
        "year_and_month": lambda f: not close(f(100, 2, 10), 120),
        "nothing_else": lambda f: close(f(900, 3, 50), 2700),
    }


@task(function(number))
def break_even() -> Rules:
    """The number of customers that pay for a year."""
    return {
        "keep_def": callable,
        "returns_number": lambda f: f(1000, 100),
        "fits_into": lambda f: close(f(1000, 100), 10),
        "whole_number": lambda f: f(1001, 100) % 1 == 0,
        "rounded": lambda f: [f(cost, 100) for cost in (1001, 1080)] == [11, 11],
    }


@task(number)
def over() -> Rules:
    """The share of plausible years that cost more than the budget."""
    cost, _ = _years()
    wanted = float((cost > BUDGET).mean())
    return {
        "one_number": bool,
        "share": lambda a: 0 <= a <= 1,
        "direction": lambda a: close(a, wanted, DRAWN) or a < 0.5,
        "every_entry": lambda a: close(a, wanted, DRAWN),
    }


@task(numbers)
def usual() -> Rules:
    """The middle 90 percent of the cost per customer."""
    _, each = _years()
    low, high = (float(x) for x in np.quantile(each, [0.05, 0.95]))
    return {
        "two_numbers": lambda a: len(a) == 2,
        "lower_first": lambda a: a[0] < a[1],
        "upper_end": lambda a: a[1] < 1.2 * high,
        "both_ends": lambda a: (
            close(a[0], low, 0.03 * low) and close(a[1], high, 0.03 * high)
        ),
    }


@task(dict)
def claims() -> Rules:
    """The main weakness of four published claims."""
    return {
        "keys": lambda a: set(a) == set(WEAKNESSES),
        "words": lambda a: set(a.values()) <= set(WEAKNESSES.values()),
        "E7": lambda a: a["E7"] == WEAKNESSES["E7"],
        "E12": lambda a: a["E12"] == WEAKNESSES["E12"],
        "E18": lambda a: a["E18"] == WEAKNESSES["E18"],
        "E22": lambda a: a["E22"] == WEAKNESSES["E22"],
    }
