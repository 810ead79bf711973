"""The course as `netlesson start` opens it: one document, the way on, and nothing else.

Played by clicks alone. No menu, no file browser, no command of Lab's is used.
"""

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from conftest import ROOT, wait_for_server
from installed import must_be_installed

NOISE = {
    "side bars": ".jp-SideBar",
    "file browser": ".jp-FileBrowser",
    "tabs": ".lm-DockPanel-tabBar",
    "title": "#jp-top-panel",
    "toolbar": ".jp-NotebookPanel-toolbar",
    "status": "#jp-main-statusbar",
    "add a cell": ".jp-Notebook-footer",
    "dialogue": ".jp-Dialog",
    "news": ".Toastify__toast",
}
# The notebook that was left is gone, and the one that is there says where it is.
ALONE = """() => document.querySelectorAll(".jp-NotebookPanel").length === 1
    && document.querySelector(".nl-way-top")"""
# Below the bar, which has a button of its own.
FIRST_CONTROL = (
    ".jp-Cell:not(:has(.nl-way-top)) .nl-form "
    ":is(input, select, textarea, button):visible"
)
WORDS = {
    "en": {
        "file": "File",
        "all": "Show all of JupyterLab",
        "here": ["1 of", "Start"],
        "top": "Your way through the course, at the top",
        "end": "Your way through the course, at the end",
        "answer": "Keep my answer",
        "again": "where you stopped",
    },
    "de": {
        "file": "Datei",
        "all": "JupyterLab ganz zeigen",
        "here": ["1 von", "Einstieg"],
        "top": "Ihr Weg durch den Kurs, oben",
        "end": "Ihr Weg durch den Kurs, unten",
        "answer": "Antwort festhalten",
        "again": "wo Sie aufgehört haben",
    },
}


@pytest.fixture(autouse=True)
def installed():
    must_be_installed()


@dataclass
class Course:
    """The course in a browser, after `netlesson start`."""

    page: object
    address: str
    said: object
    lang: str
    clicks: int = 0
    errors: list = field(default_factory=list)

    @property
    def words(self):
        return WORDS[self.lang]

    def bar(self, at="top"):
        return self.page.get_by_role("navigation", name=self.words[at])

    def click(self, what):
        self.clicks += 1
        what.click()

    def go_on(self, at="top"):
        """Click the way on; return the name of the notebook that opens."""
        link = self.bar(at).locator("a[rel=next]")
        name = link.get_attribute("href")
        self.click(link)
        self.arrive(name)
        return name.removesuffix(".ipynb")

    def arrive(self, name):
        self.page.wait_for_url(
            f"**/doc/**/notebooks/{self.lang}/{name}", timeout=60_000
        )
        self.only_kernel_is_of(name.removesuffix(".ipynb"))
        self.page.wait_for_function(ALONE, timeout=120_000)

    def only_kernel_is_of(self, name):
        """Wait until one kernel runs, that of a notebook."""
        for _ in range(100):
            found = self.page.request.get(f"{self.address}/api/sessions").json()
            paths = [each["path"].rpartition("/")[2] for each in found]
            if paths == [f"{name}.ipynb"]:
                break
            self.page.wait_for_timeout(200)
        assert paths == [f"{name}.ipynb"]
        assert len(self.page.request.get(f"{self.address}/api/kernels").json()) == 1

    def noise(self):
        """Name what of Lab's is to be seen."""
        return [
            name
            for name, selector in NOISE.items()
            if any(each.is_visible() for each in self.page.locator(selector).all())
        ]


@pytest.fixture
def started(chromium, tmp_path):
    """Start the course as a learner does; with the same answers each time."""
    folders = {
        **{f"JUPYTER_{n}_DIR": tmp_path / n for n in ("CONFIG", "DATA", "RUNTIME")},
        **{f"JUPYTERLAB_{n}_DIR": tmp_path / n for n in ("SETTINGS", "WORKSPACES")},
        "IPYTHONDIR": tmp_path / "ipython",
        "NETLESSON_HOME": tmp_path / "home",
    }
    env = {**os.environ, **{name: str(path) for name, path in folders.items()}}
    env["JUPYTER_PREFER_ENV_PATH"] = "1"
    (tmp_path / "CONFIG").mkdir()
    config = json.dumps({"IdentityProvider": {"token": ""}})
    (tmp_path / "CONFIG/jupyter_server_config.json").write_text(config)

    @contextmanager
    def start(lang, width=1280, height=800):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "netlesson", "start", str(tmp_path / "course")]
        command += ["--lang", lang, "--port", str(port), "--no-browser"]
        log = tmp_path / "log"
        with log.open("w") as out:
            server = subprocess.Popen(  # noqa: S603 (our own)
                command, env=env, stdout=out, stderr=out, start_new_session=True
            )
        address = f"http://127.0.0.1:{port}"
        context = chromium.new_context(viewport={"width": width, "height": height})
        try:
            wait_for_server(address, server, log)
            page = context.new_page()
            course = Course(page, address, log, lang)
            page.on("pageerror", lambda error: course.errors.append(str(error)))
            page.goto(address)
            page.locator(".nl-way-top").wait_for(timeout=120_000)
            yield course
        finally:
            context.close()
            # Only what was started is told to end: it takes JupyterLab with it.
            server.terminate()
            server.wait(60)
            with socket.socket() as call:
                left = call.connect_ex(("127.0.0.1", port)) == 0
            if left:
                os.killpg(server.pid, signal.SIGTERM)
        assert not left

    return start


