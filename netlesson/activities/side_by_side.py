"""Looking at the types side by side: the evidence in a cell, and the cases."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..content import Case, Rating
from ..deciding import Comparison, compare, suggest, types
from ..explaining import evidence, headline, ranking
from ..form import Button, Choice, Field, Form, Option, Output, Prose, Select
from ..learning import Answers
from .page import page, phrases


def evidence_form(answers: Answers) -> Form:
    """Show what any rating rests on: article, research or estimate."""
    course, lang, say = answers.course, answers.lang, phrases(answers, "side.{}")
    criteria = tuple(Option(c.id, c.name[lang]) for c in course.criteria.values())
    fields: list[Field] = [
        Select("group", say("group"), options=_groups(answers)),
        Select("criterion", say("criterion"), options=criteria),
        Output("evidence", say("evidence")),
    ]
    value = {"group": next(iter(course.groups)), "criterion": "reputation"}
    form = page(answers, fields, "evidence", value=value)

    def paint(_value: object = None) -> None:
        group, name = form.value.get("group"), form.value.get("criterion")
        if group and name:
            form.outputs = {"evidence": cell(answers, group, name)}

    form.on_change(paint)
    answers.watch(paint, now=True)
    return form


def cell(answers: Answers, group: str, name: str) -> str:
    """Return one cell of the matrix with all its evidence, as HTML."""
    course, business = answers.course, answers.business
    say, rating = phrases(answers, "profile.{}"), course.ratings[group, name]
    current = rating.at(business.country, business.market)
    return answers.fill(
        "activities/cell",
        group=course.groups[group],
        criterion=course.criteria[name],
        rating=rating,
        current=current,
        is_variant=not isinstance(current, Rating),
        evidence=lambda each: evidence(each, course),
        places=lambda each: [
            *(say(f"country_{one}") for one in each.countries),
            *(say(f"market_{one}") for one in each.markets),
        ],
    )


def type_form(answers: Answers) -> Form:
    """Show the profile of one type across all criteria."""
    course, say = answers.course, phrases(answers, "side.{}")
    fields: list[Field] = [
        Select("group", say("group"), options=_groups(answers)),
        Output("profile", say("profile")),
    ]
    form = page(answers, fields, "type", value={"group": next(iter(course.groups))})

    def paint(_value: object = None) -> None:
        from ..explaining.figures import type_profile

        if group := form.value.get("group"):
            picture = type_profile(course, group, answers.business, answers.lang)
            form.outputs = {"profile": picture}

    form.on_change(paint)
    answers.watch(paint, now=True)
    return form


def cases_form(answers: Answers) -> Form:
    """Let the learner decide for the cases, then show a reasoned shortlist."""
    return choosing_form(answers, list(answers.course.cases.values()), "cases")


def choosing_form(answers: Answers, cases: Sequence[Case], name: str) -> Form:
    """Ask which type suits a business, then show a reasoned shortlist.

    Args:
        answers: Where the choices are kept.
        cases: The businesses; of several, one is picked in the form.
        name: Ties the form to its fallback.
    """
    course, lang, say = answers.course, answers.lang, phrases(answers, "side.{}")
    options = tuple(Option(each.id, each.name[lang]) for each in cases)
    picked = [Select("case", say("case"), options=options)] if len(cases) > 1 else []

    def fields(case: Case) -> list[Field]:
        return [
            *picked,
            Prose(f"text_{case.id}", answers.fill("language/case", case=case)),
            Choice(f"choice_{case.id}", say("your_choice"), options=_groups(answers)),
            Button("compare", say("compare"), primary=True),
            Output("answer", say("answer")),
        ]

    def show(case: Case) -> None:
        value = {"case": case.id} if picked else {}
        chosen = newest(answers, "case", "choice", case=case.id)
        if chosen in course.groups:
            form.show(fields(case), {**value, f"choice_{case.id}": chosen})
            form.outputs = {"answer": case_answer(answers, case, chosen)}
        else:
            form.show(fields(case), value)

    def looked_at(value: Mapping[str, Any]) -> Case:
        return next((c for c in cases if c.id == value.get("case")), cases[0])

    def entered(value: Mapping[str, Any]) -> None:
        case = looked_at(value)
        if f"text_{case.id}" not in [field["id"] for field in form.fields]:
            show(case)

    def pressed(value: Mapping[str, Any]) -> None:
        case = looked_at(value)
        chosen = value.get(f"choice_{case.id}")
        if not chosen:
            form.errors = {f"choice_{case.id}": say("choose_first")}
            return
        answers.record("case", case=case.id, choice=chosen)
        form.errors = {}
        form.outputs = {"answer": case_answer(answers, case, chosen)}

    form = page(answers, [], name)
    form.on_change(entered)
    form.on_click("compare", pressed)
    show(cases[0])
    return form


def newest(answers: Answers, kind: str, what: str, **about: str) -> str:
    """Return what the newest entry about something says, or an empty text.

    Args:
        answers: Whose journal is read.
        kind: The kind of entry.
        what: The part of it that is asked for.
        about: What the entry has to be about.
    """
    said = (answers.journal.latest(kind, **about) or {}).get(what)
    return said if isinstance(said, str) else ""


def case_answer(answers: Answers, case: Case, chosen: str) -> str:
    """Return the shortlist of a case with reasons, trap and ranking, as HTML."""
    course, lang = answers.course, answers.lang
    comparison = case_comparison(answers, case)
    place = "first" if chosen == case.first else "second"
    return answers.fill(
        "activities/case_answer",
        case=case,
        chosen=course.groups[chosen].name[lang],
        place=place if chosen in (case.first, case.second) else "other",
        reasons=[_said(answers, name) for name in case.reasons],
        against=[_said(answers, name) for name in case.against],
        headline=headline(comparison, answers),
        ranking=ranking(comparison, answers),
    )


def case_comparison(answers: Answers, case: Case) -> Comparison:
    """Compare the types for the business of a case, with its suggested weights."""
    course = answers.course
    start = suggest(case.profile, course)
    alternatives = types(course, case.profile, answers.lang)
    criteria = tuple(course.criteria.values())
    return compare(alternatives, criteria, start.weights, start.knockouts)


def _said(answers: Answers, name: str) -> tuple[str, str]:
    """Return who says it (article or research) and what is said."""
    course = answers.course
    if name in course.statements:
        return "article", course.statements[name].text[answers.lang]
    record = course.findings[name] if name in course.findings else course.notes[name]
    return "research", record.text[answers.lang]


def _groups(answers: Answers) -> tuple[Option, ...]:
    groups = answers.course.groups.values()
    return tuple(Option(group.id, group.name[answers.lang]) for group in groups)
