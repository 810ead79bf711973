"""Looking at the types side by side: the evidence in a cell, and the cases."""

from collections.abc import Mapping
from typing import Any

from ..content import Case, Rating
from ..deciding import Comparison, compare, suggest, types
from ..explaining import evidence, headline, ranking
from ..form import (
    Button,
    Choice,
    Field,
    Form,
    Option,
    Output,
    Prose,
    Select,
    form_labels,
)
from ..language import render
from ..learning import Answers


def evidence_form(answers: Answers) -> Form:
    """Show what any rating rests on: article, research or estimate."""
    course, lang = answers.course, answers.lang
    fields: list[Field] = [
        Select("group", course.say("side.group", lang), options=_groups(answers)),
        Select(
            "criterion",
            course.say("side.criterion", lang),
            options=tuple(Option(c.id, c.name[lang]) for c in course.criteria.values()),
        ),
        Output("evidence", course.say("side.evidence", lang)),
    ]
    value = {"group": next(iter(course.groups)), "criterion": "reputation"}
    form = _form(answers, fields, "evidence", value)

    def paint(_value: object = None) -> None:
        group, name = form.value.get("group"), form.value.get("criterion")
        if group and name:
            form.outputs = {"evidence": cell(answers, group, name)}

    form.on_change(paint)
    answers.watch(paint)
    paint()
    return form


def cell(answers: Answers, group: str, name: str) -> str:
    """Return one cell of the matrix with all its evidence, as HTML."""
    course, lang = answers.course, answers.lang
    rating = course.ratings[group, name]
    business = answers.business
    return render(
        "activities/cell",
        course,
        lang,
        group=course.groups[group],
        criterion=course.criteria[name],
        rating=rating,
        current=rating.at(business.country, business.market),
        is_variant=not isinstance(rating.at(business.country, business.market), Rating),
        evidence=lambda each: evidence(each, course),
        places=lambda each: [
            *(course.say(f"profile.country_{one}", lang) for one in each.countries),
            *(course.say(f"profile.market_{one}", lang) for one in each.markets),
        ],
    )


def type_form(answers: Answers) -> Form:
    """Show the profile of one type across all criteria."""
    course, lang = answers.course, answers.lang
    fields: list[Field] = [
        Select("group", course.say("side.group", lang), options=_groups(answers)),
        Output("profile", course.say("side.profile", lang)),
    ]
    form = _form(answers, fields, "type", {"group": next(iter(course.groups))})

    def paint(_value: object = None) -> None:
        from ..explaining.figures import type_profile

        if group := form.value.get("group"):
            picture = type_profile(course, group, answers.business, lang)
            form.outputs = {"profile": picture}

    form.on_change(paint)
    answers.watch(paint)
    paint()
    return form


def cases_form(answers: Answers) -> Form:
    """Let the learner decide for the cases, then show a reasoned shortlist."""
    course, lang = answers.course, answers.lang

    def fields(case: Case) -> list[Field]:
        return [
            Select(
                "case",
                course.say("side.case", lang),
                options=tuple(
                    Option(c.id, c.name[lang]) for c in course.cases.values()
                ),
            ),
            Prose(f"text_{case.id}", render("language/case", course, lang, case=case)),
            Choice(
                f"choice_{case.id}",
                course.say("side.your_choice", lang),
                options=_groups(answers),
            ),
            Button("compare", course.say("side.compare", lang), primary=True),
            Output("answer", course.say("side.answer", lang)),
        ]

    first = next(iter(course.cases.values()))
    form = _form(answers, fields(first), "cases", {"case": first.id})

    def show(case: Case) -> None:
        chosen = case_choice(answers, case)
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
            form.errors = {f"choice_{case.id}": course.say("side.choose_first", lang)}
            return
        answers.journal.append("case", case=case.id, choice=chosen)
        form.errors = {}
        form.outputs = {"answer": case_answer(answers, case, chosen)}

    form.on_change(entered)
    form.on_click("compare", pressed)
    show(first)
    return form


def case_choice(answers: Answers, case: Case) -> str:
    """Return the type that the learner chose for a case; "" before that."""
    kept = answers.journal.latest("case", case=case.id) or {}
    chosen = kept.get("choice")
    return chosen if chosen in list(answers.course.groups) else ""


def case_answer(answers: Answers, case: Case, chosen: str) -> str:
    """Return the shortlist of a case with reasons, trap and ranking, as HTML."""
    course, lang = answers.course, answers.lang
    comparison = case_comparison(answers, case)
    place = "first" if chosen == case.first else "second"
    return render(
        "activities/case_answer",
        course,
        lang,
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


def _form(
    answers: Answers, fields: list[Field], name: str, value: Mapping[str, Any]
) -> Form:
    labels = form_labels(answers.course.strings, answers.lang)
    return Form(fields, labels=labels, lang=answers.lang, name=name, value=value)
