"""The pieces of a lesson: a type's card and profile, a case, a reflection, progress."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..content import Basis, Course, Criterion, Figure, GroupType, Lang, Profile
from ..deciding import criterion_value
from ..explaining import evidence
from ..form import Area, Form, Output
from ..language import money, number, render
from ..learning import Answers, address, on_binder, progress_of, topic_name
from .page import fill, output_page, page, phrases
from .side_by_side import case_answer, case_fields

ASPECTS = ("money", "hours", "size", "reach", "rules")


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
        if figure.unit in ("hours", "people"):
            return number(amount, lang, 1)
        return money(amount, lang, str(figure.unit))

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
    output = Output("chart", course.say("lesson.chart", lang))
    return output_page(
        answers,
        output,
        f"chart-{group}",
        lambda: chart(course, group, answers.business, lang),
    )


def suits_form(answers: Answers, case_id: str) -> Form:
    """Ask which type suits one business, then show a reasoned shortlist.

    Raises:
        ValueError: If there is no such case.
    """
    course = answers.course
    if case_id not in course.cases:
        raise ValueError(
            f"there is no case {case_id!r}; use one of {', '.join(course.cases)}"
        )
    case = course.cases[case_id]
    form = page(answers, case_fields(answers, case), f"suits-{case.id}")
    name = f"choice_{case.id}"

    def paint() -> None:
        chosen = _newest(answers, "case", "choice", case=case.id)
        if chosen in course.groups:
            form.value = {name: chosen}
            form.outputs = {"answer": case_answer(answers, case, chosen)}

    def pressed(value: Mapping[str, Any]) -> None:
        chosen = value.get(name)
        if not chosen:
            form.errors = {name: course.say("side.choose_first", answers.lang)}
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
    say = phrases(answers, "progress.{}")
    field = Area("text", prompt or say("reflection"), say("reflection_help"))
    kept = {"text": _newest(answers, "reflection", "text", id=name)}
    form = page(answers, [field], f"reflection-{name}", value=kept)

    def entered(value: Mapping[str, Any]) -> None:
        answers.record_soon("reflection", name, id=name, text=value.get("text", ""))
        form.status = say("reflection_kept")

    form.on_change(entered)
    return form


def _newest(answers: Answers, kind: str, what: str, **about: str) -> str:
    """Return what an entry about something says, the newest that there is."""
    events = [
        event
        for event in answers.journal.events(kind)
        if about.items() <= event.data.items()
    ]
    newest = max(reversed(events), key=lambda event: event.time, default=None)
    said = newest.data.get(what) if newest else ""
    return said if isinstance(said, str) else ""


def progress_form(answers: Answers) -> Form:
    """Show mastery by type, what is still open, and the next step."""
    output = Output("progress", answers.course.say("progress.title", answers.lang))
    return output_page(answers, output, "progress", lambda: progress_page(answers))


def progress_page(answers: Answers) -> str:
    """Return the progress page as HTML."""
    course, lang = answers.course, answers.lang
    return fill(
        answers,
        "activities/progress",
        standing=progress_of(answers),
        binder=on_binder(),
        address=address,
        colour=lambda topic: (
            course.groups[topic].colour if topic in course.groups else ""
        ),
        topic_name=lambda topic: topic_name(topic, course, lang),
    )
