"""The quiz form: what it shows, keeps, restores and never gives away."""

import asyncio
import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
from typing import get_args

import msgspec
import pytest
from builders import ROOT, course, profile
from markupsafe import escape
from playing import right, shown, wrong

from netlesson.activities import lesson
from netlesson.activities.practice import practice_form
from netlesson.activities.questions import question_fields
from netlesson.activities.quiz import Quiz, kind_form, quiz_form
from netlesson.activities.self_check import self_check_form
from netlesson.activities.side_by_side import cases_form
from netlesson.commands import own_file
from netlesson.content import LANGS, Country, UserError, local
from netlesson.deciding import CostInputs
from netlesson.explaining.figures import type_profile
from netlesson.language import Edition
from netlesson.learning import LESSONS, Answers, Journal, latest, mark, progress_of, way

ITEMS = course().items
CONTROLS = {"choice", "choices", "number", "select"}


def reopened(answers, lang="en"):
    """The same learner in a new kernel."""
    return Answers(course(), Journal(answers.journal.path.parent), lang)


def play(form, respond):
    """Answer a whole round, asking to see the key; return the items that were asked."""
    asked = []
    while item := shown(form):
        asked.append(item)
        form.enter(**respond(item))
        check(form)
        if shown(form) is item:
            form.press("next")
    return asked


def check(form):
    """Check an answer and, if it is wrong, have the key shown."""
    form.press("check")
    if "reveal" in buttons(form):
        form.press("reveal")


def buttons(form):
    return [field["id"] for field in form.fields if field["kind"] == "button"]


def page(form):
    """Everything that reaches the page or the notebook file, as one text."""
    return (
        json.dumps(form.get_state(), default=str, ensure_ascii=False) + form.fallback()
    )


def texts(item, lang):
    """All that may be said only after an answer."""
    parts = [*item.options, *item.rows, *item.slips]
    said = [part.feedback for part in parts if part.feedback]
    said += [each for each in (item.feedback, item.feedback_wrong) if each]
    return [each[lang] for each in said] + [hint[lang] for hint in item.hints]


def forms(answers):
    yield from (quiz_form(answers, group) for group in course().groups)
    yield from (kind_form(answers, group, "sort") for group in course().groups)
    yield from (kind_form(answers, group, "match") for group in course().groups)
    yield quiz_form(answers, "mixed", 30)
    yield quiz_form(answers, "deciding", 30)
    practice = practice_form(answers)
    practice.press("everything")
    yield practice
    yield self_check_form(answers, "opening")
    yield self_check_form(answers, "closing")


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_key_is_nowhere_in_the_page_before_marking(tmp_path, lang):
    answers = Answers(course(), Journal(tmp_path), lang)
    for form in forms(answers):
        item = shown(form)
        while item:
            sent = page(form)
            for said in texts(item, lang):
                assert json.dumps(said, ensure_ascii=False)[1:-1] not in sent
                assert said not in sent
            for name in ("key", "answer", "correct", "misconception", "tolerance"):
                assert f'"{name}"' not in json.dumps(form.fields)
            form.press("next")
            item = shown(form)


def test_fields_are_the_same_whatever_the_key_is():
    for item in (i for i in ITEMS.values() if i.kind == "choice"):
        options = [
            msgspec.structs.replace(option, key=option.id == "b", misconception=None)
            for option in item.options
        ]
        other = msgspec.structs.replace(item, options=tuple(options))
        assert question_fields(item, Edition(course(), "en")) == question_fields(
            other, Edition(course(), "en")
        )


def test_the_options_are_not_in_the_authors_order(answers):
    orders = [
        [option["id"] for option in field["options"]]
        == [option.id for option in shown(form).options]
        for form in forms(answers)
        for field in form.fields
        if field["kind"] == "choice"
    ]
    assert not all(orders)


def test_an_answer_is_on_disk_before_its_feedback_shows(answers, monkeypatch):
    form = quiz_form(answers, "chambers")
    item = shown(form)
    seen = []
    keep = answers.journal.keep

    def watched(event):
        seen.append((event.kind, dict(form.marks), form.status))
        return keep(event)

    monkeypatch.setattr(answers.journal, "keep", watched)
    form.enter(**right(item))
    form.press("check")
    assert [(kind, marks) for kind, marks, _ in seen] == [
        ("round", {}),
        ("attempt", {}),
    ]
    assert form.marks
    assert form.status == "Right."
    (event,) = Journal(answers.journal.path.parent).events("attempt")
    assert event.data["item"] == item.id
    assert event.data["correct"] is True
    assert event.data["answered"] is True
    assert event.data["hints"] == 0


def test_nothing_is_recorded_for_an_empty_answer(answers):
    for form in (*forms(answers),):
        item = shown(form)
        form.press("check")
        assert form.errors, item.id
        assert form.status == "Not answered yet. Nothing was counted."
        assert not form.marks
    assert answers.journal.events() == ()


