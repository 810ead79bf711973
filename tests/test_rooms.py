"""Imports run one way: a module may use only the modules to its left."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "netlesson"
LAYERS = ["errors", "records", "items", "model", "faults", "rules", "content"]
LAYERS += ["copying", "arithmetic", "guards"]
LAYERS += [
    "wording",
    "markup",
    "comparison",
    "suggestion",
    "scoring",
    "robustness",
    "costs",
    "portfolio",
    "quiz",
    "journal",
]
LAYERS += ["own_groups", "answers", "progress", "handin", "exercise"]
LAYERS += [
    "classroom",
    "class_tables",
    "explain",
    "changes",
    "overview",
    "worth",
    "bars",
    "figures",
    "plan",
    "planning",
    "report",
    "class_page",
    "lms",
    "widgets",
]
LAYERS += ["instructing"]
LAYERS += ["course", "own_file", "lesson_source", "handout", "slides"]
LAYERS += ["checking", "cli", "__main__"]
DOORS = {
    "anywidget": {"widgets"},
    "babel": {"wording"},
    "icalendar": {"report"},
    "ipywidgets": {"widgets", "course"},
    "jinja2": {"markup", "report"},
    "matplotlib": {"figures"},
    "mistune": {"lesson_source"},
    "nbformat": {"copying", "lesson_source"},
    "numpy": {
        "guards",
        "comparison",
        "scoring",
        "robustness",
        "portfolio",
        "exercise",
        "classroom",
        "class_tables",
        "changes",
        "figures",
    },
    "openpyxl": {"report"},
    "pandas": {"class_page", "class_tables", "exercise", "figures"},
    "traitlets": {"widgets"},
}
HEAVY = {"anywidget", "icalendar", "ipywidgets", "matplotlib", "openpyxl", "pandas"}
FILES = [p for p in sorted(PACKAGE.rglob("*.py")) if p != PACKAGE / "__init__.py"]


def layer(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    """Yield (our layer or None, foreign package or None) for every import."""
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            names = [node.module] if node.module else [a.name for a in node.names]
            if node.level == depth:
                yield from ((name.split(".")[0], None) for name in names)
        elif isinstance(node, ast.ImportFrom):
            yield None, (node.module or "").split(".")[0]
        elif isinstance(node, ast.Import):
            yield from ((None, alias.name.split(".")[0]) for alias in node.names)


def loaded_by(code):
    """Return the heavy packages that some code loads, in a Python of its own."""
    show = f"{code}\nimport sys\nprint('LOADED', *(set(sys.modules) & {HEAVY!r}))"
    command = [sys.executable, "-c", show]
    done = subprocess.run(  # noqa: S603 (our own)
        command, cwd=PACKAGE.parent, capture_output=True, text=True, check=True
    )
    return done.stdout.rpartition("LOADED")[2].split()


def test_every_module_has_its_place():
    assert sorted({layer(path) for path in FILES} - set(LAYERS)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_left(path):
    place = LAYERS.index(layer(path))
    wrong = [own for own, _ in imports(path) if own and LAYERS.index(own) > place]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_each_library_has_one_door(path):
    wrong = [
        name
        for _, name in imports(path)
        if name == "netlesson" or layer(path) not in DOORS.get(name, {layer(path)})
    ]
    assert wrong == []


def test_importing_the_package_loads_nothing_heavy():
    """A workshop's server holds nearly twice the learners without pandas."""
    assert loaded_by("import netlesson") == []


def test_checking_content_loads_nothing_heavy():
    check = "from netlesson.cli import main; main(['check'])"
    assert loaded_by(check) == []
