"""Questions for a learning platform, each with all of its feedback.

Belongs here: one module a format, and what a format cannot hold.
Does not: paper and slides; see `paper`.
"""

from .export import FORMATS as FORMATS, export_questions as export_questions
