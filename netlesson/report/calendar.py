"""The dates of a trial for a calendar."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from ..deciding.plan import COUNTS, Trial, rule_sentence
from ..language import number, printable
from ..learning import Answers
from .texts import shorten


def calendar(trial: Trial, answers: Answers) -> bytes:
    """Write start, reviews and end of a trial as all-day entries of a calendar.

    An entry keeps its identity when its date moves, so that a calendar which takes
    the file again moves it too.
    """
    names = printable(", ".join(shorten(name) for _, name in trial.chosen))
    about = [
        ", ".join(name for _, name in trial.chosen),
        "; ".join(
            f"{answers.say(f'plan.count_{count}')}: {number(target, answers.lang)}"
            for count in COUNTS
            if (target := trial.targets.get(count)) is not None
        ),
        rule_sentence(trial, answers),
        trial.rule,
    ]
    file = Calendar()
    file.add("prodid", f"-//netlesson//{answers.lang}//")
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
        entry.add("summary", answers.say(f"plan.entry_{occasion}", names=names))
        text = "\n".join(each for each in about if each)
        entry.add("description", printable(text).replace("\r\n", "\n"))
        entry.add("transp", "TRANSPARENT")
        file.add_component(entry)
    return bytes(file.to_ical())
