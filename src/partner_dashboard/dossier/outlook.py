"""From relations to what happens to each of them next, as far as a source says it."""

import pandas as pd

from partner_dashboard.editions import Edition

OUTLOOKS = ("ends", "passed", "renews", "open", "not_stated", "promised", "resting", "closed")
"""What may happen next: a stated end lies ahead · a stated end has passed and nobody reports a renewal · it renews
itself · it has no end · no source says · it has not begun · it rests or is suspended · it is over."""


def outlook(edition: Edition, strands: pd.DataFrame) -> pd.Series:
    """Give each strand its code of OUTLOOKS; each has exactly one."""
    today = pd.Timestamp(edition.as_of)
    last_day = strands["time_end_latest"]
    found = pd.Series("not_stated", index=strands.index, dtype=object)
    for code, holds in (
        ("ends", last_day >= today),
        ("passed", last_day < today),
        ("open", strands["end_rule"] == "open_ended"),
        ("renews", strands["end_rule"] == "auto_renew"),
        ("promised", strands["is_promised"]),
        ("resting", (strands["status"] == "suspended") | (strands["stage"] == "dormant")),
        ("closed", (strands["status"] == "ended") | (strands["stage"] == "ended")),
    ):
        found = found.mask(holds, code)
    return found


def ending_within(edition: Edition, strands: pd.DataFrame, months: int) -> pd.DataFrame:
    """Give the strands that may end within some months: the first day their end may fall on lies in them.

    Only ends that a source states and that no rule renews count. Order: soonest first.
    """
    until = pd.Timestamp(edition.as_of) + pd.DateOffset(months=months)
    soon = strands[strands["time_end_earliest"] <= until]
    rows = soon[outlook(edition, soon) == "ends"]
    return rows.sort_values(["time_end_earliest", "partnership_id"], kind="stable")
