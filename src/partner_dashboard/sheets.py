"""From one partner or one event to everything its sheet says; pure.

```
partner(edition, id) → Partner    its relations, events, evidence, neighbours, family, last sign of life
event(edition, id)   → Event      who took part, its legs, the trip it belongs to
calendar(…)          → what a year calendar counts, with lanes for what is known less exactly
```
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from partner_dashboard import dates, regions, summary
from partner_dashboard.editions import Edition, split
from partner_dashboard.problems import Problem
from partner_dashboard.schema import DATASETS, Column
from partner_dashboard.texts import Texts

NEAR_KM = 30.0
"""How far a neighbour may be."""

EARTH_RADIUS_KM = 6371.0

LADDER = ("discussed", "declared", "agreed", "signed", "extended", "active")
"""The rungs that lead upwards; dormant, ended and unknown are no rungs."""

ACRONYM = re.compile(r"\S*[A-Z]\S*[A-Z]")
"""A first word with two capital letters or more."""

SIGN_COLUMNS = {"start": "start_date", "signed": "signed_on", "confirmed": "verified_on"}


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of life: when (EDTF as in its source), by what (of `evidence_by`), and the row that shows it."""

    when: str
    by: str
    row_id: str


@dataclass(frozen=True, slots=True, eq=False)
class Partner:
    """What the sheet of an institution says.

    `row` is its row of institutions; `strands` its relations, `held` those it holds itself where it is a home
    institution; `events` as in `Edition.events` with a column role, oldest first, undated last; `neighbours` and
    `family` rows of institutions (see there).
    """

    row: pd.Series
    is_home: bool
    strands: pd.DataFrame
    held: pd.DataFrame
    events: pd.DataFrame
    evidence: pd.DataFrame
    neighbours: pd.DataFrame
    family: pd.DataFrame
    last_sign: Sign | None

    @property
    def living(self) -> int:
        """How many of its relations are living."""
        return int(self.strands["living"].sum())

    @property
    def since(self) -> str:
        """The earliest start of its relations as EDTF, empty where none is known; a promise is no start."""
        dated = self.strands.dropna(subset=["begun_earliest"]).sort_values("begun_earliest", kind="stable")
        return str(dated["start_date"].iloc[0]) if len(dated) else ""


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """What the sheet of an event says.

    `taking_part` has the columns institution_id and role; `legs` are the rows of the events that belong to it, in
    order where `is_ordered`; `whole_id` is the trip or conference it is a part of, empty where it is none.
    """

    row: pd.Series
    taking_part: pd.DataFrame
    legs: pd.DataFrame
    is_ordered: bool
    whole_id: str
    evidence: pd.DataFrame


def partner(edition: Edition, institution_id: str) -> Partner:
    """Gather everything about one institution; raises KeyError where the edition has none of this id."""
    strands = edition.strands
    own = strands[strands["institution_id"] == institution_id]
    events = events_of(edition, institution_id)
    rows = {institution_id, *own.index}
    return Partner(
        row=edition.institutions.loc[institution_id],
        is_home=institution_id in edition.homes,
        strands=own,
        held=strands[strands["home_institution"] == institution_id],
        events=events,
        evidence=edition.evidence[edition.evidence["row_id"].isin(rows)],
        neighbours=neighbours(edition, institution_id),
        family=family(edition, institution_id),
        last_sign=last_sign(edition, own, events),
    )


def event(edition: Edition, event_id: str) -> Event:
    """Gather everything about one event; raises KeyError where the edition has none of this id."""
    row = edition.events.loc[event_id]
    whole = str(row["parent_event_id"])
    legs, is_ordered = legs_of(edition, event_id)
    return Event(
        row=row,
        taking_part=taking_part(edition, event_id),
        legs=legs,
        is_ordered=is_ordered,
        whole_id=whole if whole in edition.events.index else "",
        evidence=edition.evidence[edition.evidence["row_id"] == event_id],
    )


def events_of(edition: Edition, institution_id: str) -> pd.DataFrame:
    """Give the events that name an institution, with its role.

    Shape: rows of events and a column role. Order: by earliest day, undated last.
    """
    named = edition.participants[edition.participants["institution_id"] == institution_id]
    role = named.drop_duplicates("event_id").set_index("event_id")["role"]
    rows = edition.events.loc[edition.events.index.isin(role.index)]
    days = edition.event_times.loc[rows.index, "start_earliest"].sort_values(kind="stable", na_position="last")
    return rows.loc[days.index].assign(role=role.reindex(days.index))


