"""Answers come after the try: what reaches the page, and what a keyboard reaches."""

import pytest
from builders import course
from conftest import ROOT
from playing import told

from netlesson.content import LANGS

LESSONS = sorted(path.stem for path in (ROOT / "notebooks" / "en").glob("0*.ipynb"))
OPENED = 'from netlesson import open_course\ncourse = open_course("{}")'
ASKED = """
from netlesson.activities.quiz import Quiz
items = tuple(course.content.items[name] for name in {})
Quiz(course.answers, "asked", lambda _seed: items).form
"""

# What a screen reader is given to read out: changes of live regions, and what has the
# focus, with its name and description.
LISTEN = """() => {
    window.heard = [];
    const live = node => node.closest("[role=status], [role=alert], [aria-live]");
    new MutationObserver(records => {
        const regions = records.map(({ target }) => target.nodeType === 1
            ? live(target) : live(target.parentElement));
        for (const region of new Set(regions))
            if (region?.textContent) window.heard.push(`live: ${region.textContent}`);
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
    document.addEventListener("focusin", ({ target }) => {
        const named = name => (target.getAttribute(name) ?? "").split(" ")
            .map(id => document.getElementById(id)?.textContent ?? "").join(" ");
        const label = target.labels?.[0]?.textContent ?? target.textContent;
        const name = named("aria-labelledby").trim() || label;
        const said = `${name} ${named("aria-describedby")}`.trim();
        if (said) window.heard.push(`focus: ${said}`);
    });
}"""


def frames(page):
    """Collect what kernels say to a page: the comm messages that widgets get."""
    got = []

    def listen(socket):
        def take(data):
            got.append(
                data if isinstance(data, str) else data.decode("utf-8", "replace")
            )

        socket.on("framereceived", take)

    page.on("websocket", listen)
    return got


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", LESSONS)
def test_nothing_of_an_answer_is_in_a_lesson_before_the_try(
    cells_of, notebooks, journal, name, lang
):
    """Neither painted nor hidden, nor sent to the page, nor stored in the notebook."""
    before = cells_of(["1"], run=False)
    sent = frames(before.page)
    notebook = cells_of(notebooks / lang / f"{name}.ipynb", height=9000)
    notebook.page.wait_for_timeout(1000)
    assert any("netlesson" in frame for frame in sent)
    assert told("\n".join(sent), lang) == []
    assert told(notebook.page.content(), lang) == []
    notebook.save()
    assert told(notebook.path.read_text(encoding="utf-8"), lang) == []


def form_of(page_of, lang, *names):
    notebook = page_of([OPENED.format(lang), ASKED.format(names).strip()])
    form = notebook.page.locator(".nl-form:has(button)")
    form.wait_for()
    return notebook, form


def said(key, lang, **values):
    return course().say(key, lang, **values)


def tab_to(page, name):
    """Press Tab until a button has the focus."""
    for _ in range(30):
        if page.evaluate("() => document.activeElement.textContent") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {name}")


@pytest.mark.parametrize("lang", LANGS)
def test_a_question_is_tried_twice_and_read_by_keyboard_alone(page_of, journal, lang):
    """The verdict has the focus and is read once; Tab comes to each reason."""
    item = course().items["chambers-good-name"]
    notebook, form = form_of(page_of, lang, item.id)
    page = notebook.page
    sent = frames(page)
    notebook.reload()
    notebook.run_all()
    form.wait_for()
    page.evaluate(LISTEN)
    feedback = {option.id: option.feedback[lang] for option in item.options}

    def heard():
        return page.evaluate("() => window.heard")

    def choose(wanted):
        radio = form.locator(f"input[value={wanted}]")
        form.locator("input[type=radio]:checked, input[type=radio]").first.focus()
        for _ in item.options:
            page.keyboard.press("Space")
            if radio.is_checked():
                return
            page.keyboard.press("ArrowDown")

    def verdict(key):
        sentence = said(key, lang)
        form.get_by_role("status").get_by_text(sentence, exact=True).wait_for()
        focused = page.evaluate("() => document.activeElement.getAttribute('role')")
        assert focused == "status"
        assert [each for each in heard() if sentence in each] == [f"live: {sentence}"]
        page.evaluate("() => { window.heard.length = 0; }")

    (key,) = item.key
    one, two = [option.id for option in item.options if not option.key][:2]
    choose(one)
    tab_to(page, said("quiz.check", lang))
    page.keyboard.press("Enter")
    verdict("quiz.held")
    marks = form.locator(".nl-mark:visible").all_inner_texts()
    assert len(marks) == 1
    assert feedback[one] in marks[0]
    inside = "\n".join(sent) + form.inner_html()
    assert told(inside, lang) == told(feedback[one], lang)
    notebook.shot(f"tried_once_{lang}")

    choose(two)
    tab_to(page, said("quiz.check", lang))
    page.keyboard.press("Enter")
    verdict("quiz.wrong")
    assert form.locator(".nl-mark:visible").count() == 2
    notebook.shot(f"told_{lang}")

    for _ in item.options:
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Space")  # changes nothing now
    reached = " ".join(heard())
    for which in (two, key):
        assert feedback[which] in reached
    assert form.locator(f"input[value={two}]").is_checked()
    assert form.locator("input:checked").count() == 1
    assert notebook.axe() == []
    assert notebook.errors == []


KINDS = ("choices", "sort", "match", "number", "rank")
HARD = """
from playing import wrong
each = asked[{at}]
each.form.enter(**wrong(each.round.items[0], "{lang}"))
each.form.press("check")
each.form.press("reveal")
"""


@pytest.mark.parametrize("lang", LANGS)
def test_tab_reaches_the_feedback_of_every_kind_and_no_key_changes_it(
    page_of, journal, lang
):
    items = course().items.values()
    firsts = [next(item for item in items if item.kind == kind) for kind in KINDS]
    cells = [
        OPENED.format(lang),
        "import sys\n"
        f"sys.path.append({str(ROOT / 'tests')!r})\n"
        "from netlesson.activities.quiz import Quiz\n"
        "known = course.content.items\n"
        "asked = [Quiz(course.answers, i, lambda _seed, i=i: (known[i],))"
        f" for i in {[item.id for item in firsts]}]",
        *[f"asked[{at}].form" for at in range(len(firsts))],
    ]
    notebook = page_of(cells, height=6000)
    page = notebook.page
    page.evaluate(LISTEN)
    for at, item in enumerate(firsts):
        form = page.locator(".nl-form:has(button)").nth(at)
        form.scroll_into_view_if_needed()
        assert notebook.python(HARD.format(at=at, lang=lang)) == ""
        form.locator(".nl-mark:visible").first.wait_for()
        form.get_by_role("button", name=said("quiz.retry", lang)).focus()
        page.evaluate("() => { window.heard.length = 0; }")
        before = notebook.python(f"print(asked[{at}].form.value)")
        controls = form.locator("input, select, .nl-order button").count()
        for _ in range(controls):
            page.keyboard.press("Shift+Tab")
            for key in ("Space", "ArrowDown", "x", "7"):
                page.keyboard.press(key)
        reached = " ".join(page.evaluate("() => window.heard"))
        for mark in form.locator(".nl-mark:visible > span:last-child").all():
            assert mark.text_content() in reached, item.kind
        page.wait_for_timeout(300)
        assert notebook.python(f"print(asked[{at}].form.value)") == before
        assert form.locator("[open]").count() == 0
    assert len(page.locator(".jp-CodeCell").all()) == len(cells)
    assert notebook.axe() == []
    assert notebook.errors == []
