"""The additive value model on arrays: m alternatives, n criteria, values in 0..1.

The formulas stand bare behind their guards: what is refused is refused there.
"""

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .arithmetic import TOLERANCE, centroid, places
from .guards import as_numbers, check_values, check_weights

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


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
    matrix = np.array(check_values(values))
    found: Floats = matrix @ check_weights(weights, matrix.shape[1])
    return found


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
    matrix = np.array(check_values(values))
    found: Floats = matrix * check_weights(weights, matrix.shape[1])
    return found


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
    numbers = as_numbers(scores, "scores")
    if not (math.isfinite(tolerance) and tolerance >= 0):
        raise ValueError(f"tolerance is {tolerance}; it must be 0 or more")
    return np.array(places(numbers, tolerance))


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
    return np.array(centroid(int(n)))
