"""Results in words and pictures: reasons, rankings, costs, what would change.

Belongs here: sentences and HTML made from numbers of `deciding`. Does not: forms.
"""

from .bars import heading_sums as heading_sums, ranking as ranking
from .glance import glance as glance, moved as moved
from .overview import overview_sentences as overview_sentences, says_not as says_not
from .reasons import (
    breach_sentences as breach_sentences,
    cell_of as cell_of,
    evidence as evidence,
    headline as headline,
    tenths as tenths,
    whole_points as whole_points,
    why as why,
)
from .recommending import (
    answer as answer,
    next_steps as next_steps,
    recommended as recommended,
    told as told,
)
from .worth import (
    EVIDENCE as EVIDENCE,
    beyond_limits as beyond_limits,
    cost_sentences as cost_sentences,
    excluded_sentences as excluded_sentences,
    figure as figure,
    hours_range as hours_range,
    member_sentences as member_sentences,
    money_range as money_range,
    pays as pays,
    portfolio_sentences as portfolio_sentences,
    reckon_all as reckon_all,
)
