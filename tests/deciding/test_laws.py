"""Answers that count: what holds for every business, whatever the ratings are."""

import random
from collections import Counter

import pytest
from builders import course
from businesses import AMOUNTS, CHOICES, NEEDS, businesses, changed_alone, result
from msgspec.structs import replace

from netlesson.content import COMPULSORY
from netlesson.deciding import suggest

LONG = pytest.param(4000, marks=pytest.mark.long)
MANY = pytest.mark.parametrize("count", [150, LONG])
ANSWERS = (*CHOICES, *AMOUNTS, "need_1", "need_2", "need_3")
ENOUGH = 0.02


def seeded(number):
    return random.Random(number)  # noqa: S311 (nothing secret)


def more(business, chance):
    """The same business with more money, with more hours, and with more of both."""
    grown = {
        name: getattr(business, name) * chance.choice([1.02, 1.5, 4])
        + chance.choice([0, 1])
        for name in AMOUNTS
    }
    return [replace(business, **{name: grown[name]}) for name in grown] + [
        replace(business, **grown)
    ]


@MANY
def test_naming_a_need_never_lowers_it(count):
    for business in businesses(count, seed=21):
        before = suggest(business, course())
        for need in NEEDS:
            if need in business.needs:
                continue
            for k in range(len(business.needs) + 1):
                needs = (*business.needs[:k], need, *business.needs[k:])
                after = suggest(replace(business, needs=needs), course())
                assert after.weights[need] >= before.weights[need]
                if need in before.order:
                    assert after.order.index(need) <= before.order.index(need)


@MANY
def test_more_money_or_hours_never_knock_out_more(count):
    chance, some = seeded(22), 0
    for business in businesses(count, seed=22):
        out = set(result(business).out)
        some += bool(out)
        for richer in more(business, chance):
            assert set(result(richer).out) <= out, business
    assert some > count / 10


@MANY
def test_with_the_weights_held_fixed_a_larger_limit_never_lowers_a_score(count):
    chance, raised = seeded(23), 0
    for business in businesses(count, seed=23):
        weights = suggest(business, course()).weights
        before = result(business, weights)
        for richer in more(business, chance):
            after = result(richer, weights)
            for old, new in zip(before.rows, after.rows, strict=True):
                assert new.score >= old.score - 1e-12, (business, old.alternative.id)
                raised += new.score > old.score
    assert raised > count / 10


def ranking(found):
    """Who is out, and the others in order; ties share a place."""
    ids = [each.id for each in found.alternatives]
    return {ids[i] for i in found.out}, [
        (ids[i], found.rows[i].rank) for i in found.standing
    ]


@MANY
def test_each_answer_alone_changes_the_ranking_of_some(count):
    """In 2 % of businesses at the least; with fewer businesses, of half of that."""
    chance, asked, moved = seeded(24), Counter(), Counter()
    for business in businesses(count, seed=24):
        before = ranking(result(business))
        for name, other in changed_alone(business, chance).items():
            if name == "chamber" and business.country not in COMPULSORY:
                continue
            asked[name] += 1
            moved[name] += ranking(result(other)) != before
    shares = {name: moved[name] / asked[name] for name in ANSWERS}
    least = ENOUGH if count >= 4000 else ENOUGH / 2
    assert all(share >= least for share in shares.values()), shares


def test_the_chamber_is_asked_for_only_where_it_can_change_anything():
    for business in businesses(100, seed=25):
        if business.country not in COMPULSORY:
            found = [
                ranking(result(replace(business, chamber=each)))
                for each in CHOICES["chamber"]
            ]
            assert found[0] == found[1] == found[2]
