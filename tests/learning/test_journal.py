"""What was acknowledged is on disk, and nothing that happens to the file loses it."""

import errno
import fcntl
import json
import os
import random
import resource
import signal
import stat
import subprocess
import sys
import time
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from netlesson.learning import (
    Journal,
    JournalError,
    Problem,
    disk,
    home,
    journal as module,
)
from netlesson.learning.journal import Event, Merged

ROOT = Path(__file__).parents[2]

# Two modules alone, so that a child is up before the parent has lost patience.
LOAD = f"""
import os, sys, types
from pathlib import Path
alone = sys.modules["alone"] = types.ModuleType("alone")
alone.__path__ = [{str(ROOT / "netlesson" / "learning")!r}]
from alone import journal
mine = journal.Journal(Path(sys.argv[1]))
"""
ANSWERS = """
n = 0
while True:
    big = "x" * (200_000 if n % 3 == 2 else 20)
    event = mine.append("attempt", n=n, run=int(sys.argv[2]), big=big)
    os.write(1, b"%s\\n" % event.id.encode())
    n += 1
"""
ENTRIES = """
for n in range(int(sys.argv[3])):
    assert mine.append("order", who=sys.argv[2], n=n)
"""
PIECES = """
write = os.write
os.write = lambda descriptor, data: write(descriptor, data[:{}])
"""

RING = []
RING.append(RING)


def child(script, *words):
    return subprocess.Popen(  # noqa: S603 it runs our own module
        [sys.executable, "-c", LOAD + script, *map(str, words)], stdout=subprocess.PIPE
    )


def written(folder, *kinds):
    """A journal with one event of each kind."""
    journal = Journal(folder)
    for number, kind in enumerate(kinds):
        assert journal.append(kind, number=number)
    return journal


def line(**changed):
    event = {
        "schema": 1,
        "id": "0" * 32,
        "time": "2026-01-31T12:00:00Z",
        "kind": "order",
        "data": {},
    }
    return json.dumps(event | changed).encode() + b"\n"


def kinds(journal):
    return [event.kind for event in journal.events()]


def fault(name, number):
    return Problem(f"journal.{name}", {"line": number})


def full_disk(*_):
    raise OSError(errno.ENOSPC, "no space left on device")


