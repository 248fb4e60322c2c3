"""From a plan of lanes to one axis of time: bars, marks, titles, and the undated in a lane of their own below.

A handful of traces draws everything: one a group of types (parts of bars, each as faint as it is uncertain), one that
nobody sees and that answers the pointer along whole bars, one a kind of event, one for the undated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from partner_dashboard.figures import lanes
from partner_dashboard.figures.lanes import DAY, Plan
from partner_dashboard.figures.paper import FONT, Paper, Trace, drawn, layout, literal, see_through
from partner_dashboard.texts import Texts

SIGNS = ("▲", "◆", "★", "■", "●")
SYMBOLS = ("triangle-up", "diamond", "star", "square", "circle")
SIZES = {"triangle-up": 9.5, "star": 10.5, "square": 7.5}
"""Marks of the kinds of event by their rank, as letters and as plotly calls them, and their pixels where not 8."""

LETTER_WIDTH = 6.3
"""How many pixels a letter beside a row takes on average."""

UNDATED_IN_A_LINE = 24
UNDATED_PITCH = 14
UNDATED_GAP = 44
MOST_UNDATED = 480
"""How many undated relations are drawn; the caller says so where there are more."""

UNDIMMED = {"marker": {"opacity": 1}}
"""Choosing one thing must not dim all others."""

TICKS = [
    {"dtickrange": [None, "M1"], "value": "%Y-%m-%d"},
    {"dtickrange": ["M1", "M12"], "value": "%Y-%m"},
    {"dtickrange": ["M12", None], "value": "%Y"},
]

LONG = 45 * 365 * DAY
"""Years of more than this are named every twenty on a phone."""

Part = tuple[float, float, float, float, str]
"""Begin, length, height, opacity and pattern of a part of a bar."""

Touch = tuple[float, float, float, str, tuple[str, str]]
"""End, negative length, height and words of a whole bar, and what choosing it means."""


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours and names of a figure: each type group with its colour and name, and the colour of densities."""

    groups: Mapping[str, tuple[str, str]]
    accent: str


