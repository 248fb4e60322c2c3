"""What the resolver reaches without a register, on a frozen part of the development data: it must not become less.

tests/data/places/institutions.csv: names as offices write them, and where the institutions are. `make bench-places`
measures all of it, and with a register.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from partner_dashboard.places import resolver
from partner_dashboard.places.answers import Answer, Query
from partner_dashboard.places.nearness import kilometres
from tests.organisations import GAZETTEERS, demonstration

FILE = Path(__file__).parents[1] / "data" / "places" / "institutions.csv"
NEAR_KM, WRONG_KM = 25.0, 50.0


@dataclass(frozen=True)
class Outcome:
    """How a row fared: its distance in km, None where it was refused."""

    group: str
    has_city: bool
    expect: str
    country_code: str
    answer: Answer
    km: float | None


@cache
def outcomes() -> tuple[Outcome, ...]:
    resolve = resolver.opened(GAZETTEERS, {}, institutions=False)
    with FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(outcome(row, resolve.place) for row in csv.DictReader(stream))


def outcome(row: dict[str, str], place: Callable[[Query], Answer]) -> Outcome:
    answer = place(Query(row["name"], row["city"], row["country"]))
    points = [point.split(",") for point in row["latitudes_longitudes"].split(";") if point.strip(",")]
    found = answer.place if answer.place and answer.place.precision != "country" else None
    km = min(
        (kilometres((found.latitude, found.longitude), (float(lat), float(lon))) for lat, lon in points),
        default=float("inf"),
    ) if found else None  # fmt: skip
    return Outcome(row["set"], bool(row["city"]), row["expect"], row["country_code"], answer, km)


def share(found: list[Outcome], holds: Callable[[Outcome], bool]) -> float:
    return sum(map(holds, found)) / len(found)


def near(held: Outcome) -> bool:
    return held.km is not None and held.km <= NEAR_KM


def right(held: Outcome) -> bool:
    return held.km is not None and held.km <= WRONG_KM


def wrong(held: Outcome) -> bool:
    return held.km is not None and held.km > WRONG_KM


@pytest.mark.parametrize(
    ("group", "has_city", "holds", "least", "most_wrong"),
    [("clean", True, near, 0.97, 0.02), ("clean", False, near, 0.38, 0.01), ("noisy", None, right, 0.65, 0.01)],
)
def test_as_many_rows_land_where_they_belong(
    group: str, has_city: bool | None, holds: Callable[[Outcome], bool], least: float, most_wrong: float
) -> None:
    found = [held for held in outcomes() if held.group == group and has_city in (None, held.has_city)]
    assert share(found, holds) >= least
    assert share(found, wrong) <= most_wrong


def test_no_clean_row_lands_in_another_country() -> None:
    elsewhere = [
        held for held in outcomes()
        if held.group == "clean" and held.answer.place and held.answer.place.country_code != held.country_code
    ]  # fmt: skip
    assert elsewhere == []


def test_hard_rows_land_or_are_refused_and_never_anywhere_else() -> None:
    hard = [held for held in outcomes() if held.group == "hard" and held.expect == "point"]
    assert share(hard, right) >= 0.95
    assert share(hard, wrong) <= 0.02


def test_what_nobody_can_know_is_refused() -> None:
    assert [held for held in outcomes() if held.expect == "refuse" and held.km is not None] == []


def test_what_contradicts_itself_is_flagged() -> None:
    assert all(held.answer.conflict for held in outcomes() if held.expect == "conflict")


def test_nine_tenths_sure_is_right_ninety_nine_times_in_a_hundred() -> None:
    sure = [
        held for held in outcomes()
        if held.expect == "point" and held.answer.place and held.answer.place.confidence >= 0.9
    ]  # fmt: skip
    assert len(sure) > 150
    assert share(sure, right) >= 0.99


def test_the_demonstration_lands_within_25_km_or_is_refused() -> None:
    resolve = resolver.opened(GAZETTEERS, {}, institutions=False)
    rows = demonstration().institutions
    rows = rows[rows["place_method"].isin(["stated", "manual"]) & rows["latitude"].notna()]
    far = []
    for row in rows.to_dict("records"):
        place = resolve.place(Query(row["name"], row["city"], row["country_code"])).place
        there = (row["latitude"], row["longitude"])
        if place and kilometres((place.latitude, place.longitude), there) > NEAR_KM:
            far.append(row["institution_id"])
    assert len(rows) > 150
    assert far == []
