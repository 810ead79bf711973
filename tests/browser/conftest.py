"""A real JupyterLab and a real browser, for tests of what learners see.

`lab.open(notebook)` gives a page with helpers. The server is isolated: its settings,
kernels and files live in a folder of their own and go away with the session.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlparse

import nbformat
import pytest
from builders import course, profile
from installed import missing

from netlesson.learning import Answers, Journal
from netlesson.learning.profile import write_profile

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # Else Lab asks about it in the middle of a test that closes a page.
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}
LOCAL = {"127.0.0.1", "localhost", ""}
HAS_KERNEL = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady"
# Words of four letters or more that are on two lines; what is hidden or typed aside.
BROKEN = """() => {
    const found = new Set();
    for (const root of document.querySelectorAll(".netlesson")) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const text = walker.currentNode;
            const place = text.parentElement;
            const hidden = !place.checkVisibility() || place.closest(".nl-unseen");
            if (hidden || place.closest("code, .nl-typed")) continue;
            for (const word of text.data.matchAll(/\\p{L}{4,}/gu)) {
                const range = document.createRange();
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                const boxes = [...range.getClientRects()].filter(box => box.width);
                if (new Set(boxes.map(box => Math.round(box.top))).size > 1)
                    found.add(word[0]);
            }
        }
    }
    return [...found];
}"""
# Names that two regions or two things to unfold share, and headings that skip a level.
UNCLEAR = """() => {
    const shown = selector => [...document.querySelectorAll(selector)].filter(
        node => node.checkVisibility() && !node.closest(".nl-hidden"));
    const found = [];
    for (const [selector, name] of [
        ["[role=region]", node => node.getAttribute("aria-label")],
        ["summary", node => node.textContent.trim()],
    ]) {
        const names = shown(`.netlesson ${selector}`).map(name);
        found.push(...names.filter((each, at) => names.indexOf(each) < at));
    }
    let last = 0;
    for (const node of shown(".jp-Notebook :is(h1, h2, h3, h4, h5, h6)")) {
        const level = Number(node.tagName[1]);
        if (level > last + 1) found.push(`${node.tagName} ${node.textContent}`);
        last = level;
    }
    return found;
}"""
RESTART = """async () => {
    const panel = window.jupyterapp.shell.currentWidget;
    await panel.sessionContext.session.kernel.restart();
}"""
IDLE = ".jp-Notebook-ExecutionIndicator[data-status='idle']"


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for the session."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        missing("Playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        except Error as error:
            missing(f"no Chromium starts ({str(error).splitlines()[0]})")
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(chromium, tmp_path_factory) -> Iterator["Lab"]:
    """One JupyterLab for the session, in folders of its own."""
    base = tmp_path_factory.mktemp("lab")
    with serve(base) as (address, root, server):
        yield Lab(address, root, base, chromium, server)


@pytest.fixture(scope="module")
def notebooks(lab):
    return lab.copy(ROOT / "notebooks")


@pytest.fixture
def journal(lab):
    """A learner who begins: no answers yet."""
    path = lab.base / "home" / "journal.jsonl"
    shutil.rmtree(path.parent, ignore_errors=True)
    return path


@pytest.fixture
def described(journal):
    """A learner who has described a business without any limit, and no more."""
    answers = Answers(course(), Journal(journal.parent), "en")
    answers.set_profile(write_profile(profile()))
    return journal


@pytest.fixture
def page_of(lab):
    """Open notebooks that are closed, with their kernels, after the test."""
    opened = []

    def open_notebook(cells_or_path, **options):
        opened.append(lab.open(cells_or_path, **options))
        return opened[-1]

    yield open_notebook
    for page in opened:
        page.close()


@pytest.fixture
def cells_of(lab):
    """Open notebooks in the page that stays: loading Lab anew takes seconds.

    One at a time: opening the next closes the one before.
    """
    opened = []

    def open_notebook(cells_or_path, **options):
        while opened:
            opened.pop().leave()
        opened.append(lab.open_here(cells_or_path, **options))
        return opened[-1]

    yield open_notebook
    while opened:
        opened.pop().leave()


@contextmanager
def serve(base):
    """Run a JupyterLab whose every folder is under `base`."""
    names = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
        "MPLCONFIGDIR": "matplotlib",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "NETLESSON_HOME": "home",
    }
    folders = {name: str(base / folder) for name, folder in names.items()}
    for folder in folders.values():
        Path(folder).mkdir()
    for plugin, values in SETTINGS.items():
        extension, _, name = plugin.partition(":")
        file = base / "settings" / extension / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    root = base / "root"
    root.mkdir()
    path = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    env = {
        **os.environ,
        **folders,
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, path)),
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *(sys.executable, "-m", "jupyterlab", "--allow-root", "--no-browser"),
        *("--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
        *("--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True"),
        f"--ServerApp.root_dir={root}",
    ]
    log = (base / "lab.log").open("w")
    server = subprocess.Popen(  # noqa: S603 (our own command)
        command, env=env, cwd=root, stdout=log, stderr=log, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for_server(address, server, base / "lab.log")
        yield address, root, server
    finally:
        # Lab ends its kernels when it is asked to end, not when it is killed.
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
        log.close()


def wait_for_server(address, server, log, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api/status", timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")


@dataclass
class Lab:
    """The running server; `root` is what its file browser shows."""

    address: str
    root: Path
    base: Path
    browser: object
    server: object
    kept: object = None

    def write(self, cells, name=None):
        """Write a notebook of code cells (text) and Markdown cells (text after #)."""
        made = [
            nbformat.v4.new_markdown_cell(cell)
            if cell.startswith("# ")
            else nbformat.v4.new_code_cell(cell)
            for cell in cells
        ]
        notebook = nbformat.v4.new_notebook(cells=made)
        notebook.metadata.kernelspec = {
            "name": "python3",
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
        }
        path = self.root / (name or f"{uuid.uuid4().hex[:8]}.ipynb")
        nbformat.write(notebook, path)
        return path

    def copy(self, source):
        """Copy a file or a folder of the repository into the server's root."""
        source = Path(source)
        target = self.root / source.name
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy(source, target)
        return target

    def open(self, cells_or_path, width=1280, height=900, dark=False, run=True):
        """Open a notebook in a fresh workspace and run it.

        Args:
            cells_or_path: Texts of cells, or a path below `root`.
            width: Of the window, in pixels.
            height: Of the window, in pixels.
            dark: Whether Lab uses its dark theme.
            run: Whether to run all cells and wait for them.
        """
        given = cells_or_path
        path = given if isinstance(given, Path) else self.write(given)
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True
        )
        notebook = Notebook(self, path, context, context.new_page())
        notebook.load()
        # The server remembers the theme of the page before.
        notebook.theme("JupyterLab Dark" if dark else "JupyterLab Light")
        if run:
            notebook.run_all()
        return notebook

    def open_here(self, cells_or_path, width=1280, height=900, dark=False, run=True):
        """Open a notebook in a page that is kept for all of them; see `open`."""
        if self.kept is None:
            first = self.open(["1"], run=False)
            self.kept = first.context, first.page
            first.leave()
        given = cells_or_path
        path = given if isinstance(given, Path) else self.write(given)
        notebook = Notebook(self, path, *self.kept)
        notebook.page.set_viewport_size({"width": width, "height": height})
        notebook.theme("JupyterLab Dark" if dark else "JupyterLab Light")
        notebook.listen()
        place = path.relative_to(self.root).as_posix()
        notebook.command("docmanager:open", path=place)
        notebook.page.wait_for_function(
            "path => window.jupyterapp.shell.currentWidget?.context?.path === path",
            arg=place,
        )
        notebook.page.wait_for_function(HAS_KERNEL, timeout=60_000)
        notebook.wait_idle()
        if run:
            notebook.run_all()
        return notebook


