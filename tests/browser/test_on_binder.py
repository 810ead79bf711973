"""The course on what Binder builds: its older Lab, our pins, our notebooks."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT, Lab, serve
from test_locked import EXERCISE, type_everywhere, work_in_an_exercise

# What Binder's base image holds before it reads our requirements.
BASE = ["jupyterlab==4.4.9", "notebook==7.4.7", "ipykernel==7.0.1"]
BASE += ["ipywidgets==8.1.7", "jupyterlab_widgets==3.0.15"]
COURSE = [f"notebooks/{name}.ipynb" for name in ("en/00_start", "de/08_compare")]
EXECUTE = """
import nbclient, nbformat, sys
for path in sys.argv[1:]:
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": path.rpartition("/")[0]}}
    nbclient.NotebookClient(notebook, timeout=60, resources=resources).execute()
    print("executed", path)
"""


def run(command, **options):
    done = subprocess.run(  # noqa: S603 (our own)
        command, capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def python_of_binder():
    """Return Python 3.13 if it is there and starts, else the one that runs this."""
    found = shutil.which("python3.13")
    works = found and subprocess.run(  # noqa: S603 (our own)
        [found, "-c", ""], check=False, capture_output=True
    )
    return found if works and works.returncode == 0 else sys.executable


@pytest.mark.long
def test_the_course_runs_on_what_binder_builds(chromium, tmp_path, monkeypatch):
    """Build as Binder does, run the notebooks, open them in its Lab, press keys."""
    home = tmp_path / "home"
    kept = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "my_work")
    shutil.copytree(ROOT, home, ignore=kept)
    run([python_of_binder(), "-m", "venv", str(tmp_path / "venv")])
    scripts = tmp_path / "venv/bin"
    python = str(scripts / "python")
    env = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    for folder in ("CONFIG", "DATA", "RUNTIME"):
        env[f"JUPYTER_{folder}_DIR"] = str(tmp_path / folder.lower())
    env["PIP_NO_COMPILE"] = "1"
    env["PATH"] = f"{scripts}{os.pathsep}{env['PATH']}"
    pip = [python, "-m", "pip"]
    quiet = ["--quiet", "--disable-pip-version-check"]
    run([*pip, "install", *quiet, *BASE], env=env)

    run([*pip, "install", *quiet, "-r", "binder/requirements.txt"], cwd=home, env=env)
    run(["binder/postBuild"], cwd=home, env=env)
    run([*pip, "check"], env=env)
    assert set(BASE) <= set(run([*pip, "freeze"], env=env).split())
    extensions = run([scripts / "jupyter", "labextension", "list"], env=env)
    assert re.search(r"netlesson v\S+ .*enabled.*OK", extensions)
    executed = run([python, "-c", EXECUTE, *COURSE], cwd=home, env=env)
    assert executed.count("executed") == len(COURSE)

    base = tmp_path / "server"
    base.mkdir()
    monkeypatch.setattr(sys, "executable", python)  # serve() starts this one's Lab
    with serve(base) as (address, root, server):
        lab = Lab(address, root, base, chromium, server)
        lab.copy(home / "notebooks")
        env["JUPYTER_DATA_DIR"] = str(base / "data")
        run([scripts / "jupyter", "trust", COURSE[0]], cwd=root, env=env)
        opened = lab.open(root / COURSE[0], run=False)
        opened.page.wait_for_selector(".jp-OutputArea .netlesson", timeout=30_000)
        opened.wait_idle()
        assert opened.errors == []
        opened.close()
        lab.copy(home / "exercises")
        for path, try_keys in (
            (COURSE[1], type_everywhere),
            (EXERCISE.relative_to(ROOT), work_in_an_exercise),
        ):
            opened = lab.open(root / path, run=False)
            try_keys(opened)
            opened.close()
