"""Seven files as an international office really has them: every row that must load does, every line is told."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from partner_dashboard.intake.checking import Checked, Known, check
from partner_dashboard.intake.columns import Headings, recognise
from partner_dashboard.intake.folder import read_folder, read_setting
from partner_dashboard.intake.reading import Hints, Table, read
from partner_dashboard.schema import DATASETS
from partner_dashboard.settings import installed

FOLDER = Path(__file__).parents[1] / "data" / "messy"
EXPECTED = {path.stem.removesuffix(".expected"): json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(FOLDER.glob("*.expected.json"))}  # fmt: skip


@cache
def demonstration() -> Known:
    folder = installed("data")
    around = read_setting(folder)
    frames = read_folder(folder, around, lambda rows: rows).frames
    held = {name: frames[name].reset_index(drop=True) for name in ("institutions", "partnerships", "events")}
    return Known(around.codes, around.regions, **held)


@cache
def understood(name: str, sheet: str = "") -> tuple[Table, Headings, Checked]:
    state = demonstration()
    file = FOLDER / EXPECTED[name]["file"]
    table = read(file.read_bytes(), file.name, Hints(sheet=sheet))
    headings = recognise(table, state.codes)
    return table, headings, check(table, headings, DATASETS[headings.dataset], state)


@pytest.fixture(params=sorted(EXPECTED))
def messy(request: pytest.FixtureRequest) -> tuple[Mapping[str, Any], Table, Headings, Checked]:
    return EXPECTED[request.param], *understood(request.param)


def test_there_are_seven() -> None:
    assert len(EXPECTED) == 7


def test_every_row_that_must_load_loads_and_no_other(messy: tuple[Mapping[str, Any], Table, Headings, Checked]) -> None:
    expected, table, headings, found = messy
    key = DATASETS[headings.dataset].key
    assert table.rows_read == expected["rows_in_file"]
    assert len(found.rows) == expected["must_load_count"]
    if expected["must_load"] != "all":
        assert set(found.rows[key]) == set(expected["must_load"])
    for wrong in expected.get("must_not_load", ()):
        assert wrong["line"] not in found.rows.index
    for row in expected.get("rows", ()):
        assert found.rows.at[row["line"], key] == row["row_id"]
        if "institution_id" in row:
            assert found.rows.at[row["line"], "institution_id"] == row["institution_id"]


def test_every_line_that_must_be_told_is_told(messy: tuple[Mapping[str, Any], Table, Headings, Checked]) -> None:
    expected, _, _, found = messy
    told = {(problem.line, problem.code, problem.severity) for problem in found.problems}
    assert {(held["line"], held["code"], held["severity"]) for held in expected["must_report"]} <= told


def test_no_other_line_is_stopped_or_doubted(messy: tuple[Mapping[str, Any], Table, Headings, Checked]) -> None:
    expected, _, _, found = messy
    must = {(held["line"], held["code"]) for held in expected["must_report"]}
    others = [held for held in found.problems if held.severity != "info" and (held.line, held.code) not in must]
    assert others == []


def test_every_row_is_kept_or_listed(messy: tuple[Mapping[str, Any], Table, Headings, Checked]) -> None:
    _, table, _, found = messy
    stopped = {problem.line for problem in found.problems if problem.severity == "error"}
    assert len(found.rows) + len(stopped) == table.rows_read


def test_headings_and_words_are_ours(messy: tuple[Mapping[str, Any], Table, Headings, Checked]) -> None:
    expected, table, headings, found = messy
    for column, words in expected.get("value_map", {}).items():
        position = headings.positions[column]
        for line, code in found.rows[column].items():
            assert code == words.get(table.rows.at[line, position], code)
    for header in expected.get("unknown_columns", ()):
        assert header not in {held.header for held in headings.headings if held.column}


def test_dates_are_as_precise_as_they_were_written() -> None:
    (expected,) = [held for held in EXPECTED.values() if "normalised_dates" in held]
    found = understood(Path(expected["file"]).stem)[2].rows.set_index("event_id")[["start_date", "end_date"]]
    dates = {row_id: span for row_id, span in expected["normalised_dates"].items() if row_id in found.index}
    assert len(dates) == 119
    assert {row_id: list(span) for row_id, span in found.T.items()} == dates


def test_the_second_sheet_is_a_table_of_institutions() -> None:
    (name,) = [name for name, held in EXPECTED.items() if "expected_institutions" in held]
    table, headings, found = understood(name, "Einrichtungen")
    assert (headings.dataset, table.rows_read) == ("institutions", EXPECTED[name]["expected_institutions"])
    assert len(found.rows) == EXPECTED[name]["expected_institutions"]
    assert set(found.rows["kind"]) != {""}, "a column that the sheet does not have keeps what is known"


def test_no_point_is_drawn_at_zero() -> None:
    rows = understood("05_einrichtungen_ohne_koordinaten")[2].rows
    assert not ((rows["latitude"] == 0) & (rows["longitude"] == 0)).any()
    assert rows["latitude"].isna().sum() == 83
