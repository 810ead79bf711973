"""The records of the course: frozen, typed, and refusing to be wrong.

A rule that one record must obey is checked here. Rules between records (does
the evidence exist, has every cell a rating) are checked in `rules`. What all
records share is in `records`, quiz items are in `items`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import ClassVar, Literal, Protocol, get_args

import msgspec

from . import ids
from .items import Item, Misconception
from .records import (
    Lang,
    Record,
    Reference,
    Text,
    check_colour,
    check_range,
    check_word,
    is_amount,
)
from .sentences import Said, filled, listed, must_be, quoted

Objective = Literal["MAX", "MIN"]
Scale = Literal["rated", "measured"]
Kind = Literal["description", "advantage", "disadvantage"]
Leaning = Literal["favourable", "unfavourable", "neutral"]
Basis = Literal["article", "research", "estimate"]
Aspect = Literal["money", "hours", "size", "reach", "rules"]
Unit = Literal["EUR", "USD", "GBP", "CHF", "CAD", "hours", "people"]
Per = Literal["year", "month", "event"]
Country = Literal["DE", "AT", "CH", "UK", "US", "other"]
Market = Literal["local", "regional", "national", "international"]
Customers = Literal["consumers", "businesses", "both"]
Chamber = Literal["none", "idle", "active"]
KnockoutKind = Literal[
    "money", "hours", "no_fixed_slot", "seat_taken", "no_guests", "idle"
]
Topic = Literal[
    "search", "first_visit", "normal", "contract", "tax", "trial", "small_budget"
]

LOWEST, HIGHEST = 1, 5
# Where businesses belong to a chamber by law (R1 to R3).
COMPULSORY: tuple[Country, ...] = ("DE", "AT")


class Currency(Record, frozen=True):
    """What amounts are in; see `currencies.toml`. `rate` is in euros for one unit."""

    id: str
    name: Text
    sign: Text
    symbols: tuple[str, ...]
    countries: tuple[Country, ...]
    rate: float
    year: int
    most: float
    scale: Text


class Heading(Record, frozen=True):
    """One of the headings that group the criteria on figures."""

    id: str
    name: Text
    colour: str

    def __post_init__(self) -> None:
        check_colour(self.colour)


class Criterion(Record, frozen=True):
    """An aspect on which alternatives are judged, with its fixed scale.

    A `rated` criterion is entered as 1..5, has words for 1, 3 and 5, and a `need`
    that a business can name. A `measured` one is entered in its unit and has
    `points`: pairs of (raw, value) between which the value is linear.
    """

    id: str
    heading: ids.Heading
    objective: Objective
    scale: Scale
    name: Text
    question: Text
    does_not_count: Text
    jump: Text
    need: Text | None = None
    anchors: dict[str, Text] = msgspec.field(default_factory=dict)
    unit: Text | None = None
    points: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        check_word("objective", self.objective, get_args(Objective))
        check_word("scale", self.scale, get_args(Scale))
        if self.scale == "measured":
            self._check_points()
        elif set(self.anchors) != {"1", "3", "5"}:
            given = listed(sorted(self.anchors))
            raise ValueError(Said("faults.anchors", id=quoted(self.id), given=given))
        elif self.need is None:
            raise ValueError(Said("faults.no_need", id=quoted(self.id)))
        elif self.points or self.objective == "MIN":
            raise ValueError(Said("faults.best_is_5", id=quoted(self.id)))

    def _check_points(self) -> None:
        if len(self.points) < 2 or self.unit is None:
            raise ValueError(Said("faults.no_points", id=quoted(self.id)))
        raws, values = ([*column] for column in zip(*self.points, strict=True))
        if raws != sorted(set(raws)) or not all(map(math.isfinite, raws)):
            raise ValueError(Said("faults.points_rise", id=quoted(self.id), raws=raws))
        falling = self.objective == "MIN"
        rising = values[::-1] if falling else values
        steady = all(one <= next_one for one, next_one in pairwise(rising))
        if not steady or (rising[0], rising[-1]) != (0, 1):
            way = Said("faults.falling" if falling else "faults.rising")
            given = {"id": quoted(self.id), "values": values, "way": way}
            raise ValueError(Said("faults.points_run", **given))


class Statement(Record, frozen=True):
    """One statement of the source article, restated."""

    id: str
    kind: Kind
    leaning: Leaning
    criterion: ids.Criterion
    text: Text
    also: tuple[ids.Criterion, ...] = ()
    bullet: str | None = None
    group: str = "general"

    def __post_init__(self) -> None:
        if (self.bullet is None) != (self.kind == "description"):
            bullet = (
                quoted(self.bullet)
                if self.bullet is not None
                else Said("faults.no_bullet")
            )
            given = {"id": quoted(self.id), "kind": self.kind, "bullet": bullet}
            raise ValueError(Said("faults.kind_and_bullet", **given))


class Figure(Record, frozen=True):
    """A figure or fact about a type: what, where, when, and who says so."""

    aspect: Aspect
    region: Text
    year: str
    text: Text
    estimate: bool = False
    low: float | None = None
    typical: float | None = None
    high: float | None = None
    unit: Unit | None = None
    per: Per | None = None
    sources: tuple[ids.Source, ...] = ()

    def __post_init__(self) -> None:
        numbers = [x for x in (self.low, self.typical, self.high) if x is not None]
        finite = all(map(math.isfinite, numbers))
        if not finite or numbers != sorted(numbers) or any(x < 0 for x in numbers):
            raise ValueError(Said("faults.figure_rise", numbers=numbers))
        if numbers and self.unit is None:
            raise ValueError(Said("faults.figure_unit", numbers=numbers))
        if not self.sources and not self.estimate:
            region = quoted(self.region.first)
            raise ValueError(Said("faults.figure_source", region=region))


class Question(Record, frozen=True):
    """What to find out when visiting a group, and the criterion it bears on."""

    criterion: ids.Criterion
    text: Text


class GroupType(Record, frozen=True):
    """One type of networking group; `few` says which way of it takes few hours."""

    id: str
    colour: str
    name: Text
    short: Text
    summary: Text
    suits: Text
    few: Text | None = None
    fixed_slot: bool = False
    one_seat: bool = False
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    visit: tuple[Question, ...] = ()

    def __post_init__(self) -> None:
        check_colour(self.colour)
        # Written inside its type, a statement does not say whose it is.
        mine = (msgspec.structs.replace(s, group=self.id) for s in self.statements)
        msgspec.structs.force_setattr(self, "statements", tuple(mine))


class Variant(Record, frozen=True):
    """A rating that replaces the usual one for some businesses.

    A `few` variant counts only where it is asked what a few hours a month give.
    """

    value: float
    low: float
    high: float
    basis: Basis
    reason: Text
    countries: tuple[Country, ...] = ()
    markets: tuple[Market, ...] = ()
    customers: tuple[Customers, ...] = ()
    chamber: tuple[Chamber, ...] = ()
    few: bool = False
    evidence: tuple[ids.Evidence, ...] = ()
    currency: ids.Currency = "EUR"

    def __post_init__(self) -> None:
        check_range(self.low, self.value, self.high)
        named = self.countries, self.markets, self.customers, self.chamber
        if not (self.few or any(named)):
            raise ValueError(Said("faults.variant_for_nobody"))

    def suits(self, business: "Profile") -> bool:
        """Tell whether the variant is meant for this business."""
        answers = (
            (self.countries, business.country),
            (self.markets, business.market),
            (self.customers, business.customers),
            (self.chamber, business.by_law),
        )
        return all(not meant or answer in meant for meant, answer in answers)


class Rating(Record, frozen=True):
    """What one type gets on one criterion, how sure that is, and why."""

    group: ids.Group
    criterion: ids.Criterion
    value: float
    low: float
    high: float
    basis: Basis
    reason: Text
    evidence: tuple[ids.Evidence, ...] = ()
    currency: ids.Currency = "EUR"
    variants: tuple[Variant, ...] = msgspec.field(default=(), name="variant")

    def __post_init__(self) -> None:
        check_range(self.low, self.value, self.high)

    @property
    def cells(self) -> tuple["Rating | Variant", ...]:
        """All that it may be: itself and its variants."""
        return self, *self.variants

    def at(self, business: "Profile", few: bool = False) -> "Rating | Variant":
        """Return the first variant for a business, or the rating itself.

        With `few` at a few hours a month; what does not depend on them is as usual.
        """
        for variant in self.variants:
            if variant.suits(business) and (few or not variant.few):
                return variant
        return self


class Source(Record, frozen=True):
    """Where a figure or finding comes from; `lang` is the language of its title."""

    id: str
    title: str
    address: str
    date: str
    lang: str = "en"


class Finding(Record, frozen=True):
    """What research found, how strong that is (0..3 stars), and its limits."""

    id: str
    strength: int
    text: Text
    limits: Text
    citation: Reference
    sources: tuple[ids.Source, ...] = ()
    about: tuple[ids.Statement, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.strength <= 3:
            raise ValueError(Said("faults.strength", value=self.strength))


class Note(Record, frozen=True):
    """A regional note: where the article misleads, and what holds instead."""

    id: str
    title: Text
    text: Text
    countries: tuple[Country, ...] = ()
    affects: tuple[ids.Statement, ...] = ()
    sources: tuple[ids.Source, ...] = ()


class Step(Record, frozen=True):
    """What to do next: about a type in some countries, or about any type anywhere."""

    id: str
    topic: Topic
    text: Text
    group: ids.Group | None = None
    countries: tuple[Country, ...] = ()
    sources: tuple[ids.Source, ...] = ()

    @property
    def closeness(self) -> tuple[bool, bool]:
        """How closely it is meant: what suits a country comes before a type."""
        return bool(self.countries), self.group is not None

    def suits(self, group: str, country: Country) -> bool:
        """Tell whether it holds for a type in a country."""
        return self.group in (None, group) and (
            not self.countries or country in self.countries
        )


class Profile(Record, frozen=True):
    """A few answers about a business, for networking only.

    `money` is a budget a year in the country's currency, `hours` in hours a month;
    `needs` are criterion ids, the most important first. `chamber` says whether a
    business belongs to a chamber by law, and if so, whether it takes part there. What
    a learner is asked follows from these fields: each has to be answered unless
    `WHEN_OPEN` says what holds until then.
    """

    # Most compulsory members make no use of their chamber (N46, N48).
    WHEN_OPEN: ClassVar[Mapping[str, object]] = {
        "seat_taken": False,
        "needs": (),
        "chamber": "idle",
    }

    country: Country
    market: Market
    customers: Customers
    money: float
    hours: float
    fixed_slot: bool
    seat_taken: bool
    needs: tuple[ids.Need, ...]
    chamber: Chamber = "idle"

    @property
    def by_law(self) -> Chamber:
        """What `chamber` comes to: only some countries have a compulsory one."""
        return self.chamber if self.country in COMPULSORY else "none"

    def __post_init__(self) -> None:
        check_word("country", self.country, get_args(Country))
        check_word("market", self.market, get_args(Market))
        check_word("customers", self.customers, get_args(Customers))
        check_word("chamber", self.chamber, get_args(Chamber))
        for name, amount in (("money", self.money), ("hours", self.hours)):
            if not is_amount(amount):
                raise ValueError(must_be(name, amount, "faults.amount"))
        if len(set(self.needs)) != len(self.needs):
            raise ValueError(Said("faults.needs_repeat", needs=listed(self.needs)))


class Case(Record, frozen=True):
    """A business to practise on, with a sensible shortlist and a trap."""

    id: str
    name: Text
    text: Text
    profile: Profile
    first: ids.Group
    second: ids.Group
    reasons: tuple[ids.Reason, ...]
    against: tuple[ids.Reason, ...]
    argument: Text
    caution: Text
    trap: Text
    trap_why: Text


class Unrated(Record, frozen=True):
    """A bullet that is evidence for no rating, and the reason."""

    bullet: ids.Bullet
    reason: Text


class Hint(Record, frozen=True):
    """A hint that several tasks of the exercises share, or all of them."""

    id: str
    text: Text


class TaskText(Record, frozen=True):
    """What one task says: a hint for each of its rules, and `done` when all hold."""

    id: str
    done: Text
    hints: dict[str, Text]


class Saying(Protocol):
    """Something to be said: a key of `strings.toml`, and what to fill in."""

    @property
    def key(self) -> str:
        """The key, for example "journal.full"."""

    @property
    def values(self) -> Mapping[str, object]:
        """What to fill in, by the name of the placeholder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Everything the course says: records by id, in the order of the files.

    `currencies.local` makes of it the course of a `country`, with all amounts in the
    currency of that; `versions` are those that it made of their `base`.
    """

    currencies: dict[str, Currency]
    headings: dict[str, Heading]
    criteria: dict[str, Criterion]
    groups: dict[str, GroupType]
    statements: dict[str, Statement]
    ratings: dict[tuple[str, str], Rating]
    unrated: dict[str, Unrated]
    sources: dict[str, Source]
    findings: dict[str, Finding]
    notes: dict[str, Note]
    steps: dict[str, Step]
    cases: dict[str, Case]
    misconceptions: dict[str, Misconception]
    items: dict[str, Item]
    hints: dict[str, Hint]
    tasks: dict[str, TaskText]
    strings: dict[str, Text]
    country: Country = "other"
    # `dataclasses.replace` does not carry these over: they are of another course then.
    base: "Course | None" = field(init=False, default=None, compare=False, repr=False)
    versions: dict[str, "Course"] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

    @property
    def currency(self) -> str:
        """The id of the currency that amounts are in."""
        return self.currency_of(self.country)

    def currency_of(self, country: Country) -> str:
        """Return the id of a country's currency."""
        table = self.currencies.values()
        return next(each.id for each in table if country in each.countries)

    def number(self, item: str) -> int:
        """Return an item's number in the bank, from 1: the same everywhere."""
        return list(self.items).index(item) + 1

    def steps_for(self, group: str, country: Country) -> dict[Topic, Step]:
        """Return the step of each topic that is meant most closely."""
        suiting = [s for s in self.steps.values() if s.suits(group, country)]
        closest = sorted(suiting, key=lambda step: step.closeness)
        found = {step.topic: step for step in closest}
        return {topic: found[topic] for topic in get_args(Topic) if topic in found}

    def say(self, key: str, lang: Lang, **values: object) -> str:
        """Return a phrase of `strings.toml`, its placeholders filled in.

        Raises:
            KeyError: If there is no such phrase or a placeholder has no value.
        """
        return filled(self.strings[key][lang], **values)

    def tell(self, saying: Saying, lang: Lang) -> str:
        """Return what somebody has to hear, for example a `Problem`; see `say`."""
        return self.say(saying.key, lang, **saying.values)