@dataclass
class Notebook:
    """An open notebook: `page` is Playwright's page."""

    lab: Lab
    path: Path
    context: object
    page: object
    requests: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    listening: bool = False

    def listen(self):
        """Note what the page asks for and what goes wrong in it."""
        if self.listening:
            return
        self.listening = True
        self.page.on("request", self._request)
        self.page.on("pageerror", self._error)
        self.page.on("console", self._console)

    def load(self):
        """Go to the notebook in a workspace of its own."""
        self.listen()
        place = quote(self.path.relative_to(self.lab.root).as_posix())
        workspace = uuid.uuid4().hex[:8]
        self.page.goto(f"{self.lab.address}/doc/workspaces/{workspace}/tree/{place}")
        self.wait_ready()

    def reload(self):
        """Load the page anew, as a learner does who presses F5."""
        self.page.reload()
        self.wait_ready()

    def wait_ready(self):
        """Wait until the notebook is drawn and has a kernel."""
        self.page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=60_000)
        # The indicator says idle before there is a kernel; Lab would then ask for one.
        self.page.wait_for_function(HAS_KERNEL, timeout=60_000)
        self.wait_idle()

    def leave(self):
        """Close the notebook and end its kernel; the page stays."""
        script = """async () => {
            const panel = window.jupyterapp.shell.currentWidget;
            await panel.context.sessionContext.shutdown();
            panel.context.model.dirty = false;
            panel.close();
        }"""
        self.page.evaluate(script)
        self.page.wait_for_selector(".jp-NotebookPanel", state="detached")
        self.page.remove_listener("request", self._request)
        self.page.remove_listener("pageerror", self._error)
        self.page.remove_listener("console", self._console)

    def _request(self, request):
        self.requests.append(request.url)

    def _error(self, error):
        self.errors.append(str(error))

    def _console(self, message):
        if message.type == "error":
            self.errors.append(message.text)

    @property
    def forms(self):
        """Our own part of the page, to look for things in."""
        return self.page.locator(".netlesson")

    def wait_idle(self):
        """Wait until the kernel has nothing to do."""
        self.page.wait_for_selector(IDLE, state="attached", timeout=60_000)

    def command(self, name, **arguments):
        """Run one of Lab's commands."""
        # Its result may be half of Lab, which Playwright would try to copy. A dialog
        # would keep it waiting for ever.
        script = """([name, args]) => Promise.race([
            window.jupyterapp.commands.execute(name, args).then(() => "done"),
            new Promise(resolve => setTimeout(resolve, 60000, "too late")),
        ])"""
        assert self.page.evaluate(script, [name, arguments]) == "done", name

    def run_all(self):
        """Run all cells, wait until the kernel is idle and what they made is drawn."""
        marked = (
            "for (const form of document.querySelectorAll('.nl-form')) form.id = 'old'"
        )
        self.page.evaluate(marked)
        self.command("notebook:run-all-cells")
        self.wait_idle()
        # Who answers a form in the instant before it is made anew loses the answer.
        self.page.wait_for_function("() => !document.querySelector('.nl-form#old')")

    def theme(self, name):
        """Switch Lab's theme, if it is another, and wait for it."""
        light = "false" if "Dark" in name else "true"
        body = f"body[data-jp-theme-light='{light}']"
        if self.page.locator(body).count():
            return
        self.command("apputils:change-theme", theme=name)
        self.page.wait_for_selector(body, state="attached")
        self.page.wait_for_timeout(300)

    def save(self):
        """Save the notebook."""
        self.command("docmanager:save")

    def saved(self):
        """Return the notebook as it is on disk."""
        return nbformat.read(self.path, as_version=4)

    def python(self, code):
        """Run code in the notebook's kernel, unseen, and return what it prints."""
        script = """async code => {
            const panel = window.jupyterapp.shell.currentWidget;
            const kernel = panel.sessionContext.session.kernel;
            let text = "";
            const future = kernel.requestExecute({ code, store_history: false });
            future.onIOPub = ({ content }) => {
              if (content.text) text += content.text;
              if (content.evalue) text += `${content.ename}: ${content.evalue}`;
            };
            await future.done;
            return text.trim();
        }"""
        return self.page.evaluate(script, code)

    def kill_kernel(self):
        """End the kernel as a crash would, without a restart."""
        script = """async () => {
            const panel = window.jupyterapp.shell.currentWidget;
            await panel.sessionContext.shutdown();
        }"""
        self.page.evaluate(script)

    def strangers(self):
        """Return the hosts other than this machine that were asked for something."""
        hosts = {urlparse(address).hostname or "" for address in self.requests}
        return sorted(hosts - LOCAL)

    def axe(self, selector=".netlesson"):
        """Return what axe finds in our own part of the page, one line a finding."""
        from axe_playwright_python.base import AXE_SCRIPT

        self.page.evaluate(AXE_SCRIPT)
        script = "selector => axe.run({ include: [[selector]] })"
        found = self.page.evaluate(script, selector)
        return [
            f"{each['id']}: {node['html'][:160]} ({node['failureSummary'][:300]})"
            for each in found["violations"]
            for node in each["nodes"]
        ]

    def unclear(self):
        """Return names that are not unique, and headings that skip a level."""
        return self.page.evaluate(UNCLEAR)

    def overflow(self, selector=".netlesson"):
        """Return by how many pixels anything of ours is wider than its place."""
        script = """selector => Math.max(0, ...[...document.querySelectorAll(selector)]
            .map(node => node.scrollWidth - node.clientWidth))"""
        return self.page.evaluate(script, selector)

    def broken_words(self):
        """Return the words of ours that are broken over two lines."""
        return self.page.evaluate(BROKEN)

    def shot(self, name, selector=None):
        """Keep a screenshot where NETLESSON_SHOTS says, if it says so."""
        folder = os.environ.get("NETLESSON_SHOTS")
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        target = self.page.locator(selector).first if selector else self.page
        target.screenshot(path=str(Path(folder) / f"{name}.png"))

    def close(self):
        """Close the page and end every kernel.

        A link may have opened another notebook here, and what still runs writes down
        again what it remembers, once the next test has begun anew.
        """
        script = "() => window.jupyterapp?.serviceManager.kernels.shutdownAll()"
        try:
            self.page.evaluate(script)
        finally:
            self.context.close()
