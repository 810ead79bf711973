"""Which kinds of business networking group are worth your time and money?

Names are loaded when they are first used, so that reading or checking content
loads no widgets.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .content import ContentError, load_course
    from .course import Workbook, open_course
    from .deciding import Comparison, Suggestion, compare, piecewise_value, suggest
    from .deciding.robustness import Robustness, analyse, nearest_weights, weight_flip
    from .deciding.scoring import contributions, ranks, roc_weights, score

_HOMES = {
    "Comparison": "deciding.comparison",
    "ContentError": "content",
    "Robustness": "deciding.robustness",
    "Suggestion": "deciding.suggestion",
    "Workbook": "course",
    "analyse": "deciding.robustness",
    "compare": "deciding.comparison",
    "contributions": "deciding.scoring",
    "load_course": "content",
    "nearest_weights": "deciding.robustness",
    "open_course": "course",
    "piecewise_value": "deciding.arithmetic",
    "ranks": "deciding.scoring",
    "roc_weights": "deciding.scoring",
    "score": "deciding.scoring",
    "suggest": "deciding.suggestion",
    "weight_flip": "deciding.robustness",
}

__all__ = [
    "Comparison",
    "ContentError",
    "Robustness",
    "Suggestion",
    "Workbook",
    "analyse",
    "compare",
    "contributions",
    "load_course",
    "nearest_weights",
    "open_course",
    "piecewise_value",
    "ranks",
    "roc_weights",
    "score",
    "suggest",
    "weight_flip",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
