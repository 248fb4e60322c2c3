"""From the country and city a row states and those of an institution to whether they agree.

Countries decide alone. Cities are the same by name, in English or German; where the names differ, a gazetteer says how
far apart they are: «Kapstadt» is Cape Town, «Suita» lies beside Osaka, Frankfurt (Oder) is another Frankfurt.
"""

import math
import re
from collections.abc import Callable, Collection, Iterable
from typing import Literal

from partner_dashboard import names
from partner_dashboard.intake.wording import fits, words_of
from partner_dashboard.places.countries import parent

Agreement = Literal["agrees", "open", "contradicts"]

Point = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""

Locate = Callable[[str, str], Point | None]
"""Finds the point of a city (first) in a country (second), or None."""

SAME_CITY_KM, OTHER_CITY_KM = 1.0, 50.0
"""Two names of one city lead to one point; from the second distance on two cities are not one place to anybody."""

ADDITION = re.compile(r"\s*,.+$|-[^-]+$|\s*\([A-Z]{2,3}\)$|\s+\w*\d.*$")
"""What may follow a city without making it another; «(Oder)» and «am Main» do make it another."""

KM_PER_DEGREE = 111.2


def countries_agree(written: str, ours: str) -> Agreement:
    """Compare two country codes; an empty one says nothing, and a territory of a country is not another one."""
    if not written or not ours:
        return "open"
    return "agrees" if written in (ours, parent(ours)) or ours == parent(written) else "contradicts"


def cities_agree(
    written: str, country_code: str, ours: Collection[str], point: Point | None, locate: Locate
) -> Agreement:
    """Compare a city as written with the names of ours, then by distance in km.

    `point` is where the institution stands, None where nobody knows; `locate` is asked only where the names differ. A
    neighbouring city neither agrees nor contradicts. Neither does one that nobody finds, where it only adds a district
    or state to ours; else it contradicts: asking is better than being wrong.
    """
    known = _keys(ours)
    if not written or not known:
        return "open"
    if names.keys(written) & known or _fits_one(written, known):
        return "agrees"
    here, there = locate(written, country_code), _first(ours, country_code, locate)
    if here and there and kilometres(here, there) <= SAME_CITY_KM:
        return "agrees"
    if here and (stands := point or there):
        return "open" if kilometres(here, stands) < OTHER_CITY_KM else "contradicts"
    return "open" if _keys([_core(written)]) & _keys(map(_core, ours)) else "contradicts"


def _keys(cities: Iterable[str]) -> set[str]:
    return {key for city in cities for key in names.keys(city)}


def _fits_one(written: str, known: Collection[str]) -> bool:
    """Whether a name with lost letters may be one of the keys we know."""
    return any(fits(" ".join(words_of(written)), city) for city in known)


def nowhere(name: str, country_code: str) -> Point | None:
    """Find no city: for who compares cities by their names alone."""
    return None


def kilometres(here: Point, there: Point) -> float:
    """Give the distance of two points on a sphere."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(lat), math.radians(lon)) for lat, lon in (here, there))
    chord = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return math.degrees(2 * math.asin(math.sqrt(chord))) * KM_PER_DEGREE


def _core(city: str) -> str:
    """Leave out the district, state or number behind a city: «Oslo-Blindern», «Cambridge (MA)», «Paris 5e»."""
    return ADDITION.sub("", city)


def _first(cities: Collection[str], country_code: str, locate: Locate) -> Point | None:
    return next((point for city in cities if (point := locate(city, country_code))), None)