@pytest.mark.parametrize("lang", ["en", "de"])
def test_an_order_is_asked_marked_and_comes_back(tmp_path, lang):
    item = course().items["leads-rank-costs"]
    answers = Answers(course(), Journal(tmp_path), lang)

    def asked():
        return Quiz(answers, "order", lambda _seed: (item,)).form

    form = asked()
    (field,) = (each for each in form.fields if each["kind"] == "order")
    offered = [option["id"] for option in field["options"]]
    assert sorted(offered) == sorted(item.order)
    assert offered != list(item.order)
    form.press("check")
    assert form.errors == {item.id: course().say("quiz.empty_order", lang)}
    assert answers.attempts == ()
    swapped = [item.order[1], item.order[0], *item.order[2:]]
    form.enter(**{item.id: swapped})
    form.press("check")
    only = {"state": "wrong", "text": ""}
    assert form.marks[item.id] == dict.fromkeys(sorted(swapped[:2]), only)
    assert form.status == course().say("quiz.held_rows", lang, n=2, all=4)
    form.press("reveal")
    said = {name: mark["state"] for name, mark in form.marks[item.id].items()}
    assert said == dict(zip(swapped, ["wrong"] * 2 + ["right"] * 2, strict=True))
    place = {"en": "belongs in place 1. ", "de": "gehört auf Platz 1. "}[lang]
    first = next(o for o in item.options if o.id == item.order[0])
    assert form.marks[item.id][first.id]["text"] == place + first.feedback[lang]
    assert form.status == course().say("quiz.rows_right", lang, n=2, all=4)
    again = asked()
    again.press("look")
    assert (again.value, again.marks) == (form.value, form.marks)


def test_a_row_without_a_place_is_named(answers):
    form = kind_form(answers, "chambers", "sort")
    item = shown(form)
    values = right(item)
    first_row, *rest = values
    form.enter(**{name: values[name] for name in rest})
    form.press("check")
    assert list(form.errors) == [first_row]
    assert answers.attempts == ()


def asked_about(answers, kind, topic="mixed"):
    """A form that shows the first question of a kind, and the question."""
    form = quiz_form(answers, topic, 30)
    while (item := shown(form)).kind != kind:
        form.press("next")
    return form, item


def told(item, lang="en"):
    """What must not be said before the key may be shown: of each part that is a key."""
    keys = [option for option in item.options if option.key]
    parts = [*keys, *item.rows, *item.slips, *item.options[: len(item.order)]]
    said = [part.feedback for part in parts if part.feedback]
    said += [each for each in (item.feedback, item.feedback_wrong) if each]
    return [each[lang] for each in said]


def test_a_first_wrong_answer_says_why_a_second_one_tells_the_key(answers):
    form, item = asked_about(answers, "choice")
    (key,), feedback = item.key, {o.id: o.feedback["en"] for o in item.options}
    one, two = [option.id for option in item.options if not option.key][:2]
    form.enter(**{item.id: one})
    form.press("check")
    assert form.marks == {item.id: {one: {"state": "wrong", "text": feedback[one]}}}
    assert form.status == course().say("quiz.held", "en")
    assert item.id not in form.disabled
    assert {"check", "reveal"} <= set(buttons(form))
    assert not [said for said in told(item) if said in page(form)]
    form.enter(**{item.id: two})
    form.press("check")
    assert form.marks == {
        item.id: {
            two: {"state": "wrong", "text": feedback[two]},
            key: {"state": "missed", "text": feedback[key]},
        }
    }
    assert item.id in form.disabled
    assert not {"check", "hint", "reveal"} & set(buttons(form))
    tries = [(each.response, each.held) for each in answers.attempts]
    assert tries == [(one, True), (two, False)]


@pytest.mark.parametrize("lang", ["en", "de"])
def test_no_key_is_in_the_page_after_a_first_wrong_answer_of_any_kind(tmp_path, lang):
    answers = Answers(course(), Journal(tmp_path), lang)
    kinds = set()
    for topic in dict.fromkeys(item.topic for item in ITEMS.values()):
        items = [i for i in ITEMS.values() if i.topic == topic and i.pool == "practice"]
        form = Quiz(answers, f"all-{topic}", lambda _seed, items=items: items).form
        while item := shown(form):
            form.enter(**wrong(item, lang))
            form.press("check")
            sent = json.dumps(form.get_state(), default=str, ensure_ascii=False)
            if item.how.marked:
                assert "reveal" in buttons(form)
                assert not [said for said in told(item, lang) if said in sent]
                states = [m["state"] for ms in form.marks.values() for m in ms.values()]
                assert set(states) <= {"wrong"}
                kinds.add(item.kind)
            else:
                assert "reveal" not in buttons(form)
            form.press("next")
    assert kinds == {"choice", "choices", "match", "sort", "rank", "number"}


def test_the_key_is_told_on_request_and_that_is_no_answer(answers):
    form, item = asked_about(answers, "choice")
    form.enter(**wrong(item))
    form.press("check")
    form.press("reveal")
    assert {mark_["state"] for mark_ in form.marks[item.id].values()} == {
        "wrong",
        "missed",
    }
    assert len(answers.attempts) == 1
    again = quiz_form(reopened(answers), "mixed", 30)
    while shown(again) is None or shown(again).id != item.id:
        again.press("back")
    assert again.marks == form.marks


