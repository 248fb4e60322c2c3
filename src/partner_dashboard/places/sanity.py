"""From stated coordinates to what contradicts them: the country or city beside them, the map, or themselves."""

from collections.abc import Collection

from partner_dashboard.places import countries
from partner_dashboard.places.countries import borders
from partner_dashboard.places.nearness import Point, kilometres

FAR = 100.0
"""From how many kilometres on a place is far from the city it is said to be in."""

NULL_ISLAND = 0.001
"""Within how many degrees of 0/0 nobody means it."""


def conflict(latitude: float, longitude: float, country_code: str = "", cities: Collection[Point] = ()) -> str:
    """Say as a code what contradicts stated coordinates, "" where nothing does; the plainest reason first.

    null_island · coordinates_swapped · coordinates_out_of_range · coordinates_and_country · coordinates_and_city ·
    coordinates_at_sea. `cities` are the points that the city stated beside them may mean, by a gazetteer; none where
    it states none. Near a coast, a border and on disputed land nothing is contradicted.
    """
    if max(abs(latitude), abs(longitude)) < NULL_ISLAND:
        return "null_island"
    in_range = abs(latitude) <= 90 and abs(longitude) <= 180
    fits = in_range and _fits(latitude, longitude, country_code, cities)
    if not fits and abs(longitude) <= 90 and _surely(longitude, latitude, country_code, cities):
        return "coordinates_swapped"
    if not in_range:
        return "coordinates_out_of_range"
    if country_code and countries.contains(country_code, latitude, longitude) is False:
        return "coordinates_and_country"
    if cities and _from(latitude, longitude, cities) > FAR:
        return "coordinates_and_city"
    alone = not cities and borders.at_sea(latitude, longitude)
    return "coordinates_at_sea" if alone else ""


def _fits(latitude: float, longitude: float, country_code: str, cities: Collection[Point]) -> bool:
    """Whether nothing speaks against a point: it may lie in the country, near the city, and not at sea."""
    outside = country_code and countries.contains(country_code, latitude, longitude) is False
    far = _from(latitude, longitude, cities) > FAR if cities else borders.at_sea(latitude, longitude)
    return not (outside or far)


def _surely(latitude: float, longitude: float, country_code: str, cities: Collection[Point]) -> bool:
    """Whether a point surely lies where it is said to: in the country, and near the city where one is stated."""
    within = countries.contains(country_code, latitude, longitude) is True if country_code else bool(cities)
    return within and (not cities or _from(latitude, longitude, cities) <= FAR)


def _from(latitude: float, longitude: float, cities: Collection[Point]) -> float:
    return min(kilometres((latitude, longitude), city) for city in cities)
