"""From two editions to what happened between them, in sentences: «Osaka University: extended».

Only what every reader may see is compared. The news say what the data says now and did not say before; whether it
happened meanwhile or only became known is another question, and the words leave it open.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from partner_dashboard import sheets, summary
from partner_dashboard.editions import Edition
from partner_dashboard.intake.change import Change
from partner_dashboard.intake.comparison import difference
from partner_dashboard.schema import DATASETS
from partner_dashboard.texts import Texts

TOLD = {
    "partnerships": ("stage", "status", "start_date", "signed_on", "end_date", "end_rule", "verified_on"),
    "events": ("outcome_stage", "start_date", "end_date"),
    "institutions": ("name",),
}
"""The columns whose new value is news of its own, the weightiest first; of all others only that they changed."""

PLACES = ("latitude", "longitude", "place_method", "place_precision")
"""What together says where something is."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing that changed: of which row, in which way, the sentence, and the institution that it is about.

    `institution_id` is empty for events and for partnerships with a whole country. `what` is added, told (a column of
    `TOLD` has a new value), corrected (only other columns have) or removed.
    """

    dataset: str
    row_id: str
    what: str
    sentence: str
    institution_id: str = ""


def news(before: Edition, after: Edition, t: Texts) -> tuple[News, ...]:
    """Say what one edition holds that another did not.

    Order: partnerships, events, institutions; in each first what is told, then added, removed, corrected; rows as they
    stand. An institution that comes with a partnership is told of there.
    """
    found = [item for dataset in TOLD for item in _told_of(before, after, dataset, t)]
    arriving = {str(row_id) for row_id in _change(before, after, "partnerships").added["institution_id"]}
    return tuple(
        item for item in found
        if not (item.dataset == "institutions" and item.what == "added" and item.row_id in arriving)
    )  # fmt: skip


def _change(before: Edition, after: Edition, dataset: str) -> Change:
    return difference(getattr(before, dataset), getattr(after, dataset), DATASETS[dataset])


def _told_of(before: Edition, after: Edition, dataset: str, t: Texts) -> Iterator[News]:
    def item(row: pd.Series, what: str, sentence: str) -> News:
        return News(dataset, str(row[DATASETS[dataset].key]), what, sentence, str(row.get("institution_id", "")))

    change = _change(before, after, dataset)
    cells = {str(row_id): rows for row_id, rows in change.cells.groupby("row_id", sort=False)}
    told = {row_id: _new_values(after, dataset, rows, t) for row_id, rows in cells.items()}
    for row_id in (row_id for row_id, said in told.items() if said):
        name = _named(after, dataset, change.changed.loc[row_id], t)
        yield item(change.changed.loc[row_id], "told", t("news.told", name=name, what=t.joined(told[row_id])))
    for _, row in change.added.iterrows():
        yield item(row, "added", t(f"news.added_{dataset}", name=_introduced(after, dataset, row, t)))
    for _, row in change.gone.iterrows():
        yield item(row, "removed", t("news.removed", name=_named(before, dataset, row, t)))
    for row_id, rows in ((row_id, cells[row_id]) for row_id, said in told.items() if not said):
        name = _named(after, dataset, change.changed.loc[row_id], t)
        said = t("news.corrected", name=name, columns=_columns(dataset, rows, t))
        yield item(change.changed.loc[row_id], "corrected", said)


def _new_values(after: Edition, dataset: str, cells: pd.DataFrame, t: Texts) -> list[str]:
    """Say the new values of a row that are news: «extended», «until 31 March 2031 (before: 2026)»."""
    new = {cell.column: (cell.old, cell.new) for cell in cells.itertuples()}
    return [
        t(f"news.{dataset}_{column}", old=_value(after, dataset, column, new[column][0], t),
          new=_value(after, dataset, column, new[column][1], t))
        for column in TOLD[dataset] if column in new
    ]  # fmt: skip


def _value(edition: Edition, dataset: str, column: str, cell: str, t: Texts) -> str:
    said = sheets.said(edition, dataset, column, cell, t)  # of a code list the label, which begins with a capital
    return said[:1].lower() + said[1:] if column in ("stage", "outcome_stage", "status") else said


def _columns(dataset: str, cells: pd.DataFrame, t: Texts) -> str:
    """Name the columns that changed; where something is counts as one."""
    names = ["latitude" if column in PLACES else column for column in cells["column"]]
    labels = [
        t("news.place") if name == "latitude" else sheets.heading(dataset, name, t.language)
        for name in dict.fromkeys(names)
    ]
    return t.joined(labels)


def _named(edition: Edition, dataset: str, row: pd.Series, t: Texts) -> str:
    """Say which row is meant: a partnership by its partner and type, an event by its title, an institution by name."""
    if dataset != "partnerships":
        return str(summary.name(pd.DataFrame([row]), t.language).iloc[0])
    partner = sheets.said(edition, dataset, "institution_id", str(row["institution_id"]), t)
    if not row["institution_id"]:
        where = "region_code" if row["region_code"] else "country_code"
        partner = sheets.said(edition, dataset, where, str(row[where]), t)
    kind = edition.codes.label("partnership_type", row["type"], t.language)
    return t("news.strand", partner=partner, kind=kind)


def _introduced(edition: Edition, dataset: str, row: pd.Series, t: Texts) -> str:
    """Say a new row with what is known of its time."""
    name = _named(edition, dataset, row, t)
    started = str(row.get("start_date", "") or "")
    return t(f"news.with_date_{dataset}", name=name, date=t.date(started)) if started else name
