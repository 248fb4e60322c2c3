"""From the map files in the npm package plotly.js to the country shapes that we serve ourselves.

Needs Node, and npm where no unpacked package is given. Run it only to change the shapes: what it writes is committed,
and the same package and libraries write the same bytes. `assets/shapes/README.md` says what is in the files and why.

arcs ── rounded and straightened, so that neighbours keep the same border
└── rings ── unwrapped: longitudes run on past ±180° instead of jumping
    └── polygons ── cut into the windows of 360° that they touch, shifted back, holes taken out
        └── one shape per country ── united, valid, in a fixed order
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

import pycountry
import shapely
from shapely import LineString, MultiPolygon, Polygon
from shapely.affinity import scale, translate
from shapely.geometry import mapping

PLOTLY = "4.1.1"  # npm's newest on 2026-11-20; Streamlit 1.67 carries 4.2.0, which npm did not offer
SHAPES = Path(__file__).parents[1] / "src" / "partner_dashboard" / "assets" / "shapes"
DECIMALS = {"110m": 2, "50m": 3}
SERVED_TO_PLOTLY = "110m"

WORLD = shapely.box(-180, -90, 180, 90)
WINDOWS = (-360, 0, 360)

WITHOUT_SHAPE = {
    "IO": (72.411, -7.313),  # Diego Garcia, drawn as part of Mauritius
    "SM": (12.458, 43.942),
    "UM": (166.65, 19.282),  # Wake Island
    "VA": (12.453, 41.903),
    "WF": (-176.18, -13.283),  # Wallis
    "XK": (20.9, 42.6),  # drawn as part of Serbia
}
"""Label points of the countries that the maps do not draw apart; IO, UM and WF at their main island."""

Point = tuple[float, float]
Ring = list[Point]
Topology = dict[str, Any]

DUMP = """
globalThis.window = {};
const { version, topojson } = require(process.argv[1]);
process.stdout.write(JSON.stringify({ version, "110m": topojson.world_110m, "50m": topojson.world_50m }));
"""


def main() -> None:
    """Write every file in assets/shapes except its README."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--package", type=Path, help=f"unpacked npm package (without it: npm pack plotly.js@{PLOTLY})")
    package: Path | None = parser.parse_args().package
    with tempfile.TemporaryDirectory() as folder:
        maps = evaluated(package or fetched(Path(folder)))

    drawn = {resolution: country_shapes(maps[resolution], decimals) for resolution, decimals in DECIMALS.items()}
    for resolution, countries in drawn.items():
        content = collection(countries, DECIMALS[resolution], maps["version"])
        write(SHAPES / f"world_{resolution}.geojson", content)
    write(SHAPES / "centroids.json", label_points(drawn["50m"]))
    write(SHAPES / "plotly" / f"world_{SERVED_TO_PLOTLY}.json", one_geometry_per_country(maps[SERVED_TO_PLOTLY]))


def fetched(folder: Path) -> Path:
    """Download the package and unpack it."""
    subprocess.run([program("npm"), "pack", "--silent", f"plotly.js@{PLOTLY}"], cwd=folder, check=True)
    shutil.unpack_archive(folder / f"plotly.js-{PLOTLY}.tgz", folder, filter="data")
    return folder / "package"


def evaluated(package: Path) -> dict[str, Any]:
    """Let Node run the package's map file, which is JavaScript, and give the two world maps and the version."""
    assets = (package / "dist" / "plotly-geo-assets.js").resolve(strict=True)
    dumped = subprocess.run([program("node"), "-e", DUMP, str(assets)], capture_output=True, check=True)
    maps: dict[str, Any] = json.loads(dumped.stdout)
    return maps


def program(name: str) -> str:
    """Find a program, or end with a word about it."""
    return shutil.which(name) or sys.exit(f"{name} is needed to build the shapes")


def country_shapes(topology: Topology, decimals: int) -> dict[str, MultiPolygon]:
    """Give the shape of each country under its ISO 3166-1 alpha-3 code.

    Order: by code.
    Units: degrees, WGS 84, longitude first; no ring crosses ±180°.
    """
    arcs = decoded_arcs(topology, decimals)
    drawn = [
        (geometry["id"], united(polygon(arcs, rings) for rings in polygons(geometry)))
        for geometry in topology["objects"]["countries"]["geometries"]
    ]
    return {
        code: in_fixed_order(united((shape for drawn_code, shape in drawn if drawn_code == code), decimals))
        for code in sorted({code for code, _ in drawn})
    }


def decoded_arcs(topology: Topology, decimals: int) -> list[Ring]:
    """Turn each arc's steps on the topology's grid into rounded points."""
    (width, height), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for right, up in steps:
            x, y = x + right, y + up
            points.append((round(left + x * width, decimals), round(bottom + y * height, decimals)))
        arcs.append(straightened(points, 10**-decimals))
    return arcs


def straightened(points: Ring, tolerance: float) -> Ring:
    """Leave out the points that a straight line passes as closely as rounding has moved them: a third at 50m."""
    return list(LineString(points).simplify(tolerance, preserve_topology=False).coords)


def polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Give a geometry's polygons, each a list of rings, each a list of arcs by number."""
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]


def polygon(arcs: list[Ring], rings: list[list[int]]) -> MultiPolygon:
    """Build one polygon, cut at ±180°, from its outer ring and the rings of its holes."""
    outer, *holes = (cut(unwrapped(joined(arcs, numbers))) for numbers in rings)
    return outer.difference(united(holes))


