"""Soft hyphens in what is printed.

A browser hyphenates only where it has the patterns of a language; Chromium fetches
them later or never, and a narrow German column would break its words anywhere.
"""

import re
from functools import cache
from itertools import pairwise

from pyphen import Pyphen, language_fallback

from ..content import Lang

PIECE = 3
"""How many letters stay together at least: with fewer, the patterns make mistakes."""

_PARTS = re.compile(
    r"<(style|script|title|code|pre|h[1-4])\b.*?</\1>"
    r'|<[^>]* class="[^"]*\bnl-(?:typed|address)\b.*?</'
    r"|<[^>]*>|&\w+;"
    r"|(?<![\w./@:?=-])(?P<word>[^\W\d_]{8,})(?![\w/@]|[.:]\w)",
    re.DOTALL,
)


def for_paper(html: str, lang: Lang) -> str:
    """Return a page with soft hyphens in its long words, if their language is known.

    Headings, code, addresses and what a learner typed stay as they are.
    """
    if language_fallback(lang) is None:
        return html
    return _PARTS.sub(
        lambda part: _hyphenated(word, lang) if (word := part["word"]) else part[0],
        html,
    )


@cache
def _hyphenated(word: str, lang: Lang) -> str:
    at = [0, *Pyphen(lang=lang).positions(word), len(word)]
    around = zip(at, at[1:], at[2:], strict=False)
    kept = [cut for a, cut, b in around if min(cut - a, b - cut) >= PIECE]
    cuts = pairwise([0, *kept, len(word)])
    return "\N{SOFT HYPHEN}".join(word[a:b] for a, b in cuts)
