"""The main job in a real JupyterLab: from a profile to an explained ranking."""

import re

import pytest
from builders import ROOT
from conftest import RESTART

from netlesson.learning import Journal
from netlesson.learning.changes import fold


@pytest.fixture
def course(cells_of, notebooks, journal):
    """Open a notebook of the course by language and name, in the page that stays."""

    def open_notebook(lang, name):
        # Lab draws only the cells in view; this window shows them all.
        path = notebooks / lang / f"{name}.ipynb"
        notebook = cells_of(path, height=9000)
        notebook.page.set_default_timeout(10_000)
        return notebook

    return open_notebook


def form(notebook, legend):
    return notebook.page.locator(".nl-form", has_text=legend).first


def fill_profile(notebook, money="1800", slot="Yes"):
    """Describe the heating firm of the first case."""
    page = notebook.page
    page.get_by_label("Where is your business?").select_option(label="Germany")
    page.get_by_label("In my town or district").check()
    page.get_by_label("Mostly private people").check()
    page.get_by_label("How much may networking cost you in a year?").fill(money)
    page.get_by_label("How many hours a month can you spare for it?").fill("12")
    early = page.get_by_role("radiogroup", name=re.compile("fixed hour every week"))
    early.get_by_label(slot).check()
    page.get_by_label("What do you need most from networking?").select_option(
        "referrals"
    )
    page.get_by_label("And what next?").select_option("commitment")
    # The last answer has arrived: the order of importance names it.
    page.locator(".nl-ranked li:nth-child(2)", has_text="Commitment").wait_for()


def ranking(notebook):
    """Return the names in the order of the ranking, without what is out."""
    rows = notebook.page.locator(".nl-ranking tbody tr:not(.nl-out) th")
    return [name.strip() for name in rows.all_text_contents()]


def kept(journal, kind):
    """Return what the learner's file says now about one kind."""
    return fold(Journal(journal.parent).history(kind))


def test_a_profile_gives_an_explained_ranking_that_survives(course, journal):
    notebook = course("en", "00_start")
    fill_profile(notebook)
    assert ranking(notebook)[0] == "Leads groups"
    notebook.page.get_by_text("Try “Leads groups” first").first.wait_for()
    notebook.page.wait_for_timeout(800)
    assert kept(journal, "profile")["money"] == 1800

    notebook.page.evaluate(RESTART)
    notebook.run_all()
    assert ranking(notebook)[0] == "Leads groups"
    assert notebook.page.get_by_label("In my town or district").is_checked()

    notebook.load()
    notebook.run_all()
    assert ranking(notebook)[0] == "Leads groups"
    money = notebook.page.get_by_label("How much may networking cost you in a year?")
    assert money.input_value() == "1,800"


def test_a_limit_that_is_broken_says_by_how_much(course):
    notebook = course("en", "00_start")
    fill_profile(notebook, money="100", slot="No")
    outs = notebook.page.locator(".nl-ranking .nl-out", has_text="Leads groups")
    out = outs.first
    assert "EUR\N{NO-BREAK SPACE}40 a year over the limit" in out.inner_text()
    assert "fixed hour" not in out.inner_text()  # as an occasional guest
    assert "Would have ranked 2" in out.inner_text()


def test_a_real_group_that_meets_weekly_says_each_limit_that_it_breaks(course):
    start = course("en", "00_start")
    fill_profile(start, money="950", slot="No")
    start.page.wait_for_timeout(800)

    page = course("en", "08_compare").page
    page.get_by_label("Which type is it?").select_option("leads")
    page.get_by_label("What is it called?").first.fill("Lion")
    page.get_by_role("button", name="Add this group").click()
    row = page.locator(".nl-ranking .nl-out", has_text="Lion").first
    row.wait_for()
    for said in ("EUR\N{NO-BREAK SPACE}350 a year over the", "fixed hour every week"):
        assert said in row.inner_text()
    assert "Would have ranked 1" in row.inner_text()


