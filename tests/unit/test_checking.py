"""A wrong cell is a value with line, column, code and remedy; the other rows go on."""

from collections.abc import Callable

import pandas as pd
import pytest

from partner_dashboard.intake.checking import Checked, check
from partner_dashboard.intake.columns import Heading, Headings
from partner_dashboard.intake.reading import Table
from partner_dashboard.problems import Problem, Report
from partner_dashboard.schema import DATASETS, EVENTS, INSTITUTIONS
from tests.known import checked, found, known
from tests.uploads import table

Found = tuple[int, str, str, str, str]


def institutions(headers: str, *cells: str) -> Checked:
    """Check two institutions: one that is right, and on line 3 the one in question."""
    names = ["institution_id", "name", "kind", *headers.split(",")]
    right, wrong = ["univ-a", "A", "university"], ["univ-b", "B", "university", *cells]
    return checked("institutions", names, [*right, *[""] * len(cells)], wrong)


def partnerships(headers: str, *cells: str) -> Checked:
    names = ["partnership_id", "institution_id", "home_institution", "type", *headers.split(",")]
    right = ["univ-osaka", "rub", "network"]
    return checked("partnerships", names, ["p-1", *right, *[""] * len(cells)], ["p-2", *right[:2], "faculty", *cells])


def events(headers: str, *cells: str) -> Checked:
    names = ["event_id", "title", "kind", "start_date", *headers.split(",")]
    right = ["e-1", "One", "conference", "2020", *[""] * len(cells)]
    return checked("events", names, right, ["e-2", "Two", "conference", "2021", *cells])


def told(result: Checked) -> list[Found]:
    """Give what was found but for the notes on places that nobody knows."""
    return [one for one in found(result) if one[1] != "no_coordinates"]


STOPPING = [
    (partnerships, "stage", ("Singed",), ("unknown_code", "stage", "Singed", "signed")),
    (partnerships, "stage", ("blau",), ("unknown_code", "stage", "blau", "")),
    (partnerships, "status", ("läuft",), ("unknown_code", "status", "läuft", "active")),
    (events, "topics", ("research|sience_diplomacy",),
     ("unknown_code", "topics", "sience_diplomacy", "science_diplomacy")),
    (institutions, "country_code", ("Atlantis",), ("unknown_country", "country_code", "Atlantis", "")),
    (partnerships, "region_code", ("m49:999",), ("unknown_region", "region_code", "m49:999", "")),
    (events, "parent_event_id", ("trip",), ("unknown_reference", "parent_event_id", "trip", "")),
    (partnerships, "umbrella_id", ("p-11",), ("unknown_reference", "umbrella_id", "p-11", "p-1")),
    (partnerships, "start_date", ("31.02.2024",), ("impossible_date", "start_date", "31.02.2024", "")),
    (partnerships, "start_date", ("03/04/2025",),
     ("ambiguous_date", "start_date", "03/04/2025", "2025-03-04 / 2025-04-03")),
    (partnerships, "signed_on", ("soon",), ("date_unreadable", "signed_on", "soon", "")),
    (partnerships, "end_date", ("seit 2010",), ("date_unreadable", "end_date", "seit 2010", "")),
    (events, "leg", ("1.5",), ("not_a_number", "leg", "1.5", "")),
    (institutions, "latitude,longitude", ("95", "7"), ("latitude_out_of_range", "latitude", "95", "7.0 / 95.0")),
    (institutions, "latitude,longitude", ("524.009", "200"), ("latitude_out_of_range", "latitude", "524.009", "")),
    (institutions, "latitude,longitude", ("524.009", "13,05"),
     ("latitude_out_of_range", "latitude", "524.009", "52.4009")),
    (institutions, "latitude,longitude", ("52", "-180.5"), ("longitude_out_of_range", "longitude", "-180.5", "")),
    (institutions, "latitude,longitude", ("5.144.361", "7"),
     ("coordinate_unreadable", "latitude", "5.144.361", "51.44361")),
    (institutions, "latitude,longitude", ("51 N", "7 N"), ("coordinate_unreadable", "longitude", "7 N", "")),
]  # fmt: skip


