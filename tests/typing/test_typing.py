"""A type checker knows the public names, and what would be a mistake."""

import ast
import subprocess
import sys

from builders import ROOT

import netlesson

USES = ROOT / "tests" / "typing" / "public.py"


def test_a_type_checker_finds_what_is_right_and_what_is_wrong():
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary"]
    done = subprocess.run(  # noqa: S603 (our own)
        [*command, str(USES)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0


def test_every_public_name_is_tried():
    tree = ast.parse(USES.read_text(encoding="utf-8"))
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert set(netlesson.__all__) <= used


def test_every_public_name_is_there():
    assert all(getattr(netlesson, name).__name__ == name for name in netlesson.__all__)
