"""From the relations recorded by the end of each year to areas stacked by group, named at their end."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from partner_dashboard.figures.paper import Paper, Trace, drawn, layout, literal, see_through

HEIGHT = 400
MARGIN = {"l": 40, "r": 196, "t": 14, "b": 34}
LABEL_HEIGHT = 18.0
"""How many pixels two names at the end of areas keep between them."""

AHEAD = 0.16
"""How strongly the years after the chosen one are drawn."""

Groups = Mapping[str, tuple[str, str]]
"""The colour and the name of each group, in stacking order."""


def figure(
    counts: pd.DataFrame, groups: Groups, paper: Paper, *, year: int, height: int = HEIGHT, labelled: bool = True
) -> go.Figure:
    """Stack the counts of each group; what comes after `year` is drawn faintly, and the labels count that year.

    `counts` as `summary.growth` gives them. Where there is no room beside the areas they are not `labelled`; the caller
    names them.
    """
    shown = [group for group in groups if group in counts]
    span = (int(counts.index.min()), int(counts.index.max())) if len(counts) else (year - 1, year)
    top = (int(counts.sum(axis=1).max()) if len(counts) else 1) * 1.04
    areas = [_area(counts[group], groups[group], paper, is_ahead=True) for group in shown]
    areas += [_area(counts.loc[:year, group], groups[group], paper, is_ahead=False) for group in shown]
    quiet = {"color": paper.quiet, "size": 12}
    return drawn(areas, layout(
        paper, height=height, margin=MARGIN if labelled else MARGIN | {"r": 8}, showlegend=False, dragmode=False,
        hovermode="x unified",
        xaxis={"range": span, "showgrid": False, "showline": True, "ticks": "outside", "tickcolor": paper.line,
               "linecolor": paper.line, "fixedrange": True, "tickformat": "d", "hoverformat": "d", "nticks": 9,
               "tickfont": quiet},
        yaxis={"range": [0, top], "gridcolor": paper.line, "zeroline": False, "fixedrange": True, "nticks": 5,
               "tickformat": "d", "tickfont": quiet},
        annotations=_names(counts, groups, shown, paper, year, top, height) if labelled and len(counts) else [],
        shapes=[_cursor(year, paper)] if span[0] <= year < span[1] else [],
    ))  # fmt: skip


def counts_in(counts: pd.DataFrame, year: int) -> dict[str, int]:
    """Give the count of each group in a year: none before the first, the last one after the last."""
    until = counts.loc[:year]
    return {str(group): int(until[group].iloc[-1]) if len(until) else 0 for group in counts}


def spread(wanted: list[float], apart: float, low: float, high: float) -> list[float]:
    """Move ascending places as little as needed so that they keep a distance and stay between two bounds.

    Where there is not room enough, they share the room evenly.
    """
    if len(wanted) > 1 and (len(wanted) - 1) * apart > high - low:
        return [low + (high - low) * place / (len(wanted) - 1) for place in range(len(wanted))]
    placed: list[float] = []
    for place in wanted:
        placed.append(max(place, placed[-1] + apart if placed else low))
    limit = high
    for index in reversed(range(len(placed))):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - apart
    return placed


def _area(counts: pd.Series, group: tuple[str, str], paper: Paper, *, is_ahead: bool) -> Trace:
    colour, name = group
    line = {"width": 0 if is_ahead else 0.6, "color": paper.ground, "shape": "hv"}
    return {
        "type": "scatter", "mode": "lines", "x": counts.index.tolist(), "y": counts.tolist(), "line": line,
        "stackgroup": "ahead" if is_ahead else "until", "fillcolor": see_through(colour, AHEAD if is_ahead else 1),
        "name": literal(name), "hoverinfo": "skip" if is_ahead else "x+y+name",
    }  # fmt: skip


def _cursor(year: int, paper: Paper) -> dict[str, object]:
    line = {"color": paper.ink, "width": 1.2}
    return {"type": "line", "x0": year, "x1": year, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _names(
    counts: pd.DataFrame, groups: Groups, shown: list[str], paper: Paper, year: int, top: float, height: int
) -> list[dict[str, object]]:
    """Name every group beside the end of its area, with its count in the chosen year."""
    last, then = counts.iloc[-1], counts_in(counts, year)
    pixel = top / (height - MARGIN["t"] - MARGIN["b"])
    middles = [float(edge - last[group] / 2) for group, edge in last[shown].cumsum().items()]
    places = spread(middles, LABEL_HEIGHT * pixel, 6 * pixel, top - 4 * pixel)
    common = {"xref": "paper", "x": 1, "xshift": 8, "xanchor": "left", "yanchor": "middle", "showarrow": False}
    return [
        common | {"y": place, "text": _name(*groups[group], then[group]), "font": {"size": 13, "color": paper.ink}}
        for group, place in zip(shown, places, strict=True)
    ]


def _name(colour: str, name: str, count: int) -> str:
    return f'<span style="color:{colour}">■</span> {literal(name)} <b>{count}</b>'
