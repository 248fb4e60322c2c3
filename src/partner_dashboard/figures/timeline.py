"""From relations and events to one axis of time with honest edges.

```
relations  one row a dated relation: lane, label, colour group, form, bounds, words     ┐
marks      one row an event and lane: symbol, bounds, words                             ├ plan → figure
titles     the lanes in order                                                           ┘
strips     how one bar is drawn: sharp where a day is known, soft where a month or year is, fading where no end is
```

Vertical places are pixels from the top, so that a bar is as thick as it says; times are milliseconds, as plotly counts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from partner_dashboard import regions, summary
from partner_dashboard.editions import Edition
from partner_dashboard.figures.paper import FONT, Paper, layout, literal, wrapped
from partner_dashboard.texts import Texts

DAY = 86_400_000
YEAR = 365.2425 * DAY

SINGLY = 130
"""With more relations than this, each lane is drawn as one row of density."""

THINLY = 400
"""A lane alone is still drawn row by row up to here."""

FADE_YEARS = 7
"""Over how many years before the day the data speaks of a bar without an end fades."""

FAINT = 0.22
SOFT_STEPS = {"day": 0, "month": 3, "year": 5, "decade": 16, "century": 16, "interval": 5}
FADE_STEPS = 14

SYMBOLS = ("triangle-up", "diamond", "star", "square", "circle")
SIZES = {"triangle-up": 9.5, "star": 10.5, "square": 7.5}
SIGNS = ("▲", "◆", "★", "■", "●")
"""Marks of the first kinds of event in the order of the code list; all others share the last."""

LETTERS, LETTER_WIDTH = {"wide": 25, "narrow": 15}, 6.3
"""How long the label of a row may be on a screen and on a phone, and how many pixels a letter takes on average."""

LABELLED = 6
"""Bars at least this thick have room for a label beside them."""

TITLE_HEIGHT = 22
MARK_HEIGHT = 10
MARK_LINES = 9
MARK_ROOM = {"wide": 0.0095, "narrow": 0.034}
"""The share of all time that a mark takes up."""

LANE_GAP = 9
DENSE_THICKNESS = 16
UNDATED_IN_A_LINE = 24
UNDATED_PITCH = 14
UNDATED_GAP = 44
MOST_UNDATED_DRAWN = 480

UNDIMMED = {"marker": {"opacity": 1}}
"""Choosing one thing must not dim all others."""

TICKS = [
    {"dtickrange": [None, "M1"], "value": "%Y-%m-%d"},
    {"dtickrange": ["M1", "M12"], "value": "%Y-%m"},
    {"dtickrange": ["M12", None], "value": "%Y"},
]

ALL = ""
"""The lane of events that belong to no other."""


def names(edition: Edition, strands: pd.DataFrame, t: Texts) -> pd.Series:
    """Say the partner of each strand; where the source names only a country or region, say that."""
    said = summary.name(strands, t.language)
    return said.where(said != "", _places(edition, strands, t))


def labels(edition: Edition, strands: pd.DataFrame, t: Texts, letters: int) -> pd.Series:
    """Say the partner of each strand in so many letters: the name where it fits, else the short name and city."""
    told = zip(names(edition, strands, t), strands["short_name"], summary.city(strands, t.language), strict=True)
    return pd.Series([_label(*parts, letters) for parts in told], index=strands.index, dtype=object)


def lane_of(edition: Edition, strands: pd.DataFrame, by: str, scheme: str) -> pd.Series:
    """Give the code of the lane of each strand, by region, country, type or partner."""
    if by == "type":
        return strands["type"].where(strands["type"] != "", "other")
    if by == "country":
        return strands["country"]
    if by == "partner":
        return strands["institution_id"].where(strands["institution_id"] != "", "·" + strands["country"] + strands["region_code"])
    return summary.region_of(edition, strands, scheme)


def titles(
    edition: Edition, strands: pd.DataFrame, lanes: pd.Series, by: str, scheme: str, t: Texts, also: Iterable[str] = ()
) -> dict[str, str]:
    """Give the lanes in the order they are drawn, with what each is called; `also` names lanes that only events have."""
    held = {*lanes, *also} if by in ("region", "country") else set(lanes)
    if by == "partner":
        said = dict(zip(lanes, names(edition, strands, t), strict=True))
        return dict(sorted(said.items(), key=lambda pair: pair[1].casefold()))
    if by == "country":
        said = {code: regions.country_name(code, t.language) or t("word.unknown") for code in held}
        return dict(sorted(said.items(), key=lambda pair: pair[1].casefold()))
    if by == "type":
        ordered = [code for code in edition.codes.of("partnership_type") if code in held]
        ordered += sorted(held - set(ordered))
        return {code: edition.codes.label("partnership_type", code, t.language) for code in ordered}
    ordered = [row.code for row in edition.regions.of(scheme, top_only=True) if row.code in held] if scheme else []
    ordered += sorted(held - set(ordered))
    return {code: summary.region_label(edition, scheme, code, t) for code in ordered}


def relations(
    edition: Edition, strands: pd.DataFrame, lanes: pd.Series, t: Texts, letters: int = LETTERS["wide"]
) -> pd.DataFrame:
    """Give what is drawn of each strand, dated or not.

    Shape: indexed like strands; lane, label, group, form (solid, hollow, hatched), earliest, latest (of the start, days,
    NaT where unknown), precision, closes_earliest, closes_latest (NaT where no end is known), closing (precision),
    words (hover, safe for plotly), id.
    Order: by start within a lane, undated last.
    """
    rows = pd.DataFrame(
        {
            "lane": lanes,
            "label": labels(edition, strands, t, letters),
            "group": strands["group"],
            "form": _forms(strands),
            "earliest": strands["time_start_earliest"],
            "latest": strands["time_start_latest"],
            "precision": strands["time_start_precision"],
            "closes_earliest": strands["time_end_earliest"],
            "closes_latest": strands["time_end_latest"],
            "closing": strands["time_end_precision"],
            "words": _relation_words(edition, strands, t),
            "id": strands.index,
        }
    )
    return rows.sort_values(["earliest", "label"], kind="stable", na_position="last")


def marks(edition: Edition, events: pd.DataFrame, by: str, scheme: str, shown: set[str], t: Texts) -> pd.DataFrame:
    """Give what is drawn of each dated event, once in each lane of those who took part.

    By region an event lies with those who came from outside, else where it took place; by partner with each partner
    that has a lane in `shown`; else in the lane ALL.
    Shape: event, lane, symbol (place in SYMBOLS), earliest, latest (days), words. Order: by day.
    """
    spans = edition.event_times.loc[events.index].dropna(subset=["start_earliest"])
    dated = events.loc[spans.index]
    pairs = _lanes_of_events(edition, dated, by, scheme, shown)
    kinds = {code: rank for rank, code in enumerate(edition.codes.of("event_kind"))}
    last = len(SYMBOLS) - 1
    about = pd.DataFrame(
        {
            "symbol": [min(kinds.get(kind, last), last) for kind in dated["kind"]],
            "earliest": spans["start_earliest"],
            "latest": spans["end_latest"].fillna(spans["start_latest"]).fillna(spans["start_earliest"]),
            "words": _event_words(edition, dated, t),
        },
        index=dated.index,
    )
    return pairs.join(about, on="event").sort_values(["earliest", "event"], kind="stable", ignore_index=True)


def strips(row: Mapping[str, object], as_of: pd.Timestamp) -> Iterator[tuple[pd.Timestamp, pd.Timestamp, float]]:
    """Yield the parts of one bar from left to right, each with its opacity.

    A day begins sharply; a month or year begins as unlikely and becomes certain on its last day. A known end does the
    same in reverse; an end before the start, a slip in the data, leaves one day. Without an end the bar fades towards `as_of`: over FADE_YEARS, over two fifths of a short bar, and
    from its start on where it is known to be over but not since when.
    """
    begins, certain = _day(row["earliest"]), _day(row["latest"])
    closes, over = row["closes_earliest"], row["closes_latest"]
    if pd.isna(over):  # type: ignore[call-overload]
        last = max(as_of, certain)
        fade = last - certain
        if row["form"] != "hatched":
            fade = min(fade * 0.4, pd.Timedelta(days=FADE_YEARS * 365))
        fading, end, floor, steps = last - fade, last, FAINT, FADE_STEPS
    else:
        end = max(_day(over), begins) + pd.Timedelta(days=1)
        fading = max(_day(closes) if not pd.isna(closes) else begins, begins)  # type: ignore[call-overload]
        floor, steps = 0.0, SOFT_STEPS[str(row["closing"])]
    certain = min(certain, fading)
    yield from _gradient(begins, certain, 0.0, 1.0, SOFT_STEPS[str(row["precision"])])
    if certain < fading:
        yield certain, fading, 1.0
    if steps:
        yield from _gradient(fading, end, 1.0, floor, steps)
    elif fading < end:
        yield fading, end, 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """One lane: its title with counts, its dated relations, and its events with a column line (0 is the highest)."""

    code: str
    title: str
    note: str
    bars: pd.DataFrame
    events: pd.DataFrame

    @property
    def lines(self) -> int:
        """How many lines the events need so that they do not hide each other."""
        return int(self.events["line"].max()) + 1 if len(self.events) else 0


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Where everything lies: bars and marks with a column y, heads (y, title, counts), rows (y, label), the height."""

    bars: pd.DataFrame
    marks: pd.DataFrame
    heads: tuple[tuple[float, str, str], ...]
    rows: tuple[tuple[float, str], ...]
    height: float
    pitch: float
    thickness: float


