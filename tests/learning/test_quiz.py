"""The one judge of answers, and what is drawn and counted from them."""

import dataclasses
import itertools
import re
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from builders import course
from playing import right_response, wrong_response

from netlesson.content import Item, Text
from netlesson.content.items import Option, Row, Slip
from netlesson.language import parse_number
from netlesson.learning import (
    Attempt,
    draw,
    first,
    latest,
    learning_gain,
    mark,
    shuffled,
)
from netlesson.learning.quiz import Mark, Mastery, mastery, read_attempt

ITEMS = course().items
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def text(words):
    return Text(en=words, de=f"{words} (de)")


def option(ident, key=False):
    return Option(id=ident, text=text(ident), key=key, feedback=text(f"about {ident}"))


def item(ident="one", keys="a", options="abc", kind="choice", **more):
    return Item(
        id=ident,
        topic=more.pop("topic", "chambers"),
        kind=kind,
        level="apply",
        pool="practice",
        statements=more.pop("statements", ("chambers-adv-1",)),
        stem=text("Which?"),
        options=tuple(option(i, i in keys) for i in options),
        **more,
    )


def several(keys="ab"):
    return item(keys=keys, options="abcd", kind="choices")


def sorting():
    rows = tuple(
        Row(id=f"r{n}", text=text("row"), key=key, feedback=text(f"why {n}"))
        for n, key in enumerate("abab")
    )
    return item(keys="", options="ab", kind="sort", rows=rows)


def counting(answer=6.5, tolerance=0.5, slips=()):
    return item(
        keys="",
        options="",
        kind="number",
        answer=answer,
        tolerance=tolerance,
        unit=text("hours"),
        feedback=text("just so"),
        feedback_wrong=text("work it out"),
        slips=slips,
    )


def attempt(ident, correct, hours=0):
    return Attempt(ident, "a", correct, START + timedelta(hours=hours))


def verdicts(judged):
    return {name: part.verdict for name, part in judged.parts.items()}


def test_a_choice_is_right_when_it_is_the_key():
    judged = mark(item(), "a")
    assert judged.correct is True
    assert verdicts(judged) == {"a": "right"}
    assert judged.parts["a"].feedback["de"] == "about a (de)"


def test_a_wrong_choice_shows_why_and_what_would_have_been_right():
    judged = mark(item(), "b")
    assert judged.correct is False
    assert verdicts(judged) == {"b": "wrong", "a": "missed"}


def test_only_exactly_the_key_is_right():
    for n in range(1, 5):
        for ticked in itertools.combinations("abcd", n):
            judged = mark(several(), list(ticked))
            assert judged.correct is (set(ticked) == {"a", "b"}), ticked


@pytest.mark.parametrize("name", [n for n, i in ITEMS.items() if i.kind == "choices"])
def test_ticking_everything_never_scores(name):
    judged = mark(ITEMS[name], [each.id for each in ITEMS[name].options])
    assert judged.answered
    assert judged.correct is False


def test_the_order_of_ticks_does_not_count():
    assert mark(several(), ["b", "a"]) == mark(several(), ["a", "b"])


@pytest.mark.parametrize(
    ("asked", "response"),
    [
        (item(), None),
        (item(), ""),
        (several(), None),
        (several(), []),
        (sorting(), None),
        (sorting(), {}),
        (sorting(), {"r0": "a"}),
        (sorting(), dict.fromkeys(("r0", "r1", "r2", "r3"), "")),
        (counting(), None),
        (counting(), ""),
        (item(kind="opinion", keys=""), ""),
    ],
)
def test_an_empty_response_is_not_answered_and_never_wrong(asked, response):
    judged = mark(asked, response)
    assert not judged.answered
    assert judged.correct is None
    assert judged.parts == {}


@pytest.mark.parametrize(
    ("asked", "response"),
    [
        (item(), "z"),
        (item(), 1),
        (item(), ["a"]),
        (item(), {"a": "a"}),
        (several(), "a"),
        (several(), ["a", "z"]),
        (several(), [["a"]]),
        (sorting(), "a"),
        (sorting(), {"r9": "a"}),
        (sorting(), {"r0": "z"}),
        (sorting(), {"r0": ["a"]}),
        (counting(), "six"),
        (counting(), float("nan")),
        (counting(), True),
        (counting(), [6.5]),
    ],
)
def test_a_response_that_does_not_fit_is_refused_by_name(asked, response):
    with pytest.raises(ValueError, match="item 'one': response is "):
        mark(asked, response)


