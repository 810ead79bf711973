"""Which combination of alternatives covers the most of what matters.

A rated criterion counts at its best member: two groups with a good reputation do not
make a better one. What is spent adds up: money and hours are valued as a sum, on the
criterion's own scale. A single alternative therefore has its score from the comparison.
Every combination is looked at, so the answer is exact.

Source:
    L. S. Shapley (1953), A Value for n-Person Games, Annals of Mathematics Studies 28,
    307-317 (how the score is shared out among the members).
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from ..content import Knockout, KnockoutKind
from .comparison import Breach, Comparison
from .guards import Floats, Ints, as_numbers, check_values, check_weights
from .scoring import ranks

MOST, SHOWN = 3, 5
SPENT: dict[str, KnockoutKind] = {"money": "money", "time": "hours"}
"""Criteria that add up, and the knock-out that limits each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """A criterion that adds up over the members of a combination.

    Args:
        column: Which criterion it is.
        amounts: (m,) what each alternative takes, 0 or more.
        points: Pairs of (raw, value) that value a sum; see `piecewise_value`.
        limit: The most that a combination may take.
        least: (m,) what counts against the limit, if that is less.
    """

    column: int
    amounts: ArrayLike
    points: Sequence[tuple[float, float]]
    limit: float = math.inf
    least: ArrayLike | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """Some alternatives together.

    Attributes:
        members: Their indices, rising.
        score: What they cover together, in 0..1.
        spent: The sum of what counts against each limit, in the order given.
        parts: (members, n) how much of the score each member brings by each
            criterion: what it adds when it joins, in the mean of all orders in
            which they could join (Shapley value). They add up to the score.
    """

    members: tuple[int, ...]
    score: float
    spent: tuple[float, ...]
    parts: Floats


def combine(
    values: ArrayLike,
    weights: ArrayLike,
    spendings: Sequence[Spending] = (),
    *,
    inside: Sequence[int] | None = None,
    most: int = MOST,
    shown: int = SHOWN,
) -> tuple[Combination, ...]:
    """Find the best combinations by looking at every one.

    score = sum over j of weights[j] * (value of the sum, if j adds up; else the best
    member's values[i, j])

    Ties (within 1e-9) go to fewer members, then to less of the first spending, of the
    second and so on, then to the alternatives that come first.

    Args:
        values: (m, n), each in 0..1, 1 = best.
        weights: (n,), non-negative with a positive sum; only ratios matter.
        spendings: What adds up instead, and its limits.
        inside: Indices of the alternatives to choose from; all if left out.
        most: The largest number of members, at least 1.
        shown: How many combinations to return at most.

    Returns:
        The best combinations within all limits, the best first.

    Raises:
        ValueError: If a value, weight or amount is off its range, or shapes differ.
    """
    matrix = check_values(values)
    m, n = matrix.shape
    shares = check_weights(weights, n)
    if most < 1 or shown < 1:
        raise ValueError(f"most is {most}, shown {shown}; both must be 1 or more")
    checked = np.array([_amounts(each, m, n) for each in spendings])
    amounts, least = checked.reshape(-1, 2, m).swapaxes(0, 1)
    offered = sorted(range(m) if inside is None else set(inside))
    if offered and not 0 <= offered[0] <= offered[-1] < m:
        raise ValueError(f"inside is {offered}; there are {m} alternatives from 0")

    sizes = range(1, min(most, len(offered)) + 1)
    tried = [_fitting(offered, size, spendings, least) for size in sizes]
    parts = [covered(matrix, each, spendings, amounts) @ shares for each in tried]
    scores = np.concatenate([np.empty(0), *parts])
    every = [members for each in tried for members in each]
    return tuple(
        Combination(
            members=tuple(every[k].tolist()),
            score=float(scores[k]),
            spent=tuple(least[:, every[k]].sum(axis=1).tolist()),
            parts=_parts(matrix, every[k], spendings, amounts) * shares,
        )
        for k in _best(scores, every, least, shown)
    )


def _best(
    scores: Floats, every: Sequence[Ints], amounts: Floats, shown: int
) -> list[int]:
    """Return where the best combinations stand in `every`, ties settled."""
    if not len(scores):
        return []
    places = ranks(scores)
    last = np.sort(places)[:shown][-1]

    def order(k: int) -> tuple[object, ...]:
        members = every[k]
        spent = np.round(amounts[:, members].sum(axis=1), 6)
        return places[k], len(members), spent.tolist(), members.tolist()

    return sorted(np.flatnonzero(places <= last).tolist(), key=order)[:shown]


def _fitting(
    offered: Sequence[int], size: int, spendings: Sequence[Spending], least: Floats
) -> Ints:
    """Return all (combinations, size) of these alternatives within the limits."""
    members = np.array(list(itertools.combinations(offered, size)), dtype=np.int64)
    fits = np.ones(len(members), dtype=bool)
    for each, taken in zip(spendings, least, strict=True):
        # Sums of cents must not miss a limit by a rounding error.
        slack = 1e-9 * max(1.0, min(each.limit, 1e12))
        fits &= taken[members].sum(axis=1) <= each.limit + slack
    return members[fits]


