"""The arithmetic is that of the literature, and bad input is refused by name."""

import math
import statistics
from fractions import Fraction
from typing import get_args

import numpy as np
import pytest
from builders import (
    alternative,
    compared,
    course,
    from_values,
    measured,
    profile,
    rated,
)
from hypothesis import given, settings, strategies as st
from hypothesis.extra.numpy import arrays

from netlesson.content import Criterion, Knockout, Level, Profile, load_course
from netlesson.deciding import (
    Breach,
    compare,
    criterion_value,
    knockouts,
    piecewise_value,
    reweigh,
    suggest,
    types,
)
from netlesson.deciding.comparison import Verdict
from netlesson.deciding.scoring import contributions, ranks, roc_weights, score
from netlesson.deciding.suggestion import USUAL_ORDER

COURSE = load_course()
NAN, INF = math.nan, math.inf
SIZES = st.tuples(st.integers(1, 7), st.integers(1, 10))


@st.composite
def problems(draw):
    """Values (m, n) and weights (n,) that are not all zero."""
    m, n = draw(SIZES)
    values = draw(arrays(float, (m, n), elements=st.floats(0, 1)))
    weights = draw(arrays(float, n, elements=st.floats(0, 100)))
    weights[draw(st.integers(0, n - 1))] += 1
    return values, weights


def test_weighted_sum_of_triantaphyllou_with_its_exact_tie():
    """Triantaphyllou (2000), Multi-Criteria Decision Making Methods, ch. 2."""
    matrix = np.array([[25, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]])
    found = score(matrix / 100, [0.20, 0.15, 0.40, 0.25])
    assert 100 * found == pytest.approx([21.5, 22.0, 22.0])
    assert ranks(found).tolist() == [3, 1, 1]


def test_smart_office_location():
    """Goodwin & Wright, Decision Analysis for Management Judgment, ch. 3."""
    by_criterion = [
        [100, 20, 80, 70, 40, 0, 60],
        [60, 80, 70, 50, 60, 0, 100],
        [100, 10, 0, 30, 90, 70, 20],
        [75, 30, 0, 55, 100, 0, 50],
        [0, 100, 10, 30, 60, 80, 50],
        [90, 30, 100, 90, 70, 0, 80],
    ]
    found = score(np.array(by_criterion).T / 100, [32, 26, 23, 10, 6, 3])
    totals = [80.8, 39.4, 47.4, 52.3, 64.8, 20.9, 60.2]
    assert 100 * found == pytest.approx(totals, abs=0.05)
    assert ranks(found).tolist() == [1, 6, 5, 4, 2, 7, 3]
    # The swing points that the weights were rounded from.
    swings = np.array([100, 80, 70, 30, 20, 10])
    assert (100 * swings / swings.sum()).round() == pytest.approx(
        [32, 26, 23, 10, 6, 3]
    )


@pytest.mark.parametrize(
    ("n", "published"),
    [
        (2, [0.7500, 0.2500]),
        (3, [0.6111, 0.2778, 0.1111]),
        (4, [0.5208, 0.2708, 0.1458, 0.0625]),
        (5, [0.4567, 0.2567, 0.1567, 0.0900, 0.0400]),
    ],
)
def test_rank_order_centroid_weights_as_published(n, published):
    """Edwards & Barron (1994), Org. Behavior and Human Decision Processes 60."""
    assert roc_weights(n) == pytest.approx(published, abs=5e-5)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 10, 50])
def test_rank_order_centroid_weights_are_exact_fall_and_add_up(n):
    exact = [sum(Fraction(1, k) for k in range(i, n + 1)) / n for i in range(1, n + 1)]
    assert roc_weights(n) == pytest.approx([float(x) for x in exact], abs=1e-15)
    assert sum(exact) == 1
    assert (np.diff(roc_weights(n)) < 0).all()


@pytest.mark.parametrize(
    ("raw", "value"), [(60, 0.92), (10, 1), (40, 1), (101, 0), (120, 0)]
)
def test_piecewise_values_as_published(raw, value):
    """The R package smaa, tests/pvf.R."""
    points = [(50, 1), (75, 0.8), (90, 0.5), (100, 0)]
    assert piecewise_value(raw, points) == pytest.approx(value)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=6, unique=True), st.data())
def test_a_piecewise_value_runs_through_its_points_and_stays_between(raws, data):
    points = [(x, data.draw(st.floats(0, 1))) for x in sorted(raws)]
    for x, y in points:
        assert piecewise_value(x, points) == pytest.approx(y)
    inside = data.draw(st.floats(-2e6, 2e6))
    values = [y for _, y in points]
    found = piecewise_value(inside, points)
    assert min(values) - 1e-12 <= found <= max(values) + 1e-12


def test_ratings_and_amounts_become_values():
    assert [criterion_value(r, rated()) for r in (1, 2, 3, 4.5, 5)] == [
        0,
        0.25,
        0.5,
        0.875,
        1,
    ]
    assert [criterion_value(x, measured()) for x in (0, 500, 2000, 9e9)] == [
        1,
        0.75,
        0,
        0,
    ]


