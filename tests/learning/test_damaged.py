"""No line of a journal can break the course: damaged bytes, damaged fields, uploads.

NETLESSON_FUZZ=2000 tries that many journals; see `make long`.
"""

import json
import os
import random
import re
from datetime import date

import msgspec
import pytest
from builders import ROOT, course
from playing import GUESSES, activities, open_activity

from netlesson.activities.keeping import keeping_form
from netlesson.classroom.handin import is_empty, make_result
from netlesson.form import File, Form
from netlesson.learning import Answers, Journal, MemoryJournal, progress_of, reflections
from netlesson.learning.changes import STATES
from netlesson.learning.fitting import fitted
from netlesson.report import files

TODAY = date(2026, 11, 28)
FEW, MANY = 15, int(os.environ.get("NETLESSON_FUZZ", "150"))
MORE = [pytest.param(seed, marks=pytest.mark.long) for seed in range(FEW, MANY)]
NEEDS_SPREADSHEETS = 10  # of so many journals one is made into a report
EARLIER = ROOT / "tests" / "earlier" / "journal_en.jsonl"
VALUES = [
    None, True, False, 0, -1, 3, 1.5, 1e308, -1e308, 10**400, "", "x", "leads",
    "own-1", "coworking", "9999-12-31", "0001-01-01", "2027-02-31", "\u202e<b>", [],
    ["leads"], [[]], [None], [1], {}, {"leads": 1}, {"x": {"y": {"z": []}}}, "w" * 9999,
    ["leads"] * 2000,
]  # fmt: skip


def shown(answers):
    """Open every activity, and look at all that leaves the course."""
    forms = [open_activity(answers, call) for call in activities()]
    for form in forms:
        if isinstance(form, Form):
            form.fallback()
    progress_of(answers)
    if not is_empty(answers):
        make_result(answers, reflections=reflections(answers))


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """A journal of this version, with entries of every kind, and one of the first."""
    folder = tmp_path_factory.mktemp("whole")
    for call in activities():
        # In a kernel of its own: what is open follows every change of the others.
        answers = Answers(course(), Journal(folder), "en")
        form = open_activity(answers, call)
        if not isinstance(form, Form):
            continue
        form.enter(
            **{
                field["id"]: GUESSES[field["kind"]](field)
                for field in form.fields
                if field["kind"] in GUESSES
            }
        )
        for button in ("check", "compare", "own_add"):
            form.press(button)
        answers.keep()
    assert answers.journal.faults == ()
    whole = EARLIER.read_bytes() + (folder / "journal.jsonl").read_bytes()
    kinds = {json.loads(line)["kind"] for line in whole.splitlines()}
    known = {"profile", "weights", "costs", "own", "plan", "result", "attempt", "case"}
    assert known | {"round", "reflection"} <= kinds
    return whole.splitlines(keepends=True)


def paths(given, path=()):
    """Yield the way to every field of a value, the innermost last."""
    if path:
        yield path
    inside = given.items() if isinstance(given, dict) else ()
    inside = enumerate(given) if isinstance(given, list) else inside
    for name, each in inside:
        yield from paths(each, (*path, name))


def damage_fields(line, chance):
    """Put what does not belong there into one field of a line, or take it away."""
    event = json.loads(line)
    *way, last = chance.choice(list(paths(event["data"])) or [("x",)])
    inner = event["data"]
    for name in way:
        inner = inner[name]
    harm = chance.random()
    if harm < 0.15 and isinstance(inner, dict):
        inner.pop(last, None)
    elif harm < 0.25 and isinstance(inner, dict):
        inner[chance.choice(["", "x", "suggested", "groups", "id"])] = inner.pop(
            last, None
        )
    else:
        inner[last] = chance.choice(VALUES)
    if chance.random() < 0.1:
        event["data"] = {chance.choice(["x", "suggested"]): event["data"]}
    if chance.random() < 0.1:
        event["time"] = chance.choice(["0001-01-01T00:00:00+14:00", "9999-12-31T23Z"])
    if chance.random() < 0.1:
        event["schema"] = chance.choice([1, 2])
    if chance.random() < 0.1:
        event["kind"] = chance.choice(["profile", "own", "attempt", "plan", "new"])
    return json.dumps(event).encode() + b"\n"


