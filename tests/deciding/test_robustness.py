"""Robustness: laws that hold for every matrix, and published numbers.

The "Published" tests cite their source; everything else is a law.
"""

import dataclasses
import math
import random
import sys

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra.numpy import arrays

from netlesson.deciding import TOLERANCE, draws as plain, fast_draws
from netlesson.deciding.draws import CONCENTRATION
from netlesson.deciding.fast_draws import BLOCK
from netlesson.deciding.robustness import (
    Robustness,
    analyse,
    nearest_weights,
    weight_flip,
)
from netlesson.deciding.scoring import ranks, roc_weights, score

MODES = ["any", "order", "near"]
FEW = settings(max_examples=60)


def table(m=6, n=10, seed=0):
    return np.random.default_rng(seed).random((m, n))


def ranges(values, reach=0.2):
    return np.maximum(values - reach, 0), np.minimum(values + reach, 1)


def drawn(weights, mode, draws=40_000):
    weights = np.array(weights, dtype=float)
    shares = tuple((weights / weights.sum()).tolist())
    return fast_draws.draw_weights(random.Random(3), shares, mode, draws)  # noqa: S311


@st.composite
def problems(draw, least=1):
    """Values on a coarse grid and whole weights, so that ties are common."""
    m, n = draw(st.integers(least, 6)), draw(st.integers(1, 6))
    values = draw(arrays(np.float64, (m, n), elements=st.integers(0, 4).map(float)))
    weights = draw(
        arrays(np.float64, n, elements=st.integers(0, 3).map(float)).filter(np.any)
    )
    return values / 4, weights


def test_acceptability_in_a_case_with_a_closed_form():
    """Published: C, with 0.6 on both, is first while the share is in 0.4..0.6."""
    values = [[1, 0], [0, 1], [0.6, 0.6]]
    result = analyse(values, [1, 1], mode="any")
    assert np.abs(result.acceptability[:, 0] - [0.4, 0.4, 0.2]).max() < 0.02
    assert result.central_weights == pytest.approx(
        np.array([[0.8, 0.2], [0.2, 0.8], [0.5, 0.5]]), abs=0.01
    )
    assert result.confidence.tolist() == [1, 1, 1]


def test_pairwise_counts_the_draws_one_alternative_wins():
    """Published: R package smaa, tests/pwi.R, nine draws of ten: 0.9 and 0.1.

    A beats B while the first criterion's share is below 0.9.
    """
    result = analyse([[0, 1], [1 / 9, 0]], [1, 1], mode="any", draws=200_000)
    assert np.diag(result.pairwise).tolist() == [0, 0]
    assert result.pairwise[0, 1] == pytest.approx(0.9, abs=0.005)
    assert result.pairwise[1, 0] == pytest.approx(0.1, abs=0.005)


@pytest.mark.parametrize("n", range(1, 11))
def test_the_mean_of_ordered_draws_is_the_rank_order_centroid(n):
    weights = np.arange(n, 0, -1)
    mean = drawn(weights, "order").mean(axis=1)
    assert mean == pytest.approx(roc_weights(n), abs=0.006)


def test_the_centroid_is_the_published_one():
    """Published: Edwards & Barron (1994), OBHDP 60, 306-325, five criteria."""
    mean = drawn([1, 2, 3, 4, 5], "order").mean(axis=1)
    published = [0.4567, 0.2567, 0.1567, 0.09, 0.04]
    assert mean[::-1] == pytest.approx(published, abs=0.006)


def test_any_is_even_on_the_simplex():
    """Normalised uniforms would have the same mean but a smaller variance."""
    n, draws = 5, drawn([1, 0, 0, 0, 7], "any", 100_000)
    assert draws.mean(axis=1) == pytest.approx(np.full(n, 1 / n), abs=0.003)
    variance = (n - 1) / (n**2 * (n + 1))
    assert draws.var(axis=1) == pytest.approx(np.full(n, variance), rel=0.03)


def test_near_keeps_the_mean_and_the_documented_spread():
    weights = np.array([0.5, 0.3, 0.1, 0.1])
    draws = drawn(weights, "near", 100_000)
    spread = np.sqrt(weights * (1 - weights) / (CONCENTRATION + 1))
    assert draws.mean(axis=1) == pytest.approx(weights, abs=0.002)
    assert draws.std(axis=1) == pytest.approx(spread, rel=0.02)


