"""From a dossier to its tables in the reader's language; page and printed document show the same ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pandas as pd

from partner_dashboard import regions, sheets, summary
from partner_dashboard.dossier.behind import Ids
from partner_dashboard.dossier.found import Dossier
from partner_dashboard.editions import Edition
from partner_dashboard.texts import Texts


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its cells, the ids of the rows it speaks of, and the sheet that tells of it."""

    cells: tuple[str, ...]
    rows: Ids
    page: str = ""
    sheet_id: str = ""
    address: str = ""
    """Address of the source, where the line is one."""


@dataclass(frozen=True, slots=True)
class Section:
    """One table: its name, heading and the headings of its columns; `named` is the column that leads to the sheet.

    `lines` are the first ones, `count` is how many there are.
    """

    name: str
    heading: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    count: int
    note: str = ""
    named: int = 0

    @property
    def rows(self) -> Ids:
        """The ids of the rows its lines speak of, each once, in order."""
        return tuple(dict.fromkeys(row_id for line in self.lines for row_id in line.rows))

    @property
    def left_out(self) -> int:
        """How many lines are not among `lines`."""
        return self.count - len(self.lines)


Row = Mapping[str, Any]

STRAND = (
    "institution_id", "name", "name_de", "country", "region_code", "city", "city_de", "home_institution", "type",
    "stage", "status", "start_date", "end_date", "signed_on", "signatories", "signatories_de", "evidence_on", "living",
    "is_promised",
)  # fmt: skip
EVENT = (
    "start_date", "title", "title_de", "city", "city_de", "country_code", "outcome", "outcome_de", "outcome_stage",
    "is_part",
)  # fmt: skip
"""The columns that tables of relations and of events are made from."""


def sections(edition: Edition, found: Dossier, t: Texts, most: int = 1_000_000) -> tuple[Section, ...]:
    """Give the tables of a dossier in the order in which they are read; those without a line are left out.

    Each has its first `most` lines; the headings count all of them.
    """
    made = (
        _relations(edition, found, t, most),
        _meetings(edition, found, t, most),
        _promises(edition, found, t, most),
        _presence(edition, found, t, most),
        _homes(edition, found, t, most),
        _signatories(edition, found, t, most),
        _disagreements(edition, found, t, most),
        _statements(edition, found, t, most),
        _unknown(found, t, most),
        _sources(found, t, most),
    )
    return tuple(section for section in made if section.lines)


def strand_name(edition: Edition, strand: Row, t: Texts) -> str:
    """Say with whom a relation is: the partner, else the country or region that its source names."""
    if strand["institution_id"]:
        return sheets.own(strand, "name", t.language) or str(strand["institution_id"])
    scheme, _, code = str(strand["region_code"]).partition(":")
    country = regions.country_name(str(strand["country"]), t.language)
    return country or (summary.region_label(edition, scheme, code, t) if code else t("word.unknown"))


def next_words(strand: Row, t: Texts) -> str:
    """Say what happens to a relation next, with the day that its source states."""
    dated = bool(strand["end_date"]) and strand["outlook"] in ("ends", "passed", "renews", "closed")
    key = f"dossier.next_{strand['outlook']}"
    return t("dossier.next_dated", what=t(key), date=t.date(strand["end_date"])) if dated else t(key)


def _section(
    name: str, columns: tuple[str, ...], lines: Iterator[Line], count: int, most: int, t: Texts, *, note: str = "",
    named: int = 0,
) -> Section:  # fmt: skip
    headings = tuple(t(f"dossier.column_{column}") for column in columns)
    heading = t(f"dossier.heading_{name}", count=count)
    return Section(name, heading, headings, tuple(islice(lines, most)), count, note, named)


def _records(rows: pd.DataFrame, columns: tuple[str, ...], most: int) -> Iterator[tuple[str, Row]]:
    """Give the first rows with their ids as plain mappings of some columns: ten times as fast as row by row."""
    first = rows[list(columns)].head(most)
    return zip((str(row_id) for row_id in first.index), first.to_dict("records"), strict=True)


def _relations(edition: Edition, found: Dossier, t: Texts, most: int) -> Section:
    homes = {home: summary.short_name(edition, home, t.language) for home in found.homes}

    def lines() -> Iterator[Line]:
        for row_id, strand in _records(found.strands, (*STRAND, "outlook"), most):
            start = t.date(strand["start_date"]) if strand["start_date"] else t("word.unknown")
            yield Line(
                (
                    strand_name(edition, strand, t),
                    edition.codes.label("partnership_type", str(strand["type"]), t.language),
                    homes[str(strand["home_institution"])],
                    edition.codes.label("stage", str(strand["stage"]) or "unknown", t.language),
                    t("dossier.promised_for", date=start) if strand["is_promised"] and strand["start_date"] else start,
                    next_words(strand, t),
                    _life(strand, t),
                ),
                (row_id,), "partners", str(strand["institution_id"]),
            )  # fmt: skip

    columns = ("partner", "kind", "home", "stage", "since", "next", "sign")
    return _section("relations", columns, lines(), len(found.strands), most, t, note=t("dossier.note_relations"))


