"""What the exercises say: hints for answers that fail a rule, praise for the others."""

from .records import Record, Text


class Hint(Record, frozen=True):
    """A hint that several tasks share, or all of them."""

    id: str
    text: Text


class TaskText(Record, frozen=True):
    """What one task says: a hint for each of its rules, and `done` when all hold."""

    id: str
    done: Text
    hints: dict[str, Text]