@pytest.mark.parametrize(("given", "headers", "cells", "expected"), STOPPING)
def test_a_wrong_cell_stops_its_row_and_no_other(
    given: Callable[..., Checked], headers: str, cells: tuple[str, ...], expected: tuple[str, str, str, str]
) -> None:
    result = given(headers, *cells)
    assert told(result) == [(3, *expected)]
    assert result.rows.index.tolist() == [2]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("univ-b", "", "university"), ("missing_value", "name", "", "")),
        (("univ-b", "B", "k. A."), ("missing_value", "kind", "k. A.", "")),
        (("univ-a", "B", "university"), ("duplicate_id", "institution_id", "univ-a", "2")),
        (("univ;b", "B", "university"), ("unusable_id", "institution_id", "univ;b", "")),
    ],
)
def test_a_cell_that_every_row_needs_stops_its_row(row: tuple[str, ...], expected: tuple[str, str, str, str]) -> None:
    result = checked("institutions", ["institution_id", "name", "kind"], ["univ-a", "A", "university"], row)
    assert told(result) == [(3, *expected)]
    assert result.rows.index.tolist() == [2]


LOADING = [
    (partnerships, "start_date,end_date", ("2024-05", "2023"), ("end_before_start", "end_date", "2023", "2024-05")),
    (partnerships, "start_date", ("15.05.98",), ("two_digit_year", "start_date", "15.05.98", "1998-05-15")),
    (partnerships, "start_date", ("45292",), ("serial_date", "start_date", "45292", "2024-01-01")),
    (partnerships, "start_date", ("Anfang 2010",), ("less_precise", "start_date", "Anfang 2010", "2010")),
    (partnerships, "start_date", ("unbekannt",), ("no_date", "start_date", "unbekannt", "")),
    (partnerships, "start_date", ("2204",), ("unlikely_year", "start_date", "2204", "")),
    (partnerships, "start_date,end_date", ("2010–2012", "2013"), ("contradiction", "end_date", "2013", "2012")),
    (events, "source_url", ("www.rub.de",), ("no_web_address", "source_url", "www.rub.de", "https://www.rub.de")),
    (events, "source_url", ("javascript:alert(1)",), ("no_web_address", "source_url", "javascript:alert(1)", "")),
    (events, "country_code", ("Frankreihc",), ("unknown_country", "country_code", "Frankreihc", "FR")),
    (events, "country_code", ("D",), ("country_assumed", "country_code", "D", "DE")),
    (events, "description", ("x" * 10_001,), ("text_too_long", "description", "x" * 200 + "…", "")),
    (institutions, "latitude,longitude", ("52.4", ""), ("half_coordinate", "longitude", "", "")),
    (institutions, "latitude,longitude", ("", "7.1"), ("half_coordinate", "latitude", "", "")),
    (institutions, "latitude,longitude", ("0", "0.000"), ("null_island", "latitude", "0/0", "")),
    (institutions, "latitude,longitude", ("n/a", ""), ("not_a_number", "latitude", "n/a", "")),
    (institutions, "latitude,longitude", ("51° N", "7"), ("other_notation", "latitude", "51° N", "51.0")),
    (institutions, "latitude,longitude", ("7.26 O", "51.44 N"),
     ("swapped_coordinates", "latitude", "7.26 O / 51.44 N", "51.44 / 7.26")),
    (institutions, "latitude,longitude,country_code", ("7.26", "51.44", "DE"),
     ("outside_country", "latitude", "7.26 / 51.44", "51.44 / 7.26")),
    (institutions, "latitude,longitude,country_code", ("48.85", "2.35", "DE"),
     ("outside_country", "latitude", "48.85 / 2.35", "")),
    (institutions, "latitude,longitude,country_code", ("51.44", "-7.26", "DE"),
     ("outside_country", "latitude", "51.44 / -7.26", "51.44 / 7.26")),
    (institutions, "website", ("rub.de",), ("no_web_address", "website", "rub.de", "https://rub.de")),
]  # fmt: skip