def test_a_right_second_answer_counts_as_the_latest_and_not_as_the_first(answers):
    form = kind_form(answers, "chambers", "sort")
    item = shown(form)
    form.enter(**wrong(item))
    form.press("check")
    form.enter(**right(item))
    form.press("check")
    assert form.status == "Right."
    assert "retry" not in buttons(form)
    standing = progress_of(answers).topics["chambers"]
    assert (standing.first, standing.latest, standing.answered) == (0, 1, 1)
    form.press("next")
    assert "Right at the first try: 0 of 1. By your latest answers: 1 of 1." in page(
        form
    )


def test_the_same_answer_again_is_no_second_try(answers):
    """A button pressed twice, or in the second of two windows, tells no key."""
    form, item = asked_about(answers, "choice")
    form.enter(**wrong(item))
    form.press("check")
    shown_before = form.marks
    form.press("check")
    assert form.marks == shown_before
    assert form.status == course().say("quiz.same", "en")
    assert len(answers.attempts) == 1


def test_after_the_key_one_may_answer_again_at_once(answers):
    form, item = asked_about(answers, "choice")
    form.enter(**wrong(item))
    check(form)
    form.press("retry")
    assert (form.value, form.marks, form.status) == ({}, {}, "")
    assert not [said for said in told(item) if said in page(form)]
    form.press("check")
    assert form.errors
    form.enter(**wrong(item))
    form.press("check")
    assert form.marks[item.id][next(iter(item.key))]["state"] == "missed"
    form.press("retry")
    form.enter(**right(item))
    form.press("check")
    assert form.status == "Right."
    assert [each.correct for each in answers.attempts] == [False, False, True]
    assert "retry" not in buttons(form)


def test_a_try_that_is_left_is_still_there_after_a_restart(answers):
    form = quiz_form(answers, "chambers")
    form.press("next")
    item = shown(form)
    form.enter(**wrong(item))
    form.press("check")
    again = quiz_form(reopened(answers), "chambers")
    assert shown(again).id == item.id
    assert (again.marks, again.status, again.value) == (
        form.marks,
        form.status,
        form.value,
    )
    again.enter(**right(item))
    again.press("check")
    assert again.status == "Right."


def test_two_windows_share_the_tries(answers):
    """What is being changed in one of them stays, and counts as the second try."""
    here = quiz_form(answers, "chambers")
    there = quiz_form(elsewhere := reopened(answers), "chambers")
    item = shown(here)
    here.enter(**wrong(item))
    here.press("check")
    elsewhere.look()
    assert shown(there).id == item.id
    assert there.marks == here.marks
    there.enter(**right(item))
    there.press("check")
    assert there.status == "Right."
    answers.look()
    assert here.status == "Right."
    assert [each.correct for each in answers.attempts] == [False, True]


def test_an_answer_of_an_earlier_version_has_told_its_key(answers):
    form = kind_form(answers, "chambers", "sort")
    item = shown(form)
    response = {name.partition("--")[2]: to for name, to in wrong(item).items()}
    answers.record("round", quiz="sort-chambers", id="r", seed="s", items=[item.id])
    answers.record(
        "attempt", item=item.id, response=response, correct=False, round="r", hints=0
    )
    form = kind_form(reopened(answers), "chambers", "sort")
    form.press("look")
    assert "retry" in buttons(form)
    assert "belongs to" in page(form)


def test_an_opinion_has_no_second_try(answers):
    form, item = asked_about(answers, "opinion", "chambers")
    form.enter(**right(item))
    form.press("check")
    assert form.status == "Noted. Your view stays yours and is not marked."
    assert not {"check", "reveal", "retry"} & set(buttons(form))
    assert not answers.attempts[0].held


def test_the_summary_names_what_has_a_try_left_and_tells_nothing_of_it(answers):
    form = quiz_form(answers, "chambers")
    while item := shown(form):
        form.enter(**wrong(item))
        form.press("check")
        last = item
        form.press("next")
    assert "You have another try at: question 1," in page(form)
    assert "Worth reading again" not in page(form)
    assert last.stem["en"] not in json.dumps(form.fields)


def test_a_row_in_the_wrong_place_says_where_it_belongs_once_the_key_is_told(answers):
    form = kind_form(answers, "chambers", "sort")
    item = shown(form)
    form.enter(**wrong(item))
    form.press("check")
    row = next(row for row in item.rows if row.key != item.options[0].id)
    place = next(o.text["en"] for o in item.options if o.id == row.key)
    assert form.marks[f"{item.id}--{row.id}"][""] == {"state": "wrong", "text": ""}
    form.press("reveal")
    mark_ = form.marks[f"{item.id}--{row.id}"][""]
    assert mark_["state"] == "wrong"
    assert mark_["text"] == f"belongs to “{place}”. {row.feedback['en']}"


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("typed", ["3,5", "3.5"])
def test_a_number_may_be_typed_with_comma_or_point(tmp_path, lang, typed):
    answers = Answers(course(), Journal(tmp_path), lang)
    form = quiz_form(answers, "leads", 30)
    while (item := shown(form)).kind != "number":
        form.press("next")
    form.enter(**{item.id: typed})
    form.press("check")
    assert answers.attempts[0].response == 3.5


def test_what_is_no_number_is_said_and_not_counted(answers):
    form = quiz_form(answers, "leads", 30)
    while (item := shown(form)).kind != "number":
        form.press("next")
    form.enter(**{item.id: "two hours"})
    form.press("check")
    assert "“two hours” is not a number" in form.errors[item.id]
    assert answers.attempts == ()


