"""From places on the earth to where they stand on a map: the camera, the centre, and fans at one place.

A place is latitude and longitude. deck.gl wants [longitude, latitude]: `position` turns the pair round, here and
nowhere else.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from partner_dashboard import sheets
from partner_dashboard.editions import Edition
from partner_dashboard.view import View

Place = tuple[float, float]
"""Latitude and longitude in degrees, in this order."""

FAN_RADIUS = 0.06
"""How far, in degrees of latitude, institutions at one place open: apart from zoom 7 on, one spot on the world."""

STEP = 3.5
"""Degrees between the bends of a way on a globe: at most some fifty, and no bend is seen."""

HEIGHT_M = 20_000.0
"""How high ways lie over a globe, whose surface is flat between its own bends."""

WORLD = {"latitude": 27.0, "longitude": 0.0, "zoom": 1.32}
"""Where the camera stands to see all of it, Europe in the middle."""

NEAR = 3.0
"""The zoom from which the world's coarse outlines would look crude."""


def centre(edition: Edition, view: View) -> Place | None:
    """Give where arcs start: the institution the map is centred on, else the chosen home, else the main home."""
    for institution in (view.centre, *view.homes[:1], edition.main_home):
        place = place_of(edition, institution)
        if place:
            return place
    return None


def centre_id(edition: Edition, view: View) -> str:
    """Give the institution at which arcs start, or an empty text."""
    return next((one for one in (view.centre, *view.homes[:1], edition.main_home) if place_of(edition, one)), "")


def camera(places: Sequence[Place], *, centre_of: Place | None = None) -> dict[str, float]:
    """Choose where the camera stands: over the places where they lie close together, else over the world.

    A map centred on an institution looks at the world from there. Longitudes are taken across the side of the earth
    where the places are, so that Tokyo and Seattle meet over the Pacific.
    """
    if centre_of:
        return WORLD | {"latitude": max(-35.0, min(45.0, centre_of[0])), "longitude": centre_of[1]}
    if not places:
        return dict(WORLD)
    west, width = _narrowest(sorted(lon % 360 for _, lon in places))
    heights = [mercator(lat) for lat, _ in places]
    south, north = min(heights), max(heights)
    if width > 150 or north - south > 0.42:
        return dict(WORLD)
    across, up = max(width / 360, 0.004) * 512, max(north - south, 0.004) * 512
    zoom = min(math.log2(640 / across), math.log2(400 / up), 5.0)
    longitude = (west + width / 2 + 180) % 360 - 180
    return {"latitude": _latitude((south + north) / 2), "longitude": longitude, "zoom": round(max(zoom, 1.22), 2)}


def fanned(places: dict[str, Place]) -> dict[str, Place]:
    """Open institutions at one place like a fan, so that each is a point of its own when one comes close.

    Those less than about a kilometre apart stand in rings round their place, in the given order; the rest stay.
    """
    together: dict[Place, list[str]] = {}
    for name, (lat, lon) in places.items():
        together.setdefault((round(lat, 2), round(lon, 2)), []).append(name)
    opened = dict(places)
    for names in together.values():
        if len(names) > 1:
            opened |= dict(zip(names, _rings(places[names[0]], len(names)), strict=True))
    return opened


def position(place: Place) -> list[float]:
    """Give a place as deck.gl takes it: longitude first, to about a metre."""
    return [round(place[1], 5), round(place[0], 5)]


def way(one: Place, other: Place) -> list[list[float]]:
    """Give the shortest way between two places on a globe as deck.gl takes it, with a bend every few degrees.

    Longitudes go on beyond 180, so that no way jumps where the map ends.
    """
    begin, end = _direction(one), _direction(other)
    turn = math.atan2(float(np.linalg.norm(np.cross(begin, end))), float(begin @ end))
    shares = np.linspace(0, 1, max(2, math.ceil(math.degrees(turn) / STEP) + 1))[:, None]
    across = np.sin((1 - shares) * turn) * begin + np.sin(shares * turn) * end if turn else begin + 0 * shares
    lon = np.unwrap(np.degrees(np.arctan2(across[:, 1], across[:, 0])), period=360).round(4)
    lat = np.degrees(np.arctan2(across[:, 2], np.hypot(across[:, 0], across[:, 1]))).round(4)
    return [[x, y, HEIGHT_M] for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]


def _direction(place: Place) -> np.ndarray:
    """Give the direction from the middle of the earth to a place."""
    lat, lon = math.radians(place[0]), math.radians(place[1])
    return np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])


def place_of(edition: Edition, institution: str) -> Place | None:
    """Give where an institution lies, or None where that or the institution is not known."""
    if institution not in edition.institutions.index:
        return None
    lat, lon = edition.institutions.loc[institution, ["latitude", "longitude"]]
    return None if pd.isna(lat) or pd.isna(lon) else (float(lat), float(lon))


def _rings(place: Place, count: int) -> Iterator[Place]:
    ring, held = 1, 0
    slots = min(count, 8)
    wide = max(math.cos(math.radians(place[0])), 0.1)
    for _ in range(count):
        if held == slots:
            ring, held, slots = ring + 1, 0, 8 * (ring + 1)
        turn = 2 * math.pi * held / slots + math.pi / 2
        reach = FAN_RADIUS * ring
        yield place[0] + reach * math.sin(turn), place[1] + reach * math.cos(turn) / wide
        held += 1


def angle(one: Place, other: Place) -> float:
    """Give the angle between two places as seen from the middle of the earth, in degrees."""
    far = sheets.distances_km(*one, pd.Series([other[0]]), pd.Series([other[1]])).iloc[0]
    return math.degrees(float(far) / sheets.EARTH_RADIUS_KM)


def _narrowest(longitudes: list[float]) -> tuple[float, float]:
    """Give the western end and the width of the smallest span of longitudes that holds all, across 180° if need be."""
    gaps = [(after - before, after) for before, after in pairwise(longitudes)]
    gaps.append((longitudes[0] + 360 - longitudes[-1], longitudes[0]))
    widest, west = max(gaps)
    return west, 360 - widest


def mercator(latitude: float) -> float:
    """Give how far a latitude lies from the equator on a Mercator map as wide as 1; it ends at 85 degrees."""
    bounded = math.radians(max(-85.0, min(85.0, latitude)))
    return math.log(math.tan(math.pi / 4 + bounded / 2)) / (2 * math.pi)


def _latitude(height: float) -> float:
    return math.degrees(2 * math.atan(math.exp(height * 2 * math.pi)) - math.pi / 2)
