"""The whole ranking in words: ties, what is too close, what never wins, what is open.

`explain` holds one alternative against another; this looks at all that are left.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..deciding import NARROWLY, TOLERANCE, Comparison
from ..language import Edition, isolated, listing, quoted_listing
from .reasons import gap_in_words, points_words


def overview_sentences(comparison: Comparison, edition: Edition) -> list[str]:
    """Say what the ranking shows beyond its first place.

    Returns:
        Sentences: ties, neighbours that are too close to tell apart, alternatives
        that another one beats or equals on everything, and what is not known.
    """
    names = [isolated(each.name) for each in comparison.alternatives]
    return [
        *(
            edition.say(
                "overview.tie",
                names=quoted_listing([names[i] for i in group], edition.lang),
                rank=comparison.rows[group[0]].rank,
            )
            for group in tied(comparison)
        ),
        *(
            edition.say("overview.too_close", **gap_in_words(comparison, a, b, edition))
            for a, b in close(comparison)
        ),
        *(
            edition.say("overview.dominated", name=names[i], rival=names[j])
            for i, j in dominated(comparison)
        ),
        *_unknown(comparison, names, edition),
    ] or [edition.say("overview.clear")]


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
    """Return neighbours too close to tell apart, ties left out."""
    rows = comparison.rows
    return [
        (a, b)
        for a, b in pairwise(comparison.standing)
        if rows[a].rank != rows[b].rank and comparison.ahead(a, b) < NARROWLY
    ]


def dominated(comparison: Comparison) -> list[tuple[int, int]]:
    """Return (i, j): j is at least as good as i on all that counts, and better once.

    Each i comes once, with the j that ranks best. What is knocked out beats nobody.
    """
    counts = [j for j, share in enumerate(comparison.shares) if share]
    found = []
    for i in comparison.standing:
        for j in comparison.standing:
            mine, theirs = comparison.rows[i].values, comparison.rows[j].values
            gaps = [theirs[c] - mine[c] for c in counts]
            if min(gaps) >= -TOLERANCE and max(gaps) > TOLERANCE:
                found.append((i, j))
                break
    return found


def _unknown(
    comparison: Comparison, names: Sequence[str], edition: Edition
) -> Iterator[str]:
    for i in (*comparison.standing, *comparison.out):
        row = comparison.rows[i]
        missing = [
            j
            for j, criterion in enumerate(comparison.criteria)
            if criterion.id in row.alternative.unknown
        ]
        at_stake = math.fsum(
            (row.high[j] - row.low[j]) * comparison.shares[j] for j in missing
        )
        if at_stake >= TOLERANCE:
            unknown = [comparison.criteria[j].name[edition.lang] for j in missing]
            yield edition.say(
                "overview.unknown",
                name=names[i],
                names=listing(unknown, edition.lang),
                points=points_words(at_stake, edition),
            )
