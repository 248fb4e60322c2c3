"""From two institutions that are one to the changes that make them one.

The kept institution takes over every name of the other, and its id, as aliases: whoever still writes the lost id finds
the kept institution. What pointed to the lost one points to the kept one. No empty cell is left that the other filled,
and no contradiction is resolved in silence.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from partner_dashboard import names
from partner_dashboard.editions import split
from partner_dashboard.intake.change import Change, propose
from partner_dashboard.intake.known import Known
from partner_dashboard.intake.rules.ids import NATURAL, natural_keys
from partner_dashboard.intake.sameness import typed
from partner_dashboard.intake.whereabouts import kilometres
from partner_dashboard.problems import Problem
from partner_dashboard.schema import (
    DATASETS,
    EVIDENCE,
    INSTITUTIONS,
    LIST_SEPARATOR,
    PARTICIPANT_SEPARATOR,
    PARTNERSHIPS,
    ROLE_SEPARATOR,
    Column,
)

TOGETHER = (
    ("latitude", "longitude", "place_method", "place_precision"),
    ("city", "city_de"),
    ("source_title", "source_url"),
    *((name,) for name in ("name_de", "name_local", "short_name", "parent_id", "country_code", "website", "ror_id",
                           "erasmus_code", "verified_on")),
)  # fmt: skip
"""What is taken over where the kept institution has none of it; columns that mean nothing alone come together."""

TELLING = ("kind", "parent_id", "city", "country_code", "website", "ror_id", "erasmus_code", "visibility")
"""What two institutions that are one should agree in."""

APART_KM = 1.0
"""From this distance on two points contradict each other."""


@dataclass(frozen=True, eq=False)
class Merger:
    """What makes two institutions one, and what somebody should look at: contradictions, rows that now say the same."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]


def merged(known: Known, keep_id: str, lose_id: str) -> Merger:
    """Make one institution of two.

    Shape: the state, the ids of the one that stays and of the one that ends → changes of the datasets in which anything
    changes, in the order of the schema.
    Raises: KeyError for an id that is none of an institution, ValueError where both are the same.
    """
    if keep_id == lose_id:
        raise ValueError(keep_id)
    rows = known.institutions.set_index("institution_id", drop=False)
    keep, lose = rows.loc[keep_id], rows.loc[lose_id]
    before = {name: known.rows(name) for name in DATASETS}
    after = {name: _repointed(rows, name, keep_id, lose_id) for name, rows in before.items()}
    after["institutions"] = _one_row_less(after["institutions"], united(keep, lose), lose_id)
    after["evidence"] = _about(before["evidence"], keep_id, lose_id)
    changes = (propose(before[name], after[name], dataset) for name, dataset in DATASETS.items())
    told = (*_contradictions(keep, lose), *_twice(before["partnerships"], after["partnerships"]))
    return Merger(tuple(change for change in changes if not change.is_empty), told)


def united(keep: pd.Series, lose: pd.Series) -> pd.Series:
    """Give the row of the kept institution with what the other adds: empty cells filled, names and id as aliases."""
    row = keep.copy()
    for columns in TOGETHER:
        if all(_is_empty(keep[name]) for name in columns):
            row[list(columns)] = lose[list(columns)]
    if row["parent_id"] in (keep["institution_id"], lose["institution_id"]):
        row["parent_id"] = ""
    taken = [row[name] for name in ("name", "name_de", "name_local", "short_name")]
    others = [lose[name] for name in ("name", "name_de", "name_local", "short_name")]
    aliases = [*split(keep["aliases"]), *others, *split(lose["aliases"]), lose["institution_id"]]
    row["aliases"] = LIST_SEPARATOR.join(_new(aliases, taken))
    former = [*split(keep["former_names"]), *split(lose["former_names"])]
    row["former_names"] = LIST_SEPARATOR.join(_new(former, [*taken, *aliases]))
    return row


