"""A table with its problems leaves as a workbook with marked cells, and comes back as it was once it is mended."""

import io

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from partner_dashboard.exports import marked as marking
from partner_dashboard.exports.marked import COLOURS, marked
from partner_dashboard.intake.columns import recognise
from partner_dashboard.intake.reading import Table, read
from partner_dashboard.problems import Problem
from partner_dashboard.texts import Texts
from tests.uploads import codes, table

ERROR = Problem("unknown_code", "x.csv", 6, "status", "läuft", "active")
WARNING = Problem("half_coordinate", "x.csv", 5, "longitude")
TYPO = Problem("unknown_country", "x.csv", 6, "country_code", "Jpan", "JP")


def sheets(written: Table, *problems: Problem, language: str = "en") -> list[Worksheet]:
    headings = recognise(written, codes(), "partnerships")
    content = marked(written, headings, problems, Texts(language))
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets


def ground(cell: object) -> str:
    return f"#{cell.fill.fgColor.rgb[2:]}" if cell.fill.fill_type else ""  # type: ignore[attr-defined]


def test_rows_and_headings_stand_on_their_lines() -> None:
    written = table(["Partner", "Status", "Status", ""], ["Oslo", "aktiv", "", "x"], ["Rom", "läuft", "", ""], line=4)
    rows, _ = sheets(written)
    assert [[cell.value for cell in row] for row in rows.iter_rows(min_row=4)] == [
        ["Partner", "Status", "Status", None],
        ["Oslo", "aktiv", None, "x"],
        ["Rom", "läuft", None, None],
    ]
    assert [cell.value for row in rows.iter_rows(max_row=3) for cell in row] == [None] * 12
    assert rows.freeze_panes == "A5"


def test_a_wrong_cell_is_coloured_by_weight_and_says_why() -> None:
    written = table(["Land", "Status"], ["Japan", "aktiv"], ["Jpan", "läuft"], line=4)
    rows, _ = sheets(written, ERROR, TYPO)
    assert [ground(rows[name]) for name in ("A5", "B5", "A6", "B6")] == ["", "", COLOURS["error"], COLOURS["error"]]
    assert "“läuft” is not in the list" in rows["B6"].comment.text
    assert "Perhaps “active” is meant." in rows["B6"].comment.text
    assert rows["B5"].comment is None


def test_the_gravest_problem_of_a_cell_gives_its_colour_and_all_are_said() -> None:
    written = table(["Status"], ["läuft"], line=5)
    lossy = Problem("lossy_character", "x.csv", 6, "status", "läuft")
    rows, _ = sheets(written, lossy, ERROR)
    assert ground(rows["A6"]) == COLOURS["error"]
    assert len(rows["A6"].comment.text.splitlines()) == 2


def test_an_empty_cell_can_be_marked_too() -> None:
    written = table(["Land", "Status"], ["Japan", ""])
    rows, _ = sheets(written, Problem("missing_value", "x.csv", 2, "status"))
    assert (rows["B2"].value, ground(rows["B2"])) == (None, COLOURS["error"])


def test_a_problem_of_a_column_that_is_not_ours_stands_at_its_heading() -> None:
    written = table(["Land", "Akte"], ["Japan", "1"])
    rows, _ = sheets(written, Problem("unknown_column", "x.csv", 1, "Akte"))
    assert [ground(rows[name]) for name in ("A1", "B1", "B2")] == ["", COLOURS["info"], ""]


def test_a_row_that_was_not_readable_is_told_in_its_place() -> None:
    written = table(["Land", "Status"], ["Japan", "aktiv"])
    torn = Problem("wrong_field_count", "x.csv", 3, "Land", "3 / 2", "Peru")
    footer = Problem("total_row", "x.csv", 4, "Land", "Summe")
    rows, _ = sheets(written, torn, footer)
    assert rows["A3"].value == "Row 3 could not be read. Please fill it in from the first file."
    assert ground(rows["A3"]) == COLOURS["error"]
    assert rows.max_row == 3


