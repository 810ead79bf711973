"""The pieces of a lesson: a type's card and profile, a case, a reflection, progress."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..content import Basis, Course, Criterion, Figure, GroupType, Lang, Profile
from ..deciding import criterion_value
from ..explaining import evidence
from ..form import Area, Button, Choice, Field, Form, Option, Output, Prose, form_labels
from ..language import money, number, render
from ..learning import Answers, address, on_binder, progress_of, topic_name
from .side_by_side import case_answer, case_choice

ASPECTS = ("money", "hours", "size", "reach", "rules")
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "CAD")


@dataclass(frozen=True, slots=True)
class Amounts:
    """One figure in a table: where, how much, who says so."""

    figure: Figure
    low: str
    typical: str
    high: str
    sources: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One criterion of a profile, with places on its scale in percent (100 = best)."""

    criterion: Criterion
    rating: str
    words: str
    low: str
    high: str
    at: float
    start: float
    width: float
    basis: Basis
    reason: str
    evidence: Sequence[str]


def card(course: Course, group: str, lang: Lang) -> str:
    """Return what a type is, costs and asks, and all that is said about it, as HTML.

    Args:
        course: What is said.
        group: A type's id; "general" for what is said about all types.
        lang: The reader's language.

    Raises:
        ValueError: If there is no such type.
    """
    if group == "general":
        general = [s for s in course.statements.values() if s.group == group]
        return render("activities/general", course, lang, statements=general)
    kind = _type(course, group)
    names = {statement.id for statement in kind.statements}
    figures = [_amounts(each, course, lang) for each in kind.figures]
    return render(
        "activities/card",
        course,
        lang,
        group=kind,
        figures={
            aspect: [f for f in figures if f.figure.aspect == aspect]
            for aspect in ASPECTS
        },
        notes=[n for n in course.notes.values() if names & set(n.affects)],
        findings=[f for f in course.findings.values() if names & set(f.about)],
    )


def _type(course: Course, group: str) -> GroupType:
    if group not in course.groups:
        raise ValueError(
            f"there is no type {group!r}; use one of {', '.join(course.groups)}"
        )
    return course.groups[group]


def _amounts(figure: Figure, course: Course, lang: Lang) -> Amounts:
    def written(amount: float | None) -> str:
        if amount is None:
            return ""
        if figure.unit in CURRENCIES:
            return money(amount, lang, str(figure.unit))
        return number(amount, lang, 1)

    titles = [course.sources[name].title for name in figure.sources]
    return Amounts(
        figure,
        written(figure.low),
        written(figure.typical),
        written(figure.high),
        "; ".join(titles),
    )


def chart(course: Course, group: str, business: Profile, lang: Lang) -> str:
    """Return a type's ratings across all criteria, with the evidence, as HTML.

    Args:
        course: The ratings and what they rest on.
        group: A type's id.
        business: Whose country and market decide where ratings vary.
        lang: The reader's language.

    Raises:
        ValueError: If there is no such type.
    """
    kind = _type(course, group)
    bars = [_bar(course, group, c, business, lang) for c in course.criteria.values()]
    return render(
        "activities/chart",
        course,
        lang,
        group=kind,
        bars=bars,
        evidence=lambda cell: evidence(cell, course),
    )


def _bar(
    course: Course, group: str, criterion: Criterion, business: Profile, lang: Lang
) -> Bar:
    cell = course.ratings[group, criterion.id].at(business.country, business.market)
    ends = sorted(100 * criterion_value(x, criterion) for x in (cell.low, cell.high))

    def written(amount: float) -> str:
        if criterion.id == "money":
            return money(amount, lang)
        return number(amount, lang, 1)

    unit = (
        f" {criterion.unit[lang]}" if criterion.unit and criterion.id != "money" else ""
    )
    return Bar(
        criterion=criterion,
        rating=written(cell.value) + unit,
        words=anchor_words(criterion, cell.value, course, lang),
        low=written(cell.low),
        high=written(cell.high),
        at=round(100 * criterion_value(cell.value, criterion), 1),
        start=round(ends[0], 1),
        width=round(ends[1] - ends[0], 1),
        basis=cell.basis,
        reason=cell.reason[lang],
        evidence=cell.evidence,
    )