def is_dense(drawn: pd.DataFrame) -> bool:
    """Whether there are too many dated relations to draw each as a row."""
    dated = drawn.loc[drawn["earliest"].notna(), "lane"]
    return len(dated) > SINGLY and (dated.nunique() > 1 or len(dated) > THINLY)


def lanes(
    drawn: pd.DataFrame, points: pd.DataFrame, said: Mapping[str, str], t: Texts, *, size: str = "wide"
) -> list[Lane]:
    """Share relations and events out to the lanes in order; lanes without anything to draw or say are left out."""
    dated = drawn[drawn["earliest"].notna()]
    undated = drawn.loc[drawn["earliest"].isna(), "lane"].value_counts()
    bars = {str(code): rows for code, rows in dated.groupby("lane", sort=False)}
    events = {str(code): rows for code, rows in points.groupby("lane", sort=False)}
    gap = _span(dated, points) * MARK_ROOM[size]
    found = []
    for code in ([ALL] if ALL in events and ALL not in said else []) + list(said):
        own, happened = bars.get(code, dated.iloc[:0]), events.get(code, points.iloc[:0])
        unknown = int(undated.get(code, 0))
        if len(own) or len(happened) or unknown:
            note = _counts(len(own), unknown, t) if code in said else ""
            title = said.get(code, t("timeline.events_lane"))
            found.append(Lane(code, title, note, own, happened.assign(line=_lines(happened["earliest"], gap))))
    return found


