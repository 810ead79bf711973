"""Looking at the types side by side: the evidence in a cell, and the cases."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..content import Case, Rating, local
from ..deciding import Comparison, compare, suggest, types
from ..explaining import evidence, headline, ranking
from ..explaining.figures import matrix, type_profile
from ..form import Field, Form, Prose
from ..language import Edition
from ..learning import Answers
from .page import Section, offered, output_page, page


def matrix_form(answers: Answers) -> Form:
    """Show all types on all criteria, as rated for the learner's business."""
    business = answers.business

    def drawn() -> list[Field]:
        return [Prose("page", matrix(answers.course, business, answers.lang))]

    def follow() -> None:
        nonlocal business
        if answers.business != business:
            business = answers.business
            form.renew(drawn())

    form = page(answers, drawn(), "matrix")
    answers.watch(follow)
    return form


def evidence_form(answers: Answers) -> Form:
    """Show what any rating rests on: article, research or estimate."""
    course, lang, say = answers.course, answers.lang, Section(answers, "side.{}")
    fields = [
        say.select("group", options=offered(course.groups.values(), lang)),
        say.select("criterion", options=offered(course.criteria.values(), lang)),
        say.output("evidence"),
    ]

    def make(form: Form) -> Mapping[str, str]:
        group, name = form.value.get("group"), form.value.get("criterion")
        return (
            {"evidence": cell(answers, group, name)} if group and name else form.outputs
        )

    value = {"group": next(iter(course.groups)), "criterion": "reputation"}
    return output_page(answers, fields, "evidence", make, value=value)


def cell(answers: Answers, group: str, name: str) -> str:
    """Return one cell of the matrix with all its evidence, as HTML."""
    course, business = answers.course, answers.business
    rating = course.ratings[group, name]
    current = rating.at(business)
    return answers.fill(
        "activities/cell",
        group=course.groups[group],
        criterion=course.criteria[name],
        rating=rating,
        current=current,
        is_variant=not isinstance(current, Rating),
        evidence=lambda each: evidence(each, course),
    )


def type_form(answers: Answers) -> Form:
    """Show the profile of one type across all criteria."""
    course, lang, say = answers.course, answers.lang, Section(answers, "side.{}")
    groups = course.groups
    fields = [
        say.select("group", options=offered(groups.values(), lang)),
        say.output("profile"),
    ]

    def make(form: Form) -> Mapping[str, str]:
        if not (group := form.value.get("group")):
            return form.outputs
        return {"profile": type_profile(course, group, answers.business, lang)}

    return output_page(
        answers, fields, "type", make, value={"group": next(iter(groups))}, quiet=True
    )


def cases_form(answers: Answers) -> Form:
    """Let the learner decide for the cases, then show a reasoned shortlist."""
    return choosing_form(answers, list(answers.course.cases.values()), "cases")


def choosing_form(answers: Answers, cases: Sequence[Case], name: str) -> Form:
    """Ask which type suits a business, then show a reasoned shortlist.

    Of several businesses, one is picked in the form.
    """
    course, lang, say = answers.course, answers.lang, Section(answers, "side.{}")
    groups = offered(course.groups.values(), lang)
    picked = (
        [say.select("case", options=offered(cases, lang))] if len(cases) > 1 else []
    )
    form, known = page(answers, [], name), dict[str, str]()

    def show(case: Case) -> None:
        fields: list[Field] = [
            *picked,
            Prose(f"text_{case.id}", answers.fill("language/case", case=case)),
            say.choice(f"choice_{case.id}", "your_choice", options=groups),
            say.button("compare", primary=True),
            say.output("answer"),
        ]
        value = {"case": case.id} if picked else {}
        chosen = known[case.id] = newest(answers, "case", "choice", case=case.id)
        if chosen in course.groups:
            form.show(fields, {**value, f"choice_{case.id}": chosen})
            form.outputs = {"answer": case_answer(answers, case, chosen)}
        else:
            form.show(fields, value)

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
        known[case.id] = chosen
        answers.record("case", case=case.id, choice=chosen)
        form.errors = {}
        form.outputs = {"answer": case_answer(answers, case, chosen)}

    def follow() -> None:
        case = looked_at(form.value)
        if newest(answers, "case", "choice", case=case.id) != known.get(case.id):
            show(case)

    form.on_change(entered)
    form.on_click("compare", pressed)
    answers.watch(follow)
    show(cases[0])
    return form


def newest(answers: Answers, kind: str, what: str, **about: str) -> str:
    """Return what the newest entry about something says, or an empty text."""
    said = (answers.journal.latest(kind, **about) or {}).get(what)
    return said if isinstance(said, str) else ""


def case_answer(answers: Answers, case: Case, chosen: str) -> str:
    """Return the shortlist of a case with reasons, trap and ranking, as HTML."""
    course, lang = answers.course, answers.lang
    comparison = case_comparison(answers, case)
    there = Edition(local(course, case.profile.country), lang)
    place = "first" if chosen == case.first else "second"
    return answers.fill(
        "activities/case_answer",
        case=case,
        chosen=course.groups[chosen].name[lang],
        place=place if chosen in (case.first, case.second) else "other",
        reasons=[_said(answers, name) for name in case.reasons],
        against=[_said(answers, name) for name in case.against],
        headline=headline(comparison, there),
        ranking=ranking(comparison, there),
    )


def case_comparison(answers: Answers, case: Case) -> Comparison:
    """Compare the types for the business of a case, with its suggested weights."""
    course = local(answers.course, case.profile.country)
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
