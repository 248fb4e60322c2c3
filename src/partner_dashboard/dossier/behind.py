"""From rows to the ids that stand behind a number."""

import pandas as pd

Ids = tuple[str, ...]


def ids(rows: pd.DataFrame | pd.Series, value: object = None) -> Ids:
    """Give the ids of rows in their order; of a column, where a value is said, only those that hold it."""
    index = rows.index if value is None else rows.index[(rows == value).to_numpy(dtype=bool)]
    return tuple(index.tolist())
