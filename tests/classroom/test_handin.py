"""A result file holds what was done and no more, and no file can do harm."""

import errno
import json
import os
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from builders import ROOT, course
from hypothesis import given, strategies as st
from playing import right_response as right, wrong_response as wrong

from netlesson.classroom import handin
from netlesson.classroom.handin import (
    LIMIT,
    ItemResult,
    Result,
    ResultError,
    encode_result,
    file_name,
    is_empty,
    make_result,
    put,
    read_file,
    read_result,
)
from netlesson.commands import cli
from netlesson.content import LANGS
from netlesson.deciding import OwnCell, OwnGroup, OwnGroups
from netlesson.learning import Answers, Journal, learning_gain, reflections

PROFILE = {
    "country": "DE",
    "market": "local",
    "customers": "consumers",
    "money": 950.0,
    "hours": 12.0,
    "fixed_slot": "no",
    "need_1": "referrals",
}
HTML = "<img src=x onerror=alert(1)> =1+1 😀"


@pytest.fixture
def learner(tmp_path):
    return Answers(course(), Journal(tmp_path / "home"), "en")


def again(learner):
    """Open the same journal as another kernel would."""
    return Answers(course(), Journal(learner.journal.path.parent), "de")


def answer(learner, item, response):
    learner.record("attempt", item=item.id, response=response, round="test")


def some(kind, n=2, pool="practice"):
    found = [i for i in course().items.values() if i.kind == kind and i.pool == pool]
    return found[:n]


def result(**changes):
    usual = Result(
        id="0123456789abcdef", time=datetime(2026, 11, 27, tzinfo=UTC), lang="en"
    )
    return msgspec.structs.replace(usual, **changes)


def spelled(**changes):
    """A result file as bytes, with fields put in as they are."""
    fields = {**json.loads(encode_result(result())), **changes}
    return json.dumps(fields).encode()


def refusal(data):
    with pytest.raises(ResultError) as caught:
        read_result(data)
    problem = caught.value.problem
    for lang in LANGS:
        assert course().say(problem.key, lang, **problem.values)
    return problem.key.removeprefix("handin."), problem.values


def test_each_item_has_its_first_and_its_latest_try(learner):
    one, two = some("choice")
    answer(learner, two, wrong(two))
    answer(learner, two, wrong(two))
    answer(learner, two, right(two))
    answer(learner, one, right(one))
    assert make_result(learner).items == (
        ItemResult(
            item=one.id,
            first=right(one),
            latest=right(one),
            first_right=True,
            latest_right=True,
            tries=1,
        ),
        ItemResult(
            item=two.id,
            first=wrong(two),
            latest=right(two),
            first_right=False,
            latest_right=True,
            tries=3,
        ),
    )


def test_an_opinion_is_in_it_and_neither_right_nor_wrong(learner):
    (item,) = some("opinion", 1)
    answer(learner, item, right(item))
    (found,) = make_result(learner).items
    assert (found.latest, found.first_right, found.latest_right) == (
        right(item),
        None,
        None,
    )


def test_every_kind_of_answer_comes_back_as_it_was_given(learner):
    for item in course().items.values():
        answer(learner, item, wrong(item))
        answer(learner, item, right(item))
    made = make_result(learner)
    assert [each.item for each in made.items] == list(course().items)
    assert read_result(encode_result(made)) == made
    marked = [each for each in made.items if each.latest_right is not None]
    assert {(each.first_right, each.latest_right) for each in marked} == {(False, True)}
    assert len(encode_result(made)) < 100_000


def test_the_gain_follows_from_the_first_tries_of_both_checks(learner):
    for item in course().items.values():
        if item.pool == "opening":
            answer(learner, item, wrong(item))
        elif item.pool == "closing":
            answer(learner, item, right(item))
    items = make_result(learner).items
    tries = {
        pool: [i.first_right for i in items if course().items[i.item].pool == pool]
        for pool in ("opening", "closing")
    }
    assert learning_gain(tries["opening"], tries["closing"]).points == 100


def test_before_anything_is_set_there_is_no_order_and_no_ranking(learner):
    assert is_empty(learner)
    (item,) = some("choice", 1)
    answer(learner, item, right(item))
    made = make_result(learner)
    assert not is_empty(learner)
    assert (made.order, made.weights, made.ranking, made.chosen) == ((), {}, (), ())


def test_a_profile_makes_a_ranking_and_no_weights_of_ones_own(learner):
    learner.set_profile(PROFILE)
    made = make_result(learner)
    assert made.ranking
    assert (made.order, made.weights) == ((), {})


