"""Everything a learner or an instructor meets, in a language made for this test.

Held here: no word in another language than that of the reader, no number, amount,
share, date or quotation in another notation, and no error. Not held, because it is
not in Python's hands: the prose of notebooks
(their alt texts, captions and tables are), and the positions of a slider, which the
browser writes.
"""

import csv
import io
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from typing import get_args
from xml.etree import ElementTree as ET

import icalendar
import msgspec
import openpyxl
import pytest
from builders import PROFILE, ROOT, course
from playing import right, shown, wrong
from pseudo import ENGLISH, LANG, added, bracketed, foreign, outside, words_of

from netlesson import course as opened, exercise, open_course
from netlesson.activities.own import own_form
from netlesson.activities.plan import plan_form, review_form
from netlesson.classroom.handin import encode_result, file_name, make_result
from netlesson.classroom.page import page as class_page, write_tables
from netlesson.classroom.reading import read_class
from netlesson.classroom.tables import make_tables
from netlesson.commands import main
from netlesson.content import (
    DATA,
    LANGS,
    ContentError,
    Lang,
    Text,
    load_course,
    phrases,
)
from netlesson.course import Workbook
from netlesson.deciding import own_groups
from netlesson.exercise import engine
from netlesson.explaining.shown import Shown
from netlesson.form import Form
from netlesson.language import (
    as_percent,
    date_short,
    listing,
    money,
    number,
    parse_number,
    percent,
    quoted,
    signed,
)
from netlesson.language.languages import LANGUAGES
from netlesson.language.wording import parse_date
from netlesson.learning import Answers, Journal
from netlesson.lms.gift import gift
from netlesson.lms.qti import package
from netlesson.paper import handout, instructing, slides, source as lesson_source
from netlesson.report import files

TODAY = date(2026, 11, 23)
TYPED = bracketed("typed")
GROUPS, CASES = list(course().groups), list(course().cases)
OWN = {
    "money": {"value-own-1-money": "1_200·5", "note-own-1-money": TYPED},
    "trust": {"value-own-1-trust": "3.5"},
}
PLAN = {
    "chosen": ["associations", "own-1"],
    "start": "2026/12/01",
    "end": "2027/03/01",
    "budget": "1_350·5",
    "hours": "30",
    "target_customers": "2",
    "target_contacts": "1_200",
    "decides": "customers",
    "least": "1",
    "rule": TYPED,
}
REVIEW = {
    "counted_customers": "1",
    "counted_contacts": "1_300",
    "spent": "1_120·5",
    "used": "8·5",
    "decision_own-1": "stop",
    "learned": TYPED,
}
CALLS = {
    **dict.fromkeys(("card", "chart", "sort", "match"), GROUPS),
    "quiz": [*GROUPS, "mixed", "deciding"],
    "self_check": ["opening", "closing"],
    "reflection": ["decide-choice"],
    "suits": CASES[:2],
    "histogram": [[1234.5, 2000.25, 3.5]],
}
ACTIVITIES = [name for name in vars(Workbook) if not name.startswith("_")]


@pytest.fixture(scope="module")
def zz(tmp_path_factory):
    """The course in the pseudo-language."""
    with added(tmp_path_factory.mktemp("content")) as patch:
        patch.setattr(opened, "display", lambda _: None)
        phrases.cache_clear()
        yield load_course()
    phrases.cache_clear()


@pytest.fixture(scope="module")
def kept(zz, tmp_path_factory):
    """The journal of somebody who has done something everywhere."""
    folder = tmp_path_factory.mktemp("home")
    learner = Answers(zz, Journal(folder), LANG)
    learner.set_profile(PROFILE)
    learner.record("reflection", id="decide-choice", text=TYPED)
    for item in list(zz.items.values())[::3]:
        response = item.answer or {row.id: row.key for row in item.rows}
        response = response or next(iter(right(item, LANG).values()))
        learner.record("attempt", item=item.id, response=response, answered=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own_groups, "new_id", lambda: "own-1")
        fill(own_form(learner), own_type="leads", own_name=TYPED, press="own_add")
    for name, state in (("money", "own"), ("trust", "own"), ("fit", "unknown")):
        entered = {"own_criterion-own-1": name, f"state-own-1-{name}": state}
        fill(own_form(learner), **entered, **OWN.get(name, {}))
    fill(plan_form(learner, lambda: TODAY), **PLAN)
    fill(review_form(learner, lambda: TODAY), **REVIEW)
    return folder


