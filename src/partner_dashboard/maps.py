"""From relations and their places to pydeck decks: rows ready for drawing, layers that name addresses, a camera.

Only this module knows pydeck. Rows reach the browser by address, never inside the deck; a row holds whitelisted fields
with ready arrays. deck.gl wants [longitude, latitude]: `_position` turns the pair round, here and nowhere else.

    strands ─ scene ─┬─ points      one row a partner and span of years with the same relations
                     ├─ areas       countries, shaded by count or hatched where no institution is named
                     └─ camera      ── world(scene, keep, shape) ── Deck
"""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk

from partner_dashboard import regions, summary
from partner_dashboard.editions import Edition
from partner_dashboard.texts import Texts
from partner_dashboard.view import View

Row = dict[str, Any]
Keep = Callable[[object], str]
Place = tuple[float, float]
"""Latitude and longitude in degrees, in this order."""

PAPER = {
    "light": {
        "sea": "#F7F9FB",
        "land": "#E9ECF0",
        "border": "#FFFFFF",
        "text": "#1C2733",
        "card": "#FFFFFF",
        "halo": "#FFFFFF",
        "globe": "#FFFFFF",
    },
    "dark": {
        "sea": "#1B2129",
        "land": "#2C343E",
        "border": "#46505C",
        "text": "#E8EDF2",
        "card": "#2C343E",
        "halo": "#1B2129",
        "globe": "#14191F",
    },
}
"""What stays back: the tones of sea, land, borders, words, cards, halos and the sea of a globe in each theme."""

REGION_COLOURS = {
    "light": ("#003560", "#B5651D", "#007A87", "#A32A6B", "#5E7A00", "#7B3F98", "#2F6FB5", "#8A5340"),
    "dark": ("#7DB7E6", "#F0B25C", "#4FCDD6", "#F08FC0", "#BAD63F", "#CA9BEB", "#9DB4FF", "#E0A893"),
}
"""Colours of regions in their order, taken up again from the start where there are more regions."""

AGES = {"under_5": 5, "under_15": 15, "under_30": 30, "over_30": 10_000}
"""Bands of age by the full years that a relation is younger than."""

AGE_COLOURS = {
    "light": ("#C8501E", "#A3195B", "#5B1A8B", "#1B0C41"),
    "dark": ("#9F7BE8", "#E0719C", "#F39B5A", "#F7E07A"),
}
"""One ramp of lightness per theme, from young to old, each step 3 : 1 against land and sea."""

SHADES = {
    "light": ("#C3D3E2", "#93B0CC", "#5C88B1", "#2C6093", "#003560"),
    "dark": ("#37506A", "#466F94", "#5A8DBB", "#7DB7E6", "#C4E2FA"),
}
"""Fills of countries from few partners to many."""

SHADE_STEPS = (1, 2, 4, 8, 16)
"""From how many partners on a country takes each shade."""

ALWAYS = 10_000
"""The year that stands for «all that is recorded»; no relation lasts so long."""

LARGE, FEW = 2, 25
"""A point is named on the map from this many relations on; where there are at most FEW points, all are."""

MOST_LABELS = 14
SHORT = 26
"""The longest name written beside a point."""

LETTER_WIDTH = 6.6
"""Pixels a letter of a name takes on average."""

LONG = 140
"""The longest line of a tooltip."""

FAN_RADIUS = 0.06
"""How far, in degrees of latitude, institutions at one place open: apart from zoom 7 on, one spot on the world."""

EARTH_RADIUS_KM = 6371.0088

WORLD = {"latitude": 27.0, "longitude": 12.0, "zoom": 1.22}
"""Where the camera stands to see all of it, Europe in the middle."""

EDGE = 35.0
"""How far from Greenwich the camera may stand before the world is drawn again beside itself, which costs time."""

ZOOMS = {"flat": (0.4, 9.0), "globe": (0.0, 8.0)}

NEUTRAL = "\u2060"
"""Put before a text that deck.gl could read as an instruction; it takes no room."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What one map shows, as plain rows; a test compares these, not pixels."""

    view: View
    theme: str
    points: list[Row]
    areas: list[Row]
    labels: list[Row]
    start: Place | None
    start_row: Row | None
    chosen: Place | None
    home_colour: str
    camera: dict[str, float]
    unplaced: tuple[str, ...] = ()
    colours: dict[str, str] = field(default_factory=dict)


def scene(edition: Edition, view: View, strands: pd.DataFrame, t: Texts, theme: str) -> Scene:
    """Gather the rows of a map.

    `strands` are those the view shows in any year; the year is a filter in the browser, so that another year needs no
    other rows. Areas count only what stood in the year of the view.
    """
    colours = palette(edition, view, theme)
    placed, unplaced = _placed(summary.partner_strands(strands))
    points = _points(edition, view, placed, t, colours)
    start = centre(edition, view)
    start_row = _start_row(edition, view, start, t)
    standing = strands if view.year is None else summary.in_year(strands, view.year)
    shown = [row for row in points if shows(row, view.year)]
    positions = [(row["q"][1], row["q"][0]) for row in shown]
    where = camera(positions, centre_of=start if view.centre else None)
    chosen = next(((row["p"][1], row["p"][0]) for row in points if row["id"] == view.partner), None)
    return Scene(
        view=view, theme=theme, points=points, areas=areas(edition, view, standing, t, theme),
        labels=labels(shown, view.partner, where, start_row, everything=view.detail), start=start,
        start_row=start_row, chosen=chosen, unplaced=unplaced,
        home_colour=home_colour(edition, theme), camera=where, colours=colours,
    )  # fmt: skip


