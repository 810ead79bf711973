"""The whole ranking in words: ties, what is too close, what never wins, what is open.

`explain` holds one alternative against another; this looks at all that are left.
"""

import math
from collections.abc import Iterator
from itertools import pairwise

from ..deciding import TOLERANCE, Comparison
from ..language import Edition, isolated, listing, quoted
from .reasons import gap_words, points_words


def overview_sentences(comparison: Comparison, edition: Edition) -> list[str]:
    """Say what the ranking shows beyond its first place.

    Returns:
        Sentences: ties, neighbours that are too close to tell apart, alternatives
        that another one beats or equals on everything, and what is not known.
    """
    found = [
        *_ties(comparison, edition),
        *_close(comparison, edition),
        *_dominated(comparison, edition),
        *_unknown(comparison, edition),
    ]
    return found or [edition.say("overview.clear")]


def says_not(comparison: Comparison, edition: Edition) -> list[str]:
    """Say what must not be read into the ranking."""
    found = [edition.say("overview.no_study")]
    shown = [comparison.alternatives[i] for i in comparison.standing]
    if any(each.own and each.notes for each in shown):
        found.append(edition.say("overview.own_judgement"))
    if any(not each.own for each in shown):
        found.append(edition.say("overview.types_only"))
    return found


def tied(comparison: Comparison) -> list[list[int]]:
    """Return the indices of those that share a rank, the best rank first."""
    ranks: dict[int, list[int]] = {}
    for i in comparison.standing:
        ranks.setdefault(comparison.rows[i].rank, []).append(i)
    return [group for group in ranks.values() if len(group) > 1]


def close(comparison: Comparison) -> list[tuple[int, int]]:
    """Return neighbours whose gap is smaller than its uncertainty, ties left out."""
    rows = comparison.rows
    return [
        (a, b)
        for a, b in pairwise(comparison.standing)
        if rows[a].rank != rows[b].rank
        and rows[a].score - rows[b].score < comparison.noise(a, b)
    ]


def dominated(comparison: Comparison) -> list[tuple[int, int]]:
    """Return (i, j): j is at least as good as i on all that counts, and better once.

    Each i comes once, with the j that ranks best. What is knocked out beats nobody.
    """
    found = []
    for i in comparison.standing:
        for j in comparison.standing:
            gaps = _gaps(comparison, j, i)
            if min(gaps) >= -TOLERANCE and max(gaps) > TOLERANCE:
                found.append((i, j))
                break
    return found


def _gaps(comparison: Comparison, a: int, b: int) -> list[float]:
    """Return how far a is ahead of b on each criterion that counts."""
    one, other = comparison.rows[a].values, comparison.rows[b].values
    columns = zip(one, other, comparison.shares, strict=True)
    return [mine - theirs for mine, theirs, share in columns if share]


def _ties(comparison: Comparison, edition: Edition) -> Iterator[str]:
    for group in tied(comparison):
        names = [
            quoted(isolated(comparison.alternatives[i].name), edition.lang)
            for i in group
        ]
        rank = comparison.rows[group[0]].rank
        yield edition.say("overview.tie", names=listing(names, edition.lang), rank=rank)


def _close(comparison: Comparison, edition: Edition) -> Iterator[str]:
    for a, b in close(comparison):
        yield edition.say(
            "overview.close",
            first=isolated(comparison.alternatives[a].name),
            second=isolated(comparison.alternatives[b].name),
            points=gap_words(comparison, a, b, edition),
            noise=points_words(comparison.noise(a, b), edition),
        )


def _dominated(comparison: Comparison, edition: Edition) -> Iterator[str]:
    for i, j in dominated(comparison):
        yield edition.say(
            "overview.dominated",
            name=isolated(comparison.alternatives[i].name),
            rival=isolated(comparison.alternatives[j].name),
        )


def _unknown(comparison: Comparison, edition: Edition) -> Iterator[str]:
    for i in (*comparison.standing, *comparison.out):
        alternative = comparison.alternatives[i]
        missing = [c for c in comparison.criteria if c.id in alternative.unknown]
        if missing:
            row = comparison.rows[i]
            columns = zip(
                row.low, row.high, comparison.shares, comparison.criteria, strict=True
            )
            at_stake = math.fsum(
                (high - low) * share
                for low, high, share, criterion in columns
                if criterion in missing
            )
            if at_stake < TOLERANCE:
                continue
            yield edition.say(
                "overview.unknown",
                name=isolated(alternative.name),
                names=listing([c.name[edition.lang] for c in missing], edition.lang),
                points=points_words(at_stake, edition),
            )
