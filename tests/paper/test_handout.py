"""Lessons on paper and as slides: the same as the screen, and no key unless wanted."""

import html
import re
from collections import Counter

import msgspec
import pytest
from builders import ROOT, course

from netlesson import instructing
from netlesson.commands import cli
from netlesson.content import LANGS, Item
from netlesson.course import Workbook
from netlesson.language import markdown
from netlesson.paper import handout, slides, source as lesson_source
from netlesson.paper.handout import Kind, Paper

LESSONS = sorted(path.stem for path in (ROOT / "notebooks/en").glob("*.ipynb"))
KINDS = [Kind(), Kind(exercises_only=True), Kind(large=True)]


def source(name, lang):
    return lesson_source.read(lesson_source.find(name, lang))


def words(page):
    """Return what somebody reads."""
    inside = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", " ", inside))


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


def told(item, lang):
    """All that only an answer tells; what is offered or on the card tells nothing."""
    said = {squeezed(s.text[lang]) for s in course().statements.values()}
    offered = (o for i in course().items.values() for o in (*i.options, *i.rows))
    said |= {squeezed(each.text[lang]) for each in offered}
    parts = [*item.options, *item.rows, *item.slips]
    texts = [part.feedback for part in parts if part.feedback]
    texts += [each for each in (item.feedback, item.feedback_wrong) if each]
    found = [squeezed(each[lang]) for each in (*texts, *item.hints)]
    return [each for each in found if each not in said]


def advised(found):
    """The businesses of a lesson that one advises."""
    parts = [part for part in found.parts if part.call in handout.ON_PAPER["case"]]
    return [case for part in parts for case in handout.cases_of(part, course())]


def asked(name, lang):
    found = source(name, lang)
    parts = [part for part in found.parts if part.call in handout.ON_PAPER["asked"]]
    return [item for part in parts for item in handout.items_of(part, course())]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", LESSONS)
def test_without_answers_there_is_no_key(name, lang):
    found = source(name, lang)
    prose = squeezed(" ".join(words(markdown.html(p.prose)) for p in found.parts))
    for kind in KINDS:
        page = handout.page(found, course(), lang, kind)
        text = squeezed(words(page))
        for item in asked(name, lang):
            assert squeezed(item.stem[lang]) in text
            for each in told(item, lang):
                assert each not in text or each in prose, (item.id, each)
        for case in advised(found):
            for each in (case.argument, case.caution, case.trap_why):
                assert squeezed(each[lang]) not in text, case.id
        assert "✓" not in text
        assert "✗" not in text
        assert "nl-verdict" not in page.partition("</style>")[2]


def moved(item: Item):
    """Return the item with another key."""
    if item.kind in ("choice", "choices"):
        ticked = [option.key for option in item.options]
        turned = [*ticked[1:], ticked[0]]
        options = [
            msgspec.structs.replace(option, key=key, misconception=None)
            for option, key in zip(item.options, turned, strict=True)
        ]
        return msgspec.structs.replace(item, options=tuple(options))
    if item.rows:
        places = [option.id for option in item.options]
        rows = [
            msgspec.structs.replace(
                row, key=places[(places.index(row.key) + 1) % len(places)]
            )
            for row in item.rows
        ]
        return msgspec.structs.replace(item, rows=tuple(rows))
    return None


def test_paper_is_the_same_whatever_the_key_is():
    """Neither order nor letters may betray it."""
    paper = Paper(course(), "en", Kind())
    for item in course().items.values():
        if other := moved(item):
            assert paper.item(item) == paper.item(other), item.id


def test_the_key_stands_in_no_favourite_place():
    places = []
    for item in course().items.values():
        if item.kind == "choice" and len(item.options) == 4:
            mixed = handout.shuffled(item, handout.SEED)
            places.append([option.key for option in mixed.options].index(True))
    for place in range(4):
        assert 0.1 < places.count(place) / len(places) < 0.4


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", LESSONS)
def test_with_answers_every_reason_is_there(name, lang):
    page = handout.page(source(name, lang), course(), lang, Kind(answers=True))
    text = squeezed(words(page))
    for item in asked(name, lang):
        for each in told(item, lang):
            assert each in text, (item.id, each)
        for option in item.options:
            if option.key:
                assert squeezed(option.text[lang]) in text


@pytest.mark.parametrize("lang", LANGS)
def test_numbers_on_paper_are_those_on_the_screen(lang):
    for name in ("03_events", "09_decide"):
        page = handout.page(source(name, lang), course(), lang, Kind())
        text = squeezed(words(page))
        for item in asked(name, lang):
            number = course().say("quiz.number", lang, n=course().number(item.id))
            assert f"{number} {squeezed(item.stem[lang])}" in text


