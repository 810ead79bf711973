"""How far a ranking can be trusted, and what would have to change.

`analyse` asks which share of all weightings puts an alternative first
(SMAA-2); `weight_flip` and `nearest_weights` say what would change the winner.
The shares are shares of weightings and of plausible ratings, never a
probability of success. Nothing here needs NumPy; `analyse` is faster with it.

Source:
    R. Lahdelma, P. Salminen (2001), SMAA-2, Operations Research 49(3), 444-454.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import TYPE_CHECKING, get_args

from .arithmetic import TOLERANCE, weighted_sum
from .draws import Mode, Row, Table
from .guards import check_values, check_weights

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from .scoring import Floats

ROUNDING = 1e-12
"""A side condition missed by less than this is met."""

ALIKE = 1e-8
"""Of whose length less is new beside others, that is new only by rounding errors."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Robustness:
    """What `analyse` found for m alternatives and n criteria.

    Tables are arrays, and nested tuples where there is no NumPy.

    Attributes:
        acceptability: (m, m), the share of draws in which alternative i has
            rank r + 1 at [i, r]. Tied alternatives split the ranks they take up
            evenly, so rows and columns add up to 1.
        pairwise: (m, m), the share of draws in which i beats j at [i, j]. A tie
            counts half; the diagonal is 0.
        central_weights: (m, n), the mean of the weights that put i first: who
            should choose i. NaN where i is never first.
        confidence: (m,), the share of the drawn ratings in which i is first when
            its own central weights are used; a shared first place counts its
            share. NaN where i is never first.
        standard_error: (m, m), of `acceptability`: sqrt(p (1 - p) / draws), an
            upper bound where ties are split.
        mode: How the weights were drawn.
        draws: How many were drawn.
        seed: What the draws started from.
    """

    acceptability: "Floats"
    pairwise: "Floats"
    central_weights: "Floats"
    confidence: "Floats"
    standard_error: "Floats"
    mode: Mode
    draws: int
    seed: int


def analyse(
    values: "ArrayLike",
    weights: "ArrayLike",
    *,
    low: "ArrayLike | None" = None,
    high: "ArrayLike | None" = None,
    mode: Mode = "order",
    draws: int = 10_000,
    seed: int = 1,
) -> Robustness:
    """Rank the alternatives under many weightings and many plausible values.

    Args:
        values: (m, n), alternatives x criteria, each in 0..1, 1 = best.
        weights: (n,), non-negative, not all 0; only their ratios count.
        low: (m, n), the least plausible values. What is drawn is even between low
            and the value, and between the value and high, and below it as often
            as makes the value the mean. Give both or neither.
        high: (m, n), the greatest plausible values.
        mode: "any" draws evenly from all weightings, whatever `weights` are.
            "order" draws evenly from the weightings that keep the order of
            `weights`; criteria with equal weights come in any order. "near"
            draws from a Dirichlet distribution whose mean is `weights`; see
            `CONCENTRATION`. "fixed" takes `weights` as they are. Except in "any",
            a weight of 0 stays 0.
        draws: How many weightings to draw, 1 or more.
        seed: A whole number, 0 or more; the same seed gives the same result.

    Returns:
        Shares in 0..1; see `Robustness`.

    Raises:
        ValueError: If a value is missing or not in 0..1, shapes do not fit, a
            weight is negative or all are 0, a value is outside its range, or
            mode, draws or seed is not one of the above.
    """
    table, shares = _inputs(values, weights)
    ratings = table, *_range(table, low, high)
    if mode not in get_args(Mode):
        raise ValueError(f"mode is {mode!r}; it must be one of {get_args(Mode)}")
    draws, seed = _whole("draws", draws, 1), _whole("seed", seed, 0)
    try:
        from .fast_draws import counted
    except ImportError:  # no NumPy, as in a browser
        from .draws import counted
    found, wins, central, firsts = counted(ratings, shares, mode, draws, seed)
    acceptability = _each(found, lambda count: count / draws)
    return Robustness(
        acceptability=_array(acceptability),
        pairwise=_array(_each(wins, lambda count: count / draws)),
        central_weights=_array(_each(central, float)),
        confidence=_array(tuple(first / draws for first in firsts)),
        # A mean of shares can come out at 1 + 1e-16, and 1 - p below 0.
        standard_error=_array(
            _each(acceptability, lambda p: math.sqrt(abs(p - p * p) / draws))
        ),
        mode=mode,
        draws=draws,
        seed=seed,
    )


