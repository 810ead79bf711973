"""Checks for the exercise notebooks: one module a notebook, one function a task.

Belongs here: what a right answer has to fulfil, and tables for those who know pandas.
Does not: what is said to a wrong answer, which stands in content/data/exercises.toml.
"""

from . import (
    cost_per_customer,
    how_sure,
    rate_a_real_group,
    read_the_table,
    score_by_hand,
    your_weights,
)
from .engine import marked
from .pictures import histogram
from .tables import Table, margins_table, ratings_table, statements_table, values_table

__all__ = [
    "Table",
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
