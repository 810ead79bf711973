"""What an instructor asks of the course: minutes per activity, beliefs behind items.

The guide calls its two tables without opening the course, so that reading it leaves
no trace among an instructor's own answers.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from IPython.display import HTML

from ..content import Course, Item, Lang, Misconception, course_files, course_in_use
from ..language import render
from ..learning import topic_name

_HEADING = re.compile(r"^#+ (.+)$", flags=re.M)
_TITLE = re.compile(r"^# (.+)$", flags=re.M)


@dataclass(frozen=True, slots=True)
class Activity:
    """Something to do in a notebook.

    Attributes:
        id: The id of its cell.
        heading: The heading above it.
        minutes: How long it takes.
    """

    id: str
    heading: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """A notebook and what there is to do in it.

    Attributes:
        name: The file's name without `.ipynb`.
        title: Its title.
        activities: In the order of the notebook.
    """

    name: str
    title: str
    activities: tuple[Activity, ...]

    @property
    def minutes(self) -> int:
        """How long all activities take, without reading and talking."""
        return sum(activity.minutes for activity in self.activities)


@dataclass(frozen=True, slots=True)
class Belief:
    """A misconception and the items in which it tempts."""

    misconception: Misconception
    items: tuple[Item, ...]


def lessons(lang: Lang) -> tuple[Lesson, ...]:
    """Return the notebooks of the course with their activities."""
    folder = course_files() / "notebooks" / lang
    found = []
    for path in sorted(folder.glob("[0-9][0-9]_*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        title = _TITLE.search("".join(cells[0]["source"]))
        found.append(
            Lesson(path.stem, title[1] if title else "", tuple(_activities(cells)))
        )
    return tuple(found)


def _activities(cells: list[dict[str, object]]) -> Iterator[Activity]:
    heading = ""
    for cell in cells:
        source, metadata = cell["source"], cell["metadata"]
        if cell["cell_type"] == "markdown" and isinstance(source, list):
            heading = [heading, *_HEADING.findall("".join(source))][-1]
        own = metadata.get("netlesson", {}) if isinstance(metadata, dict) else {}
        if "minutes" in own:
            yield Activity(str(cell["id"]), heading, own["minutes"])


def beliefs(course: Course) -> tuple[Belief, ...]:
    """Return every misconception with the items that rest on it."""
    return tuple(
        Belief(
            misconception,
            tuple(i for i in course.items.values() if name in i.misconceptions),
        )
        for name, misconception in course.misconceptions.items()
    )


def minutes_table(lang: Lang) -> HTML:
    """Show how many minutes each activity takes."""
    return HTML(
        render("paper/minutes_table", course_in_use(), lang, lessons=lessons(lang))
    )


def misconceptions(lang: Lang) -> HTML:
    """Show the beliefs behind the wrong answers, and the questions they tempt in."""
    course = course_in_use()
    by_topic: dict[str, list[Belief]] = {}
    for belief in beliefs(course):
        by_topic.setdefault(belief.misconception.topic, []).append(belief)
    names = {topic: topic_name(topic, course, lang) for topic in by_topic}
    return HTML(
        render("paper/misconceptions", course, lang, beliefs=by_topic, names=names)
    )
