"""From a business to a decision: values, weights, ranks, costs, combinations, a trial.

Belongs here: pure reckoning with records and numbers. Does not: sentences, files.
What needs NumPy (`scoring`, `robustness`, `portfolio`) and the trial (`plan`,
`review`) are imported as modules, where they are used.
"""

from .arithmetic import TOLERANCE, centroid, criterion_value, piecewise_value
from .comparison import Breach, Comparison, compare, reweigh
from .costs import (
    MONTHS,
    CostInputs,
    Costs,
    Currency,
    OwnFigures,
    Span,
    Typed,
    cheapest,
    read_inputs,
    reckon,
    typed_span,
)
from .own_groups import (
    FACTS,
    LONGEST_TEXT,
    MOST_GROUPS,
    OwnCell,
    OwnGroup,
    OwnGroups,
    compared,
    from_type,
    limits,
    read_own,
)
from .suggestion import Suggestion, knockouts, suggest, types

__all__ = [
    "FACTS",
    "LONGEST_TEXT",
    "MONTHS",
    "MOST_GROUPS",
    "TOLERANCE",
    "Breach",
    "Comparison",
    "CostInputs",
    "Costs",
    "Currency",
    "OwnCell",
    "OwnFigures",
    "OwnGroup",
    "OwnGroups",
    "Span",
    "Suggestion",
    "Typed",
    "centroid",
    "cheapest",
    "compare",
    "compared",
    "criterion_value",
    "from_type",
    "knockouts",
    "limits",
    "piecewise_value",
    "read_inputs",
    "read_own",
    "reckon",
    "reweigh",
    "suggest",
    "typed_span",
    "types",
]
