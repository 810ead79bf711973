"""Makes `python -m netlesson` the same as the command `netlesson`."""

import sys

from .commands import main

sys.exit(main())