@given(problems(), st.floats(1e-6, 1e6))
def test_only_the_ratio_of_weights_counts(problem, factor):
    values, weights = problem
    assert score(values, weights * factor) == pytest.approx(score(values, weights))


@given(problems())
def test_contributions_add_up_to_scores_within_range(problem):
    values, weights = problem
    parts, scores = contributions(values, weights), score(values, weights)
    assert parts.shape == values.shape
    assert parts.sum(axis=1) == pytest.approx(scores)
    assert (parts >= 0).all()
    assert (scores <= 1 + 1e-12).all()


@given(problems())
def test_who_is_at_least_as_good_on_everything_is_never_behind(problem):
    values, weights = problem
    both = np.vstack([values, values.min(axis=0)])
    found = ranks(score(both, weights))
    assert found[-1] == found.max()


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(problem, random):
    values, weights = problem
    m, n = values.shape
    rows, columns = random.sample(range(m), m), random.sample(range(n), n)
    shuffled = score(values[np.ix_(rows, columns)], weights[columns])
    assert shuffled == pytest.approx(score(values, weights)[rows])


@given(problems(), st.data())
def test_adding_or_deleting_an_alternative_never_reorders_the_others(problem, data):
    values, weights = problem
    gone = data.draw(st.integers(0, len(values) - 1))
    whole = from_values(values, weights)
    if len(values) > 1:
        fewer = from_values(np.delete(values, gone, axis=0), weights)
        rest = np.delete(whole.scores, gone)
        assert fewer.scores == pytest.approx(rest, abs=1e-12)
        apart = np.abs(np.subtract.outer(rest, rest)) > 1e-6
        behind = np.less.outer(rest, rest)
        now = np.greater.outer(fewer.ranks, fewer.ranks)
        assert (behind[apart] == now[apart]).all()


def test_a_worthless_rival_does_not_flip_the_winner():
    """Belton & Stewart (2002): with min-max scaling, deleting C makes A win."""
    ratings = np.array([[5, 1, 5], [4, 4, 5], [1, 4, 1]])
    weights = [0.5, 0.3, 0.2]
    three = from_values((ratings - 1) / 4, weights)
    two = from_values((ratings[:2] - 1) / 4, weights)
    assert three.scores[:2] == pytest.approx([0.7, 0.8])
    assert three.ranks.tolist() == [2, 1, 3]
    assert two.ranks.tolist() == [2, 1]
    assert two.scores == pytest.approx(three.scores[:2], abs=0)

    def min_max(rows):
        spread = np.maximum(np.ptp(rows, axis=0), 1e-9)
        return score((rows - rows.min(axis=0)) / spread, weights).argmax()

    assert (min_max(ratings), min_max(ratings[:2])) == (1, 0), "the trap is real"


def test_ties_are_ties_in_ten_thousand_matrices():
    """Rows that tie exactly in fractions, though their floats are added up apart."""
    random = np.random.default_rng(11)
    bitten = 0
    for _ in range(10_000):
        n = int(random.integers(3, 11))
        points = random.integers(1, 30, n)
        row = random.integers(0, 101, n)
        other = row.copy()
        i, j = random.choice(n, 2, replace=False)
        # What goes from one criterion to another in exact proportion to the weights.
        if row[i] + points[j] > 100 or row[j] < points[i]:
            row[i], row[j] = 0, 100
            other = row.copy()
        other[i] += points[j]
        other[j] -= points[i]
        worse = np.maximum(row - 1, 0)
        assert row @ points == other @ points
        scores = score(np.array([row, other, worse]) / 100, points)
        bitten += scores[0] != scores[1]
        assert ranks(scores)[:2].tolist() == [1, 1]
    assert bitten > 1000, "else no tie was ever in danger"


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([0.5], [1]),
        ([0.2, 0.9, 0.5], [3, 1, 2]),
        ([0.5, 0.5, 0.1], [1, 1, 3]),
        ([0.9, 0.5, 0.5, 0.1], [1, 2, 2, 4]),
        ([0.1 + 0.2, 0.3], [1, 1]),
        ([0.5, 0.5 + 2e-9], [2, 1]),
    ],
)
def test_tied_ranks_share_the_better_one(scores, expected):
    assert ranks(scores).tolist() == expected


CRITERIA = [rated("reach"), measured("money")]
FAIR = {"reach": 3, "money": 1}
A = alternative("a", reach=4, money=500)
B = alternative("b", reach=2, money=0)


