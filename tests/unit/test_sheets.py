"""What the sheet of a partner or an event says, on a few rows of our own."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from partner_dashboard import sheets, summary
from partner_dashboard.editions import Edition
from partner_dashboard.problems import SEVERITIES
from partner_dashboard.texts import LANGUAGES, Texts
from tests.organisations import Row, event, institution, opened, strand, unchanging, write

TODAY = 'as_of = 2026-03-01\nhome_country = "DE"\nhomes = ["home"]\n'

TSUKUBA = {"city": "Tsukuba", "country_code": "JP", "place_precision": "campus", "place_method": "stated"}
PLACES: list[Row] = [
    institution("home", country_code="DE", city="Bochum", latitude="51.44", longitude="7.26", place_precision="campus"),
    institution("uni", latitude="36.1", longitude="140.1", name_de="Die Uni", **TSUKUBA),
    institution("near", latitude="36.1", longitude="140.2", **TSUKUBA),
    institution(
        "suburb", city="Tsuchiura", country_code="JP", latitude="36.1", longitude="140.3", place_precision="campus"
    ),
    institution("town", latitude="36.08", longitude="140.08", **(TSUKUBA | {"place_precision": "city"})),
    institution("roughly", city="Tsukuba", country_code="JP"),
    institution("lost"),
    institution("far", city="Osaka", country_code="JP", latitude="34.8", longitude="135.5", place_precision="campus"),
    institution("office", city="Bochum", country_code="DE", parent_id="uni", kind="liaison_office"),
]


def edition(
    folder: Path, partnerships: Sequence[Row] = (), events: Sequence[Row] = (), evidence: Sequence[Row] = ()
) -> Edition:
    return opened(write(folder, PLACES, partnerships, events, evidence=evidence, settings=TODAY))


# --- places ------------------------------------------------------------------------------------------------------


def test_a_quarter_of_the_equator_is_ten_thousand_kilometres() -> None:
    found = sheets.distances_km(0, 0, pd.Series([0.0, 90.0, None]), pd.Series([90.0, 0.0, 3.0]))
    assert [round(far) for far in found.head(2)] == [10008, 10008]
    assert pd.isna(found.iloc[2])


def test_the_way_across_the_date_line_is_short() -> None:
    found = sheets.distances_km(0, 179.5, pd.Series([0.0]), pd.Series([-179.5]))
    assert round(found.iloc[0]) == 111


def test_neighbours_are_in_the_same_city_or_near_and_only_exact_places_have_a_distance(tmp_path: Path) -> None:
    found = sheets.neighbours(edition(tmp_path), "uni")
    assert found["distance_km"].round().fillna(-1).to_dict() == {"near": 9, "roughly": -1, "town": -1, "suburb": 18}
    assert list(found.index) == ["near", "roughly", "town", "suburb"]


def test_a_place_nobody_knows_has_no_neighbours(tmp_path: Path) -> None:
    assert sheets.neighbours(edition(tmp_path), "lost").empty


def test_an_office_elsewhere_belongs_to_its_university_and_the_other_way_round(tmp_path: Path) -> None:
    held = edition(tmp_path)
    assert sheets.family(held, "uni")["tie"].to_dict() == {"office": "part"}
    assert sheets.family(held, "office")["tie"].to_dict() == {"uni": "whole"}


# --- the sheet of a partner --------------------------------------------------------------------------------------

VISITS: list[Row] = [
    event("late", start_date="2025-04", institution_ids="home:visitor;uni:host"),
    event("undated", institution_ids="uni"),
    event("early", start_date="2018-07-06", end_date="2018-07-08", institution_ids="uni:visitor"),
    event("others", start_date="2025-05", institution_ids="far"),
]


def test_events_stand_in_order_of_time_with_the_role_and_the_undated_last(tmp_path: Path) -> None:
    found = sheets.events_of(edition(tmp_path, events=VISITS), "uni")
    assert list(found["role"].items()) == [("early", "visitor"), ("late", "host"), ("undated", "")]


SIGNED_LATER = {"start_date": "2016", "signed_on": "2025-06"}
SIGNS = [
    ("an event names the partner", {"start_date": "2016"}, sheets.Sign("2025-04", "event", "late")),
    ("a start after every event", {"start_date": "2026"}, sheets.Sign("2026", "start", "p")),
    ("a signature after every event", SIGNED_LATER, sheets.Sign("2025-06", "signed", "p")),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "sign"), [case[1:] for case in SIGNS], ids=[case[0] for case in SIGNS])
def test_the_last_sign_of_life_is_dated_as_its_source_dates_it(
    tmp_path: Path, cells: dict[str, str], sign: sheets.Sign
) -> None:
    assert sheets.partner(edition(tmp_path, [strand("p", "uni", **cells)], VISITS), "uni").last_sign == sign


def test_a_partner_without_any_date_has_given_no_sign(tmp_path: Path) -> None:
    assert sheets.partner(edition(tmp_path, [strand("p", "far")]), "far").last_sign is None


def test_a_sheet_gathers_relations_what_is_held_and_all_evidence(tmp_path: Path) -> None:
    rows = [strand("p", "uni", start_date="2016"), strand("q", "uni", start_date="2011~"), strand("r", "far")]
    evidence = [
        {"row_id": "p", "stance": "contradicts", "states": "another year"},
        {"row_id": "uni", "states": "another name"},
        {"row_id": "r", "states": "of another partner"},
    ]
    held = edition(tmp_path, rows, VISITS, evidence)
    with unchanging(held):
        uni, home = sheets.partner(held, "uni"), sheets.partner(held, "home")
    assert (list(uni.strands.index), uni.since, uni.living, len(uni.held)) == (["p", "q"], "2011~", 2, 0)
    assert list(uni.evidence["states"]) == ["another year", "another name"]
    assert (home.is_home, len(home.strands), list(home.held.index)) == (True, 0, ["p", "q", "r"])


def test_the_chronicle_puts_relations_and_events_into_one_order(tmp_path: Path) -> None:
    rows = [strand("p", "uni", start_date="2018", end_date="2025-12", signed_on="2017-11"), strand("q", "uni")]
    held = edition(tmp_path, rows, VISITS)
    found = sheets.chronicle(sheets.partner(held, "uni"), held)
    assert [(row.what, row.row_id) for row in found.itertuples()] == [
        ("signed", "p"), ("start", "p"), ("event", "early"), ("event", "late"), ("end", "p"), ("event", "undated"),
    ]  # fmt: skip


@pytest.mark.parametrize("signed", ["2019-11-25", "2019-11-25~"])
def test_a_start_and_a_signature_of_the_same_day_are_one_entry(tmp_path: Path, signed: str) -> None:
    held = edition(tmp_path, [strand("p", "far", start_date="2019-11-25", signed_on=signed)])
    assert list(sheets.chronicle(sheets.partner(held, "far"), held)["what"]) == ["start_signed"]


def test_what_is_only_promised_is_no_start_and_no_sign_of_life(tmp_path: Path) -> None:
    held = edition(tmp_path, [strand("p", "far", stage="declared", start_date="2016-05", signed_on="2016-05")])
    sheet = sheets.partner(held, "far")
    assert (sheet.since, sheet.last_sign) == ("", None)


def test_only_an_acronym_stands_for_a_name_in_a_list(tmp_path: Path) -> None:
    short = {"nims": "NIMS", "iit": "IIT Bombay", "utokyo": "UTokyo", "tsukuba": "Tsukuba", "none": ""}
    rows = [institution(name, short_name=held, name_de=f"{name} auf Deutsch") for name, held in short.items()]
    called = sheets.called(opened(write(tmp_path, rows)), "de").to_dict()
    assert called == {
        "nims": "NIMS", "iit": "IIT Bombay", "utokyo": "UTokyo", "tsukuba": "tsukuba auf Deutsch",
        "none": "none auf Deutsch",
    }  # fmt: skip


def test_sources_stand_once_in_order_of_appearance(tmp_path: Path) -> None:
    told = {"source_title": "News", "source_url": "https://example.org/news"}
    rows = [
        strand("p", "uni", **told),
        strand("q", "uni", **told),
        strand("r", "uni", source_title="Report"),
        strand("s", "uni"),
    ]
    found = sheets.sources(edition(tmp_path, rows).strands)
    assert list(found["source_title"]) == ["News", "Report"]


# --- the sheet of an event ---------------------------------------------------------------------------------------

LEGS = [
    ("stated legs", [{"leg": "2"}, {"leg": "1"}], ["b", "a"], True),
    ("a day each", [{"start_date": "2025-04-09"}, {"start_date": "2025-04-07"}], ["b", "a"], True),
    ("only the month", [{"start_date": "2025-04"}, {"start_date": "2025-04"}], ["a", "b"], False),
    ("the same day", [{"start_date": "2025-04-09"}, {"start_date": "2025-04-09"}], ["a", "b"], False),
    ("one leg stated", [{"leg": "1"}, {}], ["a", "b"], False),
]


@pytest.mark.parametrize(("cells", "order", "known"), [case[1:] for case in LEGS], ids=[case[0] for case in LEGS])
def test_legs_have_an_order_only_where_a_source_gives_one(
    tmp_path: Path, cells: list[dict[str, str]], order: list[str], known: bool
) -> None:
    parts = [event(name, parent_event_id="trip", **held) for name, held in zip("ab", cells, strict=True)]
    found = sheets.event(edition(tmp_path, events=[event("trip"), *parts]), "trip")
    assert (list(found.legs.index), found.is_ordered) == (order, known)


def test_an_event_names_its_trip_and_who_took_part_in_the_order_of_roles(tmp_path: Path) -> None:
    leg = event("leg", parent_event_id="trip", institution_ids="far;uni:visitor;home:host")
    found = sheets.event(edition(tmp_path, events=[event("trip"), leg]), "leg")
    assert found.whole_id == "trip"
    assert found.taking_part.to_dict("list") == {
        "institution_id": ["home", "uni", "far"], "role": ["host", "visitor", ""],
    }  # fmt: skip


# --- the calendar ------------------------------------------------------------------------------------------------


def test_months_count_what_begins_in_them_and_years_have_a_lane_of_their_own(tmp_path: Path) -> None:
    days = {"a": "2025-04-03", "b": "2025-04", "c": "2025", "d": "198X", "e": "", "f": "2024-10/2025-03"}
    held = edition(tmp_path, events=[event(name, start_date=day) for name, day in days.items()])
    assert sheets.months(held, held.events).to_dict("records") == [
        {"year": 2025, "month": 0, "events": 1, "ids": ("c",)},
        {"year": 2025, "month": 4, "events": 2, "ids": ("a", "b")},
    ]
    assert sheets.without_year(held, held.events) == ("d", "e", "f")
    assert sheets.months(held, held.events.head(0)).empty


def test_the_newest_event_comes_first_and_the_undated_last(tmp_path: Path) -> None:
    held = edition(tmp_path, events=VISITS)
    assert list(sheets.newest_first(held, held.events).index) == ["others", "late", "early", "undated"]


# --- words -------------------------------------------------------------------------------------------------------

SORTABLE = {
    "2022-11-30": "2022-11-30", "2025-04": "2025-04", "1969": "1969", "2010~": "2010 (ca.)", "198X": "1980s",
    "2016/..": "since 2016",
}  # fmt: skip


def test_a_date_in_a_table_sorts_as_text() -> None:
    assert {text: sheets.sortable(text, Texts("en")) for text in SORTABLE} == SORTABLE


def test_a_cell_is_said_in_the_language_of_the_reader(tmp_path: Path) -> None:
    held, german = edition(tmp_path), Texts("de")
    said = {
        ("partnerships", "start_date", "2025-04"): "April 2025",
        ("partnerships", "stage", "signed"): held.codes.label("stage", "signed", "de"),
        ("partnerships", "institution_id", "uni"): "Die Uni",
        ("partnerships", "cluster_or_unit", "One|Two"): "One und Two",
        ("partnerships", "end_date", ""): "unbekannt",
        ("partnerships", "moon", ""): "unbekannt",
    }
    assert {key: sheets.said(held, *key, german) for key in said} == said


def test_rungs_are_counted_from_one_and_ended_is_none() -> None:
    assert [sheets.rung(stage) for stage in ("discussed", "signed", "active", "ended", "")] == [1, 4, 6, 0, 0]


def test_rows_of_any_dataset_are_named_for_a_list(tmp_path: Path) -> None:
    held = edition(tmp_path, [strand("p", "uni", start_date="2016"), strand("q", "", country_code="CN")], VISITS)
    found = sheets.named_rows(held, ("p", "q", "uni", "late", "gone"), Texts("en"))
    assert list(zip(found["name"], found["page"], found["sheet_id"], strict=True)) == [
        ("Uni", "partners", "uni"), ("China", "partners", ""), ("Uni", "partners", "uni"), ("Late", "events", "late"),
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_and_every_figure_of_quality_has_its_sentence(language: str) -> None:
    t = Texts(language)
    wanted = [f"problem.{code}" for code in SEVERITIES]
    wanted += [f"about.{figure.name}{end}" for figure in fields(summary.Quality) for end in ("", "_help")]
    assert [key for key in wanted if not t.has(key)] == []
