"""From the rows of a dossier to what nobody knows about them."""

from collections.abc import Mapping

import pandas as pd

from partner_dashboard.dossier.behind import Ids, ids
from partner_dashboard.editions import Edition

GAPS = ("start", "stage", "end", "sign", "partner", "place", "event_date", "outcome", "source")
"""Of a relation: when it began, how far it has come, what happens at its end, any sign of life, with whom · of a
partner: where it lies · of an event: when, what came of it · of any: where it is written."""


def gaps(
    edition: Edition, strands: pd.DataFrame, outlooks: pd.Series, institutions: pd.DataFrame, events: pd.DataFrame
) -> Mapping[str, Ids]:
    """Give for each of GAPS the ids of the rows that lack it; what is over or only promised need not end or live."""
    over = outlooks.isin(("closed", "promised"))
    happened = edition.has_happened.loc[events.index]
    untold = (events["outcome"] == "") & (events["outcome_stage"] == "")
    missing = {
        "start": strands["time_start_earliest"].isna() & strands["time_start_latest"].isna(),
        "stage": strands["stage"].isin(("", "unknown")),
        "end": outlooks == "not_stated",
        "sign": strands["evidence_on"].isna() & ~over,
        "partner": strands["institution_id"] == "",
        "place": institutions["latitude"].isna(),
        "event_date": edition.event_times.loc[events.index, "start_earliest"].isna(),
        "outcome": happened & untold & ~events.index.isin(events["parent_event_id"]),
        "source": pd.concat([_unsourced(rows) for rows in (strands, institutions, events)]),
    }
    return {gap: ids(lacks, True) for gap, lacks in missing.items()}


def _unsourced(rows: pd.DataFrame) -> pd.Series:
    return (rows["source_title"] == "") & (rows["source_url"] == "")
