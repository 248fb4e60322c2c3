"""From all that is stored to the certainty that it is what was published, or to the first edition that is not."""

import hashlib
from collections import defaultdict

from sqlalchemy import Connection, select

from partner_dashboard.errors import StoreDamagedError
from partner_dashboard.schema import DATASETS, Dataset
from partner_dashboard.store.tables import EDITIONS, OPEN, UPLOADS, VERSIONS
from partner_dashboard.store.versions import CHUNK, EMPTY, digest, fingerprints, frame, written


def verify(connection: Connection, store: str) -> None:
    """Compare every row, state and file with the hash it was published with.

    SQLite's own check says «ok» to a file that lost half an upload.
    Raises: StoreDamagedError naming the edition.
    """
    begun: defaultdict[int, list[str]] = defaultdict(list)
    ended: defaultdict[int, list[str]] = defaultdict(list)
    for dataset in DATASETS.values():
        _collect(connection, dataset, begun, ended, store)
    whole, number = EMPTY, 0
    for edition in connection.execute(select(EDITIONS).order_by(EDITIONS.c.number)):
        number += 1
        whole = digest(whole, begun.pop(edition.number, ()), ended.pop(edition.number, ()))
        if (edition.number, edition.digest) != (number, whole):
            raise StoreDamagedError(store=store, reason=f"edition {edition.number}")
    if begun.keys() | ended.keys() - {OPEN}:
        raise StoreDamagedError(store=store, reason=f"edition {number + 1}")
    _verify_files(connection, store)


def _collect(
    connection: Connection,
    dataset: Dataset,
    begun: defaultdict[int, list[str]],
    ended: defaultdict[int, list[str]],
    store: str,
) -> None:
    """Note the fingerprint of every version under the editions that began and ended it, after comparing it."""
    table = VERSIONS[dataset.name]
    cells = (table.c[name] for name in dataset.names)
    about = (table.c.position, table.c.fingerprint, table.c.valid_from, table.c.valid_to)
    versions = connection.execute(select(*cells, *about), execution_options={"yield_per": CHUNK})
    for part in versions.partitions():
        texts = written(dataset, frame(dataset, [[row[: -len(about)] for row in part]])).texts
        hashes = fingerprints(dataset.name, (row.position for row in part), texts)
        for row, hashed in zip(part, hashes, strict=True):
            _, kept, valid_from, valid_to = row[-len(about) :]
            if hashed != kept:
                raise StoreDamagedError(store=store, reason=f"edition {valid_from}, {dataset.name}")
            begun[valid_from].append(kept)
            ended[valid_to].append(kept)


def _verify_files(connection: Connection, store: str) -> None:
    for number, kept in connection.execute(select(UPLOADS.c.edition, UPLOADS.c.sha256)).all():
        data = connection.scalar(select(UPLOADS.c.data).where(UPLOADS.c.edition == number))
        if hashlib.sha256(data or b"").hexdigest() != kept:
            raise StoreDamagedError(store=store, reason=f"edition {number}, {UPLOADS.name}")
