"""From tables of numbers to one SQLite file that is replaced as a whole, and back.

Arrays are kept as they lie in memory, so that opening costs a copy and no reading; rows with words stay in tables.
"""

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

LAYOUT = 3
"""Goes up when what the files hold changes: an older file counts as none."""


ABANDONED = 3600.0
"""After how many seconds a draft that nobody wrote on is left over."""


@dataclass(frozen=True)
class Contents:
    """What a file holds: facts about itself, arrays by name, and tables of words."""

    about: Mapping[str, str]
    arrays: Mapping[str, Array]
    tables: Mapping[str, "Table"] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """Rows with words; the first column is the number they are asked by."""

    columns: Sequence[str]
    rows: Iterable[Sequence[object]]


def write(file: Path, contents: Contents) -> None:
    """Write a file beside its place and put it there when it is whole; who reads the old one keeps it until closing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    _clear(file)
    draft = file.with_name(f"{file.name}.{os.getpid()}-{threading.get_ident()}.draft")
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("BEGIN")
            _fill(connection, contents)
            connection.execute("COMMIT")
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _clear(file: Path) -> None:
    """Remove drafts that processes left behind which ended in the middle."""
    for draft in file.parent.glob(f"{file.name}.*.draft"):
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > ABANDONED:
                draft.unlink()


def _fill(connection: sqlite3.Connection, contents: Contents) -> None:
    connection.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)")
    connection.execute("CREATE TABLE numbers (name TEXT PRIMARY KEY, type TEXT, data BLOB)")
    connection.executemany("INSERT INTO about VALUES (?, ?)", {**contents.about, "layout": str(LAYOUT)}.items())
    for name, held in contents.arrays.items():
        connection.execute("INSERT INTO numbers VALUES (?, ?, ?)", (name, held.dtype.str, held.tobytes()))
    for name, table in contents.tables.items():
        first, *others = table.columns
        connection.execute(f"CREATE TABLE {name} ({first} INTEGER PRIMARY KEY, {', '.join(others)})")
        marks = ", ".join("?" * len(table.columns))
        connection.executemany(f"INSERT INTO {name} VALUES ({marks})", table.rows)  # noqa: S608 names are ours


class Shelf:
    """An open file. Arrays are read when they are asked for and kept."""

    def __init__(self, file: Path) -> None:
        """Open a file for reading; raises sqlite3.Error where it cannot be read as one of ours."""
        self.file = file
        # One reader at a time: the resolver works through rows in turn, but a page may do so in another thread.
        self._connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        self.about = dict(self._connection.execute("SELECT name, value FROM about"))
        self._held: dict[str, Array] = {}
        if self.about.get("layout") != str(LAYOUT):
            raise sqlite3.DatabaseError(f"layout {self.about.get('layout')}")
        if (found := self._connection.execute("PRAGMA quick_check(1)").fetchone()) != ("ok",):
            raise sqlite3.DatabaseError(*found)

    def array(self, name: str) -> Array:
        """Give an array by name."""
        if name not in self._held:
            row = self._connection.execute("SELECT type, data FROM numbers WHERE name = ?", (name,)).fetchone()
            self._held[name] = np.frombuffer(row[1], dtype=np.dtype(row[0]))
        return self._held[name]

    def arrays(self, group: str) -> dict[str, Array]:
        """Give the arrays whose names begin with group and a dot, by the rest of their names."""
        found = self._connection.execute("SELECT name FROM numbers WHERE name LIKE ?", (f"{group}.%",)).fetchall()
        return {name.partition(".")[2]: self.array(name) for (name,) in found}

    def row(self, table: str, number: int) -> Sequence[Any]:
        """Give a row of a table without its number."""
        found = self._connection.execute(f"SELECT * FROM {table} WHERE rowid = ?", (number,)).fetchone()  # noqa: S608
        return tuple(found[1:])

    def number(self, table: str, column: str, value: str) -> int | None:
        """Give the number of the first row that has a value in a column; None where there is none."""
        asked = f"SELECT rowid FROM {table} WHERE {column} = ? ORDER BY rowid LIMIT 1"  # noqa: S608 names are ours
        found = self._connection.execute(asked, (value,)).fetchone()
        return None if found is None else int(found[0])

    def close(self) -> None:
        """Let the file go."""
        self._held.clear()
        self._connection.close()


def numbers(held: Array) -> Sequence[Any]:
    """Give an array as numbers of Python, each at a third of the time that numpy takes for a single one."""
    return held.data


def grouped(group: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Name the arrays of a part so that `Shelf.arrays` finds them again."""
    return {f"{group}.{name}": held for name, held in arrays.items()}


def facts(**values: object) -> dict[str, str]:
    """Write facts as text, numbers and lists as JSON."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}
