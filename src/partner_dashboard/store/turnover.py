"""From rows that shall stand to the versions that an edition begins and ends in the table of one dataset."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, repeat
from typing import NamedTuple

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, exists, insert, literal, select, true, update

from partner_dashboard.schema import DATASETS, Dataset
from partner_dashboard.store.loading import load
from partner_dashboard.store.reading import state_at
from partner_dashboard.store.tables import OPEN, VERSIONS
from partner_dashboard.store.versions import CHUNK, fingerprints, last_copies, row_keys, written

FEW = 500
"""Up to so many rows are looked up by their keys; for more all are read."""

KEY, FINGERPRINT = 0, 4
"""Where key and hash stand in a version, as the table has its columns."""


class Standing(NamedTuple):
    """A row as it stands: where, and the hash of its cells there."""

    position: int
    fingerprint: str


NOTHING = Standing(0, "")
"""What stands of a row that does not."""


class Held(NamedTuple):
    """How many rows of a dataset stand, and how many places were ever given to one."""

    total: int
    places: int


@dataclass(frozen=True, slots=True)
class Turnover:
    """What an edition does to one dataset: counts, the hashes of what begins and ends, and what it holds then."""

    added: int
    changed: int
    removed: int
    begun: Sequence[str]
    ended: Sequence[str]
    held: Held


def replace(
    connection: Connection, dataset: str, rows: pd.DataFrame, removed: Sequence[str], number: int, held: Held
) -> Turnover:
    """Begin the rows that are new or differ from what stands, and end those that are replaced or removed.

    A row keeps its place for ever, also when it ended and returns; a new one comes last.
    Raises: StoreTextError; KeyError for a removed row that does not stand, ValueError for a row that is named twice.
    """
    table, keys = VERSIONS[dataset], row_keys(dataset, rows)
    if len({*keys, *removed}) < len(keys) + len(removed):
        raise ValueError(f"{dataset}: a row is named twice")
    standing = _standing(connection, table, [*keys, *removed] if DATASETS[dataset].key else None)
    if not DATASETS[dataset].key:
        removed = last_copies(removed, standing)
    new = [key for key in keys if key not in standing]
    returning = _places(connection, table, new) if held.places > held.total else {}
    positions = _positions(keys, standing, returning, held.places)
    begun: list[str] = []
    ended = [standing[key].fingerprint for key in removed]
    _end(connection, table, removed, number)
    for versions in _differing(DATASETS[dataset], rows, keys, positions, standing, number):
        replaced = [str(version[KEY]) for version in versions if version[KEY] in standing]
        begun += [str(version[FINGERPRINT]) for version in versions]
        ended += [standing[key].fingerprint for key in replaced]
        _end(connection, table, replaced, number)
        load(connection, table, versions)
    changed = len(ended) - len(removed)
    after = Held(held.total + len(new) - len(removed), held.places + len(new) - len(returning))
    return Turnover(len(new), changed, len(removed), begun, ended, after)


def _positions(
    keys: Sequence[str], standing: Mapping[str, Standing], returning: Mapping[str, int], free: int
) -> list[int]:
    """Give each row its place: the one it has, the one it had, or the next free one."""
    new = count(free)
    return [
        standing[key].position if key in standing else returning[key] if key in returning else next(new) for key in keys
    ]


def _differing(
    dataset: Dataset, rows: pd.DataFrame, keys: Sequence[str], positions: Sequence[int],
    standing: Mapping[str, Standing], number: int,
) -> Iterator[list[tuple[object, ...]]]:  # fmt: skip
    """Yield, part by part, the versions of rows that do not stand yet, or not with these cells."""
    for start in range(0, len(rows), CHUNK):
        part = slice(start, start + CHUNK)
        cells = written(dataset, rows.iloc[part])
        hashes = fingerprints(dataset.name, positions[part], cells.texts)
        ever = repeat(number), repeat(OPEN)
        versions = zip(keys[part], *ever, positions[part], hashes, *cells.columns)  # noqa: B905
        if standing.keys().isdisjoint(keys[part]):
            yield [*versions]  # a first upload is the largest, and asking each of its rows took a tenth of the time
            continue
        yield [
            version for version in versions if standing.get(version[KEY], NOTHING).fingerprint != version[FINGERPRINT]
        ]


def bring_back(connection: Connection, table: Table, number: int, new: int, held: Held) -> Turnover:
    """Begin again what stood in an edition and does not now, and end what stands now and did not then."""
    then = _versions(connection, table, state_at(table, number))
    now = _versions(connection, table, table.c.valid_to == OPEN)
    ended = {key: row.fingerprint for key, row in now.items() if then.get(key) != row}
    begun = {key: row.fingerprint for key, row in then.items() if now.get(key) != row}
    _end(connection, table, ended, new)
    _copy_versions(connection, table, number, new)
    changed = len(begun.keys() & ended.keys())
    added, removed = len(begun) - changed, len(ended) - changed
    after = Held(held.total + added - removed, held.places)
    return Turnover(added, changed, removed, [*begun.values()], [*ended.values()], after)


def _copy_versions(connection: Connection, table: Table, number: int, new: int) -> None:
    """Begin with an edition what stood in another, but for the rows that stand anyway."""
    still = table.alias("still")
    cells = [column for column in table.columns if column.name not in ("row_key", "valid_from", "valid_to")]
    old = select(table.c.row_key, literal(new), literal(OPEN), *cells).where(
        state_at(table, number), ~exists().where(still.c.row_key == table.c.row_key, still.c.valid_to == OPEN)
    )
    names = ["row_key", "valid_from", "valid_to", *(column.name for column in cells)]
    connection.execute(insert(table).from_select(names, old))


def _standing(connection: Connection, table: Table, keys: Collection[str] | None) -> dict[str, Standing]:
    """Give what stands, or what of some rows does, by key."""
    if keys is None or len(keys) > FEW:
        return _versions(connection, table, table.c.valid_to == OPEN)
    return _versions(connection, table, and_(table.c.valid_to == OPEN, table.c.row_key.in_(keys))) if keys else {}


def _places(connection: Connection, table: Table, keys: Collection[str]) -> dict[str, int]:
    """Give the places of rows that stood once, by key; those that never did are missing."""
    which = table.c.row_key.in_(keys) if len(keys) <= FEW else true()
    found = _versions(connection, table, which) if keys else {}
    return {key: found[key].position for key in keys if key in found}


def _versions(connection: Connection, table: Table, which: ColumnElement[bool]) -> dict[str, Standing]:
    query = select(table.c.row_key, table.c.position, table.c.fingerprint).where(which)
    return {key: Standing(position, hashed) for key, position, hashed in connection.execute(query)}


def _end(connection: Connection, table: Table, keys: Iterable[str], number: int) -> None:
    """Let rows end with an edition: from it on they do not stand."""
    wanted = [{"key": key} for key in keys]
    if wanted:
        its = and_(table.c.row_key == bindparam("key"), table.c.valid_to == OPEN)
        connection.execute(update(table).where(its).values(valid_to=number), wanted)