@pytest.mark.parametrize(("given", "headers", "cells", "expected"), LOADING)
def test_a_doubtful_cell_is_told_and_its_row_loads(
    given: Callable[..., Checked], headers: str, cells: tuple[str, ...], expected: tuple[str, str, str, str]
) -> None:
    result = given(headers, *cells)
    assert told(result) == [(3, *expected)]
    assert not any(problem.severity == "error" for problem in result.problems)
    assert result.rows.index.tolist() == [2, 3]


# --- dates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "span"),
    [
        (("04.–07.07.2018", "", ""), ("2018-07-04", "2018-07-07")),
        (("", "", "04.–07.07.2018"), ("2018-07-04", "2018-07-07")),
        (("", "2016–2019", ""), ("2016", "2019")),
        (("04.07.2018", "7.7.2018", ""), ("2018-07-04", "2018-07-07")),
        (("2010", "bis 2015", ""), ("2010", "2015")),
        (("bis 2015", "", ""), ("", "2015")),
        (("seit 2010", "", ""), ("2010", "")),
        (("WS 2014/15", "", ""), ("2014-10/2015-03", "")),
        (("", "", "WS 2014/15"), ("2014-10", "2015-03")),
        (("", "", "April 2010"), ("2010-04", "")),
        (("ca. 2010", "unbekannt", ""), ("2010~", "")),
    ],
)
def test_start_end_and_period_become_two_dates(cells: tuple[str, str, str], span: tuple[str, str]) -> None:
    names = ["event_id", "title", "kind", "Beginn", "Ende", "Zeitraum"]
    rows = checked("events", names, ["e-1", "One", "conference", *cells]).rows
    assert tuple(rows.loc[2, ["start_date", "end_date"]]) == span


@pytest.mark.parametrize("span", ["2024-05 2024", "2024 2024-05", "198X 1980", "2016/.. 2016", "2020-02-29 2020-02"])
def test_an_end_that_may_lie_after_the_start_is_no_problem(span: str) -> None:
    assert told(partnerships("start_date,end_date", *span.split())) == []


def test_an_event_without_a_date_is_noted_and_loads() -> None:
    result = checked("events", ["event_id", "title", "kind", "start_date"], ["e-1", "One", "conference", ""])
    assert found(result) == [(2, "no_date", "start_date", "", "")]
    assert result.rows.index.tolist() == [2]


# --- points ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [("51.44", "7.26", ""), ("51,44", "7,26", ""), ("", "", "51.44, 7.26"), ("51.44, 7.26", "", ""),
     ("51° 26' 24\" N", "7° 15' 36\" O", ""), ("7.26 E", "51.44 N", ""), ("", "", "7.26 E / 51.44 N")],
)  # fmt: skip
def test_a_point_is_read_in_every_notation(cells: tuple[str, str, str]) -> None:
    names = ["institution_id", "name", "kind", "latitude", "longitude", "Koordinaten", "Land"]
    result = checked("institutions", names, ["univ-b", "B", "university", *cells, "Deutschland"])
    assert result.rows.loc[2, ["latitude", "longitude"]].tolist() == [51.44, 7.26]
    assert not any(problem.severity == "error" for problem in result.problems)


@pytest.mark.parametrize("place", ["0 7.5", "51.5 0", "90 180", "-90 -180", "1e1 7"])
def test_coordinates_on_a_line_of_the_globe_are_right(place: str) -> None:
    assert told(institutions("latitude,longitude", *place.split())) == []


def test_a_point_that_cannot_be_trusted_is_no_point() -> None:
    for cells in (("0", "0"), ("52.4", ""), ("n/a", "n/a"), ("-", "-")):
        rows = institutions("latitude,longitude", *cells).rows
        assert rows.loc[3, ["latitude", "longitude"]].isna().all()


def test_a_place_that_nobody_knows_is_noted_once() -> None:
    result = institutions("city,latitude,longitude", "Bochum", "", "")
    assert found(result) == [
        (2, "no_coordinates", "latitude", "univ-a", ""), (3, "no_coordinates", "city", "univ-b", ""),
    ]  # fmt: skip


