"""A point lies in the country that the map draws there; where the map is too coarse, nobody says it is wrong."""

import pytest

from partner_dashboard.places import countries
from partner_dashboard.places.countries import borders


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "code"),
    [
        ("Bochum", 51.48, 7.22, "DE"),
        ("Fiji, on both sides of 180°", -17.7, 178.0, "FJ"),
        ("Taveuni, beyond it", -16.85, -179.97, "FJ"),
        ("Chukotka", 66.0, -171.0, "RU"),
        ("South Pole", -90.0, 0.0, "AQ"),
        ("Simferopol", 44.95, 34.1, "UA"),
        ("Pristina", 42.66, 21.16, "XK"),
        ("Belgrade", 44.8, 20.46, "RS"),
        ("Maseru in Lesotho, a hole in South Africa", -29.32, 27.48, "LS"),
        ("Hong Kong", 22.3, 114.17, "HK"),
        ("null island", 0.0, 0.0, ""),
        ("Srinagar, whose country is left open", 34.09, 74.81, ""),
    ],
)
def test_a_point_lies_in_its_country(place: str, latitude: float, longitude: float, code: str) -> None:
    assert countries.of_point(latitude, longitude) == code


@pytest.mark.parametrize(
    ("place", "code", "latitude", "longitude"),
    [
        ("Basel's airport lies in France", "CH", 47.6, 7.53),
        ("a pier off Kiel", "DE", 54.45, 10.3),
        ("La Réunion is French, too", "FR", -20.9, 55.5),
        ("San Marino is drawn as Italy", "SM", 43.94, 12.46),
        ("Kosovo is drawn as Serbia", "RS", 42.66, 21.16),
        ("Melilla", "ES", 35.29, -2.94),
        ("Kinmen", "TW", 24.43, 118.32),
    ],
)
def test_a_place_by_the_border_is_within(place: str, code: str, latitude: float, longitude: float) -> None:
    assert countries.contains(code, latitude, longitude) is True


def test_a_place_in_another_country_is_outside() -> None:
    assert countries.contains("DE", 48.86, 2.35) is False
    assert countries.contains("RE", 48.86, 2.35) is False
    assert countries.contains("XK", 44.8, 20.46) is False


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [("NZ", -29.27, -177.92), ("PT", 30.0, -40.0), ("WF", -13.28, -176.18), ("MA", 26.74, -11.67), ("IN", 34.09, 74.81),
     ("XX", 51.48, 7.22)],
)  # fmt: skip
def test_small_islands_the_open_sea_and_disputed_land_are_unknown(code: str, latitude: float, longitude: float) -> None:
    assert countries.contains(code, latitude, longitude) is None


def test_the_sea_begins_behind_the_coast() -> None:
    assert borders.at_sea(0.0, 0.0)
    assert borders.at_sea(30.0, -40.0)
    assert not borders.at_sea(54.45, 10.3)
    assert not borders.at_sea(-90.0, 17.0)


def test_a_distance_is_measured_the_short_way_round() -> None:
    fiji = next(shape for shape in borders._shapes() if shape.code == "FJ")
    assert fiji.outside(-17.0, -179.5) < 80
