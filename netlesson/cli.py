"""The command `netlesson`: check content, start the course, report, copy content.

Only what a command needs is imported, when it runs: checking content loads no
widgets. A learner's mistake gets one sentence and exit code 1, never a traceback.
"""

import argparse
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .content import DATA, FILES, ContentError, load_course
from .model import LANGS, Course, Lang
from .rules import PER_BULLET, bullets_of

PARTS = ("notebooks", "exercises")
COUNTED = {
    "advantage": "advantages",
    "disadvantage": "disadvantages",
    "description": "descriptions",
    "article": "from the article",
    "research": "from research",
    "estimate": "estimates",
}
CARD = re.compile(r"course\.card\(\\\"([\w-]+)\\\"\)")
LANGUAGE_NAMES = {"en": "English", "de": "German"}
# Which version of each file was copied, so that an update can tell a file that
# the learner changed from one that is merely old.
RECORD = ".netlesson.json"


class UserError(Exception):
    """Something the user can mend; the message is one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What `copy_course` did, by path inside the folder."""

    written: tuple[str, ...]
    kept: tuple[str, ...]
    same: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: What stands after `netlesson`; the command line by default.

    Returns:
        The exit code: 0, or 1 when something is wrong and was said.
    """
    options = _parser().parse_args(arguments)
    try:
        match options.command:
            case "check":
                return check(options.folder)
            case "start":
                return start(
                    options.folder,
                    options.lang,
                    port=options.port,
                    browser=not options.no_browser,
                    open_lab=not options.copy_only,
                )
            case "progress":
                return show_progress(options)
            case "report":
                return write_report(options.folder, options.lang)
            case _:
                return copy_content(options.folder)
    except UserError as error:
        print(f"netlesson: {error}", file=sys.stderr)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"netlesson: {place}{error.strerror or error}", file=sys.stderr)
    return 1


def check(folder: Path | None) -> int:
    """Check the content and print what it holds, or every fault.

    Args:
        folder: Content files of one's own; the course's by default.

    Returns:
        0 when all is well, 1 when there are faults.
    """
    try:
        course = load_course(folder)
    except ContentError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        faults = len(error.faults)
        print(f"{faults} {'fault' if faults == 1 else 'faults'}", file=sys.stderr)
        return 1
    for line in summary(course):
        print(line)
    if folder is not None:
        return 0
    missing = list(lesson_faults(course, course_files()))
    if not missing:
        print(f"{len(course.statements)} statements in the lessons, all of them")
    for fault in missing:
        print(fault, file=sys.stderr)
    return 1 if missing else 0


def summary(course: Course) -> Iterator[str]:
    """Yield what the content holds, one line each."""
    yield f"{len(course.groups)} types: {', '.join(course.groups)}"
    statements = course.statements.values()
    yield f"{len(statements)} statements: {_counted(s.kind for s in statements)}"
    bullets = {s.bullet: s.kind for s in statements if s.bullet is not None}
    yield f"{len(bullets)} bullets: {_counted(bullets.values())}"
    ratings = course.ratings.values()
    yield f"{len(ratings)} ratings: {_counted(r.basis for r in ratings)}"
    unrated = len(course.unrated)
    yield f"{len(bullets) - unrated} bullets are evidence, {unrated} say why not"
    yield from _item_summary(course)
    for name in ("criteria", "cases", "sources", "findings", "notes", "strings"):
        yield f"{len(getattr(course, name))} {name}"
    # A text that is missing in a language is a fault, so none is missing here.
    yield f"{' and '.join(LANGUAGE_NAMES[lang] for lang in LANGS)} complete"


def _item_summary(course: Course) -> Iterator[str]:
    items = course.items.values()
    yield f"{len(items)} items"
    for field in ("topic", "kind", "level", "pool"):
        counts = Counter(getattr(item, field) for item in items)
        yield f"  by {field}: {', '.join(f'{n} {word}' for word, n in counts.items())}"
    bullets = {s.bullet for s in course.statements.values() if s.bullet is not None}
    subjects = Counter(b for item in items for b in bullets_of(item, course))
    twice = sum(subjects[bullet] >= PER_BULLET for bullet in bullets)
    used = {name for item in items for name in item.misconceptions}
    yield f"  {twice} of {len(bullets)} bullets in {PER_BULLET} items or more"
    yield f"  {len(used)} of {len(course.misconceptions)} misconceptions used"
    # An option without feedback is a fault, so there is none here.
    yield "  feedback for every option"


def lesson_faults(course: Course, source: Path) -> Iterator[str]:
    """Yield which statements no lesson shows, one sentence for each group.

    A lesson shows the statements of a type on its card.

    Args:
        course: The statements.
        source: The folder that holds the notebooks.
    """
    for lang in LANGS:
        folder = source / "notebooks" / lang
        shown = {
            group
            for path in folder.glob("*.ipynb")
            for group in CARD.findall(path.read_text(encoding="utf-8"))
        }
        for group in dict.fromkeys(s.group for s in course.statements.values()):
            if group not in shown:
                yield (
                    f"notebooks/{lang}: no lesson shows the statements of {group!r}; "
                    f"add a cell course.card({group!r})"
                )


def start(folder: Path, lang: Lang, *, port: int, browser: bool, open_lab: bool) -> int:
    """Copy the course into a folder and open it in JupyterLab.

    Args:
        folder: Where the notebooks go; made when it is not there.
        lang: The language to open.
        port: The port to try first.
        browser: Whether to open a browser.
        open_lab: Whether to open JupyterLab at all, or copy only.

    Returns:
        The exit code of JupyterLab.

    Raises:
        UserError: If JupyterLab is not installed or the folder is a file.
    """
    if open_lab and importlib.util.find_spec("jupyterlab") is None:
        raise UserError(
            "JupyterLab is not installed; run: pip install jupyterlab, "
            "or copy the notebooks only with --copy-only"
        )
    folder = folder.resolve()
    copied = copy_course(folder)
    _say_copied(copied, folder)
    if not open_lab:
        return 0
    trust(folder / path for path in (*copied.written, *copied.same))
    return _open_lab(folder, lang, port, browser)


def copy_course(folder: Path) -> Copied:
    """Copy notebooks and exercises, never over a file that the learner changed.

    Args:
        folder: Where they go. The course's own folder is left as it is.

    Returns:
        What was written, what was kept because it was changed, what was the same.

    Raises:
        UserError: If the folder is a file.
    """
    source = course_files()
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; name a folder")
    before = _read_record(folder)
    written, kept, same = [], [], []
    record = {}
    for path in _files(source):
        name = path.relative_to(source).as_posix()
        there, content = folder / name, path.read_bytes()
        old = there.read_bytes() if there.exists() else None
        if old == content:
            same.append(name)
        elif old is None or _digest(old) == before.get(name):
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(content)
            written.append(name)
        else:
            kept.append(name)
            continue
        record[name] = _digest(content)
    if source != folder and {**before, **record} != before:
        text = json.dumps({**before, **record}, indent=1)
        (folder / RECORD).write_text(text, encoding="utf-8")
    return Copied(written=tuple(written), kept=tuple(kept), same=tuple(same))


def course_files() -> Path:
    """Return the folder that holds the notebooks: in the package or its source."""
    installed = Path(__file__).parent / "course_files"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[1]


def trust(paths: Iterable[Path]) -> None:
    """Sign notebooks, so that their output shows and they may run on opening."""
    import nbformat
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary()
    for path in paths:
        if path.suffix == ".ipynb":
            notary.sign(nbformat.read(path, as_version=4))


def copy_content(folder: Path) -> int:
    """Copy the content files, as a start for content of one's own.

    Args:
        folder: Where they go; made when it is not there.

    Returns:
        0; a file that is there already is kept, and that is said.

    Raises:
        UserError: If the folder is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; name a folder")
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        there = folder / name
        if there.exists():
            print(f"kept {there}: it was there already")
        else:
            there.write_bytes((DATA / name).read_bytes())
            print(f"wrote {there}")
    print(f"change what you need, delete the rest, then: netlesson check {folder}")
    return 0


