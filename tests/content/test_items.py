"""The bank of questions: complete, fair, and named where it is not."""

import dataclasses
import itertools
from collections import Counter

import msgspec
import pytest
from builders import course, own_folder, shipped

from netlesson.content import ContentError, Item, bullets_of, load_course
from netlesson.content.faults import read_text
from netlesson.content.rules import coverage_faults

ITEMS = list(course().items.values())
PRACTICE = [item for item in ITEMS if item.pool == "practice"]
# Halves that are true of two types: an item that asks for one type may use neither
# without the other.
PAIRS = [
    ("leads-dis-2a", "chambers-dis-1"),
    ("leads-dis-1", "chambers-dis-2a"),
    ("leads-dis-2c", "social-adv-3"),
    ("events-adv-2b", "informal-adv-1a"),
    ("social-adv-2a", "informal-adv-1b"),
    ("associations-dis-2", "social-dis-4b"),
    ("events-fact-1", "social-fact-3"),
]


def option(ident, **more):
    return {"id": ident, "text": {"en": ident, "de": ident}} | more


def said(words="why"):
    return {"en": words, "de": words}


def entry(**changes):
    """One item as it stands in items.toml; None deletes a field."""
    usual = {
        "id": "one",
        "topic": "chambers",
        "kind": "choice",
        "level": "apply",
        "pool": "practice",
        "statements": ["chambers-adv-1"],
        "stem": said("Which?"),
        "option": [
            option("a", key=True, feedback=said()),
            option("b", feedback=said()),
            option("c", feedback=said()),
        ],
    }
    return {k: v for k, v in (usual | changes).items() if v is not None}


def in_order(*names, **changes):
    options = [option(name, feedback=said()) for name in "abc"]
    return entry(kind="rank", option=options, order=list(names), **changes)


def rows(*keys):
    return [
        {"id": f"r{n}", "text": said("row"), "key": key, "feedback": said()}
        for n, key in enumerate(keys)
    ]


NUMBER = {
    "kind": "number",
    "option": None,
    "answer": 12,
    "tolerance": 1,
    "unit": said("hours"),
    "feedback": said(),
    "feedback_wrong": said(),
}
PLACES = [option("a"), option("b")]


def test_the_bank_is_large_enough_and_of_all_kinds():
    assert len(PRACTICE) >= 90
    topics = Counter(item.topic for item in PRACTICE)
    assert all(topics[group] >= 10 for group in course().groups)
    assert topics["mixed"] >= 20
    assert topics["deciding"] >= 10
    kinds = Counter(item.kind for item in PRACTICE)
    least = {"match": 6, "sort": 6, "number": 6, "opinion": 8, "choices": 6}
    assert all(kinds[kind] >= n for kind, n in least.items()), kinds


def test_every_bullet_is_the_subject_of_two_items():
    counts = Counter(b for item in ITEMS for b in bullets_of(item, course()))
    bullets = {s.bullet for s in course().statements.values() if s.bullet}
    assert len(bullets) == 31
    assert [bullet for bullet in bullets if counts[bullet] < 2] == []


def test_every_misconception_is_somewhere_a_distractor():
    used = set().union(*(item.misconceptions for item in ITEMS))
    assert used == set(course().misconceptions) == {f"M{n}" for n in range(1, 29)}


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_longest_option_is_the_key_no_more_often_than_chance(lang):
    """Whoever always ticks the longest answer must not do better than a die."""
    hits = chance = 0.0
    for item in (item for item in ITEMS if item.kind == "choice"):
        lengths = {option.id: len(option.text[lang]) for option in item.options}
        longest = [i for i, n in lengths.items() if n == max(lengths.values())]
        hits += len(item.key & set(longest)) / len(longest)
        chance += 1 / len(item.options)
    assert hits <= chance


def test_the_key_stands_in_every_place():
    """Options are shuffled, but a printed bank is not."""
    places = Counter(
        [option.key for option in item.options].index(True)
        for item in ITEMS
        if item.kind == "choice"
    )
    total = sum(places.values())
    assert all(0.1 < places[n] / total < 0.4 for n in range(4)), places


def test_what_takes_sums_or_many_steps_has_hints_and_none_is_an_answer():
    hard = [i for i in PRACTICE if i.kind in ("number", "match", "sort", "choices")]
    assert [item.id for item in hard if not item.hints] == []
    assert sum(len(item.hints) == 2 for item in hard) >= 15
    for item in ITEMS:
        for hint, option_ in itertools.product(item.hints, item.options):
            if option_.key:
                assert option_.text["en"] not in hint["en"]
                assert option_.text["de"] not in hint["de"]


