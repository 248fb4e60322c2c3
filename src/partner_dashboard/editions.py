"""From checked rows to an edition: the state of all datasets at one time, joined and ready to be asked.

An edition is frozen and shared by all readers; nothing changes its frames.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from partner_dashboard import dates
from partner_dashboard.problems import Report
from partner_dashboard.regions import Regions
from partner_dashboard.schema import LIST_SEPARATOR, PARTICIPANT_SEPARATOR, ROLE_SEPARATOR
from partner_dashboard.settings import Settings

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
ICON = re.compile(r"[a-z0-9_]+")
GREY = {"light": "#6E747A", "dark": "#969CA2"}
"""What a code looks like that has no colour, or one that no browser could read."""


class Codes:
    """The code lists of a dataset: what each code is called, means, and looks like."""

    def __init__(self, codes: pd.DataFrame) -> None:
        """Take the rows of codes.csv; their order is `sort`, then the order in the file."""
        ordered = codes.assign(order=pd.to_numeric(codes["sort"], errors="coerce")).sort_values("order", kind="stable")
        self._rows: dict[str, dict[str, dict[str, str]]] = {}
        for row in ordered.drop(columns="order").to_dict("records"):
            self._rows.setdefault(str(row["list"]), {})[str(row["code"])] = {str(k): str(v) for k, v in row.items()}

    def of(self, name: str) -> tuple[str, ...]:
        """Give the codes of a list in order; an unknown list has none."""
        return tuple(self._rows.get(name, {}))

    def label(self, name: str, code: str, language: str) -> str:
        """Say a code in a language; a code the list does not hold is said as it stands."""
        return self._value(name, code, f"label_{language}") or self._value(name, code, "label_en") or code

    def help(self, name: str, code: str, language: str) -> str:
        """Explain a code, or give an empty text."""
        return self._value(name, code, f"help_{language}")

    def group(self, name: str, code: str) -> str:
        """Give the group of a code, or an empty text."""
        return self._value(name, code, "group")

    def icon(self, name: str, code: str) -> str:
        """Give the Material symbol of a code, or an empty text."""
        icon = self._value(name, code, "icon")
        return icon if ICON.fullmatch(icon) else ""

    def colour(self, name: str, code: str, theme: str) -> str:
        """Give the colour of a code as #rrggbb in the light or dark theme; grey where it has none."""
        colour = self._value(name, code, f"colour_{theme}")
        return colour if COLOUR.fullmatch(colour) else GREY[theme]

    def lists(self) -> dict[str, tuple[str, ...]]:
        """Give all lists with their codes."""
        return {name: tuple(codes) for name, codes in self._rows.items()}

    def _value(self, name: str, code: str, column: str) -> str:
        return self._rows.get(name, {}).get(code, {}).get(column, "")