@pytest.mark.parametrize(
    ("values", "weights", "message"),
    [
        (
            [[NAN, 1]],
            [1, 1],
            "values: alternative 0, criterion 0 is nan; give a finite",
        ),
        (
            [[1, INF]],
            [1, 1],
            "values: alternative 0, criterion 1 is inf; give a finite",
        ),
        (
            [[0, 1], [0, 1.5]],
            [1, 1],
            "alternative 1, criterion 1 is 1.5; it must be in",
        ),
        ([[0, -0.1]], [1, 1], "alternative 0, criterion 1 is -0.1; it must be in 0..1"),
        ([[0, 1], [0]], [1, 1], "values: the rows have different lengths"),
        ([], [1, 1], r"values: shape is \(0,\); give a table with entries"),
        ([[]], [], "give a table with entries"),
        ([0, 1], [1, 1], r"values: shape is \(2,\); give a table"),
        (0.5, [1], r"values: shape is \(\); give a table"),
        ([["0.5", 1]], [1, 1], "values: '0.5' is not a number"),
        ([[True, 0.5]], [1, 1], "values: True is not a number"),
        ([[None, 0.5]], [1, 1], "values: None is not a number"),
        ([[0.5, 1j]], [1, 1], "values: 1j is not a number"),
        (None, [1], "values: None is not a number"),
        ([[0.5, 10**400]], [1, 1], "values: an entry is too large for a number"),
        ([[0, 1]], [1], "1 weights for 2 criteria; give one for each"),
        ([[0, 1]], [1, 1, 1], "3 weights for 2 criteria; give one for each"),
        ([[0, 1]], [0, 0], "weights: all are 0, so nothing counts; raise at least one"),
        ([[0, 1]], [2, -1], "weights: weight 1 is -1; it must be 0 or more"),
        ([[0, 1]], [NAN, 1], "weights: entry 0 is nan; give a finite number"),
        ([[0, 1]], [1, INF], "weights: entry 1 is inf; give a finite number"),
        ([[0, 1]], ["1", 1], "weights: '1' is not a number"),
        ([[0, 1]], [True, 1], "weights: True is not a number"),
        ([[0, 1]], [1, None], "weights: None is not a number"),
        ([[0, 1]], [[1, 1]], r"weights: shape is \(1, 2\); give a list"),
        ([[0, 1]], [], r"weights: shape is \(0,\); give a list"),
    ],
)
@pytest.mark.parametrize("function", [score, contributions])
def test_bad_numbers_are_refused_by_place(function, values, weights, message):
    with pytest.raises(ValueError, match=message):
        function(values, weights)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ranks([1, NAN]), "scores: entry 1 is nan; give a finite number"),
        (lambda: ranks([]), "scores: shape"),
        (lambda: ranks([1, 2], -1), "tolerance is -1; it must be 0 or more"),
        (lambda: ranks([1, 2], NAN), "tolerance is nan; it must be 0 or more"),
        (lambda: roc_weights(0), "n is 0; it must be a whole number of 1 or more"),
        (lambda: roc_weights(-3), "n is -3"),
        (lambda: roc_weights(2.0), r"n is 2\.0"),
        (lambda: roc_weights(True), "n is True"),
        (lambda: roc_weights("3"), "n is '3'"),
        (lambda: piecewise_value(NAN, [(0, 1), (1, 0)]), "the raw amount is nan"),
        (lambda: piecewise_value("1", [(0, 1), (1, 0)]), "the raw amount is '1'"),
        (lambda: piecewise_value(True, [(0, 1), (1, 0)]), "the raw amount is True"),
        (lambda: piecewise_value(1, [(0, 1)]), "give at least two finite pairs"),
        (lambda: piecewise_value(1, []), "give at least two finite pairs"),
        (lambda: piecewise_value(1, [(0, NAN), (1, 0)]), "two finite pairs"),
        (lambda: piecewise_value(1, [(1, 1), (0, 0)]), "their raw amounts must rise"),
        (lambda: piecewise_value(1, [(1, 1), (1, 0)]), "their raw amounts must rise"),
        (lambda: measured(points=((0, 1), (9, 0.5))), "must run from 1 down to 0"),
        (lambda: measured(objective="MAX"), "must run from 0 up to 1"),
        (lambda: measured(objective="UP"), "objective is 'UP'; use one of MAX, MIN"),
        (
            lambda: Knockout(kind="money", limit=-1),
            "'money' has limit -1; it must be 0",
        ),
        (lambda: Knockout(kind="hours", limit=NAN), "'hours' has limit nan; it must"),
        (lambda: Knockout(kind="hours", limit=INF), "'hours' has limit inf; it must"),
        (lambda: Knockout(kind="money", limit="9"), "'money' has limit '9'; it must"),
        (lambda: Knockout(kind="money", limit=True), "'money' has limit True; it must"),
        (
            lambda: Knockout(kind="money"),
            "'money' has limit None; it must be 0 or more",
        ),
        (lambda: Knockout(kind="seat_taken", limit=1), "has limit 1; leave it out"),
        (lambda: Knockout(kind="mood"), "knock-out is 'mood'; use one of money, hours"),
    ],
)
def test_bad_parts_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("alternatives", "criteria", "weights", "message"),
    [
        ([], CRITERIA, FAIR, "no alternative to compare; give at least one"),
        ([A, B], [], {}, "no criterion to compare; give at least one"),
        ([A, A], CRITERIA, FAIR, "alternative 'a' comes twice; give each once"),
        (
            [A, alternative("c", name="A", reach=1, money=1)],
            CRITERIA,
            FAIR,
            "name 'A' comes twice; give each once",
        ),
        ([A], [rated(), rated()], FAIR, "criterion 'reach' comes twice"),
        (
            [A],
            CRITERIA,
            FAIR | {"joy": 1},
            r"weight for unknown criterion 'joy'; use one of \['reach', 'money'\]",
        ),
        (
            [A],
            CRITERIA,
            {"reach": 1},
            "no weight for criterion 'money'; give 0 or more",
        ),
        ([A], CRITERIA, FAIR | {"reach": -1}, "weight of 'reach' is -1; it must be 0"),
        (
            [A],
            CRITERIA,
            FAIR | {"reach": NAN},
            "weight of 'reach' is nan; it must be 0",
        ),
        (
            [A],
            CRITERIA,
            FAIR | {"reach": INF},
            "weight of 'reach' is inf; it must be 0",
        ),
        (
            [A],
            CRITERIA,
            FAIR | {"reach": "3"},
            "weight of 'reach' is '3'; it must be a",
        ),
        (
            [A],
            CRITERIA,
            FAIR | {"reach": None},
            "weight of 'reach' is None; it must be",
        ),
        (
            [A],
            CRITERIA,
            FAIR | {"reach": True},
            "weight of 'reach' is True; it must be",
        ),
        ([A], CRITERIA, FAIR | {"reach": 10**400}, "weight of 'reach' is 1000"),
        ([A], CRITERIA, dict.fromkeys(FAIR, 0), "all are 0, so nothing counts; raise"),
        (
            [A, alternative("b", reach=6, money=0)],
            CRITERIA,
            FAIR,
            "'B', criterion 'reach': low 6 is off the scale; use 1 to 5",
        ),
        (
            [alternative("b", reach=0, money=0)],
            CRITERIA,
            FAIR,
            "'B', criterion 'reach': low 0 is off the scale; use 1 to 5",
        ),
        (
            [alternative("b", low={"reach": 1}, high={"reach": 5}, reach=NAN, money=0)],
            CRITERIA,
            FAIR,
            "'B', criterion 'reach': rating nan is off the scale; use 1 to 5",
        ),
        (
            [alternative("b", reach=3, money=-1)],
            CRITERIA,
            FAIR,
            "'B', criterion 'money': low -1 is no amount; use 0 or more",
        ),
        (
            [alternative("b", high={"money": INF}, reach=3, money=1)],
            CRITERIA,
            FAIR,
            "'B', criterion 'money': high inf is no amount; use 0 or more",
        ),
        (
            [alternative("b", reach="3", money=1)],
            CRITERIA,
            FAIR,
            "'B', criterion 'reach': low '3' is no number",
        ),
        (
            [alternative("b", reach=None, money=1)],
            CRITERIA,
            FAIR,
            "'B', criterion 'reach': low None is no number",
        ),
        (
            [alternative("b", reach=True, money=1)],
            CRITERIA,
            FAIR,
            "'B', criterion 'reach': low True is no number",
        ),
        (
            [alternative("b", reach=3)],
            CRITERIA,
            FAIR,
            "'B', criterion 'money': no low; give one",
        ),
        (
            [alternative("b", low={"reach": 4}, reach=3, money=1)],
            CRITERIA,
            FAIR,
            "'B', criterion 'reach': low 4, rating 3, high 3; they must rise",
        ),
        (
            [alternative("b", high={"reach": 2}, reach=3, money=1)],
            CRITERIA,
            FAIR,
            "'B', criterion 'reach': low 3, rating 3, high 2; they must rise",
        ),
    ],
)
def test_a_bad_comparison_is_refused_by_name(alternatives, criteria, weights, message):
    with pytest.raises(ValueError, match=message):
        compare(alternatives, criteria, weights)


