"""Nothing leaves the house: every page, every hover and download asks this server only."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from partner_dashboard.ui import PAGES
from tests import organisations
from tests.browser.conftest import PageRecord, Server, wait_until_ready

VIEWS = {
    "overview": ("",),
    "map": ("", "?map=globe", "?map=equal", "?show=countries", "?show=density", "?detail=1", "?centre=univ-tsukuba"),
    "timeline": ("", "?by=type", "?by=partner&country=JP", "?year=1995"),
    "partners": ("", "?partner=univ-tsukuba"),
    "events": ("", "?event=e-2025-bochum-delegation-visits-japan"),
    "dossier": (
        "",
        "?country=JP",
        "?partner=univ-osaka",
        "?event=e-2025-bochum-delegation-visits-japan",
        "?country=FJ",
    ),
    "about": ("",),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_no_other_host(page: Page, server: Server, page_record: PageRecord, name: str) -> None:
    for address in VIEWS[name]:
        page.goto(server.url(f"/{'' if name == 'overview' else name}{address}"))
        wait_until_ready(page)
        page.wait_for_load_state("networkidle")
    assert page_record.hosts == {server.host}
    assert page_record.complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_hostile_names_are_shown_literally(
    page: Page, server_for: Callable[..., Server], page_record: PageRecord, tmp_path_factory: pytest.TempPathFactory,
    name: str,
) -> None:  # fmt: skip
    server = server_for(hostile_folder(tmp_path_factory))
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(server.url(f"/{'' if name == 'overview' else name}"))
    wait_until_ready(page)
    page.wait_for_load_state("networkidle")
    assert page.get_by_test_id("stException").count() == 0
    assert page_record.hosts == {server.host}
    assert page_record.complaints == []
    assert dialogs == []


SHEETS = (
    "/partners?partner=",
    "/events?event=",
    "/dossier?partner=",
    "/dossier?event=",
    "/map?map=globe&partner=",
    "/map?map=equal&partner=",
)


@pytest.mark.parametrize("address", SHEETS)
def test_a_hostile_sheet_says_its_names_as_they_are_written(
    page: Page, server_for: Callable[..., Server], page_record: PageRecord, tmp_path_factory: pytest.TempPathFactory,
    address: str,
) -> None:  # fmt: skip
    folder = hostile_folder(tmp_path_factory)
    edition = organisations.opened(folder)
    server = server_for(folder)
    rows = edition.events if "event=" in address else edition.institutions.loc[edition.strands["institution_id"]]
    column = "title" if "event=" in address else "name"
    wanted = rows[rows[column].str.contains("<img")].iloc[0]
    page.goto(server.url(f"{address}{wanted.name}&lang=en"))
    wait_until_ready(page)
    page.wait_for_load_state("networkidle")
    shown = page.get_by_test_id("stMain").inner_text().replace("\u2060", "")
    assert " ".join(wanted[column].split()) in " ".join(shown.split())
    assert page.locator("img[src*='evil']").count() == 0
    assert page_record.hosts == {server.host}
    assert page_record.complaints == []


FOLDERS: list[Path] = []


def hostile_folder(factory: pytest.TempPathFactory) -> Path:
    """Give one folder of hostile data to all tests, so that one server serves them."""
    if not FOLDERS:
        FOLDERS.append(factory.mktemp("hostile"))
        organisations.hostile(FOLDERS[0])
    return FOLDERS[0]


def test_the_page_sends_the_policy_and_its_language(page: Page, server: Server) -> None:
    answer = page.goto(server.url("/?lang=de"))
    assert answer is not None
    assert "script-src 'self' 'sha256-" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    wait_until_ready(page)
    expect(page.locator("html")).to_have_attribute("lang", "de")