@dataclass(frozen=True)
class Edition:
    """The state of all datasets at one time.

    `institutions`, `partnerships`, `events` and `evidence` are checked rows, public columns and rows only, indexed by
    their key. `digest` changes whenever any of them does.
    """

    number: int
    digest: str
    settings: Settings
    codes: Codes
    regions: Regions
    institutions: pd.DataFrame
    partnerships: pd.DataFrame
    events: pd.DataFrame
    evidence: pd.DataFrame
    report: Report
    opened_on: date

    @cached_property
    def as_of(self) -> date:
        """The day the data speaks of: as set, else the newest day of what had begun when the data was opened."""
        if self.settings.as_of:
            return self.settings.as_of
        written = pd.concat([self.partnerships["start_date"], self.events["start_date"]])
        spans = [dates.parse(text) for text in written.unique()]
        begun = [span.latest for span in spans if span.earliest and span.latest and span.earliest <= self.opened_on]
        return min(max(begun, default=self.opened_on), self.opened_on)

    @cached_property
    def successors(self) -> Mapping[str, str]:
        """Which institution took over an id: those that two became one of keep the lost id among their aliases."""
        rows = self.institutions
        return {
            alias: str(row_id)
            for row_id, cell in rows.loc[rows["aliases"] != "", "aliases"].items()
            for alias in split(cell)
            if alias not in rows.index
        }

    def institution(self, institution_id: str) -> str:
        """Give the id of an institution, of its successor where it became part of another, else an empty text."""
        if institution_id in self.institutions.index:
            return institution_id
        return self.successors.get(institution_id, "")

    @cached_property
    def homes(self) -> tuple[str, ...]:
        """The home institutions: as set, else all that hold a partnership, in order of the rows."""
        named = tuple(filter(None, map(self.institution, self.settings.homes)))
        return named or tuple(dict.fromkeys(self.partnerships["home_institution"]))

    @cached_property
    def main_home(self) -> str:
        """The institution from which arcs start: as set, else the first home."""
        return self.institution(self.settings.main_home) or next(iter(self.homes), "")

    @cached_property
    def home_country(self) -> str:
        """The country that is not abroad: as set, else the main home's."""
        if self.settings.home_country or self.main_home not in self.institutions.index:
            return self.settings.home_country
        return str(self.institutions.at[self.main_home, "country_code"])

    @cached_property
    def participants(self) -> pd.DataFrame:
        """Who takes part in which event: one row per pair, columns event_id, institution_id, role."""
        rows = [
            (event_id, *_participant(part))
            for event_id, cell in self.events["institution_ids"].items()
            for part in cell.split(PARTICIPANT_SEPARATOR)
            if part.strip()
        ]
        return pd.DataFrame(rows, columns=["event_id", "institution_id", "role"], dtype=str)

    @cached_property
    def event_times(self) -> pd.DataFrame:
        """The time of each event, indexed like events: earliest, latest (days), precision, year."""
        return times(self.events["start_date"], self.events["end_date"])

    @cached_property
    def has_happened(self) -> pd.Series:
        """Whether each event had begun when the data speaks; a signing of which only the promise is told has not."""
        promised = (self.events["kind"] == "agreement_signing") & self.events["outcome_stage"].isin(PROMISED_STAGES)
        return (self.event_times["start_earliest"] <= pd.Timestamp(self.as_of)) & ~promised

    @cached_property
    def strands(self) -> pd.DataFrame:
        """Partnerships joined with their place and time, indexed by partnership_id.

        Added columns: group (type group) · country, city, city_de, latitude, longitude, place_precision, name,
        name_de, kind of the partner · clusters (tuple) · time_start_*, time_end_* from `times` · is_home, is_fellow,
        is_abroad, is_promised (only discussed, declared or planned) · begun_earliest (first day of the start, NaT
        where it is unknown or only promised) · evidence_on (day of the latest sign of life, NaT where none) ·
        evidence_by (start, signed, event, confirmed) · living.
        """
        strands = self.partnerships.copy()
        partner = self.institutions.reindex(strands["institution_id"])
        partner.index = strands.index
        partner = partner.astype(dict.fromkeys(("name", "name_de", "kind"), object)).fillna(
            {name: "" for name in partner.columns if name not in ("latitude", "longitude")}
        )
        for name in ("name", "name_de", "short_name", "kind", "city", "city_de", "place_precision"):
            strands[name] = partner[name].astype(str)
        strands["latitude"], strands["longitude"] = partner["latitude"], partner["longitude"]
        strands["country"] = (
            partner["country_code"].astype(str).where(partner["country_code"] != "", strands["country_code"])
        )
        strands["group"] = strands["type"].map(lambda code: self.codes.group("partnership_type", code) or "other")
        strands["clusters"] = strands["cluster_or_unit"].map(split)
        strands = strands.join(times(strands["start_date"], strands["end_date"]).add_prefix("time_"))
        strands["is_home"] = strands["institution_id"].isin(self.homes)
        strands["is_fellow"] = strands["type"].isin(("network", "university_alliance")) & ~strands["kind"].isin(
            ("network", "")
        )
        strands["is_abroad"] = (strands["country"] != self.home_country) & (strands["country"] != "")
        strands["is_promised"] = strands["stage"].isin(PROMISED_STAGES) | (strands["status"] == "planned")
        strands["begun_earliest"] = strands["time_start_earliest"].mask(strands["is_promised"])
        return strands.join(_signs_of_life(self, strands))


