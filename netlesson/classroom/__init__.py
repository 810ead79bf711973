"""From hand-in to class results: one learner's result file, a class of them, its page.

Belongs here: what is handed in, and what a class did. Does not: names of people.
What instructors use needs NumPy and pandas: import `reading`, `tables` and `page`
where they are used.
"""

from . import handin as handin
