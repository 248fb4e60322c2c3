"""From a point to the country it lies in, by the shapes that draw our maps: as the United Nations draw the borders.

Coordinates are WGS 84 degrees, distances kilometres on a sphere, good to one per cent. The shapes are simplified by a
few kilometres and leave out the smallest islands; so near a border both sides are right, and the open sea is unknown.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from partner_dashboard.places.countries.names import parent
from partner_dashboard.places.nearness import KM_PER_DEGREE, kilometres

TOLERANCE = 25.0
"""How many kilometres outside its shape a place may lie and still be in its country."""

DRAWN_WITHIN = {"SM": "IT", "VA": "IT", "IO": "MU"}
"""Countries without a shape of their own and the one whose shape holds them (see assets/shapes/README.md)."""

KOSOVO = (
    (20.08, 42.76), (20.36, 42.83), (20.50, 42.88), (20.49, 42.96), (20.65, 43.01), (20.62, 43.20), (20.81, 43.27),
    (20.95, 43.13), (21.15, 43.11), (21.23, 42.91), (21.42, 42.87), (21.78, 42.68), (21.56, 42.31), (21.58, 42.25),
    (21.35, 42.21), (21.29, 42.10), (20.76, 41.86), (20.59, 41.88), (20.52, 42.21), (20.08, 42.56),
)  # fmt: skip
"""The outline of Kosovo (longitude, latitude) to about five kilometres, by hand: the shapes draw it within Serbia."""

OUTLYING = {
    "ES": ((35.29, -2.94), (35.89, -5.31)),  # Melilla, Ceuta
    "GR": ((36.15, 29.59),),  # Kastellorizo
    "TW": ((24.44, 118.36), (26.16, 119.94)),  # Kinmen, Matsu
}
"""Places (latitude, longitude) of a country that the simplified shapes give to a neighbour."""

OPEN_LAND = ("EH",)
"""Countries in whose shape a place of another country is no contradiction, because it is disputed whose it is."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Shape:
    """The outline of one country: all its rings as segments from `start` to `end`, longitude first."""

    code: str
    start: Numbers
    end: Numbers

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether the point lies inside: a line from it to the east crosses the rings an odd number of times."""
        (x, y), (to_x, to_y) = self.start.T, self.end.T
        crossed = (y > latitude) != (to_y > latitude)
        with np.errstate(divide="ignore", invalid="ignore"):
            at = x + (latitude - y) / (to_y - y) * (to_x - x)
        return bool(np.count_nonzero(crossed & (longitude < at)) % 2)

    def distance(self, latitude: float, longitude: float) -> float:
        """Give the kilometres from the point to the nearest border, from inside too."""
        scale = np.array([np.cos(np.radians(latitude)), 1.0]) * KM_PER_DEGREE
        start = self.start - (longitude, latitude)
        start[:, 0] = (start[:, 0] + 180) % 360 - 180
        along = (self.end - self.start) * scale
        start = start * scale
        share = -np.einsum("ij,ij->i", start, along) / np.maximum(np.einsum("ij,ij->i", along, along), 1e-9)
        nearest = start + np.clip(share, 0, 1)[:, None] * along
        return float(np.sqrt(np.einsum("ij,ij->i", nearest, nearest).min()))

    def outside(self, latitude: float, longitude: float) -> float:
        """Give the kilometres from the point to the country, 0 inside."""
        return 0.0 if self.holds(latitude, longitude) else self.distance(latitude, longitude)


def contains(code: str, latitude: float, longitude: float) -> bool | None:
    """Say whether a point lies in a country or its territories, by 25 km at most outside its shape.

    None where nobody can say: a country without a shape, the open sea (islands too small for the shapes), land whose
    country the United Nations leave open.
    """
    own = _own(code)
    if not own:
        return None
    if any(shape.outside(latitude, longitude) <= TOLERANCE for shape in own):
        return True
    if any(kilometres(place, (latitude, longitude)) <= TOLERANCE for place in OUTLYING.get(code, ())):
        return True
    return False if of_point(latitude, longitude) not in ("", *OPEN_LAND) else None


def of_point(latitude: float, longitude: float) -> str:
    """Give the country whose shape holds a point, else the nearest within 25 km; "" at sea and where it is open."""
    if _kosovo().holds(latitude, longitude):
        return "XK"
    holding = next((shape for shape in _near(latitude, longitude) if shape.holds(latitude, longitude)), None)
    if holding:
        return holding.code
    near = [(shape.distance(latitude, longitude), shape.code) for shape in _near(latitude, longitude)]
    distance, code = min(near, default=(TOLERANCE + 1, ""))
    return code if distance <= TOLERANCE else ""


def at_sea(latitude: float, longitude: float) -> bool:
    """Whether a point lies more than 25 km from all land that the shapes draw; small islands count as sea."""
    return not any(shape.outside(latitude, longitude) <= TOLERANCE for shape in _near(latitude, longitude))


def _own(code: str) -> list[Shape]:
    """Give the shapes of a country: its own, its territories', or the one that holds it."""
    if code == "XK":
        return [_kosovo()]
    held_by = DRAWN_WITHIN.get(code, code)
    return [shape for shape in _shapes() if shape.code and code in (shape.code, parent(shape.code))] or [
        shape for shape in _shapes() if shape.code == held_by
    ]


def _near(latitude: float, longitude: float) -> Iterator[Shape]:
    """Give the shapes whose frame comes within some 25 km of the point."""
    margin = TOLERANCE / KM_PER_DEGREE
    across = margin / max(np.cos(np.radians(latitude)), 0.01)
    for shape, (west, south, east, north) in _frames():
        if south - margin <= latitude <= north + margin and west - across <= longitude <= east + across:
            yield shape


@cache
def _frames() -> tuple[tuple[Shape, tuple[float, float, float, float]], ...]:
    return tuple((shape, (*shape.start.min(axis=0), *shape.start.max(axis=0))) for shape in _shapes())


@cache
def _kosovo() -> Shape:
    return _shape("XK", [np.array((*KOSOVO, KOSOVO[0]))])


@cache
def _shapes() -> tuple[Shape, ...]:
    file = resources.files("partner_dashboard") / "assets" / "shapes" / "world_50m.geojson"
    features: list[Mapping[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["features"]
    return tuple(_shape(feature["properties"]["code"], list(_rings(feature["geometry"]))) for feature in features)


def _rings(geometry: Mapping[str, Any]) -> Iterator[Numbers]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return (np.array(ring, dtype=float) for polygon in polygons for ring in polygon)


def _shape(code: str, rings: list[Numbers]) -> Shape:
    return Shape(code, np.vstack([ring[:-1] for ring in rings]), np.vstack([ring[1:] for ring in rings]))
