"""How sure the ranking is, and what would change it, in words."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import ge

from ..deciding import Comparison
from ..deciding.robustness import Robustness, analyse, nearest_weights, weight_flip
from ..language import Edition, as_percent, isolated, listing, number, percent
from .reasons import breach_sentence, headline

SEED = 2


def changes(comparison: Comparison, x: int, edition: Edition) -> list[str]:
    """Say what would have to change for one alternative to come first.

    Returns:
        Sentences: knock-outs to lift, weights, ratings, or why never.
    """
    name = isolated(comparison.alternatives[x].name)
    row = comparison.rows[x]
    sentences = [breach_sentence(each, edition) for each in row.breaches]
    if row.idle:
        return sentences
    rivals = [i for i in comparison.standing if i != x]
    if not rivals or row.rank == 1:
        key = "explain.would_win" if sentences else "explain.wins"
        return [*sentences, edition.say(key, name=name)]
    first = rivals[0]
    return [
        *sentences,
        *_weight_changes(comparison, x, first, edition),
        *_rating_changes(comparison, x, first, edition),
        *_nearest(comparison, x, rivals, edition),
    ]


def _weight_changes(
    comparison: Comparison, x: int, first: int, edition: Edition
) -> Iterator[str]:
    """Name the weights at which x draws level with the first, nearest first."""
    pair, now = [comparison.rows[i].values for i in (first, x)], comparison.shares
    found = []
    for j, weight in enumerate(now):
        share = weight_flip(pair, now, j) if weight else None
        if share is not None:
            found.append((round(abs(share - weight), 9), j, share))
    rival = isolated(comparison.alternatives[first].name)
    for _, j, share in sorted(found)[:3]:
        key = "explain.weight_more" if share > now[j] else "explain.weight_less"
        yield edition.say(key, **_move(comparison, j, share, edition), rival=rival)


def _move(
    comparison: Comparison, j: int, goal: float, edition: Edition
) -> dict[str, str]:
    """Write a weight and where it would go, precise enough to tell them apart."""
    now, after = "", ""
    for decimals in (0, 1, 2):
        now, after = (
            number(100 * share, edition.lang, max(decimals, int(share < 0.095)))
            for share in (comparison.shares[j], goal)
        )
        if now != after:
            break
    after = as_percent(after, edition.lang)
    return {
        "criterion": comparison.criteria[j].name[edition.lang],
        "now": as_percent(now, edition.lang),
        "share": after,
        "goal": after,
    }


def _rating_changes(
    comparison: Comparison, x: int, first: int, edition: Edition
) -> Iterator[str]:
    """Name the ratings that would lift x to the first, one at a time."""
    row, found = comparison.rows[x], []
    gap = comparison.rows[first].score - row.score
    for j, criterion in enumerate(comparison.criteria):
        share = comparison.shares[j]
        needed = gap / share if share else math.inf
        if criterion.scale == "rated" and needed <= 1 - row.values[j] + 1e-9:
            now = row.raw[j]
            steps = math.ceil(needed * 4 - 1e-9)
            found.append((steps, j, now, min(now + steps, 5)))
    for _, j, now, goal in sorted(found)[:2]:
        yield edition.say(
            "explain.rating",
            criterion=comparison.criteria[j].name[edition.lang],
            goal=number(goal, edition.lang, 1),
            now=number(now, edition.lang, 1),
            words=comparison.criteria[j].anchors["5"][edition.lang],
        )


def _nearest(
    comparison: Comparison, x: int, rivals: Sequence[int], edition: Edition
) -> Iterator[str]:
    """Name the smallest change of all weights together, or say never and why.

    What counts nothing stays at nothing: the market, not taste, put it there.
    """
    now, rows = comparison.shares, comparison.rows
    counts = [j for j, share in enumerate(now) if share]
    mine, *others = ([rows[i].values[j] for j in counts] for i in (x, *rivals))
    inside = nearest_weights([mine, *others], [now[j] for j in counts], 0)
    if inside is None:
        name = isolated(comparison.alternatives[x].name)
        better = [all(map(ge, theirs, mine)) for theirs in others]
        if any(better):
            rival = isolated(comparison.alternatives[rivals[better.index(True)]].name)
            yield edition.say("explain.never", name=name, rival=rival)
        else:
            yield edition.say("explain.no_weights", name=name)
        return
    best = dict(zip(counts, inside, strict=True))
    moves = {j: abs(share - now[j]) for j, share in best.items()}
    order = sorted(moves, key=lambda j: -round(moves[j], 9))[:3]
    shown = [
        edition.say("explain.from_to", **_move(comparison, j, best[j], edition))
        for j in order
        if moves[j] >= 0.0001
    ]
    if shown:
        more = sum(moves.values()) > sum(moves[j] for j in order) + 0.0005
        key = "explain.nearest_more" if more else "explain.nearest"
        yield edition.say(key, moves=listing(shown, edition.lang))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sureness:
    """What comes of drawing ratings with the weights as they are, and weights too."""

    fixed: Robustness
    order: Robustness


def sureness_of(comparison: Comparison) -> Sureness:
    """Analyse what is not knocked out, the best first, the same way everywhere."""
    rows = [comparison.rows[i] for i in comparison.standing]
    values, low, high = zip(*((r.values, r.low, r.high) for r in rows), strict=True)
    drawn = partial(analyse, values, comparison.shares, low=low, high=high, seed=SEED)
    return Sureness(fixed=drawn(mode="fixed"), order=drawn(mode="order"))


def how_sure(comparison: Comparison, sure: Sureness, edition: Edition) -> list[str]:
    """Say how the first stands, then what each kind of drawing makes of it."""
    names = [isolated(comparison.alternatives[i].name) for i in comparison.standing]

    def firsts(found: Robustness) -> str:
        shares = zip(names, (row[0] for row in found.acceptability), strict=True)
        return "; ".join(
            f"{name} {percent(share, edition.lang)}"
            for name, share in sorted(shares, key=lambda each: -each[1])
            if share >= 0.005
        )

    sentences = [
        headline(comparison, edition),
        edition.say("explain.robust_fixed", firsts=firsts(sure.fixed)),
        edition.say("explain.robust_order", firsts=firsts(sure.order)),
    ]
    top = max(range(len(names)), key=lambda i: sure.order.acceptability[i][0])
    if comparison.rows[comparison.standing[top]].rank > 1:
        given = {"first": names[0], "name": names[top]}
        sentences.append(edition.say("explain.robust_other", **given))
    return sentences
