"""A city and a country become a point, under every name of the city, and never another city's."""

import pytest

from partner_dashboard.places import gazetteer as gazetteers
from tests.organisations import GAZETTEERS

gazetteer = gazetteers.opened(GAZETTEERS)


@pytest.mark.parametrize(
    ("spellings", "country", "place"),
    [
        (("Kraków", "Krakow", "Krakau", "Cracow", "KRAKÓW"), "PL", (50.06, 19.94)),
        (("Köln", "Koeln", "Cologne", "Ko\u0308ln"), "DE", (50.93, 6.95)),
        (("Tokyo", "Tokio"), "JP", (35.69, 139.69)),
        (("Moscow", "Moskau", "Moskva"), "RU", (55.75, 37.62)),
        (("Shanghai", "Schanghai"), "CN", (31.22, 121.46)),
        (("Tromsø", "Tromso"), "NO", (69.65, 18.96)),
        (("New York", "New York City"), "US", (40.71, -74.01)),
        (("Windhoek", "Windhuk"), "NA", (-22.56, 17.08)),
        (("Taipei", "Taipeh"), "TW", (25.05, 121.53)),
        (("Pristina",), "XK", (42.67, 21.17)),
    ],
)
def test_the_names_of_a_city_are_one_place(
    spellings: tuple[str, ...], country: str, place: tuple[float, float]
) -> None:
    found = [gazetteer.city(spelling, country) for spelling in spellings]
    city = found[0]
    assert city is not None
    assert {(held.latitude, held.longitude) for held in found if held} == {(city.latitude, city.longitude)}
    assert None not in found
    assert (round(city.latitude, 2), round(city.longitude, 2)) == place


@pytest.mark.parametrize(
    ("name", "country"), [("Bochum", "JP"), ("Kraków", "US"), ("Nowhereville", "DE"), ("", "DE"), ("Bonn", ""),
                          ("Bonn", "XX"), ("!!", "DE")]
)  # fmt: skip
def test_a_city_that_a_country_does_not_have_is_none(name: str, country: str) -> None:
    assert gazetteer.city(name, country) is None


def test_namesakes_are_told_apart_by_their_country() -> None:
    cities = {country: gazetteer.city("Cambridge", country) for country in ("GB", "US")}
    assert {country: round(city.latitude) for country, city in cities.items() if city} == {"GB": 52, "US": 42}


@pytest.mark.parametrize(
    ("name", "country", "part"),
    [
        ("Princeton", "US", "NJ"), ("Springfield", "US", "MO"), ("Cambridge", "US", "MA"),
        ("Cambridge (MA)", "US", "MA"),
        ("Springfield (IL)", "US", "IL"), ("Princeton (FL)", "US", "FL"), ("Cambridge (MD)", "US", "MD"),
    ],
)  # fmt: skip
def test_of_namesakes_in_a_country_the_best_known_is_meant_unless_the_state_is_said(
    name: str, country: str, part: str
) -> None:
    found = gazetteer.city(name, country)
    assert found is not None
    assert found.part == part


def test_an_addition_that_is_no_state_belongs_to_the_name() -> None:
    oder, main = gazetteer.city("Frankfurt (Oder)", "DE"), gazetteer.city("Frankfurt am Main", "DE")
    assert oder is not None
    assert main is not None
    assert (round(oder.longitude, 1), round(main.longitude, 1)) == (14.6, 8.7)
    assert gazetteer.city("Kraków (XX)", "PL") is None
