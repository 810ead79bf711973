"""Looking at the types side by side: the evidence in a cell, and the cases."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..content import Case, Rating, local
from ..deciding import Comparison, compare, suggest, types
from ..explaining import evidence, headline, ranking
from ..explaining.figures import matrix, type_profile
from ..form import Field, Form, Prose, mark_as
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

    def make(form: Form) -> Mapping[str, str] | str:
        group, name = form.value.get("group"), form.value.get("criterion")
        return cell(answers, group, name) if group and name else form.outputs

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

    def make(form: Form) -> Mapping[str, str] | str:
        group = form.value.get("group")
        known = group and type_profile(course, group, answers.business, lang)
        return known or form.outputs

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
    which = say.select("case", options=offered(cases, lang))
    picked = [which] if len(cases) > 1 else []
    form, known = page(answers, [], name), dict[str, tuple[str, bool]]()

    def show(case: Case) -> None:
        chosen, told = known[case.id] = advised(answers, case)
        fields: list[Field] = [
            *picked,
            Prose(f"text_{case.id}", answers.fill("language/case", case=case)),
            say.choice(f"choice_{case.id}", "your_choice", options=groups),
            say.button("compare", primary=True),
            *([say.button("reveal")] if chosen and not told else []),
            say.output("answer"),
        ]
        value = {"case": case.id} if picked else {}
        form.show(fields, value | ({f"choice_{case.id}": chosen} if chosen else {}))
        if told:
            form.outputs = {"answer": case_answer(answers, case)}
            form.status = case_verdict(answers, case, chosen)
        elif chosen:
            why = mark_as("note", speaks_against(answers, case, chosen))
            form.marks = {f"choice_{case.id}": {chosen: why}}
            form.status = say("held")

    def looked_at(value: Mapping[str, Any]) -> Case:
        return next((c for c in cases if c.id == value.get("case")), cases[0])

    def pressed(value: Mapping[str, Any], *, ask: bool = False) -> None:
        case = looked_at(value)
        before, told = known[case.id]
        chosen = before if ask else value.get(f"choice_{case.id}")
        if not chosen:
            form.errors = {f"choice_{case.id}": say("choose_first")}
        elif chosen == before and not ask:
            form.status = form.status if told else say("same")
        else:
            ours = before or chosen in (case.first, case.second)
            held = {} if ours else {"held": True}
            answers.record("case", case=case.id, choice=chosen, **held)
            form.focus_on("")

    def follow(_value: object = None) -> None:
        case = looked_at(form.value)
        shown = f"text_{case.id}" in [field["id"] for field in form.fields]
        if not shown or advised(answers, case) != known.get(case.id):
            show(case)

    form.on_change(follow)
    form.on_click("compare", pressed)
    form.on_click("reveal", lambda value: pressed(value, ask=True))
    answers.watch(follow)
    show(cases[0])
    return form


def advised(answers: Answers, case: Case) -> tuple[str, bool]:
    """Return what a learner chose last for a case, and whether ours may be shown.

    It may after a choice that is on our shortlist, after a second one, or on request.
    """
    entries = [e.data for e in answers.journal.history("case", case=case.id)]
    known = [e for e in entries if str(e.get("choice")) in answers.course.groups]
    told = any(each.get("held") is not True for each in known)
    return (known[-1]["choice"] if known else ""), told


def speaks_against(answers: Answers, case: Case, chosen: str) -> str:
    """Say what the article says against a type that is not on a case's shortlist."""
    known = [answers.course.statements.get(name) for name in case.against]
    said = [each.text[answers.lang] for each in known if each and each.group == chosen]
    article = [answers.say("explain.article") + ":", *said] if said else []
    return " ".join([answers.say("side.not_ours"), *article])


def case_verdict(answers: Answers, case: Case, chosen: str) -> str:
    """Say how a choice compares with our shortlist."""
    place = {case.first: "first", case.second: "second"}.get(chosen, "other")
    groups = {"chosen": chosen, "first": case.first, "second": case.second}
    known, lang = answers.course.groups, answers.lang
    names = {word: known[name].name[lang] for word, name in groups.items()}
    return answers.say(f"side.place_{place}", **names)


def case_answer(answers: Answers, case: Case) -> str:
    """Return the reasons for the shortlist of a case, trap and ranking, as HTML."""
    comparison = case_comparison(answers, case)
    there = Edition(local(answers.course, case.profile.country), answers.lang)
    return answers.fill(
        "activities/case_answer",
        case=case,
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