def world(shown: Scene, keep: Keep, shape: Callable[[str], str], *, arcs: bool = True) -> pdk.Deck:
    """Draw a scene; `keep` keeps rows and gives their address, `shape` gives the address of a file of shapes."""
    view, globe = shown.view, shown.view.map == "globe"
    repeat = view.show != "density" and abs(shown.camera["longitude"]) > EDGE
    layers = [*_base(shown.theme, shape, detail=view.detail, globe=globe), *_area_layers(shown, keep)]
    if view.show == "density" and not globe:
        layers += _density_layers(shown, keep)
    elif view.show != "countries":
        layers += _point_layers(shown, keep, arcs=arcs)
    layers += _start_layers(shown, keep)
    return _deck(layers, shown.camera, shown.theme, globe=globe, repeat=repeat)


def small_world(
    edition: Edition, view: View, strands: pd.DataFrame, t: Texts, theme: str, keep: Keep, shape: Callable[[str], str]
) -> pdk.Deck:
    """Draw the world small, as the overview shows it: points only, seen from far, in the same look."""
    from dataclasses import replace

    plain = replace(view, map="flat", show="points", centre="", detail=False, year=None, partner="")
    gathered = scene(edition, plain, strands, t, theme)
    far = replace(gathered, labels=[], camera=gathered.camera | {"zoom": max(0.35, gathered.camera["zoom"] - 0.85)})
    return world(far, keep, shape, arcs=False)


def centre(edition: Edition, view: View) -> Place | None:
    """Give where arcs start: the institution the map is centred on, else the chosen home, else the main home."""
    for institution in (view.centre, *view.homes[:1], edition.main_home):
        place = _place_of(edition, institution)
        if place:
            return place
    return None


def centre_id(edition: Edition, view: View) -> str:
    """Give the institution at which arcs start, or an empty text."""
    return next((one for one in (view.centre, *view.homes[:1], edition.main_home) if _place_of(edition, one)), "")


def distances_km(start: Place, latitudes: pd.Series, longitudes: pd.Series) -> pd.Series:
    """Give great-circle distances on a sphere of the earth's mean radius; within 0.5 % of the ellipsoid.

    Units: degrees in, kilometres out; NaN where a place is unknown.
    Source: the haversine formula, Sinnott 1984.
    """
    here, there = np.radians(start[0]), np.radians(latitudes.astype(float))
    across = np.radians(longitudes.astype(float) - start[1])
    half = np.sin((there - here) / 2) ** 2 + np.cos(here) * np.cos(there) * np.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half.clip(0, 1)))


def palette(edition: Edition, view: View, theme: str) -> dict[str, str]:
    """Give the colour of each code that points are coloured by, in the order of the legend."""
    codes = edition.codes
    if view.colour == "region":
        tones = REGION_COLOURS[theme]
        rows = edition.regions.of(view.scheme, top_only=True) if view.scheme else ()
        found = {row.code: tones[rank % len(tones)] for rank, row in enumerate(rows)}
        return found | {regions.ELSEWHERE: codes.colour("type_group", "other", theme)}
    if view.colour == "age":
        grey = codes.colour("stage", "unknown", theme)
        return dict(zip(AGES, AGE_COLOURS[theme], strict=True)) | {"unknown": grey}
    name = "stage" if view.colour == "stage" else "type_group"
    return {code: codes.colour(name, code, theme) for code in codes.of(name)}


def codes_of(edition: Edition, view: View, rows: pd.DataFrame) -> pd.Series:
    """Give the code that each relation is coloured by."""
    if view.colour == "region":
        return summary.region_of(edition, rows, view.scheme)
    if view.colour == "stage":
        return rows["stage"].where(rows["stage"] != "", "unknown")
    if view.colour == "age":
        years = rows["time_start_year"]
        return (
            years.map(lambda year: age(year, edition.as_of.year), na_action="ignore").astype(object).fillna("unknown")
        )
    return rows["group"]


def age(year: int, today: int) -> str:
    """Give the band of age of what began in a year."""
    return next(band for band, limit in AGES.items() if today - year < limit)


def leading(codes: Iterable[str], order: Sequence[str], colour: str) -> str:
    """Choose the one code that colours a point with several relations.

    Types: the first in the order of the list. Stages: the highest step of the ladder reached, before those that have
    left it. Ages: the oldest that is known.
    """
    held = set(codes)
    ranked = [code for code in order if code in held]
    if colour == "stage":
        climbed = [code for code in ranked if code not in OFF_THE_LADDER]
        return climbed[-1] if climbed else ranked[0] if ranked else "unknown"
    if colour == "age":
        known = [code for code in ranked if code != "unknown"]
        return known[-1] if known else "unknown"
    return ranked[0] if ranked else next(iter(held), "unknown")