def test_two_knockouts_of_a_kind_are_refused():
    caps = [Knockout(kind="money", limit=limit) for limit in (1, 2)]
    with pytest.raises(ValueError, match="knock-out 'money' comes twice; give each"):
        compare([A], CRITERIA, FAIR, caps)


def test_an_unknown_alternative_is_refused():
    with pytest.raises(ValueError, match="no alternative 'z'; there are a, b"):
        compare([A, B], CRITERIA, FAIR).index("z")


def cap(limit, kind="money"):
    return [Knockout(kind=kind, limit=limit)]


def pricey(**more):
    """A type that may cost 200 to 1,000, usually 600."""
    return alternative(
        "pricey", low={"money": 200}, high={"money": 1000}, reach=5, money=600, **more
    )


@pytest.mark.parametrize(
    ("limit", "slack"),
    [(5000, None), (600, None), (400, None), (200, None), (199, 1), (0, 200)],
)
def test_a_type_is_out_only_when_even_its_low_figure_is_over_the_cap(limit, slack):
    """A limit takes nothing off its costs: its benefits are not taken off either."""
    found = compare([B, pricey()], CRITERIA, FAIR, cap(limit))
    assert found.raw[1, 1] == 600
    assert found.values[1, 1] == pytest.approx(1 - 600 / 2000)
    expected = () if slack is None else (Breach("money", slack),)
    assert found.breaches == ((), expected)
    assert (found.low <= found.values + 1e-12).all()
    assert (found.values <= found.high + 1e-12).all()


