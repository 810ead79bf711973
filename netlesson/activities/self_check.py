"""The opening and the closing self-check: eight questions each, and what was gained."""

from dataclasses import replace

from ..content import Course, Item
from ..form import Field, Form
from ..learning import Answers, Turn, checked, first, learning_gain, mark, pool
from .quiz import Quiz, Round

CHECKS = ("opening", "closing")


def self_check_form(answers: Answers, pool: str) -> Form:
    """Ask the "opening" or "closing" questions; feedback waits for the closing ones.

    Raises:
        ValueError: If the name is neither "opening" nor "closing".
    """
    if pool not in CHECKS:
        raise ValueError(f"self-check is {pool!r}; use 'opening' or 'closing'")
    return SelfCheck(answers, pool, lambda _seed: _checks(answers.course)[pool]).form


def _checks(course: Course) -> dict[str, tuple[Item, ...]]:
    return {name: pool(course, name) for name in CHECKS}


class SelfCheck(Quiz):
    """The opening or closing questions: each answered once, feedback at the end."""

    practice = False

    def open(self) -> bool:
        """Tell whether the closing questions are all answered."""
        return checked(self.course, self.answers.attempts, "closing")

    def _restore(self) -> bool:
        return False

    def _fresh(self, items: tuple[Item, ...] | None = None) -> Round:
        return replace(super()._fresh(items), id=self.name)

    def _keep_round(self) -> None:
        """The items of a self-check are always the same."""

    def _taken(self) -> dict[str, Turn]:
        asked = {item.id for item in self.round.items}
        tries = first(each for each in self.answers.attempts if each.item in asked)
        return {name: Turn(attempt, told=True) for name, attempt in tries.items()}

    def _after(self) -> None:
        self._go(self.at + 1)
        if self._current():
            self.form.status = self.say("kept")

    def _onward(self) -> list[Field]:
        return []

    def _summary(self) -> str:
        tries, known = first(self.answers.attempts), self.course.items
        checks = _checks(self.course)
        topics = dict.fromkeys(item.topic for each in checks.values() for item in each)
        verdicts = {
            name: [tries[i.id].correct if i.id in tries else None for i in items]
            for name, items in checks.items()
        }
        return self.answers.fill(
            "activities/self_check",
            name=self.name,
            open=self.open(),
            left=sum(item.id not in self.turns for item in self.round.items),
            all=len(self.round.items),
            gain=learning_gain(verdicts["opening"], verdicts["closing"]),
            closing=sum(each is True for each in verdicts["closing"]),
            checks=checks,
            topics={t: self.answers.topic(t) for t in topics},
            parts={n: mark(known[n], each.response).parts for n, each in tries.items()},
        )