def half_a_write(write):
    """Take half of what is offered, then find the disk full."""
    calls = []

    def half(descriptor, data):
        calls.append(data)
        if len(calls) % 2:
            return write(descriptor, data[: len(data) // 2])
        return full_disk()

    return half


# Where the file is


def test_all_notebooks_share_one_folder_beside_them(tmp_path, monkeypatch):
    monkeypatch.delenv("NETLESSON_HOME", raising=False)
    for place in ("notebooks/en", "notebooks/de", "exercises/de", "."):
        (tmp_path / place).mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(tmp_path / place)
        assert home() == tmp_path / "my_work"
        assert home(tmp_path / place) == tmp_path / "my_work"


def test_without_notebooks_the_working_directory_is_the_course(tmp_path, monkeypatch):
    monkeypatch.delenv("NETLESSON_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert home() == tmp_path / "my_work"


def test_netlesson_home_names_another_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NETLESSON_HOME", str(tmp_path / "mine"))
    assert home() == tmp_path / "mine"


def test_a_relative_netlesson_home_is_the_same_for_every_notebook(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("NETLESSON_HOME", "mine")
    for place in ("notebooks/en", "notebooks/de"):
        (tmp_path / place).mkdir(parents=True)
        assert home(tmp_path / place) == tmp_path / "mine"


def test_an_empty_netlesson_home_counts_as_none(tmp_path, monkeypatch):
    monkeypatch.setenv("NETLESSON_HOME", "")
    assert home(tmp_path) == tmp_path / "my_work"


# One event, one line


def test_nothing_is_created_before_the_first_event(tmp_path):
    journal = Journal(tmp_path / "my_work")
    assert journal.events() == ()
    assert journal.latest("order") is None
    assert journal.export_bytes() == b""
    assert journal.saving
    assert list(tmp_path.iterdir()) == []


def test_only_the_folder_is_touched_and_only_its_owner_can_read_it(tmp_path):
    written(tmp_path / "my_work", "order")
    every = sorted(tmp_path.rglob("*"))
    assert every == [tmp_path / "my_work", tmp_path / "my_work" / "journal.jsonl"]
    assert stat.S_IMODE(every[0].stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE(every[1].stat().st_mode) & 0o077 == 0


def test_an_event_is_one_line_that_people_can_read(tmp_path):
    journal = Journal(tmp_path)
    event = journal.append("opinion", text="Für wen?\n„Für uns“ 🙂")
    stored = journal.path.read_bytes()
    assert stored.count(b"\n") == 1
    assert "Für wen?\\n„Für uns“ 🙂".encode() in stored
    fields = json.loads(stored)
    assert list(fields) == ["schema", "id", "time", "kind", "data"]
    assert fields["schema"] == 2
    assert fields["id"] == event.id
    assert datetime.fromisoformat(fields["time"]) == event.time
    assert event.time.utcoffset() == timedelta(0)


def test_the_event_returned_is_the_event_read_back(tmp_path):
    journal = Journal(tmp_path)
    event = journal.append("order", pair=(1, 2), by={1: "a"}, deep=[{"x": [None, 0.5]}])
    assert event.data == {
        "pair": [1, 2],
        "by": {"1": "a"},
        "deep": [{"x": [None, 0.5]}],
    }
    assert Journal(tmp_path).events() == journal.events() == (event,)


def test_names_of_the_method_are_free_for_data(tmp_path):
    event = Journal(tmp_path).append("plan", kind="visit", self="me")
    assert event.data == {"kind": "visit", "self": "me"}


def test_an_answer_is_synced_before_it_is_acknowledged(tmp_path, monkeypatch):
    synced = []

    def sync(descriptor):
        synced.append(Path(f"/proc/self/fd/{descriptor}").resolve().read_bytes())

    monkeypatch.setattr(os, "fsync", sync)
    event = Journal(tmp_path).append("attempt", right=True)
    assert event.id.encode() in synced[-1]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "🙂👩‍👩‍👧‍👦🏳️‍🌈",
        "שלום مرحبا \u202e\u2066",
        "a\u2028b\u2029c\x85d\x0be\x0cf\rg\nh",
        "\0\x01\x1f\x7f\ufeff\ufffe",
        '"\\{}[]',
    ],
    ids=["megabyte", "emoji", "right-to-left", "line ends", "control", "quotes"],
)
def test_any_text_comes_back_as_it_was(tmp_path, text):
    journal = written(tmp_path, "profile")
    journal.append("reflection", text=text)
    journal.append("profile")
    assert Journal(tmp_path).latest("reflection") == {"text": text}
    assert kinds(Journal(tmp_path)) == ["profile", "reflection", "profile"]
    assert Journal(tmp_path).faults == ()


def test_no_file_is_left_open(tmp_path):
    journal = Journal(tmp_path)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        assert journal.append("order")
        assert journal.events()
    assert len(list(Path("/proc/self/fd").iterdir())) <= before


def test_half_an_emoji_from_a_browser_does_not_lose_the_answer(tmp_path):
    assert Journal(tmp_path).append("reflection", text="so \ud83d").data == {
        "text": "so ?"
    }


@pytest.mark.parametrize(
    ("kind", "data", "message"),
    [
        ("", {}, "kind '' cannot be kept: .*length"),
        (
            "weights",
            {"reach": float("nan")},
            "kind 'weights' cannot be kept: Out of range float",
        ),
        (
            "weights",
            {"reach": float("inf")},
            "kind 'weights' cannot be kept: Out of range float",
        ),
        ("weights", {"reach": object()}, "kind 'weights' cannot be kept: .*object"),
        ("weights", {"reach": 10**5000}, "kind 'weights' cannot be kept: .*digits"),
        ("weights", {"reach": RING}, "kind 'weights' cannot be kept: .*recursion"),
    ],
)
def test_what_could_not_be_read_back_is_refused(tmp_path, kind, data, message):
    journal = Journal(tmp_path)
    with pytest.raises(ValueError, match=message):
        journal.append(kind, **data)
    assert not journal.path.exists()


def test_kinds_nobody_knows_are_kept(tmp_path):
    journal = written(tmp_path, "profile", "horoscope", "profile")
    assert [event.data["number"] for event in journal.events("horoscope")] == [1]
    assert b"horoscope" in journal.export_bytes()


# The latest


def test_the_latest_is_the_last_one_written(tmp_path):
    journal = written(tmp_path, "order", "weights", "order", "weights")
    assert journal.latest("order") == {"number": 2}
    assert journal.latest("attempt") is None


def test_merging_an_old_file_does_not_undo_a_newer_choice(tmp_path):
    old = written(tmp_path / "old", "order").export_bytes()
    journal = Journal(tmp_path / "new")
    journal.append("order", number="new")
    assert journal.merge(old).new == 1
    assert journal.latest("order") == {"number": "new"}


def test_a_clock_put_back_does_not_bring_back_an_older_choice(tmp_path):
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    (tmp_path / "journal.jsonl").write_bytes(line(time=tomorrow))
    journal = Journal(tmp_path)
    assert journal.append("order", number="new").time.isoformat() == tomorrow
    assert journal.latest("order") == {"number": "new"}
    assert journal.append("weights").time < datetime.now(UTC)


def test_changing_what_latest_returned_changes_nothing_here(tmp_path):
    journal = Journal(tmp_path)
    journal.append("order", ids=["reach"])
    journal.latest("order")["ids"].clear()
    assert journal.latest("order") == {"ids": ["reach"]}


# Several kernels, and people, at one file


def test_kernels_see_what_the_others_wrote(tmp_path):
    one, other = Journal(tmp_path), Journal(tmp_path)
    one.append("order")
    other.append("weights")
    one.append("knockouts")
    assert kinds(one) == kinds(other) == ["order", "weights", "knockouts"]


def test_only_what_was_added_is_read_again(tmp_path, monkeypatch):
    journal = written(tmp_path, *["weights"] * 50)
    journal.events()
    parsed = []
    parse = module._parse
    monkeypatch.setattr(
        module, "_parse", lambda data, *rest: parsed.append(data) or parse(data, *rest)
    )
    Journal(tmp_path / "other")
    parsed.clear()
    written(tmp_path, "order")
    parsed.clear()
    assert kinds(journal)[-1] == "order"
    assert b"".join(parsed).count(b"\n") == 1


@pytest.mark.parametrize("many", [1, 5, 60])
def test_a_file_that_was_replaced_is_read_afresh_and_nothing_is_lost(tmp_path, many):
    journal = written(tmp_path / "here", *["order"] * 5)
    before = journal.events()
    assert len(before) == 5
    other = written(tmp_path / "there", *["weights"] * many)
    journal.path.write_bytes(other.path.read_bytes())
    expected = [event.id for event in (*other.events(), *before)]
    assert [event.id for event in journal.events()] == expected
    assert [event.id for event in Journal(tmp_path / "here").events()] == expected


def deleted(path):
    path.unlink()


def deleted_with_its_folder(path):
    path.unlink()
    path.parent.rmdir()


def cut_in_a_line(path):
    path.write_bytes(path.read_bytes()[:-40])


def set_back(path):
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:1]))


