"""What a notebook shows, built from the form: one function an activity.

Belongs here: what is asked, shown and kept when something is entered.
Does not: what is right or how it is reckoned. What only the last notebooks use
(`own`, `plan`, `handin`, `classroom`) is imported where it is used.
"""

from .comparison import (
    change_form as change_form,
    order_form as order_form,
    ranking_form as ranking_form,
    sure_form as sure_form,
    weights_form as weights_form,
    why_form as why_form,
)
from .costs import costs_form as costs_form
from .keeping import keeping_form as keeping_form, where_kept as where_kept
from .lesson import (
    card as card,
    chart_form as chart_form,
    progress_form as progress_form,
    reflection_form as reflection_form,
    suits_form as suits_form,
)
from .page import page as page
from .portfolio import portfolio_form as portfolio_form
from .profile import profile_form as profile_form
from .quiz import (
    match_form as match_form,
    practice_form as practice_form,
    quiz_form as quiz_form,
    sort_form as sort_form,
)
from .self_check import self_check_form as self_check_form
from .side_by_side import (
    cases_form as cases_form,
    evidence_form as evidence_form,
    type_form as type_form,
)
from .start import start_form as start_form
