"""The results of a class for a screen: one HTML page, and tables as CSV.

Nobody is named, and nothing is said about fewer than three people. What learners
typed is text: escaped in HTML, guarded in CSV as in a report.
"""

import csv
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from ..content import Lang, UserError, must_be_folder, write_whole
from ..language import Edition, bare, guarded, printable, separator
from .reading import Class, Progress, files_in, read_class
from .tables import ENOUGH, SMALLEST, Tables, make_tables

SHOWN = 8
"""How many of the hardest items and most frequent misconceptions are shown first."""

REFRESH, PAUSE = 5, 1.0
"""How often, in seconds, a watching page is read anew and the folder looked at."""

MARKER = "netlesson class results"
"""What tells a page of ours from any other file; it stands in its head."""


def body(
    found: Class, lang: Lang, *, tables: Tables | None = None, reflections: bool = False
) -> str:
    """Return the results as HTML to put into a page or a notebook.

    Tables may be given if they are worked out already. Reflections are what learners
    chose to hand in of their notes.
    """
    frames = (tables or make_tables(found)).frames()
    hard = frames["items"].dropna(subset="difficulty")
    frames["items"] = hard.sort_values(["difficulty", "number"])
    if not reflections:
        frames["reflections"] = pd.DataFrame()
    edition = Edition(found.course, lang)
    return edition.fill(
        "classroom/body",
        learners=len(found),
        smallest=SMALLEST,
        enough=ENOUGH,
        skipped=found.skipped,
        topic_name=edition.topic,
        shown=SHOWN,
        **{name: _rows(frame) for name, frame in frames.items()},
    )


def page(found: Class, lang: Lang, *, refresh: int = 0, **options: Any) -> str:
    """Return the results as one HTML page that loads nothing; options as for `body`.

    The browser reads it anew after `refresh` seconds; with 0, never.
    """
    edition, inside = Edition(found.course, lang), body(found, lang, **options)
    filled = edition.fill("classroom/page", body=inside, refresh=refresh, marker=MARKER)
    return printable(str(filled))


def write_page(target: Path, html: str) -> None:
    """Write the page, over an earlier one but over nothing else.

    Raises:
        UserError: If another file is there.
    """
    ours = target.is_file() and MARKER in target.read_text("utf-8", "replace")
    if target.exists() and not ours:
        raise UserError("commands.no_page", path=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, html.encode())


def results(
    folder: Path,
    target: Path,
    tables: Path | None,
    edition: Edition,
    progress: Progress,
    *,
    watch: bool,
    reflections: bool,
) -> Iterator[str]:
    """Read a class, write its page and any tables as CSV, and say what was done.

    Yields:
        A sentence after each writing. With `watch` it never ends by itself: everything
        is written anew whenever the folder changes.

    Raises:
        UserError: If a file or folder cannot be used.
    """
    seen: object = None
    while True:
        now = state(folder, (target,))
        if now != seen:
            seen = now
            found = read_class(folder, edition.course, progress, leave_out=(target,))
            made = make_tables(found)
            how = {"refresh": REFRESH if watch else 0, "reflections": reflections}
            write_page(target, page(found, edition.lang, tables=made, **how))
            if tables is not None:
                write_tables(tables, found, made, edition.lang)
            whole = sum(each.whole for each in found.skipped)
            yield edition.say("class.wrote", n=len(found), skipped=whole, path=target)
        if not watch:
            return
        time.sleep(PAUSE)


def state(folder: Path, leave_out: Iterable[Path] = ()) -> list[tuple[str, int, int]]:
    """Return what tells whether the files of a folder have changed.

    Raises:
        OSError: If the folder cannot be read.
    """
    found = []
    for path in files_in(folder, leave_out):
        with suppress(OSError):  # it went away between the two looks
            entry = path.stat()
            found.append((path.name, entry.st_size, entry.st_mtime_ns))
    return found


def write_tables(folder: Path, found: Class, tables: Tables, lang: Lang) -> list[Path]:
    """Write every table as a CSV file, and what was skipped.

    Returns:
        The files written; files of these names are replaced.

    Raises:
        UserError: If the folder is a file.
    """
    must_be_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    course = found.course
    items = {name: item.stem[lang] for name, item in course.items.items()}
    frames = tables.frames()
    frames["items"] = frames["items"].assign(stem=frames["items"]["item"].map(items))
    frames["skipped"] = pd.DataFrame(
        [(s.file, s.whole, course.tell(s.problem, lang)) for s in found.skipped],
        columns=["file", "whole", "reason"],
    )
    written = []
    for name, frame in frames.items():
        path = folder / f"{name}.csv"
        spelt = frame.map(partial(_spelt, lang=lang))
        # As in a report: else a separator inside of a text begins a cell of its own,
        # where a spreadsheet of the reader's language could find a formula.
        marks: dict[str, Any] = {"sep": separator(lang), "quoting": csv.QUOTE_ALL}
        write_whole(path, spelt.to_csv(index=False, **marks).encode("utf-8-sig"))
        written.append(path)
    return written


def _spelt(value: Any, lang: Lang) -> Any:
    """Return a cell as spreadsheets of a language read it."""
    if isinstance(value, str):
        return guarded(printable(value))
    return bare(value, lang) if isinstance(value, float) and pd.notna(value) else value


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as dicts; what is missing is None."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): x for name, x in row.items()} for row in rows]