def split(cell: str) -> tuple[str, ...]:
    """Split a cell with several values."""
    return tuple(part.strip() for part in cell.split(LIST_SEPARATOR) if part.strip())


def times(starts: pd.Series, ends: pd.Series) -> pd.DataFrame:
    """Give the bounds of each span between two columns of EDTF text.

    Shape: indexed like the input; start_earliest, start_latest, end_earliest, end_latest (datetime64, NaT where unknown
    or open), start_precision, end_precision (of `dates.Precision`), start_year, end_year (nullable whole numbers).
    """
    parsed = {text: dates.parse(text) for text in {*starts, *ends}}
    columns: dict[str, object] = {}
    for side, texts in (("start", starts), ("end", ends)):
        spans = [parsed[text] for text in texts]
        columns[f"{side}_earliest"] = pd.to_datetime([span.earliest for span in spans])
        columns[f"{side}_latest"] = pd.to_datetime([span.latest for span in spans])
        columns[f"{side}_precision"] = [span.precision for span in spans]
        bound = [span.earliest if side == "start" else span.latest for span in spans]
        columns[f"{side}_year"] = pd.array([day.year if day else None for day in bound], dtype="Int64")
    return pd.DataFrame(columns, index=starts.index)


PROMISED_STAGES = ("discussed", "declared")
NOT_LIVING_STAGES = (*PROMISED_STAGES, "dormant", "ended")
NOT_LIVING_STATUSES = ("ended", "suspended")


def _signs_of_life(edition: Edition, strands: pd.DataFrame) -> pd.DataFrame:
    """Find the latest sign of life of each strand and whether it is recent enough for the strand to be living.

    A sign is dated by the latest day its date allows, but never after the day the data speaks of; what begins only
    after that day is no sign yet, and the date of a promise is none at all. An event that names the institution counts
    for all its strands.
    """
    today = pd.Timestamp(edition.as_of)
    own = {
        "start": times(strands["start_date"], strands["start_date"]),
        "signed": times(strands["signed_on"], strands["signed_on"]),
        "confirmed": times(strands["verified_on"], strands["verified_on"]),
    }
    signs = pd.DataFrame(
        {
            name: span["start_latest"].where(span["start_earliest"] <= today).clip(upper=today)
            for name, span in own.items()
        }
    )
    signs.loc[strands["is_promised"], ["start", "signed"]] = pd.NaT
    seen = edition.participants.join(
        edition.event_times[["start_earliest", "start_latest", "end_latest"]], on="event_id"
    )
    seen = seen[edition.has_happened.reindex(seen["event_id"]).to_numpy(dtype=bool)]
    last = seen["end_latest"].fillna(seen["start_latest"]).clip(upper=today)
    by_institution = last.groupby(seen["institution_id"]).max()
    signs["event"] = by_institution.reindex(strands["institution_id"]).array
    signs.loc[strands["is_home"], "event"] = pd.NaT
    latest = signs.max(axis=1)
    by = pd.Series("", index=strands.index, dtype=object)
    for name in ("start", "signed", "confirmed", "event"):
        by = by.mask(signs[name].notna() & (signs[name] == latest) & (by == ""), name)
    recent = latest >= today - pd.DateOffset(years=edition.settings.living_years)
    living = recent & ~strands["stage"].isin(NOT_LIVING_STAGES) & ~strands["status"].isin(NOT_LIVING_STATUSES)
    return pd.DataFrame({"evidence_on": latest, "evidence_by": by, "living": living})


def _participant(part: str) -> tuple[str, str]:
    institution, _, role = part.strip().partition(ROLE_SEPARATOR)
    return institution.strip(), role.strip()


PUBLIC = ("", "public")
"""What the column `visibility` holds in a row that every reader may see."""


def public(rows: pd.DataFrame, internal: Mapping[str, bool]) -> pd.DataFrame:
    """Keep only what every reader may see: rows without another visibility, columns that are not internal."""
    seen = rows[rows["visibility"].isin(PUBLIC)] if "visibility" in rows else rows
    return seen.drop(columns=[name for name, hidden in internal.items() if hidden and name in seen])
