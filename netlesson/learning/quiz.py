"""The only judge of answers, and what follows from them: draws, mastery, gain.

What a response looks like is `Kind.response` of its item: the id of an option, a list
of option ids, a number, or option ids by row id. Nothing here knows widgets or files;
attempts come from events of the journal.
"""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, TypeAlias, assert_never

import msgspec

from ..content import Item, Text, is_number

Response: TypeAlias = str | float | Sequence[str] | Mapping[str, str]
Verdict = Literal["right", "wrong", "missed", "note"]

THRESHOLD = 0.8
"""The share right from which a topic counts as mastered."""

ENOUGH = 5
"""How many marked items of a topic it takes to speak of mastery."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is said about one option or row, or about a number.

    Attributes:
        verdict: Chosen rightly or wrongly, missed, or only noted (an opinion).
        feedback: Why; None while the key is held back, if it would tell the key.
        place: For a row, the id of the option where it belongs.
    """

    verdict: Verdict
    feedback: Text | None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The verdict on one response.

    Attributes:
        answered: False while the response is empty or, for rows, incomplete.
        correct: None if not answered, and for opinions.
        parts: What to say, by option id or row id; "" for a number.
        wrong: What is wrong in it: options ticked, rows misplaced, the number, or
            the slip that it comes close to.
    """

    answered: bool
    correct: bool | None
    parts: dict[str, Part]
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """A marked response at a time.

    Attributes:
        correct: None for an opinion.
        hints: How many were seen by then.
        round: The go that it belongs to.
        held: Whether the key was still held back after it: it was a first try.
    """

    item: str
    response: Response
    correct: bool | None
    time: datetime
    hints: int = 0
    round: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """How far a learner is with one item in a round.

    Attributes:
        attempt: The latest answer to it.
        told: Whether the key may be shown: after a right or a second answer, or when
            the learner asked to see it. It stays so for the rest of the round.
    """

    attempt: Attempt
    told: bool


@dataclass(frozen=True, slots=True)
class Mastery:
    """How a topic stands: counts of items, from first tries and latest answers.

    Attributes:
        answered: Items with an answer that can be right or wrong.
        first: How many of those were right at the first try.
        latest: How many of those are right by the latest answer.
        total: Items that can be marked, answered or not.
    """

    answered: int
    first: int
    latest: int
    total: int

    @property
    def share(self) -> float | None:
        """The share right by the latest answers, 0..1; None without an answer."""
        return self.latest / self.answered if self.answered else None

    @property
    def enough(self) -> bool:
        """Whether so much is answered that it can be told how the topic stands."""
        return self.answered >= min(ENOUGH, self.total)

    @property
    def reached(self) -> bool:
        """Whether the topic is mastered, as far as enough answers tell."""
        return self.enough and (self.share or 0) >= THRESHOLD


@dataclass(frozen=True, slots=True)
class Gain:
    """How many of how many were right in the opening and in the closing check."""

    before: int
    before_of: int
    after: int
    after_of: int

    @property
    def points(self) -> float:
        """The change in percentage points, -100..100."""
        return 100 * (self.after / self.after_of - self.before / self.before_of)


def mark(item: Item, response: object) -> Mark:
    """Mark one response: right when it is exactly what the key says.

    Ticking everything is wrong, and so is half the key. An empty response is not
    answered, never wrong: None, "", [] or {}. An opinion gets feedback and no verdict.

    Returns:
        The verdict, with feedback for what was chosen and for keys that were missed.

    Raises:
        ValueError: If the response does not fit the item; see the module.
    """
    if response in (None, "", [], (), {}, set()):
        return _NOT_ANSWERED
    match item.how.response:
        case "option" | "options":
            return _mark_options(item, response)
        case "order":
            return _mark_order(item, response)
        case "places":
            return _mark_places(item, response)
        case "amount":
            return _mark_amount(item, response)
        case never:
            assert_never(never)


_NOT_ANSWERED = Mark(answered=False, correct=None, parts={})


def _misfit(item: Item, response: object, wanted: str) -> ValueError:
    return ValueError(f"item {item.id!r}: response is {response!r}; {wanted}")


def _mark_options(item: Item, response: object) -> Mark:
    one = item.how.response == "option"
    chosen = [response] if one else response
    known = {option.id for option in item.options}
    if not isinstance(chosen, list | tuple | set | frozenset) or not all(
        isinstance(each, str) and each in known for each in chosen
    ):
        what = "one of" if one else "a list of"
        raise _misfit(item, response, f"use {what} {', '.join(sorted(known))}")
    parts = {}
    for option in item.options:
        ticked = option.id in chosen
        if option.feedback is None or not (ticked or option.key):
            continue
        verdict: Verdict = "right" if option.key else "wrong"
        if not item.how.marked:
            verdict = "note"
        parts[option.id] = Part(verdict if ticked else "missed", option.feedback)
    correct = set(chosen) == item.key if item.how.marked else None
    return Mark(answered=True, correct=correct, parts=parts, wrong=_wrong(parts))


def _mark_order(item: Item, given: object) -> Mark:
    if (
        not isinstance(given, list | tuple)
        or not all(isinstance(each, str) for each in given)
        or sorted(given) != sorted(item.order)
    ):
        raise _misfit(item, given, f"name each of {', '.join(item.order)} once")
    return _mark_pairs(item, {name: str(n) for n, name in enumerate(given, start=1)})


def _mark_places(item: Item, given: object) -> Mark:
    places = {option.id for option in item.options}
    rows = {row.id for row in item.rows}
    if not isinstance(given, Mapping) or not all(
        row in rows and isinstance(place, str) and place in {*places, ""}
        for row, place in given.items()
    ):
        raise _misfit(
            item,
            given,
            f"name for each of the rows {', '.join(sorted(rows))} "
            f"one of {', '.join(sorted(places))}",
        )
    if not all(given.get(row) for row in rows):
        return _NOT_ANSWERED
    return _mark_pairs(item, given)


def _mark_pairs(item: Item, given: Mapping[str, str]) -> Mark:
    """Mark what was put where, each pair by itself; all have to be right."""
    parts = {
        pair.id: Part(
            "right" if given[pair.id] == pair.key else "wrong", pair.feedback, pair.key
        )
        for pair in item.pairs
    }
    wrong = _wrong(parts)
    return Mark(answered=True, correct=not wrong, parts=parts, wrong=wrong)


def _wrong(parts: Mapping[str, Part]) -> tuple[str, ...]:
    return tuple(name for name, part in parts.items() if part.verdict == "wrong")


def _mark_amount(item: Item, response: object) -> Mark:
    if not is_number(response):
        raise _misfit(item, response, "give a number")
    given = float(response)  # type: ignore[arg-type]
    if item.answer is None or item.tolerance is None:
        raise ValueError(f"item {item.id!r} has no answer to compare with; add one")
    if _close(given, item.answer, item.tolerance):
        return _said("right", item.feedback)
    slips = [s for s in item.slips if _close(given, s.answer, s.tolerance)]
    near = min(slips, key=lambda s: abs(s.answer - given), default=None)
    said = near.feedback if near else item.feedback_wrong
    return _said("wrong", said, f"{near.answer if near else given:g}")


def _said(verdict: Verdict, feedback: Text | None, *wrong: str) -> Mark:
    parts = {"": Part(verdict, feedback)} if feedback else {}
    return Mark(answered=True, correct=not wrong, parts=parts, wrong=wrong)


def veiled(item: Item, verdict: Mark) -> Mark:
    """Return what may be said of a wrong response while the key is held back.

    That is what was chosen wrongly, and why it tempts. What is said about a row, a
    place or a number tells where or what it is, so there it is only called wrong.
    """
    chosen = item.how.keys != "none"
    parts = {
        name: part if chosen else Part("wrong", None)
        for name, part in verdict.parts.items()
        if part.verdict == "wrong"
    }
    return replace(verdict, parts=parts)


def _close(given: float, answer: float, tolerance: float) -> bool:
    # 0.1 + 0.2 is 0.3, whatever binary fractions say.
    return abs(given - answer) <= tolerance + 1e-9 * max(1.0, abs(answer))


def read_attempt(
    data: Mapping[str, Any], time: datetime, items: Mapping[str, Item]
) -> Attempt | None:
    """Read one event of kind "attempt"; None if its item is gone or it does not fit.

    It is marked anew, so that a corrected item, or a file that somebody edited, is
    judged by the same rule as everything else.
    """
    name, hints = data.get("item"), data.get("hints", 0)
    item = items.get(name) if isinstance(name, str) else None
    if item is None:
        return None
    response = data.get("response")
    try:
        verdict = mark(item, response)
    except (ValueError, TypeError):
        return None
    if not verdict.answered or response is None:
        return None
    return Attempt(
        item=item.id,
        response=response,
        correct=verdict.correct,
        time=time,
        hints=hints if isinstance(hints, int) and hints > 0 else 0,
        round=str(data.get("round", "")),
        held=data.get("held") is True and verdict.correct is False,
    )


def turns(attempts: Iterable[Attempt], looked: Collection[str] = ()) -> dict[str, Turn]:
    """Return how far each item is that was answered in a round.

    Args:
        attempts: Those of the round.
        looked: Ids of the items whose key the learner asked to see in it.
    """
    attempts = list(attempts)
    told = {each.item for each in attempts if not each.held}.union(looked)
    return {name: Turn(each, name in told) for name, each in latest(attempts).items()}


def latest(attempts: Iterable[Attempt]) -> dict[str, Attempt]:
    """Return the latest attempt at each item; of two at a time, the second."""
    in_time = sorted(attempts, key=lambda each: each.time)
    return {attempt.item: attempt for attempt in in_time}


def first(attempts: Iterable[Attempt]) -> dict[str, Attempt]:
    """Return the first attempt at each item."""
    in_time = sorted(attempts, key=lambda each: each.time)
    return {attempt.item: attempt for attempt in reversed(in_time)}


def draw(
    items: Iterable[Item],
    attempts: Iterable[Attempt],
    n: int,
    seed: str | int,
    *,
    missed_first: bool = False,
) -> tuple[Item, ...]:
    """Pick n items to practise: unseen first, then missed, then those that were right.

    Of those that were answered, the longest ago come first; what was missed comes
    before what is unseen if `missed_first`.

    The same seed and attempts give the same items in the same order, for example on a
    projector and on a learner's screen.

    Raises:
        ValueError: If n is negative.
    """
    if n < 0:
        raise ValueError(f"n is {n}; draw 0 items or more")
    last = latest(attempts)
    chance = random.Random(f"{seed}")  # noqa: S311 (no secret)
    shuffled = sorted(items, key=lambda item: item.id)
    chance.shuffle(shuffled)

    def need(item: Item) -> tuple[int, float]:
        attempt = last.get(item.id)
        if attempt is None:
            return 1, 0.0
        missed = 0 if missed_first else 2
        return (missed if attempt.correct is False else 3), attempt.time.timestamp()

    return tuple(sorted(shuffled, key=need)[:n])


def mastery(items: Iterable[Item], attempts: Iterable[Attempt]) -> dict[str, Mastery]:
    """Count by topic, in the order of the items; opinions never count."""
    attempts = list(attempts)
    early, late = first(attempts), latest(attempts)
    topics: dict[str, list[Item]] = {}
    for item in items:
        if item.how.marked:
            topics.setdefault(item.topic, []).append(item)
    return {
        topic: Mastery(
            answered=sum(item.id in late for item in inside),
            first=sum(i.id in early and early[i.id].correct is True for i in inside),
            latest=sum(i.id in late and late[i.id].correct is True for i in inside),
            total=len(inside),
        )
        for topic, inside in topics.items()
    }


def learning_gain(
    opening: Sequence[bool | None], closing: Sequence[bool | None]
) -> Gain | None:
    """Compare self-checks by whether each item was right, None if not answered.

    Returns:
        The gain over what was answered; None while one of them has no answer.
    """
    before = [each for each in opening if each is not None]
    after = [each for each in closing if each is not None]
    if not before or not after:
        return None
    return Gain(sum(before), len(before), sum(after), len(after))


def shuffled(item: Item, seed: str) -> Item:
    """Return an item with its options and rows in an order of the seed's making.

    Some kinds keep the order of their options: advantage before drawback. What is
    to be put in order never comes in the right one.
    """
    chance = random.Random(f"{seed}/{item.id}")  # noqa: S311 (no secret)
    options, rows = list(item.options), list(item.rows)
    if item.how.shuffled:
        chance.shuffle(options)
    if item.order and item.order == tuple(option.id for option in options):
        options.append(options.pop(0))
    chance.shuffle(rows)
    return msgspec.structs.replace(item, options=tuple(options), rows=tuple(rows))
