"""Fill a folder for a USB stick: python tools/make_stick.py stick.

The folder then holds the course and everything it needs as wheels, so that it
installs where there is no network. Without more words it is for computers like
this one; --platform win_amd64 and --python 3.13 add others, as often as you like.

Which packages another computer needs is worked out here from the requirements of
what is installed: `pip download` asks them about the computer that it runs on.
"""

import argparse
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
EXTRAS = ROOT / "tools" / "stick"
# What a marker asks about, by the start of a platform's name.
SYSTEMS = {
    "win": {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
    "macosx": {
        "sys_platform": "darwin",
        "os_name": "posix",
        "platform_system": "Darwin",
    },
    "manylinux": {
        "sys_platform": "linux",
        "os_name": "posix",
        "platform_system": "Linux",
    },
}
# Some packages refuse the first few releases of a Python: 3.11 stands for 3.11.9.
USUAL_PATCH = 9
# A package is built for the oldest system it runs on, so several names fit one.
FITTING = {
    "macosx_arm64": [f"macosx_{n}_0_arm64" for n in (11, 12, 13, 14)],
    "manylinux_x86_64": [f"manylinux_2_{n}_x86_64" for n in (17, 24, 27, 28)]
    + ["manylinux2014_x86_64"],
}


def main() -> int:
    """Fill the folder and say what is in it."""
    options = _parser().parse_args()
    folder: Path = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("netlesson-*.whl"):
        old.unlink()
    wheel = ["wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    if not _pip(*wheel):
        return 1
    versions = options.python or [".".join(map(str, sys.version_info[:3]))]
    for platform in options.platform or [None]:
        for version in versions:
            if not _fill(folder, platform, version):
                kind = platform or "this computer"
                print(
                    f"a package is missing for {kind} and Python {version}; the "
                    "lines above name it",
                    file=sys.stderr,
                )
                return 1
    for path in EXTRAS.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    files = list(folder.iterdir())
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"{folder}: {len(files)} files, {size:.0f} MB")
    return 0


def _fill(folder: Path, platform: str | None, version: str) -> bool:
    """Download every package for one kind of computer and one Python."""
    full = version if version.count(".") > 1 else f"{version}.{USUAL_PATCH}"
    where = ["--only-binary=:all:", "--python-version", full]
    for name in FITTING.get(platform or "", [platform]):
        where += ["--platform", name] if name else []
    pins = _pins()
    asked = _environment(platform or sysconfig.get_platform(), full)
    wanted = [pins.get(name, name) for name in sorted(_needed(asked))]
    return _pip(
        "download", "--quiet", "--no-deps", *where, "--dest", str(folder), *wanted
    )


def _environment(platform: str, version: str) -> dict[str, str]:
    start = next((s for s in SYSTEMS if platform.startswith(s)), "manylinux")
    return {
        **SYSTEMS[start],
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "python_version": ".".join(version.split(".")[:2]),
        "python_full_version": version,
    }


def _needed(asked: dict[str, str]) -> set[str]:
    """Return the names of all packages that the course needs somewhere."""
    todo, found = [Requirement("netlesson[lab]")], set[tuple[str, ...]]()
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        extras = sorted(requirement.extras) or [""]
        if (name, *extras) not in found:
            found.add((name, *extras))
            todo += _requirements(name, extras, asked)
    return {name for name, *_ in found} - {"netlesson"}


def _requirements(
    name: str, extras: list[str], asked: dict[str, str]
) -> Iterator[Requirement]:
    try:
        listed = distribution(name).requires or []
    except PackageNotFoundError:  # for another system only; it needs nothing more
        return
    for need in map(Requirement, listed):
        if need.marker is None or any(
            need.marker.evaluate({**asked, "extra": extra}) for extra in extras
        ):
            yield need


def _pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    return {canonicalize_name(line.partition("==")[0]): line for line in lines}


def _pip(*arguments: str) -> bool:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603 (our own)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Fill a folder for a USB stick.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("stick"))
    parser.add_argument(
        "--platform",
        action="append",
        help=f"win_amd64, {', '.join(FITTING)}; again for several",
    )
    parser.add_argument(
        "--python", action="append", metavar="3.13", help="again for several"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
