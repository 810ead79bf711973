"""Many result files become tables: what a class knows, weighs and chooses.

Files come from many hands, so each is read with suspicion: what cannot be used is
named with its reason, and everything else counts. Responses are marked anew by
`quiz.mark`; what a file says about right and wrong is not believed.

A response is kept as a small number. That way ten thousand files fit into memory, and
each different answer is marked only once.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .handin import Result, ResultError, read_file
from .items import Item
from .journal import Problem
from .model import Course
from .quiz import Mark, mark

SMALLEST = 3
"""The smallest group about which anything is said, so that nobody is exposed."""

ENOUGH = 8
"""How many answers it takes to speak of an item's discrimination."""

NO_ANSWER = 0
_EMPTY = Mark(answered=False, correct=None, parts={})

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a part of one, that does not count.

    Attributes:
        file: The file's name.
        problem: Why, as a key of `strings.toml` and its values.
        whole: Whether nothing of the file counts.
    """

    file: str
    problem: Problem
    whole: bool = True


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


@dataclass(slots=True)
class _Learner:
    """What is kept of one file: answers as codes, and the comparison."""

    file: str
    time: datetime
    first: NDArray[np.uint32]
    latest: NDArray[np.uint32]
    weights: tuple[float, ...]
    winners: tuple[str, ...]
    chosen: tuple[str, ...]
    reflections: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Answers:
    """The different responses to one item: their codes and marks, from 1."""

    item: Item
    codes: dict[Any, int] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=lambda: [_EMPTY])
    responses: list[Any] = field(default_factory=lambda: [None])

    def code(self, response: Any) -> int:
        """Return the number of a response; `NO_ANSWER` if it does not fit."""
        key = _key(response)
        found = self.codes.get(key)
        if found is None:
            try:
                verdict = mark(self.item, response)
            except (ValueError, TypeError):
                verdict = _EMPTY
            found = NO_ANSWER
            if verdict.answered:
                found = len(self.marks)
                self.marks.append(verdict)
                self.responses.append(response)
            self.codes[key] = found
        return found


def _key(response: Any) -> Any:
    if isinstance(response, list):
        return frozenset(response)
    if isinstance(response, dict):
        return frozenset(response.items())
    return response


class Class:
    """Results of a class, added one by one in any order.

    Args:
        course: The bank, the criteria and the types that the files speak of.

    Attributes:
        skipped: What does not count, and why.
    """

    def __init__(self, course: Course) -> None:
        self.course = course
        self.skipped: list[Skipped] = []
        self._learners: dict[str, _Learner] = {}
        self._answers = [_Answers(item) for item in course.items.values()]
        self._at = {name: at for at, name in enumerate(course.items)}

    def __len__(self) -> int:
        """Return how many files count."""
        return len(self._learners)

    def add_file(self, path: Path) -> None:
        """Take a file into account, or note why not."""
        try:
            result = read_file(path)
        except ResultError as error:
            self.skipped.append(Skipped(path.name, error.problem))
            return
        self.add(result, path.name)

    def add(self, result: Result, file: str) -> None:
        """Take a result into account; of two with one id the later counts.

        Args:
            result: What was handed in.
            file: The name of its file, to speak of it.
        """
        known = self._learners.get(result.id)
        if known is not None:
            # At the same time the name decides, so that the order of reading does not.
            new_counts = (result.time, file) > (known.time, known.file)
            older, newer = (known.file, file) if new_counts else (file, known.file)
            problem = Problem("class.duplicate", {"newer": newer})
            self.skipped.append(Skipped(older, problem))
            if not new_counts:
                return
        self._learners[result.id] = self._learner(result, file)

    def _learner(self, result: Result, file: str) -> _Learner:
        course = self.course
        early, late = np.zeros((2, len(self._answers)), dtype=np.uint32)
        strange, misfits = 0, 0
        for each in result.items:
            at = self._at.get(each.item)
            if at is None:
                strange += 1
                continue
            answers = self._answers[at]
            early[at] = answers.code(each.first)
            same = each.latest is each.first or each.latest == each.first
            late[at] = early[at] if same else answers.code(each.latest)
            misfits += NO_ANSWER in (early[at], late[at])
        weights = tuple(result.weights.get(name, 0.0) for name in course.criteria)
        if not result.weights.keys() <= course.criteria.keys():
            self._partly(file, "class.strange_criteria")
            weights = ()
        groups = {place.group for place in result.ranking} | set(result.chosen)
        usable = groups <= course.groups.keys()
        if not usable:
            self._partly(file, "class.strange_types")
        if strange:
            self._partly(file, "class.strange_items", n=strange)
        if misfits:
            self._partly(file, "class.misfits", n=misfits)
        first = [p.group for p in result.ranking if p.rank == 1 and not p.out]
        return _Learner(
            file=file,
            time=result.time,
            first=early,
            latest=late,
            weights=weights if any(weights) else (),
            winners=tuple(first) if usable else (),
            chosen=result.chosen if usable else (),
            reflections=tuple((each.name, each.text) for each in result.reflections),
        )

    def _partly(self, file: str, key: str, **values: int) -> None:
        self.skipped.append(Skipped(file, Problem(key, dict(values)), whole=False))

    def tables(self) -> Tables:
        """Work out all tables from what was added so far."""
        learners = [self._learners[name] for name in sorted(self._learners)]
        early, late = (
            np.array([getattr(each, name) for each in learners], dtype=np.int64)
            .reshape(len(learners), len(self._answers))
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
        for at, answers in enumerate(self._answers):
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
            if item.kind == "opinion":
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
        answers = self._answers[at]
        times: dict[str, int] = {}
        for code, count in _counted(codes):
            for name in _wrong(answers.item, answers.responses[code]):
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
        for at, answers in enumerate(self._answers):
            beliefs = _beliefs(answers.item)
            if not beliefs:
                continue
            who = np.flatnonzero(codes[:, at])
            for belief in set(beliefs.values()):
                offered[belief] += len(who)
                learners[belief].update(who.tolist())
            for code, count in _counted(codes[:, at]):
                wrong = _wrong(answers.item, answers.responses[code])
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

    def _winners(self, learners: Iterable[_Learner]) -> pd.DataFrame:
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
        for at, answers in enumerate(self._answers):
            if answers.item.kind != "opinion":
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


def files_in(folder: Path, leave_out: Iterable[Path] = ()) -> list[Path]:
    """Return what may be a result file in a folder, by name.

    Hidden files are left out: systems put those of their own everywhere.

    Args:
        folder: Where to look; folders in it are not looked into.
        leave_out: Files that are no results, such as the page.

    Raises:
        OSError: If the folder cannot be read.
    """
    others = {path.resolve() for path in leave_out}
    return sorted(
        path
        for path in folder.iterdir()
        if not path.name.startswith(".") and path.resolve() not in others
    )


def read_class(
    folder: Path,
    course: Course,
    progress: Progress | None = None,
    leave_out: Iterable[Path] = (),
) -> Class:
    """Read every file in a folder.

    Args:
        folder: Where the result files are; folders in it are not looked into.
        course: What the files speak of.
        progress: Is called with how many files are read and how many there are.
        leave_out: Files in the folder that are no results, such as the page.

    Returns:
        The class, with what was skipped.

    Raises:
        OSError: If the folder cannot be read.
    """
    found, paths = Class(course), files_in(folder, leave_out)
    for n, path in enumerate(paths, start=1):
        found.add_file(path)
        if progress:
            progress(n, len(paths))
    return found


def _counted(codes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield each code that is an answer, and how often it was given."""
    found, counts = np.unique(codes[codes != NO_ANSWER], return_counts=True)
    yield from zip(found.tolist(), counts.tolist(), strict=True)


def _beliefs(item: Item) -> Mapping[str, str]:
    """Return the misconception behind each wrong answer, by option or number."""
    options = {o.id: o.misconception for o in item.options if o.misconception}
    slips = {f"{s.answer:g}": s.misconception for s in item.slips if s.misconception}
    return {**options, **slips}


def _wrong(item: Item, response: Any) -> list[str]:
    """Name what is wrong in a response: options ticked, a number, rows misplaced."""
    if item.kind in ("choice", "choices"):
        ticked = response if isinstance(response, list | tuple) else [response]
        return [name for name in dict.fromkeys(ticked) if name not in item.key]
    if item.kind == "number":
        if mark(item, response).correct:
            return []
        near = [s for s in item.slips if abs(s.answer - response) <= s.tolerance + 1e-9]
        return [f"{each.answer:g}" for each in near[:1]] or [f"{response:g}"]
    if item.rows:
        return [row.id for row in item.rows if response[row.id] != row.key]
    return []


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
