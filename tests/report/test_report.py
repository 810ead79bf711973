"""What is taken along says the same as the screen, and runs nothing."""

import io
import re
from datetime import date, timedelta
from functools import cached_property
from html import unescape
from html.parser import HTMLParser

import icalendar
import msgspec
import openpyxl
import pandas as pd
import pytest
from builders import PROFILE, course
from markupsafe import escape

from netlesson.activities.plan import plan_form, review_form
from netlesson.content import LANGS
from netlesson.explaining import headline, ranking
from netlesson.language import Edition, guarded
from netlesson.learning import Answers, Journal
from netlesson.report import KINDS, files, make
from netlesson.report.calendar import calendar
from netlesson.report.data import csv_file, tables, xlsx_file
from netlesson.report.page import page
from netlesson.report.texts import trial_of

TODAY = date(2026, 11, 23)
PLAN = {
    "start": "2026-12-01",
    "budget": "350",
    "hours": "30",
    "target_contacts": "15",
    "target_customers": "1",
    "decides": "customers",
    "least": "1",
}
HOSTILE = [
    '=HYPERLINK("http://evil.example","click")',
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "@SUM(A1:A9)\n+1+1",
    "-2+3 'quoted' \"twice\" & </table>",
    "\t=1+1",
    "שלום עולם 😀👩‍🔧 {{ 7*7 }}",
]
LONG = ["x" * 500, "#N/A", "+49 30 123", "'=1", "＝1+1", "a\x00b\ud83dc"]


class Named(Answers):
    """Answers whose alternatives bear names as a learner may type them."""

    names = ()

    @cached_property
    def alternatives(self):
        each = Answers.alternatives.fget(self)
        renamed = [
            msgspec.structs.replace(a, name=n)
            for a, n in zip(each, self.names, strict=False)
        ]
        return (*renamed, *each[len(renamed) :])


def answers(folder, lang="en", names=(), **plan):
    kind = type("Learner", (Named,), {"names": names}) if names else Answers
    found = kind(course(), Journal(folder), lang)
    found.set_profile(PROFILE)
    form = plan_form(found, lambda: TODAY)
    form.enter(chosen=["associations", "informal"])
    for name, text in {**PLAN, **plan}.items():
        form.enter(**{name: text})
    assert form.errors == {}
    return found


def workbook(learner):
    return openpyxl.load_workbook(io.BytesIO(xlsx_file(learner, TODAY)))


def csv_frame(learner, **options):
    marks = {"sep": ";", "decimal": ","} if learner.lang == "de" else {}
    file = io.BytesIO(csv_file(learner, TODAY))
    return pd.read_csv(file, encoding="utf-8-sig", **marks, **options)


def on_screen(learner):
    """Read rank, name and points off the ranking as it is painted."""
    rows = re.findall(
        r'nl-rank">(?:<span[^>]*>)?(.*?)<.*?</span><bdi>(.*?)</bdi>.*?<b>(\d+)</b>',
        ranking(learner.comparison(), Edition(course(), learner.lang)),
        flags=re.S,
    )
    return [
        (rank.rstrip("."), unescape(name), int(points)) for rank, name, points in rows
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_csv_and_xlsx_hold_the_points_on_the_screen(lang, tmp_path):
    learner = answers(tmp_path, lang)
    shown = on_screen(learner)
    assert len(shown) == 6
    frame = csv_frame(learner)
    sheet = pd.read_excel(io.BytesIO(xlsx_file(learner, TODAY)), sheet_name=0)
    for table in (frame, sheet):
        names, points = table.iloc[:, 1].tolist(), table.iloc[:, 3].tolist()
        assert list(zip(names, points, strict=True)) == [row[1:] for row in shown]
        parts = table.iloc[:, 4:8].sum(axis=1)
        assert parts.tolist() == points
        ranked = [str(int(rank)) for rank in table.iloc[:, 0].dropna()]
        assert ranked == [rank for rank, *_ in shown if rank.isdigit()]
        assert table.columns.is_unique
    pd.testing.assert_frame_equal(frame, sheet, check_dtype=False)


def test_ratings_and_contributions_add_up_in_the_workbook(tmp_path):
    learner = answers(tmp_path)
    comparison = learner.comparison()
    sheet = pd.read_excel(io.BytesIO(xlsx_file(learner, TODAY)), sheet_name="Ratings")
    sums = sheet.groupby("Group")["Adds to the points"].sum()
    for each, score in zip(comparison.alternatives, comparison.scores, strict=True):
        assert sums[each.name] == pytest.approx(100 * score, abs=1e-4)
    assert (sheet["Low"] <= sheet["Rating"]).all()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("names", [HOSTILE, LONG], ids=["hostile", "long"])
def test_texts_are_stored_as_typed_and_never_as_formulas(lang, names, tmp_path):
    note = "\n".join(names)
    learner = answers(tmp_path, lang, names, rule=f"={note}")
    clean = {n.translate({0: "\ufffd", 0xD83D: "\ufffd"}) for n in names}
    book = workbook(learner)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}
    assert clean <= {cell.value for cell in cells}
    for cell in cells:
        if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
            assert cell.quotePrefix, cell.value
    # To pandas "#N/A" is a gap unless told otherwise.
    found = csv_frame(learner, keep_default_na=False).iloc[:, 1].tolist()
    assert {name.removeprefix("'") for name in found} == clean
    assert not [name for name in found if name[0] in "=+-@\t\r＝"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "'a", "＝1"])
