"""From whatever a database holds to a store of this version: made, brought up to date, or refused."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select

from partner_dashboard.errors import StoreForeignError, StoreNewerError
from partner_dashboard.store.connecting import Database, write_ahead
from partner_dashboard.store.tables import EDITIONS, METADATA, REVISION
from partner_dashboard.store.views import make_views


@dataclass(frozen=True, slots=True)
class Migrations:
    """The revisions of the tables, the oldest first, and the folder with Alembic's scripts."""

    folder: Path
    revisions: tuple[str, ...]

    @property
    def newest(self) -> str:
        """The revision that this version works with."""
        return self.revisions[-1]


OURS = Migrations(Path(__file__).parent / "migrations", ("0001",))


def prepare(database: Database, migrations: Migrations = OURS) -> None:
    """Make the tables in an empty database, bring older ones up to date, leave the rest as it is.

    A SQLite file is copied before it is brought up to date, to the same name with `.revision-…` at its end.
    Raises: StoreNewerError, StoreForeignError, StoreError.
    """
    with database.reading() as connection:
        if revision(connection, database.name) == migrations.newest:
            return
    if database.file is not None:
        write_ahead(database)
    with database.writing() as connection:
        found = revision(connection, database.name)
        if found is None:
            create(connection, migrations)
        elif found not in migrations.revisions:
            raise StoreNewerError(store=database.name, revision=found)
        elif found != migrations.newest:
            if database.file is not None:
                copy(database.file, database.file.with_name(f"{database.file.name}.revision-{found}"))
            upgrade(connection, migrations)
            make_views(connection)


def revision(connection: Connection, name: str) -> str | None:
    """Give the revision of the tables, None in an empty database; raises StoreForeignError."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if not {REVISION.name, EDITIONS.name} <= set(tables):
        raise StoreForeignError(store=name)
    return connection.scalar(select(REVISION.c.version_num)) or ""


def create(connection: Connection, migrations: Migrations) -> None:
    """Make all tables and views as this version declares them, without Alembic, which takes its time to import."""
    METADATA.create_all(connection, checkfirst=False)
    REVISION.create(connection)
    connection.execute(insert(REVISION).values(version_num=migrations.newest))
    make_views(connection)


def upgrade(connection: Connection, migrations: Migrations, until: str = "head") -> None:
    """Bring the tables to a revision, within the transaction of the connection; in an empty database make them."""
    from alembic import command  # only where something is to be brought up to date
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(migrations.folder))
    command.upgrade(config, until)


def copy(file: Path, target: Path) -> None:
    """Copy a SQLite file while others read it; the copy is whole or not there."""
    half = target.with_name(f"{target.name}.part")
    half.unlink(missing_ok=True)
    half.touch(mode=0o600)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(half)) as made:
        source.backup(made)
    half.replace(target)
