"""Groups of one's own in a real JupyterLab: added, changed, kept, and harmless."""

import pytest
from conftest import RESTART

from netlesson.content import load_course
from netlesson.learning import Journal
from netlesson.learning.changes import fold

SCRIPT = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
NAMES = [SCRIPT, "\"double\" 'single' {x} $1$ & 🥐", "שלום עולם", "W" * 500]


@pytest.fixture
def compare(cells_of, notebooks, described):
    """Open the comparison in a language."""

    def open_notebook(lang):
        notebook = cells_of(notebooks / lang / "08_compare.ipynb", height=12000)
        notebook.page.set_default_timeout(10_000)
        return notebook

    return open_notebook


def own(notebook):
    return notebook.page.locator(".nl-form", has_text="Add a real group").first


def add(notebook, kind, name):
    form = own(notebook)
    form.get_by_label("Which type is it?").select_option(kind)
    form.get_by_label("What is it called?").first.fill(name)
    form.get_by_role("button", name="Add this group").click()
    form.locator(".nl-own caption bdi", has_text=name).wait_for()


def ranked(notebook, *names):
    """Return who is in the ranking, once it has followed and these are in it."""
    rows = notebook.page.locator(".nl-ranking").first.locator("tbody th")
    for name in names:
        rows.filter(has_text=name).first.wait_for()
    return [name.strip() for name in rows.all_text_contents()]


def kept(journal):
    """Return the groups that the learner's file holds now."""
    state = fold(Journal(journal.parent).history("own"))
    return list(state["groups"].values())


def test_a_group_is_added_priced_noted_and_survives_a_restart(compare, journal):
    notebook = compare("en")
    page, form = notebook.page, own(notebook)
    add(notebook, "leads", "Tuesday at the Lion")
    assert "Tuesday at the Lion" in ranked(notebook, "Tuesday at the Lion")

    form.get_by_label("I know better").check()
    price = form.get_by_label("Your own figure")
    price.fill("12.000")
    page.get_by_text("could mean two different numbers").wait_for()
    assert price.get_attribute("aria-invalid") == "true"
    price.fill("1.100,50")
    form.get_by_label("Why?").fill("asked the director")
    form.get_by_text("asked the director").wait_for()
    form.get_by_label("Which rating do you want to look at?").select_option("trust")
    question = load_course().criteria["trust"].question["en"]
    form.get_by_role("radiogroup", name=question).wait_for()
    form.get_by_label("I do not know: count it at the middle").check()
    page.get_by_text("Not known: Trust. Counted at the middle").wait_for()
    page.wait_for_timeout(800)
    (group,) = kept(journal)
    assert group["cells"]["money"]["value"] == 1100.5
    assert group["cells"]["trust"]["state"] == "unknown"

    page.evaluate(RESTART)
    notebook.run_all()
    assert "Tuesday at the Lion" in ranked(notebook, "Tuesday at the Lion")
    assert "asked the director" in own(notebook).inner_text()
    own(notebook).get_by_role("button", name="Remove this group").click()
    page.wait_for_function("!document.querySelector('.nl-own caption bdi')")
    own(notebook).get_by_role("button", name="Undo the last change").click()
    own(notebook).locator(".nl-own caption bdi").wait_for()


def test_names_and_notes_appear_as_typed_and_run_nowhere(compare):
    notebook = compare("en")
    page = notebook.page
    for name in NAMES:
        add(notebook, "events", name)
    form = own(notebook)
    form.get_by_label("I know better").check()
    form.get_by_label("Your own figure").fill("0")
    form.get_by_label("Why?").fill(SCRIPT)
    form.get_by_text(SCRIPT).first.wait_for()
    assert set(NAMES) <= set(ranked(notebook, *NAMES))
    why = page.locator(".nl-form", has_text="compared with this one").first
    why.get_by_label("Why does this group stand").select_option(index=6)
    why.get_by_label("compared with this one").select_option(index=9)
    why.locator(".nl-lead", has_text=SCRIPT).wait_for()
    page.wait_for_timeout(1500)
    assert page.evaluate("window.hit") is None
    assert page.locator("img[src='x']").count() == 0
    page.set_viewport_size({"width": 390, "height": 16000})
    page.wait_for_timeout(500)
    assert notebook.overflow() == 0
    notebook.shot("own_390")
    assert notebook.strangers() == []


@pytest.mark.parametrize("lang", ["de"])
def test_it_is_accessible_in_both_themes(compare, lang):
    notebook = compare(lang)
    page = notebook.page
    add_it = page.get_by_role(
        "button", name={"en": "Add this", "de": "Diese Gruppe hinzu"}[lang]
    )
    form = page.locator(".nl-form", has=add_it)
    form.locator("select:has(option[value=informal])").first.select_option("leads")
    add_it.click()
    page.locator(".nl-own caption bdi").wait_for()
    assert notebook.axe() == []
    notebook.theme("JupyterLab Dark")
    assert notebook.axe() == []
    notebook.shot(f"own_{lang}_dark")
    assert notebook.errors == []
