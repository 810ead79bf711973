"""What it really costs: prices, hours and expectations, and what follows from them."""

from collections.abc import Callable, Mapping
from typing import Any

from ..content import Alternative
from ..deciding import CostInputs, OwnFigures, Typed, typed_span
from ..explaining import cost_sentences, figure, hours_range, money_range, reckon_all
from ..form import Field, Form
from ..language import COUNT, HOURS, MONEY, Amount, listing, number, take_entries
from ..learning import Answers
from .page import Section, offered, page, show_kept

PARTS = ("low", "usual", "high")
ENTRIES = {
    "money": MONEY,
    "hours": HOURS,
    "hour": Amount(10_000.0, money=True),
    "brings": Amount(10_000_000.0, money=True),
    "contacts": COUNT,
    "customers": COUNT,
}


def costs_form(answers: Answers) -> Form:
    """Ask for prices, hours and expectations; show what each group costs."""
    comparison = answers.comparison()
    first = comparison.alternatives[(*comparison.standing, *comparison.out)[0]]
    form, shown = page(answers, [], "costs", keeps=True), first.id

    def chosen() -> Alternative:
        offers = answers.alternatives
        return next((each for each in offers if each.id == shown), offers[0])

    def entered(value: Mapping[str, Any]) -> None:
        nonlocal shown
        costs, form.errors = take(answers, chosen(), value)
        if value.get("which", chosen().id) != chosen().id:
            shown = str(value["which"])
        answers.set_costs(costs)
        follow()

    def follow() -> None:
        form.renew(_fields(answers, chosen()))
        amounts = _amounts(answers.costs, chosen().id)
        known = {name: each for name, each in amounts.items() if each is not None}
        kept = {"which": chosen().id, **known}
        show_kept(form, kept, _entries(amounts), answers)
        form.errors = {**falling(answers, chosen()), **form.errors}
        form.outputs = {"costs": costs_table(answers)}

    form.on_change(entered)
    answers.watch(follow, now=True)
    return form


def _fields(answers: Answers, chosen: Alternative) -> list[Field]:
    """Return what is asked for all, and for the one that is chosen."""
    lang, say = answers.lang, Section(answers, "costs.{}")

    def three(name: str, whose: str = "", unit: str = "") -> list[Field]:
        return [
            say.number(f"{whose}{name}_{part}", f"{name}_{part}", help=text, unit=unit)
            for part, usual in zip(PARTS, (say.help(name), "", ""), strict=True)
            for text in [answers.as_given(usual, "costs", name, part)]
        ]

    rows = answers.comparison().rows
    level = next(row.level for row in rows if row.alternative.id == chosen.id)

    def usual(criterion: str, write: Callable[[float], str]) -> dict[str, str]:
        known = figure(None, level, criterion)
        return {part: write(getattr(known, part)) for part in PARTS}

    own, a_year = f"{chosen.id}-", say("a_year", currency=answers.sign)
    price = say("money_help", **usual("money", answers.money))
    price = answers.as_given(price, "costs", "own", chosen.id, "money")
    hour = answers.as_given(say.help("hour"), "costs", "hour")
    takes = say("hours_help", **usual("time", lambda x: number(x, lang, 1)))
    hours_unit = answers.say("profile.hours_unit")
    return [
        say.heading("shared_heading", "shared"),
        say.paragraph("shared_help"),
        say.number("hour", help=hour, unit=say("an_hour", currency=answers.sign)),
        *three("brings", unit=a_year),
        say.heading("figures_heading", "figures"),
        say.select("which", options=offered(answers.alternatives, lang)),
        say.number(f"{own}money", "money", help=price, unit=a_year),
        say.number(f"{own}hours", "hours", help=takes, unit=hours_unit),
        *three("contacts", own),
        *three("customers", own),
        say.output("costs", "result"),
    ]


def _amounts(costs: CostInputs, chosen: str) -> dict[str, float | None]:
    """Return what is kept of the fields that are shown, None where nothing is."""
    own = costs.own.get(chosen, OwnFigures())
    return {
        "hour": costs.hour,
        f"{chosen}-money": own.money,
        f"{chosen}-hours": own.hours,
        **{
            f"{name}_{part}": amount
            for name, three in _spans(costs, chosen).items()
            for part, amount in zip(PARTS, three, strict=True)
        },
    }


def _spans(costs: CostInputs, chosen: str) -> dict[str, Typed]:
    """Return each range that is kept, by what the ids of its fields begin with."""
    own = costs.own.get(chosen, OwnFigures())
    return {
        "brings": costs.brings,
        f"{chosen}-contacts": own.contacts,
        f"{chosen}-customers": own.customers,
    }


def _entries(fields: Mapping[str, object]) -> dict[str, Amount]:
    """Return what may be typed into each field."""
    return {field: ENTRIES[_named(field).partition("_")[0]] for field in fields}


def _named(field: str) -> str:
    return field.rpartition("-")[2]


def take(
    answers: Answers, chosen: Alternative, value: Mapping[str, Any]
) -> tuple[CostInputs, dict[str, str]]:
    """Read what is entered; return a sentence for each number that is no use."""
    before, ident = answers.costs, chosen.id
    last = _amounts(before, ident)
    course, lang, entries = answers.course, answers.lang, _entries(last)
    amounts, errors = take_entries(last, value, entries, course, lang, nothing=None)

    def three(name: str) -> Typed:
        low, usual, high = (amounts[f"{name}_{part}"] for part in PARTS)
        return low, usual, high

    figures = OwnFigures(
        money=amounts[f"{ident}-money"],
        hours=amounts[f"{ident}-hours"],
        contacts=three(f"{ident}-contacts"),
        customers=three(f"{ident}-customers"),
    )
    own = {**before.own, ident: figures}
    if figures == OwnFigures():
        del own[ident]
    return CostInputs(hour=amounts["hour"], brings=three("brings"), own=own), errors


def falling(answers: Answers, chosen: Alternative) -> dict[str, str]:
    """Return a sentence beside each range whose numbers do not rise."""
    return {
        f"{name}_usual": answers.say("costs.must_rise")
        for name, three in _spans(answers.costs, chosen.id).items()
        if None not in three and typed_span(three) is None
    }


def costs_table(answers: Answers) -> str:
    """Return what each group costs as HTML: sentences, then a table."""
    rows = reckon_all(answers.comparison().rows, answers.costs)
    return answers.fill(
        "activities/costs",
        edition=answers,
        sentences=cost_sentences(rows, answers.costs, answers),
        incomplete=listing(_incomplete(answers), answers.lang),
        rows=rows,
        money_range=money_range,
        hours_range=hours_range,
    )


def _incomplete(answers: Answers) -> list[str]:
    """Name the ranges of which only a part is entered."""
    say = Section(answers, "costs.span_{}")
    found = [
        say(_named(field), name=alternative.name)
        for alternative in answers.alternatives
        for field, three in _spans(answers.costs, alternative.id).items()
        if None in three and any(each is not None for each in three)
    ]
    return list(dict.fromkeys(found))
