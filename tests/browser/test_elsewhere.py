"""A lesson that was used here and is opened on another computer reads well there."""

import re

import pytest
from conftest import ROOT, Lab, serve
from installed import must_be_installed

LESSON = "notebooks/{}/01_chambers.ipynb"
START = {
    "en": "To answer, run this notebook",
    "de": "Zum Antworten führen Sie dieses Notebook aus",
}
OPEN = {"en": "The course is open", "de": "Der Kurs ist geöffnet"}
QUESTION = {"en": "Question 1 of 5", "de": "Frage 1 von 5"}
OBJECT = r"<[\w.]+ object|object at 0x|Error displaying|model not found"
REFLECTION = "Ask Anna at the Lion"


@pytest.fixture
def elsewhere(chromium, tmp_path):
    """A second computer, with settings and signatures of its own."""
    must_be_installed()
    with serve(tmp_path) as (address, root, server):
        yield Lab(address, root, tmp_path, chromium, server)


@pytest.mark.parametrize("lang", ["en", pytest.param("de", marks=pytest.mark.long)])
def test_a_used_lesson_is_readable_where_nobody_trusts_it(
    lab, elsewhere, page_of, lang
):
    lab.copy(ROOT / "notebooks")
    used = page_of(lab.root / LESSON.format(lang))
    used.page.get_by_text(OPEN[lang]).wait_for()
    used.page.locator(".nl-form textarea").first.fill(REFLECTION)
    used.page.locator(".nl-form input[type=radio]").first.check()
    used.save()
    there = elsewhere.root / used.path.name
    there.write_bytes(used.path.read_bytes())

    opened = elsewhere.open(there, run=False, height=12000)
    opened.page.wait_for_timeout(2500)  # it would run by itself by now
    opened.shot(f"elsewhere_{lang}")
    shown = opened.page.locator(".jp-Notebook").inner_text()
    setup = opened.page.locator(".jp-CodeCell").first.inner_text()
    opened.close()
    assert setup.count(START[lang]) == 1
    assert QUESTION[lang] in shown
    assert OPEN[lang] not in shown
    assert REFLECTION not in shown
    assert not re.search(OBJECT, shown)
    assert not re.search(OBJECT, there.read_text(encoding="utf-8"))
    assert str(lab.base) not in there.read_text(encoding="utf-8")
