"""One item in a form: its fields, the response in them, the feedback beside them."""

from collections.abc import Mapping
from typing import Any, assert_never

from ..content import Item, Lang
from ..form import Choice, Choices, Field, Number, Option, Order, Prose, Select, mark_as
from ..language import Edition, number, parse_number
from ..learning import Mark, Response

DECIMALS = 6


def question_fields(item: Item, edition: Edition) -> list[Field]:
    """Return what an item looks like in a form; nothing tells the key."""
    stem = item.stem[edition.lang]
    options = tuple(Option(each.id, each.text[edition.lang]) for each in item.options)
    match item.how.response:
        case "option":
            own_view = "" if item.how.marked else edition.say("quiz.own_view")
            return [Choice(item.id, stem, own_view, options=options)]
        case "options":
            return [Choices(item.id, stem, options=options)]
        case "order":
            return [Order(item.id, stem, options=options)]
        case "amount":
            unit = item.unit[edition.lang] if item.unit else ""
            return [Number(item.id, stem, unit=unit)]
        case "places":
            asked = edition.fill("activities/stem", stem=stem)
            rows = [
                Select(row_field(item, row.id), row.text[edition.lang], options=options)
                for row in item.rows
            ]
            return [Prose(item.id, asked), *rows]
        case never:
            assert_never(never)


def row_field(item: Item, row: str) -> str:
    """Return the id of the field that asks for a row."""
    return f"{item.id}--{row}"


def read_response(item: Item, value: Mapping[str, Any], lang: Lang) -> Response | None:
    """Take an item's response out of what is entered in its fields.

    Raises:
        NumberError: If a number cannot be understood.
    """
    if item.rows:
        given = {row.id: value.get(row_field(item, row.id)) for row in item.rows}
        return {row: place for row, place in given.items() if place}
    entered = value.get(item.id)
    if item.how.response == "amount" and str(entered or "").strip():
        return parse_number(str(entered), lang)
    return entered or None


def shown_response(item: Item, response: Response, lang: Lang) -> dict[str, Any]:
    """Return what the fields of an item show for a response; see `read_response`."""
    if isinstance(response, Mapping):
        return {row_field(item, row): place for row, place in response.items()}
    if isinstance(response, int | float):
        return {item.id: number(response, lang, DECIMALS)}
    return {item.id: response if isinstance(response, str) else list(response)}


def marks(
    item: Item, verdict: Mark, edition: Edition
) -> dict[str, dict[str, dict[str, str]]]:
    """Return the feedback of a mark as a form shows it, beside options or rows."""
    places, shown = item.places(edition.lang), {}
    for name, part in verdict.parts.items():
        said = part.feedback[edition.lang] if part.feedback else ""
        if part.place and part.verdict == "wrong":
            key = "quiz.belongs" if item.rows else "quiz.in_place"
            said = edition.say(key, place=places[part.place], why=said)
        shown[name] = mark_as(part.verdict, said)
    if item.rows:
        return {row_field(item, row): {"": mark} for row, mark in shown.items()}
    return {item.id: shown}
