"""What a map shows, through its rows and layers: no pixels."""

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from partner_dashboard import maps, view
from partner_dashboard.editions import Edition
from partner_dashboard.figures import atlas
from partner_dashboard.texts import Texts
from partner_dashboard.view import View
from tests.organisations import Row, institution, opened, strand, unchanging, write

EN = Texts("en")
TODAY = 'as_of = 2026-03-01\nhome_country = "DE"\nhomes = ["home"]\nscheme = "m49"\n'
TSUKUBA = {"city": "Tsukuba", "country_code": "JP", "latitude": "36.1", "longitude": "140.1"}
PLACES: list[Row] = [
    institution("home", country_code="DE", city="Bochum", latitude="51.44", longitude="7.26"),
    institution("uni", name_de="Die Uni", short_name="U", **TSUKUBA),
    institution("next", **TSUKUBA),
    institution("far", city="Seattle", country_code="US", latitude="47.6", longitude="-122.3"),
    institution("lost", country_code="FR"),
]
STRANDS: list[Row] = [
    strand("a", "uni", type="research_focused", stage="active", start_date="1995", end_date="2004", source_title="S"),
    strand("b", "uni", type="student_exchange", stage="agreed", start_date="2000-05"),
    strand("c", "next", type="city_partnership", stage="ended"),
    strand("d", "far", type="network", start_date="2024"),
    strand("e", "lost", type="network"),
    strand("f", "", country_code="ZA", type="global_engagement"),
]
ALWAYS = [maps.ALWAYS, maps.ALWAYS]


def edition(folder: Path, strands: Sequence[Row] = STRANDS, places: Sequence[Row] = PLACES) -> Edition:
    return opened(write(folder, places, strands, settings=TODAY))


def drawn(held: Edition, seen: View | None = None, language: str = "en", theme: str = "light") -> maps.Scene:
    chosen = view.known(replace(seen or View(), language=language), held)
    with unchanging(held):
        return maps.scene(held, chosen, view.strands(held, chosen), Texts(language), theme)


def rows_of(scene: maps.Scene, one: str) -> list[dict[str, Any]]:
    return sorted((row for row in scene.points if row["id"] == one), key=lambda row: -row["y"][0])


class Kept:
    """Keeps what a deck would fetch, by its address."""

    def __init__(self) -> None:
        self.rows: dict[str, Any] = {}

    def __call__(self, rows: object) -> str:
        address = f"/data/{len(self.rows)}"
        self.rows[address] = json.loads(json.dumps(rows, allow_nan=False))
        return address


def deck_of(scene: maps.Scene, kept: Kept | None = None, *, arcs: bool = True) -> dict[str, Any]:
    deck = maps.world(scene, kept or Kept(), lambda name: f"/shapes/{name}", arcs=arcs)
    found: dict[str, Any] = json.loads(deck.to_json())
    return found


def layers_of(scene: maps.Scene) -> list[str]:
    return [layer["id"] for layer in deck_of(scene)["layers"][0]]


# --- points ------------------------------------------------------------------------------------------------------


def test_an_institution_is_one_point_with_what_a_reader_asks_first(tmp_path: Path) -> None:
    whole = rows_of(drawn(edition(tmp_path)), "uni")[0]
    assert whole["name"] == "Uni"
    assert whole["q"] == [140.1, 36.1]
    assert whole["n"] == 2
    assert whole["y"] == ALWAYS
    assert whole["said"] == ("Tsukuba, Japan\n2 relations: Research-focused, Student exchange\nsince 1995\nSource: S")


def test_a_point_speaks_the_language_of_the_reader_and_says_unknown(tmp_path: Path) -> None:
    held = edition(tmp_path)
    assert rows_of(drawn(held, language="de"), "uni")[0]["name"] == "Die Uni"
    assert rows_of(drawn(held, language="de"), "next")[0]["said"].split("\n")[2:] == [
        "Beginn unbekannt", "Quelle: unbekannt",
    ]  # fmt: skip