def _new(listed: list[str], taken: list[str]) -> Iterator[str]:
    """Yield the names that are not spelled as one before."""
    met = {names.key(name) for name in taken}
    for name in filter(None, listed):
        if names.key(name) not in met:
            met.add(names.key(name))
            yield name


def _is_empty(value: object) -> bool:
    return value == "" or value != value


def _one_row_less(institutions: pd.DataFrame, row: pd.Series, lose_id: str) -> pd.DataFrame:
    """Put a row in the place of the one with its id, and leave one out."""
    left = institutions[institutions["institution_id"] != lose_id]
    others = left[left["institution_id"] != row["institution_id"]]
    return pd.concat([others, typed(pd.DataFrame([row]), INSTITUTIONS)])


def _repointed(rows: pd.DataFrame, dataset: str, keep_id: str, lose_id: str) -> pd.DataFrame:
    """Give rows that point to the kept institution wherever they pointed to the lost one."""
    columns = [column for column in DATASETS[dataset].columns if column.refers_to == "institutions"]
    return rows.assign(**{column.name: _cells(rows[column.name], column, keep_id, lose_id) for column in columns})


def _cells(cells: pd.Series, column: Column, keep_id: str, lose_id: str) -> pd.Series:
    if not column.several:
        return cells.mask(cells == lose_id, keep_id)
    named = cells.str.contains(lose_id, regex=False)
    return cells.mask(named, cells[named].map(lambda cell: _participants(cell, keep_id, lose_id)))


def _participants(cell: str, keep_id: str, lose_id: str) -> str:
    """Put the kept institution in the place of the lost one; who would stand there twice keeps the role."""
    roles: dict[str, dict[str, None]] = {}
    for part in filter(None, (part.strip() for part in cell.split(PARTICIPANT_SEPARATOR))):
        row_id, _, role = part.partition(ROLE_SEPARATOR)
        roles.setdefault(keep_id if row_id == lose_id else row_id, {})[role] = None
    return PARTICIPANT_SEPARATOR.join(
        f"{row_id}{ROLE_SEPARATOR}{role}" if role else row_id
        for row_id, held in roles.items()
        for role in (list(filter(None, held)) or [""])
    )


def _about(evidence: pd.DataFrame, keep_id: str, lose_id: str) -> pd.DataFrame:
    told = evidence.assign(row_id=evidence["row_id"].mask(evidence["row_id"] == lose_id, keep_id))
    return told.drop_duplicates(list(EVIDENCE.names))


def _contradictions(keep: pd.Series, lose: pd.Series) -> Iterator[Problem]:
    """Tell where both are filled and differ; the kept value stays."""
    ids = (keep["institution_id"], lose["institution_id"])
    for name in TELLING:
        ours, theirs = str(keep[name]), str(lose[name])
        if ours and theirs and names.key(ours) != names.key(theirs) and not (name == "parent_id" and theirs in ids):
            yield Problem("contradiction", INSTITUTIONS.file, 0, name, theirs, ours)
    here, there = ((float(row["latitude"]), float(row["longitude"])) for row in (keep, lose))
    if kilometres(here, there) > APART_KM:
        yield Problem(
            "contradiction", INSTITUTIONS.file, 0, "latitude", "{}, {}".format(*there), "{}, {}".format(*here)
        )


def _twice(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[Problem]:
    """Tell of partnerships that say the same as another only since both partners are one."""
    columns = NATURAL["partnerships"]
    new, old = (natural_keys(rows, "partnerships", columns) for rows in (after, before))
    again = new.duplicated() & ~old.duplicated()
    for row_id, key in zip(after.loc[again, PARTNERSHIPS.key], new[again], strict=True):
        first = after.loc[new == key, PARTNERSHIPS.key].iloc[0]
        yield Problem("possible_duplicate", PARTNERSHIPS.file, 0, PARTNERSHIPS.key, row_id, first)
