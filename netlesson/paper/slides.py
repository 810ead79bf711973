"""A lesson as slides: one HTML file without anything from elsewhere.

Made from the same cells as the handout. A slide has few words; what does not fit goes
on to the next one, and nothing is dropped. A question is followed by its answer.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..content import Course, GroupType, Item, Lang
from ..language import Edition, markdown, printable
from .handout import Kind, Paper, cases_of, items_of, way_of
from .source import Part, Source

WORDS = 60
"""How many words a slide of prose has at the most, tables apart."""

ROWS = 5
"""How many rows of a table stand on one slide."""

_SIZES = ((85, ""), (150, "nl-small"), (215, "nl-dense"))
_SENTENCE = re.compile(r".+?(?:[.!?][”“»*)]*(?=\s)|$)", flags=re.S)
_HEADING = re.compile(r"^#+ (.+)$")
_ITEM = re.compile(r"^(?:- |\d+\. )")
_ENTRY = re.compile(r"\n(?=- |\d+\. )")


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide; its kind is "title", "prose", "question", "answer" or "task"."""

    title: str
    html: str
    kind: str = "prose"

    @property
    def size(self) -> str:
        """The class that makes letters small enough for what is on it."""
        words = len(re.sub(r"<[^>]+>", " ", self.html).split())
        # A line that is begun takes the room of some words.
        filled = words + 5 * len(re.findall(r"<(?:li|p|tr)\b", self.html))
        return next((size for most, size in _SIZES if filled <= most), "nl-tiny")


def page(source: Source, course: Course, lang: Lang) -> str:
    """Return a lesson as slides."""
    deck = Deck(course, lang)
    slides = list(deck.slides(source))
    return printable(str(deck.fill("paper/slides", title=source.title, slides=slides)))


class Deck(Edition):
    """Turns the cells of a lesson into slides."""

    def __init__(self, course: Course, lang: Lang) -> None:
        super().__init__(course, lang)
        self._asking = Paper(course, lang, Kind())
        self._answering = Paper(course, lang, Kind(answers=True))
        self._title = ""

    def slides(self, source: Source) -> Iterator[Slide]:
        """Yield the slides of a lesson in order."""
        yield Slide(source.title, "", "title")
        self._title = source.title
        for part in source.parts:
            if part.prose:
                yield from self._prose(part.prose)
            else:
                yield from self._activity(part)

    def _prose(self, prose: str) -> Iterator[Slide]:
        for some in _gathered(chunks(prose)):
            if heading := _HEADING.match(some[0]):
                self._title = heading[1]
                del some[0]
            if some:
                yield Slide(self._title, markdown.html("\n\n".join(some)))

    def _activity(self, part: Part) -> Iterator[Slide]:
        way = way_of(part, self.course)
        if way == "asked":
            for item in items_of(part, self.course):
                yield from self._question(item)
        elif way == "case":
            for case in cases_of(part, self.course):
                name = case.name[self.lang]
                yield Slide(name, self._asking.case(case), "question")
                yield Slide(name, self._answering.case(case), "answer")
        elif part.call == "card" and part.about in self.course.groups:
            yield from self._card(self.course.groups[part.about])
        elif way != "left_out":
            task = self.fill("paper/slide_task", minutes=part.minutes)
            yield Slide(self._title, task, "task")

    def _question(self, item: Item) -> Iterator[Slide]:
        n = self.course.number(item.id)
        for key, paper, kind in (
            ("quiz.number", self._asking, "question"),
            ("slides.solution", self._answering, "answer"),
        ):
            yield Slide(self.say(key, n=n), paper.item(item, hints=False), kind)

    def _card(self, group: GroupType) -> Iterator[Slide]:
        """Show what a type is; what is said of it is in the prose and the questions."""
        name = group.name[self.lang]
        yield Slide(name, self.fill("paper/slide_card", group=group))
        for kind, key in (
            ("advantage", "lesson.advantages"),
            ("disadvantage", "lesson.disadvantages"),
        ):
            said = [s.text[self.lang] for s in group.statements if s.kind == kind]
            for some in _gathered(said):
                texts = self.fill("paper/slide_list", texts=some)
                yield Slide(f"{name}: {self.say(key)}", texts)


def chunks(prose: str) -> Iterator[str]:
    """Cut a cell's Markdown into pieces small enough for a slide.

    Yields:
        Headings, sentences put together up to `WORDS`, entries of a list put together
        likewise, and tables of up to `ROWS` rows with their head.
    """
    for block in _blocks(prose):
        lines = block.splitlines()
        if block.startswith("|"):
            head, rows = lines[:2], lines[2:]
            for at in range(0, len(rows), ROWS):
                yield "\n".join([*head, *rows[at : at + ROWS]])
        elif block.startswith(("#", "```")):
            yield block
        elif _ITEM.match(block):
            yield from map("\n".join, _gathered(_ENTRY.split(block)))
        else:
            quote = "> " if block.startswith(">") else ""
            words = " ".join(line.removeprefix("> ") for line in lines)
            for some in _gathered(_sentences(words)):
                yield quote + " ".join(some)


def _blocks(prose: str) -> Iterator[str]:
    """Yield what blank lines part; a heading stands by itself, code stays whole."""
    for piece in re.split(r"(```.*?```)", prose, flags=re.S):
        if piece.startswith("```"):
            yield piece
            continue
        apart = re.sub(r"^(#+ .+)$", r"\n\1\n", piece, flags=re.M)
        yield from filter(None, (b.strip() for b in re.split(r"\n\s*\n", apart)))


def _sentences(words: str) -> list[str]:
    """Cut a paragraph after its sentences, never inside of bold words."""
    found: list[str] = []
    for sentence in (each.strip() for each in _SENTENCE.findall(words)):
        if found and found[-1].count("**") % 2:
            found[-1] += f" {sentence}"
        elif sentence:
            found.append(sentence)
    return found


def _gathered(pieces: Iterable[str]) -> Iterator[list[str]]:
    """Put pieces together up to `WORDS`; a table and a heading begin anew."""
    waiting: list[str] = []
    for piece in pieces:
        begins = piece.startswith("|") or _HEADING.match(piece)
        if waiting and (begins or sum(map(_words, [*waiting, piece])) > WORDS):
            yield waiting
            waiting = []
        waiting.append(piece)
    if waiting:
        yield waiting


def _words(text: str) -> int:
    """Count what stands below a slide's title, which a heading becomes."""
    return 0 if _HEADING.match(text) else len(text.split())