def test_paper_has_one_way_with_each_activity():
    activities = [name for name in vars(Workbook) if not name.startswith("_")]
    listed = [call for calls in handout.ON_PAPER.values() for call in calls]
    assert sorted(listed) == sorted([*activities, *instructing.__all__])


def test_every_question_of_a_lesson_is_on_paper():
    for group, name in (("leads", "02_leads_groups"), ("social", "05_social_networks")):
        wanted = {
            item.id
            for item in course().items.values()
            if item.topic == group and item.pool == "practice"
        }
        assert {item.id for item in asked(name, "en")} == wanted


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", [*LESSONS, "guide", "class_results"])
def test_paper_and_slides_need_nothing_from_elsewhere(name, lang):
    found = source(name, lang)
    for page in (
        handout.page(found, course(), lang, Kind(answers=True)),
        slides.page(found, course(), lang),
    ):
        assert not re.search(r"(src|href)\s*=\s*[\"']?(?!data:|#)[^\"'> ]*//", page)
        assert "url(" not in page
        assert f'<html lang="{lang}"' in page


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", LESSONS)
def test_slides_drop_no_prose(name, lang):
    found = source(name, lang)
    page = slides.page(found, course(), lang)
    shown = Counter(re.findall(r"\w+", words(page)))
    below = [re.sub(r"^#+ .*$", "", part.prose, flags=re.M) for part in found.parts]
    prose = " ".join(words(markdown.html(each)) for each in below)
    assert Counter(re.findall(r"\w+", prose)) - shown == Counter()


@pytest.mark.parametrize("name", LESSONS)
def test_a_slide_of_prose_has_few_words(name):
    made = slides.Deck(course(), "de").slides(source(name, "de"))
    for slide in (s for s in made if s.kind == "prose" and "<table" not in s.html):
        assert len(words(slide.html).split()) <= slides.WORDS + 15, slide.title


def test_an_answer_follows_its_question_on_the_slides():
    made = list(slides.Deck(course(), "en").slides(source("01_chambers", "en")))
    kinds = [slide.kind for slide in made]
    for at, kind in enumerate(kinds):
        if kind == "question":
            assert kinds[at + 1] == "answer"
            assert "✓" not in made[at].html


def test_prose_is_cut_after_sentences_and_never_inside_bold_words():
    long = " ".join(
        f"**Word {n}. Still bold {n}.** Plain words here." for n in range(20)
    )
    pieces = list(slides.chunks(long))
    assert len(pieces) > 1
    assert all(piece.count("**") % 2 == 0 for piece in pieces)
    assert " ".join(pieces) == long
    table = "| a | b |\n|---|---|\n" + "\n".join(f"| {n} | x |" for n in range(12))
    parts = list(slides.chunks(table))
    assert len(parts) == 3
    assert all(part.startswith("| a | b |\n|---|---|\n") for part in parts)


def test_minutes_and_hints_are_for_instructors_only():
    plain, full = (
        words(handout.page(source("01_chambers", "en"), course(), "en", kind))
        for kind in (Kind(), Kind(answers=True))
    )
    assert not re.search(r"\d minutes\b.*No\. \d", plain[:200])
    assert "Hint 1:" in full
    assert "Hint 1:" not in plain


@pytest.mark.parametrize("command", ["handout", "slides"])
def test_the_command_writes_one_or_all_and_spares_what_is_there(
    command, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert cli.main([command, "01", "--lang", "de"]) == 0
    (made,) = tmp_path.iterdir()
    assert made.name == f"01_chambers-{command}-de.html"
    assert cli.main([command, "01", "--lang", "de"]) == 1
    assert "gibt es schon; wählen Sie einen anderen Namen" in capsys.readouterr().err
    assert cli.main([command, "all", "--out", str(tmp_path / "all")]) == 0
    assert [p.stem for p in sorted((tmp_path / "all").iterdir())] == LESSONS
    assert cli.main([command, "01", "--out", str(tmp_path / "a" / "b.html")]) == 0
    capsys.readouterr()
    assert cli.main([command, "nonsense"]) == 1
    said = capsys.readouterr().err
    assert "there is no lesson “nonsense”; use one of 00_start, 01_chambers" in said
    if command == "handout":
        for extra in ([], ["--answers"], ["--large", "--exercises-only"]):
            assert cli.main([command, "all", *extra]) == 0
    assert cli.main([command, "guide", "--out", str(tmp_path / "guide.html")]) == 0


def test_a_cell_that_calls_nothing_is_named():
    with pytest.raises(ValueError, match="calls no activity"):
        lesson_source._call("x = 1")


def test_a_number_stands_for_the_notebook_that_it_stood_for_before():
    assert lesson_source.find("02", "en").stem == "02_leads_groups"
    assert lesson_source.find("09", "de").stem == "09_decide"
