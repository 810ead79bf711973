"""What every notebook of the course keeps to, and that the twins are in step."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from html import unescape
from pathlib import Path

import nbformat
import pytest
from builders import course

from netlesson.course import Workbook

ROOT = Path(__file__).parents[2]
ENGLISH = sorted((ROOT / "notebooks" / "en").glob("*.ipynb"))
ALL = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
TAGS = {"title", "objectives", "setup", "prose", "keypoints"}
TAGS |= {"widget", "static", "hide-input", "nbval-ignore-output"}
RUN_HINT = "hint"
LESSONS = {f"{number:02}" for number in range(1, 7)}


def name(path):
    return f"{path.parent.name}-{path.stem}"


def read(path):
    return nbformat.read(path, as_version=4)


def tags(cell):
    return set(cell.metadata.get("tags", []))


@pytest.fixture(params=ALL, ids=name)
def path(request):
    return request.param


@pytest.fixture
def cells(path):
    return read(path).cells


def twin(path):
    return ROOT / "notebooks/de" / path.relative_to(ROOT / "notebooks/en")


def bones(cell):
    """What a translation must leave alone."""
    kept = (
        cell.cell_type,
        cell.id,
        cell.metadata.get("tags"),
        cell.metadata.get("netlesson"),
        (cell.metadata.get("deletable"), cell.metadata.get("editable")),
    )
    if cell.cell_type == "code":
        return *kept, cell.source.replace('("de"', '("en"')
    levels = re.findall(r"^(#+) ", cell.source, flags=re.M)
    links = re.findall(r"\]\(([^)]+)\)", cell.source)
    rows = len(re.findall(r"^\|", cell.source, flags=re.M))
    points = len(re.findall(r"^- ", cell.source, flags=re.M))
    return *kept, levels, links, rows, points


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.stem)
def test_twins_have_the_same_bones(path):
    english, german = ([bones(c) for c in read(p).cells] for p in (path, twin(path)))
    assert english == german


def test_it_opens_with_aims_and_closes_with_a_key_point_for_each(cells):
    assert [tags(cell) for cell in cells[:2]] == [{"title"}, {"objectives"}]
    assert "setup" in tags(cells[2])
    assert tags(cells[-1]) == {"keypoints"}
    aims, points = (
        len(re.findall(r"^- ", cells[i].source, flags=re.M)) for i in (1, -1)
    )
    assert 2 <= aims <= 4
    assert points >= aims


def test_it_has_one_title_and_no_skipped_heading_level(cells):
    prose = "\n".join(c.source for c in cells if c.cell_type == "markdown")
    levels = [len(each) for each in re.findall(r"^(#+) ", prose, flags=re.M)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))  # noqa: B905, RUF007


def test_it_is_neither_a_leaflet_nor_a_book(cells):
    assert 10 <= len(cells) <= 35


def test_ids_are_different_and_tags_are_spelled_as_agreed(cells):
    assert len({cell.id for cell in cells}) == len(cells)
    assert set().union(*map(tags, cells)) <= TAGS


def test_no_key_deletes_or_changes_a_cell(cells):
    """Holds with the extension, which does what Lab does not: see browser tests."""
    for cell in cells:
        assert cell.metadata.deletable is False, cell.id
        assert cell.metadata.editable is False, cell.id


def test_a_lesson_can_be_unlocked_to_change_it_in_lab(tmp_path):
    copy = shutil.copy(ENGLISH[0], tmp_path)
    command = [sys.executable, str(ROOT / "tools/refresh_notebooks.py")]
    subprocess.run([*command, "--unlock", copy], check=True, capture_output=True)  # noqa: S603 (our own)
    for cell, locked in zip(read(copy).cells, read(ENGLISH[0]).cells, strict=True):
        assert not {"deletable", "editable"} & set(cell.metadata), cell.id
        assert cell.source == locked.source


def test_code_is_short_and_hidden(cells):
    for cell in (cell for cell in cells if cell.cell_type == "code"):
        assert cell.metadata.jupyter.source_hidden, cell.id
        assert "hide-input" in tags(cell)
        assert len(cell.source.splitlines()) <= 3


def test_every_activity_exists_and_says_how_long_it_takes(cells):
    for cell in (cell for cell in cells if "widget" in tags(cell)):
        called = re.fullmatch(r"course\.(\w+)\(.*\)", cell.source)
        assert called, cell.source
        assert hasattr(Workbook, called[1])
        assert 0 < cell.metadata.netlesson.minutes <= 15


def test_only_what_is_stable_is_compared(cells):
    """A widget's repr would pin the wording of a question."""
    for cell in (cell for cell in cells if cell.cell_type == "code"):
        live = {"widget", "setup"} & tags(cell)
        assert bool(live) == ("nbval-ignore-output" in tags(cell)), cell.id
        kinds = {kind for out in cell.outputs for kind in out.get("data", {})}
        assert kinds, f"{cell.id} was never run: see tools/refresh_notebooks.py"
        assert not {kind for kind in kinds if "widget" in kind}, cell.id


