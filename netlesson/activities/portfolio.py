"""What it really costs, and which combination covers the most of what matters."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

from ..content import Alternative
from ..deciding import CostInputs, Currency, OwnFigures, Typed, typed_span
from ..explaining import (
    cost_sentences,
    excluded_sentences,
    figure,
    hours_range,
    member_sentences,
    money_range,
    portfolio_sentences,
    reckon_all,
    tenths,
)
from ..form import (
    Choice,
    Field,
    Form,
    Heading,
    Number,
    Option,
    Output,
    Prose,
    Select,
    form_labels,
)
from ..language import NumberError, listing, money, number, render
from ..learning import Answers
from .profile import MOST, read_amount

if TYPE_CHECKING:
    from ..deciding.portfolio import Portfolio

PARTS = ("low", "usual", "high")
LARGEST = {
    "money": MOST["money"],
    "hours": MOST["hours"],
    "hour": 10_000.0,
    "brings": 10_000_000.0,
    "contacts": 100_000.0,
    "customers": 100_000.0,
}
"""The most that a field takes; more is a slip of the keyboard."""


def costs_form(answers: Answers) -> Form:
    """Ask for prices, hours and expectations; show what each group costs."""
    course, lang = answers.course, answers.lang
    comparison = answers.comparison()
    first = comparison.alternatives[(*comparison.standing, *comparison.out)[0]]
    form = Form(
        _fields(answers, first),
        labels=form_labels(course.strings, lang),
        lang=lang,
        value=_typed(answers, first),
        name="costs",
    )
    shown, known = first.id, answers.costs

    def chosen() -> Alternative:
        found = {each.id: each for each in answers.alternatives}
        return found.get(shown, next(iter(found.values())))

    def entered(value: Mapping[str, Any]) -> None:
        nonlocal shown, known
        costs, refused = take(answers, chosen(), value)
        # Our own change: what is typed stays as it is typed.
        known = costs
        answers.set_costs(costs)
        wanted = str(value.get("which") or shown)
        if wanted != shown:
            shown, refused = wanted, {}
            show()
        form.errors = {**falling(answers, chosen()), **refused}

    def show(value: Mapping[str, Any] | None = None) -> None:
        nonlocal known
        known = answers.costs
        form.show(_fields(answers, chosen()), value or _typed(answers, chosen()))
        paint()

    def follow() -> None:
        asked = [field.state() for field in _fields(answers, chosen())]
        if answers.costs != known:
            show()
            form.errors = falling(answers, chosen())
        elif form.fields != asked:
            errors = form.errors
            show(form.value)
            form.errors = errors
        else:
            paint()

    def paint() -> None:
        form.outputs = {"costs": costs_table(answers)}

    form.on_change(entered)
    answers.watch(follow)
    form.errors = falling(answers, first)
    paint()
    return form


def _fields(answers: Answers, chosen: Alternative) -> list[Field]:
    """Return what is asked for all, and for the one that is chosen."""
    course, lang, currency = answers.course, answers.lang, answers.costs.currency

    def say(key: str, **values: object) -> str:
        return course.say(f"costs.{key}", lang, **values)

    def three(name: str, whose: str, unit: str, text: str = "") -> list[Field]:
        helps = (text, "", "")
        return [
            Number(f"{whose}{name}_{part}", say(f"{name}_{part}"), help, unit=unit)
            for part, help in zip(PARTS, helps, strict=True)
        ]

    own = f"{chosen.id}-"
    a_year = say("a_year", currency=currency)
    hours = figure(None, chosen, "time")
    takes = {part: number(getattr(hours, part), lang, 1) for part in PARTS}
    ours = figure(None, chosen, "money")
    price = {part: money(getattr(ours, part), lang) for part in PARTS}
    foreign = currency != "EUR"
    return [
        Heading("shared_heading", say("shared")),
        Prose("shared_help", f"<p>{say('shared_help')}</p>"),
        Choice(
            "currency",
            say("currency"),
            say("currency_help"),
            options=tuple(
                Option(name, say(f"currency_{name}")) for name in get_args(Currency)
            ),
        ),
        Number(
            "hour",
            say("hour"),
            say("hour_help"),
            unit=say("an_hour", currency=currency),
        ),
        *three("brings", "", a_year, say("brings_help")),
        Heading("figures_heading", say("figures")),
        Select(
            "which",
            say("which"),
            say("which_help"),
            options=tuple(Option(each.id, each.name) for each in answers.alternatives),
        ),
        Number(
            f"{own}money",
            say("money"),
            say("money_foreign", currency=currency)
            if foreign
            else say("money_help", **price),
            unit=a_year,
        ),
        Number(
            f"{own}hours",
            say("hours"),
            say("hours_help", **takes),
            unit=course.say("profile.hours_unit", lang),
        ),
        *three("contacts", own, ""),
        *three("customers", own, "", say("customers_help")),
        Output("costs", say("result")),
    ]


def _typed(answers: Answers, chosen: Alternative) -> dict[str, Any]:
    """Return what is kept as the form shows it, in the reader's notation."""
    costs = answers.costs
    own = costs.own.get(chosen.id, OwnFigures())
    amounts: dict[str, float | None] = {"hour": costs.hour}
    amounts |= {f"{chosen.id}-money": own.money, f"{chosen.id}-hours": own.hours}
    for name, whose, three in _spans(costs, chosen.id):
        for part, amount in zip(PARTS, three, strict=True):
            amounts[f"{whose}{name}_{part}"] = amount
    return {
        "currency": costs.currency,
        "which": chosen.id,
        **{
            key: number(amount, answers.lang, 2)
            for key, amount in amounts.items()
            if amount is not None
        },
    }


