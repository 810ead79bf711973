"""Which kinds of business networking group are worth your time and money?

Names are loaded when they are first used, so that reading or checking content
loads no widgets.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .arithmetic import piecewise_value
    from .comparison import Comparison, compare
    from .content import ContentError, load_course
    from .course import Workbook, open_course
    from .robustness import Robustness, analyse, nearest_weights, weight_flip
    from .scoring import contributions, ranks, roc_weights, score
    from .suggestion import Suggestion, suggest

_HOMES = {
    "Comparison": "comparison",
    "ContentError": "content",
    "Robustness": "robustness",
    "Suggestion": "suggestion",
    "Workbook": "course",
    "analyse": "robustness",
    "compare": "comparison",
    "contributions": "scoring",
    "load_course": "content",
    "nearest_weights": "robustness",
    "open_course": "course",
    "piecewise_value": "arithmetic",
    "ranks": "scoring",
    "roc_weights": "scoring",
    "score": "scoring",
    "suggest": "suggestion",
    "weight_flip": "robustness",
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
