"""From the bytes of a CSV, TSV or TXT file to a table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from partner_dashboard.intake.reading.cells import BLANKS
from partner_dashboard.intake.reading.contents import refuse_other_texts
from partner_dashboard.intake.reading.doubts import Doubt
from partner_dashboard.intake.reading.encodings import FOREIGN, Decoded, decode
from partner_dashboard.intake.reading.frame import Columns, columns_of, table_of
from partner_dashboard.intake.reading.headers import Header, find_header
from partner_dashboard.intake.reading.plain import plain_columns
from partner_dashboard.intake.reading.records import Dialect, lines_of, records
from partner_dashboard.intake.reading.rows import sift
from partner_dashboard.intake.reading.separators import dialect_of, stated_separator
from partner_dashboard.intake.reading.signs import CONTROL
from partner_dashboard.intake.reading.table import Hints, Limits, Reading, Record, Table, refusal
from partner_dashboard.problems import Problem

EMPTY = 100_000
"""How many signs of a text must be nothing but blanks and separators before it counts as empty."""

HEAD = 1000
"""How many lines are read to find the headings, before the way through the others is chosen."""


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded text and what was found out about it; `start` is 1 where the first line only states the separator."""

    decoded: Decoded
    start: int
    dialect: Dialect
    header: Header
    notes: tuple[Problem, ...]

    @property
    def doubt(self) -> Doubt:
        """Which letters may be others: Windows-1252 is what German and English offices wrote, all else is rare."""
        if not self.decoded.is_guessed:
            return ""
        return "some" if self.decoded.encoding == "cp1252" else "all"

    @property
    def reading(self) -> Reading:
        """What is shown to the person."""
        encoding, dialect = self.decoded.encoding, self.dialect
        return Reading("csv", encoding, dialect.separator, dialect.quote, header_line=self.header.record.line)


def read_text(data: bytes, hints: Hints, limits: Limits) -> Table:
    """Read a text file: the fast way where it is regular, else record by record.

    Raises: UnreadableFileError naming line, column and reason.
    """
    text = _understood(decode(data, hints.encoding), hints, limits)
    return _plainly(text, limits) or _exactly(text, limits)


def _understood(decoded: Decoded, hints: Hints, limits: Limits) -> Text:
    """Find separator, quote and headings."""
    beginning = decoded.beginning(EMPTY)
    refuse_other_texts(beginning, decoded.utf8)
    if not beginning.strip(f"{BLANKS}\x1a;,|"):
        raise refusal("empty", 1)
    lines = lines_of(decoded.first_lines(HEAD + 1, 2 * limits.line))[: HEAD + 1]
    _refuse_long(lines, limits)
    stated = stated_separator(lines)
    start = 1 if stated else 0
    dialect = dialect_of(lines[start:], hints, stated)
    notes = list(decoded.problems)
    if stated and stated != dialect.separator:
        notes.append(Problem("separator_assumed", "", 1, value=stated, remedy=dialect.separator))
    header = find_header(list(records(lines[start:], dialect, start + 1)), hints.header_line)
    return Text(decoded, start, dialect, header, tuple(notes))


def _refuse_long(lines: Sequence[str], limits: Limits) -> None:
    for number, line in enumerate(lines, 1):
        if len(line) > limits.line:
            raise refusal("line_too_long", number, value=str(limits.line))


def _plainly(text: Text, limits: Limits) -> Table | None:
    """Take the short cut where nothing is out of the ordinary."""
    header, names = text.header.record, tuple(text.header.record.cells)
    if text.decoded.is_mixed or len(names) != text.dialect.width or "\n" in "".join(names):
        return None
    signs = text.decoded.signs
    cells = None
    if CONTROL not in signs.marks:
        cells = plain_columns(text.decoded.utf8, header.line, names, text.dialect, limits.line)
    if cells is None:
        return None
    lines = range(header.line + 1, header.line + 1 + len(cells[0]))
    columns = Columns(names, cells, lines, signs, text.decoded.is_legacy, text.doubt)
    return table_of(columns, len(lines), text.notes, text.reading, limits)


def _exactly(text: Text, limits: Limits) -> Table:
    """Read record by record."""
    lines = lines_of(text.decoded.text)
    _refuse_long(lines, limits)
    _refuse_many(lines, limits)
    found = list(records(lines[text.start :], text.dialect, text.start + 1))
    _refuse_nul(text, found)
    header, mixed = text.header, list[Problem]()
    if text.decoded.is_mixed:
        found, mixed = _unmixed(found, header)
        header = replace(header, record=found[header.place])
    held = sift(found, header)
    cells = columns_of(held.kept, len(held.names))
    numbers = [record.line for record in held.kept]
    columns = Columns(held.names, cells, numbers, text.decoded.signs, text.decoded.is_legacy, text.doubt)
    return table_of(columns, held.rows_read, [*text.notes, *mixed, *held.problems], text.reading, limits)


def _refuse_many(lines: Sequence[str], limits: Limits) -> None:
    """Refuse more rows than the limit, and as many blank lines beside them."""
    if len(lines) > limits.rows:
        filled = [number for number, line in enumerate(lines, 1) if line.strip()]
        if len(filled) > limits.rows + HEAD or len(lines) > 2 * limits.rows + HEAD:
            line = filled[limits.rows] if len(filled) > limits.rows else 2 * limits.rows
            raise refusal("too_many_rows", line, value=str(limits.rows))


def _refuse_nul(text: Text, found: Sequence[Record]) -> None:
    """Refuse zero bytes, naming the cell: nobody can say what stood there."""
    if "\x00" not in text.decoded.text:
        return
    names = text.header.record.cells
    for record in found:
        for place, cell in enumerate(record.cells):
            if "\x00" in cell:
                raise refusal("nul_byte", record.line, names[place].strip() if place < len(names) else "")


def _unmixed(found: Sequence[Record], header: Header) -> tuple[list[Record], list[Problem]]:
    """Give the bytes of another encoding their likely letters, with a warning for each cell."""
    names, problems, whole = header.record.cells, list[Problem](), list[Record]()
    for record in found:
        cells = [cell.translate(FOREIGN) for cell in record.cells]
        for place, (cell, mended) in enumerate(zip(record.cells, cells, strict=True)):
            if cell != mended:
                name = names[place].strip().translate(FOREIGN) if place < len(names) else ""
                problems.append(Problem("mixed_encodings", "", record.line, name, mended))
        whole.append(record._replace(cells=cells))
    return whole, problems