def test_order_keeps_the_order():
    draws = drawn([2, 5, 3], "order")
    assert (np.diff(draws[[1, 2, 0]], axis=0) <= 1e-12).all()


def test_order_draws_equal_weights_in_any_order():
    draws = drawn([3, 1, 3, 1, 1], "order")
    first, second = draws[[0, 2]], draws[[1, 3, 4]]
    assert (first.min(axis=0) >= second.max(axis=0) - 1e-12).all()
    assert (first[0] > first[1]).mean() == pytest.approx(0.5, abs=0.01)
    for row in range(3):
        share = (second[row] == second.max(axis=0)).mean()
        assert share == pytest.approx(1 / 3, abs=0.01)


def test_weights_equal_but_for_rounding_count_as_equal():
    draws = drawn([0.1 + 0.2, 0.3], "order")
    assert (draws[0] > draws[1]).mean() == pytest.approx(0.5, abs=0.01)


def test_all_weights_equal_is_the_same_as_any():
    equal = drawn([1, 1, 1, 1], "order")
    assert equal.var(axis=1) == pytest.approx(np.full(4, 3 / 80), rel=0.03)


@pytest.mark.parametrize("mode", ["order", "near"])
def test_what_counts_nothing_stays_at_nothing(mode):
    draws = drawn([3, 0, 1], mode)
    assert not draws[1].any()
    assert (draws[[0, 2]] > 0).all()


@pytest.mark.parametrize("mode", MODES)
def test_drawn_weights_are_weights(mode):
    draws = drawn([4, 0, 2, 2, 1e-9], mode)
    assert (draws >= 0).all()
    assert draws.sum(axis=0) == pytest.approx(np.ones(draws.shape[1]))


@FEW
@given(problems(), st.sampled_from(MODES), st.booleans())
def test_shares_add_up_whatever_ties(problem, mode, ranged):
    values, weights = problem
    low, high = ranges(values) if ranged else (None, None)
    result = analyse(values, weights, low=low, high=high, mode=mode, draws=300)
    ones = np.ones(len(values))
    assert result.acceptability.sum(axis=0) == pytest.approx(ones)
    assert result.acceptability.sum(axis=1) == pytest.approx(ones)
    both = result.pairwise + result.pairwise.T
    assert both == pytest.approx(1 - np.eye(len(values)))
    won = result.acceptability[:, 0] > 0
    assert np.isnan(result.confidence).tolist() == (~won).tolist()
    assert np.isnan(result.central_weights).any(axis=1).tolist() == (~won).tolist()
    assert result.central_weights[won].sum(axis=1) == pytest.approx(ones[won])


@FEW
@given(problems(), st.sampled_from(MODES))
def test_the_expected_rank_follows_from_the_pairwise_wins(problem, mode):
    """Rank = 1 + how many win against it; both count ties evenly."""
    result = analyse(*problem, mode=mode, draws=300)
    places = np.arange(1, len(result.pairwise) + 1)
    expected = 1 + result.pairwise.sum(axis=0)
    assert result.acceptability @ places == pytest.approx(expected)


def test_ties_that_chain_still_add_up():
    """A ties with B and B with C, but A is 1.2e-9 above C."""
    values = [[0.5 + 1.2e-9], [0.5 + 0.6e-9], [0.5], [0.2]]
    result = analyse(values, [1], draws=5)
    thirds = np.full((3, 3), 1 / 3)
    assert result.acceptability[:3, :3] == pytest.approx(thirds)
    assert result.acceptability[3].tolist() == [0, 0, 0, 1]
    assert result.pairwise[0, 2] == 0.5


def test_ties_that_chain_add_up_where_nobody_stands_apart():
    result = analyse([[0.5 + 1.2e-9], [0.5 + 0.6e-9], [0.5]], [1], draws=5)
    assert result.acceptability == pytest.approx(np.full((3, 3), 1 / 3))


def test_what_differs_by_no_more_than_the_tolerance_ties():
    assert analyse([[TOLERANCE], [0]], [1], draws=5).acceptability[0, 0] == 0.5
    assert analyse([[1.1 * TOLERANCE], [0]], [1], draws=5).acceptability[0, 0] == 1


