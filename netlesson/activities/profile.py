"""The business profile: a few questions, a first ranking at once."""

from collections.abc import Mapping
from typing import Any, get_args

from ..content import Country, Customers, Lang, Market
from ..explaining import headline, ranking
from ..form import Choice, Field, Form, Number, Option, Output, Select, form_labels
from ..language import NumberError, number, parse_number, render
from ..learning import REQUIRED, Answers

# More than any real budget or month: a slip of the keyboard, not an answer.
MOST = {"money": 1_000_000.0, "hours": 744.0}
NEEDS = ("need_1", "need_2", "need_3")


def profile_form(answers: Answers) -> Form:
    """Ask for the business, keep what is entered, show a first ranking."""
    course, lang = answers.course, answers.lang

    def say(key: str) -> str:
        return course.say(f"profile.{key}", lang)

    def options(kind: str, names: tuple[str, ...]) -> tuple[Option, ...]:
        return tuple(Option(name, say(f"{kind}_{name}")) for name in names)

    needs = tuple(
        Option(c.id, f"{c.name[lang]}: {c.need[lang]}")
        for c in course.criteria.values()
        if c.need is not None
    )
    yes_no = (Option("yes", say("yes")), Option("no", say("no")))
    fields: list[Field] = [
        Select(
            "country", say("country"), options=options("country", get_args(Country))
        ),
        Choice(
            "market",
            say("market"),
            say("market_help"),
            options=options("market", get_args(Market)),
        ),
        Choice(
            "customers",
            say("customers"),
            options=options("customers", get_args(Customers)),
        ),
        Number("money", say("money"), say("money_help"), unit=say("money_unit")),
        Number("hours", say("hours"), say("hours_help"), unit=say("hours_unit")),
        Choice("fixed_slot", say("fixed_slot"), options=yes_no),
        Choice("seat_taken", say("seat_taken"), say("seat_taken_help"), options=yes_no),
        *(
            Select(name, say(name), say(f"{name}_help"), options=needs)
            for name in NEEDS
        ),
        Output("result", say("result")),
    ]
    form = Form(
        fields,
        labels=form_labels(course.strings, lang),
        lang=lang,
        value=shown(answers),
        name="profile",
    )

    def entered(value: Mapping[str, Any]) -> None:
        form.errors = take_numbers(answers, value)

    def paint() -> None:
        form.outputs = {"result": first_look(answers)}

    form.on_change(entered)
    answers.watch(paint)
    paint()
    return form


def shown(answers: Answers) -> dict[str, Any]:
    """Return the profile as the form shows it: numbers in the reader's notation."""
    return {
        name: number(each, answers.lang, 2) if isinstance(each, float) else each
        for name, each in answers.typed.items()
    }


def take_numbers(answers: Answers, value: Mapping[str, Any]) -> dict[str, str]:
    """Keep what is entered; return a sentence for each number that is no use.

    Instead of such a number the last usable one stays in force.
    """
    course, lang = answers.course, answers.lang
    typed, errors = {**answers.typed, **value}, {}
    for name in MOST.keys() & value.keys():
        before = answers.typed.get(name, "")
        text = value[name]
        if not text.strip() and before == "":
            continue
        try:
            typed[name] = read_amount(text, lang, MOST[name])
        except NumberError as error:
            typed[name] = before
            errors[name] = course.say(
                error.key, lang, typed=error.typed, most=number(MOST[name], lang)
            )
    answers.set_profile(typed)
    return errors


def read_amount(text: str, lang: Lang, most: float) -> float:
    """Read a typed amount from 0 to `most`.

    Raises:
        NumberError: If it is no number or off the range.
    """
    amount = parse_number(text, lang)
    if amount < 0:
        raise NumberError("wording.too_small", text)
    if amount > most:
        raise NumberError("wording.too_large", text)
    return amount


def first_look(answers: Answers) -> str:
    """Return what is still missing, or a summary with a first ranking."""
    course, lang = answers.course, answers.lang
    profile = answers.profile
    if profile is None:
        open_ones = [
            course.say(f"profile.{name}", lang)
            for name in REQUIRED
            if not _usable(answers.typed.get(name), name)
        ]
        return render("activities/missing", course, lang, open_ones=open_ones)
    comparison = answers.comparison()
    suggestion = answers.suggestion
    return render(
        "activities/first_look",
        course,
        lang,
        profile=profile,
        suggestion=suggestion,
        unsure=not profile.needs,
        headline=headline(comparison, course, lang),
        ranking=ranking(comparison, course, lang),
    )


def _usable(answer: object, name: str) -> bool:
    return isinstance(answer, float) if name in MOST else answer not in (None, "")
