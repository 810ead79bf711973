"""A ninety-day trial: what is tried, until when, at what cost, and when to stop.

The rule for stopping is made before the trial, because what has been spent makes it
hard to stop afterwards. What stands in the form is kept as it is, complete or not;
a `Trial` is made of it once nothing is missing.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

from .model import Course, Lang, Note, Profile, is_amount
from .wording import (
    DateError,
    NumberError,
    date_short,
    date_text,
    money,
    number,
    parse_date,
    parse_number,
)

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
YEARS = (2020, 2100)
DATES = ("start", "review_1", "review_2", "end")
FOLLOW_UP_RULES = ("R9", "R10", "R11")
# More than any trial: a slip of the keyboard, not an answer.
MOST_MONEY, MOST_HOURS, MOST_COUNTED = 1_000_000.0, 2_232.0, 100_000.0
_PLAN_AMOUNTS = {
    "budget": MOST_MONEY,
    "hours": MOST_HOURS,
    "least": MOST_COUNTED,
    **{f"target_{count}": MOST_COUNTED for count in COUNTS},
}
_RESULT_AMOUNTS = {
    "spent": MOST_MONEY,
    "used": MOST_HOURS,
    **{f"counted_{count}": MOST_COUNTED for count in COUNTS},
}
_WHOLE = ("least", "target_", "counted_")
_RULE = ("decides", "least", "rule", "budget", "hours")


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
    start = _day(typed, "start")
    if start is None:
        return None
    end, reviews = _dates(typed, start)
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
        rule_made=_day(typed, "rule_made"),
    )


def missing(typed: Mapping[str, Any]) -> list[str]:
    """Name what a plan still lacks, as phrases of `plan.`."""
    found = []
    if not 1 <= len(_chosen(typed)) <= MOST_CHOSEN:
        found.append("chosen")
    if _day(typed, "start") is None:
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


def take_plan(
    before: Mapping[str, Any],
    value: Mapping[str, Any],
    course: Course,
    lang: Lang,
    today: date,
) -> tuple[dict[str, Any], dict[str, str]]:
    """Read what is typed into the plan.

    Args:
        before: The plan as kept so far.
        value: The form's fields.
        course: Phrases.
        lang: The language in which dates and numbers are typed.
        today: When it is typed.

    Returns:
        The plan to keep, and a sentence for each field that is no use. Instead of
        such an entry the last usable one stays in force.
    """
    typed, errors = _take_amounts(before, value, _PLAN_AMOUNTS, course, lang)
    for name in DATES:
        if name in value:
            typed[name] = before.get(name, "")
            try:
                typed[name] = _read_date(value[name], lang)
            except DateError as error:
                errors[name] = course.say(error.key, lang, **_filling(error, lang))
    _check_dates(typed, before, errors, course, lang)
    if "chosen" in value and len(value["chosen"]) > MOST_CHOSEN:
        typed["chosen"] = before.get("chosen", [])
        errors["chosen"] = course.say("plan.too_many", lang)
    # Empty and missing are the same: opening the form makes no rule.
    if any((typed.get(n) or "") != (before.get(n) or "") for n in _RULE):
        typed["rule_made"] = today.isoformat()
    return typed, errors


def take_result(
    before: Mapping[str, Any], value: Mapping[str, Any], course: Course, lang: Lang
) -> tuple[dict[str, Any], dict[str, str]]:
    """Read what was counted; returns as `take_plan`."""
    return _take_amounts(before, value, _RESULT_AMOUNTS, course, lang)


def shown(typed: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return what is kept as the form shows it, in the reader's notation."""

    def in_words(name: str, each: Any) -> Any:
        day = _day(typed, name) if name in DATES else None
        if day is not None:
            return date_short(day, lang)
        return number(each, lang, 2) if isinstance(each, float) else each

    return {name: in_words(name, each) for name, each in typed.items()}


