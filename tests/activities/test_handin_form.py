"""The form to hand in: what is shown is what is saved, and nothing else leaves."""

import html
import re

import pytest
from builders import course

from netlesson.activities.handin import handin_form
from netlesson.classroom.handin import file_name, read_result
from netlesson.content import LANGS
from netlesson.learning import Answers, Journal

NAME = "<b>Zoë</b> & \"x\" 'y' =1+1 🥐"


@pytest.fixture(params=LANGS)
def answers(request, tmp_path, monkeypatch):
    monkeypatch.delenv("NETLESSON_HANDIN", raising=False)
    return Answers(course(), Journal(tmp_path / "home"), request.param)


def answer(answers, item="leads-give-and-take", n=0):
    chosen = course().items.get(item) or next(
        i for i in course().items.values() if i.kind == "choice"
    )
    answers.record(
        "attempt", item=chosen.id, response=chosen.options[n].id, answered=True
    )


def saved(form):
    """Return the file that the page would save, None if it saves nothing."""
    return form._on_download["save"]()


def letters(form):
    """Return the file as it stands in the preview."""
    (inside,) = re.findall(r"<pre[^>]*>(.*?)</pre>", form.outputs["preview"], re.S)
    return html.unescape(inside)


def test_without_answers_there_is_nothing_to_save(answers):
    form = handin_form(answers)
    assert set(form.disabled) == {"save", "hand_in"}
    assert course().say("handin.nothing", answers.lang) in form.outputs["preview"]
    assert saved(form) is None


def test_what_is_shown_is_saved_to_the_letter(answers):
    answer(answers)
    form = handin_form(answers)
    form.enter(name=NAME)
    file = saved(form)
    assert file.data.decode() == letters(form)
    result = read_result(file.data)
    assert result.name == NAME
    assert file.name == file_name(result)
    assert "<b>Zo" not in form.outputs["preview"]


def test_reflections_go_along_only_when_ticked(answers):
    answer(answers)
    answers.record("reflection", id="leads", text="my own words")
    form = handin_form(answers)
    assert "my own words" not in form.outputs["preview"]
    assert read_result(saved(form).data).reflections == ()
    form.enter(written=["leads"])
    (note,) = read_result(saved(form).data).reflections
    assert note.text == "my own words"


def test_a_name_that_is_too_long_is_refused_beside_its_field(answers):
    answer(answers)
    form = handin_form(answers)
    form.enter(name="x" * 201)
    assert list(form.errors) == ["name"]
    assert "201" in form.errors["name"]
    assert saved(form) is None


def test_what_another_notebook_added_is_shown_before_it_is_saved(answers):
    answer(answers)
    form = handin_form(answers)
    other = Answers(course(), Journal(answers.journal.path.parent), answers.lang)
    answer(other, n=1)
    assert saved(form) is None
    assert form.status == course().say("handin.changed", answers.lang)
    assert saved(form).data.decode() == letters(form)


def test_handing_in_again_replaces_the_file_and_says_so(answers, tmp_path, monkeypatch):
    folder = tmp_path / "results"
    folder.mkdir()
    monkeypatch.setenv("NETLESSON_HANDIN", str(folder))
    answer(answers)
    form = handin_form(answers)
    form.press("hand_in")
    answer(answers, n=1)
    form.press("hand_in")
    form.press("hand_in")
    (path,) = folder.iterdir()
    assert read_result(path.read_bytes()).items[0].tries == 2
    said = course().say("handin.replaced", answers.lang, path=str(path))
    assert form.status == said


def test_a_folder_that_is_missing_is_named_and_not_made(answers, tmp_path, monkeypatch):
    folder = tmp_path / "nowhere"
    monkeypatch.setenv("NETLESSON_HANDIN", str(folder))
    answer(answers)
    form = handin_form(answers)
    form.press("hand_in")
    sentence = course().say("handin.folder_missing", answers.lang, folder=str(folder))
    assert form.errors == {"hand_in": sentence}
    assert not folder.exists()


def test_without_the_variable_there_is_no_button(answers):
    answer(answers)
    assert "hand_in" not in [field["id"] for field in handin_form(answers).fields]
