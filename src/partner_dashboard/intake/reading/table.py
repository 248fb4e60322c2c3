"""From what was understood of a file to values: the table of text, the reading, hints, limits and refusals."""

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from partner_dashboard.errors import UnreadableFileError
from partner_dashboard.problems import Problem

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Hints:
    """What a person corrected by hand; empty, or 0 for the line, means «find out»."""

    encoding: str = ""
    separator: str = ""
    quote: str = ""
    sheet: str = ""
    header_line: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold; a file with more is refused before it fills the memory.

    Units: `size` and `unpacked` in bytes, the latter for all parts of a workbook together; `ratio` says how many times
    its packed size a part may unpack to; `area` counts the cells of the rectangle around all filled cells of a sheet
    that is nearly empty; `cell` and `line` in characters, `cell` being what Excel itself allows.
    """

    size: int = 50 * MEBIBYTE
    rows: int = 1_000_000
    columns: int = 500
    cell: int = 32_767
    line: int = 1_000_000
    unpacked: int = 500 * MEBIBYTE
    ratio: int = 100
    area: int = 2_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood: shown to the person, who may correct it.

    `format` is csv (also for TSV and TXT), xlsx, xls or ods; `encoding` is Python's name, empty for workbooks;
    `header_line` is the physical line of a text file or the row of a sheet, counted from 1. `counts_from_1904` says
    that the days of the workbook are counted as old Macintoshes did.
    """

    format: str
    encoding: str = ""
    separator: str = ""
    quote: str = ""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    header_line: int = 1
    counts_from_1904: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A file as text, with every row of data accounted for.

    Shape: `rows` has one text column for each position from 0 and one row for each data row that is kept; its index
    `line` is the physical line on which the row begins, or the row of the sheet. `headers` are the headings by
    position; they may be empty or doubled. `rows_read` = the rows kept + the lines with a problem that stops its row.
    """

    file: str
    headers: tuple[str, ...]
    rows: pd.DataFrame
    rows_read: int
    problems: tuple[Problem, ...]
    reading: Reading

    def named(self) -> pd.DataFrame:
        """Give the rows under their headings.

        Raises: UnreadableFileError with the reason doubled_header where two headings are equal.
        """
        doubled = next((name for place, name in enumerate(self.headers) if name in self.headers[:place]), None)
        if doubled is not None:
            line = self.reading.header_line
            raise refusal("doubled_header", line, doubled or str(self.headers.index("") + 1), file=self.file)
        return self.rows.set_axis(list(self.headers), axis=1)


class Record(NamedTuple):
    """One record of a text file or row of a sheet, before it is known whether it is data.

    `fault` is the position of the field in which a quote is lost or stray, so that no field can be trusted; `loose` of
    one that holds a single quote without being quoted; -1 where there is none.
    """

    line: int
    cells: list[str]
    fault: int = -1
    loose: int = -1

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return sum(1 for cell in self.cells if cell and not cell.isspace())

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell and not cell.isspace() for cell in self.cells)

    @property
    def first(self) -> str:
        """What the first filled cell holds; an empty text for a blank record."""
        return next((cell.strip() for cell in self.cells if cell and not cell.isspace()), "")


def refusal(reason: str, line: int = 0, column: str = "", value: str = "", file: str = "") -> UnreadableFileError:
    """Give the error that refuses a file; the sentence of its reason stands in the texts under `refusal`."""
    return UnreadableFileError(file=file, line=line, column=column, value=value, reason=reason)