def test_nonsense_is_refused_beside_its_field_and_the_last_answer_holds(course):
    notebook = course("en", "00_start")
    fill_profile(notebook)
    page = notebook.page
    money = page.get_by_label("How much may networking cost you in a year?")
    for typed, said in [
        ("lots", "“lots” is not a number I can read"),
        ("-5", "-5 is less than nothing"),
        ("1e12", "is not a number I can read"),
        ("12.000", "could mean two different numbers"),
        ("", "Please type a number"),
    ]:
        money.fill(typed)
        page.get_by_text(said).wait_for(timeout=5000)
        assert money.get_attribute("aria-invalid") == "true"
        assert ranking(notebook)[0] == "Leads groups"
    money.fill("2000")
    page.wait_for_function("!document.querySelector('[aria-invalid=true]')")


def test_weights_move_the_ranking_and_the_figures_and_are_kept(course, journal):
    start = course("en", "00_start")
    fill_profile(start)
    start.page.wait_for_timeout(800)

    notebook = course("en", "08_compare")
    page = notebook.page
    before = ranking(notebook)
    figure = page.locator(".nl-form .nl-shades tbody").inner_text()
    assert before[0] == "Leads groups"

    weights = page.locator(".nl-form", has_text="How much does each count?")
    for slider in weights.get_by_role("slider").all():
        slider.focus()
        slider.press("Home")
    trust = weights.get_by_role("slider", name="Trust", exact=True)
    trust.focus()
    trust.press("End")
    page.wait_for_function(
        "document.querySelector('.nl-ranking tbody th').innerText.includes('Informal')"
    )
    page.wait_for_function(
        "old => document.querySelector('.nl-form .nl-shades tbody').innerText !== old",
        arg=figure,
    )
    why = page.locator(".nl-form", has_text="compared with this one")
    why.locator(".nl-why h3", has_text="Trust").wait_for()
    page.wait_for_timeout(800)
    points = kept(journal, "weights")["points"]
    assert points["trust"] == 100
    assert sum(points.values()) == 100

    notebook.page.evaluate(RESTART)
    notebook.run_all()
    assert ranking(notebook)[0] == "Informal networks"
    page.get_by_role("button", name="Back to what my profile suggests").click()
    page.wait_for_function(
        "document.querySelector('.nl-ranking tbody th').innerText.includes('Leads')"
    )


def test_a_new_order_sets_new_weights(course):
    start = course("en", "00_start")
    fill_profile(start)
    start.page.wait_for_timeout(800)
    notebook = course("en", "08_compare")
    page = notebook.page
    order = page.locator(".nl-form", has_text="Which one improvement would be")
    for _ in range(3):
        order.get_by_role("button", name=re.compile("up.*Trust", re.I)).click()
    trust = page.get_by_role("slider", name="Trust", exact=True)
    page.wait_for_function(
        "node => node.value === '100'", arg=trust.element_handle(), timeout=5000
    )


def test_before_there_is_a_business_a_link_leads_to_the_questions(course, journal):
    notebook = course("de", "08_compare")
    page = notebook.page
    assert page.locator(".nl-ranking").count() == 0
    link = page.locator(".nl-form").get_by_role("link", name="Zu 00 Start").first
    assert link.get_attribute("href").endswith("00_start.ipynb")
    page.get_by_role("slider", name="Vertrauen", exact=True).press("Home")
    page.wait_for_timeout(800)
    assert page.locator(".nl-ranking").count() == 0
    assert kept(journal, "weights")["points"]["trust"] == 0


def test_an_all_zero_weighting_says_what_happens_instead(course, described):
    notebook = course("en", "08_compare")
    page = notebook.page
    weights = page.locator(".nl-form", has_text="How much does each count?")
    for slider in weights.get_by_role("slider").all():
        slider.focus()
        slider.press("Home")
    page.get_by_text("All sliders are at 0").wait_for(timeout=5000)
    beside = weights.locator(".nl-side")
    assert "everything counts the same" in beside.inner_text()
    slider.press("End")
    beside.get_by_text("everything counts the same").wait_for(state="detached")


