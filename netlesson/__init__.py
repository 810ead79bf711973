"""Which kinds of business networking group are worth your time and money?

Names are loaded when they are first used, so that reading or checking content
loads no widgets.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .content import ContentError, load_course
    from .course import Workbook, open_course
    from .deciding import Comparison, Suggestion, compare, piecewise_value, suggest
    from .deciding.robustness import Robustness, analyse, nearest_weights, weight_flip
    from .deciding.scoring import contributions, ranks, roc_weights, score

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
_ROOMS = {
    "content": ("ContentError", "load_course"),
    "course": ("Workbook", "open_course"),
    "deciding.robustness": ("Robustness", "analyse", "nearest_weights", "weight_flip"),
    "deciding.scoring": ("contributions", "ranks", "roc_weights", "score"),
}


if not TYPE_CHECKING:  # a type checker would believe that any name is there

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        room = next((r for r, names in _ROOMS.items() if name in names), "deciding")
        if room == "course":
            # A notebook that opens by itself loads nothing that lies beside it; last is
            # not late enough, as libraries ask for others that may be missing.
            sys.path[:] = [place for place in sys.path if place]
        return getattr(import_module(f".{room}", __name__), name)


def __dir__() -> list[str]:
    return __all__
