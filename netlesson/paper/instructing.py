"""What an instructor asks of the course: minutes per activity, beliefs behind items.

The guide calls its two tables without opening the course, so that reading it leaves
no trace among an instructor's own answers.
"""

from ..content import Item, Lang, Misconception, course_in_use
from ..explaining.shown import Shown
from ..language import render
from ..learning import topic_name
from .source import lessons, read


def minutes_table(lang: Lang) -> Shown:
    """Show how many minutes each activity takes."""
    found = [read(path) for path in lessons(lang)]
    course = course_in_use()
    html = render("paper/minutes_table", course, lang, lessons=found)
    return Shown(html, course, lang)


def misconceptions(lang: Lang) -> Shown:
    """Show the beliefs behind the wrong answers, and the questions they tempt in."""
    course = course_in_use()
    topics: dict[str, list[tuple[Misconception, list[Item]]]] = {}
    for one in course.misconceptions.values():
        asked = [i for i in course.items.values() if one.id in i.misconceptions]
        topic = topic_name(one.topic, course, lang)
        topics.setdefault(topic, []).append((one, asked))
    html = render("paper/misconceptions", course, lang, topics=topics)
    return Shown(html, course, lang)
