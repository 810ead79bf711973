"""Readers of German in Switzerland find ss for ß, and nothing else changed."""

from dataclasses import fields

import pytest
from builders import PROFILE, course

from netlesson.activities.plan import plan_form
from netlesson.activities.quiz import quiz_form
from netlesson.content import local
from netlesson.content.records import Record, Text
from netlesson.learning import Answers, MemoryJournal

SWISS = local(course(), "CH")


def texts(given):
    """Yield every text in records."""
    if isinstance(given, Text):
        yield given
    elif isinstance(given, Record):
        for name in given.__struct_fields__:
            yield from texts(getattr(given, name))
    elif isinstance(given, dict | tuple):
        for each in given.values() if isinstance(given, dict) else given:
            yield from texts(each)


def all_texts(content):
    named = [each.name for each in fields(content) if each.init]
    return [text for name in named for text in texts(getattr(content, name))]


def test_no_sentence_of_the_course_has_an_eszett_there():
    here = all_texts(local(course(), "DE"))
    assert sum("ß" in text["de"] for text in here) > 200
    there = all_texts(SWISS)
    assert len(there) == len(here)
    assert not [text for text in there if "ß" in text["de"]]


@pytest.mark.parametrize("country", ["DE", "AT", "UK", "other"])
def test_it_stays_everywhere_else(country):
    said = local(course(), country).strings["plan.review_1_help"]
    assert said == course().strings["plan.review_1_help"]
    assert any("ß" in text["de"] for text in all_texts(local(course(), country)))


def test_english_and_the_titles_of_sources_stay_as_they_are():
    assert SWISS.sources == course().sources
    assert any("ß" in each.title for each in SWISS.sources.values())
    for name, text in course().strings.items():
        assert SWISS.strings[name]["en"] == text["en"]
        assert SWISS.strings[name]["de"] == text["de"].replace("ß", "ss")


def test_what_a_learner_typed_stays_as_typed():
    answers = Answers(course(), MemoryJournal(), "de")
    answers.set_profile({**PROFILE, "country": "CH"})
    assert "ß" not in str([quiz_form(answers, "leads").fields])
    form = plan_form(answers)
    form.enter(rule="Schluss, wenn es keinen Spaß macht")
    assert answers.plan["rule"] == "Schluss, wenn es keinen Spaß macht"
    assert "Spaß" in str(form.value)
