"""Writes items in GIFT, the plain text format of Moodle's question bank.

Every text is HTML, so that no text begins with a sign that means something to GIFT
and `->` never stands in a row; then GIFT's own signs are escaped. GIFT cannot format
the answers of a matching question: those are plain text.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from ..content import Course, Item, Lang, Text
from ..language import Edition, line, plain, render
from .texts import FORMATS, cannot, digits, hints_of, name_of

_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\~=#{}:"} | {"\n": " "})
# In a comment, Moodle takes what stands in brackets for an id or a tag.
_NO_TAG = str.maketrans("[]", "()")


def gift(items: Sequence[Item], course: Course, lang: Lang) -> str:
    """Write items as a GIFT file.

    What the format cannot hold stands at the top, hints above their question, both
    as comments. Each type is a category.
    """
    about = course.say("lms.about", lang, n=len(items), format=FORMATS["gift"])
    blocks = [_comments([about, *cannot(items, "gift", course, lang)])]
    for topic, group in groupby(items, key=lambda item: item.topic):
        name = line(Edition(course, lang).topic(topic)).replace("/", "//")
        blocks.append(f"$CATEGORY: netlesson-{lang}/{name}")
        blocks += [_question(item, course, lang) for item in group]
    return "\n\n".join(blocks) + "\n"


def _comments(lines: Iterable[str]) -> str:
    return "\n".join(f"// {line(each).translate(_NO_TAG)}" for each in lines)


def _question(item: Item, course: Course, lang: Lang) -> str:
    tags = "".join(f" [tag:{tag}]" for tag in (item.pool, item.level, item.kind))
    text = partial(_text, course=course, lang=lang)
    unit = course.say("lms.unit", lang, unit=line(item.unit[lang])) if item.unit else ""
    amount = item.how.response == "amount"
    if item.pairs:
        answers = _pairs(item, course, lang, text)
    else:
        answers = (_numbers if amount else _options)(item, text)
    return "\n".join(
        [
            f"// [id:{name_of(item, lang)}]{tags}",
            *filter(None, [_comments(hints_of(item, course, lang))]),
            f"::{item.id.translate(_SIGNS)}::[html]{text(item.stem, note=unit)}{{"
            + ("#" if amount else ""),
            *(f"\t{answer}" for answer in answers),
            "}",
        ]
    )


def _text(text: Text | None, course: Course, lang: Lang, note: str = "") -> str:
    said = text[lang] if text else ""
    html = render("lms/text", course, lang, text=said, note=note, plain=plain)
    return html.translate(_SIGNS)


def _options(item: Item, text: partial[str]) -> Iterator[str]:
    for number, option in enumerate(item.options):
        weight = "~"
        if item.how.response == "options":
            # Ticking everything must not pay: one wrong tick takes all there was.
            share = f"{100 / len(item.key):.5f}".rstrip("0").rstrip(".")
            weight = f"~%{share}%" if option.key else "~%-100%"
        elif not item.how.marked:
            # One "=" makes Moodle offer a single choice; all are worth the same.
            weight = "~%100%" if number else "="
        elif option.key:
            weight = "="
        yield f"{weight}{text(option.text)}#{text(option.feedback)}"


def _pairs(item: Item, course: Course, lang: Lang, text: partial[str]) -> Iterator[str]:
    places = {
        name: line(place).translate(_SIGNS) for name, place in item.places(lang).items()
    }
    for pair in item.pairs:
        yield f"={text(pair.text)} -> {places[pair.key]}"
    used = {pair.key for pair in item.pairs}
    yield from (f"= -> {place}" for name, place in places.items() if name not in used)
    rows = render("lms/rows", course, lang, item=item, plain=plain)
    yield f"####{rows.translate(_SIGNS)}"


def _numbers(item: Item, text: partial[str]) -> Iterator[str]:
    yield f"=%100%{_near(item.answer, item.tolerance)}#{text(item.feedback)}"
    for slip in item.slips:
        yield f"=%0%{_near(slip.answer, slip.tolerance)}#{text(slip.feedback)}"
    yield f"~#{text(item.feedback_wrong)}"


def _near(answer: float | None, tolerance: float | None) -> str:
    return f"{digits(answer)}:{digits(tolerance)}"
