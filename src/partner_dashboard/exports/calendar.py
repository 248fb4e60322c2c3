"""From events to a calendar that any mail program reads (iCalendar, RFC 5545).

A day is a day; what is known only by its month or year becomes an all-day span over it, and says so. What has no date
at all stands in no calendar.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from partner_dashboard import dates, regions, sheets, summary
from partner_dashboard.editions import Edition
from partner_dashboard.texts import Texts

if TYPE_CHECKING:
    import icalendar

MAKER = "-//Partner Dashboard//Events//EN"

SHARP = ("day",)
"""Precisions that need no word about how vague a date is."""


def calendar(edition: Edition, events: pd.DataFrame, t: Texts, stamp: datetime) -> bytes:
    """Write events as a calendar.

    Order: by first day, then id. `stamp` (UTC) is when the edition was published; the same events and stamp give the
    same bytes. Units: whole days; DTEND is the day after the last one, as the standard has it.
    """
    import icalendar  # only for those who ask for a file, not at every start

    book = icalendar.Calendar()
    book.add("prodid", MAKER)
    book.add("version", "2.0")
    book.add("x-wr-calname", edition.settings.name.in_language(t.language))
    rows = events.assign(_first=edition.event_times["start_earliest"].reindex(events.index), _id=events.index)
    dated = rows[rows["_first"].notna()].sort_values(["_first", "_id"])
    titles = summary.name(dated, t.language)
    for event_id, row in dated.iterrows():
        book.add_component(_entry(edition, str(event_id), row, str(titles[event_id]), t, stamp))
    return bytes(book.to_ical())


def undated(edition: Edition, events: pd.DataFrame) -> int:
    """Count the events that no calendar can hold."""
    return int(edition.event_times["start_earliest"].reindex(events.index).isna().sum())


def _entry(edition: Edition, event_id: str, row: pd.Series, title: str, t: Texts, stamp: datetime) -> "icalendar.Event":
    import icalendar

    entry = icalendar.Event()
    first, last, is_vague = _days(row)
    entry.add("uid", f"{event_id}@partner-dashboard")
    entry.add("dtstamp", stamp)
    entry.add("summary", title)
    entry.add("dtstart", first)
    entry.add("dtend", last + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    entry.add("categories", [edition.codes.label("event_kind", row["kind"], t.language)])
    if where := _where(row, t):
        entry.add("location", where)
    if pd.notna(row["latitude"]):
        entry.add("geo", (row["latitude"], row["longitude"]))
    if row["source_url"]:
        entry.add("url", row["source_url"])
    if said := "\n\n".join(_told(row, t, is_vague)):
        entry.add("description", said)
    return entry


def _days(row: pd.Series) -> tuple[date, date, bool]:
    """Give the first and last day that the event may have had, and whether that is more than is known for sure."""
    start, end = dates.parse(row["start_date"]), dates.parse(row["end_date"])
    first = start.earliest
    assert first is not None  # noqa: S101 only dated events come here
    last = max(first, end.latest or start.latest or first)
    is_vague = any(one.is_known and (one.precision not in SHARP or one.approximate) for one in (start, end))
    return first, last, is_vague


def _where(row: pd.Series, t: Texts) -> str:
    venue, city = (sheets.own(row, column, t.language) for column in ("venue", "city"))
    return ", ".join(part for part in (venue, city, regions.country_name(row["country_code"], t.language)) if part)


def _told(row: pd.Series, t: Texts, is_vague: bool) -> list[str]:
    """Say what a calendar has no field for: how vague the date is, what it was, what came of it, and who says so."""
    said = [t("calendar.vague", date=t.date(row["start_date"]))] if is_vague else []
    said += [sheets.own(row, "description", t.language)]
    outcome = sheets.own(row, "outcome", t.language)
    said += [t("calendar.outcome", outcome=outcome)] if outcome else []
    said += [t("calendar.source", source=row["source_title"])] if row["source_title"] else []
    return [part for part in said if part]
