"""What an instructor asks of the course: minutes per activity, beliefs behind items.

The guide calls its two tables without opening the course, so that reading it leaves
no trace among an instructor's own answers.
"""

from ..content import Item, Lang, Misconception, course_in_use
from ..explaining.shown import Shown
from ..language import Edition
from .source import lessons, read


def minutes_table(lang: Lang) -> Shown:
    """Show how many minutes each activity takes."""
    found = [read(path) for path in lessons(lang)]
    edition = Edition(course_in_use(), lang)
    html = edition.fill("paper/minutes_table", lessons=found)
    return Shown(html, edition.course, lang)


def misconceptions(lang: Lang) -> Shown:
    """Show the beliefs behind the wrong answers, and the questions they tempt in."""
    course = course_in_use()
    edition = Edition(course, lang)
    topics: dict[str, list[tuple[Misconception, list[Item]]]] = {}
    for one in course.misconceptions.values():
        asked = [i for i in course.items.values() if one.id in i.misconceptions]
        topics.setdefault(edition.topic(one.topic), []).append((one, asked))
    html = edition.fill("paper/misconceptions", topics=topics)
    return Shown(html, course, lang)
