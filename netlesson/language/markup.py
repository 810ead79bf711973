"""Fills HTML templates; whatever a learner wrote is escaped on the way."""

from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..content import Course, Lang
from . import wording


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parents[1]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, course: Course, lang: Lang, **values: object) -> str:
    """Fill a template of a room.

    Templates have `say(key, **values)` for phrases, and `number`, `signed`,
    `money`, `percent`, `listing` and `date_text` in the reader's own notation.

    Args:
        template: The room and the file's name, for example "paper/item".
        course: Where phrases and records come from.
        lang: The reader's language.
        **values: What the template shows; strings are escaped.

    Returns:
        HTML.
    """
    tools = {
        name: partial(getattr(wording, name), lang=lang)
        for name in ("number", "signed", "money", "percent", "listing", "date_text")
    }
    room, _, name = template.partition("/")
    page = _environment().get_template(f"{room}/templates/{name}.html")
    filled = page.render(
        course=course,
        lang=lang,
        say=lambda key, **filling: course.say(key, lang, **filling),
        **tools,
        **values,
    )
    return Markup(filled)  # noqa: S704  the template has escaped it
