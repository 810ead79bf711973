"""Odd command lines in odd places: one sentence each, and never a traceback."""

import errno
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders import ROOT, course, own_folder, seventh_type

from netlesson.commands import cli, copying
from netlesson.content import course_in_use, phrases
from netlesson.learning import Journal

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
ENGLISH = re.compile(r"\b(the|there|is|are|give|use|choose|name|see|not)\b")
LONG = "x" * 300
ENDLESS = "x" * 5000
DEEP = "/".join(["x" * 100] * 60)


def in_use():
    return course_in_use() if "NETLESSON_CONTENT" in os.environ else course()


@pytest.fixture(scope="module", autouse=True)
def own(tmp_path_factory):
    """Folders and files that no test changes: what odd lines point to."""
    place = tmp_path_factory.mktemp("odd")
    (place / "file").write_text("mine")
    (place / "folder").mkdir()
    (place / "class").mkdir()
    (place / "deep.json").write_text("[" * 200_000)
    (place / "latin.jsonl").write_bytes(b'{"sch\xe9ma": 1}')
    (place / "empty.jsonl").write_bytes(b"")
    if os.name != "nt":
        (place / "loop").symlink_to(place / "pool")
        (place / "pool").symlink_to(place / "loop")
        (place / "broken").symlink_to(place / "nothing")
        os.mkfifo(place / "pipe")
    return place


