"""Makes `python -m netlesson` the same as the command `netlesson`."""

import sys

from .cli import main

sys.exit(main())
