"""From what is given to the store and what it tells to frozen values."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Literal, NamedTuple

import pandas as pd

from partner_dashboard.schema import DATASETS

Kind = Literal["seed", "upload", "form", "merge", "places", "restore"]
"""How an edition came about."""

What = Literal["added", "changed", "removed"]
"""What an edition did to a row."""


@dataclass(frozen=True, slots=True)
class By:
    """Who does something, why, and at which moment; a moment without a time zone raises ValueError."""

    author: str
    reason: str
    at: datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(self.at)


@dataclass(frozen=True)
class Upload:
    """A file as it came: its name, its bytes, and as JSON what of it was left out."""

    name: str
    data: bytes = field(repr=False)
    problems: str = field(default="", repr=False)

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, eq=False)
class Draft:
    """What shall be published: whole new versions of rows, and the ids of rows that end.

    `rows` holds by dataset every column of the schema; a row whose id stands already replaces it. A row keeps its place
    for ever, also when it ended and returns; a new one comes last. `removed` holds by dataset the ids (`row_keys` for a
    dataset without ids). A dataset that the schema does not know raises ValueError.
    """

    rows: Mapping[str, pd.DataFrame]
    removed: Mapping[str, tuple[str, ...]]
    kind: Kind = "upload"

    def __post_init__(self) -> None:
        if unknown := {*self.rows, *self.removed} - DATASETS.keys():
            raise ValueError(unknown)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a dataset an edition added, changed and removed, and how many it holds."""

    added: int
    changed: int
    removed: int
    total: int


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """One published state.

    Editions with the same `digest` hold the same rows in the same order, and in one store the other way round. Without
    a file `file_name` and `file_sha256` are empty; `restored_from` is the edition whose state was published again.
    """

    number: int
    kind: Kind
    author: str
    reason: str
    published_at: datetime
    file_name: str
    file_sha256: str
    file_size: int
    restored_from: int | None
    digest: str
    counts: Mapping[str, Counts]


class CellChange(NamedTuple):
    """What a cell held before and holds after, as text."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowVersion:
    """What an edition made of one row, and who published it, when and why.

    An added row shows its filled cells, a changed one the cells that differ, a removed one none.
    """

    edition: int
    author: str
    reason: str
    published_at: datetime
    what: What
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that somebody had the store remember; a value of None is the wish to forget it."""

    kind: str
    key: str
    value: Mapping[str, object] | None
    by: By


def written_moment(moment: datetime) -> str:
    """Write a moment as the tables hold it: ISO 8601 in UTC to the microsecond, so that text sorts as time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def storable(text: str) -> str:
    """Leave out what PostgreSQL does not take in a text; nobody types it."""
    return text.replace("\0", "")
