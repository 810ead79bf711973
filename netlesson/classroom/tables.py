"""What a class did, as tables: knowledge, gain, weights, winners, opinions.

Nothing is said about fewer than `SMALLEST` people, and of an item's discrimination
nothing below `ENOUGH` answers.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from ..content import Course, Item
from ..deciding.scoring import Floats, Ints
from .reading import NO_ANSWER, Class, ItemAnswers, Learner

SMALLEST = 3
"""The smallest group about which anything is said, so that nobody is exposed."""

ENOUGH = 8
"""How many answers it takes to speak of an item's discrimination."""


@dataclass(frozen=True, kw_only=True)
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
        return {k: v for k, v in vars(self).items() if isinstance(v, pd.DataFrame)}


def make_tables(found: Class) -> Tables:
    """Work out all tables; in which order the class was read does not matter."""
    learners, answers = found.learners, found.answers
    early, late = (
        np.array([getattr(each, name) for each in learners], dtype=np.int64)
        .reshape(len(learners), len(answers))
        for name in ("first", "latest")
    )  # fmt: skip
    first, latest = _right(early, answers), _right(late, answers)
    texts = sorted(text for each in learners for text in each.reflections)
    return Tables(
        learners=len(learners),
        topics=_topics(found.course, first, latest),
        items=_items(answers, early, first, latest),
        misconceptions=_misconceptions(found, early),
        gain=_gain(found.course, first),
        weights=_weights(found.course, [each.weights for each in learners]),
        winners=_winners(found.course, learners),
        opinions=_opinions(answers, late),
        reflections=pd.DataFrame(texts, columns=["name", "text"]),
    )


def _right(codes: Ints, answers: Sequence[ItemAnswers]) -> Floats:
    """Return 1 for right, 0 for wrong, NaN for not answered and opinions."""
    right = np.full(codes.shape, math.nan)
    for at, each in enumerate(answers):
        marks = [mark.correct for mark in each.marks]
        right[:, at] = np.array(marks, dtype=float)[codes[:, at]]
    return right


def _columns(course: Course, pool: str, topic: str = "") -> Ints:
    items = course.items.values()
    return np.flatnonzero([i.pool == pool and topic in ("", i.topic) for i in items])


def _topics(course: Course, first: Floats, latest: Floats) -> pd.DataFrame:
    rows = []
    for topic in dict.fromkeys(item.topic for item in course.items.values()):
        inside = _columns(course, "practice", topic)
        answered = ~np.isnan(latest[:, inside])
        n = int(answered.any(axis=1).sum())
        means = [_mean(values[:, inside], n) for values in (first, latest)]
        rows.append((topic, n, int(answered.sum()), *means))
    return pd.DataFrame(
        rows, columns=["topic", "learners", "answers", "first", "latest"]
    )


def _items(
    answers: Sequence[ItemAnswers], codes: Ints, first: Floats, latest: Floats
) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    answered = ~np.isnan(first)
    sums, counts = np.nansum(first, axis=1), answered.sum(axis=1)
    for at, each in enumerate(answers):
        item = each.item
        if not item.how.marked:
            continue
        n = int(answered[:, at].sum())
        picked, times = _distractor(each, codes[:, at]) if n >= SMALLEST else ("", 0)
        rows.append(
            {
                "item": item.id,
                "number": at + 1,
                "topic": item.topic,
                "kind": item.kind,
                "pool": item.pool,
                "answers": n,
                "difficulty": _mean(first[:, at], n),
                "latest": _mean(latest[:, at], n),
                "discrimination": _discrimination(first[:, at], sums, counts),
                "picked": picked,
                "times": times,
                "misconception": _beliefs(item).get(picked, ""),
            }
        )
    return pd.DataFrame(rows)


def _distractor(answers: ItemAnswers, codes: Ints) -> tuple[str, int]:
    """Return the wrong answer that most learners gave first, and how many did."""
    times: Counter[str] = Counter()
    for code, count in _counted(codes):
        times.update(dict.fromkeys(answers.marks[code].wrong, count))
    return max(sorted(times.items()), key=itemgetter(1), default=("", 0))


