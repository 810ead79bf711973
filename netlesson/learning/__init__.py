"""What a learner answers, how it is marked and kept, and how far they have come.

Belongs here: the quiz's judge, the learner's own file, the answers that it holds.
Does not: how a question is shown.
"""

from .answers import PAUSE as PAUSE, Answers as Answers
from .changes import types_in as types_in
from .fitting import TOP as TOP
from .journal import (
    LIMIT as LIMIT,
    Journal as Journal,
    JournalError as JournalError,
    MemoryJournal as MemoryJournal,
    Merged as Merged,
    Problem as Problem,
)
from .profile import (
    NEEDS as NEEDS,
    YES_NO as YES_NO,
    country_of as country_of,
    open_questions as open_questions,
    profile_entries as profile_entries,
    questions as questions,
)
from .progress import (
    LESSONS as LESSONS,
    START as START,
    address as address,
    checked as checked,
    note_name as note_name,
    notebook_name as notebook_name,
    pool as pool,
    progress_of as progress_of,
    reflections as reflections,
    stop as stop,
    way as way,
)
from .quiz import (
    Attempt as Attempt,
    Mark as Mark,
    Response as Response,
    Turn as Turn,
    draw as draw,
    first as first,
    latest as latest,
    learning_gain as learning_gain,
    mark as mark,
    shuffled as shuffled,
    turns as turns,
    veiled as veiled,
)
from .store import (
    Store as Store,
    course_folder as course_folder,
    home as home,
    journal_or_memory as journal_or_memory,
    open_journal as open_journal,
    where as where,
)
