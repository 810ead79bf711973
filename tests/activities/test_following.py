"""What other notebooks change comes in, and what a learner is at stays."""

from threading import Thread

from builders import course

from netlesson.activities.costs import costs_form
from netlesson.activities.own import own_form
from netlesson.activities.plan import plan_form
from netlesson.activities.profile import profile_form
from netlesson.deciding import from_type
from netlesson.learning import Answers, Journal


def elsewhere(answers):
    """The same learner in another notebook."""
    return Answers(course(), Journal(answers.journal.path.parent), "en")


def add(answers, kind, name):
    answers.set_own(answers.own.added(from_type(kind, name, course())))
    return answers.own.groups[-1].id


def test_costs_entered_elsewhere_are_shown_and_refused_text_stays(answers):
    form, other = costs_form(answers), costs_form(there := elsewhere(answers))
    which = form.value["which"]
    form.enter(hour="fifty")
    assert "hour" in form.errors
    other.enter(**{f"{which}-money": "1200"})
    answers.look()
    assert form.value[f"{which}-money"] == "1,200"
    assert form.value["hour"] == "fifty"
    assert "hour" in form.errors
    other.enter(hour="60")
    answers.look()
    assert form.value["hour"] == "60"
    assert form.errors == {}
    there.look()


def test_a_number_stays_as_it_is_typed_when_something_else_is_changed(answers):
    form, there = costs_form(answers), elsewhere(answers)
    form.enter(hour="50.0")
    costs_form(there).enter(brings_low="7")
    answers.look()
    assert form.value["hour"] == "50.0"
    assert form.value["brings_low"] == "7"


def test_a_group_added_elsewhere_is_offered_and_the_one_here_stays_open(answers):
    mine = add(answers, "leads", "Breakfast club")
    form, there = own_form(answers), elsewhere(answers)
    form.enter(**{f"name-{mine}": "x" * 501, "own_name": "Half a na"})
    assert f"name-{mine}" in form.errors
    theirs = add(there, "events", "Fair")
    answers.look()
    picks = next(f for f in form.fields if f["id"] == "own_pick")["options"]
    assert [option["id"] for option in picks] == [mine, theirs]
    assert form.value["own_pick"] == mine
    assert form.value["own_name"] == "Half a na"
    assert f"name-{mine}" in form.errors
    assert form.value[f"name-{mine}"] == "x" * 501


def test_a_group_removed_elsewhere_is_gone_here_and_the_next_is_shown(answers):
    first, second = add(answers, "leads", "One"), add(answers, "events", "Two")
    form, there = own_form(answers), elsewhere(answers)
    assert form.value["own_pick"] == first
    there.set_own(there.own.removed(first))
    answers.look()
    assert form.value["own_pick"] == second
    assert form.value[f"name-{second}"] == "Two"


def test_a_press_reads_first_what_was_entered_elsewhere(answers):
    form, there = plan_form(answers), elsewhere(answers)
    add(there, "leads", "Breakfast club Eins")
    sent = []
    form.send = lambda _content, buffers: sent.extend(buffers)
    form._receive(form, {"type": "download", "id": "html", "view": "v"}, [])
    assert b"Breakfast club Eins" in sent[0]


def test_who_answers_while_another_answer_comes_in_does_not_undo_it(answers):
    """Lab may hand over messages in a thread of their own, in the middle of a look."""
    there, at_once = elsewhere(answers), []

    def answer_now():
        if not at_once:
            at_once.append(
                Thread(target=form.enter, kwargs={"customers": "businesses"})
            )
            at_once[0].start()
            at_once[0].join(0.5)

    profile_form(there).enter(hours="98")
    there.keep()
    answers.look()
    answers.watch(answer_now)  # it is told before the form is
    form = profile_form(answers)
    assert form.value["hours"] == "98"
    there.set_profile({**there.typed, "hours": 67.0})
    there.keep()
    with answers.turn:
        answers.look()
    at_once[0].join()
    answers.keep()
    there.look()
    assert (there.typed["hours"], there.typed["customers"]) == (67.0, "businesses")
    assert form.value["hours"] == "67"