# --- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "code"),
    [("Japan", "JP"), ("JPN", "JP"), ("jp", "JP"), ("NA", "NA"), ("Weißrussland", "BY"), ("XK", "XK")],
)
def test_a_country_is_read_in_every_way_of_writing_it(written: str, code: str) -> None:
    assert institutions("country_code", written).rows.at[3, "country_code"] == code


@pytest.mark.parametrize(
    ("written", "codes"),
    [("research|mobility", "research|mobility"), ("Forschung; Mobilität", "research|mobility"),
     ("research, mobility", "research|mobility"), ("research|research", "research"), ("-", ""), ("k. A.", "")],
)  # fmt: skip
def test_several_words_become_several_codes(written: str, codes: str) -> None:
    assert events("topics", written).rows.at[3, "topics"] == codes


def test_a_word_that_a_person_decided_about_means_what_was_decided() -> None:
    headings = ("event_id", "title", "kind")
    file = table(headings, ["e-1", "One", "Sonderfall"])
    held = tuple(Heading(position, name, name, "exact") for position, name in enumerate(headings))
    result = check(file, Headings("events", held, {"kind": {"Sonderfall": "other"}}), EVENTS, known())
    assert result.rows.at[2, "kind"] == "other"


def test_several_values_may_be_parted_by_what_people_use() -> None:
    assert partnerships("cluster_or_unit", "History; Romance Philology\nLaw").rows.at[3, "cluster_or_unit"] == (
        "History|Romance Philology|Law"
    )


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", "=1+1", "@@=(", "'; DROP TABLE x; --", "{0} %s", "🏳️‍🌈"]
)
def test_hostile_text_stays_text(text: str) -> None:
    result = events("title_de,description", text, text)
    assert told(result) == []
    assert result.rows.loc[3, ["title_de", "description"]].tolist() == [text, text]


def test_a_sign_that_nobody_can_write_is_left_out() -> None:
    assert events("description", "bell\x07 and\nline\x00").rows.at[3, "description"] == "bell and\nline"


# --- columns -----------------------------------------------------------------------------------------------------


def test_a_column_nobody_declared_is_told_and_left_out() -> None:
    result = institutions("Aktenzeichen,@@type,__proto__", "x", "y", "z")
    assert told(result) == [(1, "unknown_column", name, "", "") for name in ("Aktenzeichen", "@@type", "__proto__")]
    assert tuple(result.rows.columns) == INSTITUTIONS.names
    assert result.rows.index.tolist() == [2, 3]


def test_without_a_required_column_every_row_is_listed() -> None:
    result = checked("institutions", ["institution_id", "name"], ["univ-a", "A"], ["univ-b", "B"])
    assert told(result) == [
        (1, "missing_column", "kind", "", ""),
        (2, "missing_value", "kind", "", ""),
        (3, "missing_value", "kind", "", ""),
    ]
    assert (len(result.rows), tuple(result.rows.columns)) == (0, INSTITUTIONS.names)


def test_a_required_column_that_a_file_does_not_have_keeps_what_is_known() -> None:
    result = checked("institutions", ["institution_id", "name"], ["univ-osaka", "Osaka University"], ["new", "New"])
    assert result.rows["kind"].to_dict() == {2: "university"}
    assert [one[:3] for one in told(result)] == [(1, "missing_column", "kind"), (3, "missing_value", "kind")]


def test_the_one_home_of_all_rows_is_assumed_and_noted() -> None:
    state = known(partnerships=[{"partnership_id": "p", "institution_id": "univ-osaka", "home_institution": "rub"}])
    result = checked("partnerships", ["Partner", "Art"], ["Osaka University", "Netzwerk"], state=state)
    assert result.rows["home_institution"].tolist() == ["rub"]
    assert "home_institution" in result.fills
    assert found(result) == [(1, "home_assumed", "home_institution", "rub", "")]


