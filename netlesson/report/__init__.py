"""What a learner takes along: a page to print, the comparison as data, a calendar.

Everything comes from `Answers`, so that it says the same as the screen. The page is
one file without any reference to another. What a learner typed is text everywhere:
escaped in HTML, stored as text in XLSX. CSV has no types, so there a text that a
spreadsheet would take for a formula gets an apostrophe in front; see `texts.guarded`.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from ..answers import Answers
from ..plan import COUNTS, Trial, rule_sentence
from ..wording import number
from .data import csv_file, xlsx_file
from .page import page
from .texts import printable, shorten, trial_of

__all__ = ["KINDS", "calendar", "csv_file", "files", "make", "page", "xlsx_file"]

KINDS = {
    "html": "text/html",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar",
}


def calendar(trial: Trial, answers: Answers) -> bytes:
    """Write start, reviews and end of a trial as all-day entries of a calendar.

    An entry keeps its identity when its date moves, so that a calendar which takes
    the file again moves it too.
    """
    course, lang = answers.course, answers.lang
    names = printable(", ".join(shorten(name) for _, name in trial.chosen))
    about = [
        ", ".join(name for _, name in trial.chosen),
        _counting(trial, answers),
        rule_sentence(trial, course, lang),
        trial.rule,
    ]
    file = Calendar()
    file.add("prodid", f"-//netlesson//{lang}//")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    days = [("start", trial.start)]
    days += [(f"review_{i}", day) for i, day in enumerate(trial.reviews, start=1)]
    for key, day in (*days, ("end", trial.end)):
        entry = Event()
        occasion = key.partition("_")[0]
        entry.add("uid", f"{trial.id}-{key}@netlesson")
        entry.add("dtstamp", datetime.now(UTC))
        entry.add("dtstart", day)
        entry.add("dtend", day + timedelta(days=1))
        entry.add("summary", course.say(f"plan.entry_{occasion}", lang, names=names))
        text = "\n".join(each for each in about if each)
        entry.add("description", printable(text).replace("\r\n", "\n"))
        entry.add("transp", "TRANSPARENT")
        file.add_component(entry)
    return bytes(file.to_ical())


def _counting(trial: Trial, answers: Answers) -> str:
    course, lang = answers.course, answers.lang
    return "; ".join(
        f"{course.say(f'plan.count_{count}', lang)}: {number(target, lang)}"
        for count in COUNTS
        if (target := trial.targets.get(count)) is not None
    )


def make(ending: str, answers: Answers, today: date) -> tuple[str, bytes]:
    """Return name and content of one file of the report.

    Args:
        ending: One of `KINDS`.
        answers: Profile, comparison and plan.
        today: The day that stands on it.

    Raises:
        ValueError: If there is no such kind, or no plan for a calendar.
    """
    trial = trial_of(answers)
    match ending:
        case "html":
            data = page(answers, today).encode()
        case "csv":
            data = csv_file(answers, today)
        case "xlsx":
            data = xlsx_file(answers, today)
        case "ics" if trial:
            data = calendar(trial, answers)
        case "ics":
            raise ValueError("no dates for a calendar; complete the plan first")
        case _:
            raise ValueError(f"no file {ending!r}; there are {', '.join(KINDS)}")
    name = answers.course.say("report.file", answers.lang)
    return f"{name}-{today.isoformat()}.{ending}", data


def files(answers: Answers, today: date) -> Iterable[tuple[str, bytes]]:
    """Yield every file of a report: name and content; a calendar if there is a plan."""
    for ending in KINDS:
        if ending != "ics" or trial_of(answers):
            yield make(ending, answers, today)