@pytest.fixture
def here(own, tmp_path, monkeypatch):
    """A learner with an answer, in a folder of their own."""
    monkeypatch.setenv("NETLESSON_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    for name in ("NETLESSON_CONTENT", "NETLESSON_HANDIN"):
        monkeypatch.delenv(name, raising=False)
    Journal(tmp_path / "home").append("reflection", id="x", text="y")
    (tmp_path / "course").mkdir()
    monkeypatch.setattr(copying, "course_files", lambda: tmp_path / "course")
    for name in ("cli", "own_file"):  # reading it takes longer than all else
        monkeypatch.setattr(f"netlesson.commands.{name}.course_in_use", in_use)
    monkeypatch.setattr("netlesson.lms.export.course_in_use", in_use)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(words, capsys):
    """Run a command; return its exit code and what it said on both streams."""
    try:
        code = cli.main(words)
    except SystemExit as ended:
        code = ended.code
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def assert_one_sentence(said, lang=None):
    (sentence,) = said.splitlines()
    assert sentence.startswith("netlesson: ")
    assert sentence.isprintable()
    assert 20 < len(sentence) < 900
    assert "Errno" not in sentence
    if lang == "de":
        words = re.sub(r"\S*/\S*|--\S+|„[^“]*“", "", sentence)
        assert not ENGLISH.search(words), sentence


UNREADABLE = [
    [],
    [""],
    ["repot"],
    ["--nonsense"],
    ["-x"],
    ["--"],
    ["check", "a", "b"],
    ["check", ""],
    ["check", "  "],
    ["check", "a\0b"],
    ["check", "\ud800"],
    ["check", "--lang"],
    ["check", "--lang", "fr"],
    ["check", "--lang="],
    ["check", "--la", "xx"],
    ["check", "--watch"],
    ["start", "--port"],
    ["start", "--port", "0"],
    ["start", "--port", "65536"],
    ["start", "--port", "-1"],
    ["start", "--port", "9" * 5000],
    ["start", "--port", "8888.0"],
    ["start", "--port", "http"],
    ["start", "--port", ""],
    ["start", "--port", "²"],
    ["start", "--no-browser=yes"],
    ["start", "--copy-only=1"],
    ["start", "a", "b", "c"],
    ["start", ""],
    ["start", "\0"],
    ["progress", "extra"],
    ["progress", "--export"],
    ["progress", "--export", ""],
    ["progress", "--import", ""],
    ["progress", "--import", "a\0"],
    ["progress", "--export", "a", "--import", "b"],
    ["progress", "--reset", "--export", "a"],
    ["progress", "--reset=yes"],
    ["report", ""],
    ["report", "a", "b"],
    ["report", "a\0b"],
    ["report", "\udcff\ud83d"],
    ["export"],
    ["export", "x"],
    ["export", "--format", "gift"],
    ["export", "x", "--format"],
    ["export", "x", "--format", "moodle"],
    ["export", "x", "--format", ""],
    ["export", "", "--format", "gift"],
    ["export", "x", "--format", "gift", "--types"],
    ["export", "x", "--format", "gift", "--pool"],
    ["handin", "--name"],
    ["handin", ""],
    ["handin", "a", "b"],
    ["class"],
    ["class", ""],
    ["class", "x", "--out"],
    ["class", "x", "--out", ""],
    ["class", "x", "--csv", ""],
    ["class", "x", "--csv"],
    ["class", "x", "--watch=5"],
    ["handout"],
    ["handout", "01", "02"],
    ["handout", "01", "--l"],
    ["handout", "01", "--out", ""],
    ["handout", "01", "--out", "\0"],
    ["handout", "01", "--large=2"],
    ["slides"],
    ["slides", "01", "--answers"],
    ["slides", "01", "--out"],
    ["content"],
    ["content", ""],
    ["content", "a", "b"],
]


def shown(words):
    return " ".join(words).encode("ascii", "backslashreplace").decode()[:40] or "-"


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("words", UNREADABLE, ids=shown)
def test_a_line_that_cannot_be_read_is_one_sentence(
    here, monkeypatch, capsys, words, lang
):
    monkeypatch.setenv("LC_MESSAGES", f"{lang}_XX.UTF-8")
    before = sorted(here.rglob("*"))
    code, out, said = run(words, capsys)
    assert (code, out) == (2, "")
    assert_one_sentence(said, lang)
    assert sorted(here.rglob("*")) == before


# Each with a word of the English sentence.
IMPOSSIBLE = [
    ("check {}/nowhere", "no folder"),
    ("check {}/file", "no folder"),
    (f"check {LONG}", "no folder|too long"),
    (f"check {DEEP}", "no folder|too long"),
    ("start {}/file --copy-only", "name a folder"),
    ("start {}/file/deeper --copy-only", "file"),
    ("progress --export {}/file", "there already"),
    ("progress --export {}/folder", "there already"),
    ("progress --export {}/no/where", "there is no"),
    ("progress --export {}/file/in", "is a file"),
    (f"progress --export {LONG}", "too long"),
    (f"progress --export {ENDLESS}", "too long"),
    ("progress --import {}/nowhere", "there is no"),
    ("progress --import {}/folder", "is a folder"),
    ("progress --import {}/file", "not a journal"),
    ("progress --import {}/deep.json", "not a journal"),
    ("progress --import {}/latin.jsonl", "not a journal"),
    (f"progress --import {LONG}", "too long"),
    ("report {}/file", "name a folder"),
    ("report {}/file/in", "is a file"),
    (f"report {LONG}", "too long"),
    (f"report {DEEP}", "too long"),
    ("export {}/file --format gift", "there already"),
    ("export {}/folder --format qti21", "there already"),
    ("export {}/no/where --format gift", "there is no"),
    (f"export {LONG} --format gift", "too long"),
    ("export x --format gift --types nonsense", "no type"),
    ("export x --format gift --types leads --types ''", "no type"),
    ("export x --format gift --pool exam", "no pool"),
    (f"export x --format gift --pool {ENDLESS}", "no pool"),
    ("handin", "NETLESSON_HANDIN"),
    ("handin {}/nowhere", "no folder"),
    ("handin {}/file", "no folder"),
    (f"handin {LONG}", "cannot be written"),
    (f"handin {{}}/folder --name {LONG}", "300 characters"),
    ("class {}/nowhere", "no folder"),
    ("class {}/file", "no folder"),
    (f"class {LONG}", "no folder|too long"),
    ("class {}/class --out {}/file", "no page of results"),
    ("class {}/class --out {}/folder", "no page of results"),
    ("class {}/class --out {}/file/x", "file"),
    (f"class {{}}/class --out {LONG}", "too long"),
    ("class {}/class --out a.html --csv {}/file", "name a folder"),
    ("class {}/class --out a.html --csv {}/file/x", "file"),
    ("handout nonsense", "no lesson"),
    ("handout ''", "no lesson"),
    ("handout ..", "no lesson"),
    ("handout /etc/passwd", "no lesson"),
    (f"handout {ENDLESS}", "no lesson"),
    ("handout 01 --out {}/file", "there already"),
    ("handout 01 --out {}/file/x", "file"),
    (f"handout 01 --out {LONG}", "too long"),
    ("handout all --out {}/file", "name a folder"),
    ("slides 99", "no lesson"),
    ("slides 01 --out {}/folder", "there already"),
    ("slides all --out {}/file", "name a folder"),
    ("content {}/file", "name a folder"),
    ("content {}/file/in", "file"),
    (f"content {LONG}", "too long"),
]
LINKED = [
    ("start {}/loop --copy-only", "circle"),
    ("start {}/loop/in --copy-only", "circle"),
    ("check {}/loop", "no folder"),
    ("progress --export {}/loop", "there already"),
    ("progress --export {}/broken", "there already"),
    ("progress --import {}/loop", "circle"),
    ("progress --import {}/broken", "there is no"),
    ("report {}/loop", "there already|circle"),
    ("export {}/loop --format gift", "there already"),
    ("export {}/pipe --format gift", "there already"),
    ("handin {}/loop", "cannot be written|no folder"),
    ("handin {}/pipe", "no folder"),
    ("class {}/loop", "no folder"),
    ("class {}/pipe", "no folder"),
    ("class {}/class --out {}/loop/x", "circle"),
    ("class {}/class --out {}/pipe", "no page of results"),
    ("handout 01 --out {}/loop", "there already"),
    ("slides 01 --out {}/pipe", "there already"),
    ("content {}/loop", "there already|circle"),
    ("content {}/pipe", "name a folder"),
]
if os.name != "nt":
    IMPOSSIBLE += LINKED


def words_of(line, own):
    return [w.replace("''", "").replace("{}", str(own)) for w in line.split(" ")]


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize(("line", "part"), IMPOSSIBLE, ids=lambda x: x[:40])
def test_what_cannot_be_done_is_one_sentence(here, own, capsys, line, part, lang):
    code, _out, said = run([*words_of(line, own), "--lang", lang], capsys)
    assert code == 1
    assert_one_sentence(said, lang)
    if lang == "en":
        assert re.search(part, said), said
    assert (own / "file").read_text() == "mine"
    assert not list(here.glob("**/.*.part"))


HOMES = {
    "nobody": ("~nosuchuser/x", "not known here"),
    "nobody at all": ("~nosuchuser", "not known here"),
    "a circle": ("{}/loop", "circle|something else is in the place"),
    "below a circle": ("{}/loop/in", "circle|something else is in the place"),
    "a file": ("{}/file", "something else is in the place"),
    "below a file": ("{}/file/in", "something else is in the place"),
    "too long": (LONG, "ENAMETOOLONG"),
}


@POSIX
@pytest.mark.parametrize("command", ["report r", "handin {}/folder"])
@pytest.mark.parametrize("home", HOMES)
def test_a_home_that_cannot_be_is_one_sentence(
    here, own, monkeypatch, capsys, home, command
):
    name, part = HOMES[home]
    monkeypatch.setenv("NETLESSON_HOME", name.replace("{}", str(own)))
    code, _out, said = run(words_of(command, own), capsys)
    assert code == 1
    assert_one_sentence(said)
    assert re.search(part, said), said


@POSIX
@pytest.mark.parametrize("home", ["a file", "a circle", "too long", "nobody"])
def test_progress_says_where_nothing_can_be_kept(here, own, monkeypatch, capsys, home):
    name, part = HOMES[home]
    monkeypatch.setenv("NETLESSON_HOME", name.replace("{}", str(own)))
    code, out, said = run(["progress"], capsys)
    assert code in (0, 1)
    assert re.search(part, out + said)


def test_a_journal_that_is_a_folder_is_said(here, capsys):
    (here / "home/journal.jsonl").unlink()
    (here / "home/journal.jsonl").mkdir()
    for words in (["report", "r"], ["handin", str(here)]):
        code, _out, said = run(words, capsys)
        assert code == 1
        assert "something else is in the place" in said
        assert_one_sentence(said)


@pytest.mark.parametrize("name", ["~nosuchuser", "nowhere", "home/journal.jsonl"])
def test_a_folder_to_hand_in_that_cannot_be_is_one_sentence(
    here, monkeypatch, capsys, name
):
    monkeypatch.setenv("NETLESSON_HANDIN", name)
    code, _out, said = run(["handin"], capsys)
    assert code == 1
    assert_one_sentence(said)


@pytest.mark.parametrize(
    "words", ["report r", "export x --format gift", "progress", "handout 01", "class ."]
)
def test_content_with_faults_is_one_sentence(here, monkeypatch, capsys, words):
    own_folder(here / "mine", groups="broken", items="[[", sources=b"\xff")
    monkeypatch.setenv("NETLESSON_CONTENT", str(here / "mine"))
    code, _out, said = run(words.split(), capsys)
    assert code == 1
    assert_one_sentence(said)
    assert "(3)" in said


def strange_class(folder):
    """Fill a folder with what is no result."""
    folder.mkdir()
    for name, data in {
        "empty.json": b"",
        "deep.json": b"[" * 200_000,
        "latin.json": b"\xff\xfe",
        "other.json": b"{}",
        "Łódź\n.json": b"[]",
        ".hidden": b"x",
    }.items():
        (folder / name).write_bytes(data)
    (folder / "folder.json").mkdir()
    with (folder / "huge.json").open("wb") as file:
        file.truncate(100_000_000)
    if os.name != "nt":
        (folder / "loop.json").symlink_to(folder / "loop.json")
        (folder / "broken.json").symlink_to(folder / "nothing")
        os.mkfifo(folder / "pipe.json")
        with socket.socket(socket.AF_UNIX) as bound:
            path = os.path.relpath(folder / "s.json")
            bound.bind(path)
        (folder / os.fsdecode(b"\xff\xfe.json")).write_bytes(b"{}")
    return folder


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_class_folder_may_hold_anything(here, capsys, lang):
    folder = strange_class(here / "in")
    words = ["class", "in", "--out", "in/c.html", "--csv", "csv", "--lang", lang]
    for _ in range(2):
        code, out, said = run(words, capsys)
        assert (code, said) == (0, "")
        left_out = len([p for p in folder.iterdir() if not p.name.startswith(".")]) - 1
        assert str(left_out) in out


@POSIX
def test_a_class_page_behind_a_circle_of_links_is_refused(here, own, capsys):
    code, _out, said = run(["class", "course", "--out", str(own / "loop")], capsys)
    assert code in (0, 1)
    assert "Traceback" not in said


def test_checkpoints_of_jupyter_are_no_lessons(here, monkeypatch, capsys):
    source = here / "source/notebooks"
    shutil.copytree(ROOT / "notebooks/en", source / "en")
    for folder in (source / "en", source / "en/instructor"):
        (folder / ".ipynb_checkpoints").mkdir()
        for path in folder.glob("*.ipynb"):
            copy = folder / ".ipynb_checkpoints" / f"{path.stem}-checkpoint.ipynb"
            shutil.copy(path, copy)
    shutil.copy(
        source / "en/02_leads_groups.ipynb",
        source / "en/.ipynb_checkpoints/02_leads_groups.ipynb",
    )
    monkeypatch.setattr("netlesson.paper.source.course_files", lambda: here / "source")
    for command in ("slides", "handout"):
        code, out, said = run([command, "02"], capsys)
        assert (code, said) == (0, "")
        assert "02_leads_groups" in out


def lesson(here, monkeypatch, *calls):
    """A course with a single lesson, which calls something."""
    folder = here / "source/notebooks/en"
    folder.mkdir(parents=True)
    cells = [{"id": "t", "cell_type": "markdown", "metadata": {}, "source": "# One"}]
    for n, call in enumerate(calls):
        code = {"cell_type": "code", "metadata": {}, "outputs": [], "source": call}
        cells.append(code | {"id": f"c{n}", "execution_count": None})
    path = folder / "01_one.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))
    monkeypatch.setattr("netlesson.paper.source.course_files", lambda: here / "source")
    return path


@pytest.mark.parametrize("command", ["slides", "handout"])
@pytest.mark.parametrize(
    "call",
    [
        "course.card('coworking')",
        "course.chart('coworking')",
        "course.quiz('coworking')",
        "course.sort('coworking')",
        "course.match('coworking')",
        "course.suits('no-such-case')",
        "course.self_check('middle')",
        "course.nonsense()",
        "course.nonsense('leads')",
        "x = 1",
        "course.quiz(",
        "course.quiz(name)",
    ],
)
def test_a_lesson_that_does_not_fit_is_named(here, monkeypatch, capsys, command, call):
    lesson(here, monkeypatch, call)
    code, _out, said = run([command, "01"], capsys)
    assert code == 1
    assert_one_sentence(said)
    code, out, said = run([command, "all"], capsys)
    assert (code, said) == (0, "")
    assert "01_one.ipynb left out" in out


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"{}", b'{"cells": []}', b"\xff", b"[" * 200_000]
)
def test_a_lesson_that_is_no_notebook_is_named(here, monkeypatch, capsys, data):
    lesson(here, monkeypatch, "course.my_work()").write_bytes(data)
    code, _out, said = run(["handout", "01"], capsys)
    assert code == 1
    assert_one_sentence(said)


