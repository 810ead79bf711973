"""Take the pictures of the course that stand in the README: python tools/pictures.py.

They are taken from a real JupyterLab, opened by `netlesson start`, in both languages: a
question with what is said to the answer, the sliders with their ranking, the plan of a
trial. They go to docs/pictures. Playwright and Chromium are needed, as for the tests.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from netlesson.activities.plan import plan_form
from netlesson.content import LANGS, Lang, course_in_use
from netlesson.learning import Answers, Journal

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
WIDTH, HEIGHT = 1280, 720
MOST = 150_000
"""How many bytes a picture may have: the README shows three of them at once."""
CASES: Mapping[Lang, str] = {"en": "estate-agent", "de": "heating"}
TODAY = date(2027, 2, 22)
PLAN = {
    "start": "2027-03-01",
    "budget": "350",
    "hours": "30",
    "target_contacts": "15",
    "target_customers": "2",
    "decides": "customers",
    "least": "1",
}


def main() -> int:
    """Take all pictures; return 1 if one is too big."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        names = ("chromium", "chromium-browser", "google-chrome")
        found = next(filter(None, map(shutil.which, names)), None)
        options = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        browser = playwright.chromium.launch(executable_path=found, args=options)
        for lang in LANGS:
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                _answer(Path(folder) / "home", lang)
                with _started(Path(folder), lang) as address:
                    _take(browser, address, lang)
    too_big = 0
    for path in sorted(PICTURES.glob("*.png")):
        size = path.stat().st_size
        too_big += size > MOST
        print(f"{path.name}: {size // 1000} kB{' (too big)' * (size > MOST)}")
    return 1 if too_big else 0


def _answer(home: Path, lang: Lang) -> None:
    """Keep the answers of somebody who has come as far as the plan."""
    answers = Answers(course_in_use(), Journal(home), lang)
    answers.start_from(answers.course.cases[CASES[lang]].profile)
    comparison = answers.comparison()
    first = comparison.rows[comparison.standing[0]].alternative.id
    form = plan_form(answers, lambda: TODAY)
    form.enter(chosen=[first])
    for name, typed in PLAN.items():
        form.enter(**{name: typed})
    answers.keep()


@contextmanager
def _started(folder: Path, lang: Lang) -> Iterator[str]:
    """Start the course in folders of its own; yield its address."""
    env = {**os.environ, "NETLESSON_HOME": str(folder / "home")}
    for name in ("CONFIG", "DATA", "RUNTIME"):
        env[f"JUPYTER_{name}_DIR"] = str(folder / name)
    for name in ("SETTINGS", "WORKSPACES"):
        env[f"JUPYTERLAB_{name}_DIR"] = str(folder / name)
    (folder / "CONFIG").mkdir()
    config = json.dumps({"IdentityProvider": {"token": ""}})
    (folder / "CONFIG/jupyter_server_config.json").write_text(config)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "netlesson", "start", str(folder / "course")]
    command += ["--lang", lang, "--port", str(port), "--no-browser"]
    server = subprocess.Popen(  # noqa: S603 (our own)
        command, env=env, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/api")
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(60)


def _wait_for(address: str, seconds: int = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 (our own)
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def _take(browser: Browser, address: str, lang: Lang) -> None:
    """Take the pictures of one language."""
    size: Any = {"width": WIDTH, "height": HEIGHT}
    page = browser.new_context(viewport=size).new_page()
    page.set_default_timeout(120_000)

    _open(page, address, lang, "02_leads_groups")
    onward = page.get_by_role("button", name=course_in_use().say("quiz.next", lang))
    form = page.locator(".nl-form").filter(has=onward).last
    while not form.locator("[type=radio]").count():
        onward.last.click()
        page.wait_for_timeout(500)
    for at in range(2):  # there is a second try before everything is said
        if form.locator("[type=radio]").nth(at).is_enabled():
            form.locator("[type=radio]").nth(at).click()
            form.get_by_role("button").first.click()
            page.wait_for_timeout(1500)
    form.locator(".nl-mark:visible").first.wait_for()
    _shoot(page, form, f"{lang}_question")

    _open(page, address, lang, "08_compare")
    slider = page.locator(".nl-form .nl-field:has([type=range])").first
    _shoot(page, slider, f"{lang}_ranking")

    _open(page, address, lang, "09_decide")
    summary = page.locator(".nl-form:has([type=checkbox]):has(textarea) .nl-output")
    _shoot(page, summary.first, f"{lang}_decision")
    page.context.close()


def _open(page: Page, address: str, lang: Lang, notebook: str) -> None:
    page.goto(f"{address}/doc/tree/notebooks/{lang}/{notebook}.ipynb")
    page.locator(".nl-way-end").wait_for(timeout=120_000)
    page.wait_for_timeout(2000)  # until what is above has its height


def _shoot(page: Page, target: Any, name: str) -> None:
    """Take what the window shows once something stands at its top."""
    page.mouse.move(0, 0)
    page.evaluate("() => document.activeElement?.blur()")
    for _ in range(2):  # what is drawn on the way moves it
        target.evaluate("node => node.scrollIntoView({ block: 'start' })")
        page.wait_for_timeout(800)
    page.screenshot(path=str(PICTURES / f"{name}.png"))


if __name__ == "__main__":
    sys.exit(main())