def test_every_year_has_its_own_relations_and_undated_ones_are_in_no_year(tmp_path: Path) -> None:
    scene = drawn(edition(tmp_path))
    spans = [(row["y"], row["n"], row["k"]) for row in rows_of(scene, "uni")]
    assert spans == [
        (ALWAYS, 2, "research_led"),
        ([2005, maps.ALWAYS - 1], 1, "study_and_doctorate"),
        ([2000, 2004], 2, "research_led"),
        ([1995, 1999], 1, "research_led"),
    ]
    assert [row["y"] for row in rows_of(scene, "next")] == [ALWAYS]


@pytest.mark.parametrize(
    ("year", "shown"), [(None, {"uni", "next", "far"}), (1990, set()), (1996, {"uni"}), (2024, {"uni", "far"})]
)
def test_a_year_changes_what_is_shown_and_no_row(tmp_path: Path, year: int | None, shown: set[str]) -> None:
    held = edition(tmp_path)
    scene = drawn(held, View(year=year))
    assert {row["id"] for row in scene.points if maps.shows(row, year)} == shown
    assert scene.points == drawn(held).points


def test_another_year_moves_no_camera(tmp_path: Path) -> None:
    held = edition(tmp_path)
    assert drawn(held, View(year=1996)).camera == drawn(held).camera


def test_a_partner_chosen_but_not_there_in_the_year_is_not_marked(tmp_path: Path) -> None:
    held = edition(tmp_path)
    assert drawn(held, View(partner="far")).chosen == (47.6, -122.3)
    assert drawn(held, View(partner="far", year=1996)).chosen is None


def test_the_year_is_four_numbers_for_the_graphics_card(tmp_path: Path) -> None:
    held = edition(tmp_path)
    points = next(layer for layer in deck_of(drawn(held, View(year=1999)))["layers"][0] if layer["id"] == "points")
    assert points["filterRange"] == [[-maps.ALWAYS, 1999], [1999, 2 * maps.ALWAYS]]
    assert points["getFilterValue"] == "@@=y"
    assert isinstance(points["data"], str)


def test_large_points_come_first_so_that_small_ones_lie_above(tmp_path: Path) -> None:
    counts = [row["n"] for row in drawn(edition(tmp_path)).points]
    assert counts == sorted(counts, reverse=True)


def test_area_grows_with_the_relations() -> None:
    many = [strand(str(n), "uni") for n in range(4)]
    assert maps.scenes.radius(4) == 2 * maps.scenes.radius(1)
    assert maps.scenes.radius(len(many) * 1000) == 24


def test_what_has_no_place_is_not_drawn(tmp_path: Path) -> None:
    assert {row["id"] for row in drawn(edition(tmp_path)).points} == {"uni", "next", "far"}


def test_home_institutions_are_no_points(tmp_path: Path) -> None:
    scene = drawn(edition(tmp_path, [*STRANDS, strand("g", "home")]))
    assert "home" not in {row["id"] for row in scene.points}
    assert scene.start_row is not None
    assert scene.start_row["p"] == [7.26, 51.44]


# --- colours -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("colour", "codes"),
    [
        ("group", {"uni": "research_led", "next": "cities", "far": "alliances_and_networks"}),
        ("stage", {"uni": "active", "next": "ended", "far": "unknown"}),
        ("age", {"uni": "over_30", "next": "unknown", "far": "under_5"}),
        ("region", {"uni": "142", "next": "142", "far": "019"}),
    ],
)
def test_a_point_has_the_colour_of_its_leading_code(tmp_path: Path, colour: str, codes: dict[str, str]) -> None:
    held = edition(tmp_path)
    scene = drawn(held, View(colour=colour))
    tones = maps.palette(held, scene.view, "light")
    whole = {row["id"]: row for row in scene.points if row["y"] == ALWAYS}
    assert {one: row["k"] for one, row in whole.items()} == codes
    assert all(row["c"] == maps.tones.rgb(tones[row["k"]]) for row in whole.values())


