"""Nothing of an answer stands in a notebook as it is stored, or on learners' paper."""

import pytest
from builders import ROOT, course
from playing import told

from netlesson.content import LANGS
from netlesson.paper import handout, source
from netlesson.paper.handout import Kind

LESSONS = sorted(path.stem for path in (ROOT / "notebooks" / "en").glob("0*.ipynb"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", LESSONS)
def test_a_stored_lesson_tells_no_answer(name, lang):
    path = ROOT / "notebooks" / lang / f"{name}.ipynb"
    assert told(path.read_text(encoding="utf-8"), lang) == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", LESSONS)
def test_paper_without_answers_tells_none_and_with_answers_does(name, lang):
    lesson = source.read(source.find(name, lang))
    for kind in (Kind(), Kind(exercises_only=True), Kind(large=True)):
        assert told(handout.page(lesson, course(), lang, kind), lang) == []
    asks = any(part.call in ("quiz", "cases", "self_check") for part in lesson.parts)
    with_answers = handout.page(lesson, course(), lang, Kind(answers=True))
    assert bool(told(with_answers, lang)) == asks
