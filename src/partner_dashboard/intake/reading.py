"""From the bytes of a CSV file to a table of text, with every row accounted for."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from partner_dashboard.errors import UnreadableFileError
from partner_dashboard.problems import Problem


@dataclass(frozen=True, slots=True)
class Table:
    """A file as text: the frame's index is the physical line on which each row begins, counted from 1."""

    file: str
    rows: pd.DataFrame
    rows_read: int
    problems: tuple[Problem, ...]


def read_csv(path: Path) -> Table:
    """Read a UTF-8 CSV file as text; nothing is guessed and nothing is turned into a number or a missing value.

    Shape: one row per data line that has as many fields as the header; the others are problems.
    Raises: UnreadableFileError naming the file, the line and the reason.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        raise UnreadableFileError(file=path.name, line=line, reason="not UTF-8") from problem
    except OSError as problem:
        raise UnreadableFileError(file=path.name, line=0, reason=problem.strerror or str(problem)) from problem
    return from_text(path.name, text)


def from_text(file: str, text: str) -> Table:
    """Read the text of a CSV file; see `read_csv`."""
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    numbers: list[int] = []
    problems: list[Problem] = []
    header: list[str] = []
    rows_read, begins = 0, 1
    try:
        for fields in lines:
            line, begins = begins, lines.line_num + 1
            if not any(cell.strip() for cell in fields):
                continue
            if not header:
                header = [cell.strip() for cell in fields]
                continue
            rows_read += 1
            if len(fields) != len(header):
                counted = f"{len(fields)} / {len(header)}"
                problems.append(Problem("wrong_field_count", file, line, header[0], counted, fields[0]))
                continue
            rows.append([cell.strip() for cell in fields])
            numbers.append(line)
    except csv.Error as problem:
        raise UnreadableFileError(file=file, line=lines.line_num, reason=str(problem)) from problem
    if not header:
        raise UnreadableFileError(file=file, line=1, reason="empty")
    if len(set(header)) != len(header):
        doubled = next(name for name in header if header.count(name) > 1)
        raise UnreadableFileError(file=file, line=1, reason=f"two columns named {doubled!r}")
    frame = pd.DataFrame(rows, columns=header, index=pd.Index(numbers, name="line"), dtype=str)
    return Table(file, frame, rows_read, tuple(problems))
