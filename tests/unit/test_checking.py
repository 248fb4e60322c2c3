"""A wrong cell is a value with file, line, column and remedy; the other rows go on."""

import pytest

from partner_dashboard.intake.checking import Checked, Known, check, closest
from partner_dashboard.intake.reading import from_text
from partner_dashboard.problems import SEVERITIES, Problem, Report
from partner_dashboard.schema import DATASETS, EVENTS, INSTITUTIONS, PARTNERSHIPS, Dataset

KNOWN = Known(
    codes={
        "institution_kind": ("university", "network"),
        "partnership_type": ("network", "student_exchange"),
        "stage": ("signed", "active"),
        "event_kind": ("conference",),
        "topic": ("research", "science_diplomacy"),
        "visibility": ("public", "internal"),
    },
    ids={
        "institutions": frozenset({"univ-a", "univ-b"}),
        "partnerships": frozenset({"p-1", "p-2"}),
        "events": frozenset({"e-1", "e-2"}),
    },
)


def checked(dataset: Dataset, text: str) -> Checked:
    return check(from_text(dataset.file, text), dataset, KNOWN)


def institutions(columns: str, cells: str) -> Checked:
    """Check two institutions: one that is right, and on line 3 the one in question."""
    blank = "," * columns.count(",")
    return checked(
        INSTITUTIONS, f"institution_id,name,kind,{columns}\nuniv-a,A,university,{blank}\nuniv-b,B,university,{cells}\n"
    )


def partnerships(columns: str, cells: str) -> Checked:
    blank = "," * columns.count(",")
    right = "univ-a,univ-b,network"
    return checked(
        PARTNERSHIPS,
        f"partnership_id,institution_id,home_institution,type,{columns}\np-1,{right},{blank}\np-2,{right},{cells}\n",
    )


def events(columns: str, cells: str) -> Checked:
    blank = "," * columns.count(",")
    return checked(EVENTS, f"event_id,title,kind,{columns}\ne-1,One,conference,{blank}\ne-2,Two,conference,{cells}\n")


