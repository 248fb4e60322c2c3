"""On a phone the pages and the filters fold into one button each, and both lead where they should."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from partner_dashboard.texts import Texts
from tests.browser.conftest import Server, wait_until_ready
from tests.browser.test_readable_for_everybody import RULES, STREAMLITS_OWN

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "user_agent": "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36",
    "is_mobile": True,
    "has_touch": True,
}


@pytest.fixture
def phone(page_for: Callable[..., Page], server: Server) -> Page:
    page = page_for(**PHONE, locale="de-DE", bypass_csp=True)
    page.goto(server.url("/partners?country=JP"))
    wait_until_ready(page)
    return page


DE = Texts("de")


def test_the_pages_fold_into_a_menu_that_says_where_the_reader_is(phone: Page, server: Server) -> None:
    menu = phone.locator(".st-key-menu").get_by_role("button")
    expect(menu).to_contain_text(DE("page.partners"))
    menu.click()
    phone.get_by_role("link", name=DE("page.timeline"), exact=True).click()
    phone.wait_for_url("**/timeline*")
    assert "country=JP" in phone.url
    expect(phone.locator(".st-key-menu").get_by_role("button")).to_contain_text(DE("page.timeline"))


def test_the_filters_fold_into_one_button_with_their_number(phone: Page) -> None:
    filters = phone.locator(".st-key-filter_all").get_by_role("button").first
    expect(filters).to_contain_text(f"{DE('filter.all')} · 1")
    filters.click()
    phone.get_by_text(DE("filter.living"), exact=True).click()
    expect(filters).to_contain_text(f"{DE('filter.all')} · 2")
    assert "living=1" in phone.url


def test_axe_finds_nothing_serious_in_the_open_menu(phone: Page) -> None:
    phone.locator(".st-key-menu").get_by_role("button").click()
    expect(phone.get_by_role("link", name=DE("page.upload"), exact=True)).to_be_visible()
    found = Axe().run(phone, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    serious = [rule for rule in found if rule["impact"] in ("serious", "critical") and rule["id"] not in STREAMLITS_OWN]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in serious] == []


def test_nothing_scrolls_sideways_where_all_is_folded(phone: Page) -> None:
    phone.wait_for_load_state("networkidle")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_map_comes_before_its_controls_are_opened(phone: Page, server: Server) -> None:
    phone.goto(server.url("/map?lang=de"))
    wait_until_ready(phone)
    top = phone.locator(".st-key-world_place").bounding_box()
    assert top is not None
    assert top["y"] < 0.5 * PHONE["viewport"]["height"]
    phone.locator(".st-key-map_all_open").get_by_role("button").click()
    phone.get_by_role("radio", name=DE("map.map_globe")).click()
    phone.wait_for_url("**map=globe*")