def test_the_cap_on_hours_works_on_time():
    criteria = [rated("reach"), measured("time", ((0, 1), (24, 0)))]
    busy = alternative("busy", low={"time": 4}, reach=5, time=9)
    weights = {"reach": 1, "time": 1}
    inside = compare([busy], criteria, weights, cap(6, "hours"))
    outside = compare([busy], criteria, weights, cap(3, "hours"))
    assert inside.raw[0, 1] == 9
    assert inside.breaches == ((),)
    assert outside.breaches == ((Breach("hours", 1),),)


def test_a_cap_on_what_is_not_compared_excludes_nobody():
    free = alternative("free", reach=3)
    found = compare([free], [rated()], {"reach": 1}, cap(0) + cap(0, "hours"))
    assert found.breaches == ((),)


@pytest.mark.parametrize(("limit", "slack"), [(600, None), (599, 1), (400, 200)])
def test_ones_own_group_is_held_to_its_own_figure(limit, slack):
    found = compare([B, pricey(own=True)], CRITERIA, FAIR, cap(limit))
    assert found.raw[1, 1] == 600
    assert found.breaches[1] == (() if slack is None else (Breach("money", slack),))


def test_fixed_slots_and_taken_seats_knock_out_only_whom_they_concern():
    slot = alternative("slot", fixed_slot=True, reach=3, money=0)
    seat = alternative("seat", one_seat=True, reach=3, money=0)
    both = alternative("both", fixed_slot=True, one_seat=True, reach=3, money=0)
    outs = [Knockout(kind="no_fixed_slot"), Knockout(kind="seat_taken")]
    found = compare([slot, seat, both, A], CRITERIA, FAIR, outs)
    assert found.breaches == (
        (Breach("no_fixed_slot"),),
        (Breach("seat_taken"),),
        (Breach("no_fixed_slot"), Breach("seat_taken")),
        (),
    )
    assert found.standing == (3,)
    assert found.out == (0, 1, 2)


def test_what_is_out_ranks_as_if_it_alone_were_let_in():
    """Two that are out do not push each other down."""
    rows = {"best": 5, "good": 4, "fair": 3, "poor": 2}
    out = {"best", "fair"}
    alternatives = [
        alternative(name, fixed_slot=name in out, reach=reach, money=0)
        for name, reach in rows.items()
    ]
    found = compare(alternatives, CRITERIA, FAIR, [Knockout(kind="no_fixed_slot")])
    assert found.standing == (1, 3)
    assert found.out == (0, 2)
    assert found.ranks.tolist() == [1, 1, 2, 2]


@given(problems(), st.data())
def test_a_knockout_never_reorders_who_is_left(problem, data):
    values, weights = problem
    flags = [data.draw(st.booleans()) for _ in values]
    criteria = [rated(f"c{j}") for j in range(len(weights))]
    shares = {c.id: w for c, w in zip(criteria, weights, strict=True)}
    alternatives = [
        alternative(
            f"a{i}",
            fixed_slot=flag,
            ratings={c.id: 1 + 4 * v for c, v in zip(criteria, row, strict=True)},
        )
        for i, (row, flag) in enumerate(zip(values, flags, strict=True))
    ]
    whole = compare(alternatives, criteria, shares)
    fewer = compare(alternatives, criteria, shares, [Knockout(kind="no_fixed_slot")])
    left = [i for i in whole.standing if not flags[i]]
    assert fewer.scores == pytest.approx(whole.scores, abs=0)
    if left:
        rest = compare([alternatives[i] for i in left], criteria, shares)
        assert fewer.ranks[left].tolist() == rest.ranks.tolist()
    for i in fewer.out:
        ahead = (whole.scores[left] > whole.scores[i] + 1e-6).sum()
        near = (np.abs(whole.scores[left] - whole.scores[i]) <= 1e-6).sum()
        assert 1 + ahead <= fewer.ranks[i] <= 1 + ahead + near


def verdict_of(lows, ratings, highs):
    alternatives = [
        alternative(f"a{i}", low={"reach": low}, high={"reach": high}, reach=rating)
        for i, (low, rating, high) in enumerate(zip(lows, ratings, highs, strict=True))
    ]
    return compare(alternatives, [rated()], {"reach": 1})


def test_all_out_is_no_verdict():
    slot = alternative("slot", fixed_slot=True, reach=3, money=0)
    found = compare([slot], CRITERIA, FAIR, [Knockout(kind="no_fixed_slot")])
    assert found.verdict == "none"
    assert found.winners == ()
    assert math.isnan(found.margin)


def test_one_left_is_no_win_on_points():
    found = compare([A], CRITERIA, FAIR)
    assert found.verdict == "single"
    assert math.isnan(found.margin)


def test_a_tie_has_several_winners_and_no_margin():
    found = verdict_of([1, 1, 1], [4, 4, 2], [5, 5, 5])
    assert (found.verdict, found.winners, found.margin) == ("tie", (0, 1), 0)