def plan(shared: list[Lane], *, headed: bool = True) -> Plan:
    """Give every dated relation a row of its own below the events of its lane.

    `headed` lanes have a title with their counts; without (by partner) the first row of a lane carries its label and
    events lie on that row; lanes without a row are left out.
    """
    pitch, thickness = _pitch(sum(len(lane.bars) for lane in shared))
    top, bars, points, heads, rows = 4.0, [], [], [], []
    for lane in shared:
        has_head = headed or lane.code == ALL
        if has_head:
            heads.append((top + TITLE_HEIGHT / 2, lane.title, lane.note))
            points.append(lane.events.assign(y=top + TITLE_HEIGHT + (lane.events["line"] + 0.5) * MARK_HEIGHT))
            top += TITLE_HEIGHT + lane.lines * MARK_HEIGHT + (3 if lane.lines else 0)
        elif len(lane.bars):
            points.append(lane.events.assign(y=top + pitch / 2))
        places = [top + (place + 0.5) * pitch for place in range(len(lane.bars))]
        bars.append(lane.bars.assign(y=places))
        if thickness >= LABELLED:
            rows += list(zip(places, lane.bars["label"], strict=True))[: None if headed else 1]
        top += len(places) * pitch + (LANE_GAP if has_head else 0)
    return Plan(pd.concat(bars), pd.concat(points or [pd.DataFrame()]), tuple(heads), tuple(rows), top + 2, pitch, thickness)