def test_lessons_fit_content_with_a_type_more_and_not_with_one_less(
    here, monkeypatch, capsys
):
    own_folder(here / "mine", **seventh_type())
    lesson(here, monkeypatch, "course.card('coworking')")
    assert run(["slides", "01"], capsys)[0] == 1
    monkeypatch.setenv("NETLESSON_CONTENT", str(here / "mine"))
    assert run(["slides", "01"], capsys)[0] == 0


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("name", ["", *cli.COMMANDS])
def test_help_is_in_the_language(here, capsys, name, lang):
    code, out, said = run([*name.split(), "--lang", lang, "--help"], capsys)
    assert (code, said) == (0, "")
    english = {"usage", "options", "arguments", "show", "where", "file", "default"}
    words = set(re.findall(r"\b[a-z]+\b", re.sub(r"--?[\w-]+|\S+-\S+", "", out)))
    allowed = {"file"} if name == "export" else set()
    assert bool(words & english - allowed) == (lang == "en"), words & english


@pytest.mark.parametrize("lang", ["en", "de"])
def test_what_is_done_is_said_in_the_language(here, capsys, lang):
    """Of the German output nothing is what the English says."""
    said = {}
    for each in ("en", "de"):
        lines = []
        for n, words in enumerate(
            ["check", "content {}", "content {}", "progress", "progress --export {}"]
        ):
            words = words.format(here / f"{each}{n // 2}").split()
            code, out, err = run([*words, "--lang", each], capsys)
            assert (code, err) == (0, "")
            lines += [re.sub(r"\S*/\S*|[\d ,]", "", line) for line in out.splitlines()]
        said[each] = {line for line in lines if line}
    assert said["en"] & said["de"] == set()
    assert len(said[lang]) > 30


