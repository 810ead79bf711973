"""Course notebooks run by themselves when opened; nobody else's code ever does."""

import nbformat
import pytest
from installed import must_be_installed
from nbformat.sign import NotebookNotary

SETUP = 'from netlesson import open_course\n\ncourse = open_course("en")'
OURS = {"run_on_open": True}
FOREIGN = [
    "print(1)",
    "course.profile(); print(1)",
    "course.profile(print(1))",
    "course.profile()\nprint(1)",
    "course.answers.save()",
    "course._page('a', 'b')",
    "course = open_course(print(1))",
    "import os",
    "from netlesson import commands",
    "%run other.ipynb",
    "!echo 1",
    "#no comment\rprint(1)",
    "course.profile()\x0b!echo 1",
    "course.profile(\nprint(1))",
]
COUNTS = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => cell.model.type === "code")
    .map(cell => cell.model.executionCount)"""
HEIGHTS = """() => [...document.querySelectorAll(".jp-CodeCell .jp-Cell-inputWrapper")]
    .map(node => node.offsetHeight)"""


@pytest.fixture(autouse=True)
def installed():
    must_be_installed()


def notebook(lab, cells, metadata=None, *, trust):
    """Write a notebook with hidden code, as the course's are."""
    path = lab.write(["# Title", *cells])
    made = nbformat.read(path, as_version=4)
    for cell in made.cells[1:]:
        cell.metadata.jupyter = {"source_hidden": True}
    if metadata is not None:
        made.metadata.netlesson = metadata
    nbformat.write(made, path)
    if trust:
        NotebookNotary(data_dir=str(lab.base / "data")).sign(made)
    return path


def counts_at_rest(opened):
    """Return the execution counts once nothing more happens."""
    opened.page.wait_for_timeout(2500)
    opened.wait_idle()
    return opened.page.evaluate(COUNTS)


def wait_until_run(opened, last):
    opened.page.wait_for_function(f"({COUNTS})().at(-1) === {last}", timeout=30_000)


def test_a_trusted_course_notebook_runs_by_itself(lab, page_of):
    path = notebook(lab, [SETUP, "course.profile()"], OURS, trust=True)
    opened = page_of(path, run=False)
    wait_until_run(opened, 2)
    opened.page.wait_for_selector(".jp-OutputArea .netlesson", timeout=30_000)
    assert opened.errors == []
    assert opened.strangers() == []


def test_it_runs_again_after_a_reload(lab, page_of):
    path = notebook(lab, [SETUP, "course.profile()"], OURS, trust=True)
    opened = page_of(path, run=False)
    wait_until_run(opened, 2)
    opened.page.reload()
    opened.page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
    wait_until_run(opened, 4)
    assert opened.errors == []


def test_hidden_code_leaves_no_bar_and_can_still_be_shown(lab, cells_of):
    path = notebook(lab, [SETUP, "course.profile()"], {}, trust=True)
    opened = cells_of(path, run=False)
    assert opened.page.evaluate(HEIGHTS) == [0, 0]
    opened.command("notebook:show-all-cell-code")
    opened.page.wait_for_function(f"({HEIGHTS})().every(height => height > 20)")


def test_an_untrusted_notebook_does_not_run(lab, cells_of):
    path = notebook(lab, [SETUP], OURS, trust=False)
    assert counts_at_rest(cells_of(path, run=False)) == [None]


@pytest.mark.parametrize("metadata", [None, {"run_on_open": "yes"}])
def test_a_notebook_that_does_not_ask_for_it_does_not_run(lab, cells_of, metadata):
    path = notebook(lab, [SETUP], metadata, trust=True)
    assert counts_at_rest(cells_of(path, run=False)) == [None]


def test_only_calls_of_the_course_run(lab, cells_of):
    """Jupyter trusts a stranger's notebook as soon as it was saved once."""
    path = notebook(lab, [*FOREIGN, SETUP, "course.profile()"], OURS, trust=True)
    opened = cells_of(path, run=False)
    wait_until_run(opened, 2)
    assert counts_at_rest(opened) == [None] * len(FOREIGN) + [1, 2]
