"""What the costs and the combinations come to, in words.

Every sentence is built from the numbers of `costs` and `portfolio`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ..content import Alternative, Lang
from ..deciding import (
    MONTHS,
    TOLERANCE,
    CostInputs,
    Costs,
    OwnFigures,
    Span,
    cheapest,
    reckon,
    typed_span,
)
from ..language import Edition, listing, money, number, signed
from .reasons import breach_sentence, whole_points

if TYPE_CHECKING:
    from ..deciding.portfolio import Combination, Portfolio

SMALL = 20  # below this, cents are shown
PARTS = 4
EVIDENCE = ("E4", "E15", "E16", "E24")
"""Why combine at all: the findings that bear on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """One alternative and what it costs; None while a price or the hour is open."""

    name: str
    colour: str
    money: Span | None
    hours: Span
    costs: Costs | None


def reckon_all(
    alternatives: Sequence[Alternative], inputs: CostInputs
) -> list[Reckoned]:
    """Work out what every alternative costs by what a learner has entered.

    Where a price or the hours are left open, the figures of the alternative count. Its
    price is in EUR and is not used under another currency's label.
    """
    found = []
    for each in alternatives:
        own = inputs.own.get(each.id, OwnFigures())
        foreign = own.money is None and inputs.currency != "EUR"
        paid = None if foreign else figure(own.money, each, "money")
        hours = figure(own.hours, each, "time")
        costs = None
        if paid and inputs.hour is not None:
            costs = reckon(
                paid,
                hours,
                inputs.hour,
                contacts=typed_span(own.contacts),
                customers=typed_span(own.customers),
                brings=typed_span(inputs.brings),
            )
        found.append(
            Reckoned(
                name=each.name,
                colour=each.colour,
                money=paid,
                hours=hours.times(MONTHS),
                costs=costs,
            )
        )
    return found


def figure(typed: float | None, alternative: Alternative, criterion: str) -> Span:
    """Return what was typed, or else the alternative's own range."""
    if typed is not None:
        return Span(typed, typed, typed)
    parts = (alternative.low, alternative.ratings, alternative.high)
    return Span(*(part[criterion] for part in parts))


def price(amount: float, lang: Lang, currency: str) -> str:
    """Write an amount of money, with cents where they matter."""
    cents = 2 if amount < SMALL and not math.isclose(amount, round(amount)) else 0
    return money(amount, lang, currency, cents)


def cost_sentences(
    rows: Sequence[Reckoned], inputs: CostInputs, edition: Edition
) -> list[str]:
    """Say what costs least, how sure that is, and when each pays off."""

    def say(key: str, **values: object) -> str:
        return edition.say(f"costs.{key}", **values)

    sentences = []
    if inputs.hour is None:
        sentences.append(say("needs_hour"))
    foreign = [row.name for row in rows if row.money is None]
    if foreign:
        names = _quoted(foreign, edition)
        sentences.append(say("needs_price", currency=inputs.currency, names=names))
    known = [row for row in rows if row.costs]
    for part in ("total", "per_contact", "per_customer"):
        sentences += _least(part, known, inputs.currency, edition)
    if known and typed_span(inputs.brings) is None:
        sentences.append(say("needs_brings"))
    sentences += [
        sentence for row in known for sentence in _pays(row, edition) if sentence
    ]
    return sentences


def _least(
    part: str, rows: Sequence[Reckoned], currency: str, edition: Edition
) -> list[str]:
    """Say which alternative costs least, once there are two to compare."""
    pairs = [(row.name, getattr(row.costs, part)) for row in rows]
    pairs = [(name, span) for name, span in pairs if span]
    found = cheapest([span for _, span in pairs])
    if found is None or len(pairs) < 2:
        return []
    best, rivals = found
    name, least = pairs[best]
    certainty = "open" if rivals else "sure"
    others = [span.low for i, (_, span) in enumerate(pairs) if i != best]
    return [
        edition.say(
            f"costs.{part}_{certainty}",
            name=name,
            usual=price(least.usual, edition.lang, currency),
            most="" if rivals else price(least.high, edition.lang, currency),
            least=price(min(others), edition.lang, currency),
            others=_quoted([pairs[i][0] for i in rivals], edition),
        )
    ]


def _pays(row: Reckoned, edition: Edition) -> list[str]:
    """Say from how many customers one alternative pays off."""
    costs = row.costs
    if costs is None or costs.break_even is None:
        return []
    even = costs.break_even

    def write(customers: float) -> str:
        # As many as are shown have to be enough.
        return number(math.ceil(10 * customers - 1e-9) / 10, edition.lang, 1)

    if math.isinf(even.usual):
        text = edition.say("costs.break_even_never", name=row.name)
    else:
        n, span = write(even.usual), _range(even, write, edition)
        key = "costs.one_customer" if n == "1" else "costs.customers"
        text = edition.say(
            "costs.break_even" if span else "costs.break_even_exact",
            name=row.name,
            usual=edition.say(key, n=n),
            range=span,
        )
    if costs.payoff:
        text = f"{text} {edition.say(f'costs.pays_{costs.payoff}')}"
    return [text]