@pytest.mark.parametrize("top", [0.0, 30.0, 100.0])
def test_weights_are_shares_and_the_ranking_is_the_one_on_the_screen(learner, top):
    # Too few hours for a leads group.
    learner.set_profile({**PROFILE, "hours": 1.5})
    learner.set_points({name: top * (name != "fit") for name in course().criteria})
    made, comparison = make_result(learner), learner.comparison()
    assert sum(made.weights.values()) == pytest.approx(1, abs=1e-8)
    assert made.order == learner.order
    assert [(p.group, p.rank, p.out) for p in made.ranking] == [
        (
            comparison.alternatives[i].group,
            comparison.ranks[i],
            bool(comparison.breaches[i]),
        )
        for i in (*comparison.standing, *comparison.out)
    ]
    assert [p.out for p in made.ranking].count(True) == len(comparison.out) > 0
    assert read_result(encode_result(made)) == made


def test_of_own_groups_only_the_type_leaves_the_machine(learner):
    cells = {"money": OwnCell(state="own", value=1234.0, note="told in secret")}
    mine = OwnGroup(id="own-1", type="leads", name="Tuesday at the Lion", cells=cells)
    gone = OwnGroup(id="own-2", type="events", name="Fair in May")
    learner.set_own(OwnGroups(groups=(mine, gone)))
    learner.set_own(OwnGroups(groups=(mine,)))
    names = {"own-1": mine.name, "own-2": gone.name}
    learner.set_plan({"chosen": ["own-1", "leads", "own-2"], "names": names})
    made = make_result(learner)
    assert [p.group for p in made.ranking if p.own] == ["leads"]
    assert made.chosen == ("leads", "events")
    text = encode_result(made).decode()
    for secret in ("Lion", "Fair", "1234", "secret", "own-1"):
        assert secret not in text


@pytest.mark.parametrize(
    "plan", [{"chosen": "leads"}, {"chosen": [None, 5, "gone", {}]}, {"chosen": {}}]
)
def test_a_damaged_plan_chooses_nothing(learner, plan):
    learner.set_plan(plan)
    learner.record("own", groups=[5, {"id": 1, "type": []}, {"id": "gone"}])
    assert make_result(learner).chosen == ()


def test_a_reflection_is_in_it_only_when_it_is_named(learner):
    learner.record("reflection", id="leads", text="first thought")
    learner.record("reflection", id="events", text="  ")
    learner.record("reflection", id="leads", text=HTML)
    learner.record("reflection", id=5, text=None)
    assert reflections(learner) == {"leads": HTML}
    assert make_result(learner).reflections == ()
    assert HTML not in encode_result(make_result(learner)).decode()
    (found,) = make_result(learner, reflections=["leads"]).reflections
    assert (found.name, found.text) == ("leads", HTML)
    with pytest.raises(ValueError, match="no reflection 'events'; use one of leads"):
        make_result(learner, reflections=["events"])


def test_nothing_is_clipped_what_is_too_long_is_refused(learner):
    learner.record("reflection", id="leads", text="x" * 10_001)
    learner.record("reflection", id="events", text="x" * 10_000)
    make_result(learner, name="x" * 200, reflections=["events"])
    with pytest.raises(ResultError, match="text_long length=10001 most=10000"):
        make_result(learner, reflections=["leads"])
    with pytest.raises(ResultError, match="name_long length=201 most=200"):
        make_result(learner, name="x" * 201)
    huge = [msgspec.structs.replace(each, text="x" * LIMIT) for each in _said()]
    with pytest.raises(ResultError, match="too_big"):
        encode_result(result(reflections=tuple(huge)))


def _said():
    return (handin.Reflection(name="leads", text="x"),)


@pytest.mark.parametrize("name", [HTML, " Zoë ", "\ud83d", "שלום", "a\u2028\x00\x85b"])
def test_any_name_is_kept_as_typed_and_read_back(learner, name):
    made = make_result(learner, name=name)
    read = read_result(encode_result(made))
    assert read == made
    assert read.name == name.replace("\ud83d", "?").strip()


def test_the_id_is_random_and_stays_with_the_journal(learner, tmp_path):
    learner.set_profile(PROFILE)
    made = make_result(learner)
    assert re.fullmatch("[0-9a-f]{16}", made.id)
    assert make_result(learner).id == make_result(again(learner)).id == made.id
    assert len(learner.journal.events("handin")) == 1
    other = Answers(course(), Journal(tmp_path / "other"), "en")
    assert make_result(other).id != made.id
    other.journal.merge(learner.journal.export_bytes())
    assert make_result(other).id == made.id  # the older of the two


