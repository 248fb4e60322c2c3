"""From the bytes of a workbook to the table of its most likely sheet."""

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from partner_dashboard.errors import UnreadableFileError
from partner_dashboard.intake.reading import ods, xls, xlsx
from partner_dashboard.intake.reading.archives import open_archive
from partner_dashboard.intake.reading.contents import OLE
from partner_dashboard.intake.reading.familiar import familiarity
from partner_dashboard.intake.reading.frame import Columns, columns_of, table_of
from partner_dashboard.intake.reading.headers import Header, find_header
from partner_dashboard.intake.reading.rows import sift
from partner_dashboard.intake.reading.sheets import Cell, Sheet, letters
from partner_dashboard.intake.reading.table import Hints, Limits, Reading, Record, Table, refusal
from partner_dashboard.problems import Problem, Severity

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

FIRST_DAYS = {False: datetime.date(1899, 12, 30), True: datetime.date(1904, 1, 1)}
"""The day that a workbook counts as 0, by whether it counts from 1904."""

TYPED_YEARS = range(1900, 2101)

Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as records of text, with what was found beside its values; records without content are left out.

    `left` is the column of the sheet, from 0, in which the records begin; `years` are the dates that are rather years.
    """

    name: str
    is_hidden: bool
    records: tuple[Record, ...]
    sheet: Sheet
    left: int
    years: Mapping[Cell, int] = field(default_factory=dict)

    @property
    def header(self) -> Header | None:
        """The headings, none where the sheet holds no table."""
        try:
            return find_header(self.records) if self.records else None
        except UnreadableFileError:
            return None

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        """How likely this is the sheet that is meant: our headings, not hidden, most rows."""
        header = self.header
        if header is None:
            return False, not self.is_hidden, 0, 0
        rows = len(self.records) - header.place - 1
        return header.is_ours and rows > 0, not self.is_hidden, rows, familiarity(header.record.cells)


def read_workbook(data: bytes, hints: Hints, limits: Limits) -> Table:
    """Read the sheet that a person named, or the one with most rows under headings of ours.

    Raises: UnreadableFileError before anything is opened that could fill the memory; naming row and column.
    """
    kind, beside = _looked_at(data, limits)
    grids = _grids(data, beside, is_old=kind == "xls")
    if not any(grid.records for grid in grids):
        raise refusal("empty", 1)
    chosen = _chosen(grids, hints.sheet)
    return _table(chosen, grids, kind, hints, limits)


def _looked_at(data: bytes, limits: Limits) -> tuple[str, Mapping[str, Sheet]]:
    """Say which workbook it is, and what its sheets hold beside the values."""
    if data.startswith(OLE):
        return "xls", xls.sheets_of(data, limits)
    archive = open_archive(data, limits)
    return archive.kind, (xlsx if archive.kind == "xlsx" else ods).sheets_of(archive, limits)


def _grids(data: bytes, beside: Mapping[str, Sheet], is_old: bool) -> list[Grid]:
    """Read the sheets that were looked at before; the names of sheets in the oldest workbooks are not always known."""
    # Imported here: only workbooks need it, and a start should not.
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _grid(book, held.name, held.visible != SheetVisibleEnum.Visible, beside.get(held.name, Sheet()))
            for held in book.sheets_metadata
            if held.typ == SheetTypeEnum.WorkSheet and (is_old or held.name in beside)
        ]
    except (CalamineError, ValueError, OverflowError) as problem:
        raise refusal("damaged_workbook", value=str(problem)[:200]) from problem
    except BaseException as problem:
        # A panic of the parser is no Exception of Python (pyo3, November 2026); the file is damaged all the same.
        if type(problem).__name__ != "PanicException":
            raise
        raise refusal("damaged_workbook", value=str(problem)[:200]) from problem


def _grid(book: "CalamineWorkbook", name: str, is_hidden: bool, sheet: Sheet) -> Grid:
    held = book.get_sheet_by_name(name)
    rows, years = dict[int, list[str]](), dict[Cell, int]()
    for row, values in _rows(held):
        rows[row] = [text_of(value) for value in values]
        years |= _years(row, values, FIRST_DAYS[sheet.counts_from_1904])
    left = held.start[1] if held.start else 0
    for (row, column), text in {**sheet.errors, **sheet.formulas}.items():
        _put(rows, row, column - left, text)
    for (row, column), precision in sheet.coarse.items():
        _cut(rows, row, column - left, 4 if precision == "year" else 7)
    for (row, column), (below, _) in _spans(held, sheet).items():
        _fill_down(rows, row, column - left, below)
    records = (Record(row + 1, cells) for row, cells in sorted(rows.items()))
    return Grid(name, is_hidden, tuple(record for record in records if not record.is_blank), sheet, left, years)


def _years(row: int, values: Sequence[Value], first: datetime.date) -> Iterator[tuple[Cell, int]]:
    """Yield the dates of a row that are rather years: 2010 in a cell for dates is the 2,010th day of Excel."""
    for column, value in enumerate(values):
        if isinstance(value, datetime.date):
            count = (datetime.date(value.year, value.month, value.day) - first).days
            if count in TYPED_YEARS:
                yield (row, column), count


def _rows(held: "CalamineSheet") -> Iterator[tuple[int, list[Value]]]:
    """Yield the rows of a sheet with their numbers from 0, empty rows above the first filled one among them."""
    if held.start is not None:
        yield from enumerate(held.iter_rows())


def _spans(held: "CalamineSheet", sheet: Sheet) -> Mapping[Cell, Cell]:
    merged = held.merged_cell_ranges
    if merged is None:
        return sheet.spans
    return {first: (last[0] - first[0] + 1, last[1] - first[1] + 1) for first, last in merged}


def _put(rows: dict[int, list[str]], row: int, column: int, text: str) -> None:
    if row in rows and 0 <= column < len(rows[row]):
        rows[row][column] = text


def _cut(rows: dict[int, list[str]], row: int, column: int, length: int) -> None:
    """Say of a date only what its cell shows: a month or a year."""
    if row in rows and 0 <= column < len(rows[row]):
        text = rows[row][column]
        if len(text) >= 10 and text[4:5] == "-":
            rows[row][column] = text[:length]


def _fill_down(rows: dict[int, list[str]], row: int, column: int, below: int) -> None:
    """Give the value of cells merged into one to each row they stand beside."""
    if row not in rows or not 0 <= column < len(rows[row]):
        return
    for number in range(row + 1, row + below):
        if number in rows and not rows[number][column] and any(rows[number]):
            rows[number][column] = rows[row][column]


def text_of(value: Value) -> str:
    """Write the value of a cell as text: dates in ISO form, numbers as a spreadsheet shows them."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return (
            value.date().isoformat()
            if is_day
            else value.isoformat(timespec="minutes" if not value.second else "seconds")
        )
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="minutes" if not value.second else "seconds")
    if isinstance(value, int | float):
        return number_of(value)
    return str(value)


