"""Where answers are kept: decided here, and nowhere else.

Whoever keeps answers elsewhere, in a browser or on a server of a workshop, writes
another `Store` and lets `open_journal` return it. Nothing else has to change.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, Protocol

from ..content import UserError, expanded, resolved
from .fitting import fitted
from .journal import Event, Journal, JournalError, MemoryJournal, Merged, Problem

Where = Literal["computer", "hub", "binder", "visit"]

_PLACES: Mapping[str, Where] = {
    "VOILA_": "visit",  # one server, and one folder, for all who visit
    "BINDER_": "binder",
    "JUPYTERHUB_": "hub",
}


class Store(Protocol):
    """What the course needs of a place where answers are kept.

    `MemoryJournal` says what each of these does.
    """

    @property
    def place(self) -> str:
        """Where a learner finds what is kept; "" where nothing lasts."""

    @property
    def problem(self) -> Problem | None:
        """Why nothing is being saved, or None."""

    @property
    def saving(self) -> bool:
        """Whether all events are where they last, as far as is known."""

    @property
    def faults(self) -> tuple[Problem, ...]:
        """What could not be read at the last look."""

    @property
    def version(self) -> object:
        """What is another one as soon as something was added."""

    @property
    def copies(self) -> tuple[str, ...]:
        """Names of other journals beside this one that hold something new."""

    def merge_copies(self) -> Merged:
        """Take over what `copies` hold."""

    def retry(self) -> bool:
        """Save what could not be saved before; tell whether that succeeded."""

    def append(self, kind: str, /, **data: Any) -> Event | None:
        """Keep one event; None if it could not be saved."""

    def draft(
        self, kind: str, data: Mapping[str, Any], after: Iterable[Event] = ()
    ) -> Event:
        """Return an event of this moment, to be kept now or later."""

    def keep(self, event: Event) -> bool:
        """Keep an event that was drafted here; tell whether it is safe."""

    def events(self, kind: str | None = None) -> tuple[Event, ...]:
        """Return what happened, in the order in which it came."""

    def history(self, kind: str, /, **about: Any) -> tuple[Event, ...]:
        """Return what happened to one thing, the latest last."""

    def latest(self, kind: str, /, **about: Any) -> dict[str, Any] | None:
        """Return the data of the latest event about one thing."""

    def export_bytes(self) -> bytes:
        """Return all events as a file that `merge` takes."""

    def merge(self, data: bytes) -> Merged:
        """Take over the events of another journal, each only once."""

    def backup(self) -> str:
        """Name where `set_aside` would put what is here; "" if there is nothing."""

    def set_aside(self, backup: str) -> None:
        """Put all that is here aside, so that the learner starts anew."""


def open_journal() -> Store:
    """Open the learner's own journal, as every notebook and command does.

    Where several people share one server process, none of them has a folder of their
    own, and answers live for the visit.

    Raises:
        JournalError: If a newer version of the course wrote to it.
        UserError: If NETLESSON_HOME names no place that there can be.
    """
    if where() == "visit":
        return MemoryJournal(fit=fitted)
    return Journal(home(), fitted)


def journal_or_memory() -> Store:
    """Open the learner's own journal, or one in memory that says why it is no file."""
    try:
        return open_journal()
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
    `notebooks`, the same for every notebook. The environment variable
    NETLESSON_HOME names another one; a relative path starts at the course folder.

    Args:
        start: Where to start looking for the course folder; the working directory
            if left out. When no folder above holds `notebooks`, `start` counts as
            the course folder.

    Returns:
        An absolute path. The folder need not exist yet.

    Raises:
        UserError: If NETLESSON_HOME names nobody's folder, or a circle of links.
    """
    folder = expanded(Path(os.environ.get("NETLESSON_HOME") or "my_work"))
    return resolved(course_folder(start) / folder)


def course_folder(start: Path | None = None) -> Path:
    """Find the folder that holds `notebooks`; see `home`."""
    start = (start or Path.cwd()).resolve()
    above = (start, *start.parents)
    return next((each for each in above if (each / "notebooks").is_dir()), start)
