"""Dates as precise as their source: how they are read, bounded and said."""

from datetime import date

import pytest

from partner_dashboard import dates
from partner_dashboard.dates import FuzzyDate

FORMS = [
    FuzzyDate("2022-11-30", date(2022, 11, 30), date(2022, 11, 30), "day"),
    FuzzyDate("2012-10-18~", date(2012, 10, 18), date(2012, 10, 18), "day", approximate=True),
    FuzzyDate("2025-04", date(2025, 4, 1), date(2025, 4, 30), "month"),
    FuzzyDate("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
    FuzzyDate("2023-02", date(2023, 2, 1), date(2023, 2, 28), "month"),
    FuzzyDate("2002-04?", date(2002, 4, 1), date(2002, 4, 30), "month", approximate=True),
    FuzzyDate("2023", date(2023, 1, 1), date(2023, 12, 31), "year"),
    FuzzyDate("2010~", date(2010, 1, 1), date(2010, 12, 31), "year", approximate=True),
    FuzzyDate("2010%", date(2010, 1, 1), date(2010, 12, 31), "year", approximate=True),
    FuzzyDate("0001", date(1, 1, 1), date(1, 12, 31), "year"),
    FuzzyDate("9999", date(9999, 1, 1), date(9999, 12, 31), "year"),
    FuzzyDate("198X", date(1980, 1, 1), date(1989, 12, 31), "decade"),
    FuzzyDate("198X~", date(1980, 1, 1), date(1989, 12, 31), "decade", approximate=True),
    FuzzyDate("19XX", date(1900, 1, 1), date(1999, 12, 31), "century"),
    FuzzyDate("2016/2018", date(2016, 1, 1), date(2018, 12, 31), "interval"),
    FuzzyDate("2016-05-04/2016-06", date(2016, 5, 4), date(2016, 6, 30), "interval"),
    FuzzyDate("2016/..", date(2016, 1, 1), None, "interval"),
    FuzzyDate("2016/", date(2016, 1, 1), None, "interval"),
    FuzzyDate("../2016", None, date(2016, 12, 31), "interval"),
    FuzzyDate("/2016-02", None, date(2016, 2, 29), "interval"),
    FuzzyDate("2010~/2016", date(2010, 1, 1), date(2016, 12, 31), "interval", approximate=True),
    FuzzyDate("2016/2016", date(2016, 1, 1), date(2016, 12, 31), "interval"),
]


@pytest.mark.parametrize("expected", FORMS, ids=lambda expected: expected.text)
def test_every_form_of_the_standard_gets_its_first_and_last_day(expected: FuzzyDate) -> None:
    assert dates.parse(expected.text) == expected


@pytest.mark.parametrize("text", ["", "  ", "\t"])
def test_an_empty_text_is_the_unknown_date(text: str) -> None:
    assert dates.parse(text) == dates.UNKNOWN
    assert not dates.UNKNOWN.is_known


def test_white_space_around_a_date_does_not_matter() -> None:
    assert dates.parse(" 2023 ") == dates.parse("2023")


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2024", "02/03/2024", "Mrz 24", "April 2025", "2024-02-30", "2023-02-29", "2024-13", "2024-00",
        "2024-01-00", "2024-1", "24", "20245", "2024-01-01T10:00", "2024-01-01 10:00", "45292", "2024.0", "0000",
        "000X", "00XX", "2XXX", "XXXX", "198x", "198X-04", "20XX-04-01", "2018/2016", "2016/2017/2018",
        "..", "/", "../..", "..//", "2016-..", "~2016", "2016~~", "-2016", "nan", "?", "２０２４", "٢٠٢٤", "2024-०4",
    ],
)  # fmt: skip
def test_what_is_no_date_of_the_standard_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        dates.parse(text)
    assert not dates.is_valid(text)


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [
        ("2022-11-30", "30 November 2022", "30. November 2022"),
        ("2025-03", "March 2025", "März 2025"),
        ("2025-04", "April 2025", "April 2025"),
        ("2023", "2023", "2023"),
        ("1985~", "around 1985", "um 1985"),
        ("2002-04~", "around April 2002", "um April 2002"),
        ("198X", "1980s", "1980er Jahre"),
        ("19XX", "1900–1999", "1900–1999"),
        ("2016/2018", "2016 – 2018", "2016 – 2018"),
        ("2016-05/2018-07-01", "May 2016 – 1 July 2018", "Mai 2016 – 1. Juli 2018"),
        ("2016/..", "since 2016", "seit 2016"),
        ("../2016-12", "until December 2016", "bis Dezember 2016"),
        ("", "", ""),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(text: str, english: str, german: str) -> None:
    assert dates.words(dates.parse(text), "en") == english
    assert dates.words(dates.parse(text), "de") == german


@pytest.mark.parametrize(
    ("text", "year"), [("2022-11-30", 2022), ("198X", 1980), ("2016/..", 2016), ("../2016", None), ("", None)]
)
def test_the_year_of_a_date_is_the_first_it_may_lie_in(text: str, year: int | None) -> None:
    assert dates.year(dates.parse(text)) == year


@pytest.mark.parametrize(
    ("edtf", "german", "english"),
    [
        ("198X/..", "seit den 1980er Jahren", "since the 1980s"),
        ("2010~/..", "seit etwa 2010", "since around 2010"),
        ("../198X", "bis in die 1980er Jahre", "until the 1980s"),
        ("../2010~", "bis etwa 2010", "until around 2010"),
    ],
)
def test_after_a_preposition_the_german_words_bend(edtf: str, german: str, english: str) -> None:
    assert (dates.words(dates.parse(edtf), "de"), dates.words(dates.parse(edtf), "en")) == (german, english)