def figure(
    planned: Plan, undated: pd.DataFrame, inks: Inks, paper: Paper, t: Texts, *, as_of: pd.Timestamp,
    years: tuple[int | None, int | None] = (None, None), size: str = "wide",
) -> go.Figure:  # fmt: skip
    """Draw a plan and the lane of the undated below it.

    `years` narrow what is seen first. A drag narrows it further, but on a phone (`size` narrow) it scrolls the page.
    """
    now = as_of.timestamp() * 1000
    traces = [_density(planned, inks)] if planned.is_dense else _bars(planned, inks, now)
    traces += _marks(planned, paper)
    lines = min(-(-len(undated) // UNDATED_IN_A_LINE), MOST_UNDATED // UNDATED_IN_A_LINE)
    below = lines * UNDATED_PITCH + 26 if lines else 0
    inner = planned.height + (below + UNDATED_GAP if lines else 0)
    traces += [_undated(undated, inks)] if lines else []
    # An axis without anything on it is not drawn; this draws the years below the last row, too.
    unseen = {"type": "scatter", "mode": "markers", "opacity": 0, "hoverinfo": "skip"}
    traces.append(unseen | {"x": [now], "y": [0], "xaxis": "x2"})
    axis = _time_axis(planned, years, now, paper, size)
    return drawn(traces, layout(
        paper, height=round(inner + 24 + (6 if lines else 28)), margin=_margin(planned, with_axis=not lines),
        barmode="overlay", bargap=0, dragmode="zoom" if size == "wide" else False, hovermode="closest",
        hoverdistance=12, clickmode="event+select", showlegend=False,
        xaxis=axis | {"side": "top"},
        xaxis2=axis | {"side": "bottom", "overlaying": "x", "matches": "x", "tickmode": "auto", "showgrid": False},
        yaxis=_rows_axis(planned, inner, paper),
        xaxis3=HIDDEN | {"anchor": "y3", "domain": [0, 1], "range": [0, UNDATED_IN_A_LINE]},
        yaxis3=HIDDEN | {"anchor": "x3", "domain": [0, below / inner], "range": [below, 0]},
        annotations=_headings(planned, len(undated), paper, t, size), shapes=_separators(planned, paper),
    ))  # fmt: skip


HIDDEN = {"visible": False, "fixedrange": True}


def key_of_forms(paper: Paper, t: Texts) -> go.Figure:
    """Draw one bar of each kind of edge and form, named at its left."""
    begin, certain, end, today = (lanes.new_year(year) for year in (2000, 2002, 2008, 2010))
    samples = (
        ("day", "solid", begin, end), ("year", "solid", certain, end), ("open", "solid", begin, float("nan")),
        ("planned", "hollow", begin, end), ("over", "hatched", begin, end),
    )  # fmt: skip
    bars = pd.DataFrame(samples, columns=["id", "form", "latest", "closes_latest"])
    bars = bars.assign(group="", earliest=begin, closes_earliest=bars["closes_latest"], closing="day", words="")
    bars["precision"] = ["year" if latest > begin else "day" for latest in bars["latest"]]
    bars["y"] = [13.0 + 26 * place for place in range(len(bars))]
    said = tuple(zip(bars["y"], [t(f"timeline.key_{name}") for name in bars["id"]], strict=True))
    planned = Plan(bars, bars.iloc[:0], (), said, 26.0 * len(bars), 26, 9)
    return drawn(_bars(planned, Inks({"": (paper.ink, "")}, paper.ink), today)[:-1], layout(
        paper, height=round(planned.height), margin=_margin(planned, with_axis=False) | {"t": 0, "b": 0},
        barmode="overlay", showlegend=False, dragmode=False, xaxis=HIDDEN | {"type": "date"},
        yaxis=_rows_axis(planned, planned.height, paper),
    ))  # fmt: skip


def _bars(planned: Plan, inks: Inks, as_of: float) -> list[Trace]:
    """Draw the parts of bars by group, the hollow ones apart, and last what answers the pointer."""
    parts: dict[tuple[str, bool], list[Part]] = {}
    whole: list[Touch] = []
    for row in planned.bars.to_dict("records"):
        pieces = list(lanes.strips(row, as_of))
        begin, end, is_hollow = pieces[0][0], pieces[-1][1], row["form"] == "hollow"
        pattern = "/" if row["form"] == "hatched" else ""
        of_group = parts.setdefault((row["group"], is_hollow), [])
        of_group += [
            (round(start), round(stop - start), row["y"], share, pattern)
            for start, stop, share in ([(begin, end, 1.0)] if is_hollow else pieces)
        ]
        whole.append((round(end), round(begin - end), row["y"], row["words"], ("relation", row["id"])))
    ordered = [(group, is_hollow) for group in inks.groups for is_hollow in (False, True)]
    seen = [_group(*key, parts[key], planned.thickness, inks) for key in ordered if key in parts]
    return [*seen, _touch(whole, planned.pitch)]


def _group(group: str, is_hollow: bool, parts: list[Part], thickness: float, inks: Inks) -> Trace:
    begin, length, y, shares, patterns = zip(*parts, strict=True)
    colour, name = inks.groups[group]
    marker: dict[str, object] = {"color": [see_through(colour, share) for share in shares], "line": {"width": 0}}
    if any(patterns):
        marker["pattern"] = {"shape": patterns, "size": 4, "solidity": 0.45, "fillmode": "replace"}
    if is_hollow:
        marker = {"color": "rgba(0,0,0,0)", "line": {"width": 1.2, "color": colour}}
    return {
        "type": "bar", "orientation": "h", "base": begin, "x": length, "y": y, "width": thickness, "marker": marker,
        "name": literal(name), "hoverinfo": "skip", "unselected": UNDIMMED,
    }  # fmt: skip


def _touch(whole: Sequence[Touch], thickness: float) -> Trace:
    """Draw nothing, but answer the pointer along each whole bar, with the words where the bar begins."""
    end, back, y, words, ids = zip(*whole, strict=True) if whole else ((), (), (), (), ())
    return {
        "type": "bar", "orientation": "h", "base": end, "x": back, "y": y, "width": thickness, "hovertext": words,
        "hoverinfo": "text", "customdata": ids, "marker": {"color": "rgba(0,0,0,0)", "line": {"width": 0}},
    }  # fmt: skip


def _density(planned: Plan, inks: Inks) -> Trace:
    rows = planned.bars
    colours = [see_through(inks.accent, 0.1 + 0.9 * float(share) ** 0.6) for share in rows["share"]]
    return {
        "type": "bar", "orientation": "h", "width": planned.thickness, "base": rows["begin"].tolist(),
        "x": rows["length"].tolist(), "y": rows["y"].tolist(), "hovertext": rows["words"].tolist(),
        "hoverinfo": "text", "marker": {"color": colours, "line": {"width": 0}},
        "customdata": [("lane", lane) for lane in rows["lane"]], "unselected": UNDIMMED,
    }  # fmt: skip


def _marks(planned: Plan, paper: Paper) -> list[Trace]:
    by_symbol = planned.marks.groupby("symbol") if len(planned.marks) else ()
    return [_kind(rows, SYMBOLS[int(rank)], paper, quiet=planned.is_dense) for rank, rows in by_symbol]


def _kind(rows: pd.DataFrame, symbol: str, paper: Paper, *, quiet: bool) -> Trace:
    """Draw the events of one kind, each amid the days it may have taken place on, with a line along them."""
    begin, end = rows["earliest"], rows["latest"] + DAY
    half = ((end - begin) / 2).tolist()
    opacity, faint = 0.55 if quiet else 1, see_through(paper.quiet, 0.55)
    return {
        "type": "scatter", "mode": "markers", "y": rows["y"].tolist(),
        "x": ((begin + end) / 2).tolist(),
        "error_x": {"type": "data", "array": half, "thickness": 1, "width": 0, "color": faint},
        "marker": {"symbol": symbol, "size": SIZES.get(symbol, 8), "color": paper.quiet, "opacity": opacity,
                   "line": {"width": 1, "color": paper.ground}},
        "hovertext": rows["words"].tolist(), "hoverinfo": "text", "unselected": {"marker": {"opacity": opacity}},
        "customdata": [("event", row) for row in rows["event"]],
    }  # fmt: skip


def _undated(undated: pd.DataFrame, inks: Inks) -> Trace:
    """Draw a short bar for each relation without a known start, in lines, below and apart from the axis of time."""
    ranks = {group: rank for rank, group in enumerate(inks.groups)}
    rows = undated.assign(rank=undated["group"].map(ranks)).sort_values(["rank", "label"], kind="stable")
    rows = rows.iloc[:MOST_UNDATED]
    places = range(len(rows))
    return {
        "type": "bar", "orientation": "h", "xaxis": "x3", "yaxis": "y3", "width": 7,
        "base": [place % UNDATED_IN_A_LINE + 0.14 for place in places], "x": [0.72] * len(rows),
        "y": [24 + (place // UNDATED_IN_A_LINE + 0.5) * UNDATED_PITCH for place in places],
        "marker": {"color": [inks.groups[group][0] for group in rows["group"]], "line": {"width": 0}},
        "hovertext": rows["words"].tolist(), "hoverinfo": "text", "unselected": UNDIMMED,
        "customdata": [("relation", row) for row in rows["id"]],
    }  # fmt: skip


def _time_axis(
    planned: Plan, years: tuple[int | None, int | None], as_of: float, paper: Paper, size: str
) -> dict[str, object]:
    first, last = lanes.bounds(planned, as_of)
    begin = lanes.new_year(years[0]) if years[0] else first
    end = lanes.new_year(years[1] + 1) if years[1] else last
    shown = [begin, end] if begin < end else [first, last]
    is_long = size == "narrow" and shown[1] - shown[0] > LONG
    every = {"dtick": "M240", "tick0": "2000-01-01"} if is_long else {"tickformatstops": TICKS}
    return every | {
        "type": "date", "anchor": "y", "range": shown,
        "minallowed": min(first, begin), "maxallowed": max(last, end), "gridcolor": paper.line, "gridwidth": 1,
        "zeroline": False, "showline": False, "ticks": "", "tickfont": {"size": 12, "color": paper.quiet},
        "nticks": 12 if size == "wide" else 4, "tickangle": 0, "layer": "below traces",
        "fixedrange": size == "narrow",
    }  # fmt: skip


def _rows_axis(planned: Plan, inner: float, paper: Paper) -> dict[str, object]:
    return {
        "range": [planned.height, 0], "fixedrange": True, "domain": [1 - planned.height / inner, 1], "anchor": "x",
        "showgrid": False, "zeroline": False, "showline": False, "ticks": "", "automargin": False, "tickmode": "array",
        "tickvals": [y for y, _ in planned.rows], "ticktext": [literal(said) for _, said in planned.rows],
        "tickfont": {"size": 12, "color": paper.ink, "family": FONT}, "ticklabelstandoff": 6,
    }  # fmt: skip


def _margin(planned: Plan, *, with_axis: bool) -> dict[str, float]:
    """Give the room around: labels of rows at the left, years above, and below where nothing else has them."""
    longest = max((len(said) for _, said in planned.rows), default=0)
    left = round(longest * LETTER_WIDTH + 10) if longest else 8
    return {"l": left, "r": 10, "t": 24, "b": 28 if with_axis else 6}


def _headings(planned: Plan, undated: int, paper: Paper, t: Texts, size: str) -> list[dict[str, object]]:
    """Write the titles of the lanes, from the left edge of the picture on, and the one of the undated."""
    common: dict[str, object] = {
        "xref": "paper", "x": 0, "xshift": -_margin(planned, with_axis=False)["l"], "xanchor": "left",
        "yanchor": "middle", "showarrow": False, "align": "left", "font": {"size": 13, "color": paper.ink},
    }  # fmt: skip
    said = [common | {"yref": "y", "y": y, "text": _heading(title, note, paper)} for y, title, note in planned.heads]
    if undated:
        note = t("timeline.undated_note") if size == "wide" else ""
        title = _heading(t("timeline.undated_title", count=undated), note, paper)
        said.append(common | {"yref": "y3", "y": 10, "text": title})
    return said


def _heading(title: str, note: str, paper: Paper) -> str:
    quiet = f' <span style="color:{paper.quiet}">{literal(note)}</span>' if note else ""
    return f"<b>{literal(title)}</b>{quiet}"


def _separators(planned: Plan, paper: Paper) -> list[dict[str, object]]:
    common = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "layer": "below"}
    tops = [y - lanes.TITLE_HEIGHT / 2 for y, _, _ in planned.heads[1:]]
    return [common | {"y0": top, "y1": top, "line": {"color": paper.line, "width": 1}} for top in tops]
