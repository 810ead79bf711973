"""A notebook taken apart, so that paper and slides say the same as the screen.

Prose comes from its Markdown cells; an activity is a call such as
`course.quiz("chambers")`, which `parts_of` hands on as a name and its arguments.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import mistune
import nbformat

from ..content import Lang, UserError, course_files

_TITLE = re.compile(r"^# (.+)$", flags=re.M)
# Where it would lead on paper is nowhere, so a link to a notebook is only words.
_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")
RUN_HINT = "hint"
"""The cell that says how to run the notebook, which nobody does on paper."""


@dataclass(frozen=True, slots=True)
class Part:
    """One cell: prose, or something to do or to look at.

    Attributes:
        id: The cell's id.
        prose: Markdown; "" for an activity.
        call: What an activity is called, for example "quiz"; "" for prose.
        arguments: What it is called with.
        minutes: How long an activity takes; 0 if it does not say.
        tags: The cell's tags.
    """

    id: str
    prose: str
    call: str
    arguments: tuple[str | int, ...]
    minutes: int
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Source:
    """A notebook in one language.

    Attributes:
        name: Its file's name without `.ipynb`.
        title: Its first heading.
        parts: Its cells in order, without the set-up.
    """

    name: str
    title: str
    parts: tuple[Part, ...]


def names(lang: Lang) -> dict[str, Path]:
    """Return the notebooks by name, those for learners first."""
    folder = course_files() / "notebooks" / lang
    found = [*sorted(folder.glob("*.ipynb")), *sorted(folder.glob("*/*.ipynb"))]
    return {path.stem: path for path in found}


def find(wanted: str, lang: Lang) -> Path:
    """Return the notebook of a name, or of the number it begins with.

    Raises:
        UserError: If there is none; the message names all there are.
    """
    known = names(lang)
    fitting = [n for n in known if n == wanted or n.partition("_")[0] == wanted]
    if len(fitting) != 1:
        raise UserError(f"there is no lesson {wanted!r}; use one of {', '.join(known)}")
    return known[fitting[0]]


def read(path: Path) -> Source:
    """Take a notebook apart.

    Raises:
        ValueError: If a cell calls something that is no activity of the course.
    """
    cells = nbformat.read(path, as_version=4).cells
    title = _TITLE.search(cells[0].source)
    return Source(
        name=path.stem,
        title=title[1] if title else path.stem,
        parts=tuple(_parts(cells)),
    )


def _parts(cells: list[nbformat.NotebookNode]) -> Iterator[Part]:
    for cell in cells:
        tags = frozenset(cell.metadata.get("tags", ()))
        if "setup" in tags or cell.id == RUN_HINT:
            continue
        minutes = cell.metadata.get("netlesson", {}).get("minutes", 0)
        if cell.cell_type == "markdown":
            prose = _LINK.sub(r"\1", cell.source)
            yield Part(cell.id, prose, "", (), minutes, tags)
        else:
            call, arguments = _call(cell.source)
            yield Part(cell.id, "", call, arguments, minutes, tags)


def _call(source: str) -> tuple[str, tuple[str | int, ...]]:
    last = ast.parse(source).body[-1]
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        function = last.value.func
        name = function.attr if isinstance(function, ast.Attribute) else ""
        if isinstance(function, ast.Name):
            name = function.id
        arguments = [ast.literal_eval(each) for each in last.value.args]
        if name:
            return name, tuple(arguments)
    raise ValueError(f"cell {source!r} calls no activity; write course.name(...)")


def html(markdown: str) -> str:
    """Turn Markdown of a notebook into HTML."""
    made = mistune.create_markdown(escape=False, plugins=["table"])(markdown)
    return str(made)
