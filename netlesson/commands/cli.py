"""The command `netlesson`: which module does what it is told.

Only what a command needs is imported, when it runs: checking content loads no
widgets. A learner's mistake gets one sentence and exit code 1, never a traceback.
"""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import date

from ..content import ContentError, UserError, course_in_use, must_be_folder
from .arguments import language_of, parser
from .checking import check
from .copying import copy_content, start
from .saying import complain, get_ready, in_words, let_go, say, show

MANY = 200
"""From how many files on progress is shown."""

STOPPED = 130
"""What a shell expects of a command that was stopped by Ctrl+C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: What stands after `netlesson`; the command line by default.

    Returns:
        The exit code: 0, 1 when something is wrong and was said, 130 when stopped.
    """
    words = sys.argv[1:] if arguments is None else arguments
    get_ready()
    lang = language_of(words)
    try:
        options = parser(lang).parse_args(words)
        return _RUN[options.command](options)
    except (UserError, ContentError, OSError) as error:
        complain(in_words(error, lang))
    except KeyboardInterrupt:
        complain(say("commands.stopped", lang))
        return STOPPED
    finally:
        let_go()
    return 1


def _start(options: Namespace) -> int:
    return start(
        options.folder,
        options.lang,
        port=options.port,
        browser=not options.no_browser,
        open_lab=not options.copy_only,
    )


def _progress(options: Namespace) -> int:
    from . import own_file

    answers = own_file.open_answers(options.lang)
    if options.export:
        return show([own_file.export(answers, options.export)])
    if options.take_in:
        return show([own_file.take_in(answers, options.take_in)])
    if options.reset:
        return show([own_file.reset(answers, _ask)])
    return show(own_file.report(answers))


def _report(options: Namespace) -> int:
    from . import own_file

    must_be_folder(options.folder)
    answers = own_file.open_answers(options.lang)
    return show(own_file.write_report(answers, options.folder, date.today()))


def _export(options: Namespace) -> int:
    from ..lms.export import export_questions

    return export_questions(
        options.file,
        options.format,
        options.lang,
        types=options.types,
        pools=options.pool,
    )


def _handin(options: Namespace) -> int:
    from . import own_file

    answers = own_file.open_answers(options.lang)
    return show(own_file.hand_in(answers, options.folder, options.name))


def _class(options: Namespace) -> int:
    from ..classroom import page as class_page
    from ..language import Edition

    if not options.folder.is_dir():
        raise UserError("commands.no_such_folder", path=str(options.folder))
    lines = class_page.results(
        options.folder,
        options.out,
        options.csv,
        Edition(course_in_use(), options.lang),
        watch=options.watch,
        reflections=options.reflections,
        progress=_count_on_screen,
    )
    try:
        return show(lines)
    except KeyboardInterrupt:  # how watching ends
        return show([""])


def _handout(options: Namespace) -> int:
    from ..paper import handout

    kind = handout.Kind(
        answers=options.answers,
        exercises_only=options.exercises_only,
        large=options.large,
    )
    given = options.lesson, options.out, course_in_use(), options.lang
    return show(handout.write(*given, kind))


def _slides(options: Namespace) -> int:
    from ..paper import slides

    given = options.lesson, options.out, course_in_use(), options.lang
    return show(slides.write(*given))


_RUN: dict[str, Callable[[Namespace], int]] = {
    "check": lambda options: check(options.folder, options.lang),
    "start": _start,
    "progress": _progress,
    "report": _report,
    "export": _export,
    "handin": _handin,
    "class": _class,
    "handout": _handout,
    "slides": _slides,
    "content": lambda options: show(copy_content(options.folder, options.lang)),
}


def _count_on_screen(n: int, of: int) -> None:
    if of >= MANY and (n % (of // 100) == 0 or n == of):
        end = "\n" if n == of else ""
        print(f"\r{n} / {of}", end=end, file=sys.stderr, flush=True)


def _ask(question: str) -> str:
    try:
        return input(question)
    except (EOFError, RuntimeError):  # nobody is there to answer
        return ""
