"""The one way to make a form of the course: its words, its language, its look."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from ..content import Lang
from ..form import LABELS, Field, Form, Output
from ..language import Entry, as_typed, bare, means
from ..learning import PAUSE, Answers


class Page(Form):
    """A form in the look of the course."""

    _css = Form._css + (Path(__file__).parent / "pages.css").read_text("utf-8")

    def written(self, amount: float) -> str:
        """Write a number as the reader of the page does."""
        return bare(amount, cast("Lang", self.lang))


def page(answers: Answers, fields: Iterable[Field], name: str, **options: Any) -> Form:
    """Return a form with the course's phrases, in the learner's language.

    Args:
        answers: Where phrases and language come from.
        fields: What it shows.
        name: Ties the form to its fallback.
        **options: As for `Form`.
    """
    strings, lang = answers.course.strings, answers.lang
    labels = {label: strings[f"form.{label}"][lang] for label in LABELS}
    return Page(fields, labels=labels, lang=lang, name=name, **options)


def output_page(
    answers: Answers,
    output: Output,
    name: str,
    make: Callable[[], str],
    *,
    quiet: bool = False,
) -> Form:
    """Return a form with a single output, made anew when an answer changes.

    Args:
        answers: Whose answers are watched.
        output: Where it is shown.
        name: Ties the form to its fallback.
        make: Makes the HTML.
        quiet: Whether to wait until the answers have not changed for a moment.
    """
    form = page(answers, [output], name)

    def paint() -> None:
        form.outputs = {output.id: make()}

    if quiet:
        when_quiet(answers, paint)
    else:
        answers.watch(paint, now=True)
    return form


def when_quiet(answers: Answers, paint: Callable[[], object]) -> None:
    """Paint now, and again once changed answers have rested for a moment.

    What takes longer than a bar must not stand between a slider and its ranking.
    """
    waiting: list[asyncio.TimerHandle] = []

    def changed() -> None:
        for timer in waiting:
            timer.cancel()
        waiting.clear()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            paint()
        else:
            waiting.append(loop.call_later(PAUSE, paint))

    answers.watch(changed)
    paint()


def phrases(answers: Answers, section: str) -> Callable[..., str]:
    """Return what says the phrases of a section, for example of "plan.{}"."""

    def say(key: str, **values: object) -> str:
        return answers.say(section.format(key), **values)

    return say


def note(answers: Answers, text: str) -> str:
    """Return a sentence as HTML that stands apart from the questions."""
    return answers.fill("language/note", text=text)


def show_kept(
    form: Form, kept: Mapping[str, Any], entries: Mapping[str, Entry], answers: Answers
) -> None:
    """Show in a form what was changed elsewhere.

    Text that means what is kept stays as it is typed, and so does what is refused.
    """
    lang, known = answers.lang, {field["id"] for field in form.fields}
    shown = as_typed(kept, entries, lang)
    value = {name: each for name, each in form.value.items() if name in known}
    for name in known - form.errors.keys():
        if name not in kept:
            value.pop(name, None)
        elif not means(value.get(name), kept[name], entries.get(name), lang):
            value[name] = shown[name]
    form.value = value
