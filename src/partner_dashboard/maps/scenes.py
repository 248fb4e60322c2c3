"""From relations to a scene: the plain rows that one map shows. Tests compare these, not pixels."""

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import pandas as pd

from partner_dashboard import regions, summary
from partner_dashboard.editions import Edition
from partner_dashboard.maps.ground import NEAR, Place, camera, centre, centre_id, fanned, position
from partner_dashboard.maps.lettering import Row, label, labels, literal
from partner_dashboard.maps.tones import PAPER, codes_of, home_colour, home_shade, leading, palette, rgb, shade
from partner_dashboard.texts import Texts
from partner_dashboard.view import View

HATCH = 105
"""How opaque hatching is, of 255."""

AREA_LINES = (("partners", "partners"), ("relations", "strands"), ("living", "living"))
"""Which sentence says which count of a country."""

ALWAYS = 10_000
"""The year that stands for «all that is recorded»; no relation lasts so long."""


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

    @property
    def shown(self) -> list[Row]:
        """The points of the year that is looked at; a partner has one for each span of years."""
        return [row for row in self.points if shows(row, self.view.year)]

    @property
    def is_detailed(self) -> bool:
        """Whether outlines are drawn finely: when asked for, and when the camera stands near."""
        return self.view.detail or self.camera["zoom"] >= NEAR


def scene(edition: Edition, view: View, strands: pd.DataFrame, t: Texts, theme: str) -> Scene:
    """Gather the rows of a map.

    `strands` are those the view shows in any year; the year is a filter in the browser, so that another year needs no
    other points and moves no camera. Areas and names are those of the year.
    """
    rows = summary.partner_strands(strands)
    points = _points(edition, view, rows[rows["latitude"].notna()], t, palette(edition, view, theme))
    start = centre(edition, view)
    start_row = _start_row(edition, view, start, t)
    standing = strands if view.year is None else summary.in_year(strands, view.year)
    shown = [row for row in points if shows(row, view.year)]
    where = camera([(row["q"][1], row["q"][0]) for row in points], centre_of=start if view.centre else None)
    chosen = next(((row["p"][1], row["p"][0]) for row in shown if row["id"] == view.partner), None)
    return Scene(
        view=view, theme=theme, points=points,
        areas=areas(edition, view, standing, t, theme, detail=view.detail or where["zoom"] >= NEAR),
        labels=labels(shown, view.partner, where, start_row, everything=view.detail), start=start,
        start_row=start_row, chosen=chosen,
        home_colour=home_colour(edition, theme), camera=where,
    )  # fmt: skip


def shows(row: Row, year: int | None) -> bool:
    """Whether a row is drawn in a year; None is the whole record."""
    first, last = row["y"]
    return bool(first <= (ALWAYS if year is None else year) <= last)


def areas(
    edition: Edition, view: View, strands: pd.DataFrame, t: Texts, theme: str, *, detail: bool = False
) -> list[Row]:
    """Give the countries to shade as GeoJSON features: all when countries are shown, else those named as a whole.

    A relation to a country or region without a named institution is hatched, never pinned.
    """
    named = named_as_a_whole(edition, strands)
    rows = summary.countries(edition, strands) if view.show == "countries" else pd.DataFrame()
    counts = {str(code): row for code, row in rows.to_dict("index").items()}
    shapes, told = _shapes(detail=detail), cache(lambda key, count: t(f"map.{key}", count=count))
    return [
        {
            "type": "Feature",
            "geometry": shapes[code]["geometry"],
            "properties": {
                "code": code, "iso3": shapes[code]["iso3"], "name": regions.country_name(code, view.language),
                "n": counts.get(code, {}).get("partners", 0),
                "said": _area_words(counts.get(code, {}), len(named.get(code, ())), told),
                "c": rgb(_area_fill(edition, code, counts, theme)),
                "i": rgb(PAPER[theme]["text"], HATCH if code in named else 0),
            },
        }
        for code in dict.fromkeys([*counts, *named])
        if code in shapes
    ]  # fmt: skip


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
                    "id": one, "name": literal(name), "l": label(name, short), "p": position(opened[one]),
                    "q": position(places[one]), "s": radius(len(held)), "n": len(held), "y": [first, last],
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
        self.days = list(rows["time_start_earliest"].astype("int64"))
        begun = rows["time_start_year"].mask(rows["is_promised"])
        self.starts = begun.astype(object).where(begun.notna(), None).tolist()
        self.promised = list(rows["is_promised"] & rows["time_start_earliest"].notna())
        self.ends = rows["time_end_year"].astype(object).where(rows["time_end_year"].notna(), None).tolist()
        self.t, self.date, self.count = t, cache(t.date), cache(lambda count: t("map.relations", count=count))
        self.label = cache(lambda code: edition.codes.label("partnership_type", code, t.language))

    def spans(self, one: str) -> Iterator[tuple[int, int, list[int]]]:
        """Yield the spans of years in which the same relations of a partner stood, first of all the whole record."""
        return _spans([(at, self.starts[at], self.ends[at]) for at in self.of[one]])

    def words(self, held: list[int]) -> str:
        """Say relations, beginning and source, a line each; the values are plain text."""
        kinds = ", ".join(self.label(code) for code in dict.fromkeys(self.types[at] for at in held))
        source = next((self.sources[at] for at in held if self.sources[at]), "")
        cited = self.t("map.tip_source", source=source) if source else self.t("map.tip_unsourced")
        return "\n".join(literal(line) for line in (f"{self.count(len(held))}: {kinds}", self._since(held), cited))

    def _since(self, held: list[int]) -> str:
        """Say since when the first of them runs; where none has begun, for when the first is announced."""
        begun = [at for at in held if self.starts[at] is not None]
        told = begun or [at for at in held if self.promised[at]]
        if not told:
            return self.t("map.tip_undated")
        date = self.date(self.since[min(told, key=lambda at: self.days[at])])
        return self.t("map.tip_since" if begun else "map.tip_promised", date=date)


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


def _start_row(edition: Edition, view: View, start: Place | None, t: Texts) -> Row | None:
    one = centre_id(edition, view)
    if start is None or not one:
        return None
    row = edition.institutions.loc[[one]]
    name, city = summary.name(row, view.language).iloc[0], summary.city(row, view.language).iloc[0]
    return {
        "id": one, "name": literal(name),
        "said": "\n".join(part for part in (literal(city), t("map.tip_start")) if part),
        "l": label(summary.short_name(edition, one, view.language), ""), "p": position(start), "s": 6.5, "n": 0,
    }  # fmt: skip


def _area_words(counts: Row, named: int, told: Callable[[str, int], str]) -> str:
    lines = [told(key, counts[name]) for key, name in AREA_LINES if counts.get("partners")]
    return "\n".join([*lines, *([told("tip_named", named)] if named else [])])


def _area_fill(edition: Edition, code: str, counts: dict[str, Row], theme: str) -> str:
    partners = counts.get(code, {}).get("partners", 0)
    if partners and code == edition.home_country:
        return home_shade(edition, theme)
    return shade(partners, theme) if partners else PAPER[theme]["land"]


@cache
def _shapes(*, detail: bool) -> dict[str, Any]:
    """Give outline and ISO 3166-1 alpha-3 of each country; one too small for the coarse outlines has its fine one."""
    name = "world_50m.geojson" if detail else "world_110m.geojson"
    file = resources.files("partner_dashboard") / "assets" / "shapes" / name
    found = json.loads(file.read_text(encoding="utf-8"))["features"]
    held = {row["properties"]["code"]: row | {"iso3": row["properties"]["iso3"]} for row in found}
    return held if detail else _shapes(detail=True) | held
