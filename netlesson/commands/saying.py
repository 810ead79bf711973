"""What commands say: in the reader's language, on whatever screen there is.

A screen may know few letters, and it may be gone: whoever reads only the first lines
(`netlesson check | head`) closes it. What a command does, it does all the same.
"""

import errno
import io
import os
import sys
from collections.abc import Iterable
from contextlib import suppress

from ..content import ContentError, Lang, UserError, filled, phrases

LONGEST = 300
"""How many characters of a path or the like are shown."""

_REFUSED = {
    errno.ENOENT: "commands.missing",
    errno.EACCES: "commands.denied",
    errno.EPERM: "commands.denied",
    errno.EROFS: "commands.denied",
    errno.ENOSPC: "commands.full",
    errno.EDQUOT: "commands.full",
    errno.EFBIG: "commands.full",
    errno.EISDIR: "commands.is_folder",
    errno.ENOTDIR: "commands.no_folder",
    errno.EEXIST: "commands.there_already",
    errno.ELOOP: "commands.circle",
    errno.ENAMETOOLONG: "commands.long_name",
}


def say(key: str, lang: Lang, **values: object) -> str:
    """Return a phrase of the course itself, whatever content is in use."""
    return filled(phrases()[key][lang], **values)


def get_ready() -> None:
    """Let letters that a screen does not know be spelled, and none stop a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def show(lines: Iterable[str]) -> int:
    """Print lines as they come, and return 0."""
    for line in lines:
        try:
            print(line, flush=True)
        except BrokenPipeError:
            let_go()
    return 0


def let_go() -> None:
    """Print what is left; if that fails, print nothing any more."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def complain(sentence: str) -> None:
    """Say what is wrong, on one line."""
    shown = "".join(
        each if each.isprintable() else ascii(each)[1:-1] for each in sentence
    )
    with suppress(BrokenPipeError):
        print(f"netlesson: {shown}", file=sys.stderr, flush=True)


def in_words(error: UserError | ContentError | OSError, lang: Lang) -> str:
    """Return what went wrong and what to do about it, in one sentence."""
    if isinstance(error, ContentError):
        n, first = len(error.faults), error.said(lang)[0]
        return say("commands.content", lang, n=n, fault=first)
    if isinstance(error, UserError):
        values = {
            name: value if name == "known" else short(str(value))
            for name, value in error.values.items()
        }
        return say(error.key, lang, **values)
    if error.errno == errno.ENOENT and error.filename is None:
        return say("commands.no_cwd", lang)
    path = short(str(error.filename or say("commands.screen", lang)))
    code = errno.errorcode.get(error.errno or 0, type(error).__name__)
    key = _REFUSED.get(error.errno or 0, "commands.failed")
    return say(key, lang, **{"path": path, "code": code})


def short(text: str) -> str:
    """Return a text that is not endless."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