def weight_flip(
    values: "ArrayLike", weights: "ArrayLike", criterion: int
) -> float | None:
    """Find the share of one criterion at which the first two tie.

    The other criteria keep their proportions. Each score is then a straight
    line over the share, so the share where two lines cross has a closed form.
    Of the shares where another alternative draws level with today's winner,
    this is the one nearest to today's share; up to there the winner stays first.

    Args:
        values: (m, n), alternatives x criteria, each in 0..1.
        weights: (n,), non-negative, not all 0; only their ratios count.
        criterion: Index of the criterion, 0..n-1.

    Returns:
        A share of the whole weight in 0..1: today's share when the first two
        tie already; None when the winner stays ahead at every share, or when no
        other criterion has a weight, so that there are no proportions to keep.

    Raises:
        ValueError: If values or weights are bad, or there is no such criterion.
    """
    table, shares = _inputs(values, weights)
    criterion = _index("criterion", criterion, len(shares))
    scores = [weighted_sum(row, shares) for row in table]
    leads, share = _leads(table, scores.index(max(scores))), shares[criterion]
    if any(weighted_sum(lead, shares) <= TOLERANCE for lead in leads):
        return share
    rest = [0 if j == criterion else w for j, w in enumerate(shares)]
    if not any(rest):
        return None
    ends = [(weighted_sum(lead, rest) / sum(rest), lead[criterion]) for lead in leads]
    # The lead is positive today, so a line crosses zero on one side at most.
    crossings = [
        min(max(at_zero / (at_zero - at_one), 0.0), 1.0)
        for at_zero, at_one in ends
        if at_zero <= TOLERANCE or at_one <= TOLERANCE
    ]
    return min(crossings, key=lambda each: abs(each - share), default=None)


def nearest_weights(
    values: "ArrayLike", weights: "ArrayLike", winner: int
) -> "Floats | None":
    """Find the weights nearest to the given ones that put one alternative first.

    Nearest in the Euclidean sense, among the weights that are 0 or more, add up
    to 1 and let nobody beat the winner; it may tie. This is a least-distance
    problem: find the shortest step y with G y >= h. Its dual is a non-negative
    least-squares problem (Lawson and Hanson's LDP), solved by taking in the side
    condition missed most and dropping those that no longer push, until none is
    missed. The step is what the dual leaves over.

    Args:
        values: (m, n), alternatives x criteria, each in 0..1.
        weights: (n,), non-negative, not all 0; only their ratios count.
        winner: Index of the alternative that is to be first, 0..m-1.

    Returns:
        (n,), weights in 0..1 that add up to 1, a tuple where there is no NumPy; the
        given ones (scaled) when the alternative is first already, be it in a tie;
        None when no weights put it first.

    Raises:
        ValueError: If values or weights are bad, or there is no such winner.

    Source:
        C. L. Lawson, R. J. Hanson (1974), Solving Least Squares Problems, ch. 23.
    """
    table, shares = _inputs(values, weights)
    leads = _leads(table, _index("winner", winner, len(table)))
    if all(weighted_sum(lead, shares) >= -TOLERANCE for lead in leads):
        return _array(shares)
    n = len(shares)
    conditions = [*([float(j == k) for k in range(n)] for j in range(n)), *leads]
    # Steps that keep the sum of the weights lie across the vector of ones.
    step = _shortest(
        [
            (*(part - math.fsum(row) / n for part in row), -weighted_sum(row, shares))
            for row in conditions
        ]
    )
    if step is None:
        return None
    found = [max(old + more, 0.0) for old, more in zip(shares, step, strict=True)]
    return _array(tuple(share / math.fsum(found) for share in found))


def _leads(table: Table, first: int) -> list[list[float]]:
    """Return by how much one is better than each other, by criterion."""
    return [_less(table[first], row) for i, row in enumerate(table) if i != first]


