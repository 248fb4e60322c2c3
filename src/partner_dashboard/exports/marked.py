"""From an uploaded table and its problems to a workbook with each wrong cell marked, to be mended and dropped again.

Headings and rows stand where they stood, so that the line of a problem is the row of the sheet.
"""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from partner_dashboard.exports.tables import FORMULA_STARTS
from partner_dashboard.problems import Problem, Severity
from partner_dashboard.sheets import problem_sentence
from partner_dashboard.texts import Texts

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

COMMENTS = 2000
"""How many cells get their sentence as a comment; with more of them Excel takes minutes to open a file."""

LAST_ROW = 1_048_576
"""How many rows a sheet has."""

TEXT = 49
"""The number that Excel gives to its format for text."""

COLOURS: Mapping[Severity, str] = {"error": "#F4B6AE", "warning": "#FBE3A2", "info": "#D5E6F5"}
WEIGHTS: tuple[Severity, ...] = ("error", "warning", "info")

LISTED: Mapping[str, int] = {"line": 8, "column": 30, "value": 30, "weight": 18, "sentence": 100, "remedy": 30}
"""What the list says of each problem, and how wide its columns are."""

Spot = tuple[int, int]
"""Row and column of a sheet, counted from 0."""


class Read(Protocol):
    """What was understood of a file."""

    @property
    def sheet(self) -> str:
        """The sheet of a workbook."""

    @property
    def header_line(self) -> int:
        """The line of the headings, counted from 1."""


class Uploaded(Protocol):
    """A table as it was read; `intake.reading.Table` is one."""

    @property
    def headers(self) -> tuple[str, ...]:
        """The headings by position."""

    @property
    def rows(self) -> pd.DataFrame:
        """The cells as text; the index is the line, the columns are positions."""

    @property
    def reading(self) -> Read:
        """What was understood."""


class Understood(Protocol):
    """What headings were taken for; `intake.columns.Headings` is one."""

    @property
    def dataset(self) -> str:
        """The dataset that the table fills."""

    @property
    def positions(self) -> Mapping[str, int]:
        """Where each column of ours stands."""


def marked(table: Uploaded, headings: Understood, problems: Sequence[Problem], texts: Texts) -> bytes:
    """Write a table as it was, with its wrong cells coloured and commented, and a sheet that lists every problem.

    Order: rows on their lines; problems as given. Rows that could not be read are told in their place. Where the lines
    go beyond what a sheet holds, rows close up. Every cell is text that stays text when it is edited.
    """
    from xlsxwriter import Workbook  # only for those who ask for a file, not at every start

    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        _write_table(book, table, headings, problems, texts)
        _write_problems(book, table, headings, problems, texts)
    return buffer.getvalue()


def _lines(table: Uploaded, problems: Iterable[Problem], texts: Texts) -> dict[int, tuple[str, ...]]:
    """Give what stands on each line, in order: headings, rows, and a word in place of a row that was not readable."""
    top = table.reading.header_line
    found = {int(str(line)): tuple(map(str, cells)) for line, *cells in table.rows.itertuples(name=None)}
    lost = {held.line for held in problems if held.severity == "error" and held.line > top} - found.keys()
    found |= {line: (texts("marked.lost", line=str(line)),) for line in lost}
    return {top: table.headers, **dict(sorted(found.items()))}


def _finder(table: Uploaded, headings: Understood) -> Callable[[str], int | None]:
    """Give what finds the position of a column that a problem names: by our name, else by the heading as written."""
    by_header = {header: position for position, header in reversed(list(enumerate(table.headers)))}
    return {**by_header, **headings.positions}.get


def _told(
    table: Uploaded, headings: Understood, problems: Iterable[Problem], rows: Mapping[int, int]
) -> dict[Spot, list[Problem]]:
    """Gather the problems by cell; those of a row without a cell of its own stand at its beginning."""
    found: dict[Spot, list[Problem]] = {}
    position_of = _finder(table, headings)
    for problem in problems:
        if problem.line in rows:
            found.setdefault((rows[problem.line], position_of(problem.column) or 0), []).append(problem)
    return found


