"""Checks for the exercise notebooks: one module a notebook, one function a task.

Belongs here: what a right answer has to fulfil, and tables for those who know pandas.
Does not: what is said to a wrong answer, which stands in content/data/exercises.toml.
"""

from . import (
    cost_per_customer as cost_per_customer,
    how_sure as how_sure,
    rate_a_real_group as rate_a_real_group,
    read_the_table as read_the_table,
    score_by_hand as score_by_hand,
    your_weights as your_weights,
)
from .engine import marked as marked
from .pictures import histogram as histogram
from .tables import (
    Table as Table,
    margins_table as margins_table,
    ratings_table as ratings_table,
    statements_table as statements_table,
    values_table as values_table,
)
