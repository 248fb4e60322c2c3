"""From 100,000 partnerships to ratios: publishing to a bare executemany, opening an edition to a bare read_sql.

What is compared gets the same rows and runs in turn on new SQLite files, with a write-ahead log and full
synchronisation; publishing is also measured with the rows' own CSV file kept beside them, some 40 MB. Run it with
`make bench-store`.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pandas as pd
from sqlalchemy import create_engine, select

from partner_dashboard.schema import DATASETS
from partner_dashboard.settings import installed
from partner_dashboard.store import By, Draft, Store, Upload, open_store
from partner_dashboard.store.tables import OPEN, VERSIONS

ROWS = 100_000
ROUNDS = 7
BY = By("bench", "measuring", datetime(2026, 11, 20, tzinfo=UTC))
NAMES = list(DATASETS["partnerships"].names)


def main() -> int:
    """Measure in turn and print the medians of the ratios; the first round warms the disk and is not counted."""
    rows = partnerships(ROWS)
    upload = Upload("partnerships.csv", rows.to_csv(index=False).encode())
    rounds = [measured(rows, upload) for _ in range(ROUNDS + 1)][1:]
    for name, than in (("publish", "executemany"), ("publish with its file", "executemany"), ("open", "read_sql")):
        ratios = [taken[name] / taken[than] for taken in rounds]
        ours, theirs = (statistics.median(taken[each] for taken in rounds) for each in (name, than))
        print(f"{name:22} {ours:.2f} s, {than} {theirs:.2f} s, ratio {statistics.median(ratios):.2f} "
              f"({min(ratios):.2f} to {max(ratios):.2f})")  # fmt: skip
    return 0


def measured(rows: pd.DataFrame, upload: Upload) -> dict[str, float]:
    """Give the seconds of each way, on files that are thrown away afterwards."""
    draft = Draft({"partnerships": rows}, {})
    taken = {}
    for name, file in (("publish", None), ("publish with its file", upload)):
        with tempfile.TemporaryDirectory() as folder, closing(seeded(Path(folder))) as store:
            taken["executemany"] = bare_inserts(Path(folder), rows)
            taken[name] = seconds(partial(store.publish, draft, BY, 1, file))
            taken["read_sql"] = bare_reads(Path(folder) / "store.db")
            taken["open"] = seconds(partial(store.rows, "partnerships", 2))
    return taken


def partnerships(count: int) -> pd.DataFrame:
    """Give so many partnerships like those of the demonstration data, each with words of its own."""
    known = pd.read_csv(installed("data") / "partnerships.csv", dtype=str, keep_default_na=False)[NAMES]
    rows = pd.concat([known] * (count // len(known) + 1), ignore_index=True).head(count)
    each = rows.index.astype(str)
    return rows.assign(partnership_id="p-" + each, description=rows["description"] + " " + each).astype("str")


def seeded(folder: Path) -> Store:
    """Open a new store with a first edition that holds one row."""
    store = open_store(str(folder / "store.db"))
    store.publish(Draft({"partnerships": partnerships(1).assign(partnership_id="first")}, {}, "seed"), BY, 0)
    return store


def bare_inserts(folder: Path, rows: pd.DataFrame) -> float:
    """Give the seconds of the least that could be done: the same rows, ready as tuples, into a table without index."""
    values = list(rows.itertuples(index=False, name=None))
    with closing(sqlite3.connect(folder / "bare.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"CREATE TABLE bare ({', '.join(NAMES)})")
        statement = f"INSERT INTO bare VALUES ({', '.join('?' for _ in NAMES)})"  # noqa: S608

        def insert() -> None:
            with connection:
                connection.executemany(statement, values)

        return seconds(insert)


def bare_reads(file: Path) -> float:
    """Give the seconds in which pandas reads the same rows from the same file."""
    table = VERSIONS["partnerships"]
    query = select(*(table.c[name] for name in NAMES)).where(table.c.valid_to == OPEN)
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        taken = seconds(lambda: pd.read_sql(query, connection))
    engine.dispose()
    return taken


def seconds(work: Callable[[], object]) -> float:
    """Give the seconds that some work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