@pytest.mark.parametrize(
    ("colour", "codes", "leads"),
    [
        ("group", ("b", "a"), "a"),
        ("stage", ("signed", "ended", "discussed"), "signed"),
        ("stage", ("unknown", "dormant"), "dormant"),
        ("age", ("unknown", "under_5", "over_30"), "over_30"),
        ("age", (), "unknown"),
    ],
)
def test_one_code_leads(colour: str, codes: tuple[str, ...], leads: str) -> None:
    orders = {
        "group": ("a", "b"),
        "stage": ("discussed", "signed", "dormant", "ended", "unknown"),
        "age": ("under_5", "over_30", "unknown"),
    }
    assert maps.leading(codes, orders[colour], colour) == leads


def luminance(colour: str) -> float:
    parts = [part / 255 for part in maps.tones.rgb(colour)[:3]]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("colour", view.COLOURS)
def test_every_mark_stands_out_from_land_and_sea(tmp_path: Path, theme: str, colour: str) -> None:
    held = edition(tmp_path)
    tones = maps.palette(held, view.known(View(colour=colour), held), theme)
    for ground in (maps.PAPER[theme]["land"], maps.PAPER[theme]["sea"]):
        assert {code for code, tone in tones.items() if contrast(tone, ground) < 3} == set()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_ramps_go_one_way(theme: str) -> None:
    for ramp in (maps.SHADES[theme], maps.tones.AGE_COLOURS[theme]):
        steps = [luminance(tone) for tone in ramp]
        assert steps in (sorted(steps), sorted(steps, reverse=True))


# --- countries ---------------------------------------------------------------------------------------------------


def test_a_country_named_without_an_institution_is_hatched_never_pinned(tmp_path: Path) -> None:
    scene = drawn(edition(tmp_path))
    facts = {area["properties"]["code"]: area["properties"] for area in scene.areas}
    assert set(facts) == {"ZA"}
    assert facts["ZA"]["i"][3] > 0
    assert facts["ZA"]["said"] == "Named as a whole, without an institution, by 1 relation"


def test_a_region_named_as_a_whole_is_all_its_countries(tmp_path: Path) -> None:
    held = edition(tmp_path, [strand("r", "", region_code="m49:053")])
    assert maps.named_as_a_whole(held, held.strands)["NZ"] == ("r",)


def test_countries_are_shaded_by_their_partners(tmp_path: Path) -> None:
    scene = drawn(edition(tmp_path), View(show="countries"))
    facts = {area["properties"]["code"]: area["properties"] for area in scene.areas}
    assert {code: fact["n"] for code, fact in facts.items()} == {"JP": 2, "US": 1, "FR": 1, "ZA": 0}
    assert facts["JP"]["c"] == maps.tones.rgb(maps.shade(2, "light"))
    assert facts["JP"]["name"] == "Japan"


def test_a_country_too_small_for_the_coarse_outlines_is_shaded_all_the_same(tmp_path: Path) -> None:
    places = [*PLACES, institution("island", country_code="MT", latitude="35.9", longitude="14.5")]
    scene = drawn(edition(tmp_path, [strand("m", "island")], places), View(show="countries"))
    assert [area["properties"]["iso3"] for area in scene.areas] == ["MLT"]


def test_shades_begin_where_the_legend_says() -> None:
    firsts = [maps.shade(least, "light") for least in maps.SHADE_STEPS]
    assert firsts == list(maps.SHADES["light"])
    assert maps.shade(3, "light") == maps.shade(2, "light")
    assert maps.shade(1000, "light") == maps.SHADES["light"][-1]


# --- the camera, the centre and fans -----------------------------------------------------------------------------


def test_a_world_of_places_is_seen_with_europe_in_the_middle() -> None:
    assert maps.camera([(51, 7), (35, 139), (-33, 151), (40, -74)]) == maps.ground.WORLD
    assert maps.camera([]) == maps.ground.WORLD