def test_twins_share_their_ranks():
    values = table(4)
    values[0, 0] = 1
    twins = analyse(np.vstack([values, values[:1]]), np.ones(10), mode="any")
    assert twins.acceptability[0] == pytest.approx(twins.acceptability[4])
    assert twins.pairwise[0, 4] == 0.5
    assert twins.central_weights[0] == pytest.approx(twins.central_weights[4])
    assert twins.confidence[0] == 0.5


def test_one_alternative_is_always_first():
    result = analyse([[0.3, 0.4]], [2, 1], draws=10)
    assert result.acceptability.tolist() == [[1]]
    assert result.pairwise.tolist() == [[0]]
    assert result.confidence.tolist() == [1]


def test_one_criterion_leaves_nothing_to_draw():
    result = analyse([[0.3], [0.9], [0.9]], [4], draws=10)
    assert result.acceptability[:, 0].tolist() == [0, 0.5, 0.5]
    assert result.central_weights[1].tolist() == [1]


@pytest.mark.parametrize("mode", MODES)
def test_the_order_of_the_alternatives_does_not_matter(mode):
    values, order = table(), [4, 2, 0, 5, 1, 3]
    straight = analyse(values, np.arange(1, 11), mode=mode)
    mixed = analyse(values[order], np.arange(1, 11), mode=mode)
    assert straight.acceptability[order] == pytest.approx(mixed.acceptability)
    assert straight.pairwise[np.ix_(order, order)] == pytest.approx(mixed.pairwise)
    assert straight.confidence[order] == pytest.approx(mixed.confidence, nan_ok=True)


def test_only_the_ratio_of_weights_counts():
    one, other = (analyse(table(), np.arange(1, 11) * scale) for scale in (1, 250))
    assert np.array_equal(one.acceptability, other.acceptability)


@pytest.mark.parametrize("mode", MODES)
def test_a_dominated_alternative_is_never_first(mode):
    values = table()
    values[2] = values[5] * 0.9
    result = analyse(values, np.arange(10, 0, -1), mode=mode)
    assert result.acceptability[2, 0] == 0
    assert result.pairwise[5, 2] == 1
    assert np.isnan(result.confidence[2])
    assert np.isnan(result.central_weights[2]).all()


def test_central_weights_put_their_alternative_first():
    """The weights that favour one alternative are convex, so their mean does too."""
    values = table(8, 5)
    result = analyse(values, np.ones(5), mode="any")
    for i in np.flatnonzero(result.acceptability[:, 0]):
        assert ranks(score(values, result.central_weights[i]))[i] == 1
        assert result.confidence[i] == 1


def test_acceptability_and_confidence_agree_with_a_plain_loop():
    """Other draws, so the two agree within a few standard errors."""
    values = table(4, 3, seed=2)
    low, high = ranges(values, 0.4)
    result = analyse(values, [3, 2, 1], low=low, high=high, draws=40_000)
    rng, times = np.random.default_rng(9), 20_000
    found, sure = np.zeros((4, 4)), np.zeros(4)
    for _ in range(times):
        # Below the value as often as balances what is above it.
        below = rng.random(values.shape) * (high - low) < high - values
        ends = np.where(below, low, values), np.where(below, values, high)
        rated = rng.uniform(*ends)
        weights = np.sort(rng.dirichlet(np.ones(3)))[::-1]
        found[range(4), np.argsort(np.argsort(-(rated @ weights)))] += 1
        sure += np.argmax(rated @ result.central_weights.T, axis=0) == range(4)
    assert np.abs(found / times - result.acceptability).max() < 0.02
    assert np.abs(sure / times - result.confidence).max() < 0.02


def test_ranges_of_no_width_change_nothing():
    values, weights = table(), np.arange(1, 11)
    fixed = analyse(values, weights)
    ranged = analyse(values, weights, low=values, high=values)
    assert np.array_equal(fixed.acceptability, ranged.acceptability)


def test_wider_ranges_make_the_first_place_less_sure():
    values, weights = table(seed=4), np.arange(10, 0, -1)
    best = [
        np.nanmax(analyse(values, weights, low=low, high=high).confidence)
        for low, high in (ranges(values, reach) for reach in (0, 0.2, 0.6))
    ]
    assert best == sorted(best, reverse=True)
    assert best[0] > best[2]


