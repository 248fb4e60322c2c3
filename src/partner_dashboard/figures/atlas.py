"""From the rows of a map to an equal-area world: the same points, arcs and shades, true to area."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from partner_dashboard.figures import paper

Row = dict[str, Any]

PROJECTION = "equal earth"
"""Equal Earth (Šavrič, Patterson, Jenny 2018): no country looks larger than it is."""


def world(
    points: Sequence[Row], areas: Sequence[Row], tones: Mapping[str, str], theme: str, *, year: int | None,
    start: tuple[float, float] | None, home: str, counted: bool, chosen: str, always: int,
) -> go.Figure:  # fmt: skip
    """Draw points or shaded countries on an equal-area map; shapes come from this server by `topojsonURL`.

    `points` and `areas` are rows of `maps.scene`, `tones` the sea, land and borders of the theme, `start` where arcs
    begin (latitude, longitude), `always` the year that stands for the whole record.
    """
    figure = go.Figure()
    shown = [row for row in points if row["y"][0] <= (always if year is None else year) <= row["y"][1]]
    facts = [area["properties"] for area in areas]
    counting = [fact for fact in facts if fact["n"]]
    if counted and counting:
        figure.add_trace(_shaded(counting, tones))
    whole = [fact for fact in facts if fact["i"][3]]
    if whole:
        figure.add_trace(_outlined(whole, tones))
    if not counted:
        if start:
            figure.add_traces(_arcs(shown, start))
        figure.add_trace(_points(shown, tones, chosen))
    if start:
        figure.add_trace(_start(start, home, tones))
    return figure.update_layout(**_layout(theme)).update_geos(**_geo(tones, start))


def _shaded(facts: Sequence[Row], tones: Mapping[str, str]) -> go.Choropleth:
    """Shade each country in its own colour: a scale of as many steps as there are colours."""
    fills = list(dict.fromkeys(_css(fact["c"]) for fact in facts))
    scale = [[at / len(fills), fill] for rank, fill in enumerate(fills) for at in (rank, rank + 1)]
    return _countries(
        facts, z=[fills.index(_css(fact["c"])) for fact in facts], zmin=-0.5, zmax=len(fills) - 0.5, colorscale=scale,
        marker={"line": {"color": tones["border"], "width": 0.6}},
    )  # fmt: skip


def _outlined(facts: Sequence[Row], tones: Mapping[str, str]) -> go.Choropleth:
    """Outline the countries that are named as a whole, because plotly cannot hatch them."""
    clear = "rgba(0,0,0,0)"
    return _countries(
        facts,
        z=[0] * len(facts),
        colorscale=[[0, clear], [1, clear]],
        marker={"line": {"color": tones["text"], "width": 1}},
    )


def _countries(facts: Sequence[Row], **more: Any) -> go.Choropleth:
    return go.Choropleth(
        locations=[fact["iso3"] for fact in facts], customdata=[["", fact["code"]] for fact in facts], showscale=False,
        text=[_hover(fact) for fact in facts], hovertemplate="%{text}<extra></extra>",
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}}, **more,
    )  # fmt: skip


def _points(shown: Sequence[Row], tones: Mapping[str, str], chosen: str) -> go.Scattergeo:
    return go.Scattergeo(
        lon=[row["p"][0] for row in shown], lat=[row["p"][1] for row in shown], mode="markers",
        customdata=[[row["id"], ""] for row in shown], text=[_hover(row) for row in shown],
        hovertemplate="%{text}<extra></extra>",
        marker={
            "size": [2 * row["s"] + (8 if row["id"] == chosen else 0) for row in shown], "opacity": 1,
            "color": [_css(row["c"]) for row in shown],
            "line": {"color": [tones["text"] if row["id"] == chosen else tones["halo"] for row in shown], "width": 1.2},
        },
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
    )  # fmt: skip


def _arcs(shown: Sequence[Row], start: tuple[float, float]) -> list[go.Scattergeo]:
    """Draw the shortest ways, one trace a colour, because a line has one colour only."""
    by_colour: dict[str, list[Row]] = {}
    for row in shown:
        by_colour.setdefault(_css(row["c"]), []).append(row)
    return [
        go.Scattergeo(
            lon=[at for row in rows for at in (start[1], row["q"][0], None)],
            lat=[at for row in rows for at in (start[0], row["q"][1], None)],
            mode="lines", line={"color": tone, "width": 0.9}, opacity=0.28, hoverinfo="skip",
        )
        for tone, rows in by_colour.items()
    ]  # fmt: skip


def _start(start: tuple[float, float], home: str, tones: Mapping[str, str]) -> go.Scattergeo:
    return go.Scattergeo(
        lon=[start[1]], lat=[start[0]], mode="markers", hoverinfo="skip",
        marker={"size": 13, "color": home, "line": {"color": tones["halo"], "width": 2}},
    )  # fmt: skip


def _layout(theme: str) -> Row:
    return paper.layout(
        paper.of(theme), margin={"l": 0, "r": 0, "t": 0, "b": 0}, showlegend=False, clickmode="event+select",
        dragmode="pan", uirevision="atlas",
    )  # fmt: skip


def _geo(tones: Mapping[str, str], start: tuple[float, float] | None) -> Row:
    return {
        "projection": {"type": PROJECTION, "rotation": {"lon": round(start[1], 2) if start else 10}},
        "showland": True, "landcolor": tones["land"], "showocean": True, "oceancolor": tones["sea"],
        "showcountries": True, "countrycolor": tones["border"], "countrywidth": 0.7, "showcoastlines": False,
        "showlakes": False, "showframe": False, "bgcolor": "rgba(0,0,0,0)", "resolution": 110,
    }  # fmt: skip


def _hover(row: Row) -> str:
    name, lines = paper.wrapped(row["name"]), [paper.wrapped(line) for line in str(row["said"]).split("\n")]
    return "<br>".join([f"<b>{name}</b>", *lines])


def _css(colour: Sequence[int]) -> str:
    red, green, blue, alpha = colour
    return f"rgba({red},{green},{blue},{alpha / 255:.2f})"
