"""What an entry of each kind may hold; what does not fit is left out, by its name.

A line of the journal may have been damaged, edited by hand, or written for content that
is gone. The course reads every line with these eyes before anything else sees it. Of a
state (profile, weights, costs, own groups, plan, result) the fields that do not fit are
left out, each by its name; anything else is used whole or not at all.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias, get_args

from msgspec.structs import replace

from ..content import is_amount, is_number
from ..deciding import FACTS, LONGEST_TEXT, Fact, State
from ..deciding.plan import PLAN_ENTRIES
from ..deciding.review import RESULT_ENTRIES
from ..language import Day, Entry, day_of
from .changes import PARTS, STATES, SUGGESTED, snapshot
from .journal import Event
from .profile import NEEDS, questions

TOP = 100
"""The most points that a criterion can have."""

_LONGEST_WORD, _MOST_WORDS = 200, 1000
_YEARS, _DEEPEST = range(1970, 3000), 20


@dataclass(frozen=True)
class _Fields:
    """An object by the names of its fields; `others` is what any other field holds."""

    names: Mapping[str, "_Shape"] = field(default_factory=dict)
    others: "_Shape | None" = None


_Shape: TypeAlias = Callable[[Any], bool] | _Fields


def fitted(event: Event) -> tuple[Event | None, list[str]]:
    """Return an event without what its kind cannot hold, and the names of that.

    Returns:
        The event, None if nothing of it can be used, and the fields that do not fit,
        for example `own.leads.money`. A kind that nobody knows is taken as it is.
    """
    if event.time.year not in _YEARS:
        return None, ["time"]
    if _is_deep(event.data):
        return None, ["data"]
    if event.kind in STATES:
        data = snapshot(event) if event.schema == 1 else event.data
        unfit: list[str] = []
        fits = _trimmed(data, _states()[event.kind], "", unfit)
        return (replace(event, data=fits) if unfit else event), unfit
    unfit = [
        name
        for name, fits in _WHOLE.get(event.kind, {}).items()
        if not fits(event.data.get(name))
    ]
    return (None if unfit else event), unfit


def _trimmed(
    given: Mapping[str, Any], shape: _Fields, path: str, unfit: list[str]
) -> dict[str, Any]:
    """Return an object without what does not fit; null takes a field away."""
    kept: dict[str, Any] = {}
    for name, each in given.items():
        inner = shape.names.get(name, shape.others) if _is_name(name) else None
        if each is None and inner is not None:
            kept[name] = None
        elif isinstance(inner, _Fields) and isinstance(each, Mapping):
            kept[name] = _trimmed(each, inner, f"{path}{name}.", unfit)
        elif callable(inner) and inner(each):
            kept[name] = each
        else:
            unfit.append(path + name)
    return kept


def _is_deep(given: Any) -> bool:
    """Tell whether there is more inside of one another than any entry has."""
    inside = [given]
    for _ in range(_DEEPEST):
        inside = [
            each
            for outer in inside
            if isinstance(outer, dict | list)
            for each in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return bool(inside)


def _is_name(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_WORD


def _letters(most: float) -> Callable[[Any], bool]:
    return lambda given: isinstance(given, str) and len(given) <= most


_word, _short, _text = map(_letters, (_LONGEST_WORD, LONGEST_TEXT, math.inf))


def _flag(given: Any) -> bool:
    return isinstance(given, bool)


def _words(given: Any) -> bool:
    return (
        isinstance(given, list) and len(given) <= _MOST_WORDS and all(map(_word, given))
    )


def _response(given: Any) -> bool:
    if isinstance(given, dict):
        return _words(list(given.values()))
    return _word(given) or _words(given) or is_number(given)


def _up_to(most: float) -> Callable[[Any], bool]:
    return lambda given: is_amount(given) and given <= most


_points, _amount = _up_to(TOP), _up_to(10_000_000.0)


def _typed(entry: Entry) -> Callable[[Any], bool]:
    """Tell of what is kept whether it could have been typed; nothing always can."""

    def fits(given: Any) -> bool:
        if given == "":
            return True
        if isinstance(entry, Day):
            day = day_of(given)
            return day is not None and entry.first <= day.year <= entry.last
        return is_amount(given) and given <= entry.most

    return fits


_WHOLE: Mapping[str, Mapping[str, Callable[[Any], bool]]] = {
    "attempt": {"item": _word, "response": _response},
    "shown": {"item": _word, "round": _word},
    "round": {"quiz": _word, "id": _word, "items": _words},
    "reflection": {"id": _word, "text": _text},
    "case": {"case": _word, "choice": _word},
    "notebook": {"id": _word},
}


def _one_of(*words: str) -> Callable[[Any], bool]:
    return lambda given: given in words


@cache
def _states() -> dict[str, _Fields]:
    weights: dict[str, _Shape] = {"order": _words, "points": _Fields(others=_points)}
    return {
        "profile": _profile(),
        "weights": _Fields({**weights, SUGGESTED: _Fields(weights)}),
        "costs": _costs(),
        "own": _own(),
        "plan": _Fields(
            {
                **{name: _typed(entry) for name, entry in PLAN_ENTRIES.items()},
                **dict.fromkeys(("id", "currency", "decides"), _word),
                "chosen": _words,
                "names": _Fields(others=_text),
                "rule": _text,
                "rule_made": _typed(Day()),
            }
        ),
        "result": _Fields(
            {
                **{name: _typed(entry) for name, entry in RESULT_ENTRIES.items()},
                "learned": _text,
            },
            others=_word,  # a decision about each group
        ),
    }


def _profile() -> _Fields:
    asked = {
        name: _typed(each.amount) if each.amount else _word
        for name, each in questions().items()
    }
    return _Fields({**asked, **dict.fromkeys((*NEEDS, "currency"), _word)})


def _costs() -> _Fields:
    parts = _Fields(dict.fromkeys(PARTS, _amount))
    figures: dict[str, _Shape] = {
        **dict.fromkeys(("money", "hours"), _amount),
        **dict.fromkeys(("contacts", "customers"), parts),
    }
    return _Fields(
        {
            "currency": _word,
            "hour": _amount,
            "brings": parts,
            "own": _Fields(others=_Fields(figures)),
        }
    )


def _own() -> _Fields:
    amounts = dict.fromkeys(("value", *PARTS), _amount)
    cell = _Fields({"state": _one_of(*get_args(State)), "note": _short, **amounts})
    group: dict[str, _Shape] = {
        **dict.fromkeys(("id", "type", "currency"), _word),
        **dict.fromkeys(FACTS, _one_of(*get_args(Fact))),
        "name": _short,
        "cells": _Fields(others=cell),
    }
    return _Fields(
        {
            "groups": _Fields(others=_Fields(group)),
            "hidden": _Fields(others=_flag),
            "shown": _Fields(others=_flag),
        }
    )
