"""The map on which a place is set: by a click, by dragging, by keys, whole on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from partner_dashboard.texts import Texts
from tests.browser.conftest import Server, wait_until_ready
from tests.organisations import institution, write

EN = Texts("en")


@pytest.fixture(scope="module")
def desk(server_for: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Serve an institution whose point lies 1,900 km from the city that its row names."""
    adrift = institution(
        "adrift", name="University Adrift", city="Lisbon", country_code="PT", latitude="38", longitude="-30"
    )
    return server_for(write(tmp_path_factory.mktemp("desk") / "data", [adrift]))


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desk", "phone"])
def map_of_places(page_for: Callable[..., Page], desk: Server, request: pytest.FixtureRequest) -> Locator:
    """Open the map and wait until it lies still."""
    width, height = request.param
    page = page_for(viewport={"width": width, "height": height})
    page.goto(desk.url("/places"))
    wait_until_ready(page)
    held = page.get_by_role("application")
    held.scroll_into_view_if_needed()
    return held


def degrees(page: Page, name: str) -> float:
    return float(page.get_by_label(EN(f"placing.{name}"), exact=True).input_value() or "nan")


def middle(mark: Locator) -> tuple[float, float]:
    box = mark.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_what_is_stated_and_what_is_proposed_are_both_in_sight(map_of_places: Locator) -> None:
    frame = map_of_places.bounding_box()
    assert frame is not None
    marks = [middle(mark) for mark in map_of_places.locator("circle").all()]
    assert len(marks) == 2
    for x, y in marks:
        assert frame["x"] < x < frame["x"] + frame["width"]
        assert frame["y"] < y < frame["y"] + frame["height"]


def test_a_drag_a_click_and_a_key_set_the_point(map_of_places: Locator) -> None:
    page = map_of_places.page
    proposed, stated = (middle(mark) for mark in map_of_places.locator("circle").all())
    page.mouse.move(*stated)
    page.mouse.down()
    page.mouse.move(*proposed, steps=5)
    page.mouse.up()
    expect(page.get_by_label(EN("placing.longitude"), exact=True)).not_to_have_value("")
    assert (round(degrees(page, "latitude"), 1), round(degrees(page, "longitude"), 1)) == (38.7, -9.1)
    wait_until_ready(page)
    for _press in range(3):  # the map keeps the focus although each press draws the page anew
        before = page.get_by_label(EN("placing.latitude"), exact=True).input_value()
        page.keyboard.press("ArrowUp")
        expect(page.get_by_label(EN("placing.latitude"), exact=True)).not_to_have_value(before)
        assert degrees(page, "latitude") > float(before)
        wait_until_ready(page)
    box = map_of_places.bounding_box()
    assert box is not None
    before = page.get_by_label(EN("placing.longitude"), exact=True).input_value()
    page.mouse.click(box["x"] + 20, middle(map_of_places)[1])
    expect(page.get_by_label(EN("placing.longitude"), exact=True)).not_to_have_value(before)
    assert degrees(page, "longitude") < -30
