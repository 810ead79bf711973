"""Closed form, draws, and the words of steps 3 and 5 say the same."""

import math
import random

import numpy as np
import pytest
from builders import course
from businesses import businesses, result

from netlesson.deciding.comparison import AHEAD, NARROWLY
from netlesson.deciding.fast_draws import draw_lifts
from netlesson.deciding.robustness import analyse
from netlesson.explaining import headline
from netlesson.explaining.changes import SEED, Sureness, how_sure
from netlesson.language import Edition

DRAWS = 10_000
LONG = pytest.param(2000, marks=pytest.mark.long)
SAYS = {
    "ahead": "“{}” is ahead, ",
    "narrow": "“{}” is narrowly ahead, ",
    "close": "Too close to call: “{}” has the most points, ",
    "tie": "A tie for first place: {}",
}


def analysed(found):
    """What step 5 draws with the learner's weights as they are."""
    left = list(found.standing)
    return analyse(
        found.values[left],
        found.weights,
        low=found.low[left],
        high=found.high[left],
        mode="fixed",
        draws=DRAWS,
        seed=SEED,
    )


def told_apart(shares, a, b):
    """Whether two shares of the same draws differ by three standard errors."""
    gap = abs(shares[a] - shares[b])
    return gap > 3 * math.sqrt((shares[a] + shares[b] - gap**2) / DRAWS)


@pytest.mark.parametrize("count", [300, LONG])
def test_closed_form_draws_and_words_agree_for_random_businesses(count):
    edition, verdicts, worst = Edition(course(), "en"), set(), 0.0
    for business in businesses(count, seed=13):
        found = result(business)
        if len(found.standing) < 2:
            continue
        left, drawn = found.standing, analysed(found)
        closed = [[found.ahead(a, b) for b in left] for a in left]
        gaps = np.abs(np.subtract(drawn.pairwise, closed))[
            ~np.eye(len(left), dtype=bool)
        ]
        worst = max(worst, gaps.max())
        assert worst < 0.02, business

        shares = np.array(drawn.acceptability)[:, 0]
        top = int(shares.argmax())
        if found.rows[left[top]].rank > 1 and found.margin >= 0.001:
            assert not told_apart(shares, 0, top), business

        said = headline(found, edition)
        sure = how_sure(found, Sureness(fixed=drawn, order=drawn), edition)
        verdicts.add(found.verdict)
        name = found.alternatives[left[0]].name
        assert said.startswith(SAYS[found.verdict].format(name)), business
        assert sure[0] == said
        most = f"How often each comes first: {found.alternatives[left[top]].name} "
        assert most in sure[1]
        if found.verdict == "ahead":
            assert top == 0, business
        # What is drawn bears the word out, but for the two points.
        least = min(drawn.pairwise[0][1:])
        assert found.verdict != "ahead" or least > AHEAD - 0.02
        assert found.verdict != "narrow" or NARROWLY - 0.02 < least < AHEAD + 0.02
        assert found.verdict != "close" or least < NARROWLY + 0.02
    assert worst > 0.003  # else nothing was drawn
    assert verdicts >= {"ahead", "narrow", "close"}


def spans(count=12):
    """Low, rating and high in 0..1, rising."""
    return [
        np.sort(each).tolist() for each in np.random.default_rng(12).random((count, 3))
    ]


def test_what_is_drawn_has_the_rating_as_its_mean_and_the_declared_variance():
    low, value, high = np.array(spans()).T[:, :, None]
    below, above, draws = value - low, high - value, 100_000
    lifts = draw_lifts(random.Random(5), below, above, draws)  # noqa: S311
    drawn = value[:, :, None] + lifts
    assert (low[:, :, None] <= drawn).all()
    assert (drawn <= high[:, :, None]).all()
    variance = below * above / 3
    assert (
        abs(drawn.mean(axis=2) - value) < 4 * np.sqrt(variance / draws) + 1e-12
    ).all()
    assert drawn.var(axis=2) == pytest.approx(variance, rel=0.03)


@pytest.mark.parametrize(("low", "value", "high"), spans())
def test_analyse_counts_what_is_plausible_even_on_both_sides(low, value, high):
    """By hand: a rating is over a bar as often as the two even parts say."""
    bars = np.linspace(0.025, 0.975, 20)
    fixed = np.array([value, *bars])[:, None]
    lows, highs = fixed.copy(), fixed.copy()
    lows[0], highs[0] = low, high
    drawn = analyse(fixed, [1], low=lows, high=highs, mode="fixed", draws=DRAWS, seed=5)
    up = (value - low) / (high - low)
    over = np.where(
        bars > value,
        up * np.clip((high - bars) / (high - value), 0, 1),
        up + (1 - up) * np.clip((value - bars) / (value - low), 0, 1),
    )
    errors = np.sqrt(over * (1 - over) / DRAWS)
    assert (abs(np.array(drawn.pairwise[0][1:]) - over) <= 4 * errors + 1e-9).all()
