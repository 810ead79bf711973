"""A language that nobody speaks: every text of the course in brackets, ⟦like this⟧.

It is made from outside, as a translator would make one: words in every content file,
a name in `LANGS`, a record in `LANGUAGES`. Its numbers, money, dates and quotation
marks are like those of no other language and its words have no ASCII digit, so that
whatever else is on a page was put there by code that did not ask for the language.
"""

import re
import sys
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from itertools import chain

import pytest
from babel import Locale
from babel.dates import get_month_names
from babel.numbers import parse_pattern
from builders import course

from netlesson import exercise  # noqa: F401  its texts are looked for in its modules
from netlesson.content import DATA, LANGS
from netlesson.exercise.tables import material
from netlesson.language.languages import LANGUAGES, Language

LANG = "zz"
ENGLISH = re.compile(r'([\w.]*)\ben = "((?:[^"\\]|\\.)*)"')
CIRCLED = str.maketrans("0123456789“”", "⓪①②③④⑤⑥⑦⑧⑨«»")


class Strange(Locale):
    """Finnish, with decimal sign, thousands and percent of its own."""

    number_symbols = property(lambda _: {"latn": {"decimal": "·", "group": "_"}})
    percent_formats = property(lambda _: {None: parse_pattern("#,##0﹪")})


RECORD = Language(
    locale=Strange("fi"),
    money="¤{amount}⁝{code}",
    date="yyyy/MM/dd",
    quotes=("«", "»"),
    separator="|",
)


def bracketed(words):
    """Put words in brackets, and their digits in circles; fillings stay."""
    pieces = re.split(r"(\{\w+\})", words)
    pieces[::2] = [piece.translate(CIRCLED) for piece in pieces[::2]]
    return f"⟦{''.join(pieces)}⟧"


def translated(toml):
    """Add the language to every text of a content file, in a table or on its line."""

    def both(found):
        table, words = found[1], found[2]
        between = "\n" if table else ", "
        return f'{found[0]}{between}{table}{LANG} = "{bracketed(words)}"'

    return ENGLISH.sub(both, toml)


@contextmanager
def added(folder=None):
    """Add the language; with a folder for the content files, its words as well."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(LANGS, LANG, "Pseudo")
        patch.setitem(LANGUAGES, LANG, RECORD)
        modules = [m for n, m in sys.modules.items() if n.startswith("netlesson.")]
        if folder is not None:
            for path in DATA.glob("*.toml"):
                written = translated(path.read_text(encoding="utf-8"))
                (folder / path.name).write_text(written, encoding="utf-8")
            for module in (m for m in modules if hasattr(m, "DATA")):
                patch.setattr(module, "DATA", folder)
        material.cache_clear()
        yield patch
    material.cache_clear()


class _Reader(HTMLParser):
    """Reads what somebody sees or hears: text, and attributes that are read out."""

    SPOKEN = ("alt", "aria-label", "title", "data-label", "placeholder")

    def __init__(self):
        super().__init__()
        self.found, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        # What is handed in is shown letter by letter: JSON, in no language.
        self.silent += tag in ("style", "script", "pre")
        self.found += [f"\n{v}\n" for name, v in attrs if name in self.SPOKEN and v]

    def handle_endtag(self, tag):
        self.silent -= tag in ("style", "script", "pre")

    def handle_data(self, data):
        self.found += [] if self.silent else [data]


def words_of(html):
    """Return what somebody reads or hears of HTML."""
    reader = _Reader()
    reader.feed(html)
    return "".join(reader.found).replace("\N{SOFT HYPHEN}", "")


def outside(text):
    """Return what stands outside of all brackets; a shortened text has no end."""
    before = None
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*(?:⟧|…)", " ", text)
    return text


NAMES = {"EUR", "CHF", "GBP", "USD", "UTC", "BNI", "netlesson"}
FORMS = ("format", "stand-alone")
MONTHS = [get_month_names("wide", form, "fi").values() for form in FORMS]
BABEL = {"ja", "suomi", *chain.from_iterable(MONTHS)}
MONEY = re.compile(r"¤−?[\d_·]+⁝[A-Z]{3}")
FILE = re.compile(r"netlesson-[0-9a-f]+\.json")
# A number, a share, an amount, a date or a quotation as only other languages write it.
FOREIGN = re.compile(
    r"\d[.,’']\d|\d\s?%|\d\s?€|€\s?\d|\d\s?(?:EUR|CHF|GBP|USD)\b"
    r"|(?:EUR|CHF|GBP|USD)\s?\d|[“”„]|\d\d/\d\d/\d{4}"
)
WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def _names():
    """What is called the same in every language: sources, with title and date."""
    sources, findings = course().sources.values(), course().findings.values()
    known = {each for s in sources for each in (s.title, s.address, s.date)}
    known |= {finding.citation["en"] for finding in findings}
    return re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))))


def foreign(text, *, known=()):
    """Return what is in another language, or written as in another one.

    Args:
        text: What somebody reads.
        known: What else may stand there: what a learner typed, a path.
    """
    for each in sorted(known, key=len, reverse=True):
        text = text.replace(each, " ")
    for each in (_names(), MONEY, FILE):
        text = each.sub(" ", text)
    words = set(WORD.findall(outside(text))) - NAMES - BABEL
    return {*words, *FOREIGN.findall(text)}
