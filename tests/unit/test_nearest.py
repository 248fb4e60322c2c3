"""The nearest partners are the nearest on the earth, not on the map."""

import pandas as pd
import pytest

from partner_dashboard.places.nearest import kilometres, nearest

ROWS = pd.DataFrame(
    [("tsukuba", 36.11, 140.1), ("auckland", -36.85, 174.77), ("suva", -18.15, 178.45), ("apia", -13.83, -171.77),
     ("nowhere", None, None)],
    columns=["institution_id", "latitude", "longitude"],
)  # fmt: skip


def test_a_distance_is_measured_on_the_ellipsoid() -> None:
    assert kilometres((-41.32, 174.81), (40.96, -5.50)) == pytest.approx(19959.68, abs=0.01)
    assert kilometres((0, 0), (0, 1)) == pytest.approx(111.319, abs=0.001)


def test_the_nearest_rows_come_first_across_the_date_line() -> None:
    found = nearest(-17.0, -179.0, ROWS, 2)
    assert list(found["institution_id"]) == ["suva", "apia"]
    assert found["distance_km"].round(-2).tolist() == [300.0, 900.0]


def test_who_is_nowhere_is_not_near() -> None:
    assert len(nearest(0, 0, ROWS, 10)) == 4
    assert nearest(0, 0, ROWS, 0).empty
    assert nearest(0, 0, ROWS.iloc[:0], 3).empty


def test_the_middle_of_a_country_is_nobodys_neighbour() -> None:
    rows = ROWS.assign(place_precision=["country", "city", "city", "city", ""])
    assert "tsukuba" not in set(nearest(36.0, 140.0, rows, 5)["institution_id"])


def test_rows_at_one_point_keep_their_order_and_nothing_is_changed() -> None:
    twins = pd.concat([ROWS.iloc[[0]].assign(institution_id=name) for name in ("b", "a", "c")], ignore_index=True)
    before = twins.copy()
    assert list(nearest(36, 140, twins, 2)["institution_id"]) == ["b", "a"]
    pd.testing.assert_frame_equal(twins, before)
