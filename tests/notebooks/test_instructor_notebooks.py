"""The notebooks for instructors: twins, readable without a kernel, outside the way.

Learners never meet them: no learner's notebook links to one.
"""

import re
from pathlib import Path

import nbformat
import pytest
from test_notebooks import bones, name, read, tags, twin

from netlesson.course import Workbook

ROOT = Path(__file__).parents[2]
ENGLISH = sorted((ROOT / "notebooks/en/instructor").glob("*.ipynb"))
ALL = sorted((ROOT / "notebooks").glob("*/instructor/*.ipynb"))


@pytest.fixture(params=ALL, ids=lambda p: f"{p.parents[1].name}-{p.stem}")
def path(request):
    return request.param


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.stem)
def test_twins_have_the_same_bones(path):
    """Links within a notebook are to its headings, which are in its language."""

    def structure(place):
        return [
            [
                [x.replace("/de/", "/en/") for x in part if not x.startswith("#")]
                if isinstance(part, list) and part and isinstance(part[0], str)
                else part
                for part in bones(cell)
            ]
            for cell in read(place).cells
        ]

    assert structure(path) == structure(twin(path))


def test_it_opens_with_a_title_and_skips_no_heading_level(path):
    cells = read(path).cells
    assert tags(cells[0]) == {"title"}
    prose = "\n".join(c.source for c in cells if c.cell_type == "markdown")
    prose = re.sub(r"```.*?```", "", prose, flags=re.S)
    levels = [len(each) for each in re.findall(r"^(#+) ", prose, flags=re.M)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(levels, levels[1:]))  # noqa: B905, RUF007


def test_code_is_short_hidden_and_calls_what_exists(path):
    for cell in (cell for cell in read(path).cells if cell.cell_type == "code"):
        assert cell.metadata.jupyter.source_hidden, cell.id
        assert len(cell.source.splitlines()) <= 3
        if "widget" in tags(cell):
            called = re.fullmatch(r"course\.(\w+)\(.*\)", cell.source)
            assert hasattr(Workbook, called[1])
        live = {"widget", "setup"} & tags(cell)
        assert bool(live) == ("nbval-ignore-output" in tags(cell)), cell.id
        kinds = {kind for out in cell.outputs for kind in out.get("data", {})}
        assert kinds, f"{cell.id} was never run: see tools/refresh_notebooks.py"
        assert not {kind for kind in kinds if "widget" in kind}, cell.id


def test_links_lead_to_notebooks_that_exist(path):
    for cell in read(path).cells:
        for link in re.findall(r"\]\(([^)#:]+\.ipynb)[^)]*\)", cell.source):
            assert (path.parent / link).is_file(), link


def test_no_learner_is_led_to_it():
    for each in sorted((ROOT / "notebooks").glob("*/*.ipynb")):
        assert "instructor/" not in nbformat.writes(read(each)), name(each)