def test_the_problems_of_the_reading_speak_of_our_columns() -> None:
    file = table(["Kennung", "Titel", "Art"], ["e-1", "Krak?w", "Konferenz"])
    lossy = Problem("lossy_character", "x.csv", 2, "Titel", "Krak?w")
    held = tuple(
        Heading(position, header, name, "synonym")
        for position, (header, name) in enumerate(zip(file.headers, ("event_id", "title", "kind"), strict=True))
    )
    with_problem = Table(file.file, file.headers, file.rows, 1, (lossy,), file.reading)
    result = check(with_problem, Headings("events", held), EVENTS, known())
    assert found(result)[0] == (2, "lossy_character", "title", "Krak?w", "")


def test_problems_come_by_line_and_then_by_column_with_file_and_sheet() -> None:
    file = table(
        ["kind", "country_code", "name", "institution_id", "latitude", "longitude"],
        ["blue", "Atlantis", "", "univ-a", "95", "700"], ["university", "DE", "B", "univ-a", "1", ""],
        file="x.xlsx", sheet="Liste", line=4,
    )  # fmt: skip
    held = tuple(Heading(position, name, name, "exact") for position, name in enumerate(file.headers))
    result = check(file, Headings("institutions", held), INSTITUTIONS, known())
    assert [(problem.line, problem.code, problem.column) for problem in result.problems] == [
        (5, "missing_value", "name"),
        (5, "unknown_code", "kind"),
        (5, "unknown_country", "country_code"),
        (5, "latitude_out_of_range", "latitude"),
        (6, "duplicate_id", "institution_id"),
        (6, "half_coordinate", "longitude"),
    ]
    assert {(problem.file, problem.sheet) for problem in result.problems} == {("x.xlsx", "Liste")}
    assert result.rows.empty


def test_coordinates_become_numbers_and_everything_else_stays_text() -> None:
    rows = institutions("latitude,longitude,country_code", "-33.9", "18.4", "ZA").rows
    assert rows["latitude"].isna().tolist() == [True, False]
    assert rows.loc[3, ["latitude", "longitude"]].tolist() == [-33.9, 18.4]
    assert {str(kind) for name, kind in rows.dtypes.items() if name not in ("latitude", "longitude")} == {"str"}


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset.name)
def test_an_empty_table_has_every_column_and_no_problem(dataset: object) -> None:
    result = checked(dataset.name, dataset.names)  # type: ignore[attr-defined]
    assert (tuple(result.rows.columns), len(result.rows), result.problems) == (dataset.names, 0, ())  # type: ignore[attr-defined]


def test_no_argument_is_changed() -> None:
    state, file = (
        known(),
        table(["Partner", "Land", "Art", "Beginn"], ["Osaka University", "Japan", "Netzwerk", "1.4.2010"]),
    )
    before = {name: getattr(state, name).copy() for name in ("institutions", "partnerships", "events")}
    rows = file.rows.copy()
    checked("partnerships", file.headers, *file.rows.to_numpy().tolist(), state=state)
    pd.testing.assert_frame_equal(file.rows, rows)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(state, name), frame)


# --- the report --------------------------------------------------------------------------------------------------


def test_a_report_counts_by_weight_and_knows_whether_a_row_was_stopped() -> None:
    warning = Report((Problem("end_before_start", "x.csv", 2), Problem("unknown_column", "x.csv", 1)))
    assert (warning.counts(), warning.has_errors) == ({"error": 0, "warning": 1, "info": 1}, False)
    worse = warning.with_problems([Problem("duplicate_id", "x.csv", 3)])
    assert (worse.counts(), worse.has_errors) == ({"error": 1, "warning": 1, "info": 1}, True)
    assert warning.counts()["error"] == 0


def test_rows_left_out_are_rows_and_not_errors() -> None:
    twice = (Problem("duplicate_id", "x.csv", 3), Problem("unknown_code", "x.csv", 3, "kind"))
    report = Report(twice, {"x": 5, "y": 2}, {"x": 4, "y": 2})
    assert (report.counts()["error"], report.rows_left_out) == (2, 1)
