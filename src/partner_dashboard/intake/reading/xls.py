"""From the records of an old XLS file to whether it may be opened, and how far its cells reach.

Source: Microsoft, [MS-CFB] Compound File Binary and [MS-XLS]; only what is needed to refuse is read.
"""

import struct
from collections.abc import Iterator

from partner_dashboard.intake.reading.sheets import Sheet
from partner_dashboard.intake.reading.table import Limits, refusal

SECTOR_END = 0xFFFFFFFA
"""From this number on a sector is no sector but a mark: free, end of chain, table."""

NAMES = (
    ("EncryptedPackage", "encrypted"), ("_VBA_PROJECT_CUR", "macro"), ("WordDocument", "word"),
    ("PowerPoint Document", "other_document"), ("__properties_version1.0", "other_document"),
)  # fmt: skip
"""Entries of the directory by which another kind of file is known."""

FILEPASS, SHEET, SST, DIMENSIONS, SEVERAL, END = 0x2F, 0x85, 0xFC, 0x200, 0xBD, 0x0A
CELLS = frozenset({0x06, 0xFD, 0xD6, 0x203, 0x204, 0x205, 0x27E, SEVERAL})
"""Records of a filled cell; one of them is for several in a row."""

MOST_ROWS, MOST_COLUMNS = 65_536, 256


def refuse_unsafe(data: bytes, limits: Limits) -> None:
    """Walk through the records of a workbook before anything opens it.

    Raises: UnreadableFileError for other files of this container, macros, encryption, damage, and cells too far out.
    """
    try:
        stream = _workbook(data)
        _walk(stream, limits)
    except (struct.error, IndexError) as problem:
        raise refusal("damaged_workbook", value=str(problem)) from problem


def _workbook(data: bytes) -> bytes:
    """Give the stream of the workbook within the container."""
    container = _Container(data)
    entries = dict(container.entries())
    for name, reason in NAMES:
        if name in entries:
            raise refusal(reason)
    for name in ("Workbook", "Book"):
        if name in entries:
            return container.stream(*entries[name])
    raise refusal("other_document")


class _Container:
    """A compound file: sectors chained by a table."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size = 1 << struct.unpack_from("<H", data, 30)[0]
        if self._size not in (512, 4096):
            raise refusal("damaged_workbook")
        self._small_below = struct.unpack_from("<I", data, 56)[0]
        self._table = self._numbers(self._table_sectors())
        directory, small_table = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 60)[0]
        self._directory = self._chained(directory)
        self._small_table = self._numbers(self._chain(small_table)) if small_table < SECTOR_END else []
        self._small = b""

    def entries(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield name, first sector and size of each entry of the directory."""
        for start in range(0, len(self._directory) - 127, 128):
            length = struct.unpack_from("<H", self._directory, start + 64)[0]
            name = self._directory[start : start + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", self._directory, start + 116)
            if self._directory[start + 66] == 5:
                self._small = self._chained(first)
            if name:
                yield name, (first, size)

    def stream(self, first: int, size: int) -> bytes:
        """Give the bytes of an entry."""
        if size >= self._small_below:
            return self._chained(first)[:size]
        parts, seen = [], set[int]()
        while first < SECTOR_END and first not in seen:
            seen.add(first)
            parts.append(self._small[first * 64 : first * 64 + 64])
            first = self._small_table[first]
        return b"".join(parts)[:size]

    def _table_sectors(self) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        following, seen = struct.unpack_from("<I", self._data, 68)[0], set[int]()
        while following < SECTOR_END and following not in seen:
            seen.add(following)
            numbers = self._numbers([following])
            sectors += numbers[:-1]
            following = numbers[-1]
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
        chain, seen = [], set[int]()
        while first < SECTOR_END and first not in seen:
            seen.add(first)
            chain.append(first)
            first = self._table[first]
        return chain

    def _chained(self, first: int) -> bytes:
        return b"".join(self._sector(sector) for sector in self._chain(first))


def _walk(stream: bytes, limits: Limits) -> None:
    """Walk through the records of the workbook, then through those of each sheet that it names."""
    for kind, content in _records(stream, 0):
        if kind == FILEPASS:
            raise refusal("encrypted")
        if kind == SST and struct.unpack_from("<I", content, 4)[0] > len(stream):
            raise refusal("damaged_workbook", value="SST")
        if kind == SHEET:
            _walk_sheet(stream, struct.unpack_from("<I", content)[0], limits)


def _walk_sheet(stream: bytes, place: int, limits: Limits) -> None:
    sheet = Sheet()
    for kind, content in _records(stream, place):
        if kind == FILEPASS:
            raise refusal("encrypted")
        if kind == DIMENSIONS:
            _refuse_wrong_dimensions(content)
        elif kind in CELLS and len(content) >= 6:
            row, column = struct.unpack_from("<HH", content)
            if kind == SEVERAL:
                column = max(column, struct.unpack_from("<H", content, len(content) - 2)[0])
            sheet.add((row, column), limits)


def _refuse_wrong_dimensions(content: bytes) -> None:
    """Refuse a sheet that claims more cells than the format has: the parser makes room for them."""
    form = "<IIHH" if len(content) == 14 else "<HHHH"
    first_row, last_row, first_column, last_column = struct.unpack_from(form, content)
    if last_row > MOST_ROWS or last_column > MOST_COLUMNS or first_row > last_row or first_column > last_column:
        raise refusal("damaged_workbook", value="DIMENSIONS")


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of each record from a place on, up to the one that ends the part."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == END:
            return
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length