def test_what_is_picked_but_not_checked_is_still_there_on_the_way_back(answers):
    form = quiz_form(answers, "mixed", 30)
    item = shown(form)
    form.enter(**right(item))
    form.press("next")
    form.press("back")
    assert form.value == right(item)
    assert answers.attempts == ()


def test_hints_come_one_at_a_time_and_cost_nothing(answers):
    form = quiz_form(answers, "leads", 30)
    while len((item := shown(form)).hints) < 2:
        form.press("next")
    assert form.status == ""
    form.press("hint")
    assert form.status == f"Hint 1: {item.hints[0]['en']}"
    form.press("hint")
    assert form.status.endswith(f"Hint 2: {item.hints[1]['en']}")
    assert form.disabled == ["hint"]
    form.enter(**right(item))
    form.press("check")
    (attempt,) = answers.attempts
    assert attempt.correct is True
    assert attempt.hints == 2


def test_answers_come_back_in_a_new_kernel(answers):
    form = quiz_form(answers, "chambers")
    asked = [form.fields]
    item = shown(form)
    form.enter(**wrong(item))
    check(form)
    before = (
        form.marks,
        form.value,
        [f["options"] for f in form.fields if "options" in f],
    )
    form.press("next")
    second = shown(form)
    assert asked

    again = quiz_form(reopened(answers), "chambers")
    assert shown(again) is not None
    assert shown(again).id == second.id
    again.press("back")
    assert shown(again).id == item.id
    assert (
        again.marks,
        again.value,
        [f["options"] for f in again.fields if "options" in f],
    ) == before
    german = quiz_form(reopened(answers, "de"), "chambers")
    assert shown(german).id == second.id


def test_running_a_cell_again_changes_nothing_until_an_answer_is_given(answers):
    first_, second = (quiz_form(answers, "events") for _ in range(2))
    assert first_.fallback() == second.fallback()
    assert shown(first_) is shown(second) or shown(first_).id == shown(second).id
    assert answers.journal.events() == ()


def test_without_a_kernel_all_questions_can_be_read(answers):
    form = quiz_form(answers, "mixed", 30)
    plain = form.fallback()
    asked = play(form, right)
    assert len(asked) > 20
    for item in asked:
        assert str(escape(item.stem["en"])) in plain.replace("&#x27;", "&#39;")
        for each in (*item.options, *item.rows):
            assert str(escape(each.text["en"])) in plain.replace("&#x27;", "&#39;")


def test_the_summary_counts_and_says_what_to_read_again(answers):
    form = quiz_form(answers, "chambers", 30)
    asked = play(form, wrong)
    counted = [item for item in asked if item.kind != "opinion"]
    assert len(counted) < len(asked)
    html = next(f["html"] for f in form.fields if f["kind"] == "prose")
    assert f"Right at the first try: 0 of {len(counted)}." in html
    for item in counted:
        assert item.stem["en"].split("’")[0][:40] in html
    assert "Chambers of commerce" in html
    assert [f["id"] for f in form.fields if f["kind"] == "button"] == ["look", "again"]


def test_practising_what_was_missed_asks_what_was_missed_and_nothing_else(answers):
    form = quiz_form(answers, "chambers")
    asked = []
    while item := shown(form):
        asked.append(item)
        respond = right if len(asked) % 2 else wrong
        form.enter(**respond(item))
        form.press("check")
        form.press("next")
    missed = {i.id for i in asked[1::2] if i.how.marked}
    form.press("again")
    assert {item.id for item in play(form, right)} == missed


def test_first_try_stays_when_the_answer_is_right_later(answers):
    form = kind_form(answers, "chambers", "sort")
    (item,) = play(form, wrong)
    form = kind_form(answers, "chambers", "sort")
    form.press("look")
    assert form.marks
    answers.record(
        "attempt",
        item=item.id,
        response={row.id: row.key for row in item.rows},
        correct=True,
        answered=True,
        hints=0,
        round="another",
    )
    standing = progress_of(answers).topics["chambers"]
    assert (standing.first, standing.latest, standing.answered) == (0, 1, 1)


def test_after_everything_is_right_there_are_new_questions(answers):
    form = quiz_form(answers, "chambers")
    asked = play(form, right)
    form.press("again")
    more = play(form, right)
    assert not {i.id for i in asked} & {i.id for i in more}


def test_two_learners_see_the_options_in_different_orders(tmp_path):
    orders = set()
    for name in map(str, range(12)):
        answers = Answers(course(), Journal(tmp_path / name), "en")
        answers.journal.append("profile", country="DE")
        form = quiz_form(answers, "deciding", 30)
        orders.add(form.fallback())  # all questions, as they would be asked
    assert len(orders) > 2