def test_a_question_can_be_read_in_one_breath():
    for item in ITEMS:
        for lang in ("en", "de"):
            assert len(item.stem[lang].split()) <= 50, item.id


def test_no_option_says_all_or_none_of_the_above():
    for item in ITEMS:
        for each in item.options:
            words = f"{each.text['en']} {each.text['de']}".lower()
            assert "of the above" not in words
            assert "alle genannten" not in words
            assert "keine der genannten" not in words


def test_no_row_to_match_to_a_type_is_true_of_two():
    """An item about one half of a pair must not offer the other type as wrong."""
    for item in (i for i in ITEMS if i.kind in ("match", "sort")):
        names = {course().groups[g].name["en"]: g for g in course().groups}
        places = {
            o.id: names[o.text["en"]] for o in item.options if o.text["en"] in names
        }
        for one, other in PAIRS:
            halves = {one, other} & set(item.statements)
            offered = {name.partition("-")[0] for name in (one, other)}
            if len(halves) == 1 and offered <= set(places.values()):
                pytest.fail(f"{item.id} offers both types of {one} and {other}")


def test_opening_and_closing_are_as_long_and_as_hard():
    opening, closing = (
        [item for item in ITEMS if item.pool == pool] for pool in ("opening", "closing")
    )
    assert len(opening) == len(closing) == 8
    for field in ("level", "topic", "kind"):
        counts = (
            Counter(getattr(i, field) for i in each) for each in (opening, closing)
        )
        assert next(counts) == next(counts), field


def test_an_item_of_each_kind_is_read():
    for changes in (
        {},
        {"kind": "match", "option": PLACES, "row": rows("a", "b", "a")},
        {"kind": "sort", "option": PLACES, "row": rows("a", "b", "a", "b")},
        in_order("b", "c", "a"),
        NUMBER,
    ):
        assert msgspec.convert(entry(**changes), Item, dec_hook=read_text).id == "one"


WRONG = {
    "two-keys": (
        {"option": [option(i, key=True, feedback=said()) for i in "ab"]
         + [option("c", feedback=said())]},
        "2 options are keys; a 'choice' has exactly one",
    ),
    "no-key": (
        {"option": [option(i, feedback=said()) for i in "abc"]},
        "0 options are keys; a 'choice' has exactly one",
    ),
    "two-options": (
        {"option": [option("a", key=True, feedback=said()), option("b")]},
        "a 'choice' item has 2 options; give it 3 to 4",
    ),
    "twice": (
        {"option": [option("a", key=True, feedback=said())]
         + [option("b", feedback=said())] * 2},
        "ids of options repeat: ['b']; rename them",
    ),
    "silent": (
        {"option": [option("a", key=True, feedback=said()), option("b"),
                    option("c", feedback=said())]},
        "options ['b'] have no feedback; add it",
    ),
    "key-of-belief": (
        {"option": [option("a", key=True, feedback=said(), misconception="M1"),
                    option("b", feedback=said()), option("c", feedback=said())]},
        "option 'a' rests on 'M1' but is no wrong answer; delete the misconception",
    ),
    "one-distractor": (
        {"kind": "choices", "option": [option(i, key=i < "d", feedback=said())
                                       for i in "abcd"]},
        "3 options are keys and 1 is not; 'choices' need two or more of each",
    ),
    "keyed-opinion": (
        {"kind": "opinion"},
        "a 'opinion' item has a key option; delete its key",
    ),
    "three-hints": ({"hints": [said()] * 3}, "there are 3 hints; give at most 2"),
    "lost-row": (
        {"kind": "match", "option": PLACES, "row": rows("a", "b", "z")},
        "row 'r2' belongs to 'z', which is no option; use one of a, b",
    ),
    "few-rows": (
        {"kind": "sort", "option": PLACES, "row": rows("a", "b", "a")},
        "a 'sort' item has 3 rows; give it 4 to 6",
    ),
    "no-tolerance": (
        NUMBER | {"tolerance": None},
        "a 'number' item lacks ['tolerance']",
    ),
    "negative-tolerance": (
        NUMBER | {"tolerance": -1},
        "answer is 12, tolerance -1; both must be finite, the tolerance 0 or more",
    ),
    "no-number": (NUMBER | {"answer": float("nan")}, "answer is nan, tolerance 1"),
    "right-slip": (
        NUMBER | {"slip": [{"answer": 12.5, "tolerance": 0, "feedback": said()}]},
        "the slip 12.5 counts as right; make the tolerance smaller or delete the slip",
    ),
    "number-and-options": (NUMBER | {"kind": "choice"}, "'choice' item has 0 options"),
    "half-an-order": (
        in_order("b", "c"),
        "order is ['b', 'c']; name each of a, b, c once",
    ),
    "twice-in-order": (
        in_order("b", "c", "c"),
        "order is ['b', 'c', 'c']; name each of a, b, c once",
    ),
    "order-of-a-choice": (
        {"order": ["a", "b", "c"]},
        "order is ['a', 'b', 'c']; delete it",
    ),
    "order-given-away": (
        in_order("a", "b", "c"),
        "the options stand in the right order already; list them in another",
    ),
    "keyed-order": (
        in_order("b", "c", "a") | {"option": [option(i, key=True, feedback=said())
                                              for i in "abc"]},
        "a 'rank' item has a key option; delete its key",
    ),
    "stray-answer": ({"answer": 3}, "has ['answer']; only 'number' items do"),
}  # fmt: skip


