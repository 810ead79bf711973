"""Content of one's own and what learners type are text, whatever they try to be.

Through every output: the forms of a notebook, paper, slides, the page of a class, the
report, spreadsheets, calendar, GIFT and QTI. What is made of hostile texts consists of
the same elements and attributes as what is made of the course's own, leads nowhere, and
shows them as they were written.
"""

import base64
import csv
import hashlib
import html
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from xml.etree import ElementTree as ET

import icalendar
import msgspec
import openpyxl
import pytest
from builders import PROFILE, ROOT, course
from hostile import ELSEWHERE, MARKUP, NAME, PAYLOAD, Seen, hostile_folder
from IPython.core.formatters import DisplayFormatter
from playing import right, shown, wrong
from pyslet.qtiv2.xml import QTIDocument

from netlesson import course as opened
from netlesson.activities.own import own_form
from netlesson.activities.plan import plan_form, review_form
from netlesson.classroom.handin import encode_result, file_name, make_result
from netlesson.classroom.page import page as class_page, write_tables
from netlesson.classroom.reading import read_class
from netlesson.classroom.tables import make_tables
from netlesson.content import LANGS, load_course
from netlesson.course import Workbook
from netlesson.exercise import marked, read_the_table
from netlesson.exercise.tables import material
from netlesson.explaining.shown import Shown
from netlesson.form import Form
from netlesson.language import markdown, plain, separator
from netlesson.learning import Answers, MemoryJournal
from netlesson.lms.gift import gift
from netlesson.lms.qti import package
from netlesson.paper import handout, slides, source as lesson_source
from netlesson.report import files

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pyslet")
TODAY = date(2026, 11, 23)
PLAN = {
    "chosen": ["associations", "own-1"],
    "start": "2026-12-01",
    "end": "2027-03-01",
    "budget": "350",
    "hours": "30",
    "target_customers": "2",
    "decides": "customers",
    "least": "1",
    "rule": PAYLOAD,
}
REVIEW = {"counted_customers": "1", "decision_own-1": "stop", "learned": PAYLOAD}
GROUPS = list(course().groups)
CALLS = {
    **dict.fromkeys(("card", "chart", "sort", "match"), GROUPS[:2]),
    "quiz": [GROUPS[0], "mixed", "deciding"],
    "self_check": ["opening", "closing"],
    "reflection": ["decide-choice"],
    "suits": list(course().cases)[:1],
    "histogram": [[1.5, 2.5]],
}
ACTIVITIES = [name for name in vars(Workbook) if not name.startswith("_")]
NUMBERS = {"ratings_table", "values_table", "margins_table", "histogram"}
"""What shows no text of the content, apart from an alt text."""
ENTRIES = {
    "choice": lambda field, n: field["options"][-n]["id"],
    "select": lambda field, n: field["options"][-n]["id"],
    "choices": lambda field, n: [o["id"] for o in field["options"][n : n + 2]],
    "order": lambda field, n: [o["id"] for o in field["options"]][:: 1 - 2 * n],
    "range": lambda field, n: field["max"] if n else field["min"],
    "number": lambda _, n: NAME if n else "3",
    "line": lambda _, n: NAME,
    "area": lambda _, n: PAYLOAD,
}


@pytest.fixture(scope="session")
def content(tmp_path_factory):
    """A folder whose every text is hostile; `netlesson check` has nothing to say."""
    return hostile_folder(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="session")
def bad(content):
    return load_course(content)


def fill(form, press="", **entries):
    for name, entry in entries.items():
        form.enter(**{name: entry})
    if press:
        form.press(press)
    assert form.errors == {}


@pytest.fixture
def busy(monkeypatch):
    """Return somebody who has typed hostile texts wherever one can type."""
    monkeypatch.setattr(opened, "display", lambda _: None)

    def made(content, lang="en"):
        learner = Answers(content, MemoryJournal(), lang)
        learner.set_profile(PROFILE)
        learner.record("reflection", id="decide-choice", text=PAYLOAD)
        for item in list(content.items.values())[::3]:
            response = item.answer or {row.id: row.key for row in item.rows}
            response = response or next(iter(right(item).values()))
            learner.record("attempt", item=item.id, response=response, answered=True)
        fill(own_form(learner), own_type="leads", own_name=NAME, press="own_add")
        own = {"own_criterion-own-1": "trust", "state-own-1-trust": "own"}
        own |= {"value-own-1-trust": "3", "note-own-1-trust": NAME}
        fill(own_form(learner), **own)
        fill(plan_form(learner, lambda: TODAY), **PLAN)
        fill(review_form(learner, lambda: TODAY), **REVIEW)
        return learner

    return made


