"""What is shipped is complete, works by itself, and says nothing of our machines."""

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
REQUIREMENTS = [
    Requirement(each)
    for part in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for each in part
]
PINS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
MACHINE_PATH = re.compile(r"(?<![\w./…])/(work|farm|root|opt|home|Users)/[\w.]")
NOTEBOOKS = sorted(ROOT.glob("[ne]*/[de][en]/*.ipynb"))
LESSONS = [path for path in NOTEBOOKS if "notebooks" in path.parts]


def run(*command, **options):
    done = subprocess.run(  # noqa: S603 (our own)
        command, capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def files():
    """What a commit of everything would hold."""
    listed = run("git", "ls-files", "-co", "--exclude-standard", cwd=ROOT).splitlines()
    return sorted(name for name in listed if (ROOT / name).is_file())


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = ["pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    run(sys.executable, "-m", *build, "-w", str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_package_and_the_course_and_nothing_else(files, wheel):
    def place(name):
        inside = name.startswith(("notebooks/", "exercises/"))
        return f"netlesson/course_files/{name}" if inside else name

    top = ("netlesson/", "notebooks/", "exercises/")
    with zipfile.ZipFile(wheel) as archive:
        held = [n for n in archive.namelist() if n.startswith("netlesson/")]
    assert sorted(held) == sorted(place(n) for n in files if n.startswith(top))


def test_the_wheel_brings_its_extension_and_settings_for_all_servers(wheel):
    with zipfile.ZipFile(wheel) as archive:
        data = [n.partition(".data/data/")[2] for n in archive.namelist()]
    labextension = "share/jupyter/labextensions/netlesson"
    assert sorted(filter(None, data)) == [
        "etc/ipython/ipython_kernel_config.json",
        "etc/jupyter/labconfig/default_setting_overrides.d/netlesson.json",
        f"{labextension}/install.json",
        f"{labextension}/package.json",
        f"{labextension}/static/remoteEntry.js",
    ]


@pytest.mark.long
def test_the_wheel_works_in_an_environment_of_its_own(wheel, tmp_path):
    """Missing data files and undeclared dependencies are found before learners do."""
    run(sys.executable, "-m", "venv", str(tmp_path / "venv"))
    scripts = next(
        p for n in ("bin", "Scripts") if (p := tmp_path / "venv" / n).exists()
    )
    pip = [str(scripts / "python"), "-m", "pip", "install", "--quiet", "--no-compile"]
    pins = ["-c", str(ROOT / "constraints.txt")]
    run(*pip, "--disable-pip-version-check", *pins, str(wheel), cwd=tmp_path)
    netlesson = str(scripts / "netlesson")
    assert run(netlesson, "--version", cwd=tmp_path).strip() == PROJECT["version"]
    assert "German complete\n" in run(netlesson, "check", cwd=tmp_path)
    run(netlesson, "start", "mine", "--copy-only", cwd=tmp_path)
    copied = [p.relative_to(tmp_path / "mine") for p in tmp_path.glob("mine/*/*/*")]
    assert sorted(p for p in copied if p.suffix == ".ipynb") == [
        path.relative_to(ROOT) for path in NOTEBOOKS
    ]
    use = "from netlesson import open_course; open_course('de')"
    run(str(scripts / "python"), "-c", use, cwd=tmp_path)


def test_every_pin_is_a_name_and_a_version():
    assert [pin for pin in PINS if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []
    assert sorted(PINS, key=str.lower) == PINS


def test_everything_that_is_installed_is_pinned():
    """Follow the requirements of the package and all extras to their ends."""
    pinned = {canonicalize_name(pin.partition("==")[0]) for pin in PINS}
    todo = [*REQUIREMENTS]
    found = set()
    while todo:
        requirement = todo.pop()
        name, extras = canonicalize_name(requirement.name), requirement.extras or {""}
        if (name, *extras) in found:
            continue
        found.add((name, *extras))
        for need in map(Requirement, distribution(name).requires or []):
            marker = need.marker
            if not marker or any(marker.evaluate({"extra": e}) for e in extras):
                todo.append(need)
    assert sorted({name for name, *_ in found} - pinned) == []


def test_every_dependency_has_a_lower_bound():
    for requirement in REQUIREMENTS:
        assert [each.operator for each in requirement.specifier] == [">="], requirement


def test_the_pins_are_within_the_bounds():
    pairs = (pin.split("==") for pin in PINS)
    pins = {canonicalize_name(name): version for name, version in pairs}
    for requirement in REQUIREMENTS:
        pin = pins[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(pin), requirement


def test_the_citation_says_what_the_package_says():
    """The version stands in pyproject only; CFF leaves it free."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert cited["title"].startswith(PROJECT["name"])
    assert cited["authors"] == PROJECT["authors"]
    assert " AND ".join(cited["license"]) == PROJECT["license"]
    assert cited["keywords"] == PROJECT["keywords"]
    assert {"message", "abstract", "type"} <= cited.keys()
    assert not {"version", "date-released", "doi", "url"} & cited.keys()


def text(name):
    return (ROOT / name).read_bytes().decode("utf-8", errors="replace")


def test_the_version_stands_in_pyproject_only(files):
    version = re.compile(rf"__version__|(?<![\w.=]){re.escape(PROJECT['version'])}\b")
    places = ("netlesson/", "binder/", ".ci/", "README", "CITATION", "docs/")
    own = [name for name in files if name.startswith(places)]
    assert [name for name in own if version.search(text(name))] == []


def test_no_file_names_a_registry(files):
    from pip._internal.models.index import PyPI

    hosts = {PyPI.netloc, PyPI.file_storage_domain, "registry." + "npmjs.org"}
    found = {(name, host) for name in files for host in hosts if host in text(name)}
    assert found == set()


def test_no_file_names_a_path_of_one_machine(files):
    found = {(n, path[0]) for n in files if (path := MACHINE_PATH.search(text(n)))}
    assert found == set()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_notebooks_keep_no_timings_and_no_widgets(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert "widgets" not in notebook["metadata"]
    for cell in notebook["cells"]:
        assert "execution" not in cell["metadata"]
        assert "ExecuteTime" not in cell["metadata"]
        for output in cell.get("outputs", []):
            assert not any("widget" in kind for kind in output.get("data", {}))


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_lessons_may_run_by_themselves(path):
    """The extension runs calls of the course only; a lesson has no other code."""
    script = text("netlesson/labextension/static/remoteEntry.js")
    call = re.compile(re.search(r"const CALL =\s+/(\^.*\$)/;", script)[1])
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert notebook["metadata"]["netlesson"]["run_on_open"] is True
    code = [c["source"] for c in notebook["cells"] if c["cell_type"] == "code"]
    lines = "\n".join("".join(source) for source in code).split("\n")
    assert [line for line in lines if not call.search(line)] == []


@pytest.mark.parametrize("name", ["README.md", "README.de.md"])
def test_the_readme_shows_the_course_on_its_first_screen(name):
    """In pictures that load at once; see tools/pictures.py."""
    first = text(name).partition("\n## ")[0]
    pictures = re.findall(r"!\[(.{20,}?)\]\((docs/pictures/.+?\.png)\)", first)
    assert len(pictures) == 3
    assert "make course" in first
    for _, path in pictures:
        assert (ROOT / path).stat().st_size < 150_000, path
