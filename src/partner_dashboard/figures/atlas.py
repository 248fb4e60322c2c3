"""From the rows of a map to an equal-area world: the same points, arcs and shades, true to area."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

Row = dict[str, Any]

PROJECTION = "equal earth"
"""Equal Earth (Šavrič, Patterson, Jenny 2018): no country looks larger than it is."""


def world(
    points: Sequence[Row], areas: Sequence[Row], paper: Mapping[str, str], *, year: int | None, start: tuple[float, float] | None,
    home: str, counted: bool, chosen: str, always: int,
) -> go.Figure:  # fmt: skip
    """Draw points or shaded countries on an equal-area map; shapes come from this server by `topojsonURL`.

    `points` and `areas` are rows of `maps.scene`, `paper` the tones of a theme, `start` where arcs begin (latitude,
    longitude), `always` the year that stands for the whole record.
    """
    figure = go.Figure()
    shown = [row for row in points if row["y"][0] <= (always if year is None else year) <= row["y"][1]]
    if areas:
        figure.add_trace(_areas(areas, paper))
    if not counted:
        if start:
            figure.add_traces(_arcs(shown, start))
        figure.add_trace(_points(shown, paper, chosen))
    if start:
        figure.add_trace(_start(start, home, paper))
    return figure.update_layout(**_layout(paper)).update_geos(**_geo(paper, start))


def _areas(areas: Sequence[Row], paper: Mapping[str, str]) -> go.Choropleth:
    """Shade each country by its own colour: a scale of as many steps as there are colours."""
    facts = [area["properties"] for area in areas]
    tones = list(dict.fromkeys(_css(fact["c"]) if fact["c"][3] else paper["border"] for fact in facts))
    ranks = [tones.index(_css(fact["c"]) if fact["c"][3] else paper["border"]) for fact in facts]
    steps = len(tones)
    scale = [[at / steps, tone] for rank, tone in enumerate(tones) for at in (rank, rank + 1)]
    return go.Choropleth(
        locations=[fact["iso3"] for fact in facts], z=ranks, zmin=-0.5, zmax=steps - 0.5, colorscale=scale, showscale=False,
        marker={"line": {"color": paper["border"], "width": 0.6}}, customdata=[["", fact["code"]] for fact in facts],
        text=[_hover(fact) for fact in facts], hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def _points(shown: Sequence[Row], paper: Mapping[str, str], chosen: str) -> go.Scattergeo:
    return go.Scattergeo(
        lon=[row["p"][0] for row in shown], lat=[row["p"][1] for row in shown], mode="markers",
        customdata=[[row["id"], ""] for row in shown], text=[_hover(row) for row in shown],
        hovertemplate="%{text}<extra></extra>",
        marker={
            "size": [2 * row["s"] + (8 if row["id"] == chosen else 0) for row in shown], "opacity": 1,
            "color": [_css(row["c"]) for row in shown],
            "line": {"color": [paper["text"] if row["id"] == chosen else paper["halo"] for row in shown], "width": 1.2},
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


def _start(start: tuple[float, float], home: str, paper: Mapping[str, str]) -> go.Scattergeo:
    return go.Scattergeo(
        lon=[start[1]], lat=[start[0]], mode="markers", hoverinfo="skip",
        marker={"size": 13, "color": home, "line": {"color": paper["halo"], "width": 2}},
    )  # fmt: skip


def _layout(paper: Mapping[str, str]) -> Row:
    return {
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "paper_bgcolor": "rgba(0,0,0,0)", "showlegend": False,
        "clickmode": "event+select", "dragmode": "pan", "uirevision": "atlas",
        "hoverlabel": {"bgcolor": paper["card"], "font": {"color": paper["text"], "size": 13}, "align": "left", "namelength": 0},
    }  # fmt: skip


def _geo(paper: Mapping[str, str], start: tuple[float, float] | None) -> Row:
    return {
        "projection": {"type": PROJECTION, "rotation": {"lon": round(start[1], 2) if start else 10}},
        "showland": True, "landcolor": paper["land"], "showocean": True, "oceancolor": paper["sea"],
        "showcountries": True, "countrycolor": paper["border"], "countrywidth": 0.7, "showcoastlines": False,
        "showlakes": False, "showframe": False, "bgcolor": "rgba(0,0,0,0)", "resolution": 110,
    }  # fmt: skip


def _hover(row: Row) -> str:
    """Say a row as plotly takes it: its small markup is switched off by writing the angle brackets as entities."""
    lines = [row["name"], *str(row["said"]).split("\n")]
    plain = [line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for line in lines]
    return f"<b>{plain[0]}</b><br>" + "<br>".join(plain[1:])


def _css(colour: Sequence[int]) -> str:
    red, green, blue, alpha = colour
    return f"rgba({red},{green},{blue},{alpha / 255:.2f})"
