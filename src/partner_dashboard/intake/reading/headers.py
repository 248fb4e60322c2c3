"""From records to the one that holds the headings, or to a refusal that says why there is none."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from partner_dashboard.intake.reading.familiar import are_ours, familiarity
from partner_dashboard.intake.reading.table import Record, refusal

TOP = 40
"""How many filled records are searched for the headings."""

NUMBER = re.compile(r"[+\-−]?[$€£]?\s?\d[\d.,' ]*\s?[%°€$]?")
DATED = re.compile(
    r"\d{1,4}\s?[./-]\s?\d{1,2}(?:\s?[./-]\s?\d{1,4})?(?:[ T]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(?::\d{2})?|\d{3}X|\d{4}~"
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+", re.I)
LONGEST = 80
"""How many characters a heading may have before it is rather a sentence."""


@dataclass(frozen=True, slots=True)
class Header:
    """The record of the headings, its place among the records, and whether its words are ours."""

    place: int
    record: Record
    is_ours: bool


def find_header(records: Sequence[Record], line: int = 0) -> Header:
    """Find the headings among the first records, or take those on the line a person named.

    Raises: UnreadableFileError where no record can be the headings, naming the line on which they should stand.
    """
    if line:
        place = next((place for place, held in enumerate(records) if held.line == line and not held.is_blank), -1)
        if place < 0:
            raise refusal("no_such_line", line)
        return _sound(Header(place, records[place], are_ours(records[place].cells)))
    top = _top(records)
    place = _ours(top)
    if place >= 0:
        _refuse_data_above(records, place)
        return _sound(Header(place, records[place], True))
    place = _unknown(top)
    return _sound(Header(place, records[place], False))


def width_of(records: Sequence[Record], wanted: int = 0) -> int:
    """Give the usual number of fields; among equals the wanted one, else the larger. One where nothing is filled."""
    counts = Counter(len(record.cells) for record in records if record.filled > 1 and record.fault < 0)
    if not counts:
        return 1
    if counts[wanted] * 2 >= counts.total():
        return wanted
    return max(counts, key=lambda width: (counts[width], width))


def looks_like_data(cell: str) -> bool:
    """Whether a cell holds what a heading does not: a number, a date, an address, a sentence."""
    cell = cell.strip()
    return len(cell) > LONGEST or any(pattern.fullmatch(cell) for pattern in (NUMBER, DATED, ADDRESS))


def _top(records: Sequence[Record]) -> Sequence[Record]:
    """Give the records down to the last that is searched for the headings."""
    filled = [place for place, record in enumerate(records[: 20 * TOP]) if record.filled][:TOP]
    return records[: filled[-1] + 1] if filled else records[:1]


def ours_among(top: Sequence[Record]) -> tuple[int, int]:
    """Give the place of the first record with nearly the most headings of ours, and their number; -1 and 0 for none."""
    best = (-1, 0)
    for place, record in enumerate(top):
        count = familiarity(record.cells) if are_ours(record.cells) else 0
        if count * 5 <= record.filled * 3 and any(looks_like_data(cell) for cell in record.cells if cell.strip()):
            count = 0
        if count > 2 * best[1]:
            best = (place, count)
        if count * 5 > record.filled * 3:
            break
    return best


def _ours(top: Sequence[Record]) -> int:
    place, count = ours_among(top)
    alone = [place for place, record in enumerate(top) if len(record.cells) == 1 and record.filled]
    if not count and alone and len(alone) == _filled(top) and familiarity(top[alone[0]].cells):
        return alone[0]
    return place


def _filled(records: Sequence[Record]) -> int:
    return sum(1 for record in records if record.filled)


def _refuse_data_above(records: Sequence[Record], place: int) -> None:
    """Refuse a list whose headings were sorted in among its rows."""
    headings = records[place]
    for record in records[:place]:
        is_row = len(record.cells) == len(headings.cells) and record.filled * 2 > len(headings.cells)
        if is_row and record.filled > 2 and any(looks_like_data(cell) for cell in record.cells if cell.strip()):
            raise refusal("data_above_header", record.line, value=str(headings.line))


def _unknown(top: Sequence[Record]) -> int:
    """Give the place of headings that are not ours: the first full record, if it does not look like data."""
    width = width_of(top)
    if width < 2:
        raise refusal("no_table", next((record.line for record in top if record.filled), 1))
    first = next(
        (place for place, held in enumerate(top) if len(held.cells) == width and held.filled * 2 > min(width, 4)), -1
    )
    if first < 0:
        raise refusal("no_header", next(record.line for record in top if record.filled))
    if top[first].fault < 0 and _is_data(top[first], top[first + 1 :]):
        above = next((held for held in reversed(top[:first]) if held.filled), None)
        if above is not None and above.line == top[first].line - 1 and _is_torn_header(above, width):
            raise refusal("header_field_count", above.line, value=f"{len(above.cells)} / {width}")
        raise refusal("no_header", top[first].line)
    return first


def _is_torn_header(record: Record, width: int) -> bool:
    """Whether a record just above the first full one has nearly as many words, so that it is no title."""
    if record.fault >= 0:
        return True
    cells = [cell for cell in record.cells if cell.strip()]
    if len(cells) > 1:
        return len(cells) * 2 > width and not any(looks_like_data(cell) for cell in cells)
    return any(abs(len(re.split(separator, cells[0])) - width) <= 1 for separator in (r"[;,\t|]", r"\s+")) and width > 2


def _is_data(record: Record, below: Sequence[Record]) -> bool:
    """Whether a record is a row rather than headings: by its cells, or because a column repeats one of them."""
    cells = [cell.strip() for cell in record.cells]
    if any(looks_like_data(cell) for cell in cells if cell):
        return True
    rows = [held.cells for held in below if len(held.cells) == len(cells) and held.cells != record.cells]
    return any(any(row[place].strip() == cell for row in rows) for place, cell in enumerate(cells) if cell)


def _sound(header: Header) -> Header:
    """Refuse headings of which a quote is lost or stray."""
    record = header.record
    fault = record.fault if record.fault >= 0 else record.loose
    within = next((place for place, cell in enumerate(record.cells) if cell.count('"') % 2), -1)
    fault = fault if fault >= 0 else within
    if fault >= 0:
        raise refusal("stray_quote", record.line, record.cells[fault].strip(' "') if fault < len(record.cells) else "")
    return header
