"""Calendar, points, placemarks and package, read back by somebody else."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as Xml

import icalendar
import pandas as pd
import pytest
from shapely.geometry import shape

from partner_dashboard import view as views
from partner_dashboard.editions import Edition
from partner_dashboard.exports.calendar import calendar, undated
from partner_dashboard.exports.geojson import geojson
from partner_dashboard.exports.kml import SPACE, kml
from partner_dashboard.exports.package import package
from partner_dashboard.exports.shown import shown
from partner_dashboard.texts import Texts
from partner_dashboard.view import View
from tests.organisations import Row, demonstration, event, institution, opened, strand, write

EN = Texts("en")
STAMP = datetime(2026, 11, 20, 12, tzinfo=UTC)
NASTY = '<b>&"</b>]]></script> =1+1'


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Edition]:
    def made(*events: Row) -> Edition:
        places = [
            institution("home", country_code="FI", latitude="65", longitude="25.5"),
            institution("osaka", name="Osaka University", country_code="JP", latitude="34.8", longitude="135.5"),
            institution("nowhere", name=NASTY, country_code="JP"),
        ]
        return opened(write(tmp_path, places, [strand("p", "osaka"), strand("q", "nowhere")], list(events)))

    return made


def entries(edition: Edition) -> list[icalendar.Event]:
    book = icalendar.Calendar.from_ical(calendar(edition, edition.events, EN, STAMP))
    return list(book.walk("VEVENT"))


def test_a_day_is_a_day_and_a_month_a_span_that_says_so(small: Callable[..., Edition]) -> None:
    (day, month) = entries(
        small(event("a", title="Signing", start_date="2025-03-31"), event("b", title="Visit", start_date="2025-04"))
    )
    assert (day["dtstart"].dt, day["dtend"].dt) == (date(2025, 3, 31), date(2025, 4, 1))
    assert "description" not in day
    assert (month["dtstart"].dt, month["dtend"].dt) == (date(2025, 4, 1), date(2025, 5, 1))
    assert str(month["description"]) == EN("calendar.vague", date="April 2025")


def test_an_event_of_several_days_ends_on_its_last(small: Callable[..., Edition]) -> None:
    (entry,) = entries(small(event("a", start_date="2018-07-04", end_date="2018-07-07", outcome="Signed, at last")))
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (date(2018, 7, 4), date(2018, 7, 8))
    assert str(entry["description"]) == EN("calendar.outcome", outcome="Signed, at last")


def test_what_has_no_date_is_counted_and_stands_in_no_calendar(small: Callable[..., Edition]) -> None:
    edition = small(event("a"), event("b", start_date="2024"))
    assert [str(entry["uid"]) for entry in entries(edition)] == ["b@partner-dashboard"]
    assert undated(edition, edition.events) == 1


def test_the_same_edition_gives_the_same_bytes() -> None:
    edition = demonstration()
    for made in (
        lambda: calendar(edition, edition.events, EN, STAMP),
        lambda: geojson(edition, edition.strands, EN),
        lambda: kml(edition, edition.strands, EN),
        lambda: package(edition, View(), EN, STAMP),
    ):
        assert made() == made()


@pytest.mark.parametrize("address", ["", "country=JP", "group=cities&living=1", "cluster=RESOLV", "q=nothing at all"])
def test_what_is_taken_away_is_what_is_shown(address: str) -> None:
    edition, view = demonstration(), views.from_address(address)
    strands, partners = views.strands(edition, view), views.partners(edition, view)
    features = json.loads(geojson(edition, strands, EN))["features"]
    assert {one["id"] for one in features} == set(partners.index)
    placed = partners.index[partners["latitude"].notna()]
    marks = Xml.fromstring(kml(edition, strands, EN)).iter(f"{{{SPACE}}}Placemark")
    assert sum(1 for _ in marks) == len(placed)
    events = views.events(edition, view)
    book = icalendar.Calendar.from_ical(calendar(edition, events, EN, STAMP))
    assert len(list(book.walk("VEVENT"))) == len(events) - undated(edition, events)


def test_a_point_is_longitude_before_latitude_and_no_place_no_geometry(small: Callable[..., Edition]) -> None:
    edition = small()
    osaka, nowhere = sorted(json.loads(geojson(edition, edition.strands, EN))["features"], key=lambda one: one["id"])[
        ::-1
    ]
    assert (round(shape(osaka["geometry"]).x, 1), round(shape(osaka["geometry"]).y, 1)) == (135.5, 34.8)
    assert nowhere["geometry"] is None
    assert nowhere["properties"]["name"] == NASTY
    assert osaka["properties"]["since"] is None


def test_a_name_stays_text_in_markup(tmp_path: Path) -> None:
    places = [
        institution("home", country_code="FI", latitude="65", longitude="25.5"),
        institution("odd", name=NASTY, country_code="JP", latitude="34.8", longitude="135.5"),
    ]
    edition = opened(write(tmp_path, places, [strand("p", "odd")]))
    edition = replace(edition, institutions=edition.institutions.assign(name=f"{NASTY}\x0b"))
    document = Xml.fromstring(kml(edition, edition.strands, EN))
    (mark,) = document.iter(f"{{{SPACE}}}Placemark")
    assert mark.findtext(f"{{{SPACE}}}name") == NASTY
    assert mark.findtext(f"{{{SPACE}}}Point/{{{SPACE}}}coordinates") == "135.5,34.8"


def test_a_package_describes_every_column_and_every_reference_finds_its_row() -> None:
    edition = demonstration()
    with zipfile.ZipFile(io.BytesIO(package(edition, View(), EN, STAMP))) as archive:
        described = json.loads(archive.read("datapackage.json"))
        read = {
            one["name"]: pd.read_csv(archive.open(one["path"]), dtype=str, keep_default_na=False)
            for one in described["resources"]
        }
    assert (described["version"], described["created"]) == (str(edition.number), STAMP.isoformat())
    for one in described["resources"]:
        rows = read[one["name"]]
        assert [field["name"] for field in one["schema"]["fields"]] == list(rows.columns)
        if key := one["schema"].get("primaryKey"):
            assert rows[key].is_unique
        for held in one["schema"].get("foreignKeys", ()):
            target = read[held["reference"]["resource"] or one["name"]][held["reference"]["fields"]]
            assert set(rows[held["fields"]]) - set(target) <= {""}
    assert len(read["partnerships"]) == len(edition.partnerships)


def test_a_filtered_package_promises_no_reference() -> None:
    edition, view = demonstration(), views.from_address("country=JP")
    with zipfile.ZipFile(io.BytesIO(package(edition, view, EN, STAMP))) as archive:
        described = json.loads(archive.read("datapackage.json"))
        rows = pd.read_csv(archive.open("partnerships.csv"))
    assert [one for one in described["resources"] if "foreignKeys" in one["schema"]] == []
    assert list(rows["partnership_id"]) == list(shown(edition, view, "partnerships").index)