def test_the_opening_check_gives_nothing_away_until_the_closing_one_is_done(answers):
    opening = self_check_form(answers, "opening")
    asked = play(opening, wrong)
    assert len(asked) == 8
    opening.press("look")
    for item in asked:
        assert opening.marks == {}
        assert not [said for said in texts(item, "en") if said in page(opening)]
        opening.press("next")
    closing = self_check_form(answers, "closing")
    finished = play(closing, right)
    assert len(finished) == 8
    html = next(f["html"] for f in closing.fields if f["kind"] == "prose")
    assert "Right at the start: 0 of 8; now: 8 of 8. You have gained." in html
    assert html.count("✗ Wrong:") == 8
    assert html.count("○ Would have been right:") == 8
    assert html.count("✓ Right:") == 8
    for item in (*asked, *finished):
        (key,) = (option for option in item.options if option.key)
        for said in (item.stem, key.text, key.feedback):
            assert str(escape(said["en"])) in html
    for item in asked:
        chosen = next(o for o in item.options if o.id == wrong(item)[item.id])
        assert str(escape(chosen.feedback["en"])) in html
    rows = html.split("<tr")[2:]
    for before, after, row in zip(asked, finished, rows, strict=True):
        assert row.index(str(escape(before.stem["en"]))) < row.index(
            str(escape(after.stem["en"]))
        )
    closing.press("look")
    assert closing.marks
    later = self_check_form(reopened(answers), "opening")
    later.press("look")
    assert later.marks


def test_skipped_opening_questions_stay_untold_beside_the_closing_ones(answers):
    closing = self_check_form(answers, "closing")
    play(closing, right)
    html = next(f["html"] for f in closing.fields if f["kind"] == "prose")
    assert html.count("not answered") == 8
    for item in (i for i in ITEMS.values() if i.pool == "opening"):
        assert not [s for s in texts(item, "en") if str(escape(s)) in html]


def test_a_self_check_counts_the_first_answer_only(answers):
    form = self_check_form(answers, "opening")
    item = shown(form)
    form.enter(**wrong(item))
    form.press("check")
    assert not answers.attempts[0].held
    form.press("back")
    assert item.id in form.disabled
    assert not {"check", "reveal", "retry"} & set(buttons(form))
    form.enter(**right(item))
    form.press("check")
    assert len(answers.attempts) == 1


def test_self_check_items_are_not_used_for_practice(answers):
    asked = play(quiz_form(answers, "mixed", 99), right)
    asked += play(quiz_form(answers, "deciding", 99), right)
    assert {item.pool for item in asked} == {"practice"}


def test_practice_keeps_to_what_was_begun_unless_asked(answers):
    form = practice_form(answers)
    assert "nothing to practise yet" in page(form)
    assert buttons(form) == ["everything"]
    play(quiz_form(answers, "leads"), right)
    asked = play(form, right)
    assert {item.topic for item in asked} == {"leads"}
    assert buttons(form) == ["look", "again", "everything"]
    form.press("everything")
    asked = play(form, right)
    assert len({item.topic for item in asked}) > 2
    assert "everything" not in buttons(form)


def test_the_opening_questions_open_no_lesson_for_practice(answers):
    play(self_check_form(answers, "opening"), wrong)
    assert "nothing to practise yet" in page(practice_form(answers))


def test_practice_does_what_it_says(answers):
    """First those missed, the longest ago first, then the unseen, then the rest."""
    form = quiz_form(answers, "leads")
    asked = []
    while item := shown(form):
        asked.append(item)
        form.enter(**(wrong if len(asked) in (2, 4) else right)(item))
        check(form)
        form.press("next")
    missed = [asked[1].id, asked[3].id]
    form = practice_form(answers, 99)
    said = next(f["html"] for f in form.fields if f["id"] == "practice")
    assert "first those you missed, the longest ago first" in said
    order = play(form, right)
    assert [item.id for item in order[:2]] == missed
    known = {item.id for item in asked}
    rest = [item.id in known for item in order[2:]]
    assert rest == sorted(rest)
    assert [i.id for i in order if i.id in known - set(missed)] == [
        i.id for i in asked if i.id not in missed
    ]


def test_practice_never_asks_for_an_opinion(answers):
    form = practice_form(answers, 999)
    form.press("everything")
    assert {item.how.marked for item in play(form, right)} == {True}


HOSTILE = [
    ("shown", {}),
    ("shown", {"item": {}, "round": []}),
    ("shown", {"item": "no-such-item", "round": "x"}),
    ("attempt", {"item": "chambers-good-name", "response": "a", "held": "yes"}),
    ("round", {"quiz": "quiz-chambers", "items": "chambers-good-name", "id": "x"}),
    ("round", {"quiz": "quiz-chambers", "items": [None, 3, {}], "id": "x"}),
    ("round", {"quiz": "quiz-chambers", "items": ["no-such-item"], "id": "x"}),
    ("round", {"quiz": "quiz-chambers", "items": ["chambers-good-name"], "id": 7}),
    ("round", {"quiz": ["quiz-chambers"]}),
    ("attempt", {"item": "chambers-good-name", "response": {"a": {}}, "round": []}),
    ("attempt", {"item": {}, "response": None}),
    ("case", {"case": "cafe", "choice": ["x"]}),
    ("case", {}),
    ("case", {"case": "cafe", "choice": "<script>"}),
    ("reflection", {"id": "chambers", "text": ["x"]}),
]


