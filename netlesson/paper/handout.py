"""A lesson on paper: to read, to fill in, and with answers for instructors.

Everything comes from the notebook and the bank, and questions bear the numbers that
they have on the screen. What is asked in a form is drawn as boxes and lines; what a
form shows is shown for somebody who has not answered anything yet.
"""

import re
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..content import Case, Course, Item, Lang, UserError, must_be_folder
from ..course import Workbook
from ..language import number, printable, render
from ..learning import Answers, MemoryJournal, pool, shuffled
from . import source as lesson_source
from .source import Part, Source

_FOLDED = re.compile(r"<details>.*?</details>", flags=re.S)

SEED = "paper"
"""Decides the order of options on paper; the key has no place of its own in it."""

LEFT_OUT = {"my_work", "progress", "hand_in", "class_results", "start"}
"""Activities that make no sense without a computer."""

SCREEN_ONLY = {
    *("practice", "ranking", "why", "how_sure", "what_would_change", "portfolio"),
    *("evidence", "one_type"),
}
"""Activities that answer what somebody entered; paper says where they are."""

TOLD = {"worked"}
"""Cells of prose that give an activity's answer away."""

QUESTIONS = {"quiz", "sort", "match", "self_check"}
FILLED = {"profile", "order", "weights", "own", "costs", "plan", "review", "reflection"}
EXERCISES = QUESTIONS | FILLED | {"suits", "cases"}
"""What is left when only exercises are printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Which handout.

    Attributes:
        answers: Mark keys, give feedback and minutes: for instructors.
        exercises_only: Leave out what is only to be read.
        large: Print in large letters.
    """

    answers: bool = False
    exercises_only: bool = False
    large: bool = False

    @property
    def name(self) -> str:
        """What files of this kind are called, so that they can lie side by side."""
        parts = {
            "answers": self.answers,
            "exercises": self.exercises_only,
            "large": self.large,
        }
        return "-".join(
            ["handout", *(name for name, wanted in parts.items() if wanted)]
        )


def page(source: Source, course: Course, lang: Lang, kind: Kind) -> str:
    """Return one lesson as a page to print, which loads nothing.

    Args:
        source: The lesson.
        course: The bank, the types and the phrases.
        lang: The language of the lesson.
        kind: Which handout.
    """
    nobody = Answers(course, MemoryJournal(), lang)
    paper = Paper(course, lang, kind, Workbook(course, nobody))
    blocks = [block for part in source.parts for block in paper.blocks(part)]
    filled = render(
        "paper/handout",
        course,
        lang,
        title=source.title,
        kind=kind,
        blocks=[block for block in blocks if block],
    )
    # What is folded away on the screen is more than learners want on paper.
    folded = "<details open>" if kind.answers else None
    unfolded = (
        str(filled).replace("<details>", folded) if folded else _FOLDED.sub("", filled)
    )
    return printable(unfolded)


