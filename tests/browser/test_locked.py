"""No key, click or drag wrecks a lesson; a notebook of somebody else is Lab's alone."""

import pytest
from conftest import ROOT
from installed import must_be_installed

LESSONS = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
FEW = {"en/01_chambers", "de/08_compare"}
EVERY = [
    path
    if f"{path.parent.name}/{path.stem}" in FEW
    else pytest.param(path, marks=pytest.mark.long)
    for path in LESSONS
]
EXERCISE = ROOT / "exercises/en/01_read_the_table.ipynb"
KEYS = [*"xabymrcvz", "d d", *"123456", "Enter", "Shift+M", "Shift+A", "Shift+B"]
KEYS += ["ArrowLeft", "ArrowRight", "Shift+Z", "Alt+Enter", "Control+Backspace"]
KEYS += [f"Control+Shift+{key}" for key in ("-", "M", "ArrowUp", "ArrowDown")]
KEYS += ["Control+x", "Control+v", "Control+z", "ArrowUp", "ArrowDown"]
STATE = """() => window.jupyterapp.shell.currentWidget.content.widgets.map(cell => [
    cell.model.id, cell.model.type, cell.model.sharedModel.source,
    cell.rendered ?? null, JSON.stringify(cell.model.sharedModel.metadata),
    cell.isHidden])"""
FOCUS = """async index => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    await notebook.scrollToItem(index);
    notebook.activeCellIndex = index;
    notebook.mode = "command";
    notebook.widgets[index].node.focus();
    const at = document.activeElement === notebook.widgets[index].node;
    return at && notebook.widgets[index].node.className;
}"""
ACTIVE = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"
IN_A_CELL = "() => document.activeElement.classList.contains('jp-Cell')"
BUTTONS = ".jp-cell-toolbar button, .jp-cell-toolbar jp-button"
TOOLS = ".jp-NotebookPanel-toolbar [data-jp-item-name='{}']"


def press(page, keys):
    for key in keys:
        for each in key.split():
            page.keyboard.press(each)


def state(notebook):
    return notebook.page.evaluate(STATE)


def type_everywhere(notebook):
    """Press every key on every cell and click twice on all prose."""
    page, before = notebook.page, state(notebook)
    assert before
    for index, (name, kind, *_) in enumerate(before):
        shown = cell(notebook, index)
        press(page, KEYS)
        if kind == "markdown":
            shown.query_selector(".jp-RenderedMarkdown").dblclick(
                position={"x": 3, "y": 3}
            )
        assert state(notebook) == before, name


def cell(notebook, index):
    """Make a cell the active one, as a click on its margin does, and return it."""
    assert notebook.page.evaluate(FOCUS, index), index
    return node(notebook, index)


def node(notebook, index):
    """Return a cell by its place in the notebook: not all may be in the page."""
    script = "i => window.jupyterapp.shell.currentWidget.content.widgets[i].node"
    return notebook.page.evaluate_handle(script, index).as_element()


def work_in_an_exercise(notebook):
    """Try what must not work in its cells and what must, in all three kinds."""
    page, before = notebook.page, state(notebook)
    task = next(i for i, each in enumerate(before) if each[0] == "drawbacks")
    for index in (0, task + 1, task + 2):
        cell(notebook, index)
        press(page, KEYS)
        assert state(notebook) == before, before[index][0]
    cell(notebook, task)
    page.wait_for_selector(BUTTONS, state="attached")
    page.wait_for_timeout(500)
    assert page.locator(BUTTONS).locator("visible=true").count() == 0
    press(page, ["x", "d d", "m", "r", "Shift+M", "Control+Shift+ArrowUp"])
    drag(notebook, task)
    assert state(notebook) == before
    press(page, ["Enter", "Control+End"])
    page.keyboard.type("  # xdm")
    press(page, ["Escape"])
    assert state(notebook)[task][2] == "drawbacks = ...  # xdm"
    press(page, ["a"])
    assert len(state(notebook)) == len(before) + 1
    press(page, ["Shift+M", "x"])  # the learner's own cell goes, and no other
    assert [each[0] for each in state(notebook)] == [each[0] for each in before]