@pytest.mark.parametrize(("kind", "data"), HOSTILE, ids=str)
def test_a_strange_journal_stops_nothing(answers, kind, data):
    answers.journal.append(kind, **data)
    fresh = reopened(answers)
    form = quiz_form(fresh, "chambers")
    assert len(play(form, right)) == 5
    lesson.suits_form(fresh, "cafe")
    cases_form(fresh).enter(case="cafe")
    assert lesson.reflection_form(fresh, "chambers").value == {"text": ""}
    assert progress_of(fresh).topics["chambers"].answered


def test_what_a_learner_wrote_is_never_read_as_html(answers):
    form = lesson.reflection_form(answers, "chambers", "<b>Why?</b>")
    form.enter(text="<script>alert(1)</script>")
    answers.keep()
    assert "<script>" not in form.fallback()
    assert "&lt;b&gt;Why?" in form.fallback()


def test_a_reflection_is_kept_by_name_and_comes_back(answers):
    form = lesson.reflection_form(answers, "chambers")
    lesson.reflection_form(answers, "leads").enter(text="no")
    form.enter(text="Our neighbours know us already.")
    again = lesson.reflection_form(reopened(answers), "chambers")
    assert again.value == {"text": "Our neighbours know us already."}
    assert lesson.reflection_form(reopened(answers), "leads").value == {"text": "no"}


def test_two_reflections_written_in_one_breath_are_both_kept(answers):
    async def write():
        for name in ("chambers", "leads"):
            lesson.reflection_form(answers, name).enter(text=f"on {name}")
        assert answers.journal.events() == ()
        answers.keep()

    asyncio.run(write())
    for name in ("chambers", "leads"):
        again = lesson.reflection_form(reopened(answers), name)
        assert again.value == {"text": f"on {name}"}


def test_progress_follows_every_answer_at_once(answers):
    shown_ = lesson.progress_form(answers)
    form = kind_form(answers, "chambers", "sort")
    before = shown_.outputs["progress"]
    play(form, right)
    assert shown_.outputs["progress"] != before
    assert "1 of 1 (100%)" in shown_.outputs["progress"]


def test_a_merged_journal_shows_at_once(answers, tmp_path):
    other = Answers(course(), Journal(tmp_path / "other"), "en")
    play(quiz_form(other, "leads"), right)
    form, page_ = quiz_form(answers, "leads"), lesson.progress_form(answers)
    assert "of 6 (" not in page_.outputs["progress"]
    answers.journal.merge(other.journal.export_bytes())
    answers.reload()
    assert shown(form) is None
    assert "mastered" in page_.outputs["progress"]


def test_where_nothing_can_be_saved_the_quiz_goes_on_and_says_so(answers, monkeypatch):
    monkeypatch.setattr(
        "netlesson.learning.disk.write",
        lambda *_: (_ for _ in ()).throw(OSError(28, "full")),
    )
    form = quiz_form(answers, "chambers")
    form.enter(**right(shown(form)))
    form.press("check")
    assert form.marks
    assert "Nothing is being saved" in form.unkept
    assert form.kept == ""


def test_the_next_step_follows_what_was_done(answers, tmp_path):
    assert progress_of(answers).next.key == "progress.step_profile"
    typed = {
        "country": "DE", "market": "local", "customers": "both",
        "money": 500.0, "hours": 5.0, "fixed_slot": "no",
    }  # fmt: skip
    answers.set_profile(typed)
    assert progress_of(answers).next.key == "progress.step_opening"
    play(self_check_form(answers, "opening"), wrong)
    step = progress_of(answers).next
    _, first, second, *_ = way(answers)
    assert (step.key, step.notebook) == ("progress.step_lesson", first)
    kinds = {book: kind for kind, book in LESSONS.items()}
    play(quiz_form(answers, kinds[first]), right)
    assert progress_of(answers).next.notebook == second
    for group in course().groups:
        if group != kinds[first]:
            play(kind_form(answers, group, "sort"), wrong)
            play(quiz_form(answers, group), wrong)
    assert progress_of(answers).next.key == "progress.step_weights"
    lesson.suits_form(answers, "cafe").enter(choice_cafe="chambers")
    form = lesson.suits_form(answers, "cafe")
    form.enter(choice_cafe="chambers")
    form.press("compare")
    assert "shortlist" in form.outputs["answer"]
    answers.start_again()
    assert progress_of(answers).next.key == "progress.step_costs"
    answers.set_costs(CostInputs(hour=40.0))
    assert progress_of(answers).next.key == "progress.step_closing"
    play(self_check_form(answers, "closing"), right)
    assert progress_of(answers).next.key == "progress.step_plan"
    answers.set_plan({"chosen": ["social"]})
    assert progress_of(answers).next is None
    assert {step.key for step in progress_of(answers).optional} == {
        "progress.step_practise"
    }
    for group in course().groups:
        for item in (i for i in ITEMS.values() if i.topic == group):
            given = right(item)
            data = {row.id: row.key for row in item.rows} or given.get(item.id)
            data = item.answer if item.kind == "number" else data
            assert mark(item, data).answered
            answers.record("attempt", item=item.id, response=data)
    assert progress_of(answers).optional == ()
    assert "Nothing is open" in lesson.progress_page(answers)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_case_is_answered_after_a_choice_of_ours_a_second_one_or_a_request(
    tmp_path, lang
):
    case = course().cases["soap"]
    ours = [case.argument, case.caution, case.trap, case.trap_why]

    def answered(name, *steps):
        answers = Answers(course(), Journal(tmp_path / name), lang)
        form = lesson.suits_form(answers, "soap")
        for step in steps:
            if step != "reveal":
                form.enter(choice_soap=step)
            form.press(step if step == "reveal" else "compare")
        again = lesson.suits_form(reopened(answers, lang), "soap")
        assert (again.outputs, again.marks) == (form.outputs, form.marks)
        told = [
            str(escape(each[lang])) in form.outputs.get("answer", "") for each in ours
        ]
        assert len(set(told)) == 1
        held = "reveal" in buttons(form)
        assert held == (bool(form.marks) and not told[0])
        choices = [e.data["choice"] for e in answers.journal.events("case")]
        return told[0], choices, form

    assert answered("none")[:2] == (False, [])
    assert answered("ours", "social")[:2] == (True, ["social"])
    told, choices, form = answered("other", "chambers")
    assert (told, choices) == (False, ["chambers"])
    said = form.marks["choice_soap"]["chambers"]["text"]
    assert course().statements["chambers-dis-1"].text[lang] in said
    for name in (case.first, case.second):
        assert course().groups[name].name[lang] not in said + form.status
    assert answered("twice", "chambers", "chambers")[0] is False
    assert answered("second", "chambers", "leads")[:2] == (True, ["chambers", "leads"])
    assert answered("asked", "chambers", "reveal")[0] is True


