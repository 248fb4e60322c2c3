"""A store opens where nothing is and where an older version left it, and leaves alone what is not its own."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Inspector, inspect
from sqlalchemy.schema import DDL

from partner_dashboard.errors import (
    StoreAddressError,
    StoreForeignError,
    StoreNewerError,
    StoreUnreachableError,
)
from partner_dashboard.store import Store, Upload, open_store, restore_backup
from partner_dashboard.store.connecting import Database, connect
from partner_dashboard.store.opening import OURS, Migrations, prepare, revision, upgrade
from partner_dashboard.store.tables import METADATA
from tests.store.drafts import names_in, publish

Opening = Callable[[str], Store]
REVISION_1 = Path(__file__).parent.parent / "data" / "store_revision_0001.zip"

# --- addresses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["{path}", "sqlite:///{path}", " {path} "])
def test_a_file_has_several_addresses(tmp_path: Path, opened: Opening, form: str) -> None:
    file = tmp_path / "new folder" / "store ünï.db"
    store = opened(form.format(path=file))
    publish(store, a="A")
    assert (file.is_file(), store.where) == (True, str(file))
    assert file.stat().st_mode & 0o077 == 0, "others may read internal notes"


@pytest.mark.parametrize("form", ["postgresql://", "postgres://", "postgresql+psycopg://"])
def test_a_postgresql_has_several_addresses(postgresql: str, opened: Opening, form: str) -> None:
    assert opened(form + postgresql.partition("://")[2]).current() == 0


@pytest.mark.parametrize(
    "address", ["", " ", "sqlite://", "sqlite:///:memory:", "mysql://me:hush@host/x", "postgresql://me:hush@host:port/x",
                "duckdb:///x", "://"]
)  # fmt: skip
def test_what_is_no_address_is_refused_without_saying_a_password(address: str) -> None:
    with pytest.raises(StoreAddressError) as refused:
        open_store(address)
    assert "hush" not in str(refused.value)


def test_nobody_at_the_address_is_said_without_the_password(postgresql: str) -> None:
    with pytest.raises(StoreUnreachableError) as refused:
        open_store("postgresql://me:hush@127.0.0.1:1/x?connect_timeout=1")
    assert "hush" not in str(refused.value)
    with pytest.raises(StoreUnreachableError):
        open_store(postgresql.replace("/first", "/no_such_database"))


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachableError):
        open_store(str(tmp_path))
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnreachableError):
        open_store(str(tmp_path / "file" / "store.db"))


# --- what is not ours ---------------------------------------------------------------------------------------------


def test_a_database_of_something_else_is_left_alone(address: str) -> None:
    with closing(connect(address)) as database:
        with database.writing() as connection:
            connection.execute(DDL("CREATE TABLE partners (name TEXT)"))
        with pytest.raises(StoreForeignError):
            open_store(address)
        with database.reading() as connection:
            assert inspect(connection).get_table_names() == ["partners"]


def test_a_file_that_is_no_database_is_left_alone(sqlite: str) -> None:
    Path(sqlite).write_bytes(b"institution_id;name\n" * 99)
    with pytest.raises(StoreForeignError):
        open_store(sqlite)
    assert Path(sqlite).read_bytes() == b"institution_id;name\n" * 99


# --- revisions ----------------------------------------------------------------------------------------------------


def ahead(folder: Path, what: str) -> Migrations:
    """Give our migrations and one more, as a later version of the dashboard will have."""
    made = folder / "migrations"
    shutil.copytree(OURS.folder, made, dirs_exist_ok=True)
    (made / "versions" / "r9999_more.py").write_text(
        f"import sqlalchemy as sa\nfrom alembic import op\nrevision = '9999'\ndown_revision = '{OURS.newest}'\n"
        f"def upgrade():\n    op.add_column('events', sa.Column('more', sa.Text, server_default='x'))\n    {what}\n"
    )
    return Migrations(made, (*OURS.revisions, "9999"))


def columns(database: Database, name: str) -> set[str]:
    with database.reading() as connection:
        return {str(held["name"]) for held in inspect(connection).get_columns(name)}


def test_an_older_store_is_brought_up_to_date_and_the_older_version_is_told(
    address: str, opened: Opening, tmp_path: Path
) -> None:
    store = opened(address)
    publish(store, a="A")
    prepare(store.database, ahead(tmp_path, "pass"))
    assert "more" in columns(store.database, "events")
    assert (names_in(store), len(store.rows("events"))) == ({"a": "A"}, 0)
    store.verify()
    with pytest.raises(StoreNewerError) as refused:
        open_store(address)
    assert refused.value.values["revision"] == "9999"


def test_a_file_is_copied_before_it_is_brought_up_to_date(sqlite: str, opened: Opening, tmp_path: Path) -> None:
    store = opened(sqlite)
    publish(store, a="A")
    prepare(store.database, ahead(tmp_path, "pass"))
    before = opened(f"{sqlite}.revision-{OURS.newest}")
    assert names_in(before) == {"a": "A"}
    assert "more" not in columns(before.database, "events")


def test_a_migration_that_fails_leaves_the_store_as_it_was(address: str, opened: Opening, tmp_path: Path) -> None:
    store = opened(address)
    publish(store, a="A")
    with pytest.raises(ZeroDivisionError):
        prepare(store.database, ahead(tmp_path, "1 / 0"))
    again = opened(address)
    assert "more" not in columns(again.database, "events")
    assert (names_in(again), publish(again, b="B").number) == ({"a": "A"}, 2)


def test_our_list_of_revisions_is_that_of_the_scripts() -> None:
    config = Config()
    config.set_main_option("script_location", str(OURS.folder))
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == OURS.revisions


def shape(inspector: Inspector) -> dict[str, object]:
    """Give all there is to say about the tables of a database."""
    return {
        name: (
            [
                (held["name"], str(held["type"]), held["nullable"], held["default"])
                for held in inspector.get_columns(name)
            ],
            inspector.get_pk_constraint(name)["constrained_columns"],
            sorted(str(held) for held in inspector.get_foreign_keys(name)),
            sorted(str(held) for held in inspector.get_indexes(name)),
        )
        for name in inspector.get_table_names()
    }


def test_tables_that_are_made_at_once_are_those_that_migrations_make(address: str) -> None:
    with closing(connect(address)) as database:
        with database.writing() as connection:
            upgrade(connection, OURS)
        with database.reading() as connection:
            assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
            assert revision(connection, "") == OURS.newest
            migrated = shape(inspect(connection))
        with database.writing() as connection:
            for name in ("alembic_version", *(held.name for held in reversed(METADATA.sorted_tables))):
                connection.execute(DDL(f"DROP TABLE {name}"))
        prepare(database)
        with database.reading() as connection:
            assert shape(inspect(connection)) == migrated


def test_a_store_of_the_first_revision_opens(address: str, opened: Opening) -> None:
    restore_backup(address, REVISION_1)
    store = opened(address)
    store.verify()
    assert [(record.number, record.kind, record.digest) for record in store.editions()] == [
        (3, "restore", "d0afd84fcc2cf27df2fed20c312658c3"),
        (2, "form", "96120e421c352c65c46f28efe3dcb6b7"),
        (1, "seed", "d0afd84fcc2cf27df2fed20c312658c3"),
    ]
    assert names_in(store, 2) == {"home": "RUB", "new": "New"}
    assert store.upload(1) == Upload("data.zip", bytes(range(256)))
    assert store.recalled("alias") == {"uni": {"institution_id": "tsukuba"}}
    assert publish(store, newer="Newer").number == 4


# --- several at once ----------------------------------------------------------------------------------------------


def test_several_may_open_a_new_store_at_once(address: str, opened: Opening) -> None:
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(opened, [address] * 8))
    publish(stores[0], a="A")
    assert [store.current() for store in stores] == [1] * 8


def test_opening_and_publishing_in_a_file_imports_neither_alembic_nor_psycopg(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom partner_dashboard.store import *\nfrom datetime import UTC, datetime\n"
        "store = open_store(sys.argv[1])\nstore.publish(Draft({}, {}), By('', '', datetime.now(UTC)), 0)\n"
        "assert not {'alembic', 'psycopg'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "store.db")], check=True, timeout=60)
