"""What `netlesson start` does to a folder that somebody works in."""

import errno
import json
import os
import re
import subprocess
import sys

import nbformat
import pytest
from builders import ROOT

from netlesson.commands import cli, copying
from netlesson.commands.copying import RECORD, copy_course
from netlesson.content import files
from netlesson.learning import Journal

FIRST, SECOND = "notebooks/en/00_start.ipynb", "notebooks/en/01_chambers.ipynb"
TABLE = "exercises/en/costs.csv"


def write(path, text):
    code = nbformat.v4.new_code_cell("course.quiz('leads')", id="b")
    code.outputs = [nbformat.v4.new_output("stream", text="shipped")]
    cells = [nbformat.v4.new_markdown_cell(text, id="a"), code]
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, path)


@pytest.fixture
def source(tmp_path, monkeypatch):
    folder = tmp_path / "source"
    write(folder / FIRST, "the first lesson")
    write(folder / SECOND, "the second lesson")
    (folder / TABLE).parent.mkdir(parents=True)
    (folder / TABLE).write_text("type,euros\nleads,700\n")
    monkeypatch.setattr(copying, "course_files", lambda: folder)
    return folder


@pytest.fixture
def mine(source, tmp_path):
    copy_course(tmp_path / "mine")
    return tmp_path / "mine"


def saved(path, **changes):
    """Save a notebook anew, as JupyterLab does after it was run and looked at."""
    made = nbformat.read(path, as_version=4)
    made.metadata.language_info = {"name": "python", "version": "3.99"}
    made.metadata.kernelspec.display_name = "My Python"
    made.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {}}
    made.cells[1].execution_count = 7
    made.cells[1].outputs = [nbformat.v4.new_output("stream", text="mine")]
    for cell in made.cells:
        cell.metadata.update(trusted=True, scrolled=False, collapsed=False)
        cell.metadata.update({"jp-MarkdownHeadingCollapsed": True, "execution": {}})
    made.update(changes)
    nbformat.write(made, path)


def test_a_notebook_that_was_only_opened_and_saved_gets_updates(source, mine):
    saved(mine / FIRST)
    write(source / FIRST, "a newer lesson")
    assert copy_course(mine).written == (FIRST,)
    assert (mine / FIRST).read_bytes() == (source / FIRST).read_bytes()


def test_a_notebook_without_update_keeps_the_outputs_of_its_learner(mine):
    saved(mine / FIRST)
    before = (mine / FIRST).read_bytes()
    copied = copy_course(mine)
    assert (copied.used, copied.kept, copied.written) == ((FIRST,), (), ())
    assert (mine / FIRST).read_bytes() == before


def source_of(cell):
    cell.source += "\nmy note"


def tags_of(cell):
    cell.metadata.tags = ["mine"]


def kind_of(cell):
    cell.cell_type = "raw"


def picture_in(cell):
    cell.attachments = {"a.png": {"image/png": "AAAA"}}


@pytest.mark.parametrize("change", [source_of, tags_of, kind_of, picture_in])
def test_what_a_learner_changed_is_kept(source, mine, change):
    made = nbformat.read(mine / FIRST, as_version=4)
    change(made.cells[0])
    nbformat.write(made, mine / FIRST)
    saved(mine / FIRST)
    before = (mine / FIRST).read_bytes()
    write(source / FIRST, "a newer lesson")
    assert copy_course(mine).kept == (FIRST,)
    assert (mine / FIRST).read_bytes() == before


def test_a_cell_or_a_kernel_of_ones_own_is_kept(source, mine):
    for name in (FIRST, SECOND):
        made = nbformat.read(mine / name, as_version=4)
        if name == FIRST:
            made.cells.append(nbformat.v4.new_markdown_cell("mine", id="c"))
        else:
            made.metadata.kernelspec.name = "my-kernel"
        nbformat.write(made, mine / name)
        write(source / name, "a newer lesson")
    assert copy_course(mine).kept == (FIRST, SECOND)


@pytest.mark.parametrize("recorded", [True, False])
@pytest.mark.parametrize("left", [0, 1, 0.5, -2])
def test_what_an_interrupted_copy_left_is_repaired(source, mine, left, recorded):
    whole = (source / FIRST).read_bytes()
    part = whole[: int(len(whole) * left) if isinstance(left, float) else left]
    (mine / FIRST).write_bytes(part)
    if not recorded:
        (mine / RECORD).unlink()
    assert copy_course(mine).written == (FIRST,)
    assert (mine / FIRST).read_bytes() == whole


def test_a_table_that_its_learner_made_shorter_is_kept(source, mine):
    (mine / TABLE).write_text("type,euros\n")
    assert copy_course(mine).kept == (TABLE,)


def test_the_record_of_an_earlier_version_is_understood(source, mine):
    """It had a digest of all bytes, which Jupyter changes by saving."""
    digest = copying._digest((mine / FIRST).read_bytes())
    (mine / RECORD).write_text(json.dumps({FIRST: digest}))
    write(source / FIRST, "a newer lesson")
    write(source / SECOND, "a newer lesson")
    copied = copy_course(mine)
    assert (copied.written, copied.kept) == ((FIRST,), (SECOND,))


def test_a_nested_record_protects_what_is_there(source, mine):
    (mine / RECORD).write_text('{"a":' * 100_000)
    write(source / FIRST, "a newer lesson")
    assert copy_course(mine).kept == (FIRST,)


