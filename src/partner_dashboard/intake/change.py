"""From the rows that stand and those that are proposed to what would change: rows added, changed cell by cell, removed.

propose  two frames → a change
applied  a change → the frame after it
joined   several changes → one for each dataset
removal  ids → the change that ends these rows, and who still points to them
draft    changes → what the store publishes
words    a change → a sentence
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from partner_dashboard.intake.in_use import REFERRING, in_use
from partner_dashboard.intake.known import Known
from partner_dashboard.intake.sameness import as_text, blank, differing, keyed
from partner_dashboard.problems import Problem
from partner_dashboard.schema import DATASETS, Dataset
from partner_dashboard.store import Draft, Kind
from partner_dashboard.texts import Texts

Mode = Literal["everything", "add_and_change"]
"""Whether rows that a file does not name end, or stay as they are."""

LARGE_SHARE = 0.1
"""From this share of the rows on a removal is large, and asked about again."""

CELLS = ("row_id", "column", "old", "new")


@dataclass(frozen=True, eq=False)
class Change:
    """What becomes of one dataset.

    `added` and `changed` hold whole new rows, `gone` the rows that end as they stood; all with the columns of the
    schema, indexed by row id. `cells` names every changed cell, with columns row_id, column, old, new, all text.
    `unchanged` counts the rows that stay as they are.
    """

    dataset: str
    added: pd.DataFrame
    changed: pd.DataFrame
    cells: pd.DataFrame
    gone: pd.DataFrame
    unchanged: int

    @property
    def removed(self) -> tuple[str, ...]:
        """The ids of the rows that end."""
        return tuple(self.gone.index)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return len(self.added) + len(self.changed) + len(self.gone) == 0

    @property
    def rows_before(self) -> int:
        """How many rows stand."""
        return self.unchanged + len(self.changed) + len(self.gone)

    @property
    def rows_after(self) -> int:
        """How many rows will stand."""
        return self.unchanged + len(self.changed) + len(self.added)

    @property
    def is_large_removal(self) -> bool:
        """Whether more than a tenth of the rows end."""
        return bool(len(self.gone) > LARGE_SHARE * self.rows_before)

    def as_values(self) -> dict[str, object]:
        """Give the change in plain values: the dataset, ids of added and removed rows, and every changed cell."""
        return {
            "dataset": self.dataset,
            "added": [str(row_id) for row_id in self.added.index],
            "removed": [str(row_id) for row_id in self.removed],
            "changed": self.cells.to_dict("records"),
        }

    def counts(self) -> dict[str, int]:
        """Count the rows by what becomes of them."""
        return {
            "added": len(self.added), "changed": len(self.changed), "removed": len(self.gone),
            "unchanged": self.unchanged,
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class Removal:
    """The end of rows, and what stands in its way."""

    change: Change
    problems: tuple[Problem, ...]


def propose(
    current: pd.DataFrame,
    proposed: pd.DataFrame,
    dataset: Dataset,
    mode: Mode = "everything",
    brought: Collection[str] | None = None,
) -> Change:
    """Say what proposed rows would change in those that stand.

    Rows belong together by their id; the index of either frame says nothing. `brought` names the columns about which
    the proposed rows say something, all by default; the others keep what they hold and are empty in new rows.
    Order: changed and removed rows as they stand, new ones as they come.
    Raises: ValueError for an id that stands twice in one of the frames.
    """
    columns = [column for column in dataset.columns if brought is None or column.name in brought]
    standing = keyed(current, dataset)
    given = keyed(proposed if brought is None else blank(proposed, dataset, brought), dataset)
    places = given.index.get_indexer(standing.index)
    held, said = standing[places >= 0], given.iloc[places[places >= 0]]
    unlike = {column.name: differing(held[column.name], said[column.name], column) for column in columns}
    touched = np.logical_or.reduce([np.zeros(len(held), dtype=bool), *unlike.values()])
    gone = standing[places < 0] if mode == "everything" else standing.iloc[:0]
    return Change(
        dataset=dataset.name,
        added=given[np.bincount(places[places >= 0], minlength=len(given)) == 0],
        changed=_changed(held, said, unlike, touched),
        cells=_cells(held, said, unlike, dataset),
        gone=gone,
        unchanged=len(standing) - len(gone) - int(touched.sum()),
    )


def applied(current: pd.DataFrame, change: Change) -> pd.DataFrame:
    """Give the rows that stand after a change, numbered from 0: those that stay in their order, then the new ones."""
    standing = keyed(current, DATASETS[change.dataset])
    left = standing[~standing.index.isin(change.gone.index)]
    whole = pd.concat([left[~left.index.isin(change.changed.index)], change.changed]).reindex(left.index)
    return pd.concat([whole, change.added]).reset_index(drop=True)


def draft(changes: Iterable[Change], kind: Kind = "upload") -> Draft:
    """Give what the store publishes: whole new versions of rows, and the ids of those that end."""
    told = [change for change in changes if not change.is_empty]
    return Draft(
        rows={change.dataset: pd.concat([change.changed, change.added]).reset_index(drop=True) for change in told},
        removed={change.dataset: change.removed for change in told if change.removed},
        kind=kind,
    )


def joined(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Put changes of one state together, one for each dataset; none may touch a row that another touches."""
    held: dict[str, Change] = {}
    for change in changes:
        other = held.get(change.dataset)
        held[change.dataset] = _both(other, change) if other else change
    return tuple(held.values())


