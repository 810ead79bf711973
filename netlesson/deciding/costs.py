"""What networking really costs, and what must come in for it to pay off.

Every amount is a range of low, usual and high. Ranges are carried by interval
arithmetic: a result is as low as the best and as high as the worst of what went in
allow, so its bounds are exact and nothing is assumed about what lies between. All
money is in the currency of the learner's country.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from ..content import Record, is_amount

Payoff = Literal["surely", "usually", "hardly", "never"]
Typed = tuple[float | None, float | None, float | None]

MONTHS = 12
NOTHING_TYPED: Typed = (None, None, None)


@dataclass(frozen=True, slots=True)
class Span:
    """An uncertain amount of 0 or more: low <= usual <= high.

    Only the result of a division may be infinite.
    """

    low: float
    usual: float
    high: float

    def __post_init__(self) -> None:
        amounts = (self.low, self.usual, self.high)
        if not all(amount >= 0 for amount in amounts):
            raise ValueError(f"low, usual, high are {amounts}; give 0 or more")
        if not self.low <= self.usual <= self.high:
            raise ValueError(f"low, usual, high are {amounts}; they must not fall")

    def times(self, factor: float) -> "Span":
        """Return the span in a unit that is `factor` times as fine."""
        return Span(self.low * factor, self.usual * factor, self.high * factor)

    def plus(self, other: "Span") -> "Span":
        """Return the sum: both may be low, and both may be high."""
        return Span(
            self.low + other.low, self.usual + other.usual, self.high + other.high
        )

    def shared_by(self, count: "Span") -> "Span | None":
        """Return the amount for each of `count`; None when there can be none.

        The most is infinite when there may be none.
        """
        if not count.high:
            return None
        return Span(
            _each(self.low, count.high),
            _each(self.usual, count.usual),
            _each(self.high, count.low),
        )

    def whole(self) -> "Span":
        """Return the span in whole things, so many that they are enough."""
        return Span(*map(_whole, (self.low, self.usual, self.high)))


def _whole(amount: float) -> float:
    return amount if math.isinf(amount) else float(math.ceil(amount - 1e-9))


def _each(amount: float, count: float) -> float:
    if not amount:
        return 0.0
    return amount / count if count else math.inf


class OwnFigures(Record, frozen=True):
    """What a learner knows about one alternative; None where it is left open.

    `money` is an amount a year and `hours` hours a month. `contacts` and
    `customers` are new ones a year as low, usual and high, perhaps not yet in
    order.
    """

    money: float | None = None
    hours: float | None = None
    contacts: Typed = NOTHING_TYPED
    customers: Typed = NOTHING_TYPED

    def __post_init__(self) -> None:
        _check((self.money, self.hours, *self.contacts, *self.customers))


class CostInputs(Record, frozen=True):
    """All that a learner enters about costs, as it is kept in the journal.

    `hour` is what an hour of the learner's time is worth, and `brings` what one
    customer leaves in a year; `own` has figures by alternative.
    """

    hour: float | None = None
    brings: Typed = NOTHING_TYPED
    own: dict[str, OwnFigures] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        _check((self.hour, *self.brings))


def _check(amounts: Sequence[float | None]) -> None:
    for amount in amounts:
        if amount is not None and not is_amount(amount):
            raise ValueError(f"an amount is {amount}; it must be 0 or more")


def read_inputs(data: object) -> CostInputs:
    """Return what the journal holds; nothing entered if that is unusable."""
    try:
        return msgspec.convert(data or {}, CostInputs)
    except msgspec.ValidationError:
        return CostInputs()


def typed_span(typed: Typed) -> Span | None:
    """Return low, usual and high as a span; None while one is missing or falls."""
    low, usual, high = typed
    if low is None or usual is None or high is None or not low <= usual <= high:
        return None
    return Span(low, usual, high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What one alternative costs in a year, each amount a span.

    `hours` and `money` are the effort, `worth` is the hours in money, `total` both
    together. `per_contact`, `per_customer` and `break_even` (whole customers a year)
    are None when the learner has not said enough, or expects none at all.
    """

    money: Span
    hours: Span
    worth: Span
    total: Span
    per_contact: Span | None
    per_customer: Span | None
    break_even: Span | None
    payoff: Payoff | None


def reckon(
    money: Span,
    hours: Span,
    hour: float,
    *,
    contacts: Span | None = None,
    customers: Span | None = None,
    brings: Span | None = None,
) -> Costs:
    """Work out what an alternative costs in a year and when it pays off.

    Money, contacts and customers are a year's, hours a month's; `hour` is what an hour
    is worth, and `brings` what a customer leaves in a year, its own costs deducted.

    Returns:
        The costs, each with its exact bounds.

    Raises:
        ValueError: If an amount is not finite or below 0.
    """
    if not is_amount(hour):
        raise ValueError(f"an hour is worth {hour}; give a finite amount of 0 or more")
    named = {
        "money": money,
        "hours": hours,
        "contacts": contacts,
        "customers": customers,
        "brings": brings,
    }
    for name, span in named.items():
        if span and not math.isfinite(span.high):
            raise ValueError(f"{name}: high is {span.high}; give a finite amount")
    a_year = hours.times(MONTHS)
    worth = a_year.times(hour)
    total = money.plus(worth)
    share = total.shared_by(brings) if brings else None
    break_even = share.whole() if share else None
    return Costs(
        money=money,
        hours=a_year,
        worth=worth,
        total=total,
        per_contact=total.shared_by(contacts) if contacts else None,
        per_customer=total.shared_by(customers) if customers else None,
        break_even=break_even,
        payoff=_payoff(customers, break_even),
    )


def _payoff(customers: Span | None, break_even: Span | None) -> Payoff | None:
    """Say in which cases enough customers come.

    surely: even in the worst case; usually: in the usual case; hardly: in the best
    case only; never: not even then.
    """
    if not (customers and break_even):
        return None
    if customers.low >= break_even.high:
        return "surely"
    if customers.usual >= break_even.usual:
        return "usually"
    return "hardly" if customers.high >= break_even.low else "never"


def cheapest(spans: Sequence[Span]) -> tuple[int, tuple[int, ...]] | None:
    """Find what usually costs least, and what could cost no more all the same.

    Break-even follows the same order as the total, because what a customer brings
    is the same for all: compare totals, and its uncertainty drops out.

    Args:
        spans: One amount for each alternative.

    Returns:
        The index of the least usual amount (the first of a tie), and the indices of
        all others that are at their lowest no more than it is at its highest. None
        if no usual amount is finite.
    """
    best = min(range(len(spans)), key=lambda i: (spans[i].usual, i), default=None)
    if best is None or math.isinf(spans[best].usual):
        return None
    most = spans[best].high
    rivals = (i for i, span in enumerate(spans) if i != best and span.low <= most)
    return best, tuple(rivals)