@pytest.mark.parametrize("draws", [1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 7])
def test_every_draw_counts_once_wherever_blocks_end(draws):
    low, high = ranges(table(3))
    result = analyse(table(3), np.ones(10), low=low, high=high, draws=draws)
    counts = result.acceptability * draws
    assert counts == pytest.approx(counts.round(), abs=1e-6)
    assert counts.sum(axis=1) == pytest.approx(np.full(3, draws))
    assert np.nanmax(result.confidence) <= 1 + 1e-12


def test_the_same_seed_gives_the_same_result():
    low, high = ranges(table())
    one, same, other = (
        analyse(table(), np.ones(10), low=low, high=high, seed=seed)
        for seed in (5, 5, 6)
    )
    assert np.array_equal(one.acceptability, same.acceptability)
    assert np.array_equal(one.central_weights, same.central_weights)
    assert not np.array_equal(one.acceptability, other.acceptability)


def test_the_standard_error_is_the_spread_over_seeds():
    values = table(4, 4)
    runs = [
        analyse(values, np.ones(4), mode="any", draws=500, seed=seed)
        for seed in range(200)
    ]
    spread = np.std([run.acceptability for run in runs], axis=0)
    told = np.mean([run.standard_error for run in runs], axis=0)
    assert spread == pytest.approx(told, rel=0.25, abs=0.001)


def test_the_result_cannot_be_changed_and_says_how_it_was_made():
    result = analyse([[0.1], [0.9]], [1], mode="near", draws=7, seed=11)
    assert (result.mode, result.draws, result.seed) == ("near", 7, 11)
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.draws = 8
    assert isinstance(result, Robustness)
    assert isinstance(hash(result), int)


@FEW
@given(problems(), st.sampled_from([*MODES, "fixed"]), st.booleans(), st.integers(0, 9))
def test_without_numpy_the_same_comes_out(problem, mode, ranged, seed):
    """Both draw the same; so it holds also for what is counted of the same draws."""
    values, weights = problem
    low, high = ranges(values) if ranged else (None, None)
    how = {"low": low, "high": high, "mode": mode, "draws": 300, "seed": seed}
    ours = analyse(values, weights, **how)
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(sys.modules, "netlesson.deciding.fast_draws", None)
        patched.setitem(sys.modules, "numpy", None)
        theirs = analyse(values, weights, **how)
    for one, other in zip(*map(dataclasses.astuple, (ours, theirs)), strict=True):
        assert isinstance(other, str | int | tuple)
        assert isinstance(one, str) or one == pytest.approx(
            np.array(other), abs=1e-12, nan_ok=True
        )


@pytest.mark.parametrize("mode", [*MODES, "fixed"])
def test_weights_and_ratings_are_drawn_the_same_without_numpy(mode):
    ratings = tuple(tuple(map(tuple, table(3, 5, seed))) for seed in range(3))
    given = (0.3, 0.3, 0.25, 0.15, 0)
    one, other = (
        made.draw_weights(random.Random(4), given, mode, 200)  # noqa: S311
        for made in (plain, fast_draws)
    )
    assert np.transpose(one) == pytest.approx(other, abs=1e-12)
    one = plain.draw_ratings(random.Random(5), ratings, 200)  # noqa: S311
    lifts = fast_draws.draw_lifts(random.Random(5), *ratings[1:], 200)  # noqa: S311
    other = np.array(ratings[0])[:, :, None] + lifts
    assert np.transpose(one, (0, 2, 1)) == pytest.approx(other, abs=1e-12)


def test_the_inputs_are_left_alone():
    values, weights = table(), np.arange(1.0, 11)
    low, high = ranges(values)
    before = [each.copy() for each in (values, weights, low, high)]
    analyse(values, weights, low=low, high=high)
    weight_flip(values, weights, 0)
    nearest_weights(values, weights, 0)
    for was, now in zip(before, (values, weights, low, high), strict=True):
        assert np.array_equal(was, now)


def at_share(weights, criterion, share):
    rest = np.array(weights, dtype=float)
    rest[criterion] = 0
    rest *= (1 - share) / rest.sum()
    rest[criterion] = share
    return rest


