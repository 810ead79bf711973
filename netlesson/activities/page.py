"""The one way to make a form of the course: its words, its language, its look."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partialmethod
from pathlib import Path
from typing import Any

from ..content import Lang
from ..form import (
    LABELS,
    Area,
    Button,
    Choice,
    Choices,
    Download,
    Field,
    Form,
    Heading,
    Line,
    Number,
    Option,
    Order,
    Output,
    Prose,
    Select,
    Upload,
)
from ..language import Edition, Entry, as_typed, bare, means
from ..learning import PAUSE, START, Answers, address, open_questions

SHOWN = ("heading", "output", "prose")
"""The kinds of field that nobody can enter anything in."""


class Page(Form):
    """A form in the look of the course, which says what became of the answers.

    Attributes:
        seen: What was kept when it was last shown, by field; see `show_kept`.
    """

    _css = Form._css + (Path(__file__).parent / "pages.css").read_text("utf-8")

    def __init__(
        self, answers: Answers, fields: Iterable[Field], **options: Any
    ) -> None:
        self._answers, self._touched = answers, False
        self.seen: dict[str, Any] = {}
        super().__init__(fields, **options)
        self.keep_with(lambda: not answers.waiting, answers.keep, answers.look)
        answers.on_kept(self.say_kept)
        self.say_kept()

    def written(self, amount: float) -> str:
        """Write a number as the reader of the page does."""
        return bare(amount, self._answers.lang)

    def _take(self, *about: Any) -> None:
        """Take what was edited, when nothing else reads or changes the answers."""
        with self._answers.turn:
            super()._take(*about)

    def respond(self, calls: Iterable[Callable[[], object]]) -> None:
        """Call back, and notice whether something was entered that is to be kept."""
        before = self._answers.given
        super().respond(calls)
        self._touched |= self._answers.given != before
        self.say_kept()

    def say_kept(self) -> None:
        """Say whether what was entered is on disk, and what to do if it is not."""
        answers, problem = self._answers, self._answers.journal.problem
        with self.hold_sync():
            usable = any(field["kind"] not in SHOWN for field in self.fields)
            self.unkept = answers.tell(problem) if problem and usable else ""
            if problem or self._alert:
                self.kept = ""
            elif self._touched and not answers.waiting:
                lasts = "kept" if answers.journal.place else "here"
                key = "but" if self.errors else lasts
                self.kept = answers.say(f"keeping.line_{key}")
            self.acknowledge()


def page(answers: Answers, fields: Iterable[Field], name: str, **options: Any) -> Page:
    """Return a `Form` with the course's phrases, which says what becomes of answers."""
    strings, lang = answers.course.strings, answers.lang
    labels = {label: strings[f"form.{label}"][lang] for label in LABELS}
    return Page(answers, fields, labels=labels, lang=lang, name=name, **options)


def output_page(
    answers: Answers,
    fields: Sequence[Field],
    name: str,
    make: Callable[[Form], Mapping[str, str] | str],
    *,
    value: Mapping[str, Any] | None = None,
    quiet: bool = False,
    ranks: bool = False,
) -> Form:
    """Return a form whose outputs `make` makes anew when it or an answer changes.

    What is only a text goes to the first output. If it is quiet, it waits until the
    answers have not changed for a moment. If it ranks, the first output says what to
    answer until there is a business to rank for.
    """
    form = page(answers, fields, name, value=value)
    first = next(field.id for field in fields if isinstance(field, Output))

    def paint(_value: object = None) -> None:
        before = unranked(answers) if ranks else ""
        made = before or make(form)
        form.outputs = {first: made} if isinstance(made, str) else dict(made)

    form.on_change(paint)
    if quiet:
        when_quiet(answers, paint)
    else:
        answers.watch(paint, now=True)
    return form


def unranked(answers: Answers, *, here: bool = False) -> str:
    """Return as HTML what to answer before anything is ranked; "" once it is.

    A ranking that stands there first would sway the answers. `here` they are asked.
    """
    if answers.profile is not None:
        return ""
    open_ones = [answers.say(f"profile.{n}") for n in open_questions(answers.typed)]
    start = "" if here else address(START)
    return answers.fill(
        "activities/missing", open_ones=open_ones, here=here, start=start
    )


