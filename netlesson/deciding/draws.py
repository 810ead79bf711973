"""Random weightings and ratings for `analyse`, and what comes of them.

Plain Python, for where there is no NumPy; `fast_draws` does the same with it, from
the same random numbers, so that a learner sees the same shares everywhere.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import mul
from random import Random
from typing import Literal, TypeAlias

from .arithmetic import TOLERANCE, places

Mode = Literal["any", "order", "near", "fixed"]
Row: TypeAlias = tuple[float, ...]
Table: TypeAlias = Sequence[Sequence[float]]
Ratings: TypeAlias = tuple[Table, Table, Table]
"""Values (m, n), and how far what is plausible goes below and above them."""

CONCENTRATION = 100
"""How close mode "near" stays to the given weights: the sum of the Dirichlet's
parameters. A weight of 10 % is drawn with a standard deviation of 3 points, one
of 30 % with 4.6 points."""


Counted: TypeAlias = tuple[Table, Table, Table, Sequence[float]]
"""What came of all draws: places (m, m), how often i has rank r + 1; wins (m, m), how
often i beats j, a tie counts half; central (m, n), the mean of the weights that put i
first; firsts (m,), how often these put i first. NaN where i never is."""


def streams(seed: int) -> tuple[Random, Random]:
    """Return random numbers for weights, and for ratings."""
    return Random(seed), Random(f"ratings {seed}")  # noqa: S311 (no secret)


def counted(
    ratings: Ratings, weights: Row, mode: Mode, draws: int, seed: int
) -> Counted:
    """Draw weights and ratings, and count what comes of them; see `analyse`."""
    for_weights, for_ratings = streams(seed)
    drawn = draw_weights(for_weights, weights, mode, draws)
    rated = draw_ratings(for_ratings, ratings, draws)
    alike: dict[tuple[int, ...], list[Row]] = defaultdict(list)
    scores = [list(map(_dot, drawn, rows)) for rows in rated]
    for shares, each in zip(drawn, _turned(scores), strict=True):
        alike[tuple(places(each))].append(shares)

    m = len(rated)
    found, wins = ([[0.0] * m for _ in range(m)] for _ in range(2))
    favourable = [[0.0] * len(weights) for _ in range(m)]
    for ranks, several in alike.items():
        together = list(map(sum, _turned(several)))
        for i, rank in enumerate(ranks):
            tied = ranks.count(rank)
            for place in range(rank - 1, rank - 1 + tied):
                found[i][place] += len(several) / tied
            for j, other in enumerate(ranks):
                halves = (rank < other) + (rank <= other) if i != j else 0
                wins[i][j] += len(several) * halves / 2
            if rank == 1:
                for j, part in enumerate(together):
                    favourable[i][j] += part / tied
    central = [
        tuple(part / row[0] if row[0] else math.nan for part in parts)
        for row, parts in zip(found, favourable, strict=True)
    ]
    firsts = [
        _firsts(i, shares, rated) if found[i][0] else math.nan
        for i, shares in enumerate(central)
    ]
    return found, wins, central, firsts


def draw_weights(random: Random, weights: Row, mode: Mode, draws: int) -> list[Row]:
    """Draw weights, (draws, n); each row adds up to 1."""
    if mode == "fixed":
        return [weights] * draws
    counting = [j for j, w in enumerate(weights) if w or mode == "any"]
    times = range(draws)
    if mode == "near":
        shapes = [CONCENTRATION * weights[j] for j in counting]
        rows = _turned([random.gammavariate(a, 1) for _ in times] for a in shapes)
    else:
        # Normalised exponentials, not normalised uniforms, are even on a simplex.
        parts = ([-math.log(1 - random.random()) for _ in times] for _ in counting)
        rows = _turned(parts)
    if mode == "order":
        counting.sort(key=lambda j: -weights[j])
        ties = equal([weights[j] for j in counting])
        rows = [_falling(row, ties) for row in rows]
    columns = dict(zip(counting, _turned(map(_shares, rows)), strict=True))
    return _turned(columns.get(j, (0.0,) * draws) for j in range(len(weights)))


def _shares(parts: Row) -> list[float]:
    whole = sum(parts)
    return [part / whole for part in parts]


def _falling(parts: Row, ties: Sequence[tuple[int, int]]) -> Row:
    """Sort parts, even on the simplex: they are even on its part that falls."""
    order = sorted(range(len(parts)), key=parts.__getitem__, reverse=True)
    for start, end in ties:  # what may come in any order stays as it was drawn
        order[start:end] = sorted(order[start:end])
    return tuple(parts[k] for k in order)


def equal(falling: Sequence[float]) -> list[tuple[int, int]]:
    """Return where several weights that are equal but for rounding start and end."""
    n = len(falling)
    cuts = [k for k in range(1, n) if falling[k - 1] - falling[k] > TOLERANCE]
    return [(a, b) for a, b in pairwise([0, *cuts, n]) if b - a > 1]


def draw_ratings(random: Random, ratings: Ratings, draws: int) -> list[list[Row]]:
    """Draw values, (m, draws, n): even below and above the rating, their mean."""

    def drawn(value: float, down: float, up: float) -> list[float]:
        if not (down and up):  # nothing would balance what is drawn
            return [value] * draws
        share = up / (down + up)  # of the draws are below the rating
        low, high = (down + up) * down / up, (down + up) * up / down
        even = [random.random() - share for _ in range(draws)]
        return [value + x * (low if x < 0 else high) for x in even]

    return [_turned(map(drawn, *rows)) for rows in zip(*ratings, strict=True)]


def _firsts(i: int, weights: Row, rated: Sequence[Sequence[Row]]) -> float:
    """Count how often i is first with these weights; a shared first is a share."""
    scores = [[_dot(weights, row) for row in rows] for rows in rated]
    firsts = 0.0
    for each in zip(*scores, strict=True):
        least = max(each) - TOLERANCE
        if each[i] >= least:
            firsts += 1 / sum(score >= least for score in each)
    return firsts


def _dot(weights: Row, row: Row) -> float:
    return float(sum(map(mul, weights, row)))


def _turned(rows: Iterable[Iterable[float]]) -> list[Row]:
    return list(zip(*rows, strict=True))