@pytest.mark.parametrize(
    ("asked", "response", "wanted"),
    [
        (item(), "z", "'z'; use one of a, b, c"),
        (several(), ["z"], "['z']; use a list of a, b, c, d"),
        (sorting(), {"r0": "z"}, "{'r0': 'z'}; name for each of the rows r0, r1"),
        (counting(), "six", "'six'; give a number"),
    ],
)
def test_a_refusal_says_what_would_do(asked, response, wanted):
    with pytest.raises(ValueError, match=re.escape(f"'one': response is {wanted}")):
        mark(asked, response)


def test_every_row_is_judged_and_all_must_be_right():
    right = {"r0": "a", "r1": "b", "r2": "a", "r3": "b"}
    assert mark(sorting(), right).correct is True
    judged = mark(sorting(), right | {"r1": "a"})
    assert judged.correct is False
    assert [part.verdict for part in judged.parts.values()] == [
        "right", "wrong", "right", "right"
    ]  # fmt: skip
    assert judged.parts["r1"].place == "b"


def test_putting_every_row_in_one_place_never_scores():
    for each in ITEMS.values():
        for place in each.options if each.rows else ():
            assert not mark(each, {row.id: place.id for row in each.rows}).correct


@pytest.mark.parametrize("given", [6, 6.5, 7])
def test_a_number_within_the_tolerance_is_right_its_ends_included(given):
    judged = mark(counting(), given)
    assert judged.correct is True
    assert verdicts(judged) == {"": "right"}
    assert judged.parts[""].feedback["en"] == "just so"
    assert judged.wrong == ()


@pytest.mark.parametrize("given", [5.99, 7.01, -6.5, 0])
def test_a_number_outside_is_wrong_and_shows_the_way(given):
    judged = mark(counting(), given)
    assert judged.correct is False
    assert verdicts(judged) == {"": "wrong"}
    assert judged.parts[""].feedback["en"] == "work it out"
    assert judged.wrong == (f"{given:g}",)


@pytest.mark.parametrize(
    ("answer", "given"), [(0.3, 0.1 + 0.2), (33_000_000, 1.1 * 30_000_000)]
)
def test_binary_fractions_do_not_make_an_answer_wrong(answer, given):
    assert given != answer
    assert mark(counting(answer, 0), given).correct is True
    assert mark(counting(answer, 0), given * (1 + 1.5e-9) + 1.5e-9).correct is False


def test_a_typical_slip_is_named():
    slip = Slip(answer=1.5, tolerance=0.1, feedback=text("one meeting only"))
    judged = mark(counting(slips=(slip,)), 1.55)
    assert judged.correct is False
    assert judged.parts[""].feedback["en"] == "one meeting only"


def test_a_slip_is_named_within_its_own_tolerance_only_and_the_nearer_of_two():
    slips = (
        Slip(answer=1, tolerance=0.3, feedback=text("one")),
        Slip(answer=2, tolerance=0.9, feedback=text("two")),
    )
    said = {
        given: (judged.parts[""].feedback["en"], judged.wrong)
        for given in (0.7, 1.2, 1.4, 2.9, 3, 0.6)
        for judged in [mark(counting(slips=slips), given)]
    }
    assert said == {
        0.7: ("one", ("1",)),
        1.2: ("one", ("1",)),
        1.4: ("two", ("2",)),
        2.9: ("two", ("2",)),
        3: ("work it out", ("3",)),
        0.6: ("work it out", ("0.6",)),
    }


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("typed", ["6,5", "6.5", " 6,50 "])
def test_comma_and_point_are_the_same_number_in_either_language(typed, lang):
    assert mark(counting(tolerance=0), parse_number(typed, lang)).correct is True


def test_an_opinion_gets_feedback_and_no_verdict():
    for asked in (i for i in ITEMS.values() if i.kind == "opinion"):
        for each in asked.options:
            judged = mark(asked, each.id)
            assert judged.answered
            assert judged.correct is None
            assert verdicts(judged) == {each.id: "note"}