@pytest.fixture
def learner(zz, kept, tmp_path, monkeypatch):
    """The same person, in a home that a test may change."""
    home = shutil.copytree(kept, tmp_path / "home")
    monkeypatch.setenv("NETLESSON_HOME", str(home))
    monkeypatch.setenv("NETLESSON_HANDIN", str(tmp_path))
    return Answers(zz, Journal(home), LANG)


def fill(form, press="", **entries):
    """Fill in a form field by field, as one does; all of it has to be understood."""
    for name, entry in entries.items():
        form.enter(**{name: entry})
    if press:
        form.press(press)
    assert form.errors == {}


ENTRIES = {
    "choice": lambda field, n: field["options"][-n % len(field["options"])]["id"],
    "select": lambda field, n: field["options"][-n % len(field["options"])]["id"],
    "choices": lambda field, n: [o["id"] for o in field["options"][n : n + 2]],
    "order": lambda field, n: [o["id"] for o in field["options"]][:: 1 - 2 * n],
    "range": lambda field, n: field["max"] if n else field["min"],
    "number": lambda _, n: "1_200·5" if n else "?",
    "line": lambda _, n: "2026/12/01" if n else TYPED,
    "area": lambda _, n: TYPED,
}


def said(node):
    """Yield all text in what a form sends to the page."""
    if isinstance(node, str):
        yield words_of(node) if "<" in node else node
    elif isinstance(node, dict):
        for key, inside in node.items():
            if key not in ("id", "kind", "accept", "place", "state"):
                yield from said(inside)
    elif isinstance(node, list | tuple):
        for inside in node:
            yield from said(inside)


def heard(form):
    """Return what a form says now."""
    answers = (form.errors, form.marks, form.outputs, form.status, form._alert)
    return {*said(form.fields), *said(answers)}


def played(form):
    """Fill in a form in two ways, press all there is, and return all it says."""
    found = {*heard(form), *said(form.labels), *said(form.fallback())}
    for n in range(2):
        for field in form.fields:
            fill = ENTRIES.get(field["kind"])
            if fill and field["id"] in {each["id"] for each in form.fields}:
                form.enter(**{field["id"]: fill(field, n)})
                found |= heard(form)
        item = shown(form)
        if item:
            form.enter(**(right if n else wrong)(item, LANG))
        for field in form.fields:
            if field["id"] not in form.disabled and field["kind"] == "button":
                form.press(field["id"])
            elif field["id"] in {*form._on_download} - {*form.disabled}:
                form._on_download[field["id"]]()
            found |= heard(form)
    return found


def test_every_text_that_the_language_lacks_is_named_and_nothing_else():
    texts = sum(
        len(ENGLISH.findall(path.read_text(encoding="utf-8")))
        for path in DATA.glob("*.toml")
    )
    with added(), pytest.raises(ContentError) as caught:
        load_course()
    faults = caught.value.faults
    assert len(set(faults)) == len(faults) == texts > 3000
    assert all(re.search(r": no 'zz' text beside .+; add it$", each) for each in faults)


def test_every_language_has_a_name_and_a_record():
    assert tuple(LANGS) == tuple(LANGUAGES) == get_args(Lang)


def test_a_language_without_a_record_is_named(monkeypatch):
    monkeypatch.setitem(LANGS, "fr", "French")
    with pytest.raises(ValueError, match="'fr' has no record in LANGUAGES; add one"):
        number(1, "fr")


def test_a_fourth_language_is_called_by_its_number(tmp_path):
    own = '[quiz]\ncheck = { en = "a", de = "b", zz = "c", fr = "d" }\n'
    with added(tmp_path):
        mine = tmp_path / "mine"
        mine.mkdir()
        (mine / "strings.toml").write_text(f"extend = true\n{own}", encoding="utf-8")
        with pytest.raises(ContentError) as caught:
            load_course(mine)
    assert caught.value.faults[0].startswith(
        "strings.toml, quiz.check: 'fr' is a fourth language beside English and German "
        "and Pseudo; it would need every text of every content file"
    )


