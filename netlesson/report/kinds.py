"""What a learner takes along: a page to print, the comparison as data, a calendar.

Everything comes from `Answers`, so that it says the same as the screen. The page is
one file without any reference to another. What a learner typed is text everywhere:
escaped in HTML, stored as text in XLSX. CSV has no types, so there a text that a
spreadsheet would take for a formula gets an apostrophe in front; see `guarded`.
"""

from collections.abc import Iterable
from datetime import date

from ..language import for_paper
from ..learning import Answers
from .calendar import calendar
from .data import csv_file, xlsx_file
from .page import page
from .texts import trial_of

KINDS = {
    "html": "text/html",
    "full": "text/html",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar",
}


def make(ending: str, answers: Answers, today: date) -> tuple[str, bytes]:
    """Return name and content of one file of the report.

    Raises:
        ValueError: If there is no such kind, or no plan for a calendar.
    """
    trial = trial_of(answers)
    match ending:
        case "html" | "full":
            shown = page(answers, today, full=ending == "full")
            data = for_paper(shown, answers.lang).encode()
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
    name = answers.say("report.full_file" if ending == "full" else "report.file")
    suffix = "html" if ending == "full" else ending
    return f"{name}-{today.isoformat()}.{suffix}", data


def files(
    answers: Answers, today: date, *, full: bool = False
) -> Iterable[tuple[str, bytes]]:
    """Yield every file of a report: name and content; a calendar if there is a plan."""
    for ending in KINDS:
        if (full or ending != "full") and (ending != "ics" or trial_of(answers)):
            yield make(ending, answers, today)
