"""The business profile: a few questions, a first ranking at once."""

from collections.abc import Mapping
from typing import Any

from ..content import COMPULSORY, local
from ..deciding import Comparison
from ..explaining import answer
from ..form import Field, Form, Option
from ..language import as_typed, means, take_entries
from ..learning import NEEDS, YES_NO, Answers, country_of, profile_entries, questions
from .page import Section, page, show_kept, unranked

# With more options than these, a list is easier to find one's way in.
MOST_BUTTONS = 5


def profile_form(answers: Answers) -> Form:
    """Ask for the business, keep what is entered, show a first ranking."""
    course, lang = answers.course, answers.lang
    say = Section(answers, "profile.{}")
    needs = tuple(
        Option(c.id, f"{c.name[lang]}: {c.need[lang]}")
        for c in course.criteria.values()
        if c.need is not None
    )

    def fields() -> list[Field]:
        return [
            *(
                question_field(answers, name)
                for name in questions()
                if name != "chamber" or answers.typed.get("country") in COMPULSORY
            ),
            *(say.select(name, options=needs) for name in NEEDS),
            say.output("result"),
        ]

    value = as_typed(answers.typed, profile_entries(), lang)
    form = page(answers, fields(), "profile", value=value, keeps=True)

    def entered(value: Mapping[str, Any]) -> None:
        form.errors = take_profile(answers, value)

    def follow() -> None:
        form.renew(fields())
        show_kept(form, answers.typed, profile_entries(), answers)
        form.outputs = {"result": first_look(answers)}

    form.on_change(entered)
    answers.watch(follow, now=True)
    return form


def question_field(answers: Answers, name: str, *, helped: bool = True) -> Field:
    """Return the field that asks one question about the business.

    Raises:
        KeyError: If a phrase of the question is missing.
    """
    say, question = Section(answers, "profile.{}"), questions()[name]
    help_line = say.help(name) if helped else ""
    if question.amount:
        help_line = answers.as_given(help_line, "profile", name)
        unit = say(f"{name}_unit", currency=answers.sign)
        return say.number(name, help=help_line, unit=unit)
    key = "{}" if question.words == YES_NO else f"{name}_{{}}"
    options = say.options(question.words, key)
    ask = say.choice if len(options) <= MOST_BUTTONS else say.select
    return ask(name, help=help_line, options=options)


def take_profile(answers: Answers, value: Mapping[str, Any]) -> dict[str, str]:
    """Keep what is entered; return a sentence for each number that is no use."""
    before, lang, entries = answers.typed, answers.lang, profile_entries()
    course = local(answers.course, country_of({**before, **value}))
    if course.currency != answers.course.currency and "money" in before:
        # What was typed before the country was changed is in the old currency.
        same = value.get("money"), before["money"], entries["money"]
        if means(*same, lang, answers.course):
            value = {name: each for name, each in value.items() if name != "money"}
    typed, errors = take_entries(before, value, entries, course, lang)
    answers.set_profile(typed)
    return errors


def first_look(answers: Answers) -> str:
    """Return what is still missing, or a summary with a first ranking."""
    profile = answers.profile
    if profile is None:
        return unranked(answers, here=True)
    comparison = answers.comparison()
    return answers.fill(
        "activities/first_look",
        profile=profile,
        suggestion=answers.suggestion,
        unsure=not profile.needs,
        idle=idle_note(answers, comparison),
        answer=answer(comparison, answers, profile),
    )


def idle_note(answers: Answers, comparison: Comparison) -> str:
    """Say where a chamber would rank for who belongs to it by law and takes no part."""
    for i, row in enumerate(comparison.rows):
        if row.idle:
            found = answers.taking_part(comparison)
            if not found.breaches[i]:
                place = {"rank": found.rows[i].rank, "n": len(found.standing)}
                return answers.say("recommend.idle", name=row.alternative.name, **place)
    return ""
