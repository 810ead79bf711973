"""Write the reference of all commands: `python tools/commands_page.py`.

It is made of what the parser takes and not of its `--help`, whose layout differs
between versions of Python.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from netlesson.commands.cli import parser

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
HEAD = """\
# Commands

Written by `tools/commands_page.py` from `netlesson/commands/cli.py`.

`netlesson COMMAND --help` says the same on the screen, `netlesson --version` which
version this is. Where there is no such command, `python -m netlesson` does the same.

| Environment variable | Meaning |
|---|---|
| `NETLESSON_HOME` | the folder of your answers (else `my_work` beside `notebooks`) |
| `NETLESSON_CONTENT` | a folder with content of your own |
| `NETLESSON_HANDIN` | the folder where result files are handed in |

The exit code is 0 when all is well, 1 when something is wrong, which one sentence then
says, 2 when the command line cannot be read, and 130 when Ctrl+C stopped the command.
`start` ends with the exit code of JupyterLab. With `--lang de`, or on a German system,
all of this is German.
"""


def page() -> str:
    """Return the reference in Markdown, one section a command."""
    (commands,) = (a for a in parser("en")._actions if a.dest == "command")
    words = {each.dest: each.help for each in commands._choices_actions}
    sections = [_section(c, words[name]) for name, c in commands.choices.items()]
    return "\n".join([HEAD, *sections])


def _section(command: argparse.ArgumentParser, words: str) -> str:
    actions = [each for each in command._actions if each.dest != "help"]
    rows = [f"| {_code(_named(a))} | {_meaning(a)} |" for a in actions]
    lines = [
        f"## {command.prog}",
        "",
        f"{words[0].upper()}{words[1:]}.",
        "",
        f"    {command.prog} {' '.join(_usage(command, actions))}",
        "",
        "| | |",
        "|---|---|",
        *rows,
        "",
    ]
    return "\n".join(lines)


def _usage(
    command: argparse.ArgumentParser, actions: list[argparse.Action]
) -> Iterator[str]:
    """Yield what may stand on the line; of some options only one."""
    groups = [group._group_actions for group in command._mutually_exclusive_groups]
    for action in actions:
        group = next((g for g in groups if action in g), [action])
        if action is group[0]:
            line = " | ".join(map(_named, group))
            yield line if action.required else f"[{line}]"


def _named(action: argparse.Action) -> str:
    name = action.option_strings[0] if action.option_strings else ""
    return f"{name} {_value(action)}".strip()


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    value = action.metavar or action.dest.upper()
    if action.choices:
        value = "|".join(map(str, action.choices))
    return f"{value} ..." if action.nargs == "+" else value


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


def _meaning(action: argparse.Action) -> str:
    return str(action.help)


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(f"wrote {PAGE}")