def test_places_close_together_are_seen_from_near() -> None:
    seen = maps.camera([(35.7, 139.7), (34.7, 135.5)])
    assert seen["zoom"] == 5
    assert seen["longitude"] == pytest.approx(137.6)
    assert 34.7 < seen["latitude"] < 35.7


def test_the_camera_finds_the_short_side_of_the_earth() -> None:
    seen = maps.camera([(-36.8, 174.8), (-17.7, 178.1), (-13.8, -171.8)])
    assert seen["longitude"] == pytest.approx(-178.5)
    assert seen["zoom"] > 3


def test_seen_from_a_partner_the_camera_and_the_arcs_start_there(tmp_path: Path) -> None:
    scene = drawn(edition(tmp_path), View(centre="uni"))
    assert scene.start == (36.1, 140.1)
    assert scene.camera["longitude"] == 140.1
    assert deck_of(scene)["views"][0]["repeat"] is True


def test_a_chosen_home_is_where_arcs_start_and_an_unplaced_centre_is_not(tmp_path: Path) -> None:
    places = [*PLACES, institution("second", latitude="10", longitude="20")]
    settings = TODAY.replace('["home"]', '["home", "second"]')
    held = opened(write(tmp_path, places, STRANDS, settings=settings))
    assert maps.centre_id(held, View(homes=("second",))) == "second"
    assert maps.centre_id(held, View(centre="lost")) == "home"


def test_institutions_at_one_place_open_like_a_fan() -> None:
    opened_places = maps.fanned({"a": (0.0, 10.0), "b": (0.001, 10.0), "c": (5.0, 10.0)})
    assert opened_places["a"] == pytest.approx((0.06, 10.0))
    assert opened_places["b"] == pytest.approx((-0.06, 10.0))
    assert opened_places["c"] == (5.0, 10.0)


def test_a_crowded_place_opens_in_rings_without_two_at_one_spot() -> None:
    spots = maps.fanned({str(n): (60.0, 10.0) for n in range(30)})
    assert len({(round(lat, 4), round(lon, 4)) for lat, lon in spots.values()}) == 30
    assert max(abs(lat - 60) for lat, _ in spots.values()) <= 0.19


# --- names -------------------------------------------------------------------------------------------------------


def point(one: str, lon: float, lat: float, n: int = 1) -> dict[str, Any]:
    return {"id": one, "l": one, "p": [lon, lat], "n": n, "s": 4.4}


def test_few_points_are_all_named_and_many_only_where_they_are_large() -> None:
    few = [point(f"place {n}", 10 * n - 50, 0) for n in range(10)]
    assert len(maps.labels(few, "", maps.ground.WORLD)) == 10
    many = [point(f"place {n}", 5 * n - 80, 3 * (n % 9), 3 if n == 7 else 1) for n in range(40)]
    assert [row["l"] for row in maps.labels(many, "place 9", maps.ground.WORLD)] == ["place 9", "place 7"]


def test_no_name_covers_another_name_or_a_point() -> None:
    crowd = [point(f"university {n}", 7 + n / 3, 51 + (n % 3) / 3) for n in range(20)]
    named = maps.labels(crowd, "", maps.ground.WORLD)
    assert 0 < len(named) < 20


def test_a_name_at_the_edge_stands_on_the_inner_side() -> None:
    named = maps.labels([point("a university", 178, 0), point("b", 0, 0)], "", maps.ground.WORLD)
    assert next(row["a"] for row in named if row["l"] == "a university") == "end"


# --- layers ------------------------------------------------------------------------------------------------------


def test_a_deck_draws_base_areas_arcs_points_names_and_start(tmp_path: Path) -> None:
    assert layers_of(drawn(edition(tmp_path))) == [
        "sea", "land", "areas", "hatching", "arcs", "legs", "points", "labels", "start",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("seen", "layers"),
    [
        (View(show="countries"), ["sea", "land", "areas", "hatching"]),
        (View(show="density"), ["sea", "land", "areas", "hatching", "density", "start"]),
        (View(map="globe", show="countries"), ["sea", "graticule", "land", "areas", "hatching"]),
    ],
)
def test_what_is_shown_decides_the_layers(tmp_path: Path, seen: View, layers: list[str]) -> None:
    assert layers_of(drawn(edition(tmp_path), seen)) == layers


