"""What a learner answers, how it is marked and kept, and how far they have come.

Belongs here: the quiz's judge, the learner's own file, the answers that it holds.
Does not: how a question is shown.
"""

from .answers import PAUSE, REQUIRED, TOP, Answers
from .journal import Journal, JournalError, Problem, course_folder, home
from .progress import (
    LESSONS,
    address,
    checked,
    on_binder,
    pool,
    progress_of,
    topic_name,
)
from .quiz import (
    Attempt,
    Mark,
    Response,
    draw,
    first,
    latest,
    learning_gain,
    mark,
    retry,
    shuffled,
)

__all__ = [
    "LESSONS",
    "PAUSE",
    "REQUIRED",
    "TOP",
    "Answers",
    "Attempt",
    "Journal",
    "JournalError",
    "Mark",
    "Problem",
    "Response",
    "address",
    "checked",
    "course_folder",
    "draw",
    "first",
    "home",
    "latest",
    "learning_gain",
    "mark",
    "on_binder",
    "pool",
    "progress_of",
    "retry",
    "shuffled",
    "topic_name",
]
