"""Where answers are kept is decided in one place, and every store can do the same."""

import ast
from datetime import timedelta

import pytest
from builders import ROOT

from netlesson.learning import Journal, MemoryJournal, open_journal
from netlesson.learning.journal import Event

FILES = sorted((ROOT / "netlesson").rglob("*.py"))


@pytest.fixture(params=["file", "memory"])
def store(request, tmp_path):
    return Journal(tmp_path) if request.param == "file" else MemoryJournal()


def within(kind):
    """Yield each piece of code of one kind with the module that it stands in."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kind):
                yield path.relative_to(ROOT / "netlesson").as_posix(), node


def test_only_one_module_decides_where_answers_are_kept():
    made = {m for m, node in within(ast.Name) if node.id == "Journal"}
    assert made == {"learning/store.py"}


def test_only_the_file_journal_knows_that_there_is_a_path():
    asked = {
        module
        for module, node in within(ast.Attribute)
        if node.attr == "path" and ast.unparse(node) != "sys.path"
    }
    assert asked == {"learning/journal.py"}


def test_the_journal_is_the_one_beside_the_notebooks(tmp_path, monkeypatch):
    monkeypatch.setenv("NETLESSON_HOME", str(tmp_path))
    assert open_journal().place == str(tmp_path / "journal.jsonl")


def test_an_event_is_read_back_as_it_was_returned(store):
    event = store.append("order", pair=(1, 2), text="Mañana 🙂", half="\ud83d")
    assert event.data == {"pair": [1, 2], "text": "Mañana 🙂", "half": "?"}
    assert store.events() == store.events("order") == (event,)
    assert store.events("plan") == ()
    assert store.problem is None
    assert store.faults == ()


@pytest.mark.parametrize(("kind", "data"), [("", {}), ("order", {"x": object()})])
def test_what_cannot_be_kept_is_refused(store, kind, data):
    with pytest.raises(ValueError, match="cannot be kept"):
        store.append(kind, **data)
    assert store.events() == ()


def test_the_latest_about_one_thing_is_the_latest_by_time(store):
    assert store.latest("case", case="cafe") is None
    store.append("case", case="cafe", choice="leads")
    last = store.append("case", case="cafe", choice="social")
    store.append("case", case="shop", choice="events")
    old = Event(
        schema=1,
        id="0" * 32,
        time=last.time - timedelta(days=1),
        kind="case",
        data={"case": "cafe", "choice": "chambers"},
    )
    other = MemoryJournal()
    other._save([old])
    assert store.merge(other.export_bytes()).new == 1
    choices = [event.data["choice"] for event in store.history("case", case="cafe")]
    assert choices == ["chambers", "leads", "social"]
    assert store.latest("case", case="cafe")["choice"] == "social"
    assert store.latest("case")["choice"] == "events"
    assert store.latest("case", case="cafe", choice="golf") is None
    store.latest("case")["choice"] = "changed"
    assert store.latest("case")["choice"] == "events"


def test_what_is_set_aside_can_be_brought_back(store):
    assert store.backup() == ""
    event = store.append("order")
    kept = store.export_bytes()
    store.set_aside(store.backup())
    assert store.events() == ()
    assert store.backup() == ""
    assert store.merge(kept).new == 1
    assert store.merge(kept).known == 1
    assert store.events() == (event,)
