"""Combinations: a criterion counts at its best member, money and hours add up."""

import itertools
import math
import random
import re

import msgspec
import numpy as np
import pytest
from builders import PROFILE, alternative, compared, course, measured, profile, rated

from netlesson.activities.portfolio import best_combinations, portfolio_form
from netlesson.content import Knockout
from netlesson.deciding import compare, criterion_value
from netlesson.deciding.portfolio import Spending, combine, portfolio
from netlesson.explaining import (
    excluded_sentences,
    member_sentences,
    portfolio_sentences,
)
from netlesson.explaining.reasons import tenths
from netlesson.explaining.worth import member_names
from netlesson.language import Edition, number
from netlesson.learning import Answers, Journal

POINTS = ((0, 1), (1000, 0.5), (2000, 0))
HOURS = ((0, 1), (40, 0))
TYPED = {**PROFILE, "hours": 15.0}


def seeded(number):
    return random.Random(number)  # noqa: S311 (nothing secret)


def groups(rng, m, n, coarse=True):
    """A comparison of m groups on money, time and n rated criteria."""
    criteria = [
        measured("money", POINTS),
        measured("time", HOURS),
        *(rated(f"c{j}") for j in range(n)),
    ]
    step = (lambda: rng.randint(1, 5)) if coarse else (lambda: rng.uniform(1, 5))
    alternatives = [
        alternative(
            f"a{i}",
            ratings={
                "money": rng.choice([0, 0.1, 0.2, 250, 500, 750]),
                "time": rng.choice([0, 2.5, 5, 10]),
                **{f"c{j}": step() for j in range(n)},
            },
            one_seat=rng.random() < 0.2,
            own=True,
        )
        for i in range(m)
    ]
    weights = {c.id: rng.choice([0, 1, 2, 3]) for c in criteria}
    weights["c0"] += 1
    knockouts = [
        Knockout(kind="money", limit=rng.choice([0.3, 500, 900, 1500])),
        Knockout(kind="hours", limit=rng.choice([5, 10, 20])),
        Knockout(kind="seat_taken"),
    ]
    return compare(alternatives, criteria, weights, knockouts), knockouts


def brute_force(comparison, knockouts, most=3, shown=5):
    """The same in plain Python, from ratings, one combination at a time."""
    caps = {k.kind: k.limit for k in knockouts}
    criteria, alternatives = comparison.criteria, comparison.alternatives
    sums = {"money": caps["money"], "time": caps["hours"]}
    shares = comparison.weights.tolist()

    def total(members):
        score = 0.0
        for share, criterion in zip(shares, criteria, strict=True):
            name = criterion.id
            raws = [alternatives[i].ratings[name] for i in members]
            raw = sum(raws) if name in sums else max(raws)
            score += share * criterion_value(raw, criterion)
        return score

    found = []
    inside = [i for i, a in enumerate(alternatives) if not a.one_seat]
    for size in range(1, most + 1):
        for members in itertools.combinations(inside, size):
            spent = [
                round(sum(alternatives[i].ratings[name] for i in members), 6)
                for name in sums
            ]
            if all(a <= cap for a, cap in zip(spent, sums.values(), strict=True)):
                score = total(members)
                adds = [shapley(total, i, members) for i in members]
                found.append((-round(score, 9), size, spent, members, adds))
    return sorted(found)[:shown]


def shapley(total, i, members):
    """What a member adds to the others that are there, by how many these are."""
    others = [j for j in members if j != i]
    return sum(
        (total([*there, i]) - (total(there) if there else 0))
        / (len(members) * math.comb(len(others), size))
        for size in range(len(members))
        for there in itertools.combinations(others, size)
    )


def test_the_best_five_are_those_of_a_brute_force_in_1000_random_comparisons():
    rng, ties, empty = seeded(1), 0, 0
    for turn in range(1000):
        many, few = rng.randint(1, 8), rng.randint(1, 3)
        comparison, knockouts = groups(rng, many, few, coarse=turn % 2 == 0)
        ours = portfolio(comparison, knockouts).best
        theirs = brute_force(comparison, knockouts)
        assert [each.members for each in ours] == [each[3] for each in theirs], turn
        for one, (score, _, spent, _, adds) in zip(ours, theirs, strict=True):
            assert one.score == pytest.approx(-score, abs=1e-8)
            assert one.spent == pytest.approx(spent)
            parts = np.array(one.parts)
            assert parts.sum() == pytest.approx(one.score, abs=1e-9)
            assert parts.sum(axis=1) == pytest.approx(adds, abs=1e-9)
        scores = [each[0] for each in theirs]
        ties += len(set(scores)) < len(scores)
        empty += not theirs
    assert ties > 100
    assert 0 < empty < 500