def test_a_nested_notebook_is_its_learners(source, mine):
    (mine / FIRST).write_text('{"a":' * 100_000)
    assert copy_course(mine).kept == (FIRST,)


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_an_update_that_is_stopped_twice_goes_on_with_the_next(
    source, mine, monkeypatch, nth
):
    for version in ("second", "third"):
        write(source / FIRST, f"the {version} version")
        write(source / SECOND, f"the {version} version")
        with monkeypatch.context() as patch:
            fails_from(nth, patch, no_room())
            with pytest.raises(OSError, match="No space"):
                copy_course(mine)
    write(source / FIRST, "the fourth version")
    write(source / SECOND, "the fourth version")
    assert copy_course(mine).written == (FIRST, SECOND)


def fails_from(nth, monkeypatch, error):
    """Let the nth file that is written fail, and all after it."""
    calls = []
    sync = os.fsync

    def failing(descriptor):
        calls.append(descriptor)
        if len(calls) >= nth:
            raise error
        sync(descriptor)

    monkeypatch.setattr(files.os, "fsync", failing)


def no_room():
    return OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("nth", range(1, 7))
@pytest.mark.parametrize(
    ("error", "code"), [(no_room(), 1), (KeyboardInterrupt(), 130)]
)
def test_a_copy_that_is_stopped_leaves_whole_files_and_goes_on_later(
    source, tmp_path, monkeypatch, capsys, nth, error, code
):
    folder = tmp_path / "mine"
    with monkeypatch.context() as patch:
        fails_from(nth, patch, error)
        assert cli.main(["start", str(folder), "--copy-only"]) == code
    (sentence,) = capsys.readouterr().err.splitlines()
    assert ("no room left" in sentence) == (code == 1)
    there = [p.relative_to(folder) for p in folder.rglob("*") if p.is_file()]
    for path in there:
        if path.name != RECORD:
            assert (folder / path).read_bytes() == (source / path).read_bytes()
    assert len([path for path in there if path.name != RECORD]) == (nth - 1) // 2
    for name in (FIRST, SECOND):
        write(source / name, "a newer lesson")
    assert copy_course(folder).kept == ()
    for path in (FIRST, SECOND, TABLE):
        assert (folder / path).read_bytes() == (source / path).read_bytes()


SERVER = """
import sys, nbformat
from jupyterlab.labapp import LabApp
server = LabApp.initialize_server(argv=["--allow-root", "--log-level=ERROR"])
trusted = server.contents_manager.notary.check_signature
print("trusted:", *(trusted(nbformat.read(p, as_version=4)) for p in sys.argv[1:]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("config", ["", "jupyter_server_config", "jupyter_lab_config"])
def test_the_server_finds_the_signatures_of_a_copy(
    mine, tmp_path, monkeypatch, capsys, config
):
    """Also where a hub copies at spawn and has its signatures on another disk."""
    for name in ("CONFIG", "DATA", "RUNTIME"):
        monkeypatch.setenv(f"JUPYTER_{name}_DIR", str(tmp_path / name))
    if config:
        (tmp_path / "CONFIG").mkdir()
        db = {"NotebookNotary": {"db_file": str(tmp_path / "elsewhere.db")}}
        (tmp_path / f"CONFIG/{config}.json").write_text(json.dumps(db))
    saved(mine / SECOND)
    assert cli.main(["start", str(mine), "--copy-only"]) == 0
    assert capsys.readouterr().err == ""
    assert (tmp_path / "elsewhere.db").exists() == bool(config)
    command = [sys.executable, "-c", SERVER, str(mine / FIRST), str(mine / SECOND)]
    asked = subprocess.run(  # noqa: S603 (our own)
        command, capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "trusted: True False" in asked.stdout


def test_a_copy_that_cannot_be_signed_is_made_and_said(
    source, tmp_path, monkeypatch, capsys
):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "file/data"))
    assert cli.main(["start", str(tmp_path / "mine"), "--copy-only"]) == 0
    assert "could not be signed" in capsys.readouterr().err
    assert (tmp_path / "mine" / FIRST).exists()


@pytest.mark.parametrize(
    "words",
    [
        "report {}/report",
        "export {}/questions.txt --format gift",
        "export {}/questions.zip --format qti21",
        "progress --export {}/copy.jsonl",
        "class {}/../in --out {}/class.html --csv {}/csv",
        "handout 01 --out {}/handout.html",
        "slides all --out {}/slides",
        "handin {}",
        "content {}/own",
    ],
)
def test_a_full_disk_leaves_no_half_of_a_file(tmp_path, monkeypatch, capsys, words):
    monkeypatch.setenv("NETLESSON_HOME", str(tmp_path / "home"))
    Journal(tmp_path / "home").append("reflection", id="x", text="y")
    Journal(tmp_path / "home").append("handin", id="0123456789abcdef")
    (tmp_path / "in").mkdir()
    (tmp_path / "to").mkdir()
    fails_from(1, monkeypatch, no_room())
    command = [word.format(tmp_path / "to") for word in words.split()]
    assert cli.main(command) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert re.search(f"no room left (for|in) {re.escape(str(tmp_path))}/to", sentence)
    assert ".part" not in sentence
    assert [path for path in tmp_path.rglob("to/**/*") if path.is_file()] == []
