"""From points on the earth to the distances between them, and to the rows that lie nearest."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Point = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""

EARTH_KM = 6371.0088

SPHERE_ERROR = 0.006
"""How much the distance on a sphere differs at most from that on the ellipsoid, as a share."""


def kilometres(one: Point, other: Point) -> float:
    """Give the shortest way between two points in kilometres, on the ellipsoid WGS 84 by Karney (2013)."""
    # Only who asks for distances needs geopy.
    from geopy.distance import geodesic

    return float(geodesic(one, other).km)


def nearest(latitude: float, longitude: float, rows: pd.DataFrame, count: int) -> pd.DataFrame:
    """Give the rows nearest to a point, with their distance.

    Shape: columns latitude, longitude and any others → the same and distance_km; at most `count` rows.
    Order: by distance; rows at the same point as in `rows`. Rows without a point, or with one that only stands for a
    country (place_precision), are left out.
    """
    placed = rows[rows["latitude"].notna() & rows["longitude"].notna()]
    if "place_precision" in placed:
        placed = placed[placed["place_precision"] != "country"]
    rough = _on_a_sphere(latitude, longitude, placed)
    limit = np.partition(rough, count - 1)[count - 1] if 0 < count < len(rough) else np.inf
    placed = placed[rough <= limit * (1 + 2 * SPHERE_ERROR)]
    points = zip(placed["latitude"], placed["longitude"], strict=True)
    exact = [kilometres((latitude, longitude), point) for point in points]
    return placed.assign(distance_km=np.array(exact, dtype=float)).sort_values("distance_km", kind="stable").head(count)


def _on_a_sphere(latitude: float, longitude: float, rows: pd.DataFrame) -> NDArray[np.float64]:
    """Give the distance to each row in kilometres by the haversine formula."""
    lat, lon = np.radians(rows["latitude"].to_numpy(float)), np.radians(rows["longitude"].to_numpy(float))
    here_lat, here_lon = np.radians(latitude), np.radians(longitude)
    half = np.sin((lat - here_lat) / 2) ** 2 + np.cos(lat) * np.cos(here_lat) * np.sin((lon - here_lon) / 2) ** 2
    distances: NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return distances