def set_back_as_another_file(path):
    older = path.with_suffix(".older")
    older.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    older.replace(path)


def emptied(path):
    path.write_bytes(b"")


@pytest.mark.parametrize(
    "harm",
    [
        deleted,
        deleted_with_its_folder,
        cut_in_a_line,
        set_back,
        set_back_as_another_file,
        emptied,
    ],
)
def test_what_a_sync_tool_takes_away_is_written_again_and_said(tmp_path, harm):
    journal = written(tmp_path / "my_work", "order", "weights", "plan")
    before = journal.events()
    harm(journal.path)
    after = journal.events()
    assert {each.id for each in after} == {each.id for each in before}
    (said,) = [f for f in journal.faults if f.key == "journal.restored"]
    assert said.values["entries"] in (1, 2, 3)
    fresh = Journal(tmp_path / "my_work")
    assert {each.id for each in fresh.events()} == {each.id for each in before}
    journal.append("order")
    assert len(Journal(tmp_path / "my_work").events()) == 4


@pytest.mark.parametrize("look", [False, True])
def test_what_was_written_a_moment_ago_is_written_again_too(tmp_path, look):
    journal = written(tmp_path, "order")
    before = journal.path.read_bytes()
    if look:
        journal.events()
    event = journal.append("plan")
    journal.path.write_bytes(before)
    assert event in journal.events()
    assert event in Journal(tmp_path).events()
    assert kinds(journal) == ["order", "plan"]


def test_what_was_set_aside_before_it_was_read_back_stays_there(tmp_path):
    one, other = Journal(tmp_path), Journal(tmp_path)
    one.append("order")
    other.set_aside(other.backup())
    assert one.events() == ()
    assert not (tmp_path / "journal.jsonl").exists()


def test_what_another_kernel_set_aside_is_not_written_again(tmp_path):
    one, other = written(tmp_path, "order"), Journal(tmp_path)
    assert other.events()
    one.set_aside(one.backup())
    assert other.events() == ()
    assert other.faults == ()
    other.append("plan")
    assert kinds(one) == ["plan"]