def _shortest(columns: Sequence[Row]) -> list[float] | None:
    """Find the shortest step that meets all side conditions, None if there is none.

    Args:
        columns: One a condition: its n factors, and what their sum with the parts of
            the step must at least come to.
    """
    target = [0.0] * (len(columns[0]) - 1) + [1.0]
    push: dict[int, float] = {}
    rest, before = target, math.inf
    while True:
        *across, left = rest
        # What is left is 1 / (1 + step²) and only falls on the way. No step between
        # two points of the simplex is longer than the root of 2.
        if left < 0.3:
            return None
        gaps = [
            0 if k in push else weighted_sum(column, rest) / left
            for k, column in enumerate(columns)
        ]
        if max(gaps) <= ROUNDING or left >= before:
            return [-part / left for part in across]
        before = left
        push[gaps.index(max(gaps))] = 0.0
        while True:
            trial, rest = _solved({k: columns[k] for k in push}, target)
            reach = {
                k: x and x / (x - trial[k]) for k, x in push.items() if trial[k] <= 0
            }
            if not reach:
                break
            last = min(reach, key=lambda k: reach[k])
            by = reach[last]
            push = {k: x + by * (trial[k] - x) for k, x in push.items() if k != last}
        push = trial


def _solved(
    columns: Mapping[int, Row], target: list[float]
) -> tuple[dict[int, float], list[float]]:
    """Come nearest to a target: return how often to take each column, and the rest."""
    axes: list[list[float]] = []
    for column in columns.values():
        left = _beside(column, axes)
        size = math.hypot(*left)
        apart = size > ALIKE * math.hypot(*column)
        axes.append([x / size if apart else 0.0 for x in left])
    times, rest = {}, _beside(target, axes)
    for (k, column), axis in zip([*columns.items()][::-1], axes[::-1], strict=True):
        times[k] = weighted_sum(axis, target) / (weighted_sum(axis, column) or 1.0)
        target = [x - times[k] * y for x, y in zip(target, column, strict=True)]
    return {k: times[k] for k in columns}, rest


def _beside(column: Sequence[float], axes: Sequence[Sequence[float]]) -> list[float]:
    left = [*column]
    for axis in (*axes, *axes):  # twice, against rounding errors
        along = weighted_sum(axis, left)
        left = [x - along * y for x, y in zip(left, axis, strict=True)]
    return left


def _inputs(values: "ArrayLike", weights: "ArrayLike") -> tuple[list[list[float]], Row]:
    """Check values and weights; the weights come back adding up to 1."""
    table = check_values(values)
    return table, tuple(check_weights(weights, len(table[0])))


def _range(
    table: Table, low: "ArrayLike | None", high: "ArrayLike | None"
) -> tuple[Table, Table]:
    """Check low and high; return how far they are below and above the values."""
    if low is None and high is None:
        low = high = table
    if low is None or high is None:
        name = "low" if low is None else "high"
        raise ValueError(f"{name} is missing; give both low and high, or neither")
    lowest, highest = check_values(low, "low"), check_values(high, "high")
    wanted = len(table), len(table[0])
    for name, bound in (("low", lowest), ("high", highest)):
        if (shape := (len(bound), len(bound[0]))) != wanted:
            raise ValueError(f"{name}: shape is {shape}; give that of values, {wanted}")
    for i, rows in enumerate(zip(lowest, table, highest, strict=True)):
        for j, (least, value, most) in enumerate(zip(*rows, strict=True)):
            if not least <= value <= most:
                raise ValueError(
                    f"values: alternative {i}, criterion {j} is {value:g}; it must be "
                    f"in its range, {least:g} to {most:g}"
                )
    return [*map(_less, table, lowest)], [*map(_less, highest, table)]


def _less(row: Sequence[float], other: Sequence[float]) -> list[float]:
    return [a - b for a, b in zip(row, other, strict=True)]


def _each(table: Table, make: Callable[[float], float]) -> tuple[Row, ...]:
    return tuple(tuple(map(make, row)) for row in table)


def _array(rows: Row | tuple[Row, ...]) -> "Floats":
    try:
        import numpy as np
    except ImportError:
        return rows  # type: ignore[return-value]  # read row by row it is the same
    return np.array(rows)


def _whole(name: str, given: int, least: int) -> int:
    if isinstance(given, bool) or not isinstance(given, Integral):
        raise ValueError(f"{name} is {given!r}; it must be a whole number")
    if given < least:
        raise ValueError(f"{name} is {given}; it must be {least} or more")
    return int(given)


def _index(name: str, given: int, length: int) -> int:
    if _whole(name, given, 0) >= length:
        raise ValueError(f"{name} is {given}; it must be in 0..{length - 1}")
    return int(given)
