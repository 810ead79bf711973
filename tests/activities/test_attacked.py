"""What was found by trying to break how answers are kept, each as a claim."""

import asyncio
import errno
import json

import pytest
from builders import course
from msgspec.structs import replace
from playing import open_activity

from netlesson.activities.own import own_form
from netlesson.activities.profile import profile_form
from netlesson.classroom import handin
from netlesson.deciding import OwnGroups, from_type
from netlesson.learning import PAUSE, Answers, Journal
from netlesson.learning.answers import LOOK
from netlesson.learning.fitting import fitted

CASES = list(course().cases.values())


def kernel(folder):
    return Answers(course(), Journal(folder, fitted), "en")


def entry(kind, data, schema=2, time="2026-11-01T10:00:00Z", number=1):
    event = {"schema": schema, "id": f"{number:032x}", "time": time, "kind": kind}
    return json.dumps(event | {"data": data}).encode() + b"\n"


def write(folder, *lines):
    with (folder / "journal.jsonl").open("ab") as file:
        file.writelines(lines)


def test_saved_is_taken_back_when_the_file_is_gone_and_cannot_come_back(tmp_path):
    answers = kernel(tmp_path)
    form = profile_form(answers)

    async def lost():
        answers.keep_looking()
        form.enter(money="1800")
        await asyncio.sleep(2 * PAUSE)
        assert form.kept == "Saved in your own file."
        path = tmp_path / "journal.jsonl"
        path.unlink()
        path.mkdir()
        await asyncio.sleep(4 * LOOK)
        assert form.kept == ""
        assert "something else is in the place of" in form.unkept
        path.rmdir()
        await asyncio.sleep(4 * LOOK)
        assert form.unkept == ""

    asyncio.run(lost())
    assert kernel(tmp_path).typed == {"money": 1800.0}


def test_points_of_a_criterion_that_is_gone_do_not_hold_the_rest(tmp_path):
    write(tmp_path, entry("weights", {"points": {"gone_criterion": 50}}))
    answers = kernel(tmp_path)
    answers.set_points({**answers.points, "safety": 9.0})
    assert kernel(tmp_path).points["safety"] == 9


def test_types_left_out_in_two_notebooks_can_be_left_out_again(tmp_path):
    here, there, names = kernel(tmp_path), kernel(tmp_path), list(course().groups)
    here.set_own(OwnGroups(hidden=tuple(names[:3])))
    there.set_own(OwnGroups(hidden=tuple(names[3:])))
    here.look()
    assert here.own.hidden == ()
    here.set_own(OwnGroups(hidden=(names[0],)))
    there.look()
    assert here.own.hidden == there.own.hidden == (names[0],)


def test_a_range_changed_in_two_notebooks_stays_with_its_note(tmp_path):
    cell = {"state": "own", "low": 2.0, "value": 3.0, "high": 4.0, "note": "long"}
    group = {"id": "own-1", "type": "leads", "name": "T", "cells": {"reach": cell}}
    write(tmp_path, entry("own", {"groups": {"own-1": group}}))
    here, there = kernel(tmp_path), kernel(tmp_path)
    forms = own_form(here), own_form(there)
    for form in forms:
        form.enter(**{"own_criterion-own-1": "reach"})
    forms[0].enter(**{"low-own-1-reach": "3"})
    forms[1].enter(**{"value-own-1-reach": "2.5"})
    here.look()
    read = here.own.groups[0].cell("reach")
    assert (read.low, read.value, read.high, read.note) == (2.5, 2.5, 4, "long")


def test_an_empty_amount_among_costs_is_left_out_by_name(tmp_path):
    late = "2026-11-02T10:00:00Z"
    write(
        tmp_path,
        entry("costs", {"hour": 50.0}),
        entry("costs", {"brings": {"low": ""}}, time=late, number=2),
    )
    answers = kernel(tmp_path)
    assert answers.costs.hour == 50
    assert answers.journal.faults[0].values["what"] == "brings.low"


@pytest.mark.parametrize("amount", [1800, 1800.0])
def test_a_whole_number_from_an_editor_can_be_shown_and_changed(tmp_path, amount):
    answers = kernel(tmp_path)
    form = profile_form(answers)
    write(tmp_path, entry("profile", {"money": amount}))
    answers.look()
    assert form.value["money"] == "1,800"
    form.enter(hours="5")
    assert form._alert == ""
    assert kernel(tmp_path).typed == {"money": amount, "hours": 5.0}


