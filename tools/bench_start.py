"""From nothing to the first page: how long a start takes, as a ratio to the least Streamlit application.

Both are started as processes of their own, in turn; the clock runs from the start of the process to the moment the
page's own words stand in a real browser with an empty cache. Run it with `make bench-start`.
"""

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
ROUNDS = 7
ARGUMENTS = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")


@dataclass(frozen=True)
class Candidate:
    """An application to start: its command without the port, and what a reader sees when it is painted."""

    name: str
    command: tuple[str, ...]
    folder: Path
    painted: str


FLOOR = Candidate(
    "floor", (sys.executable, "-m", "streamlit", "run", "app.py"), ROOT / "tools" / "floor", "text=chosen: a"
)
OURS = Candidate(
    "dashboard", (sys.executable, "-m", "partner_dashboard", "serve"), ROOT, '[data-testid="stMetricValue"] >> nth=3'
)


def main() -> int:
    """Start both in turn and print the medians and their ratio."""
    times: dict[str, list[float]] = {FLOOR.name: [], OURS.name: []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        for round_number in range(ROUNDS + 1):
            for candidate in (FLOOR, OURS):
                seconds = cold_start(candidate, browser)
                if round_number:  # the first round warms the disk and is not counted
                    times[candidate.name].append(seconds)
        browser.close()
    for name, found in times.items():
        print(f"{name:10} median {statistics.median(found):.2f} s, {min(found):.2f} to {max(found):.2f} s")
    ratios = [ours / floor for ours, floor in zip(times["dashboard"], times["floor"], strict=True)]
    print(f"ratio      median {statistics.median(ratios):.2f}, {min(ratios):.2f} to {max(ratios):.2f}")
    return 0


def cold_start(candidate: Candidate, browser: Browser) -> float:
    """Give the seconds from starting the process to the painted page."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(
        candidate.command, cwd=candidate.folder, env=environment | {"STREAMLIT_SERVER_PORT": str(port)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        wait_for_health(port)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        page.wait_for_selector(candidate.painted, timeout=60_000)
        seconds = time.perf_counter() - started
        context.close()
        return seconds
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def wait_for_health(port: int) -> None:
    """Wait until the server answers."""
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)


def free_port() -> int:
    """Give a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
