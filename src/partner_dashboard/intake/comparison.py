"""From two states of a dataset to what lies between them."""

import pandas as pd

from partner_dashboard.intake.change import Change, propose
from partner_dashboard.schema import Dataset


def difference(before: pd.DataFrame, after: pd.DataFrame, dataset: Dataset) -> Change:
    """Say what became of the rows of a dataset from one state to another, whatever was published in between."""
    return propose(before, after, dataset, "everything")
