"""The dossier in a browser: one click from the map, its numbers open, its document comes, and the page prints whole."""

import io
import re

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Server, wait_until_ready


def test_a_country_on_the_map_is_one_click_from_its_dossier(page: Page, server: Server) -> None:
    page.goto(server.url("/map?country=JP&lang=en"))
    wait_until_ready(page)
    page.get_by_role("link", name="Dossier of this view").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Japan: 11 relations")
    assert "country=JP" in page.url
    assert "/dossier" in page.url


def test_a_number_opens_its_rows_and_a_row_its_sheet(page: Page, server: Server) -> None:
    page.goto(server.url("/dossier?country=JP&lang=en"))
    wait_until_ready(page)
    page.get_by_role("button", name=re.compile("5 living")).click()
    expect(page.get_by_test_id("stPopoverBody").get_by_test_id("stDataFrame")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Osaka University").first.evaluate("link => link.removeAttribute('target')")
    page.get_by_role("link", name="Osaka University").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Osaka University")
    assert "/partners" in page.url


def test_the_document_is_offered_when_it_is_made(page: Page, server: Server) -> None:
    page.goto(server.url("/dossier?country=JP&lang=de"))
    wait_until_ready(page)
    page.get_by_role("button", name="PDF erstellen").click()
    save = page.get_by_role("button", name="PDF speichern")
    expect(save).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        save.click()
    assert re.fullmatch(r"dossier-japan-[0-9a-f]{8}\.pdf", download.value.suggested_filename)
    reader = PdfReader(download.value.path())
    assert "drei universitätsweite Partnerschaften" in " ".join(reader.pages[0].extract_text().split())


def test_the_page_prints_from_its_title_to_its_sources(page: Page, server: Server) -> None:
    page.goto(server.url("/dossier?country=JP&lang=en"))
    wait_until_ready(page)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", name=re.compile("sources"))).to_be_visible()
    pages = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    said = " ".join(" ".join(sheet.extract_text() for sheet in pages).split())
    assert "In Japan:" in said
    assert "12 sources" in said
    assert "Make a PDF" not in said
    assert all(sheet.extract_text().strip() for sheet in pages), "no sheet is empty"
