"""From a draft, or from an edition that shall stand again, to a new edition, within the caller's one transaction."""

from collections.abc import Mapping

import pandas as pd
from sqlalchemy import Connection, insert, select, update

from partner_dashboard.errors import EditionMovedError, NoSuchEditionError, NothingChangesError
from partner_dashboard.schema import DATASETS
from partner_dashboard.store.loading import load
from partner_dashboard.store.reading import newest
from partner_dashboard.store.records import By, Draft, Kind, Upload, storable, written_moment
from partner_dashboard.store.tables import EDITION_COUNTS, EDITIONS, UPLOADS, VERSIONS
from partner_dashboard.store.turnover import Held, Turnover, bring_back, replace
from partner_dashboard.store.versions import EMPTY, digest


def publish(connection: Connection, draft: Draft, by: By, based_on: int, upload: Upload | None) -> int:
    """Write a draft as the next edition and give its number; the first edition may be empty.

    Raises: EditionMovedError, NothingChangesError, StoreTextError; KeyError for a removed row that does not stand,
    ValueError for an id that the draft names twice.
    """
    number = _begin(connection, draft.kind, by, based_on)
    held = _held(connection, based_on)
    turnovers = {}
    for name, dataset in DATASETS.items():
        rows = draft.rows.get(name, pd.DataFrame(columns=list(dataset.names)))
        removed = draft.removed.get(name, ())
        turnovers[name] = replace(connection, name, rows, removed, number, held[name])
    _finish(connection, number, turnovers)
    if upload is not None:
        connection.execute(insert(UPLOADS).values(
            edition=number, name=storable(upload.name), sha256=upload.sha256, size=len(upload.data),
            problems=storable(upload.problems), data=upload.data,
        ))  # fmt: skip
    return number


def restore(connection: Connection, number: int, by: By, based_on: int) -> int:
    """Write the state of an older edition as the next one and give its number.

    Raises: EditionMovedError, NoSuchEditionError, NothingChangesError.
    """
    new = _begin(connection, "restore", by, based_on, restored_from=number)
    held = _held(connection, based_on)
    turnovers = {name: bring_back(connection, table, number, new, held[name]) for name, table in VERSIONS.items()}
    _finish(connection, new, turnovers)
    return new


def _begin(connection: Connection, kind: Kind, by: By, based_on: int, restored_from: int | None = None) -> int:
    current = newest(connection)
    if current != based_on:
        raise EditionMovedError(based_on=based_on, current=current)
    if restored_from is not None and not 1 <= restored_from <= current:
        raise NoSuchEditionError(number=restored_from, newest=current)
    connection.execute(insert(EDITIONS).values(
        number=current + 1, kind=kind, author=storable(by.author), reason=storable(by.reason),
        published_at=written_moment(by.at), restored_from=restored_from, digest=EMPTY,
    ))  # fmt: skip
    return current + 1


def _held(connection: Connection, number: int) -> dict[str, Held]:
    counts = EDITION_COUNTS.c
    query = select(counts.dataset, counts.total, counts.places).where(counts.edition == number)
    return dict.fromkeys(DATASETS, Held(0, 0)) | {name: Held(*numbers) for name, *numbers in connection.execute(query)}


def _finish(connection: Connection, number: int, turnovers: Mapping[str, Turnover]) -> None:
    """Write what the edition changed and what it holds now; an edition after the first must change something."""
    if number > 1 and not any(turnover.begun or turnover.ended for turnover in turnovers.values()):
        raise NothingChangesError(current=number - 1)
    load(connection, EDITION_COUNTS, [
        (number, name, turnover.added, turnover.changed, turnover.removed, *turnover.held)
        for name, turnover in turnovers.items()
    ])  # fmt: skip
    whole = connection.scalar(select(EDITIONS.c.digest).where(EDITIONS.c.number == number - 1)) or EMPTY
    for turnover in turnovers.values():
        whole = digest(whole, turnover.begun, turnover.ended)
    connection.execute(update(EDITIONS).where(EDITIONS.c.number == number).values(digest=whole))
