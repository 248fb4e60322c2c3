"""What cells look like, so that values may speak for or against a heading."""

import pandas as pd
import pytest

from partner_dashboard.intake.appearance import ID, Appearance, appearance, look


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("2010", "date"),
        ("2010-04", "date"),
        ("198X", "date"),
        ("2010~", "date"),
        ("01.04.2010", "date"),
        ("1.4.98", "date"),
        ("1. April 2010", "date"),
        ("WS 2014/15", "date"),
        ("04.–07.07.2018", "date"),
        ("seit 2016", "date"),
        ("May 2019 to June 2020", "date"),
        ("45292", "number"),
        ("51,4437", "number"),
        ("-7.26°", "number"),
        ("1.234", "number"),
        ("2010-2015", "date"),
        ("2010 bis heute", "date"),
        ("1 234,50", "number"),
        ("51.44, 7.26", "coordinates"),
        ("51°26'41\"N 7°15'41\"E", "coordinates"),
        ("https://news.rub.de", "url"),
        ("www.rub.de", "url"),
        ("io@rub.de", "mail"),
        ("Expo 2000", "text"),
        ("University of Oslo", "text"),
        ("univ-oslo", "text"),
        ("=1+1", "text"),
        ("", "text"),
    ],
)
def test_a_cell_looks_like_what_it_holds(value: str, seen: str) -> None:
    assert look(value) == seen


@pytest.mark.parametrize(
    ("value", "is_id"),
    [("univ-oslo", True), ("e-1965", True), ("P-0001", True), ("0abc", True), ("RUB", False), ("Oslo", False),
     ("univ oslo", False), ("Bochum-Mitte", False), ("łódź", False), ("", False)],
)  # fmt: skip
def test_an_id_is_lower_case_or_has_a_digit(value: str, is_id: bool) -> None:
    assert bool(ID.fullmatch(value)) == is_id


def test_four_of_five_values_say_what_is_usual() -> None:
    years = ("2010", "2011", "2012", "2013")
    assert Appearance((*years, "Oslo")).usual == "date"
    assert Appearance((*years, "Oslo", "Rome")).usual is None
    assert Appearance(()).usual is None


def test_values_stand_once_and_those_that_say_nothing_not_at_all() -> None:
    seen = appearance(pd.Series(["Oslo", "", "-", "unbekannt", "k. A.", "Rome", "Oslo"]))
    assert seen.values == ("Oslo", "Rome")
    assert appearance(pd.Series(["", "-"])).is_empty


def test_of_many_rows_a_sample_is_looked_at_evenly() -> None:
    seen = appearance(pd.Series([str(number) for number in range(100_000)]))
    assert 2000 <= len(seen.values) <= 4000
    assert int(seen.values[-1]) > 99_000