def test_a_guard_can_be_taken_off_again(text):
    assert guarded(text) == f"'{text}"
    assert guarded(f"x{text}") == f"x{text}"
    assert guarded("") == ""


class Reader(HTMLParser):
    """Collects tags, attributes and text of a page."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], []
        self.feed(html)
        self.words = "".join(self.text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_refers_to_nothing_outside_itself(lang, tmp_path):
    html = page(answers(tmp_path, lang, HOSTILE), TODAY, full=True)
    read = Reader(html)
    assert not {"script", "link", "iframe", "a", "object"} & set(read.tags)
    for name, value in read.attributes:
        assert not name.startswith("on"), (name, value)
        if name in ("src", "href", "srcset", "data"):
            assert value.startswith("data:image/"), value
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("names", [HOSTILE, LONG[:5]], ids=["hostile", "long"])
def test_names_and_notes_appear_on_the_page_as_typed(lang, names, tmp_path):
    learner = answers(tmp_path, lang, names, rule="<b>bold</b> 😀")
    read = Reader(page(learner, TODAY))
    for name in names:
        assert name in read.words
    assert "<b>bold</b> 😀" in read.words
    assert "<details" not in read.words


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_says_what_the_screen_says(lang, tmp_path):
    learner = answers(tmp_path, lang)
    read = Reader(page(learner, TODAY))
    assert headline(learner.comparison(), Edition(course(), lang)) in read.words
    for _, name, points in on_screen(learner):
        assert name in read.words
        assert str(points) in read.words
    for note in ("R9", "R10"):
        assert course().notes[note].text[lang] in read.words
    assert course().notes["R11"].text[lang] not in read.words
    assert course().say("report.not_said_text", lang) in read.words


def test_without_profile_or_plan_the_page_says_so(tmp_path):
    bare = Answers(course(), Journal(tmp_path), "en")
    read = Reader(page(bare, TODAY))
    for key in ("yet_profile", "yet_plan", "yet_choice", "yet_costs"):
        assert course().say(f"report.{key}", "en") in read.words
    assert read.words.count("You have not yet") == 1
    assert [name.rpartition(".")[2] for name, _ in files(bare, TODAY)] == [
        "html",
        "csv",
        "xlsx",
    ]
    with pytest.raises(ValueError, match="complete the plan first"):
        make("ics", bare, TODAY)
    with pytest.raises(ValueError, match="no file 'pdf'"):
        make("pdf", bare, TODAY)


def test_when_limits_leave_nothing_the_files_are_still_made(tmp_path):
    learner = Answers(course(), Journal(tmp_path), "en")
    learner.set_profile({**PROFILE, "hours": 0.0})
    assert len(learner.comparison().standing) < 2
    assert len(list(files(learner, TODAY))) == 3


@pytest.mark.parametrize("lang", LANGS)
def test_the_calendar_has_every_date_once(lang, tmp_path):
    learner = answers(tmp_path, lang, HOSTILE, rule="a, b; c\\d\n=1")
    trial = trial_of(learner)
    read = icalendar.Calendar.from_ical(calendar(trial, learner))
    entries = read.events
    days = [entry.decoded("dtstart") for entry in entries]
    assert days == [trial.start, *trial.reviews, trial.end]
    assert [e.decoded("dtend") - e.decoded("dtstart") for e in entries] == [
        timedelta(days=1)
    ] * len(days)
    assert len({str(entry["uid"]) for entry in entries}) == len(entries)
    assert all("dtstamp" in entry for entry in entries)
    assert read["version"] == "2.0"
    for entry in entries:
        assert "a, b; c\\d\n=1" in str(entry["description"])
        assert "שלום עולם" in str(entry["description"])


def test_a_moved_date_keeps_its_entry(tmp_path):
    learner = answers(tmp_path)
    before = icalendar.Calendar.from_ical(calendar(trial_of(learner), learner)).events
    plan_form(learner, lambda: TODAY).enter(start="2026-12-08")
    after = icalendar.Calendar.from_ical(calendar(trial_of(learner), learner)).events
    assert [str(e["uid"]) for e in before] == [str(e["uid"]) for e in after]
    assert before[0].decoded("dtstart") != after[0].decoded("dtstart")


def test_plan_and_result_are_in_workbook_and_page(tmp_path):
    learner = answers(tmp_path)
    form = review_form(learner, lambda: TODAY)
    form.enter(counted_contacts="12", spent="120.5", used="8")
    form.enter(decision_informal="stop", learned="=ask earlier")
    rows = [tuple(c.value for c in row) for row in workbook(learner)["Trial"].rows]
    assert ("New contacts", 15, 12, None) in rows
    assert ("Money for the whole trial", 350, 120.5, "EUR") in rows
    assert ("Decided", None, None, "Informal networks: Stop") in rows
    assert ("What did you learn?", None, None, "=ask earlier") in rows
    words = Reader(page(learner, TODAY)).words
    assert "Plan against result" in words
    assert "=ask earlier" in words


def test_days_in_the_workbook_are_dates_as_its_program_writes_them(tmp_path):
    sheet = workbook(answers(tmp_path))["Trial"]
    days = {row[0].value: row[3] for row in sheet.iter_rows() if row[3].is_date}
    assert {cell.number_format for cell in days.values()} == {"mm-dd-yy"}
    first, *_, last = (cell.value for cell in days.values())
    assert first < last
    assert len(days) >= 3


def test_every_table_has_different_heads_and_full_rows(tmp_path):
    for lang in LANGS:
        for table in tables(answers(tmp_path / lang, lang), TODAY):
            assert len(set(table.head)) == len(table.head)
            assert {len(row) for row in table.rows} == {len(table.head)}


def test_every_kind_of_file_is_made_with_its_name(tmp_path):
    learner = answers(tmp_path, "de")
    names = [name for name, _ in files(learner, TODAY)]
    assert names == [
        f"netlesson-bericht-2026-11-23.{ending}" for ending in KINDS if ending != "full"
    ]
    names = [name for name, _ in files(learner, TODAY, full=True)]
    assert "netlesson-bericht-vollstaendig-2026-11-23.html" in names
    assert len(names) == len(KINDS)


@pytest.mark.parametrize("lang", LANGS)
def test_a_source_has_its_title_marked_and_its_date_in_words(tmp_path, lang):
    made = page(answers(tmp_path, lang), TODAY, full=True)
    made = made.partition('<ul class="nl-sources">')[2]
    items = re.findall(r"<li>\s*(.*?)\.? <span class", made)
    by_title = {str(escape(s.title)).rstrip("."): s for s in course().sources.values()}
    assert ".." not in made
    assert len(items) > 10
    for item in items:
        marked, title = re.match(r'(?:<span lang="(..)">)?([^<]*)', item).groups()
        title = max((t for t in by_title if title.startswith(t)), key=len)
        assert (marked or lang) == by_title[title].lang
        date = item.partition(title)[2]
        assert not re.search(r"\d{4}-\d\d|~|n\.d\.", date), date


@pytest.mark.parametrize("kind", ["html", "full"])
def test_the_page_as_a_file_has_soft_hyphens_and_nothing_else_is_changed(
    kind, tmp_path
):
    learner = answers(tmp_path, "de")
    shown = make(kind, learner, TODAY)[1].decode()
    plain = page(learner, TODAY, full=kind == "full")
    assert shown.replace("\N{SOFT HYPHEN}", "") == plain
    assert shown.count("\N{SOFT HYPHEN}") > 100
