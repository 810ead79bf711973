"""Copies the course, or its content files, into a folder; opens it in JupyterLab."""

import hashlib
import importlib.util
import json
import logging
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from ..content import (
    DATA,
    FILES,
    Lang,
    UserError,
    course_files,
    is_hidden,
    must_be_folder,
    resolved,
    write_whole,
)
from .saying import complain, say, show

PARTS = ("notebooks", "exercises")
# Which version of each file was copied, so that an update can tell a file that
# the learner changed from one that is merely old.
RECORD = ".netlesson.json"
# What JupyterLab notes when a notebook is opened, run, folded and saved.
OF_VIEWING = {"collapsed", "execution", "jp-MarkdownHeadingCollapsed", "jupyter"}
OF_VIEWING |= {"scrolled", "trusted"}
CONFIG = "JUPYTER_CONFIG_PATH"
OF_KERNELS = {"language_info", "widgets"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What `copy_course` did, by path inside the folder.

    Attributes:
        written: New, or newer than what was there.
        kept: Changed by the learner.
        same: The course's, to the letter.
        used: The course's, with outputs of the learner's.
    """

    written: tuple[str, ...]
    kept: tuple[str, ...]
    same: tuple[str, ...]
    used: tuple[str, ...]


def start(
    folder: Path, lang: Lang, port: int, no_browser: bool, copy_only: bool
) -> int:
    """Copy the course into a folder and open it in JupyterLab; return its exit code.

    Raises:
        UserError: If JupyterLab is not installed or the folder is a file.
    """
    if not copy_only and importlib.util.find_spec("jupyterlab") is None:
        raise UserError("commands.no_lab")
    folder = resolved(folder)
    copied = copy_course(folder)
    if copied.written:
        show([say("commands.copied", lang, path=folder, n=len(copied.written))])
    show(say("commands.kept", lang, name=name) for name in copied.kept)
    try:
        trust(folder / path for path in (*copied.written, *copied.same))
    except (OSError, sqlite3.Error) as error:
        complain(say("commands.unsigned", lang, reason=str(error)))
    return 0 if copy_only else _open_lab(folder, lang, port, no_browser)


def copy_course(folder: Path) -> Copied:
    """Copy notebooks and exercises, never over a file that the learner changed.

    Whoever only opens a notebook and saves it has not changed it, and what an
    interrupted copy left of a file is nobody's. The record is kept with each file,
    so that the next copy goes on where this one is stopped. The course's own folder is
    left as it is.

    Raises:
        UserError: If the folder is a file.
    """
    source = course_files()
    must_be_folder(folder)
    record = _read_record(folder)
    found: dict[str, list[str]] = {"written": [], "kept": [], "same": [], "used": []}
    for path in _files(source):
        name = path.relative_to(source).as_posix()
        there, content = folder / name, path.read_bytes()
        before = record.get(name, "").split()
        what = _state(there, content, before)
        found[what].append(name)
        if what == "kept" or source == folder:
            continue
        there.parent.mkdir(parents=True, exist_ok=True)
        if before[:1] != [_mark(content)]:
            # First, and beside the mark of what is there still: both are the course's.
            record[name] = " ".join(dict.fromkeys([_mark(content), *before]))
            write_whole(folder / RECORD, json.dumps(record, indent=1).encode())
        if what == "written":
            write_whole(there, content)
    return Copied(**{what: tuple(names) for what, names in found.items()})


def _state(there: Path, content: bytes, before: Sequence[str]) -> str:
    """Tell what becomes of a file; see `Copied`.

    `before` has the marks of what was copied there earlier; a digest of all its bytes
    where an earlier version did that.
    """
    if not there.exists():
        return "written"
    old = there.read_bytes()
    if old == content:
        return "same"
    if _mark(old) == _mark(content):
        return "used"
    # A part of a notebook is none; a shorter table may be what somebody made of it.
    in_part = not old or not before or there.suffix == ".ipynb"
    if (in_part and content.startswith(old)) or {*before} & {_mark(old), _digest(old)}:
        return "written"
    return "kept"


def trust(paths: Iterable[Path]) -> None:
    """Sign notebooks, so that their output shows and they may run on opening.

    The signatures go where the server of JupyterLab looks for them, which its
    configuration may say.
    """
    import nbformat
    from jupyter_core.application import JupyterApp
    from nbformat.sign import NotebookNotary

    server = JupyterApp(log_level=logging.ERROR)
    for name in ("jupyter_server_config", "jupyter_lab_config"):
        server.config_file_name = name
        server.load_config_file()
    # Its signatures lie there; before nbformat 5.11 it does not make the folder.
    Path(server.data_dir).mkdir(parents=True, exist_ok=True)
    server.config.NotebookNotary.setdefault("data_dir", server.data_dir)
    notary = NotebookNotary(parent=server)
    for path in paths:
        if path.suffix == ".ipynb":
            notary.sign(nbformat.read(path, as_version=4))


def copy_content(folder: Path, lang: Lang) -> Iterator[str]:
    """Copy the content files, as a start for content of one's own, and say so.

    What is there already is kept.

    Raises:
        UserError: If the folder is a file.
    """
    must_be_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        there = folder / name
        if there.exists():
            yield say("commands.content_kept", lang, path=str(there))
        else:
            write_whole(there, (DATA / name).read_bytes())
            yield say("handout.wrote", lang, path=str(there))
    yield say("commands.content_next", lang, path=str(folder))


def _files(source: Path) -> Iterator[Path]:
    for part in PARTS:
        for path in sorted((source / part).rglob("*")):
            if path.is_file() and not is_hidden(path, source):
                yield path


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _mark(content: bytes) -> str:
    """Return a digest of what somebody may change in a file.

    Of a notebook these are its cells and their metadata; not what a kernel puts into
    it, and not how somebody looks at it.
    """
    try:
        notebook = json.loads(content)
        about = _without(notebook["metadata"], OF_KERNELS)
        if isinstance(about.get("kernelspec"), dict):
            about["kernelspec"] = about["kernelspec"].get("name")
        cells = [
            {
                "type": cell.get("cell_type"),
                "source": "".join(cell["source"]),
                "metadata": _without(cell["metadata"], OF_VIEWING),
                "attachments": cell.get("attachments") or {},
            }
            for cell in notebook["cells"]
        ]
        marked = json.dumps([about, cells], sort_keys=True).encode()
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return _digest(content)  # it is no notebook, or a part of one
    return _digest(marked)


def _without(fields: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: each for name, each in fields.items() if name not in names}


def _read_record(folder: Path) -> dict[str, str]:
    """Return the marks of an earlier copy; a damaged record protects all files."""
    try:
        return msgspec.json.decode((folder / RECORD).read_bytes(), type=dict[str, str])
    except (FileNotFoundError, ValueError):
        return {}


def _last_notebook(folder: Path, lang: Lang) -> str:
    """Return in which notebook the learner worked last; "" if that is not known."""
    from ..learning import journal_or_memory

    name = (journal_or_memory(folder).latest("notebook") or {}).get("id")
    known = [path.stem for path in (folder / "notebooks" / lang).glob("*.ipynb")]
    return name if name in known else ""


def _open_lab(folder: Path, lang: Lang, port: int, no_browser: bool) -> int:
    notebook = _last_notebook(folder, lang)
    show([say(f"commands.{'goes_on' if notebook else 'opens'}", lang, name=notebook)])
    place = f"notebooks/{lang}/{notebook or '00_start'}.ipynb"
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={folder}",
        # Lab's own address of one document, without tabs and file browser.
        f"--LabApp.default_url=/doc/tree/{place}",
        f"--port={port}",
    ]
    if no_browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container there is only root
    # Neither the server nor a kernel loads a module because it lies in the folder.
    env = {**os.environ, "PYTHONSAFEPATH": "1"}
    # Lab speaks the language of the course, unless its user chose another for it.
    paths = str(Path(__file__).parents[1] / "labextension" / lang), env.get(CONFIG)
    env[CONFIG] = os.pathsep.join(filter(None, paths))
    if own := env.get("NETLESSON_CONTENT"):
        # Notebooks run in folders of their own, where a relative path is another.
        env["NETLESSON_CONTENT"] = str(Path(own).resolve())
    with subprocess.Popen(command, env=env) as lab:  # noqa: S603 (our own)
        # Ctrl+C reaches Lab by itself; what ends this process alone would not.
        signal.signal(signal.SIGTERM, lambda *_: lab.terminate())
        while True:
            try:
                ended = lab.wait()
                return ended if ended >= 0 else 1  # it was killed
            except KeyboardInterrupt:
                continue  # Lab heard it too: it asks, and ends its kernels
