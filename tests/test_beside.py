"""What lies beside a notebook is not run because the notebook is opened."""

import nbformat
import pytest
from installed import ROOT, must_be_installed
from jupyter_client.manager import start_new_kernel

# What a lesson is made of, what its libraries look for without needing it, and what
# Python itself loads before any code of ours.
NAMES = ["netlesson", "msgspec", "jinja2", "anywidget", "babel", "pytz", "json"]
EARLY = ["ipykernel_launcher", "ipykernel", "pathlib", "runpy"]
MARK = "from os import environ\nopen(environ['MARK'], 'a').write(__name__ + ' ')\n"


@pytest.fixture
def kernel_in(tmp_path, monkeypatch):
    """Start a kernel as a server does: with the notebook's folder as its own."""
    must_be_installed()
    monkeypatch.setenv("MARK", str(tmp_path / "mark"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("NETLESSON_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PYTHONPATH", raising=False)  # it would come before the folder
    started = []

    def start(folder):
        started.extend(start_new_kernel(cwd=str(folder), startup_timeout=120))
        return started[-1]

    yield start
    if started:
        started[1].stop_channels()
        started[0].shutdown_kernel(now=True)


def folder_with(tmp_path, names):
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in names:
        (folder / f"{name}.py").write_text(MARK, encoding="utf-8")
    return folder


def run(client, code):
    replied = client.execute_interactive(code, timeout=120, output_hook=lambda _: None)
    assert replied["content"]["status"] == "ok", replied["content"]


def test_no_module_in_the_folder_runs_when_a_lesson_opens(tmp_path, kernel_in):
    client = kernel_in(folder_with(tmp_path, NAMES))
    lesson = nbformat.read(ROOT / "notebooks/en/01_chambers.ipynb", as_version=4)
    for cell in lesson.cells:
        if cell.cell_type == "code":
            run(client, cell.source)
    assert not (tmp_path / "mark").exists(), (tmp_path / "mark").read_text()


def test_a_notebook_of_somebody_else_still_finds_its_own_modules(tmp_path, kernel_in):
    """The settings hold for every notebook of the environment, not only for ours."""
    client = kernel_in(folder_with(tmp_path, ["msgspec", "mine"]))
    run(client, "import msgspec, mine")
    assert (tmp_path / "mark").read_text() == "mine "


def test_with_start_no_module_of_the_folder_runs_before_the_kernel(
    tmp_path, kernel_in, monkeypatch
):
    """What Python loads before the kernel's settings is held by the environment."""
    monkeypatch.setenv("PYTHONSAFEPATH", "1")
    run(kernel_in(folder_with(tmp_path, [*NAMES, *EARLY])), "import netlesson")
    assert not (tmp_path / "mark").exists(), (tmp_path / "mark").read_text()