def _write_table(
    book: "Workbook", table: Uploaded, headings: Understood, problems: Sequence[Problem], texts: Texts
) -> None:
    sheet = book.add_worksheet(_sheet_name(table.reading.sheet or texts("marked.rows"), texts("marked.problems")))
    sheet.set_column(0, max(0, len(table.headers) - 1), 22)
    lines, looks = _lines(table, problems, texts), _looks(book)
    is_long = max(lines) > LAST_ROW
    rows = {line: place if is_long else line - 1 for place, line in enumerate(lines)}
    told = _told(table, headings, problems, rows)
    comments = _comments(told, headings.dataset, texts)
    # Row by row, comments too: in constant memory XlsxWriter drops what belongs to a row it has left.
    for line, cells in lines.items():
        for position in range(len(table.headers)):
            cell, spot = cells[position] if position < len(cells) else "", (rows[line], position)
            if cell or spot in told:
                _write_cell(sheet, spot, cell, looks[_weight(told.get(spot, ())), cell.startswith(FORMULA_STARTS)])
            if spot in comments:
                sheet.write_comment(*spot, comments[spot], {"x_scale": 2.5, "y_scale": 1.5})
    sheet.freeze_panes(rows[table.reading.header_line] + 1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{LAST_ROW}"})


def _sheet_name(name: str, taken: str) -> str:
    """Give a sheet a name that Excel allows and that the list of problems does not have."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in name).strip(" '")[:31] or "1"
    return f"{plain[:29]} 2" if plain.casefold() == taken.casefold() else plain


def _looks(book: "Workbook") -> dict[tuple[Severity | None, bool], "Format"]:
    """Give the look of cells by the weight of their problems and whether they begin like a formula.

    `quote_prefix` keeps such a text a text when somebody edits the cell.
    """
    return {
        (weight, is_formula): book.add_format(
            {"num_format": TEXT, "quote_prefix": is_formula, **({"bg_color": COLOURS[weight]} if weight else {})}
        )
        for weight in (*WEIGHTS, None)
        for is_formula in (False, True)
    }


def _weight(problems: Sequence[Problem]) -> Severity | None:
    return min((problem.severity for problem in problems), key=WEIGHTS.index, default=None)


def _write_cell(sheet: "Worksheet", spot: Spot, cell: str, look: "Format") -> None:
    if cell:
        sheet.write_string(*spot, cell, look)
    else:
        sheet.write_blank(*spot, None, look)


def _comments(told: Mapping[Spot, Sequence[Problem]], dataset: str, texts: Texts) -> dict[Spot, str]:
    """Say the problems of each cell, of the gravest first where there are too many."""
    gravest = sorted(told, key=lambda spot: WEIGHTS.index(_weight(told[spot]) or "info"))
    return {
        spot: "\n".join(dict.fromkeys(problem_sentence(problem, dataset, texts) for problem in told[spot]))
        for spot in gravest[:COMMENTS]
    }


def _write_problems(
    book: "Workbook", table: Uploaded, headings: Understood, problems: Sequence[Problem], texts: Texts
) -> None:
    sheet = book.add_worksheet(texts("marked.problems"))
    looks, bold = _looks(book), book.add_format({"bold": True, "bottom": 1})
    for position, (name, width) in enumerate(LISTED.items()):
        sheet.set_column(position, position, width)
        sheet.write_string(0, position, texts(f"marked.{name}"), bold)
    position_of = _finder(table, headings)
    for row, problem in enumerate(problems[: LAST_ROW - 1], start=1):
        said = problem_sentence(problem, headings.dataset, texts)
        where = _where(problem.column, position_of(problem.column), table.headers)
        shown = (where, problem.value, texts(f"marked.{problem.severity}"), said, problem.remedy)
        if problem.line:
            sheet.write_number(row, 0, problem.line)
        for position, cell in enumerate(shown, start=1):
            look = looks[problem.severity if position == 3 else None, cell.startswith(FORMULA_STARTS)]
            _write_cell(sheet, (row, position), cell, look)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(problems)), len(LISTED) - 1)


def _where(column: str, position: int | None, headers: Sequence[str]) -> str:
    """Say a column as the sheet shows it, «G · Status»; a bare heading could make a table of the list for a reader."""
    from xlsxwriter.utility import xl_col_to_name

    return f"{xl_col_to_name(position)} · {headers[position]}" if position is not None else f"– {column}".strip()
