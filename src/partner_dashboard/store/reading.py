"""From the tables to records, rows and the history of a row."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Table, and_, func, select

from partner_dashboard.errors import NoSuchEditionError
from partner_dashboard.schema import DATASETS
from partner_dashboard.store.records import CellChange, Counts, EditionRecord, RowVersion, Upload, What
from partner_dashboard.store.tables import EDITION_COUNTS, EDITIONS, OPEN, UPLOADS, VERSIONS
from partner_dashboard.store.versions import CHUNK, as_text, frame

NONE = Counts(0, 0, 0, 0)
"""What an edition says of a dataset that came with a later version of the dashboard."""


def newest(connection: Connection) -> int:
    """Give the number of the newest edition, 0 where there is none."""
    return connection.scalar(select(func.max(EDITIONS.c.number))) or 0


def is_number(number: int) -> bool:
    """Whether an edition could have this number; SQLite cannot even be asked about larger ones."""
    return 0 < number < OPEN


def state_at(table: Table, number: int) -> ColumnElement[bool]:
    """Say which versions stand in an edition."""
    return and_(table.c.valid_from <= number, table.c.valid_to > number)


def records(connection: Connection, number: int | None = None) -> tuple[EditionRecord, ...]:
    """Give all editions, or the one of a number; the newest first."""
    if number is not None and not is_number(number):
        return ()
    query = (
        select(EDITIONS, UPLOADS.c.name, UPLOADS.c.sha256, UPLOADS.c.size)
        .outerjoin_from(EDITIONS, UPLOADS)
        .order_by(EDITIONS.c.number.desc())
    )
    counts = select(EDITION_COUNTS)
    if number is not None:
        query, counts = query.where(EDITIONS.c.number == number), counts.where(EDITION_COUNTS.c.edition == number)
    found = connection.execute(query).all()
    told = {(row.edition, row.dataset): Counts(row.added, row.changed, row.removed, row.total)
            for row in connection.execute(counts)}  # fmt: skip
    return tuple(
        EditionRecord(
            number=row.number, kind=row.kind, author=row.author, reason=row.reason,
            published_at=datetime.fromisoformat(row.published_at), file_name=row.name or "",
            file_sha256=row.sha256 or "", file_size=row.size or 0, restored_from=row.restored_from,
            digest=row.digest, counts={name: told.get((row.number, name), NONE) for name in DATASETS},
        )
        for row in found
    )  # fmt: skip


def rows(connection: Connection, dataset: str, number: int | None) -> pd.DataFrame:
    """Give the rows of a dataset in an edition, the newest by default, as `Store.rows` says; raises NoSuchEditionError.

    The connection must see one moment throughout. An index has the newest edition in order; others are sorted.
    """
    table, current = VERSIONS[dataset], newest(connection)
    if number is not None and number not in range(1, current + 1):
        raise NoSuchEditionError(number=number, newest=current)
    which = table.c.valid_to == OPEN if number in (None, current) else state_at(table, number)
    query = select(*(table.c[name] for name in DATASETS[dataset].names)).where(which).order_by(table.c.position)
    with connection.execute(query, execution_options={"yield_per": CHUNK}) as found:
        return frame(DATASETS[dataset], found.partitions())


def upload(connection: Connection, number: int) -> Upload | None:
    """Give the file that an edition came from, None where it came from none."""
    if not is_number(number):
        return None
    query = select(UPLOADS.c.name, UPLOADS.c.data, UPLOADS.c.problems).where(UPLOADS.c.edition == number)
    found = connection.execute(query).one_or_none()
    return Upload(found.name, found.data, found.problems) if found else None


def row_history(connection: Connection, dataset: str, row_key: str) -> tuple[RowVersion, ...]:
    """Give what each edition made of a row, the newest first; a row that never was has no history."""
    table, declared = VERSIONS[dataset], DATASETS[dataset]
    query = select(table).where(table.c.row_key == row_key).order_by(table.c.valid_from)
    states: dict[int, Mapping[str, str]] = {}
    for version in connection.execute(query):
        states[version.valid_from] = as_text(declared, version[-len(declared.names) :])
        if version.valid_to != OPEN:
            states[version.valid_to] = {}  # unless the next version begins there
    editions = connection.execute(select(EDITIONS).where(EDITIONS.c.number.in_(states)).order_by(EDITIONS.c.number))
    told: list[RowVersion] = []
    before: Mapping[str, str] = {}
    for edition in editions:
        after = states[edition.number]
        what: What = "removed" if not after else "changed" if before else "added"
        told.append(RowVersion(
            edition.number, edition.author, edition.reason, datetime.fromisoformat(edition.published_at), what,
            tuple(_changed(before, after)),
        ))  # fmt: skip
        before = after
    return tuple(reversed(told))


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[CellChange]:
    for column, cell in after.items():
        if cell != before.get(column, ""):
            yield CellChange(column, before.get(column, ""), cell)


NAMES = ("row_key", "name", "name_de", "name_local", "short_name", "title", "title_de", "institution_id", "row_id")
"""The columns by which somebody looks for a row."""


def rows_named(connection: Connection, dataset: str, text: str, limit: int) -> tuple[str, ...]:
    """Give the keys of rows whose id or name ever held a text, in whatever case; also of those that ended.

    Order: as the rows came; at most `limit`.
    """
    table = VERSIONS[dataset]
    names = [column for column in table.columns if column.name in NAMES]
    query = select(*names).order_by(table.c.position, table.c.valid_from)
    wanted = text.casefold()
    with connection.execute(query, execution_options={"yield_per": CHUNK}) as said:
        met = (row[0] for row in said if any(wanted in cell.casefold() for cell in row))
        return tuple(islice(dict.fromkeys(met), limit))
