"""Checks for the exercise notebooks: one module a notebook, one function a task.

A task function says what a right answer has to fulfil; `marked` looks up the
learner's variable of the same name and answers with one hint at a time. This is
where pandas is used: import it only where a notebook of exercises needs it.
"""

from . import (
    cost_per_customer,
    how_sure,
    rate_a_real_group,
    read_the_table,
    score_by_hand,
    your_weights,
)
from .engine import Check, Task, check, marked
from .pictures import histogram
from .tables import margins_table, ratings_table, statements_table, values_table

__all__ = [
    "Check",
    "Task",
    "check",
    "cost_per_customer",
    "histogram",
    "how_sure",
    "margins_table",
    "marked",
    "rate_a_real_group",
    "ratings_table",
    "read_the_table",
    "score_by_hand",
    "statements_table",
    "values_table",
    "your_weights",
]
