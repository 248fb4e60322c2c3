"""From an edition and a view to its dossier; every number is the count of ids, so that it can be opened to its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from partner_dashboard import sheets, summary
from partner_dashboard import view as views
from partner_dashboard.dossier import gaps as missing
from partner_dashboard.dossier import meetings, presence
from partner_dashboard.dossier.behind import Ids, ids
from partner_dashboard.dossier.outlook import OUTLOOKS, outlook
from partner_dashboard.dossier.subject import Subject, subject
from partner_dashboard.editions import PROMISED_STAGES, Edition
from partner_dashboard.view import View

STANDING = ("ends", "passed", "renews", "open", "not_stated")
"""Outlooks of what has begun and is neither over nor at rest, as far as anybody says."""


@dataclass(frozen=True, slots=True, eq=False)
class Dossier:
    """All we have with one subject.

    `strands` are rows of `Edition.strands` with a column outlook (of OUTLOOKS), the standing first, then by group and
    start; `events` rows of `Edition.events` with direction and is_part (see `meetings`); `evidence` all that speaks of
    them or of the partners; `institutions` the partners, as in institutions; `presence` strands to offices and twin
    cities of the same place; `kin` institutions that belong there but lie elsewhere.
    Each tuple holds ids of partnerships, unless its name says otherwise.
    """

    subject: Subject
    view: View
    as_of: date
    strands: pd.DataFrame
    events: pd.DataFrame
    evidence: pd.DataFrame
    institutions: pd.DataFrame
    presence: pd.DataFrame
    kin: pd.DataFrame
    standing: Ids
    living: Ids
    oldest: str
    last_sign: sheets.Sign | None
    outlooks: Mapping[str, Ids]
    promised: Ids
    promised_events: Ids
    ahead_events: Ids
    last_there: str
    last_here: str
    homes: Mapping[str, Ids]
    also_at: Mapping[str, Ids]
    gaps: Mapping[str, Ids]

    @property
    def recorded(self) -> Ids:
        """All relations, whatever became of them."""
        return ids(self.strands)

    @property
    def partners(self) -> Ids:
        """The institutions that are partners; ids of institutions."""
        return ids(self.institutions)

    @property
    def meetings(self) -> Ids:
        """The events, a trip or conference standing for its parts; ids of events."""
        return ids(self.events["is_part"], False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is recorded."""
        return len(self.strands) + len(self.events) + len(self.presence) == 0

    def types(self) -> Mapping[str, Ids]:
        """Give the standing relations by type; links to fellow members of a network stand under «fellow»."""
        stands = self.strands["outlook"].isin(STANDING)
        return _by(self.strands["type"].mask(self.strands["is_fellow"], "fellow")[stands])

    def stages(self) -> Mapping[str, Ids]:
        """Give all relations by stage."""
        return _by(self.strands["stage"].where(self.strands["stage"] != "", "unknown"))

    def meetings_in(self, direction: str) -> Ids:
        """Give the meetings in a direction; ids of events."""
        return ids(self.events["direction"].mask(self.events["is_part"], ""), direction)

    def told(self, stance: str) -> pd.DataFrame:
        """Give the evidence of one stance; rows of evidence."""
        return self.evidence[self.evidence["stance"] == stance]


def dossier(edition: Edition, view: View) -> Dossier | None:
    """Gather all about the subject of a view, already known to the edition; None where it has none."""
    about = subject(edition, view)
    if about is None:
        return None
    rows, events = _rows(edition, view, about)
    outlooks = outlook(edition, rows)
    strands = _in_order(edition, rows.assign(outlook=outlooks))
    outlooks = strands["outlook"]
    told = meetings.meetings(edition, about, _countries(edition, view, about), events)
    institutions = _partners(edition, about, strands)
    here = presence.places(edition, view, about, strands)
    relatives = presence.kin(edition, view, about, here)
    return Dossier(
        subject=about,
        view=view,
        as_of=edition.as_of,
        strands=strands,
        events=told,
        evidence=edition.evidence[edition.evidence["row_id"].isin({*strands.index, *told.index, *institutions.index})],
        institutions=institutions,
        presence=presence.presence(edition, here, relatives),
        kin=relatives,
        standing=ids(outlooks.isin(STANDING), True),
        living=ids(strands["living"], True),
        oldest=_oldest(strands[outlooks.isin(STANDING)]),
        last_sign=_last_sign(edition, strands),
        outlooks={code: ids(outlooks, code) for code in OUTLOOKS},
        promised=ids(strands["is_promised"], True),
        promised_events=ids(told["outcome_stage"].isin(PROMISED_STAGES), True),
        ahead_events=ids(_ahead(edition, told), True),
        last_there=meetings.last(edition, about, told, "there"),
        last_here=meetings.last(edition, about, told, "here"),
        homes={home: ids(strands["home_institution"], home) for home in _by_count(strands)},
        also_at=_also_at(edition, strands),
        gaps=missing.gaps(edition, strands, outlooks, institutions, told),
    )