def _spans(costs: CostInputs, chosen: str) -> list[tuple[str, str, Typed]]:
    """Return name, start of the field's id, and what is kept, for each range."""
    own = costs.own.get(chosen, OwnFigures())
    return [
        ("brings", "", costs.brings),
        ("contacts", f"{chosen}-", own.contacts),
        ("customers", f"{chosen}-", own.customers),
    ]


def take(
    answers: Answers, chosen: Alternative, value: Mapping[str, Any]
) -> tuple[CostInputs, dict[str, str]]:
    """Read what is entered; return a sentence for each number that is no use.

    Instead of such a number the last usable one stays in force.
    """
    course, lang, before = answers.course, answers.lang, answers.costs
    errors: dict[str, str] = {}

    def read(name: str, last: float | None, whose: str = "", part: str = "") -> Any:
        field = f"{whose}{name}{part}"
        text = str(value.get(field, ""))
        if not text.strip():
            return None
        try:
            return read_amount(text, lang, LARGEST[name])
        except NumberError as error:
            most = number(LARGEST[name], lang)
            errors[field] = course.say(error.key, lang, typed=error.typed, most=most)
            return last

    spans = {
        name: tuple(
            read(name, last, whose, f"_{part}")
            for part, last in zip(PARTS, three, strict=True)
        )
        for name, whose, three in _spans(before, chosen.id)
    }
    own = before.own.get(chosen.id, OwnFigures())
    figures = OwnFigures(
        money=read("money", own.money, f"{chosen.id}-"),
        hours=read("hours", own.hours, f"{chosen.id}-"),
        contacts=spans["contacts"],
        customers=spans["customers"],
    )
    others = {name: each for name, each in before.own.items() if name != chosen.id}
    entered = value.get("currency")
    currency = {name: name for name in get_args(Currency)}.get(entered, before.currency)
    return CostInputs(
        currency=currency,
        hour=read("hour", before.hour),
        brings=spans["brings"],
        own=others if figures == OwnFigures() else {**others, chosen.id: figures},
    ), errors


