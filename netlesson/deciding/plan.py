"""A ninety-day trial: what is tried, until when, at what cost, and when to stop.

The rule for stopping is made before the trial, because what has been spent makes it
hard to stop afterwards. What stands in the form is kept as it is, complete or not;
a `Trial` is made of it once nothing is missing. `planning` reads what is typed.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

from ..content import Course, Lang, Note, Profile, is_amount
from ..language import date_text, money, number

Count = Literal[
    "contacts", "follow_ups", "referrals_given", "referrals_received", "customers"
]
Currency = Literal["EUR", "CHF", "GBP", "USD"]
Advice = Literal["open", "over_budget", "over_hours", "running", "go_on", "stop"]

COUNTS: tuple[Count, ...] = get_args(Count)
CURRENCIES: tuple[Currency, ...] = get_args(Currency)
DAYS = 90
LONGEST = 366
MOST_CHOSEN = 3
FOLLOW_UP_RULES = ("R9", "R10", "R11")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A complete plan.

    `chosen` holds one to three (id, name) of alternatives; `targets` at least one
    number by what is counted. The trial ends badly when fewer than `least` of
    `decides` were counted at its end, or `budget` (in `currency`) or `hours`, both
    for the whole trial, are exceeded. `rule_made` is when that was last changed.
    """

    id: str
    chosen: tuple[tuple[str, str], ...]
    start: date
    end: date
    reviews: tuple[date, ...]
    currency: Currency
    budget: float
    hours: float
    targets: Mapping[Count, int]
    decides: Count
    least: int
    rule: str
    rule_made: date | None

    @property
    def days(self) -> int:
        """How many days the trial lasts."""
        return (self.end - self.start).days

    @property
    def rule_is_late(self) -> bool:
        """Whether the rule was changed after the trial had begun."""
        return self.rule_made is not None and self.rule_made > self.start


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


def read_trial(typed: Mapping[str, Any], names: Mapping[str, str]) -> Trial | None:
    """Make a trial of what stands in the form, or None while something is missing.

    Args:
        typed: The plan as kept in the journal.
        names: What can be chosen, by id; a chosen group that is no longer there
            keeps the name that was kept with it.
    """
    if missing(typed):
        return None
    start = day_of(typed, "start")
    if start is None:
        return None
    end, reviews = dates_of(typed, start)
    kept = typed.get("names")
    kept = kept if isinstance(kept, Mapping) else {}
    return Trial(
        id=str(typed.get("id") or start.isoformat()),
        chosen=tuple(
            (name, names.get(name) or str(kept.get(name, name)))
            for name in _chosen(typed)
        ),
        start=start,
        end=end,
        reviews=reviews,
        currency=_currency(typed),
        budget=float(typed["budget"]),
        hours=float(typed["hours"]),
        targets={
            count: int(typed[f"target_{count}"])
            for count in COUNTS
            if is_amount(typed.get(f"target_{count}"))
        },
        decides=typed["decides"],
        least=int(typed["least"]),
        rule=_text(typed, "rule"),
        rule_made=day_of(typed, "rule_made"),
    )


def missing(typed: Mapping[str, Any]) -> list[str]:
    """Name what a plan still lacks, as phrases of `plan.`."""
    found = []
    if not 1 <= len(_chosen(typed)) <= MOST_CHOSEN:
        found.append("chosen")
    if day_of(typed, "start") is None:
        found.append("start")
    found += [name for name in ("budget", "hours") if not is_amount(typed.get(name))]
    if not any(is_amount(typed.get(f"target_{count}")) for count in COUNTS):
        found.append("targets")
    if typed.get("decides") not in COUNTS:
        found.append("decides")
    if not is_amount(typed.get("least")):
        found.append("least")
    return found


def review(trial: Trial, typed: Mapping[str, Any], today: date) -> Review:
    """Hold what was counted against the plan.

    A cap that is exceeded ends the trial at once. The count that decides is judged
    on the last day; reaching it earlier is enough.

    Args:
        trial: The plan.
        typed: What was counted, as kept in the journal.
        today: The day of the review.
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
            if (decided := typed.get(f"decision_{name}")) in ("go_on", "change", "stop")
        },
        learned=_text(typed, "learned"),
    )


def follow_up_rules(course: Course, profile: Profile | None) -> list[Note]:
    """Return what the learner's country says about cards, mails and calls.

    Without a country, the rules of all countries.
    """
    notes = [course.notes[name] for name in FOLLOW_UP_RULES if name in course.notes]
    if profile is None or no_country(profile):
        return notes
    return [n for n in notes if not n.countries or profile.country in n.countries]


def no_country(profile: Profile | None) -> bool:
    """Tell whether it is open in which of the course's countries a business is."""
    return profile is None or profile.country == "other"


def rule_sentence(trial: Trial, course: Course, lang: Lang) -> str:
    """Say when to stop, as it was laid down."""
    return course.say(
        "plan.rule_is",
        lang,
        count=course.say(f"plan.count_{trial.decides}", lang),
        least=number(trial.least, lang),
        end=date_text(trial.end, lang),
        budget=money(trial.budget, lang, trial.currency),
        hours=number(trial.hours, lang, 1),
    )


def advice_sentence(trial: Trial, checked: Review, course: Course, lang: Lang) -> str:
    """Say what the rule says to what was counted so far."""
    counted = {line.count: line.counted for line in checked.lines}[trial.decides]
    return course.say(
        f"plan.advice_{checked.advice}",
        lang,
        count=course.say(f"plan.count_{trial.decides}", lang),
        counted=number(counted or 0, lang),
        least=number(trial.least, lang),
        end=date_text(trial.end, lang),
    )


def dates_of(typed: Mapping[str, Any], start: date) -> tuple[date, tuple[date, ...]]:
    """Return the end and the reviews; what is left open follows from the start."""
    end = day_of(typed, "end")
    if end is None or not 0 < (end - start).days <= LONGEST:
        end = start + timedelta(days=DAYS)
    days = (end - start).days
    found = set()
    for i, name in enumerate(("review_1", "review_2"), start=1):
        day = day_of(typed, name) or start + timedelta(days=days * i // 3)
        if start < day < end:
            found.add(day)
    return end, tuple(sorted(found))


def _chosen(typed: Mapping[str, Any]) -> list[str]:
    chosen = typed.get("chosen")
    if not isinstance(chosen, list):
        return []
    return list(dict.fromkeys(each for each in chosen if isinstance(each, str)))


def _currency(typed: Mapping[str, Any]) -> Currency:
    return next((c for c in CURRENCIES if c == typed.get("currency")), "EUR")


def day_of(typed: Mapping[str, Any], name: str) -> date | None:
    """Return a day of what is kept, or None if there is none."""
    try:
        return date.fromisoformat(typed.get(name, ""))
    except (TypeError, ValueError):
        return None


def _text(typed: Mapping[str, Any], name: str) -> str:
    text = typed.get(name)
    return text.strip() if isinstance(text, str) else ""


def _amount_or_none(typed: Mapping[str, Any], name: str) -> float | None:
    amount = typed.get(name)
    return float(amount) if amount is not None and is_amount(amount) else None


def _whole(typed: Mapping[str, Any], name: str) -> int | None:
    amount = _amount_or_none(typed, name)
    return None if amount is None else math.floor(amount)
