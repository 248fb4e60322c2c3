"""From two values of a cell to whether they say the same, and from a frame to rows that can be compared."""

import unicodedata
from collections.abc import Collection

import numpy as np
import pandas as pd

from partner_dashboard.schema import LIST_SEPARATOR, PARTICIPANT_SEPARATOR, Column, Dataset

SAME_DEGREES = 1e-6
"""Coordinates that are nearer to each other than this are the same: a tenth of a metre, and what spreadsheets round."""

NUMBERS = ("latitude", "longitude")
"""The kinds of column that hold numbers in a frame; all others hold text."""


def keyed(rows: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Give rows with every column of their dataset in order, indexed by what names each of them for ever.

    Columns that are missing are empty. In a dataset without ids a row is named by all it says.
    Raises: ValueError for a row that stands there twice.
    """
    from partner_dashboard.store import row_keys  # the store is needed for datasets without ids only

    whole = typed(rows.reindex(columns=list(dataset.names)), dataset)
    index = pd.Index(whole[dataset.key] if dataset.key else row_keys(dataset.name, whole), dtype="str")
    if not index.is_unique:
        raise ValueError(f"{dataset.name}: {index[index.duplicated()][0]} stands twice")
    return whole.set_axis(index.rename(None), axis=0)


def typed(rows: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Give rows with text and numbers where they belong: what is missing is an empty text or NaN."""
    read = {
        column.name: pd.to_numeric(rows[column.name], errors="coerce").astype(float)
        if column.kind in NUMBERS
        else rows[column.name].astype("str").fillna("")
        for column in dataset.columns
        if column.name in rows
    }
    return rows.assign(**read)


def differing(old: pd.Series, new: pd.Series, column: Column) -> np.ndarray:
    """Say for each place of two columns whether the values differ in what they say, not only in how it is written."""
    before, after = old.reset_index(drop=True), new.reset_index(drop=True)
    if column.kind in NUMBERS:
        unlike: np.ndarray = ~np.isclose(before, after, rtol=0, atol=SAME_DEGREES, equal_nan=True)
        return unlike
    differs: np.ndarray = before.ne(after).to_numpy(dtype=bool, copy=True)
    places = np.flatnonzero(differs)
    pairs = list(zip(before.iloc[places], after.iloc[places], strict=True))
    alike = {pair for pair in set(pairs) if plain(pair[0], column) == plain(pair[1], column)}
    if alike:
        differs[places] = [pair not in alike for pair in pairs]
    return differs


def plain(text: str, column: Column) -> str:
    """Give a text in the one form of all that say the same: dates, lists, accents and line ends."""
    written = unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()
    if column.kind == "date":
        return "/".join("" if part.strip() == ".." else part.strip() for part in written.split("/"))
    if column.several:
        separator = PARTICIPANT_SEPARATOR if column.refers_to else LIST_SEPARATOR
        return separator.join(part.strip() for part in written.split(separator) if part.strip())
    return written


def as_text(values: pd.Series, column: Column) -> pd.Series:
    """Write the values of a column as people read them; an unknown number is an empty text."""
    if column.kind not in NUMBERS:
        return values
    return pd.Series(["" if np.isnan(value) else repr(float(value)) for value in values], values.index, dtype="str")


def blank(rows: pd.DataFrame, dataset: Dataset, brought: Collection[str]) -> pd.DataFrame:
    """Give rows in which only the key and the columns that were brought are filled."""
    silent = [name for name in dataset.names if name not in brought and name != dataset.key]
    return rows.drop(columns=silent, errors="ignore").reindex(columns=list(dataset.names))
