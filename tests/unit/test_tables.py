"""Files that a reader takes away: the same cells, and nothing that a spreadsheet would run."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from partner_dashboard.exports import tables
from tests.organisations import HOSTILE, hostile, opened

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_csv_has_a_byte_order_mark_umlauts_and_its_rows_in_order() -> None:
    rows = pd.DataFrame({"name": ["Köln", "Łódź"], "lat": [50.94, float("nan")]}, index=["b", "a"])
    assert tables.csv(rows) == b"\xef\xbb\xbfname,lat\r\n" + "Köln,50.94\r\nŁódź,\r\n".encode()


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_in_csv_begins_with_an_apostrophe(formula: str) -> None:
    assert read_csv(tables.csv(pd.DataFrame({"name": [formula]}))) == [["name"], [f"'{formula}"]]


def test_numbers_stay_numbers_even_negative_ones() -> None:
    rows = pd.DataFrame({"lat": [-33.9], "count": [-2], "name": ["-33.9"]})
    assert read_csv(tables.csv(rows)) == [["lat", "count", "name"], ["-33.9", "-2", "'-33.9"]]


def test_csv_changes_no_frame() -> None:
    rows = pd.DataFrame({"name": ["=1"]})
    tables.csv(rows)
    assert rows["name"].tolist() == ["=1"]


def test_a_sheet_has_texts_as_texts_and_numbers_as_numbers() -> None:
    rows = pd.DataFrame({"name": ["Köln"], "lat": [50.94], "count": [7], "code": ["007"], "empty": [""]})
    sheet = read_xlsx(tables.xlsx({"places": rows}))["places"]
    assert [[cell.value for cell in line] for line in sheet.rows] == [
        ["name", "lat", "count", "code", "empty"],
        ["Köln", 50.94, 7, "007", None],
    ]


@pytest.mark.parametrize("formula", [*FORMULAS[:4], '=HYPERLINK("http://evil.example","x")', "http://evil.example"])
def test_a_sheet_holds_neither_formulas_nor_links(formula: str) -> None:
    cell = read_xlsx(tables.xlsx({"rows": pd.DataFrame({"name": [formula]})}))["rows"]["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", formula, None)


def test_a_sheet_keeps_its_header_in_sight_and_filters_all_rows() -> None:
    sheet = read_xlsx(tables.xlsx({"rows": pd.DataFrame({"a": ["1", "2"], "b": ["3", "4"]})}))["rows"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")


def test_each_frame_gets_a_sheet_even_an_empty_one() -> None:
    book = read_xlsx(tables.xlsx({"one": pd.DataFrame({"a": ["1"]}), "none": pd.DataFrame({"a": []})}))
    assert book.sheetnames == ["one", "none"]
    assert [[cell.value for cell in line] for line in book["none"].rows] == [["a"]]


def test_hostile_rows_leave_as_the_texts_they_are(tmp_path: Path) -> None:
    rows = opened(hostile(tmp_path)).institutions
    sheet = read_xlsx(tables.xlsx({"institutions": rows}))["institutions"]
    assert sheet.max_row == len(rows) + 1
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}
    lines = read_csv(tables.csv(rows))
    assert len(lines) == len(rows) + 1
    cells = {cell for line in lines[1:] for cell in line}
    kept = [re.sub(r"[\x00-\x08\x0e-\x1f]", "", text).strip() for text in HOSTILE]  # control characters were taken out
    assert [text for text in kept if text not in cells and f"'{text}" not in cells] == []
    assert [cell for cell in cells if cell.startswith(tables.FORMULA_STARTS) and not is_number(cell)] == []


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
