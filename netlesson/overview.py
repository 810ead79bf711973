"""The whole ranking in words: ties, what is too close, what never wins, what is open.

`explain` holds one alternative against another; this looks at all that are left.
"""

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from .arithmetic import TOLERANCE
from .explain import points_words
from .model import Course, Lang
from .scoring import Comparison
from .wording import isolated, listing


def overview(comparison: Comparison, course: Course, lang: Lang) -> list[str]:
    """Say what the ranking shows beyond its first place.

    Returns:
        Sentences: ties, neighbours that are too close to tell apart, alternatives
        that another one beats or equals on everything, and what is not known.
    """
    found = [
        *_ties(comparison, course, lang),
        *_close(comparison, course, lang),
        *_dominated(comparison, course, lang),
        *_unknown(comparison, course, lang),
    ]
    return found or [course.say("overview.clear", lang)]


def says_not(comparison: Comparison, course: Course, lang: Lang) -> list[str]:
    """Say what must not be read into the ranking."""
    found = [course.say("overview.no_study", lang)]
    shown = [comparison.alternatives[i] for i in comparison.standing]
    if any(each.own and each.notes for each in shown):
        found.append(course.say("overview.own_judgement", lang))
    if any(not each.own for each in shown):
        found.append(course.say("overview.types_only", lang))
    return found


def tied(comparison: Comparison) -> list[list[int]]:
    """Return the indices of those that share a rank, the best rank first."""
    ranks: dict[int, list[int]] = {}
    for i in comparison.standing:
        ranks.setdefault(int(comparison.ranks[i]), []).append(i)
    return [group for group in ranks.values() if len(group) > 1]


def close(comparison: Comparison) -> list[tuple[int, int]]:
    """Return neighbours whose gap is smaller than its uncertainty, ties left out."""
    standing = comparison.standing
    return [
        (a, b)
        for a, b in pairwise(standing)
        if comparison.ranks[a] != comparison.ranks[b]
        and comparison.scores[a] - comparison.scores[b] < comparison.noise(a, b)
    ]


def dominated(comparison: Comparison) -> list[tuple[int, int]]:
    """Return (i, j): j is at least as good as i on all that counts, and better once.

    Each i comes once, with the j that ranks best. What is knocked out beats nobody.
    """
    counts = np.flatnonzero(comparison.weights)
    values = comparison.values[:, counts]
    found = []
    for i in comparison.standing:
        for j in comparison.standing:
            gaps = values[j] - values[i]
            if (gaps >= -TOLERANCE).all() and (gaps > TOLERANCE).any():
                found.append((i, j))
                break
    return found


def _ties(comparison: Comparison, course: Course, lang: Lang) -> Iterator[str]:
    for group in tied(comparison):
        names = [isolated(comparison.alternatives[i].name) for i in group]
        rank = int(comparison.ranks[group[0]])
        yield course.say(
            "overview.tie", lang, names=listing(_quoted(names, lang), lang), rank=rank
        )


def _close(comparison: Comparison, course: Course, lang: Lang) -> Iterator[str]:
    for a, b in close(comparison):
        gap = float(comparison.scores[a] - comparison.scores[b])
        yield course.say(
            "overview.close",
            lang,
            first=isolated(comparison.alternatives[a].name),
            second=isolated(comparison.alternatives[b].name),
            points=points_words(gap, course, lang),
            noise=points_words(comparison.noise(a, b), course, lang),
        )


def _dominated(comparison: Comparison, course: Course, lang: Lang) -> Iterator[str]:
    for i, j in dominated(comparison):
        yield course.say(
            "overview.dominated",
            lang,
            name=isolated(comparison.alternatives[i].name),
            rival=isolated(comparison.alternatives[j].name),
        )


def _unknown(comparison: Comparison, course: Course, lang: Lang) -> Iterator[str]:
    for i in (*comparison.standing, *comparison.out):
        alternative = comparison.alternatives[i]
        missing = [c for c in comparison.criteria if c.id in alternative.unknown]
        if missing:
            widths = (comparison.high[i] - comparison.low[i]) * comparison.weights
            at_stake = math.fsum(
                float(width)
                for width, criterion in zip(widths, comparison.criteria, strict=True)
                if criterion in missing
            )
            if at_stake < TOLERANCE:
                continue
            yield course.say(
                "overview.unknown",
                lang,
                name=isolated(alternative.name),
                names=listing([c.name[lang] for c in missing], lang),
                points=points_words(at_stake, course, lang),
            )


def _quoted(names: list[str], lang: Lang) -> list[str]:
    left, right = ("„", "“") if lang == "de" else ("“", "”")
    return [f"{left}{name}{right}" for name in names]
