"""A kind of item that is added in part is found before anybody is marked by it."""

import re
import shutil
import subprocess
import sys
from typing import get_args

from builders import ROOT, course

from netlesson.content.items import KINDS, ItemKind, Response

# Where the shape of a response decides: asked, marked, written for QTI.
DECIDE = [
    "netlesson/activities/questions.py",
    "netlesson/learning/quiz.py",
    "netlesson/lms/qti.py",
]


def test_every_kind_stands_in_the_table_and_every_shape_is_used():
    assert list(KINDS) == list(get_args(ItemKind))
    assert {kind.response for kind in KINDS.values()} == set(get_args(Response))


def test_every_phrase_of_a_kind_is_there():
    named = {p for k in KINDS.values() for p in (k.task, k.empty, k.missed)}
    assert named - course().strings.keys() == set()


def test_every_kind_has_three_questions_or_more():
    kinds = [item.kind for item in course().items.values()]
    assert {kind: kinds.count(kind) >= 3 for kind in KINDS} == dict.fromkeys(
        KINDS, True
    )


def test_a_shape_that_a_room_does_not_know_is_a_type_error(tmp_path):
    """Before, `case _` took a new kind for a choice and marked every answer wrong."""
    place = "netlesson/content/items.py"
    text = (ROOT / place).read_text(encoding="utf-8")
    changed = text.replace('Response = Literal["', 'Response = Literal["drawing", "')
    assert changed != text
    items, cache = tmp_path / "items.py", tmp_path / "cache"
    items.write_text(changed, encoding="utf-8")
    if (ROOT / ".mypy_cache").is_dir():  # a copy, for that of the repository is in use
        shutil.copytree(ROOT / ".mypy_cache", cache)
    check = [sys.executable, "-m", "mypy", "--cache-dir", str(cache)]
    done = subprocess.run(  # noqa: S603 (our own)
        [*check, "--shadow-file", place, str(items)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.findall(r"^(\S+):\d+: error: .*assert_never", done.stdout, re.M)
    assert sorted(found) == DECIDE, done.stdout + done.stderr
    assert done.stdout.count(": error: ") == len(DECIDE)
