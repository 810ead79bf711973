"""Where a ranking is shown: not before there is a business to rank for, and once."""

import json

import pytest
from builders import ROOT, course, profile

from netlesson.content import LANGS
from netlesson.course import Workbook
from netlesson.learning import Answers, MemoryJournal, open_questions
from netlesson.learning.profile import write_profile

RANKING = ("profile", "weights", "ranking", "next_steps", "why", "how_sure")
RANKING += ("what_would_change", "portfolio", "plan")
NOTEBOOKS = ("00_start", "08_compare", "09_costs", "09_decide")


def workbook(lang="en"):
    return Workbook(course(), Answers(course(), MemoryJournal(), lang))


def said(form):
    """All that the page shows, what is offered included."""
    fields = [each for each in form.fields if each["kind"] != "order"]
    return json.dumps([form.outputs, form.fallback(), fields], ensure_ascii=False)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", RANKING)
def test_nothing_is_ranked_before_the_business_is_described(name, lang, monkeypatch):
    monkeypatch.chdir(ROOT / "notebooks" / lang)
    book = workbook(lang)
    answers = book.answers
    form = getattr(book, name)()
    typed = {}
    for question, given in write_profile(profile()).items():
        if question in open_questions(typed):
            assert "nl-ranking" not in said(form)
            assert course().say("bars.rank", lang) + " 1" not in said(form)
            if name != "plan":
                shown = "".join(form.outputs.values())
                assert answers.say(f"profile.{question}") in shown
                assert ("00_start.ipynb" in shown) == (name != "profile")
        typed[question] = given
        answers.set_profile(typed)
    assert answers.profile is not None
    assert "00_start.ipynb" not in "".join(form.outputs.values())
    if name in ("profile", "weights", "ranking"):
        assert form.outputs.popitem()[1].count('class="nl-ranking"') == 1


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_page_without_a_kernel_ranks_nothing(name, lang):
    text = (ROOT / f"notebooks/{lang}/{name}.ipynb").read_text(encoding="utf-8")
    assert "nl-ranking" not in text
    shows = [
        call for call in ("profile", "ranking", "weights") if f"course.{call}()" in text
    ]
    assert len(shows) <= 1


def test_what_explains_begins_with_the_first_two_once_they_are_known():
    book = workbook()
    why, change = book.why(), book.what_would_change()
    assert not any(why.value.values())
    book.answers.set_profile(write_profile(profile(needs=("trust",))))
    comparison = book.answers.comparison()
    first, second = (comparison.alternatives[i].id for i in comparison.standing[:2])
    assert (why.value["one"], why.value["other"]) == (first, second)
    assert change.value["wanted"] == second


@pytest.mark.parametrize("lang", LANGS)
def test_the_ranking_of_a_case_is_not_called_the_learners(lang):
    book = workbook(lang)
    book.answers.set_profile(write_profile(profile()))
    forms = [book.weights(), book.ranking()]
    note = book.answers.say("compare.borrowed")
    assert not any(note in form.outputs["ranking"] for form in forms)
    book.answers.start_from(course().cases["heating"].profile)
    assert all(note in form.outputs["ranking"] for form in forms)
    book.answers.go_back()
    assert not any(note in form.outputs["ranking"] for form in forms)
