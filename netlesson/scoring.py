"""The arithmetic of the additive value model, on plain arrays.

The formulas stand bare behind their guards: what is refused is refused there.
"""

import itertools
import math
from collections.abc import Iterable
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike

from .guards import Floats, Ints, as_numbers, check_values, check_weights
from .model import HIGHEST, LOWEST, Criterion, is_amount, is_number

TOLERANCE = 1e-9


def score(values: ArrayLike, weights: ArrayLike) -> Floats:
    """Score every alternative with the additive value model.

    score[i] = sum over j of weights[j] / sum(weights) * values[i, j]

    Args:
        values: (m, n), alternatives x criteria, each in 0..1, 1 = best.
        weights: (n,), non-negative with a positive sum; only ratios matter.

    Returns:
        (m,) scores in 0..1.

    Raises:
        ValueError: If a value or weight is not finite or off its range, all
            weights are zero, or the shapes do not match.

    Source:
        P. C. Fishburn (1967), Operations Research 15(3), 537-542.
    """
    matrix = check_values(values)
    return matrix @ check_weights(weights, matrix.shape[1])


def contributions(values: ArrayLike, weights: ArrayLike) -> Floats:
    """Split every score into what each criterion adds to it.

    Args:
        values: (m, n), each in 0..1.
        weights: (n,), non-negative with a positive sum.

    Returns:
        (m, n) parts in 0..1; each row adds up to the score.

    Raises:
        ValueError: As `score`.
    """
    matrix = check_values(values)
    return matrix * check_weights(weights, matrix.shape[1])


def ranks(scores: ArrayLike, tolerance: float = TOLERANCE) -> Ints:
    """Rank scores, 1 for the best; tied scores share the better rank.

    Neighbours in the sorted order tie when they differ by `tolerance` or less.

    Args:
        scores: (m,) finite numbers, more is better.
        tolerance: The largest difference that still counts as a tie.

    Returns:
        (m,) ranks from 1.

    Raises:
        ValueError: If a score is not finite, or the tolerance is negative.
    """
    array = as_numbers(scores, "scores", 1)
    if not (math.isfinite(tolerance) and tolerance >= 0):
        raise ValueError(f"tolerance is {tolerance}; it must be 0 or more")
    order = np.argsort(-array, kind="stable")
    falls = -np.diff(array[order]) > tolerance
    places = np.arange(1, len(array) + 1)
    starts = np.concatenate(([True], falls)) if len(array) else falls
    result = np.empty(len(array), dtype=np.int64)
    result[order] = np.maximum.accumulate(np.where(starts, places, 1))
    return result


def roc_weights(n: int) -> Floats:
    """Return rank-order-centroid weights for n criteria in order of importance.

    w[i] = (1/n) * sum of 1/k for k = i..n: the mean of all weights that respect
    the order.

    Args:
        n: The number of criteria, at least 1.

    Returns:
        (n,) falling weights that add up to 1.

    Raises:
        ValueError: If n is not a whole number of at least 1.

    Source:
        Edwards & Barron (1994), Organizational Behavior and Human Decision
        Processes 60, 306-325.
    """
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
        raise ValueError(f"n is {n!r}; it must be a whole number of 1 or more")
    return np.cumsum(1 / np.arange(n, 0, -1))[::-1] / n


def piecewise_value(raw: float, points: Iterable[tuple[float, float]]) -> float:
    """Turn a raw amount into a value, linear between the points.

    Args:
        raw: The amount in the criterion's unit; beyond the outer points it gets
            their values.
        points: Pairs of (raw, value), raw rising, at least two.

    Returns:
        The value, in 0..1 when the points' values are.

    Raises:
        ValueError: If raw is not finite, or the points are too few, not finite
            or do not rise.
    """
    pairs = [(float(x), float(y)) for x, y in points]
    if len(pairs) < 2 or not np.isfinite(pairs).all():
        raise ValueError(f"points are {pairs}; give at least two finite pairs")
    if any(a[0] >= b[0] for a, b in itertools.pairwise(pairs)):
        raise ValueError(f"points are {pairs}; their raw amounts must rise")
    if not is_number(raw):
        raise ValueError(f"the raw amount is {raw!r}; it must be a finite number")
    return float(np.interp(raw, [x for x, _ in pairs], [y for _, y in pairs]))


def criterion_value(raw: float, criterion: Criterion) -> float:
    """Turn a rating on a criterion's own scale into a value in 0..1.

    Raises:
        ValueError: If the rating is off the scale.
    """
    if isinstance(raw, bool) or not isinstance(raw, Real):
        raise ValueError(f"{raw!r} is no number; use 0 or more")
    if criterion.scale == "rated":
        if not LOWEST <= raw <= HIGHEST:
            raise ValueError(f"{raw} is off the scale; use {LOWEST} to {HIGHEST}")
        return (raw - LOWEST) / (HIGHEST - LOWEST)
    if not is_amount(raw):
        raise ValueError(f"{raw} is no amount; use 0 or more")
    return piecewise_value(raw, criterion.points)