def test_a_lead_counts_by_how_often_plausible_ratings_keep_it():
    """By hand: a rating has the variance (rating - low)(high - rating) / 3."""
    found = verdict_of([1, 1], [4, 3], [5, 5])
    sure = verdict_of([4, 3], [4, 3], [5, 4])
    assert found.margin == sure.margin == pytest.approx(0.25)
    variance = (0.75 * 0.25 + 0.5 * 0.5) / 3
    assert found.noise(*found.standing[:2]) == pytest.approx(math.sqrt(variance))
    share = statistics.NormalDist(0, math.sqrt(variance)).cdf(0.25)
    assert found.ahead(0, 1) == pytest.approx(share) == 1 - found.ahead(1, 0)
    assert found.verdict == "narrow"
    # A range that ends at the rating has nothing to balance: it does not vary.
    assert (sure.noise(0, 1), sure.ahead(0, 1), sure.verdict) == (0, 1, "ahead")


def beside(*gaps, spread=0.2):
    """Alternatives behind the first by these gaps, in its standard deviations."""
    wide, scale = spread * math.sqrt(3), 4
    low, high = (3 - scale * wide, 3 + scale * wide)
    first = alternative(
        "first", low={"trust": low}, high={"trust": high}, trust=3, reach=5
    )
    others = [
        alternative(f"o{i}", trust=3, reach=5 - scale * spread * gap)
        for i, gap in enumerate(gaps)
    ]
    even = {"reach": 1, "trust": 1}
    return compare([first, *others], [rated(name) for name in even], even)


@pytest.mark.parametrize(
    ("gap", "verdict"),
    [(0.25, "close"), (0.256, "narrow"), (0.84, "narrow"), (0.843, "ahead")],
)
def test_ahead_is_four_of_five_and_narrowly_three_of_five(gap, verdict):
    """The normal distribution has 60 % below 0.2533 and 80 % below 0.8416."""
    found = beside(gap)
    assert found.noise(*found.standing[:2]) == pytest.approx(0.1)
    assert found.margin == pytest.approx(0.1 * gap)
    assert found.verdict == verdict


def test_the_verdict_holds_against_each_other_not_only_the_second():
    """The second may be surely behind, and a third that varies more not."""
    still = alternative("still", trust=3, reach=3.9)
    shaky = alternative(
        "shaky", low={"trust": 1}, high={"trust": 5}, trust=3, reach=3.8
    )
    first = alternative("first", trust=3, reach=4)
    even = {"reach": 1, "trust": 1}
    criteria = [rated(name) for name in even]
    assert compare([first, still], criteria, even).verdict == "ahead"
    found = compare([first, still, shaky], criteria, even)
    assert found.standing == (0, 1, 2)
    assert found.verdict == "close"
    assert found.rivals() == (2,)


def test_all_that_cannot_be_told_from_the_first_are_its_rivals():
    found = beside(0.1, 0.2, 0.5, 2)
    assert found.rivals() == (1, 2)
    assert found.rivals(0.8) == (1, 2, 3)
    assert found.verdict == "close"


def test_uncertainty_is_that_of_ratings_drawn_from_their_ranges():
    found = compared(profile(needs=("trust",)))
    pair = list(found.standing[:2])
    low, value, high = (part[pair] for part in (found.low, found.values, found.high))
    random = np.random.default_rng(3)
    # Even below and above the rating, and below it as often as balances the two.
    below = random.random((40_000, 2, 10)) * (high - low) < high - value
    drawn = random.uniform(np.where(below, low, value), np.where(below, value, high))
    assert drawn.mean(axis=0) == pytest.approx(value, abs=0.01)
    gaps = (drawn[:, 0] - drawn[:, 1]) @ found.weights
    assert found.noise(*found.standing[:2]) == pytest.approx(gaps.std(), rel=0.02)
    assert found.ahead(*pair) == pytest.approx((gaps > 0).mean(), abs=0.02)


def levels(**few):
    """An alternative with 20 hours, or the given ones and what they are worth."""
    ratings = {"reach": 4, "money": 0, "time": 20}
    level = Level(ratings=ratings | few, low=ratings | few, high=ratings | few)
    return alternative("a", few=level, fixed_slot=True, one_seat=True, **ratings)


TIMED = [rated(), measured(), measured("time", ((0, 1), (40, 0)))]


def test_what_can_be_used_in_two_ways_is_used_in_the_better_one_within_the_limits():
    weights = {"reach": 2, "money": 0, "time": 1}
    found = compare([levels(time=4, reach=2)], TIMED, weights)
    assert (found.rows[0].few, found.raw[0].tolist()) == (False, [4, 0, 20])
    hasty = compare([levels(time=4, reach=2)], TIMED, weights | {"time": 9})
    assert (hasty.rows[0].few, hasty.raw[0].tolist()) == (True, [2, 0, 4])
    tight = compare([levels(time=4, reach=2)], TIMED, weights, cap(10, "hours"))
    assert (tight.rows[0].few, tight.breaches) == (True, ((),))
    assert reweigh(hasty, weights).rows == found.rows