OFF_THE_LADDER = ("dormant", "ended", "unknown")


def shows(row: Row, year: int | None) -> bool:
    """Whether a row is drawn in a year; None is the whole record."""
    first, last = row["y"]
    return bool(first <= (ALWAYS if year is None else year) <= last)


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
    heights = [_mercator(lat) for lat, _ in places]
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


def same_place(edition: Edition, institution: str, among: Iterable[str], within_km: float = 30) -> list[str]:
    """Give the other institutions near one, nearest first."""
    here = _place_of(edition, institution)
    if here is None:
        return []
    rows = edition.institutions.loc[[one for one in among if one != institution]]
    far = distances_km(here, rows["latitude"], rows["longitude"])
    return [str(one) for one in far[far <= within_km].sort_values(kind="stable").index]


def areas(edition: Edition, view: View, strands: pd.DataFrame, t: Texts, theme: str) -> list[Row]:
    """Give the countries to shade as GeoJSON features: all when countries are shown, else those named as a whole.

    A relation to a country or region without a named institution is hatched, never pinned.
    """
    named = named_as_a_whole(edition, strands)
    counted = view.show == "countries"
    rows = summary.countries(edition, strands) if counted else pd.DataFrame()
    shapes = _shapes(detail=view.detail)
    found = [code for code in dict.fromkeys([*rows.index, *named]) if code in shapes]
    return [
        {
            "type": "Feature",
            "geometry": shapes[code]["geometry"],
            "properties": {"iso3": shapes[code]["iso3"]}
            | _area(edition, view, code, rows, named.get(code, ()), t, theme),
        }
        for code in found
    ]