def last_sign(edition: Edition, strands: pd.DataFrame, events: pd.DataFrame) -> Sign | None:
    """Find the latest sign of life of one institution's relations, dated as its source dates it.

    `events` are those that name the institution.
    """
    signs = strands.dropna(subset=["evidence_on"])
    if signs.empty:
        return None
    strand = signs.loc[signs["evidence_on"].idxmax()]
    by = str(strand["evidence_by"])
    if by in SIGN_COLUMNS:
        return Sign(str(strand[SIGN_COLUMNS[by]]), by, str(strand["partnership_id"]))
    spans = edition.event_times.loc[events.index]
    happened = edition.has_happened.loc[events.index]
    last = str(spans["end_latest"].fillna(spans["start_latest"])[happened].idxmax())
    ended = spans.at[last, "end_earliest"] <= pd.Timestamp(edition.as_of)
    return Sign(str(events.at[last, "end_date" if ended else "start_date"]), by, last)


def distances_km(lat: float, lon: float, lats: pd.Series, lons: pd.Series) -> pd.Series:
    """Give the great-circle distance of each point from one point.

    Units: degrees in, kilometres out; NaN where a coordinate is missing.
    Source: haversine formula on a sphere of 6,371 km, good to half a per cent.
    """
    phi, phis = np.radians(lat), np.radians(lats)
    half_lat, half_lon = (phis - phi) / 2, np.radians(lons - lon) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(phi) * np.cos(phis) * np.sin(half_lon) ** 2
    return pd.Series(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(chord, 1))), index=lats.index)


def neighbours(edition: Edition, institution_id: str) -> pd.DataFrame:
    """Find the institutions at the same place: in the same city, or nearer than NEAR_KM.

    Shape: rows of institutions and a column distance_km (NaN where either place is known only by its city or not at
    all). Order: the same city first, then by distance, then id.
    """
    rows = edition.institutions
    here, others = rows.loc[institution_id], rows.drop(index=institution_id)
    exact = others["place_precision"] == "campus"
    far = distances_km(here["latitude"], here["longitude"], others["latitude"], others["longitude"])
    in_city = (others["city"] == here["city"]) & (others["country_code"] == here["country_code"]) & (here["city"] != "")
    found = others.assign(distance_km=far.where(exact & (here["place_precision"] == "campus")), _here=in_city)
    found = found[in_city | (far < NEAR_KM)]
    order = ["_here", "distance_km", "institution_id"]
    return found.sort_values(order, ascending=[False, True, True], kind="stable").drop(columns="_here")


def family(edition: Edition, institution_id: str) -> pd.DataFrame:
    """Give the institutions it belongs to or that belong to it, with a column tie: whole or part."""
    rows = edition.institutions
    parent = rows.at[institution_id, "parent_id"]
    whole = rows[rows.index == parent].assign(tie="whole")
    return pd.concat([whole, rows[rows["parent_id"] == institution_id].assign(tie="part")])


def taking_part(edition: Edition, event_id: str) -> pd.DataFrame:
    """Give who took part in an event: institution_id and role, in the order of roles, then as the source names them."""
    rank = {role: place for place, role in enumerate(edition.codes.of("role"))}
    named = edition.participants[edition.participants["event_id"] == event_id]
    order = named["role"].map(lambda role: rank.get(role, len(rank))).sort_values(kind="stable")
    return named.loc[order.index, ["institution_id", "role"]].reset_index(drop=True)


def legs_of(edition: Edition, event_id: str) -> tuple[pd.DataFrame, bool]:
    """Give the parts of a trip or conference, and whether their order is known.

    The order is known where the source states it or every part has a day of its own; else the parts stand as in the
    data, and nobody may draw them as a route with a direction.
    """
    rows = edition.events[edition.events["parent_event_id"] == event_id]
    stated = pd.to_numeric(rows["leg"], errors="coerce")
    if stated.notna().all() and stated.is_unique:
        return rows.loc[stated.sort_values().index], True
    spans = edition.event_times.loc[rows.index]
    days = spans["start_earliest"]
    if (spans["start_precision"] == "day").all() and days.is_unique:
        return rows.loc[days.sort_values().index], True
    return rows, False


