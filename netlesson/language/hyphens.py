"""Soft hyphens in what is printed.

A browser hyphenates only where it has the patterns of a language; Chromium fetches
them later or never, and a narrow German column would break its words anywhere.
"""

import re
from itertools import pairwise

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
    # A lesson that prints nothing does without it.
    from pyphen import Pyphen, language_fallback

    if language_fallback(lang) is None:
        return html
    patterns = Pyphen(lang=lang)

    def hyphenated(part: re.Match[str]) -> str:
        if not (word := part["word"]):
            return part[0]
        at = [0, *patterns.positions(word), len(word)]
        around = zip(at, at[1:], at[2:], strict=False)
        kept = [cut for a, cut, b in around if min(cut - a, b - cut) >= PIECE]
        cuts = pairwise([0, *kept, len(word)])
        return "\N{SOFT HYPHEN}".join(word[a:b] for a, b in cuts)

    return _PARTS.sub(hyphenated, html)
