"""The pieces of a lesson: a type's card and profile, a case, a reflection, progress."""

from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from msgspec.structs import replace

from ..content import Profile
from ..explaining.figures import type_profile
from ..form import Area, Form
from ..language import Edition
from ..learning import Answers, address, notebook_name, progress_of, stop, where
from .page import Section, output_page, page
from .side_by_side import choosing_form

T = TypeVar("T")
CHOICE = "decide-choice"
"""What the last notebook calls the reflection on what to try."""


def card(edition: Edition, group: str, business: Profile) -> str:
    """Return in short what a type is, asks and gives, and folded all the rest, as HTML.

    The group "general" stands for what is said about all types.

    Raises:
        ValueError: If there is no such type.
    """
    if group == "general":
        general = [s for s in edition.course.statements.values() if s.group == group]
        return edition.fill("activities/general", statements=general)
    kind = _known("type", group, edition.course.groups)
    names = {statement.id for statement in kind.statements}
    if business.chamber == "idle":  # A card tells what using a chamber takes.
        business = replace(business, chamber="active")
    return edition.fill(
        "activities/card",
        group=kind,
        business=business,
        notes=[n for n in edition.course.notes.values() if names & set(n.affects)],
        findings=[f for f in edition.course.findings.values() if names & set(f.about)],
    )


def _known(what: str, name: str, records: Mapping[str, T]) -> T:
    if name not in records:
        known = ", ".join(records)
        raise ValueError(f"there is no {what} {name!r}; use one of {known}")
    return records[name]


def chart_form(answers: Answers, group: str) -> Form:
    """Show a type's profile for the learner's business, folded."""
    fields = [Section(answers, "lesson.{}").output("chart")]

    def make(_form: Form) -> str:
        profile = type_profile(answers.course, group, answers.business, answers.lang)
        return answers.fill("activities/chart", profile=profile)

    return output_page(answers, fields, f"chart-{group}", make)


def suits_form(answers: Answers, case: str) -> Form:
    """Ask which type suits one business, then show a reasoned shortlist.

    Raises:
        ValueError: If there is no such case.
    """
    known = _known("case", case, answers.course.cases)
    return choosing_form(answers, [known], f"suits-{case}")


def reflection_form(answers: Answers, name: str, prompt: str = "") -> Form:
    """Let the learner write something down and keep it while they write.

    Its name is what it is about: a type's id, or the choice at the end. Without a
    prompt the question names it.
    """
    say, course = Section(answers, "progress.{}"), answers.course
    if name in course.groups:
        asked = say("reflection_type", name=answers.topic(name))
    else:
        asked = say("reflection_choice" if name == CHOICE else "reflection")
    field = Area("text", prompt or asked, say("reflection_help"))

    def written() -> dict[str, str]:
        said = (answers.journal.latest("reflection", id=name) or {}).get("text")
        return {"text": said if isinstance(said, str) else ""}

    def entered(value: Mapping[str, Any]) -> None:
        answers.record_soon("reflection", name, id=name, text=value.get("text", ""))

    def follow() -> None:
        if not answers.waits("reflection", name):
            form.value = written()

    form = page(answers, [field], f"reflection-{name}", value=written(), keeps=True)
    form.on_change(entered)
    answers.watch(follow)
    return form


def progress_form(answers: Answers, notebook: str = "") -> Form:
    """Show mastery by type, what is still open, and the next step."""
    fields = [Section(answers, "progress.{}").output("progress", "title")]
    return output_page(
        answers, fields, "progress", lambda _form: progress_page(answers, notebook)
    )


def way_bar(answers: Answers, notebook: str, at: Literal["top", "end"]) -> str:
    """Return where in the course a notebook is, with links to go on, as HTML.

    "" where it is not known which notebook it is, as in those of earlier versions.
    """
    if not notebook:
        return ""
    return answers.fill(
        "activities/way",
        here=notebook,
        stop=stop(answers, notebook),
        at=at,
        address=address,
        name=lambda each: notebook_name(each, answers.course, answers.lang),
    )


def progress_page(answers: Answers, notebook: str = "") -> str:
    """Return the progress page as HTML, with the way on from a notebook."""
    return answers.fill(
        "activities/progress",
        standing=progress_of(answers),
        bar=way_bar(answers, notebook, "end"),
        binder=where() == "binder",
        address=address,
        topic_name=answers.topic,
    )
