"""Stated coordinates are believed unless their country, their city, the map or they themselves contradict them."""

import pytest

from partner_dashboard.places import sanity

BOCHUM = (51.48, 7.22)


@pytest.mark.parametrize(
    ("latitude", "longitude", "country", "cities", "code"),
    [
        (51.44, 7.26, "DE", (BOCHUM,), ""),
        (51.44, 7.26, "", (), ""),
        (0.0, 0.0, "", (), "null_island"),
        (7.26, 51.44, "DE", (), "coordinates_swapped"),
        (7.26, 51.44, "", (BOCHUM,), "coordinates_swapped"),
        (139.7, 35.7, "JP", (), "coordinates_swapped"),
        (139.7, 35.7, "", (), "coordinates_out_of_range"),
        (51.44, 207.26, "DE", (), "coordinates_out_of_range"),
        (48.86, 2.35, "DE", (), "coordinates_and_country"),
        (48.14, 11.58, "DE", (BOCHUM,), "coordinates_and_city"),
        (51.44, -37.26, "", (), "coordinates_at_sea"),
        (51.44, -37.26, "DE", (), "coordinates_at_sea"),
        (51.44, -7.26, "DE", (BOCHUM,), "coordinates_and_city"),
    ],
)
def test_what_contradicts_is_said_by_its_plainest_reason(
    latitude: float, longitude: float, country: str, cities: tuple[tuple[float, float], ...], code: str
) -> None:
    assert sanity.conflict(latitude, longitude, country, cities) == code


def test_an_island_too_small_for_the_map_is_believed_where_its_city_is_known() -> None:
    phuket = (7.89, 98.4)
    assert sanity.conflict(7.88, 98.39, "TH", (phuket,)) == ""


def test_of_cities_with_one_name_the_nearest_is_meant() -> None:
    frankfurts = ((50.11, 8.68), (52.34, 14.55))
    assert sanity.conflict(52.34, 14.55, "DE", frankfurts) == ""


def test_a_place_just_over_the_border_contradicts_nothing() -> None:
    assert sanity.conflict(47.6, 7.53, "CH", ((47.56, 7.57),)) == ""
