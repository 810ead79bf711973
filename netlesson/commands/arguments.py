"""How the words after `netlesson` are read, in the reader's language.

argparse words a refusal itself, in English; what it refused is read from that, which
is the same in all its versions, and said anew with the words of `strings.toml`.
"""

import argparse
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from ..content import LANGS, Lang
from ..language import system_language
from .saying import complain, say, short

_REFUSALS = {
    r"the following arguments are required: (?P<names>.+)": "missing",
    r"unrecognized arguments: (?P<names>.+)": "strange",
    r"ambiguous option: (?P<name>.+?) could match (?P<known>.+)": "ambiguous",
    r"argument (?P<name>.+?): invalid choice: (?P<value>.+?)(?:, maybe .*)? "
    r"\(choose from (?P<known>.+)\)": "choice",
    r"argument (?P<name>.+?): expected (?:at least |at most )?one argument": "value",
    r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)": "both",
    r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)": "extra",
    r"argument (?P<name>.+?): (?P<message>.+)": "wrong",
    r"(?P<message>.+)": "other",
}


class Parser(argparse.ArgumentParser):
    """Reads a command line, and speaks one language."""

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

    def take_lang(self) -> None:
        """Add the option that names a language, by default the one that is spoken."""
        words = self.say("commands.lang")
        self.add_argument("--lang", choices=LANGS, default=self.lang, help=words)

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
                complain(self.say(f"commands.usage_{key}", command=self.prog, **parts))
                break
        raise SystemExit(2)


def language_of(words: Sequence[str]) -> Lang:
    """Return the language that a command line asks for, else the system's.

    It is wanted before the line is read: the line may be wrong, or ask for help.
    """
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--lang", choices=LANGS)
    with suppress(argparse.ArgumentError):
        lang: Lang | None = early.parse_known_args(words)[0].lang
        return lang or system_language()
    return system_language()
