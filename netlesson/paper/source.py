"""A notebook taken apart, so that paper and slides say the same as the screen.

Prose comes from its Markdown cells; an activity is a call such as
`course.quiz("chambers")`, of which a part has the name and the arguments.
"""

import ast
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..content import (
    Course,
    Lang,
    UserError,
    course_files,
    is_hidden,
    must_be_folder,
    must_be_new,
    write_whole,
)
from ..language import for_paper

_TITLE = re.compile(r"^# (.+)$", flags=re.M)
_HEADING = re.compile(r"^#+ (.+)$", flags=re.M)
# Where it would lead on paper is nowhere, so a link to a notebook is only words.
_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")
RUN_HINT = "hint"
"""The cell that says how to run the notebook, which nobody does on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One cell: prose, or something to do or to look at.

    Attributes:
        id: The cell's id.
        tags: The cell's tags.
        prose: Markdown; "" for an activity.
        call: What an activity is called, for example "quiz"; "" for prose.
        arguments: What it is called with.
        heading: The heading above an activity.
        minutes: How long an activity takes; 0 if it does not say.
    """

    id: str
    tags: frozenset[str]
    prose: str = ""
    call: str = ""
    arguments: tuple[str | int, ...] = ()
    heading: str = ""
    minutes: int = 0

    @property
    def about(self) -> str:
        """What an activity is about, for example a type; "" if it does not say."""
        return str(self.arguments[0]) if self.arguments else ""


@dataclass(frozen=True, slots=True)
class Source:
    """A notebook in one language; its name is the file's without `.ipynb`.

    Its title is the first heading; its parts are the cells without the set-up.
    """

    name: str
    title: str
    parts: tuple[Part, ...]

    @property
    def activities(self) -> list[Part]:
        """The parts that take minutes."""
        return [part for part in self.parts if part.minutes]

    @property
    def minutes(self) -> int:
        """How long all activities take, without reading and talking."""
        return sum(part.minutes for part in self.parts)


def lessons(lang: Lang) -> list[Path]:
    """Return the notebooks for learners in order."""
    return sorted((course_files() / "notebooks" / lang).glob("*.ipynb"))


def names(lang: Lang) -> dict[str, Path]:
    """Return the notebooks by name, those for learners first."""
    folder = course_files() / "notebooks" / lang
    others = sorted(p for p in folder.glob("*/*.ipynb") if not is_hidden(p, folder))
    return {path.stem: path for path in (*lessons(lang), *others)}


def find(wanted: str, lang: Lang) -> Path:
    """Return the notebook of a name, or of the number it begins with.

    Of two with that number it is the last: 09 is what it was when there was one.

    Raises:
        UserError: If there is none; the message names all there are.
    """
    known = names(lang)
    fitting = [n for n in known if n == wanted or n.partition("_")[0] == wanted]
    if not fitting:
        raise UserError("commands.no_lesson", value=wanted, known=", ".join(known))
    return known[fitting[-1]]


def read(path: Path) -> Source:
    """Take a notebook apart.

    Raises:
        UserError: If it is no notebook, or a cell calls no activity of the course.
    """
    try:
        cells = json.loads(path.read_bytes())["cells"]
        title = _TITLE.search("".join(cells[0]["source"]))
        parts = tuple(_parts(cells))
    except (LookupError, RecursionError, SyntaxError, TypeError, ValueError) as error:
        lesson = {"name": path.name, "reason": str(error)}
        raise UserError("commands.bad_lesson", **lesson) from error
    return Source(path.stem, title[1] if title else path.stem, parts)


def _parts(cells: list[dict[str, Any]]) -> Iterator[Part]:
    heading = ""
    for cell in cells:
        source, about = "".join(cell["source"]), cell["metadata"]
        tags = frozenset(about.get("tags", ()))
        if "setup" in tags or cell["id"] == RUN_HINT:
            continue
        if cell["cell_type"] == "markdown":
            heading = [heading, *_HEADING.findall(source)][-1]
            yield Part(id=cell["id"], tags=tags, prose=_LINK.sub(r"\1", source))
        else:
            call, arguments = _call(source)
            yield Part(
                id=cell["id"],
                tags=tags,
                call=call,
                arguments=arguments,
                heading=heading,
                minutes=about.get("netlesson", {}).get("minutes", 0),
            )


def _call(source: str) -> tuple[str, tuple[str | int, ...]]:
    match ast.parse(source).body[-1]:
        case ast.Expr(ast.Call(ast.Attribute(attr=name) | ast.Name(id=name), given)):
            return name, tuple(map(ast.literal_eval, given))
    raise ValueError(f"cell {source!r} calls no activity; write course.name(...)")


def write_pages(
    wanted: str,
    target: Path | None,
    course: Course,
    lang: Lang,
    what: str,
    make: Callable[[Source, Course, Lang], str],
) -> Iterator[str]:
    """Write the page of a lesson, or of all of them, and say where.

    One is wanted by its name or number, and goes into a file; "all" are those of
    learners, and go into a folder. By default these are in the working directory,
    called after the lesson and `what`.

    Raises:
        UserError: If there is no such lesson, it does not fit the content, or a file
            is there already. Of all lessons, one that does not fit is left out.
    """
    if wanted == "all":
        folder = target or Path(f"{what}-{lang}")
        must_be_folder(folder)
        places = {folder / f"{path.stem}.html": path for path in lessons(lang)}
    else:
        path = find(wanted, lang)
        places = {target or Path(f"{path.stem}-{what}-{lang}.html"): path}
    for place in places:
        must_be_new(place)
    for place, path in places.items():
        try:
            made = make(read(path), course, lang)
        except UserError as misfit:
            if wanted != "all":
                raise
            why = course.tell(misfit, lang)
            yield course.say("commands.left_out", lang, name=path.name, why=why)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, for_paper(made, lang).encode())
        yield course.say("handout.wrote", lang, path=str(place))