def chronicle(sheet: Partner, edition: Edition) -> pd.DataFrame:
    """Put the relations and events of a partner into one order of time.

    Shape: one row a happening; what (start, signed, start_signed where both are one day, end, event), row_id, when
    (EDTF), earliest (day). Undated relations are in none: their cards tell of them.
    Order: by earliest day, undated events last; at the same day relations before events.
    """
    events, strands = sheet.events, sheet.strands
    at_once = (strands["start_date"] != "") & (_day(strands["signed_on"]) == _day(strands["start_date"]))
    parts = [
        _happenings("start_signed", strands[at_once], "start_date"),
        _happenings("start", strands[~at_once], "start_date"),
        _happenings("signed", strands[~at_once], "signed_on"),
        _happenings("end", strands, "end_date"),
    ]
    dated = [part[part["when"] != ""] for part in parts]
    dated.append(_happenings("event", events, "start_date"))
    return pd.concat(dated, ignore_index=True).sort_values("earliest", kind="stable", na_position="last")


def _day(written: pd.Series) -> pd.Series:
    """Give dates without the marks that say how sure they are."""
    return written.str.rstrip("~?%")


def _happenings(what: str, rows: pd.DataFrame, column: str) -> pd.DataFrame:
    days = pd.Series(pd.to_datetime([dates.parse(text).earliest for text in rows[column]]), index=rows.index)
    return pd.DataFrame({"what": what, "row_id": rows.index.astype(str), "when": rows[column], "earliest": days})


def months(edition: Edition, events: pd.DataFrame) -> pd.DataFrame:
    """Count the events that begin in each month.

    Shape: one row a month with events; year, month (1–12, 0 where only the year is known), events, ids (tuple).
    Events without an exact year are in none; `without_year` gives them. An empty frame gives an empty frame.
    """
    spans = edition.event_times.loc[events.index]
    known = spans[spans["start_precision"].isin(("day", "month", "year"))]
    month = known["start_earliest"].dt.month.where(known["start_precision"] != "year", 0)
    found: dict[tuple[int, int], list[str]] = {}
    for event_id, year, number in zip(known.index, known["start_year"].astype(int), month.astype(int), strict=True):
        found.setdefault((year, number), []).append(str(event_id))
    rows = [(year, number, len(ids), tuple(ids)) for (year, number), ids in sorted(found.items())]
    return pd.DataFrame(rows, columns=["year", "month", "events", "ids"])


def without_year(edition: Edition, events: pd.DataFrame) -> tuple[str, ...]:
    """Give the ids of the events whose year nobody knows exactly."""
    precision = edition.event_times.loc[events.index, "start_precision"]
    return tuple(precision.index[~precision.isin(("day", "month", "year"))])


def newest_first(edition: Edition, events: pd.DataFrame) -> pd.DataFrame:
    """Put events in order, the newest first, the undated last."""
    days = edition.event_times.loc[events.index, "start_earliest"]
    return events.loc[days.sort_values(ascending=False, kind="stable", na_position="last").index]


def sources(*frames: pd.DataFrame) -> pd.DataFrame:
    """Gather the sources of rows, each once: source_title, source_url, in order of appearance."""
    named = pd.concat([frame[["source_title", "source_url"]] for frame in frames], ignore_index=True)
    return named[(named["source_title"] != "") | (named["source_url"] != "")].drop_duplicates().reset_index(drop=True)


def rung(stage: str) -> int:
    """Give the rung a stage stands on, counted from 1; 0 where it is none of the ladder's."""
    return LADDER.index(stage) + 1 if stage in LADDER else 0


def heading(dataset: str, column_name: str, language: str) -> str:
    """Give the heading of a column in a language; a column the schema does not know is named as it stands."""
    known = dataset in DATASETS and column_name in DATASETS[dataset].names
    return DATASETS[dataset].column(column_name).label(language) if known else column_name


def heading_with_name(dataset: str, column: str, language: str) -> str:
    """Say a column by its heading and, where that differs, its name in the file."""
    said = heading(dataset, column, language)
    return said if said == column else f"{said} ({column})"


REMEDY_IS_A_GUESS = (
    "unknown_code", "unknown_country", "unknown_institution", "unsure_institution", "unknown_reference", "not_a_number",
    "impossible_date", "coordinate_unreadable", "latitude_out_of_range", "outside_country", "no_web_address",
)  # fmt: skip
"""Problems whose remedy is what was perhaps meant."""


def problem_sentence(problem: Problem, dataset: str, t: Texts) -> str:
    """Say what is wrong with a cell of a dataset, and the way out."""
    remedy = problem.remedy
    if problem.code == "reference_left_out":
        file, _, line = remedy.partition(":")
        remedy = t("problem.row_of", file=file, line=line) if file else t("problem.another_row")
    elif problem.code in ("duplicate_id", "possible_duplicate"):
        remedy = t("problem.on_line", line=remedy) if remedy.isdigit() else remedy or t("problem.another_row")
    column = heading_with_name(dataset, problem.column, t.language)
    sentence = t(f"problem.{problem.code}", column=column, value=problem.value, remedy=remedy)
    if remedy and problem.code in REMEDY_IS_A_GUESS:
        sentence = f"{sentence} {t('problem.perhaps', remedy=remedy)}"
    return sentence


