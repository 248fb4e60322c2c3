"""From two points to how far they are apart on a sphere, fast; for distances that are shown see `nearest`."""

import math

KM_PER_DEGREE = 111.2

Point = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""


def kilometres(here: Point, there: Point) -> float:
    """Give the distance of two points on a sphere."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(lat), math.radians(lon)) for lat, lon in (here, there))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return math.degrees(2 * math.asin(min(1.0, math.sqrt(half)))) * KM_PER_DEGREE
