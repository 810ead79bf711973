"""Questions in a form, one at a time: answer, check, feedback, summary.

What is right is decided in `quiz`; here it is only asked, kept and shown. The page gets
stems and options. After a first wrong answer it gets what was chosen wrongly, and why;
the key and the rest once the learner was right, tried again, or asked for it. An answer
is on disk before anything is said about it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from ..content import Item
from ..form import Field, Form, Heading, Prose
from ..language import NumberError
from ..learning import Answers, Mark, Turn, draw, mark, pool, shuffled, turns, veiled
from .page import Section, page
from .questions import marks, question_fields, read_response, row_field, shown_response
from .quiz_summary import missed, summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The items of one go, in this order; the seed decides that of their options.

    Its id is in all attempts that belong to it.
    """

    id: str
    items: tuple[Item, ...]
    seed: str


def quiz_form(answers: Answers, topic: str, n: int = 5) -> Form:
    """Ask n questions about a type, "mixed" or "deciding".

    A type's sorting and matching have forms of their own.

    Raises:
        ValueError: If no question is about that topic.
    """
    lesson = topic in answers.course.groups
    items = [i for i in _about(answers, topic) if not (lesson and i.how.apart)]
    return Quiz(
        answers, f"quiz-{topic}", lambda seed: draw(items, answers.attempts, n, seed)
    ).form


def kind_form(answers: Answers, topic: str, kind: str) -> Form:
    """Let the learner "sort" or "match" what is said about a topic."""
    items = [item for item in _about(answers, topic) if item.kind == kind]
    return Quiz(answers, f"{kind}-{topic}", lambda _seed: tuple(items)).form


def _about(answers: Answers, topic: str) -> list[Item]:
    items = pool(answers.course, "practice")
    topics = dict.fromkeys((*answers.course.groups, *(item.topic for item in items)))
    if topic not in topics:
        raise ValueError(
            f"no question is about {topic!r}; use one of {', '.join(topics)}"
        )
    return [item for item in items if item.topic == topic]


