"""A whole session, from `netlesson start` to the download, talks to nobody."""

import ipaddress
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from urllib.parse import urlparse

import pytest
from conftest import wait_for_server
from installed import missing, must_be_installed

CALLS = "connect,sendto,sendmsg,sendmmsg"
ADDRESS = re.compile(
    r"sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )\"([^\"]+)\""
)
DNS = 53
MANAGER = "extensionmanager:show-panel"


def strangers(log):
    """Return the addresses in a recording that are not this machine's own.

    A question for a name counts too: the server that answers may be this machine.
    """
    found = {(address, int(port)) for port, address in ADDRESS.findall(log)}
    return {
        (address, port)
        for address, port in found
        if not ipaddress.ip_address(address).is_loopback or port == DNS
    }


def test_the_recording_is_read_right():
    here = 'connect(3, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("%s")}'
    six = (
        "sendto(5, 0x1, 9, 0, {sa_family=AF_INET6, sin6_port=htons(443), "
        'sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "%s", &sin6_addr)}'
    )
    assert strangers(here % "127.0.0.1" + "\n" + six % "::1") == set()
    assert strangers(here % "192.0.2.7") == {("192.0.2.7", 9)}
    assert strangers(six % "2001:db8::1") == {("2001:db8::1", 443)}
    assert strangers((here % "127.0.0.53").replace("9)", "53)", 1)) == {
        ("127.0.0.53", DNS)
    }


@pytest.fixture
def server(tmp_path):
    """Start the course as a learner does, with every call to a network recorded."""
    must_be_installed()
    strace = shutil.which("strace")
    works = strace and subprocess.run([strace, "-f", "true"], capture_output=True)  # noqa: S603 (our own)
    if not works or works.returncode:
        missing("strace is not installed or may not be used")
    config = {
        "IdentityProvider": {"token": ""},
        "LabApp": {"expose_app_in_browser": True},
    }
    env = {**os.environ, "NETLESSON_HOME": str(tmp_path / "home")}
    env["JUPYTER_PREFER_ENV_PATH"] = "1"
    for name in ("CONFIG", "DATA", "RUNTIME"):
        env[f"JUPYTER_{name}_DIR"] = str(tmp_path / name.lower())
    for name in ("SETTINGS", "WORKSPACES"):
        env[f"JUPYTERLAB_{name}_DIR"] = str(tmp_path / name.lower())
    (tmp_path / "config").mkdir()
    file = tmp_path / "config/jupyter_server_config.json"
    file.write_text(json.dumps(config), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    record, log = tmp_path / "record", tmp_path / "log"
    start = [sys.executable, "-m", "netlesson", "start", str(tmp_path / "course")]
    command = [strace, "-f", "-qq", "-e", f"trace={CALLS}", "-o", str(record), *start]
    with log.open("w") as out:
        process = subprocess.Popen(  # noqa: S603 (our own)
            [*command, "--port", str(port), "--no-browser"],
            **{"env": env, "cwd": tmp_path, "stdout": out, "stderr": out},
            start_new_session=True,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for_server(address, process, log)
            yield address, record
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(60)


def test_nothing_leaves_this_machine_from_start_to_download(server, chromium):
    address, record = server
    context = chromium.new_context(accept_downloads=True)
    asked = []
    page = context.new_page()
    context.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda opened: asked.append(opened.url))
    page.goto(f"{address}/lab/tree/notebooks/en/00_start.ipynb")
    profile = page.locator(".nl-form:has-text('Where is your business?')")
    country = profile.get_by_label("Where is your business?")
    country.select_option(label="Germany", timeout=120_000)
    profile.get_by_text("Saved in your own file.").wait_for()
    has_manager = "name => window.jupyterapp.commands.hasCommand(name)"
    if page.evaluate(has_manager, MANAGER):
        show = "name => void window.jupyterapp.commands.execute(name)"
        page.evaluate(show, MANAGER)
        page.wait_for_timeout(5000)  # it asks the package index first
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download my answers").click()
    assert waiting.value.path().stat().st_size > 0
    page.wait_for_timeout(3000)
    context.close()

    recorded = record.read_text(errors="replace")
    assert "connect(" in recorded
    assert strangers(recorded) == set()
    sent = [urlparse(url) for url in asked if url.startswith(("http", "ws"))]
    assert {url.hostname for url in sent} == {"127.0.0.1"}
    assert {url.scheme for url in sent} == {"http", "ws"}