def test_what_notepad_saved_as_utf_16_is_read_and_spelt_as_utf_8_again(tmp_path):
    before = written(tmp_path, "order", "weights").events()
    path = tmp_path / "journal.jsonl"
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    journal = Journal(tmp_path)
    assert journal.events() == journal.events() == before
    assert journal.faults == ()
    journal.append("plan", text="Łódź")
    assert len(path.read_text("utf-8").splitlines()) == 3
    assert Journal(tmp_path).events()[:2] == before
    assert Journal(tmp_path / "other").merge(path.read_text().encode("utf-16")).new == 3
    (as_it_was,) = tmp_path.glob("*.old")
    assert len(as_it_was.read_text("utf-16").splitlines()) == 2
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "name",
    [
        "journal (1).jsonl",
        "journal 2.jsonl",
        "journal-LAPTOP-7Q.jsonl",
        "journal (conflicted copy 2026-11-28 081500).jsonl",
        "journal.sync-conflict-20261128-081500-ABCDEFG.jsonl",
    ],
)
def test_a_copy_that_a_sync_tool_left_is_found_and_merged(tmp_path, name):
    journal = written(tmp_path, "order")
    copy = tmp_path / name
    copy.write_bytes(written(tmp_path / "there", "plan", "weights").export_bytes())
    assert journal.copies == (name,)
    assert journal.merge_copies().new == 2
    assert kinds(journal) == ["order", "plan", "weights"]
    assert journal.copies == ()
    assert copy.exists()


def test_what_was_set_aside_or_is_no_journal_is_no_copy(tmp_path):
    journal = written(tmp_path, "order")
    journal.set_aside(journal.backup())
    (tmp_path / "journal (1).jsonl").write_text("no journal")
    (tmp_path / "journal (2).jsonl").mkdir()
    (tmp_path / "journal (3).jsonl").write_bytes(line(schema=99))
    os.mkfifo(tmp_path / "journal (4).jsonl")
    assert journal.copies == ()


def test_many_faults_are_one_sentence(tmp_path):
    written(tmp_path, "order")
    with (tmp_path / "journal.jsonl").open("ab") as file:
        file.write(b"no event\n" * 3)
    assert len(Journal(tmp_path).faults) == 3
    with (tmp_path / "journal.jsonl").open("ab") as file:
        file.write(b"no event\n" * 30)
    (fault,) = Journal(tmp_path).faults
    assert fault.key == "journal.many"
    assert fault.values["count"] == 33
    assert str(fault.values["lines"]).startswith("2, 3, 4, ")
    assert str(fault.values["lines"]).endswith("11, …")


@pytest.mark.slow
def test_two_processes_writing_at_once_lose_and_mix_nothing(tmp_path):
    many = 2_000
    both = [child(ENTRIES, tmp_path, who, many) for who in "ab"]
    assert [process.wait() for process in both] == [0, 0]
    for process in both:
        process.stdout.close()
    journal = Journal(tmp_path)
    assert journal.faults == ()
    assert len(journal.events()) == 2 * many
    for who in "ab":
        numbers = [e.data["n"] for e in journal.events() if e.data["who"] == who]
        assert numbers == list(range(many))
    lines = journal.path.read_text(encoding="utf-8").split("\n")
    assert len(lines) == 2 * many + 1


def test_two_processes_writing_in_pieces_wait_for_each_other(tmp_path):
    """A disk may take less than it is offered; O_APPEND alone would mix the rest."""
    both = [child(PIECES.format(9) + ENTRIES, tmp_path, who, 100) for who in "ab"]
    assert [process.wait() for process in both] == [0, 0]
    for process in both:
        process.stdout.close()
    journal = Journal(tmp_path)
    assert journal.faults == ()
    assert len(journal.events()) == 200


