"""Groups of the learner's own: from a type, changed, kept, and compared."""

import dataclasses
import json
import math

import msgspec
import pytest
from builders import course, profile

from netlesson.content import Knockout
from netlesson.deciding import (
    FACTS,
    LONGEST_TEXT,
    MOST_GROUPS,
    OwnCell,
    OwnGroups,
    compare,
    compared,
    criterion_value,
    from_type,
    limits,
    read_own,
    types,
)
from netlesson.deciding.own_groups import whole_scale
from netlesson.explaining import breach_sentences, why
from netlesson.explaining.changes import changes
from netlesson.language import Edition
from netlesson.learning import Answers, Journal
from netlesson.learning.profile import read_profile, write_profile

BUSINESS = profile()
# No type steps aside for a real group of it.
BESIDE = OwnGroups(shown=tuple(course().groups))
FACT = ("yes", "no", "unknown")
HOSTILE = [
    '<img src=x onerror="window.hit=1">',
    "<script>window.hit=1</script>",
    "{points} {0.__class__} %s $x_1$ \\frac{1}{2}",
    "\"double\" 'single' `back` & <b>",
    "👩‍💻🍞 Bäckerei",
    "שלום עולם \u202e txet",
    "=HYPERLINK(1)",
    "x" * LONGEST_TEXT,
]


def one(kind="leads", name="Tuesday at the Lion", **cells):
    """A group of one's own; cells by criterion id."""
    group = msgspec.structs.replace(from_type(kind, name, course()), cells=cells)
    return BESIDE.added(group)


def facts(own, **facts):
    return own.changed(msgspec.structs.replace(own.groups[0], **facts))


def last(own, business=BUSINESS, lang="en"):
    return compared(own, course(), business, lang)[-1]


def result(own, business=BUSINESS, knockouts=(), **weights):
    everything = dict.fromkeys(course().criteria, 1.0) | weights
    criteria = list(course().criteria.values())
    alternatives = compared(own, course(), business, "en")
    return compare(alternatives, criteria, everything, knockouts)


def as_kept(own):
    """What the journal gives back."""
    return msgspec.json.decode(msgspec.json.encode(own))


@pytest.mark.parametrize("kind", course().groups)
def test_a_new_group_scores_as_its_type_also_under_tight_caps(kind):
    caps = [Knockout(kind="money", limit=100), Knockout(kind="hours", limit=2)]
    # A group with an hour of its own every week is not for a few hours only, and a
    # member by law who takes no part does take part in a chamber that has a name.
    own = facts(one(kind), fixed_slot="unknown")
    for knockouts in ([], caps):
        found = result(own, profile(chamber="active"), knockouts)
        i = found.index(kind)
        assert found.values[-1].tolist() == found.values[i].tolist()
        assert found.rows[-1].few == found.rows[i].few
        assert found.breaches[-1] == found.breaches[i]


def test_a_figure_of_its_own_is_what_it_costs_without_a_range():
    own = last(one(money=OwnCell(state="own", value=1100)))
    assert (own.low["money"], own.ratings["money"], own.high["money"]) == (1100,) * 3
    found = result(
        one("events", money=OwnCell(state="own", value=1100)),
        knockouts=[Knockout(kind="money", limit=1000)],
    )
    assert [(b.kind, b.slack) for b in found.breaches[-1]] == [("money", 100)]


def test_a_range_of_its_own_is_the_range_that_counts():
    own = last(one(trust=OwnCell(state="own", value=4, low=3, high=4.5)))
    assert (own.low["trust"], own.ratings["trust"], own.high["trust"]) == (3, 4, 4.5)


@pytest.mark.parametrize("odd", [{"low": math.nan}, {"high": math.inf}])
def test_a_range_without_an_end_is_refused(odd):
    with pytest.raises(ValueError, match="they must be finite and rise"):
        OwnCell(state="own", value=3, **odd)


def test_only_own_with_a_figure_differs_from_the_type():
    kind = types(course(), BUSINESS, "en")[1]
    for cell in (OwnCell(state="own"), OwnCell(state="type", value=kind.low["trust"])):
        assert last(one(trust=cell)).ratings == kind.ratings


