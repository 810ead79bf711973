"""Questions for a learning platform, each with all of its feedback.

Belongs here: one module a format, and what a format cannot hold.
Does not: paper and slides; see `paper`. `export` is imported where it is used.
"""

from .texts import FORMATS as FORMATS
