"""The additive value model: knock-outs, fixed scales, scores, ranks.

The score of an alternative is its own explanation: the contributions of the
criteria add up to it. Scales are fixed, so that adding or removing an
alternative never reorders the others.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal

from ..content import Alternative, Criterion, Knockout, KnockoutKind, Level, is_amount
from .arithmetic import TOLERANCE, criterion_value, normalised, places, weighted_sum

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


Verdict = Literal["none", "single", "tie", "close", "narrow", "ahead"]

AHEAD, NARROWLY = 0.8, 0.6
"""From which share of draws on one is ahead of another, or narrowly ahead."""

CAPPED: dict[KnockoutKind, str] = {"money": "money", "hours": "time"}


@dataclass(frozen=True, slots=True)
class Breach:
    """Why an alternative is out, and by how much (money a year, hours a month)."""

    kind: KnockoutKind
    slack: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """An alternative before weighing, with a number for each criterion.

    `raw` is on the criteria's own scales; `values`, `low` and `high` are in 0..1,
    with low <= values <= high. What is knocked out has breaches. With `few` it is
    rated for a few hours a month.
    """

    alternative: Alternative
    few: bool
    breaches: tuple[Breach, ...]
    raw: tuple[float, ...]
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    @property
    def level(self) -> Level:
        """How the alternative is rated here, on the criteria's own scales."""
        return (self.few and self.alternative.few) or self.alternative

    @property
    def idle(self) -> bool:
        """Whether the business is in it by law and takes no part: nothing to try."""
        return any(breach.kind == "idle" for breach in self.breaches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Rated):
    """An alternative after weighing; `contributions` add up to `score`.

    Ranks count only what is not knocked out; a knocked-out alternative has the
    rank that it would have had if it alone were let in.
    """

    contributions: tuple[float, ...]
    score: float
    rank: int


def _array(numbers: Iterable[object]) -> "NDArray[Any]":
    import numpy as np

    return np.array(tuple(numbers))