@pytest.mark.parametrize("name", course().criteria)
def test_what_is_unknown_counts_at_the_middle_with_the_whole_scale(name):
    found = result(one(**{name: OwnCell(state="unknown")}))
    j = list(course().criteria).index(name)
    assert found.low[-1, j] == 0
    assert found.values[-1, j] == pytest.approx(0.5)
    assert found.high[-1, j] == 1
    assert found.alternatives[-1].unknown == (name,)


def test_an_unknown_price_breaks_no_limit():
    caps = [Knockout(kind="money", limit=10)]
    found = result(one(money=OwnCell(state="unknown")), knockouts=caps)
    assert found.breaches[-1] == ()


def test_the_middle_of_a_bent_scale_is_the_middle_in_value():
    money = course().criteria["money"]
    bent = msgspec.structs.replace(money, points=((0, 1), (100, 0.5), (2000, 0)))
    assert whole_scale(bent) == (0, 100, 2000)


@pytest.mark.parametrize(
    "points",
    [
        ((0, 1), (500, 1), (2000, 0)),
        ((0, 1), (1000, 0), (2000, 0)),
        ((0, 1), (500, 0.5), (800, 0.5), (2000, 0)),
        ((0, 1), (300, 0.7), (600, 0.7), (2000, 0)),
    ],
)
def test_a_scale_that_stays_level_for_a_while_has_a_middle(points):
    flat = msgspec.structs.replace(course().criteria["money"], points=points)
    low, middle, high = whole_scale(flat)
    assert (low, high) == (0, 2000)
    assert criterion_value(middle, flat) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"seat_taken": "yes"}, "yours is taken"), ({"guests": "no"}, "Takes no guests")],
)
def test_a_fact_excludes_a_group_of_any_type_and_says_so(changed, said):
    found = result(facts(one("associations"), **changed))
    sentences = breach_sentences(found, 6, Edition(course(), "en"))
    assert said in sentences[0]
    assert 6 in found.out
    assert said in changes(found, 6, Edition(course(), "en"))[0]


def test_a_known_fact_takes_the_place_of_what_holds_for_the_type():
    knockouts = [Knockout(kind="seat_taken"), Knockout(kind="no_fixed_slot")]

    def broken(**changed):
        found = result(facts(one("leads"), **changed), knockouts=knockouts)
        return {breach.kind for breach in found.breaches[-1]}

    assert broken() == {"seat_taken", "no_fixed_slot"}
    assert broken(seat_taken="no", fixed_slot="no") == set()
    assert broken(seat_taken="yes", fixed_slot="unknown") == {"seat_taken"}


def test_names_that_repeat_or_are_missing_are_told_apart():
    own = one(name="Lion")
    for name in ("Lion", "  ", "Leads groups", "Lion (2)"):
        own = own.added(from_type("leads", name, course()))
    names = [each.name for each in compared(own, course(), BUSINESS, "en")[6:]]
    assert names == [
        "Lion",
        "Lion (2)",
        "Own group: Leads groups",
        "Leads groups (2)",
        "Lion (2) (2)",
    ]


def test_there_are_at_most_twelve_each_with_an_id_that_was_never_used():
    own = OwnGroups()
    for _ in range(MOST_GROUPS):
        own = own.added(from_type("events", "x", course()))
    with pytest.raises(ValueError, match="at most 12, so remove one first"):
        own.added(own.groups[0])
    again = own.removed("own-3").added(own.groups[0])
    assert len({each.id for each in (*own.groups, *again.groups)}) == MOST_GROUPS + 1
    assert len(compared(own, course(), BUSINESS, "de")) == 5 + MOST_GROUPS
    beside = msgspec.structs.replace(own, shown=("events",))
    assert len(compared(beside, course(), BUSINESS, "de")) == 6 + MOST_GROUPS


def test_what_can_be_entered_is_the_scale_or_what_a_year_and_a_month_have():
    found = {name: limits(each) for name, each in course().criteria.items()}
    assert (found.pop("money"), found.pop("time")) == ((0, 1_000_000), (0, 744))
    assert set(found.values()) == {(1, 5)}


