"""Where the instructor's guide finds its tables; `paper.instructing` makes them."""

from .paper.instructing import minutes_table, misconceptions

__all__ = ["minutes_table", "misconceptions"]