def test_a_damaged_id_is_drawn_anew(learner):
    learner.journal.append("handin", id="../../etc")
    learner.journal.append("handin", id="0123456789ABCDEF")
    assert re.fullmatch("[0-9a-f]{16}", make_result(learner).id)


def test_making_a_result_writes_nothing_but_the_id(learner):
    learner.set_profile(PROFILE)
    make_result(learner)
    before = learner.journal.path.read_bytes()
    make_result(learner, name="Zoë")
    assert learner.journal.path.read_bytes() == before


def test_the_file_is_readable_one_answer_a_line(learner):
    for item in some("choice", 3):
        answer(learner, item, right(item))
    lines = encode_result(make_result(learner, name="Zoë")).decode().splitlines()
    assert sum('"first_right"' in line for line in lines) == 3
    assert '  "name": "Zoë",' in lines
    assert json.loads("\n".join(lines))["format"] == "netlesson-result"


def test_the_key_of_a_question_not_answered_is_not_in_it(learner):
    (item,) = some("match", 1)
    answer(learner, item, right(item))
    text = encode_result(make_result(learner)).decode()
    assert item.id in text
    others = [name for name in course().items if name != item.id]
    assert not [name for name in others if f'"{name}"' in text]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"{" + b" " * LIMIT + b"}", "too_big"),
        (encode_result(result(name="Zoë")).decode().encode("latin-1"), "encoding"),
        (encode_result(result()).decode().encode("utf-16"), "encoding"),
        (b"hello", "no_json"),
        (encode_result(result())[:-40], "no_json"),
        (encode_result(result()) * 2, "no_json"),
        (b"[" * 1_000_000, "no_json"),
        (b'{"a":' * 200_000, "no_json"),
        (b'{"name": "\\ud800"}', "no_json"),
        (b'{"weights": NaN}', "no_json"),
        (b"[]", "foreign"),
        (b"null", "foreign"),
        (b'"netlesson-result"', "foreign"),
        (b'{"format": "netlesson-result"}', "foreign"),
        (b'{"cells": [], "nbformat": 4}', "foreign"),
        (spelled(format="other"), "foreign"),
        (spelled(schema=0), "foreign"),
        (spelled(schema="1"), "foreign"),
        (spelled(schema=True), "foreign"),
        (spelled(schema=10**30), "foreign"),
    ],
)
def test_what_is_no_result_file_is_named(data, key):
    assert refusal(data)[0] == key


@pytest.mark.parametrize("more", [{}, {"items": "all new"}, {"id": None}])
def test_a_newer_schema_is_named(more):
    assert refusal(spelled(schema=7, **more)) == ("newer", {"schema": 7, "known": 1})


ITEM = {"item": "a", "first": "x", "latest": "x"}
PLACE = {"group": "leads", "rank": 1, "score": 0.5}


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"id": "../../../etc/passwd"}, "id"),
        ({"id": "0123456789ABCDEF"}, "id"),
        ({"time": "2026-11-27T10:00:00"}, "time"),
        ({"time": "yesterday"}, "time"),
        ({"lang": "fr"}, "lang"),
        ({"name": "x" * 201}, "name"),
        ({"name": 5}, "name"),
        ({"items": [{**ITEM, "tries": 0}]}, "items[0].tries"),
        ({"items": [ITEM, {"item": "b", "first": "x"}]}, "items[1]"),
        ({"items": [ITEM, ITEM]}, "items"),
        ({"items": [{**ITEM, "first": None}]}, "items[0].first"),
        ({"items": [{**ITEM, "first": True}]}, "items[0].first"),
        ({"items": [{**ITEM, "latest": [["x"]]}]}, "items[0].latest"),
        ({"items": [{**ITEM, "latest": {"__proto__": {"a": 1}}}]}, "items[0].latest"),
        ({"items": [{**ITEM, "latest": 10**400}]}, "items[0].latest"),
        ({"ranking": [{**PLACE, "score": 1.1}]}, "ranking[0].score"),
        ({"ranking": [{**PLACE, "rank": 0}]}, "ranking[0].rank"),
        ({"weights": {"fit": -0.1, "trust": 1}}, "weights[...]"),
        ({"weights": {"fit": 1, "trust": 1}}, "weights"),
        ({"order": ["fit", "fit"]}, "order"),
        ({"order": [""]}, "order[0]"),
        ({"chosen": ["leads", "leads"]}, "chosen"),
        ({"reflections": [{"name": "a", "text": "x" * 10_001}]}, "reflections[0].text"),
    ],
)
def test_a_wrong_shape_is_refused_with_its_place(wrong, where):
    assert refusal(spelled(**wrong)) == ("shape", {"where": where})