def _range(span: Span, write: Callable[[float], str], edition: Edition) -> str:
    """Write from how much to how much; nothing if it is exact."""
    if span.low == span.high:
        return ""
    low = write(span.low)
    if math.isinf(span.high):
        return edition.say("costs.open_range", low=low)
    return edition.say("costs.range", low=low, high=write(span.high))


def money_range(span: Span | None, currency: str, edition: Edition) -> tuple[str, str]:
    """Write the usual amount, and its range unless it is exact."""
    if span is None:
        return edition.say("costs.unknown"), ""

    def write(amount: float) -> str:
        return price(amount, edition.lang, currency)

    unlimited = math.isinf(span.usual)
    usual = edition.say("costs.no_limit") if unlimited else write(span.usual)
    return usual, _range(span, write, edition)


def hours_range(span: Span, edition: Edition) -> tuple[str, str]:
    """Write the usual hours, and their range unless they are exact."""
    write = partial(number, lang=edition.lang)
    return write(span.usual), _range(span, write, edition)


def portfolio_sentences(found: "Portfolio", edition: Edition) -> list[str]:
    """Say which combination covers the most, and how far ahead of what."""

    def say(key: str, **values: object) -> str:
        return edition.say(f"portfolio.{key}", **values)

    if not found.best:
        return [say("none")]
    best = found.best[0]
    alternatives = found.comparison.alternatives
    names = member_names(found, best, edition)
    points = tenths(best.score)
    if len(best.members) == 1:
        sentences = [
            say(
                "best_alone",
                name=alternatives[best.members[0]].name,
                points=number(points, edition.lang, 1),
            )
        ]
    else:
        sentences = [say("best", names=names, points=number(points, edition.lang, 1))]
        if found.single:
            alone = tenths(found.single.score)
            sentences.append(
                say(
                    "together",
                    gain=_points(points - alone, edition),
                    name=alternatives[found.single.members[0]].name,
                    points=number(alone, edition.lang, 1),
                )
            )
    if len(found.best) > 1:
        second = found.best[1]
        tie = math.isclose(best.score, second.score, abs_tol=TOLERANCE)
        gap = points - tenths(second.score)
        others = member_names(found, second, edition)
        key = "tied" if tie else "next"
        sentences.append(say(key, gap=_points(gap, edition), names=others))
    return sentences


def member_names(
    found: "Portfolio", combination: "Combination", edition: Edition
) -> str:
    """List the names of the members."""
    alternatives = found.comparison.alternatives
    return _quoted([alternatives[i].name for i in combination.members], edition)


def _quoted(names: Sequence[str], edition: Edition) -> str:
    """List names in quotation marks: some have an "and" in them."""
    quoted = [edition.say("portfolio.named", name=name) for name in names]
    return listing(quoted, edition.lang)


def _points(amount: float, edition: Edition) -> str:
    """Write a difference that is not 0, though it may be less than a tenth."""
    text = number(amount, edition.lang, 1)
    if text == "0":
        return edition.say("explain.hardly", n=number(0.1, edition.lang, 1))
    key = "explain.one_point" if text == "1" else "explain.points"
    return edition.say(key, n=text)


def tenths(share: float) -> float:
    """Return a score in points, in tenths."""
    return whole_points([share], 0.1)[0] / 10


def member_sentences(
    found: "Portfolio", combination: "Combination", edition: Edition
) -> list[str]:
    """Say what each member adds, the largest parts by name.

    Points are in tenths and add up over all criteria.
    """
    if len(combination.members) == 1:
        return [edition.say("portfolio.alone")]
    sentences = []
    for i, gains in zip(combination.members, combination.gains, strict=True):
        points = [tenth / 10 for tenth in whole_points(gains, 0.1)]
        named = [
            (each, criterion.name[edition.lang])
            for each, criterion in zip(points, found.comparison.criteria, strict=True)
            if each
        ]
        named.sort(key=lambda part: -abs(part[0]))
        parts = [
            f"{signed(each, edition.lang, 1)} {name}" for each, name in named[:PARTS]
        ]
        total = round(sum(points), 1)
        if not named:
            key = "portfolio.adds_nothing"
        else:
            key = "portfolio.adds" if total >= 0 else "portfolio.costs_more"
        sentences.append(
            edition.say(
                key,
                name=found.comparison.alternatives[i].name,
                points=signed(total, edition.lang, 1),
                parts=listing(parts, edition.lang),
            )
        )
    return sentences


def excluded_sentences(found: "Portfolio", edition: Edition) -> list[tuple[str, str]]:
    """Name what is in no combination, and say why."""
    return [
        (
            found.comparison.alternatives[i].name,
            " ".join(breach_sentence(breach, edition) for breach in breaches),
        )
        for i, breaches in sorted(found.excluded.items())
    ]
