"""What the costs and the combinations come to, in words.

Every sentence is built from the numbers of `costs` and `portfolio`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ..content import Alternative, Course, Lang
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
from ..language import listing, money, number, signed
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
    rows: Sequence[Reckoned], inputs: CostInputs, course: Course, lang: Lang
) -> list[str]:
    """Say what costs least, how sure that is, and when each pays off."""

    def say(key: str, **values: object) -> str:
        return course.say(f"costs.{key}", lang, **values)

    sentences = []
    if inputs.hour is None:
        sentences.append(say("needs_hour"))
    foreign = [row.name for row in rows if row.money is None]
    if foreign:
        names = _quoted(foreign, course, lang)
        sentences.append(say("needs_price", currency=inputs.currency, names=names))
    known = [row for row in rows if row.costs]
    for part in ("total", "per_contact", "per_customer"):
        sentences += _least(part, known, inputs.currency, course, lang)
    if known and typed_span(inputs.brings) is None:
        sentences.append(say("needs_brings"))
    sentences += [
        sentence for row in known for sentence in _pays(row, course, lang) if sentence
    ]
    return sentences


def _least(
    part: str, rows: Sequence[Reckoned], currency: str, course: Course, lang: Lang
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
        course.say(
            f"costs.{part}_{certainty}",
            lang,
            name=name,
            usual=price(least.usual, lang, currency),
            most="" if rivals else price(least.high, lang, currency),
            least=price(min(others), lang, currency),
            others=_quoted([pairs[i][0] for i in rivals], course, lang),
        )
    ]


def _pays(row: Reckoned, course: Course, lang: Lang) -> list[str]:
    """Say from how many customers one alternative pays off."""
    costs = row.costs
    if costs is None or costs.break_even is None:
        return []
    even = costs.break_even

    def write(customers: float) -> str:
        # As many as are shown have to be enough.
        return number(math.ceil(10 * customers - 1e-9) / 10, lang, 1)

    if math.isinf(even.usual):
        text = course.say("costs.break_even_never", lang, name=row.name)
    else:
        n, span = write(even.usual), _range(even, write, course, lang)
        key = "costs.one_customer" if n == "1" else "costs.customers"
        text = course.say(
            "costs.break_even" if span else "costs.break_even_exact",
            lang,
            name=row.name,
            usual=course.say(key, lang, n=n),
            range=span,
        )
    if costs.payoff:
        text = f"{text} {course.say(f'costs.pays_{costs.payoff}', lang)}"
    return [text]


def _range(
    span: Span, write: Callable[[float], str], course: Course, lang: Lang
) -> str:
    """Write from how much to how much; nothing if it is exact."""
    if span.low == span.high:
        return ""
    low = write(span.low)
    if math.isinf(span.high):
        return course.say("costs.open_range", lang, low=low)
    return course.say("costs.range", lang, low=low, high=write(span.high))


def money_range(
    span: Span | None, currency: str, course: Course, lang: Lang
) -> tuple[str, str]:
    """Write the usual amount, and its range unless it is exact."""
    if span is None:
        return course.say("costs.unknown", lang), ""

    def write(amount: float) -> str:
        return price(amount, lang, currency)

    unlimited = math.isinf(span.usual)
    usual = course.say("costs.no_limit", lang) if unlimited else write(span.usual)
    return usual, _range(span, write, course, lang)


def hours_range(span: Span, course: Course, lang: Lang) -> tuple[str, str]:
    """Write the usual hours, and their range unless they are exact."""
    write = partial(number, lang=lang)
    return write(span.usual), _range(span, write, course, lang)


def portfolio_sentences(found: "Portfolio", course: Course, lang: Lang) -> list[str]:
    """Say which combination covers the most, and how far ahead of what."""

    def say(key: str, **values: object) -> str:
        return course.say(f"portfolio.{key}", lang, **values)

    if not found.best:
        return [say("none")]
    best = found.best[0]
    alternatives = found.comparison.alternatives
    names = member_names(found, best, course, lang)
    points = tenths(best.score)
    if len(best.members) == 1:
        sentences = [
            say(
                "best_alone",
                name=alternatives[best.members[0]].name,
                points=number(points, lang, 1),
            )
        ]
    else:
        sentences = [say("best", names=names, points=number(points, lang, 1))]
        if found.single:
            alone = tenths(found.single.score)
            sentences.append(
                say(
                    "together",
                    gain=_points(points - alone, course, lang),
                    name=alternatives[found.single.members[0]].name,
                    points=number(alone, lang, 1),
                )
            )
    if len(found.best) > 1:
        second = found.best[1]
        tie = math.isclose(best.score, second.score, abs_tol=TOLERANCE)
        gap = points - tenths(second.score)
        others = member_names(found, second, course, lang)
        key = "tied" if tie else "next"
        sentences.append(say(key, gap=_points(gap, course, lang), names=others))
    return sentences


def member_names(
    found: "Portfolio", combination: "Combination", course: Course, lang: Lang
) -> str:
    """List the names of the members."""
    alternatives = found.comparison.alternatives
    return _quoted([alternatives[i].name for i in combination.members], course, lang)


def _quoted(names: Sequence[str], course: Course, lang: Lang) -> str:
    """List names in quotation marks: some have an "and" in them."""
    quoted = [course.say("portfolio.named", lang, name=name) for name in names]
    return listing(quoted, lang)


def _points(amount: float, course: Course, lang: Lang) -> str:
    """Write a difference that is not 0, though it may be less than a tenth."""
    text = number(amount, lang, 1)
    if text == "0":
        return course.say("explain.hardly", lang, n=number(0.1, lang, 1))
    key = "explain.one_point" if text == "1" else "explain.points"
    return course.say(key, lang, n=text)


def tenths(share: float) -> float:
    """Return a score in points, in tenths."""
    return whole_points([share], 0.1)[0] / 10


def member_sentences(
    found: "Portfolio", combination: "Combination", course: Course, lang: Lang
) -> list[str]:
    """Say what each member adds, the largest parts by name.

    Points are in tenths and add up over all criteria.
    """
    if len(combination.members) == 1:
        return [course.say("portfolio.alone", lang)]
    sentences = []
    for i, gains in zip(combination.members, combination.gains, strict=True):
        points = [tenth / 10 for tenth in whole_points(gains, 0.1)]
        named = [
            (each, criterion.name[lang])
            for each, criterion in zip(points, found.comparison.criteria, strict=True)
            if each
        ]
        named.sort(key=lambda part: -abs(part[0]))
        parts = [f"{signed(each, lang, 1)} {name}" for each, name in named[:PARTS]]
        total = round(sum(points), 1)
        if not named:
            key = "portfolio.adds_nothing"
        else:
            key = "portfolio.adds" if total >= 0 else "portfolio.costs_more"
        sentences.append(
            course.say(
                key,
                lang,
                name=found.comparison.alternatives[i].name,
                points=signed(total, lang, 1),
                parts=listing(parts, lang),
            )
        )
    return sentences


def excluded_sentences(
    found: "Portfolio", course: Course, lang: Lang
) -> list[tuple[str, str]]:
    """Name what is in no combination, and say why."""
    return [
        (
            found.comparison.alternatives[i].name,
            " ".join(breach_sentence(breach, course, lang) for breach in breaches),
        )
        for i, breaches in sorted(found.excluded.items())
    ]
