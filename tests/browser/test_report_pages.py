"""The report on paper: all that was decided, on four pages, the decision on the first.

Somebody who writes at length gets more pages: what they wrote is never cut.
"""

import re

import pytest
from playwright.sync_api import Page
from pseudo import words_of
from test_own_money import COSTS, FIVE, GROUPS, PLAN, TODAY, fill
from test_paper import CUT

from netlesson.activities.costs import costs_form
from netlesson.activities.lesson import reflection_form
from netlesson.activities.own import own_form
from netlesson.activities.plan import plan_form, review_form
from netlesson.activities.profile import profile_form
from netlesson.content import LANGS, load_course
from netlesson.deciding import own_groups
from netlesson.language import date_text
from netlesson.learning import Answers, MemoryJournal
from netlesson.report.page import page as report_page
from netlesson.report.texts import trial_of

COURSE = load_course()
CITED = r'<span class="nl-soft">\[([\d, ]+)\]'
CHOICE = "Both bring people who know us. Against it: the fee is due at once."
RULE = "If nobody remembers our name by then, we have the wrong room."
NOTE = "Those who come here know each other; we would be new, and have to give first."
CUSTOMERS = {"customers_low": "1", "customers_usual": "4", "customers_high": "9"}


@pytest.fixture
def page(chromium) -> Page:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(params=FIVE)
def decided(request, monkeypatch):
    """Return a maker of somebody who has decided everything that one can decide."""
    monkeypatch.setattr(own_groups, "new_id", lambda: "own-1")

    def made(lang, chosen=("associations", "own-1"), note=NOTE):
        learner = Answers(COURSE, MemoryJournal(), lang)
        fill(profile_form(learner), **FIVE[request.param])
        form = own_form(learner)
        fill(form, own_type="leads", own_name="Lions")
        form.press("own_add")
        fill(form, **{"own_criterion-own-1": "money", "state-own-1-money": "own"})
        fill(form, **{"value-own-1-money": "900", "note-own-1-money": note[:480]})
        for which in chosen:
            three = {f"{which}-{name}": text for name, text in CUSTOMERS.items()}
            costs = {n: t for n, t in COSTS.items() if "events" not in n + t}
            fill(costs_form(learner), **costs, which=which)
            form = costs_form(learner)
            form.enter(which=which)
            fill(form, **three)
        plan = {**PLAN, "chosen": list(chosen), "rule": RULE}
        fill(plan_form(learner, lambda: TODAY), **plan)
        for name in GROUPS:
            reflection_form(learner, name).enter(text=note)
        reflection_form(learner, "decide-choice").enter(text=CHOICE)
        learner.keep()
        return learner

    return made


def sheets(page, html):
    """Print a page and count its sheets."""
    page.set_viewport_size({"width": 680, "height": 1000})  # A4 without its margins
    page.emulate_media(media="print")
    page.set_content(html)
    assert page.evaluate(CUT) == []
    printed = page.pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", printed))


@pytest.mark.parametrize("lang", LANGS)
def test_four_pages_hold_all_that_was_decided(page, decided, lang):
    learner = decided(lang)
    html = report_page(learner, TODAY)
    assert sheets(page, html) <= 4
    trial, said = trial_of(learner), " ".join(words_of(html).split())
    decision = " ".join(words_of(html.partition("</section>")[0]).split())
    assert [name for _, name in trial.chosen if name not in decision] == []
    for day in (trial.start, *trial.reviews, trial.end):
        assert date_text(day, lang) in decision
    for each in (learner.money(trial.budget), RULE, CHOICE):
        assert " ".join(each.split()) in decision
    for key in ("recommend.for", "recommend.against", "report.ask"):
        assert decision.count(learner.say(key)) >= 2, key
    pays = learner.say("costs.break_even", name="Lions", usual="\0", range="")
    assert pays.partition("\0")[0] in decision
    assert said.count(NOTE) >= len(GROUPS) + 1
    assert learner.say("report.yet", what="\0").partition("\0")[0] not in said


@pytest.mark.parametrize("lang", LANGS)
def test_the_decision_is_on_the_first_page(page, decided, lang):
    html = report_page(decided(lang), TODAY)
    decision = re.sub(r"(</section>).*(</main>)", r"\1\2", html, count=1, flags=re.S)
    assert decision.count("<section") == 1
    assert sheets(page, decision) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_three_groups_and_their_result_stay_within_four_pages(page, decided, lang):
    learner = decided(lang, chosen=("associations", "own-1", "informal"))
    entered = {"counted_customers": "1", "spent": "300", "used": "20", "learned": NOTE}
    fill(review_form(learner, lambda: TODAY), **entered, **{"decision_own-1": "stop"})
    html = report_page(learner, TODAY)
    assert learner.say("plan.decision_stop") in html
    assert sheets(page, html) <= 4


def test_long_notes_take_more_pages_and_none_is_cut(page, decided):
    long = " ".join(f"{NOTE} ({n})" for n in range(80))
    html = report_page(decided("de", note=long), TODAY)
    assert sheets(page, html) > 4
    assert words_of(html).count(long) >= len(GROUPS)


@pytest.mark.parametrize("lang", LANGS)
def test_only_what_is_cited_and_only_the_own_country_is_in_it(decided, lang):
    learner = decided(lang)
    html = report_page(learner, TODAY)
    sources = html.partition('<ol class="nl-sources">')[2].partition("</ol>")[0]
    cited = {int(n) for n in re.findall(r"\d+", " ".join(re.findall(CITED, html)))}
    listed, said = sources.count("<li>"), words_of(html)
    assert 10 < listed < 50
    assert cited <= set(range(1, listed + 1))
    for note in COURSE.notes.values():
        there = note.countries and learner.course.country not in note.countries
        assert said.count(note.title[lang]) <= (not there), note.id
