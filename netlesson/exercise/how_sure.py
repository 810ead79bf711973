"""Tasks of exercise 04: how far a ranking can be trusted."""

from functools import cache
from typing import Any, TypeAlias

import numpy as np

from ..deciding import AHEAD
from .engine import Rules, function, task
from .reading import all_close, by_name, close, number, words
from .tables import margins_table, material, values_table

Array: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"

DRAWN = 0.025
"""Shares from ten thousand draws differ by less: five standard deviations."""


@cache
def _scores() -> dict[str, Array]:
    """Scores of each type under weightings drawn evenly from all."""
    values = values_table(material())
    weights = np.random.default_rng(5).dirichlet(np.ones(values.shape[1]), 40_000)
    return dict(zip(values.index, (weights @ values.to_numpy().T).T, strict=True))


def _array(given: Any) -> Array:
    return np.asarray(given, dtype=float)


def _cases(given: Any) -> list[str]:
    """Read names of cases, also from rows of a table that was filtered."""
    table = hasattr(given, "index") and hasattr(given, "columns")
    return words(list(given.index) if table else given)


@task(function(_array))
def draw() -> Rules:
    """A function that draws weightings evenly."""
    n = 4000
    return {
        "keep_draw": callable,
        "shape": lambda f: f(n).shape == (n, 3),
        "sum": lambda f: np.allclose(f(n).sum(axis=1), 1) and f(n).min() >= 0,
        "random": lambda f: f(n).std(axis=0).min() > 0.01,
        "even": lambda f: (
            close((f(n).max(axis=1) > 0.8).mean(), 0.12, 0.03)
            and close(f(n)[:, 0].mean(), 1 / 3, 0.03)
            and close(f(n)[:, 2].mean(), 1 / 3, 0.03)
        ),
    }


@task(by_name)
def corners() -> Rules:
    """The share of one-sided weightings in two ways of drawing."""
    return {
        "both_names": lambda a: set(a) == {"naive", "fair"},
        "share_of_draws": lambda a: max(a.values()) <= 1,
        "fair": lambda a: close(a["fair"], 0.12, DRAWN),
        "naive": lambda a: close(a["naive"], 1 / 32, 0.012),
    }


@task(by_name)
def firsts() -> Rules:
    """The share of weightings that puts each type first."""
    names = list(_scores())
    best = np.array(list(_scores().values())).argmax(axis=0)
    wanted = {name: float((best == i).mean()) for i, name in enumerate(names)}
    return {
        "number_for_each": lambda a: set(a) <= set(names) and a,
        "share_of_draws": lambda a: max(a.values()) <= 1,
        "sum": lambda a: close(sum(a.values()), 1),
        "all_draws": lambda a: max(a.values()) < 0.999,
        "highest": lambda a: all_close(a, wanted, DRAWN),
    }


@task(number)
def beats() -> Rules:
    """The share of weightings in which chambers beat leads groups."""
    wanted = float((_scores()["chambers"] > _scores()["leads"]).mean())
    return {
        "one_number": bool,
        "share_of_draws": lambda a: 0 < a <= 1,
        "direction": lambda a: not close(a, 1 - wanted, DRAWN),
        "two_columns": lambda a: close(a, wanted, DRAWN),
    }


@task(_cases)
def clear() -> Rules:
    """The cases in which the first stays ahead of the others."""
    table = margins_table(material(), "en")
    wanted = set(table.index[table["ahead"] >= AHEAD])
    return {
        "names": lambda a: a is not None,
        "index": lambda a: set(a) <= set(table.index),
        "all_clear": lambda a: wanted <= set(a),
        "only_clear": lambda a: set(a) == wanted,
    }
