"""Rows point to institutions and to each other; rows without an id mean one that is there, or are new."""

import pytest

from partner_dashboard.intake.checking import Checked, Known
from tests.known import HERE, checked, found, known
from tests.organisations import Row, institution

STRANDS: tuple[Row, ...] = (
    {"partnership_id": "p-osaka", "institution_id": "univ-osaka", "home_institution": "rub", "type": "network",
     "cluster_or_unit": "History|Law", "start_date": "2010~"},
    {"partnership_id": "p-osaka-exchange", "institution_id": "univ-osaka", "home_institution": "rub",
     "type": "student_exchange", "start_date": "2012"},
)  # fmt: skip


def strands(
    *rows: tuple[str, ...], headers: str = "Partner,Land,Hochschule,Art", state: Known | None = None
) -> Checked:
    return checked("partnerships", headers.split(","), *rows, state=state or known(partnerships=STRANDS))


def codes(result: Checked) -> list[tuple[int, str, str, str]]:
    return [(line, code, value, remedy) for line, code, _, value, remedy in found(result)]


# --- partners ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["univ-osaka", "UNIV-OSAKA", "Osaka University", "Universität Osaka", "https://ror.org/035t8zc32", "035T8ZC32"],
)
def test_a_partner_is_found_by_id_ror_id_or_name(written: str) -> None:
    headers = "partner_name,country_code,home_institution,type"
    result = strands((written, "Japan", "RUB", "Fakultätspartnerschaft"), headers=headers)
    assert result.rows.loc[2, ["institution_id", "home_institution"]].tolist() == ["univ-osaka", "rub"]
    assert result.problems == ()


def test_a_partner_may_be_given_by_its_ror_id_alone() -> None:
    result = checked(
        "partnerships", ["partner_ror_id", "home_institution", "type"], ["https://ror.org/035t8zc32", "rub", "faculty"]
    )
    assert result.rows["institution_id"].tolist() == ["univ-osaka"]


def test_a_partner_nobody_knows_stops_its_rows_and_is_one_match() -> None:
    result = strands(("Atlantis", "Japan", "RUB", "Netzwerk"), ("Osaka University", "Japan", "RUB", "Fakultät"),
                     ("Atlantis", "Japan", "RUB", "Netzwerk"))  # fmt: skip
    assert codes(result) == [(2, "unknown_institution", "Atlantis", ""), (4, "unknown_institution", "Atlantis", "")]
    assert found(result)[0][2] == "Partner", "the heading as written, because the column is none of ours"
    assert result.rows.index.tolist() == [3]
    assert [(match.written, match.lines, match.institution_id) for match in result.matches if match.by != "name"] == [
        ("Atlantis", (2, 4), "")
    ]


def test_a_partner_that_is_not_sure_is_asked() -> None:
    twins = (*HERE, institution("univ-osaka-2", name="Osaka University", city="Suita", country_code="JP"))
    result = strands(("Osaka University", "Japan", "RUB", "Netzwerk"), state=known(twins))
    assert codes(result) == [(2, "unsure_institution", "Osaka University", "univ-osaka")]
    (match,) = [match for match in result.matches if match.written == "Osaka University"]
    assert {candidate.institution_id for candidate in match.candidates} == {"univ-osaka", "univ-osaka-2"}


def test_what_a_person_decided_about_a_name_counts() -> None:
    state = known(partnerships=STRANDS, aliases={"the big one in osaka": "univ-osaka"})
    result = strands(("The big one in Osaka", "Japan", "RUB", "Fakultät"), state=state)
    assert result.rows["institution_id"].tolist() == ["univ-osaka"]


def test_an_unknown_id_gets_a_hint_and_a_name_beside_it_is_taken_with_a_warning() -> None:
    headers = ["institution_id", "partner_name", "home_institution", "type"]
    result = checked("partnerships", headers, ["univ-osaka-alt", "", "rub", "faculty"],
                     ["17", "Osaka University", "rub", "network"])  # fmt: skip
    assert codes(result) == [
        (2, "unknown_institution", "univ-osaka-alt", "univ-osaka"), (3, "unknown_institution", "17", "univ-osaka"),
    ]  # fmt: skip
    assert [problem.severity for problem in result.problems] == ["error", "warning"]
    assert result.rows["institution_id"].to_dict() == {3: "univ-osaka"}


def test_a_country_that_is_not_the_partners_is_a_contradiction() -> None:
    headers = ["institution_id", "country_code", "home_institution", "type"]
    result = checked("partnerships", headers, ["univ-osaka", "Frankreich", "rub", "faculty"])
    assert codes(result) == [(2, "contradiction", "Frankreich", "JP")]
    assert result.rows.index.tolist() == [2]