def test_what_failed_is_never_called_saved(tmp_path):
    answers = kernel(tmp_path)
    form = profile_form(answers)
    form.enter(money="1800")
    assert form.kept

    def fail(_value):
        raise RuntimeError

    form.on_change(fail)
    form.enter(money="300")
    assert form._alert
    assert form.kept == ""


@pytest.mark.parametrize("kind", ["costs", "case", "reflection", "later"])
@pytest.mark.parametrize("levels", [30, 600, 5000])
def test_what_is_nested_without_end_is_one_fault(tmp_path, kind, levels):
    event = entry(kind, {"id": "a", "text": "b", "case": "cafe", "choice": "leads"})
    inner = b'{"x":' * levels + b"1" + b"}" * levels
    line = event.replace(b'"id": "a"', b'"x": ' + inner + b', "id": "a"')
    write(tmp_path, line)
    (tmp_path / "journal (1).jsonl").write_bytes(line)
    answers = kernel(tmp_path)
    assert answers.journal.events() == ()
    assert len(answers.journal.faults) == 1
    assert answers.journal.copies == ()
    for call in (("cases", ""), ("reflection", '"chambers"'), ("my_work", "")):
        open_activity(answers, call)


def test_a_plan_with_a_nameless_group_opens(tmp_path):
    write(tmp_path, entry("plan", {"names": {"": "x"}}))
    answers = kernel(tmp_path)
    open_activity(answers, ("plan", ""))
    assert answers.journal.faults


def test_two_windows_of_one_form_lose_neither_change(tmp_path):
    answers = kernel(tmp_path)
    form = profile_form(answers)
    for name, typed in (("money", "1800"), ("hours", "5")):
        edit = {"value": {name: typed}, "_edited": {name: 1}, "_seq": 1}
        form.set_state(edit)
    assert answers.typed == {"money": 1800.0, "hours": 5.0}


def test_an_edit_that_was_taken_is_not_taken_again(tmp_path):
    """The page names an edit until it is acknowledged; meanwhile others type."""
    answers, there = kernel(tmp_path), kernel(tmp_path)
    form = profile_form(answers)
    form.set_state({"value": {"money": "5"}, "_edited": {"money": 1}, "_seq": 1})
    there.set_profile({"money": 300.0})
    answers.look()
    again = {"money": "5", "hours": "7"}
    form.set_state({"value": again, "_edited": {"money": 1, "hours": 2}, "_seq": 2})
    assert answers.typed == {"money": 300.0, "hours": 7.0}


def test_a_clock_put_back_does_not_turn_drafts_around(tmp_path):
    answers = kernel(tmp_path)

    async def typed():
        answers.set_profile({"money": 1.0})
        about, draft = answers._waiting.pop()
        ahead = replace(draft, time=draft.time.replace(year=draft.time.year + 1))
        answers._waiting.append((about, ahead))
        answers.set_profile({"money": 1.0, "hours": 2.0})
        answers.set_profile({"money": 3.0, "hours": 2.0})

    asyncio.run(typed())
    answers.keep()
    assert kernel(tmp_path).typed["money"] == 3


def test_a_disk_that_reads_stale_is_not_written_to_without_end(tmp_path, monkeypatch):
    answers = kernel(tmp_path)
    answers.record("case", case="cafe", choice="leads")
    journal = answers.journal
    saved = []
    monkeypatch.setattr(journal, "_save", lambda _: saved.append(1) or True)
    (tmp_path / "journal.jsonl").write_bytes(b"")
    answers.look()
    assert len(saved) < 5


def test_what_the_course_could_not_read_back_is_refused_at_once(tmp_path):
    answers = kernel(tmp_path)
    with pytest.raises(ValueError, match="id does not fit"):
        answers.record("reflection", id="x" * 201, text="words")
    assert answers.journal.events() == ()


def test_a_reset_that_comes_from_another_computer_is_not_undone(tmp_path):
    answers = kernel(tmp_path)
    answers.set_profile({"money": 1800.0})
    answers.look()
    path = tmp_path / "journal.jsonl"
    path.with_name("journal-2026-11-29-101010.jsonl").write_bytes(path.read_bytes())
    path.unlink()
    answers.look()
    assert answers.typed == {}
    assert not path.exists()