def test_a_flip_by_hand():
    """A leads by 0.5 on the first criterion, B by 0.25 on the second: share 1/3."""
    values = [[1.0, 0.25], [0.5, 0.5]]
    assert weight_flip(values, [2, 1], 0) == pytest.approx(1 / 3)
    assert weight_flip(values, [2, 1], 1) == pytest.approx(2 / 3)


def test_the_nearest_flip_counts_not_that_of_the_second():
    """Today B is second, but C overtakes A first when the share rises."""
    values = [[0.5, 0.8], [0.4, 0.85], [1.0, 0.1]]
    weights = [0.5, 0.5]
    assert score(values, weights).tolist() == pytest.approx([0.65, 0.625, 0.55])
    share = weight_flip(values, weights, 0)
    assert share == pytest.approx(7 / 12)
    scores = score(values, at_share(weights, 0, share))
    assert scores[0] == pytest.approx(scores[2])


def test_every_flip_really_ties_and_nothing_flips_before_it():
    rng, worst, flips = np.random.default_rng(7), 0.0, 0
    for number in range(2_000):
        m, n = rng.integers(2, 9), rng.integers(2, 11)
        coarse = rng.integers(0, 5, (m, n)) / 4
        values = coarse if number % 2 else rng.random((m, n))
        weights, criterion = rng.dirichlet(np.ones(n)), int(rng.integers(n))
        today = float(weights[criterion])
        winner = int(np.argmax(values @ weights))
        share = weight_flip(values, weights, criterion)
        if share is not None:
            flips += 1
            first, second = np.sort(score(values, at_share(weights, criterion, share)))[
                -1:-3:-1
            ]
            worst = max(worst, first - second)
        radius = math.inf if share is None else abs(share - today) - 1e-9
        for other in np.linspace(0, 1, 21):
            if abs(other - today) < radius:
                scores = score(values, at_share(weights, criterion, other))
                assert scores[winner] >= scores.max() - 1e-9
    assert flips > 1_000
    assert worst < 1e-12


def test_a_flip_at_the_very_end_is_found():
    """0.1 + 0.2 and 0.3 tie when the first criterion counts nothing."""
    values = [[0.9, 0.1 + 0.2], [0.1, 0.3]]
    assert weight_flip(values, [1, 1], 0) == pytest.approx(0, abs=1e-9)
    assert weight_flip(values, [1, 1], 1) == 1


def test_a_flip_is_a_share_even_where_the_lines_cross_just_outside():
    """At share 0 the lead is 5e-10, a tie; the lines cross at a share below 0."""
    assert weight_flip([[0.9, 0.3 + 5e-10], [0.1, 0.3]], [1, 1], 0) == 0


@pytest.mark.parametrize(
    ("values", "weights", "share"),
    [
        ([[0.9, 0.9], [0.1, 0.1]], [1, 1], None),  # dominated
        ([[0.9, 0.1]], [1, 1], None),  # alone
        ([[0.9, 0.1], [0.1, 0.9]], [1, 0], None),  # no proportions to keep
        ([[0.9], [0.1]], [1], None),
        ([[0.9, 0.1], [0.9, 0.5]], [1, 0], 1.0),  # tied already
        ([[0.9, 0.1], [0.1, 0.9]], [3, 3], 0.5),
    ],
)
def test_flips_in_the_corner_cases(values, weights, share):
    assert weight_flip(values, weights, 0) == share


def first_at(values, weights, winner):
    scores = score(values, weights)
    return scores[winner] >= scores.max() - 1e-9


def test_nearest_weights_by_hand():
    """From (1, 0), half-way to (0, 1) is where B draws level."""
    found = nearest_weights([[1, 0], [0, 1]], [1, 0], 1)
    assert found == pytest.approx([0.5, 0.5])


def test_the_weights_stay_when_the_winner_is_first_already():
    found = nearest_weights([[1, 0], [0, 1]], [6, 2], 0)
    assert found.tolist() == [0.75, 0.25]


def test_the_weights_stay_when_the_winner_is_tied_for_first():
    found = nearest_weights([[0.5, 0.5], [0.5 - 5e-10, 0.5 - 5e-10]], [3, 1], 1)
    assert found.tolist() == [0.75, 0.25]


