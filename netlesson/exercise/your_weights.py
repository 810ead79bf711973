"""Tasks of exercise 03: where weights come from, and why ranges matter."""

from typing import Any

import numpy as np

from ..deciding.scoring import roc_weights
from .engine import Rules, task
from .reading import all_close, by_name, close, numbers, words

SWING = {"referrals": 100, "time": 60, "trust": 40}
OPTIONS = ("club", "fair", "forum")
RATED = np.array([[5, 1, 5], [4, 4, 5], [1, 4, 1]])
COUNTING = (0.5, 0.3, 0.2)


def _first(values: np.ndarray) -> str:
    return OPTIONS[int((values @ np.array(COUNTING)).argmax())]


def _min_max(rated: np.ndarray) -> np.ndarray:
    spread = np.maximum(np.ptp(rated, axis=0), 1e-9)
    scaled: np.ndarray = (rated - rated.min(axis=0)) / spread
    return scaled


def _letter(given: Any) -> str:
    (word,) = words(given)
    return word.strip().lower()


@task(numbers)
def centroid() -> Rules:
    """The rank-order-centroid weights of four criteria."""
    wanted = roc_weights(4)
    return {
        "four_numbers": lambda a: len(a) == 4,
        "sum": lambda a: close(sum(a), 1, 0.02),
        "falling": lambda a: a[0] > a[-1],
        "centroid": lambda a: np.abs(np.array(a) - wanted).max() < 0.0051,
    }


@task(by_name)
def swing() -> Rules:
    """Swing points turned into weights."""
    total = sum(SWING.values())
    wanted = {name: points / total for name, points in SWING.items()}
    return {
        "weight_for_each": bool,
        "names": lambda a: set(a) == set(wanted),
        "sum": lambda a: close(sum(a.values()), 1),
        "ratios": lambda a: all_close(a, wanted),
    }


@task(numbers)
def lost() -> Rules:
    """What EUR 500 more costs in value on two scales."""
    narrow, wide = 500 / 2000, 500 / 4000
    return {
        "two_numbers": lambda a: len(a) == 2,
        "what_is_lost": lambda a: sum(map(abs, a)) < 1,
        "order": lambda a: abs(a[0]) > abs(a[1]),
        "whole_length": lambda a: close(abs(a[0]), narrow) and close(abs(a[1]), wide),
    }


@task(words)
def stretched_winners() -> Rules:
    """The winners under min-max scaling, with and without the third option."""
    wanted = [_first(_min_max(RATED)), _first(_min_max(RATED[:2]))]
    return {
        "two_names": lambda a: len(a) == 2,
        "names_of_options": lambda a: set(a) <= set(OPTIONS),
        "with_all": lambda a: a[0] == wanted[0],
        "without_forum": lambda a: a[1] == wanted[1],
    }


@task(_letter)
def reason() -> Rules:
    """Which explanation of the rank reversal is right."""
    return {
        "letter": lambda a: a in {"p", "q", "r"},
        "weights": lambda a: a != "p",
        "ratings": lambda a: a == "r",
    }


@task(words)
def fixed_winners() -> Rules:
    """The winners on a fixed scale, with and without the third option."""
    wanted = [_first((rows - 1) / 4) for rows in (RATED, RATED[:2])]
    return {
        "two_names": lambda a: len(a) == 2,
        "names_of_options": lambda a: set(a) <= set(OPTIONS),
        "same_winner": lambda a: len(set(a)) == 1,
        "highest": lambda a: a == wanted,
    }
