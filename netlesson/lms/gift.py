"""GIFT, the plain text that Moodle takes questions from.

Source:
    Moodle's description of the format, https://docs.moodle.org/en/GIFT_format.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape

from ..items import Item
from ..model import Course, Lang, Text
from ..report.texts import printable

_SPECIAL = re.compile(r"([\\~=#{}:])")
# As HTML says them: some readers mind no backslash before a brace, and
# a text must not begin like a weight or a format.
_RISKY = re.compile(r"^[%\[]|[{}\\]")
_SPACE = re.compile("[ \t\r\n\f\v\u2028\u2029]+")
_SHARES = {2: "50", 3: "33.33333", 4: "25"}  # an item has two to four keys


def write(
    items: Sequence[Item],
    names: Mapping[str, str],
    notes: Sequence[str],
    course: Course,
    lang: Lang,
) -> str:
    """Return items as GIFT, one category for each topic.

    Args:
        items: What to export.
        names: What each topic is called.
        notes: What the format cannot hold; stands at the top.
        course: Where phrases come from.
        lang: The language.

    Returns:
        Text with one question a block. Titles are the items' ids, so that somebody
        who imports a later version can tell which is which.
    """
    head = [course.say("lms.about", lang, n=len(items)), *notes]
    blocks = ["\n".join(f"// {_line(line)}" for line in head)]
    topic = None
    for item in items:
        if item.topic != topic:
            topic = item.topic
            blocks.append(f"$CATEGORY: netlesson/{_category(names[topic])}")
        blocks.append(question(item, course, lang))
    return "\n\n".join(blocks) + "\n"


def question(item: Item, course: Course, lang: Lang) -> str:
    """Return one item as a block of GIFT."""
    stem = item.stem[lang]
    if item.unit:
        stem = course.say("lms.with_unit", lang, stem=stem, unit=item.unit[lang])
    match item.kind:
        case "number":
            opening, answers = "{#", _number(item, lang)
        case "match" | "sort":
            opening, answers = "{", _rows(item, lang)
        case _:
            opening, answers = "{", _options(item, lang)
    general = _general(item, course, lang)
    if general:
        answers.append(f"####{'<br>'.join(map(text, general))}")
    inside = "".join(f"\t{answer}\n" for answer in answers)
    return f"::{plain(item.id)}::[html]{text(stem)}{opening}\n{inside}}}"


def text(words: str) -> str:
    """Return words as HTML inside GIFT: nothing in them is a command."""
    html = escape(_line(words), quote=False)
    safe = _RISKY.sub(lambda found: f"&#{ord(found[0])};", html)
    return _SPECIAL.sub(r"\\\1", safe)


def plain(words: str) -> str:
    """Return words where GIFT knows no HTML: titles, and the right side of a pair."""
    return _SPECIAL.sub(r"\\\1", _line(words).replace("->", "→"))


def _line(words: str) -> str:
    return _SPACE.sub(" ", printable(words)).strip()


def _category(name: str) -> str:
    # A slash would open a category inside the category.
    return _line(name).replace("/", "-").replace("$", "")


def _with(feedback: Text | None, lang: Lang) -> str:
    return f"#{text(feedback[lang])}" if feedback else ""


def _options(item: Item, lang: Lang) -> list[str]:
    if item.kind == "choices":
        marks = {True: f"~%{_SHARES[len(item.key)]}%", False: "~%-100%"}
    elif item.kind == "opinion":
        marks = {True: "=", False: "~%100%"}
    else:
        marks = {True: "=", False: "~"}
    first = item.options[0].id if item.kind == "opinion" else ""
    return [
        marks[option.key or option.id == first]
        + text(option.text[lang])
        + _with(option.feedback, lang)
        for option in item.options
    ]


def _rows(item: Item, lang: Lang) -> list[str]:
    places = {option.id: plain(option.text[lang]) for option in item.options}
    used = {row.key for row in item.rows}
    spare = [place for name, place in places.items() if name not in used]
    return [
        *(f"={text(row.text[lang])} -> {places[row.key]}" for row in item.rows),
        *(f"= -> {place}" for place in spare),
    ]


def _number(item: Item, lang: Lang) -> list[str]:
    target = f"={item.answer:.10g}:{item.tolerance:.10g}{_with(item.feedback, lang)}"
    slips = [
        f"=%0%{slip.answer:.10g}:{slip.tolerance:.10g}{_with(slip.feedback, lang)}"
        for slip in item.slips
    ]
    return [target, *slips]


def _general(item: Item, course: Course, lang: Lang) -> list[str]:
    """Return what Moodle shows after any answer: reasons it cannot show elsewhere."""
    if item.kind == "choices":
        return [
            course.say(
                "lms.belongs",
                lang,
                option=option.text[lang],
                reason=option.feedback[lang],
            )
            for option in item.options
            if option.key and option.feedback
        ]
    if item.kind == "number" and item.feedback_wrong:
        return [item.feedback_wrong[lang]]
    places = {option.id: option.text[lang] for option in item.options}
    return [
        course.say(
            "lms.row",
            lang,
            row=row.text[lang],
            place=places[row.key],
            reason=row.feedback[lang],
        )
        for row in item.rows
    ]
