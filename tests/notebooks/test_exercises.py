"""What every exercise notebook keeps to; untouched and solved, both run through."""

import contextlib
import io
import re
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest

from netlesson import exercise
from netlesson.exercise import engine

ROOT = Path(__file__).parents[2] / "exercises"
ENGLISH = sorted((ROOT / "en").glob("*.ipynb"))
ALL = sorted(ROOT.glob("*/*.ipynb"))
TAGS = {"title", "objectives", "setup", "prose", "example", "exercise", "check"}
TAGS |= {"solution", "keypoints", "hide-input", "nbval-ignore-output"}
HIDDEN = {"setup", "check"}
PRINTED = re.compile(r"```python\n(.*?)```", flags=re.DOTALL)
NAMES = {path.stem for path in ENGLISH}


def read(path):
    return nbformat.read(path, as_version=4)


def tags(cell):
    return set(cell.metadata.get("tags", []))


@pytest.fixture(params=ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def path(request):
    return request.param


@pytest.fixture
def cells(path):
    return read(path).cells


def twin(path):
    return path.parents[1] / "de" / path.name


def bones(cell):
    """What a translation must leave alone."""
    kept = cell.cell_type, cell.id, cell.metadata
    if cell.cell_type == "code":
        return *kept, cell.source.replace('"de")', '"en")')
    levels = re.findall(r"^(#+) ", cell.source, flags=re.MULTILINE)
    points = len(re.findall(r"^- ", cell.source, flags=re.MULTILINE))
    return *kept, levels, points, PRINTED.findall(cell.source)


def test_a_key_changes_only_the_cells_that_a_learner_works_in(cells):
    for cell in cells:
        assert cell.metadata.deletable is False, cell.id
        work = bool({"example", "exercise"} & tags(cell))
        assert cell.metadata.get("editable", True) is work, cell.id


def test_there_are_six():
    assert len(ENGLISH) == 6


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.stem)
def test_twins_have_the_same_bones(path):
    english, german = ([bones(c) for c in read(p).cells] for p in (path, twin(path)))
    assert english == german


def test_it_opens_with_aims_and_closes_with_a_key_point_for_each(cells):
    kinds = [tags(cell) for cell in cells]
    assert kinds[:2] == [{"title"}, {"objectives"}]
    assert kinds[2] == {"setup", "hide-input", "nbval-ignore-output"}
    assert kinds[-1] == {"keypoints"}
    aims, points = (
        len(re.findall(r"^- ", cells[i].source, flags=re.MULTILINE)) for i in (1, -1)
    )
    assert 2 <= aims <= 4
    assert points >= aims


def test_it_has_one_title_and_no_skipped_heading_level(cells):
    prose = "\n".join(c.source for c in cells if c.cell_type == "markdown")
    prose = PRINTED.sub("", prose)
    levels = [len(x) for x in re.findall(r"^(#+) ", prose, flags=re.MULTILINE)]
    assert levels[0] == 1
    assert set(levels[1:]) == {2}


def test_a_task_is_goal_example_turn_answer_check_and_solution(path, cells):
    kinds = ["prose", "example", "prose", "exercise", "check", "solution"]
    body = cells[3:-1]
    assert len(body) % 6 == 0
    assert 4 <= len(body) // 6 <= 7
    goal = {"en": "**Goal:**", "de": "**Ziel:**"}[path.parent.name]
    for start in range(0, len(body), 6):
        task = body[start : start + 6]
        for kind, cell in zip(kinds, task, strict=True):
            assert tags(cell) - {"hide-input"} == {kind}
        assert goal in task[0].source
        assert "..." in task[3].source
        assert task[5].source.startswith("<details><summary>")


def test_ids_are_different_and_tags_are_spelled_as_agreed(cells):
    assert len({cell.id for cell in cells}) == len(cells)
    assert set().union(*map(tags, cells)) <= TAGS


def test_only_what_the_learner_does_not_write_is_hidden(cells):
    for cell in (cell for cell in cells if cell.cell_type == "code"):
        hidden = cell.metadata.get("jupyter", {}).get("source_hidden", False)
        assert hidden == ("hide-input" in tags(cell)) == bool(HIDDEN & tags(cell))
        assert len(cell.source.splitlines()) <= 14


