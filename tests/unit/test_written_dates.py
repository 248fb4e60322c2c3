"""A date as an office writes it becomes EDTF, as precise as it was; what could mean two things is asked."""

import pytest

from partner_dashboard import dates
from partner_dashboard.intake.written.dates import WrittenDate, read

SINGLE = {
    "01.04.2010": "2010-04-01",
    "1.4.2010": "2010-04-01",
    "1. 4. 2010": "2010-04-01",
    "1. April 2010": "2010-04-01",
    "1 April 2010": "2010-04-01",
    "1st April 2010": "2010-04-01",
    "April 1, 2010": "2010-04-01",
    "Apr 1 2010": "2010-04-01",
    "1-Apr-2010": "2010-04-01",
    "2. Okt. 2015": "2015-10-02",
    "Montag, 1. April 2010": "2010-04-01",
    "am 01.04.2010": "2010-04-01",
    "2010-04-01": "2010-04-01",
    "2010-4-1": "2010-04-01",
    "2010/04/01": "2010-04-01",
    "2010.04.01": "2010-04-01",
    "20100401": "2010-04-01",
    "2010-04-01T12:30:00": "2010-04-01",
    "2010-04-01 00:00:00": "2010-04-01",
    "01.04.2010 14:30 Uhr": "2010-04-01",
    "２０１０": "2010",
    "April 2010": "2010-04",
    "Apr. 2010": "2010-04",
    "März 2017": "2017-03",
    "Ma\u0308rz 2017": "2017-03",
    "MAERZ 2017": "2017-03",
    "Jänner 2017": "2017-01",
    "2010 April": "2010-04",
    "04/2010": "2010-04",
    "4/2010": "2010-04",
    "04.2010": "2010-04",
    "2010/04": "2010-04",
    "2010-4": "2010-04",
    "2010": "2010",
    "2010.0": "2010",
    "im Jahr 2010": "2010",
    "25/12/2024": "2024-12-25",
    "12/25/2024": "2024-12-25",
    "05/05/2024": "2024-05-05",
    "13-04-2010": "2010-04-13",
    "ca. 2010": "2010~",
    "um 2010": "2010~",
    "circa April 2010": "2010-04~",
    "2010 (ca.)": "2010~",
    "2010 (?)": "2010?",
    "April 2010?": "2010-04?",
    "ca. 2010?": "2010%",
    "1980er": "198X",
    "1980er Jahre": "198X",
    "the 1980s": "198X",
    "19. Jahrhundert": "18XX",
    "WS 2014/15": "2014-10/2015-03",
    "WiSe 2014/2015": "2014-10/2015-03",
    "Wintersemester 2014": "2014-10/2015-03",
    "WS 1999/00": "1999-10/2000-03",
    "SoSe 2015": "2015-04/2015-09",
    "Summer term 2015": "2015-04/2015-09",
    "Q1 2015": "2015-01/2015-03",
    "2015-Q4": "2015-10/2015-12",
    "2. Halbjahr 2015": "2015-07/2015-12",
    "2014/15": "2014/2015",
    "2014/2015": "2014/2015",
    "198X": "198X",
    "2010~": "2010~",
    "2016/..": "2016/..",
    "": "",
}


@pytest.mark.parametrize(("written", "edtf"), SINGLE.items())
def test_a_single_date_is_read_without_a_word(written: str, edtf: str) -> None:
    assert read(written) == WrittenDate(edtf)


SPANS = {
    "2016–2019": ("2016", "2019"),
    "2016-2019": ("2016", "2019"),
    "2016 bis 2019": ("2016", "2019"),
    "von 2016 bis 2019": ("2016", "2019"),
    "2016–19": ("2016", "2019"),
    "04.–07.07.2018": ("2018-07-04", "2018-07-07"),
    "4.-7. Juli 2018": ("2018-07-04", "2018-07-07"),
    "4–7 July 2018": ("2018-07-04", "2018-07-07"),
    "July 4–7, 2018": ("2018-07-04", "2018-07-07"),
    "30.06.–02.07.2019": ("2019-06-30", "2019-07-02"),
    "30. Juni – 2. Juli 2019": ("2019-06-30", "2019-07-02"),
    "31.12.2018 - 02.01.2019": ("2018-12-31", "2019-01-02"),
    "2018-07-04 - 2018-07-07": ("2018-07-04", "2018-07-07"),
    "Juni/Juli 2018": ("2018-06", "2018-07"),
    "April–Juni 2018": ("2018-04", "2018-06"),
    "1/2010–3/2010": ("2010-01", "2010-03"),
    "ab SoSe 2015 bis WS 2016/17": ("2015-04", "2017-03"),
    "ca. 2010 – 2012": ("2010~", "2012"),
    "seit 2010": ("2010", ""),
    "ab 04/2010": ("2010-04", ""),
    "since April 2010": ("2010-04", ""),
    "2016–heute": ("2016", ""),
    "2016 -": ("2016", ""),
    "2018 ff.": ("2018", ""),
    "bis 2015": ("", "2015"),
    "until 30 June 2015": ("", "2015-06-30"),
    "05.04.2010 - 01.04.2010": ("2010-04-05", "2010-04-01"),
}


@pytest.mark.parametrize(("written", "span"), SPANS.items())
def test_a_span_in_one_cell_has_a_start_and_an_end(written: str, span: tuple[str, str]) -> None:
    assert read(written) == WrittenDate(*span, is_span=True)