@pytest.mark.parametrize("error", [KeyboardInterrupt, KeyboardInterrupt("again")])
@pytest.mark.parametrize("words", ["check", "progress", "report r", "slides 01"])
def test_a_command_that_is_stopped_says_so(here, monkeypatch, capsys, words, error):
    def stop(*_args, **_options):
        raise error

    monkeypatch.setattr(cli, "check", stop)
    monkeypatch.setattr(cli, "course_in_use", stop)
    monkeypatch.setattr("netlesson.commands.own_file.course_in_use", stop)
    code, _out, said = run(words.split(), capsys)
    assert code == 130
    assert_one_sentence(said)


@pytest.mark.parametrize(
    ("code", "part"),
    [
        (errno.EACCES, "may not be used"),
        (errno.EROFS, "may not be used"),
        (errno.ENOSPC, "no room left"),
        (errno.EIO, "EIO"),
        (errno.ESTALE, "ESTALE"),
    ],
)
@pytest.mark.parametrize("words", ["report r", "content c", "export x --format gift"])
def test_what_the_system_refuses_is_one_sentence(
    here, monkeypatch, capsys, words, code, part
):
    def refuse(path, *_args, **_options):
        raise OSError(code, os.strerror(code), str(path))

    monkeypatch.setattr(Path, "replace", refuse)
    ended, _out, said = run(words.split(), capsys)
    assert ended == 1
    assert_one_sentence(said)
    assert part in said


