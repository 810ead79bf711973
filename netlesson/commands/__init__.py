"""What `netlesson ...` does on the command line.

Belongs here: reading arguments, saying what was done, one sentence for a mistake.
Does not: anything that a notebook uses.
"""

from .cli import main as main
