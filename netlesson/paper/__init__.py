"""A lesson on paper and on the wall, from the same notebook as on the screen.

Belongs here: taking a notebook apart, handouts, slides, an instructor's tables.
Does not: questions for learning platforms; see `lms`.
"""

from . import handout as handout, slides as slides