class Level(Record, frozen=True):
    """How an alternative is rated when it gets a certain amount of time.

    `ratings`, `low` and `high` are on each criterion's own scale, by criterion id.
    """

    ratings: dict[str, float]
    low: dict[str, float]
    high: dict[str, float]


class Alternative(Level, frozen=True):
    """What is compared: a type, or a learner's own group, as it is usually used.

    `few` is what it gives at a few hours a month, without a fixed slot or a seat of
    one's own; None where that is no different way to use it.
    """

    id: str
    name: str
    group: str
    colour: str
    few: Level | None = None
    fixed_slot: bool = False
    one_seat: bool = False
    own: bool = False
    notes: dict[str, str] | None = None
    unknown: tuple[str, ...] = ()
    barred: tuple[KnockoutKind, ...] = ()

    def from_type(self, criterion: str) -> bool:
        """Tell whether a rating is that of the type, not of this very group."""
        return not self.own or (self.notes is not None and criterion not in self.notes)


class Knockout(Record, frozen=True):
    """A condition that excludes alternatives before anything is scored.

    `money` (a year) and `hours` (a month) have a limit; `no_fixed_slot` and
    `seat_taken` have none.
    """

    kind: KnockoutKind
    limit: float | None = None

    def __post_init__(self) -> None:
        check_word("knock-out", self.kind, get_args(KnockoutKind))
        capped = self.kind in ("money", "hours")
        if capped and not is_amount(self.limit):
            raise ValueError(
                f"knock-out {self.kind!r} has limit {self.limit!r}; "
                "it must be 0 or more"
            )
        if not capped and self.limit is not None:
            raise ValueError(
                f"knock-out {self.kind!r} has limit {self.limit}; leave it out"
            )
