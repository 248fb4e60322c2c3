"""The small maps of the sheets, through their rows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from partner_dashboard import maps, sheets
from partner_dashboard.editions import Edition
from partner_dashboard.texts import Texts
from tests.organisations import Row, event, institution, opened, write

EN = Texts("en")
PLACES: list[Row] = [
    institution("home"),
    institution("uni", city="Tsukuba", country_code="JP", latitude="36.1", longitude="140.1"),
    institution("next", city="Tsukuba", country_code="JP", latitude="36.1", longitude="140.1"),
    institution("lost"),
]
TOKYO = {"city": "Tokyo", "country_code": "JP", "latitude": "35.68", "longitude": "139.76"}
OSAKA = {"city": "Osaka", "country_code": "JP", "latitude": "34.82", "longitude": "135.52"}


class Kept:
    """Keeps what a deck would fetch, by its address."""

    def __init__(self) -> None:
        self.rows: dict[str, Any] = {}

    def __call__(self, rows: object) -> str:
        address = f"/data/{len(self.rows)}"
        self.rows[address] = rows
        return address


def layer(deck: Any, name: str) -> Any:
    return next(one for one in deck.layers[0] if one.id == name)


def placed(edition: Edition, institution_id: str, neighbours: Sequence[str], kept: Kept) -> Any:
    return maps.place_deck(edition, institution_id, neighbours, "#003560", EN, "light", kept, lambda name: f"/s/{name}")


def routed(edition: Edition, event_id: str, kept: Kept) -> Any:
    sheet = sheets.event(edition, event_id)
    return maps.route_deck(
        edition,
        event_id,
        sheet.legs,
        "#003560",
        EN,
        "light",
        kept,
        lambda name: f"/s/{name}",
        is_ordered=sheet.is_ordered,
    )


def test_an_institution_is_named_and_its_neighbours_open_like_a_fan(tmp_path: Path) -> None:
    kept = Kept()
    deck = placed(opened(write(tmp_path, PLACES)), "uni", ["next", "lost"], kept)
    pins = {row["id"]: row for row in kept.rows[layer(deck, "pins").data]}
    assert set(pins) == {"uni", "next"}
    assert pins["uni"]["p"] != pins["next"]["p"]
    assert [row["l"] for row in kept.rows[layer(deck, "names").data]] == ["Uni"]


def test_a_place_nobody_knows_has_no_map(tmp_path: Path) -> None:
    assert placed(opened(write(tmp_path, PLACES)), "lost", [], Kept()) is None


LEGS = [
    ("in order", {"leg": "2"}, {"leg": "1"}, ["1. Osaka", "2. Tokyo"], [([135.52, 34.82], [139.76, 35.68])]),
    ("order unknown", {}, {}, ["Tokyo", "Osaka"], [([139.76, 35.68], [135.52, 34.82])]),
]


@pytest.mark.parametrize(
    ("first", "second", "names", "lines"), [case[1:] for case in LEGS], ids=[case[0] for case in LEGS]
)
def test_a_trip_joins_its_places_in_order_or_around_its_own_place(
    tmp_path: Path, first: dict[str, str], second: dict[str, str], names: list[str], lines: list[Any]
) -> None:
    rows = [
        event("trip", **TOKYO),
        event("a", parent_event_id="trip", **TOKYO, **first),
        event("b", parent_event_id="trip", **OSAKA, **second),
    ]
    kept = Kept()
    deck = routed(opened(write(tmp_path, PLACES, events=rows)), "trip", kept)
    assert [row["name"] for row in kept.rows[layer(deck, "pins").data]] == names
    assert [(line["a"], line["b"]) for line in layer(deck, "route").data] == lines


def test_parts_at_one_place_share_a_point(tmp_path: Path) -> None:
    rows = [event("trip"), *(event(name, parent_event_id="trip", **OSAKA) for name in "ab")]
    kept = Kept()
    deck = routed(opened(write(tmp_path, PLACES, events=rows)), "trip", kept)
    (pin,) = kept.rows[layer(deck, "pins").data]
    assert (pin["name"], pin["said"]) == ("Osaka", "A\nB")


def test_an_event_without_a_place_has_no_map(tmp_path: Path) -> None:
    assert routed(opened(write(tmp_path, PLACES, events=[event("trip")])), "trip", Kept()) is None
