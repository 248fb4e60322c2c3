"""From nothing to a real browser in front of a real server.

server, server_for      the dashboard, started as a reader's would be, on the demonstration data or on another folder
page, page_for          a page of a context of its own; `page_for` takes Playwright's options of one (locale, …)
page_record             what all pages of the test asked for and complained about
wait_until_ready        wait until the page is drawn
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)

SECONDS_TO_START = 60
SECONDS_TO_DRAW = 30

EXECUTABLES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--no-first-run",
)
READY = '[data-testid="stApp"][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'
HEADING = '[data-testid="stMain"] h1'
PROBE = re.compile(r"//[^/]+/.+/_stcore/(health|host-config)$")
"""On a deep link Streamlit 1.67 looks for itself below the page first, in vain; the console says so (2026-11-20)."""
SKELETON = '[data-testid="stSkeleton"], [data-testid="stAppSkeleton"]'


def wait_until_ready(page: Page) -> None:
    """Wait until the browser is connected, the script has run to its end and the page's heading is shown.

    Right after a click the script may not have begun yet: there, `expect` what the click shall change.
    """
    expect(page.locator(READY)).to_be_visible(timeout=SECONDS_TO_DRAW * 1000)
    expect(page.locator(HEADING).first).to_be_visible(timeout=SECONDS_TO_DRAW * 1000)
    expect(page.locator(SKELETON)).to_have_count(0, timeout=SECONDS_TO_DRAW * 1000)


# --- the server ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Server:
    """A running dashboard."""

    address: str
    log: Path

    def url(self, path: str = "/") -> str:
        """Give the address of a page, for example `/map?lang=de`."""
        return f"{self.address}/{path.removeprefix('/')}"

    @property
    def host(self) -> str:
        """Give the only host that a reader's browser may ask."""
        return urlsplit(self.address).netloc


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(home: Path) -> dict[str, str]:
    """Keep what a process needs, and nothing that a desk may have set for the dashboard, Streamlit or Python."""
    ours = ("PARTNER_DASHBOARD_", "STREAMLIT_", "PYTHON", "XDG_", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"HOME": str(home), "USERPROFILE": str(home)}


def answers(address: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{address}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_for_health(process: subprocess.Popen[bytes], server: Server) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not answers(server.address):
        try:
            code = process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            if time.monotonic() < deadline:
                continue
            code = f"still silent after {SECONDS_TO_START} seconds"
        pytest.fail(f"The dashboard did not start ({code}):\n{server.log.read_text(errors='replace')}", pytrace=False)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server and whatever it started: the group is its own."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
            process.wait(timeout=10)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
    process.wait()


@pytest.fixture(scope="session")
def server_for(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start the dashboard for a data folder (none: the demonstration) and settings; the same again is the same server.

    It runs in an empty folder with an empty home, so that nothing of this desk helps it.
    """
    processes: list[subprocess.Popen[bytes]] = []
    servers: dict[tuple[object, ...], Server] = {}

    def start(folder: Path | None = None, **environment: str) -> Server:
        key = (folder, *sorted(environment.items()))
        if key in servers:
            return servers[key]
        home = tmp_path_factory.mktemp("home")
        port = free_port()
        server = Server(f"http://127.0.0.1:{port}", home / "server.log")
        command = [sys.executable, "-m", "partner_dashboard", "serve", "--port", str(port)]
        if folder is not None:
            command += ["--data", str(folder)]
        with server.log.open("wb") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=home,
                env=clean_environment(home) | environment,
                start_new_session=True,
            )
        processes.append(process)
        wait_for_health(process, server)
        servers[key] = server
        return server

    yield start
    for process in processes:
        stop(process)


@pytest.fixture(scope="session")
def server(server_for: Callable[..., Server]) -> Server:
    """Serve the demonstration data."""
    return server_for()


# --- the browser --------------------------------------------------------------------------------------------------


def executables() -> Iterator[str]:
    """Find the browsers of this machine, the one that was asked for first."""
    asked = os.environ.get("PARTNER_DASHBOARD_CHROMIUM")
    if asked:
        yield asked
        return
    yield from filter(None, map(shutil.which, EXECUTABLES))


def launched(playwright: Playwright) -> Browser:
    """Start the first browser that starts; fetch Playwright's own where none does."""
    ways: list[dict[str, Any]] = [{"executable_path": executable} for executable in executables()]
    if "PARTNER_DASHBOARD_CHROMIUM" not in os.environ:
        ways += [{}, {"channel": "chrome"}, {"channel": "msedge"}]
    refusals = []
    for way in ways:
        try:
            return playwright.chromium.launch(args=list(ARGUMENTS), **way)
        except Error as refusal:
            refusals.append(f"{way or 'its own'}: {refusal.message.strip().splitlines()[0]}")
    if "PARTNER_DASHBOARD_CHROMIUM" not in os.environ:
        fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
        try:
            subprocess.run(fetch, check=True, capture_output=True, timeout=300)
            return playwright.chromium.launch(args=list(ARGUMENTS))
        except (subprocess.SubprocessError, Error) as refusal:
            refusals.append(f"fetching: {refusal}")
    reason = "NO BROWSER, so nothing of what a reader sees was tested. Install Chromium or Chrome, or set "
    reason += "PARTNER_DASHBOARD_CHROMIUM to one. Tried: " + "; ".join(refusals)
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Open one browser for all tests."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@dataclass(slots=True)
class PageRecord:
    """What the pages of one test asked for, and what they complained about."""

    urls: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def hosts(self) -> set[str]:
        """Give every host (with port) that was asked; `data:` and `blob:` ask nobody."""
        return {urlsplit(url).netloc for url in self.urls} - {""}

    def foreign_hosts(self, server: Server) -> set[str]:
        """Give the hosts that no reader's browser should have asked."""
        return self.hosts - {server.host}

    def watch(self, context: BrowserContext) -> None:
        """Write down requests (those of workers and sockets too), errors in the console and uncaught exceptions."""

        def on_request(request: Request) -> None:
            self.urls.append(request.url)

        def on_console(message: ConsoleMessage) -> None:
            if message.type == "error" and not PROBE.search(message.location["url"]):
                self.complaints.append(f"console: {message.text} ({message.location['url']})")

        def on_page(page: Page) -> None:
            page.on("websocket", lambda socket: self.urls.append(socket.url))
            page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
            page.on("console", on_console)

        context.on("request", on_request)
        context.on("page", on_page)


@pytest.fixture
def page_record() -> PageRecord:
    """Give an empty record; `page` and `page_for` write into it."""
    return PageRecord()


@pytest.fixture
def page_for(browser: Browser, page_record: PageRecord) -> Iterator[Callable[..., Page]]:
    """Open a page in a context of its own; options are those of Playwright's `new_context`."""
    contexts: list[BrowserContext] = []

    def new_page(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "en-US"} | options)
        contexts.append(context)
        page_record.watch(context)
        return context.new_page()

    yield new_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(page_for: Callable[..., Page]) -> Page:
    """Open a page as an English reader at a desk sees it, 1440 × 900."""
    return page_for()