def show_progress(options: argparse.Namespace) -> int:
    """Show where the learner stands, or export, import or reset their file.

    Args:
        options: `lang`, `export`, `take_in` and `reset` from the command line.

    Returns:
        0.

    Raises:
        UserError: If a file cannot be used; the message says why.
    """
    from . import own_file

    try:
        answers = own_file.open_answers(options.lang)
        if options.export:
            print(own_file.export(answers, options.export))
        elif options.take_in:
            print(own_file.take_in(answers, options.take_in))
        elif options.reset:
            print(own_file.reset(answers, _ask))
        else:
            for line in own_file.report(answers):
                print(line)
    except own_file.OwnFileError as error:
        raise UserError(str(error)) from error
    return 0


def write_report(folder: Path, lang: Lang) -> int:
    """Write what the learner's own file says as report, data and calendar.

    Args:
        folder: Where the files go; made when it is not there.
        lang: The language of the report.

    Returns:
        0.

    Raises:
        UserError: If there is nothing to report or a file would be overwritten.
    """
    from . import own_file

    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; name a folder")
    try:
        answers = own_file.open_answers(lang)
        for line in own_file.write_report(answers, folder, date.today()):
            print(line)
    except own_file.OwnFileError as error:
        raise UserError(str(error)) from error
    return 0


