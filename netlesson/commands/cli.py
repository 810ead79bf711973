"""The command `netlesson`: what each of its commands takes, and what does it.

What does it takes what stands on the line, under the same names. Only what a command
needs is imported, when it runs: checking content loads no widgets. A learner's mistake
gets one sentence and exit code 1, never a traceback.
"""

import importlib.metadata
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from ..content import ContentError, Lang, UserError, course_in_use, must_be_folder
from ..lms import FORMATS
from .arguments import Parser, language_of
from .checking import check
from .copying import copy_content, start
from .saying import complain, get_ready, in_words, let_go, say, show

MANY = 200
"""From how many files on progress is shown."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, by default that of the command line.

    Returns:
        The exit code: 0, 1 when something is wrong and was said, 130 when stopped.
    """
    words = sys.argv[1:] if arguments is None else arguments
    get_ready()
    lang = language_of(words)
    try:
        given = vars(parser(lang).parse_args(words))
        _, run = COMMANDS[given.pop("command")]
        return run(**given)
    except (UserError, ContentError, OSError) as error:
        complain(in_words(error, lang))
    except KeyboardInterrupt:
        complain(say("commands.stopped", lang))
        return 130  # what a shell expects of a command that was stopped
    finally:
        let_go()
    return 1


def parser(lang: Lang) -> Parser:
    """Return what reads the command line in a language, which is also the default."""
    parser = Parser(
        lang=lang, prog="netlesson", description=say("commands.about", lang)
    )
    version = _version(lang)
    parser.take("commands.version", "--version", action="version", version=version)
    parser.take_lang()
    commands = parser.add_subparsers(
        dest="command", required=True, metavar=say("commands.command", lang)
    )
    for name, (take, _) in COMMANDS.items():
        words = say(f"commands.about_{name}", lang)
        command = commands.add_parser(name, help=words, description=words, lang=lang)
        take(command)
        command.take_lang()
    return parser


def _version(lang: Lang) -> str:
    try:
        return importlib.metadata.version("netlesson")
    except importlib.metadata.PackageNotFoundError:
        return say("commands.not_installed", lang)


def _take_folder(command: Parser, key: str, **given: Any) -> None:
    command.take(key, "folder", type=command.as_path, **given)


def _take_check(command: Parser) -> None:
    _take_folder(command, "commands.own_content", nargs="?")
    command.switches(sources="commands.check_sources")


def _take_start(command: Parser) -> None:
    folder = Path("netlesson-course")
    _take_folder(command, "commands.start_folder", nargs="?", default=folder)
    command.take("commands.start_port", "--port", type=command.as_port, default=8888)
    command.switches(no_browser="commands.no_browser", copy_only="commands.copy_only")


def _take_progress(command: Parser) -> None:
    one = command.add_mutually_exclusive_group()
    file = {"type": command.as_path, "metavar": "FILE", "group": one}
    command.take("commands.progress_export", "--export", **file)
    command.take("commands.progress_import", "--import", dest="take_in", **file)
    command.take("commands.progress_reset", "--reset", action="store_true", group=one)


def _progress(
    export: Path | None, take_in: Path | None, reset: bool, lang: Lang
) -> int:
    from . import own_file

    answers = own_file.open_answers(lang)
    if export:
        return show([own_file.export(answers, export)])
    if take_in:
        return show([own_file.take_in(answers, take_in)])
    if reset:
        return show([own_file.reset(answers, _ask)])
    return show(own_file.report(answers))


def _ask(question: str) -> str:
    try:
        return input(question)
    except (EOFError, RuntimeError):  # nobody is there to answer
        return ""


def _take_report(command: Parser) -> None:
    folder = Path("netlesson-report")
    _take_folder(command, "commands.report_folder", nargs="?", default=folder)
    command.switches(full="commands.report_full")


def _report(folder: Path, full: bool, lang: Lang) -> int:
    from . import own_file

    must_be_folder(folder)
    answers = own_file.open_answers(lang)
    return show(own_file.write_report(answers, folder, date.today(), full=full))


def _take_export(command: Parser) -> None:
    command.take("commands.export_file", "file", type=command.as_path)
    form = {"dest": "form", "choices": tuple(FORMATS)}
    command.take("commands.export_format", "--format", required=True, **form)
    some = {"nargs": "+", "default": ()}
    command.take("commands.export_types", "--types", metavar="TYPE", **some)
    pools = {"dest": "pools", "metavar": "POOL"}
    command.take("commands.export_pool", "--pool", **pools, **some)


def _export(**given: Any) -> int:
    from ..lms.export import export_questions

    return show(export_questions(**given))


def _take_handin(command: Parser) -> None:
    _take_folder(command, "commands.handin_folder", nargs="?")
    command.take("commands.handin_name", "--name", default="")


def _handin(folder: Path | None, name: str, lang: Lang) -> int:
    from . import own_file

    return show(own_file.hand_in(own_file.open_answers(lang), folder, name))


def _take_class(command: Parser) -> None:
    _take_folder(command, "commands.class_folder")
    page = Path("class.html")
    command.take("commands.class_out", "--out", type=command.as_path, default=page)
    command.take("commands.class_csv", "--csv", type=command.as_path, metavar="FOLDER")
    command.switches(
        watch="commands.class_watch", reflections="commands.class_reflections"
    )


def _class(folder: Path, out: Path, csv: Path | None, lang: Lang, **how: bool) -> int:
    from ..classroom import page as class_page
    from ..language import Edition

    if not folder.is_dir():
        raise UserError("commands.no_such_folder", path=str(folder))
    edition = Edition(course_in_use(), lang)
    try:
        return show(
            class_page.results(folder, out, csv, edition, _count_on_screen, **how)
        )
    except KeyboardInterrupt:  # how watching ends
        return show([""])


def _count_on_screen(n: int, of: int) -> None:
    if of >= MANY and (n % (of // 100) == 0 or n == of):
        end = "\n" if n == of else ""
        print(f"\r{n} / {of}", end=end, file=sys.stderr, flush=True)


def _take_handout(command: Parser) -> None:
    _take_slides(command)
    command.switches(
        answers="commands.handout_answers",
        exercises_only="commands.handout_exercises",
        large="commands.handout_large",
    )


def _handout(lesson: str, out: Path | None, lang: Lang, **kind: bool) -> int:
    from ..paper import handout
    from ..paper.source import write_pages

    wanted = handout.Kind(**kind)
    page, course = partial(handout.page, kind=wanted), course_in_use()
    return show(write_pages(lesson, out, course, lang, wanted.name, page))


def _take_slides(command: Parser) -> None:
    command.take("commands.lesson", "lesson")
    command.take("commands.out", "--out", type=command.as_path)


def _slides(lesson: str, out: Path | None, lang: Lang) -> int:
    from ..paper import slides
    from ..paper.source import write_pages

    return show(write_pages(lesson, out, course_in_use(), lang, "slides", slides.page))


COMMANDS: dict[str, tuple[Callable[[Parser], None], Callable[..., int]]] = {
    "check": (_take_check, lambda **given: check(**given)),
    "start": (_take_start, start),
    "progress": (_take_progress, _progress),
    "report": (_take_report, _report),
    "export": (_take_export, _export),
    "handin": (_take_handin, _handin),
    "class": (_take_class, _class),
    "handout": (_take_handout, _handout),
    "slides": (_take_slides, _slides),
    "content": (
        lambda command: _take_folder(command, "commands.content_folder"),
        lambda **given: show(copy_content(**given)),
    ),
}
"""What each command takes, and what does it."""