@pytest.mark.parametrize("fault", WRONG)
def test_an_item_that_cannot_be_marked_is_refused(fault):
    changes, message = WRONG[fault]
    with pytest.raises(msgspec.ValidationError) as refused:
        msgspec.convert(entry(**changes), Item, dec_hook=read_text)
    assert message in str(refused.value)


# What is replaced in items.toml (where it first stands), by what, what is said.
BAD = {
    "kind": (
        'kind = "choice"',
        'kind = "description"',
        "kind is 'description'; "
        "use one of choice, choices, match, sort, rank, number, opinion",
    ),
    "level": (
        'level = "understand"',
        'level = "hard"',
        "level is 'hard'; use one of remember, understand, apply, judge",
    ),
    "pool": (
        'pool = "practice"',
        'pool = "swimming"',
        "pool is 'swimming'; use one of practice, opening, closing",
    ),
    "topic": (
        'topic = "chambers"\nkind',
        'topic = "clubs"\nkind',
        "topic is 'clubs'; use one of chambers, leads, events, associations, "
        "social, informal, mixed, deciding",
    ),
    "topic-of-misconception": (
        'topic = "chambers"\ntext',
        'topic = "clubs"\ntext',
        "items.toml, misconception M1: topic is 'clubs'; use chambers, leads, ",
    ),
    "statement": (
        'statements = ["chambers-adv-2"]\nstem',
        'statements = ["chambers-adv-9"]\nstem',
        "statement 'chambers-adv-9' does not exist; use an id of a statement, "
        "finding or note",
    ),
    "no-statement": (
        'statements = ["chambers-adv-2"]\nstem',
        "statements = []\nstem",
        "names no statement; name those that it is about",
    ),
    "misconception": (
        'misconception = "M5"',
        'misconception = "M99"',
        "misconception 'M99' does not exist; use an id of a misconception of this file",
    ),
    "german": (
        'hints = [ { en = "Think',
        'hints = [ { en = "Look." }, { en = "Think',
        "hints[0]: no 'de' text beside 'Look.'; add it",
    ),
    "unknown-field": (
        'kind = "choice"',
        'kind = "choice"\nanser = 3',
        "field 'anser' is unknown; correct its name or delete it",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_bank_is_named_and_never_used(name, tmp_path):
    old, new, message = BAD[name]
    assert old in shipped("items.toml")
    changed = shipped("items.toml").replace(old, new, 1)
    with pytest.raises(ContentError) as refused:
        load_course(own_folder(tmp_path, items=changed))
    faults = [fault for fault in refused.value.faults if message in fault]
    assert faults, refused.value.faults
    assert all(fault.startswith("items.toml, ") for fault in faults)


def test_a_course_of_ones_own_may_leave_out_all_questions(tmp_path):
    own = load_course(own_folder(tmp_path, items="item = []"))
    assert own.items == {}
    assert own.statements == course().statements


def coverage(items):
    return list(map(str, coverage_faults(dataclasses.replace(course(), items=items))))


def test_the_courses_own_bank_may_leave_nothing_out():
    assert list(coverage_faults(course())) == []
    about = [i for i in ITEMS if "chambers-adv-1" in bullets_of(i, course())]
    left = {i.id: i for i in ITEMS if i not in about[1:]}
    assert (
        "items.toml: bullet chambers-adv-1 is the subject of 1 item; write at least 2"
        in coverage(left)
    )
    unused = {i.id: i for i in ITEMS if "M28" not in i.misconceptions}
    assert (
        "items.toml, misconception M28: no distractor or slip rests on it; write one"
        in coverage(unused)
    )
    uneven = {i.id: i for i in ITEMS if i.id != "closing-1"}
    assert any(
        "8 items are in the pool 'opening' and 7 in 'closing'" in fault
        for fault in coverage(uneven)
    )
