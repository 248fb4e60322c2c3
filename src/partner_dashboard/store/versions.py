"""From frames of rows to the cells, keys and fingerprints that the tables hold, and back to frames."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from partner_dashboard.errors import StoreTextError
from partner_dashboard.schema import DATASETS, Dataset
from partner_dashboard.store.tables import COORDINATES

Cell = str | float | None

CHUNK = 20_000
"""Rows that are turned from frame to table, or back, at a time: a million at once would need gigabytes."""

STR = pd.StringDtype(na_value=np.nan)


@dataclass(frozen=True, slots=True)
class Written:
    """Rows as the tables hold them: cells by column, in the order of the schema, and what fingerprints are made of."""

    columns: Sequence[Sequence[Cell]]
    texts: Sequence[str]


def written(dataset: Dataset, rows: pd.DataFrame) -> Written:
    """Turn rows into cells.

    The text of a row names its filled cells only, sorted by column, so that a column added later changes no
    fingerprint; NUL stands between, which no cell may hold.
    Raises: StoreTextError where a cell does; ValueError where a text is missing rather than empty.
    """
    cells: dict[str, list[Cell]] = {}
    parts = []
    for name in sorted(dataset.names):
        codes, values = _distinct(rows[name])
        if name not in COORDINATES and "\0" in "".join(values):
            raise StoreTextError(dataset=dataset.name, row=_first_with_nul(dataset, rows, name), column=name)
        cells[name] = values[codes].tolist()
        said = ["" if value in ("", None) else f"\0{name}\0{value}" for value in values]
        if any(said):
            parts.append(np.array(said, dtype=object)[codes].tolist())
    texts = ["".join(row) for row in zip(*parts, strict=True)] if parts else [""] * len(rows)
    return Written([cells[name] for name in dataset.names], texts)


def _distinct(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Give the distinct values of a column and which of them each row holds; degrees lose -0.0, which SQLite drops."""
    if column.name in COORDINATES:
        codes, values = pd.factorize(column.to_numpy(dtype=float) + 0.0, use_na_sentinel=False)
        return codes, np.array([None if value != value else float(value) for value in values], dtype=object)
    codes, values = pd.factorize(column)
    if (codes < 0).any():
        raise ValueError(f"{column.name}: a text is missing")
    return codes, np.asarray(values, dtype=object)


def _first_with_nul(dataset: Dataset, rows: pd.DataFrame, column: str) -> str:
    """Name the first row with a NUL in a column: by its id, or by its line in a dataset without ids."""
    place = next(place for place, cell in enumerate(rows[column]) if "\0" in cell)
    return str(rows[dataset.key].iloc[place]) if dataset.key else str(rows.index[place])


def row_keys(dataset: str, rows: pd.DataFrame) -> tuple[str, ...]:
    """Give what names each row for ever: its id, or in a dataset without ids a hash of its cells.

    A row that stands again in the same words gets a key with its count behind.
    """
    declared = DATASETS[dataset]
    if declared.key:
        return tuple(rows[declared.key].tolist())
    met: Counter[str] = Counter()
    keys = []
    for text in written(declared, rows).texts:
        key = _hash(f"{dataset}{text}")
        met[key] += 1
        keys.append(key if met[key] == 1 else f"{key}{COPY}{met[key]}")
    return tuple(keys)


COPY = "-"


def last_copies(keys: Iterable[str], standing: Iterable[str]) -> list[str]:
    """Give instead of each key the last that stands of the rows in the same words, so that their count has no gap.

    Raises: KeyError where fewer stand than are named.
    """
    copies: dict[str, list[str]] = {}
    for key in sorted(standing, key=lambda key: int(key.partition(COPY)[2] or 1)):
        copies.setdefault(key.partition(COPY)[0], []).append(key)
    try:
        return [copies[key.partition(COPY)[0]].pop() for key in keys]
    except IndexError as problem:
        raise KeyError from problem


def fingerprints(dataset: str, positions: Iterable[int], texts: Iterable[str]) -> list[str]:
    """Give the hash of each row at its place."""
    return [_hash(f"{dataset}\0{position}{text}") for position, text in zip(positions, texts, strict=True)]


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def digest(before: str, begun: Iterable[str], ended: Iterable[str]) -> str:
    """Give the hash of a state from that of the state before and the fingerprints of what began and ended.

    It is the sum of the fingerprints of all rows, so that it costs what changes and not what stands.
    """
    whole = int(before, 16) + sum(int(begin, 16) for begin in begun) - sum(int(end, 16) for end in ended)
    return f"{whole % 2**128:032x}"


EMPTY = f"{0:032x}"
"""The digest of a state without rows."""


def frame(dataset: Dataset, parts: Iterable[Sequence[Sequence[Cell]]]) -> pd.DataFrame:
    """Put cells that come part by part into one frame: the columns of the schema, text, and degrees as float."""
    chunks: dict[str, list[pa.Array]] = {name: [] for name in dataset.names}
    for part in parts:
        for name, cells in zip(dataset.names, zip(*part, strict=True), strict=True):
            chunks[name].append(pa.array(cells, type=pa.float64() if name in COORDINATES else pa.large_string()))
    return pd.DataFrame({name: _column(name, held) for name, held in chunks.items()}, copy=False)


def _column(name: str, chunks: list[pa.Array]) -> object:
    if name in COORDINATES:
        return pa.chunked_array(chunks, type=pa.float64()).to_numpy()
    whole = pa.chunked_array(chunks, type=pa.large_string()).combine_chunks()
    return pd.arrays.ArrowStringArray(whole, dtype=STR)


def as_text(dataset: Dataset, cells: Sequence[Cell]) -> Mapping[str, str]:
    """Say the cells of one row as text, an unknown coordinate as an empty one."""
    return {name: "" if cell is None else str(cell) for name, cell in zip(dataset.names, cells, strict=True)}
