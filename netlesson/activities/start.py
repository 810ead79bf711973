"""Start the comparison from one of the cases instead of one's own business."""

from collections.abc import Mapping
from typing import Any

from ..explaining import headline, ranking
from ..form import Button, Field, Form, Option, Output, Prose, Select
from ..learning import Answers
from .page import note, page, phrases


def start_form(answers: Answers) -> Form:
    """Let the learner take a case's business; ask before answers are replaced."""
    course, lang = answers.course, answers.lang
    form, say = page(answers, [], "start"), phrases(answers, "start.{}")

    def show(case: str = "", ask: bool = False) -> None:
        options = tuple(Option(c.id, c.name[lang]) for c in course.cases.values())
        fields: list[Field] = [
            Select("case", say("case"), say("case_help"), options=options)
        ]
        if ask:
            fields += [
                Prose("ask", note(answers, say("ask"))),
                Button("replace", say("replace"), primary=True),
                Button("keep", say("keep")),
            ]
        else:
            fields.append(Button("take", say("take")))
        if answers.can_go_back:
            fields.append(Button("back", say("back")))
        form.show([*fields, Output("now", say("now"))], {"case": case})
        if answers.can_go_back:
            comparison = answers.comparison()
            now = answers.fill(
                "activities/start",
                headline=headline(comparison, answers),
                ranking=ranking(comparison, answers),
            )
            form.outputs = {"now": now}

    def press_take(value: Mapping[str, Any]) -> None:
        if value.get("case") not in course.cases:
            form.errors = {"case": say("case_first")}
        elif answers.typed and not answers.can_go_back:
            show(value["case"], ask=True)
            form.focus_on("replace")
        else:
            press_replace(value)

    def press_replace(value: Mapping[str, Any]) -> None:
        case = course.cases.get(value.get("case", ""))
        if case is not None:
            answers.start_from(case.profile)
            show(case.id)
            form.status = say("taken", name=case.name[lang])

    def press_keep(value: Mapping[str, Any]) -> None:
        show(value.get("case", ""))
        form.status = say("kept")

    def press_back(value: Mapping[str, Any]) -> None:
        answers.go_back()
        show(value.get("case", ""))
        form.status = say("went_back")

    form.on_click("take", press_take)
    form.on_click("replace", press_replace)
    form.on_click("keep", press_keep)
    form.on_click("back", press_back)
    show()
    return form
