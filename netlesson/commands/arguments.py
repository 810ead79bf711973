"""What stands after `netlesson`: the commands, and what each of them takes.

The words are those of `strings.toml`, so that help and refusals speak the reader's
language. argparse words a refusal itself, in English; what it refused is read from
that, which is the same in all its versions, and said anew.
"""

import argparse
import importlib.metadata
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from ..content import LANGS, Lang
from ..language import system_language
from ..lms import FORMATS
from .saying import complain, say, short

_REFUSALS = {
    r"the following arguments are required: (?P<names>.+)": "commands.usage_missing",
    r"unrecognized arguments: (?P<names>.+)": "commands.usage_strange",
    r"ambiguous option: (?P<name>.+?) could match (?P<known>.+)": (
        "commands.usage_ambiguous"
    ),
    r"argument (?P<name>.+?): invalid choice: (?P<value>.+?)(?:, maybe .*)? "
    r"\(choose from (?P<known>.+)\)": "commands.usage_choice",
    r"argument (?P<name>.+?): expected (?:at least |at most )?one argument": (
        "commands.usage_value"
    ),
    r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)": (
        "commands.usage_both"
    ),
    r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)": (
        "commands.usage_extra"
    ),
    r"argument (?P<name>.+?): (?P<message>.+)": "commands.usage_wrong",
    r"(?P<message>.+)": "commands.usage_other",
}


class Parser(argparse.ArgumentParser):
    """Reads a command line, and speaks one language.

    Args:
        lang: The language.
        given: What `ArgumentParser` takes.
    """

    def __init__(self, *, lang: Lang, **given: Any) -> None:
        super().__init__(**given, add_help=False)
        self.lang = lang
        self.take("commands.help", "-h", "--help", action="help")

    def say(self, key: str, **values: object) -> str:
        """Return a phrase."""
        return say(key, self.lang, **values)

    def take(self, key: str, *names: str, group: Any = None, **given: Any) -> None:
        """Add an argument, to a group if there is one, and say what it is for."""
        words = self.say(key)
        if default := given.get("default"):
            words = self.say("commands.default", words=words, value=default)
        (group or self).add_argument(*names, help=words, **given)

    def switches(self, **flags: str) -> None:
        """Add options that take no value, each with the key of its phrase."""
        for name, key in flags.items():
            self.take(key, f"--{name.replace('_', '-')}", action="store_true")

    def as_path(self, text: str) -> Path:
        """Return a path, if the system can take a word for one."""
        with suppress(UnicodeEncodeError):
            if text.strip() and b"\0" not in os.fsencode(text):
                return Path(text)
        refusal = self.say("commands.no_path", value=short(text))
        raise argparse.ArgumentTypeError(refusal)

    def as_port(self, text: str) -> int:
        """Return the number of a port."""
        number = int(text) if re.fullmatch("[0-9]{1,5}", text) else 0
        if not 0 < number < 65536:
            refusal = self.say("commands.port", value=short(text))
            raise argparse.ArgumentTypeError(refusal)
        return number

    def format_help(self) -> str:
        """Return the help under headings in the reader's language."""
        text = super().format_help()
        for heading, key in (
            ("usage: ", "commands.usage"),
            ("positional arguments:", "commands.positional"),
            ("options:", "commands.options"),
        ):
            text = text.replace(heading, self.say(key), 1)
        return text

    def error(self, message: str) -> NoReturn:
        """Say in one sentence what cannot be read, and end with exit code 2."""
        for refusal, key in _REFUSALS.items():
            if found := re.fullmatch(refusal, message, flags=re.S):
                # argparse puts what was typed, and what might be, between quotes.
                parts = {
                    n: short(t.replace("'", "")) for n, t in found.groupdict().items()
                }
                complain(self.say(key, command=self.prog, **parts))
                break
        raise SystemExit(2)