def _amounts(spending: Spending, m: int, n: int) -> tuple[Floats, Floats]:
    amounts = as_numbers(spending.amounts, "amounts", 1)
    least = amounts if spending.least is None else np.minimum(amounts, spending.least)
    if len(amounts) != m or (amounts < 0).any():
        raise ValueError(f"amounts are {amounts}; give {m} of 0 or more")
    if not 0 <= spending.column < n:
        raise ValueError(f"column is {spending.column}; there are {n} criteria from 0")
    if math.isnan(spending.limit) or spending.limit < 0:
        raise ValueError(f"the limit is {spending.limit}; it must be 0 or more")
    return amounts, least


def covered(
    values: Floats, members: Ints, spendings: Sequence[Spending], amounts: Floats
) -> Floats:
    """Return the (combinations, n) values that (combinations, size) members reach."""
    reached: Floats = values[members].max(axis=1)
    for each, taken in zip(spendings, amounts, strict=True):
        raws, worths = zip(*each.points, strict=True)
        sums = taken[members].sum(axis=1)
        reached[:, each.column] = np.interp(sums, raws, worths)
    return reached


def _parts(
    values: Floats, members: Ints, spendings: Sequence[Spending], amounts: Floats
) -> Floats:
    """Share out among the members, (members, n), what they reach; not yet weighted."""
    found = np.zeros((len(members), values.shape[1]))
    orders = list(itertools.permutations(range(len(members))))
    for order in orders:
        before = np.zeros(values.shape[1])
        for joined, k in enumerate(order, start=1):
            some = members[np.newaxis, list(order[:joined])]
            (after,) = covered(values, some, spendings, amounts)
            found[k] += (after - before) / len(orders)
            before = after
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """The best combinations of a comparison, the best first.

    `single` is the best alternative on its own, None when all are excluded.
    `excluded` says by index why an alternative is in none of them. `spent_on` has
    the criterion of each spending and `amounts` (spendings, m) what was counted.
    """

    comparison: Comparison
    best: tuple[Combination, ...]
    single: Combination | None
    excluded: dict[int, tuple[Breach, ...]]
    spent_on: tuple[str, ...]
    amounts: Floats


def portfolio(
    comparison: Comparison,
    knockouts: Sequence[Knockout] = (),
    amounts: Mapping[str, Mapping[int, float]] | None = None,
    *,
    most: int = MOST,
    shown: int = SHOWN,
) -> Portfolio:
    """Combine what is not knocked out, within the same budget and hours.

    Args:
        comparison: What is combined, with its weights.
        knockouts: As in the comparison; caps on money and hours limit the sum.
        amounts: What an alternative really takes, by criterion ("money", "time")
            and index, where that differs from the comparison.
        most: The largest number of members.
        shown: How many combinations to return at most.

    Returns:
        The best combinations, and what was left out and why.

    Raises:
        ValueError: If an amount is not finite or below 0.
    """
    spendings = _spendings(comparison, knockouts, amounts or {})
    excluded = {i: comparison.breaches[i] for i in comparison.out}
    for each in spendings:
        kind = SPENT[comparison.criteria[each.column].id]
        over = np.asarray(each.least) - each.limit
        for i in np.flatnonzero(over > 0).tolist():
            if i not in comparison.out:
                breach = Breach(kind, float(over[i]))
                excluded[i] = (*excluded.get(i, ()), breach)
    offered = [i for i in range(len(comparison.alternatives)) if i not in excluded]

    def best_of(size: int, count: int) -> tuple[Combination, ...]:
        values, weights = comparison.values, comparison.weights
        return combine(
            values, weights, spendings, inside=offered, most=size, shown=count
        )

    return Portfolio(
        comparison=comparison,
        best=best_of(most, shown),
        single=next(iter(best_of(1, 1)), None),
        excluded=excluded,
        spent_on=tuple(comparison.criteria[each.column].id for each in spendings),
        amounts=np.array([each.amounts for each in spendings]),
    )


def _spendings(
    comparison: Comparison,
    knockouts: Sequence[Knockout],
    amounts: Mapping[str, Mapping[int, float]],
) -> list[Spending]:
    """Return what adds up; a type that is let in can be had within the limit."""
    limits = {each.kind: each.limit for each in knockouts if each.limit is not None}
    found = []
    for column, criterion in enumerate(comparison.criteria):
        if (kind := SPENT.get(criterion.id)) is None:
            continue
        limit = limits.get(kind, math.inf)
        taken = comparison.raw[:, column].copy()
        loose = [each.from_type(criterion.id) for each in comparison.alternatives]
        for i, amount in amounts.get(criterion.id, {}).items():
            taken[i], loose[i] = amount, False
        least = np.where(loose, np.minimum(taken, limit), taken)
        each = Spending(column=column, amounts=taken, points=criterion.points)
        found.append(replace(each, limit=limit, least=least))
    return found
