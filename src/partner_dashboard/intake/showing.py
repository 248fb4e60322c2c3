"""From all rows of a dataset to those that every reader may see, and that point to each other."""

from collections.abc import Collection, Mapping

import pandas as pd

from partner_dashboard.editions import public
from partner_dashboard.schema import DATASETS, PARTICIPANT_SEPARATOR, ROLE_SEPARATOR, Dataset


def show(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Keep the rows and columns that are public, each dataset indexed by its key.

    Shape: dataset to all its rows, schema columns → the same datasets; a row that points to a hidden one is left out or
    loses that reference. No argument is changed.
    """
    return _consistent({name: _shown(rows, DATASETS[name]) for name, rows in frames.items()})


def _shown(rows: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    seen = public(rows, {column.name: column.internal for column in dataset.columns})
    return seen.set_index(dataset.key, drop=False).rename_axis(None) if dataset.key else seen


def _consistent(shown: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Leave out whatever points to a row that not every reader may see: relations, participants, evidence.

    Rows that only stand below such a row stay, without that reference.
    """
    institutions, partnerships, events = shown["institutions"], shown["partnerships"], shown["events"]
    visible = institutions.index
    at_home = partnerships["home_institution"].isin(visible)
    abroad = partnerships["institution_id"].isin(visible) | (partnerships["institution_id"] == "")
    partnerships = partnerships[at_home & abroad]
    named = events["institution_ids"].map(
        lambda cell: PARTICIPANT_SEPARATOR.join(
            part for part in cell.split(PARTICIPANT_SEPARATOR) if part.split(ROLE_SEPARATOR)[0].strip() in visible
        )
    )
    ids = {*visible, *partnerships.index, *events.index}
    return {
        "institutions": institutions.assign(parent_id=_among(institutions["parent_id"], ids)),
        "partnerships": partnerships.assign(umbrella_id=_among(partnerships["umbrella_id"], ids)),
        "events": events.assign(institution_ids=named, parent_event_id=_among(events["parent_event_id"], ids)),
        "evidence": shown["evidence"][shown["evidence"]["row_id"].isin(ids)],
    }


def _among(references: pd.Series, ids: Collection[str]) -> pd.Series:
    return references.where(references.isin(ids), "")
