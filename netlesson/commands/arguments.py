"""What stands after `netlesson`: the commands, and what each of them takes."""

import argparse
import importlib.metadata
from argparse import ArgumentParser
from pathlib import Path

from ..content import LANGS
from ..lms import FORMATS


def parser() -> ArgumentParser:
    """Return what reads the command line."""
    parser = ArgumentParser(
        prog="netlesson",
        description="A workshop on the types of business networking group.",
    )
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (words, add_arguments) in _COMMANDS.items():
        add_arguments(commands.add_parser(name, help=words))
    return parser


def _check(command: ArgumentParser) -> None:
    command.add_argument("folder", nargs="?", type=Path, help="content of your own")


def _start(command: ArgumentParser) -> None:
    _folder(command, "netlesson-course", "where the notebooks go")
    _lang(command)
    command.add_argument(
        "--port", type=_port, default=8888, help="tried first (default: %(default)s)"
    )
    command.add_argument("--no-browser", action="store_true", help="open no browser")
    command.add_argument("--copy-only", action="store_true", help="do not open it")


def _progress(command: ArgumentParser) -> None:
    _lang(command)
    one = command.add_mutually_exclusive_group()
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


def _report(command: ArgumentParser) -> None:
    _folder(command, "netlesson-report", "where the files go")
    _lang(command)


def _export(command: ArgumentParser) -> None:
    command.add_argument("file", type=Path, help="the file to write")
    command.add_argument(
        "--format",
        choices=tuple(FORMATS),
        required=True,
        help="gift for Moodle, qti21 for Canvas and others",
    )
    _lang(command)
    for name, metavar, words in (
        ("--types", "TYPE", "only questions about these types"),
        ("--pool", "POOL", "only practice, opening or closing questions"),
    ):
        command.add_argument(name, nargs="+", default=(), metavar=metavar, help=words)


def _handin(command: ArgumentParser) -> None:
    command.add_argument(
        "folder",
        nargs="?",
        type=Path,
        help="a folder that is there (default: the one that NETLESSON_HANDIN names)",
    )
    _lang(command)
    command.add_argument("--name", default="", help="a name to stand in the file")


def _class(command: ArgumentParser) -> None:
    command.add_argument("folder", type=Path, help="where the result files are")
    command.add_argument(
        "--out",
        type=Path,
        default=Path("class.html"),
        help="the page to write (default: %(default)s)",
    )
    command.add_argument("--csv", type=Path, metavar="FOLDER", help="tables as CSV")
    _lang(command)
    command.add_argument(
        "--watch", action="store_true", help="go on while files arrive; end: Ctrl+C"
    )
    command.add_argument(
        "--reflections", action="store_true", help="show what people wrote as well"
    )


def _handout(command: ArgumentParser) -> None:
    _lesson(command)
    command.add_argument(
        "--answers", action="store_true", help="with answers, for instructors"
    )
    command.add_argument(
        "--exercises-only", action="store_true", help="without what is only to be read"
    )
    command.add_argument("--large", action="store_true", help="in large letters")
    _printed(command)


def _slides(command: ArgumentParser) -> None:
    _lesson(command)
    _printed(command)


def _content(command: ArgumentParser) -> None:
    command.add_argument("folder", type=Path, help="where they go")


_COMMANDS = {
    "check": ("check the content and count it", _check),
    "start": ("copy the course and open it", _start),
    "progress": ("show how far you have come", _progress),
    "report": (
        "write your comparison and plan to print, as data, as calendar",
        _report,
    ),
    "export": ("write the questions for a learning platform", _export),
    "handin": ("write your result file into a folder", _handin),
    "class": ("show how a class did", _class),
    "handout": ("write a lesson to print", _handout),
    "slides": ("write a lesson as slides", _slides),
    "content": ("copy the content files, to write your own", _content),
}


def _lang(command: ArgumentParser) -> None:
    command.add_argument(
        "--lang", choices=LANGS, default="en", help="language (default: %(default)s)"
    )


def _folder(command: ArgumentParser, name: str, words: str) -> None:
    command.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path(name),
        help=f"{words} (default: %(default)s)",
    )


def _lesson(command: ArgumentParser) -> None:
    command.add_argument("lesson", help="its name or number, or: all")


def _printed(command: ArgumentParser) -> None:
    _lang(command)
    command.add_argument("--out", type=Path, help="a file, or a folder for all")


def _version() -> str:
    try:
        return importlib.metadata.version("netlesson")
    except importlib.metadata.PackageNotFoundError:
        return "not installed, run from its source"


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"port is {text!r}; give a number 1..65535")
    return int(text)
