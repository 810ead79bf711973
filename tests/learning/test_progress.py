"""`netlesson progress` and what `netlesson check` says about lessons and questions."""

import builtins
import re
import shutil
from dataclasses import replace

import msgspec
import pytest
from builders import ROOT, course, profile
from playing import right_response, wrong_response

from netlesson.commands import checking, cli
from netlesson.deciding import OwnGroup, OwnGroups
from netlesson.learning import (
    LESSONS,
    Answers,
    Journal,
    MemoryJournal,
    address,
    pool,
    progress_of,
    way,
)
from netlesson.learning.profile import write_profile


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("NETLESSON_HOME", str(tmp_path))
    return tmp_path


def answer(home):
    item = next(i for i in course().items.values() if i.kind == "choice")
    data = {"item": item.id, "response": next(iter(item.key)), "correct": True}
    Journal(home).append("attempt", **data)


def test_progress_says_the_same_in_both_languages(home, capsys):
    answer(home)
    assert cli.main(["progress"]) == 0
    english = capsys.readouterr().out.splitlines()
    assert english[1] == (
        "Chambers of commerce: 1 of 1 right (100%), 1 at the first try, 13 not seen yet"
    )
    assert english[2] == "Leads groups: nothing answered yet, 16 not seen yet"
    assert english[-1] == "Next step: Describe your business (in notebook 00_start)"
    assert cli.main(["progress", "--lang", "de"]) == 0
    german = capsys.readouterr().out.splitlines()
    assert len(german) == len(english)
    assert german[1].startswith("Kammern: 1 von 1 richtig (100\u00a0%)")


TYPES = list(zip(course().groups, LESSONS.values(), strict=True))
STEPS = [
    ("profile", "00_start", ""),
    ("opening", "00_start", ""),
    *(("lesson", book, course().groups[kind].name["en"]) for kind, book in TYPES),
    ("cases", "07_side_by_side", ""),
    ("weights", "08_compare", ""),
    ("costs", "09_costs", ""),
    ("closing", "09_decide", ""),
    ("plan", "09_decide", ""),
]


def told(steps):
    return [
        (step.key.removeprefix("progress.step_"), step.notebook, step.name)
        for step in steps
    ]


def still_open(journal, content=None):
    return told(progress_of(Answers(content or course(), journal, "en")).open)


def respond(journal, items, response=right_response):
    for each in items:
        journal.append("attempt", item=each.id, response=response(each))


def on(topic):
    return [item for item in pool(course(), "practice") if item.topic == topic]


def test_whatever_is_done_is_no_longer_open_and_nothing_else():
    journal, left = MemoryJournal(), list(STEPS)
    assert still_open(journal) == left

    def done(name, book):
        left[:] = [step for step in left if step[:2] != (name, book)]
        assert still_open(journal) == left

    journal.append("case", case="cafe", choice="leads")
    done("cases", "07_side_by_side")
    journal.append("weights")
    assert still_open(journal) == left
    journal.append("weights", points={"trust": 50})
    done("weights", "08_compare")
    journal.append("costs", hour=None)
    assert still_open(journal) == left
    journal.append("costs", hour=40.0)
    done("costs", "09_costs")
    for pooled, book in (("opening", "00_start"), ("closing", "09_decide")):
        *some, last = pool(course(), pooled)
        respond(journal, some, wrong_response)
        assert still_open(journal) == left
        respond(journal, [last])
        done(pooled, book)
    for kind, book in TYPES:
        respond(journal, on(kind)[:4])
        assert still_open(journal) == left
        respond(journal, on(kind)[4:5])
        done("lesson", book)
    journal.append("plan", start="2027-01-04")
    assert still_open(journal) == left
    journal.append("plan", chosen=["leads"])
    done("plan", "09_decide")
    journal.append("profile", **write_profile(profile()))
    assert still_open(journal) == []
    assert progress_of(Answers(course(), journal, "en")).next is None


@pytest.mark.parametrize("case", course().cases.values(), ids=lambda case: case.id)
def test_the_way_leads_to_the_lessons_on_what_ranks_first(case):
    journal = MemoryJournal()
    answers = Answers(course(), journal, "en")
    every = [book for _, book, _ in STEPS if book[:2] != "00"]
    assert way(answers) == ("00_start", *dict.fromkeys(every))
    journal.append("profile", **write_profile(case.profile))
    answers = Answers(course(), journal, "en")
    comparison = answers.comparison()
    first = [comparison.alternatives[i].id for i in comparison.standing]
    lessons = [LESSONS[kind] for kind in first[:2]]
    assert len(lessons) == 2
    tail = ("08_compare", "09_costs", "09_decide")
    assert way(answers) == ("00_start", *lessons, *tail)
    standing = progress_of(answers)
    assert [s.notebook for s in standing.open[:3]] == ["00_start", *lessons]
    assert {s.notebook for s in standing.optional} == {
        "07_side_by_side", *LESSONS.values()
    } - set(lessons)  # fmt: skip


def test_the_way_follows_what_the_learner_compares():
    answers = Answers(course(), MemoryJournal(), "en")
    answers.set_profile(write_profile(profile()))
    first, second = way(answers)[1:3]
    kind = next(each for each, book in LESSONS.items() if book == second)
    own = tuple(OwnGroup(id=f"g{n}", type=kind, name=f"Ours {n}") for n in (1, 2))
    answers.set_own(OwnGroups(groups=own))
    assert way(answers)[1:3] == (first, second)  # the two groups are of one type
    answers.set_points(dict.fromkeys(course().criteria, 0.0) | {"reach": 100.0})
    comparison = answers.comparison()
    best = comparison.alternatives[comparison.standing[0]]
    assert way(answers)[1] == LESSONS[best.group] != first


