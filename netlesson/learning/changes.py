"""What several notebooks change together: written as changes, folded into one state.

Every notebook has its own kernel, and each of them shows what it read a while ago. So
an event holds the fields that somebody changed and nothing else; the state is all
events laid over each other in the order in which they were typed. A change is a JSON
merge patch (RFC 7396): objects are merged, null takes a field away, anything else
replaces what was there.

Events of schema 1 held everything that one kernel remembered. They replace the state.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from ..content import EURO, Course, converted, is_amount
from ..deciding import CostInputs, OwnGroups, read_inputs, read_own
from .journal import Event

STATES = ("profile", "weights", "costs", "own", "plan", "result")
"""The kinds of event that are folded into a state."""

PARTS = ("low", "usual", "high")
KINDS = ("hidden", "shown")
SUGGESTED = "suggested"
PRICES = {"money", "hour", "brings", "budget", "spent"}
"""What holds money in any state but that of the weights."""

State = dict[str, Any]


def patched(state: Any, patch: Mapping[str, Any]) -> State:
    """Return a state with a change laid over it."""
    new = dict(state) if isinstance(state, Mapping) else {}
    for name, change in patch.items():
        if isinstance(change, Mapping):
            new[name] = patched(new.get(name), change)
        elif change is None:
            new.pop(name, None)
        else:
            new[name] = change
    return new


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> State:
    """Return the change that leads from one state to another."""
    change: State = {name: None for name in before if name not in after}
    for name, now in after.items():
        was = before.get(name)
        if isinstance(now, Mapping) and isinstance(was, Mapping):
            if inner := difference(was, now):
                change[name] = inner
        elif now != was or name not in before:
            change[name] = now
    return change


def composed(first: Mapping[str, Any], second: Mapping[str, Any]) -> State:
    """Return the change that has the effect of two, one after the other."""
    both = dict(first)
    for name, change in second.items():
        was = both.get(name)
        if isinstance(change, Mapping) and isinstance(was, Mapping):
            change = composed(was, change)
        both[name] = change
    return both


def undone(back: Mapping[str, Any], left: Any, now: Any) -> State:
    """Return of a change that leads `back` what is `now` still as it was `left`."""
    kept: State = {}
    for name, old in back.items():
        was, here = left.get(name), now.get(name)
        if isinstance(old, Mapping) and isinstance(was, Mapping):
            if isinstance(here, Mapping) and (inner := undone(old, was, here)):
                kept[name] = inner
        elif was == here:
            kept[name] = old
    return kept


def exchanged(state: Any, course: Course, have: str = EURO, price: bool = False) -> Any:
    """Return a state with all money in the currency of the course.

    What says in which `currency` it is kept is left out; without that, it is in euros.
    """
    if isinstance(state, Mapping):
        have = state.get("currency", have)
        return {
            name: exchanged(each, course, have, price or name in PRICES)
            for name, each in state.items()
            if name != "currency"
        }
    amount: Any = state if price and is_amount(state) else None
    return (amount and converted(course, amount, have, course.currency)) or state


def has_price(state: Any) -> bool:
    """Tell whether there is any money in a state or a change."""
    return isinstance(state, Mapping) and any(
        name in PRICES or has_price(each) for name, each in state.items()
    )


def priced(change: Any, stored: State, course: Course, want: str) -> Any:
    """Return a change that says what its money is in, if there is any in it.

    That is in `want`. What is `stored` in another currency goes along, as the amount
    that the course showed for it.
    """
    if not has_price(change):
        return change
    now = patched(exchanged(stored, course), change)
    tag = {"currency": want if has_price(now) else None}
    return difference(stored, patched(now, tag)) | tag


def laid(state: State, change: Mapping[str, Any]) -> State:
    """Lay the data of an event over a state; what it suggests fills the gaps only."""
    rest = {name: each for name, each in change.items() if name != SUGGESTED}
    suggested = change.get(SUGGESTED)
    if isinstance(suggested, Mapping):
        state = patched(suggested, state)
    return patched(state, rest)


def fold(events: Iterable[Event]) -> State:
    """Return the state that events of one kind lead to; what was typed last holds."""
    state: State = {}
    for event in sorted(events, key=lambda event: event.time):
        state = snapshot(event) if event.schema == 1 else laid(state, event.data)
    return state


def costs_state(costs: CostInputs) -> State:
    """Return what is entered about costs as a state, each number a field."""
    return _without_nothing(_each_span(msgspec.to_builtins(costs), _parts))


def own_state(own: OwnGroups) -> State:
    """Return the learner's own groups as a state, by their ids."""
    return _own(msgspec.to_builtins(own))


def types_in(event: Event) -> Iterator[tuple[str, str]]:
    """Yield the id and the type of each group of one's own that an event names."""
    for ident, group in _object(fold([event]).get("groups")).items():
        if isinstance(kind := _object(group).get("type"), str):
            yield ident, kind


def snapshot(event: Event) -> State:
    """Return what an event of schema 1 holds, laid out as a state is today."""
    match event.kind:
        case "costs":
            return _without_nothing(_each_span(event.data, _parts))
        case "own":
            return _own(event.data)
    return dict(event.data)


def _object(given: Any) -> Mapping[str, Any]:
    """Return what is an object; an empty one in the place of anything else."""
    return given if isinstance(given, Mapping) else {}


def _each_span(costs: Mapping[str, Any], spell: Callable[[Any], Any]) -> State:
    """Spell each low, usual and high of costs in another way."""
    spelt = {name: spell(each) for name, each in costs.items()}
    if isinstance(own := costs.get("own"), Mapping):
        spelt["own"] = {
            name: {part: spell(each) for part, each in figures.items()}
            for name, figures in own.items()
            if isinstance(figures, Mapping)
        }
    return spelt


def _parts(given: Any) -> Any:
    if isinstance(given, list | tuple):
        return dict(zip(PARTS, given, strict=False))
    return given


def _without_nothing(given: Mapping[str, Any]) -> State:
    return {
        name: _without_nothing(each) if isinstance(each, Mapping) else each
        for name, each in given.items()
        if each is not None
    }


def _own(data: Mapping[str, Any]) -> State:
    groups, parts = data.get("groups"), [data.get(part) for part in KINDS]
    if any(isinstance(each, Mapping) for each in (groups, *parts)):
        return dict(data)  # what did not fit was left out, so it is a state already
    return {
        "groups": {
            group["id"]: _without_nothing(group)
            for group in (groups if isinstance(groups, list | tuple) else ())
            if isinstance(group, Mapping) and isinstance(group.get("id"), str)
        },
        **{
            part: {
                name: True
                for name in (names if isinstance(names, list | tuple) else ())
                if isinstance(name, str)
            }
            for part, names in zip(KINDS, parts, strict=True)
        },
    }


def costs_of(state: Mapping[str, Any]) -> CostInputs:
    """Return the costs that a state holds; see `read_inputs`."""
    return read_inputs(_each_span(state, _listed))


def _listed(given: Any) -> Any:
    if isinstance(given, Mapping):
        return [given.get(part) for part in PARTS]
    return given


def own_of(state: Mapping[str, Any], course: Course) -> OwnGroups:
    """Return the groups that a state holds; see `read_own`."""
    groups = [
        {"cells": {}, **group, "id": name}
        for name, group in _object(state.get("groups")).items()
        if isinstance(group, Mapping)
    ]
    kinds = {part: list(_object(state.get(part))) for part in KINDS}
    return read_own({"groups": groups, **kinds}, course)
