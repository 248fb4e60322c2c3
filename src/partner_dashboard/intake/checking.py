"""From a table of text to typed rows and problems: a wrong cell is a value, and the other rows go on."""

import difflib
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from partner_dashboard import dates, regions
from partner_dashboard.intake.reading import Table
from partner_dashboard.problems import Problem
from partner_dashboard.schema import LIST_SEPARATOR, PARTICIPANT_SEPARATOR, ROLE_SEPARATOR, Column, Dataset


@dataclass(frozen=True, slots=True)
class Known:
    """What cells may refer to: code lists by name, ids by dataset.

    `left_out` says by dataset and id where the rows stand that were themselves left out, as file:line.
    """

    codes: Mapping[str, tuple[str, ...]]
    ids: Mapping[str, frozenset[str]]
    left_out: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows that may be used, with every column of the dataset in order, and all problems in order of line."""

    rows: pd.DataFrame
    problems: tuple[Problem, ...]


def check(table: Table, dataset: Dataset, known: Known) -> Checked:
    """Check every cell of a table against the declaration of its dataset.

    Shape: text in; out the columns of the dataset in order, text but for latitude and longitude (float degrees, NaN
    where unknown). The index stays the line in the file. Rows with an error are left out and listed.
    Order: rows as in the file, problems by line, then by column.
    """
    file = table.file
    missing = [Problem("missing_column", file, 1, column.name) for column in dataset.required()
               if column.name not in table.rows]  # fmt: skip
    unknown = [Problem("unknown_column", file, 1, name) for name in table.rows if name not in dataset.names]
    if missing:
        none = pd.DataFrame({name: pd.Series(dtype=str) for name in dataset.names})
        return Checked(_typed(none), (*table.problems, *missing, *unknown))
    raw = table.rows.reindex(columns=list(dataset.names), fill_value="")
    found: list[Problem] = [*table.problems, *unknown]
    for column in dataset.columns:
        found += _cells(file, raw, column, known)
    found += _duplicates(file, raw, dataset)
    if "latitude" in dataset.names:
        found += _coordinates(file, raw)
    if {"start_date", "end_date"} <= set(dataset.names):
        found += _spans(file, raw)
    stopped = {problem.line for problem in found if problem.severity == "error"}
    kept = raw.loc[~raw.index.isin(list(stopped))]
    place = {name: position for position, name in enumerate(dataset.names)}
    found.sort(key=lambda problem: (problem.line, place.get(problem.column, -1)))
    return Checked(_typed(kept), tuple(found))


NEAR = 0.75
"""How alike a value and an allowed one must be, from 0 to 1, before the one is taken for a typo of the other."""


def closest(value: str, allowed: Collection[str]) -> str:
    """Give the allowed value a typo probably meant, or an empty text."""
    near = difflib.get_close_matches(value.casefold(), allowed, n=1, cutoff=NEAR)
    return near[0] if near else ""


def parts(cell: str, column: Column) -> list[str]:
    """Split a cell with several values; roles of participants are cut off."""
    separator = PARTICIPANT_SEPARATOR if column.refers_to else LIST_SEPARATOR
    values = [part.strip() for part in cell.split(separator)] if column.several else [cell]
    if column.several and column.refers_to:
        values = [value.split(ROLE_SEPARATOR)[0].strip() for value in values]
    return [value for value in values if value]


def _cells(file: str, raw: pd.DataFrame, column: Column, known: Known) -> Iterator[Problem]:
    cells = raw[column.name]
    if column.required:
        for line in cells.index[cells == ""]:
            yield Problem("missing_value", file, int(line), column.name)
    wrong = {cell: problem for cell in cells[cells != ""].unique() if (problem := _wrong(cell, column, known))}
    for line, cell in cells[cells.isin(list(wrong))].items():
        code, value, remedy = wrong[cell]
        yield Problem(code, file, int(str(line)), column.name, value, remedy)


def _wrong(cell: str, column: Column, known: Known) -> tuple[str, str, str] | None:
    """Say what is wrong with a filled cell: code, value, remedy; None where nothing is."""
    if column.kind == "date":
        return None if dates.is_valid(cell) else ("date_unreadable", cell, "")
    if column.kind == "country":
        allowed = regions.country_codes()
        return None if cell in allowed else ("unknown_country", cell, cell.upper() if cell.upper() in allowed else "")
    if column.kind == "whole":
        return None if cell.isascii() and cell.isdecimal() else ("not_a_number", cell, "")
    if column.kind in ("latitude", "longitude", "number"):
        return None if _is_number(cell) else ("not_a_number", cell, _with_point(cell))
    if column.codes:
        allowed_codes = known.codes.get(column.codes, ())
        for part in parts(cell, column):
            if allowed_codes and part not in allowed_codes:
                return "unknown_code", part, closest(part, allowed_codes)
    if column.refers_to and column.refers_to in known.ids:
        ids = known.ids[column.refers_to]
        for part in parts(cell, column):
            if part not in ids:
                return _nowhere(part, column.refers_to, known)
    return None


def _nowhere(row_id: str, dataset: str, known: Known) -> tuple[str, str, str]:
    """Say of an id that no row kept has whether its row was left out, or was never there."""
    if where := known.left_out.get(dataset, {}).get(row_id):
        return "reference_left_out", row_id, where
    code = "unknown_institution" if dataset == "institutions" else "unknown_reference"
    return code, row_id, closest(row_id, known.ids[dataset])


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return math.isfinite(float(cell)) and cell.isascii() and "_" not in cell


def _with_point(cell: str) -> str:
    pointed = cell.replace(",", ".")
    return pointed if _is_number(pointed) else ""


def _duplicates(file: str, raw: pd.DataFrame, dataset: Dataset) -> Iterator[Problem]:
    if not dataset.key:
        return
    ids = raw[dataset.key]
    for line, value in ids[ids.duplicated() & (ids != "")].items():
        yield Problem("duplicate_id", file, int(str(line)), dataset.key, value)


def _coordinates(file: str, raw: pd.DataFrame) -> Iterator[Problem]:
    given = raw.loc[(raw["latitude"] != "") | (raw["longitude"] != ""), ["latitude", "longitude"]]
    for row in given.itertuples():
        line, lat, lon = int(str(row[0])), str(row[1]), str(row[2])
        if not lat or not lon:
            yield Problem("half_coordinate", file, line, "longitude" if lat else "latitude")
        elif _is_number(lat) and _is_number(lon):
            if abs(float(lat)) > 90:
                yield Problem("latitude_out_of_range", file, line, "latitude", lat)
            elif abs(float(lon)) > 180:
                yield Problem("longitude_out_of_range", file, line, "longitude", lon)
            elif float(lat) == 0 and float(lon) == 0:
                yield Problem("null_island", file, line, "latitude", "0/0")


def _spans(file: str, raw: pd.DataFrame) -> Iterator[Problem]:
    both = raw.loc[(raw["start_date"] != "") & (raw["end_date"] != ""), ["start_date", "end_date"]]
    for row in both.itertuples():
        start, end = str(row[1]), str(row[2])
        if dates.is_valid(start) and dates.is_valid(end):
            begins, ends = dates.parse(start).earliest, dates.parse(end).latest
            if begins and ends and ends < begins:
                yield Problem("end_before_start", file, int(str(row[0])), "end_date", end, start)


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    coordinates = {
        name: pd.to_numeric(rows[name], errors="coerce") for name in ("latitude", "longitude") if name in rows
    }
    return rows.assign(**coordinates)