def removal(known: Known, dataset: Dataset, row_ids: Collection[str]) -> Removal:
    """End rows of a dataset, and say which of them other rows still point to."""
    rows = known.rows(dataset.name)
    change = propose(rows, rows[~rows[dataset.key].isin(list(row_ids))], dataset)
    return Removal(change, still_needed([change], known))


def still_needed(changes: Sequence[Change], known: Known) -> tuple[Problem, ...]:
    """Say of each row that ends through these changes which rows would still point to it.

    Order: by dataset, then as the rows stood.
    """
    after = {change.dataset: applied(known.rows(change.dataset), change) for change in changes}
    frames = {name: after[name] if name in after else known.rows(name) for name in REFERRING}
    return tuple(problem for change in changes for problem in in_use(change.dataset, change.removed, frames))


def words(change: Change, texts: Texts) -> str:
    """Say a change in a sentence: «3 partnerships are added, 2 changed, 1 removed»."""
    told = [(what, count) for what, count in change.counts().items() if count and what != "unchanged"]
    if not told:
        count = change.unchanged
        return texts("change.nothing", count=count, rows=texts(f"change.{change.dataset}", count=count))
    (what, count), *others = told
    first = texts(f"change.rows_{what}", count=count, rows=texts(f"change.{change.dataset}", count=count))
    return ", ".join([first, *(texts(f"change.also_{other}", count=count) for other, count in others)])


def _both(one: Change, other: Change) -> Change:
    """Join two changes of a dataset; what either changes or removes is no longer unchanged."""
    return Change(
        one.dataset,
        pd.concat([one.added, other.added]),
        pd.concat([one.changed, other.changed]),
        pd.concat([one.cells, other.cells], ignore_index=True),
        pd.concat([one.gone, other.gone]),
        one.unchanged - len(other.changed) - len(other.gone),
    )


def _changed(
    held: pd.DataFrame, said: pd.DataFrame, unlike: dict[str, np.ndarray], touched: np.ndarray
) -> pd.DataFrame:
    """Give the touched rows with the cells that differ as proposed, and all others as they stand."""
    before, after = held[touched], said[touched]
    told = {name: where[touched] for name, where in unlike.items() if where.any()}
    return before.assign(**{name: before[name].where(~where, after[name]) for name, where in told.items()})


def _cells(held: pd.DataFrame, said: pd.DataFrame, unlike: dict[str, np.ndarray], dataset: Dataset) -> pd.DataFrame:
    """List the cells that differ, row by row, in the order of the schema."""
    parts, places = [], []
    for name, where in unlike.items():
        found, column = np.flatnonzero(where), dataset.column(name)
        if len(found):
            old, new = (as_text(rows[name].iloc[found], column).array for rows in (held, said))
            parts.append(pd.DataFrame({"row_id": held.index[found], "column": name, "old": old, "new": new}))
            places.append(found)
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in CELLS})
    order = np.argsort(np.concatenate(places), kind="stable")
    return pd.concat(parts, ignore_index=True).iloc[order].reset_index(drop=True)