def test_a_case_chosen_in_an_earlier_version_is_answered(answers):
    answers.record("case", case="soap", choice="chambers")
    form = lesson.suits_form(answers, "soap")
    assert "answer" in form.outputs
    assert "reveal" not in buttons(form)


def test_on_binder_the_page_says_that_everything_is_forgotten(answers, monkeypatch):
    assert "Binder" not in lesson.progress_page(answers)
    monkeypatch.setenv("BINDER_REPO_URL", "x")
    assert "Binder" in lesson.progress_page(answers)


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("group", list(course().groups))
def test_a_card_says_every_statement_and_marks_estimates(group, lang):
    html = lesson.card(Edition(course(), lang), group, profile())
    kind = course().groups[group]
    for each in (*kind.statements, *kind.figures):
        if each not in kind.figures or each.low or each.typical or each.high:
            assert str(escape(each.text[lang])) in html
    asked = [course().ratings[group, name].at(profile()) for name in ("money", "time")]
    estimates = [*(f.estimate for f in kind.figures), *(c.basis for c in asked)]
    assert html.count("nl-estimate") == sum(e in (True, "estimate") for e in estimates)
    names = {s.id for s in kind.statements}
    for note in course().notes.values():
        assert (str(escape(note.text[lang])) in html) == bool(names & set(note.affects))
    for finding in course().findings.values():
        if names & set(finding.about):
            assert str(escape(finding.limits[lang])) in html


@pytest.mark.parametrize("country", get_args(Country))
@pytest.mark.parametrize("group", list(course().groups))
def test_a_card_is_short_and_in_ones_own_money_until_it_is_unfolded(group, country):
    there = local(course(), country)
    html = lesson.card(Edition(there, "en"), group, profile(country=country))
    seen = re.sub(r"<details.*?</details>", "", html, flags=re.S)
    said = [
        s for s in course().groups[group].statements if escape(s.text["en"]) in seen
    ]
    assert [s.leaning for s in said].count("favourable") == 3
    assert [s.leaning for s in said].count("unfavourable") in (2, 3)
    signs = {name: each.sign["en"] for name, each in there.currencies.items()}
    assert [name for name, sign in signs.items() if sign in seen] == [there.currency]
    assert ("German-speaking" in seen) == (country == "other")
    assert len(re.sub(r"<[^>]+>", " ", seen).split()) < 300


def test_using_a_chamber_takes_time_also_where_one_belongs_by_law():
    """Whoever does not use it has nought in the comparison; a card tells of use."""
    there = Edition(local(course(), "DE"), "en")
    html = lesson.card(there, "chambers", profile(country="DE", chamber="idle"))
    assert "<b>3.5</b> (2.5 to 8)" in html
    assert "<b>EUR\N{NO-BREAK SPACE}0</b>: The law makes you a member" in html


def test_the_general_statements_have_a_card():
    html = lesson.card(Edition(course(), "de"), "general", profile())
    general = [s for s in course().statements.values() if s.group == "general"]
    assert len(general) == 4
    assert all(s.text["de"] in html for s in general)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_chart_shows_all_ratings_with_what_they_rest_on(answers, lang):
    for group in course().groups:
        html = type_profile(course(), group, answers.business, lang)
        assert html.count('class="nl-track"') == 10
        for criterion in course().criteria.values():
            rating = course().ratings[group, criterion.id]
            assert criterion.name[lang] in html
            current = rating.at(answers.business)
            assert current.reason[lang].split("’")[0].split("'")[0] in html
    with pytest.raises(ValueError, match="there is no type 'golf'"):
        type_profile(course(), "golf", answers.business, lang)