def pieces(form):
    """Return the HTML of a form now: what the page reads as HTML, and the fallback."""
    prose = [field["html"] for field in form.fields if field["kind"] == "prose"]
    return {*prose, *form.outputs.values()}


def played(form):
    """Fill in a form in two ways, press all there is, and return all its HTML."""
    found = {*pieces(form), form.fallback()}
    for n in range(2):
        for field in form.fields:
            entry = ENTRIES.get(field["kind"])
            if entry and field["id"] in {each["id"] for each in form.fields}:
                form.enter(**{field["id"]: entry(field, n)})
                found |= pieces(form)
        if item := shown(form):
            form.enter(**(right if n else wrong)(item))
        for field in form.fields:
            if field["kind"] == "button" and field["id"] not in form.disabled:
                form.press(field["id"])
                found |= pieces(form)
    return found


def made_by(learner, name):
    """Return all HTML of an activity, in a kernel where no other one is open."""
    again = Answers(learner.course, learner.journal, learner.lang)
    book = Workbook(again.course, again)
    found = set()
    for argument in CALLS.get(name, [None]):
        made = getattr(book, name)(*([] if argument is None else [argument]))
        if isinstance(made, Form):
            found |= played(made)
        elif isinstance(made, Shown):
            found.add(made.data)
        else:
            found.add(made.to_html())
    return found


@pytest.fixture
def own_kinds(busy):
    """What the course's own activities are made of."""
    learner = busy(course())
    made = (each for name in ACTIVITIES for each in made_by(learner, name))
    return set().union(*(Seen(each).kinds for each in made))


def test_no_activity_makes_html_of_a_text(bad, busy, own_kinds):
    learner = busy(bad)
    assert ("img", "onerror") in Seen(PAYLOAD).kinds - own_kinds
    for name in ACTIVITIES:
        made = [Seen(each) for each in made_by(learner, name)]
        for each in made:
            assert each.kinds <= own_kinds, name
            assert {a for a in each.leads() if not a.endswith(".ipynb")} == set(), name
        if name not in NUMBERS:
            assert any("<img src=x" in each.text for each in made), name


def allowed(page):
    """Return the kinds of code that the policy of a page lets in, as hashes."""
    (policy,) = re.findall(r'Security-Policy" content="([^"]*)"', page)
    policy = dict(part.split(" ", 1) for part in html.unescape(policy).split("; "))
    assert policy["default-src"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'none'"
    assert policy["img-src"] == "data:"
    assert "unsafe" not in policy.get("script-src", "") + policy["style-src-elem"]
    return {*policy.get("script-src", "").split(), *policy["style-src-elem"].split()}


def hashed(code):
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest())
    return f"'sha256-{digest.decode()}'"


def check_page(made, usual):
    """Hold a whole page against the same page of the course's own content."""
    seen = Seen(made)
    assert seen.kinds <= Seen(usual).kinds
    assert seen.leads() == set()
    assert {hashed(code) for code in seen.code} == allowed(made)
    assert MARKUP in seen.text


