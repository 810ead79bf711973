"""A lesson in Lab: its quiz by keyboard, after a reload, and the way to the next."""

from builders import course
from conftest import ROOT
from installed import must_be_installed

FOCUSED = "() => document.activeElement?.textContent || document.activeElement?.type"


def quiz(notebook):
    form = notebook.page.locator(".nl-form:has-text('Question')").first
    form.wait_for()
    return form


def test_a_quiz_is_answered_by_keyboard_and_survives_a_reload(page_of, lab):
    cells = [
        'from netlesson import open_course\ncourse = open_course("en")',
        'course.quiz("mixed", n=3)',
    ]
    notebook = page_of(cells)
    page, form = notebook.page, quiz(notebook)
    form.locator("input, select").first.focus()
    inputs = form.locator("input[type=radio], input[type=checkbox]")
    if inputs.count():
        page.keyboard.press("Space")
    elif form.locator("select").count():
        for _ in range(form.locator("select").count()):
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Tab")
    else:
        page.keyboard.type("3,5")
    form.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    form.locator(".nl-status:not(:empty)").wait_for()
    assert page.evaluate(FOCUSED) == form.get_by_role("status").inner_text()
    if form.get_by_role("button", name="Show the answer").count():
        form.get_by_role("button", name="Show the answer").focus()
        page.keyboard.press("Enter")
    form.get_by_role("button", name="Check").wait_for(state="detached")
    marks = form.locator(".nl-mark:visible").all_inner_texts()
    assert marks
    form.get_by_role("button", name="Next question").focus()
    page.keyboard.press("Enter")
    form.get_by_text("Question 2 of 3").wait_for()
    assert page.evaluate(FOCUSED) == "Question 2 of 3"
    assert len(notebook.page.locator(".jp-CodeCell").all()) == len(cells)

    notebook.save()
    notebook.reload()
    notebook.run_all()
    form = quiz(notebook)
    form.get_by_text("Question 2 of 3").wait_for()
    form.get_by_role("button", name="Back").click()
    form.get_by_text("Question 1 of 3").wait_for()
    form.locator(".nl-mark:visible").first.wait_for()
    assert form.locator(".nl-mark:visible").all_inner_texts() == marks
    assert notebook.axe() == []
    assert notebook.errors == []


RANK = """
from netlesson.activities.quiz import Quiz
item = course.content.items["leads-rank-costs"]
Quiz(course.answers, "order", lambda _seed: (item,)).form
"""


def test_things_are_put_in_order_by_keyboard(page_of):
    """As asked it is never right; the reasons stand beside the entries at the end."""
    opened = 'from netlesson import open_course\ncourse = open_course("en")'
    notebook = page_of([opened, RANK.strip()])
    page, form = notebook.page, notebook.page.locator(".nl-form:has(.nl-order)")
    item = course().items["leads-rank-costs"]
    right = [
        next(o for o in item.options if o.id == name).text["en"] for name in item.order
    ]

    def shown():
        return form.locator(".nl-order .nl-words").all_inner_texts()

    check = form.get_by_role("button", name="Check")
    check.focus()
    page.keyboard.press("Enter")
    form.get_by_text("Put them in order first.").wait_for()
    assert sorted(shown()) == sorted(right)
    assert shown() != right
    for place, text in enumerate(right):
        while (at := shown().index(text)) > place:
            form.get_by_role("button", name=f"Move up: {text}").focus()
            page.keyboard.press("Enter")
            form.locator(
                f".nl-order > li:nth-child({at}):has-text('{text}')"
            ).wait_for()
    check.focus()
    page.keyboard.press("Enter")
    form.locator(".nl-mark.nl-right:visible").nth(3).wait_for()
    form.get_by_text("Right.", exact=True).wait_for()
    assert len(page.locator(".jp-CodeCell").all()) == 2
    assert notebook.axe() == []
    assert notebook.errors == []


def test_a_link_to_the_next_notebook_opens_it_in_the_same_lab(page_of, lab):
    must_be_installed()
    folder = lab.copy(ROOT / "notebooks")
    notebook = page_of(folder / "en" / "00_start.ipynb")
    page = notebook.page
    page.evaluate("() => (window.sameLab = true)")
    link = page.locator(".nl-way-next a").last
    path = f"notebooks/en/{link.get_attribute('href')}"
    link.click()
    page.wait_for_function(
        "path => window.jupyterapp.shell.currentWidget?.context?.path === path",
        arg=path,
    )
    assert page.evaluate("() => window.sameLab")
