"""The page says "saved" of what is on disk, and of nothing else."""

import asyncio
import errno

import pytest
from builders import course
from playing import GUESSES, activities, open_activity

from netlesson.activities.keeping import opened_form
from netlesson.activities.lesson import reflection_form
from netlesson.activities.profile import profile_form
from netlesson.course import Workbook
from netlesson.form import Form
from netlesson.learning import PAUSE, Answers, Journal, MemoryJournal

KEPT = "Saved in your own file."
NOT_KEPT = "Nothing is being saved"


def full(*_):
    raise OSError(errno.ENOSPC, "no space left on device")


def use(form):
    """Fill in and press all that there is, a button that reads a folder aside."""
    form.enter(
        **{
            field["id"]: GUESSES[field["kind"]](field)
            for field in form.fields
            if field["kind"] in GUESSES
        }
    )
    for button in [f["id"] for f in form.fields if f["kind"] == "button"]:
        form.press(button)


@pytest.mark.parametrize("call", activities(), ids=lambda call: "-".join(call))
def test_on_a_full_disk_no_activity_says_saved(answers, monkeypatch, call):
    form = open_activity(answers, call)
    if not isinstance(form, Form):
        return
    usable = any(f["kind"] not in ("heading", "output", "prose") for f in form.fields)
    with monkeypatch.context() as patch:
        patch.setattr("netlesson.learning.disk.write", full)
        answers.journal.append("order")
        answers.record("order")
        assert usable == (NOT_KEPT in form.unkept)
        use(form)
        assert form.kept == ""
        assert usable == (NOT_KEPT in form.unkept)
    answers.look()
    assert form.unkept == ""
    on_disk = Journal(answers.journal.path.parent).events()
    assert on_disk == answers.journal.events()


def test_saved_is_said_once_it_is_on_disk_and_not_before(answers, journal):
    form = profile_form(answers)
    seen = []
    form.observe(lambda change: seen.append(len(journal.events("profile"))), "kept")

    async def typing():
        form.enter(money="1800")
        assert (form.kept, form._ack, form._seq) == ("", 0, 1)
        await asyncio.sleep(PAUSE * 3)

    asyncio.run(typing())
    assert (form.kept, form._ack) == (KEPT, 1)
    assert seen == [1]


def test_what_is_refused_is_not_called_saved(answers):
    form = profile_form(answers)
    form.enter(money="lots")
    assert form.kept == ""
    form.enter(hours="5")
    assert form.kept == "Saved in your own file, except for what is marked above."
    form.enter(money="300")
    assert form.kept == KEPT


def test_a_page_that_goes_away_leaves_nothing_behind(answers, journal):
    form = reflection_form(answers, "chambers")

    async def typing():
        form._receive(
            form, {"type": "keep", "value": {"text": "my words"}, "seq": 1}, []
        )
        assert journal.latest("reflection")["text"] == "my words"
        assert form._ack == 1

    asyncio.run(typing())


def test_a_click_is_acknowledged_when_what_it_did_is_on_disk(answers, journal):
    form = profile_form(answers)
    form.on_click("x", lambda _: answers.record("case", case="a", choice="b"))
    acknowledged = []
    form.observe(lambda change: acknowledged.append(journal.events("case")), "_ack")
    form.press("x")
    assert [len(events) for events in acknowledged] == [1]


def test_somebody_who_types_without_a_pause_is_saved_all_the_same(answers, journal):
    form = reflection_form(answers, "chambers")

    async def typing():
        for n in range(13):
            form.enter(text="x" * n)
            await asyncio.sleep(PAUSE / 2)
        assert journal.events("reflection")

    asyncio.run(typing())


def test_where_nothing_lasts_the_page_says_so():
    answers = Answers(course(), MemoryJournal(), "de")
    form = profile_form(answers)
    form.enter(money="1800")
    assert form.kept.startswith("Nur für diesen Besuch gespeichert")


def test_what_comes_from_another_notebook_is_shown_and_typed_nonsense_stays(
    answers, journal
):
    other = Answers(course(), Journal(journal.path.parent), "en")
    here, there = profile_form(answers), profile_form(other)
    there.enter(money="lots", hours="5")
    here.enter(money="1800", country="UK")
    other.look()
    assert there.value["country"] == "UK"
    assert there.value["money"] == "1,800"
    assert there.errors == {}
    answers.look()
    assert here.value["hours"] == "5"
    there.enter(hours="nonsense")
    here.enter(money="300")
    other.look()
    assert there.value["hours"] == "nonsense"
    assert list(there.errors) == ["hours"]
    assert there.value["money"] == "300"


def test_text_and_choices_of_another_notebook_are_shown(answers, journal):
    other = Answers(course(), Journal(journal.path.parent), "de")
    mine, theirs = reflection_form(answers, "leads"), reflection_form(other, "leads")
    case = next(iter(course().cases))
    here, there = (Workbook(course(), each).suits(case) for each in (answers, other))
    mine.enter(text="my words")
    here.enter(**{f"choice_{case}": "leads"})
    here.press("compare")
    other.look()
    assert theirs.value["text"] == "my words"
    assert there.value[f"choice_{case}"] == "leads"
    assert there.outputs["answer"]


def test_the_opening_cell_says_so_when_nothing_can_be_saved(answers, monkeypatch):
    form = opened_form(answers)
    assert NOT_KEPT not in form.outputs["opened"]
    with monkeypatch.context() as patch:
        patch.setattr("netlesson.learning.disk.write", full)
        answers.record("order")
        assert NOT_KEPT in form.outputs["opened"]
    answers.look()
    assert NOT_KEPT not in form.outputs["opened"]


def test_what_cannot_be_saved_can_be_downloaded_in_every_lesson(answers, monkeypatch):
    form = opened_form(answers)
    assert "download" not in [field["id"] for field in form.fields]
    with monkeypatch.context() as patch:
        patch.setattr("netlesson.learning.disk.write", full)
        answers.record("order")
        assert "download" in [field["id"] for field in form.fields]
    answers.look()
    assert "download" not in [field["id"] for field in form.fields]
