"""What the files of a report have in common: names and harmless text."""

import re
import unicodedata

from ..answers import Answers
from ..model import Criterion, Lang
from ..plan import Trial, read_trial

LONGEST = 40
_FORMULA = re.compile(r"^[=+\-@\t\r\n']")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)


def printable(text: str) -> str:
    """Put a question mark in the place of what no file format can hold."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def guarded(text: str) -> str:
    """Return a text as CSV can hold it without it being run.

    A spreadsheet takes a cell that begins with = + - @, a tab or a return for a
    formula, whatever stands around it. An apostrophe in front makes it text. What
    begins with an apostrophe gets one too: take one away to have a text as typed.
    """
    wide = unicodedata.normalize("NFKC", text[:1])  # full-width signs count as well
    return f"'{text}" if _FORMULA.match(wide) or _FORMULA.match(text) else text


def trial_of(answers: Answers) -> Trial | None:
    """Return the learner's plan, once it is complete."""
    return read_trial(answers.plan, {a.id: a.name for a in answers.alternatives})


def shorten(name: str) -> str:
    """Return a name, or the first letters of one that is long."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def with_unit(criterion: Criterion, lang: Lang) -> str:
    """Return a criterion's name with the unit of a measured one."""
    unit = f" ({criterion.unit[lang]})" if criterion.unit else ""
    return criterion.name[lang] + unit
