"""How a file gets on a disk and back: whole, alone, synced, and never waiting for ever.

Several kernels append to one file, and a learner may put anything in its place. What a
line holds is no matter here.
"""

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PATIENCE = 2.0
"""How many seconds a write waits for the others before that is said."""

UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""How a file begins that Windows Notepad saved in its old format."""

# A pipe in the file's place would keep the kernel waiting for somebody to open it.
_FLAGS = os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
# What a lock says that somebody else has; Windows says EACCES or EDEADLK.
_TAKEN = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


def open_file(path: Path, flags: int) -> int:
    """Open the file, and nothing else that may be in its place."""
    descriptor = os.open(path, flags | _FLAGS, 0o600)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EISDIR, "something else is in the place of the file")
    return descriptor


def read(path: Path, most: int | None = None, *, raw: bool = False) -> bytes:
    """Return the first bytes of a file, as UTF-8 unless they are to be as they are."""
    with os.fdopen(open_file(path, os.O_RDONLY), "rb") as file:
        data = file.read(-1 if most is None else most)
    return data if raw else as_utf8(data)


def inode_of(there: os.stat_result) -> tuple[int, int]:
    """Return what no two files of one computer have in common."""
    return there.st_dev, there.st_ino


def version_of(path: Path) -> tuple[int, int, int]:
    """Return what is another one as soon as somebody wrote to the file."""
    there = path.stat()
    return there.st_size, there.st_mtime_ns, there.st_ino


def as_utf8(data: bytes) -> bytes:
    """Return a file as UTF-8, if an editor such as Notepad saved it as UTF-16."""
    if not data.startswith(UTF16):
        return data
    return data.decode("utf-16", "replace").encode("utf-8", "replace")


def respell(path: Path) -> None:
    """Write a file in UTF-16 anew as UTF-8, so that lines can be added to it.

    The file as it was stays beside it, because it may be UTF-16 by its first two
    bytes alone.
    """
    data, drafts = read(path, None, raw=True), []
    for content in (data, as_utf8(data)):
        drafts.append(path.with_name(f"{path.stem}-{uuid4().hex}.old"))
        descriptor = os.open(drafts[-1], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    drafts[1].replace(path)


def write(descriptor: int, lines: bytes, patience: float) -> None:
    """Append whole lines and sync them, or leave the file as it was."""
    with _alone(descriptor, patience) as alone:
        size = os.lseek(descriptor, 0, os.SEEK_END)
        if size:
            os.lseek(descriptor, size - 1, os.SEEK_SET)
            if os.read(descriptor, 1) != b"\n":  # torn in a crash: leave it behind
                lines = b"\n" + lines
        rest = memoryview(lines)
        try:
            while rest:  # a disk that fills up takes a part first
                rest = rest[os.write(descriptor, rest) :]
        except OSError:
            if alone:
                with suppress(OSError):
                    os.ftruncate(descriptor, size)
            raise
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make sure that a new file is found again after a power cut."""
    with suppress(OSError):  # Windows and some disks cannot
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _alone(descriptor: int, patience: float) -> Iterator[bool]:
    """Keep other kernels from writing; False where the disk knows no locks.

    Without a lock, O_APPEND still keeps two writes apart, except on Windows. A
    process that dies lets go of its lock.

    Raises:
        OSError: ETIMEDOUT if somebody else does not let go of it.
    """
    end = time.monotonic() + patience
    while True:
        try:
            _lock(descriptor)
            break
        except OSError as error:
            if error.errno not in _TAKEN:
                yield False
                return
            if time.monotonic() > end:
                raise OSError(errno.ETIMEDOUT, "the file is locked") from error
        time.sleep(0.01)
    try:
        yield True
    finally:
        _unlock(descriptor)


if sys.platform == "win32":
    # Windows locks bytes, also for readers: take one that no journal ever reaches.
    _FAR = 2**31 - 2

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