def test_its_record_is_all_that_notation_asks(zz):
    assert number(1234.5, LANG, 1) == "1_234·5"
    assert signed(-1234.5, LANG, 1) == "\N{MINUS SIGN}1_234·5"
    assert money(-1200, LANG, "CHF") == "¤\N{MINUS SIGN}1_200⁝CHF"
    assert percent(0.415, LANG) in ("41﹪", "42﹪")
    assert as_percent("4·5", LANG) == "4·5﹪"
    assert listing(["a", "b", "c"], LANG) == "a, b ja c"
    assert quoted("a", LANG) == "«a»"
    assert date_short(TODAY, LANG) == "2026/11/23"


def test_what_it_writes_it_reads(zz):
    for amount in (0.5, 12, 1234.5, 1_200_000.25, -1200):
        assert parse_number(number(amount, LANG, 2), LANG) == amount
    for typed in ("2026/11/23", "26-11-23", "2026-11-23", "23. marraskuuta 2026"):
        assert parse_date(typed, LANG) == TODAY


def test_nothing_on_a_page_is_taken_for_translated_that_is_not(zz):
    assert foreign("⟦a ⟦b⟧ c⟧ d") == set()
    assert foreign("⟦a⟧ Right") == {"Right"}
    for text in ("⟦1,200⟧", "3.5", "⟦40%⟧", "⟦350 €⟧", "EUR 350", "⟦“a”⟧", "„a“"):
        assert foreign(text) != set()


@pytest.mark.parametrize("name", ACTIVITIES)
def test_an_activity_speaks_the_language(learner, name):
    book = open_course(LANG)
    for argument in CALLS.get(name, [None]):
        made = getattr(book, name)(*([] if argument is None else [argument]))
        if isinstance(made, Form):
            texts = played(made)
        elif isinstance(made, Shown):
            texts = {words_of(made.data)}
        else:  # a table for those who know pandas; its own words are code
            texts = {str(text) for text in made.get("text", ())}
        known = [str(book.answers.journal.path), str(ROOT)]
        assert {t: f for t in texts if (f := foreign(t, known=known))} == {}


def held(texts, **options):
    """Return what is foreign in texts, each with the text."""
    return {text: found for text in texts if (found := foreign(text, **options))}


