"""The learner's own file: one event a line, written at the end, never rewritten.

`my_work/journal.jsonl` is plain UTF-8 text, so that people can see what is kept.
Every notebook has its own kernel, and each of them opens its own `Journal` on the
same file. So an event is appended in one go and synced before it is acknowledged,
an event is known by its id and not by its place, and every look at the journal
first reads what the other kernels wrote since the last look. What was read once is
remembered: a file that something deletes, cuts or sets back is written again.

The module speaks no language: what a learner has to hear is a `Problem`, a key of
`strings.toml` with the values to fill in. It needs nothing but msgspec, so that a
learner's file can be read wherever it turns up, and is in one piece: what an event
is, what can be done with many, and what a line may look like. How bytes get on a disk
is said in `disk`; what an event of some kind may hold, in `fitting`: a journal is given
that to ask.
"""

import copy
import errno
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeAlias
from uuid import uuid4

import msgspec

from . import disk

SCHEMA = 2
"""The newest layout of an event that this module reads, and the one it writes."""

LIMIT = 20_000_000
"""The most bytes that `Journal.merge` takes; years of work fill less than one."""

_BOM = b"\xef\xbb\xbf"
_TAIL = 256
_NAMED = 3
"""How many faults are told one by one; more are summed up."""

_SHOWN, _LONGEST = 10, 80

_ASIDE = re.compile(r"journal-\d{4}-\d\d-\d\d-\d{6}\.jsonl")
_KEYS = {
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EROFS: "read_only",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EEXIST: "blocked",
    errno.EISDIR: "blocked",
    errno.ENOTDIR: "blocked",
    errno.ELOOP: "blocked",
    errno.ENXIO: "blocked",  # a pipe that nobody reads
    errno.ETIMEDOUT: "locked",
}


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a learner did, as it stands on one line of the file.

    Attributes:
        schema: The layout of the line, from 1.
        id: 32 hexadecimal digits; the same event in two files has the same id.
        time: When it happened, with its offset; this module writes UTC.
        kind: What it is, for example "profile" or "attempt". Any word will do:
            a kind that nobody asks for is kept all the same.
        data: What was entered, in JSON's own types.
    """

    schema: Annotated[int, msgspec.Meta(ge=1)]
    id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    time: Annotated[datetime, msgspec.Meta(tz=True)]
    kind: Annotated[str, msgspec.Meta(min_length=1)]
    data: dict[str, Any]


class Problem(msgspec.Struct, frozen=True):
    """Something the learner has to hear, ready for `Course.say`.

    Attributes:
        key: A key of `strings.toml`, for example "journal.full".
        values: What to fill in, by the name of the placeholder.
    """

    key: str
    values: dict[str, str | int]


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the lines of a merged file.

    Attributes:
        new: Events that were taken over.
        known: Events that were here already, or stood in the file twice.
        unreadable: Lines that hold no event that can be used and were left out.
        faults: What was left out, as sentences.
    """

    new: int
    known: int
    unreadable: int
    faults: tuple[Problem, ...] = ()


class JournalError(ValueError):
    """A file is refused as a whole, and nothing was changed.

    Attributes:
        problem: The same for the learner, as a key and values.
    """

    def __init__(self, sentence: str, problem: Problem) -> None:
        super().__init__(sentence)
        self.problem = problem


class _Stamp(msgspec.Struct):
    """The one field that every schema has, however the rest may change."""

    schema: int


Fit: TypeAlias = Callable[[Event], tuple[Event | None, list[str]]]
"""Says what of an event can be used, None if nothing, and names what does not fit."""

_EVENT = msgspec.json.Decoder(Event)
_STAMP = msgspec.json.Decoder(_Stamp)
_UNREADABLE = (ValueError, RecursionError)  # msgspec's errors are ValueErrors