def dense_plan(shared: list[Lane], as_of: pd.Timestamp, t: Texts) -> Plan:
    """Give every lane one row whose strength says how many relations ran in a year, below its events in one line.

    The column share of bars is 1 where the fullest lane is fullest.
    """
    top, bars, points, heads = 4.0, [], [], []
    for lane in shared:
        heads.append((top + TITLE_HEIGHT / 2, lane.title, lane.note))
        if len(lane.events):
            points.append(lane.events.assign(y=top + TITLE_HEIGHT + MARK_HEIGHT / 2))
            top += MARK_HEIGHT + 2
        bars.append(_runs(lane, as_of, t).assign(y=top + TITLE_HEIGHT + DENSE_THICKNESS / 2))
        top += TITLE_HEIGHT + DENSE_THICKNESS + LANE_GAP
    drawn = pd.concat(bars)
    drawn["share"] = drawn["running"] / max(1, drawn["running"].max())
    return Plan(drawn, pd.concat(points or [pd.DataFrame()]), tuple(heads), (), top + 2, DENSE_THICKNESS, DENSE_THICKNESS)


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours and names of a figure: each type group with its colour and legend, the kinds of event, the accent."""

    groups: Mapping[str, tuple[str, str]]
    kinds: tuple[str, ...]
    accent: str


def figure(
    planned: Plan, undated: pd.DataFrame, inks: Inks, paper: Paper, t: Texts, *, as_of: pd.Timestamp,
    years: tuple[int | None, int | None] = (None, None), size: str = "wide",
) -> go.Figure:  # fmt: skip
    """Draw a plan and the lane of the undated below it.

    `years` narrow what is seen first. On a phone (`size` narrow) a drag scrolls the page, elsewhere it narrows the time.
    """
    dense = "share" in planned.bars
    traces = _dense_traces(planned, inks) if dense else _bar_traces(planned, inks, as_of)
    traces += _mark_traces(planned, inks, paper, quiet=dense)
    lines = min(-(-len(undated) // UNDATED_IN_A_LINE), MOST_UNDATED_DRAWN // UNDATED_IN_A_LINE)
    undated_height = lines * UNDATED_PITCH + 26 if lines else 0
    if lines:
        traces.append(_undated_trace(undated, inks))
    inner = planned.height + (undated_height + UNDATED_GAP if lines else 0)
    traces.append(go.Scatter(x=[_ms(as_of)], y=[0], xaxis="x2", mode="markers", opacity=0, hoverinfo="skip"))
    drawn = go.Figure(traces)
    drawn.update_layout(layout(
        paper, height=round(inner + 24 + (6 if lines else 28)), margin=_margin(planned, below=not lines),
        barmode="overlay", bargap=0, dragmode="zoom" if size == "wide" else False, hovermode="closest", hoverdistance=12,
        clickmode="event+select", showlegend=False,
        xaxis=_time_axis(planned, years, as_of, paper, side="top"),
        xaxis2=_time_axis(planned, years, as_of, paper, side="bottom") | {"overlaying": "x", "matches": "x", "tickmode": "auto", "showgrid": False},
        yaxis=_rows_axis(planned, inner, paper),
        xaxis3={"anchor": "y3", "domain": [0, 1], "range": [0, UNDATED_IN_A_LINE], "visible": False, "fixedrange": True},
        yaxis3={"anchor": "x3", "domain": [0, undated_height / inner], "range": [undated_height, 0], "visible": False, "fixedrange": True},
        annotations=_headings(planned, len(undated), paper, t, size), shapes=_separators(planned, paper),
    ))  # fmt: skip
    return drawn


def key_of_forms(paper: Paper, t: Texts) -> go.Figure:
    """Draw one bar of each kind of edge and form, named at its left."""
    begin, certain, end, as_of = (pd.Timestamp(day) for day in ("2000-01-01", "2001-12-31", "2008-01-01", "2010-01-01"))
    samples = (
        ("day", "solid", begin, end), ("year", "solid", certain, end), ("open", "solid", begin, pd.NaT),
        ("planned", "hollow", begin, end), ("over", "hatched", begin, end),
    )  # fmt: skip
    rows = [
        {"group": "", "form": form, "earliest": begin, "latest": latest, "precision": "year" if latest > begin else "day",
         "closes_earliest": closes, "closes_latest": closes, "closing": "day", "words": "", "id": name, "y": 13 + 26 * place}
        for place, (name, form, latest, closes) in enumerate(samples)
    ]  # fmt: skip
    height = 26.0 * len(rows)
    labels_of_rows = tuple((float(row["y"]), t(f"timeline.key_{row['id']}")) for row in rows)
    planned = Plan(pd.DataFrame(rows), pd.DataFrame(), (), labels_of_rows, height, 26, 9)
    drawn = go.Figure(_bar_traces(planned, Inks({"": (paper.ink, "")}, (), paper.ink), as_of)[:-1])
    return drawn.update_layout(layout(
        paper, height=round(height), margin=_margin(planned, below=False) | {"t": 0, "b": 0}, barmode="overlay", showlegend=False, dragmode=False,
        xaxis={"type": "date", "visible": False, "fixedrange": True}, yaxis=_rows_axis(planned, height, paper),
    ))  # fmt: skip


def _bar_traces(planned: Plan, inks: Inks, as_of: pd.Timestamp) -> list[go.Bar]:
    parts: dict[tuple[str, bool], list[tuple[float, float, float, float, str]]] = {}
    whole = []
    for row in planned.bars.to_dict("records"):
        pieces = list(strips(row, as_of))
        begin, end = _ms(pieces[0][0]), _ms(pieces[-1][1])
        whole.append((end, begin - end, row["y"], row["words"], row["id"]))
        hollow = row["form"] == "hollow"
        drawn = [(begin, end, 1.0)] if hollow else [(_ms(a), _ms(b), opacity) for a, b, opacity in pieces]
        of_group = parts.setdefault((row["group"], hollow), [])
        of_group += [(a, b - a, row["y"], opacity, "/" if row["form"] == "hatched" else "") for a, b, opacity in drawn]
    ordered = [key for group in inks.groups for key in ((group, False), (group, True)) if key in parts]
    traces = [_group_trace(group, hollow, parts[group, hollow], planned.thickness, inks) for group, hollow in ordered]
    return [*traces, _touch_trace(whole, planned.pitch)]


def _group_trace(
    group: str, hollow: bool, parts: list[tuple[float, float, float, float, str]], thickness: float, inks: Inks
) -> go.Bar:
    base, length, y, opacity, pattern = zip(*parts, strict=True)
    colour, name = inks.groups[group]
    marker: dict[str, object] = {"color": [see_through(colour, share) for share in opacity], "line": {"width": 0}}
    if any(pattern):
        marker["pattern"] = {"shape": pattern, "size": 4, "solidity": 0.45, "fillmode": "replace"}
    if hollow:
        marker = {"color": "rgba(0,0,0,0)", "line": {"width": 1.2, "color": colour}}
    return go.Bar(
        orientation="h", base=base, x=length, y=y, width=thickness, marker=marker, name=literal(name),
        hoverinfo="skip", unselected=UNDIMMED,
    )  # fmt: skip


def _touch_trace(whole: list[tuple[float, float, float, str, str]], thickness: float) -> go.Bar:
    """Draw nothing, but answer the pointer along each whole bar, with the words where the bar begins."""
    end, back, y, words, ids = zip(*whole, strict=True) if whole else ((), (), (), (), ())
    return go.Bar(
        orientation="h", base=end, x=back, y=y, width=thickness, marker={"color": "rgba(0,0,0,0)", "line": {"width": 0}},
        hovertext=words, hoverinfo="text", customdata=[["relation", row] for row in ids],
    )  # fmt: skip


def _dense_traces(planned: Plan, inks: Inks) -> list[go.Bar]:
    rows = planned.bars
    return [
        go.Bar(
            orientation="h", base=rows["begin"], x=rows["length"], y=rows["y"], width=planned.thickness,
            marker={"color": [see_through(inks.accent, 0.1 + 0.9 * share**0.6) for share in rows["share"]], "line": {"width": 0}},
            hovertext=rows["words"], hoverinfo="text", customdata=[["lane", lane] for lane in rows["lane"]],
            unselected=UNDIMMED,
        )
    ]  # fmt: skip


def _mark_traces(planned: Plan, inks: Inks, paper: Paper, *, quiet: bool) -> list[go.Scatter]:
    traces = []
    for rank, symbol in enumerate(SYMBOLS):
        rows = planned.marks[planned.marks["symbol"] == rank] if len(planned.marks) else planned.marks
        if rows.empty:
            continue
        begin, end = _ms_of(rows["earliest"]), _ms_of(rows["latest"] + pd.Timedelta(days=1))
        half = [(late - early) / 2 for early, late in zip(begin, end, strict=True)]
        traces.append(go.Scatter(
            mode="markers", x=[early + part for early, part in zip(begin, half, strict=True)], y=rows["y"],
            error_x={"type": "data", "array": half, "thickness": 1, "width": 0, "color": see_through(paper.quiet, 0.55)},
            marker={"symbol": symbol, "size": SIZES.get(symbol, 8), "color": paper.quiet, "opacity": 0.55 if quiet else 1,
                    "line": {"width": 1, "color": paper.ground}},
            name=literal(inks.kinds[rank]), hovertext=rows["words"], hoverinfo="text",
            customdata=[["event", row] for row in rows["event"]], unselected=UNDIMMED,
        ))  # fmt: skip
    return traces


def _undated_trace(undated: pd.DataFrame, inks: Inks) -> go.Bar:
    """Draw a short bar for each relation without a known start, in lines, below and apart from the axis of time."""
    ranks = {group: rank for rank, group in enumerate(inks.groups)}
    rows = undated.assign(rank=undated["group"].map(ranks)).sort_values(["rank", "label"], kind="stable")
    rows = rows.iloc[:MOST_UNDATED_DRAWN]
    places = range(len(rows))
    return go.Bar(
        orientation="h", xaxis="x3", yaxis="y3", width=7,
        base=[place % UNDATED_IN_A_LINE + 0.14 for place in places], x=[0.72] * len(rows),
        y=[24 + (place // UNDATED_IN_A_LINE + 0.5) * UNDATED_PITCH for place in places],
        marker={"color": [inks.groups[group][0] for group in rows["group"]], "line": {"width": 0}, "opacity": 0.75},
        hovertext=rows["words"], hoverinfo="text", customdata=[["relation", row] for row in rows["id"]],
        unselected={"marker": {"opacity": 0.75}},
    )  # fmt: skip


def _time_axis(
    planned: Plan, years: tuple[int | None, int | None], as_of: pd.Timestamp, paper: Paper, *, side: str
) -> dict[str, object]:
    first, last = _bounds(planned, as_of)
    seen = [
        _ms(pd.Timestamp(year, 1, 1)) if year else bound for year, bound in zip((years[0], years[1] and years[1] + 1), (first, last), strict=True)
    ]
    return {
        "type": "date", "side": side, "anchor": "y", "range": seen, "minallowed": first, "maxallowed": last,
        "gridcolor": paper.line, "gridwidth": 1, "zeroline": False, "showline": False, "ticks": "",
        "tickfont": {"size": 12, "color": paper.quiet}, "hoverformat": "%Y", "tickformatstops": TICKS, "nticks": 12,
        "layer": "below traces",
    }  # fmt: skip


def _rows_axis(planned: Plan, inner: float, paper: Paper) -> dict[str, object]:
    return {
        "range": [planned.height, 0], "fixedrange": True, "domain": [1 - planned.height / inner, 1], "showgrid": False,
        "zeroline": False, "showline": False, "ticks": "", "ticklen": 0, "automargin": False, "anchor": "x",
        "tickmode": "array", "tickvals": [y for y, _ in planned.rows], "ticktext": [literal(said) for _, said in planned.rows],
        "tickfont": {"size": 12, "color": paper.ink, "family": FONT}, "ticklabelstandoff": 6,
    }  # fmt: skip


def _headings(planned: Plan, undated: int, paper: Paper, t: Texts, size: str) -> list[dict[str, object]]:
    """Write the titles of the lanes, from the left edge of the picture on, and the one of the undated."""
    aside = -_margin(planned, below=True)["l"]
    common: dict[str, object] = {
        "xref": "paper", "x": 0, "xshift": aside, "xanchor": "left", "yanchor": "middle", "showarrow": False,
        "align": "left", "font": {"size": 13, "color": paper.ink},
    }  # fmt: skip
    said = [
        common | {"yref": "y", "y": y, "text": _heading(title, note, paper)} for y, title, note in planned.heads
    ]
    if undated:
        note = t("timeline.undated_note") if size == "wide" else ""
        title = _heading(t("timeline.undated_title", count=undated), note, paper)
        said.append(common | {"yref": "y3", "y": 10, "text": title})
    return said


def _margin(planned: Plan, *, below: bool) -> dict[str, float]:
    """Give the room around the axis: labels of rows at its left, years above it, and below it where nothing else is."""
    longest = max((len(said) for _, said in planned.rows), default=0)
    return {"l": round(longest * LETTER_WIDTH + 10) if longest else 8, "r": 10, "t": 24, "b": 28 if below else 6}


def _heading(title: str, note: str, paper: Paper) -> str:
    quiet = f' <span style="color:{paper.quiet}">{literal(note)}</span>' if note else ""
    return f"<b>{literal(title)}</b>{quiet}"


def _separators(planned: Plan, paper: Paper) -> list[dict[str, object]]:
    return [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": y - TITLE_HEIGHT / 2, "y1": y - TITLE_HEIGHT / 2,
         "line": {"color": paper.line, "width": 1}, "layer": "below"}
        for y, _, _ in planned.heads[1:]
    ]  # fmt: skip


def see_through(colour: str, share: float) -> str:
    """Give a #rrggbb colour with an opacity between 0 and 1."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share:.2g})"


