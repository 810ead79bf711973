"""The learner's own groups: real ones, each started from one of the types.

What a learner has not changed stays as the type's, evidence included. What they do
not know counts at the middle of its scale, with the whole scale as its range.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import chain, count, pairwise
from typing import Any, Literal
from uuid import uuid4

import msgspec

from ..content import (
    HIGHEST,
    LOWEST,
    Alternative,
    Course,
    Criterion,
    KnockoutKind,
    Lang,
    Level,
    Profile,
    Record,
    is_number,
    local,
)
from ..language import HOURS, MONEY
from .suggestion import types

State = Literal["type", "own", "unknown"]
Fact = Literal["yes", "no", "unknown"]

FACTS = ("fixed_slot", "seat_taken", "guests")
MOST_GROUPS = 12
IDS = re.compile("own-[0-9a-f]{1,8}")
LONGEST_TEXT = 500
LEAST_COMPARED = 2


class OwnCell(Record, frozen=True):
    """What a learner says about one criterion of a group.

    `type`: as the type's; `own`: `value`, between `low` and `high` where they are
    given; `unknown`. An `own` cell without a value yet counts as the type's.
    """

    state: State = "type"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        given = [x for x in (self.low, self.value, self.high) if x is not None]
        if not all(map(is_number, given)) or given != sorted(given):
            raise ValueError(
                f"low, value, high are {given}; they must be finite and rise"
            )
        if len(self.note) > LONGEST_TEXT:
            raise ValueError(
                f"a note has {len(self.note)} characters; at most {LONGEST_TEXT}"
            )

    @property
    def in_force(self) -> State:
        """What the cell counts as."""
        return "type" if self.state == "own" and self.value is None else self.state


class OwnGroup(Record, frozen=True):
    """A real group: what it is called, its type, and what is known about it."""

    id: str
    type: str
    name: str
    cells: dict[str, OwnCell] = msgspec.field(default_factory=dict)
    fixed_slot: Fact = "unknown"
    seat_taken: Fact = "unknown"
    guests: Fact = "unknown"

    def __post_init__(self) -> None:
        if len(self.name) > LONGEST_TEXT:
            raise ValueError(
                f"a name has {len(self.name)} characters; at most {LONGEST_TEXT}"
            )

    def cell(self, criterion: str) -> OwnCell:
        """Return what is said about a criterion; as the type's if nothing is."""
        return self.cells.get(criterion, OwnCell())


class OwnGroups(Record, frozen=True):
    """All groups of a learner's own, and which types are compared beside them.

    A type of which a real group is there steps aside, because the two would take
    first places from each other; `shown` has those that the learner wants all the
    same, and `hidden` what is left out.
    """

    groups: tuple[OwnGroup, ...] = ()
    hidden: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    @property
    def real(self) -> frozenset[str]:
        """The types of which a real group is there."""
        return frozenset(each.type for each in self.groups)

    def kinds(self, course: Course) -> tuple[str, ...]:
        """Return the types that are compared."""
        aside = {*self.hidden, *(self.real - {*self.shown})}
        return tuple(name for name in course.groups if name not in aside)

    def comparing(self, kinds: Collection[str], course: Course) -> "OwnGroups":
        """Compare these types, and no others."""
        left = [name for name in course.groups if name not in kinds]
        return msgspec.structs.replace(
            self,
            hidden=tuple(
                name for name in left if name not in self.real or name in self.hidden
            ),
            shown=tuple(n for n in course.groups if n in kinds and n in self.real),
        )

    def get(self, ident: str) -> OwnGroup | None:
        """Return the group with this id, or None."""
        return next((each for each in self.groups if each.id == ident), None)

    def changed(self, group: OwnGroup) -> "OwnGroups":
        """Put a group in the place of the one with its id."""
        groups = tuple(group if g.id == group.id else g for g in self.groups)
        return msgspec.structs.replace(self, groups=groups)

    def removed(self, ident: str) -> "OwnGroups":
        """Leave a group out."""
        groups = tuple(each for each in self.groups if each.id != ident)
        return msgspec.structs.replace(self, groups=groups)

    def added(self, group: OwnGroup) -> "OwnGroups":
        """Put a group at the end, under an id of its own.

        Raises:
            ValueError: If there are as many as there may be.
        """
        if len(self.groups) >= MOST_GROUPS:
            raise ValueError(
                f"there are {len(self.groups)} groups of one's own; at most "
                f"{MOST_GROUPS}, so remove one first"
            )
        new = msgspec.structs.replace(group, id=new_id())
        return msgspec.structs.replace(self, groups=(*self.groups, new))

    def too_few(self, course: Course) -> bool:
        """Tell whether fewer are left than can be compared."""
        return len(self.kinds(course)) + len(self.groups) < LEAST_COMPARED


def new_id() -> str:
    """Return an id that no other notebook or computer gives to another group."""
    return f"own-{uuid4().hex[:8]}"


def from_type(kind: str, name: str, course: Course) -> OwnGroup:
    """Start a group from a type; the rest is still to be found out.

    Raises:
        KeyError: If there is no such type.
    """
    fixed: Fact = "yes" if course.groups[kind].fixed_slot else "no"
    return OwnGroup(id="", type=kind, name=name, fixed_slot=fixed)


def read_own(data: Mapping[str, Any] | None, course: Course) -> OwnGroups:
    """Read what the journal holds; leave out what is damaged, keep the rest."""
    data = data or {}
    found = OwnGroups()
    for each in _entries(data.get("groups"))[:MOST_GROUPS]:
        group = _read_group(each, course)
        if group is not None and found.get(group.id) is None:
            found = OwnGroups(groups=(*found.groups, group))
    hidden, shown = (
        tuple(name for name in course.groups if name in _entries(data.get(part)))
        for part in ("hidden", "shown")
    )
    found = msgspec.structs.replace(found, shown=shown)
    own = msgspec.structs.replace(found, hidden=hidden)
    return found if own.too_few(course) else own