def test_it_takes_twenty_to_thirty_five_minutes(cells):
    minutes = [c.metadata.netlesson.minutes for c in cells if "exercise" in tags(c)]
    assert min(minutes) >= 3
    assert 20 <= sum(minutes) <= 35


def test_it_was_run_untouched_and_without_timings_before_it_was_saved(cells):
    """nbval compares nothing in a cell that was never run, and still passes."""
    code = [cell for cell in cells if cell.cell_type == "code"]
    counts = [cell.execution_count for cell in code]
    assert counts == list(range(1, len(code) + 1))
    for cell in code:
        assert "execution" not in cell.metadata
        assert bool(cell.outputs) == ("exercise" not in tags(cell)), cell.id
        assert {each.output_type for each in cell.outputs} <= {
            "stream",
            "display_data",
            "execute_result",
        }


def test_open_tasks_say_not_yet(path, cells):
    words = {"en": "Not yet.", "de": "Noch offen."}[path.parent.name]
    for cell in (cell for cell in cells if "check" in tags(cell)):
        shown = cell.outputs[0].data["text/html"]
        assert f"<strong>{words}</strong>" in shown


def test_pictures_have_an_alt_text(cells):
    for cell in cells:
        for output in cell.get("outputs", []):
            shown = output.get("data", {})
            assert "image/png" not in shown
            for tag in re.findall(r"<[^>]*(?:<img|role=.img)[^>]*", str(shown)):
                assert re.search(r'(alt|aria-label)="[^"]{20,}', tag)


def test_every_task_is_asked_in_one_notebook():
    asked = [
        re.findall(r"marked\((\w+)\.(\w+), ", cell.source)[0]
        for path in ENGLISH
        for cell in read(path).cells
        if "check" in tags(cell)
    ]
    assert len(asked) == len(set(asked))
    for module, name in asked:
        assert callable(getattr(getattr(exercise, module), name))
    assert {name for name, _ in asked} == {each[3:] for each in NAMES}


class Learner:
    """Runs the cells of a notebook as a kernel would, without one."""

    def __init__(self, monkeypatch, home):
        self.scope = {}
        monkeypatch.setenv("NETLESSON_HOME", str(home))
        shell = SimpleNamespace(user_ns=self.scope)
        monkeypatch.setattr(engine, "get_ipython", lambda: shell)

    def run(self, source):
        with contextlib.redirect_stdout(io.StringIO()):
            exec(source, self.scope)  # noqa: S102  our own notebooks

    def verdict(self, source):
        head, _, call = source.rpartition("\n")
        self.run(head)
        return eval(call, self.scope)  # noqa: S307  our own notebooks


@pytest.fixture
def learner(monkeypatch, tmp_path):
    return Learner(monkeypatch, tmp_path)


def test_printed_solutions_pass(cells, learner):
    verdict = None
    for number, cell in enumerate(cells):
        if "check" in tags(cell):
            before = learner.verdict(cell.source)
            learner.run(PRINTED.search(cells[number + 1].source)[1])
            verdict = learner.verdict(cell.source)
            assert not before.tried
            assert verdict.passed, (cell.id, verdict.message)
        elif cell.cell_type == "code":
            learner.run(cell.source)
    assert verdict


def test_checks_run_in_any_order_and_without_their_cells(cells, learner):
    """Deleted, skipped or copied cells: every check still answers."""
    checks = [cell.source for cell in cells if "check" in tags(cell)]
    for source in [*reversed(checks), *checks]:
        verdict = learner.verdict(source)
        assert not verdict.tried
        assert "`" in verdict.message


def test_an_overwritten_course_does_not_break_the_checks(cells, learner):
    learner.scope |= {"course": "my course", "pd": pd}
    for number, cell in enumerate(cells):
        if "check" in tags(cell):
            learner.run(cells[number - 1].source.replace("...", "None"))
            verdict = learner.verdict(cell.source)
            assert not verdict.passed
            assert "`course`" in verdict.message