STOPPING = [
    ("missing_value", checked(INSTITUTIONS, "institution_id,name,kind\nuniv-a,A,university\nuniv-b,,university\n"),
     Problem("missing_value", "institutions.csv", 3, "name")),
    ("missing_value of the key",
     checked(INSTITUTIONS, "institution_id,name,kind\nuniv-a,A,university\n,B,university\n"),
     Problem("missing_value", "institutions.csv", 3, "institution_id")),
    ("wrong_field_count", checked(INSTITUTIONS, "institution_id,name,kind\nuniv-a,A,university\nuniv-b,B\n"),
     Problem("wrong_field_count", "institutions.csv", 3, "institution_id", "2 / 3", "univ-b")),
    ("duplicate_id", checked(INSTITUTIONS, "institution_id,name,kind\nuniv-a,A,university\nuniv-a,B,university\n"),
     Problem("duplicate_id", "institutions.csv", 3, "institution_id", "univ-a")),
    ("unknown_code", partnerships("stage", "Singed"),
     Problem("unknown_code", "partnerships.csv", 3, "stage", "Singed", "signed")),
    ("unknown_code far from any", partnerships("stage", "blue"),
     Problem("unknown_code", "partnerships.csv", 3, "stage", "blue")),
    ("unknown_code among several", events("topics", "research|sience_diplomacy"),
     Problem("unknown_code", "events.csv", 3, "topics", "sience_diplomacy", "science_diplomacy")),
    ("unknown_country in lower case", institutions("country_code", "na"),
     Problem("unknown_country", "institutions.csv", 3, "country_code", "na", "NA")),
    ("unknown_country", institutions("country_code", "UK"),
     Problem("unknown_country", "institutions.csv", 3, "country_code", "UK")),
    ("unknown_institution", checked(PARTNERSHIPS, "partnership_id,institution_id,home_institution,type\n"
                                    "p-1,univ-a,univ-b,network\np-2,univ-aa,univ-b,network\n"),
     Problem("unknown_institution", "partnerships.csv", 3, "institution_id", "univ-aa", "univ-a")),
    ("unknown_institution taking part", events("institution_ids", "univ-a:host;univ-x:guest"),
     Problem("unknown_institution", "events.csv", 3, "institution_ids", "univ-x", "univ-b")),
    ("unknown_reference", events("parent_event_id", "trip"),
     Problem("unknown_reference", "events.csv", 3, "parent_event_id", "trip")),
    ("unknown_reference to a framework", partnerships("umbrella_id", "p-11"),
     Problem("unknown_reference", "partnerships.csv", 3, "umbrella_id", "p-11", "p-1")),
    ("date_unreadable", partnerships("start_date", "31.02.2024"),
     Problem("date_unreadable", "partnerships.csv", 3, "start_date", "31.02.2024")),
    ("not_a_number with a comma", institutions("latitude,longitude", '"52,4",7.1'),
     Problem("not_a_number", "institutions.csv", 3, "latitude", "52,4", "52.4")),
    ("not_a_number", institutions("latitude,longitude", "51° N,7"),
     Problem("not_a_number", "institutions.csv", 3, "latitude", "51° N")),
    ("not_a_number but infinite", institutions("latitude,longitude", "51,inf"),
     Problem("not_a_number", "institutions.csv", 3, "longitude", "inf")),
    ("not_a_number but nothing", institutions("latitude,longitude", "nan,7"),
     Problem("not_a_number", "institutions.csv", 3, "latitude", "nan")),
    ("not_a_number of other digits", institutions("latitude,longitude", "٥١,7"),
     Problem("not_a_number", "institutions.csv", 3, "latitude", "٥١")),
    ("not_a_number where a whole one is asked", events("leg", "1.5"),
     Problem("not_a_number", "events.csv", 3, "leg", "1.5")),
    ("half_coordinate", institutions("latitude,longitude", "52.4,"),
     Problem("half_coordinate", "institutions.csv", 3, "longitude")),
    ("half_coordinate the other way", institutions("latitude,longitude", ",7.1"),
     Problem("half_coordinate", "institutions.csv", 3, "latitude")),
    ("latitude_out_of_range", institutions("latitude,longitude", "90.1,7"),
     Problem("latitude_out_of_range", "institutions.csv", 3, "latitude", "90.1")),
    ("longitude_out_of_range", institutions("latitude,longitude", "52,-180.5"),
     Problem("longitude_out_of_range", "institutions.csv", 3, "longitude", "-180.5")),
    ("null_island", institutions("latitude,longitude", "0,0.000"),
     Problem("null_island", "institutions.csv", 3, "latitude", "0/0")),
]  # fmt: skip


@pytest.mark.parametrize(("found", "expected"), [case[1:] for case in STOPPING], ids=[case[0] for case in STOPPING])
def test_a_wrong_cell_stops_its_row_and_no_other(found: Checked, expected: Problem) -> None:
    assert found.problems == (expected,)
    assert found.rows.index.tolist() == [2]
    assert expected.severity == "error"


def test_an_end_before_the_start_is_a_warning_and_the_row_stays() -> None:
    found = partnerships("start_date,end_date", "2024-05,2023")
    assert found.problems == (Problem("end_before_start", "partnerships.csv", 3, "end_date", "2023", "2024-05"),)
    assert found.rows.index.tolist() == [2, 3]


@pytest.mark.parametrize("span", ["2024-05,2024", "2024,2024-05", "198X,1980", "2016/..,2016", ",2016", "2016,"])
def test_an_end_that_may_lie_after_the_start_is_no_problem(span: str) -> None:
    assert partnerships("start_date,end_date", span).problems == ()


def test_a_column_nobody_declared_is_told_and_left_out() -> None:
    found = institutions("rector,@@type,__proto__", "x,y,z")
    assert found.problems == tuple(
        Problem("unknown_column", "institutions.csv", 1, name) for name in ("rector", "@@type", "__proto__")
    )
    assert tuple(found.rows.columns) == INSTITUTIONS.names
    assert found.rows.index.tolist() == [2, 3]


