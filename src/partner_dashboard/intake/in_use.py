"""From rows that shall end to those that still point to them."""

from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from partner_dashboard.problems import Problem
from partner_dashboard.schema import DATASETS, PARTICIPANT_SEPARATOR, ROLE_SEPARATOR, Column

REFERRING = ("institutions", "partnerships", "events")
"""The datasets whose rows point to others; evidence about a row that ended is kept for its return."""

MOST_NAMED = 5
"""How many of the rows that point to another are named."""


def in_use(dataset: str, row_ids: Collection[str], frames: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Say of each of these ids of a dataset which rows point to it.

    `frames` holds by dataset the rows that will stand.
    """
    ended = frozenset(row_ids)
    if not ended:
        return
    pointing: dict[str, dict[str, None]] = {}
    for name in REFERRING:
        for column in (column for column in DATASETS[name].columns if column.refers_to == dataset):
            for row_id, target in references(frames[name], DATASETS[name].key, column):
                if target in ended:
                    pointing.setdefault(target, {})[row_id] = None
    key, file = DATASETS[dataset].key, DATASETS[dataset].file
    for row_id in (row_id for row_id in row_ids if row_id in pointing):
        yield Problem("still_in_use", file, 0, key, row_id, _named(tuple(pointing[row_id])))


def references(rows: pd.DataFrame, key: str, column: Column) -> Iterator[tuple[str, str]]:
    """Yield each reference of a column: the id of the row, and the id it points to."""
    filled = rows.loc[rows[column.name] != "", [key, column.name]]
    for row_id, cell in filled.itertuples(index=False, name=None):
        for part in cell.split(PARTICIPANT_SEPARATOR) if column.several else (cell,):
            if target := part.split(ROLE_SEPARATOR)[0].strip():
                yield row_id, target


def _named(row_ids: tuple[str, ...]) -> str:
    more = " …" if len(row_ids) > MOST_NAMED else ""
    return ", ".join(row_ids[:MOST_NAMED]) + more