def damage_bytes(line, chance):
    """Overwrite, cut out or double some bytes of a line."""
    at, harm = chance.randrange(len(line)), chance.randrange(4)
    if harm == 0:
        return line[:at] + bytes([chance.randrange(256)]) + line[at + 1 :]
    if harm == 1:
        return line[:at]
    if harm == 2:
        return line[:at] + line[at + chance.randrange(1, 30) :]
    return line[:at] + line


def newest_of_each_kind(lines):
    """Return where the last entry of each kind stands, states last."""
    found = {}
    for at, line in enumerate(lines):
        event = json.loads(line)
        whole = event["kind"] not in STATES
        found[event["kind"]] = (not whole, at)
    ordered = sorted(found.items(), key=lambda each: each[1])
    return {kind: at for kind, (_, at) in ordered}


def damaged(lines, seed):
    chance = random.Random(seed)  # noqa: S311
    lines = list(lines)
    newest = list(newest_of_each_kind(lines).values())
    for _ in range(chance.choice([1, 3, 30])):
        # Of a state, what was entered last hides most of what was damaged before.
        at = chance.choice([chance.randrange(len(lines)), *newest])
        harm = damage_fields if chance.random() < 0.7 else damage_bytes
        try:
            lines[at] = harm(lines[at], chance)
        except (ValueError, IndexError, KeyError, TypeError, AttributeError):
            continue  # what was damaged before cannot be taken apart any more
    # A newer version's file is refused as a whole, and that is another test.
    return b"".join(
        line for line in lines if not re.search(rb'"schema": ?([3-9]|\d\d)', line)
    )


@pytest.mark.parametrize("seed", [*range(FEW), *MORE])
def test_a_damaged_journal_opens_and_every_activity_shows(
    lines, tmp_path, caplog, seed
):
    data = damaged(lines, seed)
    (tmp_path / "journal.jsonl").write_bytes(data)
    answers = Answers(course(), Journal(tmp_path, fitted), "en")
    used = {event.id for event in answers.journal.events()}
    shown(answers)
    if seed % NEEDS_SPREADSHEETS == 0:
        list(files(answers, TODAY))
    for fault in answers.journal.faults:
        assert answers.tell(fault)
    assert not caplog.records

    # The same file through an upload: nothing bad reaches the learner's own file.
    home = tmp_path / "home"
    taker = Answers(course(), Journal(home, fitted), "en")
    form = keeping_form(taker)
    form._on_upload["upload"](File("mine.jsonl", data))
    assert "merged" in form.outputs or "upload" in form.errors
    again = Journal(home, fitted)
    assert again.faults == ()
    taken = MemoryJournal(fit=fitted).merge(data)
    every_line = sum(bool(line.strip()) for line in data.split(b"\n"))
    assert taken.new + taken.known + taken.unreadable == every_line
    told = sum(int(fault.values.get("count", 1)) for fault in taken.faults)
    assert told >= taken.unreadable
    assert {event.id for event in again.events()} == used
    for kind in ("typed", "plan", "result", "costs", "own", "points"):
        assert getattr(taker, kind) == getattr(answers, kind)
    assert not caplog.records


def entry(kind, data, schema=1, number=1):
    return (
        json.dumps(
            {
                "schema": schema,
                "id": f"{number:032x}",
                "time": "2026-11-28T08:00:00Z",
                "kind": kind,
                "data": data,
            }
        ).encode()
        + b"\n"
    )


