"""What a learner takes along: a page to print, spreadsheets, a calendar.

Belongs here: files made from what a learner has answered, for themselves.
Does not: what is handed in; see `classroom`.
"""

from .kinds import KINDS as KINDS, files as files, make as make