class MemoryJournal:
    """A journal that lasts as long as its process, and what every journal can do.

    Args:
        fit: Says of each event that is read what of it can be used.
        problem: Why nothing is being saved, if that is known already.

    Attributes:
        place: Where a learner finds what is kept, for example the path of a file;
            "" where nothing outlasts the process.
        problem: Why nothing is being saved, or None. The events are then kept in
            memory, and are saved with the next one that can be.
        put_aside: What was set aside here, by its name.
    """

    place = ""

    def __init__(
        self, *, fit: Fit = lambda event: (event, []), problem: Problem | None = None
    ) -> None:
        self.problem = problem
        self._fit = fit
        self.put_aside: dict[str, bytes] = {}
        self._events: dict[str, Event] = {}

    @property
    def saving(self) -> bool:
        """Whether events reach the disk, as far as is known."""
        return self.problem is None

    @property
    def faults(self) -> tuple[Problem, ...]:
        """What could not be read at the last look."""
        return ()

    @property
    def version(self) -> object:
        """What is another one as soon as something was added; cheap to ask for."""
        return len(self._events)

    @property
    def copies(self) -> tuple[str, ...]:
        """Names of copies that a sync tool left here and that hold something new."""
        here = self._every().keys()
        return tuple(name for name, _, ids in self._beside() if not ids <= here)

    def merge_copies(self) -> Merged:
        """Take over what `copies` hold; the files stay as they are."""
        wanted = self.copies
        data = b"".join(each for name, each, _ in self._beside() if name in wanted)
        return self.merge(data)

    def retry(self) -> bool:
        """Save what could not be saved before; tell whether that succeeded."""
        return self.saving

    def append(self, kind: str, /, **data: Any) -> Event | None:
        """Keep an event, see `draft`, and wait until it is safe: in a file, on disk.

        Returns:
            The event as it will be read back, once it is safe. None if it could
            not be saved: then it is kept in memory, and `problem` says why.
        """
        event = self.draft(kind, data)
        return event if self.keep(event) else None

    def draft(
        self, kind: str, data: Mapping[str, Any], after: Iterable[Event] = ()
    ) -> Event:
        """Return an event of this moment, to be kept now or later.

        Args:
            kind: What it is; not empty.
            data: What to keep: anything msgspec can turn into JSON. Half an emoji,
                as a browser may send it, becomes a question mark.
            after: Drafts that came before it and are not kept yet.

        Raises:
            ValueError: If the kind is empty, or the data does not fit into JSON or
                its kind.
        """
        before, now = [*self.history(kind)[-1:], *after], datetime.now(UTC)
        draft = Event(
            schema=SCHEMA,
            id=uuid4().hex,
            # A clock that was put back must not make an older choice the latest.
            time=max([now, *(event.time for event in before)]),
            kind=kind,
            data=dict(data),
        )
        refused = f"event of kind {kind!r} cannot be kept"
        try:
            event = _EVENT.decode(_line(draft))
        except (ValueError, TypeError, RecursionError) as error:
            raise ValueError(f"{refused}: {error}") from error
        # What would not be read back would be missed, and written again and again.
        if unfit := self._fit(event)[1]:
            raise ValueError(f"{refused}: {_names(unfit)} does not fit")
        return event

    def keep(self, event: Event) -> bool:
        """Keep an event that was drafted here; tell whether it is safe."""
        return self._save([event])

    def events(self, kind: str | None = None) -> tuple[Event, ...]:
        """Return what happened, or only events of one kind; do not change their data.

        Returns:
            The events in the order in which they came, each id once, with what other
            kernels wrote in the meantime; those that could not be saved come last.
        """
        every = self._every().values()
        return tuple(each for each in every if kind in (None, each.kind))

    def history(self, kind: str, /, **about: Any) -> tuple[Event, ...]:
        """Return what happened to one thing, the latest last.

        By time, so that merging an old file changes nothing that was chosen since;
        of two at the same time, the one that came later is the later. `about` is what
        their data says, for example the id of what they are about.
        """
        found = (
            event
            for event in self.events(kind)
            if all(event.data.get(name) == value for name, value in about.items())
        )
        return tuple(sorted(found, key=lambda event: event.time))

    def latest(self, kind: str, /, **about: Any) -> dict[str, Any] | None:
        """Return a copy of the data of the last of `history`, or None without one."""
        found = self.history(kind, **about)
        return copy.deepcopy(found[-1].data) if found else None

    def export_bytes(self) -> bytes:
        """Return `events()` as a file that `merge` takes, skipped lines left out."""
        return b"".join(map(_line, self.events()))

    def merge(self, data: bytes) -> Merged:
        """Take over the events of another journal, each only once.

        Args:
            data: A copy of `journal.jsonl`; at most `LIMIT` bytes.

        Returns:
            What became of it. An event whose id is here already stays as it is.

        Raises:
            JournalError: If the file is too big, holds no event although it is not
                empty, or was written by a newer version. Nothing is taken over.
        """
        if len(data) > LIMIT:
            size, most = -(-len(data) // 1_000_000), LIMIT // 1_000_000
            raise JournalError(
                f"the file has {size} MB; a journal to merge has at most {most} MB",
                Problem("journal.too_big", {"size": size, "most": most}),
            )
        offered, faults = _parse(disk.as_utf8(data), self._fit)
        if faults and not offered:
            raise JournalError(
                f"the file is no journal: none of its {len(faults)} lines is an event "
                "that can be used",
                Problem("journal.foreign", {"lines": len(faults)}),
            )
        here = {event.id for event in self.events()}
        new: dict[str, Event] = {}
        for event in offered:
            if event.id not in here:
                new.setdefault(event.id, event)
        if new:
            self._save(new.values())
        return Merged(
            new=len(new),
            known=len(offered) - len(new),
            unreadable=sum(fault.key != "journal.unfit" for fault in faults),
            faults=_summed(faults),
        )

    def backup(self) -> str:
        """Name where `set_aside` would put what is here; "" if there is nothing."""
        return _aside_now() if self._events else ""

    def set_aside(self, backup: str) -> None:
        """Put all that is here aside under a name, so that the learner starts anew."""
        self.put_aside[backup] = self.export_bytes()
        self._events = {}

    def _every(self) -> dict[str, Event]:
        """Return all events by their ids, in the order in which they came."""
        return self._events

    def _save(self, events: Iterable[Event]) -> bool:
        """Keep new events; tell whether they are safe."""
        self._events.update((event.id, event) for event in events)
        return True

    def _beside(self) -> Iterable[tuple[str, bytes, set[str]]]:
        """Return other journals of this learner: name, file, and ids of its events."""
        return ()


class Journal(MemoryJournal):
    """The journal in one folder, shared with every other kernel that opens it.

    Nothing is created before the first event.

    Attributes:
        path: The file, `journal.jsonl` in the folder.

    Raises:
        JournalError: If the file was written by a newer version of the course.
    """

    def __init__(self, folder: Path, fit: Fit = lambda event: (event, [])) -> None:
        super().__init__(fit=fit)
        self.path = Path(folder) / "journal.jsonl"
        self.place = str(self.path)
        self._unsaved: list[Event] = []
        self._written: dict[str, Event] = {}
        self._restored: list[Problem] = []
        self._restoring = False
        self._newer: JournalError | None = None
        self._copies: dict[str, tuple[object, bytes, set[str]]] = {}
        self._forget()
        nearest = next(
            each
            for each in (self.path, *self.path.parents)
            if os.access(each, os.F_OK) or not each.name
        )
        if not os.access(nearest, os.W_OK):
            self.problem = self._problem(PermissionError(errno.EACCES, "not writable"))
        self._refresh()
        if self._newer:
            raise self._newer

    @property
    def saving(self) -> bool:
        """Whether all events are on the disk, as far as is known."""
        return self.problem is None and not self._unsaved

    @property
    def faults(self) -> tuple[Problem, ...]:
        """What was left out at the last look, each line with its number."""
        return (*self._restored, *_summed([*self._faults, *self._last_faults]))

    @property
    def version(self) -> object:
        """What is another one as soon as something was added; cheap to ask for."""
        try:
            return disk.version_of(self.path)
        except OSError:
            return None

    def retry(self) -> bool:
        """Save what could not be saved before; tell whether that succeeded."""
        return self._save((), waits=False)

    def backup(self) -> str:
        """Name where `set_aside` would put the file; "" if there is none."""
        return str(self.path.with_name(_aside_now())) if self.path.exists() else ""

    def set_aside(self, backup: str) -> None:
        """Rename the file, so that the next event starts a new one."""
        self.path.rename(backup)

    def _beside(self) -> Iterator[tuple[str, bytes, set[str]]]:
        # A file is read again when it changes; one that was set aside is no copy.
        for path in sorted(self.path.parent.glob("journal*.jsonl")):
            if path == self.path or _ASIDE.fullmatch(path.name):
                continue
            with suppress(OSError, JournalError):  # of a newer version: not ours
                now = disk.version_of(path)
                if path.name not in self._copies or self._copies[path.name][0] != now:
                    data = disk.read(path, LIMIT + 1).removesuffix(b"\n") + b"\n"
                    events = _parse(data, self._fit)[0] if len(data) <= LIMIT else []
                    ids = {event.id for event in events}
                    self._copies[path.name] = now, data, ids
                yield path.name, *self._copies[path.name][1:]

    def _every(self) -> dict[str, Event]:
        self._refresh()
        every = dict(self._events)
        for event in (*self._last_events, *self._written.values(), *self._unsaved):
            every.setdefault(event.id, event)
        return every

    def _forget(self) -> None:
        """Start again at the first byte."""
        self._events: dict[str, Event] = {}
        self._faults: list[Problem] = []
        self._last_events: list[Event] = []
        self._last_faults: list[Problem] = []
        self._read = self._lines = 0
        self._tail = b""
        self._inode: tuple[int, int] | None = None
        self._utf16 = False

    def _refresh(self) -> None:
        """Read what was added since the last look, or all of a replaced file."""
        inode = None
        try:
            with os.fdopen(disk.open_file(self.path, os.O_RDONLY), "rb") as file:
                inode = disk.inode_of(os.fstat(file.fileno()))
                file.seek(self._read - len(self._tail))
                grown = file.read(len(self._tail)) == self._tail
                grown = grown and inode == self._inode and not self._utf16
                if not grown:
                    file.seek(0)
                added = file.read()
        except FileNotFoundError:
            grown, added = False, b""
        except OSError as error:
            self.problem = self._problem(error)
            return
        utf16 = not grown and added.startswith(disk.UTF16)
        added = disk.as_utf8(added) if utf16 else added
        # What follows the last line end may still grow: it is looked at each time.
        end = added.rfind(b"\n") + 1
        whole, rest = added[:end], added[end:]
        before, lines = self._lines if grown else 0, whole.count(b"\n")
        try:
            events, faults = _parse(whole, self._fit, before)
            last_events, last_faults = _parse(rest, self._fit, before + lines)
        except JournalError as error:  # nothing of ours may get into such a file
            self.problem, self._newer = error.problem, error
            return
        self._newer = None
        # What was written and not read back yet may be gone as well.
        gone, self._written = self._written, {}
        if not grown:
            before_it = (*self._events.values(), *self._last_events)
            gone |= {event.id: event for event in before_it}
            self._forget()
        for event in events:
            self._events.setdefault(event.id, event)
        self._faults += faults
        self._last_events, self._last_faults = last_events, last_faults
        self._read += end
        self._lines += lines
        self._tail = (self._tail + whole[-_TAIL:])[-_TAIL:]
        self._inode, self._utf16 = inode, utf16
        there = {event.id for event in self._last_events} | self._events.keys()
        lost = {ident: event for ident, event in gone.items() if ident not in there}
        if lost and not self._are_aside(lost.keys()):
            self._write_again(list(lost.values()))

    def _are_aside(self, lost: Set[str]) -> bool:
        """Tell whether events were set aside, here or on another computer."""
        for path in self.path.parent.glob("journal-*.jsonl"):
            with suppress(OSError, JournalError):
                if _ASIDE.fullmatch(path.name):
                    events, _ = _parse(disk.read(path), self._fit)
                    if lost <= {event.id for event in events}:
                        return True
        return False

    def _write_again(self, lost: list[Event]) -> None:
        """Write what was in the file once, and is not any more."""
        self._restored = [Problem("journal.restored", {"entries": len(lost)})]
        known = {event.id for event in self._unsaved}
        self._unsaved[:0] = [event for event in lost if event.id not in known]
        # A disk that goes on reading as if nothing was written is not asked twice.
        if self._save(()) and not self._restoring:
            self._restoring = True
            try:
                self._refresh()
            finally:
                self._restoring = False

    def _save(self, events: Iterable[Event], *, waits: bool = True) -> bool:
        """Write the events, and with them all that could not be written before."""
        self._unsaved += events
        if self._newer:
            self._refresh()
            if self._newer:
                return False
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.path.is_file() and disk.read(self.path, 2, raw=True) in disk.UTF16:
                disk.respell(self.path)
            descriptor = disk.open_file(self.path, os.O_RDWR | os.O_CREAT)
            try:
                file = os.fstat(descriptor)
                lines = b"".join(map(_line, self._unsaved))
                disk.write(descriptor, lines, disk.PATIENCE if waits else 0.0)
            finally:
                os.close(descriptor)
            if file.st_size == 0:
                disk.sync_folder(self.path.parent)
        except OSError as error:
            self.problem = self._problem(error)
            return False
        self._written.update((event.id, event) for event in self._unsaved)
        self._inode = self._inode or disk.inode_of(file)
        self._unsaved.clear()
        self.problem = None
        return True

    def _problem(self, error: OSError) -> Problem:
        code = error.errno or 0
        return Problem(
            f"journal.{_KEYS.get(code, 'failed')}",
            {"file": self.place, "code": errno.errorcode.get(code, str(code))},
        )


def _aside_now() -> str:
    """Return what a journal is called that is set aside now."""
    return f"journal-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.jsonl"


def _line(event: Event) -> bytes:
    """Spell an event for people to read: no escapes, and spaces between the parts."""
    text = json.dumps(msgspec.to_builtins(event), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "replace") + b"\n"


def _summed(faults: list[Problem]) -> tuple[Problem, ...]:
    """Return few faults as they are, and many as one sentence with their number."""
    if len(faults) <= _NAMED:
        return tuple(faults)
    lines = [str(fault.values["line"]) for fault in faults]
    shown = ", ".join(lines[:_SHOWN]) + (", …" if len(lines) > _SHOWN else "")
    return (Problem("journal.many", {"count": len(faults), "lines": shown}),)


def _parse(data: bytes, fit: Fit, before: int = 0) -> tuple[list[Event], list[Problem]]:
    """Read lines, the first of which has the number `before` + 1."""
    events: list[Event] = []
    faults: list[Problem] = []
    for number, line in enumerate(data.split(b"\n"), before + 1):
        line = line.removeprefix(_BOM).strip()
        if not line:
            continue
        _refuse_newer(line)
        try:
            event = _EVENT.decode(line)
            fits, unfit = fit(event)
        except _UNREADABLE as error:
            faults.append(Problem(_reason(error), {"line": number}))
            continue
        if fits:
            events.append(fits)
        if unfit:
            key = "journal.unfit" if fits else "journal.unusable"
            values = {"kind": event.kind[:_LONGEST], "what": _names(unfit)}
            faults.append(Problem(key, {"line": number, **values}))
    return events, faults


def _names(unfit: list[str]) -> str:
    """Name the first fields that do not fit; a damaged name may be of any length."""
    shown = ", ".join(name[:_LONGEST] for name in unfit[:_NAMED])
    return shown + (", …" if len(unfit) > _NAMED else "")


def _refuse_newer(line: bytes) -> None:
    try:
        schema = _STAMP.decode(line).schema
    except _UNREADABLE:
        return
    if schema > SCHEMA:
        raise JournalError(
            f"the journal has schema {schema}, and this version of the course reads "
            f"schema {SCHEMA}; use the newer version that wrote it",
            Problem("journal.newer", {"schema": schema, "known": SCHEMA}),
        )


def _reason(error: BaseException) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "journal.encoding"
    if isinstance(error, msgspec.ValidationError):
        return "journal.shape"
    return "journal.torn"
