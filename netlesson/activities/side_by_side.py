"""Looking at the types side by side: the evidence in a cell, and the cases."""

from collections.abc import Mapping
from typing import Any

from ..content import Case, Rating
from ..deciding import Comparison, compare, suggest, types
from ..explaining import evidence, headline, ranking
from ..form import Button, Choice, Field, Form, Option, Output, Prose, Select
from ..learning import Answers
from .page import fill, page, phrases


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
    return fill(
        answers,
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


def case_fields(answers: Answers, case: Case) -> list[Field]:
    """Return a case, the question what suits it, and a place for the answer."""
    say = phrases(answers, "side.{}")
    return [
        Prose(f"text_{case.id}", fill(answers, "language/case", case=case)),
        Choice(f"choice_{case.id}", say("your_choice"), options=_groups(answers)),
        Button("compare", say("compare"), primary=True),
        Output("answer", say("answer")),
    ]


def cases_form(answers: Answers) -> Form:
    """Let the learner decide for the cases, then show a reasoned shortlist."""
    course, lang, say = answers.course, answers.lang, phrases(answers, "side.{}")
    cases = tuple(Option(each.id, each.name[lang]) for each in course.cases.values())

    def fields(case: Case) -> list[Field]:
        asked = Select("case", say("case"), options=cases)
        return [asked, *case_fields(answers, case)]

    kept = {e.data["case"]: e.data["choice"] for e in answers.journal.events("case")}
    first = next(iter(course.cases.values()))
    form = page(answers, fields(first), "cases", value={"case": first.id})

    def show(case: Case) -> None:
        chosen = kept.get(case.id)
        value = {"case": case.id} | ({f"choice_{case.id}": chosen} if chosen else {})
        form.show(fields(case), value)
        if chosen:
            form.outputs = {"answer": case_answer(answers, case, chosen)}

    def entered(value: Mapping[str, Any]) -> None:
        case = course.cases[value.get("case") or first.id]
        if f"text_{case.id}" not in [field["id"] for field in form.fields]:
            show(case)

    def pressed(value: Mapping[str, Any]) -> None:
        case = course.cases[value.get("case") or first.id]
        chosen = value.get(f"choice_{case.id}")
        if not chosen:
            form.errors = {f"choice_{case.id}": say("choose_first")}
            return
        kept[case.id] = chosen
        answers.journal.append("case", case=case.id, choice=chosen)
        form.errors = {}
        form.outputs = {"answer": case_answer(answers, case, chosen)}

    form.on_change(entered)
    form.on_click("compare", pressed)
    show(first)
    return form


def case_answer(answers: Answers, case: Case, chosen: str) -> str:
    """Return the shortlist of a case with reasons, trap and ranking, as HTML."""
    course, lang = answers.course, answers.lang
    comparison = case_comparison(answers, case)
    place = "first" if chosen == case.first else "second"
    return fill(
        answers,
        "activities/case_answer",
        case=case,
        chosen=course.groups[chosen].name[lang],
        place=place if chosen in (case.first, case.second) else "other",
        reasons=[_said(answers, name) for name in case.reasons],
        against=[_said(answers, name) for name in case.against],
        headline=headline(comparison, course, lang),
        ranking=ranking(comparison, course, lang),
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