@pytest.mark.slow
@pytest.mark.parametrize("kills", [200, pytest.param(1000, marks=pytest.mark.long)])
def test_no_acknowledged_answer_is_lost_to_kills(tmp_path, kills):
    """Every other child writes long answers in pieces: kills fall into writes too."""
    dice = random.Random(1)  # noqa: S311 it picks moments, not secrets
    acknowledged = torn = 0
    for run in range(kills):
        folder = tmp_path / str(run // 10)
        process = child((PIECES.format(500) if run % 2 else "") + ANSWERS, folder, run)
        waits = dice.random() < 0.8  # else the kill may hit the start as well
        first = process.stdout.readline() if waits else b""
        time.sleep(dice.uniform(0, 0.02) if waits else dice.uniform(0.03, 0.12))
        os.kill(process.pid, signal.SIGKILL)
        told = (first + process.stdout.read()).decode().split("\n")[:-1]
        process.stdout.close()
        assert process.wait() == -signal.SIGKILL
        acknowledged += len(told)
        journal = Journal(folder)
        mine = [e for e in journal.events() if e.data["run"] == run]
        assert set(told) <= {event.id for event in mine}
        assert [event.data["n"] for event in mine] == list(range(len(mine)))
        assert all(len(event.data["big"]) in (20, 200_000) for event in mine)
        torn += len(journal.faults) if run % 10 == 9 else 0
    assert acknowledged > kills
    assert torn > 0
    print(f"{kills} kills, {acknowledged} acknowledged answers, none lost")


# Damage


def test_a_torn_last_line_costs_only_itself(tmp_path):
    whole = written(tmp_path, "profile", "order", "weights").path.read_bytes()
    start = whole.rindex(b"\n", 0, -1) + 1
    for cut in range(start, len(whole)):
        torn = tmp_path / str(cut)
        torn.mkdir()
        (torn / "journal.jsonl").write_bytes(whole[:cut])
        journal = Journal(torn)
        left = ["profile", "order"]
        if cut == len(whole) - 1:
            left.append("weights")  # only the line end is gone
        assert kinds(journal) == left
        hurt = (fault("torn", 3),) if start < cut < len(whole) - 1 else ()
        assert journal.faults == hurt
        assert journal.append("plan")
        for each in (journal, Journal(torn)):
            assert kinds(each) == [*left, "plan"]
            assert each.faults == hurt


@pytest.mark.parametrize(
    ("middle", "faults"),
    [
        (b"\n\n  \n", []),
        (b"{}\n", [fault("shape", 2)]),
        (b"[]\n", [fault("shape", 2)]),
        (b"null\n7\n", [fault("shape", 2), fault("shape", 3)]),
        (b"\0" * 4096 + b"\n", [fault("torn", 2)]),
        (b"plain words\n", [fault("torn", 2)]),
        (line(data={"n": "#"}).replace(b'"#"', b"[" * 100_000), [fault("torn", 2)]),
        (line(data={"n": "#"}).replace(b'"#"', b"9" * 5_000), [fault("shape", 2)]),
        (line(kind="#").replace(b"#", b"\xff"), [fault("encoding", 2)]),
        (line(id="7"), [fault("shape", 2)]),
        (line(kind=""), [fault("shape", 2)]),
        (line(schema=0), [fault("shape", 2)]),
        (line(schema="2"), [fault("shape", 2)]),
        (line(time="2026-01-31T12:00:00"), [fault("shape", 2)]),
        (line(time="yesterday"), [fault("shape", 2)]),
        (line(data=[]), [fault("shape", 2)]),
    ],
)
def test_a_line_that_is_no_event_is_skipped_and_named(tmp_path, middle, faults):
    journal = written(tmp_path, "profile", "order")
    first, second = journal.path.read_bytes().splitlines(keepends=True)
    journal.path.write_bytes(first + middle + second)
    for each in (journal, Journal(tmp_path)):
        assert kinds(each) == ["profile", "order"]
        assert list(each.faults) == faults
        assert each.saving


@settings(max_examples=300)
@given(st.data())
def test_no_damage_to_one_line_reaches_another(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("damage")
    hurt = bytearray(line(kind="#", data={"text": "ä 🙂", "n": [1.5, None]})[:-1])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(hurt)))
        end = place + data.draw(st.integers(0, 3))
        hurt[place:end] = data.draw(st.binary(max_size=4)).replace(b"\n", b"")
    first, last = line(id="1" * 32), line(id="2" * 32)
    (folder / "journal.jsonl").write_bytes(first + hurt + b"\n" + last)
    try:
        journal = Journal(folder)
    except JournalError:  # schema 1 has become 11
        return
    ids = [event.id for event in journal.events()]
    assert ids[0] == "1" * 32
    assert "2" * 32 in ids
    assert len(ids) + len(journal.faults) <= 3


@pytest.mark.parametrize(
    "respelt",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data + b"\xef\xbb\xbf",
        lambda data: data.rstrip(b"\n"),
        lambda data: data + data,
    ],
    ids=["BOM", "CRLF", "BOM inside", "no last line end", "twice"],
)
def test_what_an_editor_does_to_a_file_is_no_damage(tmp_path, respelt):
    journal = written(tmp_path, "profile", "order")
    events = journal.events()
    journal.path.write_bytes(respelt(journal.path.read_bytes()))
    new = journal.append("plan")
    assert Journal(tmp_path).events() == journal.events() == (*events, new)
    assert journal.faults == ()


def test_an_empty_file_is_an_empty_journal(tmp_path):
    (tmp_path / "journal.jsonl").touch()
    journal = Journal(tmp_path)
    assert journal.events() == journal.faults == ()
    assert journal.append("order")


