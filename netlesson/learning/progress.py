"""How far a learner has come: mastery by type, what is still open, the next step."""

from dataclasses import dataclass
from pathlib import Path

from ..content import Course, Item, Lang
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

START, CASES, COMPARE, DECIDE = "00_start", "07_side_by_side", "08_compare", "09_decide"


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
        open: What is still to do, in the order of the course.
    """

    topics: dict[str, Mastery]
    open: tuple[Step, ...]

    @property
    def next(self) -> Step | None:
        """What to do next; None when nothing is open."""
        return next(iter(self.open), None)


def pool(course: Course, name: str) -> tuple[Item, ...]:
    """Return the items of one pool, in the order of the file."""
    return tuple(item for item in course.items.values() if item.pool == name)


def checked(course: Course, attempts: tuple[Attempt, ...], name: str) -> bool:
    """Tell whether every item of a self-check is answered."""
    seen = {attempt.item for attempt in attempts}
    return all(item.id in seen for item in pool(course, name))


def progress_of(answers: Answers) -> Progress:
    """Say where the learner stands, from everything in the journal."""
    course, lang, journal = answers.course, answers.lang, answers.journal
    attempts = answers.attempts
    topics = mastery(pool(course, "practice"), attempts)
    notebooks = {group: LESSONS.get(group, f"10_{group}") for group in course.groups}
    lessons = [
        (notebook, topics[group], course.groups[group].name[lang])
        for group, notebook in notebooks.items()
        # A type of one's own need not have a lesson.
        if group in topics and (group in LESSONS or address(notebook))
    ]
    weighed = any(any(event.data.values()) for event in journal.events("weights"))
    steps = [
        Step("progress.step_profile", START, answers.profile is not None),
        Step("progress.step_opening", START, checked(course, attempts, "opening")),
        *(
            Step("progress.step_lesson", notebook, each.enough, name)
            for notebook, each, name in lessons
        ),
        Step("progress.step_cases", CASES, bool(journal.events("case"))),
        Step("progress.step_weights", COMPARE, weighed),
        Step("progress.step_closing", DECIDE, checked(course, attempts, "closing")),
        *(
            Step("progress.step_practise", notebook, each.reached, name)
            for notebook, each, name in lessons
            if each.enough
        ),
    ]
    return Progress(topics, tuple(step for step in steps if not step.done))


def topic_name(topic: str, course: Course, lang: Lang) -> str:
    """Return what a topic is called: a type's name, or the phrase for the rest."""
    if topic in course.groups:
        return course.groups[topic].name[lang]
    return course.say(f"quiz.topic_{topic}", lang)


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
    return topic_name(reflection, edition.course, edition.lang) if known else reflection
