"""The arithmetic of the additive value model on plain numbers.

A comparison has a few dozen of them, and what only compares needs no NumPy in its
kernel; `scoring` has the same for arrays.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from numbers import Real

from ..content import HIGHEST, LOWEST, Criterion, is_amount, is_number

TOLERANCE = 1e-9


def weighted_sum(values: Iterable[float], shares: Iterable[float]) -> float:
    """Add up what each criterion contributes; `shares` add up to 1."""
    return math.fsum(v * w for v, w in zip(values, shares, strict=True))


def normalised(weights: Sequence[float]) -> list[float]:
    """Return weights that add up to 1.

    Raises:
        ValueError: If all are 0.
    """
    most = max(weights)
    if not most:
        raise ValueError("weights: all are 0, so nothing counts; raise at least one")
    # Dividing first keeps huge weights from overflowing and tiny ones alive.
    parts = [weight / most for weight in weights]
    whole = math.fsum(parts)
    return [part / whole for part in parts]


def places(scores: Sequence[float], tolerance: float = TOLERANCE) -> list[int]:
    """Rank scores, 1 for the best; tied scores share the better rank.

    Neighbours in the sorted order tie when they differ by `tolerance` or less.
    """
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    found = [1] * len(scores)
    for place, (above, i) in enumerate(itertools.pairwise(order), start=2):
        tied = scores[above] - scores[i] <= tolerance
        found[i] = found[above] if tied else place
    return found


def centroid(n: int) -> list[float]:
    """Return the rank-order-centroid weights of n criteria, the largest first."""
    sums = itertools.accumulate(1 / k for k in range(n, 0, -1))
    return [part / n for part in sums][::-1]


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
    if len(pairs) < 2 or not all(map(math.isfinite, itertools.chain(*pairs))):
        raise ValueError(f"points are {pairs}; give at least two finite pairs")
    if any(a[0] >= b[0] for a, b in itertools.pairwise(pairs)):
        raise ValueError(f"points are {pairs}; their raw amounts must rise")
    if not is_number(raw):
        raise ValueError(f"the raw amount is {raw!r}; it must be a finite number")
    amount = min(max(float(raw), pairs[0][0]), pairs[-1][0])
    for (x, y), (next_x, next_y) in itertools.pairwise(pairs):
        if amount < next_x:
            return y + (next_y - y) * (amount - x) / (next_x - x)
    return pairs[-1][1]


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
