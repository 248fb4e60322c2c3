"""From columns of text to the finished table: ghosts go, cells are trimmed and checked, wrong rows are stopped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from partner_dashboard.intake.reading.cells import problems_in, trimmed
from partner_dashboard.intake.reading.doubts import Doubt
from partner_dashboard.intake.reading.signs import ANY_SIGNS, Signs
from partner_dashboard.intake.reading.table import Limits, Reading, Record, Table, refusal
from partner_dashboard.problems import Problem

TEXT = pd.StringDtype("pyarrow", na_value=np.nan)
"""The kind of text that pandas itself chooses."""

BATCH = 20_000
"""How many rows become columns at a time, so that a large file is not in memory twice as single cells."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What a reader hands over: headings, a column of text for each, and the line of each row.

    `signs` are those that must be looked for in the cells; `is_legacy` and `doubt` as in `cells.problems_in`.
    """

    names: tuple[str, ...]
    cells: tuple[pa.ChunkedArray, ...]
    lines: Sequence[int]
    signs: Signs = ANY_SIGNS
    is_legacy: bool = False
    doubt: Doubt = ""


def columns_of(records: Sequence[Record], width: int) -> tuple[pa.ChunkedArray, ...]:
    """Turn records into columns; fields beyond the width are left out."""
    kind = pa.large_string()
    chunks: list[list[pa.Array]] = [[] for _ in range(width)]
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        for place, column in enumerate(chunks):
            column.append(pa.array([record.cells[place] for record in batch], type=kind))
    return tuple(pa.chunked_array(column, type=kind) for column in chunks)


def table_of(columns: Columns, rows_read: int, problems: Sequence[Problem], reading: Reading, limits: Limits) -> Table:
    """Finish a table: rows with an error are listed and not kept.

    Raises: UnreadableFileError where there are too many rows or columns, or a cell is too long.
    """
    columns, unnamed = _without_ghosts(_trimmed(columns), reading.header_line)
    _refuse_large(columns, reading.header_line, limits)
    found = [*problems, *unnamed, *_headings(columns, reading.header_line)]
    found += _problems(columns, columns.names, columns.cells, columns.lines)
    stopped = {problem.line for problem in found if problem.severity == "error"}
    rows = _frame(columns)
    kept = rows[~rows.index.isin(list(stopped))] if stopped else rows
    found.sort(key=lambda problem: problem.line)
    return Table("", columns.names, kept, rows_read, tuple(found), reading)


def _trimmed(columns: Columns) -> Columns:
    names = trimmed(_text(columns.names)).to_pylist()
    cells = tuple(trimmed(cells, columns.signs.is_composed) for cells in columns.cells)
    return replace(columns, names=tuple(" ".join(name.split()) for name in names), cells=cells)


def _without_ghosts(columns: Columns, line: int) -> tuple[Columns, list[Problem]]:
    """Leave out columns without heading and content; name those that have content but no heading."""
    kept, problems = [], []
    for place, (name, cells) in enumerate(zip(columns.names, columns.cells, strict=True)):
        if not name:
            filled = cells.filter(pc.not_equal(cells, ""))
            if not len(filled):
                continue
            problems.append(Problem("unnamed_column", "", line, value=str(place + 1), remedy=filled[0].as_py()))
        kept.append(place)
    names, held = (tuple(part[place] for place in kept) for part in (columns.names, columns.cells))
    return replace(columns, names=names, cells=held), problems


def _refuse_large(columns: Columns, line: int, limits: Limits) -> None:
    if len(columns.names) > limits.columns:
        raise refusal("too_many_columns", line, columns.names[limits.columns], str(limits.columns))
    if len(columns.lines) > limits.rows:
        raise refusal("too_many_rows", int(columns.lines[limits.rows]), value=str(limits.rows))
    for name, cells in zip(columns.names, columns.cells, strict=True):
        if (pc.max(pc.binary_length(cells)).as_py() or 0) <= limits.cell:
            continue
        lengths = pc.utf8_length(cells)
        if pc.max(lengths).as_py() > limits.cell:
            place = pc.indices_nonzero(pc.greater(lengths, limits.cell))[0].as_py()
            raise refusal("cell_too_long", int(columns.lines[place]), name, str(limits.cell))


def _headings(columns: Columns, line: int) -> list[Problem]:
    """Find lost letters in the headings themselves."""
    found = (_problems(columns, [name], [_text([name])], [line]) for name in columns.names)
    return [problem for problems in found for problem in problems if problem.severity != "error"]


def _problems(
    columns: Columns, names: Sequence[str], cells: Sequence[pa.ChunkedArray], lines: Sequence[int]
) -> Iterator[Problem]:
    return problems_in(names, cells, lines, columns.signs.marks, columns.is_legacy, columns.doubt)


def _text(values: Sequence[str]) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(values, type=pa.large_string())])


def _frame(columns: Columns) -> pd.DataFrame:
    index = pd.Index(columns.lines, name="line", dtype="int64")
    held = {place: pd.Series(TEXT.__from_arrow__(cells), index=index) for place, cells in enumerate(columns.cells)}
    return pd.DataFrame(held, index=index, columns=range(len(held)))