PLAN = {
    "chosen": ["leads"], "start": "2027-01-04", "budget": 100.0, "hours": 10.0,
    "target_contacts": 5.0, "decides": "contacts", "least": 3.0, "rule": "Stop.",
}  # fmt: skip
PROFILE = {
    "country": "DE", "market": "regional", "customers": "businesses", "money": 1500.0,
    "hours": 10.0, "fixed_slot": "no", "need_1": "referrals",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "data", "what"),
    [
        ("profile", PROFILE | {"need_1": []}, "need_1"),
        ("profile", PROFILE | {"need_1": {"a": 1}}, "need_1"),
        ("profile", PROFILE | {"money": 1e308}, "money"),
        ("profile", PROFILE | {"country": ["DE"]}, "country"),
        ("case", {"case": "cafe"}, "choice"),
        ("case", {"case": ["cafe"], "choice": "leads"}, "case"),
        ("plan", PLAN | {"start": "9999-12-31"}, "start"),
        ("plan", PLAN | {"start": 20270104}, "start"),
        ("plan", PLAN | {"end": ["2027-01-04"]}, "end"),
        ("plan", PLAN | {"chosen": "leads"}, "chosen"),
        ("plan", PLAN | {"names": ["leads"]}, "names"),
        ("plan", PLAN | {"names": {"leads": {}}}, "names.leads"),
        ("plan", PLAN | {"least": 1e308}, "least"),
        ("result", {"spent": 1e308}, "spent"),
        ("result", {"learned": 3}, "learned"),
        ("weights", {"order": "reach", "points": {}}, "order"),
        ("weights", {"order": ["reach"], "points": {"reach": -1}}, "points.reach"),
        ("costs", {"hour": 1e308}, "hour"),
        ("costs", {"own": {"leads": {"money": "much"}}}, "own.leads.money"),
        ("costs", {"brings": [1, 2, "x"]}, "brings.high"),
        ("own", {"groups": [{"id": "own-1", "type": 4}]}, "groups.own-1.type"),
        ("reflection", {"id": "leads", "text": ["x"]}, "text"),
        ("reflection", {"text": "x"}, "id"),
        ("attempt", {"item": {}, "response": "a"}, "item"),
        ("attempt", {"item": "x", "response": {"a": []}}, "response"),
        ("round", {"quiz": "leads", "id": "r", "items": "all"}, "items"),
    ],
)
def test_what_does_not_fit_is_left_out_by_name(tmp_path, kind, data, what):
    (tmp_path / "journal.jsonl").write_bytes(entry(kind, data))
    answers = Answers(course(), Journal(tmp_path, fitted), "en")
    (fault,) = answers.journal.faults
    assert fault.values["what"] == what
    assert what in answers.tell(fault)
    shown(answers)


@pytest.mark.parametrize(("kind", "data"), [("profile", PROFILE), ("plan", PLAN)])
def test_the_fields_that_fit_are_used(tmp_path, kind, data):
    spoilt = data | {next(iter(data)): 7}
    (tmp_path / "journal.jsonl").write_bytes(entry(kind, spoilt))
    answers = Answers(course(), Journal(tmp_path, fitted), "en")
    kept = answers.typed if kind == "profile" else answers.plan
    assert kept == {n: x for n, x in data.items() if n != next(iter(data))}


def test_a_case_answered_with_a_type_that_is_gone_shows_the_question(tmp_path):
    line = entry("case", {"case": "cafe", "choice": "coworking"})
    (tmp_path / "journal.jsonl").write_bytes(line)
    answers = Answers(course(), Journal(tmp_path, fitted), "en")
    assert answers.journal.faults == ()
    shown(answers)


def test_entries_of_earlier_versions_all_fit(tmp_path):
    for lang in ("en", "de"):
        folder = tmp_path / lang
        folder.mkdir()
        data = (ROOT / "tests" / "earlier" / f"journal_{lang}.jsonl").read_bytes()
        (folder / "journal.jsonl").write_bytes(data)
        assert Journal(folder, fitted).faults == ()


def test_what_was_left_out_is_left_out_of_a_download_too(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    line = entry("own", {"groups": [{"id": "own-1", "type": "leads", "name": 7}]})
    (home / "journal.jsonl").write_bytes(line + entry("plan", PLAN, number=2))
    data = Journal(home, fitted).export_bytes()
    fresh = Journal(tmp_path / "fresh", fitted)
    assert fresh.merge(data).faults == ()
    assert (
        Answers(course(), fresh, "en").own
        == Answers(course(), Journal(home, fitted), "en").own
    )


def test_a_kind_that_nobody_knows_is_taken_as_it_is():
    journal = MemoryJournal(fit=fitted)
    assert journal.merge(entry("later", {"x": [1, {"y": 2}]})).new == 1
    assert journal.latest("later") == {"x": [1, {"y": 2}]}
    assert msgspec.json.decode(journal.export_bytes())["kind"] == "later"
