"""Questions in a form, one at a time: answer, check, feedback, summary.

What is right is decided in `quiz`; here it is only asked, kept and shown. The page gets
stems and options. Feedback reaches it only for what has been answered, once the answer
is on disk, so the key is never in the page before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from ..content import Item
from ..explaining import evidence
from ..form import Field, Form, Heading, Prose
from ..language import Edition, NumberError
from ..learning import (
    LESSONS,
    Answers,
    Attempt,
    Mark,
    address,
    draw,
    first,
    latest,
    mark,
    pool,
    retry,
    shuffled,
    topic_name,
)
from .page import Section, page
from .questions import marks, question_fields, read_response, row_field, shown_response


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The items of one go, in this order; the seed decides that of their options.

    Its id is in all attempts that belong to it.
    """

    id: str
    items: tuple[Item, ...]
    seed: str


def quiz_form(answers: Answers, topic: str, n: int = 6) -> Form:
    """Ask about one topic; a type's sorting and matching have forms of their own.

    Raises:
        ValueError: If no question is about that topic.
    """
    lesson = topic in answers.course.groups
    items = [i for i in _about(answers, topic) if not (lesson and i.how.apart)]
    return Quiz(
        answers, f"quiz-{topic}", lambda seed: draw(items, answers.attempts, n, seed)
    ).form


def practice_form(answers: Answers, n: int = 8) -> Form:
    """Ask about everything, what was missed first."""
    items = pool(answers.course, "practice")

    def pick(seed: str) -> tuple[Item, ...]:
        return draw(items, answers.attempts, n, seed, missed_first=True)

    return Quiz(answers, "practice", pick).form


def sort_form(answers: Answers, topic: str) -> Form:
    """Let the learner sort what is said about a topic."""
    return _kind_form(answers, topic, "sort")


def match_form(answers: Answers, topic: str) -> Form:
    """Let the learner match businesses or costs with what is said about a topic."""
    return _kind_form(answers, topic, "match")


