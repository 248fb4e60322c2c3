"""From a regular text to columns at full speed: pyarrow parses what was first shown to hold no surprise."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from partner_dashboard.intake.reading.familiar import OURS
from partner_dashboard.intake.reading.notes import is_data
from partner_dashboard.intake.reading.records import Dialect
from partner_dashboard.intake.reading.table import Record

WORTHWHILE = 20_000
"""From how many bytes on the short cut is taken; below, the exact way is as fast."""

DOUBTFUL = 2_000
"""So many rows are looked at one by one at most, to see whether they are totals, footers or headings again."""

NEW_LINE, RETURN = 10, 13


def plain_columns(
    data: bytes, above: int, names: Sequence[str], dialect: Dialect, longest: int
) -> tuple[pa.ChunkedArray, ...] | None:
    """Read what stands below the first lines, `above` in number, of a text in UTF-8.

    None where anything is out of the ordinary: a blank line, a lost quote, a cell of several lines, a line longer than
    the longest allowed, another number of fields, or a row that may be no data. The exact way then reads the same text.
    """
    if dialect.quote != '"' or dialect.is_spaced or len(names) < 2 or len(data) < WORTHWHILE:
        return None
    if not _has_regular_ends(data):
        return None
    body = _body(data, above)
    ends = np.flatnonzero(body == NEW_LINE)
    if not len(ends) or int(np.diff(ends, prepend=-1).max()) > longest:
        return None
    if not _has_regular_quotes(body, ends, dialect.separator):
        return None
    table = _parsed(body, len(names), dialect.separator)
    if (
        table is None
        or table.num_rows != len(ends) + (ends[-1] < len(body) - 1)
        or not _is_all_data(table, above, names)
    ):
        return None
    return tuple(table.columns)


def _body(data: bytes, above: int) -> np.ndarray:
    """Give the bytes below the first lines, without the blank lines at the end."""
    start = 0
    for _ in range(above):
        start = data.find(b"\n", start) + 1
    end = len(data)
    while end > start and data[end - 1] in b"\r\n":
        end -= 1
    return np.frombuffer(data, dtype=np.uint8)[start:end]


def _has_regular_ends(data: bytes) -> bool:
    """Whether no carriage return stands anywhere but before a line feed."""
    return b"\r" not in data or data.count(b"\r") == data.count(b"\r\n")


def _has_regular_quotes(body: np.ndarray, ends: np.ndarray, separator: str) -> bool:
    """Whether every quote opens a cell, closes it on the same line, or is one of two within it."""
    quotes = np.flatnonzero(body == ord('"'))
    if not len(quotes):
        return True
    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    borders = np.array([ord(separator), NEW_LINE, RETURN], dtype=np.uint8)
    doubled = closing[:-1] + 1 == opening[1:]
    opens = np.isin(body[opening - 1], borders) | (opening == 0) | np.concatenate(([False], doubled))
    after = body[np.minimum(closing + 1, len(body) - 1)]
    closes = np.isin(after, borders) | (closing == len(body) - 1) | np.concatenate((doubled, [False]))
    return bool(opens.all() and closes.all()) and bool((ends.searchsorted(opening) == ends.searchsorted(closing)).all())


def _parsed(body: np.ndarray, width: int, separator: str) -> pa.Table | None:
    # Imported here: not every start reads a large file.
    from pyarrow import csv

    names = [str(place) for place in range(width)]
    kinds = dict.fromkeys(names, pa.large_string())
    try:
        return csv.read_csv(
            pa.py_buffer(body),
            csv.ReadOptions(column_names=names, block_size=8 * 1024 * 1024),
            csv.ParseOptions(delimiter=separator, ignore_empty_lines=False),
            csv.ConvertOptions(column_types=kinds, strings_can_be_null=False, check_utf8=False),
        )
    except pa.ArrowInvalid:
        return None


def _is_all_data(table: pa.Table, above: int, names: Sequence[str]) -> bool:
    """Whether no row is empty, a heading again, a hint, a total or a footer."""
    first, second = table.columns[:2]
    headings = pa.array(sorted(OURS | {name for name in names if name}), type=pa.large_string())
    if pc.any(pc.is_in(first, value_set=headings)).as_py() or pc.any(pc.is_in(second, value_set=headings)).as_py():
        return False
    places = pc.indices_nonzero(_doubtful(table)).to_pylist()[: DOUBTFUL + 1]
    rows = table.take(pa.array([0, *places])).to_pylist()
    return len(places) <= DOUBTFUL and all(
        is_data(Record(above + 1 + place, list(row.values())), names)
        for place, row in zip([0, *places], rows, strict=True)
    )


def _doubtful(table: pa.Table) -> pa.ChunkedArray:
    """Mark the rows that begin with nothing or with a word of totals, and those that hold nothing else."""
    first = table.columns[0]
    words = pc.match_substring_regex(
        first, r"(?i)^\W*(\w*summe|gesamt|insgesamt|anzahl|ergebnis|.*total|sum|count|∑|Σ)"
    )
    alone = pc.equal(table.columns[1], "")
    for column in table.columns[2:]:
        if not pc.any(alone).as_py():
            break
        alone = pc.and_(alone, pc.equal(column, ""))
    return pc.or_(pc.or_(words, pc.equal(pc.utf8_trim_whitespace(first), "")), alone)