def test_every_item_of_the_course_can_be_answered_rightly():
    for each in ITEMS.values():
        correct = True if each.how.marked else None
        assert mark(each, right_response(each)).correct is correct, each.id


def test_every_item_of_the_course_can_be_answered_wrongly():
    for each in (item for item in ITEMS.values() if item.how.marked):
        given = mark(each, wrong_response(each))
        assert given.correct is False, each.id
        assert given.wrong, each.id


def ranking(order="cab"):
    return item(keys="", options="abc", kind="rank", order=tuple(order))


def test_an_order_is_right_only_when_everything_stands_in_its_place():
    for given in itertools.permutations("abc"):
        marked = mark(ranking(), list(given))
        assert marked.correct is ("".join(given) == "cab")
        assert {name: part.place for name, part in marked.parts.items()} == {
            "c": "1",
            "a": "2",
            "b": "3",
        }
        right = {name for name, p in marked.parts.items() if p.verdict == "right"}
        assert right == {x for x, y in zip(given, "cab", strict=True) if x == y}
        assert set(marked.wrong) == set("abc") - right


@pytest.mark.parametrize("empty", [None, "", [], ()])
def test_what_was_not_put_in_order_is_not_answered(empty):
    assert mark(ranking(), empty) == Mark(answered=False, correct=None, parts={})


@pytest.mark.parametrize(
    "misfit",
    [["c"], [*"cabb"], [*"caz"], [1, 2, 3], ["c", "a", 1], "cab", {"c": "1"}, 3, [[]]],
)
def test_an_order_that_does_not_fit_is_refused_by_name(misfit):
    with pytest.raises(ValueError, match=r"'one': response is .* name each of c, a, b"):
        mark(ranking(), misfit)


def test_what_is_to_be_put_in_order_never_comes_in_the_right_one():
    orders = [
        tuple(option.id for option in shuffled(each, f"learner {n}").options)
        for each in (ranking(), *(i for i in ITEMS.values() if i.order))
        for n in range(200)
        if each.order
    ]
    rights = {each.order for each in (ranking(), *ITEMS.values())}
    assert not rights & set(orders)
    assert len(set(orders)) > 100


def test_unseen_come_first_then_missed_then_the_longest_ago():
    items = [item(name) for name in ("old", "fresh", "missed", "unseen")]
    attempts = [
        attempt("old", True, 1),
        attempt("missed", True, 0),
        attempt("missed", False, 2),
        attempt("fresh", True, 3),
    ]
    order = [each.id for each in draw(items, attempts, 9, 1)]
    assert order == ["unseen", "missed", "old", "fresh"]
    practice = draw(items, attempts, 2, 1, missed_first=True)
    assert [each.id for each in practice] == ["missed", "unseen"]


def test_the_same_seed_draws_the_same_items_in_the_same_order():
    items = list(ITEMS.values())
    assert draw(items, [], 8, "room 1") == draw(items[::-1], [], 8, "room 1")
    orders = {draw(items, [], 8, seed) for seed in range(20)}
    assert len(orders) > 15


def test_a_draw_is_not_longer_than_what_there_is():
    assert len(draw([item()], [], 5, 1)) == 1
    assert draw([item()], [], 0, 1) == ()
    with pytest.raises(ValueError, match="n is -1"):
        draw([item()], [], -1, 1)


def test_first_try_and_latest_are_both_kept():
    attempts = [attempt("one", False, 0), attempt("one", True, 5)]
    assert first(attempts)["one"].correct is False
    assert latest(attempts)["one"].correct is True
    assert first(attempts[::-1]) == first(attempts)
    assert latest(attempts[::-1]) == latest(attempts)


def test_of_two_answers_at_a_time_the_second_is_the_latest():
    both = [attempt("one", False), attempt("one", True)]
    assert first(both)["one"].correct is False
    assert latest(both)["one"].correct is True