def test_ways_lie_on_the_globe_from_where_arcs_start_to_each_partner(tmp_path: Path) -> None:
    kept = Kept()
    layers = deck_of(drawn(edition(tmp_path), View(map="globe", centre="uni")), kept)["layers"][0]
    arcs = next(layer for layer in layers if layer["id"] == "arcs")
    assert arcs["@@type"] == "PathLayer"
    ways = kept.rows[arcs["data"]]
    assert {tuple(way["w"][0][:2]) for way in ways} == {(140.1, 36.1)}
    assert {(round(way["w"][-1][0] % 360 - 360, 4), way["w"][-1][1]) for way in ways} == {(-122.3, 47.6)}
    assert {bend[2] for way in ways for bend in way["w"]} == {20_000.0}


def test_a_way_over_the_dateline_does_not_jump_and_a_long_one_bends_often() -> None:
    way = maps.ground.way((36.1, 140.1), (47.6, -122.3))
    longitudes = [bend[0] for bend in way]
    assert all(0 < after - before < 15 for before, after in pairwise(longitudes))
    assert longitudes[-1] == pytest.approx(360 - 122.3)
    assert len(maps.ground.way((0, 0), (0, 179))) == 53
    assert maps.ground.way((1, 2), (1, 2))[-1][:2] == [2, 1]


def test_what_is_only_announced_is_in_no_year_and_says_so(tmp_path: Path) -> None:
    promised = [strand("p", "far", stage="declared", start_date="2016-05")]
    (row,) = rows_of(drawn(edition(tmp_path, promised)), "far")
    assert row["y"] == ALWAYS
    assert "announced for May 2016" in row["said"]


def test_the_chosen_partner_has_a_ring_an_arc_and_its_name(tmp_path: Path) -> None:
    scene = drawn(edition(tmp_path), View(partner="far"))
    assert {"chosen", "chosen-arc"} <= set(layers_of(scene))
    assert "Far" in {row["l"] for row in scene.labels}


def test_a_deck_calls_no_map_service_and_fetches_rows_by_address(tmp_path: Path) -> None:
    kept = Kept()
    deck = deck_of(drawn(edition(tmp_path)), kept)
    assert deck.get("mapProvider") is None
    assert deck["mapStyle"] == "__MAP_STYLE__"  # «no style was chosen»: with any other value Streamlit asks a service
    assert "Tsukuba" not in json.dumps(deck)
    assert {layer["data"] for layer in deck["layers"][0] if isinstance(layer["data"], str)} == {
        "/shapes/world_110m.geojson", *kept.rows,
    }  # fmt: skip


def test_layers_stand_in_an_inner_list_which_streamlit_leaves_alone(tmp_path: Path) -> None:
    assert [type(part) for part in deck_of(drawn(edition(tmp_path)))["layers"]] == [list]


def test_fine_outlines_come_when_asked_for_and_when_the_camera_is_near(tmp_path: Path) -> None:
    held = edition(tmp_path)
    assert not drawn(held).is_detailed
    assert drawn(held, View(detail=True)).is_detailed
    assert drawn(held, View(countries=("JP",))).is_detailed


def test_the_deck_itself_is_as_small_with_many_rows_as_with_few(tmp_path: Path) -> None:
    places = [institution(f"u{n}", latitude=str(n % 60), longitude=str(n % 170)) for n in range(300)]
    strands = [strand(f"s{n}", f"u{n}") for n in range(300)]
    few = deck_of(drawn(edition(tmp_path / "few", strands[:9], [PLACES[0], *places])))
    many = deck_of(drawn(edition(tmp_path / "many", strands, [PLACES[0], *places])))
    assert abs(len(json.dumps(many)) - len(json.dumps(few))) < 100


