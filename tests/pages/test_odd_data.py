"""Data that is valid and odd must draw too: many relations in few lanes, the end of time, no place at home."""

from pathlib import Path

import pytest

from tests.organisations import institution, strand, write
from tests.pages.conftest import Opening

HOME = institution("home", city="Oulu", country_code="FI", latitude="65", longitude="25.5")


def many(count: int) -> list[dict[str, str]]:
    years = (str(1960 + number % 60) for number in range(count))
    return [dict(strand(f"p{number}", "ac"[number % 2], start_date=year)) for number, year in enumerate(years)]


def test_a_lane_of_only_undated_relations_among_many_dated_ones_draws(open_page: Opening, tmp_path: Path) -> None:
    lands = {"a": "SE", "c": "US", "b": "JP"}
    places = [institution(name, country_code=land) for name, land in lands.items()]
    write(tmp_path, [HOME, *places], [*many(200), strand("undated", "b")])
    assert not open_page("timeline", tmp_path).exception


def test_an_end_in_the_year_9999_draws(open_page: Opening, tmp_path: Path) -> None:
    rows = [*many(200), strand("open", "a", start_date="2000", end_date="9999-12-31")]
    write(tmp_path, [HOME, institution("a", country_code="SE"), institution("c", country_code="US")], rows)
    assert not open_page("timeline", tmp_path).exception


@pytest.mark.parametrize("projection", ["flat", "globe", "equal"])
def test_only_countries_named_as_a_whole_draw(open_page: Opening, tmp_path: Path, projection: str) -> None:
    write(tmp_path, [HOME], [strand("cn", "", country_code="CN")])
    assert not open_page("map", tmp_path, map=projection, show="countries").exception


def test_a_home_without_a_place_does_not_unplace_its_partners(open_page: Opening, tmp_path: Path) -> None:
    placed = institution("a", country_code="SE", latitude="59.3", longitude="18.1")
    write(tmp_path, [institution("home"), placed], [strand("p", "a")])
    at = open_page("map", tmp_path, partner="a", lang="en")
    assert not at.exception
    assert not any("not on the map" in caption.value for caption in at.caption)
