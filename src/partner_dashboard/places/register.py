"""From a dump of the Research Organization Registry to a compact local index, and back to what it says.

It works from the file alone; the dump is not part of the product.
"""

import gc
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from partner_dashboard.places import dump, shelf
from partner_dashboard.places.answers import Method, Place, Sign
from partner_dashboard.places.dump import Progress, Record
from partner_dashboard.places.index import Index
from partner_dashboard.places.indexing import Indexing, Organisation
from partner_dashboard.places.shelf import Shelf, Table

FILE = "institutions.sqlite"

COUNTRY = re.compile(r"[A-Z]{2}")

SKIPPED = "withdrawn"
"""Records that the register took back, mostly doubles."""

SURE_OF_ID = 0.99
"""How often an institution is where the register puts the id that its row states."""

COLUMNS = ("number", "ror_id", "name", "city", "part", "status", "types", "ids", "relations")


@dataclass(frozen=True, slots=True)
class Status:
    """What an index holds."""

    version: str
    published: str
    """The day of the dump, ISO 8601."""
    organisations: int
    names: int
    places: int
    size_bytes: int
    path: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index says about an organisation in words."""

    ror_id: str
    name: str
    city: str
    part: str
    """State or province."""
    status: str = "active"
    types: str = ""
    ids: str = ""
    """Ids elsewhere, «wikidata:Q1»; several with |."""
    relations: str = ""
    """Relations to others, «parent:04tsk2644»; several with |."""


class Register:
    """An opened index."""

    method: Method = "ror"
    least_alike = 0.2

    def __init__(self, held: Shelf) -> None:
        """Take an open file that `import_dump` wrote."""
        self._shelf = held

    @cached_property
    def index(self) -> Index:
        """Give the index of names, loaded by the first question."""
        return Index(self._shelf.arrays("index"))

    def entry(self, number: int) -> Entry:
        """Give the words about an organisation."""
        return Entry(*self._shelf.row("organisations", number))

    def identified(self, ror_id: str) -> Place | None:
        """Give the first seat of the organisation with a ROR id, bare or as an address; None where there is none."""
        number = self._shelf.number("organisations", "ror_id", _short(ror_id))
        if number is None:
            return None
        index, entry = self.index, self.entry(number)
        position = int((index.number == number).argmax())
        latitude, longitude = (round(degree, 5) for degree in index.point[position].tolist())
        return Place(
            latitude, longitude, index.codes[index.country[position]], entry.city, self.method, "city", SURE_OF_ID,
            entry.ror_id, (Sign("ror_id", entry.ror_id),), entry.name,
        )  # fmt: skip

    def status(self) -> Status:
        """Say what the index holds."""
        about = self._shelf.about
        return Status(
            about["version"], about["published"], int(about["organisations"]), int(about["names"]),
            int(about["places"]), self._shelf.file.stat().st_size, str(self._shelf.file),
        )  # fmt: skip


def opened(folder: Path) -> Register | None:
    """Open the index in a folder; None where there is none, or one that an older version wrote or a disk spoilt.

    The same file is opened once, however often somebody asks.
    """
    file = folder / FILE
    try:
        held = file.stat()
    except OSError:
        return None
    return _opened(file, held.st_ino, held.st_size, held.st_mtime_ns)


@lru_cache(maxsize=2)
def _opened(file: Path, *_state: int) -> Register | None:
    try:
        return Register(Shelf(file))
    except sqlite3.Error:
        return None


def import_dump(file: Path, folder: Path, progress: Progress | None = None) -> Status:
    """Read a dump and put a new index in place of the old one; a dump that fails leaves the old one as it is.

    Raises: UnreadableFileError with the reason no_file, not_a_dump, old_schema, cut_off, broken_archive or empty.
    """
    met = _Met()
    with _without_collecting(), dump.opened(file) as held:
        for record in dump.records(file, held, progress):
            try:
                met.add(record)
            except (AttributeError, IndexError, KeyError, TypeError) as problem:  # it only looks like a record
                raise dump.unreadable(file, "not_a_dump") from problem
        if not met.rows:
            raise dump.unreadable(file, "empty")
        contents = met.contents(held)
    shelf.write(folder / FILE, contents)
    written = Shelf(folder / FILE)
    status = Register(written).status()
    written.close()
    return status


class _Met:
    """The records met so far."""

    def __init__(self) -> None:
        self.rows: list[tuple[object, ...]] = []
        self._index = Indexing()
        self._cities: set[object] = set()
        self._latest = ""

    def add(self, record: Record) -> None:
        """Take a record with each of its seats; one without coordinates has none."""
        seats = list(_seats(record))
        if record.get("status") == SKIPPED or not seats:
            return
        names = _names(record)
        for seat in seats:
            number = len(self.rows)
            self._index.add(Organisation(number, seat["country_code"], seat["lat"], seat["lng"], names))
            self.rows.append((number, *_words(record, seat)))
            self._cities.add((seat["lat"], seat["lng"]))
        self._latest = max(self._latest, _modified(record))

    def contents(self, held: dump.Dump) -> shelf.Contents:
        """Give what the file shall hold."""
        about = shelf.facts(
            version=held.version, published=held.published or self._latest, source="ROR, CC0; GeoNames, CC BY 4.0",
            organisations=len({row[1] for row in self.rows}), names=self._index.names, places=len(self._cities),
        )  # fmt: skip
        tables = {"organisations": Table(COLUMNS, self.rows)}
        return shelf.Contents(about, shelf.grouped("index", self._index.arrays()), tables)


def _seats(record: Record) -> Iterator[Mapping[str, Any]]:
    for location in record["locations"]:
        seat = location.get("geonames_details") or {}
        if _is_point(seat.get("lat"), seat.get("lng")) and COUNTRY.fullmatch(str(seat.get("country_code"))):
            yield seat


def _is_point(*degrees: object) -> bool:
    return all(
        isinstance(held, int | float) and abs(held) <= most for held, most in zip(degrees, (90, 180), strict=True)
    )


def _names(record: Record) -> list[tuple[str, str]]:
    """Give the names, the one shown first, then labels in all languages, other and former names, letters."""
    held = [(name["value"], name.get("types") or ()) for name in record["names"] if name.get("value")]
    kinds = [
        (name, "acronym" if "acronym" in types else "label" if {"label", "ror_display"} & set(types) else "alias")
        for name, types in held
    ]
    return sorted(kinds, key=lambda name: ("label", "alias", "acronym").index(name[1]))


def _words(record: Record, seat: Mapping[str, Any]) -> tuple[object, ...]:
    shown = next((name["value"] for name in record["names"] if "ror_display" in (name.get("types") or ())), "")
    ids = [f"{held['type']}:{held.get('preferred') or held['all'][0]}" for held in record.get("external_ids") or ()
           if held.get("all")]  # fmt: skip
    relations = [f"{held['type']}:{_short(held['id'])}" for held in record.get("relationships") or ()]
    return (
        _short(record["id"]), shown or record["names"][0]["value"], seat.get("name") or "",
        seat.get("country_subdivision_name") or "", record.get("status") or "", "|".join(record.get("types") or ()),
        "|".join(ids), "|".join(relations),
    )  # fmt: skip


def _short(ror_id: str) -> str:
    return ror_id.rstrip("/").rpartition("/")[2].lower()


def _modified(record: Record) -> str:
    return str(((record.get("admin") or {}).get("last_modified") or {}).get("date") or "")


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Spare the collector's rounds through hundreds of thousands of new objects, none of which is in a circle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
