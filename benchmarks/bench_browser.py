"""From a slider to a new ranking on screen, in a real JupyterLab and Chromium.

The same interaction is measured twice in one run: as the course does it, and with
`ipywidgets.interact` and pyplot. Then: from opening a lesson to its first live form.
"""

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "browser"), str(ROOT / "tests")]

from conftest import FLAGS, Lab, Notebook, serve  # noqa: E402  it is no package

PRESSES = 60
RANKING = ".nl-output:has(.nl-glance)"
LATER = ["02_leads_groups", "03_events", "08_compare"]
PROFILE = """course.answers.set_profile({
    "country": "DE", "market": "regional", "customers": "businesses",
    "money": 1500.0, "hours": 10.0, "fixed_slot": "no", "need_1": "referrals"})"""
OURS = [
    f"from netlesson import open_course\ncourse = open_course('en')\n{PROFILE}",
    "course.weights()",
]
TWELVE = [
    f"""from netlesson import open_course
from netlesson.deciding import from_type
course = open_course("en")
{PROFILE}
own = course.answers.own
for kind in course.content.groups:
    own = own.added(from_type(kind, "Our own " + kind, course.content))
course.answers.set_own(own)""",
    "course.weights()",
]
THEIRS = [
    """
import ipywidgets as w, matplotlib.pyplot as plt, numpy as np
from netlesson import load_course, compare
from netlesson.deciding import types
from netlesson.learning.profile import UNKNOWN
%matplotlib inline
course = load_course()
rows, criteria = types(course, UNKNOWN, "en"), tuple(course.criteria.values())
def draw(**weights):
    comparison = compare(rows, criteria, weights)
    order = np.argsort(comparison.scores)
    fig, ax = plt.subplots(figsize=(7, 3.2))
    left = np.zeros(len(rows))
    for j in range(len(criteria)):
        part = comparison.contributions[order, j]
        ax.barh([rows[i].name for i in order], part, left=left)
        left += part
    ax.set_xlim(0, 1)
    plt.show()
""",
    "w.interact(draw, **{c.id: w.IntSlider(50, 0, 100) for c in criteria});",
]
# From the key's own time stamp until the frame that shows the change is painted.
WATCH = """selector => {
    const ALL = {
        subtree: true, childList: true, characterData: true, attributes: true };
    window.paints = [];
    let pressed = null;
    addEventListener("keydown", event => { pressed = event.timeStamp; }, true);
    const area = document.querySelector(selector);
    new MutationObserver(async () => {
        const from = pressed;
        if (from === null) return;
        const pictures = [...area.querySelectorAll("img")];
        if (area.matches(".jp-OutputArea") && !pictures.length) return;
        pressed = null;
        await Promise.all(pictures.map(each => each.decode().catch(() => 0)));
        requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => window.paints.push(performance.now() - from);
            port2.postMessage(0);
        });
    }).observe(area, ALL);
}"""
READY = """async () => {
    const { context, sessionContext } = window.jupyterapp.shell.currentWidget;
    await context.ready;
    await sessionContext.ready;
}"""
RUN = """() => {
    window.jupyterapp.commands.execute("notebook:run-all-cells");
}"""
DRAG = """selector => {
    const ALL = {
        subtree: true, childList: true, characterData: true, attributes: true };
    window.last = { input: 0, change: 0 };
    addEventListener("input", () => { last.input = performance.now(); }, true);
    const area = document.querySelector(selector);
    new MutationObserver(() => requestAnimationFrame(
        now => { last.change = now; })).observe(
        area, ALL);
}"""