def _column(name: str) -> "cached_property[NDArray[np.float64]]":
    """Return a property that has one part of every row as an array."""
    return cached_property(lambda found: _array(getattr(r, name) for r in found.rows))


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The outcome of a comparison of m alternatives on n criteria.

    `rows` and `shares` (the weights, which add up to 1) are plain numbers; `ways` has
    the ways in which each alternative can be used, of which its row is the better one
    by these weights. The same as arrays, made when asked for: `weights` (n,), `raw` on
    the criteria's own scales and `values`, `low`, `high`, `contributions` in 0..1
    (m, n), `scores`, `ranks` (m,).
    """

    criteria: tuple[Criterion, ...]
    shares: tuple[float, ...]
    rows: tuple[Row, ...]
    ways: tuple[tuple[Rated, ...], ...]

    @cached_property
    def alternatives(self) -> tuple[Alternative, ...]:
        """What is compared, in the order given."""
        return tuple(row.alternative for row in self.rows)

    @cached_property
    def breaches(self) -> tuple[tuple[Breach, ...], ...]:
        """Why each alternative is out; nothing where it is not."""
        return tuple(row.breaches for row in self.rows)

    weights = cached_property(lambda self: _array(self.shares))
    raw = _column("raw")
    values = _column("values")
    low = _column("low")
    high = _column("high")
    contributions = _column("contributions")
    scores = _column("score")
    ranks = cached_property(lambda self: _array(row.rank for row in self.rows))

    @cached_property
    def standing(self) -> tuple[int, ...]:
        """Indices of what is not knocked out, the best first, ties in order."""
        inside = [i for i, row in enumerate(self.rows) if not row.breaches]
        return tuple(sorted(inside, key=lambda i: self.rows[i].rank))

    @property
    def out(self) -> tuple[int, ...]:
        """Indices of what is knocked out, in the order given."""
        return tuple(i for i, row in enumerate(self.rows) if row.breaches)

    @property
    def winners(self) -> tuple[int, ...]:
        """Indices of all that share the first rank."""
        return tuple(i for i in self.standing if self.rows[i].rank == 1)

    @property
    def margin(self) -> float:
        """How far the first is ahead of the second, in score; 0 for a tie.

        NaN when fewer than two are left.
        """
        if len(self.standing) < 2:
            return math.nan
        first, second = (self.rows[i] for i in self.standing[:2])
        return 0.0 if first.rank == second.rank else first.score - second.score

    def noise(self, a: int, b: int) -> float:
        """Standard deviation of the gap between two alternatives, by index.

        Every rating is the mean of what is plausible: values below and above it are
        even in themselves, and as frequent as makes them balance. Such a rating has
        the variance (rating - low) x (high - rating) / 3.
        """
        return math.sqrt(math.fsum((*self.variances(a), *self.variances(b))))

    def variances(self, i: int) -> list[float]:
        """Return the variance that each criterion brings into a score; see `noise`."""
        row = self.rows[i]
        return [
            share**2 * (value - low) * (high - value) / 3
            for low, value, high, share in zip(
                row.low, row.values, row.high, self.shares, strict=True
            )
        ]

    def ahead(self, a: int, b: int) -> float:
        """Share of plausible ratings with which a is ahead of b, the weights as given.

        The closed form of what `analyse` counts with mode "fixed": the gap of two
        sums of many ratings is close to normal.
        """
        gap, noise = self.rows[a].score - self.rows[b].score, self.noise(a, b)
        if not noise:
            return (1 + (gap > TOLERANCE) - (gap < -TOLERANCE)) / 2
        return (1 + math.erf(gap / noise / math.sqrt(2))) / 2

    @property
    def verdict(self) -> Verdict:
        """Say how the first stands to the others.

        none: all are knocked out; single: one is left; tie: the first rank is
        shared; ahead: it stays ahead of each other one in at least 80 % of plausible
        ratings; narrow: in at least 60 %; close.
        """
        if len(self.standing) < 2:
            return "single" if self.standing else "none"
        if len(self.winners) > 1:
            return "tie"
        if self.least >= AHEAD:
            return "ahead"
        return "narrow" if self.least >= NARROWLY else "close"

    @property
    def least(self) -> float:
        """The least share with which the first is ahead of another; 1 without one."""
        first, *others = self.standing
        return min((self.ahead(first, other) for other in others), default=1.0)

    def rivals(self, share: float = NARROWLY) -> tuple[int, ...]:
        """Indices of all that the first is ahead of in less than this share."""
        first, *others = self.standing
        return tuple(i for i in others if self.ahead(first, i) < share)

    def index(self, name: str) -> int:
        """Return the place of the alternative with this id.

        Raises:
            ValueError: If there is none.
        """
        ids = [row.alternative.id for row in self.rows]
        if name not in ids:
            raise ValueError(f"no alternative {name!r}; there are {', '.join(ids)}")
        return ids.index(name)


def compare(
    alternatives: Sequence[Alternative],
    criteria: Sequence[Criterion],
    weights: Mapping[str, float],
    knockouts: Sequence[Knockout] = (),
) -> Comparison:
    """Knock out, score and rank alternatives.

    Args:
        alternatives: At least one, ids and names all different, each with a
            rating (and low and high) on every criterion's own scale.
        criteria: At least one, ids all different.
        weights: Importance by criterion id, one for each, non-negative with a
            positive sum; only ratios matter.
        knockouts: What excludes an alternative, at most one of each kind. A type
            is over a cap only when its low figure is. What can be used in two ways
            is used in the one that scores better within the limits; so a higher
            limit never lowers a score.

    Returns:
        The comparison, alternatives and criteria in the order given.

    Raises:
        ValueError: If anything is missing, repeated, unknown or off its scale;
            the sentence names the alternative, the criterion and the value.
    """
    _check_names("alternative", [a.id for a in alternatives])
    _check_names("name", [a.name for a in alternatives])
    _check_names("criterion", [c.id for c in criteria])
    _check_names("knock-out", [k.kind for k in knockouts], may_be_empty=True)
    shares = _shares(weights, criteria)

    ways = tuple(_ways(each, criteria, knockouts) for each in alternatives)
    return _weighed(tuple(criteria), shares, ways)


def reweigh(comparison: Comparison, weights: Mapping[str, float]) -> Comparison:
    """Compare the same alternatives with other weights.

    Scales are fixed, so nothing but scores, contributions and ranks changes.

    Args:
        comparison: What was compared.
        weights: As for `compare`.

    Raises:
        ValueError: As `compare`, for the weights.
    """
    shares = _shares(weights, comparison.criteria)
    return _weighed(comparison.criteria, shares, comparison.ways)


def _weighed(
    criteria: tuple[Criterion, ...],
    shares: tuple[float, ...],
    ways: tuple[tuple[Rated, ...], ...],
) -> Comparison:
    """Score and rank; each that is knocked out as if it alone were let in."""

    def worth(way: Rated) -> tuple[float, ...]:
        # Where neither is let in, the one that is nearer to it stands for both.
        over = math.fsum(breach.slack for breach in way.breaches)
        return -len(way.breaches), -over, weighted_sum(way.values, shares)

    # Of two that score the same the first is taken: used as usual.
    rated = [max(each, key=worth) for each in ways]
    scores = [weighted_sum(each.values, shares) for each in rated]
    inside = [
        score for score, each in zip(scores, rated, strict=True) if not each.breaches
    ]
    ranks = iter(places(inside))
    rows = tuple(
        Row(
            alternative=each.alternative,
            few=each.few,
            breaches=each.breaches,
            raw=each.raw,
            values=each.values,
            low=each.low,
            high=each.high,
            contributions=tuple(
                value * share for value, share in zip(each.values, shares, strict=True)
            ),
            score=score,
            rank=places([*inside, score])[-1] if each.breaches else next(ranks),
        )
        for each, score in zip(rated, scores, strict=True)
    )
    return Comparison(criteria=criteria, shares=shares, rows=rows, ways=ways)


def _check_names(what: str, names: Sequence[str], may_be_empty: bool = False) -> None:
    if not names and not may_be_empty:
        raise ValueError(f"no {what} to compare; give at least one")
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{what} {name!r} comes twice; give each once")


def _shares(
    weights: Mapping[str, float], criteria: Sequence[Criterion]
) -> tuple[float, ...]:
    """Return weights that add up to 1, one for each criterion, or refuse them."""
    ids = [criterion.id for criterion in criteria]
    for name in weights:
        if name not in ids:
            raise ValueError(f"weight for unknown criterion {name!r}; use one of {ids}")
    for name in ids:
        if name not in weights:
            raise ValueError(f"no weight for criterion {name!r}; give 0 or more")
        weight = weights[name]
        if isinstance(weight, bool) or not isinstance(weight, Real):
            raise ValueError(f"weight of {name!r} is {weight!r}; it must be a number")
        if not is_amount(weight):
            raise ValueError(f"weight of {name!r} is {weight}; it must be 0 or more")
    return tuple(normalised([float(weights[name]) for name in ids]))


def _ways(
    alternative: Alternative,
    criteria: Sequence[Criterion],
    knockouts: Sequence[Knockout],
) -> tuple[Rated, ...]:
    """Rate an alternative as usual and, where that is another way, at few hours."""
    levels = (alternative, alternative.few)
    return tuple(
        _rated(alternative, level, criteria, knockouts) for level in levels if level
    )


def _rated(
    alternative: Alternative,
    level: Level,
    criteria: Sequence[Criterion],
    knockouts: Sequence[Knockout],
) -> Rated:
    raws, values, lows, highs = [], [], [], []
    for criterion in criteria:
        low, raw, high = _numbers(alternative, level, criterion)
        value, one, other = (criterion_value(x, criterion) for x in (raw, low, high))
        raws.append(raw)
        values.append(value)
        lows.append(min(one, other))
        highs.append(max(one, other))
    return Rated(
        alternative=alternative,
        few=level is not alternative,
        breaches=_breaches(alternative, level, knockouts),
        raw=tuple(raws),
        values=tuple(values),
        low=tuple(lows),
        high=tuple(highs),
    )


def _numbers(
    alternative: Alternative, level: Level, criterion: Criterion
) -> tuple[float, float, float]:
    """Return low, rating and high of one cell, or refuse them by name."""
    where = f"{alternative.name!r}, criterion {criterion.id!r}"
    found = []
    for part, given in (
        ("low", level.low),
        ("rating", level.ratings),
        ("high", level.high),
    ):
        if criterion.id not in given:
            raise ValueError(f"{where}: no {part}; give one")
        try:
            criterion_value(given[criterion.id], criterion)
        except ValueError as error:
            raise ValueError(f"{where}: {part} {error}") from None
        found.append(float(given[criterion.id]))
    low, rating, high = found
    if not low <= rating <= high:
        raise ValueError(
            f"{where}: low {low:g}, rating {rating:g}, high {high:g}; they must rise"
        )
    return low, rating, high


def _breaches(
    alternative: Alternative, level: Level, knockouts: Sequence[Knockout]
) -> tuple[Breach, ...]:
    found, usual = [], level is alternative
    for knockout in knockouts:
        if knockout.limit is not None:
            name = CAPPED[knockout.kind]
            loose = alternative.from_type(name) or name in alternative.unknown
            least = level.low if loose else level.ratings
            slack = least[name] - knockout.limit if name in least else 0
            if slack > 0:
                found.append(Breach(knockout.kind, slack))
        elif usual and (
            (knockout.kind == "no_fixed_slot" and alternative.fixed_slot)
            or (knockout.kind == "seat_taken" and alternative.one_seat)
        ):
            found.append(Breach(knockout.kind))
    found += [Breach(kind) for kind in alternative.barred]
    return tuple(found)
