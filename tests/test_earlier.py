"""What earlier versions wrote works unchanged: journals, result files, own content."""

import json
import shutil
import zipfile
from datetime import date

import msgspec
import pytest
from builders import ROOT, course

from netlesson.classroom.handin import encode_result, make_result, read_result
from netlesson.classroom.reading import read_class
from netlesson.content import LANGS, load_course
from netlesson.course import Workbook
from netlesson.learning import Answers, open_journal, progress_of
from netlesson.report.data import csv_file

EARLIER = ROOT / "tests" / "earlier"
TODAY = date(2026, 11, 23)


def ranking(lang):
    """What today's ratings make of it: id, rank, score, what excludes it."""
    return json.loads((EARLIER / f"ranking_{lang}.json").read_text(encoding="utf-8"))


def state(lang):
    return json.loads((EARLIER / f"state_{lang}.json").read_text(encoding="utf-8"))


@pytest.fixture(params=LANGS)
def learner(request, tmp_path, monkeypatch):
    """Somebody who goes on with the file that they have."""
    lang = request.param
    home = tmp_path / "my_work"
    home.mkdir()
    shutil.copy(EARLIER / f"journal_{lang}.jsonl", home / "journal.jsonl")
    monkeypatch.setenv("NETLESSON_HOME", str(home))
    return Answers(course(), open_journal(), lang)


def test_a_journal_gives_the_answers_that_it_gave(learner):
    """Amounts are the same in euros, or converted for the Briton who typed euros."""
    before = state(learner.lang)
    for name in ("plan", "costs"):
        del before[name]["currency"]
    before["own"]["shown"] = []
    if learner.lang == "en":
        before["typed"]["money"] = 1300.0  # EUR 1,500
        before["plan"]["budget"] = 300.0  # EUR 350
        before["result"]["spent"] = 100.0  # EUR 120
    for name in ("typed", "points", "plan", "result"):
        assert getattr(learner, name) == before[name], name
    assert list(learner.order) == before["order"]
    for name in ("costs", "own"):
        assert json.loads(msgspec.json.encode(getattr(learner, name))) == before[name]
    attempts = [[each.item, each.response, each.correct] for each in learner.attempts]
    assert attempts == before["attempts"]
    assert learner.journal.faults == ()


def test_a_journal_compares_what_it_compared(learner):
    """Ratings have changed since; a type steps aside for a real group of it."""
    before = {row[0]: row[1] for row in state(learner.lang)["ranking"]}
    aside = learner.own.real
    kept = {ident: name for ident, name in before.items() if ident not in aside}
    assert {each.id: each.name for each in learner.alternatives} == kept
    rows = [
        [
            row.alternative.id,
            row.rank,
            round(row.score, 9),
            [breach.kind for breach in row.breaches],
        ]
        for row in learner.comparison().rows
    ]
    assert rows == ranking(learner.lang)
    written = csv_file(learner, TODAY).decode("utf-8-sig")
    assert all(name in written for name in kept.values())


def test_a_journal_gives_the_progress_that_it_gave(learner):
    """Questions that came since are new, and take nothing away."""
    topics = progress_of(learner).topics
    for topic, before in state(learner.lang)["mastery"].items():
        now = topics[topic]
        assert [now.answered, now.first, now.latest] == before[:3], topic
        assert now.total >= before[3]


def test_every_activity_opens_on_an_earlier_journal(learner):
    book = Workbook(course(), learner)
    for call in (
        *("profile", "my_work", "order", "weights", "ranking", "why", "how_sure"),
        *("what_would_change", "costs", "portfolio", "own", "plan", "review"),
        *("progress", "practice", "cases", "start", "hand_in", "one_type"),
    ):
        assert getattr(book, call)().fields, call
    asked = book.quiz("leads")
    assert asked.fields


def test_a_result_file_says_what_it_said_and_can_be_made_anew(learner):
    written = (EARLIER / f"result_{learner.lang}.json").read_bytes()
    result = read_result(written)
    assert encode_result(result) == written
    again = make_result(learner, reflections=[r.name for r in result.reflections])
    now = {"time": result.time, "ranking": result.ranking}
    assert msgspec.structs.replace(again, **now) == result
    assert again.ranking


def test_a_class_counts_earlier_result_files(tmp_path):
    for lang in LANGS:
        shutil.copy(EARLIER / f"result_{lang}.json", tmp_path)
    found = read_class(tmp_path, course())
    assert (len(found), found.skipped) == (2, [])


def test_content_files_copied_earlier_work(tmp_path):
    """Phrases and exercises that came since are the course's own."""
    with zipfile.ZipFile(EARLIER / "content.zip") as held:
        held.extractall(tmp_path)
    own = load_course(tmp_path)
    assert len(own.items) == 155
    assert own.items.keys() < course().items.keys()
    assert own.strings.keys() >= course().strings.keys()
    assert own.ratings.keys() == course().ratings.keys()
    (tmp_path / "items.toml").unlink()
    assert load_course(tmp_path).items == course().items