def test_one_partner_in_two_cities_is_a_contradiction_in_the_file() -> None:
    headers = ["institution_id", "partner_city", "home_institution", "type"]
    rows = [[city, kind] for city, kind in (("Suita", "faculty"), ("Kyoto", "network"), ("suita", "other"))]
    result = checked("partnerships", headers, *(["univ-osaka", city, "rub", kind] for city, kind in rows))
    assert [one[1:] for one in codes(result)] == [("contradiction", "Kyoto", "Suita")]


def test_a_relation_to_nobody_and_nowhere_is_stopped() -> None:
    headers = ["institution_id", "country_code", "home_institution", "type"]
    result = checked("partnerships", headers, ["", "China", "rub", "network"], ["-", "", "rub", "network"])
    assert found(result) == [(3, "missing_value", "institution_id", "", "")]
    assert result.rows["country_code"].to_dict() == {2: "CN"}


def test_a_reference_to_a_row_that_was_left_out_says_where_that_row_stands() -> None:
    state = known(left_out={"institutions": {"univ-c": "institutions.csv:8"}})
    result = checked("events", ["event_id", "title", "kind", "start_date", "institution_ids"],
                     ["e-1", "One", "conference", "2020", "rub;univ-c:host"], state=state)  # fmt: skip
    assert found(result) == [(2, "reference_left_out", "institution_ids", "univ-c", "institutions.csv:8")]
    assert result.rows.empty


# --- participants ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("rub, univ-osaka; city-bochum:host", "rub;univ-osaka;city-bochum:host"),
        ("rub|univ-osaka", "rub;univ-osaka"),
        (" rub : host ; univ-osaka ;", "rub:host;univ-osaka"),
        ("RUB, University of California, Berkeley, Osaka University", "rub;uc-berkeley;univ-osaka"),
        ("University of California, Berkeley", "uc-berkeley"),
        ("University of California, Berkeley: Gastgeber; RUB", "uc-berkeley:host;rub"),
        ("https://ror.org/035t8zc32", "univ-osaka"),
        ("rub, rub", "rub"),
        ("k. A.", ""),
    ],
)
@pytest.mark.parametrize("column", ["institution_ids", "participants"])
def test_participants_are_found_however_they_are_parted(written: str, ids: str, column: str) -> None:
    result = checked(
        "events", ["event_id", "title", "kind", "start_date", column], ["e-1", "One", "other", "2020", written]
    )
    assert result.problems == ()
    assert result.rows["institution_ids"].tolist() == [ids]


def test_both_columns_of_participants_count() -> None:
    headers = ["event_id", "title", "kind", "start_date", "institution_ids", "participants"]
    result = checked("events", headers, ["e-1", "One", "other", "2020", "rub", "univ-osaka"],
                     ["e-2", "Two", "other", "2020", "", "rub"])  # fmt: skip
    assert result.rows["institution_ids"].tolist() == ["rub;univ-osaka", "rub"]


def test_a_participant_nobody_knows_stops_its_row() -> None:
    result = checked("events", ["event_id", "title", "kind", "start_date", "institution_ids"],
                     ["e-1", "One", "other", "2020", "rub:host;univ-osaki:guest"])  # fmt: skip
    assert codes(result) == [(2, "unknown_institution", "univ-osaki", "univ-osaka")]


# --- rows of the same file ---------------------------------------------------------------------------------------


def test_rows_may_point_to_rows_of_their_own_file() -> None:
    events = checked("events", ["event_id", "title", "kind", "start_date", "parent_event_id"],
                     ["leg", "Leg", "other", "2020", "trip"], ["trip", "Trip", "other", "2020", ""])  # fmt: skip
    assert events.problems == ()
    headers = ["institution_id", "name", "kind", "parent_id"]
    parent = ["parent", "Parent", "university", ""]
    institutions = checked("institutions", headers, ["child", "Child", "university", "parent"], parent)
    assert institutions.rows["parent_id"].tolist() == ["parent", ""]


def test_what_points_to_a_stopped_row_is_stopped_with_it() -> None:
    result = checked("events", ["event_id", "title", "kind", "start_date", "parent_event_id"],
                     ["stop", "Stop", "other", "2020", "leg"], ["leg", "Leg", "other", "2020", "trip"],
                     ["trip", "Trip", "nonsense", "2020", ""])  # fmt: skip
    assert found(result) == [
        (2, "reference_left_out", "parent_event_id", "leg", "x.csv:3"),
        (3, "reference_left_out", "parent_event_id", "trip", "x.csv:4"),
        (4, "unknown_code", "kind", "nonsense", ""),
    ]
    assert result.rows.empty


