"""Handing in and looking at the class: what is shown is what is in the file."""

from datetime import UTC, datetime

import pytest
from conftest import ROOT

from netlesson.classroom.handin import (
    ItemResult,
    Result,
    encode_result,
    file_name,
    read_file,
)
from netlesson.content import load_course

NAME = "<img src=x onerror='window.hit=1'> =1+1 שלום"
COURSE = load_course()


@pytest.fixture
def journal(lab):
    path = lab.base / "home" / "journal.jsonl"
    path.unlink(missing_ok=True)
    return path


def cells(lang, *calls, folder=""):
    wanted = f"import os; os.environ['NETLESSON_HANDIN'] = {folder!r}"
    opened = (
        f"{wanted}\nfrom netlesson import open_course\ncourse = open_course({lang!r})"
    )
    return [opened, *calls]


def answer_one(notebook):
    quiz = notebook.page.locator(".nl-form", has_text="Check").first
    quiz.locator("input, select, .nl-order button").first.wait_for()
    if quiz.locator("input[type=radio], input[type=checkbox]").count():
        quiz.locator("input[type=radio], input[type=checkbox]").first.check()
    elif quiz.locator(".nl-order").count():
        quiz.locator(".nl-order button").nth(1).click()
    elif quiz.locator("select").count():
        for each in quiz.locator("select").all():
            each.select_option(index=1)
    else:
        quiz.locator("input").first.fill("1")
    quiz.get_by_role("button", name="Check", exact=True).click()
    quiz.locator(".nl-status:not(:empty)").wait_for()


def test_a_result_is_seen_saved_and_handed_in_as_shown(page_of, lab, journal, tmp_path):
    folder = lab.base / "handed_in"
    folder.mkdir(exist_ok=True)
    notebook = page_of(
        cells(
            "en", "course.quiz('deciding', 2)", "course.hand_in()", folder=str(folder)
        )
    )
    page = notebook.page
    form = page.locator(".nl-form", has_text="Save result file")
    form.wait_for()
    saving = form.get_by_role("button", name="Save result file")
    assert saving.get_attribute("aria-disabled") == "true"
    form.get_by_text("Nothing yet").wait_for()

    answer_one(notebook)
    form.locator("summary").last.click()
    form.get_by_label("Your name").first.fill(NAME)
    file = form.locator("pre", has_text="שלום")
    file.wait_for()
    letters = file.inner_text()
    with page.expect_download() as caught:
        saving.click()
    saved = tmp_path / caught.value.suggested_filename
    caught.value.save_as(saved)
    result = read_file(saved)
    assert saved.name == file_name(result)
    assert saved.read_text("utf-8").strip() == letters.strip()
    assert result.name == NAME
    assert len(result.items) == 1

    form.get_by_role("button", name="Hand in").click()
    form.get_by_text("Handed in:").wait_for()
    (there,) = folder.iterdir()
    assert read_file(there).id == result.id
    form.get_by_role("button", name="Hand in").click()
    form.get_by_text("Handed in again").wait_for()
    assert len(list(folder.iterdir())) == 1
    assert page.evaluate("window.hit") is None
    assert page.locator("img[src='x']").count() == 0
    assert notebook.axe() == []
    notebook.theme("JupyterLab Dark")
    assert notebook.axe() == []
    page.set_viewport_size({"width": 390, "height": 3000})
    page.wait_for_timeout(400)
    assert notebook.overflow() == 0
    notebook.shot("hand_in_390_dark")
    assert notebook.strangers() == []
    assert notebook.errors == []


def results(n):
    """Make results of n learners who differ in one answer."""
    item = next(i for i in COURSE.items.values() if i.kind == "choice")
    picks = [item.options[k % len(item.options)].id for k in range(n)]
    return [
        Result(
            id=f"{k:016x}",
            time=datetime(2026, 11, 27, 12, tzinfo=UTC),
            lang="en",
            items=(ItemResult(item=item.id, first=pick, latest=pick),),
        )
        for k, pick in enumerate(picks)
    ]


def put(folder, made):
    folder.mkdir(exist_ok=True)
    for each in made:
        (folder / file_name(each)).write_bytes(encode_result(each))


def test_class_results_follow_the_folder(page_of, lab, journal):
    folder = lab.base / "class"
    put(folder, results(3))
    copied = lab.copy(ROOT / "notebooks")
    notebook = page_of(
        copied / "en" / "instructor" / "class_results.ipynb", height=4000
    )
    page = notebook.page
    page.set_default_timeout(20_000)
    form = page.locator(".nl-form", has_text="Look now")
    form.get_by_label("Folder with the result files").fill(str(folder / "nowhere"))
    form.get_by_role("button", name="Look now").click()
    form.get_by_text("There is no folder").wait_for()
    form.get_by_label("Folder with the result files").fill(str(folder))
    form.get_by_role("button", name="Look now").click()
    form.get_by_text("Result files that count: 3.").wait_for()
    form.get_by_label("Look again every few seconds").check()
    put(folder, results(5))
    (folder / "<img src=x onerror=alert(1)>.json").write_text("{")
    form.get_by_text("Result files that count: 5.").wait_for()
    form.get_by_text("is not JSON, or only a part of it").wait_for()
    assert page.locator("img[src='x']").count() == 0
    assert notebook.axe() == []
    notebook.shot("class_results")
    page.set_viewport_size({"width": 390, "height": 6000})
    page.wait_for_timeout(400)
    assert notebook.overflow() == 0
    notebook.shot("class_results_390")
    assert notebook.strangers() == []
    assert not journal.exists()
