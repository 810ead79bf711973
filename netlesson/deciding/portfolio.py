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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from ..content import Knockout, KnockoutKind
from .arithmetic import piecewise_value, places
from .comparison import Breach, Comparison
from .guards import as_numbers, check_values, check_weights

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

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
    amounts: Sequence[float]
    points: Sequence[tuple[float, float]]
    limit: float = math.inf
    least: Sequence[float] = ()

    def spent(self, members: Sequence[int]) -> float:
        """Add up what counts against the limit."""
        return math.fsum(self.least[i] for i in members)

    def allows(self, members: Sequence[int]) -> bool:
        """Whether members are within the limit, be it by a rounding error."""
        slack = 1e-9 * max(1.0, min(self.limit, 1e12))
        return self.spent(members) <= self.limit + slack


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
    parts: tuple[tuple[float, ...], ...]


def combine(
    values: "ArrayLike",
    weights: "ArrayLike",
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
    table = check_values(values)
    m, shares = len(table), check_weights(weights, len(table[0]))
    if most < 1 or shown < 1:
        raise ValueError(f"most is {most}, shown {shown}; both must be 1 or more")
    taken = [_checked(each, m, len(shares)) for each in spendings]
    offered = sorted(range(m) if inside is None else set(inside))
    if offered and not 0 <= offered[0] <= offered[-1] < m:
        raise ValueError(f"inside is {offered}; there are {m} alternatives from 0")

    every = [
        members
        for size in range(1, min(most, len(offered)) + 1)
        for members in itertools.combinations(offered, size)
        if all(each.allows(members) for each in taken)
    ]
    covered = partial(_covered, table, shares, taken)
    ranks = places([math.fsum(covered(members)) for members in every])
    spent = [[round(each.spent(members), 6) for each in taken] for members in every]
    order = sorted(zip(ranks, map(len, every), spent, every, strict=True))
    return tuple(
        Combination(
            members=members,
            score=math.fsum(covered(members)),
            spent=tuple(each.spent(members) for each in taken),
            parts=_parts(members, covered),
        )
        for _, _, _, members in order[:shown]
    )


def _checked(spending: Spending, m: int, n: int) -> Spending:
    amounts = as_numbers(spending.amounts, "amounts")
    given = spending.least if len(spending.least) else amounts
    least = [*map(min, amounts, as_numbers(given, "least"))]
    if not len(amounts) == len(least) == m or min(amounts) < 0:
        raise ValueError(f"amounts are {amounts}; give {m} of 0 or more")
    if not 0 <= spending.column < n:
        raise ValueError(f"column is {spending.column}; there are {n} criteria from 0")
    if math.isnan(spending.limit) or spending.limit < 0:
        raise ValueError(f"the limit is {spending.limit}; it must be 0 or more")
    return replace(spending, amounts=amounts, least=least)


def _covered(
    table: Sequence[Sequence[float]],
    shares: Sequence[float],
    taken: Sequence[Spending],
    members: Sequence[int],
) -> list[float]:
    """Return how much of the score members bring together, by criterion."""
    reached = [*map(max, zip(*(table[i] for i in members), strict=True))]
    for each in taken:
        together = math.fsum(each.amounts[i] for i in members)
        reached[each.column] = piecewise_value(together, each.points)
    return [value * share for value, share in zip(reached, shares, strict=True)]


def _parts(
    members: Sequence[int], covered: Callable[[Sequence[int]], Sequence[float]]
) -> tuple[tuple[float, ...], ...]:
    """Share out among the members, (members, n), what they cover together."""
    nothing = [0.0] * len(covered(members))
    parts = dict.fromkeys(members, nothing)
    orders = list(itertools.permutations(members))
    for order in orders:
        before: Sequence[float] = nothing
        for joined, i in enumerate(order, start=1):
            after = covered(order[:joined])
            steps = zip(parts[i], before, after, strict=True)
            parts[i] = [part + (b - a) / len(orders) for part, a, b in steps]
            before = after
    return tuple(map(tuple, parts.values()))


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
    amounts: tuple[tuple[float, ...], ...]


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
        for i, least in enumerate(each.least):
            if least > each.limit and i not in comparison.out:
                breach = Breach(kind, least - each.limit)
                excluded[i] = (*excluded.get(i, ()), breach)
    offered = [i for i in range(len(comparison.rows)) if i not in excluded]
    values = [row.values for row in comparison.rows]
    best = partial(combine, values, comparison.shares, spendings, inside=offered)
    return Portfolio(
        comparison=comparison,
        best=best(most=most, shown=shown),
        single=next(iter(best(most=1, shown=1)), None),
        excluded=excluded,
        spent_on=tuple(comparison.criteria[each.column].id for each in spendings),
        amounts=tuple(tuple(each.amounts) for each in spendings),
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
        own = amounts.get(criterion.id, {})
        taken = [own.get(i, row.raw[column]) for i, row in enumerate(comparison.rows)]
        least = [
            min(amount, limit)
            if i not in own and row.alternative.from_type(criterion.id)
            else amount
            for i, (amount, row) in enumerate(zip(taken, comparison.rows, strict=True))
        ]
        found.append(
            Spending(
                column=column,
                amounts=taken,
                points=criterion.points,
                limit=limit,
                least=least,
            )
        )
    return found
