"""The whole way of a learner: questions, lessons, a restart, another computer."""

import json
import re

import pytest
from conftest import RESTART, ROOT

from netlesson.content import load_course

COURSE = load_course()
FOCUSED = "() => (document.activeElement?.textContent || '').trim()"


class Learner:
    """Someone who answers questions, with the mouse or with the keyboard alone."""

    def __init__(self, lang, keyboard):
        self.lang, self.keyboard = lang, keyboard

    def say(self, key, **values):
        return COURSE.say(key, self.lang, **values)

    def form(self, notebook, cell_id):
        """Find the form of a cell, however far down it is."""
        ids = [cell.id for cell in notebook.saved().cells]
        cell = notebook.page.locator(".jp-Notebook .jp-Cell").nth(ids.index(cell_id))
        form = cell.locator(".nl-form")
        form.wait_for()
        return form

    def press(self, form, *keys):
        """Press the first of the buttons that is there."""
        names = [self.say(key) for key in keys]
        if not self.keyboard:
            pattern = re.compile("|".join(f"^{re.escape(name)}$" for name in names))
            form.get_by_role("button", name=pattern).first.click()
            return
        page = form.page
        for _ in range(60):
            if page.evaluate(FOCUSED) in names:
                page.keyboard.press("Enter")
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab never came to {names}")

    def answer(self, form):
        """Give some answer to the question that is shown."""
        page = form.page
        boxes = form.locator("input[type=radio], input[type=checkbox]")
        selects = form.locator("select")
        if boxes.count() and self.keyboard:
            boxes.first.focus()
            page.keyboard.press("Space")
        elif boxes.count():
            boxes.first.check()
        for i in range(selects.count()):
            if self.keyboard:
                selects.nth(i).focus()
                page.keyboard.press("ArrowDown")
            else:
                selects.nth(i).select_option(index=1)
        if not boxes.count() and not selects.count():
            number = form.locator("input").first
            number.focus()
            page.keyboard.type("3,5")

    def play(self, form, questions, start=1, total=None, goes_on=False):
        """Answer questions one after the other, checking each.

        A self-check goes on by itself, since it says nothing about an answer.
        """
        total = total or start + questions - 1
        for n in range(start, start + questions):
            title = self.say("quiz.title", n=n, all=total)
            form.get_by_text(title, exact=True).wait_for()
            self.answer(form)
            self.press(form, "quiz.check", "quiz.keep")
            if goes_on:
                continue
            form.locator(".nl-status:not(:empty)").wait_for()  # it is kept
            reveal = self.say("quiz.reveal")
            if form.get_by_role("button", name=reveal, exact=True).count():
                self.press(form, "quiz.reveal")
            check = form.get_by_role("button", name=self.say("quiz.check"), exact=True)
            check.wait_for(state="detached")
            if n < start + questions - 1 or start + questions - 1 < total:
                self.press(form, "quiz.next")
            else:
                self.press(form, "quiz.finish")


def attempts(journal):
    """Return the items answered so far, by the learner's own file."""
    lines = journal.read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines if line]
    return [e["data"]["item"] for e in events if e["kind"] == "attempt"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("lang", "keyboard"), [("en", False), ("de", True)], ids=["mouse", "keyboard"]
)
def test_the_whole_way_survives_restart_and_move(
    lab, page_of, cells_of, lang, keyboard
):
    folder = lab.copy(ROOT / "notebooks") / lang
    journal = lab.base / "home" / "journal.jsonl"
    journal.unlink(missing_ok=True)
    learner = Learner(lang, keyboard)

    def opened(name, where):
        notebook = where(folder / f"{name}.ipynb", height=9000)
        notebook.page.set_default_timeout(15_000)
        return notebook

    start = opened("00_start", page_of)
    learner.play(learner.form(start, "opening-check"), 8, goes_on=True)
    start.page.wait_for_timeout(500)
    assert len(attempts(journal)) == 8

    for name in ("01_chambers", "02_leads_groups"):
        lesson = opened(name, cells_of)
        quiz = learner.form(lesson, "quiz")
        learner.play(quiz, 3, total=5)
        before = attempts(journal)
        lesson.load()  # the page is loaded anew in the middle of the quiz
        lesson.run_all()
        quiz = learner.form(lesson, "quiz")
        learner.play(quiz, 2, start=4, total=5)
        assert len(attempts(journal)) == len(before) + 2
        quiz.get_by_text(learner.say("quiz.summary")).wait_for()
        lesson.page.evaluate(RESTART)
        lesson.run_all()
        quiz = learner.form(lesson, "quiz")
        quiz.get_by_text(learner.say("quiz.summary")).wait_for()

    done = attempts(journal)
    assert len(done) == 18
    start.page.evaluate(RESTART)
    start.run_all()
    standing = learner.form(start, "progress").inner_text()
    with start.page.expect_download() as caught:
        keep = learner.form(start, "my-work")
        keep.locator("button").first.focus()
        learner.press(keep, "keeping.download")
    copy = lab.base / f"copy-{lang}.jsonl"
    caught.value.save_as(copy)

    # Another computer, or Binder after a break: as after `netlesson progress --reset`.
    journal.rename(journal.with_name("journal-2026-11-28-081500.jsonl"))
    start.page.evaluate(RESTART)
    start.run_all()
    fresh = learner.form(start, "progress").inner_text()
    assert fresh != standing
    upload = learner.form(start, "my-work").locator("input[type=file]")
    upload.set_input_files(copy)
    kept = len([line for line in copy.read_text("utf-8").splitlines() if line])
    took_over = learner.say("keeping.took_over", new=kept, known=0, unreadable=0)
    learner.form(start, "my-work").get_by_text(took_over).wait_for()
    assert sorted(attempts(journal)) == sorted(done)
    progress = learner.form(start, "progress")
    start.page.wait_for_timeout(500)
    assert progress.inner_text() == standing
    start.run_all()
    assert learner.form(start, "progress").inner_text() == standing
    assert start.strangers() == []
    assert start.errors == []