def test_adding_a_group_never_reorders_the_others():
    alone = result(OwnGroups())
    found = result(one(trust=OwnCell(state="own", value=5)))
    assert found.scores[:6].tolist() == alone.scores.tolist()


def test_hidden_types_are_left_out_but_two_alternatives_always_remain():
    kinds = list(course().groups)
    hidden = {"groups": [], "hidden": kinds[:4]}
    assert len(compared(read_own(hidden, course()), course(), BUSINESS, "en")) == 2
    assert read_own({"hidden": kinds[:5]}, course()).hidden == ()
    data = as_kept(one()) | {"hidden": kinds[:5]}
    assert len(compared(read_own(data, course()), course(), BUSINESS, "en")) == 2


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_name_or_note_holds_comes_back_as_typed(answers, journal, text):
    answers.set_own(one(name=text, trust=OwnCell(state="own", value=5, note=text)))
    again = Answers(course(), Journal(journal.path.parent), "de")
    assert again.own == answers.own
    found = again.comparison()
    page = why(found, 6, 0, Edition(course(), "de"), BUSINESS)
    assert "<script" not in page
    assert "<img" not in page


@pytest.mark.parametrize(
    "data",
    [
        {"groups": 5},
        {"groups": [5, None, "x", [], {}]},
        {"groups": [{"id": "own-1", "type": "magic", "name": "x", "cells": {}}]},
        {"groups": [{"id": "leads", "type": "leads", "name": "x", "cells": {}}]},
        {"groups": [{"id": "own-1", "type": "leads", "name": 7, "cells": {}}]},
        {"groups": [{"id": "own-1", "type": "leads", "name": "y" * 501, "cells": {}}]},
        {"groups": [{"id": "own-1", "type": [], "name": "x", "cells": {}}]},
        {"groups": [{"id": "own-1", "type": "leads", "name": "x", "cells": 3}]},
        {"hidden": ["magic", 5, []]},
        {"hidden": "leads"},
        {"shown": ["magic", 5, []]},
        {"shown": "leads"},
        {},
    ],
    ids=str,
)
def test_damaged_groups_are_left_out(journal, data):
    journal.append("own", **data)
    assert Answers(course(), journal, "en").own == OwnGroups()


@pytest.mark.parametrize(
    "cell",
    [
        {"state": "own", "value": 6},
        {"state": "own", "value": 10**400},
        {"state": "own", "value": "5"},
        {"state": "magic"},
        {"state": "own", "value": 3, "note": "z" * 501},
        [],
    ],
    ids=lambda cell: str(cell)[:40],
)
def test_a_damaged_cell_is_as_the_type_and_the_rest_is_kept(cell):
    data = as_kept(one(reach=OwnCell(state="unknown")))
    data["groups"][0]["cells"] |= {"trust": cell, "magic": {"state": "unknown"}}
    group = read_own(data, course()).groups[0]
    assert group.name == "Tuesday at the Lion"
    assert set(group.cells) == {"reach"}


@pytest.mark.parametrize(
    ("typed", "read"),
    [((4, 3, 5), (3, 3, 5)), ((1, 3, 2), (1, 3, 3)), ((1, 3, 5), (1, 3, 5))],
)
def test_a_range_that_two_notebooks_left_without_its_value_is_widened(typed, read):
    low, value, high = typed
    data = as_kept(one())
    cell = {"state": "own", "low": low, "value": value, "high": high, "note": "Kept"}
    data["groups"][0]["cells"] = {"trust": cell}
    trust = read_own(data, course()).groups[0].cell("trust")
    assert (trust.low, trust.value, trust.high) == read
    assert trust.note == "Kept"


def test_the_same_group_twice_counts_once():
    data = as_kept(one())
    data["groups"] *= 3
    assert len(read_own(data, course()).groups) == 1


def test_undo_takes_back_one_step_and_typing_is_one_step(answers):
    answers.set_own(one(name="L"), "name")
    answers.set_own(one(name="Li"), "name")
    answers.set_own(one(name="Lion"), "name")
    answers.set_own(OwnGroups())
    answers.undo_own()
    assert answers.own.groups[0].name == "Lion"
    answers.undo_own()
    assert answers.own == OwnGroups()
    assert not answers.can_undo_own


