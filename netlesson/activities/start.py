"""Start the comparison from one of the cases instead of one's own business."""

from collections.abc import Mapping
from typing import Any

from ..explaining import headline, ranking
from ..form import Form
from ..learning import Answers
from .page import Section, offered, page


def start_form(answers: Answers) -> Form:
    """Let the learner take a case's business; ask before answers are replaced."""
    cases, lang = answers.course.cases, answers.lang
    form, say = page(answers, [], "start"), Section(answers, "start.{}")

    def show(case: str = "", status: str = "", *, ask: bool = False) -> None:
        fields = [say.select("case", options=offered(cases.values(), lang))]
        if ask:
            fields += [say.prose("ask"), say.button("replace", primary=True)]
        fields.append(say.button("keep" if ask else "take"))
        if answers.can_go_back:
            fields.append(say.button("back"))
        form.show([*fields, say.output("now")], {"case": case})
        form.status = status
        if answers.can_go_back:
            comparison = answers.comparison()
            now = answers.fill(
                "activities/start",
                headline=headline(comparison, answers),
                ranking=ranking(comparison, answers),
            )
            form.outputs = {"now": now}

    def take(value: Mapping[str, Any]) -> None:
        if value.get("case") not in cases:
            form.errors = {"case": say("case_first")}
        elif answers.typed and not answers.can_go_back:
            show(value["case"], ask=True)
            form.focus_on("replace")
        else:
            put_in_place(value)

    def put_in_place(value: Mapping[str, Any]) -> None:
        if case := cases.get(value.get("case", "")):
            answers.start_from(case.profile)
            show(case.id, say("taken", name=case.name[lang]))

    def go_back(value: Mapping[str, Any]) -> None:
        answers.go_back()
        show(value.get("case", ""), say("went_back"))

    form.on_click("take", take)
    form.on_click("replace", put_in_place)
    form.on_click("keep", lambda value: show(value.get("case", ""), say("kept")))
    form.on_click("back", go_back)
    show()
    return form
