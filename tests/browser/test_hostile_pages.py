"""Hostile content in a browser: nothing runs, nothing leads away, nothing is loaded."""

import re
from datetime import date

import pytest
from builders import PROFILE
from hostile import ELSEWHERE, MARKUP, NAME, PAYLOAD, hostile_folder

from netlesson.activities.own import own_form
from netlesson.classroom.handin import encode_result, file_name, make_result
from netlesson.classroom.page import page as class_page
from netlesson.classroom.reading import read_class
from netlesson.content import load_course
from netlesson.language import markdown
from netlesson.learning import Answers, MemoryJournal
from netlesson.paper import handout, slides, source as lesson_source
from netlesson.paper.handout import Kind
from netlesson.report.page import page as report_page

POLICY = re.compile('<meta http-equiv="Content-Security-Policy"[^>]*>')
# No policy keeps a page from being left, nor a frame from being empty.
STAYING = re.sub("<meta http-equiv=.*?>|<iframe.*?</iframe>", "", MARKUP)
REST = 500  # ms, in which what is loaded or leads away would begin to


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    return hostile_folder(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def learner(content):
    """Somebody whose own group and notes are hostile as well."""
    found = Answers(load_course(content), MemoryJournal(), "en")
    found.set_profile(PROFILE)
    found.record("reflection", id="decide-choice", text=PAYLOAD)
    form = own_form(found)
    for name, entry in (("own_type", "leads"), ("own_name", NAME)):
        form.enter(**{name: entry})
    form.press("own_add")
    return found


@pytest.fixture
def opened(chromium, tmp_path):
    """Open a page from the disk, as a double click does, and look what it does."""
    contexts = []

    def look(html, name="page"):
        contexts.append(chromium.new_context())
        page = contexts[-1].new_page()
        file = tmp_path / f"{name}.html"
        file.write_text(html, encoding="utf-8")
        went, asked = [], []
        page.on("framenavigated", lambda frame: went.append(frame.url))
        page.on("request", lambda request: asked.append(request))
        page.goto(file.as_uri(), wait_until="load")
        for _ in range(20):  # what waits for the focus
            page.keyboard.press("Tab")
        page.wait_for_timeout(REST)
        # What the policy holds up is a request as well, which fails at once.
        loaded = [a.url for a in asked if a.failure != "csp"]
        loaded = [a for a in loaded if not a.startswith(("data:", file.as_uri()))]
        left = [w for w in went if not w.startswith(file.as_uri())]
        return page.evaluate("window.__hit ?? 0"), loaded, left

    yield look
    for context in contexts:
        context.close()


def lesson(prose=""):
    found = lesson_source.read(lesson_source.find("01_chambers", "en"))
    if not prose:
        return found
    parts = (lesson_source.Part(id="x", tags=frozenset(), prose=prose), *found.parts)
    return lesson_source.Source(found.name, prose, parts)


def made(name, learner, folder):
    """Return a page of each kind that goes out of the course's hands."""
    course = learner.course
    match name:
        case "slides":
            return slides.page(lesson(PAYLOAD), course, "en")
        case "handout":
            return handout.page(lesson(PAYLOAD), course, "en", Kind(answers=True))
        case "report":
            return report_page(learner, date(2026, 11, 23))
        case "class":
            result = make_result(learner, name=NAME, reflections=["decide-choice"])
            for n in range(4):
                one = type(result)(**{**_fields(result), "id": f"{n:016x}"})
                (folder / file_name(one)).write_bytes(encode_result(one))
            return class_page(read_class(folder, course), "en", reflections=True)
    raise AssertionError(name)


def _fields(record):
    return {name: getattr(record, name) for name in record.__struct_fields__}


PAGES = ("slides", "handout", "report", "class")


def test_the_browser_would_run_it(opened):
    """Else the tests here would show nothing."""
    hit, loaded, _left = opened(f"<!DOCTYPE html><title>x</title><main>{STAYING}")
    assert hit
    assert loaded


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_nothing_and_leads_nowhere(opened, learner, tmp_path, name):
    page = made(name, learner, tmp_path)
    assert "onerror" in page
    assert opened(page) == (0, [], [])


@pytest.mark.parametrize("name", PAGES)
def test_it_does_not_even_without_its_policy(opened, learner, tmp_path, name):
    page = POLICY.sub("", made(name, learner, tmp_path))
    assert "Content-Security-Policy" not in page
    assert opened(page) == (0, [], [])


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_alone_runs_and_loads_nothing(opened, learner, tmp_path, name):
    """A page to which something was added that should never have got there."""
    page = made(name, learner, tmp_path)
    page = page.replace("</main>", f"{STAYING}</main>")
    assert "<script>window.__hit=2" in page
    hit, loaded, _left = opened(page)
    assert (hit, loaded) == (0, [])


def test_slides_turn_under_their_policy(opened, chromium, learner, tmp_path):
    file = tmp_path / "slides.html"
    file.write_text(made("slides", learner, tmp_path), encoding="utf-8")
    context = chromium.new_context()
    page = context.new_page()
    page.goto(file.as_uri())
    page.keyboard.press("ArrowRight")
    assert page.url.endswith("#slide-2")
    assert page.locator("#slide-2").is_visible()
    context.close()


def test_prose_keeps_its_links_and_nothing_that_moves(opened):
    html = markdown.html(f"[l]({ELSEWHERE}l) {PAYLOAD}")
    assert f'href="{ELSEWHERE}l"' in html
    assert opened(f"<!DOCTYPE html><title>x</title><main>{html}") == (0, [], [])


CELLS = [
    "course.card('leads')",
    "course.quiz('leads')",
    "course.sort('leads')",
    "course.weights()",
    "course.costs()",
    "course.own()",
    "course.chart('leads')",
    "course.evidence()",
    "course.cases()",
    "course.plan()",
    "course.types_table()",
    "course.scales_table()",
    "course.statements_table()",
    "course.reflection('decide-choice')",
    "course.progress()",
    "marked(read_the_table.drawbacks, 'en')",
]


@pytest.mark.long
def test_a_notebook_runs_nothing_and_asks_no_other_host(page_of, lab, content):
    begin = f"""import os
os.environ["NETLESSON_CONTENT"] = {str(content)!r}
from netlesson import open_course
from netlesson.exercise import marked, read_the_table
course = open_course("en")
course.answers.start_from(next(iter(course.content.cases.values())).profile)
drawbacks = 3"""
    notebook = page_of([begin, *CELLS])
    page = notebook.page
    went = []
    page.on("framenavigated", lambda frame: went.append(frame.url))
    notebook.run_all()
    for widget in page.locator(".netlesson").all():
        widget.scroll_into_view_if_needed()
    page.wait_for_timeout(4 * REST)
    assert page.get_by_text("<img src=x onerror").count() > len(CELLS)
    assert page.evaluate("window.__hit ?? 0") == 0
    assert notebook.strangers() == []
    assert went == []
