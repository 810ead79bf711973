"""Text from many hands, made harmless for the files that it goes into."""

import re
import unicodedata

_FORMULA = re.compile(r"^[=+\-@\t\r\n']")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)


def encodable(text: str) -> str:
    """Put a question mark in the place of half an emoji, as a browser may send it."""
    return text.encode("utf-8", "replace").decode()


def printable(text: str) -> str:
    """Put a question mark in the place of what no file format can hold."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def guarded(text: str) -> str:
    """Return a text as CSV can hold it without it being run.

    A spreadsheet takes a cell that begins with = + - @, a tab or a return for a
    formula, whatever stands around it. An apostrophe in front makes it text. What
    begins with an apostrophe gets one too: take one away to have a text as typed.
    """
    wide = unicodedata.normalize("NFKC", text[:1])  # full-width signs count as well
    return f"'{text}" if _FORMULA.match(wide) or _FORMULA.match(text) else text


def plain(text: str) -> str:
    r"""Return a text as every format can hold it: `\n` alone ends a line."""
    return printable(re.sub("\r\n?", "\n", text))


def line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(plain(text).split())
