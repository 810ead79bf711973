"""Writes items in GIFT, the plain text format of Moodle's question bank.

Every text is HTML, so that no text begins with a sign that means something to GIFT
and `->` never stands in a row; then GIFT's own signs are escaped. GIFT cannot format
the answers of a matching question: those are plain text.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from ..content import Course, Item, Lang
from ..language import line, plain, render
from ..learning import topic_name
from .named import NAMES, named
from .texts import decimal, digits, hints_of, name_of

_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\~=#{}:"} | {"\n": " "})
# In a comment, Moodle takes what stands in brackets for an id or a tag.
_NO_TAG = str.maketrans("[]", "()")


def gift(items: Sequence[Item], course: Course, lang: Lang) -> str:
    """Write items as a GIFT file.

    What the format cannot hold stands at the top, hints above their question, both
    as comments. Each type is a category.

    Args:
        items: In the order of their topics.
        course: Where names and phrases come from.
        lang: The language of the questions.

    Returns:
        The text of the file.
    """
    blocks = [_comments(_head(items, course, lang))]
    for topic, about in groupby(items, key=lambda item: item.topic):
        name = line(topic_name(topic, course, lang)).replace("/", "//")
        blocks.append(f"$CATEGORY: netlesson-{lang}/{name}")
        blocks += [_question(item, course, lang) for item in about]
    return "\n\n".join(blocks) + "\n"


def _head(items: Sequence[Item], course: Course, lang: Lang) -> Iterator[str]:
    yield course.say("lms.about", lang, n=len(items), format=NAMES["gift"])
    yield course.say("lms.cannot", lang, format=NAMES["gift"])
    yield from (f"- {each}" for each in named(items, "gift", course, lang))


def _comments(lines: Iterator[str]) -> str:
    return "\n".join(f"// {line(each).translate(_NO_TAG)}" for each in lines)


def _question(item: Item, course: Course, lang: Lang) -> str:
    tags = "".join(f" [tag:{tag}]" for tag in (item.pool, item.level, item.kind))
    text = partial(_text, course=course, lang=lang)
    unit = course.say("lms.unit", lang, unit=line(item.unit[lang])) if item.unit else ""
    amount = item.how.response == "amount"
    if item.pairs:
        answers = _pairs(item, lang, text, course)
    else:
        answers = (_numbers if amount else _options)(item, lang, text)
    return "\n".join(
        [
            f"// [id:{name_of(item, lang)}]{tags}",
            *filter(None, [_comments(hints_of(item, course, lang))]),
            f"::{item.id.translate(_SIGNS)}::[html]{text(item.stem[lang], note=unit)}{{"
            + ("#" if amount else ""),
            *(f"\t{answer}" for answer in answers),
            "}",
        ]
    )


def _text(text: str, course: Course, lang: Lang, note: str = "") -> str:
    html = render("lms/text", course, lang, text=plain(text), lead="", note=note)
    return html.translate(_SIGNS)


def _options(item: Item, lang: Lang, text: partial[str]) -> Iterator[str]:
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
        why = f"#{text(option.feedback[lang])}" if option.feedback else ""
        yield f"{weight}{text(option.text[lang])}{why}"


def _pairs(item: Item, lang: Lang, text: partial[str], course: Course) -> Iterator[str]:
    places = {name: plain(place) for name, place in item.places(lang).items()}
    answers = {name: line(place).translate(_SIGNS) for name, place in places.items()}
    for pair in item.pairs:
        yield f"={text(pair.text[lang])} -> {answers[pair.key]}"
    for name in [n for n in answers if n not in {pair.key for pair in item.pairs}]:
        yield f"= -> {answers[name]}"
    rows = [
        (plain(pair.text[lang]), places[pair.key], plain(pair.feedback[lang]))
        for pair in item.pairs
    ]
    yield f"####{render('lms/rows', course, lang, rows=rows).translate(_SIGNS)}"


def _numbers(item: Item, lang: Lang, text: partial[str]) -> Iterator[str]:
    right = text(item.feedback[lang]) if item.feedback else ""
    yield f"=%100%{_near(item.answer, item.tolerance)}#{right}"
    for slip in item.slips:
        near = _near(slip.answer, slip.tolerance)
        yield f"=%0%{near}#{text(slip.feedback[lang])}"
    if item.feedback_wrong:
        yield f"~#{text(item.feedback_wrong[lang])}"


def _near(answer: float | None, tolerance: float | None) -> str:
    return f"{digits(decimal(answer))}:{digits(decimal(tolerance))}"
