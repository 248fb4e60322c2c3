"""From rows that a person wrote into a form to a table as a file would give, so that both are checked alike."""

import math

import pandas as pd

from partner_dashboard.intake.reading import Reading, Table
from partner_dashboard.schema import Dataset

FORM = "form"
"""What stands for the name of the file in problems of a form."""


def as_table(rows: pd.DataFrame, dataset: Dataset) -> Table:
    """Give rows in the form of a file that was read.

    Shape: columns of the dataset by name, any of them; the table's lines count from 1, in the order of the rows.
    """
    names = [name for name in dataset.names if name in rows]
    cells = {position: rows[name].map(written).to_numpy() for position, name in enumerate(names)}
    text = pd.DataFrame(cells, dtype=str)
    text.index = pd.RangeIndex(1, len(rows) + 1, name="line")
    return Table(FORM, tuple(names), text, len(rows), (), Reading("csv"))


def written(value: object) -> str:
    """Write a cell as text, without losing a digit; unknown is empty."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return repr(value)
    return " ".join(str(value).split())