def _label(name: str, short: str, city: str, letters: int) -> str:
    if len(name) <= letters:
        return name
    full = f"{short}, {city}"
    if short and city and len(full) <= letters and city.casefold() not in short.casefold():
        return full
    if short and len(short) <= letters:
        return short
    kept = name[: letters - 1]
    whole_words = kept.rpartition(" ")[0] if name[letters - 1] != " " else kept
    return f"{(whole_words if len(whole_words) > letters / 2 else kept).rstrip(' ,-')}…"


def _places(edition: Edition, strands: pd.DataFrame, t: Texts) -> pd.Series:
    """Say the country of strands that name no partner, else the region their source names."""
    def said(country: str, named: str) -> str:
        scheme, _, code = named.partition(":")
        region = edition.regions.find(scheme, code)
        return regions.country_name(country, t.language) or (region.label(t.language) if region else t("word.unknown"))

    parts = [said(*pair) for pair in zip(strands["country"], strands["region_code"], strict=True)]
    return pd.Series(parts, index=strands.index, dtype=object)


def _forms(strands: pd.DataFrame) -> pd.Series:
    """Say how bars are filled: what is planned or only talked of is hollow, what is over or on hold is hatched."""
    hollow = (strands["status"] == "planned") | strands["stage"].isin(("discussed", "declared"))
    hatched = strands["status"].isin(("suspended", "ended")) | (strands["stage"] == "ended")
    forms = pd.Series("solid", index=strands.index, dtype=object)
    return forms.mask(hollow, "hollow").mask(hatched, "hatched")


