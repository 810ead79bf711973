"""The additive value model: knock-outs, fixed scales, scores, ranks, suggestions.

The bare arithmetic is in `arithmetic` and can be imported from here.

The score of an alternative is its own explanation: the contributions of the
criteria add up to it. Scales are fixed, so that adding or removing an
alternative never reorders the others.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from numbers import Real
from typing import Literal

import numpy as np

from .arithmetic import (
    TOLERANCE,
    contributions,
    criterion_value,
    piecewise_value,
    ranks,
    roc_weights,
    score,
)
from .guards import Floats, Ints, check_weights
from .model import (
    Alternative,
    Course,
    Criterion,
    Knockout,
    KnockoutKind,
    Lang,
    Profile,
    is_amount,
)

__all__ = [
    "TOLERANCE",
    "Breach",
    "Comparison",
    "Suggestion",
    "compare",
    "contributions",
    "criterion_value",
    "knockouts",
    "piecewise_value",
    "ranks",
    "reweigh",
    "roc_weights",
    "score",
    "suggest",
    "types",
]

Verdict = Literal["none", "single", "tie", "close", "ahead"]

# Where a profile says nothing: what brings business before what is pleasant. Our
# estimate; a learner changes the order by hand.
USUAL_ORDER = (
    "referrals",
    "fit",
    "trust",
    "commitment",
    "reputation",
    "variety",
    "safety",
)
# Budgets (EUR a year) and hours (a month) up to which they are felt most: the
# first bound puts the criterion right behind the needs, the last one near the end.
MONEY_BOUNDS = (150, 600, 2000)
HOURS_BOUNDS = (4, 8, 16)
_CAPPED: dict[KnockoutKind, str] = {"money": "money", "hours": "time"}


@dataclass(frozen=True, slots=True)
class Breach:
    """Why an alternative is out, and by how much (EUR a year, hours a month)."""

    kind: KnockoutKind
    slack: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The outcome of a comparison of m alternatives on n criteria.

    `weights` add up to 1. `values`, `low` and `high` are (m, n) in 0..1, with
    low <= values <= high. `contributions` add up to `scores`. `ranks` count
    only what is not knocked out; a knocked-out alternative has the rank that it
    would have had if it alone were let in.
    """

    alternatives: tuple[Alternative, ...]
    criteria: tuple[Criterion, ...]
    weights: Floats
    raw: Floats
    values: Floats
    low: Floats
    high: Floats
    scores: Floats
    contributions: Floats
    ranks: Ints
    breaches: tuple[tuple[Breach, ...], ...]

    @property
    def standing(self) -> tuple[int, ...]:
        """Indices of what is not knocked out, the best first, ties in order."""
        inside = [i for i, breaches in enumerate(self.breaches) if not breaches]
        return tuple(sorted(inside, key=lambda i: (self.ranks[i], i)))

    @property
    def out(self) -> tuple[int, ...]:
        """Indices of what is knocked out, in the order given."""
        return tuple(i for i, breaches in enumerate(self.breaches) if breaches)

    @property
    def winners(self) -> tuple[int, ...]:
        """Indices of all that share the first rank."""
        return tuple(i for i in self.standing if self.ranks[i] == 1)

    @property
    def margin(self) -> float:
        """How far the first is ahead of the second, in score; 0 for a tie.

        NaN when fewer than two are left.
        """
        if len(self.standing) < 2:
            return math.nan
        first, second = self.standing[:2]
        gap = float(self.scores[first] - self.scores[second])
        return 0.0 if self.ranks[first] == self.ranks[second] else gap

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
        pair = [a, b]
        widths = (self.high[pair] - self.low[pair]) * self.weights
        return math.sqrt(float((widths**2).sum()) / 12)

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
        ids = [alternative.id for alternative in self.alternatives]
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
    shares = check_weights(_weight_list(weights, criteria), len(criteria))

    caps = {_CAPPED[k.kind]: k.limit for k in knockouts if k.kind in _CAPPED}
    rows = [_row(alternative, criteria, caps) for alternative in alternatives]
    raw, values, low, high = (np.array(part) for part in zip(*rows, strict=True))
    breaches = tuple(_breaches(each, knockouts) for each in alternatives)
    scores = values @ shares
    return Comparison(
        alternatives=tuple(alternatives),
        criteria=tuple(criteria),
        weights=shares,
        raw=raw,
        values=values,
        low=low,
        high=high,
        scores=scores,
        contributions=values * shares,
        ranks=_ranks_inside(scores, [not each for each in breaches]),
        breaches=breaches,
    )


def reweigh(comparison: Comparison, weights: Mapping[str, float]) -> Comparison:
    """Compare the same alternatives with other weights.

    Scales are fixed, so nothing but scores, contributions and ranks changes.

    Args:
        comparison: What was compared.
        weights: As for `compare`.

    Raises:
        ValueError: As `compare`, for the weights.
    """
    criteria = comparison.criteria
    shares = check_weights(_weight_list(weights, criteria), len(criteria))
    scores = comparison.values @ shares
    return replace(
        comparison,
        weights=shares,
        scores=scores,
        contributions=comparison.values * shares,
        ranks=_ranks_inside(scores, [not each for each in comparison.breaches]),
    )


def _check_names(what: str, names: Sequence[str], may_be_empty: bool = False) -> None:
    if not names and not may_be_empty:
        raise ValueError(f"no {what} to compare; give at least one")
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{what} {name!r} comes twice; give each once")


