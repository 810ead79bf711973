"""Every module has its room; a room uses only itself and rooms above it."""

import ast
import re
from graphlib import TopologicalSorter

import pytest
from builders import ROOT, loaded_by

PACKAGE = ROOT / "netlesson"
# From the ground up.
ROOMS = [
    "content",
    "language",
    "form",
    "deciding",
    "learning",
    "explaining",
    "report",
    "lms",
    "exercise",
    "classroom",
    "activities",
    "course",
    "paper",
    "commands",
]
# What stands beside the rooms: the public names, `python -m`, and where notebooks
# made before the rooms still find their names.
DOORWAYS = ["__init__", "__main__", "figures", "instructing"]
DOORS = {
    "anywidget": {"form"},
    "babel": {"language"},
    "icalendar": {"report"},
    "ipywidgets": {"form", "course"},
    "jinja2": {"language"},
    "markupsafe": {"language"},
    "matplotlib": set(),  # what is looked at is HTML
    "mistune": {"language"},
    "nbformat": {"commands"},
    "nh3": {"language"},
    "numpy": {"deciding", "exercise", "classroom"},
    "openpyxl": {"report"},
    "pandas": {"classroom", "exercise", "explaining"},
    "traitlets": {"form"},
}
# Of a room that may use NumPy, the modules that do; lessons load none of them.
WITH_NUMPY = {"deciding": {"fast_draws", "scoring"}, "classroom": {"reading", "tables"}}
FILES = sorted(PACKAGE.rglob("*.py"))
MODULES = [path for path in FILES if path.parent != PACKAGE]
TEMPLATES = sorted(PACKAGE.glob("*/templates/*"))


def place(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def dotted(path):
    """A module's name inside the package: `content.model`, `content` for a room."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {dotted(path) for path in FILES}


def imports(path):
    """Yield (our module or "", foreign package or "", name) for every import."""
    here = path.relative_to(PACKAGE).parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (("", alias.name.split(".")[0], "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield "", node.module.split(".")[0], ""
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(
                [*here[: len(here) - node.level], *filter(None, [node.module])]
            )
            for alias in node.names:
                inside = f"{base}.{alias.name}".lstrip(".")
                if inside in NAMES:
                    yield inside, "", ""
                else:
                    yield base, "", alias.name


def handed_out(room):
    """The names that a room's `__init__` imports as themselves."""
    tree = ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))
    pairs = [(a.name, a.asname) for n in tree.body[1:] for a in n.names]
    assert all(name == again for name, again in pairs)
    return [name for name, _ in pairs]


def opened_by(room):
    """The modules that a room's `__init__` loads."""
    return {own for own, _, _ in imports(PACKAGE / room / "__init__.py") if own}


def test_every_module_has_its_room():
    assert sorted({place(path) for path in FILES} - {*ROOMS, *DOORWAYS}) == []
    assert [room for room in ROOMS if not any(place(p) == room for p in FILES)] == []


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "course"])
def test_a_room_says_what_belongs_there_and_what_does_not(room):
    tree = ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))
    said = ast.get_docstring(tree)
    assert "Belongs here: " in said
    assert "Does not: " in said.replace("\n", " ")
    kinds = (ast.Expr, ast.ImportFrom)
    assert [n for n in tree.body if not isinstance(n, kinds)] == []


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_run_one_way(path):
    floor = ROOMS.index(place(path))
    used = {own.split(".")[0] for own, _, _ in imports(path) if own}
    assert [room for room in sorted(used) if ROOMS.index(room) > floor] == []


def test_no_import_runs_in_a_circle():
    """Also where an import waits inside a function, or is there for types only."""
    graph = {dotted(p): {own for own, _, _ in imports(p) if own} for p in MODULES}
    # A room's `__init__` loads modules of the room, which never load it.
    TopologicalSorter(graph).prepare()


