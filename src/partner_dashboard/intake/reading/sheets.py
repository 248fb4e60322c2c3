"""From the XML of a sheet to what must be known before and beside its values; nothing is unpacked as a whole.

Before: whether any cell lies so far out that opening the sheet would fill the memory. Beside: formulas without a stored
value, errors, merged cells and dates that say less than a day, which the parser of workbooks does not tell.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.parsers import expat

from partner_dashboard.intake.reading.table import Limits, refusal

Cell = tuple[int, int]
"""Row and column, both from 0."""

SPARSE = 10
"""How many times more cells than filled ones the rectangle around these may have; the parser makes room for all."""

BUILT_IN_FORMATS = {17: "mmm-yy"}
"""Formats of numbers that show a date without its day and need no declaration, in every workbook of Excel."""

QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')

REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(slots=True)
class Sheet:
    """What was found in a sheet: how far its filled cells reach, and which cells need a word.

    `formulas` are those without a stored value, `empty` those of an old file whose value is no text, `errors` what a
    cell shows instead of a value, `coarse` the dates that show only a year or a month, `spans` how many rows and
    columns a cell is merged over.
    """

    cells: int = 0
    first: Cell = (1 << 30, 1 << 30)
    last: Cell = (-1, -1)
    formulas: dict[Cell, str] = field(default_factory=dict)
    empty: set[Cell] = field(default_factory=set)
    errors: dict[Cell, str] = field(default_factory=dict)
    coarse: dict[Cell, str] = field(default_factory=dict)
    spans: dict[Cell, Cell] = field(default_factory=dict)
    counts_from_1904: bool = False

    def add(self, place: Cell, limits: Limits, count: int = 1) -> None:
        """Note a filled cell.

        Raises: UnreadableFileError where it lies beyond the limits, or so far from all others that the rectangle around
        them is too large.
        """
        row, column = place
        self.cells += count
        if row == self.last[0] and self.first[1] <= column <= self.last[1]:
            return
        if column >= limits.columns:
            raise refusal("too_many_columns", row + 1, letters(column), str(limits.columns))
        if row > limits.rows + 100:
            raise refusal("too_many_rows", row + 1, letters(column), str(limits.rows))
        self.first = min(self.first[0], row), min(self.first[1], column)
        self.last = max(self.last[0], row), max(self.last[1], column)
        if self.area > limits.area and self.area > SPARSE * self.cells:
            raise refusal("far_cell", row + 1, letters(column))

    @property
    def area(self) -> int:
        """How many cells the rectangle around the filled ones has."""
        return (self.last[0] - self.first[0] + 1) * (self.last[1] - self.first[1] + 1)


def letters(column: int) -> str:
    """Give the name of a column of a sheet, counted from 0: A, B … Z, AA."""
    name = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        name = chr(ord("A") + rest) + name
        column -= 1
    return name


def shown_by(code: str) -> str:
    """Say which date without a day a format of numbers shows: month, year, or an empty text for neither."""
    plain = QUOTED.sub("", code.split(";")[0]).lower()
    if not re.fullmatch(r"[mjy ./,'-]+", plain) or not set("jy") & set(plain):
        return ""
    return "month" if "m" in plain else "year"


def place_of(reference: str) -> Cell:
    """Give row and column of a reference such as B4.

    Raises: UnreadableFileError for anything else.
    """
    found = REFERENCE.fullmatch(reference)
    if found is None:
        raise refusal("damaged_workbook", value=reference[:40])
    return int(found[2]) - 1, _column(found[1])


@cache
def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def parse(chunks: Iterable[bytes], handlers: Mapping[str, Any]) -> None:
    """Run a parser over a part of a workbook.

    Raises: UnreadableFileError for a document type, by which XML can refer to other files and grow without end, and for
    what is no XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as problem:
        raise refusal("damaged_workbook", value=str(problem)) from problem


def _refuse_document_type(*_: object) -> None:
    raise refusal("xml_entities")


def local(name: str) -> str:
    """Give the name of an element without its prefix."""
    return name.rpartition(":")[2] if ":" in name else name