def test_every_problem_is_listed() -> None:
    whole = Problem("missing_column", "x.csv", 0, "type")
    _, listed = sheets(table(["Status"], ["aktiv"], ["läuft"], line=4), whole, ERROR, language="de")
    assert listed.title == "Probleme"
    lines = [[cell.value for cell in line] for line in listed.rows]
    assert lines[0] == ["Zeile", "Spalte", "Zelle", "Gewicht", "Was nicht stimmt", "Vielleicht"]
    assert lines[1][:4] == [None, "– type", None, "hält die Zeile auf"]
    assert lines[2][:4] == [6, "A · Status", "läuft", "hält die Zeile auf"]
    assert lines[2][5] == "active"
    assert "„läuft“" in lines[2][4]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.example","x")', "http://evil.example"]
)
def test_no_cell_can_come_alive(text: str) -> None:
    written = table([text, "Status"], [text, text])
    rows, listed = sheets(written, Problem("unknown_code", "x.csv", 2, "status", text, text))
    for cell in (rows["A1"], rows["A2"], rows["B2"], listed["C2"], listed["F2"]):
        assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)
        assert cell.quotePrefix == (not text.startswith("http"))


@pytest.mark.parametrize(("name", "shown"), [("Liste [1]/2", "Liste  1  2"), ("Problems", "Problems 2"), ("", "Rows")])
def test_the_sheet_keeps_its_name_as_far_as_excel_allows(name: str, shown: str) -> None:
    rows, listed = sheets(table(["Status"], ["aktiv"], sheet=name))
    assert (rows.title, listed.title) == (shown, "Problems")


def test_only_the_gravest_cells_get_a_comment_where_there_are_too_many() -> None:
    count = marking.COMMENTS
    written = table(["Status"], *([str(number)] for number in range(count + 5)))
    notes = [Problem("no_date", "x.csv", line, "status") for line in range(2, count + 6)]
    rows, _ = sheets(written, *notes, Problem("unknown_code", "x.csv", count + 6, "status", "x"))
    assert sum(1 for (cell,) in rows.iter_rows() if cell.comment) == count
    assert rows.cell(count + 6, 1).comment is not None
    assert ground(rows.cell(count + 5, 1)) == COLOURS["info"]


def test_rows_close_up_where_lines_go_beyond_a_sheet() -> None:
    written = table(["Status"], ["aktiv"], line=marking.LAST_ROW + 7)
    rows, _ = sheets(written, Problem("unknown_code", "x.csv", marking.LAST_ROW + 8, "status", "aktiv"))
    assert [cell.value for (cell,) in rows.iter_rows()] == ["Status", "aktiv"]
    assert ground(rows["A2"]) == COLOURS["error"]


def test_no_argument_is_changed() -> None:
    written = table(["Status"], ["aktiv"], ["läuft"], line=4)
    before = written.rows.copy()
    sheets(written, ERROR)
    assert written.rows.equals(before)


def test_mended_in_excel_it_reads_back_with_the_same_headings_and_lines() -> None:
    headers = ["lfd. Nr.", "Partnereinrichtung", "Land", "Hochschule", "Art der Kooperation", "Beginn", "Status"]
    written = table(
        headers,
        ["1", "Universität Oslo", "Norwegen", "RUB", "Netzwerk", "2010-04", "läuft"],
        ["2", "=1+1", "Japan", "RUB", "Städtepartnerschaft", "01.04.2010", "aktiv"],
        line=4,
    )  # fmt: skip
    content = marked(
        written, recognise(written, codes()), (Problem("unknown_code", "x.csv", 5, "status", "läuft"),), Texts("de")
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.worksheets[0]["G5"] = "aktiv"
    buffer = io.BytesIO()
    book.save(buffer)
    again = read(buffer.getvalue(), "x.xlsx")
    assert again.headers == tuple(headers)
    assert again.reading.header_line == 4
    assert list(again.rows.index) == [5, 6]
    expected = written.rows.copy()
    expected.loc[5, 6] = "aktiv"
    assert again.rows.to_numpy().tolist() == expected.to_numpy().tolist()
