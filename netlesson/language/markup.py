"""Fills HTML templates: the one way from text to HTML.

Whatever an author or a learner wrote is escaped on the way. What a template has made is
`Markup` and goes into another one as it is; no template says that a text is safe.
"""

import base64
import hashlib
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


TOOLS = "number", "signed", "money", "percent", "listing", "date_text", "dated"


def render(template: str, course: Course, lang: Lang, **values: object) -> Markup:
    """Fill a template of a room.

    Templates have `say(key, **values)` for phrases, and `number`, `signed`,
    `money`, `percent`, `listing`, `date_text` and `dated` in the reader's own notation;
    whole pages have `policy` for what stands in their head.
    `template` names the room and the file, for example "paper/item". Texts among the
    values are escaped, `Markup` is not.
    """
    tools = {name: partial(getattr(wording, name), lang=lang) for name in TOOLS}
    tools["money"] = partial(tools["money"], currency=course.currency)
    room, _, name = template.partition("/")
    page = _environment().get_template(f"{room}/templates/{name}.html")
    filled = page.render(
        course=course,
        lang=lang,
        say=lambda key, **filling: course.say(key, lang, **filling),
        policy=policy,
        **tools,
        **values,
    )
    return Markup(filled)  # noqa: S704  the template has escaped it


def policy(style: str, script: str = "") -> str:
    """Return what a browser may do on a page: apply one style, run one script.

    Both are named by their hash, so that nothing else that got into the page would
    do anything. Attributes may hold styles, which draw the bars; pictures are inside
    the page. There is nothing to load, to send or to lead elsewhere from.

    Args:
        style: What stands in the page's `style`.
        script: What stands in its `script`; "" if it has none.
    """
    parts = [
        "default-src 'none'",
        "img-src data:",
        # Browsers that do not tell elements from attributes read this line only.
        "style-src 'unsafe-inline'",
        f"style-src-elem {_digest(style)}",
        *([f"script-src {_digest(script)}"] if script else []),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(parts)


def _digest(code: str) -> str:
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
