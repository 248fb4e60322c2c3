"""From events to where they took place, as seen from the subject of a dossier."""

from collections.abc import Collection

import pandas as pd

from partner_dashboard import sheets, view
from partner_dashboard.dossier.subject import PLACES, Subject
from partner_dashboard.editions import Edition

DIRECTIONS = ("there", "here", "third", "nowhere")
"""At the subject's place (abroad, where it has none) · in the home country · elsewhere · at a place nobody states."""


def meetings(edition: Edition, about: Subject, countries: Collection[str], events: pd.DataFrame) -> pd.DataFrame:
    """Add to events where they took place and whether each is told as a part of another.

    Shape: rows of events and the columns direction (of DIRECTIONS), is_part (its whole is among the rows).
    Order: the newest first, the undated last; parts follow their whole.
    """
    rows = sheets.newest_first(edition, events)
    home = edition.home_country
    here = (rows["country_code"] == home) & (home != "")
    there = _there(about, countries, rows)
    direction = pd.Series("third", index=rows.index, dtype=object)
    if about.kind not in PLACES:
        direction = direction.mask(~here, "there")
    direction = direction.mask(here, "here").mask(there, "there").mask(rows["country_code"] == "", "nowhere")
    is_part = rows["parent_event_id"].isin(rows.index) & (rows["parent_event_id"] != rows.index)
    return _parts_after_wholes(rows.assign(direction=direction, is_part=is_part))


def _there(about: Subject, countries: Collection[str], rows: pd.DataFrame) -> pd.Series:
    if about.kind == "city":
        return view.in_city(rows, about.key)
    return rows["country_code"].isin(countries) & (about.kind in PLACES)


def _parts_after_wholes(rows: pd.DataFrame) -> pd.DataFrame:
    parts: dict[str, list[str]] = {}
    for event_id, whole in rows.loc[rows["is_part"], "parent_event_id"].items():
        parts.setdefault(str(whole), []).append(str(event_id))
    order: list[str] = []
    pending = [str(event_id) for event_id in rows.index[~rows["is_part"]]][::-1]
    while pending:
        event_id = pending.pop()
        order.append(event_id)
        pending += parts.pop(event_id, [])[::-1]
    circular = rows.index.difference(order, sort=False)
    return rows.loc[[*order, *circular]]


def last(edition: Edition, about: Subject, events: pd.DataFrame, direction: str) -> str:
    """Give the id of the latest event in a direction that has happened, an empty text where there is none.

    A trip is named as a whole, but by its part where one asks about a partner or a city.
    """
    rows = events[(events["direction"] == direction) & edition.has_happened.loc[events.index]]
    if rows.empty:
        return ""
    days = edition.event_times.loc[rows.index, ["start_earliest"]].assign(is_part=rows["is_part"])
    whole_first = about.kind not in ("partner", "city")
    order = days.sort_values(["start_earliest", "is_part"], ascending=[False, whole_first], kind="stable")
    return str(order.index[0])
