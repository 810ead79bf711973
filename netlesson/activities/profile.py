"""The business profile: a few questions, a first ranking at once."""

from collections.abc import Mapping
from typing import Any

from ..explaining import headline, ranking
from ..form import Choice, Field, Form, Number, Option, Output, Select
from ..language import as_typed, take_entries
from ..learning import (
    NEEDS,
    YES_NO,
    Answers,
    open_questions,
    profile_entries,
    questions,
)
from .page import page, phrases

# With more options than these, a list is easier to find one's way in.
MOST_BUTTONS = 5


def profile_form(answers: Answers) -> Form:
    """Ask for the business, keep what is entered, show a first ranking."""
    course, lang = answers.course, answers.lang
    say = phrases(answers, "profile.{}")
    needs = tuple(
        Option(c.id, f"{c.name[lang]}: {c.need[lang]}")
        for c in course.criteria.values()
        if c.need is not None
    )
    fields = [
        *(question_field(answers, name) for name in questions()),
        *(Select(n, say(n), say(f"{n}_help"), options=needs) for n in NEEDS),
        Output("result", say("result")),
    ]
    value = as_typed(answers.typed, profile_entries(), lang)
    form = page(answers, fields, "profile", value=value)

    def entered(value: Mapping[str, Any]) -> None:
        form.errors = take_profile(answers, value)

    def paint() -> None:
        form.outputs = {"result": first_look(answers)}

    form.on_change(entered)
    answers.watch(paint, now=True)
    return form


def question_field(answers: Answers, name: str, *, helped: bool = True) -> Field:
    """Return the field that asks one question about the business.

    Args:
        answers: Where phrases and language come from.
        name: The field of the record.
        helped: Whether a line of help belongs to it, if there is one.

    Raises:
        KeyError: If a phrase of the question is missing.
    """
    say, question = phrases(answers, "profile.{}"), questions()[name]
    has_help = helped and f"profile.{name}_help" in answers.course.strings
    asked = (name, say(name), say(f"{name}_help") if has_help else "")
    if question.amount:
        return Number(*asked, unit=say(f"{name}_unit"))
    prefix = "" if question.words == YES_NO else f"{name}_"
    options = tuple(Option(word, say(prefix + word)) for word in question.words)
    kind = Choice if len(options) <= MOST_BUTTONS else Select
    return kind(*asked, options=options)


def take_profile(answers: Answers, value: Mapping[str, Any]) -> dict[str, str]:
    """Keep what is entered; return a sentence for each number that is no use."""
    course, lang, entries = answers.course, answers.lang, profile_entries()
    typed, errors = take_entries(answers.typed, value, entries, course, lang)
    answers.set_profile(typed)
    return errors


def first_look(answers: Answers) -> str:
    """Return what is still missing, or a summary with a first ranking."""
    profile = answers.profile
    if profile is None:
        say = phrases(answers, "profile.{}")
        open_ones = [say(name) for name in open_questions(answers.typed)]
        return answers.fill("activities/missing", open_ones=open_ones)
    comparison = answers.comparison()
    return answers.fill(
        "activities/first_look",
        profile=profile,
        suggestion=answers.suggestion,
        unsure=not profile.needs,
        headline=headline(comparison, answers),
        ranking=ranking(comparison, answers),
    )
