"""What `draws` does, with NumPy.

Draws are the last axis of every array, so that each operation runs over long
contiguous rows: that is what keeps 10,000 draws at a few milliseconds.
"""

from random import Random
from typing import Any

import numpy as np

from . import draws as plain
from .arithmetic import TOLERANCE, places
from .draws import Counted, Mode, Ratings, Row, Table
from .scoring import Floats, Ints

BLOCK = 2_000
"""Draws worked on at once: few enough to stay in the processor's cache."""


def counted(
    ratings: Ratings, weights: Row, mode: Mode, draws: int, seed: int
) -> Counted:
    """Draw weights and ratings, and count what comes of them."""
    for_weights, for_ratings = plain.streams(seed)
    drawn = draw_weights(for_weights, weights, mode, draws)
    lifts = draw_lifts(for_ratings, *ratings[1:], draws)
    values, blocks = np.array(ratings[0]), range(0, draws, BLOCK)
    m, n = values.shape
    found, wins, favourable = np.zeros((m, m)), np.zeros((m, m)), np.zeros((m, n))
    for start in blocks:
        shares = drawn[:, start : start + BLOCK]
        scores = np.einsum("mnd,nd->md", lifts[:, :, start : start + BLOCK], shares)
        ranks = _ranks(scores + values @ shares)
        beats = ranks[:, None] < ranks
        tied = m - beats.sum(axis=0) - beats.sum(axis=1)
        share = 1 / tied
        for place in range(1, m + 1):
            takes = (ranks <= place) & (place < ranks + tied)
            found[:, place - 1] += np.where(takes, share, 0).sum(axis=1)
        wins += np.count_nonzero(beats, axis=2)
        favourable += np.where(ranks == 1, share, 0) @ shares.T
    wins = (draws + wins - wins.T) / 2
    np.fill_diagonal(wins, 0)
    first = np.flatnonzero(found[:, 0])
    central, firsts = np.full((m, n), np.nan), np.full(m, np.nan)
    central[first] = favourable[first] / found[first, :1]
    firsts[first] = 0
    for start in blocks:
        scores = central[first] @ lifts[:, :, start : start + BLOCK]
        scores += (values @ central[first].T)[:, :, None]
        leaders = scores >= scores.max(axis=0) - TOLERANCE  # (m, first, draws)
        own = leaders[first, np.arange(len(first))]
        firsts[first] += (own / leaders.sum(axis=0)).sum(axis=1)
    return found.tolist(), wins.tolist(), central.tolist(), firsts.tolist()


def _generator(random: Random) -> np.random.Generator:
    """Return what gives the same numbers: both are a Mersenne Twister."""
    _, (*key, position), _ = random.getstate()
    twister = np.random.MT19937()
    state: Any = {"key": np.array(key, dtype=np.uint32), "pos": position}
    twister.state = {"bit_generator": "MT19937", "state": state}
    return np.random.Generator(twister)


def draw_weights(random: Random, weights: Row, mode: Mode, draws: int) -> Floats:
    """Draw weights, (n, draws)."""
    given = np.array(weights)
    if mode == "fixed":
        return np.broadcast_to(given[:, None], (len(given), draws))
    if mode == "near":
        return np.array(plain.draw_weights(random, weights, mode, draws)).T
    counting = np.flatnonzero((given > 0) | (mode == "any"))
    parts = -np.log(1 - _generator(random).random((len(counting), draws)))
    if mode == "order":
        counting = counting[np.argsort(-given[counting], kind="stable")]
        order = parts.argsort(axis=0)[::-1]
        for start, end in plain.equal(given[counting].tolist()):
            order[start:end].sort(axis=0)
        parts = np.take_along_axis(parts, order, axis=0)
    drawn = np.zeros((len(given), draws))
    drawn[counting] = parts / parts.sum(axis=0)
    return drawn


def draw_lifts(random: Random, below: Table, above: Table, draws: int) -> Floats:
    """Draw how far each value is off its rating, (m, n, draws)."""
    least, most, rng = np.array(below), np.array(above), _generator(random)
    lifts = np.zeros((*least.shape, draws))
    for cell in zip(*np.nonzero((least > 0) & (most > 0)), strict=True):
        down, up = least[cell], most[cell]
        drawn = rng.random(draws) - up / (down + up)
        low, high = (down + up) * down / up, (down + up) * up / down
        outer = np.maximum if high > low else np.minimum  # quicker than by the sign
        lifts[cell] = outer(drawn * low, drawn * high)
    return lifts


def _ranks(scores: Floats) -> Ints:
    """Rank the scores, (m, draws), of each draw."""
    m = len(scores)
    ranks: Ints = 1 + (scores[:, None] > scores + TOLERANCE).sum(axis=0, dtype=np.int16)
    tied = ranks.sum(axis=0) < m * (m + 1) // 2
    if tied.any():
        # "Nearly equal" can chain: a ties with b and b with c, but not a with c.
        # Only when all three share one rank do the ranks they take up add up.
        ranks[:, tied] = np.transpose(
            [places(each) for each in scores[:, tied].T.tolist()]
        )
    return ranks
