"""What a learner entered, and the comparison that follows from it."""

import asyncio
from types import SimpleNamespace

import msgspec
import pytest
from builders import profile

from netlesson.content import load_course
from netlesson.deciding import CostInputs, OwnGroups, from_type
from netlesson.learning import PAUSE, Answers, Journal
from netlesson.learning.profile import UNKNOWN, read_profile, write_profile

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


def shares(comparison):
    names = (criterion.id for criterion in comparison.criteria)
    return dict(zip(names, comparison.shares, strict=True))


def test_an_order_counts_unrounded_until_a_slider_is_moved(answers, journal):
    answers.set_profile(TYPED)
    for each in (answers, again(journal)):
        assert shares(each.comparison()) == pytest.approx(
            answers.suggestion.weights, abs=1e-12
        )
    points = {**answers.points, "safety": 99.0}
    answers.set_points(points)
    expected = {name: each / sum(points.values()) for name, each in points.items()}
    for each in (answers, again(journal)):
        assert shares(each.comparison()) == pytest.approx(expected, abs=1e-12)


def test_equal_weights_are_equal_for_all_that_counts_in_the_market(answers):
    answers.set_profile(TYPED)
    answers.set_points({**answers.points, "safety": 99.0})
    found = shares(answers.equal())
    assert found.pop("reach") == 0
    assert list(found.values()) == pytest.approx([1 / 9] * 9)


def test_weights_from_nothing_to_the_top_are_kept(answers, journal):
    points = dict.fromkeys(COURSE.criteria, 100.0) | {"trust": 0.0}
    answers.set_points(points)
    assert again(journal).points == points


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
        {"order": ["trust"]},
        {"order": ["trust"], "points": list(COURSE.criteria)},
        {"order": [], "points": dict.fromkeys(COURSE.criteria, 1)},
        {"order": ["trust"], "points": dict.fromkeys(COURSE.criteria, 100.1)},
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

    async def drag():
        for step in range(50):
            answers.set_points({**answers.points, "trust": float(step)})
        await asyncio.sleep(0.6)

    asyncio.run(drag())
    assert len(journal.events("weights")) == 1
    assert journal.latest("weights")["points"]["trust"] == 49


CASE = profile(market="local", needs=("trust",))
COSTS = CostInputs(hour=60.0)


def lion(name="Lion"):
    group = msgspec.structs.replace(from_type("leads", name, COURSE), id="own-1")
    return OwnGroups(groups=(group,))


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("profile", TYPED),
        ("costs", COSTS),
        ("own", lion()),
        ("plan", {"start": "2026-12-01"}),
        ("result", {"counted_contacts": 4.0}),
    ],
)
def test_each_answer_is_kept_and_told_once(answers, journal, kind, given):
    heard = []
    answers.watch(lambda: heard.append(kind))
    for _ in range(3):
        getattr(answers, f"set_{kind}")(given)
    assert heard == [kind]
    assert [event.kind for event in journal.events()] == [kind]
    attribute = "typed" if kind == "profile" else kind
    assert getattr(again(journal), attribute) == given


def test_the_same_order_and_weights_again_are_no_change(answers, journal):
    heard = []
    answers.watch(lambda: heard.append("told"))
    answers.set_order(answers.order)
    answers.set_points(dict(answers.points))
    assert heard == []
    assert journal.events() == ()
    assert not answers.has_weights


def test_who_wants_to_hears_at_once(answers):
    heard = []
    answers.watch(lambda: heard.append("later"))
    answers.watch(lambda: heard.append("now"), now=True)
    assert heard == ["now"]


def test_what_is_recorded_is_written_and_told(answers, journal):
    heard = []
    answers.watch(lambda: heard.append(len(journal.events("case"))))
    answers.record("case", case="cafe", choice="leads")
    assert heard == [1]
    answers.record_soon("reflection", "events", id="events", text="so")
    assert journal.latest("reflection") == {"id": "events", "text": "so"}
    assert heard == [1, 1]