@cache
def lesson(name):
    return lesson_source.read(lesson_source.find(name, "en"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", sorted(lesson_source.names("en")))
def test_paper_and_slides_make_no_html_of_content(
    bad, content, name, lang, monkeypatch
):
    arguments = {"en": lang}
    found = lesson(name)
    parts = [
        replace(p, arguments=tuple(arguments.get(a, a) for a in p.arguments))
        for p in found.parts
    ]
    activities = any(
        p.call and handout.WAYS[p.call] in ("asked", "case") for p in parts
    )
    found = replace(found, parts=tuple(parts), title=PAYLOAD)
    answers = handout.Kind(answers=True)
    for draw in (
        lambda c: handout.page(found, c, lang, answers),
        lambda c: slides.page(found, c, lang),
    ):
        usual = draw(course())
        monkeypatch.setenv("NETLESSON_CONTENT", str(content))
        made = draw(bad)
        monkeypatch.delenv("NETLESSON_CONTENT")
        check_page(made, usual)
        assert activities <= (made.count("onerror") > usual.count("onerror"))


def test_prose_of_a_notebook_keeps_what_is_harmless():
    """An author may write HTML in a lesson; what does something by itself is gone."""
    kept = (
        f"<details><summary>More</summary>x</details>\n\n[l]({ELSEWHERE}l)\n\n- **b**"
    )
    made = markdown.html(kept)
    assert "<details><summary>More</summary>x</details>" in made
    assert f'href="{ELSEWHERE}l"' in made
    assert "<strong>b</strong>" in made
    table = "| a | b |\n|---|--:|\n| 1 | 2 |"
    assert '<td style="text-align:right">2</td>' in markdown.html(table)


@pytest.mark.parametrize(
    "prose", [PAYLOAD, f"- {PAYLOAD}", f"| a |\n|---|\n| {PAYLOAD}"]
)
def test_prose_of_a_notebook_does_nothing_by_itself(prose):
    seen = Seen(markdown.html(prose))
    attributes = {name for _, name in seen.kinds}
    assert attributes <= {"", "href", "src", "alt", "rel", "style"}
    tags = {tag for tag, _ in seen.kinds}
    assert tags.isdisjoint(
        {"script", "style", "iframe", "svg", "math", "meta", "base", "form", "link"}
    )
    assert {(tag, name) for tag, name, _ in seen.values} <= {
        ("a", "href"),
        ("img", "src"),
    }
    assert all(v.startswith(ELSEWHERE) for t, _, v in seen.values if t == "a")
    assert all(v.startswith("data:image/") for t, _, v in seen.values if t == "img")


@pytest.mark.parametrize("answer", [..., 3, ["no such id"]])
def test_what_a_check_of_an_exercise_says_does_nothing_by_itself(
    content, tmp_path, monkeypatch, answer
):
    """Jupyter would show its Markdown with all the HTML in it, and run that."""
    monkeypatch.setenv("NETLESSON_CONTENT", str(content))
    monkeypatch.setenv("NETLESSON_HOME", str(tmp_path))
    material.cache_clear()
    found = marked(read_the_table.drawbacks, "en", {"drawbacks": answer})
    material.cache_clear()
    assert "onerror" in found.message
    said, _how = DisplayFormatter().format(found)
    assert said.keys() == {"text/plain", "text/html"}
    seen = Seen(said["text/html"])
    assert {a for _, a in seen.kinds} <= {"", "class", "href", "rel", "src", "alt"}
    assert seen.kinds.isdisjoint({("script", ""), ("style", ""), ("meta", "")})
    assert all(each.startswith(ELSEWHERE) for each in seen.leads())
    assert {tag for tag, _, _ in seen.values} <= {"a"}


def test_a_link_in_prose_leads_to_the_web_or_nowhere():
    for address in (
        "javascript:window.__hit=1",
        "JaVaScRiPt:window.__hit=1",
        "&#106;avascript:window.__hit=1",
        "java\tscript:window.__hit=1",
        "data:text/html,<script>window.__hit=1</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//elsewhere.invalid/",
    ):
        for written in (f"[l]({address})", f'<a href="{address}">l</a>'):
            assert Seen(markdown.html(written)).values == set(), written


def test_no_template_declares_a_text_to_be_html():
    """What is HTML already was made by a template; everything else is escaped."""
    for path in (ROOT / "netlesson").glob("*/templates/*"):
        template = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape", template), path.name


def results(learner, folder):
    """Hand in a dozen times."""
    folder.mkdir()
    result = make_result(learner, name=NAME, reflections=["decide-choice"])
    for n in range(12):
        each = msgspec.structs.replace(result, id=f"{n:016x}")
        (folder / file_name(each)).write_bytes(encode_result(each))
    (folder / "'><img src=x onerror=window.__hit=12>.json").write_text("{")
    return read_class(folder, learner.course)


def is_text(cell):
    """Tell whether a spreadsheet leaves a cell alone."""
    return not re.match(r"[=+\-@\t\r＝]", cell) or re.fullmatch(r"-?[\d.,]+", cell)


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_and_the_tables_of_a_class_show_text(bad, busy, lang, tmp_path):
    usual = class_page(
        results(busy(course(), lang), tmp_path / "a"), lang, reflections=True
    )
    found = results(busy(bad, lang), tmp_path / "b")
    check_page(class_page(found, lang, reflections=True), usual)
    written = write_tables(tmp_path / "csv", found, make_tables(found), lang)
    cells = {
        cell
        for path in written
        for row in csv.reader(
            path.open(encoding="utf-8-sig", newline=""), delimiter=separator(lang)
        )
        for cell in row
    }
    assert any(MARKUP in cell for cell in cells)
    assert [cell for cell in cells if not is_text(cell)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_taken_along_holds_text(bad, busy, lang):
    usual = {n.rpartition(".")[2]: d for n, d in files(busy(course(), lang), TODAY)}
    made = {n.rpartition(".")[2]: d for n, d in files(busy(bad, lang), TODAY)}
    assert made.keys() == {"html", "csv", "xlsx", "ics"}
    check_page(made["html"].decode(), usual["html"].decode())
    sheet = io.StringIO(made["csv"].decode("utf-8-sig"), newline="")
    rows = list(csv.reader(sheet, delimiter=separator(lang)))
    assert len({len(row) for row in rows}) == 1
    assert [cell for row in rows for cell in row if not is_text(cell)] == []
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    cells = [c for sheet in book for row in sheet for c in row if c.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)
    texts = [cell for cell in cells if cell.data_type not in "nd"]
    assert all(cell.quotePrefix for cell in texts if not is_text(cell.value))
    assert any(MARKUP in cell.value for cell in texts)
    with zipfile.ZipFile(io.BytesIO(made["xlsx"])) as held:
        assert not any(b"<f>" in held.read(name) for name in held.namelist())
    calendar = icalendar.Calendar.from_ical(made["ics"])
    assert {e.name for e in calendar.walk()} == {"VCALENDAR", "VEVENT"}
    assert len(calendar.events) == len(
        icalendar.Calendar.from_ical(usual["ics"]).events
    )
    assert all(MARKUP in str(event["description"]) for event in calendar.events)
    assert {*map(frozenset, calendar.events)} == {
        *map(frozenset, icalendar.Calendar.from_ical(usual["ics"]).events)
    }


def gift_text(written):
    """Take the escapes of GIFT out of a text, and then its HTML, as Moodle does."""
    told = re.sub(r"\\([~=#{}:\\])", r"\1", written)
    assert set(re.findall(r"<[^>]*>", told)) <= {"<p>", "</p>", "<br>", "<i>", "</i>"}
    told = re.sub(r"</?[pi]>", "", told).replace("<br>", "\n")
    return html.unescape(told)


def squeezed(text):
    return " ".join(plain(text).split())


@pytest.mark.parametrize("lang", LANGS)
def test_gift_gives_back_every_text_as_it_was_written(bad, lang):
    """By the rules of the format; `tests/lms` reads it with a parser of others."""
    items = tuple(bad.items.values())
    text = gift(items, bad, lang)
    blocks = [
        block for block in text.split("\n\n") if re.search("^::", block, re.MULTILINE)
    ]
    assert len(blocks) == len(items)
    by_id = {re.search(r"::(.+?)::\[html\]", b)[1].replace("\\", ""): b for b in blocks}
    free = r"(?<!\\)(?:\\\\)*"
    for item in items:
        block = by_id[item.id].split("]", 1)[1].partition("::[html]")[2]
        stem, body = re.split(rf"{free}\{{", block, maxsplit=1)
        assert squeezed(gift_text(stem)).startswith(squeezed(item.stem[lang]))
        assert len(re.findall(rf"{free}\}}", body)) == 1
        if item.options and not item.pairs:
            answers = re.split(r"\n\t[~=](?:%-?[\d.]+%)?", body.rpartition("\n}")[0])[
                1:
            ]
            found = [
                [squeezed(gift_text(t)) for t in re.split(r"(?<!\\)#", a)]
                for a in answers
            ]
            assert found == [
                [squeezed(o.text[lang]), squeezed(o.feedback[lang])]
                for o in item.options
            ]
    for line in text.splitlines():
        assert not line.startswith("// [") or line.startswith(
            f"// [id:netlesson-{lang}-"
        )


def said(element):
    """What an element of a QTI file says, line by line."""
    if element.tag.endswith("}br"):
        return "\n"
    inside = "".join(said(each) + (each.tail or "") for each in element)
    return (element.text or "") + inside


@pytest.mark.parametrize("lang", LANGS)
def test_qti_gives_back_every_text_as_it_was_written(bad, lang):
    items = tuple(bad.items.values())
    with zipfile.ZipFile(io.BytesIO(package(items, bad, lang))) as held:
        packed = {name: held.read(name) for name in held.namelist()}
    assert all(re.fullmatch(r"(items/)?[\w.-]+", name) for name in packed)
    ET.fromstring(packed["imsmanifest.xml"])  # noqa: S314 (our own)
    kinds = set()
    for item in items:
        xml = packed[f"items/netlesson-{lang}-{item.id}.xml"]
        QTIDocument().read(src=io.BytesIO(xml))
        tree = ET.fromstring(xml)  # noqa: S314 (our own)
        kinds |= {each.tag.rpartition("}")[2] for each in tree.iter()}
        texts = {said(each) for each in tree.iter()}
        assert plain(item.stem[lang]) in texts
        parts = [*item.options, *item.rows]
        assert {plain(part.text[lang]) for part in parts} <= texts
        back = [p.feedback[lang] for p in [*parts, *item.slips] if p.feedback]
        for each in back:
            assert any(text.endswith(plain(each)) for text in texts)
    assert kinds.isdisjoint({"img", "script", "a", "object", "base", "form", "style"})
