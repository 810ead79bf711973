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

from ..content import Alternative, Criterion, Knockout, KnockoutKind, is_amount
from .arithmetic import criterion_value, normalised, places, weighted_sum

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .guards import Floats


Verdict = Literal["none", "single", "tie", "close", "ahead"]

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
    with low <= values <= high. What is knocked out has breaches.
    """

    alternative: Alternative
    breaches: tuple[Breach, ...]
    raw: tuple[float, ...]
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


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


def _column(name: str) -> "cached_property[Floats]":
    """Return a property that has one part of every row as an array."""
    return cached_property(lambda found: _array(getattr(r, name) for r in found.rows))


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The outcome of a comparison of m alternatives on n criteria.

    `rows` and `shares` (the weights, which add up to 1) are plain numbers. The same
    as arrays, made when asked for: `weights` (n,), `raw` on the criteria's own scales
    and `values`, `low`, `high`, `contributions` in 0..1 (m, n), `scores`, `ranks` (m,).
    """

    criteria: tuple[Criterion, ...]
    shares: tuple[float, ...]
    rows: tuple[Row, ...]

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

    @property
    def uncertainty(self) -> float:
        """Standard deviation of the margin when ratings vary in their ranges.

        Every rating is taken as uniform between its low and high, and the
        weights as they are. NaN when fewer than two are left.
        """
        if len(self.standing) < 2:
            return math.nan
        return self.noise(*self.standing[:2])

    def noise(self, a: int, b: int) -> float:
        """Standard deviation of the gap between two alternatives, by index."""
        widths = (
            (high - low) * share
            for row in (self.rows[a], self.rows[b])
            for low, high, share in zip(row.low, row.high, self.shares, strict=True)
        )
        return math.sqrt(math.fsum(width**2 for width in widths) / 12)

    @property
    def verdict(self) -> Verdict:
        """Say how the first stands to the second.

        none: all are knocked out; single: one is left; tie: the first rank is
        shared; close: the margin is smaller than its uncertainty; ahead.
        """
        if len(self.standing) < 2:
            return "single" if self.standing else "none"
        if len(self.winners) > 1:
            return "tie"
        return "close" if self.margin < self.uncertainty else "ahead"

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
            is over a cap only when its low figure is, and is otherwise scored at
            its usual figure or the cap, whichever is less.

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

    caps = {CAPPED[k.kind]: k.limit for k in knockouts if k.kind in CAPPED}
    rated = [_rated(each, criteria, caps, knockouts) for each in alternatives]
    return _weighed(tuple(criteria), shares, rated)


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
    return _weighed(comparison.criteria, shares, comparison.rows)


def _weighed(
    criteria: tuple[Criterion, ...], shares: tuple[float, ...], rated: Sequence[Rated]
) -> Comparison:
    """Score and rank; each that is knocked out as if it alone were let in."""
    scores = [weighted_sum(each.values, shares) for each in rated]
    inside = [
        score for score, each in zip(scores, rated, strict=True) if not each.breaches
    ]
    ranks = iter(places(inside))
    rows = tuple(
        Row(
            alternative=each.alternative,
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
    return Comparison(criteria=criteria, shares=shares, rows=rows)


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


def _rated(
    alternative: Alternative,
    criteria: Sequence[Criterion],
    caps: Mapping[str, float | None],
    knockouts: Sequence[Knockout],
) -> Rated:
    raws, values, lows, highs = [], [], [], []
    for criterion in criteria:
        low, raw, high = _numbers(alternative, criterion)
        cap = caps.get(criterion.id)
        if cap is not None and alternative.from_type(criterion.id) and low <= cap:
            raw, high = min(raw, float(cap)), min(high, float(cap))
        value, one, other = (criterion_value(x, criterion) for x in (raw, low, high))
        raws.append(raw)
        values.append(value)
        lows.append(min(one, other))
        highs.append(max(one, other))
    return Rated(
        alternative=alternative,
        breaches=_breaches(alternative, knockouts),
        raw=tuple(raws),
        values=tuple(values),
        low=tuple(lows),
        high=tuple(highs),
    )


def _numbers(
    alternative: Alternative, criterion: Criterion
) -> tuple[float, float, float]:
    """Return low, rating and high of one cell, or refuse them by name."""
    where = f"{alternative.name!r}, criterion {criterion.id!r}"
    found = []
    for part, given in (
        ("low", alternative.low),
        ("rating", alternative.ratings),
        ("high", alternative.high),
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
    alternative: Alternative, knockouts: Sequence[Knockout]
) -> tuple[Breach, ...]:
    found = []
    for knockout in knockouts:
        if knockout.limit is not None:
            name = CAPPED[knockout.kind]
            loose = alternative.from_type(name) or name in alternative.unknown
            least = alternative.low if loose else alternative.ratings
            slack = least[name] - knockout.limit if name in least else 0
            if slack > 0:
                found.append(Breach(knockout.kind, slack))
        elif (knockout.kind == "no_fixed_slot" and alternative.fixed_slot) or (
            knockout.kind == "seat_taken" and alternative.one_seat
        ):
            found.append(Breach(knockout.kind))
    found += [Breach(kind) for kind in alternative.barred]
    return tuple(found)