class Paper:
    """Draws the cells of a lesson for paper.

    Args:
        course: The bank, the types and the phrases.
        lang: The language.
        kind: Which handout.
        workbook: Somebody's who has answered nothing; for what forms show.
    """

    def __init__(
        self, course: Course, lang: Lang, kind: Kind, workbook: Workbook | None = None
    ) -> None:
        self.course, self.lang, self.kind = course, lang, kind
        self.workbook = workbook

    def say(self, key: str, **values: object) -> str:
        """Return a phrase of the handout."""
        return self.course.say(f"handout.{key}", self.lang, **values)

    def blocks(self, part: Part) -> Iterator[str]:
        """Yield a cell as HTML; nothing for what is left out."""
        if part.prose:
            told = part.id in TOLD and not self.kind.answers
            if not told and (not self.kind.exercises_only or "title" in part.tags):
                yield lesson_source.html(part.prose)
            return
        if part.call in LEFT_OUT:
            return
        if self.kind.exercises_only and part.call not in EXERCISES:
            return
        if part.call in SCREEN_ONLY:
            yield self._render("language/note", text=self.say("on_screen"))
            return
        if self.kind.answers and part.minutes:
            yield self._render("paper/minutes", minutes=part.minutes)
        yield from self._activity(part)

    def _activity(self, part: Part) -> Iterator[str]:
        name = str(part.arguments[0]) if part.arguments else ""
        if part.call in QUESTIONS:
            for item in items_of(part, self.course):
                yield self.item(item)
        elif part.call == "suits":
            yield self.case(self.course.cases[name])
        elif part.call == "cases":
            yield from map(self.case, self.course.cases.values())
        else:
            yield self._shown(part)

    def _shown(self, part: Part) -> str:
        """Return what a cell shows: HTML as it is, a form as boxes and lines."""
        call = _tables.get(part.call) or getattr(self.workbook, part.call)
        made = call(*part.arguments)
        if hasattr(made, "fields"):
            outputs = {} if part.call in FILLED else made.outputs
            return self._render("paper/form", fields=made.fields, outputs=outputs)
        return str(getattr(made, "data", made))

    def item(self, item: Item, *, hints: bool = True) -> str:
        """Return a question with room for the answer, or with the answer."""
        mixed = shuffled(item, SEED)
        places = mixed.places(self.lang)
        # Places that are named in a list get a letter; others are their own sign.
        signs = string.ascii_uppercase if mixed.rows else places
        return self._render(
            "paper/item",
            item=mixed,
            no=self.course.number(item.id),
            signs=dict(zip(places, signs, strict=False)),
            answers=self.kind.answers,
            hints=hints,
            answer=self._answer(item),
            slips=[number(slip.answer, self.lang, 2) for slip in item.slips],
        )

    def _answer(self, item: Item) -> str:
        if item.answer is None:
            return ""
        amount = number(item.answer, self.lang, 2)
        unit = item.unit[self.lang] if item.unit else ""
        return f"{amount} {unit}".strip()

    def case(self, case: Case) -> str:
        """Return a business to advise, and our shortlist if answers are wanted."""
        return self._render("paper/case", case=case, answers=self.kind.answers)

    def _render(self, template: str, **values: object) -> str:
        return render(template, self.course, self.lang, **values)


def _instructing(name: str) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        from . import instructing

        return getattr(instructing, name)(*arguments)

    return call


_tables: Mapping[str, Callable[..., Any]] = {
    name: _instructing(name) for name in ("misconceptions", "minutes_table")
}


def items_of(part: Part, course: Course) -> Sequence[Item]:
    """Return the questions of an activity, in the order of the bank.

    A quiz draws some of these on the screen; paper has room for all.
    """
    name = str(part.arguments[0])
    if part.call == "self_check":
        return pool(course, name)
    lesson = name in course.groups
    return [
        item
        for item in pool(course, "practice")
        if item.topic == name
        and (
            item.kind == part.call
            or (part.call == "quiz" and not (lesson and item.how.apart))
        )
    ]


def write(
    wanted: str, target: Path | None, course: Course, lang: Lang, kind: Kind
) -> Iterator[str]:
    """Write the handout of a lesson, or of all of them, and say where.

    Args:
        wanted: A lesson's name or number, or "all" for those of learners.
        target: A file for one lesson, a folder for all; by default the lesson's name
            in the working directory.
        course: The content.
        lang: The language.
        kind: Which handout.

    Raises:
        UserError: If there is no such lesson, or a file is there already.
    """
    yield from write_each(
        wanted, target, course, lang, kind.name, lambda s: page(s, course, lang, kind)
    )


def write_each(
    wanted: str,
    target: Path | None,
    course: Course,
    lang: Lang,
    what: str,
    make: Callable[[Source], str],
) -> Iterator[str]:
    """Write pages made of lessons; see `write`."""
    if wanted == "all":
        found = lesson_source.names(lang).values()
        paths = [path for path in found if path.parent.name == lang]
        folder = target or Path(f"{what}-{lang}")
        must_be_folder(folder)
        places = [(path, folder / f"{path.stem}.html") for path in paths]
    else:
        path = lesson_source.find(wanted, lang)
        places = [(path, target or Path(f"{path.stem}-{what}-{lang}.html"))]
    for _, place in places:
        if place.exists():
            raise UserError(f"{place} is there already; choose another name with --out")
    for path, place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(make(lesson_source.read(path)), encoding="utf-8")
        yield course.say("handout.wrote", lang, path=str(place))