def _misconceptions(found: Class, codes: Ints) -> pd.DataFrame:
    picked: Counter[str] = Counter()
    offered: Counter[str] = Counter()
    learners = defaultdict[str, set[int]](set)
    for at, answers in enumerate(found.answers):
        beliefs = _beliefs(answers.item)
        who = np.flatnonzero(codes[:, at]).tolist()
        for belief in set(beliefs.values()):
            offered[belief] += len(who)
            learners[belief].update(who)
        for code, count in _counted(codes[:, at]):
            wrong = answers.marks[code].wrong
            shown = {beliefs[name] for name in wrong if name in beliefs}
            picked.update(dict.fromkeys(shown, count))
    rows = [
        (name, offered[name], picked[name], picked[name] / offered[name])
        for name in found.course.misconceptions
        if len(learners[name]) >= SMALLEST
    ]
    table = pd.DataFrame(rows, columns=["misconception", "offered", "picked", "share"])
    return table.sort_values(
        ["share", "misconception"], ascending=[False, True], ignore_index=True
    )


def _gain(course: Course, first: Floats) -> pd.DataFrame:
    """Compare the self-checks of those who did both."""
    before, after = (
        pd.DataFrame(first[:, _columns(course, pool)]).mean(axis=1)
        for pool in ("opening", "closing")
    )
    both = before.notna() & after.notna()
    n = int(both.sum())
    row: dict[str, float] = {"learners": n}
    if n >= SMALLEST:
        gains = after[both] - before[both]
        row |= {
            "before": float(before[both].mean()),
            "after": float(after[both].mean()),
            "gain": float(gains.mean()),
            "deviation": float(gains.std()),
            "error": float(gains.std() / math.sqrt(n)),
            "better": int((gains > 0).sum()),
            "worse": int((gains < 0).sum()),
        }
    return pd.DataFrame([row])


def _weights(course: Course, weights: Iterable[tuple[float, ...]]) -> pd.DataFrame:
    shares = np.array([each for each in weights if each])
    n = len(shares)
    table = pd.DataFrame({"criterion": list(course.criteria), "learners": n})
    if n >= SMALLEST:
        low, middle, high = np.quantile(shares, [0.25, 0.5, 0.75], axis=0)
        means = [float(column.mean()) for column in shares.T]
        table = table.assign(
            mean=means, median=middle, quarter=low, three_quarters=high
        )
    return table


def _winners(course: Course, learners: Iterable[Learner]) -> pd.DataFrame:
    ranked = [each.winners for each in learners if each.winners]
    trials = [each.chosen for each in learners if each.chosen]
    names = list(course.groups)
    table = pd.DataFrame({"group": names, "ranked": len(ranked), "first": math.nan})
    table = table.assign(trials=len(trials), chosen=math.nan)
    if len(ranked) >= SMALLEST:
        table["first"] = [sum(w.count(n) / len(w) for w in ranked) for n in names]
    if len(trials) >= SMALLEST:
        table["chosen"] = [sum(n in types for types in trials) for n in names]
    return table


def _opinions(found: Iterable[ItemAnswers], codes: Ints) -> pd.DataFrame:
    rows = []
    for at, answers in enumerate(found):
        if answers.item.how.marked:
            continue
        counts = {answers.responses[c]: count for c, count in _counted(codes[:, at])}
        n = sum(counts.values())
        rows += [
            (answers.item.id, n, option.id, counts.get(option.id, 0))
            for option in answers.item.options
            if n >= SMALLEST
        ]
    return pd.DataFrame(rows, columns=["item", "answers", "option", "times"])


def _counted(codes: Ints) -> Iterator[tuple[int, int]]:
    """Yield each code that is an answer, and how often it was given."""
    found, counts = np.unique(codes[codes != NO_ANSWER], return_counts=True)
    yield from zip(found.tolist(), counts.tolist(), strict=True)


def _beliefs(item: Item) -> Mapping[str, str]:
    """Return the misconception behind each wrong answer, by option or number."""
    options = {o.id: o.misconception for o in item.options if o.misconception}
    slips = {f"{s.answer:g}": s.misconception for s in item.slips if s.misconception}
    return {**options, **slips}


def _mean(values: Floats, learners: int) -> float:
    """Return the mean of what is there; NaN if too few learners are behind it."""
    there = values[~np.isnan(values)]
    return float(there.mean()) if learners >= SMALLEST and len(there) else math.nan


def _discrimination(right: Floats, sums: Floats, counts: Ints) -> float:
    """Correlate an item with the share right on everything else.

    NaN below `ENOUGH` answers, or where one side never varies.
    """
    there = ~np.isnan(right) & (counts > 1)
    if there.sum() < ENOUGH:
        return math.nan
    rest = (sums[there] - right[there]) / (counts[there] - 1)
    if right[there].std() == 0 or rest.std() == 0:
        return math.nan
    return float(np.corrcoef(right[there], rest)[0, 1])