def parser(lang: Lang) -> Parser:
    """Return what reads the command line in a language, which is also the default."""
    parser = Parser(
        lang=lang, prog="netlesson", description=say("commands.about", lang)
    )
    version = _version(lang)
    parser.take("commands.version", "--version", action="version", version=version)
    _lang(parser)
    commands = parser.add_subparsers(
        dest="command", required=True, metavar=parser.say("commands.command")
    )
    for name, add_arguments in _COMMANDS.items():
        words = say(f"commands.about_{name}", lang)
        command = commands.add_parser(name, help=words, description=words, lang=lang)
        add_arguments(command)
        _lang(command)
    return parser


def language_of(words: Sequence[str]) -> Lang:
    """Return the language that a command line asks for, else the system's.

    It is wanted before the line is read: the line may be wrong, or ask for help.
    """
    for at, word in enumerate(words):
        name, given, value = word.partition("=")
        if len(name) > len("--") and "--lang".startswith(name):
            wanted = value if given else "".join(words[at + 1 : at + 2])
            for lang in LANGS:
                if lang == wanted:
                    return lang
    return system_language()


def _check(command: Parser) -> None:
    command.take("commands.own_content", "folder", nargs="?", type=command.as_path)


def _start(command: Parser) -> None:
    _folder(command, "netlesson-course", "commands.start_folder")
    command.take("commands.start_port", "--port", type=command.as_port, default=8888)
    command.switches(no_browser="commands.no_browser", copy_only="commands.copy_only")


def _progress(command: Parser) -> None:
    one = command.add_mutually_exclusive_group()
    file = {"type": command.as_path, "metavar": "FILE", "group": one}
    command.take("commands.progress_export", "--export", **file)
    command.take("commands.progress_import", "--import", dest="take_in", **file)
    command.take("commands.progress_reset", "--reset", action="store_true", group=one)


def _report(command: Parser) -> None:
    _folder(command, "netlesson-report", "commands.report_folder")


def _export(command: Parser) -> None:
    command.take("commands.export_file", "file", type=command.as_path)
    formats = tuple(FORMATS)
    command.take("commands.export_format", "--format", choices=formats, required=True)
    some = {"nargs": "+", "default": ()}
    command.take("commands.export_types", "--types", metavar="TYPE", **some)
    command.take("commands.export_pool", "--pool", metavar="POOL", **some)


def _handin(command: Parser) -> None:
    command.take("commands.handin_folder", "folder", nargs="?", type=command.as_path)
    command.take("commands.handin_name", "--name", default="")


def _class(command: Parser) -> None:
    command.take("commands.class_folder", "folder", type=command.as_path)
    page = Path("class.html")
    command.take("commands.class_out", "--out", type=command.as_path, default=page)
    command.take("commands.class_csv", "--csv", type=command.as_path, metavar="FOLDER")
    command.switches(
        watch="commands.class_watch", reflections="commands.class_reflections"
    )


def _handout(command: Parser) -> None:
    _slides(command)
    command.switches(
        answers="commands.handout_answers",
        exercises_only="commands.handout_exercises",
        large="commands.handout_large",
    )


def _slides(command: Parser) -> None:
    command.take("commands.lesson", "lesson")
    command.take("commands.out", "--out", type=command.as_path)


def _content(command: Parser) -> None:
    command.take("commands.content_folder", "folder", type=command.as_path)


_COMMANDS = {
    "check": _check,
    "start": _start,
    "progress": _progress,
    "report": _report,
    "export": _export,
    "handin": _handin,
    "class": _class,
    "handout": _handout,
    "slides": _slides,
    "content": _content,
}


def _lang(command: Parser) -> None:
    words = command.say("commands.lang")
    command.add_argument("--lang", choices=LANGS, default=command.lang, help=words)


def _folder(command: Parser, name: str, key: str) -> None:
    command.take(key, "folder", nargs="?", type=command.as_path, default=Path(name))


def _version(lang: Lang) -> str:
    try:
        return importlib.metadata.version("netlesson")
    except importlib.metadata.PackageNotFoundError:
        return say("commands.not_installed", lang)