def _kind_form(answers: Answers, topic: str, kind: str) -> Form:
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
        done: The answers given in this round, by item.
    """

    hinted = True

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
        self.done = self._answered()
        self._hints: dict[str, int] = {}
        self._drafts: dict[str, Any] = {}
        waiting = [at for at, item in enumerate(items) if item.id not in self.done]
        self.at = waiting[0] if waiting else len(items)

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
        events = self.answers.journal.events()
        # The first event's id is as good as a name: it is the learner's own.
        return Round(
            id=uuid4().hex, items=items, seed=events[0].id if events else self.name
        )

    def _seed(self) -> str:
        rounds = self.answers.journal.history("round", quiz=self.name)
        return f"{self.name}/{len(rounds)}"

    def _answered(self) -> dict[str, Attempt]:
        asked = {item.id for item in self.round.items}
        return latest(
            each
            for each in self.answers.attempts
            if each.round == self.round.id and each.item in asked
        )

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
            done = self._answered()
            if done.keys() == self.done.keys():
                return
            self.done = done
        self._show()

    def _go(self, at: int) -> None:
        self._drafts |= self.form.value
        self.at = min(max(at, 0), len(self.round.items))
        self._show()
        self.form.focus_on(self._top())

    def _again(self, _value: object) -> None:
        """Start a new round: on what was missed, or else on something new."""
        missed = self._missed()
        attempts, seed = self.answers.attempts, self._seed()
        picked = retry(missed, self.course, attempts, seed) if missed else None
        self._begin(self._fresh(picked))
        self._go(0)

    def _check(self, value: Mapping[str, Any]) -> None:
        if not (item := self._current()) or item.id in self.done:
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
        self._keep_round()
        self.answers.record(
            "attempt",
            item=item.id,
            response=response,
            correct=verdict.correct,
            answered=True,
            hints=self._hints.get(item.id, 0),
            round=self.round.id,
        )
        self.done = self._answered()
        self._after()

    def _after(self) -> None:
        self._show()

    def _current(self) -> Item | None:
        """Return the item that is shown; None on the summary, for a late click."""
        return self.round.items[self.at] if self.at < len(self.round.items) else None

    def _empty(self, item: Item, value: Mapping[str, Any]) -> dict[str, str]:
        names = [row_field(item, row.id) for row in item.rows] or [item.id]
        missing = self.answers.say(item.how.empty)
        return {n: missing for n in names if not (item.rows and value.get(n))}

    def _hint(self, _value: object) -> None:
        if not (item := self._current()):
            return
        self._hints[item.id] = min(self._hints.get(item.id, 0) + 1, len(item.hints))
        self._show_hints(item)

    def _show_hints(self, item: Item) -> None:
        seen = self._hints.get(item.id, 0)
        self.form.status = " ".join(
            self.say("hint_n", n=n, hint=hint[self.lang])
            for n, hint in enumerate(item.hints[:seen], start=1)
        )
        if seen == len(item.hints):
            self.form.disabled = ["hint"]

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
        words = self.say("number", n=self.course.number(item.id))
        number = self.answers.fill("activities/number", words=words)
        top = Heading(f"top-{self.round.id}-{at}", title)
        return [top, Prose(f"number-{item.id}", number), *fields]

    def _show(self) -> None:
        if not (item := self._current()):
            self._show_summary()
            return
        say = self.say
        answered = self.done.get(item.id)
        last = self.at + 1 == len(self.round.items)
        fields = self._asked(self.at, item)
        inputs = [field.id for field in fields]
        keep = "check" if self.hinted else "keep"
        fields.append(say.button("check", keep, primary=True))
        if item.hints and self.hinted:
            fields.append(say.button("hint"))
        if self.at:
            fields.append(say.button("back"))
        if answered or len(self.round.items) > 1:
            label = "finish" if last else "next"
            fields.append(say.button("next", label, primary=answered is not None))
        if not answered:
            entered = self._drafts | self.form.value
            self.form.show(fields, {k: v for k, v in entered.items() if k in inputs})
            self._show_hints(item)
            return
        shown = shown_response(item, answered.response, self.lang)
        self.form.show(fields, shown)
        self.form.disabled = [*inputs, "check", "hint"]
        if self.open():
            verdict = mark(item, answered.response)
            self.form.marks = marks(item, verdict, self.answers)
            self.form.status = self._sentence(item, verdict)
        else:
            self.form.status = say("kept")

    def _sentence(self, item: Item, verdict: Mark) -> str:
        if verdict.correct is not False:
            return self.say("right" if verdict.correct else "noted")
        right = [part.verdict for part in verdict.parts.values()].count("right")
        return self.answers.say(
            item.how.missed,
            n=right,
            all=len(item.pairs),
            found=right,
            keys=len(item.key),
            wrong=len(verdict.wrong),
        )

    def _missed(self) -> list[Item]:
        last = latest(self.answers.attempts)
        return [
            item
            for item in self.round.items
            if item.id in last and last[item.id].correct is False
        ]

    def _show_summary(self) -> None:
        summary, onward = self.say.note("none_left"), []
        if self.round.items:
            summary = self._summary()
            onward = [self.say.button("look", "look_back"), *self._onward()]
        top = self.say.heading(self._top(), "summary")
        self.form.show([top, Prose(f"summary-{self.round.id}", summary), *onward])

    def _onward(self) -> list[Field]:
        key = "again" if self._missed() else "more"
        return [self.say.button("again", key, primary=True)]

    def _summary(self) -> str:
        attempts = self.answers.attempts
        tries, last = first(attempts), latest(attempts)
        asked = [i for i in self.round.items if i.id in self.done]
        marked = [item for item in asked if item.how.marked]
        return self.answers.fill(
            "activities/quiz_summary",
            all=len(marked),
            first=sum(tries[item.id].correct is True for item in marked),
            latest=sum(last[item.id].correct is True for item in marked),
            opinions=len(asked) - len(marked),
            unanswered=[
                self.say("question_n", n=n)
                for n, item in enumerate(self.round.items, start=1)
                if item.id not in self.done
            ],
            missed=[again(item, self.answers) for item in self._missed()],
            evidence=lambda cell: evidence(cell, self.course),
        )


@dataclass(frozen=True, slots=True)
class Again:
    """A missed item: what was asked, what it rests on, where to read about it."""

    stem: str
    evidence: tuple[str, ...]
    lesson: str = ""
    href: str = ""


def again(item: Item, edition: Edition) -> Again:
    """Say what to read again after an item was missed."""
    known = edition.course.statements
    groups = [known[name].group for name in item.statements if name in known]
    topic = item.topic if item.topic in LESSONS else next(iter(groups), item.topic)
    stem = item.stem[edition.lang]
    if topic not in LESSONS:
        return Again(stem, item.statements)
    name = topic_name(topic, edition.course, edition.lang)
    return Again(stem, item.statements, name, address(LESSONS[topic]))