def test_without_a_required_column_no_row_can_be_read() -> None:
    found = checked(INSTITUTIONS, "institution_id,name\nuniv-a,A\nuniv-b,B\n")
    assert found.problems == (Problem("missing_column", "institutions.csv", 1, "kind"),)
    assert (len(found.rows), tuple(found.rows.columns)) == (0, INSTITUTIONS.names)


def test_every_code_that_a_check_can_give_is_produced_by_a_test() -> None:
    of_the_folder = {"unknown_region", "no_coordinates", "reference_left_out"}
    produced = {expected.code for _, _, expected in STOPPING}
    assert produced | {"end_before_start", "unknown_column", "missing_column"} | of_the_folder == set(SEVERITIES)


def test_problems_come_by_line_and_then_by_column() -> None:
    found = checked(
        INSTITUTIONS,
        "kind,country_code,name,institution_id,latitude,longitude\nblue,uk,,univ-a,95,7\nuniversity,DE,B,univ-a,1,\n",
    )
    assert [(problem.line, problem.code, problem.column) for problem in found.problems] == [
        (2, "missing_value", "name"),
        (2, "unknown_code", "kind"),
        (2, "unknown_country", "country_code"),
        (2, "latitude_out_of_range", "latitude"),
        (3, "duplicate_id", "institution_id"),
        (3, "half_coordinate", "longitude"),
    ]
    assert found.rows.empty


def test_coordinates_become_numbers_and_everything_else_stays_text() -> None:
    rows = institutions("latitude,longitude,country_code", "-33.9,18.4,NA").rows
    assert rows["latitude"].isna().tolist() == [True, False]
    assert rows.loc[3, ["latitude", "longitude"]].tolist() == [-33.9, 18.4]
    assert rows.loc[3, "country_code"] == "NA"
    assert {str(kind) for name, kind in rows.dtypes.items() if name not in ("latitude", "longitude")} == {"str"}


@pytest.mark.parametrize("country", ["NA", "XK", "TW", "GL", "AQ"])
def test_every_country_code_of_iso_and_kosovo_is_one(country: str) -> None:
    assert institutions("country_code", country).problems == ()


@pytest.mark.parametrize("place", ["0,7.5", "51.5,0", "90,180", "-90,-180", "1e1,7"])
def test_coordinates_on_a_line_of_the_globe_are_right(place: str) -> None:
    assert institutions("latitude,longitude", place).problems == ()


def test_participants_may_have_roles_and_white_space() -> None:
    assert events("institution_ids", " univ-a : host ; univ-b ;").problems == ()


@pytest.mark.parametrize(
    ("value", "near"),
    [("universty", "university"), ("Netwrk", "network"), ("city", ""), ("univ", ""), ("zzz", "")],
)
def test_a_remedy_is_only_given_when_something_is_really_near(value: str, near: str) -> None:
    assert closest(value, ("university", "network")) == near


def test_a_reference_to_a_row_that_was_left_out_says_where_that_row_stands() -> None:
    known = Known(KNOWN.codes, KNOWN.ids, {"institutions": {"univ-c": "institutions.csv:8"}})
    text = "event_id,title,kind,institution_ids\ne-1,One,conference,univ-a;univ-c:host\n"
    found = check(from_text("events.csv", text), EVENTS, known)
    assert found.problems == (
        Problem("reference_left_out", "events.csv", 2, "institution_ids", "univ-c", "institutions.csv:8"),
    )
    assert found.rows.empty


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset.name)
def test_an_empty_table_has_every_column_and_no_problem(dataset: Dataset) -> None:
    found = checked(dataset, ",".join(dataset.names) + "\n")
    assert (tuple(found.rows.columns), len(found.rows), found.problems) == (dataset.names, 0, ())


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