class Quiz:
    """A round of questions in one form, and the answers given in it.

    Args:
        answers: Where answers are kept.
        name: Names the quiz in the journal, and its form.
        pick: Draws the items of a new round from a seed.

    Attributes:
        round: What is asked.
        at: Which item is shown, from 0; behind the last one is the summary.
        turns: How far the items are that were answered in this round.
    """

    practice = True
    """Whether there are hints, second tries and feedback at once."""

    def __init__(
        self, answers: Answers, name: str, pick: Callable[[str], tuple[Item, ...]]
    ) -> None:
        self.answers, self.name, self.pick = answers, name, pick
        self.course, self.lang = answers.course, answers.lang
        self.say = Section(answers, "quiz.{}")
        self._kept = ""
        if not self._restore():
            self._begin(self._fresh())
        printed = [
            field
            for at, item in enumerate(self.round.items)
            for field in self._asked(at, item)
        ]
        self.form = page(answers, [], name, printed=printed)
        for button, action in {
            "check": self._check,
            "hint": self._hint,
            "reveal": self._reveal,
            "retry": self._retry,
            "back": lambda _value: self._go(self.at - 1),
            "next": lambda _value: self._go(self.at + 1),
            "look": lambda _value: self._go(0),
            "again": self._again,
        }.items():
            self.form.on_click(button, action)
        answers.watch(self._follow)
        self._show()

    def open(self) -> bool:
        """Tell whether feedback may be shown."""
        return True

    def _begin(self, new: Round) -> None:
        items = tuple(shuffled(item, new.seed) for item in new.items)
        self.round = replace(new, items=items)
        self.turns = self._taken()
        self._hints: dict[str, int] = {}
        self._drafts: dict[str, Any] = {}
        self._aside: dict[str, Turn] = {}
        self.at = self._open_at()

    def _open_at(self) -> int:
        """Return where to go on: where a try is left just now, or nothing answered."""
        names = [item.id for item in self.round.items]
        last = max(
            self.turns.values(), key=lambda each: each.attempt.time, default=None
        )
        if last and not last.told:
            return names.index(last.attempt.item)
        waiting = [at for at, name in enumerate(names) if name not in self.turns]
        return waiting[0] if waiting else len(names)

    def _restore(self) -> bool:
        """Take over the latest round in the journal, if it is new and can be asked."""
        found = None
        for event in self.answers.journal.history("round", quiz=self.name):
            data = event.data
            names, ident = data.get("items"), data.get("id")
            if not isinstance(names, list):
                continue
            known = [n for n in names if isinstance(n, str) and n in self.course.items]
            items = tuple(self.course.items[name] for name in dict.fromkeys(known))
            if items and isinstance(ident, str):
                found = Round(id=ident, items=items, seed=str(data.get("seed", "")))
        if found is None or found.id == self._kept:
            return False
        self._kept = found.id
        self._begin(found)
        return True

    def _fresh(self, items: tuple[Item, ...] | None = None) -> Round:
        """Return a new round. It is kept together with its first answer."""
        items = self.pick(self._seed()) if items is None else items
        # The first event's id is as good as a name: it is the learner's own. What comes
        # again in a later round comes with its options in another order.
        learner = [event.id for event in self.answers.journal.events()[:1]]
        seed = "/".join([*learner, self._seed()])
        return Round(id=uuid4().hex, items=items, seed=seed)

    def _seed(self) -> str:
        rounds = self.answers.journal.history("round", quiz=self.name)
        return f"{self.name}/{len(rounds)}"

    def _taken(self) -> dict[str, Turn]:
        ident, asked = self.round.id, {item.id for item in self.round.items}
        mine = [each for each in self.answers.attempts if each.round == ident]
        looked = self.answers.journal.history("shown", round=ident)
        tries = [each for each in mine if each.item in asked]
        return turns(tries, [str(event.data.get("item")) for event in looked])

    def _turn(self, item: Item) -> Turn | None:
        """Return how far an item is; None while it is to be answered afresh."""
        turn = self.turns.get(item.id)
        return None if self._aside.get(item.id) == turn else turn

    def _keep_round(self) -> None:
        if self._kept != self.round.id:
            self._kept = self.round.id
            self.answers.record(
                "round",
                quiz=self.name,
                id=self.round.id,
                seed=self.round.seed,
                items=[item.id for item in self.round.items],
            )

    def _follow(self) -> None:
        """Take over what another form or a merged journal brought."""
        if not self._restore():
            if (taken := self._taken()) == self.turns:
                return
            self.turns = taken
        self._show()

    def _go(self, at: int) -> None:
        self._drafts |= self.form.value
        self.at = min(max(at, 0), len(self.round.items))
        self._show()
        self.form.focus_on(self._top())

    def _again(self, _value: object) -> None:
        """Start a new round: on what was missed, or else on something new."""
        items = missed(self.round.items, self.answers.attempts)
        self._begin(self._fresh(items or None))
        self._go(0)

    def _check(self, value: Mapping[str, Any]) -> None:
        item = self._current()
        turn = self._turn(item) if item else None
        if not item or (turn and turn.told):
            return
        try:
            response = read_response(item, value, self.lang)
        except NumberError as error:
            sentence = self.answers.say(error.key, typed=error.typed, most="")
            self.form.errors = {item.id: sentence}
            return
        verdict = mark(item, response)
        if not verdict.answered:
            self.form.errors = self._empty(item, value)
            self.form.status = self.say("empty")
            return
        if turn and turn.attempt.response == response:
            # Pressed twice, or after the answer came from another window.
            self.form.errors, self.form.status = {}, self.say("same")
            return
        self._keep_round()
        first_try = self.practice and item.id not in self.turns
        held = first_try and verdict.correct is False
        self.answers.record(
            "attempt",
            item=item.id,
            response=response,
            correct=verdict.correct,
            answered=True,
            hints=self._hints.get(item.id, 0),
            round=self.round.id,
            **({"held": True} if held else {}),
        )
        self._after()

    def _after(self) -> None:
        """Lead on once an answer is kept and, with it, shown; see `_follow`."""
        self.form.focus_on("")

    def _reveal(self, _value: object) -> None:
        """Show the key after a first wrong answer, because the learner asks for it."""
        item = self._current()
        if item and (turn := self._turn(item)) and not turn.told:
            self.answers.record("shown", item=item.id, round=self.round.id)
            self.form.focus_on("")

    def _retry(self, _value: object) -> None:
        """Ask an item once more, as if for the first time."""
        item = self._current()
        if item and (turn := self._turn(item)) and turn.told:
            self._aside[item.id] = turn
            asked = {field.id for field in question_fields(item, self.answers)}
            known = self._drafts | self.form.value
            self._drafts = {name: x for name, x in known.items() if name not in asked}
            self.form.value = {}
            self._go(self.at)

    def _current(self) -> Item | None:
        """Return the item that is shown; None on the summary, for a late click."""
        return self.round.items[self.at] if self.at < len(self.round.items) else None

    def _empty(self, item: Item, value: Mapping[str, Any]) -> dict[str, str]:
        names = [row_field(item, row.id) for row in item.rows] or [item.id]
        missing = self.answers.say(item.how.empty)
        return {n: missing for n in names if not (item.rows and value.get(n))}

    def _hint(self, _value: object) -> None:
        if item := self._current():
            self._hints[item.id] = min(self._hints.get(item.id, 0) + 1, len(item.hints))
            self._show_hints(item)

    def _show_hints(self, item: Item) -> None:
        seen = self._hints.get(item.id, 0)
        self.form.status = " ".join(
            self.say("hint_n", n=n, hint=hint[self.lang])
            for n, hint in enumerate(item.hints[:seen], start=1)
        )
        self.form.disabled = ["hint"] if seen == len(item.hints) else []

    def _top(self) -> str:
        if len(self.round.items) == 1 and (item := self._current()):
            return item.id
        return f"top-{self.round.id}-{self.at}"

    def _asked(self, at: int, item: Item) -> list[Field]:
        """Return the fields of one item, under its number if there are more."""
        fields = question_fields(item, self.answers)
        if len(self.round.items) == 1:
            return fields
        title = self.say("title", n=at + 1, all=len(self.round.items))
        return [Heading(f"top-{self.round.id}-{at}", title), *fields]

    def _show(self) -> None:
        if not (item := self._current()):
            self._show_summary()
            return
        turn = self._turn(item)
        asked = self._asked(self.at, item)
        inputs = [field.id for field in asked]
        shown = shown_response(item, turn.attempt.response, self.lang) if turn else {}
        if not (turn and turn.told):
            entered = self._drafts | self.form.value
            shown |= {name: x for name, x in entered.items() if name in inputs}
        self.form.show([*asked, *self._buttons(item, turn)], shown)
        if not (turn and turn.told):
            self._show_hints(item)
            if turn:
                self._say(item, veiled(item, mark(item, turn.attempt.response)))
            return
        self.form.disabled = inputs
        if self.open():
            self._say(item, mark(item, turn.attempt.response), told=True)
        else:
            self.form.status = self.say("kept")

    def _buttons(self, item: Item, turn: Turn | None) -> list[Field]:
        """Return what can be pressed at a question, by how far it is."""
        button, told = self.say.button, turn is not None and turn.told
        last, found = self.at + 1 == len(self.round.items), list[Field]()
        if not told:
            label = "check" if self.practice else "keep"
            found.append(button("check", label, primary=True))
            if item.hints and self.practice:
                found.append(button("hint"))
            if turn:
                found.append(button("reveal"))
        elif self.practice and turn and turn.attempt.correct is False:
            found.append(button("retry"))
        if self.at:
            found.append(button("back"))
        if told or len(self.round.items) > 1:
            found.append(button("next", "finish" if last else "next", primary=told))
        return found

    def _say(self, item: Item, verdict: Mark, *, told: bool = False) -> None:
        """Show what is to be said about an answer, with the key or without."""
        self.form.marks = marks(item, verdict, self.answers)
        right = sum(pair.id not in verdict.wrong for pair in item.pairs)
        key = item.how.missed if told else item.how.held
        if verdict.correct is not False:
            key = "quiz.right" if verdict.correct else "quiz.noted"
        elif not told and not verdict.wrong:
            key = "quiz.held_missing"
        found = [part.verdict for part in verdict.parts.values()].count("right")
        self.form.status = self.answers.say(
            key,
            n=right,
            all=len(item.pairs),
            found=found,
            keys=len(item.key),
            wrong=len(verdict.wrong),
        )

    def _show_summary(self) -> None:
        if not self.round.items:
            self.form.show([Prose("nothing", self._nothing()), *self._onward()])
            return
        top = self.say.heading(self._top(), "summary")
        html = Prose(f"summary-{self.round.id}", self._summary())
        look = self.say.button("look", "look_back")
        self.form.show([top, html, look, *self._onward()])

    def _nothing(self) -> str:
        return self.say.note("none_left")

    def _onward(self) -> list[Field]:
        if not self.round.items:
            return []
        key = "again" if missed(self.round.items, self.answers.attempts) else "more"
        return [self.say.button("again", key, primary=True)]

    def _summary(self) -> str:
        return summary(self.round.items, self.turns, self.answers)
