"""From two changes of one state to where they contradict each other: what the second of two publishers must know."""

from collections.abc import Iterator

import pandas as pd

from partner_dashboard.intake.change import Change, propose
from partner_dashboard.schema import DATASETS

COLUMNS = ("row_id", "column", "old", "theirs", "mine")


def collisions(mine: Change, theirs: Change) -> pd.DataFrame:
    """Say where two changes from one state of a dataset contradict each other.

    Shape: one row per cell that both change, or both give to a new row, to different values: row_id, column, old,
    theirs, mine. Where one removes a row that the other changes, `column` is empty and the values are «removed» and
    «changed».
    Order: cells, then new rows, then removed ones.
    """
    parted = pd.DataFrame(list(_parted(mine, theirs)), columns=list(COLUMNS), dtype="str")
    return pd.concat([_cells(mine, theirs), _new_rows(mine, theirs), parted], ignore_index=True)[list(COLUMNS)]


def _cells(mine: Change, theirs: Change) -> pd.DataFrame:
    both = theirs.cells.merge(mine.cells.drop(columns="old"), on=["row_id", "column"], suffixes=("_theirs", "_mine"))
    apart = both[both["new_theirs"] != both["new_mine"]]
    return apart.rename(columns={"new_theirs": "theirs", "new_mine": "mine"})


def _new_rows(mine: Change, theirs: Change) -> pd.DataFrame:
    """Compare the rows that both add under one id."""
    ours = mine.added[mine.added.index.isin(theirs.added.index)]
    others = theirs.added[theirs.added.index.isin(mine.added.index)]
    cells = propose(others, ours, DATASETS[mine.dataset]).cells
    return cells.rename(columns={"old": "theirs", "new": "mine"}).assign(old="")


def _parted(mine: Change, theirs: Change) -> Iterator[tuple[str, ...]]:
    for row_id in mine.changed.index[mine.changed.index.isin(theirs.gone.index)]:
        yield str(row_id), "", "", "removed", "changed"
    for row_id in theirs.changed.index[theirs.changed.index.isin(mine.gone.index)]:
        yield str(row_id), "", "", "changed", "removed"