def _life(strand: Row, t: Texts) -> str:
    """Say the year of the latest sign of life, and whether the relation is living by the project's one rule."""
    if pd.isna(strand["evidence_on"]):
        return t("dossier.no_sign")
    return t("dossier.living" if strand["living"] else "dossier.not_living", year=str(strand["evidence_on"].year))


def _meetings(edition: Edition, found: Dossier, t: Texts, most: int) -> Section:
    def lines() -> Iterator[Line]:
        for row_id, event in _records(found.events, EVENT, most):
            title = sheets.own(event, "title", t.language)
            yield Line(
                (
                    t.date(event["start_date"]),
                    t("dossier.part", title=title) if event["is_part"] else title,
                    _where(event, t),
                    outcome(edition, event, t),
                ),
                (row_id,), "events", row_id,
            )  # fmt: skip

    columns = ("when", "event", "where", "outcome")
    return _section("meetings", columns, lines(), len(found.events), most, t, named=1)


def _where(event: Row, t: Texts) -> str:
    country = regions.country_name(str(event["country_code"]), t.language) if event["country_code"] else ""
    said = ", ".join(part for part in (sheets.own(event, "city", t.language), country) if part)
    return said or t("word.unknown")


def outcome(edition: Edition, event: Row, t: Texts) -> str:
    """Say what came of an event and which rung that is, or that nobody tells."""
    told = sheets.own(event, "outcome", t.language)
    stage = str(event["outcome_stage"])
    label = edition.codes.label("stage", stage, t.language) if stage else ""
    if told and label:
        return t("dossier.outcome", stage=label, outcome=told)
    return told or label or t("dossier.no_outcome")


def _promises(edition: Edition, found: Dossier, t: Texts, most: int) -> Section:
    def lines() -> Iterator[Line]:
        for row_id in found.promised:
            strand = found.strands.loc[row_id]
            kind = edition.codes.label("partnership_type", str(strand["type"]), t.language)
            column = "stage" if strand["stage"] in ("discussed", "declared") else "status"
            state = edition.codes.label(column, str(strand[column]), t.language)
            what = f"{strand_name(edition, strand, t)} · {kind}"
            day = t.date(strand["start_date"])
            yield Line((what, state, day), (row_id,), "partners", str(strand["institution_id"]))
        for row_id in found.promised_events:
            event = found.events.loc[row_id]
            what = sheets.own(event, "outcome", t.language) or sheets.own(event, "title", t.language)
            state = edition.codes.label("stage", str(event["outcome_stage"]), t.language)
            yield Line((what, state, t.date(event["start_date"])), (row_id,), "events", row_id)
        for row_id in found.ahead_events:
            event = found.events.loc[row_id]
            what = sheets.own(event, "title", t.language)
            yield Line((what, t("dossier.ahead"), t.date(event["start_date"])), (row_id,), "events", row_id)

    columns = ("promise", "state", "when")
    count = len(found.promised) + len(found.promised_events) + len(found.ahead_events)
    return _section("promises", columns, lines(), count, most, t, note=t("dossier.note_promises"))


def _presence(edition: Edition, found: Dossier, t: Texts, most: int) -> Section:
    def lines() -> Iterator[Line]:
        for row_id, strand in _records(found.presence, STRAND, most):
            place = ", ".join(
                part for part in (_city(strand, t), regions.country_name(str(strand["country"]), t.language)) if part
            )
            yield Line(
                (
                    strand_name(edition, strand, t),
                    place or t("word.unknown"),
                    edition.codes.label("status", str(strand["status"]) or "unknown", t.language),
                    t.date(strand["start_date"]),
                ),
                (row_id,), "partners", str(strand["institution_id"]),
            )  # fmt: skip

    columns = ("office", "where", "status", "since")
    return _section("presence", columns, lines(), len(found.presence), most, t)


def _city(strand: Row, t: Texts) -> str:
    return str((strand["city_de"] if t.language == "de" else "") or strand["city"])


def _homes(edition: Edition, found: Dossier, t: Texts, most: int) -> Section:
    def lines() -> Iterator[Line]:
        living = edition.strands["living"]
        for held, note in ((found.homes, ""), (found.also_at, "dossier.also")):
            for home, rows in held.items():
                name = sheets.name_of(edition, home, t.language)
                count = int(living.reindex(list(rows)).sum())
                said = t(note, name=name) if note else name
                yield Line((said, t.number(len(rows)), t.number(count)), rows, "partners", home)

    count = len(found.homes) + len(found.also_at)
    return _section("homes", ("home", "recorded", "alive"), lines(), count, most, t)


