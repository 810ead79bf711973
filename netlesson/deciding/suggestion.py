"""What a business starts from: the types as rated for it, weights and knock-outs."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from ..content import (
    Alternative,
    Course,
    Knockout,
    Lang,
    Level,
    Profile,
    Rating,
    Variant,
    converted,
    local,
)
from .arithmetic import centroid
from .comparison import CAPPED

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
# Budgets (in euros a year) and hours (a month) up to which they are felt most: the
# first bound puts the criterion right behind the needs, the last one near the end.
MONEY_BOUNDS = (150, 600, 2000)
HOURS_BOUNDS = (4, 8, 16)


def types(course: Course, profile: Profile, lang: Lang) -> tuple[Alternative, ...]:
    """Return the course's types as alternatives, as rated for a business.

    What is answered about it chooses among the variants of a rating; prices are in
    the currency of its country.
    """
    course = local(course, profile.country)
    found = []
    for group in course.groups.values():
        cells = cells_of(course, group.id, profile)
        usual = _level(cells)
        few = _level(cells_of(course, group.id, profile, few=True))
        # Whoever belongs by law only, and spends no hour on it, has nothing to try.
        time = cells.get("time")
        idle = isinstance(time, Variant) and "idle" in time.chamber and not time.high
        found.append(
            Alternative(
                id=group.id,
                name=group.name[lang],
                group=group.id,
                colour=group.colour,
                **msgspec.structs.asdict(usual),
                few=few if few != usual else None,
                fixed_slot=group.fixed_slot,
                one_seat=group.one_seat,
                barred=("idle",) if idle else (),
            )
        )
    return tuple(found)


def cells_of(
    course: Course, group: str, business: Profile, few: bool = False
) -> dict[str, Rating | Variant]:
    """Return what a type gets on each criterion, as rated for a business."""
    return {
        name: course.ratings[group, name].at(business, few) for name in course.criteria
    }


def _level(cells: Mapping[str, Rating | Variant]) -> Level:
    return Level(
        ratings={name: cell.value for name, cell in cells.items()},
        low={name: cell.low for name, cell in cells.items()},
        high={name: cell.high for name, cell in cells.items()},
    )


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

    near_by = profile.market == "local"
    reasons: dict[str, str] = {}
    for name, why in _by_importance(profile, course):
        if name in course.criteria and not (name == "reach" and near_by):
            reasons.setdefault(name, why)
    weights = dict.fromkeys(course.criteria, 0.0)
    weights.update(zip(reasons, centroid(len(reasons)), strict=True))
    return Suggestion(
        order=tuple(reasons),
        weights=weights,
        knockouts=knockouts(profile),
        reasons=reasons,
    )


def _by_importance(profile: Profile, course: Course) -> list[tuple[str, str]]:
    """List criteria with the reason for their place; a later mention is no matter."""
    own = course.currency_of(profile.country)
    bounds = [converted(course, bound, "EUR", own) for bound in MONEY_BOUNDS]
    money = sum(profile.money > bound for bound in bounds)
    hours = sum(profile.hours > bound for bound in HOURS_BOUNDS)
    scarce = [("money", money, "budget"), ("time", hours, "hours")]
    usual = [(name, "usual") for name in USUAL_ORDER]
    placed = ("reach", *CAPPED.values())
    others = [(name, "usual") for name in course.criteria if name not in placed]
    wide = [("reach", "market")]

    def felt(*levels: int) -> list[tuple[str, str]]:
        return [(name, why) for name, level, why in scarce if level in levels]

    return [
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
