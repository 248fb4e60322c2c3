"""From months with events to a year calendar: a dot a month, its area the number of events, lanes for the vaguer."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from partner_dashboard.figures import paper
from partner_dashboard.figures.paper import Paper

HEIGHT = 310
DOT = 7.0
"""Diameter in pixels of the dot of one event; the area grows with the number."""

STEPS, MOST_TICKS = (1, 2, 5, 10, 20, 50, 100, 10_000), 8

YEAR_LANE = 13.6
"""Where on the month axis (1–12) the lane of events lies of which only the year is known."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the axes say: twelve months, the lane of which only the year is known, the undated."""

    months: Sequence[str]
    year_only: str
    undated: str


def year_calendar(
    months: pd.DataFrame, undated: int, hover: Sequence[str], words: Words, colour: str, theme: str
) -> go.Figure:
    """Draw one dot for each month with events, years across and months down.

    Shape: rows as `sheets.months` gives them, `hover` a text for each (plain lines), and one more for the undated
    where there are any; `colour` as #rrggbb.
    Order: dots stand as the rows do, the undated last, so that a chosen point's number is its row.
    """
    ground, years = paper.of(theme), months["year"].tolist()
    first, last = (min(years), max(years)) if years else (0, 0)
    x, y = list(years), [YEAR_LANE if month == 0 else month for month in months["month"]]
    size = [DOT * count**0.5 for count in months["events"]]
    hollow = [month == 0 for month in months["month"]]
    if undated:
        x.append(last + _gap(first, last))
        y.append(YEAR_LANE)
        size.append(DOT * undated**0.5)
        hollow.append(True)
    marker = {
        "size": size, "color": [ground.ground if empty else colour for empty in hollow], "opacity": 1,
        "line": {"color": colour, "width": 1.6},
    }  # fmt: skip
    dots = {
        "type": "scatter", "mode": "markers", "x": x, "y": y, "marker": marker, "cliponaxis": False,
        "hovertext": [_literal(text) for text in hover], "hoverinfo": "text",
        "selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 0.35}},
    }  # fmt: skip
    return go.Figure({"data": [dots], "layout": _layout(first, last, bool(undated), words, ground)}, skip_invalid=True)


def _layout(first: int, last: int, undated: bool, words: Words, ground: Paper) -> dict[str, object]:
    end, notes = last + 0.8, []
    if undated:
        end = last + _gap(first, last) + 0.8
        notes = [
            {"x": last + _gap(first, last), "y": 0, "yref": "paper", "text": words.undated, "showarrow": False,
             "xanchor": "right", "xshift": 16, "yanchor": "top", "yshift": -18},
        ]  # fmt: skip
    axis = {"gridcolor": ground.line, "zeroline": False, "fixedrange": True, "automargin": True}
    across = {"xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": YEAR_LANE - 0.8, "y1": YEAR_LANE - 0.8}
    rule = across | {"type": "line", "layer": "below", "line": {"color": ground.line, "width": 1.5}}
    return paper.layout(
        ground, height=HEIGHT, margin={"l": 0, "r": 16, "t": 8, "b": 40}, showlegend=False, dragmode=False,
        hovermode="closest", clickmode="event+select", shapes=[rule],
        annotations=notes,
        xaxis=axis | {
            "range": [first - 0.8, end], "tickvals": _ticks(first, last), "tickformat": "d", "tickangle": 0,
        },
        yaxis=axis | {
            "range": [YEAR_LANE + 0.8, 0.4], "tickvals": [*range(1, 13), YEAR_LANE], "griddash": "dot",
            "ticktext": [*words.months, words.year_only],
        },
    )  # fmt: skip


def _ticks(first: int, last: int) -> list[int]:
    """Choose round years, few enough for a phone, none after the last: there the undated stand. Without years, none."""
    if not last:
        return []
    step = next(step for step in STEPS if (last - first) / step <= MOST_TICKS)
    return list(range(first + -first % step, last + 1, step))


def _gap(first: int, last: int) -> float:
    """Give the distance of the undated from the last year: far enough for its word below the axis."""
    return max(2.0, (last - first) / 14)


def _literal(text: str) -> str:
    return "<br>".join(paper.literal(line) for line in text.split("\n"))