def test_a_missing_field_is_named():
    fields = json.loads(encode_result(result()))
    del fields["id"]
    assert refusal(json.dumps(fields).encode()) == ("shape", {"where": "id"})


@pytest.mark.parametrize("depth", [300, 5000, 200_000])
def test_what_is_nested_deeply_is_harmless(depth):
    nested = b"[" * depth + b"]" * depth
    for field in (b'"later": ', b'"items": '):
        data = encode_result(result()).rstrip(b"}\n") + b", " + field + nested + b"}"
        with suppress(ResultError):
            assert read_result(data) == result()


def test_a_field_of_a_later_version_and_odd_keys_are_harmless():
    odd = {"__proto__": {"polluted": 1}, "constructor": 1, "later": [1]}
    read = read_result(spelled(**odd, weights={"__proto__": 1}))
    assert read == result(weights={"__proto__": 1.0})


def test_a_byte_order_mark_from_an_editor_does_no_harm():
    assert read_result(b"\xef\xbb\xbf" + encode_result(result())) == result()


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    with pytest.raises(ResultError):
        read_result(data)


@given(
    st.dictionaries(
        st.sampled_from(Result.__struct_fields__),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=10,
        ),
    )
)
def test_any_json_in_any_field_is_read_or_refused(fields):
    data = spelled(**fields)
    try:
        read = read_result(data)
    except ResultError as error:
        course().say(error.problem.key, "de", **error.problem.values)
    else:
        assert read_result(encode_result(read)) == read


def refused_file(path):
    with pytest.raises(ResultError) as caught:
        read_file(path)
    return caught.value.problem.key.removeprefix("handin.")


def test_a_file_is_read_from_disk(tmp_path):
    path = tmp_path / "netlesson-0123456789abcdef.json"
    path.write_bytes(encode_result(result()))
    assert read_file(path) == result()
    link = tmp_path / "link.json"
    link.symlink_to(path)
    assert read_file(link) == result()


def test_what_is_no_file_is_named(tmp_path):
    folder, broken, loop = (tmp_path / name for name in ("folder", "broken", "loop"))
    folder.mkdir()
    broken.symlink_to(tmp_path / "nowhere")
    loop.symlink_to(loop)
    assert refused_file(folder) == "is_folder"
    assert refused_file(broken) == "broken_link"
    assert refused_file(loop) == "unreadable"
    assert refused_file(tmp_path / "nowhere") == "not_there"
    assert refused_file(folder / "x" / "y") == "not_there"


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    assert refused_file(tmp_path / "pipe.json") == "no_file"


def test_a_huge_file_is_refused_unread(tmp_path, monkeypatch):
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(200_000_000)

    def never(*_args, **_options):
        raise AssertionError("it was opened")

    monkeypatch.setattr(Path, "open", never)
    with pytest.raises(ResultError, match="too_big size=200 most=2"):
        read_file(huge)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "grows.json"
    path.write_bytes(b" " * (LIMIT + 50))
    small = os.stat_result((0o100600, 0, 0, 1, 0, 0, 5, 0, 0, 0))
    monkeypatch.setattr(Path, "stat", lambda _path, **_options: small)
    assert refused_file(path) == "too_big"


def test_a_file_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    path = tmp_path / "locked.json"
    path.write_bytes(encode_result(result()))
    monkeypatch.setattr(Path, "open", _fails(errno.EACCES))
    with pytest.raises(ResultError, match="unreadable code=EACCES"):
        read_file(path)


def _fails(code):
    def fail(*_args, **_options):
        raise OSError(code, os.strerror(code))

    return fail


