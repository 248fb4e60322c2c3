"""From a ZIP file to the knowledge that it is a workbook and may be opened: kind, sizes, macros, encryption."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from partner_dashboard.intake.reading.table import MEBIBYTE, Limits, refusal

SMALL = 5 * MEBIBYTE
"""Up to how many bytes a part may unpack however small it was packed; empty rows alone pack very well."""

SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
MANY_PARTS = 10_000


@dataclass(frozen=True)
class Archive:
    """A workbook's archive that was found harmless from its directory: its kind, xlsx or ods, and its parts."""

    kind: str
    zip: zipfile.ZipFile

    @property
    def unpacked(self) -> int:
        """How many bytes all parts unpack to."""
        return sum(part.file_size for part in self.zip.infolist())

    def part(self, name: str) -> bytes:
        """Give the bytes of a part, none where there is no such part."""
        with translated():
            return self.zip.read(name) if name in self.zip.NameToInfo else b""

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part piece by piece."""
        with translated(), self.zip.open(name) as stream:
            while chunk := stream.read(256 * 1024):
                yield chunk

    def parts(self, beginning: str, end: str = ".xml") -> list[str]:
        """Give the names of the parts that begin and end in this way, in the order of the archive."""
        return [name for name in self.zip.namelist() if name.startswith(beginning) and name.endswith(end)]


@contextmanager
def translated() -> Iterator[None]:
    """Say of an archive that cannot be unpacked that it is damaged."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as problem:
        raise refusal("damaged_workbook", value=str(problem)[:200]) from problem
    except RuntimeError as problem:
        raise refusal("encrypted") from problem


def open_archive(data: bytes, limits: Limits) -> Archive:
    """Look at the directory of an archive before anything is unpacked.

    Raises: UnreadableFileError for what is no workbook, for macros and encryption, and for what would unpack too large.
    """
    with translated():
        archive = zipfile.ZipFile(io.BytesIO(data))
    parts = archive.infolist()
    if len(parts) > MANY_PARTS or len({part.filename.casefold() for part in parts}) < len(parts):
        raise refusal("damaged_workbook", value=str(len(parts)))
    if any(part.flag_bits & 1 for part in parts):
        raise refusal("encrypted")
    _refuse_bomb(parts, limits)
    found = Archive(_kind(archive), archive)
    if found.kind == "xlsx" and b"macroEnabled" in found.part("[Content_Types].xml"):
        raise refusal("macro")
    if b"encryption-data" in found.part("META-INF/manifest.xml"):
        raise refusal("encrypted")
    return found


def _refuse_bomb(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    for part in parts:
        if part.file_size > SMALL and part.file_size > limits.ratio * max(part.compress_size, 1):
            raise refusal("zip_bomb", value=str(part.file_size // MEBIBYTE))
    if (unpacked := sum(part.file_size for part in parts)) > limits.unpacked:
        raise refusal("zip_bomb", value=str(unpacked // MEBIBYTE))


def _kind(archive: zipfile.ZipFile) -> str:
    """Say which workbook an archive is, by its parts."""
    names = set(archive.namelist())
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) or name.startswith("Basic/") for name in names):
        raise refusal("macro")
    if "xl/workbook.xml" in names:
        return "xlsx"
    with translated():
        mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    if "content.xml" in names and mimetype.startswith(SPREADSHEET):
        return "ods"
    raise refusal(_other(names, mimetype))


def _other(names: set[str], mimetype: bytes) -> str:
    """Name the reason why an archive is no workbook that we read."""
    if "xl/workbook.bin" in names or any(name.endswith(".iwa") for name in names):
        return "other_workbook"
    if "word/document.xml" in names or b"opendocument.text" in mimetype:
        return "word"
    if any(name.startswith("ppt/") for name in names) or b"opendocument" in mimetype:
        return "other_document"
    return "archive"
