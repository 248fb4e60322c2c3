"""The country shapes that we serve ourselves, and how they are cut."""

import gzip
import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import pycountry
import pytest
from shapely import Polygon, box

from tools.build_shapes import cut, label_point, merged, short, straightened, unwrapped

SHAPES = resources.files("partner_dashboard") / "assets" / "shapes"
WORLDS = ("world_110m.geojson", "world_50m.geojson")
DISPUTED = {"XAC", "XAP", "XBT", "XHT", "XIT", "XJK"}
WITHOUT_SHAPE = {"IO", "SM", "UM", "VA", "WF", "XK"}

Ring = list[list[float]]


@cache
def load(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((SHAPES / name).read_text(encoding="utf-8"))
    return content


def polygons(feature: dict[str, Any]) -> list[list[Ring]]:
    coordinates: list[Any] = feature["geometry"]["coordinates"]
    return [coordinates] if feature["geometry"]["type"] == "Polygon" else coordinates


def rings(world: str) -> Iterator[tuple[str, Ring]]:
    for feature in load(world)["features"]:
        for polygon in polygons(feature):
            yield from ((feature["properties"]["iso3"], ring) for ring in polygon)


def encloses(ring: Ring, lon: float, lat: float) -> bool:
    """Count the edges that a ray to the east crosses; an odd number means inside."""
    crossed = (
        (here[1] > lat) != (there[1] > lat)
        and lon < here[0] + (lat - here[1]) / (there[1] - here[1]) * (there[0] - here[0])
        for here, there in pairwise(ring)
    )
    return sum(crossed) % 2 == 1


def drawn_at(world: str, lon: float, lat: float) -> list[str]:
    return [
        feature["properties"]["iso3"]
        for feature in load(world)["features"]
        if any(sum(encloses(ring, lon, lat) for ring in polygon) % 2 == 1 for polygon in polygons(feature))
    ]


@pytest.mark.parametrize("world", WORLDS)
def test_every_point_lies_on_the_earth(world: str) -> None:
    points = [point for _, ring in rings(world) for point in ring]

    assert max(abs(lon) for lon, _ in points) == 180
    assert max(abs(lat) for _, lat in points) == 90


@pytest.mark.parametrize("world", WORLDS)
def test_no_border_smears_across_the_map(world: str) -> None:
    long = [
        (code, here, there)
        for code, ring in rings(world)
        for here, there in pairwise(ring)
        if abs(here[0] - there[0]) > 60
    ]

    assert long == [("ATA", [-180, -90], [180, -90])]


@pytest.mark.parametrize("world", WORLDS)
def test_every_ring_is_closed_and_has_an_area(world: str) -> None:
    for _, ring in rings(world):
        assert ring[0] == ring[-1]
        assert Polygon(ring).area > 0


@pytest.mark.parametrize("world", WORLDS)
def test_every_shape_is_valid(world: str) -> None:
    invalid = [
        feature["properties"]
        for feature in load(world)["features"]
        if not all(Polygon(outer, holes).is_valid for outer, *holes in polygons(feature))
    ]

    assert invalid == []


@pytest.mark.parametrize("world", WORLDS)
def test_outer_rings_run_counter_clockwise(world: str) -> None:
    assert all(Polygon(outer).exterior.is_ccw for f in load(world)["features"] for outer, *_ in polygons(f))


@pytest.mark.parametrize("world", WORLDS)
def test_russia_has_parts_on_both_sides_of_the_antimeridian(world: str) -> None:
    longitudes = {point[0] for code, ring in rings(world) if code == "RUS" for point in ring}

    assert {-180, 180} <= longitudes


def test_fiji_has_parts_on_both_sides_of_the_antimeridian() -> None:
    longitudes = {point[0] for code, ring in rings("world_50m.geojson") if code == "FJI" for point in ring}

    assert {-180, 180} <= longitudes


@pytest.mark.parametrize("world", WORLDS)
def test_every_country_is_drawn_once(world: str) -> None:
    properties = [feature["properties"] for feature in load(world)["features"]]
    iso3 = [each["iso3"] for each in properties]
    codes = [each["code"] for each in properties if each["code"]]

    assert iso3 == sorted(set(iso3))
    assert len(codes) == len(set(codes))
    assert {each["iso3"] for each in properties if not each["code"]} == DISPUTED


def test_the_finer_map_draws_every_country_but_a_few() -> None:
    drawn = {feature["properties"]["code"] for feature in load("world_50m.geojson")["features"]} - {""}

    assert {country.alpha_2 for country in pycountry.countries} - drawn == WITHOUT_SHAPE - {"XK"}


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize(
    ("place", "lon", "lat", "code"),
    [
        ("Simferopol", 34.1, 44.95, "UKR"),
        ("Donetsk", 37.8, 48.0, "UKR"),
        ("Laayoune", -13.2, 27.15, "ESH"),
        ("Prishtina", 21.16, 42.66, "SRB"),
        ("Taipei", 121.56, 25.03, "TWN"),
        ("Srinagar", 74.8, 34.08, "XJK"),
        ("Golan Heights", 35.75, 33.0, "SYR"),
        ("Ramallah", 35.2, 31.9, "PSE"),
        ("Northern Nicosia", 33.36, 35.25, "CYP"),
        ("Sukhumi", 41.02, 43.0, "GEO"),
        ("Hargeisa", 44.06, 9.56, "SOM"),
        ("Bochum", 7.26, 51.44, "DEU"),
        ("South pole", 0.0, -89.9, "ATA"),
    ],
)
def test_borders_are_those_of_the_united_nations(world: str, place: str, lon: float, lat: float, code: str) -> None:
    assert drawn_at(world, lon, lat) == [code]


def test_every_country_has_a_label_point() -> None:
    assert set(load("centroids.json")) == {country.alpha_2 for country in pycountry.countries} | {"XK"}


def test_a_label_point_lies_inside_its_country() -> None:
    points = load("centroids.json")
    outside = [
        feature["properties"]["code"]
        for feature in load("world_50m.geojson")["features"]
        if (code := feature["properties"]["code"])
        and not any(encloses(outer, *points[code]) for outer, *_ in polygons(feature))
    ]

    assert outside == []


def test_plotly_finds_the_layers_it_asks_for() -> None:
    topology = load("plotly/world_110m.json")
    countries = [geometry["id"] for geometry in topology["objects"]["countries"]["geometries"]]

    assert set(topology["objects"]) == {"coastlines", "countries", "lakes", "land", "ocean", "rivers", "subunits"}
    assert sorted(countries) == [feature["properties"]["iso3"] for feature in load("world_110m.geojson")["features"]]


@pytest.mark.parametrize(
    ("name", "kilobytes"),
    [("world_110m.geojson", 130), ("world_50m.geojson", 330), ("plotly/world_110m.json", 130), ("centroids.json", 5)],
)
def test_files_travel_light(name: str, kilobytes: int) -> None:
    assert len(gzip.compress((SHAPES / name).read_bytes(), 9)) <= kilobytes * 1000


def test_the_readme_names_the_version_in_the_files() -> None:
    sources = {load(world)["source"] for world in WORLDS}

    assert len(sources) == 1
    assert sources.pop().split(", ")[1] in (SHAPES / "README.md").read_text(encoding="utf-8")


def test_a_ring_across_the_antimeridian_becomes_two_parts() -> None:
    ring = [(170.0, 0.0), (-170.0, 0.0), (-170.0, 10.0), (170.0, 10.0), (170.0, 0.0)]

    assert cut(unwrapped(ring)).equals(box(170, 0, 180, 10).union(box(-180, 0, -170, 10)))


def test_a_ring_around_the_south_pole_reaches_down_to_it() -> None:
    ring = [(90.0, -70.0), (0.0, -70.0), (-90.0, -70.0), (180.0, -70.0), (90.0, -70.0)]

    assert cut(unwrapped(ring)).equals(box(-180, -90, 180, -70))


def test_a_ring_within_the_map_stays_as_it_is() -> None:
    ring = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 0.0)]

    assert unwrapped(ring) == ring
    assert cut(ring).equals(Polygon(ring))


def test_a_ring_without_area_is_dropped() -> None:
    assert cut([(0.0, 0.0), (1.0, 1.0), (0.0, 0.0)]).is_empty


def test_points_on_a_straight_line_are_left_out() -> None:
    assert straightened([(0.0, 0.0), (1.0, 0.001), (2.0, 0.0), (2.0, 5.0)], 0.01) == [(0, 0), (2, 0), (2, 5)]


def test_a_label_lies_in_the_largest_part() -> None:
    assert label_point(box(0, -5, 10, 5).union(box(20, 0, 21, 1))) == pytest.approx((5, 0), abs=0.1)


def test_geometries_of_one_country_become_one() -> None:
    gaza = {"type": "Polygon", "id": "PSE", "arcs": [[1]]}
    west_bank = {"type": "MultiPolygon", "id": "PSE", "arcs": [[[2]], [[3]]]}

    assert merged([gaza, west_bank]) == {"type": "MultiPolygon", "id": "PSE", "arcs": [[[1]], [[2]], [[3]]]}


def test_numbers_are_written_short() -> None:
    assert short(((1.0, -0.0), (2.3400000000000003, 5.0)), 2) == [[1, 0], [2.34, 5]]
