"""Where answers are kept: decided here, and nowhere else.

Whoever keeps answers elsewhere, in a browser or on a server of a workshop, derives
another class from `MemoryJournal`, as `Journal` is, and lets `open_journal` return it.
Nothing else has to change.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeAlias

from ..content import UserError, expanded, resolved
from .fitting import fitted
from .journal import Journal, JournalError, MemoryJournal, Problem

Where = Literal["computer", "hub", "binder", "visit"]

_PLACES: Mapping[str, Where] = {
    "VOILA_": "visit",  # one server, and one folder, for all who visit
    "BINDER_": "binder",
    "JUPYTERHUB_": "hub",
}


Store: TypeAlias = MemoryJournal
"""What the course needs of a place where answers are kept."""


def open_journal(start: Path | None = None) -> Store:
    """Open the learner's own journal, as every notebook and command does; see `home`.

    Where several people share one server process, none of them has a folder of their
    own, and answers live for the visit.

    Raises:
        JournalError: If a newer version of the course wrote to it.
        UserError: If NETLESSON_HOME names no place that there can be.
    """
    if where() == "visit":
        return MemoryJournal(fit=fitted)
    return Journal(home(start), fitted)


def journal_or_memory(start: Path | None = None) -> Store:
    """Open the learner's own journal, or one in memory that says why it is no file."""
    try:
        return open_journal(start)
    except JournalError as error:
        return MemoryJournal(fit=fitted, problem=error.problem)
    except UserError as error:
        problem = Problem("journal.no_home", {"home": error.values["path"]})
        return MemoryJournal(fit=fitted, problem=problem)


def where() -> Where:
    """Tell whose disk answers are on: this computer's, a hub's, Binder's, or none."""
    for start, place in _PLACES.items():
        if any(name.startswith(start) for name in os.environ):
            return place
    return "computer"


def home(start: Path | None = None) -> Path:
    """Find the folder that holds the learner's own file.

    Notebooks run in `notebooks/en` and the like. The folder is `my_work` beside
    `notebooks`, the same for every notebook; it need not exist yet. The environment
    variable NETLESSON_HOME names another one; a relative path starts at the
    `course_folder`, which is looked for from the working directory unless told.

    Raises:
        UserError: If NETLESSON_HOME names nobody's folder, or a circle of links.
    """
    folder = expanded(Path(os.environ.get("NETLESSON_HOME") or "my_work"))
    return resolved(course_folder(start) / folder)


def course_folder(start: Path | None = None) -> Path:
    """Return the folder at or above `start` that holds `notebooks`, else `start`."""
    start = (start or Path.cwd()).resolve()
    above = (start, *start.parents)
    return next((each for each in above if (each / "notebooks").is_dir()), start)
