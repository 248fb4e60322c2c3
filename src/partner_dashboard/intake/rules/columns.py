"""From whole columns of text to what is asked of them at once, without a step per row."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

APART = "\x1f"
"""Stands between the texts of a joined key; no person can write it."""


def is_blank(cells: pd.Series) -> bool:
    """Whether every cell is empty."""
    return longest(cells) == 0


def longest(cells: pd.Series) -> int:
    """Give the number of bytes of the longest cell, as UTF-8."""
    return pc.max(pc.binary_length(pa.array(cells, pa.large_string()))).as_py() or 0


def may_hold_controls(cells: pd.Series) -> bool:
    """Whether any cell holds a sign below the blank, a new line among them; a look at bytes, not at cells."""
    held = pa.array(cells, pa.large_string())
    chunks = held.chunks if isinstance(held, pa.ChunkedArray) else [held]
    buffers = (chunk.buffers()[2] for chunk in chunks)
    return any(buffer and np.frombuffer(buffer, np.uint8).min(initial=255) < ord(" ") for buffer in buffers)


def casefolded(cells: pd.Series) -> pd.Series:
    """Give texts without the case of their letters."""
    held = pa.array(cells, pa.large_string())
    if not pc.all(pc.string_is_ascii(held)).as_py():
        return cells.str.casefold()
    return pd.Series(pd.array(pc.ascii_lower(held), dtype="str"), cells.index, name=cells.name)


def distinct(cells: pd.Series) -> tuple[NDArray[np.intp], list[str]]:
    """Give the distinct cells, and for each row the position of its own among them."""
    positions, texts = pd.factorize(cells)
    return positions, texts.tolist()


def spread(each: Sequence[str], positions: NDArray[np.intp], cells: pd.Series) -> pd.Series:
    """Give one text for each distinct cell as a column of all rows, named and indexed like the cells."""
    return pd.Series(pd.array(each, dtype="str").take(positions), cells.index, name=cells.name)


def matching(cells: pd.Series, pattern: str) -> pd.Series:
    """Say of each cell whether a pattern (RE2) holds somewhere in it."""
    found = pc.match_substring_regex(pa.array(cells, pa.large_string()), pattern)
    return pd.Series(found.to_numpy(zero_copy_only=False), cells.index)


def joined(columns: Sequence[pd.Series]) -> pd.Series:
    """Join the cells of each row to one key."""
    cells = [pa.array(column, pa.large_string()) for column in columns]
    keys = pc.binary_join_element_wise(*cells, pa.scalar(APART, pa.large_string()))
    return pd.Series(pd.array(keys, dtype="str"), columns[0].index)
