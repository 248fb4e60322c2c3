"""From the scene of a map to the same map as vector graphics (SVG) for paper: no browser draws it."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from xml.sax.saxutils import escape

from partner_dashboard.maps.ground import Place, mercator, way
from partner_dashboard.maps.lettering import Row
from partner_dashboard.maps.scenes import Scene
from partner_dashboard.maps.tones import PAPER

WIDTH, HEIGHT = 680.0, 300.0
"""Size of the picture in its own units; the paper scales it."""

FARTHER = 0.55
"""How much farther it looks than the flat map on the screen, whose window is larger."""

WORLD_ZOOM = 0.41
"""The zoom at which the world fits the width."""

WORDS = 9.5
"""Height of names in the units of the picture."""


def printed(scene: Scene, title: str) -> str:
    """Draw a scene as SVG: land, ways from home, points, names; `title` says for readers who see none of it what it is.

    The camera is the flat map's; where it crosses 180 degrees the land goes on.
    """
    paper = PAPER["light"]
    zoom = max(WORLD_ZOOM, scene.camera["zoom"] - FARTHER)
    drawn = _Window(scene.camera["longitude"], scene.camera["latitude"], zoom)
    body = [
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{paper["sea"]}"/>',
        f'<path d="{_land(drawn, "world_50m" if zoom > 1.6 else "world_110m")}" fill="{paper["land"]}" '
        f'stroke="{paper["border"]}" stroke-width="0.6" fill-rule="evenodd"/>',
        *(_ways(scene, drawn) if scene.start else ()),
        *(_disc(row, drawn) for row in scene.shown),
        *_names(scene, drawn),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" '
        f'height="{HEIGHT:g}"><title>{escape(_written(title))}</title>{"".join(body)}</svg>'
    )


class _Window:
    """Where a place stands in the picture: Mercator, as far as the camera's zoom says."""

    def __init__(self, longitude: float, latitude: float, zoom: float) -> None:
        self._scale = 512 * 2**zoom
        self._longitude, self._height = longitude, mercator(latitude)

    @property
    def turn(self) -> float:
        """How wide the whole earth is."""
        return self._scale

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        x = (lon - self._longitude) / 360 * self._scale + WIDTH / 2
        return x, (self._height - mercator(lat)) * self._scale + HEIGHT / 2

    def near(self, lon: float, lat: float) -> tuple[float, float]:
        """Give where a place stands on the turn of the earth nearest to the middle of the picture."""
        return self.at(self._longitude + (lon - self._longitude + 180) % 360 - 180, lat)


@cache
def _rings(name: str) -> tuple[tuple[tuple[float, float], ...], ...]:
    file = resources.files("partner_dashboard") / "assets" / "shapes" / f"{name}.geojson"
    held = json.loads(file.read_text(encoding="utf-8"))["features"]
    shapes = [feature["geometry"] for feature in held if feature["properties"]["code"] != "AQ"]
    polygons = [
        polygon
        for shape in shapes
        for polygon in ([shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"])
    ]
    return tuple(tuple((lon, lat) for lon, lat in ring) for polygon in polygons for ring in polygon)


def _land(drawn: _Window, name: str) -> str:
    """Give the outlines that reach into the picture, once for each turn of the earth that does."""
    return "".join(
        f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in shifted)}Z"
        for ring in _rings(name)
        for shifted in _turns([drawn.at(lon, lat) for lon, lat in ring], drawn.turn)
    )


def _turns(points: Sequence[tuple[float, float]], turn: float) -> Iterator[list[tuple[float, float]]]:
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    if max(y for _, y in points) < 0 or min(y for _, y in points) > HEIGHT:
        return
    for times in (-1, 0, 1):
        if west + times * turn <= WIDTH and east + times * turn >= 0:
            yield [(x + times * turn, y) for x, y in points]


def _ways(scene: Scene, drawn: _Window) -> Iterator[str]:
    start = scene.start
    for row in scene.shown:
        there: Place = (row["q"][1], row["q"][0])
        if start is None or start == there:
            continue
        line = [drawn.at(lon, lat) for lon, lat, _ in way(start, there)]
        for shifted in _turns(line, drawn.turn):
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shifted)
            tone = f'stroke="{_css(row["c"])}" stroke-opacity="0.3" stroke-width="0.8"'
            yield f'<polyline points="{points}" fill="none" {tone}/>'


def _disc(row: Row, drawn: _Window) -> str:
    x, y = drawn.near(*row["p"])
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{0.8 * row["s"]:.1f}" fill="{_css(row["c"])}" '
        f'stroke="{PAPER["light"]["halo"]}" stroke-width="1"/>'
    )


def _names(scene: Scene, drawn: _Window) -> Iterator[str]:
    """Write the names that the flat map writes, as long as none covers another at this size."""
    taken: list[tuple[float, float, float, float]] = []
    for row in scene.labels:
        x, y = drawn.near(*row["p"])
        name = _written(str(row["l"]))
        wide, above = 0.5 * WORDS * len(name), y - 7
        box = (x - wide / 2, above - WORDS, x + wide / 2, above)
        if box[0] < 2 or box[2] > WIDTH - 2 or box[1] < 2 or y > HEIGHT or any(_touch(box, held) for held in taken):
            continue
        taken.append(box)
        yield (
            f'<text x="{x:.1f}" y="{above:.1f}" font-size="{WORDS:g}" text-anchor="middle" '
            f'font-family="Libertinus Serif" fill="{PAPER["light"]["text"]}">{escape(name)}</text>'
        )


def _touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _css(colour: Sequence[int]) -> str:
    return "#{:02X}{:02X}{:02X}".format(*colour[:3])


def _written(text: str) -> str:
    """Keep what XML can hold: no control characters."""
    return "".join(letter for letter in text if letter.isprintable())