def presses(notebook: Notebook, area: str, slider: str) -> list[float]:
    """Return the milliseconds from key to painted picture, press by press."""
    page = notebook.page
    page.evaluate(WATCH, area)
    page.locator(slider).nth(3).focus()
    paints = []
    for pressed in range(10 * PRESSES):
        page.keyboard.press("ArrowLeft" if pressed // 10 % 2 else "ArrowRight")
        before = len(paints)
        # A step that changes no whole point paints nothing and is not counted.
        for _ in range(4):
            # Asking the page all the time would keep it from painting.
            page.wait_for_timeout(250)
            paints = page.evaluate("window.paints")
            if len(paints) > before:
                break
        if len(paints) >= PRESSES + 5:
            return paints[5:]
    raise RuntimeError(f"{len(paints)} of {pressed + 1} presses painted anything")


def drag(notebook: Notebook) -> tuple[float, bool]:
    """Drag fast; return how late the last picture came, and if it is the last."""
    page = notebook.page
    page.evaluate(DRAG, RANKING)
    slider = page.locator("input[type=range]").nth(2)
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8, y)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(box["x"] + 8 + step * (box["width"] - 16) / 39, y)
    page.mouse.up()
    page.wait_for_timeout(1500)
    late = page.evaluate("last.change - last.input")
    shown = float(slider.input_value())
    name = page.evaluate(
        "() => document.querySelectorAll('input[type=range]')[2].value"
    )
    inside = notebook.python("print(sorted(course.answers.points.values())[-1])")
    return late, float(name) == shown == 100 and float(inside) == 100


def opening(lab: Lab, names: list[str]) -> list[float]:
    """Return the seconds to the first live form, notebook after notebook.

    All are opened in one page, as a learner does it; the first one finds a server
    that has just started.
    """
    seconds, notebook = [], None
    for name in names:
        path = lab.root / "notebooks" / "en" / f"{name}.ipynb"
        start = time.perf_counter()
        if notebook is None:
            notebook = lab.open(path, run=False)
        else:
            place = path.relative_to(lab.root).as_posix()
            notebook.command("docmanager:open", path=place)
            notebook.page.evaluate(READY)
        notebook.page.evaluate(RUN)
        panel = notebook.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        panel.locator(".nl-form").first.wait_for()
        seconds.append(time.perf_counter() - start)
    notebook.close()
    return seconds


def row(name: str, times: list[float], unit: str = "ms") -> float:
    """Print median and 95th percentile; return the latter."""
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"  {name:34} {statistics.median(times):7.1f} {p95:7.1f} {unit}")
    return p95


def main() -> None:
    """Print all tables."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        serve(Path(folder)) as (address, root, server),
    ):
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        lab = Lab(address, root, root.parent, browser, server)
        lab.copy(ROOT / "notebooks")

        print("From opening a notebook to its first live form")
        first, *later = opening(lab, ["01_chambers", *LATER])
        print(f"  first, server just started         {first:7.2f} s (at most 6)")
        print(f"  next                               {max(later):7.2f} s (at most 2.5)")

        print(f"\nFrom key press to painted ranking, {PRESSES} presses: median, p95")
        ours_page = lab.open(OURS)
        ours_page.page.wait_for_selector(".nl-glance")
        ours = row("netlesson", presses(ours_page, RANKING, "input[type=range]"))
        twelve_page = lab.open(TWELVE)
        twelve_page.page.wait_for_selector(".nl-glance")
        twelve = row(
            "netlesson, 12 alternatives",
            presses(twelve_page, RANKING, "input[type=range]"),
        )
        theirs_page = lab.open(THEIRS)
        theirs_page.page.wait_for_selector(".jp-OutputArea img")
        theirs = row(
            "interact and pyplot",
            presses(theirs_page, ".widget-output .jp-OutputArea", ".noUi-handle"),
        )
        print(
            f"  share of interact and pyplot       {ours / theirs:7.2f} (at most 0.2)"
        )
        print(
            f"  with 12 alternatives               {twelve / theirs:7.2f} (at most 0.2)"
        )
        late, last = drag(ours_page)
        print(
            f"\nFast drag: last picture {late:.0f} ms after the last step (at most 150)"
        )
        print(f"  it shows the last value: {'yes' if last else 'NO'}")
        for page in (ours_page, twelve_page, theirs_page):
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