def number_of(value: float) -> str:
    """Write a number with at most fifteen digits, as Excel does, and never with an exponent."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.15g}"
    return f"{value:f}".rstrip("0").rstrip(".") if "e" in text else text


def _chosen(grids: Sequence[Grid], wanted: str) -> Grid:
    if wanted:
        found = next((grid for grid in grids if grid.name == wanted), None)
        if found is None:
            raise refusal("no_such_sheet", value=wanted)
        return found
    return max(grids, key=lambda grid: grid.rank)


def _table(grid: Grid, grids: Sequence[Grid], kind: str, hints: Hints, limits: Limits) -> Table:
    if not grid.records:
        raise refusal("empty", 1, value=grid.name)
    header = find_header(grid.records, hints.header_line)
    held = sift(grid.records, header)
    others = tuple(other.name for other in grids if other is not grid)
    reading = Reading(kind, sheet=grid.name, other_sheets=others, header_line=header.record.line,
                      counts_from_1904=grid.sheet.counts_from_1904)  # fmt: skip
    problems = [*held.problems, *_formulas(grid, held.kept, held.names), *_typed_years(grid, held.kept, held.names)]
    problems += _sheet_chosen(grid, grids, hints)
    columns = Columns(held.names, columns_of(held.kept, len(held.names)), [record.line for record in held.kept])
    return table_of(columns, held.rows_read, problems, reading, limits)


def _formulas(grid: Grid, kept: Sequence[Record], names: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem for each formula in a row of data whose value the file does not hold, or holds as no text."""
    lines = {record.line for record in kept}
    held = grid.sheet.formulas | dict.fromkeys(grid.sheet.empty, "")
    for (row, column), formula in held.items():
        place = column - grid.left
        if row + 1 in lines and 0 <= place < len(names):
            name = names[place].strip() or letters(column)
            weight: Severity | None = None if formula else "warning"
            yield Problem("formula_without_value", "", row + 1, name, formula[:200], weight=weight)


def _typed_years(grid: Grid, kept: Sequence[Record], names: Sequence[str]) -> Iterator[Problem]:
    """Doubt each date in a row of data that is rather a year."""
    by_line = {record.line: record for record in kept} if grid.years else {}
    for (row, place), year in grid.years.items():
        record = by_line.get(row + 1)
        if record is not None and place < len(names):
            yield Problem("year_as_date", "", row + 1, names[place].strip(), record.cells[place], str(year))


def _sheet_chosen(grid: Grid, grids: Sequence[Grid], hints: Hints) -> Iterator[Problem]:
    """Say that another sheet might have been meant, where another holds a table of ours and nobody chose."""
    others = [other.name for other in grids if other is not grid and other.rank[0]]
    if others and not hints.sheet:
        yield Problem("sheet_chosen", "", 0, value=grid.name, remedy=", ".join(others))
