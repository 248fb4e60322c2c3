"""From the lines of a text to its records: cells, the line on which each begins, and lost or stray quotes.

A quoted cell may go over several lines. Where the quote was only lost, the lines that it would swallow are records of
their own, and the line on which the trouble begins is marked instead.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from partner_dashboard.intake.reading.table import Record

LINE_END = re.compile(r"\r\n|\r|\n")
LONGEST_CELL = 32_767
"""How many characters a quoted cell of several lines may have before its quote counts as lost."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the records of a text are written.

    `width` is the usual number of fields; `is_spaced` says that a blank follows each separator, before the quote too.
    `is_lenient` says that a quote closes only before a separator or the end, as where apostrophes are quotes.
    """

    separator: str
    quote: str = '"'
    width: int = 1
    is_spaced: bool = False

    @property
    def is_lenient(self) -> bool:
        """Whether quotes within a quoted cell need not be doubled."""
        return self.quote == "'"


def lines_of(text: str) -> list[str]:
    """Split a text into its physical lines; CRLF, LF and CR end a line, also mixed."""
    lines = LINE_END.split(text) if "\r" in text else text.split("\n")
    if lines and lines[-1] in ("", "\x1a"):
        lines.pop()
    return lines


def records(lines: Sequence[str], dialect: Dialect, first: int = 1) -> Iterator[Record]:
    """Yield the records of lines, the first of which has the number `first`; blank lines are records without cells."""
    place, separator, quote = 0, dialect.separator, dialect.quote
    while place < len(lines):
        text = lines[place]
        if quote not in text:
            yield Record(first + place, text.split(separator))
            place += 1
        else:
            record, used = _quoted(lines, place, first + place, dialect)
            yield record
            place += used


def _quoted(lines: Sequence[str], place: int, number: int, dialect: Dialect) -> tuple[Record, int]:
    """Read the record that begins on a line with quotes; say how many lines it takes."""
    text = lines[place]
    found = _scanned(text, dialect)
    if found.is_complete:
        return Record(number, found.cells, loose=found.loose), 1
    if found.is_open:
        whole, used = _joined(lines, place, found.fault, dialect)
        if whole is not None:
            return Record(number, whole.cells, loose=whole.loose), used
    return Record(number, text.split(dialect.separator), fault=found.fault), 1


@dataclass(frozen=True, slots=True)
class _Scan:
    """The cells of a text up to the fault: the place of a quote that never closes, or closes within the cell."""

    cells: list[str]
    fault: int = -1
    loose: int = -1
    is_open: bool = False

    @property
    def is_complete(self) -> bool:
        return self.fault < 0


def _scanned(text: str, dialect: Dialect) -> _Scan:
    if not dialect.is_lenient and text.count(dialect.quote) % 2 == 0:
        try:
            cells = _strictly(text, dialect)
        except (csv.Error, StopIteration):
            return _carefully(text, dialect)
        if not any(dialect.quote in cell for cell in cells):
            return _Scan(cells)
    return _carefully(text, dialect)


def _strictly(text: str, dialect: Dialect) -> list[str]:
    """Read one record with the csv module, which is fast and tells right from wrong but not where."""
    reader = csv.reader(
        (text,),
        delimiter=dialect.separator,
        quotechar=dialect.quote,
        skipinitialspace=dialect.is_spaced,
        strict=True,
    )
    return next(reader)


def _carefully(text: str, dialect: Dialect) -> _Scan:
    """Read one record step by step, to say which cell has the fault."""
    cells: list[str] = []
    start, loose, quote = 0, -1, dialect.quote
    while start <= len(text):
        begin = _after_blanks(text, start) if dialect.is_spaced else start
        if text.startswith(quote, begin):
            close = _closing(text, begin + 1, dialect)
            if close < 0:
                return _Scan(cells, fault=len(cells), is_open=True)
            end = _blank_until(text, close + 1, dialect.separator)
            if end < 0:
                return _Scan(cells, fault=len(cells))
            cells.append(text[begin + 1 : close].replace(quote * 2, quote))
        else:
            end = text.find(dialect.separator, start)
            end = len(text) if end < 0 else end
            cell = text[start:end]
            if not dialect.is_lenient and cell.count(quote) % 2:
                if loose >= 0:
                    return _Scan(cells, fault=loose)
                loose = len(cells)
            cells.append(cell)
        start = end + 1
    return _Scan(cells, loose=loose)


def _closing(text: str, start: int, dialect: Dialect) -> int:
    """Give the place of the quote that closes a cell, -1 where none does."""
    place = text.find(dialect.quote, start)
    while place >= 0:
        if text.startswith(dialect.quote, place + 1):
            place = text.find(dialect.quote, place + 2)
        elif dialect.is_lenient and _blank_until(text, place + 1, dialect.separator) < 0:
            place = text.find(dialect.quote, place + 1)
        else:
            return place
    return -1


def _after_blanks(text: str, start: int) -> int:
    while text.startswith(" ", start):
        start += 1
    return start


def _blank_until(text: str, start: int, separator: str) -> int:
    """Give the place of the separator or end that follows only blanks, -1 where something else follows."""
    start = _after_blanks(text, start)
    return start if start >= len(text) or text.startswith(separator, start) else -1


def _joined(lines: Sequence[str], place: int, opened: int, dialect: Dialect) -> tuple[_Scan | None, int]:
    """Go on over the next lines until the quoted cell closes; none where its quote was only lost."""
    text = lines[place]
    for last in range(place + 1, len(lines)):
        text += "\n" + lines[last]
        if len(text) > LONGEST_CELL:
            break
        if dialect.quote not in lines[last]:
            if _looks_like_record(lines[last], dialect):
                break
            continue
        found = _scanned(text, dialect)
        if found.is_complete:
            is_right = len(found.cells) == dialect.width and not _swallows(lines[last], opened, dialect)
            return (found, last - place + 1) if is_right else (None, 1)
        if not found.is_open:
            break
    return None, 1


def _looks_like_record(line: str, dialect: Dialect) -> bool:
    """Whether a line has just the separators of a record, none of them followed by a blank as in a sentence."""
    separators = line.count(dialect.separator)
    return separators == dialect.width - 1 > 0 and (dialect.is_spaced or dialect.separator + " " not in line)


def _swallows(line: str, opened: int, dialect: Dialect) -> bool:
    """Whether the last line of a quoted cell is rather a record whose own quote closed the lost one."""
    before = line[: line.find(dialect.quote)]
    return opened > 0 and before.count(dialect.separator) == opened and dialect.separator + " " not in before
