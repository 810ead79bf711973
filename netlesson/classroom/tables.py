"""What a class did, as tables: knowledge, gain, weights, winners, opinions.

Nothing is said about fewer than `SMALLEST` people, and of an item's discrimination
nothing below `ENOUGH` answers.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..content import Item
from .reading import NO_ANSWER, Class, Learner

SMALLEST = 3
"""The smallest group about which anything is said, so that nobody is exposed."""

ENOUGH = 8
"""How many answers it takes to speak of an item's discrimination."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What a class did, one row a thing. Empty where too few answered.

    Attributes:
        learners: How many files count.
        topics: By topic: learners, share right at first and by the latest answer.
        items: By item: answers, difficulty (share right at the first try),
            discrimination (correlation with the rest of the learner's first tries;
            NaN below `ENOUGH` answers), the most picked wrong answer.
        misconceptions: How often each was picked of how often it was offered.
        gain: One row: learners with both self-checks, mean share right before and
            after, mean gain, its standard deviation and error.
        weights: By criterion: mean, median and quartiles of the shares.
        winners: By type: how often it came first (ties are split) and was chosen.
        opinions: By item and option: how many chose it.
        reflections: What learners chose to hand in, without a name.
    """

    learners: int
    topics: pd.DataFrame
    items: pd.DataFrame
    misconceptions: pd.DataFrame
    gain: pd.DataFrame
    weights: pd.DataFrame
    winners: pd.DataFrame
    opinions: pd.DataFrame
    reflections: pd.DataFrame

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        named = {each.name: getattr(self, each.name) for each in fields(self)}
        return {k: v for k, v in named.items() if isinstance(v, pd.DataFrame)}


def make_tables(found: Class) -> Tables:
    """Work out all tables from what was read so far.

    Args:
        found: The class; the order in which it was read does not matter.
    """
    return _Maker(found).tables()


class _Maker:
    """Works out the tables of one class."""

    def __init__(self, found: Class) -> None:
        self.course, self.answers = found.course, found.answers
        self.learners = found.learners

    def tables(self) -> Tables:
        learners = self.learners
        early, late = (
            np.array([getattr(each, name) for each in learners], dtype=np.int64)
            .reshape(len(learners), len(self.answers))
            for name in ("first", "latest")
        )  # fmt: skip
        first, latest = self._right(early), self._right(late)
        return Tables(
            learners=len(learners),
            topics=self._topics(first, latest),
            items=self._items(early, first, latest),
            misconceptions=self._misconceptions(early),
            gain=self._gain(first),
            weights=self._weights([each.weights for each in learners]),
            winners=self._winners(learners),
            opinions=self._opinions(late),
            reflections=pd.DataFrame(
                sorted(text for each in learners for text in each.reflections),
                columns=["name", "text"],
            ),
        )

    def _right(self, codes: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return 1 for right, 0 for wrong, NaN for not answered and opinions."""
        right = np.full(codes.shape, math.nan)
        for at, answers in enumerate(self.answers):
            values = [
                math.nan if each.correct is None else float(each.correct)
                for each in answers.marks
            ]
            right[:, at] = np.array(values)[codes[:, at]]
        return right

    def _columns(self, pool: str, topic: str = "") -> NDArray[np.int64]:
        items = self.course.items.values()
        return np.flatnonzero(
            [i.pool == pool and (not topic or i.topic == topic) for i in items]
        )

    def _topics(
        self, first: NDArray[np.float64], latest: NDArray[np.float64]
    ) -> pd.DataFrame:
        topics = dict.fromkeys(item.topic for item in self.course.items.values())
        rows = []
        for topic in topics:
            inside = self._columns("practice", topic)
            learners = int((~np.isnan(latest[:, inside])).any(axis=1).sum())
            rows.append(
                {
                    "topic": topic,
                    "learners": learners,
                    "answers": int((~np.isnan(latest[:, inside])).sum()),
                    "first": _mean(first[:, inside], learners),
                    "latest": _mean(latest[:, inside], learners),
                }
            )
        return pd.DataFrame(rows)

    def _items(
        self,
        codes: NDArray[np.int64],
        first: NDArray[np.float64],
        latest: NDArray[np.float64],
    ) -> pd.DataFrame:
        rows = []
        answered = ~np.isnan(first)
        sums, counts = np.nansum(first, axis=1), answered.sum(axis=1)
        for at, (name, item) in enumerate(self.course.items.items()):
            if not item.how.marked:
                continue
            n = int(answered[:, at].sum())
            picked = self._distractor(at, codes[:, at]) if n >= SMALLEST else {}
            rows.append(
                {
                    "item": name,
                    "number": at + 1,
                    "topic": item.topic,
                    "kind": item.kind,
                    "pool": item.pool,
                    "answers": n,
                    "difficulty": _mean(first[:, at], n),
                    "latest": _mean(latest[:, at], n),
                    "discrimination": _discrimination(first[:, at], sums, counts),
                    "picked": picked.get("picked", ""),
                    "times": picked.get("times", 0),
                    "misconception": picked.get("misconception", ""),
                }
            )
        return pd.DataFrame(rows)

    def _distractor(self, at: int, codes: NDArray[np.int64]) -> dict[str, Any]:
        """Return the wrong answer to an item that most learners gave first."""
        answers = self.answers[at]
        times: dict[str, int] = {}
        for code, count in _counted(codes):
            for name in answers.marks[code].wrong:
                times[name] = times.get(name, 0) + count
        if not times:
            return {}
        name = max(sorted(times), key=lambda each: times[each])
        return {
            "picked": name,
            "times": times[name],
            "misconception": _beliefs(answers.item).get(name, ""),
        }

    def _misconceptions(self, codes: NDArray[np.int64]) -> pd.DataFrame:
        picked = dict.fromkeys(self.course.misconceptions, 0)
        offered = dict.fromkeys(self.course.misconceptions, 0)
        learners: dict[str, set[int]] = {name: set() for name in offered}
        for at, answers in enumerate(self.answers):
            beliefs = _beliefs(answers.item)
            if not beliefs:
                continue
            who = np.flatnonzero(codes[:, at])
            for belief in set(beliefs.values()):
                offered[belief] += len(who)
                learners[belief].update(who.tolist())
            for code, count in _counted(codes[:, at]):
                wrong = answers.marks[code].wrong
                for belief in {beliefs[name] for name in wrong if name in beliefs}:
                    picked[belief] += count
        rows = [
            {
                "misconception": name,
                "offered": offered[name],
                "picked": picked[name],
                "share": picked[name] / offered[name],
            }
            for name in offered
            if len(learners[name]) >= SMALLEST
        ]
        columns = ["misconception", "offered", "picked", "share"]
        found = pd.DataFrame(rows, columns=columns)
        return found.sort_values(
            ["share", "misconception"], ascending=[False, True], ignore_index=True
        )

    def _gain(self, first: NDArray[np.float64]) -> pd.DataFrame:
        """Compare the self-checks of those who did both."""
        before, after = (
            _row_means(first[:, self._columns(pool)]) for pool in ("opening", "closing")
        )
        both = ~(np.isnan(before) | np.isnan(after))
        n = int(both.sum())
        row: dict[str, float] = {"learners": n}
        if n >= SMALLEST:
            gains = after[both] - before[both]
            row |= {
                "before": float(before[both].mean()),
                "after": float(after[both].mean()),
                "gain": float(gains.mean()),
                "deviation": float(gains.std(ddof=1)),
                "error": float(gains.std(ddof=1) / math.sqrt(n)),
                "better": int((gains > 0).sum()),
                "worse": int((gains < 0).sum()),
            }
        return pd.DataFrame([row])

    def _weights(self, weights: Iterable[tuple[float, ...]]) -> pd.DataFrame:
        shares = np.array([each for each in weights if each])
        n = len(shares)
        rows = []
        for j, name in enumerate(self.course.criteria):
            row: dict[str, Any] = {"criterion": name, "learners": n}
            if n >= SMALLEST:
                low, middle, high = np.quantile(shares[:, j], [0.25, 0.5, 0.75])
                row |= {
                    "mean": float(shares[:, j].mean()),
                    "median": float(middle),
                    "quarter": float(low),
                    "three_quarters": float(high),
                }
            rows.append(row)
        return pd.DataFrame(rows)

    def _winners(self, learners: Iterable[Learner]) -> pd.DataFrame:
        first = dict.fromkeys(self.course.groups, 0.0)
        chosen = dict.fromkeys(self.course.groups, 0)
        ranked, trials = 0, 0
        for each in learners:
            ranked += bool(each.winners)
            trials += bool(each.chosen)
            for group in each.winners:
                first[group] += 1 / len(each.winners)
            for group in dict.fromkeys(each.chosen):
                chosen[group] += 1
        return pd.DataFrame(
            [
                {
                    "group": name,
                    "ranked": ranked,
                    "first": first[name] if ranked >= SMALLEST else math.nan,
                    "trials": trials,
                    "chosen": chosen[name] if trials >= SMALLEST else math.nan,
                }
                for name in self.course.groups
            ]
        )

    def _opinions(self, codes: NDArray[np.int64]) -> pd.DataFrame:
        rows = []
        for at, answers in enumerate(self.answers):
            if answers.item.how.marked:
                continue
            counts = {
                answers.responses[code]: count for code, count in _counted(codes[:, at])
            }
            n = sum(counts.values())
            rows += [
                {
                    "item": answers.item.id,
                    "answers": n,
                    "option": option.id,
                    "times": counts.get(option.id, 0),
                }
                for option in answers.item.options
                if n >= SMALLEST
            ]
        return pd.DataFrame(rows, columns=["item", "answers", "option", "times"])