def drag(notebook, index):
    """Drag a cell by its margin below the next, which is before the one after it."""
    page = notebook.page
    prompt = cell(notebook, index).query_selector(".jp-InputPrompt").bounding_box()
    below = node(notebook, index + 2).bounding_box()
    page.mouse.move(prompt["x"] + 10, prompt["y"] + 10)
    page.mouse.down()
    page.mouse.move(prompt["x"] + 30, prompt["y"] + 30, steps=5)
    page.mouse.move(below["x"] + 60, below["y"] + below["height"] - 5, steps=10)
    page.mouse.up()


@pytest.fixture(autouse=True)
def installed():
    must_be_installed()


@pytest.fixture
def lesson(lab, cells_of):
    def open_lesson(path):
        lab.copy(path.parents[1])
        place = lab.root / path.relative_to(path.parents[2])
        return cells_of(place, run=False)

    return open_lesson


@pytest.mark.parametrize("path", EVERY, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_no_key_and_no_double_click_changes_a_lesson(lesson, path):
    type_everywhere(lesson(path))


def test_running_the_last_cell_adds_none(lesson):
    notebook = lesson(LESSONS[0])
    before = state(notebook)
    cell(notebook, len(before) - 1)
    press(notebook.page, ["Shift+Enter", "Control+Enter"])
    notebook.wait_idle()
    assert state(notebook) == before


def test_no_button_changes_a_lesson_and_dragging_does_not_either(lesson):
    notebook = lesson(LESSONS[0])
    before = state(notebook)
    drag(notebook, 0)
    assert state(notebook) == before
    for tool in ("insert", "cut", "copy", "paste", "run", "cellType"):
        assert not notebook.page.locator(TOOLS.format(tool)).is_visible(), tool
    assert notebook.page.locator(TOOLS.format("restart-and-run")).is_visible()
    drag(notebook, 0)


def test_cards_keep_their_keys_and_escape_leads_back_to_the_cells(lesson):
    notebook = lesson(LESSONS[1])
    page, before = notebook.page, state(notebook)
    card = next(i for i, each in enumerate(before) if each[0] == "card")
    summary = cell(notebook, card).query_selector("summary")
    summary.focus()
    was_open = summary.evaluate("node => node.parentElement.open")
    press(page, [key for key in KEYS if key != "Enter"])
    assert state(notebook) == before
    assert summary.evaluate("node => node === document.activeElement")
    press(page, ["Enter"])
    assert summary.evaluate("node => node.parentElement.open") is not was_open
    assert page.evaluate(ACTIVE) == card
    press(page, ["Escape"])
    assert page.evaluate(IN_A_CELL)
    press(page, ["ArrowDown"])
    assert page.evaluate(ACTIVE) == card + 1


def test_in_an_exercise_a_learner_works_in_some_cells_only(lesson):
    work_in_an_exercise(lesson(EXERCISE))


def test_a_notebook_of_somebody_else_is_left_to_lab(cells_of):
    """It also shows that the keys, clicks and drags above do something in Lab."""
    notebook = cells_of(["# Title", "1", "# Prose", "2"], run=False)
    page, before = notebook.page, state(notebook)
    drag(notebook, 1)
    moved = f"before => ({STATE})().some(([id], i) => id !== before[i][0])"
    page.wait_for_function(moved, arg=before)
    cell(notebook, 0).query_selector(".jp-RenderedMarkdown").dblclick()
    page.wait_for_function(f"() => ({STATE})()[0][3] === false")
    for key, count in (("b", 5), ("x", 4), ("d d", 3), ("a", 4)):
        cell(notebook, 1)
        press(page, [key])
        page.wait_for_function(f"count => ({STATE})().length === count", arg=count)
    cell(notebook, 1)
    page.locator(BUTTONS).locator("visible=true").first.wait_for()
    assert page.locator(TOOLS.format("insert")).is_visible()