@pytest.mark.parametrize(
    "newer",
    [
        line(schema=3),
        line(schema=3, id=7, data=[]),
        b'{"schema": 3, "all": "different"}\n',
        b'{"schema": 3}',
    ],
)
def test_a_newer_schema_is_refused_by_name_and_the_file_untouched(tmp_path, newer):
    journal = written(tmp_path, "profile")
    journal.path.write_bytes(journal.path.read_bytes() + newer)
    stored = journal.path.read_bytes()
    with pytest.raises(JournalError, match=r"schema 3, .* reads schema 2") as refusal:
        Journal(tmp_path)
    problem = Problem("journal.newer", {"schema": 3, "known": 2})
    assert refusal.value.problem == problem
    # Whoever had it open before goes on in memory, and nothing gets into the file.
    assert journal.append("order") is None
    assert journal.merge(line(id="f" * 32)).new == 1
    assert journal.problem == problem
    assert len(journal.events()) == 3
    assert journal.path.read_bytes() == stored
    journal.path.write_bytes(stored.removesuffix(newer))
    assert journal.retry()
    assert len(Journal(tmp_path).events()) == 3


# Nothing can be saved


def goes_on_unsaved(journal, key):
    """The learner can work, is told, and can take the work away."""
    assert journal.append("order", n=1) is None
    assert journal.append("order", n=2) is None
    assert not journal.saving
    assert journal.problem.key == key
    assert journal.problem.values["file"] == str(journal.path)
    assert journal.latest("order") == {"n": 2}
    assert [event.data["n"] for event in journal.events()] == [1, 2]
    assert journal.export_bytes().count(b"\n") == 2


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "my_work").write_text("mine")
    journal = Journal(tmp_path / "my_work")
    assert not journal.saving  # known before the first answer
    goes_on_unsaved(journal, "journal.blocked")
    assert (tmp_path / "my_work").read_text() == "mine"


def test_a_folder_where_the_file_should_be(tmp_path):
    (tmp_path / "journal.jsonl").mkdir()
    journal = Journal(tmp_path)
    assert not journal.saving
    goes_on_unsaved(journal, "journal.blocked")


def test_a_place_where_nothing_can_be_made():
    goes_on_unsaved(Journal(Path("/proc/my_work")), "journal.failed")


@pytest.mark.parametrize("exists", [True, False])
def test_a_read_only_folder_is_known_before_the_first_answer(
    tmp_path, monkeypatch, exists
):
    if exists:
        written(tmp_path / "my_work")

    def access(place, mode):
        free = mode == os.F_OK or not Path(place).is_relative_to(tmp_path)
        return Path(place).exists() and free

    monkeypatch.setattr(os, "access", access)
    journal = Journal(tmp_path / "my_work")
    assert journal.problem.key == "journal.read_only"

    def refuse(*_):
        raise OSError(errno.EROFS, "read-only file system")

    monkeypatch.setattr(os, "open", refuse)
    goes_on_unsaved(journal, "journal.read_only")


def test_a_full_disk(tmp_path, monkeypatch):
    journal = Journal(tmp_path)
    monkeypatch.setattr(os, "write", full_disk)
    goes_on_unsaved(journal, "journal.full")


def test_a_disk_that_fills_up_in_the_middle_leaves_the_file_as_it_was(
    tmp_path, monkeypatch
):
    stored = written(tmp_path / "my_work", "profile").path.read_bytes()
    journal = Journal(tmp_path / "my_work")
    monkeypatch.setattr(os, "write", half_a_write(os.write))
    assert journal.append("order") is None
    assert journal.path.read_bytes() == stored
    assert kinds(journal) == ["profile", "order"]


def test_half_a_line_that_cannot_be_taken_back_harms_nothing(tmp_path, monkeypatch):
    journal = written(tmp_path, "profile")
    with monkeypatch.context() as patch:
        patch.setattr(os, "ftruncate", full_disk)
        patch.setattr(os, "write", half_a_write(os.write))
        assert journal.append("order") is None
    assert journal.append("weights")
    for each in (journal, Journal(tmp_path)):
        assert kinds(each) == ["profile", "order", "weights"]
        assert each.faults == (fault("torn", 2),)


def test_a_real_limit_in_the_middle_of_a_write(tmp_path):
    journal = written(tmp_path, "profile")
    stored = journal.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(stored) + 5_000, hard))
    try:
        assert journal.append("reflection", text="x" * 10_000) is None
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert journal.path.read_bytes() == stored
    assert journal.problem.values["code"] == "EFBIG"
    assert journal.append("order")
    assert kinds(Journal(tmp_path)) == ["profile", "reflection", "order"]


def test_what_was_kept_in_memory_is_saved_with_the_next_answer(tmp_path, monkeypatch):
    journal = Journal(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full_disk)
        goes_on_unsaved(journal, "journal.full")
    assert journal.append("order", n=3)
    assert journal.saving
    assert [event.data["n"] for event in Journal(tmp_path).events()] == [1, 2, 3]
    assert Journal(tmp_path).events() == journal.events()


def test_a_failed_sync_is_not_acknowledged_and_counts_once(tmp_path, monkeypatch):
    journal = Journal(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full_disk)
        assert journal.append("order") is None
        assert kinds(journal) == ["order"]
    assert journal.append("plan")
    assert kinds(journal) == kinds(Journal(tmp_path)) == ["order", "plan"]


