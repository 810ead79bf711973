"""What the costs and the combinations come to, in words.

Every sentence is built from the numbers of `costs` and `portfolio`.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from ..content import Level, Profile
from ..deciding import (
    MONTHS,
    TOLERANCE,
    CostInputs,
    Costs,
    OwnFigures,
    Rated,
    Span,
    cheapest,
    reckon,
    typed_span,
)
from ..deciding.portfolio import Combination, Portfolio
from ..language import Edition, number, quoted_listing
from .reasons import breach_sentence, gain_words, signed_parts, tenths, whole_points

SMALL = 20  # below this, cents are shown
PARTS = 4
EVIDENCE = ("E4", "E15", "E16", "E24")
"""Why combine at all: the findings that bear on it."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One alternative and what it costs; None while the hour is open.

    `few` tells whether it is used for few hours, unless a learner gave hours.
    """

    name: str
    colour: str
    money: Span
    hours: Span
    costs: Costs | None
    few: bool = False


def reckon_all(rows: Sequence[Rated], inputs: CostInputs) -> list[Reckoned]:
    """Work out what every alternative costs by what a learner has entered.

    Where a price or the hours are left open, the figures count as it is rated.
    """
    return [_reckoned(row, inputs) for row in rows]


def _reckoned(row: Rated, inputs: CostInputs) -> Reckoned:
    each, costs = row.alternative, None
    own = inputs.own.get(each.id, OwnFigures())
    paid = figure(own.money, row.level, "money")
    hours = figure(own.hours, row.level, "time")
    if inputs.hour is not None:
        costs = reckon(
            paid,
            hours,
            inputs.hour,
            brings=typed_span(inputs.brings),
            contacts=typed_span(own.contacts),
            customers=typed_span(own.customers),
        )
    few = row.few and own.hours is None
    return Reckoned(each.name, each.colour, paid, hours.times(MONTHS), costs, few)


def beyond_limits(
    several: Sequence[Reckoned], profile: Profile | None, edition: Edition
) -> str:
    """Say what several take together in a year, if that is more than one can spare."""
    if profile is None:
        return ""
    money = math.fsum(each.money.usual for each in several)
    hours = math.fsum(each.hours.usual for each in several)
    longest = MONTHS * profile.hours
    if money <= profile.money + TOLERANCE and hours <= longest + TOLERANCE:
        return ""
    return edition.say(
        "plan.over_limits",
        money=edition.money(money),
        hours=number(hours, edition.lang),
        most=edition.money(profile.money),
        longest=number(longest, edition.lang),
    )


def figure(typed: float | None, level: Level, criterion: str) -> Span:
    """Return what was typed, or else the range as it is rated."""
    if typed is not None:
        return Span(typed, typed, typed)
    parts = (level.low, level.ratings, level.high)
    return Span(*(part[criterion] for part in parts))


def price(amount: float, edition: Edition) -> str:
    """Write an amount of money, with cents where they matter."""
    cents = 2 if amount < SMALL and not math.isclose(amount, round(amount)) else 0
    return edition.money(amount, cents)


def cost_sentences(
    rows: Sequence[Reckoned], inputs: CostInputs, edition: Edition
) -> list[str]:
    """Say what costs least, how sure that is, and when each pays off."""

    def say(key: str, **values: object) -> str:
        return edition.say(f"costs.{key}", **values)

    sentences = [] if inputs.hour is not None else [say("needs_hour")]
    known = {row.name: row.costs for row in rows if row.costs}
    for part in ("total", "per_contact", "per_customer"):
        sentences += _least(part, known, edition)
    if known and typed_span(inputs.brings) is None:
        sentences.append(say("needs_brings"))
    for name, costs in known.items():
        sentences += pays(name, costs, edition)
    return sentences


def _least(part: str, known: Mapping[str, Costs], edition: Edition) -> Iterator[str]:
    """Say which alternative costs least, once there are two to compare."""
    spans = {name: getattr(costs, part) for name, costs in known.items()}
    spans = {name: span for name, span in spans.items() if span}
    found = cheapest(list(spans.values()))
    if found is None or len(spans) < 2:
        return
    write = partial(price, edition=edition)
    names, (best, rivals) = list(spans), found
    least = spans.pop(names[best])
    yield edition.say(
        f"costs.{part}_{'open' if rivals else 'sure'}",
        name=names[best],
        usual=write(least.usual),
        most="" if rivals else write(least.high),
        least=write(min(span.low for span in spans.values())),
        others=quoted_listing([names[i] for i in rivals], edition.lang),
    )


def pays(name: str, costs: Costs, edition: Edition) -> Iterator[str]:
    """Say from how many customers one alternative pays off."""
    if costs.break_even is None:
        return
    if math.isinf(costs.break_even.usual):
        text = edition.say("costs.break_even_never", name=name)
    else:
        write = partial(number, lang=edition.lang)
        n, span = _range(costs.break_even, write, edition)
        text = edition.say(
            "costs.break_even" if span else "costs.break_even_exact",
            name=name,
            usual=edition.say("costs.customers", n=n),
            range=span,
        )
    if costs.payoff:
        text = f"{text} {edition.say(f'costs.pays_{costs.payoff}')}"
    yield text


def _range(
    span: Span, write: Callable[[float], str], edition: Edition
) -> tuple[str, str]:
    """Write the usual amount, and from how much to how much unless it is exact."""
    unlimited = math.isinf(span.usual)
    usual = edition.say("costs.no_limit") if unlimited else write(span.usual)
    if span.low == span.high:
        return usual, ""
    low = write(span.low)
    if math.isinf(span.high):
        return usual, edition.say("costs.open_range", low=low)
    return usual, edition.say("costs.range", low=low, high=write(span.high))


def money_range(span: Span | None, edition: Edition) -> tuple[str, str]:
    """Write the usual amount, and its range unless it is exact."""
    if span is None:
        return edition.say("costs.unknown"), ""
    return _range(span, partial(price, edition=edition), edition)


def hours_range(span: Span, edition: Edition) -> tuple[str, str]:
    """Write the usual hours, and their range unless they are exact."""
    return _range(span, partial(number, lang=edition.lang), edition)


def portfolio_sentences(found: Portfolio, edition: Edition) -> list[str]:
    """Say which combination covers the most, and how far ahead of what."""

    def say(key: str, **values: object) -> str:
        return edition.say(f"portfolio.{key}", **values)

    if not found.best:
        return [say("none")]
    best, *others = found.best
    points = tenths(best.score)
    shown = number(points, edition.lang, 1)
    if len(best.members) == 1:
        (name,) = _names(found, best)
        sentences = [say("best_alone", name=name, points=shown)]
    else:
        names = member_names(found, best, edition)
        sentences = [say("best", names=names, points=shown)]
        if found.single:
            alone = tenths(found.single.score)
            gain = gain_words(points - alone, edition)
            (name,) = _names(found, found.single)
            shown = number(alone, edition.lang, 1)
            sentences.append(say("together", gain=gain, name=name, points=shown))
    for second in others[:1]:
        tie = math.isclose(best.score, second.score, abs_tol=TOLERANCE)
        gap = gain_words(points - tenths(second.score), edition)
        names = member_names(found, second, edition)
        sentences.append(say("tied" if tie else "next", gap=gap, names=names))
    return sentences


def _names(found: Portfolio, combination: Combination) -> list[str]:
    return [found.comparison.alternatives[i].name for i in combination.members]


def member_names(found: Portfolio, combination: Combination, edition: Edition) -> str:
    """List the names of the members."""
    return quoted_listing(_names(found, combination), edition.lang)


def member_sentences(
    found: Portfolio, combination: Combination, edition: Edition
) -> list[str]:
    """Say what each member brings, the largest parts by name.

    Points are in tenths; parts add up to the member's, and members to the whole.
    """
    if len(combination.members) == 1:
        return [edition.say("portfolio.alone")]
    points = whole_points([*chain(*combination.parts)], 0.1)
    n, criteria = len(found.comparison.criteria), found.comparison.criteria
    sentences = []
    for k, name in enumerate(_names(found, combination)):
        mine = zip(points[k * n : (k + 1) * n], criteria, strict=True)
        parts = sorted(
            ((tenth / 10, each.name[edition.lang]) for tenth, each in mine if tenth),
            key=lambda part: -abs(part[0]),
        )
        if rest := round(math.fsum(part for part, _ in parts[PARTS:]), 1):
            parts[PARTS:] = [(rest, edition.say("portfolio.rest"))]
        sentences.append(
            edition.say(
                "portfolio.brings" if parts else "portfolio.brings_nothing",
                name=name,
                points=number(math.fsum(part for part, _ in parts), edition.lang, 1),
                parts=signed_parts(parts, edition),
            )
        )
    return sentences


def excluded_sentences(found: Portfolio, edition: Edition) -> list[tuple[str, str]]:
    """Name what is in no combination, and say why."""
    return [
        (
            found.comparison.alternatives[i].name,
            " ".join(breach_sentence(breach, edition) for breach in breaches),
        )
        for i, breaches in sorted(found.excluded.items())
    ]