def _relation_words(edition: Edition, strands: pd.DataFrame, t: Texts) -> list[str]:
    codes, language = edition.codes, t.language
    homes = {home: summary.short_name(edition, home) for home in strands["home_institution"].unique()}
    said = []
    for name, row in zip(names(edition, strands, t), strands.to_dict("records"), strict=True):
        stage = codes.label("stage", row["stage"] or "unknown", language)
        status = codes.label("status", row["status"], language) if row["status"] not in ("", "active", "unknown") else ""
        said.append("<br>".join((
            f"<b>{wrapped(name)}</b>",
            literal(f"{codes.label('partnership_type', row['type'], language)} · {homes[row['home_institution']]}"),
            literal(span(row["start_date"], row["end_date"], row["end_rule"], edition, t)),
            literal(t("timeline.stage", stage=stage) + (f" · {status}" if status and status != stage else "")),
            literal(t("timeline.source", source=row["source_title"] or t("word.unknown"))),
        )))  # fmt: skip
    return said


def span(start: str, end: str, rule: str, edition: Edition, t: Texts) -> str:
    """Say from when to when in words: «April 2025 – end not stated»."""
    begins = t.date(start) if start else t("timeline.start_unknown")
    if end:
        return f"{begins} – {t.date(end)}"
    if rule in ("open_ended", "auto_renew"):
        return f"{begins} – {edition.codes.label('end_rule', rule, t.language)}"
    return f"{begins} – {t('timeline.end_not_stated')}"