@pytest.mark.parametrize("gap", [0.5, 1e-3, 1e-6])
def test_a_dominated_alternative_cannot_win(gap):
    values = [[0.5, 0.5, 0.5], [0.5 - gap, 0.5 - gap, 0.5 - gap]]
    assert nearest_weights(values, [1, 2, 3], 1) is None


def test_an_alternative_between_others_can_only_tie():
    """It lies on the line between them: first only where both tie."""
    found = nearest_weights([[1, 0, 0.2], [0, 1, 0.2], [0.5, 0.5, 0.2]], [5, 1, 1], 2)
    assert found[0] == pytest.approx(found[1])
    assert first_at([[1, 0, 0.2], [0, 1, 0.2], [0.5, 0.5, 0.2]], found, 2)


def test_one_corner_is_enough():
    """Level on one criterion and worse on the others: all weight goes there."""
    values = [[0.3, 0.9, 0.9], [0.1 + 0.2, 0.1, 0.1]]
    assert nearest_weights(values, [0, 1, 1], 1) == pytest.approx([1, 0, 0])


def test_a_twin_of_the_winner_wins_too():
    values = [[0.9, 0.1], [0.9, 0.1], [0.2, 0.6]]
    assert nearest_weights(values, [3, 1], 1).tolist() == [0.75, 0.25]


@settings(max_examples=150)
@given(problems(least=2), st.data())
def test_nearest_weights_are_weights_that_work_and_none_means_none(problem, data):
    values, weights = problem
    winner = data.draw(st.integers(0, len(values) - 1))
    found = nearest_weights(values, weights, winner)
    trials = np.random.default_rng(0).dirichlet(np.ones(len(weights)), 300)
    trials = np.vstack([trials, np.eye(len(weights))])
    scores = values @ trials.T
    works = scores[winner] >= scores.max(axis=0)
    if found is None:
        assert not works.any()
        return
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1)
    assert first_at(values, found, winner)
    start = weights / weights.sum()
    nearest = np.linalg.norm(found - start)
    assert (np.linalg.norm(trials[works] - start, axis=1) >= nearest - 1e-9).all()


def test_no_step_towards_other_winning_weights_comes_closer():
    """For a convex set the nearest point makes no acute angle with any other."""
    rng, checked = np.random.default_rng(1), 0
    for _ in range(300):
        m, n = rng.integers(2, 10), rng.integers(2, 11)
        values, start = rng.random((m, n)), rng.dirichlet(np.ones(n))
        winner = int(rng.integers(m))
        found = nearest_weights(values, start, winner)
        if found is None:
            continue
        others = rng.dirichlet(np.full(n, 0.5), 400)
        scores = values @ others.T
        others = others[scores[winner] >= scores.max(axis=0)]
        checked += len(others)
        assert ((others - found) @ (start - found) <= 1e-9).all()
    assert checked > 1_000


def test_nearest_weights_work_where_alternatives_are_nearly_alike():
    """Conditions that differ by rounding errors only must not lead astray."""
    rng, found = np.random.default_rng(5), 0
    for number in range(1_000):
        m, n = rng.integers(2, 17), rng.integers(1, 11)
        grid = rng.integers(0, 5, (m, n)) / 4
        noise = rng.normal(0, 10.0 ** -rng.integers(5, 16), (m, n))
        values = np.clip((grid[:1] if number % 4 == 0 else grid) + noise, 0, 1)
        winner = int(rng.integers(m))
        near = nearest_weights(values, rng.dirichlet(np.full(n, 0.3)), winner)
        if near is not None:
            found += 1
            scores = values @ near
            assert scores[winner] >= scores.max() - 1e-8, number
    assert found > 500


def test_nearest_and_flip_agree_on_two_criteria():
    """With two criteria there is one share to move."""
    for seed in range(200):
        values = table(2, 2, seed)
        weights = [0.6, 0.4]
        share = weight_flip(values, weights, 0)
        loser = int(np.argmin(score(values, weights)))
        found = nearest_weights(values, weights, loser)
        assert (found is None) == (share is None)
        if found is not None:
            assert found[0] == pytest.approx(share)


GOOD = [[0.2, 0.8], [0.6, 0.4]]
NAN, INF = math.nan, math.inf
CALLS = [
    analyse,
    lambda values, weights: weight_flip(values, weights, 0),
    lambda values, weights: nearest_weights(values, weights, 0),
]