def test_short_writes_still_make_whole_lines(tmp_path, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, data[:7]))
    journal = written(tmp_path, "profile", "order")
    assert kinds(Journal(tmp_path)) == kinds(journal) == ["profile", "order"]
    assert journal.faults == ()


def test_a_pipe_in_the_place_of_the_file_never_hangs(tmp_path):
    os.mkfifo(tmp_path / "journal.jsonl")
    goes_on_unsaved(Journal(tmp_path), "journal.blocked")


def test_a_device_in_the_place_of_the_file_is_refused(tmp_path):
    (tmp_path / "journal.jsonl").symlink_to("/dev/null")
    goes_on_unsaved(Journal(tmp_path), "journal.blocked")


def test_a_loop_of_links_in_the_place_of_the_file_is_refused(tmp_path):
    (tmp_path / "journal.jsonl").symlink_to(tmp_path / "journal.jsonl")
    goes_on_unsaved(Journal(tmp_path), "journal.blocked")


def test_a_lock_that_nobody_lets_go_of_is_said_and_never_hangs(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "PATIENCE", 0.1)
    journal = written(tmp_path, "order")
    with journal.path.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert journal.append("weights", n=1) is None
        assert journal.problem.key == "journal.locked"
        assert journal.latest("weights") == {"n": 1}
    assert journal.append("weights", n=2)
    assert journal.problem is None
    assert [event.data.get("n") for event in Journal(tmp_path).events("weights")] == [
        1,
        2,
    ]


def test_a_new_file_is_there_after_a_power_cut(tmp_path, monkeypatch):
    synced = []
    sync = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda each: (synced.append(os.fstat(each).st_mode), sync(each))
    )
    written(tmp_path / "my_work", "order", "weights")
    folders = [stat.S_ISDIR(mode) for mode in synced]
    assert folders == [False, True, False]


def test_a_disk_without_locks_still_takes_answers(tmp_path, monkeypatch):
    def no_locks(_):
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(disk, "_lock", no_locks)
    journal = written(tmp_path, "profile", "order")
    assert kinds(Journal(tmp_path)) == kinds(journal) == ["profile", "order"]


# Taking it away and bringing it back


def test_an_export_fills_a_fresh_folder_with_the_same_events(tmp_path):
    journal = written(tmp_path / "here", "profile", "order", "weights")
    fresh = Journal(tmp_path / "there")
    assert fresh.merge(journal.export_bytes()) == Merged(new=3, known=0, unreadable=0)
    assert fresh.events() == journal.events() == Journal(tmp_path / "there").events()
    assert fresh.export_bytes() == journal.export_bytes() == fresh.path.read_bytes()


def test_an_export_leaves_out_what_is_damaged(tmp_path):
    journal = written(tmp_path, "profile", "order")
    whole = journal.export_bytes()
    journal.path.write_bytes(b"\xef\xbb\xbf\r\n" + whole + b"rubbish\n" + whole + b"{")
    assert Journal(tmp_path).export_bytes() == whole


def test_merging_counts_new_known_and_unreadable(tmp_path):
    journal = written(tmp_path / "here", "profile")
    other = written(tmp_path / "there", "order", "weights").export_bytes()
    offered = b"rubbish\n" + other + journal.export_bytes() + other + b"[]"
    left_out = (fault("torn", 1), fault("shape", 7))
    expected = Merged(new=2, known=3, unreadable=2, faults=left_out)
    assert journal.merge(offered) == expected
    assert kinds(Journal(tmp_path / "here")) == ["profile", "order", "weights"]
    assert Journal(tmp_path / "here").faults == ()


def test_an_event_that_is_here_stays_as_it_is(tmp_path):
    journal = Journal(tmp_path)
    journal.merge(line(data={"n": 1}) + line(data={"n": 3}))
    assert journal.merge(line(data={"n": 2})) == Merged(new=0, known=1, unreadable=0)
    assert journal.latest("order") == {"n": 1}


def test_an_empty_file_brings_nothing(tmp_path):
    assert Journal(tmp_path).merge(b"") == Merged(new=0, known=0, unreadable=0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("data", "message", "key"),
    [
        (
            b"PK\x03\x04\n\xff\0",
            "no journal: none of its 2 lines is an event",
            "foreign",
        ),
        (b'{\n "cells": []\n}\n', "no journal: none of its 3 lines", "foreign"),
        (b"n;text\n1;hello\n", "no journal", "foreign"),
        (b"{}\n", "no journal", "foreign"),
        (line() + line(schema=3), "schema 3, .* reads schema 2", "newer"),
        (b"\n" * 20_000_001, "has 21 MB; .* at most 20 MB", "too_big"),
    ],
    ids=["zip", "notebook", "CSV", "object", "newer", "too big"],
)
def test_a_file_that_is_no_journal_is_refused_as_a_whole(tmp_path, data, message, key):
    journal = written(tmp_path, "profile")
    stored = journal.path.read_bytes()
    with pytest.raises(JournalError, match=message) as refusal:
        journal.merge(data)
    assert refusal.value.problem.key == f"journal.{key}"
    assert journal.path.read_bytes() == stored


