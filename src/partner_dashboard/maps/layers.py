"""From a scene to a pydeck deck: layers that name the addresses of their rows, a view and a camera.

Rows reach the browser by address, never inside the deck; a row holds whitelisted fields with ready arrays.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pydeck as pdk

from partner_dashboard.editions import Edition
from partner_dashboard.maps.ground import WORLD, Place, angle, position, way
from partner_dashboard.maps.lettering import Row, labels
from partner_dashboard.maps.scenes import ALWAYS, Scene, scene, shows
from partner_dashboard.maps.tones import PAPER, SHADES, rgb
from partner_dashboard.texts import Texts
from partner_dashboard.view import View

Keep = Callable[[object], str]

EDGE = 35.0
"""How far from Greenwich the camera may stand before the world is drawn again beside itself, which costs time."""

ZOOMS = {"flat": (0.4, 9.0), "globe": (0.0, 8.0)}


def world(shown: Scene, keep: Keep, shape: Callable[[str], str], *, arcs: bool = True) -> pdk.Deck:
    """Draw a scene; `keep` keeps rows and gives their address, `shape` gives the address of a file of shapes."""
    view, globe = shown.view, shown.view.map == "globe"
    repeat = view.show != "density" and abs(shown.camera["longitude"]) > EDGE
    layers = [*base(shown.theme, shape, detail=shown.is_detailed, globe=globe), *_area_layers(shown, keep)]
    if view.show == "density" and not globe:
        layers += _density_layers(shown, keep)
    elif view.show != "countries":
        layers += _point_layers(shown, keep, arcs=arcs)
    layers += _start_layers(shown, keep)
    return deck(layers, shown.camera, shown.theme, globe=globe, repeat=repeat)


def small_world(
    edition: Edition, view: View, strands: pd.DataFrame, t: Texts, theme: str, keep: Keep, shape: Callable[[str], str]
) -> pdk.Deck:
    """Draw the world small, as the overview shows it: points only, seen from far, in the same look."""
    plain = replace(view, map="flat", show="points", centre="", detail=False, year=None, partner="")
    gathered = scene(edition, plain, strands, t, theme)
    far = replace(gathered, labels=[], camera=gathered.camera | {"zoom": max(0.35, gathered.camera["zoom"] - 0.85)})
    return world(far, keep, shape, arcs=False)


SMALL_REACH = 185.0
"""How far from the middle of a small map, in pixels, a name may reach."""


def named_world(
    edition: Edition, view: View, strands: pd.DataFrame, t: Texts, theme: str, keep: Keep, shape: Callable[[str], str]
) -> pdk.Deck:
    """Draw the world small and near, with the names for which there is room: where the partners of a dossier lie."""
    plain = replace(view, map="flat", show="points", centre="", detail=False, year=None, partner="")
    gathered = scene(edition, plain, strands, t, theme)
    where = gathered.camera | {"zoom": max(0.35, gathered.camera["zoom"] - 1.0)}
    near = replace(gathered, labels=labels(gathered.shown, "", where, reach=SMALL_REACH), camera=where)
    return world(near, keep, shape, arcs=False)


def base(theme: str, shape: Callable[[str], str], *, detail: bool, globe: bool) -> list[pdk.Layer]:
    """Draw sea and land in two close tones, with hairline borders."""
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
            _way_layer("arcs", keep(_ways(shown.start, shown.points)), "c", opacity=0.2, get_width=1.1, **years)
            if globe
            else _arc_layer(
                shown.start, "arcs", rows, rgb(shown.home_colour, 85), "c", opacity=0.34, get_width=1.1, **years
            )
        )
    if shown.start and shown.chosen and shown.start != shown.chosen:
        layers.append(_chosen_way(shown, shown.start, shown.chosen))
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


ON_TOP = {"billboard": True, "get_polygon_offset": "[0, -150000]"}
"""On the globe, discs face the eye, round to its edge, and are drawn as if they stood a little nearer than they are, so
that its curve does not cut them; those on the far side stay behind it."""

LABEL_HEIGHT_M = 200_000
"""How high names float over a globe, so that its curve does not cut them and its far side stays hidden."""

NEAR_SIDE = 62.0
"""Degrees from the middle of a globe within which points are named; farther out the curve cuts names."""

BOTH_SIDES = {"parameters": {"cullMode": "none"}}
"""On the globe, deck.gl leaves out what is turned away from the eye; a ribbon has no right side."""


def _arc_layer(start: Place, name: str, rows: Any, source: list[int], target: Any, **more: Any) -> pdk.Layer:
    """Draw the shortest ways over the earth in the plane of a flat map."""
    return pdk.Layer(
        "GreatCircleLayer", id=name, data=rows, get_source_position=position(start), get_target_position="q",
        get_source_color=source, get_target_color=target, width_units="'pixels'", num_segments=80, pickable=False,
        wrap_longitude=True, **more,
    )  # fmt: skip


def _way_layer(name: str, rows: Any, colour: Any, **more: Any) -> pdk.Layer:
    """Draw ways that lie on a globe; its far side hides what is behind it.

    deck.gl's own great circles leave the globe as straight rays (9.2), so the browser gets every bend of a way.
    """
    return pdk.Layer(
        "PathLayer", id=name, data=rows, get_path="w", get_color=colour, width_units="'pixels'", pickable=False,
        **BOTH_SIDES, **more,
    )  # fmt: skip


def _ways(start: Place, points: Sequence[Row]) -> list[Row]:
    """Give the way to each point with its colour and years; at the start itself there is none."""
    away = [row for row in points if row["q"] != position(start)]
    found = {tuple(row["q"]): way(start, (row["q"][1], row["q"][0])) for row in away}
    return [{"w": found[tuple(row["q"])], "c": row["c"], "y": row["y"]} for row in away]


def _chosen_way(shown: Scene, start: Place, chosen: Place) -> pdk.Layer:
    colour, text = rgb(shown.home_colour), rgb(PAPER[shown.theme]["text"])
    if shown.view.map == "globe":
        return _way_layer("chosen-arc", [{"w": way(start, chosen)}], text, get_width=2)
    return _arc_layer(start, "chosen-arc", [{"q": position(chosen)}], colour, text, get_width=2)


def _chosen_layers(shown: Scene, on_top: Row) -> list[pdk.Layer]:
    if not shown.chosen:
        return []
    return [
        pdk.Layer(
            "ScatterplotLayer", id="chosen", data=[{"p": position(shown.chosen)}], get_position="p", get_radius=12,
            radius_units="'pixels'", filled=False, stroked=True, get_line_color=rgb(PAPER[shown.theme]["text"]),
            line_width_units="'pixels'", get_line_width=2, pickable=False, **on_top,
        )
    ]  # fmt: skip


def _label_layers(shown: Scene, keep: Keep) -> list[pdk.Layer]:
    globe, rows = shown.view.map == "globe", shown.labels
    if globe:
        middle = (_on_globe(shown.camera)["latitude"], shown.camera["longitude"])
        near = [angle(middle, (row["p"][1], row["p"][0])) < NEAR_SIDE for row in rows]
        rows = [row | {"p": [*row["p"], LABEL_HEIGHT_M]} for row, seen in zip(rows, near, strict=True) if seen]
    return [names_layer("labels", keep(rows), shown.theme, globe=globe)] if rows else []


def names_layer(name: str, rows: str, theme: str, *, globe: bool = False) -> pdk.Layer:
    """Write the names of `lettering.labels` beside their points, with a halo in the colour of the sea."""
    over = BOTH_SIDES if globe else {}
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


def deck(layers: list[pdk.Layer], where: dict[str, float], theme: str, *, globe: bool, repeat: bool = True) -> pdk.Deck:
    """Put layers under a camera; a repeated world goes on beyond its edges."""
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
