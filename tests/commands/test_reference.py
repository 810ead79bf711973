"""The reference of the commands says what the parser takes."""

import argparse
import re
import runpy

import pytest
from builders import ROOT

from netlesson.commands import cli
from netlesson.commands.cli import parser

PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
(COMMANDS,) = (each.choices for each in parser("en")._actions if each.dest == "command")


def test_the_reference_is_what_the_tool_writes():
    tool = runpy.run_path(str(ROOT / "tools" / "commands_page.py"))
    assert tool["page"]() == PAGE, "run tools/commands_page.py"


def test_every_command_has_its_section_and_something_that_runs_it():
    assert re.findall(r"^## netlesson (\w+)$", PAGE, flags=re.M) == list(COMMANDS)
    assert list(cli.COMMANDS) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_says_what_it_is_for(name):
    _, _, section = PAGE.partition(f"## netlesson {name}\n")
    for action in COMMANDS[name]._actions:
        assert action.help
        if not isinstance(action, argparse._HelpAction):
            flag = action.option_strings or [action.dest.upper()]
            assert f"| `{flag[0]}" in section.partition("\n## ")[0]


@pytest.mark.parametrize("name", ["README.md", "README.de.md"])
def test_the_readmes_lead_there(name):
    assert "(docs/commands.md)" in (ROOT / name).read_text(encoding="utf-8")
