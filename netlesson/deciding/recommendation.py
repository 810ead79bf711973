"""What to try, in order: a ranking turned into something to do."""

from dataclasses import dataclass
from typing import Literal

from .arithmetic import TOLERANCE
from .comparison import AHEAD, Comparison

Place = Literal["first", "then", "perhaps"]

MOST, REASONS = 3, 2
LEAST = 0.005
"""Half a point: less does not speak for or against anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """An alternative to try.

    Attributes:
        index: Which one.
        place: first; then, because it may well be the better one; perhaps, if a
            criterion counted more.
        reasons: Indices of up to two criteria that speak for it the most, compared
            with the mean of all that are left.
        against: Index of the criterion that speaks against it the most, if any.
        asks: Indices of the criteria whose range moves its score, the most first.
        if_more: Index of the criterion that would have to count more ("perhaps").
    """

    index: int
    place: Place
    reasons: tuple[int, ...]
    against: int | None
    asks: tuple[int, ...]
    if_more: int | None = None


def recommend(comparison: Comparison) -> tuple[Pick, ...]:
    """Pick one to three alternatives to try, the first by points first.

    Next come those it is not clearly ahead of, then one to look at if more counted.
    """
    first, *others = comparison.standing or (None,)
    if first is None:
        return ()
    near = comparison.rivals(AHEAD)[: MOST - 1]
    picks = [pick_of(comparison, first, "first")]
    picks.extend(pick_of(comparison, i, "then") for i in near)
    rest = [i for i in others if i not in near]
    if rest and len(picks) < MOST:
        mine, theirs = (comparison.rows[i].values for i in (first, rest[0]))
        gains = [
            (other - own) * (share > 0)
            for own, other, share in zip(mine, theirs, comparison.shares, strict=True)
        ]
        if max(gains) > TOLERANCE:
            picks.append(
                pick_of(comparison, rest[0], "perhaps", gains.index(max(gains)))
            )
    return tuple(picks)


def pick_of(
    comparison: Comparison, i: int, place: Place = "first", if_more: int | None = None
) -> Pick:
    """Return what speaks for one alternative and against it, recommended or not."""
    row, columns = comparison.rows[i], range(len(comparison.criteria))
    others = [comparison.rows[k].contributions for k in comparison.standing if k != i]
    leads = [
        row.contributions[j] - sum(each[j] for each in others) / max(len(others), 1)
        for j in columns
    ]
    by_lead = sorted(columns, key=lambda j: -leads[j])
    spreads = comparison.variances(i)
    by_spread = sorted(columns, key=lambda j: -spreads[j])
    return Pick(
        index=i,
        place=place,
        reasons=tuple(j for j in by_lead if leads[j] >= LEAST)[:REASONS],
        against=by_lead[-1] if leads[by_lead[-1]] <= -LEAST else None,
        asks=tuple(j for j in by_spread if spreads[j] > 0),
        if_more=if_more,
    )