# --- rows without an id ------------------------------------------------------------------------------------------


def test_a_row_without_an_id_means_the_one_with_the_same_natural_key() -> None:
    headers = "Partner,Hochschule,Art,Einheit,Beginn"
    result = strands(("Universität Osaka", "RUB", "Netzwerk", "Law; history", "2010"),
                     ("Universität Osaka", "RUB", "Studierendenaustausch", "", "2012"),
                     ("Universität Osaka", "RUB", "Studierendenaustausch", "", "2013"), headers=headers)  # fmt: skip
    assert result.problems == ()
    assert result.rows["partnership_id"].tolist() == [
        "p-osaka", "p-osaka-exchange", "p-rub-univ-osaka-student-exchange",
    ]  # fmt: skip


def test_new_ids_never_meet_one_that_is_there() -> None:
    taken = {"partnership_id": "p-rub-univ-osaka-faculty", "institution_id": "rub", "home_institution": "rub"}
    rows = [("univ-osaka", "rub", "faculty", year) for year in ("2001", "2002")]
    headers = "institution_id,home_institution,type,start_date"
    result = strands(*rows, headers=headers, state=known(partnerships=(taken,)))
    assert result.rows["partnership_id"].tolist() == ["p-rub-univ-osaka-faculty-2", "p-rub-univ-osaka-faculty-3"]


def test_the_same_row_twice_without_an_id_is_perhaps_a_repetition() -> None:
    row = ("univ-osaka", "rub", "faculty", "2001")
    headers = "institution_id,home_institution,type,start_date"
    result = strands(row, row, headers=headers)
    assert codes(result) == [(3, "possible_duplicate", "p-rub-univ-osaka-faculty-2", "2")]
    assert result.rows.index.tolist() == [2, 3]


def test_a_row_that_may_be_one_of_two_is_asked_and_one_that_says_the_same_is_not() -> None:
    twins = [STRANDS[1] | {"partnership_id": f"p-{name}", "description": name} for name in ("a", "b")]
    headers = "institution_id,home_institution,type,start_date,description"
    row = ("univ-osaka", "rub", "student_exchange", "2012")
    state = known(partnerships=twins)
    sure = strands((*row, "b"), (*row, "a"), headers=headers, state=state)
    assert sure.rows["partnership_id"].tolist() == ["p-b", "p-a"]
    asked = strands((*row, "c"), headers=headers, state=state)
    assert codes(asked) == [(2, "ambiguous_row", "", "p-a / p-b")]
    assert asked.rows.empty


def test_an_event_without_an_id_means_the_one_of_its_title_day_and_kind() -> None:
    state = known(events=[{"event_id": "e-trip", "title": "Trip to Japan", "start_date": "2025-04", "kind": "other"}])
    result = checked("events", ["Titel", "Datum", "Art"], ["Trip to JAPAN", "April 2025", "Sonstiges"],
                     ["Summer school", "", "Sommerschule"], state=state)  # fmt: skip
    assert result.rows["event_id"].tolist() == ["e-trip", "e-nd-summer-school"]


def test_an_institution_without_an_id_is_one_we_know_or_new() -> None:
    headers = ["Name", "Art", "Ort", "Land"]
    result = checked("institutions", headers, ["Universität Osaka", "Universität", "Suita", "Japan"],
                     ["University of Nowhere", "Universität", "Nowhere", "Namibia"])  # fmt: skip
    assert result.rows["institution_id"].tolist() == ["univ-osaka", "university-of-nowhere"]
    twice = checked("institutions", headers, *[["Universität Osaka", "Universität", "Suita", "Japan"]] * 2)
    assert (3, "duplicate_id", "Universität Osaka", "2") in codes(twice)


# --- institutions that may be one --------------------------------------------------------------------------------


def test_an_institution_under_a_second_id_is_perhaps_a_repetition() -> None:
    headers = ["institution_id", "name", "kind", "city", "country_code", "latitude", "longitude"]
    osaka, tours = ["university", "Suita", "JP", "34.8", "135.5"], ["university", "Tours", "FR", "47.4", "0.7"]
    rows = [["univ-osaka-new", "Universität Osaka", *osaka], ["univ-tours", "University of Tours", *tours],
            ["tours", "University of TOURS", *tours]]  # fmt: skip
    result = checked("institutions", headers, *rows)
    assert found(result) == [
        (2, "possible_duplicate", "name", "Universität Osaka", "univ-osaka"),
        (4, "possible_duplicate", "name", "University of TOURS", "univ-tours"),
    ]
    assert len(result.rows) == 3


