"""What a notebook shows, built from the form: one function an activity.

Belongs here: what is asked, shown and kept when something is entered.
Does not: what is right or how it is reckoned. What only the last notebooks use
(`own`, `plan`, `handin`, `classroom`) is imported where it is used.
"""

from .comparison import (
    change_form,
    order_form,
    ranking_form,
    sure_form,
    weights_form,
    why_form,
)
from .keeping import keeping_form, where_kept
from .lesson import card, chart_form, progress_form, reflection_form, suits_form
from .portfolio import costs_form, portfolio_form
from .profile import profile_form
from .quiz import match_form, practice_form, quiz_form, sort_form
from .self_check import self_check_form
from .side_by_side import cases_form, evidence_form, type_form
from .start import start_form

__all__ = [
    "card",
    "cases_form",
    "change_form",
    "chart_form",
    "costs_form",
    "evidence_form",
    "keeping_form",
    "match_form",
    "order_form",
    "portfolio_form",
    "practice_form",
    "profile_form",
    "progress_form",
    "quiz_form",
    "ranking_form",
    "reflection_form",
    "self_check_form",
    "sort_form",
    "start_form",
    "suits_form",
    "sure_form",
    "type_form",
    "weights_form",
    "where_kept",
    "why_form",
]