def _event_words(edition: Edition, events: pd.DataFrame, t: Texts) -> list[str]:
    said = []
    cities = summary.city(events, t.language)
    for title, city, row in zip(summary.name(events, t.language), cities, events.to_dict("records"), strict=True):
        when = t.date(row["start_date"]) + (f" – {t.date(row['end_date'])}" if row["end_date"] else "")
        kind = edition.codes.label("event_kind", row["kind"], t.language)
        said.append("<br>".join((
            f"<b>{wrapped(title)}</b>", literal(" · ".join(part for part in (kind, city) if part)), literal(when),
            literal(t("timeline.source", source=row["source_title"] or t("word.unknown"))),
        )))  # fmt: skip
    return said


def _lanes_of_events(edition: Edition, events: pd.DataFrame, by: str, scheme: str, shown: set[str]) -> pd.DataFrame:
    """Give the pairs of event and lane."""
    taking = edition.participants
    taking = taking[taking["event_id"].isin(events.index) & ~taking["institution_id"].isin(edition.homes)]
    if by == "partner":
        lane = taking["institution_id"].where(taking["institution_id"].isin(shown), ALL)
        elsewhere = pd.Series(ALL, index=events.index, dtype=object)
    elif by in ("region", "country"):
        countries = edition.institutions["country_code"].reindex(taking["institution_id"]).fillna("").set_axis(taking.index)
        lane, elsewhere = (_lane_of_country(edition, part, by, scheme) for part in (countries, events["country_code"]))
    else:
        lane, elsewhere = pd.Series(ALL, index=taking.index, dtype=object), pd.Series(ALL, index=events.index, dtype=object)
    pairs = pd.DataFrame({"event": taking["event_id"], "lane": lane}).drop_duplicates()
    if by == "partner":
        told = pairs.loc[pairs["lane"] != ALL, "event"]
        pairs = pairs[(pairs["lane"] != ALL) | ~pairs["event"].isin(told)]
    rest = elsewhere[~elsewhere.index.isin(pairs["event"])]
    return pd.concat([pairs, pd.DataFrame({"event": rest.index, "lane": rest.to_numpy()})], ignore_index=True)


