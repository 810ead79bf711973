"""Goes through a lesson as a learner who picks the first answer everywhere."""

import gc

from netlesson.widgets.form import Form

GUESSES = {
    "choice": lambda field: field["options"][0]["id"],
    "choices": lambda field: [field["options"][0]["id"]],
    "select": lambda field: field["options"][0]["id"],
    "number": lambda _field: "1",
    "area": lambda _field: "We shall see.",
}


def names(form):
    return [field["id"] for field in form.fields]


def answer_everything():
    """Answer each form of this kernel to its end; return how many were pressed."""
    pressed = 0
    for form in [each for each in gc.get_objects() if isinstance(each, Form)]:
        while True:
            form.enter(
                **{
                    field["id"]: GUESSES[field["kind"]](field)
                    for field in form.fields
                    if field["kind"] in GUESSES and not form.value.get(field["id"])
                }
            )
            for button in ("check", "compare"):
                if button in names(form) and button not in form.disabled:
                    form.press(button)
                    pressed += 1
            if "next" not in names(form):
                break
            form.press("next")
    return pressed
