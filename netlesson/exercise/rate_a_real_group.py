"""Tasks of exercise 06: rate a group near you, with a second pair of eyes."""

from typing import Any

import numpy as np
import pandas as pd

from ..content import HIGHEST, LOWEST
from .engine import Rules, function, task
from .reading import by_name, close, number
from .tables import material

NAMES = ["reach", "variety", "trust", "fit"]
ONE = pd.Series([2.0, 4.0, 3.0, 5.0], index=NAMES)
OTHER = pd.Series([3.0, 2.0, 3.0, 4.0], index=NAMES)


def _name(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError("a name is needed")
    return given


def _decision(given: Any) -> bool:
    if not isinstance(given, bool | np.bool_):
        raise TypeError("yes or no is needed")
    return bool(given)


@task(by_name)
def mine() -> Rules:
    """A group of the learner's own on all ten criteria."""
    criteria = material().criteria
    rated = [name for name, each in criteria.items() if each.scale == "rated"]
    measured = criteria.keys() - set(rated)
    return {
        "number_for_each": bool,
        "names": lambda a: set(a) == set(criteria),
        "scale": lambda a: all(LOWEST <= a[name] <= HIGHEST for name in rated),
        "not_negative": lambda a: all(a[name] >= 0 for name in measured),
        "hours_a_month": lambda a: a["time"] <= 100,
        "strong_and_weak": lambda a: len({a[name] for name in rated}) > 1,
    }


@task(function(number))
def apart() -> Rules:
    """A function for the mean distance between two raters."""
    return {
        "keep_def": callable,
        "returns_number": lambda f: f(ONE, OTHER) is not None,
        "agreement": lambda f: close(f(ONE, ONE), 0),
        "no_sign": lambda f: not close(f(ONE, OTHER), float((ONE - OTHER).mean())),
        "no_sum": lambda f: not close(f(ONE, OTHER), 4),
        "mean": lambda f: (
            close(f(ONE, OTHER), 1)
            and close(f(OTHER, ONE), 1)
            and close(f(ONE, OTHER.iloc[::-1]), 1)
        ),
    }


@task(function(_name))
def dispute() -> Rules:
    """A function for the criterion on which two raters differ most."""
    return {
        "keep_def": callable,
        "name": lambda f: f(ONE, OTHER) in NAMES,
        "either_way": lambda f: f(ONE, OTHER) == f(OTHER, ONE),
        "largest": lambda f: f(ONE, OTHER) == "variety",
    }


@task(function(_decision))
def changes() -> Rules:
    """A function that tells whether the raters disagree about the decision."""
    weights = pd.Series([0.4, 0.3, 0.2, 0.1], index=NAMES)
    a = pd.Series([0.9, 0.8, 0.7, 0.6], index=NAMES)
    b = pd.Series([0.3, 0.4, 0.2, 0.9], index=NAMES)
    return {
        "keep_def": callable,
        "true_or_false": lambda f: f(a, b, 0.5, weights) is not None,
        "both_or_neither": lambda f: (
            not f(a, b, 0.95, weights) and not f(a, b, 0.1, weights)
        ),
        "only_one": lambda f: f(a, b, 0.5, weights) and f(b, a, 0.5, weights),
        "weighed": lambda f: not f(a, b, 0.32, weights) and f(a, b, 0.4, weights),
    }