def joined(arcs: list[Ring], numbers: list[int]) -> Ring:
    """Put the arcs of a ring end to end; ~n is arc n backwards."""
    points: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def unwrapped(ring: Ring) -> Ring:
    """Let longitudes run on past ±180°; a ring around the south pole is closed along −90°."""
    turns = 0
    points = ring[:1]
    for (before, _), (here, latitude) in pairwise(ring):
        turns += (before - here > 180) - (here - before > 180)
        points.append((here + 360 * turns, latitude))
    return [*points, (points[-1][0], -90), (points[0][0], -90)] if turns else points


def cut(ring: Ring) -> MultiPolygon:
    """Cut a ring at ±180° and shift every piece into the world; a ring without area gives nothing."""
    if len(set(ring)) < 3:
        return MultiPolygon()
    whole = shapely.make_valid(Polygon(ring), method="structure", keep_collapsed=False)
    return united(translate(whole, xoff=-window).intersection(WORLD) for window in WINDOWS)


def united(shapes: Iterable[shapely.Geometry], decimals: int | None = None) -> MultiPolygon:
    """Unite shapes into valid polygons, on a grid of so many decimals; points and lines fall away."""
    union = shapely.union_all(list(shapes), grid_size=None if decimals is None else 10**-decimals)
    return MultiPolygon([part for part in shapely.get_parts(union) if part.geom_type == "Polygon"])


def in_fixed_order(shape: MultiPolygon) -> MultiPolygon:
    """Fix the order of polygons, rings and points; outer rings run counter-clockwise (RFC 7946)."""
    ordered: MultiPolygon = shapely.orient_polygons(shape.normalize())
    return ordered


def collection(countries: dict[str, MultiPolygon], decimals: int, version: str) -> dict[str, Any]:
    """Give the countries as a GeoJSON collection that names its source."""
    features = [
        {"type": "Feature", "properties": {"code": alpha_2(code), "iso3": code}, "geometry": geometry(shape, decimals)}
        for code, shape in countries.items()
    ]
    return {"type": "FeatureCollection", "source": f"United Nations Geodata, plotly.js {version}", "features": features}


def geometry(shape: MultiPolygon, decimals: int) -> dict[str, Any]:
    """Give a shape as GeoJSON, a single polygon as such, numbers as short as they can be written."""
    outlined = mapping(shape.geoms[0] if len(shape.geoms) == 1 else shape)
    return {"type": outlined["type"], "coordinates": short(outlined["coordinates"], decimals)}


def short(coordinates: Any, decimals: int) -> Any:
    """Round every number of nested coordinates; a whole number loses its «.0»."""
    if isinstance(coordinates, list | tuple):
        return [short(inner, decimals) for inner in coordinates]
    rounded = round(coordinates, decimals)
    return int(rounded) if rounded == int(rounded) else rounded


def alpha_2(alpha_3: str) -> str:
    """Give the two-letter code, empty for the areas that have none because their status is disputed."""
    country = pycountry.countries.get(alpha_3=alpha_3)
    return country.alpha_2 if country else ""


def label_points(countries: dict[str, MultiPolygon]) -> dict[str, Point]:
    """Give [longitude, latitude] of a good place for each country's label, by two-letter code.

    Raises: SystemExit when a country has neither a shape nor a point in WITHOUT_SHAPE.
    """
    points = {code: label_point(shape) for iso3, shape in countries.items() if (code := alpha_2(iso3))} | WITHOUT_SHAPE
    if missing := {country.alpha_2 for country in pycountry.countries} - set(points):
        sys.exit(f"WITHOUT_SHAPE lacks a label point: {', '.join(sorted(missing))}")
    return dict(sorted(points.items()))


def label_point(shape: MultiPolygon) -> Point:
    """Give the centre of the largest circle, as seen on the ground, in the largest part of a country."""
    part = max(shape.geoms, key=lambda part: part.area * squeeze(part))
    seen = scale(part, xfact=squeeze(part), origin=(0, 0))
    x, y = shapely.maximum_inscribed_circle(seen).coords[0]
    return round(x / squeeze(part), 3), round(y, 3)


def squeeze(part: Polygon) -> float:
    """Say how much shorter than at the equator a degree of longitude is in the middle of a polygon."""
    return cos(radians(part.centroid.y))


def one_geometry_per_country(topology: Topology) -> Topology:
    """Unite the geometries that share a country's code; arcs and the other layers stay as they are.

    plotly colours only the first geometry of a code: Gaza but not the West Bank, Spain but not the Canary Islands.
    """
    countries: dict[str, list[dict[str, Any]]] = {}
    for drawn in topology["objects"]["countries"]["geometries"]:
        countries.setdefault(drawn["id"], []).append(drawn)
    layer = {"type": "GeometryCollection", "geometries": list(map(merged, countries.values()))}
    return topology | {"objects": topology["objects"] | {"countries": layer}}


def merged(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Unite the geometries of one country."""
    first, *others = parts
    if not others:
        return first
    return first | {"type": "MultiPolygon", "arcs": [rings for part in parts for rings in polygons(part)]}


def write(path: Path, content: object) -> None:
    """Write compact JSON and say how large it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{path.relative_to(SHAPES)}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
