"""What an instructor asks of the course: minutes per activity, beliefs behind items.

The guide calls its two tables without opening the course, so that reading it leaves
no trace among an instructor's own answers.
"""

from IPython.display import HTML

from ..content import Item, Lang, Misconception, course_in_use
from ..language import render
from ..learning import topic_name
from .source import lessons, read


def minutes_table(lang: Lang) -> HTML:
    """Show how many minutes each activity takes."""
    found = [read(path) for path in lessons(lang)]
    return HTML(render("paper/minutes_table", course_in_use(), lang, lessons=found))


def misconceptions(lang: Lang) -> HTML:
    """Show the beliefs behind the wrong answers, and the questions they tempt in."""
    course = course_in_use()
    topics: dict[str, list[tuple[Misconception, list[Item]]]] = {}
    for one in course.misconceptions.values():
        asked = [i for i in course.items.values() if one.id in i.misconceptions]
        topic = topic_name(one.topic, course, lang)
        topics.setdefault(topic, []).append((one, asked))
    return HTML(render("paper/misconceptions", course, lang, topics=topics))