def test_every_phrase_of_a_refusal_is_there():
    source = "".join(p.read_text("utf-8") for p in (ROOT / "netlesson").rglob("*.py"))
    keys = re.findall(r'UserError\(\s*"([\w.]+)"', source)
    assert len(keys) > 10
    assert [key for key in keys if key not in phrases()] == []


# What follows needs a process of its own.
def started(words, cwd, **given):
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    environment |= {"PYTHONPATH": str(ROOT), **given.pop("env", {})}
    for name in [name for name, value in environment.items() if value is None]:
        del environment[name]
    return subprocess.Popen(  # noqa: S603 (our own)
        [sys.executable, "-m", "netlesson", *words],
        cwd=cwd,
        env=environment,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **given},
    )


def ended(process):
    out, said = process.communicate(timeout=60)
    assert b"Traceback" not in (said or b"")
    assert b"Exception ignored" not in (said or b"")
    assert process.returncode in (0, 1, 2, 130)
    return process.returncode, out, said


@POSIX
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-16"])
def test_a_screen_of_few_letters_stops_nothing(here, encoding):
    env = {"PYTHONIOENCODING": encoding}
    process = started(["report", "Łódź", "--lang", "de"], here, env=env)
    code, out, said = ended(process)
    assert (code, said) == (0, b"")
    assert len(out.decode(encoding).splitlines()) == 3
    assert len(list((here / "Łódź").iterdir())) == 3


