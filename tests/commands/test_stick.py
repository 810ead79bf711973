"""The folder for a USB stick installs and opens the course without a network."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from builders import ROOT

TOOL = ROOT / "tools" / "make_stick.py"
STARTER = ROOT / "tools" / "stick" / "start.py"
PINS = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()


def run(*command, **options):
    return subprocess.run(  # noqa: S603 (our own)
        list(map(str, command)), capture_output=True, text=True, check=False, **options
    )


def needed(platform, version):
    """What the tool would download for another computer."""
    show = (
        "import make_stick as m;"
        f"print(*m._needed(m._environment({platform!r}, {version!r})))"
    )
    return set(run(sys.executable, "-c", show, cwd=TOOL.parent).stdout.split())


def offline(home):
    """The environment of a computer that reaches no registry."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "JUPY"))}
    return kept | {
        "PIP_NO_INDEX": "1",
        "PIP_NO_COMPILE": "1",  # takes time, and nothing here depends on it
        "PIP_CONFIG_FILE": os.devnull,
        "HOME": str(home),
        "USERPROFILE": str(home),
    }


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def answer(port, process, within=120):
    """Return the first page that a server sends, or what it died of."""
    until = time.monotonic() + within
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api") as page:
                return page.read().decode()
        except OSError:
            time.sleep(0.5)
    return f"nothing, exit code {process.poll()}"


def test_another_system_gets_what_only_it_needs():
    windows = needed("win_amd64", "3.13.0")
    mac = needed("macosx_arm64", "3.13.0")
    assert {"pywinpty", "colorama"} <= windows
    assert not {"pywinpty", "colorama"} & mac
    assert "pexpect" in mac - windows
    assert "appnope" in mac - windows
    assert "netlesson" not in windows


def test_all_that_goes_on_a_stick_is_pinned():
    pinned = {re.sub(r"[-_.]+", "-", pin.partition("==")[0]).lower() for pin in PINS}
    for platform in ("win_amd64", "macosx_arm64", "manylinux_x86_64"):
        assert needed(platform, "3.13.0") - pinned == set(), platform


def test_a_folder_without_the_course_is_named_in_both_languages(tmp_path):
    shutil.copy(STARTER, tmp_path)
    done = run(sys.executable, tmp_path / "start.py", "--folder", tmp_path / "there")
    assert done.returncode == 1
    assert "copy the whole folder again" in done.stderr
    assert "kopieren Sie den ganzen Ordner neu" in done.stderr
    assert not (tmp_path / "there").exists()


def test_what_is_missing_on_the_stick_gets_a_sentence_and_nothing_is_started(tmp_path):
    shutil.copy(STARTER, tmp_path)
    wheel = tmp_path / "netlesson-1-py3-none-any.whl"
    wheel.write_bytes(b"not a wheel")
    there = tmp_path / "there"
    done = run(
        sys.executable, tmp_path / "start.py", "--folder", there, env=offline(tmp_path)
    )
    assert done.returncode == 1
    assert "Für diesen Rechner oder dieses Python fehlt hier ein Teil" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (there / "installed.txt").exists()


@pytest.mark.long
def test_the_course_opens_from_the_stick_without_a_network(tmp_path):
    """The day-before checklist of the guide, its offline part."""
    stick = tmp_path / "stick"
    made = run(sys.executable, TOOL, stick)
    assert made.returncode == 0, made.stderr
    assert {path.suffix for path in stick.iterdir()} == {".whl", ".txt", ".py"}
    env = offline(tmp_path / "home")
    port = free_port()
    command = [sys.executable, str(stick / "start.py"), "de"]
    command += ["--folder", str(tmp_path / "mine"), "--no-browser", "--port", str(port)]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603 (our own)
            command, env=env, stdout=log, stderr=log, start_new_session=True
        )
    try:
        assert '"version"' in answer(port, process), (tmp_path / "log").read_text()
    finally:
        os.killpg(process.pid, 15)
        process.wait(timeout=30)
    course = tmp_path / "mine" / "course"
    assert (course / "notebooks" / "de" / "00_start.ipynb").is_file()
    scripts = next((tmp_path / "mine" / "python").glob("[bS][ic][nr]*"))
    checked = run(Path(scripts) / "netlesson", "check", env=env, cwd=tmp_path)
    assert "German complete\n" in checked.stdout
