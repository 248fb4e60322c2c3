"""The small map of a change, through its rows."""

from typing import Any

import pandas as pd

from partner_dashboard import maps

COLUMNS = ["latitude", "longitude", "name", "appears"]


def spots(*rows: tuple[float, float, str, bool]) -> list[dict[str, Any]]:
    kept: list[Any] = []
    keep = lambda rows: kept.append(rows) or "/data/1"  # type: ignore[func-returns-value]  # noqa: E731
    maps.change_deck(pd.DataFrame(rows, columns=COLUMNS), "light", keep, lambda name: f"/s/{name}")
    held: list[dict[str, Any]] = kept[-1]
    return held


def test_what_appears_is_filled_and_what_vanishes_is_hollow() -> None:
    gone, new = spots((58.4, 26.7, "Tartu", True), (37.9, -122.3, "Berkeley", False))
    assert (new["name"], new["c"][3], new["p"]) == ("Tartu", 255, [26.7, 58.4])
    assert (gone["name"], gone["c"][3], gone["o"][3]) == ("Berkeley", 0, 255)


def test_several_rows_of_a_place_share_one_larger_disc_that_names_them() -> None:
    (one,) = spots((58.4, 26.7, "Tartu", True), (58.41, 26.71, "Academy", True), (58.4, 26.7, "Tartu", True))
    (alone,) = spots((58.4, 26.7, "Tartu", True))
    assert (one["name"], one["said"]) == ("Tartu", "Academy")
    assert one["s"] > alone["s"]


def test_names_cannot_become_code() -> None:
    (one,) = spots((58.4, 26.7, "@@=alert(1)", True))
    assert not one["name"].startswith("@@")