def sortable(edtf: str, t: Texts) -> str:
    """Write a date so that text order is order of time: as ISO 8601 writes it, in words where it is vaguer.

    Tables are put in order by a click on their heading; «April 2025» would stand behind «2011» and «30 May».
    """
    when = dates.parse(edtf)
    if when.precision not in ("day", "month", "year"):
        return t.date(edtf)
    return f"{edtf.rstrip('~?%')} (ca.)" if when.approximate else edtf


def said(edition: Edition, dataset: str, column_name: str, cell: str, t: Texts) -> str:
    """Say a cell of a dataset in the reader's language: dates in words, codes and ids by their names."""
    if column_name not in DATASETS[dataset].names:
        return cell or t("word.unknown")
    column = DATASETS[dataset].column(column_name)
    if column.kind == "date":
        return t.date(cell)
    parts = [_part(edition, column, part, t) for part in (split(cell) if column.several else (cell,)) if part]
    return t.joined(parts) if parts else t("word.unknown")


def _part(edition: Edition, column: Column, part: str, t: Texts) -> str:
    if column.codes:
        return edition.codes.label(column.codes, part, t.language)
    if column.kind == "country":
        return regions.country_name(part, t.language)
    if column.name == "region_code" and (region := edition.regions.find(*part.partition(":")[::2])):
        return region.label(t.language)
    if column.refers_to == "institutions":
        return name_of(edition, part, t.language)
    return edition.codes.label(column.name, part, t.language) if column.several else part


def own(row: pd.Series | Mapping[str, Any], column: str, language: str) -> str:
    """Give a column of a row in a language, the other language's where it is empty."""
    german = str(row[f"{column}_de"]) if language == "de" else ""
    return german or str(row[column])


def called(edition: Edition, language: str) -> pd.Series:
    """Give a brief name of each institution: its short name where that reads as an acronym («NIMS»), else its name.

    A short name that is a word of the full one may well be the name of its city.
    """
    known = edition.institutions
    return known["short_name"].where(known["short_name"].str.match(ACRONYM), summary.name(known, language))


def name_of(edition: Edition, row_id: str, language: str) -> str:
    """Say an institution or event by its name in a language; an id nobody knows is said as it stands."""
    for rows in (edition.institutions, edition.events):
        if row_id in rows.index:
            return summary.name_at(rows, row_id, language)
    return row_id


def named_rows(edition: Edition, ids: Sequence[str], t: Texts) -> pd.DataFrame:
    """Say what rows of any dataset are called, so that a list of them can be read.

    Shape: one row an id that the edition knows, in the given order; name, detail (kind or type, and who holds it), when
    (EDTF), source, page and sheet_id (the sheet that tells of it, "" where a relation names no institution).
    """
    found = [row for row_id in ids if (row := _named_row(edition, row_id, t))]
    return pd.DataFrame(found, columns=["name", "detail", "when", "source", "page", "sheet_id"])


def _named_row(edition: Edition, row_id: str, t: Texts) -> tuple[str, str, str, str, str, str] | None:
    codes, language = edition.codes, t.language
    if row_id in edition.strands.index:
        strand = edition.strands.loc[row_id]
        partner_id = str(strand["institution_id"])
        kind = codes.label("partnership_type", strand["type"], language)
        home = summary.short_name(edition, strand["home_institution"], language)
        place = regions.country_name(strand["country"], language) or str(strand["region_code"])
        name = name_of(edition, partner_id, language) if partner_id else place
        return name, f"{kind} · {home}", strand["start_date"], _source(strand), "partners", partner_id
    if row_id in edition.institutions.index:
        row = edition.institutions.loc[row_id]
        kind = codes.label("institution_kind", row["kind"], language)
        return name_of(edition, row_id, language), kind, "", _source(row), "partners", row_id
    if row_id in edition.events.index:
        row = edition.events.loc[row_id]
        kind = codes.label("event_kind", row["kind"], language)
        return name_of(edition, row_id, language), kind, row["start_date"], _source(row), "events", row_id
    return None


def _source(row: pd.Series) -> str:
    return str(row["source_title"] or row["source_url"])
