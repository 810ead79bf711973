"""From a business to a decision: values, weights, ranks, costs, combinations, a trial.

Belongs here: pure reckoning with records and numbers. Does not: sentences, files.
What needs NumPy (`scoring`, `fast_draws`) is imported where it is used.
"""

from .arithmetic import (
    TOLERANCE as TOLERANCE,
    centroid as centroid,
    criterion_value as criterion_value,
    piecewise_value as piecewise_value,
)
from .comparison import (
    AHEAD as AHEAD,
    NARROWLY as NARROWLY,
    Breach as Breach,
    Comparison as Comparison,
    Rated as Rated,
    compare as compare,
    reweigh as reweigh,
)
from .costs import (
    MONTHS as MONTHS,
    CostInputs as CostInputs,
    Costs as Costs,
    OwnFigures as OwnFigures,
    Span as Span,
    Typed as Typed,
    cheapest as cheapest,
    read_inputs as read_inputs,
    reckon as reckon,
    typed_span as typed_span,
)
from .own_groups import (
    FACTS as FACTS,
    LONGEST_TEXT as LONGEST_TEXT,
    MOST_GROUPS as MOST_GROUPS,
    Fact as Fact,
    OwnCell as OwnCell,
    OwnGroup as OwnGroup,
    OwnGroups as OwnGroups,
    State as State,
    compared as compared,
    from_type as from_type,
    limits as limits,
    read_own as read_own,
)
from .suggestion import (
    Suggestion as Suggestion,
    cells_of as cells_of,
    knockouts as knockouts,
    suggest as suggest,
    types as types,
)