def test_where_only_text_is_shown_it_is_a_sentence(cells):
    """Nor does the output tell of another computer: that the course is open there."""
    for cell in (cell for cell in cells if cell.cell_type == "code"):
        for data in (output["data"] for output in cell.outputs):
            assert re.fullmatch(r"\w.*\w.*\.", data["text/plain"]), cell.id
            assert "my_work" not in data["text/html"], cell.id


def test_something_is_compared_in_every_notebook(path, cells):
    """nbval passes a cell that has no output to compare.

    What the last notebook shows depends on the learner, all of it.
    """
    compared = any("static" in tags(cell) for cell in cells)
    assert compared != (path.stem == "09_decide")


def test_a_learner_never_reads_long_without_doing_something(path, cells):
    words, since = 0, ""
    for cell in cells[3:-1]:
        if cell.cell_type == "code":
            words = 0
        elif cell.id != RUN_HINT:
            since = cell.id
            seen = re.sub("<details>.*?</details>", "", cell.source, flags=re.S)
            lines = [x for x in seen.splitlines() if not x.startswith("|")]
            words += sum(bool(re.search(r"\w", w)) for w in " ".join(lines).split())
        assert words <= 120, f"{name(path)}: {words} words up to cell {since}"


def test_no_case_is_answered_before_the_learner_chose(path, cells):
    """Neither in prose nor in what a page without a kernel shows."""
    shown = str(cells).replace("\\n", " ")
    asked = re.findall(r"course\.suits\(.(.+?).\)", shown)
    for case in (course().cases[each] for each in asked):
        for text in (case.argument, case.caution, case.trap_why):
            first = re.split(r"(?<=[.:;!?]) ", text[path.parent.name])[0]
            assert first not in shown
    assert not re.search("Our answer|Unsere Antwort", shown)
    assert asked or path.stem[:2] not in LESSONS


def test_no_regional_note_is_told_twice(path, cells):
    """Neither in card, chart and prose, nor in two of them."""
    told = Counter()
    for cell in cells:
        html = [out.data.get("text/html", "") for out in cell.get("outputs", [])]
        text = unescape(re.sub("<[^>]+>", "", " ".join([cell.source, *html])))
        for note in course().notes.values():
            told[note.id] += text.count(note.text[path.parent.name].split(". ")[0])
    assert {note: times for note, times in told.items() if times > 1} == {}


def test_links_lead_to_notebooks_that_exist(path, cells):
    for cell in cells:
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", cell.source):
            assert (path.parent / link).is_file(), link


def test_it_says_which_notebook_it_is(path, cells):
    """Else its bar is missing, and the next day another notebook opens."""
    call = f'course = open_course("{path.parent.name}", notebook="{path.stem}")'
    assert cells[2].source.splitlines()[-1] == call


def test_the_way_on_stands_at_its_end(cells):
    """Drawn with the learner's progress."""
    assert [cell.source for cell in cells].count("course.progress()") == 1


def test_it_runs_when_it_is_opened(path):
    notebook = read(path)
    assert notebook.metadata.netlesson == {
        "run_on_open": True,
        "lang": path.parent.name,
    }