def test_the_report_speaks_the_language(learner):
    made = {name.rpartition(".")[2]: data for name, data in files(learner, TODAY)}
    assert held([words_of(made["html"].decode())]) == {}
    rows = list(csv.reader(io.StringIO(made["csv"].decode("utf-8-sig")), delimiter="|"))
    assert len({len(row) for row in rows}) == 1
    assert held(cell for row in rows for cell in row) == {}
    assert any("·" in cell for row in rows for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    cells = [c.value for sheet in book for row in sheet for c in row]
    assert held([*book.sheetnames, *(c for c in cells if isinstance(c, str))]) == {}
    events = icalendar.Calendar.from_ical(made["ics"]).events
    assert (
        held(str(e[part]) for e in events for part in ("summary", "description")) == {}
    )


@pytest.mark.parametrize("name", sorted(lesson_source.names("en")))
def test_a_lesson_on_paper_speaks_the_language(zz, name, monkeypatch):
    """Without the prose of the notebook, which is a translator's work."""
    found = lesson_source.read(lesson_source.find(name, "en"))
    monkeypatch.setattr(instructing, "course_in_use", lambda: zz)
    parts = [
        replace(part, arguments=tuple(LANG if a == "en" else a for a in part.arguments))
        for part in found.parts
        if part.call
    ]
    bare = replace(found, title="", parts=tuple(parts))
    for kind in (handout.Kind(), handout.Kind(answers=True, large=True)):
        assert held([words_of(handout.page(bare, zz, LANG, kind))]) == {}
    assert held([words_of(slides.page(bare, zz, LANG))]) == {}


def test_the_results_of_a_class_speak_the_language(learner, tmp_path):
    result = make_result(learner, reflections=["decide-choice"])
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(12):
        each = msgspec.structs.replace(result, id=f"{n:016x}")
        (folder / file_name(each)).write_bytes(encode_result(each))
    (folder / "0.json").write_text("{")
    found = read_class(folder, learner.course)
    assert (len(found), len(found.skipped)) == (12, 1)
    shown_page = class_page(found, LANG, reflections=True)
    assert held([words_of(shown_page)], known=["0.json"]) == {}
    tables = {
        path.stem: list(csv.DictReader(path.open(encoding="utf-8-sig"), delimiter="|"))
        for path in write_tables(tmp_path / "csv", found, make_tables(found), LANG)
    }
    assert held(row["stem"] for row in tables["items"]) == {}
    assert held(row["reason"] for row in tables["skipped"]) == {}


# Tags, categories, ids, shares and numbers, as the format spells them.
GIFT = re.compile(
    r"<[^>]+>|\[\w+(?::[\w-]+)?\]|^\$CATEGORY: netlesson-zz"
    r"|%-?[\d.]+%|-?[\d.]+:[\d.]+#",
    re.MULTILINE,
)


def prose_of(root):
    """Yield what is to be read in a file of a QTI package; the rest is markings."""
    if root.tag.endswith("}manifest"):
        yield from (each.text for each in root.iterfind(".//{*}langstring"))
        return
    for part in root.iterfind(".//{*}itemBody"):
        yield from part.itertext()
    for part in root.iterfind(".//{*}modalFeedback"):
        yield from part.itertext()


def test_questions_for_learning_platforms_speak_the_language(zz):
    items = list(zz.items.values())
    tags = {tag for item in items for tag in (item.pool, item.level, item.kind)}
    names = {"GIFT", "Moodle", "QTI 2.1", *zz.items, *tags}
    written = GIFT.sub(" ", gift(items, zz, LANG))
    assert held(written.split("\n"), known=names) == {}
    with zipfile.ZipFile(io.BytesIO(package(items, zz, LANG))) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            if name.endswith(".xml"):
                text = "\n".join(prose_of(ET.fromstring(text)))  # noqa: S314 (ours)
            assert held(text.split("\n"), known=names) == {}


TASKS = [
    (module, name)
    for path in sorted((ROOT / "exercises/en").glob("*.ipynb"))
    for module, name in re.findall(
        r"marked\((\w+)\.(\w+), ", path.read_text(encoding="utf-8")
    )
]


@pytest.mark.parametrize(("module", "name"), TASKS, ids=lambda x: x)
def test_an_exercise_check_speaks_the_language(learner, module, name):
    task = getattr(getattr(exercise, module), name)
    scopes = [{}, *({name: answer} for answer in (..., None, 1, "a", [], {}, len))]
    for scope in scopes:
        told = engine.marked(task, LANG, scope).message
        assert outside(told).strip() == ""


def test_progress_on_the_command_line_speaks_the_language(learner, capsys):
    assert main(["progress", "--lang", LANG]) == 0
    known = [str(learner.journal.path)]
    assert held(capsys.readouterr().out.splitlines(), known=known) == {}


@pytest.mark.parametrize(
    "ask",
    [
        lambda: open_course("fr"),
        lambda: Answers(course(), Journal(ROOT / "nowhere"), "fr"),
        lambda: number(1, "fr"),
        lambda: course().say("form.right", "fr"),
    ],
)
def test_a_language_that_is_not_there_is_one_sentence(ask):
    with pytest.raises(ValueError, match="'fr'") as caught:
        ask()
    assert re.fullmatch(r"[^\n]+; (use|ask for) one of [^\n]+", str(caught.value))


def test_a_text_never_speaks_another_language_than_asked():
    sentence = "^the text 'Why.' has no words in 'fr'; ask for one of en, de$"
    with pytest.raises(ValueError, match=sentence):
        Text(en="Why?", de="Warum?")["fr"]
    with pytest.raises(ValueError, match="a text has no words; give them by"):
        Text()
    assert Text.same("my note")["de"] == "my note"