def test_the_architecture_page_shows_the_floors():
    """A room's floor is one above the highest room that it uses."""
    uses = {room: set() for room in ROOMS}
    for path in (*MODULES, PACKAGE / "course.py"):
        used = {own.split(".")[0] for own, _, _ in imports(path) if own}
        uses[place(path)] |= used - {place(path)}
    floors = {}
    for room in ROOMS:
        floors[room] = 1 + max((floors[each] for each in uses[room]), default=-1)
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    shown = page.partition("<!-- floors -->")[2].partition("<!-- /floors -->")[0]
    drawn = dict(re.findall(r"^(\d)  (.+)$", shown, flags=re.M))
    assert {int(n): names.split() for n, names in drawn.items()} == {
        n: [room for room in ROOMS if floors[room] == n] for n in set(floors.values())
    }
    table = re.findall(r"^\| `(\w+)` \|", page, flags=re.M)
    assert table == ROOMS


@pytest.mark.parametrize("path", FILES, ids=dotted)
def test_a_name_of_another_room_comes_through_its_door(path):
    """From the room itself, or from a module that is loaded only where it is used."""
    rooms = {*ROOMS} - {place(path), "course"}
    wrong = [
        (own, name)
        for own, _, name in imports(path)
        if (room := own.split(".")[0]) in rooms
        and own.rpartition(".")[2] not in handed_out(room)
        and (own in opened_by(room) or (own == room and name not in handed_out(room)))
        and path != PACKAGE / "__init__.py"
    ]
    assert wrong == []


def test_a_room_hands_out_only_what_others_use():
    used = {(own, name) for p in FILES for own, _, name in imports(p) if name}
    notebooks = "".join(
        path.read_text(encoding="utf-8")
        for part in ("notebooks", "exercises")
        for path in ROOT.glob(f"{part}/**/*.ipynb")
    )
    # A module that is handed out is imported from the room as a whole.
    used |= {
        (own.rpartition(".")[0], own.rpartition(".")[2])
        for p in FILES
        for own, _, _ in imports(p)
        if "." in own
    }
    spare = [
        f"{room}.{name}"
        for room in ROOMS
        if room != "course"
        for name in handed_out(room)
        if (room, name) not in used and not re.search(rf"\b{name}\b", notebooks)
    ]
    assert spare == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: f"{place(p)}/{p.name}")
def test_templates_use_only_those_of_rooms_above(path):
    pieces = re.findall(
        r'{%-?\s*(?:include|from|import|extends) "(\w+)/templates/([\w.]+)"',
        path.read_text(encoding="utf-8"),
    )
    assert [n for r, n in pieces if not (PACKAGE / r / "templates" / n).exists()] == []
    floor = ROOMS.index(place(path))
    assert [room for room, _ in pieces if ROOMS.index(room) > floor] == []


def test_every_template_is_used():
    sources = "".join(p.read_text(encoding="utf-8") for p in (*FILES, *TEMPLATES))
    named = set(re.findall(r"""["'](\w+)/(?:templates/)?([\w.]+)["']""", sources))
    unused = [
        f"{place(path)}/{path.name}"
        for path in TEMPLATES
        if not named & {(place(path), path.stem), (place(path), path.name)}
    ]
    assert unused == []


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_each_library_has_one_door(path):
    foreign = {name for _, name, _ in imports(path) if name}
    room = place(path)
    module = path.relative_to(PACKAGE).with_suffix("").parts[1]
    assert "netlesson" not in foreign
    assert [n for n in sorted(foreign) if room not in DOORS.get(n, {room})] == []
    if "numpy" in foreign and room in WITH_NUMPY and not _lazily(path, "numpy"):
        assert module in WITH_NUMPY[room]


def _lazily(path, package):
    """Tell whether a module imports a package inside functions or for types only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    names = [a.name for n in top if isinstance(n, ast.Import) for a in n.names]
    names += [n.module or "" for n in top if isinstance(n, ast.ImportFrom)]
    return not any(name.split(".")[0] == package for name in names)


def test_importing_the_package_loads_nothing_heavy():
    """A workshop's server holds nearly twice the learners without pandas."""
    assert loaded_by("import netlesson") == []


def test_what_only_reckons_loads_no_widgets():
    rooms = ["content", "language", "deciding", "learning", "explaining"]
    names = [*rooms, "classroom", "lms", "commands"]
    load = "; ".join(f"import netlesson.{name}" for name in names)
    assert loaded_by(load) == []


def test_checking_content_loads_nothing_heavy():
    check = "from netlesson.commands import main; main(['check'])"
    assert loaded_by(check) == []