def test_a_few_hours_need_neither_a_fixed_slot_nor_a_seat():
    weights = {"reach": 2, "money": 0, "time": 1}
    for kind in ("no_fixed_slot", "seat_taken"):
        found = compare(
            [levels(time=4, reach=2)], TIMED, weights, [Knockout(kind=kind)]
        )
        assert (found.rows[0].few, found.breaches) == (True, ((),))


def test_who_is_out_in_both_ways_is_shown_as_in_the_one_nearest_to_being_let_in():
    """Else a higher limit could lower the score, and its slack would not be enough."""
    weights = {"reach": 2, "money": 0, "time": 1}
    found = compare([levels(time=4, reach=2)], TIMED, weights, cap(3, "hours"))
    assert found.breaches == ((Breach("hours", 1),),)
    assert found.raw[0].tolist() == [2, 0, 4]
    raised = compare([levels(time=4, reach=2)], TIMED, weights, cap(4, "hours"))
    assert raised.breaches == ((),)
    assert raised.scores[0] >= found.scores[0]


def test_suggested_weights_are_those_of_the_order():
    start = suggest(profile(needs=("trust", "fit")), course())
    assert start.order[:2] == ("trust", "fit")
    assert sorted(start.order) == sorted(course().criteria)
    assert [start.weights[c] for c in start.order] == pytest.approx(roc_weights(10))
    assert list(start.weights) == list(course().criteria)
    assert start.reasons.keys() == set(start.order)
    assert start.reasons["trust"] == "need"


def test_a_wider_reach_is_worth_nothing_in_a_local_market():
    start = suggest(profile(market="local", needs=("trust", "reach")), course())
    assert start.weights["reach"] == 0
    assert "reach" not in start.order
    assert sum(start.weights.values()) == pytest.approx(1)


@pytest.mark.parametrize("market", ["national", "international"])
def test_a_wider_reach_comes_right_behind_the_needs_in_a_wide_market(market):
    start = suggest(profile(market=market, needs=("trust", "fit"), money=50), course())
    assert start.order[2] == "reach"
    assert start.reasons["reach"] == "market"


def test_a_regional_market_puts_reach_below_what_brings_business():
    order = suggest(profile(market="regional"), course()).order
    assert order.index("referrals") < order.index("reach") < order.index("safety")


@pytest.mark.parametrize(
    ("criterion", "field", "amounts", "reason"),
    [
        ("money", "money", (100, 400, 1500, 9000), "budget"),
        ("time", "hours", (2, 6, 12, 40), "hours"),
    ],
)
def test_what_is_scarcer_weighs_more(criterion, field, amounts, reason):
    starts = [
        suggest(profile(needs=("trust",), **{field: amount}), course())
        for amount in amounts
    ]
    weights = [start.weights[criterion] for start in starts]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > 3 * weights[-1]
    assert starts[0].order[:2] == ("trust", criterion)
    assert all(start.reasons[criterion] == reason for start in starts)


@pytest.mark.parametrize(
    ("money", "hours", "order"),
    [
        (150, 99, "money referrals fit trust reach commitment time"),
        (151, 4, "time money referrals fit trust reach commitment"),
        (600, 4, "time money referrals fit trust reach commitment"),
        (601, 99, "referrals fit trust money reach commitment time"),
        (2000, 99, "referrals fit trust money reach commitment time"),
        (2001, 99, "referrals fit trust reach commitment money time"),
        (150, 5, "money time referrals fit trust reach commitment"),
        (150, 8, "money time referrals fit trust reach commitment"),
        (9000, 9, "referrals fit trust time reach commitment money"),
        (9000, 16, "referrals fit trust time reach commitment money"),
        (9000, 17, "referrals fit trust reach commitment money time"),
        (2000, 16, "referrals fit trust money time reach commitment"),
    ],
)
def test_each_bound_of_budget_and_hours_moves_them_down_one_place(money, hours, order):
    """Both stand behind the needs, behind what brings business, or at the end."""
    found = suggest(profile(market="regional", money=money, hours=hours), course())
    pleasant = ("reputation", "variety", "safety")
    assert [name for name in found.order if name not in pleasant] == order.split()
    usual = [name for name in found.order if found.reasons[name] == "usual"]
    assert tuple(usual) == USUAL_ORDER
    assert found.reasons["reach"] == "market"


@pytest.mark.parametrize("need", ["money", "luck", ""])
def test_an_unknown_need_is_refused(need):
    with pytest.raises(ValueError, match=f"need '{need}' is unknown; use one of"):
        suggest(profile(needs=(need,)), course())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"money": -1}, "money is -1; it must be 0 or more"),
        ({"money": NAN}, "money is nan; it must be 0 or more"),
        ({"hours": INF}, "hours is inf; it must be 0 or more"),
        ({"hours": "6"}, "hours is '6'; it must be 0 or more"),
        ({"money": None}, "money is None; it must be 0 or more"),
        ({"market": "lunar"}, "market is 'lunar'; use one of local, regional"),
        ({"country": "FR"}, "country is 'FR'; use one of DE, AT, CH, UK, US, other"),
        ({"customers": "pets"}, "customers is 'pets'; use one of consumers"),
        ({"needs": ("fit", "fit")}, "name each only once"),
    ],
)
def test_a_bad_profile_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        Profile(
            **{f: getattr(profile(), f) for f in profile().__struct_fields__} | changes
        )


