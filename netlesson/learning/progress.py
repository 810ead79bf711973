"""How far a learner has come: mastery by type, what is still open, the next step."""

from dataclasses import dataclass
from pathlib import Path

from ..content import Course, Item, Lang
from ..deciding import CostInputs
from ..language import Edition
from .answers import Answers
from .quiz import Attempt, Mastery, mastery

LESSONS = {
    "chambers": "01_chambers",
    "leads": "02_leads_groups",
    "events": "03_events",
    "associations": "04_associations",
    "social": "05_social_networks",
    "informal": "06_informal_networks",
}
"""The notebook about each type; that of a type of one's own is `10_` and its id."""

START, CASES = "00_start", "07_side_by_side"
COMPARE, COSTS, DECIDE = "08_compare", "09_costs", "09_decide"
SUGGESTED = 2
"""The lessons of how many types are on a learner's way; the others are optional."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do in the course.

    Attributes:
        key: The phrase that says what, in strings.toml.
        notebook: Where to do it, without `.ipynb`.
        done: Whether it is done.
        name: What fills the phrase's `{name}`, if it has one.
    """

    key: str
    notebook: str
    done: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a learner stands.

    Attributes:
        topics: Mastery by topic.
        open: What is still to do, in the order of the learner's way.
        optional: What is still to do beside it, for who has the time.
    """

    topics: dict[str, Mastery]
    open: tuple[Step, ...]
    optional: tuple[Step, ...]

    @property
    def next(self) -> Step | None:
        """What to do next; None when nothing on the way is open."""
        return next(iter(self.open), None)


@dataclass(frozen=True, slots=True)
class Stop:
    """One notebook, and what lies around it on the learner's way.

    Attributes:
        place: Its number among all notebooks, from 1, and how many there are.
        before: The notebook before it; "" at the start.
        after: Where something is to be done next; "" at the end.
        done: How many notebooks of the way have nothing open, and of how many.
    """

    place: tuple[int, int]
    before: str
    after: str
    done: tuple[int, int]


def pool(course: Course, name: str) -> tuple[Item, ...]:
    """Return the items of one pool, in the order of the file."""
    return tuple(item for item in course.items.values() if item.pool == name)


def checked(course: Course, attempts: tuple[Attempt, ...], name: str) -> bool:
    """Tell whether every item of a self-check is answered."""
    seen = {attempt.item for attempt in attempts}
    return all(item.id in seen for item in pool(course, name))


def way(answers: Answers) -> tuple[str, ...]:
    """Return the notebooks to go through, in the order that suits this learner.

    Of the lessons only those on the types that rank first, the best first; all of
    them and the cases, as numbered, while there is no business to rank for.
    """
    lessons = _lessons(answers.course)
    between = (*lessons.values(), CASES)
    if answers.profile is not None:
        found = answers.comparison()
        ranked = (found.alternatives[i] for i in (*found.standing, *found.out))
        kinds = dict.fromkeys(each.group for each in ranked if each.group in lessons)
        between = tuple(lessons[kind] for kind in list(kinds)[:SUGGESTED])
    return START, *between, COMPARE, COSTS, DECIDE


def _lessons(course: Course) -> dict[str, str]:
    """Return the notebook about each type that has questions and a lesson."""
    asked = {item.topic for item in pool(course, "practice")}
    notebooks = {group: LESSONS.get(group, f"10_{group}") for group in course.groups}
    return {
        group: notebook
        for group, notebook in notebooks.items()
        # A type of one's own need not have a lesson.
        if group in asked and (group in LESSONS or address(notebook))
    }


def stop(answers: Answers, notebook: str) -> Stop:
    """Return what lies around a notebook; one beside the way leads back to it."""
    steps = way(answers)
    every = sorted({*steps, *_lessons(answers.course).values(), CASES, notebook})
    at = [*steps, notebook].index(notebook)
    if at == len(steps):
        at = sum(each < notebook for each in steps)
    ahead = [each for each in steps[at:] if each != notebook]
    undone = {step.notebook for step in progress_of(answers).open}
    todo = [each for each in (*ahead, *steps[:at]) if each in undone]
    return Stop(
        place=(every.index(notebook) + 1, len(every)),
        before=steps[at - 1] if at else "",
        after=(todo or ahead or [""])[0],
        done=(len({*steps} - undone), len(steps)),
    )


def progress_of(answers: Answers) -> Progress:
    """Say where the learner stands, from everything in the journal."""
    course, lang, journal = answers.course, answers.lang, answers.journal
    attempts = answers.attempts
    topics = mastery(pool(course, "practice"), attempts)
    lessons = {
        notebook: (topics[group], course.groups[group].name[lang])
        for group, notebook in _lessons(course).items()
    }
    weighed = any(any(event.data.values()) for event in journal.events("weights"))
    opened, closed = (checked(course, attempts, n) for n in ("opening", "closing"))
    steps = [
        Step("progress.step_profile", START, answers.profile is not None),
        Step("progress.step_opening", START, opened),
        *(
            Step("progress.step_lesson", notebook, each.enough, name)
            for notebook, (each, name) in lessons.items()
        ),
        Step("progress.step_cases", CASES, bool(journal.events("case"))),
        Step("progress.step_weights", COMPARE, weighed),
        Step("progress.step_costs", COSTS, answers.costs != CostInputs()),
        Step("progress.step_closing", DECIDE, closed),
        Step("progress.step_plan", DECIDE, bool(answers.plan.get("chosen"))),
    ]
    again = [
        Step("progress.step_practise", notebook, each.reached, name)
        for notebook, (each, name) in lessons.items()
        if each.enough
    ]
    place = {notebook: i for i, notebook in enumerate(way(answers))}
    on_way = sorted(
        (s for s in steps if s.notebook in place), key=lambda s: place[s.notebook]
    )
    beside = [*(s for s in steps if s.notebook not in place), *again]
    return Progress(
        topics,
        open=tuple(step for step in on_way if not step.done),
        optional=tuple(step for step in beside if not step.done),
    )


def notebook_name(notebook: str, course: Course, lang: Lang) -> str:
    """Return what a notebook is called: after its type, or by a phrase."""
    for group, lesson in _lessons(course).items():
        if lesson == notebook:
            return course.groups[group].name[lang]
    key = f"way.{notebook}"
    return course.say(key, lang) if key in course.strings else notebook


def address(notebook: str) -> str:
    """Return a link to a notebook from its neighbour; "" where it is not there."""
    path = Path(f"{notebook}.ipynb")
    return path.name if path.exists() else ""


def reflections(answers: Answers) -> dict[str, str]:
    """Return what the learner wrote down, by what it is about, in its latest form."""
    found: dict[str, str] = {}
    for event in answers.journal.history("reflection"):
        name, text = event.data.get("id"), event.data.get("text")
        if isinstance(name, str) and 0 < len(name) <= 200 and isinstance(text, str):
            found[name] = text
    return {name: text for name, text in found.items() if text.strip()}


def note_name(reflection: str, edition: Edition) -> str:
    """Return what a reflection is about, in words."""
    if reflection == "decide-choice":
        return edition.say("handin.about_choice")
    known = reflection in edition.course.groups
    return edition.topic(reflection) if known else reflection