def _entries(given: object) -> list[Any]:
    return given if isinstance(given, list) else []


def _read_group(given: Any, course: Course) -> OwnGroup | None:
    cells = given.get("cells") if isinstance(given, dict) else None
    if not isinstance(cells, dict):
        return None
    read = {
        name: cell
        for name, each in cells.items()
        if name in course.criteria
        and (cell := _read_cell(each, course.criteria[name])) is not None
    }
    try:
        group = msgspec.convert({**given, "cells": {}}, OwnGroup)
    except (msgspec.ValidationError, OverflowError):
        return None
    if group.type not in course.groups or not IDS.fullmatch(group.id):
        return None
    return msgspec.structs.replace(group, cells=read)


def _read_cell(given: Any, criterion: Criterion) -> OwnCell | None:
    try:
        cell = msgspec.convert(_widened(given), OwnCell)
    except (msgspec.ValidationError, OverflowError):
        return None
    low, high = limits(criterion)
    amounts = (x for x in (cell.low, cell.value, cell.high) if x is not None)
    return cell if all(low <= x <= high for x in amounts) else None


def _widened(given: Any) -> Any:
    """Let a range hold its value: two notebooks may have changed one of them each."""
    if not isinstance(given, dict) or not is_number(value := given.get("value")):
        return given
    ends = {"low": min, "high": max}
    wide = {
        n: end(given[n], value) for n, end in ends.items() if is_number(given.get(n))
    }
    return {**given, **wide}


def limits(criterion: Criterion) -> tuple[float, float]:
    """Return the least and the most that can be entered on a criterion."""
    if criterion.scale == "rated":
        return LOWEST, HIGHEST
    return 0.0, (HOURS if criterion.id == "time" else MONEY).most


def whole_scale(criterion: Criterion) -> tuple[float, float, float]:
    """Return the ends of a scale and the rating half-way in value between them."""
    if criterion.scale == "rated":
        return LOWEST, (LOWEST + HIGHEST) / 2, HIGHEST
    points = criterion.points
    # Values may stay level for a while; they run from one end of 0..1 to the other.
    middle = next(
        x + (next_x - x) * (0.5 - y) / (next_y - y)
        for (x, y), (next_x, next_y) in pairwise(points)
        if y != next_y and min(y, next_y) <= 0.5 <= max(y, next_y)
    )
    return points[0][0], middle, points[-1][0]


def compared(
    own: OwnGroups, course: Course, profile: Profile, lang: Lang
) -> tuple[Alternative, ...]:
    """Return the types that are shown and the learner's own groups, as rated.

    Names are made different, because a comparison tells its alternatives apart by
    them; a group without a name is called after its type.
    """
    course = local(course, profile.country)
    kinds = {each.id: each for each in types(course, profile, lang)}
    found = [kinds[name] for name in own.kinds(course)]
    if own.groups and profile.by_law == "idle":
        # Whoever names a real chamber thinks of taking part in it.
        active = msgspec.structs.replace(profile, chamber="active")
        kinds = {each.id: each for each in types(course, active, lang)}
    names = {each.name for each in kinds.values()}
    for group in own.groups:
        kind = course.groups[group.type].name[lang]
        nameless = course.say("own.nameless", lang, type=kind)
        given = group.name.strip() or nameless
        numbered = (f"{given} ({n})" for n in count(2))
        name = next(each for each in chain([given], numbered) if each not in names)
        names.add(name)
        found.append(_alternative(group, name, kinds[group.type], course))
    return tuple(found)


def _alternative(
    group: OwnGroup, name: str, kind: Alternative, course: Course
) -> Alternative:
    said = {name: group.cell(name) for name in course.criteria}
    notes = {name: c.note for name, c in said.items() if c.in_force != "type"}
    unknown = [name for name, cell in said.items() if cell.in_force == "unknown"]
    usual = _level(said, kind, course)
    # Whoever knows the hours of a group, or its weekly slot, has no choice of them.
    fixed = group.fixed_slot == "yes"
    few = None if fixed or "time" in notes else kind.few
    return Alternative(
        id=group.id,
        name=name,
        group=group.type,
        colour=kind.colour,
        **msgspec.structs.asdict(usual),
        few=few and _level(said, few, course),
        fixed_slot=fixed,
        # As long as nobody has asked, what holds for the type near by holds.
        one_seat=kind.one_seat and group.seat_taken == "unknown",
        own=True,
        notes=notes,
        unknown=tuple(unknown),
        barred=tuple(_barred(group)),
    )


def _level(said: Mapping[str, OwnCell], level: Level, course: Course) -> Level:
    """Return how a type is rated, with what is said about one of its groups."""
    ratings, low, high = dict(level.ratings), dict(level.low), dict(level.high)
    for name, cell in said.items():
        if cell.in_force == "unknown":
            low[name], ratings[name], high[name] = whole_scale(course.criteria[name])
        elif cell.in_force == "own" and cell.value is not None:
            ratings[name] = cell.value
            low[name] = cell.value if cell.low is None else cell.low
            high[name] = cell.value if cell.high is None else cell.high
    return Level(ratings=ratings, low=low, high=high)


def _barred(group: OwnGroup) -> Iterable[KnockoutKind]:
    if group.seat_taken == "yes":
        yield "seat_taken"
    if group.guests == "no":
        yield "no_guests"
