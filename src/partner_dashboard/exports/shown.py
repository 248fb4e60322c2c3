"""From an edition and a view to the rows that a reader sees, in the columns of their file."""

import pandas as pd

from partner_dashboard import view as views
from partner_dashboard.editions import Edition
from partner_dashboard.schema import DATASETS
from partner_dashboard.view import View

SHOWN = {"partnerships": views.strands, "institutions": views.partners, "events": views.events}


def shown(edition: Edition, view: View, dataset: str) -> pd.DataFrame:
    """Give the rows of a dataset that a view shows.

    Shape: the public columns of the dataset in order, indexed by its key. Order: as in the edition.
    """
    rows = SHOWN[dataset](edition, view)
    return rows[[column for column in DATASETS[dataset].names if column in rows]]