@POSIX
@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"TZ": ":/etc/passwd"},
        {"TZ": ":/tmp"},
        {"TZ": "Nowhere/Nowhere"},
        {"HOME": None},
        {"HOME": "/nonexistent", "JUPYTER_DATA_DIR": None},
        {"LANG": "xx_YY.nonsense", "LANGUAGE": ":::"},
        {"COLUMNS": "1"},
        {"NO_COLOR": "1", "TERM": "dumb", "PYTHONOPTIMIZE": "2"},
    ],
    ids=str,
)
def test_an_odd_environment_stops_nothing(here, env):
    code, out, _said = ended(started(["report", "r"], here, env=env))
    assert code == 0
    assert len(out.splitlines()) == 3


@POSIX
def test_a_reader_who_leaves_stops_nothing(here):
    reading, writing = os.pipe()
    os.close(reading)
    process = started(["report", "r"], here, stdout=writing)
    os.close(writing)
    code, _out, said = ended(process)
    assert (code, said) == (0, b"")
    assert len(list((here / "r").iterdir())) == 3


@POSIX
@pytest.mark.parametrize("words", ["--help", "check", "progress --help"])
def test_a_reader_who_leaves_gets_no_complaint(here, words):
    reading, writing = os.pipe()
    os.close(reading)
    process = started(words.split(), here, stdout=writing)
    os.close(writing)
    assert ended(process)[::2] == (0, b"")


@POSIX
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has it")
def test_a_full_disk_behind_the_output_is_one_sentence(here):
    with Path("/dev/full").open("wb") as full:
        code, _out, said = ended(started(["check"], here, stdout=full))
    assert code == 1
    assert_one_sentence(said.decode())


@POSIX
@pytest.mark.parametrize("closed", ["0", "1", "2", "1 2", "0 1 2"])
def test_closed_streams_stop_nothing(here, closed):
    redirect = " ".join(f"{n}>&-" for n in closed.split())
    shell = f'exec "{sys.executable}" -m netlesson progress --reset {redirect}'
    process = subprocess.Popen(  # noqa: S602 (our own)
        shell,
        shell=True,
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert ended(process)[0] == 0
    assert (here / "home/journal.jsonl").exists()


@POSIX
@pytest.mark.parametrize("answer", [b"", b"\xff\xfe\n", b"\0\n", b"no\n"])
def test_only_yes_resets(here, answer):
    env = {"PYTHONIOENCODING": "utf-8:strict"}
    process = started(["progress", "--reset"], here, stdin=subprocess.PIPE, env=env)
    out, said = process.communicate(answer, timeout=60)
    assert (process.returncode, said) == (0, b"")
    assert b"Nothing was changed" in out
    assert (here / "home/journal.jsonl").exists()


@POSIX
@pytest.mark.parametrize("words", ["progress", "start", "check x", "report r"])
def test_a_folder_that_is_gone_is_one_sentence(here, words):
    (here / "gone").mkdir()
    code = (
        "import os, sys; os.chdir('gone'); os.rmdir(os.getcwd());"
        "from netlesson.commands import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, *words.split()]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NETLESSON_HOME": "relative"}
    process = subprocess.Popen(  # noqa: S603 (our own)
        command, cwd=here, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    code, _out, said = ended(process)
    assert code == 1
    assert_one_sentence(said.decode())


@POSIX
@pytest.mark.parametrize("wait", [0.1, 0.4, 0.8])
def test_ctrl_c_is_no_traceback_whenever_it_comes(here, wait):
    """Before the phrases are read there are no words for it."""
    code = (
        "import signal, sys; from netlesson.__main__ import main;"
        "print('ready', flush=True); status = main();"
        # What Python does with Ctrl+C while it takes itself apart is its own.
        "signal.signal(signal.SIGINT, signal.SIG_IGN); sys.exit(status)"
    )
    process = subprocess.Popen(  # noqa: S603 (our own)
        [sys.executable, "-c", code, "report", "r"],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout.readline() == b"ready\n"
    time.sleep(wait)
    process.send_signal(signal.SIGINT)
    code, _out, said = ended(process)
    assert code in (0, 130)
    if said:
        assert_one_sentence(said.decode())
