"""Reads what a learner types into plan and review, and says what is no use."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from ..content import Course, Lang
from ..language import (
    DateError,
    NumberError,
    date_short,
    date_text,
    number,
    parse_date,
    parse_number,
)
from .plan import COUNTS, LONGEST, MOST_CHOSEN, dates_of, day_of

YEARS = (2020, 2100)
DATES = ("start", "review_1", "review_2", "end")
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
        day = day_of(typed, name) if name in DATES else None
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
    start = day_of(typed, "start")
    if start is None:
        return
    latest = start + timedelta(days=LONGEST)
    last = day_of(typed, "end")
    if last is not None and not start < last <= latest:
        wrong = "end_early" if last <= start else "end_late"
        _refuse("end", wrong, typed, before, errors, course, lang, start, latest)
    end, _ = dates_of(typed, start)
    for name in ("review_1", "review_2"):
        day = day_of(typed, name)
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
