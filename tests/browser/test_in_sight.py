"""Who moves a slider sees what it moves, and hears it once."""

import pytest
from builders import PROFILE

FORM = ".nl-form:has(.nl-side .nl-glance)"
# The file browser is open or not; how many places are shown.
WINDOWS = [
    (1280, 800, True, 6),
    (1280, 800, False, 6),
    (1024, 768, True, 6),
    (1024, 768, False, 6),
    (390, 844, False, 3),
]
# The slider that has the focus, what answers it, and the part of Lab that scrolls.
PLACES = """form => {
    const box = node => {
        const { top, bottom, left, right } = node.getBoundingClientRect();
        return { top, bottom, left, right };
    };
    const side = form.querySelector(".nl-side");
    const seen = [...side.querySelectorAll(".nl-now, .nl-glance > li")];
    return {
        slider: box(document.activeElement),
        parts: seen.filter(each => each.checkVisibility()).map(box),
        side: box(side),
        view: box(form.closest(".jp-WindowedPanel-outer")),
    };
}"""
# Twelve steps of a slider in under a second; every text of the status from then on,
# each with the milliseconds since the last step.
DRAG = """async slider => {
    const status = slider.closest(".nl-form").querySelector("[role=status]");
    let last = performance.now();
    window.said = [];
    new MutationObserver(
        () => window.said.push([status.textContent, performance.now() - last])
    ).observe(status, { childList: true, characterData: true, subtree: true });
    for (let step = 0; step < 12; step += 1) {
        slider.stepUp();
        slider.dispatchEvent(new Event("input"));
        last = performance.now();
        await new Promise(resolve => setTimeout(resolve, 60));
    }
}"""


@pytest.fixture
def compare(cells_of, notebooks, journal):
    """Open the comparison; the form with the sliders is drawn."""

    def opened(lang="en"):
        notebook = cells_of(notebooks / lang / "08_compare.ipynb", height=9000)
        notebook.python(f"course.answers.set_profile({PROFILE!r})")
        # Said once the profile has set the weights.
        notebook.page.locator(f"{FORM} [role=status]:not(:empty)").wait_for()
        return notebook

    return opened


def inside(box, view):
    return view["top"] - 1 <= box["top"] and box["bottom"] <= view["bottom"] + 1


@pytest.mark.parametrize("lang", ["en", "de"])
def test_order_points_and_verdict_are_in_view_at_every_slider(compare, lang):
    notebook = compare(lang)
    page, form = notebook.page, notebook.page.locator(FORM)
    for width, height, browser, places in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        if browser:
            notebook.command("filebrowser:activate")
        else:
            page.evaluate("window.jupyterapp.shell.collapseLeft()")
        page.wait_for_timeout(800)
        sliders = form.get_by_role("slider").all()
        assert len(sliders) == 10
        for number, slider in enumerate(sliders):
            slider.focus()
            page.wait_for_timeout(150)
            at, where = form.evaluate(PLACES), (width, browser, number)
            assert inside(at["slider"], at["view"]), where
            assert len(at["parts"]) == places + 1, where
            assert all(inside(part, at["view"]) for part in at["parts"]), where
            beside = at["side"]["left"] >= at["slider"]["right"]
            assert beside or at["side"]["bottom"] <= at["slider"]["top"], where
        notebook.shot(f"slider_{lang}_{width}_{browser}")
    page.evaluate("window.jupyterapp.shell.collapseLeft()")


def test_what_has_moved_is_said_once_and_only_after_a_pause(compare):
    page = compare().page
    form = page.locator(FORM)
    form.get_by_role("slider", name="Trust", exact=True).evaluate(DRAG)
    page.wait_for_function("window.said.length")
    page.wait_for_timeout(1500)
    ((said, after),) = page.evaluate("window.said")
    assert after > 800
    first, points = (
        form.locator(f".nl-glance > li:first-child {part}").inner_text().split("\n")[0]
        for part in ("bdi", "b")
    )
    assert said.startswith(f"Still first: “{first}”, {points.split()[0]} points.")
