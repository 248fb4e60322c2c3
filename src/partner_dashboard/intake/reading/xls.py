"""From the records of an old XLS file to what the parser of its values does not tell; see `sheets`.

Source: Microsoft, [MS-XLS] Excel Binary File Format; only what is needed is read.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from partner_dashboard.intake.reading.compound import workbook_in
from partner_dashboard.intake.reading.sheets import BUILT_IN_FORMATS, Sheet, shown_by
from partner_dashboard.intake.reading.table import Limits, refusal

FILEPASS, SHEET, TEXTS, FORMAT, STYLE, DIMENSIONS, END, EPOCH = 0x2F, 0x85, 0xFC, 0x41E, 0xE0, 0x200, 0x0A, 0x22
FORMULA, SEVERAL, ERROR = 0x06, 0xBD, 0x205
NUMBERS = frozenset({FORMULA, 0x203, 0x27E})
CELLS = NUMBERS | {SEVERAL, ERROR, 0xFD, 0xD6, 0x204}
"""Records of a filled cell; one of them is for several in a row."""

ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
MOST_ROWS, MOST_COLUMNS = 65_536, 256


@dataclass(frozen=True, slots=True)
class _Globals:
    """What stands before the sheets: where each begins, by name, and the formats by style."""

    places: dict[str, int] = field(default_factory=dict)
    formats: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN_FORMATS))
    styles: list[int] = field(default_factory=list)
    counts_from_1904: bool = False

    def coarse(self) -> Mapping[int, str]:
        """Give the styles that show a date without its day."""
        shown = {style: shown_by(self.formats.get(number, "")) for style, number in enumerate(self.styles)}
        return {style: precision for style, precision in shown.items() if precision}


def sheets_of(data: bytes, limits: Limits) -> dict[str, Sheet]:
    """Walk through the records of a workbook before anything opens it.

    Raises: UnreadableFileError for other files of this container, macros, encryption, damage, and cells too far out.
    """
    try:
        stream = workbook_in(data)
        held = _globals(stream)
        sheets = {name: _sheet(stream, place, held.coarse(), limits) for name, place in held.places.items()}
        return {name: replace(sheet, counts_from_1904=held.counts_from_1904) for name, sheet in sheets.items()}
    except (struct.error, IndexError) as problem:
        raise refusal("damaged_workbook", value=str(problem)) from problem


def _globals(stream: bytes) -> _Globals:
    found = _Globals()
    for kind, content in _records(stream, 0):
        if kind == FILEPASS:
            raise refusal("encrypted")
        if kind == TEXTS and struct.unpack_from("<I", content, 4)[0] > len(stream):
            raise refusal("damaged_workbook", value="SST")
        if kind == SHEET:
            found.places[_text(content, 7, content[6])] = struct.unpack_from("<I", content)[0]
        elif kind == FORMAT:
            number, length = struct.unpack_from("<HH", content)
            found.formats[number] = _text(content, 4, length)
        elif kind == EPOCH:
            found = replace(found, counts_from_1904=content[:2] == b"\x01\x00")
        elif kind == STYLE:
            found.styles.append(struct.unpack_from("<H", content, 2)[0])
    return found


def _text(content: bytes, flag: int, length: int) -> str:
    """Read the text behind a byte that says whether each of its letters takes one byte or two."""
    start = flag + 1
    if content[flag] & 1:
        return content[start : start + 2 * length].decode("utf-16-le", "replace")
    return content[start : start + length].decode("latin-1")


def _sheet(stream: bytes, place: int, coarse: Mapping[int, str], limits: Limits) -> Sheet:
    sheet = Sheet()
    for kind, content in _records(stream, place):
        if kind == FILEPASS:
            raise refusal("encrypted")
        if kind == DIMENSIONS:
            _refuse_wrong_dimensions(content)
        elif kind in CELLS and len(content) >= 6:
            row, column, style = struct.unpack_from("<HHH", content)
            last = struct.unpack_from("<H", content, len(content) - 2)[0] if kind == SEVERAL else column
            sheet.add((row, max(column, last)), limits)
            if error := _error(kind, content):
                sheet.errors[row, column] = error
            elif _is_empty_result(kind, content):
                sheet.empty.add((row, column))
            elif style in coarse and kind in NUMBERS:
                sheet.coarse[row, column] = coarse[style]
    return sheet


def _is_empty_result(kind: int, content: bytes) -> bool:
    """Whether a formula has no text as its result: so some programs write one that was never reckoned."""
    return kind == FORMULA and len(content) >= 14 and content[12:14] == b"\xff\xff" and content[6] == 3


def _error(kind: int, content: bytes) -> str:
    """Give the error that a cell or the result of its formula shows, an empty text for none."""
    if kind == ERROR and len(content) >= 8 and content[7]:
        return ERRORS.get(content[6], "#N/A")
    if kind == FORMULA and len(content) >= 14 and content[12:14] == b"\xff\xff" and content[6] == 2:
        return ERRORS.get(content[8], "#N/A")
    return ""


def _refuse_wrong_dimensions(content: bytes) -> None:
    """Refuse a sheet that claims more cells than the format has: the parser makes room for them."""
    form = "<IIHH" if len(content) == 14 else "<HHHH"
    first_row, last_row, first_column, last_column = struct.unpack_from(form, content)
    if last_row > MOST_ROWS or last_column > MOST_COLUMNS or first_row > last_row or first_column > last_column:
        raise refusal("damaged_workbook", value="DIMENSIONS")


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of each record from a place on, up to the one that ends the part."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == END:
            return
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length
