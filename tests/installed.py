"""What the package lays beside itself: is this environment's copy the one of today?"""

import os
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SHARED = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]


def missing(what):
    """Skip for all to see on a laptop; a build machine must not pass by skipping."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}, and CI=true: these tests must run here")
    pytest.skip(f"TESTS NOT RUN: {what}")


def must_be_installed():
    """Skip if Lab or a kernel would read older files than those in the repository."""
    for source, target in SHARED.items():
        place = ROOT / source
        for file in place.rglob("*.*") if place.is_dir() else [place]:
            copy = Path(sys.prefix, target, file.relative_to(place))
            if not copy.is_file() or copy.read_bytes() != file.read_bytes():
                missing(f"{copy} is not what the repository has (pip install .)")
