"""A lesson on paper: to read, to fill in, and with answers for instructors.

Everything comes from the notebook and the bank, and questions bear the numbers that
they have in class results. What is asked in a form is drawn as boxes and lines; what a
form shows is shown for somebody who has not answered anything yet.
"""

import re
import string
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ..content import Case, Course, Item, Lang, Pool, UserError, topics_of
from ..course import Workbook
from ..language import Edition, markdown, printable
from ..learning import Answers, MemoryJournal, pool, shuffled
from . import instructing
from .source import Part, Source

_FOLDED = re.compile(r"<details(?! class=.nl-more).*?</details>", flags=re.S)

SEED = "paper"
"""Decides the order of options on paper; the key has no place of its own in it."""

Way = Literal["asked", "case", "filled", "shown", "on_screen", "left_out"]

ON_PAPER: dict[Way, set[str]] = {
    "asked": {"quiz", "sort", "match", "self_check"},
    "case": {"suits", "cases"},
    "filled": {
        *("profile", "order", "weights", "own", "costs"),
        *("plan", "review", "reflection"),
    },
    "shown": {
        *("card", "chart", "matrix", "minutes_table", "misconceptions"),
        *("types_table", "scales_table", "bases_table", "why_combine"),
    },
    "on_screen": {
        *("practice", "ranking", "next_steps", "why", "how_sure"),
        *("what_would_change", "portfolio", "evidence", "one_type"),
    },
    "left_out": {
        *("my_work", "progress", "hand_in", "class_results", "start"),
        *("statements_table", "ratings_table", "values_table", "margins_table"),
        "histogram",
    },
}
"""What paper does with each activity.

Questions and cases to advise are drawn with room for the answer. A form is filled in,
or shows what it shows on the screen. Of what answers somebody's entries, paper says
where it is; what makes no sense without a computer is left out.
"""

WAYS: dict[str, Way] = {call: way for way, calls in ON_PAPER.items() for call in calls}


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
            "handout": True,
            "answers": self.answers,
            "exercises": self.exercises_only,
            "large": self.large,
        }
        return "-".join(name for name, wanted in parts.items() if wanted)


def page(source: Source, course: Course, lang: Lang, kind: Kind) -> str:
    """Return one lesson as a page to print, which loads nothing."""
    paper = Paper(course, lang, kind)
    blocks = [block for part in source.parts for block in paper.blocks(part) if block]
    filled = paper.fill("paper/handout", title=source.title, kind=kind, blocks=blocks)
    # Of what is folded away on the screen, learners want little on paper.
    shown = str(filled) if kind.answers else _FOLDED.sub("", filled)
    return printable(shown.replace("<details", "<details open"))


class Paper(Edition):
    """Draws the cells of a lesson for paper."""

    def __init__(self, course: Course, lang: Lang, kind: Kind) -> None:
        super().__init__(course, lang)
        self.kind = kind
        # Somebody's who has answered nothing, for what forms show.
        self._workbook = Workbook(course, Answers(course, MemoryJournal(), lang))

    def blocks(self, part: Part) -> Iterator[str]:
        """Yield a cell as HTML; nothing for what is left out."""
        if part.prose:
            if not self.kind.exercises_only or "title" in part.tags:
                yield markdown.html(part.prose)
            return
        way = way_of(part, self.course)
        exercise = way in ("asked", "case", "filled")
        if way == "left_out" or (self.kind.exercises_only and not exercise):
            return
        if way == "on_screen":
            yield self.fill("language/note", text=self.say("handout.on_screen"))
            return
        if self.kind.answers and part.minutes:
            yield self.fill("paper/minutes", minutes=part.minutes)
        if way == "asked":
            yield from map(self.item, items_of(part, self.course))
        elif way == "case":
            yield from map(self.case, cases_of(part, self.course))
        else:
            yield self._shown(part, empty=way == "filled")

    def _shown(self, part: Part, *, empty: bool) -> str:
        """Return what a cell shows: HTML as it is, a form as boxes and lines."""
        has_it = self._workbook if hasattr(Workbook, part.call) else instructing
        made = getattr(has_it, part.call)(*part.arguments)
        if hasattr(made, "fields"):
            outputs = {} if empty else made.outputs
            return self.fill("paper/form", fields=made.fields, outputs=outputs)
        html: str = made.data
        return html

    def item(self, item: Item, *, hints: bool = True) -> str:
        """Return a question with room for the answer, or with the answer."""
        mixed = shuffled(item, SEED)
        places = mixed.places(self.lang)
        # Places that are named in a list get a letter; others are their own sign.
        signs = string.ascii_uppercase if mixed.rows else places
        return self.fill(
            "paper/item",
            item=mixed,
            no=self.course.number(item.id),
            signs=dict(zip(places, signs, strict=False)),
            answers=self.kind.answers,
            hints=hints,
        )

    def case(self, case: Case) -> str:
        """Return a business to advise, and our shortlist if answers are wanted."""
        return self.fill("paper/case", case=case, answers=self.kind.answers)


def way_of(part: Part, course: Course) -> Way:
    """Return what paper does with an activity.

    Raises:
        UserError: If the course has no such activity, or nothing for it to be about.
    """
    topics = topics_of(course)
    known: dict[str, Collection[str]] = {
        "card": (*course.groups, "general"),
        "chart": course.groups,
        **dict.fromkeys(("quiz", "sort", "match"), topics),
        "suits": course.cases,
        "self_check": get_args(Pool),
    }
    about = known.get(part.call, (part.about,))
    if part.call not in WAYS or part.about not in about:
        cell = f"{part.call}({part.about!r})"
        raise UserError("commands.misfit", cell=cell, known=", ".join(about))
    return WAYS[part.call]


def items_of(part: Part, course: Course) -> Sequence[Item]:
    """Return the questions of an activity, in the order of the bank.

    A quiz draws some of these on the screen; paper has room for all.
    """
    if part.call == "self_check":
        return pool(course, part.about)
    lesson = part.about in course.groups
    return [
        item
        for item in pool(course, "practice")
        if item.topic == part.about
        and (
            item.kind == part.call
            or (part.call == "quiz" and not (lesson and item.how.apart))
        )
    ]


def cases_of(part: Part, course: Course) -> Sequence[Case]:
    """Return the businesses of an activity: the one that it names, or all."""
    return [course.cases[part.about]] if part.about else list(course.cases.values())
