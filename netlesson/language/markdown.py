"""Markdown as HTML: the prose of notebooks, and what a check of an exercise says.

HTML may be in it as far as it does nothing. What runs, loads, sends or leads anywhere
by itself is taken out by a sanitizer; so is what could look like a part of the course
that it is not. Links go to web and mail addresses.
"""

import re

import mistune
import nh3
from markupsafe import Markup

_TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code"),
    *("ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "a", "img"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("b", "strong", "i", "em", "s", "del", "u", "sub", "sup", "kbd", "mark", "small"),
}
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "th": {"style", "scope", "colspan", "rowspan"},
    "td": {"style", "colspan", "rowspan"},
}
_VALUES = {
    "href": re.compile("(https?|mailto):", re.IGNORECASE),
    "src": re.compile(r"data:image/(png|jpeg|gif|webp);base64,", re.IGNORECASE),
    # How the columns of a Markdown table are aligned; nothing else may be styled.
    "style": re.compile("text-align: ?(left|center|right);?$"),
}

_markdown = mistune.create_markdown(escape=False, plugins=["table"])


def html(text: str) -> Markup:
    """Turn Markdown into harmless HTML."""
    clean = nh3.clean(
        str(_markdown(text)),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_checked,
        url_schemes={"http", "https", "mailto", "data"},
    )
    return Markup(clean.strip())  # noqa: S704  the sanitizer has been over it


def _checked(_tag: str, name: str, value: str) -> str | None:
    allowed = _VALUES.get(name)
    return value if allowed is None or allowed.match(value) else None