def test_a_chart_follows_the_country(answers):
    form = lesson.chart_form(answers, "chambers")
    before = form.outputs["chart"]
    typed = {
        "country": "DE", "market": "local", "customers": "both",
        "money": 500.0, "hours": 5.0, "fixed_slot": "no",
    }  # fmt: skip
    answers.set_profile(typed)
    assert form.outputs["chart"] != before


def test_names_that_do_not_exist_are_refused_by_name(answers):
    for call, message in (
        (lambda: quiz_form(answers, "golf"), "no question is about 'golf'"),
        (lambda: self_check_form(answers, "middle"), "self-check is 'middle'"),
        (lambda: lesson.suits_form(answers, "golf"), "there is no case 'golf'"),
        (
            lambda: lesson.card(Edition(course(), "en"), "golf", profile()),
            "there is no type 'golf'",
        ),
    ):
        with pytest.raises(ValueError, match=message):
            call()


def test_a_course_without_questions_says_so(tmp_path):
    bare = dataclasses.replace(course(), items={})
    answers = Answers(bare, Journal(tmp_path), "en")
    for form in (quiz_form(answers, "chambers"), self_check_form(answers, "opening")):
        assert "There are no questions here." in form.fields[0]["html"]
    assert progress_of(answers).topics == {}


def test_exporting_importing_and_resetting(answers, tmp_path, capsys):
    play(quiz_form(answers, "chambers"), right)
    entries = len(answers.journal.events())
    target = tmp_path / "copy.jsonl"
    assert f"wrote {entries} entries" in own_file.export(answers, target)
    with pytest.raises(UserError, match="there_already"):
        own_file.export(answers, target)
    path = answers.journal.path
    assert own_file.reset(answers, lambda _question: "no") == "Nothing was changed."
    assert path.exists()
    asked = []
    done = own_file.reset(answers, lambda question: asked.append(question) or " Yes ")
    assert not path.exists()
    (backup,) = path.parent.glob("journal-*.jsonl")
    assert str(backup) in done
    assert str(backup) in asked[0]
    assert backup.read_bytes() == target.read_bytes()
    fresh = reopened(answers)
    assert own_file.reset(fresh, lambda _q: "yes").startswith("There is nothing")
    said = own_file.take_in(fresh, target)
    assert said.startswith(f"Entries added: {entries};")
    assert own_file.take_in(fresh, target).startswith("Entries added: 0;")
    assert len(latest(fresh.attempts)) == 5
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(UserError, match=r"journal\.foreign"):
        own_file.take_in(fresh, tmp_path / "photo.jpg")
    lines = list(own_file.report(fresh))
    assert any(line.startswith("Chambers of commerce: ") for line in lines)
    assert lines[-1].startswith("Next step: ")


PLAYED = """
import gc, os, pathlib, sys
os.environ["NETLESSON_HOME"] = sys.argv[1]
import nbformat
from IPython.core.interactiveshell import InteractiveShell
from netlesson.form import Form
from playing import answer_everything
shell, pressed, told = InteractiveShell.instance(), [], {}
paths = sorted(pathlib.Path("notebooks").glob(sys.argv[2]))
for path in paths:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            shell.run_cell(cell.source, store_history=True).raise_error()
    pressed.append(answer_everything())
    for form in [each for each in gc.get_objects() if isinstance(each, Form)]:
        told.update(form.outputs)
"""


def played(home, notebooks, code, before=""):
    """Run notebooks as a learner who answers everything, in a Python of their own."""
    done = subprocess.run(  # noqa: S603 (our own)
        [sys.executable, "-c", before + PLAYED + code, str(home), notebooks],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "failed" not in done.stderr  # what a form logs of an error
    return done.stdout.rpartition("PLAYED")[2].split()


def test_lessons_played_to_the_end_load_no_library_of_numbers(tmp_path):
    """A workshop's server holds nearly twice the learners without them."""
    code = """
heavy = {"numpy", "pandas", "matplotlib"} & set(sys.modules)
print("PLAYED", len(paths), min(pressed), *heavy)
"""
    count, least, *heavy = played(tmp_path, "??/0[1-6]_*.ipynb", code)
    assert int(count) == 12
    assert int(least) >= 8
    assert heavy == []


REFUSED = """
import sys
class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("numpy", "pandas"):
            raise ModuleNotFoundError(f"{name} is refused")
sys.meta_path.insert(0, Refused())
"""


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_everything_a_learner_does_works_without_libraries_of_numbers(lang, tmp_path):
    """As in a browser, where they would have to be downloaded first."""
    earlier = ROOT / "tests" / "earlier" / f"journal_{lang}.jsonl"
    shutil.copy(earlier, tmp_path / "journal.jsonl")
    code = """
from datetime import date
from netlesson.report import files
answers = shell.user_ns["course"].answers
names = [name.rpartition(".")[2] for name, _ in files(answers, date.today(), full=True)]
signs = {"sure": "<table", "portfolio": "<table", "changes": "<li"}
shown = [name for name, sign in signs.items() if sign in told[name]]
print("PLAYED", len(paths), *sorted(names), *shown)
"""
    found = played(tmp_path, f"{lang}/0*.ipynb", code, REFUSED)
    files = ["csv", "html", "html", "ics", "xlsx"]
    assert found == ["11", *files, "sure", "portfolio", "changes"]