def test_merging_works_in_memory_where_nothing_can_be_saved(tmp_path):
    (tmp_path / "my_work").touch()
    journal = Journal(tmp_path / "my_work")
    assert journal.merge(line(data={"n": 1})).new == 1
    assert not journal.saving
    assert journal.latest("order") == {"n": 1}
    assert journal.merge(line()).known == 1


START = datetime(2026, 1, 1, tzinfo=UTC)


@st.composite
def events(draw):
    """What an event says follows from its number, as with real ids."""
    number = draw(st.integers(0, 40))
    return Event(
        schema=1,
        id=f"{number:032x}",
        time=START + timedelta(minutes=number * 17 % 41),
        kind=["order", "weights"][number % 2],
        data={"n": number},
    )


def copies(folder, *parts):
    """A journal that took over the parts in this order."""
    journal = Journal(folder)
    for part in parts:
        journal.merge(b"".join(map(module._line, part)))
    return journal


def content(journal):
    return (
        {event.id: event for event in journal.events()},
        journal.latest("order"),
        journal.latest("weights"),
    )


@settings(max_examples=60)
@given(st.lists(events()), st.lists(events()), st.lists(events()))
def test_the_order_and_number_of_merges_makes_no_difference(
    tmp_path_factory, one, two, three
):
    folder = tmp_path_factory.mktemp("merge")
    expected = content(copies(folder / "all", one + two + three))
    orders = [(one, two, three), (three, two, one), (two, two, one, three, one)]
    for number, order in enumerate(orders):
        journal = copies(folder / str(number), *order)
        assert content(journal) == expected
        assert content(Journal(folder / str(number))) == expected
        assert len(journal.events()) == len({e.id for e in journal.events()})
        before = journal.export_bytes()
        assert journal.merge(before).new == 0
        assert journal.export_bytes() == before


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
).filter(lambda value: "Infinity" not in json.dumps(value))


@settings(max_examples=60)
@given(st.lists(st.dictionaries(st.text(), json_values), max_size=5))
def test_whatever_json_can_hold_survives_the_way_out_and_in(tmp_path_factory, entries):
    folder = tmp_path_factory.mktemp("trip")
    journal = Journal(folder / "here")
    for entry in entries:
        assert journal.append("any", **entry)
    fresh = Journal(folder / "there")
    fresh.merge(journal.export_bytes())
    assert [event.data for event in fresh.events()] == entries


# Speed, and words


def test_a_long_journal_is_read_once_and_then_only_what_is_new(tmp_path, monkeypatch):
    read = []
    parse = module._parse

    def counted(data, *rest):
        read.append(len(data))
        return parse(data, *rest)

    monkeypatch.setattr(module, "_parse", counted)
    with (tmp_path / "journal.jsonl").open("wb") as file:
        for number in range(20_000):
            data = {"reach": number, "money": 7, "time": 1, "fit": 2}
            file.write(line(id=f"{number:032x}", kind="weights", data=data))
    size = (tmp_path / "journal.jsonl").stat().st_size
    journal = Journal(tmp_path)
    assert journal.latest("weights")["reach"] == 19_999
    assert sum(read) == size
    for _ in range(10):
        journal.append("weights", reach=0)
    assert journal.latest("weights")["reach"] == 0
    assert sum(read) - size < 10_000


def test_every_problem_has_its_words_in_both_languages():
    strings = tomllib.loads(
        (ROOT / "netlesson/content/data/strings.toml").read_text("utf-8")
    )
    values = {
        "file": "x", "code": "x", "line": 1, "schema": 3, "known": 1,
        "lines": 1, "size": 51, "most": 50, "count": 4, "kind": "plan", "what": "start",
        "entries": 2, "home": "~nobody",
    }  # fmt: skip
    keys = {*module._KEYS.values(), "failed", "torn", "encoding", "shape"}
    keys |= {
        "newer",
        "foreign",
        "too_big",
        "unfit",
        "unusable",
        "many",
        "restored",
        "no_home",
    }
    assert set(strings["journal"]) == keys
    for text in strings["journal"].values():
        for lang in ("en", "de"):
            assert text[lang].format(**values)
