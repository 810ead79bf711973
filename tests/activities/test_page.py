"""Every form of the course has its phrases, its language and its look."""

import re

import pytest
from builders import course

from netlesson.activities.page import Page, page
from netlesson.content import LANGS
from netlesson.learning import Answers, Journal


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_speaks_the_learners_language(tmp_path, lang):
    form = page(Answers(course(), Journal(tmp_path), lang), [], "empty")
    assert form.lang == lang
    assert form.labels["right"] == {"en": "Right", "de": "Richtig"}[lang]


def test_a_page_has_the_look_of_the_course_and_loads_nothing_from_elsewhere():
    assert ".nl-headline" in str(Page._css)
    assert not re.search(r"https?://|@import|import ", str(Page._css))