def events(tmp_path, kind):
    lines = (tmp_path / "home/journal.jsonl").read_text(encoding="utf-8").splitlines()
    return [each["data"] for each in map(json.loads, lines) if each["kind"] == kind]


def answer_one(course):
    """Answer the first question of the notebook by clicks."""
    form = course.page.locator(".nl-form:has(input[type=radio])").first
    course.click(form.locator("input[type=radio]").first)
    course.click(form.get_by_role("button", name=course.words["answer"]))
    form.locator(".nl-kept:not(:empty)").wait_for()


@pytest.mark.parametrize("lang", ["en", "de"])
def test_it_is_played_by_clicks_in_one_document_with_one_kernel(
    started, tmp_path, lang
):
    with started(lang) as course:
        page = course.page
        assert f"/doc/tree/notebooks/{lang}/00_start.ipynb" in page.url
        assert course.noise() == []
        file = page.get_by_role("menuitem", name=course.words["file"], exact=True)
        assert file.is_visible()
        here = course.bar().locator("[aria-current=page]")
        assert all(each in here.inner_text() for each in course.words["here"])
        assert course.bar("end").count() == 1

        answer_one(course)
        assert course.clicks <= 3
        assert len(events(tmp_path, "attempt")) == 1

        course.clicks = 0
        first = course.go_on()
        assert course.clicks == 1
        assert course.noise() == []
        second = course.go_on("end")
        course.click(course.bar().locator("a[rel=prev]"))
        course.arrive(f"{first}.ipynb")
        page.go_back()
        course.arrive(f"{second}.ipynb")
        assert course.errors == []

    with started(lang) as course:
        assert course.words["again"] in course.said.read_text(encoding="utf-8")
        assert f"/doc/tree/notebooks/{lang}/{second}.ipynb" in course.page.url
        assert course.noise() == []


def test_what_is_typed_in_the_instant_before_going_on_is_kept(started, tmp_path):
    with started("en") as course:
        course.go_on()
        area = course.page.locator("textarea:visible").first
        area.fill("written")
        area.press_sequentially(" at last")
        course.go_on()
    assert events(tmp_path, "reflection")[-1]["text"] == "written at last"


def test_all_of_lab_is_one_click_away_and_as_it_was_left(started):
    with started("en") as course:
        course.click(course.bar().get_by_role("button", name=course.words["all"]))
        course.page.locator(".jp-SideBar:visible").first.wait_for()
        assert {"side bars", "tabs", "toolbar", "status"} <= set(course.noise())
        assert not course.bar().get_by_role("button").is_visible()


def test_the_bar_is_one_line_and_wraps_on_a_phone_without_a_cut(started):
    with started("de") as course:
        bar = course.bar()
        tall = bar.evaluate("node => node.querySelector('ul').offsetHeight")
        assert tall < 30
        course.page.set_viewport_size({"width": 390, "height": 844})
        course.page.wait_for_timeout(500)
        cut = "node => node.scrollWidth - node.clientWidth"
        assert bar.evaluate(cut) <= 0
        for each in bar.locator("a, button").all():
            box = each.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
            assert each.evaluate("node => node.closest('li').offsetHeight") >= 24


@pytest.mark.long
@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_notebook_has_something_to_do_on_its_first_screen(started, lang):
    """At 1280 x 800, as it opens: no scrolling before the first control."""
    tops = {}
    with started(lang) as course:
        for path in sorted((ROOT / "notebooks" / lang).glob("0*.ipynb")):
            course.page.goto(f"{course.address}/doc/tree/notebooks/{lang}/{path.name}")
            control = course.page.locator(FIRST_CONTROL).first
            control.wait_for(timeout=120_000)
            course.page.wait_for_timeout(1500)
            box = control.bounding_box()
            tops[path.stem] = round(box["y"] + box["height"])
    assert len(tops) == 11
    assert {name: at for name, at in tops.items() if at > 800} == {}
