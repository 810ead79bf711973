"""Practice: what was missed first, from the lessons in which something was answered."""

from ..content import Item
from ..form import Field, Form
from ..learning import Answers, Turn, draw, pool
from .quiz import Quiz


def practice_form(answers: Answers, n: int = 8) -> Form:
    """Ask n questions that have a right answer, what was missed first."""
    return Practice(answers, n).form


class Practice(Quiz):
    """Rounds from all lessons in which a question was answered, or from everything.

    Args:
        answers: Where answers are kept.
        n: How many questions make a round.

    Attributes:
        everything: Whether the learner wants to be asked about all lessons.
    """

    everything = False

    def __init__(self, answers: Answers, n: int) -> None:
        def pick(seed: str) -> tuple[Item, ...]:
            items = self._marked if self.everything else self._begun()
            return draw(items, answers.attempts, n, seed, missed_first=True)

        items = pool(answers.course, "practice")
        self._marked = [item for item in items if item.how.marked]
        super().__init__(answers, "practice", pick)
        self.form.on_click("everything", self._widen)

    def _begun(self) -> list[Item]:
        """Return the items about topics of which something was answered."""
        items = self.answers.course.items
        asked = [items[each.item] for each in self.answers.attempts]
        topics = {item.topic for item in asked if item.pool == "practice"}
        return [item for item in self._marked if item.topic in topics]

    def _widen(self, _value: object) -> None:
        self.everything = True
        self._begin(self._fresh())
        self._go(0)

    def _follow(self) -> None:
        super()._follow()
        if not self.round.items:  # a first answer elsewhere changes that
            self._begin(self._fresh())
            self._show()

    def _asked(self, at: int, item: Item) -> list[Field]:
        fields = super()._asked(at, item)
        return [self.say.paragraph("practice"), *fields] if at == 0 else fields

    def _buttons(self, item: Item, turn: Turn | None) -> list[Field]:
        begins = self.at == 0 and not self.turns
        return [*super()._buttons(item, turn), *(self._wider() if begins else [])]

    def _nothing(self) -> str:
        return self.say.note("practice_none" if self._marked else "none_left")

    def _onward(self) -> list[Field]:
        return [*super()._onward(), *self._wider()]

    def _wider(self) -> list[Field]:
        """Offer to ask about everything, where that is more."""
        more = not self.everything and len(self._begun()) < len(self._marked)
        return [self.say.button("everything")] if more else []
