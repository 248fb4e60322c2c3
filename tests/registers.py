"""Invented records in the format of the Research Organization Registry, schema v2, and dumps of them.

record    one organisation
dump      records → a file as it is downloaded, JSON or a zip archive with JSON inside
RECORDS   a small world: namesakes, letters, former names, territories, names in other scripts
many      others around them, so that words are as rare as in a real register
imported  records as an index in a folder, opened
"""

import itertools
import json
import random
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from partner_dashboard.places import register
from partner_dashboard.places.register import Register

Record = Mapping[str, Any]

VERSION = "v9.1-2031-02-03-ror-data"

SEATS: Mapping[str, tuple[str, str, float, float]] = {
    "Bochum": ("DE", "North Rhine-Westphalia", 51.48165, 7.21648),
    "Ulm": ("DE", "Baden-Württemberg", 48.39841, 9.99155),
    "Springfield (IL)": ("US", "Illinois", 39.80172, -89.64371),
    "Springfield (MA)": ("US", "Massachusetts", 42.10148, -72.58981),
    "Warsaw": ("PL", "Mazovia", 52.22977, 21.01178),
    "Saint-Denis": ("RE", "Réunion", -20.88231, 55.4504),
    "Paris": ("FR", "Île-de-France", 48.85341, 2.3488),
    "Kyoto": ("JP", "Kyoto", 35.02107, 135.75385),
    "Turku": ("FI", "Southwest Finland", 60.45148, 22.26869),
}


def record(
    number: int, name: str, *seats: str, kinds: Mapping[str, str] | None = None, status: str = "active",
    relations: Sequence[Mapping[str, str]] = (),
) -> Record:  # fmt: skip
    """Invent an organisation; `kinds` gives other names with their types, separated by spaces."""
    others = [{"value": value, "types": types.split(), "lang": None} for value, types in (kinds or {}).items()]
    return {
        "id": f"https://ror.org/0{number:08d}",
        "status": status,
        "types": ["education"],
        "names": [{"value": name, "types": ["ror_display", "label"], "lang": "en"}, *others],
        "locations": [_location(seat) for seat in seats],
        "external_ids": [{"type": "wikidata", "all": [f"Q{number}"], "preferred": None}],
        "relationships": list(relations),
        "links": [{"type": "website", "value": f"https://{number}.example"}],
        "established": 1901,
        "domains": [],
        "admin": {"last_modified": {"date": "2031-02-01", "schema_version": "2.1"}},
    }


def _location(seat: str) -> Mapping[str, Any]:
    country, part, latitude, longitude = SEATS[seat]
    return {
        "geonames_id": list(SEATS).index(seat),
        "geonames_details": {
            "name": seat.partition(" (")[0], "country_code": country, "country_subdivision_name": part,
            "lat": latitude, "lng": longitude, "continent_code": "XX", "continent_name": "X",
            "country_name": country, "country_subdivision_code": "XX",
        },
    }  # fmt: skip


RECORDS = (
    record(1, "Tauberwald University", "Bochum", kinds={
        "Universität Tauberwald": "label", "TWU": "acronym", "Bergschule Tauberwald": "alias",
    }),
    record(2, "Concordance College", "Springfield (IL)"),
    record(3, "Concordance College", "Springfield (MA)"),
    record(4, "Institute of Marsh Botany", "Warsaw", kinds={"Instytut Botaniki Bagiennej": "label"}),
    record(5, "University of the Lagoons", "Saint-Denis", kinds={"Université des Lagons": "label", "UDL": "acronym"}),
    record(6, "Kitayama Gakuin University", "Kyoto", kinds={"北山学院大学": "label"}),
    record(7, "Ministry of Lanterns", "Paris", status="inactive"),
    record(8, "Aurora Polytechnic", "Turku", "Ulm", kinds={"APX": "acronym"}, relations=[
        {"type": "parent", "label": "Tauberwald University", "id": "https://ror.org/000000001"},
    ]),
    record(9, "Unlocated Society", status="active"),
    record(10, "Tauberwald University Twin", "Bochum", status="withdrawn"),
    record(11, "School of Business", "Ulm"),
)  # fmt: skip
"""Ten that stay and one that the register took back; one has no seat, one has two."""


def dump(folder: Path, records: Sequence[Record] = RECORDS, *, name: str = VERSION, packed: bool = True) -> Path:
    """Write a dump as it is downloaded."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(list(records), ensure_ascii=False)
    if not packed:
        file = folder / f"{name}.json"
        file.write_text(text, encoding="utf-8")
        return file
    file = folder / f"{name}.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.json", text)
    return file


def many(count: int) -> list[Record]:
    """Invent so many organisations that a proper word is as rare as in a real register."""
    syllables = [first + vowel for first in "bdfgklmnprstvz" for vowel in "aeiou"]
    chance = random.Random(9)
    kinds = ("{} University", "University of {}", "{} Institute of Technology", "{} Hospital", "{} School of Business")
    return [
        record(1000 + number, chance.choice(kinds).format("".join(chance.choices(syllables, k=4)).title()), seat)
        for number, seat in zip(range(count), itertools.cycle(SEATS), strict=False)
    ]


def imported(folder: Path, records: Sequence[Record] = RECORDS) -> Register:
    """Import records into a folder and open the index."""
    register.import_dump(dump(folder / "download", records), folder)
    held = register.opened(folder)
    assert held is not None
    return held