def anchor_words(criterion: Criterion, value: float, course: Course, lang: Lang) -> str:
    """Return what a rating means: an anchor's words, or the two it lies between."""
    if not criterion.anchors:
        return ""
    steps = sorted(criterion.anchors, key=int)
    for step in steps:
        if value == int(step):
            return criterion.anchors[step][lang]
    below = max((s for s in steps if int(s) < value), key=int)
    above = min((s for s in steps if int(s) > value), key=int)
    return course.say(
        "lesson.between",
        lang,
        low=criterion.anchors[below][lang],
        high=criterion.anchors[above][lang],
    )


def chart_form(answers: Answers, group: str) -> Form:
    """Show a type's profile for the learner's business."""
    course, lang = answers.course, answers.lang
    _type(course, group)
    fields = [Output("chart", course.say("lesson.chart", lang))]
    form = _form(answers, fields, f"chart-{group}")

    def paint() -> None:
        form.outputs = {"chart": chart(course, group, answers.business, lang)}

    answers.watch(paint)
    paint()
    return form


def suits_form(answers: Answers, case_id: str) -> Form:
    """Ask which type suits one business, then show a reasoned shortlist.

    Raises:
        ValueError: If there is no such case.
    """
    course, lang = answers.course, answers.lang
    if case_id not in course.cases:
        raise ValueError(
            f"there is no case {case_id!r}; use one of {', '.join(course.cases)}"
        )
    case = course.cases[case_id]
    name = f"choice_{case.id}"
    fields: list[Field] = [
        Prose("case", render("language/case", course, lang, case=case)),
        Choice(
            name,
            course.say("side.your_choice", lang),
            options=tuple(Option(g.id, g.name[lang]) for g in course.groups.values()),
        ),
        Button("compare", course.say("side.compare", lang), primary=True),
        Output("answer", course.say("side.answer", lang)),
    ]
    form = _form(answers, fields, f"suits-{case.id}")

    def paint() -> None:
        if chosen := case_choice(answers, case):
            form.value = {name: chosen}
            form.outputs = {"answer": case_answer(answers, case, chosen)}

    def pressed(value: Mapping[str, Any]) -> None:
        chosen = value.get(name)
        if not chosen:
            form.errors = {name: course.say("side.choose_first", lang)}
            return
        form.errors = {}
        answers.record("case", case=case.id, choice=chosen)
        paint()

    form.on_click("compare", pressed)
    paint()
    return form


def reflection_form(answers: Answers, name: str, prompt: str = "") -> Form:
    """Let the learner write something down and keep it while they write.

    Args:
        answers: Where it is kept.
        name: What it is about, for example a type's id.
        prompt: The question; a general one if left out.
    """
    course, lang = answers.course, answers.lang
    label = prompt or course.say("progress.reflection", lang)
    help_line = course.say("progress.reflection_help", lang)
    form = _form(answers, [Area("text", label, help_line)], f"reflection-{name}")

    def kept() -> str:
        latest = answers.journal.latest("reflection", id=name) or {}
        text = latest.get("text")
        return text if isinstance(text, str) else ""

    def entered(value: Mapping[str, Any]) -> None:
        answers.record_soon("reflection", name, id=name, text=value.get("text", ""))
        form.status = course.say("progress.reflection_kept", lang)

    form.on_change(entered)
    form.value = {"text": kept()}
    return form


def progress_form(answers: Answers) -> Form:
    """Show mastery by type, what is still open, and the next step."""
    course, lang = answers.course, answers.lang
    fields = [Output("progress", course.say("progress.title", lang))]
    form = _form(answers, fields, "progress")

    def paint() -> None:
        form.outputs = {"progress": progress_page(answers)}

    answers.watch(paint)
    paint()
    return form


def progress_page(answers: Answers) -> str:
    """Return the progress page as HTML."""
    course, lang = answers.course, answers.lang
    standing = progress_of(answers)
    return render(
        "activities/progress",
        course,
        lang,
        standing=standing,
        binder=on_binder(),
        address=address,
        colour=lambda topic: (
            course.groups[topic].colour if topic in course.groups else ""
        ),
        topic_name=lambda topic: topic_name(topic, course, lang),
    )


def _form(answers: Answers, fields: Sequence[Field], name: str) -> Form:
    labels = form_labels(answers.course.strings, answers.lang)
    return Form(fields, labels=labels, lang=answers.lang, name=name)
