"""Install the course with pip, and show that it is working.

python tools/install.py -c constraints.txt -e '.[lab]'

What follows is what pip takes. A minute without a word looks like a fault, and pip has
many words, all English: a line every few seconds says how far it is, in the language
that the environment variable LANG names. If pip fails, all that it said is shown.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EVERY = 10
"""How many seconds pass between two lines."""
WORDS = {
    "en": (
        "Installing the course: one to three minutes, the first time only.",
        "  {seconds} s: {n} packages found",
        "  {seconds} s: unpacking {n} packages",
        "Installed in {seconds} s.",
        "The installation failed; pip says above why.",
    ),
    "de": (
        "Der Kurs wird installiert: ein bis drei Minuten, nur beim ersten Mal.",
        "  {seconds} s: {n} Pakete gefunden",
        "  {seconds} s: {n} Pakete werden entpackt",
        "Installiert in {seconds} s.",
        "Die Installation ist fehlgeschlagen; warum, sagt pip oben.",
    ),
}


def main() -> int:
    """Run pip to its end; return its exit code."""
    lang = "de" if os.environ.get("LANG", "").startswith("de") else "en"
    first, finding, unpacking, done, failed = WORDS[lang]
    print(first, flush=True)
    began = time.monotonic()
    said = began
    pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]
    # pip writes to a file: a pipe that nobody empties would stop it.
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "pip.txt"
        with log.open("w") as out:
            running = subprocess.Popen(  # noqa: S603 (our own)
                [*pip, "--progress-bar=off", *sys.argv[1:]],
                stdout=out,
                stderr=subprocess.STDOUT,
            )
            while running.poll() is None:
                time.sleep(0.2)
                if time.monotonic() - said >= EVERY:
                    said = time.monotonic()
                    line = _line(log.read_text(errors="replace"), finding, unpacking)
                    print(line.format(seconds=round(said - began)), flush=True)
        if running.returncode:
            print(log.read_text(errors="replace"), file=sys.stderr)
            print(failed, file=sys.stderr)
        else:
            print(done.format(seconds=round(time.monotonic() - began)), flush=True)
    return running.returncode


def _line(pip_said: str, finding: str, unpacking: str) -> str:
    """Return how far pip is, with room for the seconds."""
    if found := re.search(r"^Installing collected packages: (.+)", pip_said, re.M):
        return unpacking.replace("{n}", str(found[1].count(",") + 1))
    names = set(re.findall(r"^Collecting ([\w.-]+)", pip_said, re.M))
    return finding.replace("{n}", str(len(names)))


if __name__ == "__main__":
    sys.exit(main())
