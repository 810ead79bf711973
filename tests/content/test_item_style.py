"""Whoever does not know the answer cannot tell it from how the options are worded."""

import functools
from dataclasses import replace

import item_style
import numpy as np
import pytest
from builders import course
from item_style import chance, classifier_picks, pair_shares, rule_shares, share

LANGUAGES = item_style.LANGUAGES
POOLS = ("opening", "closing")
BY_RULE = 0.06
LEARNT = 0.12


@functools.cache
def asked(lang, pool=None):
    every = item_style.questions(course().items.values(), lang)
    return [q for q in every if q.kind == "choice" and pool in (None, q.pool)]


@functools.cache
def several(lang):
    """The questions of which several options are right."""
    every = item_style.questions(course().items.values(), lang)
    return [q for q in every if q.kind == "choices"]


@functools.cache
def learnt(lang):
    """What each penalty picks, by question."""
    return [classifier_picks(asked(lang), each) for each in item_style.PENALTIES]


def learnt_of(pool, lang):
    """The share right in a pool of what is learnt on the whole bank, 0..1."""
    places = [n for n, q in enumerate(asked(lang)) if q.pool == pool]
    return np.mean(
        [share(asked(lang, pool), [picks[n] for n in places]) for picks in learnt(lang)]
    )


def above(questions, shares):
    return {k: v for k, v in shares.items() if v > chance(questions) + BY_RULE}


def spoilt(questions):
    """The same questions, each right option with a reservation."""
    for each in questions:
        texts = [
            f"{text}, but it may vary" if n in each.right else text
            for n, text in enumerate(each.options)
        ]
        yield replace(each, options=tuple(texts))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_rule_beats_the_die(lang):
    assert above(asked(lang), rule_shares(asked(lang))) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_rules_beat_the_die(lang):
    assert above(asked(lang), pair_shares(asked(lang))) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("pool", POOLS)
def test_no_rule_beats_the_die_at_the_start_or_the_end(pool, lang):
    questions = asked(lang, pool)
    assert len(questions) == 8
    assert above(questions, rule_shares(questions)) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_rule_beats_the_die_where_several_are_right(lang):
    assert len(several(lang)) == 16
    assert above(several(lang), rule_shares(several(lang))) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_learnt_from_the_options_of_other_questions(lang):
    for picks in learnt(lang):
        assert share(asked(lang), picks) < chance(asked(lang)) + LEARNT


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("pool", POOLS)
def test_nothing_is_learnt_that_helps_at_the_start_or_the_end(pool, lang):
    assert learnt_of(pool, lang) < chance(asked(lang, pool)) + BY_RULE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_style_helps_no_more_at_the_end_than_at_the_start(lang):
    """Else the course would seem to have taught what the wording gives away."""
    start, end = (max(rule_shares(asked(lang, pool)).values()) for pool in POOLS)
    assert abs(end - start) < BY_RULE


def test_a_bank_that_gives_itself_away_is_found():
    questions = list(spoilt(asked("en")))
    assert {"hedge", "contrast", "balanced", "clauses"} <= set(
        above(questions, rule_shares(questions))
    )
    found = share(questions, classifier_picks(questions, item_style.PENALTIES[0]))
    assert found > chance(questions) + 0.5