def same(text: Any, kept: Any, read: Callable[[str], Any]) -> bool:
    """Tell whether what is typed means what is kept: 1200 need not become 1,200."""
    try:
        return bool(read(text) == kept)
    except (NumberError, DateError):
        return True  # it is refused beside its field, and stays to be mended
    except (AttributeError, TypeError):
        return bool(text == kept)


def means(name: str, text: Any, kept: Any, lang: Lang) -> bool:
    """Tell whether what is typed in a field means what is kept of it."""
    if name in DATES:
        return same(text, kept, lambda typed: _read_date(typed, lang))
    if name in _PLAN_AMOUNTS or name in _RESULT_AMOUNTS:
        return same(
            text, kept, lambda typed: parse_number(typed, lang) if typed.strip() else ""
        )
    return bool(text == kept)


def _take_amounts(
    before: Mapping[str, Any],
    value: Mapping[str, Any],
    most: Mapping[str, float],
    course: Course,
    lang: Lang,
) -> tuple[dict[str, Any], dict[str, str]]:
    typed, errors = {**before, **value}, {}
    for name in most.keys() & value.keys():
        text = value[name]
        typed[name] = ""
        if not text.strip():
            continue
        try:
            typed[name] = _read_amount(text, lang, most[name], name.startswith(_WHOLE))
        except NumberError as error:
            typed[name] = before.get(name, "")
            errors[name] = course.say(
                error.key, lang, typed=error.typed, most=number(most[name], lang)
            )
    return typed, errors


def _read_amount(text: str, lang: Lang, most: float, whole: bool) -> float:
    amount = parse_number(text, lang)
    if amount < 0:
        raise NumberError("wording.too_small", text)
    if amount > most:
        raise NumberError("wording.too_large", text)
    if whole and not amount.is_integer():
        raise NumberError("plan.not_whole", text)
    return amount


def _read_date(text: str, lang: Lang) -> str:
    if not text.strip():
        return ""
    day = parse_date(text, lang)
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise DateError("plan.far_off", text)
    return day.isoformat()


def _filling(error: DateError, lang: Lang) -> dict[str, str]:
    example = date_short(date(2027, 1, 31), lang)
    first, last = map(str, YEARS)
    return {"typed": error.typed, "example": example, "first": first, "last": last}


def _check_dates(
    typed: dict[str, Any],
    before: Mapping[str, Any],
    errors: dict[str, str],
    course: Course,
    lang: Lang,
) -> None:
    """Refuse dates that are out of order, and keep the last usable ones."""
    start = _day(typed, "start")
    if start is None:
        return
    latest = start + timedelta(days=LONGEST)
    last = _day(typed, "end")
    if last is not None and not start < last <= latest:
        wrong = "end_early" if last <= start else "end_late"
        _refuse("end", wrong, typed, before, errors, course, lang, start, latest)
    end, _ = _dates(typed, start)
    for name in ("review_1", "review_2"):
        day = _day(typed, name)
        if day is not None and not start < day < end:
            _refuse(name, "review_out", typed, before, errors, course, lang, start, end)


def _refuse(
    name: str,
    why: str,
    typed: dict[str, Any],
    before: Mapping[str, Any],
    errors: dict[str, str],
    course: Course,
    lang: Lang,
    first: date,
    last: date,
) -> None:
    errors[name] = course.say(
        f"plan.{why}",
        lang,
        first=date_text(first, lang),
        last=date_text(last, lang),
    )
    # The start may be what moved: then the earlier entry is no use either.
    typed[name] = before.get(name, "") if before.get(name) != typed[name] else ""


def _dates(typed: Mapping[str, Any], start: date) -> tuple[date, tuple[date, ...]]:
    """Return the end and the reviews; what is left open follows from the start."""
    end = _day(typed, "end")
    if end is None or not 0 < (end - start).days <= LONGEST:
        end = start + timedelta(days=DAYS)
    days = (end - start).days
    found = set()
    for i, name in enumerate(("review_1", "review_2"), start=1):
        day = _day(typed, name) or start + timedelta(days=days * i // 3)
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


def _day(typed: Mapping[str, Any], name: str) -> date | None:
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
