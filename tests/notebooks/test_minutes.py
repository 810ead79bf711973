"""How long the course takes: one tool counts, and everything that tells it agrees."""

import re
import sys

import nbformat
import pytest
from builders import ROOT, course

from netlesson.content import LANGS

sys.path.append(str(ROOT / "tools"))
import minutes

BOTH = pytest.mark.parametrize("lang", LANGS)


@pytest.fixture(scope="module")
def lengths():
    return {lang: minutes.measured(lang, course()) for lang in LANGS}


@pytest.fixture(scope="module")
def found(lengths):
    return minutes.ways(lengths.values())


def test_the_short_way_takes_two_hours_and_the_whole_four(found):
    assert found.short <= 120
    assert found.whole <= 240
    assert set(found.longest) <= set(found.by_name)


@BOTH
def test_something_is_asked_within_150_words(lengths, lang):
    late = {each.name: each.before for each in lengths[lang] if each.before > 150}
    assert not late, f"words before the first activity: {late}"


@BOTH
def test_an_activity_states_no_less_than_it_holds(lengths, lang):
    short = [
        f"{each.name}, {cell}: {stated} stated, {each.held[cell]:.1f} held"
        for each in lengths[lang]
        for cell, stated in each.stated.items()
        if each.held[cell] > stated + 0.75
    ]
    assert not short


def test_notebooks_and_readmes_tell_what_the_tool_counts(found):
    wrong = [
        str(path.relative_to(ROOT))
        for path, text in minutes.told(found).items()
        if path.read_text(encoding="utf-8") != text
    ]
    assert not wrong, "run: python tools/minutes.py --write"


@BOTH
def test_every_notebook_and_readme_is_told_of(found, lang):
    names = {path.name for path in minutes.told(found) if path.parent.name == lang}
    assert names == {path.name for path in (ROOT / "notebooks" / lang).glob("*.ipynb")}
    text = (ROOT / minutes.README[lang]).read_text(encoding="utf-8")
    for name, needed in found.by_name.items():
        if name[:2] not in minutes.TYPES:
            assert re.search(rf"\| `{name}` \| {needed}\b", text), name
    said = minutes.TOTALS[lang].format(short=found.short, whole=found.whole)
    assert f"{minutes.MARK}\n{said}\n" in text


@BOTH
@pytest.mark.parametrize("place", ["00_start", "instructor/guide"])
def test_what_is_told_in_prose_is_true(found, lang, place):
    path = ROOT / "notebooks" / lang / f"{place}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    prose = " ".join(cell.source for cell in cells if cell.cell_type == "markdown")
    two, four = {
        "en": (r"about two hours", r"at most four hours"),
        "de": (r"etwa zwei Stunden", r"höchstens vier\b"),
    }[lang]
    assert re.search(two, prose)
    assert re.search(four, prose)
    assert 100 <= found.short <= 120 < found.whole <= 240


def test_what_is_folded_does_not_count_and_its_summary_does():
    html = "<p>one two</p><details><summary>three</summary><p>four</p></details>five"
    assert minutes.words(html) == 4
    assert minutes.words("<p class='nl-hidden'>one</p><script>two</script>") == 0


def test_minutes_of_a_word_follow_the_speed(lengths):
    for each in lengths["en"]:
        assert each.reading == pytest.approx((each.prose + each.shown) / 180)
        assert each.minutes == pytest.approx(each.reading + sum(each.stated.values()))
