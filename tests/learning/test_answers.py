"""What a learner entered, and the comparison that follows from it."""

import pytest

from netlesson.content import load_course
from netlesson.learning import Answers, Journal
from netlesson.learning.profile import UNKNOWN, read_profile

COURSE = load_course()
TYPED = {
    "country": "DE",
    "market": "local",
    "customers": "consumers",
    "money": 1800.0,
    "hours": 12.0,
    "fixed_slot": "yes",
    "need_1": "referrals",
    "need_2": "commitment",
}


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path)


@pytest.fixture
def answers(journal):
    return Answers(COURSE, journal, "en")


def again(journal):
    """Open the same journal as another kernel would."""
    return Answers(COURSE, Journal(journal.path.parent), "de")


def first(answers):
    comparison = answers.comparison()
    return comparison.alternatives[comparison.standing[0]].id


def test_without_a_profile_nothing_is_excluded(answers):
    assert answers.profile is None
    assert answers.business == UNKNOWN
    assert answers.knockouts == ()
    assert answers.comparison().out == ()


@pytest.mark.parametrize("missing", ["country", "market", "money", "fixed_slot"])
def test_a_profile_needs_every_answer_but_the_needs(answers, missing):
    answers.set_profile({**TYPED, missing: ""})
    assert answers.profile is None
    answers.set_profile({**TYPED, "need_1": "", "need_2": ""})
    assert answers.profile.needs == ()


@pytest.mark.parametrize(
    "wrong", [{"market": "mars"}, {"money": "lots"}, {"country": 5}, {"hours": -1.0}]
)
def test_a_damaged_profile_counts_as_none(wrong):
    assert read_profile({**TYPED, **wrong}, COURSE) is None


def test_what_is_entered_is_there_in_the_next_kernel(answers, journal):
    answers.set_profile(TYPED)
    answers.set_points({**answers.points, "trust": 77.0})
    other = again(journal)
    assert other.profile == answers.profile
    assert other.points == answers.points
    assert other.order == answers.order


def test_weights_follow_the_profile_until_the_learner_sets_their_own(answers):
    answers.set_profile(TYPED)
    assert answers.order[:2] == ("referrals", "commitment")
    answers.set_profile({**TYPED, "need_1": "trust"})
    assert answers.order[0] == "trust"
    answers.set_points({**answers.points, "safety": 99.0})
    answers.set_profile({**TYPED, "need_1": "variety"})
    assert answers.order[0] == "trust"
    assert answers.points["safety"] == 99
    answers.start_again()
    assert answers.order[0] == "variety"


def test_reach_counts_as_soon_as_the_market_is_no_longer_local(answers):
    answers.set_profile(TYPED)
    answers.set_points({**answers.points, "safety": 99.0})
    assert answers.points["reach"] == 0
    answers.set_profile({**TYPED, "market": "international"})
    assert answers.points["reach"] > 0
    assert "reach" in answers.order
    assert answers.points["safety"] == 99
    answers.set_profile(TYPED)
    assert answers.points["reach"] == 0
    assert "reach" not in answers.order


def test_a_new_order_sets_the_weights_anew(answers):
    answers.set_profile(TYPED)
    answers.set_order(("trust", *(n for n in answers.order if n != "trust")))
    assert answers.points["trust"] == 100
    assert max(answers.points.values()) == 100


def test_weights_that_are_all_zero_count_the_same(answers):
    answers.set_profile(TYPED)
    answers.set_points(dict.fromkeys(COURSE.criteria, 0.0))
    assert (answers.comparison().scores == answers.equal().scores).all()


@pytest.mark.parametrize(
    "weights",
    [
        {},
        {"order": 5, "points": {}},
        {"order": ["trust"], "points": {"trust": 100}},
        {"order": [["trust"]], "points": dict.fromkeys(COURSE.criteria, 1)},
        {"order": ["magic"], "points": dict.fromkeys(COURSE.criteria, 1)},
        {"order": ["trust", "trust"], "points": dict.fromkeys(COURSE.criteria, 1)},
        {"order": ["trust"], "points": dict.fromkeys(COURSE.criteria, -1)},
        {"order": ["trust"], "points": dict.fromkeys(COURSE.criteria, "much")},
        {"order": ["trust"], "points": dict.fromkeys(COURSE.criteria, 10**400)},
    ],
)
def test_damaged_weights_are_left_alone_and_the_suggestion_holds(journal, weights):
    journal.append("profile", **TYPED)
    journal.append("weights", **weights)
    other = again(journal)
    assert other.order == other.suggestion.order
    assert first(other) == "leads"


def test_watchers_hear_of_every_change(answers):
    heard = []
    answers.watch(lambda: heard.append(first(answers)))
    answers.set_profile(TYPED)
    answers.set_profile({**TYPED, "fixed_slot": "no"})
    assert heard[0] == "leads"
    assert heard[-1] != "leads"


def test_one_pause_writes_one_entry(answers, journal):
    """A drag of fifty steps must not fill the journal with fifty lines."""
    import asyncio

    async def drag():
        for step in range(50):
            answers.set_points({**answers.points, "trust": float(step)})
        await asyncio.sleep(0.6)

    asyncio.run(drag())
    assert len(journal.events("weights")) == 1
    assert journal.latest("weights")["points"]["trust"] == 49