@pytest.mark.parametrize("call", CALLS, ids=["analyse", "weight_flip", "nearest"])
@pytest.mark.parametrize(
    ("values", "weights", "message"),
    [
        ([[NAN, 1], [0, 1]], [1, 1], "alternative 0, criterion 0 is nan"),
        ([[0, 1], [0, INF]], [1, 1], "alternative 1, criterion 1 is inf"),
        ([[0, 1], [1.5, 1]], [1, 1], "alternative 1, criterion 0 is 1.5"),
        ([[0, 1], [-0.1, 1]], [1, 1], "alternative 1, criterion 0 is -0.1"),
        ([0.2, 0.8], [1, 1], r"shape is \(2,\)"),
        ([], [1, 1], "shape is"),
        ([[0.2], [0.6, 0.4]], [1, 1], "rows have different lengths"),
        ([["a", "b"]], [1, 1], "'a' is not a number"),
        ([[True, False]], [1, 1], "is not a number"),
        (GOOD, [1, 1, 1], "3 weights for 2 criteria"),
        (GOOD, [1, -1], "weight 1 is -1"),
        (GOOD, [1, NAN], "weights: entry 1 is nan"),
        (GOOD, [1, INF], "weights: entry 1 is inf"),
        (GOOD, [0, 0], "all are 0"),
        (GOOD, ["1", "2"], "'1' is not a number"),
        (GOOD, [[1, 1]], "weights: shape is"),
        (GOOD, None, "weights: None is not a number"),
    ],
)
def test_bad_values_and_weights_are_refused_by_name(call, values, weights, message):
    with pytest.raises(ValueError, match=message):
        call(values, weights)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"low": GOOD}, "high is missing; give both low and high"),
        ({"high": GOOD}, "low is missing; give both low and high"),
        ({"low": [[0, 0.9], [0, 0]], "high": [[1, 1], [1, 1]]}, "criterion 1 is 0.8"),
        ({"low": [[0, 0], [0, 0]], "high": [[1, 1], [0.5, 1]]}, "range, 0 to 0.5"),
        ({"low": [[0, 0]], "high": [[1, 1]]}, r"low: shape is \(1, 2\)"),
        ({"low": GOOD, "high": [[1, 1, 1], [1, 1, 1]]}, r"high: shape is \(2, 3\)"),
        ({"low": [[0, NAN], [0, 0]], "high": [[1, 1], [1, 1]]}, "low: .* is nan"),
        ({"low": [[0, 0], [0, 0]], "high": [[1, 2], [1, 1]]}, "high: .* is 2"),
        ({"mode": "all"}, "mode is 'all'; it must be one of"),
        ({"mode": None}, "mode is None"),
        ({"draws": 0}, "draws is 0; it must be 1 or more"),
        ({"draws": 10.0}, "draws is 10.0; it must be a whole number"),
        ({"draws": True}, "draws is True"),
        ({"draws": "10"}, "draws is '10'"),
        ({"seed": -1}, "seed is -1; it must be 0 or more"),
        ({"seed": None}, "seed is None"),
    ],
)
def test_bad_options_are_refused_by_name(options, message):
    with pytest.raises(ValueError, match=message):
        analyse(GOOD, [1, 1], **options)


@pytest.mark.parametrize(
    ("index", "message"),
    [
        (2, "is 2; it must be in 0..1"),
        (-1, "is -1; it must be 0 or more"),
        (0.0, "is 0.0; it must be a whole number"),
        (True, "is True"),
        ("reach", "is 'reach'"),
        (None, "is None"),
    ],
)
def test_an_unknown_criterion_or_winner_is_refused(index, message):
    with pytest.raises(ValueError, match=f"criterion {message}"):
        weight_flip(GOOD, [1, 1], index)
    with pytest.raises(ValueError, match=f"winner {message}"):
        nearest_weights(GOOD, [1, 1], index)


def test_numpy_whole_numbers_are_whole_numbers():
    result = analyse(GOOD, [1, 1], draws=np.int64(5), seed=np.uint8(3))
    assert type(result.draws) is int
    assert weight_flip(GOOD, [1, 1], np.int64(1)) is not None