def test_the_order_of_the_alternatives_changes_nothing_but_exact_ties():
    rng = seeded(3)
    for _ in range(50):
        comparison, knockouts = groups(rng, 7, 4, coarse=False)
        order = rng.sample(range(7), 7)
        turned = compare(
            [comparison.alternatives[i] for i in order],
            comparison.criteria,
            dict(
                zip(
                    [c.id for c in comparison.criteria], comparison.weights, strict=True
                )
            ),
            knockouts,
        )
        names = [
            [
                sorted(c.alternatives[i].id for i in each.members)
                for each in portfolio(c, knockouts).best
            ]
            for c in (comparison, turned)
        ]
        assert names[0] == names[1]


def test_one_group_alone_has_its_score_from_the_comparison():
    comparison = compared(profile())
    every = portfolio(comparison, most=1, shown=6).best
    for each in every:
        assert each.score == pytest.approx(comparison.scores[each.members[0]])
        assert np.sum(each.parts) == pytest.approx(each.score)


def test_a_tie_goes_to_fewer_members_then_less_money_then_the_first():
    values = [[1, 0.5], [1, 0.5], [1, 0.5]]
    spending = Spending(column=1, amounts=[2, 1, 1], points=((0, 0.5), (9, 0.5)))
    found = combine(values, [1, 1], [spending])
    assert [each.members for each in found] == [(1,), (2,), (0,), (1, 2), (0, 1)]


def test_what_two_members_both_bring_is_shared_evenly():
    (pair,) = combine([[1, 0], [1, 1]], [1, 1], shown=3)[1:2]
    assert pair.members == (0, 1)
    assert np.array(pair.parts) == pytest.approx(np.array([[0.25, 0], [0.25, 0.5]]))
    assert np.sum(pair.parts, axis=1) == pytest.approx((0.25, 0.75))
    assert np.sum(pair.parts) == pytest.approx(pair.score)


def test_a_sum_of_cents_does_not_miss_the_limit_by_a_rounding_error():
    spending = Spending(
        column=1, amounts=[0.1, 0.2], points=((0, 1), (9, 0)), limit=0.3
    )
    found = combine([[1, 1, 0], [0, 1, 1]], [1, 0, 1], [spending])
    assert found[0].members == (0, 1)


def test_what_is_knocked_out_is_in_none_and_the_reason_is_given():
    limits = [Knockout(kind="money", limit=400), Knockout(kind="no_fixed_slot")]
    start = compared(profile())
    usual = [msgspec.structs.replace(each, few=None) for each in start.alternatives]
    comparison = compare(
        usual,
        start.criteria,
        dict(zip([c.id for c in start.criteria], start.weights, strict=True)),
        limits,
    )
    leads = comparison.index("leads")
    found = portfolio(comparison, limits)
    assert {breach.kind for breach in found.excluded[leads]} == {
        "money",
        "no_fixed_slot",
    }
    assert all(leads not in each.members for each in found.best)
    said = dict(excluded_sentences(found, Edition(course(), "en")))
    assert "over the limit" in said["Leads groups"]


