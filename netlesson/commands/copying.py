"""Copies the course, or its content files, into a folder; opens it in JupyterLab."""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..content import DATA, FILES, Lang, UserError, course_files, must_be_folder

PARTS = ("notebooks", "exercises")
# Which version of each file was copied, so that an update can tell a file that
# the learner changed from one that is merely old.
RECORD = ".netlesson.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What `copy_course` did, by path inside the folder."""

    written: tuple[str, ...]
    kept: tuple[str, ...]
    same: tuple[str, ...]


def start(folder: Path, lang: Lang, *, port: int, browser: bool, open_lab: bool) -> int:
    """Copy the course into a folder and open it in JupyterLab.

    Args:
        folder: Where the notebooks go; made when it is not there.
        lang: The language to open.
        port: The port to try first.
        browser: Whether to open a browser.
        open_lab: Whether to open JupyterLab at all, or copy only.

    Returns:
        The exit code of JupyterLab.

    Raises:
        UserError: If JupyterLab is not installed or the folder is a file.
    """
    if open_lab and importlib.util.find_spec("jupyterlab") is None:
        raise UserError(
            "JupyterLab is not installed; run: pip install jupyterlab, "
            "or copy the notebooks only with --copy-only"
        )
    folder = folder.resolve()
    copied = copy_course(folder)
    _say_copied(copied, folder)
    if not open_lab:
        return 0
    trust(folder / path for path in (*copied.written, *copied.same))
    return _open_lab(folder, lang, port, browser)


def copy_course(folder: Path) -> Copied:
    """Copy notebooks and exercises, never over a file that the learner changed.

    Args:
        folder: Where they go. The course's own folder is left as it is.

    Returns:
        What was written, what was kept because it was changed, what was the same.

    Raises:
        UserError: If the folder is a file.
    """
    source = course_files()
    must_be_folder(folder)
    before = _read_record(folder)
    written, kept, same = [], [], []
    record = {}
    for path in _files(source):
        name = path.relative_to(source).as_posix()
        there, content = folder / name, path.read_bytes()
        old = there.read_bytes() if there.exists() else None
        if old == content:
            same.append(name)
        elif old is None or _digest(old) == before.get(name):
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(content)
            written.append(name)
        else:
            kept.append(name)
            continue
        record[name] = _digest(content)
    if source != folder and {**before, **record} != before:
        text = json.dumps({**before, **record}, indent=1)
        (folder / RECORD).write_text(text, encoding="utf-8")
    return Copied(written=tuple(written), kept=tuple(kept), same=tuple(same))


def trust(paths: Iterable[Path]) -> None:
    """Sign notebooks, so that their output shows and they may run on opening."""
    import nbformat
    from jupyter_core.paths import jupyter_data_dir
    from nbformat.sign import NotebookNotary

    # Its signatures lie there; before nbformat 5.11 it does not make the folder.
    Path(jupyter_data_dir()).mkdir(parents=True, exist_ok=True)
    notary = NotebookNotary()
    for path in paths:
        if path.suffix == ".ipynb":
            notary.sign(nbformat.read(path, as_version=4))


def copy_content(folder: Path) -> int:
    """Copy the content files, as a start for content of one's own.

    Returns:
        0; a file that is there already is kept, and that is said.

    Raises:
        UserError: If the folder is a file.
    """
    must_be_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        there = folder / name
        if there.exists():
            print(f"kept {there}: it was there already")
        else:
            there.write_bytes((DATA / name).read_bytes())
            print(f"wrote {there}")
    print(f"change what you need, delete the rest, then: netlesson check {folder}")
    return 0


def _files(source: Path) -> Iterator[Path]:
    for part in PARTS:
        for path in sorted((source / part).rglob("*")):
            hidden = any(p.startswith(".") for p in path.relative_to(source).parts)
            if path.is_file() and not hidden:
                yield path


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read_record(folder: Path) -> dict[str, str]:
    """Return the digests of an earlier copy; a damaged record protects all files."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _say_copied(copied: Copied, folder: Path) -> None:
    if copied.written:
        print(f"files written to {folder}: {len(copied.written)}")
    for name in copied.kept:
        print(f"kept {name}: you changed it; to get the course's, rename yours")


def _open_lab(folder: Path, lang: Lang, port: int, browser: bool) -> int:
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/notebooks/{lang}/00_start.ipynb",
        f"--port={port}",
    ]
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container there is only root
    # Neither the server nor a kernel loads a module because it lies in the folder.
    env = {**os.environ, "PYTHONSAFEPATH": "1"}
    if own := env.get("NETLESSON_CONTENT"):
        # Notebooks run in folders of their own, where a relative path is another.
        env["NETLESSON_CONTENT"] = str(Path(own).resolve())
    try:
        return subprocess.run(command, env=env, check=False).returncode  # noqa: S603 (our own)
    except KeyboardInterrupt:
        return 0