def test_a_lesson_answered_wrongly_may_be_practised():
    journal = MemoryJournal()
    respond(journal, on("leads")[:5], wrong_response)
    rest = [step for step in STEPS if step[1] != "02_leads_groups"]
    again = ("practise", "02_leads_groups", course().groups["leads"].name["en"])

    def optional():
        return told(progress_of(Answers(course(), journal, "en")).optional)

    assert (still_open(journal), optional()) == (rest, [again])
    respond(journal, on("leads")[:4])
    assert (still_open(journal), optional()) == (rest, [])


def test_a_lesson_of_few_items_is_done_when_all_are_answered():
    kept = [i for i in course().items.values() if i not in on("leads")[3:]]
    small = replace(course(), items={item.id: item for item in kept})
    journal = MemoryJournal()
    respond(journal, on("leads")[:2])
    assert still_open(journal, small) == STEPS
    respond(journal, on("leads")[2:3])
    assert still_open(journal, small) == STEPS[:3] + STEPS[4:]


def test_a_type_of_ones_own_has_a_lesson_if_there_is_a_notebook(tmp_path, monkeypatch):
    kind = msgspec.structs.replace(course().groups["events"], id="desks")
    asked = msgspec.structs.replace(on("events")[0], id="desks-1", topic="desks")
    own = replace(
        course(),
        groups=course().groups | {"desks": kind},
        items=course().items | {"desks-1": asked},
    )
    monkeypatch.chdir(tmp_path)
    assert still_open(MemoryJournal(), own) == STEPS
    (tmp_path / "10_desks.ipynb").touch()
    lesson = ("lesson", "10_desks", kind.name["en"])
    assert still_open(MemoryJournal(), own) == [*STEPS[:8], lesson, *STEPS[8:]]


def test_looking_at_progress_writes_nothing(home):
    assert cli.main(["progress"]) == 0
    assert list(home.iterdir()) == []


def test_export_reset_and_import_bring_everything_back(home, capsys, monkeypatch):
    answer(home)
    copy = home / "copy.jsonl"
    assert cli.main(["progress", "--export", str(copy)]) == 0
    assert cli.main(["progress", "--export", str(copy)]) == 1
    assert "is there already; choose another name" in capsys.readouterr().err
    monkeypatch.setattr(builtins, "input", lambda _question: "yes")
    assert cli.main(["progress", "--reset"]) == 0
    assert Journal(home).events() == ()
    assert len(list(home.glob("journal-*.jsonl"))) == 1
    assert cli.main(["progress", "--import", str(copy)]) == 0
    assert "Entries added: 1;" in capsys.readouterr().out
    assert len(Journal(home).events()) == 1


def test_nobody_there_to_answer_means_no(home, monkeypatch):
    answer(home)

    def nobody(_question):
        raise EOFError

    monkeypatch.setattr(builtins, "input", nobody)
    assert cli.main(["progress", "--reset"]) == 0
    assert len(Journal(home).events()) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"schema": 99, "id": "x"}\n', "newer version"),
        (b"not a journal\n", "not a journal of the course"),
    ],
)
def test_a_file_that_is_no_use_is_named_and_changes_nothing(
    home, capsys, content, message
):
    answer(home)
    other = home / "other.jsonl"
    other.write_bytes(content)
    assert cli.main(["progress", "--import", str(other)]) == 1
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error
    assert len(Journal(home).events()) == 1


def test_a_journal_of_a_newer_version_is_left_alone(home, capsys):
    (home / "journal.jsonl").write_bytes(b'{"schema": 99}\n')
    assert cli.main(["progress"]) == 1
    assert "newer version of the course" in capsys.readouterr().err
    assert (home / "journal.jsonl").read_bytes() == b'{"schema": 99}\n'


def test_a_missing_file_is_named(home, capsys):
    assert cli.main(["progress", "--import", str(home / "nowhere.jsonl")]) == 1
    assert "nowhere.jsonl; check the path" in capsys.readouterr().err


def test_check_counts_questions_and_coverage(capsys):
    assert cli.main(["check"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^1\d\d items$", out, re.M)
    assert re.search(r"^  by kind: .*\d+ choice", out, re.M)
    assert "  31 of 31 bullets in 2 items or more\n" in out
    assert "  28 of 28 misconceptions used\n" in out
    assert out.endswith("73 statements in the lessons, all of them\n")


def test_a_statement_that_no_lesson_shows_is_named(tmp_path):
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    assert list(checking.lesson_faults(course(), tmp_path, "en")) == []
    (tmp_path / "notebooks/de/03_events.ipynb").unlink()
    assert list(checking.lesson_faults(course(), tmp_path, "en")) == [
        "notebooks/de: no lesson shows the statements of 'events'; "
        "add a cell course.card('events')"
    ]


def test_every_type_has_its_lesson_and_links_lead_somewhere(monkeypatch):
    assert list(LESSONS) == list(course().groups)
    for lang in ("en", "de"):
        monkeypatch.chdir(ROOT / "notebooks" / lang)
        assert all(address(name) == f"{name}.ipynb" for name in LESSONS.values())
    monkeypatch.chdir(ROOT)
    assert address("01_chambers") == ""


def test_answers_that_cannot_be_saved_are_not_called_imported(
    home, capsys, monkeypatch
):
    answer(home)
    copy = home / "copy.jsonl"
    assert cli.main(["progress", "--export", str(copy)]) == 0
    monkeypatch.setenv("NETLESSON_HOME", str(home / "copy.jsonl" / "inside"))
    assert cli.main(["progress", "--import", str(copy)]) == 1
    assert "Nothing is being saved" in capsys.readouterr().err