def falling(answers: Answers, chosen: Alternative) -> dict[str, str]:
    """Return a sentence beside each range whose numbers do not rise."""
    return {
        f"{whose}{name}_usual": answers.course.say("costs.must_rise", answers.lang)
        for name, whose, three in _spans(answers.costs, chosen.id)
        if None not in three and typed_span(three) is None
    }


def costs_table(answers: Answers) -> str:
    """Return what each group costs as HTML: sentences, then a table."""
    course, lang, costs = answers.course, answers.lang, answers.costs
    reckoned = reckon_all(answers.alternatives, costs)

    def amount(span: Any) -> tuple[str, str]:
        return money_range(span, costs.currency, course, lang)

    rows = [
        {
            "name": row.name,
            "colour": row.colour,
            "money": amount(row.money),
            "hours": hours_range(row.hours, course, lang),
            "total": amount(row.costs and row.costs.total),
            "per_contact": amount(row.costs and row.costs.per_contact),
            "per_customer": amount(row.costs and row.costs.per_customer),
        }
        for row in reckoned
    ]
    return render(
        "activities/costs",
        course,
        lang,
        sentences=cost_sentences(reckoned, costs, course, lang),
        incomplete=listing(_incomplete(answers), lang),
        rows=rows,
    )


def _incomplete(answers: Answers) -> list[str]:
    """Name the ranges of which only a part is entered."""
    found: dict[str, None] = {}
    for alternative in answers.alternatives:
        for name, _, three in _spans(answers.costs, alternative.id):
            if None in three and any(each is not None for each in three):
                text = answers.course.say(
                    f"costs.span_{name}", answers.lang, name=alternative.name
                )
                found[text] = None
    return list(found)


def portfolio_form(answers: Answers) -> Form:
    """Show which combination of groups covers the most of what matters."""
    course, lang = answers.course, answers.lang
    form = Form(
        [Output("portfolio", course.say("portfolio.title", lang))],
        labels=form_labels(course.strings, lang),
        lang=lang,
        name="portfolio",
    )

    def paint() -> None:
        form.outputs = {"portfolio": combinations(answers)}

    answers.watch(paint)
    paint()
    return form


def best_combinations(answers: Answers) -> "Portfolio":
    """Combine what is compared, with the learner's own prices and hours.

    Prices in another currency than the budget's do not count.
    """
    from ..deciding.portfolio import portfolio

    own = {
        i: answers.costs.own.get(each.id, OwnFigures())
        for i, each in enumerate(answers.alternatives)
    }
    prices = own if answers.costs.currency == "EUR" else {}
    amounts = {
        "money": {i: x.money for i, x in prices.items() if x.money is not None},
        "time": {i: x.hours for i, x in own.items() if x.hours is not None},
    }
    return portfolio(answers.comparison(), answers.knockouts, amounts)


def combinations(answers: Answers) -> str:
    """Return the best combinations as HTML: sentences, table, what is left out."""
    course, lang, costs = answers.course, answers.lang, answers.costs
    found = best_combinations(answers)
    alternatives = found.comparison.alternatives
    foreign = costs.currency != "EUR"
    owned = [
        each.name
        for each in alternatives
        if (own := costs.own.get(each.id))
        and (own.hours is not None or (own.money is not None and not foreign))
    ]
    rows = [
        {
            "members": [alternatives[i] for i in each.members],
            "adds": member_sentences(found, each, course, lang),
            "points": number(tenths(each.score), lang, 1),
            "spent": dict(zip(found.spent_on, each.spent, strict=True)),
        }
        for each in found.best
    ]
    return render(
        "activities/portfolio",
        course,
        lang,
        sentences=portfolio_sentences(found, course, lang),
        rows=rows,
        excluded=excluded_sentences(found, course, lang),
        no_profile=answers.profile is None,
        own=listing(owned, lang),
        foreign=costs.currency
        if foreign and any(own.money is not None for own in costs.own.values())
        else "",
    )
