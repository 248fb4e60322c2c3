"""Axe, keyboard and narrow screens on every page."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from partner_dashboard.ui import PAGES
from tests.browser.conftest import Server, wait_until_ready

STREAMLITS_OWN = {
    "svg-img-alt": "the marks of a metric's sparkline (Vega) carry role=img without a name; the value beside says it",
}
"""Rules that only Streamlit's own markup breaks, each with the reason."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


OPENED = {name: f"/{'' if name == 'overview' else name}" for name in PAGES} | {"dossier of one": "/dossier?country=JP"}
"""Every page as it opens, and the dossier with something in it."""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", OPENED)
def test_axe_finds_nothing_serious(page_for: Callable[..., Page], server: Server, name: str, theme: str) -> None:
    page = page_for(color_scheme=theme, bypass_csp=True)
    page.goto(server.url(OPENED[name]))
    wait_until_ready(page)
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    serious = [rule for rule in found if rule["impact"] in ("serious", "critical") and rule["id"] not in STREAMLITS_OWN]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in serious] == []


@pytest.mark.parametrize("name", OPENED)
def test_a_phone_needs_no_sideways_scrolling(page_for: Callable[..., Page], server: Server, name: str) -> None:
    page = page_for(viewport={"width": 390, "height": 844})
    page.goto(server.url(OPENED[name]))
    wait_until_ready(page)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth - element.clientWidth") <= 0


def test_the_keyboard_reaches_navigation_search_and_filters(page: Page, server: Server) -> None:
    page.goto(server.url("/"))
    wait_until_ready(page)
    reached: list[str] = []
    for _ in range(24):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "(document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || '').trim()"
            )
        )
    said = " | ".join(reached)
    for wanted in ("Map", "Timeline", "Search", "Share", "Kind", "Place", "Years"):
        assert wanted in said


def test_the_key_c_opens_nothing(page: Page, server: Server) -> None:
    page.goto(server.url("/"))
    wait_until_ready(page)
    page.keyboard.press("c")
    expect(page.get_by_role("dialog")).to_have_count(0)
