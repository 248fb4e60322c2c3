"""From the relations recorded by the end of each year to areas stacked by group, named at their end."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from partner_dashboard.figures.paper import Paper, layout, literal
from partner_dashboard.figures.timeline import see_through

HEIGHT = 400
MARGIN = {"l": 40, "r": 196, "t": 14, "b": 34}
LABEL_PIXELS = 18.0


def figure(
    counts: pd.DataFrame, groups: Mapping[str, tuple[str, str]], paper: Paper, *, year: int, height: int = HEIGHT,
    labelled: bool = True,
) -> go.Figure:
    """Stack the counts of each group; what comes after `year` is drawn faintly, and the labels count that year.

    `counts` as `summary.growth` gives them; `groups` gives each group's colour and name in stacking order. Where
    there is no room beside the areas they are not `labelled`; the caller names them.
    """
    shown = [group for group in groups if group in counts]
    traces = [_area(counts, group, *groups[group], paper, year=year, after=after) for after in (True, False) for group in shown]
    total = int(counts.to_numpy().sum(axis=1).max()) if len(counts) else 1
    drawn = go.Figure(traces)
    drawn.update_layout(layout(
        paper, height=height, margin=MARGIN if labelled else MARGIN | {"r": 8}, showlegend=False, hovermode="x unified", dragmode=False,
        xaxis={"range": [counts.index.min(), counts.index.max()] if len(counts) else None, "showgrid": False, "ticks": "outside",
               "tickcolor": paper.line, "linecolor": paper.line, "showline": True, "fixedrange": True, "tickformat": "d",
               "tickfont": {"color": paper.quiet, "size": 12}, "hoverformat": "d", "nticks": 9},
        yaxis={"range": [0, total * 1.04], "gridcolor": paper.line, "zeroline": False, "fixedrange": True, "nticks": 5,
               "tickformat": "d", "tickfont": {"color": paper.quiet, "size": 12}},
        annotations=_end_labels(counts, groups, shown, paper, year=year, total=total, height=height) if labelled else [],
        shapes=[_cursor(year, paper)] if len(counts) and year < counts.index.max() else [],
    ))  # fmt: skip
    return drawn


def counts_in(counts: pd.DataFrame, year: int) -> dict[str, int]:
    """Give the count of each group in a year: none before the first, the last one after the last."""
    until = counts.loc[:year]
    return {str(group): int(until[group].iloc[-1]) if len(until) else 0 for group in counts}


def spread(wanted: list[float], apart: float, low: float, high: float) -> list[float]:
    """Move ascending places as little as needed so that they keep a distance and stay between two bounds.

    Where there is not room enough, they share the room evenly.
    """
    if len(wanted) * apart > high - low and len(wanted) > 1:
        return [low + (high - low) * place / (len(wanted) - 1) for place in range(len(wanted))]
    placed: list[float] = []
    for place in wanted:
        placed.append(max(place, placed[-1] + apart) if placed else max(place, low))
    limit = high
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - apart
    return placed


def _area(
    counts: pd.DataFrame, group: str, colour: str, name: str, paper: Paper, *, year: int, after: bool
) -> go.Scatter:
    rows = counts if after else counts.loc[:year]
    return go.Scatter(
        x=list(rows.index), y=rows[group].tolist(), stackgroup="after" if after else "until", mode="lines",
        line={"width": 0 if after else 0.6, "color": paper.ground, "shape": "hv"}, fillcolor=see_through(colour, 0.16 if after else 1),
        name=literal(name), hoverinfo="skip" if after else "x+y+name", showlegend=False,
    )  # fmt: skip


def _cursor(year: int, paper: Paper) -> dict[str, object]:
    return {
        "type": "line", "x0": year, "x1": year, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": paper.ink, "width": 1.2},
    }  # fmt: skip


def _end_labels(
    counts: pd.DataFrame, groups: Mapping[str, tuple[str, str]], shown: list[str], paper: Paper, *, year: int, total: int, height: int
) -> list[dict[str, object]]:  # fmt: skip
    """Name every group beside the end of its area, with its count in the chosen year."""
    if counts.empty:
        return []
    last, then = counts.iloc[-1], counts_in(counts, year)
    pixel = total * 1.04 / (height - MARGIN["t"] - MARGIN["b"])
    tops = last[shown].cumsum()
    middles = [float(top - last[group] / 2) for group, top in tops.items()]
    places = spread(middles, LABEL_PIXELS * pixel, 6 * pixel, total * 1.04 - 4 * pixel)
    return [
        {
            "xref": "paper", "x": 1, "xshift": 8, "xanchor": "left", "y": place, "yanchor": "middle", "showarrow": False, "align": "left",
            "text": f'<span style="color:{groups[group][0]}">■</span> {literal(groups[group][1])} <b>{then[group]}</b>',
            "font": {"size": 13, "color": paper.ink},
        }
        for group, place in zip(shown, places, strict=True)
    ]  # fmt: skip
