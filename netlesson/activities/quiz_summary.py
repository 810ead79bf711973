"""How a round of questions went: what was right, what is open, what to read again."""

from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace

from ..content import Item
from ..explaining import evidence
from ..language import Edition
from ..learning import LESSONS, Answers, Attempt, Turn, address, first, latest


def missed(items: Iterable[Item], attempts: Iterable[Attempt]) -> tuple[Item, ...]:
    """Return the items whose latest answer is wrong."""
    last = latest(attempts)
    return tuple(i for i in items if i.id in last and last[i.id].correct is False)


def summary(items: Sequence[Item], turns: Mapping[str, Turn], answers: Answers) -> str:
    """Return as HTML how a round went, as far as it is answered.

    What to read again would tell the key of an item that has a try left; such an item
    is only named.
    """
    attempts, say = answers.attempts, answers.say
    tries, last = first(attempts), latest(attempts)
    named = {i.id: say("quiz.question_n", n=n) for n, i in enumerate(items, start=1)}
    asked = [item for item in items if item.id in turns]
    marked = [item for item in asked if item.how.marked]
    held = {name for name, turn in turns.items() if not turn.told}
    return answers.fill(
        "activities/quiz_summary",
        all=len(marked),
        first=sum(tries[item.id].correct is True for item in marked),
        latest=sum(last[item.id].correct is True for item in marked),
        opinions=len(asked) - len(marked),
        unanswered=[words for name, words in named.items() if name not in turns],
        held=[words for name, words in named.items() if name in held],
        missed=[
            again(item, answers)
            for item in missed(items, attempts)
            if item.id not in held
        ],
        evidence=lambda cell: evidence(cell, answers.course),
    )


def again(item: Item, edition: Edition) -> SimpleNamespace:
    """Say what a missed item asked, what it rests on, and where to read about it."""
    known = edition.course.statements
    groups = [known[name].group for name in item.statements if name in known]
    topic = next((each for each in (item.topic, *groups) if each in LESSONS), "")
    return SimpleNamespace(
        stem=item.stem[edition.lang],
        evidence=item.statements,
        lesson=topic and edition.topic(topic),
        href=topic and address(LESSONS[topic]),
    )
