"""What became of a trial: what was counted, held against the plan, and the advice."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from ..content import is_amount
from ..language import MONEY, Edition, Entry, date_text, number
from .plan import COUNTS, QUARTER, WHOLE, Count, Trial, text_of

Advice = Literal["open", "over_budget", "over_hours", "running", "go_on", "stop"]
Decision = Literal["go_on", "change", "stop"]

DECISIONS: tuple[Decision, ...] = get_args(Decision)
RESULT_ENTRIES: Mapping[str, Entry] = {
    "spent": MONEY,
    "used": QUARTER,
    **{f"counted_{count}": WHOLE for count in COUNTS},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was planned, and what became of it; None: not entered."""

    count: Count
    target: int | None
    counted: int | None

    @property
    def difference(self) -> int | None:
        """How many more than planned; None when either is missing."""
        if self.target is None or self.counted is None:
            return None
        return self.counted - self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Plan against result, and what the rule made beforehand says."""

    lines: tuple[Line, ...]
    spent: float | None
    used: float | None
    advice: Advice
    decisions: Mapping[str, str]
    learned: str


def review(trial: Trial, typed: Mapping[str, Any], today: date) -> Review:
    """Hold what was counted against the plan.

    A cap that is exceeded ends the trial at once. The count that decides is judged
    on the last day; reaching it earlier is enough.
    """
    counted = {count: _whole(typed, f"counted_{count}") for count in COUNTS}
    spent, used = (_amount_or_none(typed, name) for name in ("spent", "used"))
    reached = counted[trial.decides]
    advice: Advice
    if spent is not None and spent > trial.budget:
        advice = "over_budget"
    elif used is not None and used > trial.hours:
        advice = "over_hours"
    elif reached is None:
        advice = "open"
    elif reached >= trial.least:
        advice = "go_on"
    else:
        advice = "running" if today < trial.end else "stop"
    return Review(
        lines=tuple(
            Line(count=count, target=trial.targets.get(count), counted=counted[count])
            for count in COUNTS
            if count in trial.targets
            or counted[count] is not None
            or count == trial.decides
        ),
        spent=spent,
        used=used,
        advice=advice,
        decisions={
            name: decided
            for name, _ in trial.chosen
            if (decided := typed.get(f"decision_{name}")) in DECISIONS
        },
        learned=text_of(typed, "learned"),
    )


def advice_sentence(trial: Trial, checked: Review, edition: Edition) -> str:
    """Say what the rule says to what was counted so far."""
    counted = {line.count: line.counted for line in checked.lines}[trial.decides]
    return edition.say(
        f"plan.advice_{checked.advice}",
        count=edition.say(f"plan.count_{trial.decides}"),
        counted=number(counted or 0, edition.lang),
        least=number(trial.least, edition.lang),
        end=date_text(trial.end, edition.lang),
    )


def _amount_or_none(typed: Mapping[str, Any], name: str) -> float | None:
    amount = typed.get(name)
    return float(amount) if amount is not None and is_amount(amount) else None


def _whole(typed: Mapping[str, Any], name: str) -> int | None:
    amount = _amount_or_none(typed, name)
    return None if amount is None else math.floor(amount)
