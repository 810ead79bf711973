"""Many result files become one class; `tables` works out what it did.

Files come from many hands, so each is read with suspicion: what cannot be used is
named with its reason, and everything else counts. Responses are marked anew by
`quiz.mark`; what a file says about right and wrong is not believed.

A response is kept as a small number. That way ten thousand files fit into memory, and
each different answer is marked only once.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..content import Course, Item, resolved
from ..learning import Mark, Problem, mark
from .handin import Result, ResultError, read_file

NO_ANSWER = 0
"""The number of a response that was not given or does not fit."""

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


@dataclass(slots=True)
class Learner:
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
class ItemAnswers:
    """The different responses to one item: their codes and marks, from 1."""

    item: Item
    codes: dict[str, int] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=lambda: [_EMPTY])
    responses: list[Any] = field(default_factory=lambda: [None])

    def code(self, response: Any) -> int:
        """Return the number of a response; `NO_ANSWER` if it does not fit."""
        key = repr(response)
        if key not in self.codes:
            self.codes[key] = NO_ANSWER
            with suppress(ValueError, TypeError):
                verdict = mark(self.item, response)
                if verdict.answered:
                    self.codes[key] = len(self.marks)
                    self.marks.append(verdict)
                    self.responses.append(response)
        return self.codes[key]


class Class:
    """Results of a class, added one by one in any order.

    Attributes:
        skipped: What does not count, and why.
        answers: The different responses to each item, in the order of the bank.
    """

    def __init__(self, course: Course) -> None:
        self.course = course
        self.skipped: list[Skipped] = []
        self._learners: dict[str, Learner] = {}
        self.answers = [ItemAnswers(item) for item in course.items.values()]
        self._at = {name: at for at, name in enumerate(course.items)}

    def __len__(self) -> int:
        """Return how many files count."""
        return len(self._learners)

    @property
    def learners(self) -> list[Learner]:
        """What is kept of each file that counts, in an order of no meaning."""
        return [self._learners[name] for name in sorted(self._learners)]

    def add_file(self, path: Path) -> None:
        """Take a file into account, or note why not."""
        try:
            self.add(read_file(path), path.name)
        except ResultError as error:
            self.skipped.append(Skipped(path.name, error.problem))

    def add(self, result: Result, file: str) -> None:
        """Take a result into account; of two with one id the later counts."""
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

    def _learner(self, result: Result, file: str) -> Learner:
        early, late = np.zeros((2, len(self.answers)), dtype=np.uint32)
        known = [each for each in result.items if each.item in self._at]
        misfits = 0
        for each in known:
            at = self._at[each.item]
            code = self.answers[at].code
            early[at], late[at] = code(each.first), code(each.latest)
            misfits += NO_ANSWER in (early[at], late[at])
        criteria, types = self.course.criteria, self.course.groups
        weights = tuple(result.weights.get(name, 0.0) for name in criteria)
        groups = {place.group for place in result.ranking} | set(result.chosen)
        first = [p.group for p in result.ranking if p.rank == 1 and not p.out]
        strange = {
            "class.strange_criteria": len(result.weights.keys() - criteria.keys()),
            "class.strange_types": len(groups - types.keys()),
            "class.strange_items": len(result.items) - len(known),
            "class.misfits": misfits,
        }
        for key, n in strange.items():
            if n:
                problem = Problem(key, {"n": n})
                self.skipped.append(Skipped(file, problem, whole=False))
        usable = not strange["class.strange_types"]
        weighed = not strange["class.strange_criteria"] and any(weights)
        return Learner(
            file=file,
            time=result.time,
            first=early,
            latest=late,
            weights=weights if weighed else (),
            winners=tuple(first) if usable else (),
            chosen=result.chosen if usable else (),
            reflections=tuple((each.name, each.text) for each in result.reflections),
        )


def files_in(folder: Path, leave_out: Iterable[Path] = ()) -> list[Path]:
    """Return what may be a result file in a folder, by name.

    Hidden files are left out: systems put those of their own everywhere. So is what
    is known to be none, such as the page.

    Raises:
        OSError: If the folder cannot be read.
        UserError: If links lead in a circle.
    """
    here = resolved(folder)
    others = {path.name for path in leave_out if resolved(path.parent) == here}
    return sorted(
        path
        for path in folder.iterdir()
        if not path.name.startswith(".") and path.name not in others
    )


def read_class(
    folder: Path,
    course: Course,
    progress: Progress | None = None,
    leave_out: Iterable[Path] = (),
) -> Class:
    """Read every file in a folder; see `files_in`.

    `progress` is called with how many files are read and how many there are.

    Raises:
        OSError: If the folder cannot be read.
    """
    found, paths = Class(course), files_in(folder, leave_out)
    for n, path in enumerate(paths, start=1):
        found.add_file(path)
        if progress:
            progress(n, len(paths))
    return found
