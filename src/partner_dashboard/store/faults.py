"""From what a database driver raises to our errors; what we did wrong ourselves goes through as it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError

from partner_dashboard.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreForeignError,
    StoreFullError,
    StoreReadOnlyError,
    StoreUnreachableError,
)

SQLITE: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: StoreBusyError,
    sqlite3.SQLITE_LOCKED: StoreBusyError,
    sqlite3.SQLITE_READONLY: StoreReadOnlyError,
    sqlite3.SQLITE_PERM: StoreReadOnlyError,
    sqlite3.SQLITE_FULL: StoreFullError,
    sqlite3.SQLITE_TOOBIG: StoreFullError,
    sqlite3.SQLITE_CANTOPEN: StoreUnreachableError,
    sqlite3.SQLITE_CORRUPT: StoreDamagedError,
    sqlite3.SQLITE_NOTADB: StoreForeignError,
    sqlite3.SQLITE_IOERR: StoreError,
}
"""By the primary result code. Source: https://www.sqlite.org/rescode.html"""

POSTGRESQL: dict[str, type[StoreError]] = {
    "08": StoreUnreachableError,  # the connection broke
    "28": StoreUnreachableError,  # name or password refused
    "3D": StoreUnreachableError,  # no such database
    "57P": StoreUnreachableError,  # the server stops or starts
    "25006": StoreReadOnlyError,
    "42501": StoreReadOnlyError,
    "53100": StoreFullError,
    "53": StoreBusyError,  # too many connections, no memory
    "54000": StoreFullError,  # a file too large for one cell
    "55P03": StoreBusyError,  # waited too long for the lock
    "57014": StoreBusyError,  # took too long
    "40": StoreBusyError,
    "58": StoreError,  # the disk does not do what it should
    "XX": StoreDamagedError,
}
"""By the longest beginning of the SQLSTATE. Source: PostgreSQL's documentation, appendix A."""


@contextmanager
def translated(store: str) -> Iterator[None]:
    """Say a failure of the database as one of our errors, with the name of the store.

    Raises: StoreError; what is neither the database's nor the disk's fault is raised again as it came.
    """
    try:
        yield
    except NoConnectionFreeError as fault:
        raise StoreBusyError(store=store) from fault
    except (DBAPIError, sqlite3.Error) as fault:
        kind = _kind(fault)
        if kind is None:
            raise
        raise kind(store=store, reason=_reason(fault)) from fault


def _kind(fault: DBAPIError | sqlite3.Error) -> type[StoreError] | None:
    original = fault.orig if isinstance(fault, DBAPIError) else fault
    if isinstance(original, sqlite3.Error):
        return SQLITE.get(getattr(original, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(original, "sqlstate", None) or ""
    found = next((POSTGRESQL[state[:size]] for size in (5, 3, 2) if state[:size] in POSTGRESQL), None)
    is_lost = not state and isinstance(fault, OperationalError)  # the driver gave up without an answer of the server
    return found or (StoreUnreachableError if is_lost else None)


def _reason(fault: DBAPIError | sqlite3.Error) -> str:
    original = fault.orig if isinstance(fault, DBAPIError) else fault
    return next(iter(str(original).strip().splitlines()), type(original).__name__)
