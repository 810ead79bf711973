"""Quiz items: a stem, what is offered, which of it is right, and what is said back."""

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal, get_args

import msgspec

from . import ids
from .records import Lang, Record, Text, check_word
from .sentences import Said, listed, quoted

ItemKind = Literal["choice", "choices", "match", "sort", "rank", "number", "opinion"]
Level = Literal["remember", "understand", "apply", "judge"]
Pool = Literal["practice", "opening", "closing"]

Response = Literal["option", "options", "order", "places", "amount"]
Keys = Literal["one", "several", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What an item of one kind is, for every room that has to know.

    What depends on the shape of a response is decided by `response`, with
    `assert_never` at the end, so that a new shape is a type error until every room
    knows it. Phrases are keys of strings.toml.

    Attributes:
        response: What a response is: an option's id, a list of them in any order, all
            of them in order, an option's id for each row, a number.
        options: How few and how many options it has.
        rows: How few and how many rows.
        keys: Which of the options are right: one, several (and several are not), or
            none, because rows or a number are, or because nothing is right or wrong.
        marked: Whether there is a right answer.
        explained: Whether each option has feedback; else a row or number has.
        shuffled: Whether the options may stand in any order.
        apart: Whether a lesson asks it in an activity of its own.
        task: What to do on paper, as a phrase.
        empty: What is said to an empty response, as a phrase.
        missed: What is said first to a wrong response, as a phrase.
        held: What is said to one while the key is held back, as a phrase.
        interaction: What QTI calls it.
    """

    response: Response
    options: tuple[int, int]
    rows: tuple[int, int] = (0, 0)
    keys: Keys = "none"
    marked: bool = True
    explained: bool = True
    shuffled: bool = True
    apart: bool = False
    task: str
    empty: str = "quiz.empty_choice"
    missed: str = "quiz.wrong"
    held: str = "quiz.held"
    interaction: str = "choiceInteraction"


_MATCH = Kind(
    response="places",
    options=(2, 6),
    rows=(3, 5),
    explained=False,
    apart=True,
    task="handout.write_letter",
    empty="quiz.empty_row",
    missed="quiz.rows_right",
    held="quiz.held_rows",
    interaction="matchInteraction",
)
KINDS: dict[ItemKind, Kind] = {
    "choice": Kind(
        response="option", options=(3, 4), keys="one", task="handout.tick_one"
    ),
    "choices": Kind(
        response="options",
        options=(4, 6),
        keys="several",
        task="handout.tick_all",
        missed="quiz.some",
        held="quiz.held_some",
    ),
    "match": _MATCH,
    "sort": replace(
        _MATCH,
        options=(2, 4),
        rows=(4, 6),
        shuffled=False,  # advantage stays before drawback
    ),
    "rank": Kind(
        response="order",
        options=(3, 6),
        task="handout.number_each",
        empty="quiz.empty_order",
        missed="quiz.rows_right",
        held="quiz.held_rows",
        interaction="orderInteraction",
    ),
    "number": Kind(
        response="amount",
        options=(0, 0),
        explained=False,
        task="handout.write_number",
        empty="wording.empty_number",
        missed="quiz.wrong_number",
        held="quiz.held_number",
        interaction="textEntryInteraction",
    ),
    "opinion": Kind(
        response="option", options=(3, 5), marked=False, task="handout.no_wrong"
    ),
}
"""The one table of kinds; `docs/architecture.md` says how to add one."""


class Misconception(Record, frozen=True):
    """Something that people often believe, why it tempts, and why it is wrong."""

    id: str
    topic: str
    text: Text
    why: Text
    tempts: Text | None = None
    statements: tuple[ids.Subject, ...] = ()


class Option(Record, frozen=True):
    """An offered answer: a key, a distractor, or a place to sort rows into."""

    id: str
    text: Text
    key: bool = False
    feedback: Text | None = None
    misconception: str | None = None


class Row(Record, frozen=True):
    """Something to match or sort; `key` is the option where it belongs."""

    id: str
    text: Text
    key: str
    feedback: Text


class Slip(Record, frozen=True):
    """A wrong number that people often come to, and what went wrong."""

    answer: float
    tolerance: float
    feedback: Text
    misconception: str | None = None

    def __post_init__(self) -> None:
        check_target(self.answer, self.tolerance)


class Item(Record, frozen=True):
    """A quiz question.

    What its kind means stands in `KINDS`: `match` and `sort` have rows and options to
    put them into, `number` has an answer, right within the tolerance, `rank` names
    its options in the right `order`, the others offer options.
    """

    id: str
    topic: str
    kind: ItemKind
    level: Level
    pool: Pool
    stem: Text
    statements: tuple[ids.Subject, ...] = ()
    hints: tuple[Text, ...] = ()
    options: tuple[Option, ...] = msgspec.field(default=(), name="option")
    rows: tuple[Row, ...] = msgspec.field(default=(), name="row")
    order: tuple[str, ...] = ()
    answer: float | None = None
    tolerance: float | None = None
    unit: Text | None = None
    feedback: Text | None = None
    feedback_wrong: Text | None = None
    slips: tuple[Slip, ...] = msgspec.field(default=(), name="slip")

    def __post_init__(self) -> None:
        check_word("kind", self.kind, get_args(ItemKind))
        for name, key, given, (least, most) in (
            ("options", "faults.n_options", self.options, self.how.options),
            ("rows", "faults.n_rows", self.rows, self.how.rows),
        ):
            if not least <= len(given) <= most:
                found = {"kind": quoted(self.kind), "count": Said(key, n=len(given))}
                span = Said("faults.span", least=least, most=most)
                found["allowed"] = span if most else Said("faults.no_one")
                raise ValueError(Said("faults.item_count", **found))
            ids = Counter(each.id for each in given)
            if repeated := [name for name, times in ids.items() if times > 1]:
                raise ValueError(
                    Said("faults.ids_repeat", what=name, ids=listed(repeated))
                )
        if len(self.hints) > 2:
            raise ValueError(Said("faults.many_hints", n=len(self.hints)))
        self._check_key()
        self._check_number()
        self._check_feedback()

    @property
    def how(self) -> Kind:
        """What its kind means."""
        return KINDS[self.kind]

    @property
    def pairs(self) -> tuple[Row, ...]:
        """What belongs where; nothing where a response names no places."""
        return self.rows or tuple(
            Row(
                id=option.id,
                text=option.text,
                key=str(self.order.index(option.id) + 1),
                feedback=option.feedback,
            )
            for option in self.options
            if self.order and option.feedback
        )

    def places(self, lang: Lang) -> dict[str, str]:
        """Return where the pairs can be put: names by id."""
        if self.order:
            return {str(n): str(n) for n in range(1, len(self.order) + 1)}
        return {option.id: option.text[lang] for option in self.options}

    @property
    def key(self) -> frozenset[str]:
        """The ids of the options that together are the right answer."""
        return frozenset(option.id for option in self.options if option.key)

    @property
    def misconceptions(self) -> frozenset[str]:
        """The misconceptions that its distractors and slips rest on."""
        names = [option.misconception for option in self.options]
        names += [slip.misconception for slip in self.slips]
        return frozenset(name for name in names if name)

    def _check_key(self) -> None:
        keys, others = len(self.key), len(self.options) - len(self.key)
        found = {"n": keys, "others": others, "kind": quoted(self.kind)}
        if self.how.keys == "one" and keys != 1:
            raise ValueError(Said("faults.one_key", **found))
        if self.how.keys == "several" and (keys < 2 or others < 2):
            raise ValueError(Said("faults.several_keys", **found))
        if self.how.keys == "none" and keys:
            raise ValueError(Said("faults.no_key", **found))
        places = {option.id for option in self.options}
        ordered = self.how.response == "order"
        if sorted(self.order) != sorted(places if ordered else ()):
            order = {"order": listed(self.order), "places": tuple(sorted(places))}
            key = "faults.order" if ordered else "faults.stray_order"
            raise ValueError(Said(key, **order))
        if self.order and self.order == tuple(option.id for option in self.options):
            raise ValueError(Said("faults.order_given_away"))
        for row in self.rows:
            if row.key not in places:
                lost = {"row": quoted(row.id), "key": quoted(row.key)}
                options = tuple(sorted(places))
                raise ValueError(Said("faults.lost_row", **lost, options=options))

    def _check_number(self) -> None:
        names = ("answer", "tolerance", "unit", "feedback", "feedback_wrong")
        given = [name for name in names if getattr(self, name) is not None]
        if self.how.response != "amount":
            if given or self.slips:
                stray = listed(given) if given else "slips"
                kind = quoted(self.kind)
                raise ValueError(Said("faults.no_number", kind=kind, given=stray))
            return
        if missing := [name for name in names if name not in given]:
            raise ValueError(Said("faults.number_lacks", names=listed(missing)))
        answer, tolerance = self.answer or 0.0, self.tolerance or 0.0
        check_target(answer, tolerance)
        for slip in self.slips:
            if abs(slip.answer - answer) <= tolerance:
                raise ValueError(Said("faults.right_slip", slip=f"{slip.answer:g}"))

    def _check_feedback(self) -> None:
        silent = [option.id for option in self.options if option.feedback is None]
        if silent and self.how.explained:
            raise ValueError(Said("faults.no_feedback", options=listed(silent)))
        for option in self.options:
            if option.misconception and (option.key or self.rows):
                belief = quoted(option.misconception)
                raise ValueError(
                    Said("faults.not_wrong", option=quoted(option.id), belief=belief)
                )


def check_target(answer: float, tolerance: float) -> None:
    """Refuse an answer or a tolerance that is no usable number.

    Raises:
        ValueError: If one is not finite, or the tolerance is negative.
    """
    if not (math.isfinite(answer) and math.isfinite(tolerance) and tolerance >= 0):
        given = {"answer": f"{answer:g}", "tolerance": f"{tolerance:g}"}
        raise ValueError(Said("faults.target", **given))