def test_an_institution_under_a_similar_name_is_perhaps_a_repetition() -> None:
    headers = ["institution_id", "name", "kind", "city", "country_code", "latitude", "longitude"]
    osaka, tours = ["university", "Suita", "JP", "34.8", "135.5"], ["university", "Tours", "FR", "47.4", "0.7"]
    rows = [["osaka-new", "Univ. Osaka", *osaka], ["univ-tours", "University of Tours", *tours],
            ["tours-new", "Univ. of Tours", *tours], ["tours-arts", "Tours School of Arts", *tours]]  # fmt: skip
    result = checked("institutions", headers, *rows)
    assert codes(result) == [
        (2, "possible_duplicate", "Univ. Osaka", "univ-osaka"),
        (4, "possible_duplicate", "Univ. of Tours", "univ-tours"),
    ]


def test_one_name_in_two_cities_is_a_contradiction_and_no_repetition() -> None:
    headers = ["institution_id", "name", "kind", "city", "country_code", "latitude", "longitude"]
    result = checked("institutions", headers, ["a", "City College", "university", "Paris", "FR", "48.85", "2.35"],
                     ["b", "City College", "university", "Lyon", "FR", "45.76", "4.84"])  # fmt: skip
    assert found(result) == [(3, "contradiction", "city", "Lyon", "Paris")]


def test_a_file_of_ids_and_one_column_keeps_the_partner_that_is_known_of_the_row() -> None:
    result = strands(("p-osaka", "2031"), headers="partnership_id,end_date")
    assert [problem for problem in result.problems if problem.severity != "info"] == []
    assert result.rows.loc[2, ["institution_id", "home_institution", "type", "end_date"]].tolist() == [
        "univ-osaka", "rub", "network", "2031",
    ]  # fmt: skip


@pytest.mark.parametrize(("city", "country"), [("Vallendar", "Deutschland"), ("", "Deutschland"), ("Sapporo", "Japan")])
def test_a_name_that_is_like_an_id_in_another_place_is_asked_about(city: str, country: str) -> None:
    headers = "Partnereinrichtung,Ort,Land,Hochschule,Art"
    result = strands(("UNIV-OSAKA", city, country, "RUB", "Netzwerk"), headers=headers)
    assert result.rows.empty
    assert {problem.code for problem in result.problems} <= {"unsure_institution", "unknown_institution"}


def test_an_institution_named_like_an_id_elsewhere_is_never_that_one() -> None:
    here = (*HERE, institution("whu", name="Wuhan University", short_name="WHU", city="Wuhan", country_code="CN"))
    result = checked(
        "institutions", ["name", "kind", "city", "country_code"], ["WHU", "university", "Vallendar", "DE"],
        state=known(institutions=here),
    )  # fmt: skip
    assert "whu" not in result.rows["institution_id"].tolist()


def test_an_id_and_a_name_that_do_not_agree_are_told() -> None:
    headers = "institution_id,partner_name,home_institution,type"
    result = strands(("univ-osaka", "University of California, Berkeley", "rub", "network"), headers=headers)
    assert ("contradiction", "University of California, Berkeley", "univ-osaka") in [row[1:] for row in codes(result)]


def test_a_home_institution_without_partnerships_so_far_is_doubted() -> None:
    headers = "institution_id,home_institution,type"
    result = strands(("univ-osaka", "rub", "faculty"), ("univ-osaka", "uc-berkeley", "faculty"), headers=headers)
    assert (3, "unknown_home", "uc-berkeley", "") in codes(result)
    assert [line for line, code, _, _ in codes(result) if code == "unknown_home"] == [3]
    assert result.rows["home_institution"].tolist() == ["rub", "uc-berkeley"]


def test_a_row_that_was_commented_out_is_asked_about() -> None:
    result = strands(("#p-1", "univ-osaka", "rub", "faculty"), headers="partnership_id,institution_id,Hochschule,type")
    assert codes(result) == [(2, "commented_row", "#p-1", "")]


def test_a_role_that_no_list_has_is_told_and_stays() -> None:
    result = checked("events", ["event_id", "title", "kind", "institution_ids"], ["e", "E", "workshop", "rub:boss"])
    assert [(problem.code, problem.value, problem.severity) for problem in result.problems if problem.value] == [
        ("unknown_code", "boss", "warning")
    ]
    assert result.rows["institution_ids"].tolist() == ["rub:boss"]


def test_ids_that_differ_only_in_case_are_one_id_twice() -> None:
    result = checked(
        "institutions", ["institution_id", "name", "kind"], ["x-a", "A", "university"], ["X-A", "B", "city"]
    )
    assert [
        (problem.line, problem.code, problem.value) for problem in result.problems if problem.severity == "error"
    ] == [(3, "duplicate_id", "X-A")]
