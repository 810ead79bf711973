"""`make course` shows that it is working, in the reader's language."""

import os
import subprocess
import sys

import pytest
from builders import ROOT

TOOL = ROOT / "tools" / "install.py"
SLOW = """
import install, sys, time
install.EVERY = 0.2
install.sys.argv = ["install.py", "--no-index", "no-such-package-here"]
begin = install.subprocess.Popen
# pip, after a pause that somebody waits through
def slow(command, **options):
    wait = "import subprocess, sys, time; time.sleep(1.5); "
    wait += "sys.exit(subprocess.run(sys.argv[1:]).returncode)"
    return begin([sys.executable, "-c", wait, *command], **options)
install.subprocess.Popen = slow
sys.exit(install.main())
"""


def run(code, lang):
    env = {**os.environ, "LANG": lang}
    return subprocess.run(  # noqa: S603 (our own)
        [sys.executable, "-c", code],
        **{"capture_output": True, "text": True, "check": False, "env": env},
        cwd=TOOL.parent,
    )


@pytest.mark.parametrize(
    ("lang", "first", "line", "last"),
    [
        ("en_GB.UTF-8", "Installing the course", "packages found", "pip says above"),
        ("de_DE.UTF-8", "Der Kurs wird installiert", "Pakete gefunden", "sagt pip"),
    ],
)
def test_it_says_how_far_it_is_and_why_it_failed(lang, first, line, last):
    done = run(SLOW, lang)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0].startswith(first)
    assert sum(line in each for each in lines) >= 3
    assert "No matching distribution found for no-such-package-here" in done.stderr
    assert last in done.stderr.splitlines()[-1]


def test_it_tells_finding_from_unpacking():
    code = """
import install
said = "Collecting a>=1\\nCollecting b (from a)\\nCollecting a>=1\\n"
for said in (said, said + "Installing collected packages: a, b, c\\n"):
    print(install._line(said, "{n} found", "{n} unpacked"))
"""
    assert run(code, "en").stdout.splitlines() == ["2 found", "3 unpacked"]
