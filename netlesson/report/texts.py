"""What the files of a report have in common: the plan, and names that fit."""

from ..deciding.plan import Trial, read_trial
from ..learning import Answers

LONGEST = 40


def trial_of(answers: Answers) -> Trial | None:
    """Return the learner's plan, once it is complete."""
    return read_trial(answers.plan, {a.id: a.name for a in answers.alternatives})


def shorten(name: str) -> str:
    """Return a name, or the first letters of one that is long."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