def test_as_many_new_entries_as_before_a_reset_are_noticed(tmp_path):
    answers, there = kernel(tmp_path), kernel(tmp_path)
    answers.set_profile({"money": 1800.0})
    there.look()
    there.journal.set_aside(there.journal.backup())
    there.look()
    there.set_profile({"hours": 5.0})
    answers.look()
    assert answers.typed == {"hours": 5.0}


def test_the_way_back_from_another_business_keeps_what_was_typed_elsewhere(tmp_path):
    here = kernel(tmp_path)
    here.set_profile({"money": 1800.0, "country": "DE"})
    here.start_from(CASES[0].profile)
    there = kernel(tmp_path)
    there.set_profile({**there.typed, "money": 777.0})
    here.look()
    here.go_back()
    assert here.typed == {"money": 777.0, "country": "DE"}


def test_a_write_that_was_interrupted_is_made_up_for(tmp_path, monkeypatch):
    answers = kernel(tmp_path)

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("netlesson.learning.disk.write", interrupted)
        with pytest.raises(KeyboardInterrupt):
            answers.record("case", case="cafe", choice="leads")
    assert not answers.journal.saving
    answers.look()
    assert answers.journal.saving
    assert kernel(tmp_path).journal.latest("case")


def test_a_file_in_utf_16_by_its_first_bytes_alone_stays_as_it_was(tmp_path):
    kernel(tmp_path).record("case", case="cafe", choice="leads")
    path = tmp_path / "journal.jsonl"
    damaged = b"\xff\xfe" + path.read_bytes()[2:]
    path.write_bytes(damaged)
    kernel(tmp_path).record("case", case="shop", choice="events")
    assert damaged in [each.read_bytes() for each in tmp_path.glob("*.old")]


def test_notepad_between_a_draft_and_its_write_loses_nothing(tmp_path):
    kernel(tmp_path).record("case", case="cafe", choice="leads")
    answers, path = kernel(tmp_path), tmp_path / "journal.jsonl"

    async def typed():
        answers.set_profile({"hours": 5.0})
        path.write_bytes(path.read_text().encode("utf-16"))

    asyncio.run(typed())
    answers.keep()
    assert kernel(tmp_path).typed == {"hours": 5.0}
    assert b'"hours"' in path.read_bytes()


def test_a_visitor_of_a_shared_server_sees_no_folder_of_it(tmp_path, monkeypatch):
    monkeypatch.setenv("VOILA_SERVER_URL", "/")
    monkeypatch.setenv("NETLESSON_HANDIN", str(tmp_path))
    answers = kernel(tmp_path / "home")
    form = open_activity(answers, ("class_results", ""))
    form.enter(folder=str(tmp_path))
    form.press("look")
    assert "everybody shares the same folders" in form.errors["folder"]
    assert handin.folder() is None


def test_undo_takes_back_nothing_that_another_notebook_changed_since(tmp_path):
    here = kernel(tmp_path)
    here.set_own(here.own.added(from_type("leads", "Mine", course())))
    there = kernel(tmp_path)
    named = replace(there.own.groups[0], name="Breakfast club")
    there.set_own(there.own.changed(named))
    here.look()
    here.undo_own()
    assert here.own.groups == (named,)
    assert not here.can_undo_own


def test_a_group_that_was_removed_elsewhere_is_missed_aloud(tmp_path):
    here = kernel(tmp_path)
    here.set_own(here.own.added(from_type("leads", "Mine", course())))
    form, there = own_form(here), kernel(tmp_path)
    there.set_own(there.own.removed(there.own.groups[0].id))
    here.look()
    assert form.status == "The group that was shown here has been removed."


def test_a_lock_holds_up_only_the_first_write(tmp_path, monkeypatch):
    answers = kernel(tmp_path)
    waited = []

    def taken(_descriptor):
        waited.append(1)
        raise OSError(errno.EAGAIN, "taken")

    monkeypatch.setattr("netlesson.learning.disk._lock", taken)
    monkeypatch.setattr("netlesson.learning.disk.PATIENCE", 0.05)
    answers.record("case", case="cafe", choice="leads")
    assert answers.journal.problem.key == "journal.locked"
    waited.clear()
    answers.look()
    assert len(waited) == 1
