"""A table of names goes in and comes back with places: same rows, same order, empty where nobody knows."""

import pandas as pd

from partner_dashboard.places.answers import Answer, Place, Query, Sign
from partner_dashboard.places.table import ADDED, geocoded

BOCHUM = Answer(Place(
    51.444912, 7.2608, "DE", "Bochum", "ror", "city", 0.987, "04tsk2644",
    (Sign("ror", "04tsk2644"), Sign("alias"), Sign("country")),
))  # fmt: skip
GERMANY = Answer(Place(51.1, 10.4, "DE", "", "country", "country", 0.5), country_code="DE")
TIE = Answer(None, "tie", country_code="US")
TORN = Answer(None, "city_contradicts", conflict="city_and_name")

KNOWN = {"RUB": BOCHUM, "Somewhere": GERMANY, "Concordia": TIE, "Leipzig": TORN}


def by_name(query: Query) -> Answer:
    return KNOWN[query.name]


def table(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype=str)


def test_a_place_is_written_with_how_and_why() -> None:
    found = geocoded(table(name=["RUB"]), by_name)
    assert found.loc[0, list(ADDED)].to_dict() == {
        "latitude": "51.44491", "longitude": "7.26080", "method": "ror", "precision": "city", "confidence": "0.99",
        "country_code": "DE", "ror_id": "04tsk2644", "evidence": "ror=04tsk2644; alias; country", "reason": "",
        "conflict": "",
    }  # fmt: skip


def test_a_refusal_is_empty_but_for_its_reason_and_what_is_known_all_the_same() -> None:
    found = geocoded(table(name=["Concordia", "Leipzig", "Somewhere"]), by_name)
    assert found[["latitude", "longitude", "confidence", "ror_id"]].iloc[:2].eq("").all(axis=None)
    assert found[["country_code", "reason", "conflict"]].to_numpy().tolist() == [
        ["US", "tie", ""], ["", "city_contradicts", "city_and_name"], ["DE", "", ""],
    ]  # fmt: skip


def test_the_middle_of_a_country_is_no_place() -> None:
    (row,) = geocoded(table(name=["Somewhere"]), by_name).to_dict("records")
    assert (row["latitude"], row["longitude"], row["precision"], row["country_code"]) == ("", "", "country", "DE")


def test_rows_come_back_as_they_went_in() -> None:
    rows = table(note=["b", "a", "b"], name=["RUB", "Concordia", "RUB"], ror_id=["x", "y", "z"])
    rows.index = pd.Index([7, 3, 7])
    before = rows.copy()
    found = geocoded(rows, by_name)
    assert list(found.columns) == ["note", "name", *ADDED]
    assert (list(found["note"]), list(found.index), list(found["ror_id"])) == (
        ["b", "a", "b"], [7, 3, 7], ["04tsk2644", "", "04tsk2644"],
    )  # fmt: skip
    pd.testing.assert_frame_equal(rows, before)


def test_what_says_the_same_is_asked_once_and_any_column_may_be_missing() -> None:
    asked: list[Query] = []

    def resolve(query: Query) -> Answer:
        asked.append(query)
        return TIE

    geocoded(table(city=[" Bonn", "Bonn", "Köln"], country=["DE", "DE", ""]), resolve)
    assert asked == [Query("", "Bonn", "DE"), Query("", "Köln", "")]


def test_every_row_is_told() -> None:
    told: list[tuple[int, int]] = []
    geocoded(table(name=["RUB", "RUB"]), by_name, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_a_table_without_rows_gets_the_columns() -> None:
    found = geocoded(table(name=[]), by_name)
    assert list(found.columns) == ["name", *ADDED]
    assert found.empty