def _by(column: pd.Series) -> dict[str, Ids]:
    """Give the ids of the rows that hold each value, in order of appearance."""
    return {str(value): ids(column, value) for value in column.unique()}


def _rows(edition: Edition, view: View, about: Subject) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the strands and events of a subject; only filters that say the subject narrow them."""
    strands, events, named = edition.strands, edition.events, edition.participants
    if about.kind == "trip":
        told = events[(events.index == about.key) | (events["parent_event_id"] == about.key)]
        with_us = named.loc[named["event_id"].isin(told.index), "institution_id"]
        return strands[strands["institution_id"].isin(with_us) & ~strands["is_home"]], told
    if about.kind == "partner":
        return strands[strands["institution_id"] == about.key], _naming(edition, {about.key})
    if about.kind == "city":
        here = edition.institutions[views.in_city(edition.institutions, about.key)].index.difference(edition.homes)
        told = events[views.in_city(events, about.key) | events.index.isin(_naming(edition, set(here)).index)]
        return strands[strands["institution_id"].isin(here)], told
    if about.kind == "home":
        view = replace(views.cleared(view), homes=(about.key,), partner="")
    return views.strands(edition, view), views.events(edition, view)


def _naming(edition: Edition, institutions: set[str]) -> pd.DataFrame:
    named = edition.participants
    held = named.loc[named["institution_id"].isin(institutions), "event_id"]
    return edition.events[edition.events.index.isin(held)]


def _countries(edition: Edition, view: View, about: Subject) -> frozenset[str]:
    if about.kind == "country":
        return frozenset((about.key,))
    return edition.regions.countries(view.scheme, (about.key,)) if about.kind == "region" else frozenset()


def _partners(edition: Edition, about: Subject, strands: pd.DataFrame) -> pd.DataFrame:
    """Give the partners of the strands; the subject itself where it is an institution with none."""
    named = set(summary.partner_strands(strands[["institution_id", "is_home"]])["institution_id"].unique())
    if about.kind == "partner":
        named.add(about.key)
    return edition.institutions[edition.institutions.index.isin(named)]


def _in_order(edition: Edition, strands: pd.DataFrame) -> pd.DataFrame:
    groups = {code: rank for rank, code in enumerate(edition.codes.of("type_group"))}
    types = {code: rank for rank, code in enumerate(edition.codes.of("partnership_type"))}
    ranked = strands.assign(
        _stands=~strands["outlook"].isin(STANDING),
        _group=strands["group"].map(lambda code: groups.get(code, len(groups))),
        _type=strands["type"].map(lambda code: types.get(code, len(types))),
        _id=strands.index,
    )
    order = ["_stands", "_group", "_type", "begun_earliest", "_id"]
    ranked = ranked.sort_values(order, kind="stable", na_position="last")
    return ranked.drop(columns=["_stands", "_group", "_type", "_id"])


def _oldest(strands: pd.DataFrame) -> str:
    begun = strands["begun_earliest"].dropna()
    return str(begun.idxmin()) if len(begun) else ""


def _last_sign(edition: Edition, strands: pd.DataFrame) -> sheets.Sign | None:
    """Find the latest sign of life among relations of any institutions."""
    signs = strands["evidence_on"].dropna()
    if signs.empty:
        return None
    latest = strands.loc[[signs.idxmax()]]
    return sheets.last_sign(edition, latest, sheets.events_of(edition, str(latest["institution_id"].iloc[0])))


def _ahead(edition: Edition, events: pd.DataFrame) -> pd.Series:
    return edition.event_times.loc[events.index, "start_earliest"] > pd.Timestamp(edition.as_of)


def _by_count(strands: pd.DataFrame) -> list[str]:
    counted = strands["home_institution"].value_counts()
    return sorted((str(home) for home in counted.index), key=lambda home: (-int(counted[home]), home))


def _also_at(edition: Edition, strands: pd.DataFrame) -> Mapping[str, Ids]:
    """Give the relations that other home institutions have with the same partners, by home institution."""
    partners = summary.partner_strands(strands[["institution_id", "is_home"]])["institution_id"].unique()
    rows = edition.strands[["institution_id", "home_institution"]]
    rows = rows[~rows["home_institution"].isin(strands["home_institution"].unique())]
    rows = rows[rows["institution_id"].isin(partners)]
    return {home: ids(rows["home_institution"], home) for home in _by_count(rows)}
