"""The command: what it prints, what it copies, and what it never overwrites."""

import json
import os
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from builders import course
from nbformat.sign import NotebookNotary

from netlesson.commands import cli, copying
from netlesson.content import DATA, FILES
from netlesson.learning import Journal

START = "notebooks/en/00_start.ipynb"


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A small course to copy from."""
    folder = tmp_path / "source"
    for lang in ("en", "de"):
        path = folder / f"notebooks/{lang}/00_start.ipynb"
        path.parent.mkdir(parents=True)
        write(path, f"a course in {lang}")
    (folder / "exercises/en").mkdir(parents=True)
    (folder / "exercises/en/costs.csv").write_text("type,euros\n")
    checkpoint = folder / "notebooks/en/.ipynb_checkpoints/00_start.ipynb"
    checkpoint.parent.mkdir()
    write(checkpoint, "left over")
    monkeypatch.setattr(copying, "course_files", lambda: folder)
    return folder


def write(path, text):
    cells = [nbformat.v4.new_markdown_cell(text, id="a")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


def own_content(folder):
    """Copy the course's content, to break it."""
    for name in FILES:
        folder.mkdir(exist_ok=True)
        shutil.copy(DATA / name, folder)
    return folder


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_check_counts_what_the_course_holds(capsys):
    assert cli.main(["check"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("6 types: chambers, leads, events, associations, social, inf")
    assert re.search(
        r"^73 statements: \d+ advantages, \d+ disadvantages, 31 d", out, re.M
    )
    assert "\n31 bullets: 15 advantages, 16 disadvantages\n" in out
    assert re.search(
        r"^60 ratings: \d+ based on the article, \d+ based on research, ", out, re.M
    )
    assert "\n12 cases\n" in out
    assert "\nEnglish and German complete\n" in out


def test_check_names_every_fault_on_a_line_of_its_own(tmp_path, capsys):
    folder = own_content(tmp_path / "own")
    groups = (folder / "groups.toml").read_text(encoding="utf-8")
    broken = re.sub(r', de = "[^"]*" \}', " }", groups, count=1)
    assert broken != groups
    (folder / "groups.toml").write_text(broken, encoding="utf-8")
    ratings = (folder / "ratings.toml").read_text(encoding="utf-8")
    broken = re.sub(r'basis = "\w+"', 'basis = "gossip"', ratings, count=1)
    (folder / "ratings.toml").write_text(broken, encoding="utf-8")

    assert cli.main(["check", str(folder)]) == 1
    captured = capsys.readouterr()
    german, basis, count = captured.err.splitlines()
    assert german.startswith("groups.toml, ")
    assert "no 'de' text beside" in german
    assert basis.startswith("ratings.toml, rating 1 (")
    assert "'gossip'; use one of article, research, estimate" in basis
    assert count == "2 faults"
    assert captured.out == ""


def test_check_says_which_folder_is_missing(tmp_path, capsys):
    assert cli.main(["check", str(tmp_path / "nowhere")]) == 1
    assert f"there is no folder {tmp_path}/nowhere" in capsys.readouterr().err


def test_content_of_ones_own_starts_from_the_courses(tmp_path, capsys):
    folder = tmp_path / "own"
    assert cli.main(["content", str(folder)]) == 0
    assert sorted(p.name for p in folder.iterdir()) == sorted(FILES)
    assert cli.main(["check", str(folder)]) == 0
    (folder / "cases.toml").write_text("mine")
    assert cli.main(["content", str(folder)]) == 0
    assert (folder / "cases.toml").read_text() == "mine"
    assert f"kept {folder / 'cases.toml'}" in capsys.readouterr().out


def test_starting_copies_the_course_once(source, tmp_path, capsys):
    folder = tmp_path / "mine"
    assert cli.main(["start", str(folder), "--copy-only"]) == 0
    assert capsys.readouterr().out == f"files written to {folder}: 3\n"
    assert (folder / START).read_bytes() == (source / START).read_bytes()
    assert (folder / "exercises/en/costs.csv").exists()
    assert not list(folder.rglob(".ipynb_checkpoints"))
    assert cli.main(["start", str(folder), "--copy-only"]) == 0
    assert capsys.readouterr().out == ""


def test_a_changed_notebook_is_kept_and_named(source, tmp_path, capsys):
    folder = tmp_path / "mine"
    copying.copy_course(folder)
    write(folder / START, "my own notes")
    before = (folder / START).read_bytes()
    write(source / START, "a newer course")
    assert cli.main(["start", str(folder), "--copy-only"]) == 0
    assert (folder / START).read_bytes() == before
    assert f"kept {START}: you changed it" in capsys.readouterr().out


def test_an_unchanged_notebook_follows_the_course(source, tmp_path):
    folder = tmp_path / "mine"
    copying.copy_course(folder)
    write(source / START, "a newer course")
    assert copying.copy_course(folder).written == (START,)
    assert (folder / START).read_bytes() == (source / START).read_bytes()
    write(source / START, "a newer course still")
    assert copying.copy_course(folder).written == (START,)


def test_a_file_that_was_there_before_is_never_overwritten(source, tmp_path):
    folder = tmp_path / "mine"
    (folder / START).parent.mkdir(parents=True)
    (folder / START).write_text("something else")
    assert copying.copy_course(folder).kept == (START,)
    assert copying.copy_course(folder).kept == (START,)
    assert (folder / START).read_text() == "something else"


@pytest.mark.parametrize("record", ["", "{", "[]", f'{{"{START}": 1}}'])
def test_a_damaged_record_protects_what_is_there(source, tmp_path, record):
    folder = tmp_path / "mine"
    copying.copy_course(folder)
    (folder / copying.RECORD).write_text(record)
    write(source / START, "a newer course")
    assert copying.copy_course(folder).kept == (START,)


def test_the_courses_own_folder_is_left_as_it_is(source):
    files = sorted(source.rglob("*"))
    assert copying.copy_course(source).written == ()
    assert sorted(source.rglob("*")) == files


def test_starting_opens_lab_on_the_first_notebook(source, tmp_path, monkeypatch):
    called, folders = [], []
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "another")

    class Lab:
        """A server that Ctrl+C reaches twice before it ends, as Lab asks first."""

        def __init__(self, command, env):
            called.extend(command)
            assert env["PYTHONSAFEPATH"] == "1"
            folders.extend(env["JUPYTER_CONFIG_PATH"].split(os.pathsep))
            self.ends = iter([KeyboardInterrupt, KeyboardInterrupt, 0])

        def __enter__(self):
            return self

        def __exit__(self, *_):
            assert next(self.ends, "over") == "over"

        def wait(self):
            if (end := next(self.ends)) is KeyboardInterrupt:
                raise end
            return end

    monkeypatch.setattr(copying.subprocess, "Popen", Lab)
    monkeypatch.setattr(copying, "trust", lambda paths: None)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["start", "--lang", "de", "--port", "9000", "--no-browser"]) == 0
    assert called[1:3] == ["-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={tmp_path / 'netlesson-course'}" in called
    assert "--LabApp.default_url=/doc/tree/notebooks/de/00_start.ipynb" in called
    assert "--port=9000" in called
    assert "--no-browser" in called
    # Defaults, below what somebody chose in Lab, and beside their own folder of these.
    file = Path(folders[0], "labconfig/default_setting_overrides.json")
    (settings,) = json.loads(file.read_text(encoding="utf-8")).values()
    assert settings == {"locale": "de_DE"}
    assert folders[1:] == ["another"]


def test_only_the_courses_own_notebooks_are_trusted(source, tmp_path, monkeypatch):
    """Trusted notebooks may run on opening; a stranger's must not become one."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(copying, "_open_lab", lambda *_: 0)
    folder = tmp_path / "mine"
    (folder / START).parent.mkdir(parents=True)
    write(folder / START, "not the course's")
    assert cli.main(["start", str(folder)]) == 0

    def trusted(path):
        notebook = nbformat.read(folder / path, as_version=4)
        return NotebookNotary(data_dir=str(tmp_path / "data")).check_signature(notebook)

    assert trusted("notebooks/de/00_start.ipynb")
    assert not trusted(START)


def test_a_missing_lab_is_said_before_anything_is_copied(
    source, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(copying.importlib.util, "find_spec", lambda name: None)
    assert cli.main(["start", str(tmp_path / "mine")]) == 1
    assert "JupyterLab is not installed; run: pip install" in capsys.readouterr().err
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("command", ["start --copy-only", "content"])
@pytest.mark.parametrize("inside", ["", "/deeper"])
def test_a_file_where_a_folder_belongs_is_one_sentence(
    source, tmp_path, capsys, command, inside
):
    (tmp_path / "file").write_text("mine")
    arguments = [*command.split(), f"{tmp_path / 'file'}{inside}"]
    assert cli.main(arguments) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert str(tmp_path / "file") in sentence
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "x", "", "8888.0", "٣٠٠"])
def test_a_bad_port_is_refused_by_name(port, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["start", f"--port={port}"])
    assert stopped.value.code == 2
    assert f"port is “{port}”; give a number 1..65535" in capsys.readouterr().err


def test_the_record_names_what_was_copied(source, tmp_path):
    copying.copy_course(tmp_path / "mine")
    record = json.loads((tmp_path / "mine" / copying.RECORD).read_text())
    assert sorted(record) == [
        "exercises/en/costs.csv",
        "notebooks/de/00_start.ipynb",
        START,
    ]


def test_a_report_is_written_from_the_journal_and_over_nothing(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("NETLESSON_HOME", str(tmp_path / "home"))
    target = tmp_path / "mine"
    assert cli.main(["report", str(target)]) == 1
    assert "holds no answers" in capsys.readouterr().err
    assert not target.exists()
    Journal(tmp_path / "home").append("reflection", id="x", text="y")
    assert cli.main(["report", str(target), "--lang", "de"]) == 0
    made = {path.name: path.read_bytes() for path in target.iterdir()}
    assert {name.rpartition(".")[2] for name in made} == {"html", "csv", "xlsx"}
    assert capsys.readouterr().out.count("geschrieben") == 3
    assert cli.main(["report", str(target), "--lang", "de"]) == 1
    assert "gibt es schon" in capsys.readouterr().err
    assert made == {path.name: path.read_bytes() for path in target.iterdir()}
    (tmp_path / "file").write_text("mine")
    assert cli.main(["report", str(tmp_path / "file")]) == 1
    assert "name a folder" in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["en", "de"])
def test_check_lists_what_may_be_out_of_date_by_age(lang, capsys):
    assert cli.main(["check", "--sources", "--lang", lang]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    figures = [each for g in course().groups.values() for each in g.figures]
    assert f"{len(figures)}, " in head
    assert len(rows) == len(figures) + len(course().sources)
    found = [re.findall(r"(?:19|20)\d\d", row.partition(": ")[0]) for row in rows]
    years = [max(each) for each in found if each]
    assert years == sorted(years)
    assert all(found[: len(years)])
    assert not any(found[len(years) :])
