"""What a link means: deep links, back, reload, language, nonsense, in a real browser."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from partner_dashboard.texts import Texts
from partner_dashboard.ui import PAGES
from tests.browser.conftest import PageRecord, Server, wait_until_ready

EN, DE = Texts("en"), Texts("de")


def choices(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def key_figure(page: Page, label: str) -> str:
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue").inner_text()


def go_to(page: Page, name: str) -> None:
    page.get_by_test_id("stPageLink").get_by_role("link", name=EN(f"page.{name}"), exact=True).first.click()


@pytest.mark.parametrize("name", PAGES)
def test_a_deep_link_into_a_fresh_browser_opens_the_page(
    page: Page, server: Server, page_record: PageRecord, name: str
) -> None:
    page.goto(server.url(f"/{'' if name == 'overview' else name}?country=JP"))
    wait_until_ready(page)
    expect(page.get_by_text(EN("filter.clear"), exact=True) if name != "about" else page.locator("h1")).to_be_visible()
    assert choices(page)["country"] == ["JP"]
    assert page_record.complaints == []


def test_a_page_change_keeps_the_view_and_back_returns(page: Page, server: Server) -> None:
    page.goto(server.url("/?country=JP&living=1"))
    wait_until_ready(page)
    figure = key_figure(page, EN("overview.partners_label"))
    go_to(page, "events")
    page.wait_for_url(lambda url: urlsplit(url).path == "/events" and "country=JP" in url)
    wait_until_ready(page)
    page.go_back()
    page.wait_for_url(lambda url: urlsplit(url).path == "/")
    wait_until_ready(page)
    assert choices(page) == {"country": ["JP"], "living": ["1"]}
    assert key_figure(page, EN("overview.partners_label")) == figure


def test_a_reload_shows_the_same(page: Page, server: Server) -> None:
    page.goto(server.url("/?group=research_led&scheme=m49&region=142"))
    wait_until_ready(page)
    figure = key_figure(page, EN("overview.partners_label"))
    page.reload()
    wait_until_ready(page)
    assert key_figure(page, EN("overview.partners_label")) == figure


def test_back_undoes_a_filter(page: Page, server: Server) -> None:
    page.goto(server.url("/"))
    wait_until_ready(page)
    everything = key_figure(page, EN("overview.partners_label"))
    page.get_by_role("button", name="Cities").first.click()
    page.wait_for_url(lambda url: "group=cities" in url)
    expect(page.get_by_test_id("stMetricValue").first).not_to_have_text(everything)
    page.go_back()
    page.wait_for_url(lambda url: "group" not in url)
    expect(page.get_by_test_id("stMetricValue").first).to_have_text(everything)


def test_choosing_a_language_keeps_the_choices(page: Page, server: Server) -> None:
    page.goto(server.url("/?country=JP"))
    wait_until_ready(page)
    page.get_by_role("radio", name="DE", exact=True).or_(
        page.get_by_role("button", name="DE", exact=True)
    ).first.click()
    expect(page.get_by_text(DE("overview.countries_label"), exact=True).first).to_be_visible()
    assert choices(page) == {"country": ["JP"], "lang": ["de"]}
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_the_browsers_language_is_the_default(page_for: object, server: Server) -> None:
    page = page_for(locale="de-DE")  # type: ignore[operator]
    page.goto(server.url("/"))
    wait_until_ready(page)
    expect(page.get_by_text(DE("overview.countries_label"), exact=True).first).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "de"
    assert choices(page) == {}


def test_a_nonsense_address_opens_the_page_without_it(page: Page, server: Server, page_record: PageRecord) -> None:
    page.goto(server.url("/map?country=%3Cscript%3E&region=999&year=soon&partner=nobody&lang=tlh&map=cube"))
    wait_until_ready(page)
    assert page.get_by_test_id("stException").count() == 0
    assert page_record.complaints == []


@pytest.mark.parametrize("path", ["/", "/about"])
def test_a_link_to_copy_says_page_view_and_language(page: Page, server: Server, path: str) -> None:
    page.goto(server.url(f"{path}?country=JP"))
    wait_until_ready(page)
    page.get_by_test_id("stPopover").filter(has_text=EN("share.label")).get_by_role("button").click()
    link = urlsplit(page.get_by_test_id("stCode").inner_text().strip())
    assert f"{link.scheme}://{link.netloc}{link.path}" == server.url(path)
    assert parse_qs(link.query) == {"lang": ["en"], "country": ["JP"]}


def test_a_link_to_the_page_we_are_on_changes_the_address(page: Page, server: Server) -> None:
    page.goto(server.url("/partners?partner=univ-tsukuba"))
    wait_until_ready(page)
    page.get_by_test_id("stPageLink").get_by_role("link", name=EN("partners.back")).click()
    page.wait_for_url(lambda url: urlsplit(url).query == "")
    page.go_back()
    page.wait_for_url(lambda url: "partner=univ-tsukuba" in url)
    expect(page.get_by_text(EN("partners.back"), exact=True)).to_be_visible()
