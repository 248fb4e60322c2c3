"""From two states to what lies between them."""

from collections.abc import Mapping

import pandas as pd

from partner_dashboard.intake.change import Change, propose
from partner_dashboard.schema import DATASETS, Dataset


def difference(before: pd.DataFrame, after: pd.DataFrame, dataset: Dataset) -> Change:
    """Say what became of the rows of a dataset from one state to another, whatever lies between them."""
    return propose(before, after, dataset, "everything")


def differences(before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]) -> tuple[Change, ...]:
    """Say what became of all datasets that both states hold, in the order of the schema."""
    both = (dataset for name, dataset in DATASETS.items() if name in before and name in after)
    return tuple(difference(before[dataset.name], after[dataset.name], dataset) for dataset in both)