def _ask(question: str) -> str:
    try:
        return input(question)
    except EOFError:  # nobody is there to answer
        return ""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="netlesson",
        description="A workshop on the types of business networking group.",
    )
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(dest="command", required=True)

    checking = commands.add_parser("check", help="check the content and count it")
    checking.add_argument("folder", nargs="?", type=Path, help="content of your own")

    starting = commands.add_parser("start", help="copy the course and open it")
    starting.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path("netlesson-course"),
        help="where the notebooks go (default: %(default)s)",
    )
    starting.add_argument("--lang", choices=LANGS, default="en")
    starting.add_argument("--port", type=_port, default=8888)
    starting.add_argument("--no-browser", action="store_true")
    starting.add_argument("--copy-only", action="store_true", help="do not open it")

    standing = commands.add_parser("progress", help="show how far you have come")
    standing.add_argument("--lang", choices=LANGS, default="en")
    one = standing.add_mutually_exclusive_group()
    one.add_argument("--export", type=Path, metavar="FILE", help="copy your answers")
    one.add_argument(
        "--import",
        type=Path,
        metavar="FILE",
        dest="take_in",
        help="take over answers; nothing that is here is lost",
    )
    one.add_argument(
        "--reset", action="store_true", help="start anew; keeps a copy, asks first"
    )

    reporting = commands.add_parser(
        "report", help="write your comparison and plan to print, as data, as calendar"
    )
    reporting.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path("netlesson-report"),
        help="where the files go (default: %(default)s)",
    )
    reporting.add_argument("--lang", choices=LANGS, default="en")

    copying = commands.add_parser(
        "content", help="copy the content files, to write your own"
    )
    copying.add_argument("folder", type=Path)
    return parser


def _version() -> str:
    try:
        return importlib.metadata.version("netlesson")
    except importlib.metadata.PackageNotFoundError:
        return "not installed, run from its source"


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"port is {text!r}; give a number 1..65535")
    return int(text)


def _counted(words: Iterable[str]) -> str:
    counts = Counter(words)
    return ", ".join(
        f"{counts[word]} {COUNTED[word]}" for word in COUNTED if counts[word]
    )


def _files(source: Path) -> Iterator[Path]:
    for part in PARTS:
        for path in sorted((source / part).rglob("*")):
            hidden = any(p.startswith(".") for p in path.relative_to(source).parts)
            if path.is_file() and not hidden:
                yield path


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read_record(folder: Path) -> dict[str, str]:
    """Return the digests of an earlier copy; a damaged record protects all files."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _say_copied(copied: Copied, folder: Path) -> None:
    if copied.written:
        print(f"files written to {folder}: {len(copied.written)}")
    for name in copied.kept:
        print(f"kept {name}: you changed it; to get the course's, rename yours")


def _open_lab(folder: Path, lang: Lang, port: int, browser: bool) -> int:
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/notebooks/{lang}/00_start.ipynb",
        f"--port={port}",
    ]
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container there is only root
    env = dict(os.environ)
    if own := env.get("NETLESSON_CONTENT"):
        # Notebooks run in folders of their own, where a relative path is another.
        env["NETLESSON_CONTENT"] = str(Path(own).resolve())
    try:
        return subprocess.run(command, env=env, check=False).returncode  # noqa: S603 (our own)
    except KeyboardInterrupt:
        return 0