def test_every_state_is_in_the_journal_and_the_last_one_holds(answers, journal):
    answers.set_own(one())
    answers.undo_own()
    lines = journal.path.read_text("utf-8").splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["own", "own"]
    assert Answers(course(), journal, "en").own == OwnGroups()


def test_the_explanation_shows_the_note_where_the_rating_is_the_learners(answers):
    note = OwnCell(state="own", value=5, note="Four orders last year, says Ms A")
    unknown = OwnCell(state="unknown")
    answers.set_own(one("associations", name="Lion", trust=note, fit=unknown))
    answers.set_points(dict.fromkeys(course().criteria, 10.0))
    page = why(answers.comparison(), 6, 3, Edition(course(), "en"), BUSINESS)
    assert "Four orders last year" in page
    assert "Your note" in page
    assert "Not known" in page
    assert "whole scale as its range" in page
    same = [c for c in course().criteria if c not in ("trust", "fit")]
    found = answers.comparison()
    for name in same:
        j = list(course().criteria).index(name)
        assert found.contributions[6, j] == found.contributions[3, j]


@pytest.mark.parametrize("case", course().cases.values(), ids=lambda case: case.id)
def test_a_case_taken_as_a_start_gives_the_result_of_the_case(answers, case):
    from netlesson.activities.side_by_side import case_comparison

    assert read_profile(write_profile(case.profile), course()) == case.profile
    answers.start_from(case.profile)
    here, there = answers.comparison(), case_comparison(answers, case)
    assert answers.profile == case.profile
    assert here.breaches == there.breaches
    assert here.standing == there.standing
    assert here.verdict == there.verdict
    assert here.scores == pytest.approx(there.scores)


def test_going_back_brings_the_learners_own_answers_back(answers, journal):
    mine = write_profile(profile(market="local", needs=("trust",)))
    answers.set_profile(mine)
    answers.set_points({**answers.points, "safety": 99.0})
    points = dict(answers.points)
    cases = list(course().cases.values())
    answers.start_from(cases[0].profile)
    answers.start_from(cases[1].profile)
    answers.go_back()
    for each in (answers, Answers(course(), journal, "de")):
        assert each.typed == mine
        assert each.points == points
    assert not answers.can_go_back


def test_after_a_case_the_weights_follow_the_profile_again(answers):
    answers.start_from(next(iter(course().cases.values())).profile)
    answers.set_profile({**answers.typed, "need_1": "safety"})
    assert answers.order[0] == "safety"


def test_every_type_has_a_checklist_for_a_guest_visit():
    for group in course().groups.values():
        assert len(group.visit) >= 4
        asked = [question.criterion for question in group.visit]
        assert len(set(asked)) == len(asked)


def test_every_fact_has_its_words_in_both_languages():
    for fact in FACTS:
        for key in (f"own.{fact}", f"own.open_{fact}", f"own.ask_{fact}"):
            assert course().strings[key]


def kinds_of(own):
    return [each.id for each in compared(own, course(), BUSINESS, "en") if not each.own]


def named(kind="leads"):
    """A group whose type has not been ticked."""
    return OwnGroups().added(from_type(kind, "Lion", course()))


def test_a_type_steps_aside_for_a_real_group_of_it_unless_it_is_ticked():
    every = list(course().groups)
    own = named()
    aside = [name for name in every if name != "leads"]
    assert kinds_of(own) == aside
    assert own.real == {"leads"}
    ticked = own.comparing(every, course())
    assert kinds_of(ticked) == every
    assert kinds_of(ticked.comparing(aside, course())) == aside
    # With the last real group of it the type is back.
    assert kinds_of(own.removed(own.groups[0].id)) == every


@pytest.mark.parametrize("chosen", [["events"], ["leads", "events"], ["leads"]])
def test_what_is_ticked_is_compared_and_nothing_else(chosen):
    own = named().comparing(chosen, course())
    assert kinds_of(own) == [name for name in course().groups if name in chosen]
    assert kinds_of(read_own(as_kept(own), course())) == kinds_of(own)