def test_the_small_world_has_points_and_no_arcs(tmp_path: Path) -> None:
    held = edition(tmp_path)
    seen = view.known(View(map="globe", show="density"), held)
    deck = maps.small_world(held, seen, held.strands, EN, "dark", Kept(), lambda name: name)
    ids = [layer.id for layer in deck.layers[0]]
    assert "points" in ids
    assert "arcs" not in ids
    assert deck.initial_view_state.zoom < drawn(held).camera["zoom"]


def test_an_empty_view_still_draws_the_world(tmp_path: Path) -> None:
    scene = drawn(edition(tmp_path), View(countries=("US",), groups=("cities",)))
    assert scene.points == []
    assert scene.camera == maps.ground.WORLD
    assert {"sea", "land", "start"} <= set(layers_of(scene))


# --- hostile data ------------------------------------------------------------------------------------------------


def test_a_name_that_gives_orders_is_made_harmless(tmp_path: Path) -> None:
    bad = institution("bad", latitude="1", longitude="1") | {"name": "@@=(evil)", "short_name": "@@#x"}
    held = edition(tmp_path, [strand("x", "bad", source_title="@@#x\nsecond")], [PLACES[0], bad])
    kept = Kept()
    deck = deck_of(drawn(held), kept)
    assert "@@=(evil)" not in json.dumps(deck)
    cells = [cell for rows in kept.rows.values() for row in rows for cell in row.values() if isinstance(cell, str)]
    assert any("evil" in cell for cell in cells)
    assert not any(line.startswith("@@") for cell in cells for line in cell.split("\n"))


def test_a_very_long_name_is_cut_with_an_ellipsis() -> None:
    assert maps.literal("a" * 500).endswith("…")
    assert len(maps.literal("a" * 500)) == 140
    assert maps.literal(" a\n b ") == "a b"


def test_rows_hold_only_the_fields_they_are_meant_to(tmp_path: Path) -> None:
    assert {name for row in drawn(edition(tmp_path)).points for name in row} == {
        "id", "name", "l", "p", "q", "s", "n", "y", "c", "k", "said",
    }  # fmt: skip


# --- the equal-area map ------------------------------------------------------------------------------------------


def figure_of(scene: maps.Scene) -> Any:
    return atlas.world(
        scene.points, scene.areas, maps.PAPER[scene.theme], scene.theme, year=scene.view.year, start=scene.start,
        home=scene.home_colour, counted=scene.view.show == "countries", chosen=scene.view.partner, always=maps.ALWAYS,
    )  # fmt: skip


def test_the_atlas_shows_the_same_points_in_the_same_year(tmp_path: Path) -> None:
    scene = drawn(edition(tmp_path), View(map="equal", year=1996))
    markers = next(trace for trace in figure_of(scene).data if trace.customdata is not None and trace.mode == "markers")
    assert [one for one, _ in markers.customdata] == ["uni"]
    assert figure_of(scene).layout.geo.projection.type == "equal earth"


def test_the_atlas_shades_the_same_countries(tmp_path: Path) -> None:
    scene = drawn(edition(tmp_path), View(map="equal", show="countries"))
    shaded, outlined = (trace for trace in figure_of(scene).data if trace.type == "choropleth")
    assert set(shaded.locations) == {"JPN", "USA", "FRA"}
    assert list(outlined.locations) == ["ZAF"]


def test_the_atlas_shows_markup_in_names_literally(tmp_path: Path) -> None:
    places = [PLACES[0], institution("x", latitude="1", longitude="1") | {"name": "<b>x</b> & y"}]
    figure = figure_of(drawn(edition(tmp_path, [strand("x", "x")], places)))
    texts = [text for trace in figure.data if trace.text is not None for text in trace.text]
    assert any("&lt;b&gt;x&lt;/b&gt; &amp; y" in text for text in texts)