def test_a_file_is_put_whole_and_replaces_the_earlier_one(tmp_path):
    name = file_name(result())
    assert name == "netlesson-0123456789abcdef.json"
    assert put(tmp_path, name, encode_result(result())) is False
    assert put(tmp_path, name, encode_result(result(name="Zoë"))) is True
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert read_file(tmp_path / name).name == "Zoë"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")
@pytest.mark.parametrize(
    ("folder", "file"),
    [(0o2770, 0o640), (0o2773, 0o640), (0o777, 0o640), (0o733, 0o600), (0o700, 0o600)],
)
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_its_owner_and_a_group_that_may_read_the_folder_read_the_file(
    tmp_path, folder, file, mask
):
    """A learner's neighbour may not, and an instructor of the folder's group may."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in").chmod(folder)
    before = os.umask(mask)
    try:
        put(tmp_path / "in", "a.json", b"{}")
    finally:
        os.umask(before)
    assert (tmp_path / "in/a.json").stat().st_mode & 0o777 == file


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (errno.EACCES, "folder_locked"),
        (errno.EROFS, "folder_locked"),
        (errno.ENOSPC, "folder_full"),
        (errno.EDQUOT, "folder_full"),
        (errno.EIO, "folder_failed"),
    ],
)
@pytest.mark.parametrize("step", ["open", "write", "replace"])
def test_when_it_fails_the_earlier_file_stays_and_nothing_is_left(
    tmp_path, monkeypatch, code, key, step
):
    put(tmp_path, "a.json", b"before")
    with monkeypatch.context() as broken:
        if step == "write":
            broken.setattr(os, "fsync", _fails(code))
        else:
            broken.setattr(Path, step, _fails(code))
        with pytest.raises(ResultError) as caught:
            put(tmp_path, "a.json", b"after")
    problem = caught.value.problem
    assert problem.key == f"handin.{key}"
    assert str(tmp_path) in course().say(problem.key, "de", **problem.values)
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert (tmp_path / "a.json").read_bytes() == b"before"


def test_no_folder_is_made(tmp_path):
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(ResultError, match="folder_missing"):
            put(folder, "a.json", b"{}")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_folder_is_the_one_that_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("NETLESSON_HANDIN", raising=False)
    assert handin.folder() is None
    monkeypatch.setenv("NETLESSON_HANDIN", " ")
    assert handin.folder() is None
    monkeypatch.setenv("NETLESSON_HANDIN", str(tmp_path / "in"))
    assert handin.folder() == tmp_path / "in"
    monkeypatch.setenv("NETLESSON_HANDIN", "in")
    (tmp_path / "notebooks" / "en").mkdir(parents=True)
    for place in (tmp_path, tmp_path / "notebooks" / "en"):
        monkeypatch.chdir(place)
        assert handin.folder() == tmp_path / "in"


def test_every_problem_has_its_phrase():
    source = (ROOT / "netlesson/classroom/handin.py").read_text(encoding="utf-8")
    keys = set(re.findall(r'ResultError\(\s*"(\w+)"', source))
    keys |= {*handin._PUT.values(), "folder_failed", "broken_link", "not_there"}
    assert {"empty", "newer", "shape", "folder_full"} <= keys
    assert [key for key in keys if f"handin.{key}" not in course().strings] == []


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A learner at the command line, who has answered a question."""
    monkeypatch.setenv("NETLESSON_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NETLESSON_HANDIN", raising=False)
    found = Answers(course(), Journal(tmp_path / "home"), "en")
    (item,) = some("choice", 1)
    answer(found, item, right(item))
    return found


def test_the_command_writes_the_same_file(home, tmp_path, capsys, monkeypatch):
    target = tmp_path / "in"
    target.mkdir()
    assert cli.main(["handin", str(target), "--name", HTML]) == 0
    (path,) = target.iterdir()
    out = capsys.readouterr().out
    assert out.startswith(f"Handed in: {path}\n")
    assert f"with the name {HTML}" in out
    made = make_result(home, name=HTML)
    assert read_file(path) == msgspec.structs.replace(made, time=read_file(path).time)
    monkeypatch.setenv("NETLESSON_HANDIN", str(target))
    assert cli.main(["handin", "--lang", "de"]) == 0
    assert "frühere Datei ist ersetzt" in capsys.readouterr().out
    assert [read_file(each).name for each in target.iterdir()] == [""]


def test_the_command_says_in_a_sentence_what_is_wrong(
    home, tmp_path, capsys, monkeypatch
):
    assert cli.main(["handin"]) == 1
    assert "NETLESSON_HANDIN names none" in capsys.readouterr().err
    assert cli.main(["handin", str(tmp_path / "nowhere")]) == 1
    assert "there is no folder" in capsys.readouterr().err
    assert cli.main(["handin", str(tmp_path), "--name", "x" * 201]) == 1
    assert "This has 201 characters" in capsys.readouterr().err
    monkeypatch.setenv("NETLESSON_HOME", str(tmp_path / "empty"))
    assert cli.main(["handin", str(tmp_path)]) == 1
    assert "nothing to hand in yet" in capsys.readouterr().err
    assert not list(tmp_path.glob("netlesson-*"))
    assert not (tmp_path / "empty").exists()