def test_knockouts_follow_from_the_answers():
    kinds = [k.kind for k in knockouts(profile(fixed_slot=False, seat_taken=True))]
    assert kinds == ["money", "hours", "no_fixed_slot", "seat_taken"]
    assert [k.limit for k in knockouts(profile(money=7, hours=3))] == [7, 3]


def test_the_country_chooses_the_variant():
    """Compulsory chambers cost nothing extra and lend no standing."""
    at_home, abroad = (
        types(course(), profile(country=country), "en")[0] for country in ("DE", "UK")
    )
    assert at_home.ratings["money"] == 0 < abroad.ratings["money"]
    assert at_home.ratings["reputation"] < abroad.ratings["reputation"]


def rating_of(group, criterion, **answers):
    kinds = {each.id: each for each in types(course(), profile(**answers), "en")}
    return kinds[group].ratings[criterion]


def test_the_market_chooses_the_variant():
    """A circle near by fits the less, the farther away the customers are."""
    fits = [
        rating_of("leads", "fit", market=market)
        for market in ("local", "regional", "national", "international")
    ]
    assert fits == sorted(fits, reverse=True)
    assert fits[0] > fits[-1]


@pytest.mark.parametrize(
    ("group", "criterion", "more", "less"),
    [
        ("events", "fit", "businesses", "consumers"),
        ("informal", "fit", "consumers", "businesses"),
    ],
)
def test_the_customers_choose_the_variant(group, criterion, more, less):
    here = [rating_of(group, criterion, customers=each) for each in (more, less)]
    assert here[0] > here[1]


def test_who_belongs_by_law_gets_what_members_by_law_get():
    """Two states where a chamber is compulsory; elsewhere the answer is none."""
    for name in ("trust", "variety"):
        idle, active = (
            rating_of("chambers", name, chamber=each) for each in ("idle", "active")
        )
        assert idle < active, name
    for each in ("none", "idle", "active"):
        british = profile(country="UK", chamber=each)
        assert british.by_law == "none"
        assert types(course(), british, "en") == types(
            course(), profile(country="UK"), "en"
        )


@settings(max_examples=50)
@given(
    st.builds(
        profile,
        country=st.sampled_from(["DE", "AT", "CH", "UK", "US", "other"]),
        market=st.sampled_from(["local", "regional", "national", "international"]),
        money=st.floats(0, 1e6),
        hours=st.floats(0, 744),
        fixed_slot=st.booleans(),
        seat_taken=st.booleans(),
        needs=st.lists(
            st.sampled_from(
                [c for c in course().criteria if c not in ("money", "time")]
            ),
            unique=True,
            max_size=8,
        ).map(tuple),
    )
)
def test_every_business_gets_a_comparison(business):
    found = compared(business)
    assert found.weights.sum() == pytest.approx(1)
    assert len(found.standing) + len(found.out) == 6
    assert found.verdict in get_args(Verdict)
    assert ((found.scores >= 0) & (found.scores <= 1)).all()
    own = suggest(business, course())
    assert set(own.reasons.values()) <= {"need", "market", "budget", "hours", "usual"}


def test_records_refuse_a_criterion_of_no_known_scale():
    fields = {f: getattr(rated(), f) for f in rated().__struct_fields__}
    with pytest.raises(
        ValueError, match="scale is 'vague'; use one of rated, measured"
    ):
        Criterion(**fields | {"scale": "vague"})


def test_other_weights_give_what_a_new_comparison_gives():
    here = profile()
    start = suggest(here, COURSE)
    rows, criteria = types(COURSE, here, "en"), tuple(COURSE.criteria.values())
    same = dict.fromkeys(COURSE.criteria, 1.0)
    old = compare(rows, criteria, start.weights, start.knockouts)
    new, anew = reweigh(old, same), compare(rows, criteria, same, start.knockouts)
    for part in ("weights", "values", "scores", "contributions", "ranks"):
        assert (getattr(new, part) == getattr(anew, part)).all(), part
    assert new.breaches == anew.breaches
    with pytest.raises(ValueError, match="all are 0"):
        reweigh(old, dict.fromkeys(COURSE.criteria, 0.0))


@given(problems())
def test_a_comparison_is_the_same_in_plain_numbers_and_in_arrays(problem):
    values, weights = problem
    found = from_values(values, weights)
    assert found.scores == pytest.approx(score(values, weights), abs=1e-12)
    assert found.contributions == pytest.approx(
        contributions(values, weights), abs=1e-12
    )
    assert found.weights.tolist() == list(found.shares)
    for i, row in enumerate(found.rows):
        assert (found.scores[i], found.ranks[i]) == (row.score, row.rank)
        for name in ("raw", "values", "low", "high", "contributions"):
            assert tuple(getattr(found, name)[i]) == getattr(row, name)
