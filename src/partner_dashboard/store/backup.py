"""From a store to one file, whatever its database, and from such a file to a new store.

The file is a ZIP archive: `manifest.json` with the revision of the tables and the hash of every other entry,
`tables/NAME.jsonl` with one JSON array per row, `uploads/NUMBER` with the bytes of each original file.
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, column, select, table

from partner_dashboard.errors import BackupError, BackupNotWrittenError
from partner_dashboard.store.loading import load
from partner_dashboard.store.tables import METADATA, UPLOADS
from partner_dashboard.store.versions import CHUNK

MANIFEST = "manifest.json"
FORMAT = 1
PIECE = 2**20
"""Bytes that are read at a time."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: the revision of its tables, their columns in order, the SHA-256 of each entry."""

    format: int
    revision: str
    columns: Mapping[str, list[str]]
    hashes: Mapping[str, str]


# --- writing ------------------------------------------------------------------------------------------------------


def write(connection: Connection, revision: str, target: Path) -> None:
    """Write all that the transaction of the connection sees to a file, which is whole or not there.

    Raises: BackupNotWrittenError.
    """
    half = target.with_name(f"{target.name}.part")
    try:
        half.unlink(missing_ok=True)
        half.touch(mode=0o600)
        with half.open("r+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                _write_entries(archive, connection, revision)
            file.flush()
            os.fsync(file.fileno())
        checked(half)
        half.replace(target)
    except OSError as problem:
        half.unlink(missing_ok=True)
        raise BackupNotWrittenError(file=str(target), reason=str(problem.strerror)) from problem


def _write_entries(archive: zipfile.ZipFile, connection: Connection, revision: str) -> None:
    columns = {held.name: [column.name for column in _written_columns(held)] for held in METADATA.sorted_tables}
    hashes = {}
    for held in METADATA.sorted_tables:
        hashes[_lines_of(held.name)] = _write(archive, _lines_of(held.name), _lines(connection, held))
    for number in connection.scalars(select(UPLOADS.c.edition).order_by(UPLOADS.c.edition)).all():
        data = connection.scalar(select(UPLOADS.c.data).where(UPLOADS.c.edition == number)) or b""
        hashes[f"uploads/{number}"] = _write(archive, f"uploads/{number}", [data])
    archive.writestr(MANIFEST, json.dumps(asdict(Manifest(FORMAT, revision, columns, hashes)), indent=1))


def _write(archive: zipfile.ZipFile, name: str, parts: Iterable[bytes]) -> str:
    """Write one entry and give its hash."""
    whole = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as entry:
        for part in parts:
            whole.update(part)
            entry.write(part)
    return whole.hexdigest()


def _lines(connection: Connection, held: Table) -> Iterator[bytes]:
    query = select(*_written_columns(held)).order_by(*held.primary_key)
    with connection.execute(query, execution_options={"yield_per": CHUNK}) as rows:
        for part in rows.partitions():
            yield "".join(f"{json.dumps(list(row), ensure_ascii=False)}\n" for row in part).encode()


def _written_columns(held: Table) -> list[Any]:
    return [column for column in held.columns if column is not UPLOADS.c.data]


def _lines_of(name: str) -> str:
    return f"tables/{name}.jsonl"


# --- reading ------------------------------------------------------------------------------------------------------


UNREADABLE = (
    OSError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    EOFError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading any bytes as an archive and its manifest may raise."""


def checked(file: Path) -> Manifest:
    """Give what a backup says of itself after comparing every entry with its hash.

    Raises: BackupError naming the entry that is missing or damaged.
    """
    entry = MANIFEST
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = Manifest(**json.loads(archive.read(MANIFEST)))
            if manifest.format != FORMAT:
                raise BackupError(file=str(file), entry=MANIFEST)
            for entry, kept in manifest.hashes.items():
                if _hash(archive, entry) != kept:
                    raise BackupError(file=str(file), entry=entry)
    except UNREADABLE as problem:
        raise BackupError(file=str(file), entry=entry) from problem
    return manifest


def _hash(archive: zipfile.ZipFile, name: str) -> str:
    whole = hashlib.sha256()
    with archive.open(name) as entry:
        while piece := entry.read(PIECE):
            whole.update(piece)
    return whole.hexdigest()


def fill(connection: Connection, manifest: Manifest, file: Path) -> None:
    """Load a checked backup into empty tables of its revision."""
    with zipfile.ZipFile(file) as archive:
        for name, columns in manifest.columns.items():
            rows = _rows(archive, name)
            if name == UPLOADS.name:
                columns = [*columns, UPLOADS.c.data.name]
                rows = ((*row, archive.read(f"uploads/{row[0]}")) for row in rows)
            held = table(name, *(column(named) for named in columns))
            at_once = 1 if name == UPLOADS.name else CHUNK
            while part := list(islice(rows, at_once)):
                load(connection, held, part)


def _rows(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[object, ...]]:
    with archive.open(_lines_of(name)) as lines:
        for line in lines:
            yield tuple(json.loads(line))