def _weight_list(
    weights: Mapping[str, float], criteria: Sequence[Criterion]
) -> list[float]:
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
    return [float(weights[name]) for name in ids]


def _row(
    alternative: Alternative,
    criteria: Sequence[Criterion],
    caps: Mapping[str, float | None],
) -> tuple[list[float], list[float], list[float], list[float]]:
    """Return raw ratings, values and their bounds for one alternative."""
    raws, values, lows, highs = [], [], [], []
    for criterion in criteria:
        low, raw, high = _numbers(alternative, criterion)
        cap = caps.get(criterion.id)
        if cap is not None and alternative.from_type(criterion.id) and low <= cap:
            raw, high = min(raw, cap), min(high, cap)
        value, one, other = (criterion_value(x, criterion) for x in (raw, low, high))
        raws.append(raw)
        values.append(value)
        lows.append(min(one, other))
        highs.append(max(one, other))
    return raws, values, lows, highs


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
            name = _CAPPED[knockout.kind]
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


def _ranks_inside(scores: Floats, inside: Sequence[bool]) -> Ints:
    """Rank what is inside; rank each of the others as if it alone were let in."""
    mask = np.array(inside)
    result = np.empty(len(scores), dtype=np.int64)
    if mask.any():
        result[mask] = ranks(scores[mask])
    for i in np.flatnonzero(~mask):
        result[i] = ranks(np.append(scores[mask], scores[i]))[-1]
    return result


def types(course: Course, profile: Profile, lang: Lang) -> tuple[Alternative, ...]:
    """Return the course's types as alternatives, as rated for a business.

    Country and market choose among the variants of a rating.
    """
    found = []
    for group in course.groups.values():
        cells = {
            name: course.ratings[group.id, name].at(profile.country, profile.market)
            for name in course.criteria
        }
        found.append(
            Alternative(
                id=group.id,
                name=group.name[lang],
                group=group.id,
                colour=group.colour,
                ratings={name: cell.value for name, cell in cells.items()},
                low={name: cell.low for name, cell in cells.items()},
                high={name: cell.high for name, cell in cells.items()},
                fixed_slot=group.fixed_slot,
                one_seat=group.one_seat,
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Starting weights and knock-outs for a business; a start, not an answer.

    `order` has the criteria that count, the most important first. `weights` add
    up to 1 and hold every criterion, 0 for what is worth nothing to this
    business. `reasons` says by criterion which answer put it in its place:
    need, market, budget, hours or usual.
    """

    order: tuple[str, ...]
    weights: dict[str, float]
    knockouts: tuple[Knockout, ...]
    reasons: dict[str, str]


def suggest(profile: Profile, course: Course) -> Suggestion:
    """Turn a few answers about a business into starting weights and knock-outs.

    The needs come first, in the order given. A wider reach follows when
    customers are spread over the country or abroad, stands lower for a regional
    market, and is worth nothing in a purely local one. Money and time stand the
    higher the scarcer they are. Everything else keeps the usual order. The
    weights are the rank-order centroid of that order.

    Args:
        profile: The answers; its needs are ids of rated criteria.
        course: The content whose criteria are to be weighted.

    Returns:
        Order, weights by criterion id, knock-outs, and the reason for each place.

    Raises:
        ValueError: If a need is no rated criterion of the course.
    """
    rated = [name for name, c in course.criteria.items() if c.scale == "rated"]
    for need in profile.needs:
        if need not in rated:
            raise ValueError(f"need {need!r} is unknown; use one of {rated}")

    money = sum(profile.money > bound for bound in MONEY_BOUNDS)
    hours = sum(profile.hours > bound for bound in HOURS_BOUNDS)
    scarce = [("money", money, "budget"), ("time", hours, "hours")]
    usual = [(name, "usual") for name in USUAL_ORDER]
    placed = ("reach", *_CAPPED.values())
    others = [(name, "usual") for name in course.criteria if name not in placed]
    wide = [("reach", "market")]

    def felt(*levels: int) -> list[tuple[str, str]]:
        return [(name, why) for name, level, why in scarce if level in levels]

    places = [
        *((name, "need") for name in profile.needs),
        *(wide if profile.market in ("national", "international") else []),
        *felt(0),
        *felt(1),
        *usual[:3],
        *felt(2),
        *(wide if profile.market == "regional" else []),
        *usual[3:],
        *others,
        *felt(3),
    ]
    reasons: dict[str, str] = {}
    for name, why in places:
        if name in course.criteria and not (
            name == "reach" and profile.market == "local"
        ):
            reasons.setdefault(name, why)
    shares = roc_weights(len(reasons))
    weights = dict.fromkeys(course.criteria, 0.0)
    weights.update(zip(reasons, shares.tolist(), strict=True))
    return Suggestion(
        order=tuple(reasons),
        weights=weights,
        knockouts=knockouts(profile),
        reasons=reasons,
    )


def knockouts(profile: Profile) -> tuple[Knockout, ...]:
    """Return what excludes an alternative for this business."""
    found = [
        Knockout(kind="money", limit=profile.money),
        Knockout(kind="hours", limit=profile.hours),
    ]
    if not profile.fixed_slot:
        found.append(Knockout(kind="no_fixed_slot"))
    if profile.seat_taken:
        found.append(Knockout(kind="seat_taken"))
    return tuple(found)