def test_the_profile_can_be_filled_in_by_keyboard_alone(course):
    notebook = course("en", "00_start")
    page = notebook.page
    cells = page.locator(".jp-Cell").count()
    page.get_by_label("Where is your business?").focus()
    page.keyboard.type("Ger")
    # Faster keys than anybody's would pass the question before it is asked.
    page.get_by_text("Do you belong to a chamber by law?").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # in my town
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # private people
    page.keyboard.press("Tab")
    page.keyboard.type("1800")
    page.keyboard.press("Tab")
    page.keyboard.type("12")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # yes, a fixed hour
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")  # no, the seat is free
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # the chamber is left open
    page.keyboard.type("Ref")
    page.keyboard.press("Tab")
    page.keyboard.type("Com")
    # A ranking is there before the last answer has arrived.
    page.locator(".nl-ranked li:nth-child(2)", has_text="you named it").wait_for()
    assert ranking(notebook)[0] == "Leads groups"
    assert page.locator(".jp-Cell").count() == cells


def test_a_case_answers_only_after_a_choice(course, journal):
    notebook = course("en", "07_side_by_side")
    page = notebook.page
    cases = page.locator(".nl-form", has_text="What would you try first?")
    assert "Our shortlist" not in cases.inner_text()
    cases.get_by_role("button", name="Compare with our shortlist").click()
    cases.get_by_text("Choose a type first.").wait_for(timeout=5000)
    cases.get_by_label("Leads groups").check()
    cases.get_by_role("button", name="Compare with our shortlist").click()
    cases.get_by_text("That is our first choice as well").wait_for(timeout=5000)
    case = Journal(journal.parent).latest("case")
    assert case == {"case": "heating", "choice": "leads"}
    said = page.evaluate("() => document.activeElement.textContent")
    assert "That is our first choice as well" in said
    cases.get_by_label("Business").select_option("cafe")
    page.wait_for_function("!document.body.innerText.includes('first choice as well')")
    cases.get_by_label("Business").select_option("heating")
    cases.get_by_text("That is our first choice as well").wait_for(timeout=5000)


USUAL = [
    ("en", "00_start"),
    ("de", "02_leads_groups"),
    ("de", "04_associations"),
    ("en", "07_side_by_side"),
    ("de", "08_compare"),
    ("en", "09_costs"),
]
OTHERS = [
    (lang, path.stem)
    for lang in ("en", "de")
    for path in sorted((ROOT / "notebooks" / lang).glob("*.ipynb"))
    if (lang, path.stem) not in USUAL
]


@pytest.mark.parametrize(
    ("lang", "name"),
    [*USUAL, *(pytest.param(*each, marks=pytest.mark.long) for each in OTHERS)],
)
def test_it_is_accessible_local_and_fits(course, described, lang, name):
    notebook = course(lang, name)
    notebook.page.wait_for_timeout(1500)
    assert notebook.axe() == []
    assert notebook.unclear() == []
    notebook.page.emulate_media(forced_colors="active")
    assert notebook.axe() == []
    notebook.shot(f"{name}_{lang}_forced")
    notebook.page.emulate_media(forced_colors="none")
    assert notebook.broken_words() == []
    notebook.page.set_viewport_size({"width": 768, "height": 12000})
    notebook.page.wait_for_timeout(500)
    assert notebook.broken_words() == []
    assert notebook.overflow() == 0
    notebook.theme("JupyterLab Dark")
    assert notebook.axe() == []
    notebook.shot(f"{name}_{lang}_dark")
    notebook.page.set_viewport_size({"width": 390, "height": 12000})
    notebook.page.wait_for_timeout(500)
    assert notebook.overflow() == 0
    notebook.shot(f"{name}_{lang}_390")
    assert notebook.strangers() == []
    assert notebook.errors == []
    if lang == "de":
        assert not english_words(notebook)


def english_words(notebook):
    """Return the English words on a German page, but for what is marked as English."""
    page = notebook.page
    text = " ".join(page.locator(".netlesson").all_inner_texts())
    for title in page.locator(".netlesson span[lang=en]").all_inner_texts():
        text = text.replace(title, "")
    telling = {"Points", "Rank", "which", "Choose", "Question", "your", "Our"}
    return telling & set(re.findall(r"\w+", text))
