"""From a changed filter to the finished script: the server's processor time on the map, as a ratio to the least app.

Both are real servers with a real browser, changed in turn; what is read is the processor time of the server process, so
that drawing and network do not count, and the collector does. Linux only. Run it with `make bench-rerun`.
"""

import os
import shutil
import signal
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench_start import ARGUMENTS, FLOOR, OURS, Candidate, free_port, wait_for_health
from playwright.sync_api import Page, sync_playwright

ROUNDS = 12
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def main() -> int:
    """Change a filter of both applications in turn and print the medians and their ratio."""
    servers = {candidate.name: started(candidate) for candidate in (FLOOR, OURS)}
    times: dict[str, list[float]] = {name: [] for name in servers}
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
            pages = {name: browser.new_page(locale="en-GB") for name in servers}
            pages["floor"].goto(f"http://127.0.0.1:{servers['floor'][1]}/")
            pages["dashboard"].goto(f"http://127.0.0.1:{servers['dashboard'][1]}/map")
            pages["dashboard"].wait_for_selector("h1")
            for round_number in range(ROUNDS + 3):
                for name, change in (("floor", change_floor), ("dashboard", change_map)):
                    seconds = processor_seconds(servers[name][0].pid, pages[name], change, round_number)
                    if round_number >= 3:  # the first changes fill caches that a server fills once
                        times[name].append(seconds)
            browser.close()
    finally:
        for process, _ in servers.values():
            os.killpg(process.pid, signal.SIGTERM)
    for name, found in times.items():
        print(f"{name:10} median {1000 * statistics.median(found):.0f} ms, {1000 * max(found):.0f} ms at most")
    print(f"ratio      of medians {statistics.median(times['dashboard']) / statistics.median(times['floor']):.2f}")
    return 0


def started(candidate: Candidate) -> tuple[subprocess.Popen[bytes], int]:
    """Start a server and give its process and port."""
    port = free_port()
    process = subprocess.Popen(
        candidate.command, cwd=candidate.folder, env=os.environ | {"STREAMLIT_SERVER_PORT": str(port)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    wait_for_health(port)
    return process, port


def processor_seconds(pid: int, page: Page, change: Callable[[Page, int], None], step: int) -> float:
    """Give the processor time that a server spends on one change, until a second of rest after it."""
    page.bring_to_front()
    page.wait_for_selector(DONE)
    page.wait_for_timeout(1000)
    before = processor_ticks(pid)
    change(page, step)
    page.wait_for_timeout(1500)
    page.wait_for_selector(DONE)
    return (processor_ticks(pid) - before) / os.sysconf("SC_CLK_TCK")


def processor_ticks(pid: int) -> int:
    """Give the ticks of processor time a process has used, its threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def change_floor(page: Page, step: int) -> None:
    """Choose another entry of the floor's only widget."""
    page.get_by_role("combobox").click()
    page.get_by_role("option", name="abcd"[(step + 1) % 4], exact=True).click()


def change_map(page: Page, step: int) -> None:
    """Choose or leave another group in the map's legend: a state not shown before."""
    page.get_by_test_id("stMain").get_by_test_id("stButtonGroup").last.get_by_role("button").nth(step % 8).click()


if __name__ == "__main__":
    sys.exit(main())
