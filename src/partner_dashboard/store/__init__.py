"""Editions in SQLite or PostgreSQL: nothing that was published is ever lost or half there.

store.py        the questions and deeds of the application, one transaction each
records.py      what is given and told: drafts, uploads, editions, decisions
tables.py       the tables;  views.py  what BI tools may read of them
versions.py     frames of rows ⇄ cells, keys and hashes
reading.py  publishing.py  memory.py  loading.py    the statements
integrity.py    is everything what was published?
backup.py       a store ⇄ one file
opening.py      made, brought up to date, or refused;  migrations/  by Alembic
connecting.py   an address → connections;  faults.py  drivers' errors → ours
"""

from pathlib import Path

from sqlalchemy import Connection, inspect

from partner_dashboard.errors import StoreNewerError, StoreNotEmptyError
from partner_dashboard.store import backup, integrity
from partner_dashboard.store.connecting import Database, connect, write_ahead
from partner_dashboard.store.opening import OURS, prepare, upgrade
from partner_dashboard.store.records import (
    By,
    CellChange,
    Counts,
    Decision,
    Draft,
    EditionRecord,
    Kind,
    RowVersion,
    Upload,
)
from partner_dashboard.store.store import Store
from partner_dashboard.store.versions import row_keys
from partner_dashboard.store.views import make_views

__all__ = [
    "By", "CellChange", "Counts", "Decision", "Draft", "EditionRecord", "Kind", "RowVersion", "Store", "Upload",
    "open_store", "restore_backup", "row_keys",
]  # fmt: skip


def open_store(url: str) -> Store:
    """Open a store, make it where nothing is, bring it up to date where it is older.

    `url` is a path or `sqlite:////path/to/file.db` for a SQLite file, or `postgresql://user:password@host/database`.
    Raises: StoreError: of the address, of what answers there, of what it holds.
    """
    database = connect(url)
    try:
        prepare(database)
    except BaseException:
        database.close()
        raise
    return Store(database)


def restore_backup(url: str, path: Path) -> None:
    """Fill an empty database, or a new file, from a backup of either kind of store.

    Raises: BackupError, StoreNewerError, StoreNotEmptyError, and as `open_store`.
    """
    manifest = backup.checked(path)
    if manifest.revision not in OURS.revisions:
        raise StoreNewerError(store=str(path), revision=manifest.revision)
    database = connect(url)
    try:
        with database.reading() as connection:
            _refuse_unless_empty(connection, database)
        if database.file is not None:
            write_ahead(database)
        with database.writing() as connection:
            _refuse_unless_empty(connection, database)
            upgrade(connection, OURS, manifest.revision)
            backup.fill(connection, manifest, path)
            upgrade(connection, OURS)
            make_views(connection)
            integrity.verify(connection, str(path))
    finally:
        database.close()


def _refuse_unless_empty(connection: Connection, database: Database) -> None:
    if inspect(connection).get_table_names():
        raise StoreNotEmptyError(store=database.name)