def when_quiet(
    answers: Answers, paint: Callable[[], object], rest: float = PAUSE
) -> None:
    """Paint now, and again once changed answers have rested for so many seconds.

    What takes longer than a bar must not stand between a slider and its ranking.
    """
    timer: asyncio.TimerHandle | None = None

    def rested() -> None:
        with answers.turn:
            paint()

    def changed() -> None:
        nonlocal timer
        if timer is not None:
            timer.cancel()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            paint()
        else:
            timer = loop.call_later(rest, rested)

    answers.watch(changed)
    paint()


class Section:
    """The phrases of a section, and the fields that are named after them.

    A field's label is the phrase `key`, by default that of its id; its line of help is
    `<key>_help`, where the course has one.
    `section` says how they are called, for example "plan.{}".
    """

    def __init__(self, edition: Edition, section: str) -> None:
        self.edition, self.section = edition, section

    def __call__(self, key: str, **values: object) -> str:
        """Return a phrase, its placeholders filled in."""
        return self.edition.say(self.section.format(key), **values)

    def note(self, key: str, **values: object) -> str:
        """Return a phrase as HTML that stands apart from the questions."""
        return self.edition.fill("language/note", text=self(key, **values))

    def prose(self, ident: str) -> Prose:
        """Return the note that is called as the field."""
        return Prose(ident, self.note(ident))

    def paragraph(self, ident: str) -> Prose:
        """Return the phrase that is called as the field, as a plain paragraph."""
        text = self(ident)
        return Prose(ident, self.edition.fill("language/paragraph", text=text))

    def options(self, words: Iterable[str], key: str = "{}") -> tuple[Option, ...]:
        """Offer words, each under the phrase that `key` makes of it."""
        return tuple(Option(word, self(key.format(word))) for word in words)

    def help(self, key: str) -> str:
        """Return the line of help that belongs to a phrase, if there is one."""
        known = self.section.format(f"{key}_help") in self.edition.course.strings
        return self(f"{key}_help") if known else ""

    def _titled(self, kind: Callable[..., Field], ident: str, key: str = "") -> Field:
        return kind(ident, self(key or ident))

    def _asked(
        self,
        kind: Callable[..., Field],
        ident: str,
        key: str = "",
        *,
        help: str | None = None,
        **options: Any,
    ) -> Field:
        help = self.help(key or ident) if help is None else help
        return kind(ident, self(key or ident), help, **options)

    heading: partialmethod[Field] = partialmethod(_titled, Heading)
    output: partialmethod[Field] = partialmethod(_titled, Output)
    area: partialmethod[Field] = partialmethod(_asked, Area)
    button: partialmethod[Field] = partialmethod(_asked, Button)
    choice: partialmethod[Field] = partialmethod(_asked, Choice)
    choices: partialmethod[Field] = partialmethod(_asked, Choices)
    download: partialmethod[Field] = partialmethod(_asked, Download)
    line: partialmethod[Field] = partialmethod(_asked, Line)
    number: partialmethod[Field] = partialmethod(_asked, Number)
    order: partialmethod[Field] = partialmethod(_asked, Order)
    select: partialmethod[Field] = partialmethod(_asked, Select)
    upload: partialmethod[Field] = partialmethod(_asked, Upload)


def offered(records: Iterable[Any], lang: Lang) -> tuple[Option, ...]:
    """Offer records or alternatives, each by its name."""
    return tuple(
        Option(each.id, each.name if isinstance(each.name, str) else each.name[lang])
        for each in records
    )


def show_kept(
    form: Page, kept: Mapping[str, Any], entries: Mapping[str, Entry], answers: Answers
) -> None:
    """Show in a form what was changed elsewhere.

    Text that means what is kept stays as it is typed, and so does what is refused,
    until somebody answers that question elsewhere.
    """
    lang, known = answers.lang, {field["id"] for field in form.fields}
    shown = as_typed(kept, entries, lang)
    value = {name: each for name, each in form.value.items() if name in known}
    errors = dict(form.errors)
    for name in known:
        same = kept.get(name) == form.seen.get(name)
        if name in errors and same:
            continue
        refused = errors.pop(name, None)
        typed = value.get(name), kept.get(name), entries.get(name), lang
        if name not in kept:
            value.pop(name, None)
        elif refused or not means(*typed, answers.course, unread=same):
            value[name] = shown[name]
    form.seen = {name: kept.get(name) for name in known}
    form.value, form.errors = value, errors