def _signatories(edition: Edition, found: Dossier, t: Texts, most: int) -> Section:
    signed_rows = found.strands[found.strands["signatories"] != ""]

    def lines() -> Iterator[Line]:
        for row_id, strand in _records(signed_rows, STRAND, most):
            offices = sheets.own(strand, "signatories", t.language).split("|")
            said = t.joined([office.strip() for office in offices if office.strip()])
            signed = t.date(strand["signed_on"] or strand["start_date"])
            yield Line(
                (strand_name(edition, strand, t), said, signed),
                (str(row_id),),
                "partners",
                str(strand["institution_id"]),
            )

    columns = ("partner", "signatories", "signed")
    return _section("signatories", columns, lines(), len(signed_rows), most, t)


def _disagreements(edition: Edition, found: Dossier, t: Texts, most: int) -> Section:
    """Put what a row says beside what another source says of it."""

    def lines() -> Iterator[Line]:
        for _, evidence in found.told("contradicts").iterrows():
            row_id = str(evidence["row_id"])
            dataset, row = row_of(edition, row_id)
            column = str(evidence["column_name"])
            ours = sheets.said(edition, dataset, column, str(row.get(column, "")), t)
            told = sheets.own(evidence, "states", t.language)
            heading = sheets.heading(dataset, column, t.language)
            yield Line(
                (f"{_row_name(edition, row_id, t)} – {heading}", ours, told, _source(evidence)), (row_id,),
                *_sheet(edition, row_id),
            )  # fmt: skip

    columns = ("row", "here", "there", "source")
    return _section("disagreements", columns, lines(), len(found.told("contradicts")), most, t)


def _statements(edition: Edition, found: Dossier, t: Texts, most: int) -> Section:
    """List what further sources say: of all such relations in general, or with a reservation."""

    def lines() -> Iterator[Line]:
        for stance in ("general", "qualifies"):
            for _, evidence in found.told(stance).iterrows():
                row_id = str(evidence["row_id"])
                label = edition.codes.label("stance", stance, t.language)
                told = sheets.own(evidence, "states", t.language)
                yield Line(
                    (_row_name(edition, row_id, t), label, told, _source(evidence)), (row_id,), *_sheet(edition, row_id)
                )

    count = len(found.told("general")) + len(found.told("qualifies"))
    return _section("statements", ("row", "stance", "there", "source"), lines(), count, most, t)


def row_of(edition: Edition, row_id: str) -> tuple[str, pd.Series]:
    """Give the dataset a row stands in, and the row."""
    for dataset, rows in (
        ("partnerships", edition.strands), ("events", edition.events), ("institutions", edition.institutions),
    ):  # fmt: skip
        if row_id in rows.index:
            return dataset, rows.loc[row_id]
    raise KeyError(row_id)


def _row_name(edition: Edition, row_id: str, t: Texts) -> str:
    dataset, row = row_of(edition, row_id)
    if dataset != "partnerships":
        return sheets.name_of(edition, row_id, t.language)
    kind = edition.codes.label("partnership_type", str(row["type"]), t.language)
    return f"{strand_name(edition, row, t)} · {kind}"


def _sheet(edition: Edition, row_id: str) -> tuple[str, str]:
    dataset, row = row_of(edition, row_id)
    if dataset == "partnerships":
        return "partners", str(row["institution_id"])
    return ("events" if dataset == "events" else "partners"), row_id


def _source(row: pd.Series) -> str:
    return str(row["source_title"] or row["source_url"])


def _unknown(found: Dossier, t: Texts, most: int) -> Section:
    lines = (
        Line((t(f"dossier.gap_{gap}"), t.number(len(rows))), rows) for gap, rows in found.gaps.items() if len(rows)
    )
    count = sum(1 for rows in found.gaps.values() if rows)
    return _section("unknown", ("gap", "rows"), lines, count, most, t)


def _sources(found: Dossier, t: Texts, most: int) -> Section:
    """List every source once, with how many rows rest on it."""
    frames = (found.strands, found.events, found.presence, found.institutions, found.evidence)
    named = pd.concat([_sourced(rows) for rows in frames], ignore_index=True)
    named = named[(named["source_title"] != "") | (named["source_url"] != "")]
    grouped = named.groupby(["source_title", "source_url"], sort=False)

    def lines() -> Iterator[Line]:
        for (title, address), rows in grouped:
            held = tuple(dict.fromkeys(str(row_id) for row_id in rows["row_id"]))
            yield Line((str(title) or str(address), t.number(len(held))), held, address=str(address))

    return _section("sources", ("source", "rows"), lines(), grouped.ngroups, most, t)


def _sourced(rows: pd.DataFrame) -> pd.DataFrame:
    ids_of_rows = rows["row_id"] if "row_id" in rows else pd.Series(rows.index, index=rows.index, dtype=object)
    return rows[["source_title", "source_url"]].assign(row_id=ids_of_rows)
