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
    about = (table.c.row_key, table.c.position, table.c.fingerprint, table.c.valid_from, table.c.valid_to)
    query = select(*about, *(table.c[name] for name in dataset.names))
    with connection.execute(query, execution_options={"yield_per": CHUNK}) as versions:
        for part in versions.partitions():
            rows = frame(dataset, [[row[len(about) :] for row in part]])
            ids = rows[dataset.key] if dataset.key else (row.row_key for row in part)
            hashes = fingerprints(dataset.name, (row.position for row in part), written(dataset, rows).texts)
            for row, row_id, hashed in zip(part, ids, hashes, strict=True):
                if (row.row_key, row.fingerprint) != (row_id, hashed):
                    raise StoreDamagedError(store=store, reason=f"edition {row.valid_from}, {dataset.name}")
                begun[row.valid_from].append(hashed)
                ended[row.valid_to].append(hashed)


def _verify_files(connection: Connection, store: str) -> None:
    for number, kept in connection.execute(select(UPLOADS.c.edition, UPLOADS.c.sha256)).all():
        data = connection.scalar(select(UPLOADS.c.data).where(UPLOADS.c.edition == number))
        if hashlib.sha256(data or b"").hexdigest() != kept:
            raise StoreDamagedError(store=store, reason=f"edition {number}, {UPLOADS.name}")