def test_an_own_price_over_the_budget_excludes_with_its_slack():
    comparison = compared(profile())
    i = comparison.index("events")
    limits = [Knockout(kind="money", limit=3000)]
    found = portfolio(comparison, limits, {"money": {i: 3100}})
    assert [(b.kind, b.slack) for b in found.excluded[i]] == [("money", 100)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"values": [[2, 0]]}, "it must be in 0..1"),
        ({"weights": [0, 0]}, "all are 0"),
        ({"most": 0}, "most is 0"),
        ({"shown": 0}, "shown 0"),
        ({"inside": [1]}, "there are 1 alternatives"),
        ({"spendings": [Spending(column=0, amounts=[-1], points=POINTS)]}, "amounts"),
        ({"spendings": [Spending(column=0, amounts=[1, 1], points=POINTS)]}, "give 1"),
        ({"spendings": [Spending(column=7, amounts=[1], points=POINTS)]}, "column"),
        (
            {"spendings": [Spending(column=0, amounts=[1], points=POINTS, limit=-1)]},
            "limit",
        ),
    ],
)
def test_bad_input_is_refused_by_name(change, message):
    given = {"values": [[1, 0]], "weights": [1, 1], **change}
    with pytest.raises(ValueError, match=message):
        combine(given.pop("values"), given.pop("weights"), **given)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_sentence_says_what_the_numbers_say_in_500_comparisons(lang):
    rng, spoken = seeded(7), set()
    for _ in range(500):
        coarse = rng.random() < 0.5
        comparison, knockouts = groups(rng, rng.randint(1, 7), 3, coarse)
        found = portfolio(comparison, knockouts)
        said = portfolio_sentences(found, Edition(course(), lang))
        if not found.best:
            assert said == [course().say("portfolio.none", lang)]
            continue
        best = found.best[0]
        for i in best.members:
            assert comparison.alternatives[i].name in said[0]
        assert numbers(said[0])[0] == pytest.approx(100 * best.score, abs=0.051)
        if len(best.members) > 1:
            gain = 100 * (best.score - found.single.score)
            assert gain > 0
            assert numbers(said[1])[0] == pytest.approx(gain, abs=0.11)
        if len(found.best) > 1:
            gap = 100 * (best.score - found.best[1].score)
            assert (
                member_names(found, found.best[1], Edition(course(), lang)) in said[-1]
            )
            if gap > 1e-7:
                assert said[-1].startswith(("Next", "Dahinter"))
                assert numbers(said[-1])[0] == pytest.approx(gap, abs=0.11)
            else:
                assert said[-1].startswith(("Just as many", "Genauso viele"))
                spoken.add("tie")
        for each in found.best:
            spoken |= check_members(found, each, lang)
    assert spoken == {"alone", "brings", "brings_nothing", "rest", "tie"}


def check_members(found, each, lang):
    """Compare the sentence about each member with what it brings, in tenths."""
    said = member_sentences(found, each, Edition(course(), lang))
    if len(each.members) == 1:
        assert said == [course().say("portfolio.alone", lang)]
        return {"alone"}
    kinds, together = set(), 0.0
    rest = course().say("portfolio.rest", lang)
    for i, row, sentence in zip(each.members, np.array(each.parts), said, strict=True):
        assert found.comparison.alternatives[i].name in sentence
        if not (parts := numbers(re.sub(r"[AaCc]\d|[“„].*?[”“]", "", sentence))):
            assert row == pytest.approx(0, abs=0.001)
            kinds.add("brings_nothing")
            continue
        whole, *parts = parts
        # What is printed adds up as printed.
        assert math.fsum(parts) == pytest.approx(whole, abs=1e-6)
        together += whole
        assert whole == pytest.approx(100 * row.sum(), abs=0.1 * len(row))
        if rest in sentence:
            parts.pop()
            kinds.add("rest")
        largest = sorted(100 * row, key=abs, reverse=True)[: len(parts)]
        assert sorted(parts) == pytest.approx(sorted(largest), abs=0.11)
        kinds.add("brings")
    printed = number(tenths(each.score), lang, 1)
    assert number(together, lang, 1) == printed
    return kinds


def numbers(sentence):
    """Read the numbers of a sentence in either language."""
    found = re.findall(r"[+−]?\d+(?:[.,]\d+)?", re.sub(r"[“„].*?[”“]", "", sentence))
    return [float(x.replace("−", "-").replace(",", ".")) for x in found]


@pytest.fixture
def answers(tmp_path):
    found = Answers(course(), Journal(tmp_path), "en")
    found.set_profile(TYPED)
    return found


def test_the_combinations_follow_weights_and_limits_at_once(answers):
    form = portfolio_form(answers)
    before = form.outputs["portfolio"]
    answers.set_profile({**TYPED, "money": 100.0})
    assert form.outputs["portfolio"] != before
    assert "over the limit" in form.outputs["portfolio"]


def test_when_nothing_fits_that_is_said(answers):
    answers.set_profile({**TYPED, "money": 0.0, "hours": 0.0, "country": "UK"})
    assert best_combinations(answers).best == ()
    assert "No combination fits" in portfolio_form(answers).outputs["portfolio"]