def test_mastery_counts_latest_and_first_by_topic_and_no_opinion():
    items = [item("one"), item("two"), item("three"), item("view", "", kind="opinion")]
    items += [item("other", topic="leads"), item("four")]
    attempts = [
        attempt("one", False, 0),
        attempt("one", True, 1),
        attempt("two", True, 0),
        attempt("two", False, 1),
        attempt("three", True, 1),
        attempt("view", None, 2),
    ]
    counts = mastery(items, attempts)
    assert counts == {"chambers": Mastery(3, 2, 2, 4), "leads": Mastery(0, 0, 0, 1)}
    assert counts["chambers"].share == 2 / 3
    assert counts["leads"].share is None
    assert not counts["leads"].reached


@pytest.mark.parametrize(
    ("answered", "right", "total", "reached"),
    [
        (5, 4, 15, True),
        (5, 3, 15, False),
        (4, 4, 15, False),
        (3, 3, 3, True),
        (0, 0, 0, False),
        (10, 8, 15, True),
        (10, 7, 15, False),
    ],
)
def test_mastery_takes_enough_answers_and_four_of_five_right(
    answered, right, total, reached
):
    assert Mastery(answered, right, right, total).reached is reached


def test_gain_compares_what_was_answered():
    gain = learning_gain([True, False, False, False], [True, True, True, None])
    assert (gain.before, gain.before_of, gain.after, gain.after_of) == (1, 4, 3, 3)
    assert gain.points == pytest.approx(75)
    assert learning_gain([None], [True]) is None
    assert learning_gain([True], []) is None
    assert learning_gain([True], [False]).points == -100


def test_shuffling_changes_the_order_and_nothing_else():
    asked = next(i for i in ITEMS.values() if i.kind == "match")
    turned = shuffled(asked, "seed")
    assert {o.id for o in turned.options} == {o.id for o in asked.options}
    assert msgspec.structs.replace(
        turned, options=asked.options, rows=asked.rows
    ) == asked  # fmt: skip
    assert shuffled(asked, "seed") == turned
    assert len({shuffled(asked, f"{n}").options for n in range(9)}) > 1
    for places in (i for i in ITEMS.values() if i.kind == "sort"):
        assert shuffled(places, "seed").options == places.options


def test_each_row_is_as_often_in_one_place_as_in_another():
    """Rows that never move would let the second learner copy from the first."""
    asked = next(i for i in ITEMS.values() if i.kind == "match")
    seeds = [f"learner {n}" for n in range(400)]
    for row in asked.rows:
        places = [shuffled(asked, seed).rows.index(row) for seed in seeds]
        shares = [places.count(k) / len(seeds) for k in range(len(asked.rows))]
        even = 1 / len(asked.rows)
        assert all(abs(share - even) < 0.09 for share in shares), (row.id, shares)


def test_the_key_is_as_often_in_one_place_as_in_another():
    choices = [i for i in ITEMS.values() if i.kind == "choice" and len(i.options) == 4]
    places = [
        [o.key for o in shuffled(each, f"{n}").options].index(True)
        for each in choices
        for n in range(20)
    ]
    shares = [places.count(place) / len(places) for place in range(4)]
    assert all(0.22 < share < 0.28 for share in shares), shares


HOSTILE = [
    {},
    {"item": None},
    {"item": ["one"]},
    {"item": "no-such-item", "response": "a"},
    {"item": "one"},
    {"item": "one", "response": "z"},
    {"item": "one", "response": ["a"]},
    {"item": "one", "response": {"a": []}},
    {"item": "one", "response": 7},
    {"item": "one", "response": ""},
]


@pytest.mark.parametrize("data", HOSTILE, ids=str)
def test_an_attempt_that_makes_no_sense_is_left_out(data):
    assert read_attempt(data, START, {"one": item()}) is None


def test_whatever_a_file_claims_the_judge_decides():
    claimed = {"item": "one", "response": "b", "correct": True, "hints": "many"}
    read = read_attempt(claimed, START, {"one": item()})
    assert read.correct is False
    assert read.hints == 0


def test_an_attempt_knows_its_hints_and_its_round():
    said = {"item": "one", "response": "a"}
    bare = Attempt("one", "a", True, START)
    assert (bare.hints, bare.round) == (0, "")
    assert read_attempt(said, START, {"one": item()}) == bare
    whole = dataclasses.replace(bare, hints=1, round="r7")
    more = {"hints": 1, "round": "r7"}
    assert read_attempt(said | more, START, {"one": item()}) == whole
    assert read_attempt(said | {"hints": -1}, START, {"one": item()}) == bare
