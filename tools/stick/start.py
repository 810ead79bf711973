"""Install the course from this folder, without a network, and open it.

python start.py          in English
python start.py de       auf Deutsch

Everything goes into the folder netlesson in your home folder (--folder: another
one). --port 9000 and --no-browser do what they say.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Install what is not there yet, then open the course."""
    parser = argparse.ArgumentParser(description="Open the course.")
    parser.add_argument("lang", nargs="?", choices=("en", "de"), default="en")
    parser.add_argument("--folder", type=Path, default=Path.home() / "netlesson")
    parser.add_argument("--port", default="8888")
    parser.add_argument("--no-browser", action="store_true")
    options = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036 (older ones get here, too)
        found = sys.version.split()[0]
        return _say(
            f"This is Python {found}; the course needs 3.11.5 or newer.",
            f"Das ist Python {found}; der Kurs braucht 3.11.5 oder neuer.",
        )
    wheels = sorted(HERE.glob("netlesson-*.whl"))
    if not wheels:
        return _say(
            f"There is no netlesson-….whl in {HERE}; copy the whole folder again.",
            f"In {HERE} fehlt netlesson-….whl; kopieren Sie den ganzen Ordner neu.",
        )
    own, stamp = options.folder / "python", options.folder / "installed.txt"
    known = hashlib.sha256(wheels[-1].read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != known:
        print(
            "Installing, one to three minutes … / Installation, ein bis drei Minuten …"
        )
        venv.create(own, clear=True, with_pip=True)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        source = ["--no-index", "--find-links", str(HERE), "netlesson[lab]"]
        if _run(_script(own, "python"), *install, *source):
            return _say(
                "A part is missing here for this computer or this Python; "
                "the lines above say which. The handout works in any case.",
                "Für diesen Rechner oder dieses Python fehlt hier ein Teil; "
                "welcher, steht oben. Der Ausdruck hilft in jedem Fall.",
            )
        stamp.write_text(known, encoding="utf-8")
    course = str(options.folder / "course")
    start = ["start", course, "--lang", options.lang, "--port", options.port]
    start += ["--no-browser"] if options.no_browser else []
    return _run(_script(own, "netlesson"), *start)


def _run(*command: str) -> int:
    return subprocess.run(command, check=False).returncode  # noqa: S603 (our own)


def _script(environment: Path, name: str) -> str:
    folder, end = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    return str(environment / folder / f"{name}{end}")


def _say(english: str, german: str) -> int:
    print(f"{english}\n{german}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