TOLD = {
    "15.05.98": ("two_digit_year", "1998-05-15"),
    "28.04.09": ("two_digit_year", "2009-04-28"),
    "01.01.36": ("two_digit_year", "2036-01-01"),
    "01.01.37": ("two_digit_year", "1937-01-01"),
    "03/14/15": ("two_digit_year", "2015-03-14"),
    "Mrz 24": ("two_digit_year", "2024-03"),
    "Okt. ’15": ("two_digit_year", "2015-10"),
    "SS 15": ("two_digit_year", "2015-04/2015-09"),
    "WS 14/15": ("two_digit_year", "2014-10/2015-03"),
    "80er": ("two_digit_year", "198X"),
    "45292": ("serial_date", "2024-01-01"),
    "45292.5": ("serial_date", "2024-01-01"),
    "Anfang 2010": ("less_precise", "2010"),
    "Frühjahr 2012": ("less_precise", "2012"),
    "Mitte der 1980er": ("less_precise", "198X"),
    "0012": ("unlikely_year", ""),
    "2204": ("unlikely_year", ""),
}


@pytest.mark.parametrize(("written", "told"), TOLD.items())
def test_what_had_to_be_assumed_is_told(written: str, told: tuple[str, str]) -> None:
    found = read(written)
    assert (found.code, found.remedy) == told
    assert found.start == (found.remedy or written)


REFUSED = {
    "02/03/2024": ("ambiguous_date", "2024-02-03 / 2024-03-02"),
    "01-04-2010": ("ambiguous_date", "2010-01-04 / 2010-04-01"),
    "4/1/2010 12:00:00 AM": ("ambiguous_date", "2010-01-04 / 2010-04-01"),
    "2010/11": ("ambiguous_date", "2010-11 / 2010/2011"),
    "2010/11?": ("ambiguous_date", "2010-11 / 2010/2011"),
    "2010–12": ("ambiguous_date", "2010-12 / 2010–2012"),
    "01042010": ("ambiguous_date", "2010-01-04 / 2010-04-01"),
    "04/10": ("ambiguous_date", "2010-04"),
    "02/03/2024 – 05/03/2024": ("ambiguous_date", "2024-02-03 / 2024-03-02"),
    "31.02.2024": ("impossible_date", ""),
    "29.02.2023": ("impossible_date", ""),
    "2024-02-30": ("impossible_date", ""),
    "00/00/2010": ("impossible_date", ""),
    "00.00.2010": ("impossible_date", "2010"),
    "01.00.2010": ("impossible_date", "2010"),
    "12.25.2010": ("impossible_date", "2010-12-25"),
    "soon": ("date_unreadable", ""),
    "April": ("date_unreadable", ""),
    "24. Mrz": ("date_unreadable", ""),
    "1.10.": ("date_unreadable", ""),
    "31.12.–02.01.2019": ("date_unreadable", ""),
    "Dez–Jan 2019": ("date_unreadable", ""),
    "99999": ("date_unreadable", ""),
    "2010 2012": ("date_unreadable", ""),
    "seit": ("date_unreadable", ""),
    "x" * 10_000: ("date_unreadable", ""),
}


@pytest.mark.parametrize(("written", "told"), REFUSED.items(), ids=lambda value: str(value)[:30])
def test_what_could_mean_two_things_or_none_is_refused(written: str, told: tuple[str, str]) -> None:
    found = read(written)
    assert (found.code, found.remedy, found.start, found.end) == (*told, "", "")


@pytest.mark.parametrize("written", ["2018-07-04/2018-07-07", "04.07.2018–07.07.2018", "04.–07.07.2018"])
def test_a_span_is_one_however_it_is_written(written: str) -> None:
    assert read(written) == WrittenDate("2018-07-04", "2018-07-07", is_span=True)


@pytest.mark.parametrize("written", ["2014-10/2015-03", "2018-07/2018-09", "2014/2015"])
def test_a_term_a_quarter_and_an_academic_year_are_one_time(written: str) -> None:
    assert read(written) == WrittenDate(written)


@pytest.mark.parametrize(
    "written", ["unbekannt", "n/a", "-", "–", "?", "k. A.", "k.A.", "Unknown", "tba", "unbefristet"]
)
def test_a_word_for_nobody_knows_is_an_unknown_date_and_noted(written: str) -> None:
    assert read(written) == WrittenDate(code="no_date")


@pytest.mark.parametrize(
    ("written", "edtf"),
    [("2016–2019", "2016/2019"), ("seit 2010", "2010/.."), ("bis 2015", "../2015"), ("2010", "2010")],
)
def test_a_span_is_an_interval_where_one_date_is_asked(written: str, edtf: str) -> None:
    assert read(written).edtf == edtf
    assert dates.is_valid(edtf)


@pytest.mark.parametrize("text", ["WS 2024/15", "SoSe 2014/15", "2024/15", "2024–15"])
def test_two_digits_that_cannot_be_the_next_or_a_later_year_are_refused(text: str) -> None:
    assert read(text) == WrittenDate(code="date_unreadable")


def test_two_digits_may_lie_in_the_next_century() -> None:
    assert read("1998–15") == WrittenDate("1998", "2015", is_span=True)
    assert read("1998–04") == WrittenDate(code="ambiguous_date", remedy="1998-04 / 1998–2004")
    assert read("WS 2014–2016").edtf == "2014-10/2016"
