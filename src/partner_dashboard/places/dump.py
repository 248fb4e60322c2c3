"""From a dump of the Research Organization Registry, zipped or not, to its records one after the other.

Source: ROR data dumps, schema v2 (CC0); the coordinates inside come from GeoNames (CC BY 4.0) and mean cities.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from partner_dashboard.errors import UnreadableFileError
from partner_dashboard.places import json_stream

VERSION = re.compile(r"v(\d+\.\d+)")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError)
"""What reading a damaged archive ends in."""

Record = Mapping[str, Any]
Progress = Callable[[float], None]
"""Called with the share that is done, 0–1."""


@dataclass(frozen=True)
class Dump:
    """An open dump: what its name says of itself, and its text."""

    version: str
    published: str
    text: IO[str]
    length: int
    """Bytes of the text."""


@contextmanager
def opened(file: Path) -> Iterator[Dump]:
    """Open a dump as official downloads come: a zip archive with JSON inside, or the JSON alone.

    Raises: UnreadableFileError with the reason no_file, not_a_dump or broken_archive.
    """
    try:
        raw = file.open("rb")
    except OSError as problem:
        raise unreadable(file, "no_file") from problem
    with raw:
        if raw.read(2) != b"PK":
            raw.seek(0)
            yield _described(file.name, raw, file.stat().st_size)
            return
        with _unpacked(file, raw) as (member, inside):
            yield _described(f"{file.name} {member.filename}", inside, member.file_size)


@contextmanager
def _unpacked(file: Path, raw: IO[bytes]) -> Iterator[tuple[zipfile.ZipInfo, IO[bytes]]]:
    try:
        archive = zipfile.ZipFile(raw)
        member = _member(archive, file)
        inside = archive.open(member)
    except (*BROKEN, NotImplementedError, RuntimeError) as problem:  # the last two: packed in a strange way, encrypted
        raise unreadable(file, "broken_archive") from problem
    with archive, inside:
        yield member, inside


def records(file: Path, dump: Dump, progress: Progress | None = None) -> Iterator[Record]:
    """Give the records of an open dump.

    Raises: UnreadableFileError with the reason not_a_dump (no JSON of records), old_schema (v1), cut_off,
    broken_archive or empty.
    """
    if not dump.length:
        raise unreadable(file, "empty")
    told = (lambda read: progress(min(read / max(dump.length, 1), 1.0))) if progress else None
    try:
        for record in json_stream.objects(dump.text, told):
            if not _is_record(record):
                raise unreadable(file, _why(record))
            yield record
        if progress:  # what was counted are letters, and the length is that in bytes
            progress(1.0)
    except BROKEN as problem:
        raise unreadable(file, "broken_archive") from problem
    except json_stream.EndsTooEarlyError as problem:
        raise unreadable(file, "cut_off") from problem
    except (ValueError, RecursionError) as problem:  # no JSON, no UTF-8, a number of a million digits
        raise unreadable(file, "not_a_dump") from problem


def unreadable(file: Path, reason: str) -> UnreadableFileError:
    """Say that a file cannot be used as a dump, and why."""
    return UnreadableFileError(file=str(file), line=0, column="", reason=reason)


def _described(name: str, raw: IO[bytes], length: int) -> Dump:
    version, day = VERSION.search(name), DAY.search(name)
    text = io.TextIOWrapper(raw, encoding="utf-8-sig")
    return Dump(version[1] if version else "", day[0] if day else "", text, length)


def _member(archive: zipfile.ZipFile, file: Path) -> zipfile.ZipInfo:
    """Choose the JSON of schema v2; older archives hold v1 beside it."""
    held = [member for member in archive.infolist() if member.filename.lower().endswith(".json")]
    if not held:
        raise unreadable(file, "not_a_dump")
    return max(held, key=lambda member: ("schema_v2" in member.filename, member.file_size))


def _is_record(record: object) -> bool:
    return isinstance(record, Mapping) and all(
        isinstance(record.get(part), kind) for part, kind in (("id", str), ("names", list), ("locations", list))
    )


def _why(record: object) -> str:
    return "old_schema" if isinstance(record, Mapping) and {"id", "name", "addresses"} <= set(record) else "not_a_dump"
