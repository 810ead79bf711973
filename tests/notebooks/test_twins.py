"""Every notebook of the project has a German twin, and no prose left in English."""

from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ["notebooks/{}", "notebooks/{}/instructor", "exercises/{}"]
PAIRS = [
    (path, ROOT / folder.format("de") / path.name)
    for folder in FOLDERS
    for path in sorted((ROOT / folder.format("en")).glob("*.ipynb"))
]


def name(path):
    return path.relative_to(ROOT).as_posix()


def test_every_notebook_has_a_twin():
    found = [ROOT.glob(f"{folder.format('*')}/*.ipynb") for folder in FOLDERS]
    written = [path for paths in found for path in paths]
    assert sorted(written) == sorted(path for pair in PAIRS for path in pair)


@pytest.mark.parametrize(("english", "german"), PAIRS, ids=name)
def test_no_prose_is_left_in_english(english, german):
    cells, twins = (nbformat.read(path, 4).cells for path in (english, german))
    for one, other in zip(cells, twins, strict=True):
        assert one.cell_type == "code" or one.source != other.source, one.id
