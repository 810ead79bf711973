"""Handouts and slides in the browser: nothing is cut off, on paper or on a screen."""

import re

import pytest
from playwright.sync_api import Page

from netlesson.content import load_course
from netlesson.paper import handout, slides, source as lesson_source
from netlesson.paper.handout import Kind

COURSE = load_course()
CUT = """() => [...document.querySelectorAll("main *")]
    .filter(node => node.scrollWidth > node.clientWidth + 2 && node.clientWidth > 0
        && node.innerText && !node.closest(".nl-unseen")
        && getComputedStyle(node).display !== "inline")
    .map(node => node.tagName + ": " + node.innerText.slice(0, 60))"""
FULL = """() => [...document.querySelectorAll(".nl-slide")].flatMap((slide, n) => {
    slide.classList.remove("nl-away");
    const inside = slide.querySelector(".nl-inside");
    const over = [inside.scrollHeight - inside.clientHeight,
                  inside.scrollWidth - inside.clientWidth];
    slide.classList.add("nl-away");
    return Math.max(...over) > 2 ? [`slide ${n + 1}: ${over}`] : [];
})"""


@pytest.fixture
def page(chromium) -> Page:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def source(name, lang):
    return lesson_source.read(lesson_source.find(name, lang))


@pytest.mark.parametrize(
    ("name", "lang", "kind"),
    [
        ("01_chambers", "de", Kind()),
        ("02_leads_groups", "en", Kind(answers=True)),
        ("05_social_networks", "de", Kind(large=True)),
        ("07_side_by_side", "de", Kind(answers=True)),
        ("08_compare", "en", Kind()),
        ("09_costs", "en", Kind()),
        ("09_decide", "de", Kind(exercises_only=True)),
        ("guide", "de", Kind()),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_handout_prints_on_a4_with_nothing_cut_off(page, name, lang, kind):
    html = handout.page(source(name, lang), COURSE, lang, kind)
    page.set_viewport_size({"width": 673, "height": 1000})  # A4 without its margins
    page.emulate_media(media="print")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(html)
    assert page.evaluate(CUT) == []
    assert asked == []
    printed = page.pdf(prefer_css_page_size=True)
    boxes = set(re.findall(rb"/MediaBox \[([^\]]*)\]", printed))
    (box,) = boxes
    width, height = (float(each) for each in box.split()[2:])
    assert (round(width), round(height)) in {(595, 842), (594, 842), (595, 841)}


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("name", ["00_start", "02_leads_groups", "07_side_by_side"])
def test_no_slide_is_fuller_than_the_screen(page, name, lang):
    page.set_content(slides.page(source(name, lang), COURSE, lang))
    for width, height in ((1920, 1080), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(FULL) == []


def test_slides_turn_by_keyboard_and_by_button_and_say_where_they_are(page):
    page.set_viewport_size({"width": 1280, "height": 720})
    page.set_content(slides.page(source("01_chambers", "en"), COURSE, "en"))
    last = page.locator(".nl-slide").count()
    status = page.locator("#position")

    def at():
        return int(re.search(r"Slide (\d+) of", status.inner_text())[1])

    for key, wanted in [
        ("ArrowRight", 2),
        (" ", 3),
        ("PageDown", 4),
        ("ArrowLeft", 3),
        ("End", last),
        ("ArrowRight", last),
        ("Home", 1),
        ("PageUp", 1),
    ]:
        page.keyboard.press(key)
        assert at() == wanted, key
    page.get_by_role("button", name="Next").click()
    assert at() == 2
    page.keyboard.press(" ")  # the button has the focus: one step, not two
    assert at() == 3
    assert page.locator(".nl-slide:visible").count() == 1


def test_slides_are_accessible(page):
    from axe_playwright_python.base import AXE_SCRIPT

    page.set_viewport_size({"width": 1280, "height": 720})
    page.set_content(slides.page(source("01_chambers", "de"), COURSE, "de"))
    page.evaluate(AXE_SCRIPT)
    for step in (0, 4, 8):
        for _ in range(step):
            page.keyboard.press("ArrowRight")
        found = page.evaluate("axe.run()")
        assert [each["id"] for each in found["violations"]] == []
