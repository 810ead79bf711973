"""Results in words and pictures: reasons, rankings, costs, what would change.

Belongs here: sentences and HTML made from numbers of `deciding`. Does not: forms.
`changes` and `figures` need NumPy and matplotlib: import them where they are used.
"""

from .bars import heading_sums, ranking
from .overview import overview_sentences, says_not
from .reasons import breach_sentences, cell_of, evidence, headline, whole_points, why
from .worth import (
    EVIDENCE,
    cost_sentences,
    excluded_sentences,
    figure,
    hours_range,
    member_sentences,
    money_range,
    portfolio_sentences,
    reckon_all,
    tenths,
)

__all__ = [
    "EVIDENCE",
    "breach_sentences",
    "cell_of",
    "cost_sentences",
    "evidence",
    "excluded_sentences",
    "figure",
    "heading_sums",
    "headline",
    "hours_range",
    "member_sentences",
    "money_range",
    "overview_sentences",
    "portfolio_sentences",
    "ranking",
    "reckon_all",
    "says_not",
    "tenths",
    "whole_points",
    "why",
]
