"""The map is drawn from the rows it says: its data is compared, and its picture is not empty."""

import io
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Response, expect

from partner_dashboard import summary, view
from partner_dashboard.editions import Edition
from partner_dashboard.texts import Texts
from tests.browser.conftest import Server, wait_until_ready
from tests.organisations import demonstration

EN = Texts("en")
RESEARCH_LED = {"light": (0x00, 0x35, 0x60), "dark": (0x7D, 0xB7, 0xE6)}


class Bodies:
    """The rows that the decks of a page fetched."""

    def __init__(self, page: Page) -> None:
        self._answers: list[Response] = []
        page.on("response", lambda answer: self._answers.append(answer) if "/data/" in answer.url else None)

    def points(self) -> tuple[str, list[dict[str, Any]]]:
        """Give the address and the rows of the partners' points: the longest body with their fields."""
        found = [(answer.url, answer.json()) for answer in self._answers]
        lists = [(url, rows) for url, rows in found if isinstance(rows, list) and {"id", "p", "s"} <= set(rows[0])]
        return max(lists, key=lambda pair: len(pair[1]))

    def forget(self) -> None:
        """Begin anew."""
        self._answers.clear()


@pytest.fixture
def edition() -> Edition:
    return demonstration()


def placed(edition: Edition, address: str) -> set[str]:
    """Give the partners that a map at an address shows: all of its view that have a place."""
    shown = view.partners(edition, view.known(view.from_address(address), edition))
    return set(shown.index[shown["latitude"].notna()])


def drawn(page: Page) -> Image.Image:
    """Wait until land and points stand on the canvas, and give the picture."""
    chart = page.get_by_test_id("stDeckGlJsonChart")
    expect(chart.locator("canvas").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    return Image.open(io.BytesIO(chart.screenshot())).convert("RGB")


def test_the_map_fetches_every_placed_partner(page: Page, server: Server, edition: Edition) -> None:
    bodies = Bodies(page)
    page.goto(server.url("/map"))
    wait_until_ready(page)
    drawn(page)
    _, rows = bodies.points()
    assert {row["id"] for row in rows} == placed(edition, "")
    strands = summary.partners(edition, view.strands(edition, view.known(view.View(), edition)))
    positions = {row["id"]: row["q"] for row in rows}
    tsukuba = strands.loc["univ-tsukuba"]
    assert positions["univ-tsukuba"] == pytest.approx([tsukuba["longitude"], tsukuba["latitude"]], abs=1e-4)


def test_a_filter_fetches_the_rows_it_leaves(page: Page, server: Server, edition: Edition) -> None:
    bodies = Bodies(page)
    page.goto(server.url("/map?country=JP&lang=en"))
    wait_until_ready(page)
    drawn(page)
    assert {row["id"] for row in bodies.points()[1]} == placed(edition, "?country=JP")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_points_stand_on_the_picture_in_the_colour_of_their_group(
    page_for: Callable[..., Page], server: Server, theme: str
) -> None:
    page = page_for(color_scheme=theme)
    page.goto(server.url("/map?group=research_led"))
    wait_until_ready(page)
    wanted = RESEARCH_LED[theme]
    # deck.gl draws over several frames; the picture is taken until the colour stands on it or the time is over
    for _ in range(20):
        picture = drawn(page)
        seen = Counter(picture.get_flattened_data())
        if seen[wanted] > 200:
            break
    assert seen[wanted] > 200
    assert len(seen) > 50


def test_another_year_fetches_no_other_points(page: Page, server: Server) -> None:
    bodies = Bodies(page)
    page.goto(server.url("/map?country=JP&year=2019"))
    wait_until_ready(page)
    drawn(page)
    before = bodies.points()
    bodies.forget()
    page.goto(server.url("/map?country=JP&year=1975"))
    wait_until_ready(page)
    drawn(page)
    assert bodies.points() == before


def test_nothing_inside_the_deck_but_addresses(page: Page, server: Server, edition: Edition) -> None:
    sizes: list[int] = []

    def on_socket(socket: Any) -> None:
        socket.on("framereceived", lambda frame: sizes.append(len(frame)))

    page.on("websocket", on_socket)
    page.goto(server.url("/map"))
    wait_until_ready(page)
    drawn(page)
    assert max(sizes) < 64_000


def test_a_part_that_vanishes_above_the_playbacks_map_does_not_make_it_anew(page: Page, server: Server) -> None:
    page.goto(server.url("/timeline"))
    wait_until_ready(page)
    expect(page.get_by_test_id("stDeckGlJsonChart").locator("canvas").first).to_be_visible()
    page.get_by_test_id("stDeckGlJsonChart").evaluate("element => { element.dataset.seen = 'before' }")
    page.get_by_role("searchbox").fill("Osaka")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url(lambda url: "q=Osaka" in url)
    wait_until_ready(page)
    expect(page.get_by_test_id("stDeckGlJsonChart")).to_have_attribute("data-seen", "before")
