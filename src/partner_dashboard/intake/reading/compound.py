"""From a compound file, the container of old Office documents, to the stream of the workbook in it.

Source: Microsoft, [MS-CFB] Compound File Binary; only what is needed is read.
"""

import struct
from collections.abc import Iterator

from partner_dashboard.intake.reading.table import refusal

SECTOR_END = 0xFFFFFFFA
"""From this number on a sector is no sector but a mark: free, end of chain, table."""

ENTRY, ROOT, SMALL_SECTOR = 128, 5, 64

OTHERS = (
    ("EncryptedPackage", "encrypted"), ("_VBA_PROJECT_CUR", "macro"), ("WordDocument", "word"),
    ("PowerPoint Document", "other_document"), ("__properties_version1.0", "other_document"),
)  # fmt: skip
"""Entries of the directory by which another kind of file is known."""


def workbook_in(data: bytes) -> bytes:
    """Give the stream of the workbook.

    Raises: UnreadableFileError for other documents, passwords, macros and damage; struct.error or IndexError for a
    container that ends too early.
    """
    container = _Container(data)
    entries = dict(container.entries())
    for name, reason in OTHERS:
        if name in entries:
            raise refusal(reason)
    for name in ("Workbook", "Book"):
        if name in entries:
            return container.stream(*entries[name])
    raise refusal("other_document")


class _Container:
    """Sectors of one size, chained by a table that says for each which one follows."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        power = struct.unpack_from("<H", data, 30)[0]
        if power not in (9, 12):
            raise refusal("damaged_workbook", value=str(power))
        self._size = 1 << power
        directory, self._small_below, small_table = struct.unpack_from("<I4xII", data, 48)
        self._following = self._numbers(self._table_sectors())
        self._directory = self._chained(directory)
        self._small_following = self._numbers(self._chain(small_table)) if small_table < SECTOR_END else []
        self._small = b""

    def entries(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield name, first sector and size of each entry of the directory."""
        for start in range(0, len(self._directory) - ENTRY + 1, ENTRY):
            entry = self._directory[start : start + ENTRY]
            length = min(struct.unpack_from("<H", entry, 64)[0], 64)
            first, size = struct.unpack_from("<II", entry, 116)
            if entry[66] == ROOT:
                self._small = self._chained(first)
            if name := entry[: max(0, length - 2)].decode("utf-16-le", "replace"):
                yield name, (first, size)

    def stream(self, first: int, size: int) -> bytes:
        """Give the bytes of an entry; small ones lie in sectors of their own kind."""
        if size >= self._small_below:
            return self._chained(first)[:size]
        chain = _chain(self._small_following, first)
        return b"".join(self._small[number * SMALL_SECTOR :][:SMALL_SECTOR] for number in chain)[:size]

    def _table_sectors(self) -> list[int]:
        """Give the sectors that hold the table: 109 are named in the head of the file, more in a chain."""
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        following, seen = struct.unpack_from("<I", self._data, 68)[0], set[int]()
        while following < SECTOR_END and following not in seen:
            seen.add(following)
            *named, following = self._numbers([following])
            sectors += named
        return [sector for sector in sectors if sector < SECTOR_END]

    def _numbers(self, sectors: list[int]) -> list[int]:
        data = b"".join(self._sector(sector) for sector in sectors)
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._data):
            raise IndexError(number)
        return self._data[start : start + self._size]

    def _chain(self, first: int) -> list[int]:
        return _chain(self._following, first)

    def _chained(self, first: int) -> bytes:
        return b"".join(self._sector(sector) for sector in self._chain(first))


def _chain(following: list[int], first: int) -> list[int]:
    """Follow a chain to its end; one that bites its own tail ends there."""
    chain, seen = list[int](), set[int]()
    while first < SECTOR_END and first not in seen:
        seen.add(first)
        chain.append(first)
        first = following[first]
    return chain
