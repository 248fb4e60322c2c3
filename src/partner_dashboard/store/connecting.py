"""From the address of a store to connections: to read, to see one moment throughout, to write alone."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from partner_dashboard.errors import StoreAddressError, StoreBusyError, StoreReadOnlyError, StoreUnreachableError
from partner_dashboard.store.faults import translated

PATIENCE = 30
"""Seconds that a writer waits for the one before."""

LONGEST = 600
"""Seconds that PostgreSQL may work on one statement; the largest is the copy of a million rows."""

POSTGRESQL_LOCK = 0x70617274
"""The number of the advisory lock that whoever writes holds until the transaction ends."""


@dataclass(frozen=True, slots=True)
class Database:
    """A database and the three ways to it; safe to share between threads.

    `name` is how messages call it, without a password; `file` is None for PostgreSQL.
    """

    name: str
    file: Path | None
    readers: Engine
    snapshots: Engine
    writers: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection whose every statement sees the newest state."""
        with translated(self.name), self.readers.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Give a connection whose statements all see the state of one moment, whoever writes meanwhile."""
        with translated(self.name), self.snapshots.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that writes alone; what it wrote stands when the block ends, or not at all."""
        with translated(self.name), self.writers.connect() as connection:
            if self.file is None:
                connection.execute(select(func.pg_advisory_xact_lock(POSTGRESQL_LOCK)))
            yield connection
            connection.commit()

    def close(self) -> None:
        """Give all connections back."""
        self.readers.dispose()


def connect(address: str) -> Database:
    """Prepare the connections to a store; a path stands for the SQLite file there.

    A file is made where none is, for its owner alone to read.
    Raises: StoreAddressError, StoreReadOnlyError, StoreUnreachableError.
    """
    url = _url(address)
    if url.drivername == "postgresql+psycopg":
        return _postgresql(url)
    if url.drivername == "sqlite" and url.database not in (None, "", ":memory:"):
        return _sqlite(Path(str(url.database)).expanduser().resolve())
    raise StoreAddressError(store=address.rpartition("@")[2])


def _url(address: str) -> URL:
    if "://" not in address:
        return URL.create("sqlite", database=address.strip())
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as problem:  # a port that is no number is a ValueError
        raise StoreAddressError(store=address.rpartition("@")[2]) from problem
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


# --- SQLite -------------------------------------------------------------------------------------------------------


def _sqlite(file: Path) -> Database:
    _make_room(file)
    engine = create_engine(
        URL.create("sqlite", database=str(file)), connect_args={"timeout": PATIENCE}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return Database(
        str(file), file, engine,
        snapshots=engine.execution_options(begin="BEGIN"),
        writers=engine.execution_options(begin="BEGIN IMMEDIATE"),
    )  # fmt: skip


def _make_room(file: Path) -> None:
    """Make the file and its folder where they are not; SQLite itself would make a file that everybody may read."""
    if file.exists():
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except PermissionError as problem:
        raise StoreReadOnlyError(store=str(file)) from problem
    except OSError as problem:
        raise StoreUnreachableError(store=str(file), reason=str(problem.strerror)) from problem


def _prepare(connection: Any, _record: object) -> None:
    """Set up a new connection: transactions begin where we say so, and a commit is on the disk."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")


def _begin(connection: Connection) -> None:
    """Begin as the way to the database says; a plain reader needs no transaction."""
    statement = connection.get_execution_options().get("begin")
    if statement:
        connection.exec_driver_sql(statement)


def write_ahead(database: Database) -> None:
    """Have a SQLite file keep a write-ahead log from now on, so that readers and a writer do not wait for each other.

    While another process does the same to a new file, SQLite answers «locked» at once, whatever patience is set (1 of
    160 times with 8 processes, SQLite 3.40, 2026-11-20), so that we ask again.
    """
    for pause in (0.01, 0.1, 0.5, 1, 5, None):
        try:
            with database.reading() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            return
        except StoreBusyError:
            if pause is None:
                raise
            time.sleep(pause)


# --- PostgreSQL ---------------------------------------------------------------------------------------------------


def _postgresql(url: URL) -> Database:
    engine = create_engine(
        url, pool_pre_ping=True, connect_args=_patience(url), skip_autocommit_rollback=True, hide_parameters=True
    )
    return Database(
        url.set(drivername="postgresql", query={}).render_as_string(hide_password=True), None,
        readers=engine.execution_options(isolation_level="AUTOCOMMIT"),
        snapshots=engine.execution_options(isolation_level="REPEATABLE READ"),
        writers=engine,
    )  # fmt: skip


def _patience(url: URL) -> dict[str, object]:
    """Say how long to wait: for an answer, for a lock, for a statement, for a publisher that went away.

    What the address itself says wins.
    """
    waits = {
        "statement_timeout": LONGEST,
        "lock_timeout": PATIENCE,
        "idle_in_transaction_session_timeout": 2 * PATIENCE,
    }
    options = " ".join(f"-c {name}={seconds}s" for name, seconds in waits.items())
    wanted = {
        "connect_timeout": 5,
        "keepalives_idle": PATIENCE,
        "tcp_user_timeout": PATIENCE * 1000,
        "options": options,
    }
    return {name: value for name, value in wanted.items() if name not in url.query}