def test_a_pause_writes_the_last_about_each_thing_and_tells_once(answers, journal):
    heard, waiting = [], []
    answers.watch(lambda: heard.append(len(journal.events())))

    def call_later(delay, callback):
        assert delay == PAUSE
        waiting.append(callback)
        return SimpleNamespace(cancel=waiting.clear)

    async def write():
        asyncio.get_running_loop().call_later = call_later
        for text in ("a", "ab", "abc"):
            answers.record_soon("reflection", "leads", id="leads", text=text)
        answers.record_soon("reflection", "events", id="events", text="x")
        assert journal.events() == ()
        (pause,) = waiting
        pause()

    asyncio.run(write())
    assert heard == [2]
    assert journal.latest("reflection", id="leads")["text"] == "abc"
    assert journal.latest("reflection", id="events")["text"] == "x"


def test_what_waits_is_neither_lost_nor_overtaken(answers, journal):
    """A reload, a case and the way back come between typing and the pause."""
    points = {**answers.points, "safety": 99.0}
    heard = []
    answers.watch(lambda: heard.append(1))

    async def hurry():
        answers.set_profile(TYPED)
        assert not answers.has_weights
        answers.set_points(points)
        assert answers.has_weights
        assert journal.events() == ()
        answers.reload()
        assert (answers.typed, answers.points) == (TYPED, points)
        answers.set_points({**points, "trust": 7.0})
        answers.start_from(CASE)
        answers.set_profile({**answers.typed, "need_1": "safety"})
        answers.go_back()
        assert not answers.can_go_back
        assert (answers.typed, answers.points["trust"]) == (TYPED, 7)

    asyncio.run(hurry())
    assert len(heard) == 7
    assert again(journal).typed == TYPED
    assert again(journal).points == {**points, "trust": 7.0}


def test_another_business_is_told_and_kept_with_the_weights_it_suggests(
    answers, journal
):
    answers.set_profile(TYPED)
    answers.set_points({**answers.points, "safety": 99.0})
    heard = []
    answers.watch(lambda: heard.append(answers.order[0]))
    answers.go_back()
    assert heard == []
    answers.start_from(CASE)
    for each in (answers, again(journal)):
        assert each.typed == write_profile(CASE)
        assert each.order == each.suggestion.order
        assert not each.has_weights
    answers.go_back()
    assert heard == ["trust", "referrals"]


def test_steps_with_one_name_in_a_row_are_undone_together_and_others_not(answers):
    empty = answers.own
    answers.undo_own()
    assert answers.own == empty
    answers.set_own(lion())
    answers.set_own(lion("Li"))
    answers.undo_own()
    assert answers.own == lion()
    answers.set_own(lion("L"), "name")
    answers.set_own(lion("Li"), "name")
    answers.set_own(msgspec.structs.replace(lion("Li"), hidden=("social",)), "hide")
    answers.set_own(lion("L"), "name")
    for expected in (("Li", ("social",)), ("Li", ()), ("Lion", ())):
        answers.undo_own()
        assert (answers.own.groups[0].name, answers.own.hidden) == expected
    answers.set_own(lion("Y"), "name")
    answers.undo_own()
    answers.set_own(lion("Z"), "name")
    answers.undo_own()
    assert answers.own == lion()
    answers.reload()
    assert not answers.can_undo_own


def test_a_notebook_that_is_closed_keeps_what_waits(journal, monkeypatch):
    closing = []
    monkeypatch.setattr("atexit.register", closing.append)
    answers = Answers(COURSE, journal, "en")

    async def close():
        answers.set_profile(TYPED)
        for each in closing:
            each()

    asyncio.run(close())
    assert again(journal).typed == TYPED


def test_weights_of_another_market_lose_what_no_longer_counts(journal):
    """A merged journal may bring a profile that the weights were not set for."""
    journal.append("profile", **TYPED)
    points = dict.fromkeys(COURSE.criteria, 50.0)
    journal.append("weights", order=list(COURSE.criteria), points=points)
    found = again(journal)
    assert found.points == points | {"reach": 0.0}
    assert found.order == tuple(name for name in COURSE.criteria if name != "reach")


def test_a_file_deleted_right_after_its_first_answer_is_written_again(answers, journal):
    answers.record("order")
    journal.path.unlink()
    answers.look()
    assert journal.path.exists()
    assert [fault.key for fault in journal.faults] == ["journal.restored"]


def test_what_is_written_here_is_told_once_and_not_when_it_is_read_back(answers):
    heard = []
    answers.watch(lambda: heard.append(1))
    answers.set_profile(TYPED)
    answers.record("case", case="cafe", choice="leads")
    told = len(heard)
    answers.look()
    answers.look()
    assert len(heard) == told
