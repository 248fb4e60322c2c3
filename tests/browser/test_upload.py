"""A real file into a real browser: dropped, mended in the grid, published, and seen by a reader."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Locator, Page, expect

from partner_dashboard.texts import Texts
from tests.browser.conftest import PageRecord, Server, wait_until_ready
from tests.browser.test_readable_for_everybody import RULES
from tests.organisations import institution, strand, write

EN = Texts("en")
ROWS = "Partnereinrichtung;Land;Art der Kooperation;Beginn;Bei uns\n"
FIRST_CELL = (40, 52)
"""Where the first cell of a grid lies, in pixels from its corner: below one row of headings."""

SECONDS_BEHIND = 0.5
"""How long a grid's words for assistive software may lag behind what it draws (glide-data-grid, 2026-11-30)."""

PATIENCE = 12
"""How often a person would click or press again: a grid that is not laid out yet loses a click."""


@pytest.fixture(scope="module")
def desk(server_for: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Serve a home, and a partner in Tartu with one strand."""
    places = [
        institution("home", name="Home University", city="Oulu", country_code="FI", latitude="65", longitude="25.5"),
        institution("univ-tartu", name="University of Tartu", city="Tartu", country_code="EE", latitude="58.4",
                    longitude="26.7"),
    ]  # fmt: skip
    folder = write(tmp_path_factory.mktemp("desk") / "data", places, [strand("p", "univ-tartu", start_date="1990")])
    return server_for(folder)


def drop(page: Page, *rows: str, name: str = "partners.csv") -> None:
    data = (ROWS + "\n".join(rows) + "\n").encode()
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": data}
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(file)


def selected(grid: Locator) -> str | None:
    """Give the name of the cell that a grid says is chosen."""
    cells = grid.locator("[role=gridcell][aria-selected=true]")
    return cells.first.get_attribute("data-testid") if cells.count() else None


def settle(grid: Locator) -> None:
    """Wait until a grid says the same twice: it tells assistive software what is chosen a moment after it is."""
    said: list[str | None] = []
    while len(said) < 2 or said[-1] != said[-2]:
        grid.page.wait_for_timeout(SECONDS_BEHIND * 1000)
        said.append(selected(grid))


def mend(page: Page, text: str) -> None:
    """Write a text into the fourth cell of the first row of the grid of problems, by keyboard."""
    grid = page.locator("[class*=st-key-upload_mend_error]")
    wait_until_ready(page)
    for _attempt in range(PATIENCE):
        if selected(grid) == "glide-cell-3-0":
            break
        if selected(grid) is None:
            grid.click(position={"x": FIRST_CELL[0], "y": FIRST_CELL[1]})
        else:
            page.keyboard.press("ArrowRight")
        settle(grid)
    expect(grid.get_by_test_id("glide-cell-3-0")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.locator("textarea.gdg-input").fill(text)
    page.keyboard.press("Enter")


def test_a_file_is_mended_in_the_grid_published_and_seen_on_the_partners_sheet(
    page: Page, desk: Server, page_record: PageRecord
) -> None:
    page.goto(desk.url("/upload"))
    wait_until_ready(page)
    drop(page, "Universität Tartu;Estland;Student exchange;31.02.2019;Home University")
    expect(page.get_by_text(EN("upload.sum", count=1, used=0, listed=1))).to_be_visible()
    mend(page, "28.02.2019")
    expect(page.get_by_text(EN("upload.sum_clean", count=1))).to_be_visible()
    page.get_by_label(EN("publish.why")).fill("Letter of May")
    page.get_by_role("button", name=EN("upload.publish_changes", count=1)).click()
    expect(page.get_by_text(EN("upload.done", number=2))).to_be_visible()
    page.goto(desk.url("/partners?partner=univ-tartu"))
    wait_until_ready(page)
    expect(page.get_by_text("28 February 2019").first).to_be_visible()
    assert page_record.complaints == []


def test_the_field_speaks_german_and_takes_another_file_after_the_first(
    page_for: Callable[..., Page], desk: Server
) -> None:
    page, t = page_for(locale="de-DE"), Texts("de")
    page.goto(desk.url("/upload"))
    wait_until_ready(page)
    expect(page.get_by_role("button", name=t("upload.choose_file"), exact=True)).to_be_visible()
    for count, name in ((1, "eins.csv"), (2, "zwei.csv")):
        drop(page, *["University of Tartu;EE;Student exchange;2031;Home University"] * count, name=name)
        expect(page.get_by_role("heading", name=t("upload.title_read", count=count, file=name))).to_be_visible()
        page.get_by_role("button", name=t("upload.another")).click()
        expect(page.get_by_role("heading", name=t("upload.title"))).to_be_visible()


def test_a_visit_to_another_page_keeps_the_file_and_what_was_typed(page: Page, desk: Server) -> None:
    page.goto(desk.url("/upload"))
    wait_until_ready(page)
    drop(page, "University of Tartu;EE;Student exchange;2033;Home University")
    page.get_by_label(EN("publish.why")).fill("Half a sentence")
    page.keyboard.press("Tab")
    page.get_by_test_id("stPageLink").get_by_role("link", name=EN("page.about"), exact=True).first.click()
    page.wait_for_url("**/about*")
    wait_until_ready(page)
    page.get_by_test_id("stPopover").filter(has_text=EN("page.data")).get_by_role("button").click()
    page.get_by_test_id("stPageLink").get_by_role("link", name=EN("page.upload"), exact=True).click()
    expect(page.get_by_text(EN("upload.sum_clean", count=1))).to_be_visible()
    expect(page.get_by_label(EN("publish.why"))).to_have_value("Half a sentence")


def test_a_file_mended_elsewhere_keeps_what_was_decided(page: Page, desk: Server, tmp_path: Path) -> None:
    page.goto(desk.url("/upload"))
    wait_until_ready(page)
    drop(page, "University of Tartu;EE;Student exchange;31.02.2034;Home University")
    page.get_by_text(EN("upload.elsewhere")).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=EN("upload.marked")).click()
    marked = tmp_path / "marked.xlsx"
    download.value.save_as(marked)
    page.get_by_test_id("stFileUploaderDropzoneInput").last.set_input_files(marked)
    expect(page.get_by_role("heading", name=EN("upload.title_read", count=1, file="marked.xlsx"))).to_be_visible()
    expect(page.get_by_text(EN("upload.sum", count=1, used=0, listed=1))).to_be_visible()


FAULTY = (
    "University of Tartu;EE;Student exchange;31.02.2034;Home University",
    "University of Tartu;EE;Quux;2034;Home University",
    "Tartu;EE;Student exchange;02/03/2034;Home University",
    "Universidad de Ninguna Parte;ES;Student exchange;2034;Home University",
    "University of Tartu;EE;Student exchange;2035;Home University",
)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_while_a_file_is_mended(
    page_for: Callable[..., Page], desk: Server, theme: str
) -> None:
    page = page_for(color_scheme=theme, bypass_csp=True)
    page.goto(desk.url("/upload"))
    wait_until_ready(page)
    drop(page, *FAULTY)
    expect(page.get_by_text(EN("publish.why"))).to_be_visible()
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    serious = [rule for rule in found if rule["impact"] in ("serious", "critical")]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in serious] == []


def test_a_phone_needs_no_sideways_scrolling_while_a_file_is_mended(
    page_for: Callable[..., Page], desk: Server
) -> None:
    page = page_for(viewport={"width": 390, "height": 844})
    page.goto(desk.url("/upload"))
    wait_until_ready(page)
    drop(page, *FAULTY)
    expect(page.get_by_text(EN("publish.why"))).to_be_visible()
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth - element.clientWidth") <= 0
