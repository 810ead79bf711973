"""What Binder reads; the course on what it builds is in browser/test_on_binder.py."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BINDER = ROOT / "binder"


def test_binder_gets_a_python_that_the_course_runs_on():
    """Without runtime.txt it takes Python 3.10, which pandas 3 refuses."""
    assert (BINDER / "runtime.txt").read_text().strip() == "python-3.13"


def test_binder_installs_the_package_itself_with_its_pins():
    """An editable install would do without the extension and the settings."""
    lines = (BINDER / "requirements.txt").read_text().splitlines()
    assert lines == ["-c ../constraints.txt", ".", "jupyterlab-language-pack-de-DE"]
    assert os.access(BINDER / "postBuild", os.X_OK)


def test_the_pins_leave_binders_own_widgets_as_they_are():
    """A newer jupyterlab_widgets asks for a newer Lab than Binder has."""
    pins = (ROOT / "constraints.txt").read_text().splitlines()
    assert {"ipywidgets==8.1.7", "jupyterlab_widgets==3.0.15"} <= set(pins)


def test_repo2docker_accepts_the_folder():
    if find_spec("repo2docker") is None:
        pytest.skip("BINDER NOT TESTED: repo2docker is not installed")
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own)
    assert done.returncode == 0, done.stderr
    dockerfile = done.stdout + done.stderr
    assert "python=3.13" in dockerfile
    assert '--no-cache-dir -r "binder/requirements.txt"' in dockerfile
    assert "./binder/postBuild" in dockerfile
    assert 'R2D_ENTRYPOINT="${REPO_DIR}/binder/start"' in dockerfile
