"""The command `netlesson`: what it takes, and which module does it.

Only what a command needs is imported, when it runs: checking content loads no
widgets. A learner's mistake gets one sentence and exit code 1, never a traceback.
"""

import argparse
import importlib.metadata
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ..content import LANGS, ContentError, Lang, UserError, course_in_use
from .checking import check
from .copying import copy_content, start

MANY = 200
"""From how many files on progress is shown."""


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
            case "export":
                return write_questions(options)
            case "handin":
                return hand_in(options)
            case "class":
                return show_class(options)
            case "handout":
                return write_handout(options)
            case "slides":
                return write_slides(options)
            case _:
                return copy_content(options.folder)
    except (UserError, ContentError) as error:
        print(f"netlesson: {error}", file=sys.stderr)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"netlesson: {place}{error.strerror or error}", file=sys.stderr)
    return 1


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
    for line in own_file.write_report(
        own_file.open_answers(lang), folder, date.today()
    ):
        print(line)
    return 0


def write_questions(options: argparse.Namespace) -> int:
    """Write the questions for a learning platform.

    Args:
        options: `file`, `format`, `lang`, `types` and `pool` from the command line.

    Returns:
        0.

    Raises:
        UserError: If a type is unknown or the file is there already.
    """
    from ..lms import export_questions

    return export_questions(
        options.file,
        options.format,
        options.lang,
        types=options.types,
        pools=options.pool,
    )


def hand_in(options: argparse.Namespace) -> int:
    """Write the learner's result file into a folder.

    Args:
        options: `folder`, `lang` and `name` from the command line.

    Returns:
        0.

    Raises:
        UserError: If there is nothing to hand in, or it cannot be put there.
    """
    from . import own_file

    answers = own_file.open_answers(options.lang)
    for line in own_file.hand_in(answers, options.folder, options.name):
        print(line)
    return 0


def show_class(options: argparse.Namespace) -> int:
    """Write the results of a class as a page and as tables.

    Args:
        options: `folder`, `out`, `csv`, `lang`, `watch` and `reflections`.

    Returns:
        0.

    Raises:
        UserError: If a file or folder cannot be used.
    """
    from ..classroom import page as class_page

    if not options.folder.is_dir():
        raise UserError(f"there is no folder {options.folder}; check the path")
    try:
        for line in class_page.results(
            options.folder,
            options.out,
            options.csv,
            course_in_use(),
            options.lang,
            watch=options.watch,
            reflections=options.reflections,
            progress=_count_on_screen,
        ):
            print(line, flush=True)
    except KeyboardInterrupt:  # how watching ends
        print()
    return 0


def write_handout(options: argparse.Namespace) -> int:
    """Write a lesson, or all of them, to print.

    Args:
        options: `lesson`, `lang`, `answers`, `exercises_only`, `large` and `out`.

    Returns:
        0.

    Raises:
        UserError: If there is no such lesson, or a file is there already.
    """
    from ..paper import handout

    kind = handout.Kind(
        answers=options.answers,
        exercises_only=options.exercises_only,
        large=options.large,
    )
    for line in handout.write(
        options.lesson, options.out, course_in_use(), options.lang, kind
    ):
        print(line)
    return 0


def write_slides(options: argparse.Namespace) -> int:
    """Write a lesson, or all of them, as slides.

    Args:
        options: `lesson`, `lang` and `out`.

    Returns:
        0.

    Raises:
        UserError: If there is no such lesson, or a file is there already.
    """
    from ..paper import slides

    for line in slides.write(
        options.lesson, options.out, course_in_use(), options.lang
    ):
        print(line)
    return 0


def _count_on_screen(n: int, of: int) -> None:
    if of >= MANY and (n % (of // 100) == 0 or n == of):
        end = "\n" if n == of else ""
        print(f"\r{n} / {of}", end=end, file=sys.stderr, flush=True)


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

    exporting = commands.add_parser(
        "export", help="write the questions for a learning platform"
    )
    exporting.add_argument("file", type=Path, help="the file to write")
    exporting.add_argument(
        "--format",
        choices=("gift", "qti21"),
        required=True,
        help="gift for Moodle, qti21 for Canvas and others",
    )
    exporting.add_argument("--lang", choices=LANGS, default="en")
    exporting.add_argument("--types", nargs="+", default=(), metavar="TYPE")
    exporting.add_argument("--pool", nargs="+", default=(), metavar="POOL")

    handing = commands.add_parser("handin", help="write your result file into a folder")
    handing.add_argument(
        "folder",
        nargs="?",
        type=Path,
        help="a folder that is there (default: the one that NETLESSON_HANDIN names)",
    )
    handing.add_argument("--lang", choices=LANGS, default="en")
    handing.add_argument("--name", default="", help="a name to stand in the file")

    classing = commands.add_parser("class", help="show how a class did")
    classing.add_argument("folder", type=Path, help="where the result files are")
    classing.add_argument("--out", type=Path, default=Path("class.html"))
    classing.add_argument("--csv", type=Path, metavar="FOLDER", help="tables as CSV")
    classing.add_argument("--lang", choices=LANGS, default="en")
    classing.add_argument(
        "--watch", action="store_true", help="go on while files arrive; end: Ctrl+C"
    )
    classing.add_argument(
        "--reflections", action="store_true", help="show what people wrote as well"
    )

    printing = commands.add_parser("handout", help="write a lesson to print")
    printing.add_argument("lesson", help="its name or number, or: all")
    printing.add_argument(
        "--answers", action="store_true", help="with answers, for instructors"
    )
    printing.add_argument(
        "--exercises-only", action="store_true", help="without what is only to be read"
    )
    printing.add_argument("--large", action="store_true", help="in large letters")

    sliding = commands.add_parser("slides", help="write a lesson as slides")
    sliding.add_argument("lesson", help="its name or number, or: all")
    for each in (printing, sliding):
        each.add_argument("--lang", choices=LANGS, default="en")
        each.add_argument("--out", type=Path, help="a file, or a folder for all")

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
