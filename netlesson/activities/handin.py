"""Hand in: choose what goes along, see exactly what is in the file, save it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from ..classroom import handin
from ..explaining import whole_points
from ..form import Field, File, Form, Option
from ..language import Edition, as_percent, language_name
from ..learning import Answers, learning_gain, note_name, pool, reflections
from .page import Section, page


def handin_form(answers: Answers) -> Form:
    """Let the learner look through a result file of theirs and save it.

    What is saved is what stands in the preview, to the byte.
    """
    say, folder = Section(answers, "handin.{}"), handin.folder()
    made: handin.Result | None = None
    form = page(answers, _fields(answers, folder), "handin")

    def follow() -> None:
        current = _fields(answers, folder)
        if [each.state() for each in current] != form.fields:
            offered = reflections(answers)
            ticked = [n for n in form.value.get("written", []) if n in offered]
            form.show(current, {**form.value, "written": ticked})
        paint()

    def paint() -> None:
        nonlocal made
        fresh, form.errors = _make(answers, form.value)
        # Its time stays as shown until there is something else to show.
        if not (fresh and made and fresh == replace(made, time=fresh.time)):
            made = fresh
        form.disabled = [] if made else ["save", "hand_in"]
        form.outputs = {} if form.errors else {"preview": preview(made, answers)}

    def entered(_value: object) -> None:
        form.status = ""
        paint()

    def seen() -> handin.Result | None:
        """Return what is shown, unless another notebook made it out of date."""
        shown = made
        answers.reload()
        if made is not None and made is not shown:
            form.status = say("changed")
            return None
        return made

    def save() -> File | None:
        if current := seen():
            name = handin.file_name(current)
            form.status = say("saved", file=name)
            return File(name, handin.encode_result(current), "application/json")
        return None

    def hand_in(_value: object) -> None:
        if folder and (current := seen()):
            form.status, form.errors = _put(current, folder, answers)

    form.on_change(entered)
    form.on_download("save", save)
    form.on_click("hand_in", hand_in)
    answers.watch(follow)
    paint()
    return form


def _put(
    result: handin.Result, folder: Path, answers: Answers
) -> tuple[str, dict[str, str]]:
    """Put a file into the folder; return the status, and what went wrong."""
    name = handin.file_name(result)
    try:
        replaced = handin.put(folder, name, handin.encode_result(result))
    except handin.ResultError as error:
        return "", {"hand_in": answers.tell(error.problem)}
    key = "handin.replaced" if replaced else "handin.handed_in"
    return answers.say(key, path=str(folder / name)), {}


def _fields(answers: Answers, folder: Path | None) -> list[Field]:
    say = Section(answers, "handin.{}")
    options = tuple(
        Option(name, note_name(name, answers), text)
        for name, text in reflections(answers).items()
    )
    fields: list[Field] = [say.prose("intro"), say.line("name")]
    if options:
        fields.append(say.choices("written", options=options))
    fields += [say.output("preview"), say.download("save")]
    if folder is not None:
        where = say("hand_in_help", folder=str(folder))
        fields.append(say.button("hand_in", help=where, primary=True))
    return fields


def _make(
    answers: Answers, value: Mapping[str, Any]
) -> tuple[handin.Result | None, dict[str, str]]:
    """Make the result, or say beside which field it fails."""
    if handin.is_empty(answers):
        return None, {}
    try:
        result = handin.make_result(
            answers, name=value.get("name", ""), reflections=value.get("written", [])
        )
        handin.encode_result(result)  # which refuses what is too big
        return result, {}
    except handin.ResultError as error:
        named = error.problem.key == "handin.name_long"
        return None, {"name" if named else "written": answers.tell(error.problem)}


def preview(result: handin.Result | None, edition: Edition) -> str:
    """Return what is in a file as HTML: in words, and letter by letter."""
    if result is None:
        return edition.fill("activities/handin", result=None)
    course, lang, data = edition.course, edition.lang, handin.encode_result(result)
    pools = {
        name: [each for each in result.items if course.items[each.item].pool == name]
        for name in ("practice", "opening", "closing")
    }
    return edition.fill(
        "activities/handin",
        result=result,
        file=handin.file_name(result),
        text=data.decode(),
        size=len(data),
        language=language_name(result.lang, lang),
        lessons=_counts(pools["practice"]),
        opening=_counts(pools["opening"]),
        closing=_counts(pools["closing"]),
        # The table tells about the opening questions once the closing ones are done.
        checked=len(pools["closing"]) == len(pool(course, "closing")) > 0,
        gain=learning_gain(
            [each.first_right for each in pools["opening"]],
            [each.first_right for each in pools["closing"]],
        ),
        opinions=[
            (item, next(o for o in item.options if o.id == each.latest))
            for each in result.items
            if not (item := course.items[each.item]).how.marked
        ],
        weights=_weights(result, edition),
        ranking=[(place, whole_points([place.score])[0]) for place in result.ranking],
        chosen=[course.groups[name].name[lang] for name in result.chosen],
        written=[(note_name(r.name, edition), r.text) for r in result.reflections],
    )


def _counts(found: Iterable[handin.ItemResult]) -> dict[str, int]:
    marked = [each for each in found if each.latest_right is not None]
    return {
        "answered": len(marked),
        "first": sum(each.first_right is True for each in marked),
        "latest": sum(each.latest_right is True for each in marked),
    }


def _weights(result: handin.Result, edition: Edition) -> list[tuple[str, str]]:
    """Return the criteria in the learner's order, each with its weight in percent."""
    order = [*result.order, *(n for n in result.weights if n not in result.order)]
    points = whole_points([result.weights[name] for name in order])
    names = [edition.course.criteria[name].name[edition.lang] for name in order]
    shares = [as_percent(f"{n}", edition.lang) for n in points]
    return list(zip(names, shares, strict=True))