def test_what_was_left_out_stays_left_out_when_its_group_goes():
    own = OwnGroups(hidden=("leads", "events")).added(named().groups[0])
    shown = [name for name in course().groups if name not in ("leads", "events")]
    assert own.comparing(shown, course()).hidden == ("leads", "events")
    gone = own.removed(own.groups[0].id)
    assert kinds_of(gone) == shown


def test_an_earlier_journal_without_shown_keeps_its_groups_and_what_is_out(journal):
    """Both layouts: all groups at once, and only what changed."""
    data = as_kept(OwnGroups(hidden=("social",)).added(named().groups[0]))
    groups = {each.pop("id"): each for each in as_kept(data["groups"])}
    journal.append("own", groups=groups, hidden={"social": True})
    changes = Answers(course(), journal, "en")

    del data["shown"]
    line = json.loads(journal.path.read_text("utf-8")) | {"schema": 1, "data": data}
    journal.path.write_text(json.dumps(line) + "\n", "utf-8")
    whole = Answers(course(), Journal(journal.path.parent), "en")
    for answers in (changes, whole):
        assert [each.name for each in answers.own.groups] == ["Lion"]
        assert (answers.own.hidden, answers.own.shown) == (("social",), ())
        assert kinds_of(answers.own) == [
            "chambers", "events", "associations", "informal",
        ]  # fmt: skip
        assert answers.comparison().alternatives[-1].name == "Lion"


def test_undo_brings_the_type_back_that_stepped_aside(answers, journal):
    answers.set_own(named())
    assert "leads" not in kinds_of(answers.own)
    answers.set_own(answers.own.comparing(course().groups, course()))
    assert "leads" in kinds_of(answers.own)
    again = Answers(course(), Journal(journal.path.parent), "de")
    assert again.own == answers.own
    answers.undo_own()
    assert "leads" not in kinds_of(answers.own)
    answers.undo_own()
    assert answers.own == OwnGroups()
    assert kinds_of(answers.own) == list(course().groups)


@pytest.mark.parametrize("slot", FACT)
def test_who_knows_the_hours_of_a_group_has_no_choice_of_them(slot):
    nine = OwnCell(state="own", value=9)
    usual, known = (
        last(facts(one("leads", **said), fixed_slot=slot))
        for said in ({}, {"time": nine})
    )
    kind = types(course(), BUSINESS, "en")[1]
    assert usual.few == (None if slot == "yes" else kind.few)
    assert known.few is None


def test_a_real_chamber_is_rated_as_one_in_which_one_takes_part():
    chamber, *_ = types(course(), profile(chamber="active"), "en")
    assert BUSINESS.by_law == "idle"
    for business in (BUSINESS, profile(chamber="active")):
        own = last(one("chambers"), business)
        assert own.ratings == chamber.ratings
        assert own.barred == ()
    idle, *_ = compared(one("chambers"), course(), BUSINESS, "en")
    assert idle.barred == ("idle",)


def test_a_type_that_takes_no_hour_is_no_membership_by_law():
    """Nor is one that an author rates at no hours in their own content."""
    free = msgspec.structs.replace(
        course().ratings["social", "time"], value=0, low=0, high=0, variants=()
    )
    ratings = {**course().ratings, ("social", "time"): free}
    content = dataclasses.replace(course(), ratings=ratings)
    barred = {each.id: each.barred for each in types(content, BUSINESS, "en")}
    assert barred.pop("chambers") == ("idle",)
    assert set(barred.values()) == {()}


def test_what_is_said_of_a_group_holds_at_few_hours_too():
    trust = OwnCell(state="own", value=5, low=4)
    own = last(facts(one("leads", trust=trust), fixed_slot="no"))
    for level in (own, own.few):
        assert (level.low["trust"], level.ratings["trust"]) == (4, 5)
    kind = types(course(), BUSINESS, "en")[1]
    assert own.few.ratings["time"] == kind.few.ratings["time"]