def _lane_of_country(edition: Edition, countries: pd.Series, by: str, scheme: str) -> pd.Series:
    if by == "country":
        return countries.astype(object)
    top = {code: edition.regions.top_region(scheme, code) for code in countries.unique()}
    return countries.map(top).astype(object)


def _lines(days: pd.Series, gap: float) -> list[int]:
    """Share points in time out to lines so that those in one line keep their distance; the last line takes the rest."""
    ends: list[float] = []
    lines = []
    for moment in _ms_of(days):
        free = next((line for line, end in enumerate(ends) if end + gap <= moment), None)
        if free is None:
            free = len(ends) if len(ends) < MARK_LINES else min(range(len(ends)), key=lambda line: ends[line])
            ends += [0.0] * (free + 1 - len(ends))
        ends[free] = moment
        lines.append(free)
    return lines


def _counts(dated: int, undated: int, t: Texts) -> str:
    said = [t("timeline.dated_count", count=dated)] if dated else []
    return " · ".join([*said, t("timeline.undated_count", count=undated)] if undated else said)


def _runs(lane: Lane, as_of: pd.Timestamp, t: Texts) -> pd.DataFrame:
    """Give the spans of years in which as many relations of a lane ran: begin, length, running, lane, words."""
    starts = lane.bars["earliest"].dt.year
    after = (lane.bars["closes_latest"].dt.year + 1).dropna().clip(lower=starts + 1).astype(int)
    change = starts.value_counts().sub(after.value_counts(), fill_value=0).sort_index().cumsum()
    years = [int(year) for year in change.index] + [max(as_of.year + 1, int(change.index.max()) + 1 if len(change) else 0)]
    rows = []
    for first, after, running in zip(years, years[1:], change, strict=False):
        if running and first < after:
            begin, until = _ms(pd.Timestamp(first, 1, 1)), min(_ms(pd.Timestamp(after, 1, 1)), _ms(as_of))
            when = str(first) if after - first == 1 else f"{first}–{after - 1}"
            words = f"<b>{wrapped(lane.title)}</b><br>{literal(t('timeline.running', count=int(running), years=when))}"
            rows.append((begin, until - begin, int(running), lane.code, words))
    return pd.DataFrame(rows, columns=["begin", "length", "running", "lane", "words"])


def _gradient(
    begin: pd.Timestamp, end: pd.Timestamp, first: float, last: float, steps: int
) -> Iterator[tuple[pd.Timestamp, pd.Timestamp, float]]:
    if begin >= end:
        return
    step = (end - begin) / max(steps, 1)
    for place in range(max(steps, 1)):
        share = first + (last - first) * (place + 0.5) / max(steps, 1)
        yield begin + step * place, begin + step * (place + 1), round(share, 2)


def _pitch(rows: int) -> tuple[float, float]:
    """Give the height of a row and the thickness of its bar: generous for few, thin for many."""
    if rows <= 40:
        return 21, 9
    return (15, LABELLED) if rows <= SINGLY else (6, 4)


def _bounds(planned: Plan, as_of: pd.Timestamp) -> tuple[float, float]:
    if "begin" in planned.bars:
        begins, ends = list(planned.bars["begin"]), []
    else:
        begins, ends = _ms_of(planned.bars["earliest"]), _ms_of(planned.bars["closes_latest"].dropna())
        ends += _ms_of(planned.bars["latest"])
    if len(planned.marks):
        begins, ends = begins + _ms_of(planned.marks["earliest"]), ends + _ms_of(planned.marks["latest"])
    first, last = min(begins, default=_ms(as_of) - 10 * YEAR), max([*ends, _ms(as_of)])
    room = max((last - first) * 0.012, 0.1 * YEAR)
    return first - room, last + room


def _span(dated: pd.DataFrame, points: pd.DataFrame) -> float:
    moments = [part for rows in (dated, points) if len(rows) for part in (_ms(rows["earliest"].min()), _ms(rows["latest"].max()))]
    return max(moments) - min(moments) if moments else 0.0


def _day(value: object) -> pd.Timestamp:
    return pd.Timestamp(value)  # type: ignore[arg-type]


def _ms(moment: pd.Timestamp) -> float:
    return float(moment.value // 1_000_000) if moment.unit == "ns" else float(round(moment.timestamp() * 1000))


def _ms_of(days: pd.Series) -> list[float]:
    return [_ms(day) for day in days]
