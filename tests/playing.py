"""Goes through a lesson as a learner who picks the first answer everywhere."""

import gc
import json
import re
from functools import cache

from builders import ROOT, course

from netlesson.activities.questions import shown_response
from netlesson.course import Workbook
from netlesson.form import Form

CALL = re.compile(r"course\.(\w+)\((.*)\)")

GUESSES = {
    "choice": lambda field: field["options"][0]["id"],
    "choices": lambda field: [field["options"][0]["id"]],
    "order": lambda field: [option["id"] for option in field["options"]],
    "select": lambda field: field["options"][0]["id"],
    "number": lambda _field: "1",
    "area": lambda _field: "We shall see.",
}


@cache
def activities():
    """Every call of an activity in the notebooks of learners, each once."""
    calls = {}
    for path in sorted((ROOT / "notebooks" / "en").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                for call in CALL.findall("".join(cell["source"])):
                    calls[call] = None
    return list(calls)


def open_activity(answers, call):
    name, arguments = call
    given = [json.loads(each) for each in filter(None, arguments.split(", "))]
    return getattr(Workbook(course(), answers), name)(*given)


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


def shown(form):
    """Return the item that a form asks, None on the summary."""
    ids = [field["id"].partition("--")[0] for field in form.fields]
    return next((course().items[n] for n in ids if n in course().items), None)


def right_response(item):
    """The right response to an item; any for an opinion."""
    match item.how.response:
        case "option":
            return next(iter(item.key), item.options[0].id)
        case "options":
            return sorted(item.key)
        case "order":
            return list(item.order)
        case "amount":
            return item.answer
        case "places":
            return {row.id: row.key for row in item.rows}
    raise AssertionError(item.kind)


def wrong_response(item):
    """A wrong response to an item, in no part right; any for an opinion."""
    match item.how.response:
        case "option":
            return next(o.id for o in reversed(item.options) if not o.key)
        case "options":
            return [next(o.id for o in item.options if not o.key)]
        case "order":
            return [*item.order[1:], item.order[0]]
        case "amount":
            return item.answer + 10 * item.tolerance + 1
        case "places":
            places = [option.id for option in item.options]
            return {r.id: next(p for p in places if p != r.key) for r in item.rows}
    raise AssertionError(item.kind)


def right(item, lang="en"):
    """What to enter in the fields of an item to be right."""
    return shown_response(item, right_response(item), lang)


def wrong(item, lang="en"):
    """What to enter in the fields of an item to be wrong."""
    return shown_response(item, wrong_response(item), lang)


def plain(text):
    """A text without what HTML and JSON make of its signs."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return re.sub(r"\W+", " ", re.sub(r"&\w+;|&#\w+;|\\.", " ", text)).strip()


@cache
def secrets(lang):
    """All that is said of questions and cases only once somebody has answered.

    Not what is on the cards, and no answer that is offered.
    """
    said, items = [], course().items.values()
    for item in items:
        said += [part.feedback for part in (*item.options, *item.rows, *item.slips)]
        said += [item.feedback, item.feedback_wrong]
    for case in course().cases.values():
        said += [case.argument, case.caution, case.trap, case.trap_why]
    data = ROOT / "netlesson" / "content" / "data"
    cards = [
        (data / f"{name}.toml").read_text(encoding="utf-8")
        for name in ("groups", "ratings")
    ]
    offered = [p.text[lang] for item in items for p in (*item.options, *item.rows)]
    known = plain("\n".join([*cards, *offered]))
    found = {plain(each[lang]) for each in said if each}
    return sorted(each for each in found if each not in known)


def told(text, lang):
    """What of the secrets is in a text."""
    there = plain(text)
    return [said for said in secrets(lang) if said in there]