def named_as_a_whole(edition: Edition, strands: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Give the countries that are named without an institution, each with the relations that name it or its region."""
    found: dict[str, tuple[str, ...]] = {}
    rows = strands[strands["institution_id"] == ""]
    for strand_id, country, region in zip(rows.index, rows["country"], rows["region_code"], strict=True):
        scheme, _, code = region.partition(":")
        meant = [country] if country else sorted(edition.regions.countries(scheme, (code,)))
        for one in meant:
            found[one] = (*found.get(one, ()), str(strand_id))
    return found


def shade(count: int, theme: str) -> str:
    """Give the fill of a country with so many partners."""
    step = sum(1 for limit in SHADE_STEPS if count >= limit)
    return SHADES[theme][max(step, 1) - 1]


def home_colour(edition: Edition, theme: str) -> str:
    """Give the colour of the home campus."""
    return edition.settings.home_dark if theme == "dark" else edition.settings.home_light


def home_shade(edition: Edition, theme: str) -> str:
    """Give the fill of the home country: its colour, paled, because it is not one of the shades that count."""
    home, land = rgb(home_colour(edition, theme)), rgb(PAPER[theme]["land"])
    return "#" + "".join(f"{round(0.4 * one + 0.6 * other):02X}" for one, other in zip(home[:3], land[:3], strict=True))


def rgb(colour: str, alpha: int = 255) -> list[int]:
    """Give #rrggbb as deck.gl takes it."""
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)] + [alpha]


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _placed(rows: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    known = rows["latitude"].notna() & rows["longitude"].notna()
    return rows[known], tuple(dict.fromkeys(rows.loc[~known, "institution_id"]))


def _points(edition: Edition, view: View, rows: pd.DataFrame, t: Texts, colours: dict[str, str]) -> list[Row]:
    """Make the rows of points, those with most relations first, so that small ones are drawn over large ones.

    Plain lists and remembered words: pandas is slow one row at a time, and most dates and labels come up often.
    """
    strands = _Strands(edition, view, rows, t)
    ranked = sorted(strands.of, key=lambda one: (-len(strands.of[one]), one))
    people = edition.institutions.loc[ranked]
    places = {
        one: (float(lat), float(lon))
        for one, lat, lon in zip(ranked, people["latitude"], people["longitude"], strict=True)
    }
    opened, order = fanned(places), list(colours)
    found: list[Row] = []
    for one, name, city, short, country in zip(
        ranked, summary.name(people, view.language), summary.city(people, view.language), people["short_name"],
        people["country_code"], strict=True,
    ):  # fmt: skip
        place = literal(", ".join(part for part in (city, regions.country_name(country, t.language)) if part))
        for first, last, held in strands.spans(one):
            code = leading([strands.codes[at] for at in held], order, view.colour)
            found.append(
                {
                    "id": one, "name": literal(name), "l": label(name, short), "p": _position(opened[one]),
                    "q": _position(places[one]), "s": radius(len(held)), "n": len(held), "y": [first, last],
                    "c": rgb(colours.get(code, "#808080")), "k": code, "said": f"{place}\n{strands.words(held)}",
                }
            )  # fmt: skip
    return sorted(found, key=lambda row: -row["n"])


class _Strands:
    """The relations of all placed partners as plain lists, with `of` saying which belong to whom."""

    def __init__(self, edition: Edition, view: View, rows: pd.DataFrame, t: Texts) -> None:
        self.of: dict[str, list[int]] = {}
        for at, one in enumerate(rows["institution_id"]):
            self.of.setdefault(str(one), []).append(at)
        self.codes = list(codes_of(edition, view, rows))
        self.types, self.sources, self.since = list(rows["type"]), list(rows["source_title"]), list(rows["start_date"])
        self.days = list(rows["time_start_earliest"].astype("int64").where(rows["time_start_earliest"].notna(), None))
        self.starts = rows["time_start_year"].astype(object).where(rows["time_start_year"].notna(), None).tolist()
        self.ends = rows["time_end_year"].astype(object).where(rows["time_end_year"].notna(), None).tolist()
        self.t, self.date, self.count = t, cache(t.date), cache(lambda count: t("map.relations", count=count))
        self.label = cache(lambda code: edition.codes.label("partnership_type", code, t.language))

    def spans(self, one: str) -> Iterator[tuple[int, int, list[int]]]:
        """Yield the spans of years in which the same relations of a partner stood, first of all the whole record."""
        return _spans([(at, self.starts[at], self.ends[at]) for at in self.of[one]])

    def words(self, held: list[int]) -> str:
        """Say relations, beginning and source, a line each; the values are plain text."""
        kinds = ", ".join(self.label(code) for code in dict.fromkeys(self.types[at] for at in held))
        dated = min(((self.days[at], self.since[at]) for at in held if self.starts[at] is not None), default=None)
        source = next((self.sources[at] for at in held if self.sources[at]), "")
        since = self.t("map.tip_since", date=self.date(dated[1])) if dated else self.t("map.tip_undated")
        cited = self.t("map.tip_source", source=source) if source else self.t("map.tip_unsourced")
        return "\n".join(literal(line) for line in (f"{self.count(len(held))}: {kinds}", since, cited))


def literal(text: str, longest: int = LONG) -> str:
    """Make a data value fit to be drawn: one line, not too long, and nothing deck.gl would read as an instruction."""
    line = " ".join(str(text).split())
    cut = line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
    return f"{NEUTRAL}{cut}" if cut.startswith("@@") else cut


def label(name: str, short: str) -> str:
    """Give what is written beside a point: the name where it is short, else the short name, else its beginning."""
    return literal(name if len(name) <= SHORT else short or name, SHORT)


def radius(count: int) -> float:
    """Give the radius in pixels of a point whose area grows with its relations, up to a limit."""
    return round(min(4.4 * math.sqrt(count), 24.0), 2)


def _spans(strands: Sequence[tuple[int, int | None, int | None]]) -> Iterator[tuple[int, int, list[int]]]:
    """Yield first and last year and the numbers of the relations, each given with its first and last year."""
    yield ALWAYS, ALWAYS, [at for at, _, _ in strands]
    dated = [(at, start, ALWAYS - 1 if end is None else end) for at, start, end in strands if start is not None]
    marks = {start for _, start, _ in dated} | {end + 1 for _, _, end in dated}
    for first, following in pairwise(sorted(marks)):
        held = [at for at, start, end in dated if start <= first <= end]
        if held:
            yield first, following - 1, held


def labels(
    shown: Sequence[Row], chosen: str, where: dict[str, float], start: Row | None = None, *, everything: bool = False
) -> list[Row]:
    """Choose which points are named and on which side, so that no name covers another at the first camera.

    Named are where arcs start, the chosen point, then the large ones, and all where they are few or everything is
    asked for. A name for which no side is free is left out. Widths are estimated, in pixels of the flat map.
    """
    wanted = everything or len(shown) <= FEW
    ranked = sorted(shown, key=lambda row: (row["id"] != chosen, -row["n"]))
    ranked = [start, *(row for row in ranked if row["id"] != start["id"])] if start else ranked
    taken = [_disc(row, where) for row in ranked]
    found: list[Row] = []
    for row in ranked:
        always = row is start or row["id"] == chosen
        if not (wanted or row["n"] >= LARGE or always):
            continue
        free = [side for side in SIDES if not any(_overlap(_name_box(row, where, side), box) for box in taken)]
        for side in free[:1] or (ABOVE,) * always:
            taken.append(_name_box(row, where, side))
            reach = row["s"] + 4
            found.append(
                {"l": row["l"], "p": row["p"], "a": side[0], "b": side[1], "o": [side[2] * reach, side[3] * reach]}
            )
    return found if everything else found[:MOST_LABELS]


Side = tuple[str, str, int, int]
"""How a name stands to its point: anchor, baseline, and the direction it is moved in, right and down."""

ABOVE: Side = ("middle", "bottom", 0, -1)
SIDES: tuple[Side, ...] = (("start", "center", 1, 0), ("end", "center", -1, 0), ABOVE, ("middle", "top", 0, 1))

Box = tuple[float, float, float, float]


def _on_screen(row: Row, where: dict[str, float]) -> tuple[float, float]:
    scale = 512 * 2 ** where["zoom"]
    across = (row["p"][0] - where["longitude"] + 180) % 360 - 180
    return across / 360 * scale, -_mercator(row["p"][1]) * scale


def _disc(row: Row, where: dict[str, float]) -> Box:
    x, y = _on_screen(row, where)
    reach = row["s"] - 2
    return x - reach, y - reach, x + reach, y + reach


def _name_box(row: Row, where: dict[str, float], side: Side) -> Box:
    x, y = _on_screen(row, where)
    anchor, _, right, down = side
    reach, width = row["s"] + 4, LETTER_WIDTH * len(row["l"]) + 2
    x, y = x + right * reach, y + down * (reach + 8)
    left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
    return left, y - 8, left + width, y + 8


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _start_row(edition: Edition, view: View, start: Place | None, t: Texts) -> Row | None:
    one = centre_id(edition, view)
    if start is None or not one:
        return None
    row = edition.institutions.loc[[one]]
    name, city = summary.name(row, view.language).iloc[0], summary.city(row, view.language).iloc[0]
    return {
        "id": one, "name": literal(name),
        "said": "\n".join(part for part in (literal(city), t("map.tip_start")) if part),
        "l": label(summary.short_name(edition, one), ""), "p": _position(start), "s": 6.5, "n": 0,
    }  # fmt: skip


def _area(
    edition: Edition, view: View, code: str, rows: pd.DataFrame, named: tuple[str, ...], t: Texts, theme: str
) -> Row:  # fmt: skip
    lines: list[str] = []
    partners = int(rows.at[code, "partners"]) if code in rows.index else 0
    if partners:
        lines += [
            t("map.partners", count=partners), t("map.relations", count=int(rows.at[code, "strands"])),
            t("map.living", count=int(rows.at[code, "living"])),
        ]  # fmt: skip
    if named:
        lines.append(t("map.tip_named", count=len(named)))
    fill = rgb(shade(partners, theme)) if partners else rgb(PAPER[theme]["land"])
    if partners and code == edition.home_country:
        fill = rgb(home_shade(edition, theme))
    return {
        "code": code, "name": regions.country_name(code, view.language), "said": "\n".join(lines), "n": partners,
        "c": fill, "i": rgb(PAPER[theme]["text"], 105 if named else 0),
    }  # fmt: skip


@cache
def _shapes(*, detail: bool) -> dict[str, Any]:
    name = "world_50m.geojson" if detail else "world_110m.geojson"
    file = resources.files("partner_dashboard") / "assets" / "shapes" / name
    found = json.loads(file.read_text(encoding="utf-8"))
    return {
        row["properties"]["code"]: {"geometry": row["geometry"], "iso3": row["properties"]["iso3"]}
        for row in found["features"]
        if row["properties"]["code"]
    }


# ── layers ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _base(theme: str, shape: Callable[[str], str], *, detail: bool, globe: bool) -> list[pdk.Layer]:
    paper, edge = PAPER[theme], 90 if globe else 85.05
    ring = [[-180, edge], [0, edge], [180, edge], [180, -edge], [0, -edge], [-180, -edge]]
    sea = pdk.Layer(
        "SolidPolygonLayer", id="sea", data=[{"ring": ring}], get_polygon="ring", filled=True, pickable=False,
        get_fill_color=rgb(paper["globe" if globe else "sea"]),
    )  # fmt: skip
    land = pdk.Layer(
        "GeoJsonLayer", id="land", data=shape("world_50m.geojson" if detail else "world_110m.geojson"),
        get_fill_color=rgb(paper["land"]), get_line_color=rgb(paper["border"]), stroked=True, filled=True,
        line_width_units="'pixels'", get_line_width=0.7, line_width_min_pixels=0.7, pickable=False,
    )  # fmt: skip
    return [sea, _graticule(theme), land] if globe else [sea, land]


def _graticule(theme: str) -> pdk.Layer:
    """Draw the lines of a globe every 30 degrees, so that an empty ocean still looks round."""
    meridians = [[[lon, lat] for lat in range(-85, 86, 5)] for lon in range(-180, 180, 30)]
    parallels = [[[lon, lat] for lon in range(-180, 181, 5)] for lat in range(-60, 61, 30)]
    return pdk.Layer(
        "PathLayer", id="graticule", data=[{"line": line} for line in meridians + parallels], get_path="line",
        get_color=rgb(PAPER[theme]["land"]), get_width=1, width_units="'pixels'", pickable=False, **BOTH_SIDES,
    )  # fmt: skip


def _area_layers(shown: Scene, keep: Keep) -> list[pdk.Layer]:
    if not shown.areas:
        return []
    body = {"type": "FeatureCollection", "features": shown.areas}
    common = {"data": keep(body), "line_width_units": "'pixels'", "get_line_width": 0.7, "line_width_min_pixels": 0.7}
    filled = pdk.Layer(
        "GeoJsonLayer", id="areas", get_fill_color="properties.c", get_line_color=rgb(PAPER[shown.theme]["border"]),
        stroked=True, filled=True, pickable=True, auto_highlight=True,
        highlight_color=rgb(PAPER[shown.theme]["text"], 40), **common,
    )  # fmt: skip
    hatch = {"hatch": {"type": "hatch", "gap": 6, "strokeWidth": 1, "angle": 45}}
    hatched = pdk.Layer(
        "GeoJsonLayer", id="hatching", get_fill_color="properties.i", stroked=False, filled=True, pickable=False,
        get_fill_pattern="'hatch'", fill_pattern_size_units="'pixels'",
        extensions=[{"@@type": "FillStyleExtension", "proceduralPattern": True}], fill_pattern_mapping=hatch, **common,
    )  # fmt: skip
    return [filled, hatched]


def _point_layers(shown: Scene, keep: Keep, *, arcs: bool) -> list[pdk.Layer]:
    paper, rows = PAPER[shown.theme], keep(shown.points)
    years, globe = _years(shown.view.year), shown.view.map == "globe"
    on_top = ON_TOP if globe else {}
    layers = []
    if arcs and shown.start:
        layers.append(
            _arc_layer(shown, "arcs", rows, rgb(shown.home_colour, 85), "c", opacity=0.34, get_width=1.1, **years)
        )
    if shown.start and shown.chosen:
        one = [{"q": _position(shown.chosen)}]
        layers.append(_arc_layer(shown, "chosen-arc", one, rgb(shown.home_colour), rgb(paper["text"]), get_width=2))
    layers.append(
        pdk.Layer(
            "LineLayer", id="legs", data=rows, get_source_position="q", get_target_position="p", get_color="c",
            get_width=1, width_units="'pixels'", pickable=False, **years, **on_top,
        )
    )  # fmt: skip
    layers.append(
        pdk.Layer(
            "ScatterplotLayer", id="points", data=rows, get_position="p", get_radius="s", radius_units="'pixels'",
            get_fill_color="c", stroked=True, get_line_color=rgb(paper["halo"]), line_width_units="'pixels'",
            get_line_width=1.2, pickable=True, auto_highlight=True, highlight_color=rgb(paper["text"], 60), **years,
            **on_top,
        )
    )  # fmt: skip
    return [*layers, *_chosen_layers(shown, on_top), *_label_layers(shown, keep)]


ON_TOP = {"parameters": {"depthCompare": "always", "cullMode": "back"}}
"""On the globe, discs lie in the surface: they are drawn over it, and those on the far side are turned away."""

BOTH_SIDES = {"parameters": {"cullMode": "none"}}
"""On the globe, deck.gl leaves out what is turned away from the eye; a ribbon has no right side."""


def _arc_layer(shown: Scene, name: str, rows: Any, source: list[int], target: Any, **more: Any) -> pdk.Layer:
    """Draw the shortest ways over the earth: in the plane of a flat map, a little over the surface of a globe."""
    assert shown.start  # noqa: S101 the caller asks
    way = {"get_height": 0.12, **BOTH_SIDES} if shown.view.map == "globe" else {"wrap_longitude": True}
    return pdk.Layer(
        "GreatCircleLayer", id=name, data=rows, get_source_position=_position(shown.start), get_target_position="q",
        get_source_color=source, get_target_color=target, width_units="'pixels'", num_segments=80, pickable=False,
        **way, **more,
    )  # fmt: skip


def _chosen_layers(shown: Scene, on_top: Row) -> list[pdk.Layer]:
    if not shown.chosen:
        return []
    return [
        pdk.Layer(
            "ScatterplotLayer", id="chosen", data=[{"p": _position(shown.chosen)}], get_position="p", get_radius=12,
            radius_units="'pixels'", filled=False, stroked=True, get_line_color=rgb(PAPER[shown.theme]["text"]),
            line_width_units="'pixels'", get_line_width=2, pickable=False, **on_top,
        )
    ]  # fmt: skip


def _label_layers(shown: Scene, keep: Keep) -> list[pdk.Layer]:
    globe = shown.view.map == "globe"
    return [_names_layer("labels", keep(shown.labels), shown.theme, globe=globe)] if shown.labels else []


def _names_layer(name: str, rows: str, theme: str, *, globe: bool = False) -> pdk.Layer:
    over = {"parameters": {"depthCompare": "always", "cullMode": "none"}} if globe else {}
    return pdk.Layer(
        "TextLayer", id=name, data=rows, get_position="p", get_text="l", get_size=13,
        size_units="'pixels'", get_color=rgb(PAPER[theme]["text"]), get_text_anchor="a", get_alignment_baseline="b",
        get_pixel_offset="o", font_family="'Source Sans, sans-serif'", font_weight=500, character_set="'auto'",
        font_settings={"sdf": True, "fontSize": 64, "buffer": 12, "radius": 16, "smoothing": 0.2}, outline_width=3,
        outline_color=rgb(PAPER[theme]["sea"]), pickable=False, **over,
    )  # fmt: skip


def _density_layers(shown: Scene, keep: Keep) -> list[pdk.Layer]:
    ramp = [rgb(tone)[:3] for tone in SHADES[shown.theme]]
    rows = [{"q": row["q"], "n": row["n"]} for row in shown.points if shows(row, shown.view.year)]
    return [
        pdk.Layer(
            "HeatmapLayer", id="density", data=keep(rows), get_position="q", get_weight="n", radius_pixels=38,
            intensity=1.1, threshold=0.06, color_range=ramp, pickable=False,
        )
    ]  # fmt: skip


def _start_layers(shown: Scene, keep: Keep) -> list[pdk.Layer]:
    if shown.start is None or shown.start_row is None or shown.view.show == "countries":
        return []
    paper = PAPER[shown.theme]
    return [
        pdk.Layer(
            "ScatterplotLayer", id="start", data=keep([shown.start_row]), get_position="p", get_radius=6.5,
            radius_units="'pixels'", get_fill_color=rgb(shown.home_colour), stroked=True,
            get_line_color=rgb(paper["halo"]), line_width_units="'pixels'", get_line_width=2, pickable=True,
            **(ON_TOP if shown.view.map == "globe" else {}),
        )
    ]  # fmt: skip


def _years(year: int | None) -> dict[str, Any]:
    """Let the graphics card keep the rows of a year; another year changes four numbers and no row."""
    wanted = ALWAYS if year is None else year
    return {
        "extensions": [{"@@type": "DataFilterExtension", "filterSize": 2}],
        "get_filter_value": "y",
        "filter_range": [[-ALWAYS, wanted], [wanted, 2 * ALWAYS]],
    }


def _deck(
    layers: list[pdk.Layer], where: dict[str, float], theme: str, *, globe: bool, repeat: bool = True
) -> pdk.Deck:
    least, most = ZOOMS["globe" if globe else "flat"]
    ground = {} if repeat and not globe else {"clear": True, "clear_color": rgb(PAPER[theme]["sea"])}
    turning = {} if globe else {"dragRotate": False, "touchRotate": False}
    view = pdk.View(type="GlobeView" if globe else "MapView", controller=turning or True, **ground)
    if repeat and not globe:
        view.repeat = True
    return pdk.Deck(
        # The list is nested on purpose: Streamlit repaints what is not chosen in every layer of the outer list, base
        # map included, and leaves inner lists alone (1.67, DeckGlJsonChart, 2026-11-20). We mark the chosen partner
        # ourselves, because the address can choose one too.
        layers=[layers], views=[view], map_provider=None, tooltip=_tooltip(theme),
        initial_view_state=pdk.ViewState(
            **(_on_globe(where) if globe else where), min_zoom=least, max_zoom=most, pitch=0, bearing=0
        ),
    )  # fmt: skip


def _on_globe(where: dict[str, float]) -> dict[str, float]:
    """Move the camera so that a globe fills the height of the picture, and looks a little more from the north."""
    latitude = 38.0 if where == WORLD else where["latitude"]
    return where | {"latitude": latitude, "zoom": max(where["zoom"] + 0.55, 1.75)}


def _tooltip(theme: str) -> Row:
    """Give the fixed template; values come in by {field} and are escaped by Streamlit."""
    paper = PAPER[theme]
    style = {
        "backgroundColor": paper["card"], "color": paper["text"], "fontSize": "13px", "lineHeight": "1.4",
        "padding": "8px 10px", "borderRadius": "6px", "maxWidth": "280px", "whiteSpace": "pre-line",
        "boxShadow": "0 1px 6px rgba(0, 0, 0, 0.25)",
    }  # fmt: skip
    return {"html": "<b>{name}</b>\n{said}", "style": style}


# ── places ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _position(place: Place) -> list[float]:
    return [round(place[1], 5), round(place[0], 5)]


def _place_of(edition: Edition, institution: str) -> Place | None:
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


def _narrowest(longitudes: list[float]) -> tuple[float, float]:
    """Give the western end and the width of the smallest span of longitudes that holds all, across 180° if need be."""
    gaps = [(after - before, after) for before, after in pairwise(longitudes)]
    gaps.append((longitudes[0] + 360 - longitudes[-1], longitudes[0]))
    widest, west = max(gaps)
    return west, 360 - widest


def _mercator(latitude: float) -> float:
    bounded = math.radians(max(-85.0, min(85.0, latitude)))
    return math.log(math.tan(math.pi / 4 + bounded / 2)) / (2 * math.pi)


def _latitude(height: float) -> float:
    return math.degrees(2 * math.atan(math.exp(height * 2 * math.pi)) - math.pi / 2)


# ── one place, one trip ───────────────────────────────────────────────────────────────────────────────────────────

NEAR_ZOOM = 3.1
"""How near a small map looks at a single place: near enough for the country, far enough to know where in the world."""

SMALL_STEP = 0.7
"""How much farther a small map looks than the large one for the same places."""


def place_deck(
    edition: Edition, institution: str, neighbours: Sequence[str], colour: str, t: Texts, theme: str, keep: Keep,
    shape: Callable[[str], str],
) -> pdk.Deck | None:  # fmt: skip
    """Draw one institution and its neighbours, or None where nobody knows its place.

    Neighbours at the same spot open like a fan; `colour` as #rrggbb is that of the institution.
    """
    here = _place_of(edition, institution)
    if here is None:
        return None
    held = {one: place for one in (institution, *neighbours) if (place := _place_of(edition, one))}
    names = summary.name(edition.institutions.loc[list(held)], t.language)
    cities = summary.city(edition.institutions.loc[list(held)], t.language)
    quiet = edition.codes.colour("type_group", "other", theme)
    pins = [
        _pin(one, names[one], cities[one], place, *((colour, 8.0) if one == institution else (quiet, 5.0)))
        for one, place in fanned(held).items()
    ]
    where = {"latitude": here[0], "longitude": here[1], "zoom": NEAR_ZOOM}
    layers = [*_base(theme, shape, detail=True, globe=False), *_pin_layers(pins[::-1], institution, where, theme, keep)]
    return _deck(layers, where, theme, globe=False)


def route_deck(
    edition: Edition, whole: str, legs: pd.DataFrame, colour: str, t: Texts, theme: str, keep: Keep,
    shape: Callable[[str], str], *, is_ordered: bool,
) -> pdk.Deck | None:  # fmt: skip
    """Draw where the parts of a trip or conference took place, or None where nobody knows any of the places.

    In a known order the places are numbered and joined one after the other, from faint to strong. Without one they are
    joined to the place of the whole, by lines that have no direction. Parts at one place share a point.
    """
    stops = _stops(legs)
    middle = _stops(edition.events.loc[[whole]])
    places = list(stops) or list(middle)
    if not places:
        return None
    pins = [
        _stop_pin(edition, ids, number if is_ordered else 0, place, colour, t)
        for number, (place, ids) in enumerate((stops or middle).items(), start=1)
    ]
    around = [(hub, place) for hub in middle for place in places if place != hub]
    pairs = list(pairwise(places)) if is_ordered else around
    if len(places) == 1:
        where = {"latitude": places[0][0], "longitude": places[0][1], "zoom": NEAR_ZOOM}
    else:
        near = camera(places)
        where = near | {"zoom": max(0.4, near["zoom"] - SMALL_STEP)}
    layers = [*_base(theme, shape, detail=True, globe=False), _route_layer(pairs, colour, is_ordered=is_ordered)]
    return _deck([*layers, *_pin_layers(pins, "", where, theme, keep)], where, theme, globe=False)


def _stops(events: pd.DataFrame) -> dict[Place, list[str]]:
    """Gather events by place, to some ten kilometres, in the order of the rows; those without one are left out."""
    found: dict[Place, list[str]] = {}
    for row in events.dropna(subset=["latitude", "longitude"]).itertuples():
        place = (float(str(row.latitude)), float(str(row.longitude)))
        near = next((held for held in found if _is_near(held, place)), place)
        found.setdefault(near, []).append(str(row.event_id))
    return found


def _is_near(one: Place, other: Place) -> bool:
    return abs(one[0] - other[0]) < 0.15 and abs(one[1] - other[1]) < 0.15


def _stop_name(edition: Edition, ids: Sequence[str], number: int, t: Texts) -> str:
    rows = edition.events.loc[list(ids)]
    city = next((name for name in summary.city(rows, t.language) if name), str(summary.name(rows, t.language).iloc[0]))
    return f"{number}. {city}" if number else city


def _stop_pin(edition: Edition, ids: Sequence[str], number: int, place: Place, colour: str, t: Texts) -> Row:
    titles = "\n".join(summary.name(edition.events.loc[list(ids)], t.language))
    return _pin(ids[0], _stop_name(edition, ids, number, t), titles, place, colour, 6.0 + len(ids))


def _pin(one: str, name: object, said: object, place: Place, colour: str, size: float) -> Row:
    lines = "\n".join(literal(line) for line in str(said).split("\n") if line)
    return {
        "id": one, "name": literal(str(name)), "said": lines, "l": literal(str(name), SHORT), "p": _position(place),
        "c": rgb(colour), "s": size, "n": size,
    }  # fmt: skip


def _pin_layers(pins: list[Row], chosen: str, where: dict[str, float], theme: str, keep: Keep) -> list[pdk.Layer]:
    paper = PAPER[theme]
    points = pdk.Layer(
        "ScatterplotLayer", id="pins", data=keep(pins), get_position="p", get_radius="s", radius_units="'pixels'",
        get_fill_color="c", stroked=True, get_line_color=rgb(paper["card"] if theme == "light" else paper["sea"]),
        line_width_units="'pixels'", get_line_width=1.2, pickable=True, auto_highlight=True,
        highlight_color=rgb(paper["text"], 60),
    )  # fmt: skip
    named = [pin for pin in pins if pin["id"] == chosen] or pins
    return [points, _names_layer("names", keep(labels(named, chosen, where, everything=True)), theme)]


def _route_layer(pairs: Sequence[tuple[Place, Place]], colour: str, *, is_ordered: bool) -> pdk.Layer:
    rows = [{"a": _position(start), "b": _position(end)} for start, end in pairs]
    faint, strong = rgb(colour, 90), rgb(colour, 230 if is_ordered else 90)
    return pdk.Layer(
        "GreatCircleLayer", id="route", data=rows, get_source_position="a", get_target_position="b",
        get_source_color=faint, get_target_color=strong, get_width=2 if is_ordered else 1.4, width_units="'pixels'",
        pickable=False, wrap_longitude=True,
    )  # fmt: skip
