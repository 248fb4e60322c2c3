"""A browser that comes back hears what changed since it was here, and only the browser knows that it was."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from partner_dashboard.texts import Texts
from tests.browser.conftest import Server, clean_environment, wait_until_ready
from tests.organisations import institution, strand, write

EN = Texts("en")


def publish(server: Server, folder: Path, year: int) -> None:
    """Add a strand by the command line, in the home in which the server runs."""
    file = folder.parent / f"{year}.csv"
    file.write_text(
        f"partnership_id,institution_id,home_institution,type,start_date\np-{year},osaka,home,faculty,{year}\n"
    )
    words = ["-m", "partner_dashboard", "import", str(file), "--reason", "a letter", "--data", str(folder)]
    home = server.log.parent
    subprocess.run([sys.executable, *words], check=True, cwd=home, env=clean_environment(home), capture_output=True)


def test_a_browser_that_comes_back_hears_what_came_since(
    page_for: Callable[..., Page], server_for: Callable[..., Server], tmp_path: Path
) -> None:
    home = institution("home", country_code="FI", latitude="65", longitude="25.5")
    osaka = institution("osaka", name="Osaka University", country_code="JP", latitude="34.8", longitude="135.5")
    folder = write(tmp_path / "data", [home, osaka], [strand("p", "osaka", start_date="2001")])
    server = server_for(folder)
    first = page_for()
    first.goto(server.url("/"))
    wait_until_ready(first)
    expect(first.get_by_role("heading", name=EN("news.lately"))).to_have_count(0)
    for year in (2020, 2021):
        publish(server, folder, year)
    back = first.context.new_page()
    back.goto(server.url("/"))
    expect(back.get_by_text(EN("news.since_visit", number=1))).to_be_visible()
    expect(back.get_by_text("newly recorded")).to_have_count(2)
    stranger = page_for()
    stranger.goto(server.url("/"))
    wait_until_ready(stranger)
    expect(stranger.get_by_role("heading", name=EN("news.lately"))).to_be_visible()
    expect(stranger.get_by_text(EN("news.since_visit", number=1))).to_have_count(0)
    expect(stranger.get_by_text("newly recorded")).to_have_count(1)
