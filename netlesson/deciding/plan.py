"""A ninety-day trial: what is tried, until when, at what cost, and when to stop.

The rule for stopping is made before the trial, because what has been spent makes it
hard to stop afterwards. What stands in the form is kept as it is, complete or not;
a `Trial` is made of it once nothing is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

from ..content import Course, Note, Profile, is_amount
from ..language import (
    COUNT,
    HOURS,
    MONEY,
    Amount,
    Day,
    Edition,
    Entry,
    date_text,
    day_of,
    number,
    take_entries,
)

Count = Literal[
    "contacts", "follow_ups", "referrals_given", "referrals_received", "customers"
]

COUNTS: tuple[Count, ...] = get_args(Count)
DAYS = 90
LONGEST = 366
MOST_CHOSEN = 3
FOLLOW_UP_RULES = ("R9", "R10", "R11")
DATES = ("start", "review_1", "review_2", "end")
WHOLE = Amount(COUNT.most, whole=True)
QUARTER = Amount(3 * HOURS.most, hours=True)
PLAN_ENTRIES: Mapping[str, Entry] = {
    **dict.fromkeys(DATES, Day()),
    "budget": MONEY,
    "hours": QUARTER,
    "least": WHOLE,
    **{f"target_{count}": WHOLE for count in COUNTS},
}
_RULE = ("decides", "least", "rule", "budget", "hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A complete plan.

    `chosen` holds one to three (id, name) of alternatives; `targets` at least one
    number by what is counted. The trial ends badly when fewer than `least` of
    `decides` were counted at its end, or `budget` or `hours`, both for the whole
    trial, are exceeded. `rule_made` is when that was last changed.
    """

    id: str
    chosen: tuple[tuple[str, str], ...]
    start: date
    end: date
    reviews: tuple[date, ...]
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


def read_trial(typed: Mapping[str, Any], names: Mapping[str, str]) -> Trial | None:
    """Make a trial of what stands in the form, or None while something is missing.

    `names` has what can be chosen, by id; a chosen group that is no longer there
    keeps the name that was kept with it.
    """
    if missing(typed):
        return None
    start = day_of(typed.get("start"))
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
        budget=float(typed["budget"]),
        hours=float(typed["hours"]),
        targets={
            count: int(typed[f"target_{count}"])
            for count in COUNTS
            if is_amount(typed.get(f"target_{count}"))
        },
        decides=typed["decides"],
        least=int(typed["least"]),
        rule=text_of(typed, "rule"),
        rule_made=day_of(typed.get("rule_made")),
    )


def missing(typed: Mapping[str, Any]) -> list[str]:
    """Name what a plan still lacks, as phrases of `plan.`."""
    found = []
    if not 1 <= len(_chosen(typed)) <= MOST_CHOSEN:
        found.append("chosen")
    if day_of(typed.get("start")) is None:
        found.append("start")
    found += [name for name in ("budget", "hours") if not is_amount(typed.get(name))]
    if not any(is_amount(typed.get(f"target_{count}")) for count in COUNTS):
        found.append("targets")
    if typed.get("decides") not in COUNTS:
        found.append("decides")
    if not is_amount(typed.get("least")):
        found.append("least")
    return found


def take_plan(
    before: Mapping[str, Any], value: Mapping[str, Any], edition: Edition, today: date
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the plan to keep, and a sentence for each field that is no use.

    Instead of such an entry the last usable one stays in force.
    """
    typed, errors = take_entries(
        before, value, PLAN_ENTRIES, edition.course, edition.lang
    )
    errors |= _check_dates(typed, before, edition)
    if "chosen" in value and len(value["chosen"]) > MOST_CHOSEN:
        typed["chosen"] = before.get("chosen", [])
        errors["chosen"] = edition.say("plan.too_many")
    # Empty and missing are the same: opening the form makes no rule.
    if any((typed.get(n) or "") != (before.get(n) or "") for n in _RULE):
        typed["rule_made"] = today.isoformat()
    return typed, errors


def _check_dates(
    typed: dict[str, Any], before: Mapping[str, Any], edition: Edition
) -> dict[str, str]:
    """Refuse dates that are out of order, and put the last usable ones there."""
    errors: dict[str, str] = {}

    def refuse(name: str, why: str, first: date, last: date) -> None:
        days = {
            "first": date_text(first, edition.lang),
            "last": date_text(last, edition.lang),
        }
        errors[name] = edition.say(f"plan.{why}", **days)
        # The start may be what moved: then the earlier entry is no use either.
        usable = before.get(name, "")
        typed[name] = usable if usable != typed[name] else ""

    start = day_of(typed.get("start"))
    if start is None:
        return errors
    end, latest = day_of(typed.get("end")), start + timedelta(days=LONGEST)
    if end is not None and not start < end <= latest:
        refuse("end", "end_early" if end <= start else "end_late", start, latest)
    end, _ = dates_of(typed, start)
    for name in ("review_1", "review_2"):
        day = day_of(typed.get(name))
        if day is not None and not start < day < end:
            refuse(name, "review_out", start, end)
    return errors


def rule_sentence(trial: Trial, edition: Edition) -> str:
    """Say when to stop, as it was laid down."""
    return edition.say(
        "plan.rule_is",
        count=edition.say(f"plan.count_{trial.decides}"),
        least=number(trial.least, edition.lang),
        end=date_text(trial.end, edition.lang),
        budget=edition.money(trial.budget),
        hours=number(trial.hours, edition.lang, 1),
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


def dates_of(typed: Mapping[str, Any], start: date) -> tuple[date, tuple[date, ...]]:
    """Return the end and the reviews; what is left open follows from the start."""
    end = day_of(typed.get("end"))
    if end is None or not 0 < (end - start).days <= LONGEST:
        end = start + timedelta(days=DAYS)
    days = (end - start).days
    found = set()
    for i, name in enumerate(("review_1", "review_2"), start=1):
        day = day_of(typed.get(name)) or start + timedelta(days=days * i // 3)
        if start < day < end:
            found.add(day)
    return end, tuple(sorted(found))


def _chosen(typed: Mapping[str, Any]) -> list[str]:
    chosen = typed.get("chosen")
    if not isinstance(chosen, list):
        return []
    return list(dict.fromkeys(each for each in chosen if isinstance(each, str)))


def text_of(typed: Mapping[str, Any], name: str) -> str:
    """Return a text that is kept, or an empty one."""
    text = typed.get(name)
    return text.strip() if isinstance(text, str) else ""