def _counted(codes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield each code that is an answer, and how often it was given."""
    found, counts = np.unique(codes[codes != NO_ANSWER], return_counts=True)
    yield from zip(found.tolist(), counts.tolist(), strict=True)


def _beliefs(item: Item) -> Mapping[str, str]:
    """Return the misconception behind each wrong answer, by option or number."""
    options = {o.id: o.misconception for o in item.options if o.misconception}
    slips = {f"{s.answer:g}": s.misconception for s in item.slips if s.misconception}
    return {**options, **slips}


def _mean(values: NDArray[np.float64], learners: int) -> float:
    """Return the mean of what is there; NaN if too few learners are behind it."""
    there = values[~np.isnan(values)]
    return float(there.mean()) if learners >= SMALLEST and len(there) else math.nan


def _row_means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    counts = (~np.isnan(values)).sum(axis=1)
    means: NDArray[np.float64] = np.full(len(values), math.nan)
    np.divide(np.nansum(values, axis=1), counts, out=means, where=counts > 0)
    return means


def _discrimination(
    right: NDArray[np.float64], sums: NDArray[np.float64], counts: NDArray[np.int64]
) -> float:
    """Correlate an item with the share right on everything else.

    Returns:
        -1..1; NaN below `ENOUGH` answers, or where one side never varies.
    """
    there = ~np.isnan(right) & (counts > 1)
    if there.sum() < ENOUGH:
        return math.nan
    rest = (sums[there] - right[there]) / (counts[there] - 1)
    if right[there].std() == 0 or rest.std() == 0:
        return math.nan
    return float(np.corrcoef(right[there], rest)[0, 1])
