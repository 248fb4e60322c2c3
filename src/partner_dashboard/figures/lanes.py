"""From relations and events to where each of them lies: lanes, rows, bars with honest edges; no drawing here.

```
relations  one row a relation: lane, label, group, form, bounds, words   ┐
marks      one row an event and lane: symbol, bounds, words              ├ lanes ─ plan or dense_plan
titles     the lanes in order                                            ┘
strips     the parts of one bar: sharp where a day is known, soft where a month or year is, fading where no end is
```

Heights are pixels from the top, so that a bar is as thick as it says; times are milliseconds, as plotly counts them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from math import isnan
from typing import Any

import pandas as pd

from partner_dashboard import regions, summary
from partner_dashboard.editions import Edition
from partner_dashboard.figures import captions
from partner_dashboard.figures.paper import literal, wrapped
from partner_dashboard.texts import Texts

SINGLY = 130
"""With more dated relations than this, each lane is one row of density."""

THINLY = 400
"""A lane alone is drawn row by row up to here."""

FADE = 7 * 365 * 86_400_000.0
"""Over how long before the day the data speaks of a bar without an end fades."""

DAY = 86_400_000.0
"""Milliseconds of a day."""

SHORTEST = 120 * DAY
"""What has only just begun, or will begin, is drawn at least this long."""

FAINT = 0.22
FADE_STEPS = 14
SOFT_STEPS = {"day": 0, "month": 3, "year": 5, "decade": 16, "century": 16, "interval": 16}

LETTERS = {"wide": 25, "narrow": 11}
"""How long the label of a row may be on a screen and on a phone."""

KINDS_MARKED = 4
"""How many kinds of event, in the order of the code list, have a mark of their own; all others share the last."""

TITLE_HEIGHT = 22
MARK_HEIGHT = 10
MARK_LINES = 9
MARK_ROOM = {"wide": 0.0095, "narrow": 0.034}
"""The share of all time that a mark takes up on a screen and on a phone."""

LANE_GAP = 9
DENSE_THICKNESS = 16
LABELLED = 6
"""Bars at least this thick have room for a label beside them."""

ALL = ""
"""The lane of events that belong to no other."""

Strip = tuple[float, float, float]
"""Begin and end of a part of a bar, and its opacity."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: its title with counts, and by their numbers in the frames its dated relations and its events.

    `lines` says for each event in which line it stands, so that they do not hide each other; 0 is the highest.
    """

    code: str
    title: str
    note: str
    bars: list[int]
    events: list[int]
    lines: list[int]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Where everything lies: bars and marks with a column y, heads (y, title, counts), rows (y, label), the height.

    `pitch` is the height of a row and `thickness` that of its bar. `is_dense` bars count what ran (see `dense_plan`).
    """

    bars: pd.DataFrame
    marks: pd.DataFrame
    heads: tuple[tuple[float, str, str], ...]
    rows: tuple[tuple[float, str], ...]
    height: float
    pitch: float
    thickness: float
    is_dense: bool = False


def lane_of(edition: Edition, strands: pd.DataFrame, by: str, scheme: str) -> pd.Series:
    """Give the code of the lane of each strand, by region, country, type or partner."""
    if by == "type":
        return strands["type"].where(strands["type"] != "", "other")
    if by == "country":
        return strands["country"]
    if by == "partner":
        ids = strands["institution_id"]
        return ids.where(ids != "", "·" + strands["country"] + strands["region_code"])
    return summary.region_of(edition, strands, scheme)


def titles(
    edition: Edition, strands: pd.DataFrame, codes: pd.Series, by: str, scheme: str, t: Texts, also: Iterable[str] = ()
) -> dict[str, str]:
    """Give the lanes in the order they are drawn, with what each is called.

    `codes` as `lane_of` gives them; `also` names lanes of regions or countries that only events have.
    """
    held = {*codes, *also} if by in ("region", "country") else set(codes)
    if by == "partner":
        return _by_name(dict(zip(codes, captions.names(edition, strands, t), strict=True)))
    if by == "country":
        return _by_name({code: regions.country_name(code, t.language) or t("word.unknown") for code in held})
    if by == "type":
        ranked = _ranked(held, edition.codes.of("partnership_type"))
        return {code: edition.codes.label("partnership_type", code, t.language) for code in ranked}
    ranked = _ranked(held, (row.code for row in edition.regions.of(scheme, top_only=True)) if scheme else ())
    return {code: summary.region_label(edition, scheme, code, t) for code in ranked}


def relations(edition: Edition, strands: pd.DataFrame, codes: pd.Series, t: Texts, size: str = "wide") -> pd.DataFrame:
    """Give what is drawn of each strand, dated or not.

    Shape: indexed like strands; lane, label, group, form (solid, hollow, hatched), is_promised, earliest, latest (of
    the start, NaN where unknown), precision, year, closes_earliest, closes_latest (NaN where no end is known), closing
    (precision), closing_year, words (markup for the pointer), id.
    Order: by start, undated last. Units: milliseconds at the beginning of a day.
    """
    rows = pd.DataFrame(
        {
            "lane": codes,
            "label": captions.labels(edition, strands, t, LETTERS[size]),
            "group": strands["group"],
            "form": forms(strands),
            "is_promised": strands["is_promised"],
            "earliest": milliseconds(strands["time_start_earliest"]),
            "latest": milliseconds(strands["time_start_latest"]),
            "precision": strands["time_start_precision"],
            "year": strands["time_start_year"],
            "closes_earliest": milliseconds(strands["time_end_earliest"]),
            "closes_latest": milliseconds(strands["time_end_latest"]),
            "closing": strands["time_end_precision"],
            "closing_year": strands["time_end_year"],
            "words": captions.of_relations(edition, strands, t, size),
            "id": strands.index,
        }
    )
    return rows.sort_values(["earliest", "label"], kind="stable", na_position="last")


def forms(strands: pd.DataFrame) -> pd.Series:
    """Say how bars are filled: what is only promised is hollow, what is over or on hold is hatched."""
    hatched = strands["status"].isin(("suspended", "ended")) | (strands["stage"] == "ended")
    plain = pd.Series("solid", index=strands.index, dtype=object)
    return plain.mask(strands["is_promised"], "hollow").mask(hatched, "hatched")


def marks(
    edition: Edition, events: pd.DataFrame, by: str, scheme: str, shown: set[str], t: Texts, size: str = "wide"
) -> pd.DataFrame:
    """Give what is drawn of each dated event, once in each lane of those who took part.

    An event lies in the lanes in `shown` of those who took part and are none of ours; else, by region and country,
    where it took place, and otherwise in the lane ALL.
    Shape: event, lane, symbol (rank of its kind, at most KINDS_MARKED), earliest, latest (milliseconds), words.
    Order: by day.
    """
    spans = edition.event_times.loc[events.index].dropna(subset=["start_earliest"])
    dated = events.loc[spans.index]
    kinds = {code: min(rank, KINDS_MARKED) for rank, code in enumerate(edition.codes.of("event_kind"))}
    about = pd.DataFrame(
        {
            "symbol": [kinds.get(kind, KINDS_MARKED) for kind in dated["kind"]],
            "earliest": milliseconds(spans["start_earliest"]),
            "latest": milliseconds(spans["end_latest"].fillna(spans["start_latest"]).fillna(spans["start_earliest"])),
            "words": captions.of_events(edition, dated, t, size),
        },
        index=dated.index,
    )
    pairs = _lanes_of_events(edition, dated, by, scheme, shown)
    return pairs.join(about, on="event").sort_values(["earliest", "event"], kind="stable", ignore_index=True)


def strips(row: Mapping[str, Any], as_of: float) -> Iterator[Strip]:
    """Yield the parts of one bar from left to right, each with its opacity.

    A day begins sharply; a month or year begins as unlikely and becomes certain on its last day. A known end does the
    same in reverse; an end before the start, a slip in the data, leaves one day. Without an end the bar fades towards
    `as_of`: for FADE, for two fifths of a short bar, and all along where it is over but nobody says since when.
    """
    begins, certain = row["earliest"], row["latest"]
    certain = max(as_of, begins) if isnan(certain) else certain
    fading, end, floor, steps = _ending(row, begins, certain, as_of)
    certain = min(certain, fading)
    yield from _gradient(begins, certain, 0.0, 1.0, SOFT_STEPS[row["precision"]])
    if certain < fading:
        yield certain, fading, 1.0
    yield from _gradient(fading, end, 1.0, floor, steps)


def is_dense(drawn: pd.DataFrame) -> bool:
    """Whether there are too many dated relations to draw each as a row."""
    dated = drawn.loc[drawn["earliest"].notna(), "lane"]
    return len(dated) > SINGLY and (dated.nunique() > 1 or len(dated) > THINLY)


def lanes(
    drawn: pd.DataFrame, points: pd.DataFrame, said: Mapping[str, str], t: Texts, *, size: str = "wide"
) -> list[Lane]:
    """Share relations and events out to the lanes in order; lanes without anything to draw or say are left out."""
    is_dated = drawn["earliest"].notna().to_numpy()
    bars, events = _numbers(drawn["lane"][is_dated]), _numbers(points["lane"])
    undated = drawn["lane"][~is_dated].value_counts()
    moments = points["earliest"].tolist()
    gap = _span(drawn, points) * MARK_ROOM[size]
    found = []
    for code in ([ALL] if ALL in events and ALL not in said else []) + list(said):
        own, happened = bars.get(code, []), events.get(code, [])
        note = _counts(len(own), int(undated.get(code, 0)), t) if code in said else ""
        if note or happened:
            lines = _lines([moments[number] for number in happened], gap)
            found.append(Lane(code, said.get(code, t("timeline.events_lane")), note, own, happened, lines))
    return found


def plan(shared: list[Lane], drawn: pd.DataFrame, points: pd.DataFrame, *, headed: bool = True) -> Plan:
    """Give every dated relation a row of its own below the events of its lane.

    `headed` lanes have a title with their counts; without (by partner) the first row of a lane carries its label and
    events lie on that row; lanes without a row are left out.
    """
    pitch, thickness = _pitch(sum(len(lane.bars) for lane in shared))
    top, heads, rows = 4.0, [], []
    bars: dict[int, float] = {}
    marked: dict[int, float] = {}
    said = drawn["label"].tolist()
    for lane in shared:
        has_head = headed or lane.code == ALL
        if has_head:
            heads.append((top + TITLE_HEIGHT / 2, lane.title, lane.note))
            top += TITLE_HEIGHT
            marked |= _in_lines(lane, top)
            top += (max(lane.lines) + 1) * MARK_HEIGHT + 3 if lane.lines else 0
        elif lane.bars:
            marked |= dict.fromkeys(lane.events, top + pitch / 2)
        places = {number: top + (place + 0.5) * pitch for place, number in enumerate(lane.bars)}
        bars |= places
        rows += [(y, said[number]) for number, y in places.items()][: None if headed else 1]
        top += len(places) * pitch + (LANE_GAP if has_head else 0)
    labelled = tuple(rows) if thickness >= LABELLED else ()
    return Plan(_placed(drawn, bars), _placed(points, marked), tuple(heads), labelled, top + 2, pitch, thickness)


def dense_plan(
    shared: list[Lane], drawn: pd.DataFrame, points: pd.DataFrame, as_of: pd.Timestamp, t: Texts
) -> Plan:  # fmt: skip
    """Give every lane one row that says how many relations ran in which years, below its events in one line.

    Shape of bars: begin, length (milliseconds), running (relations), share (1 where the fullest lane is fullest), lane,
    words, y. Lanes that only have events are left out.
    """
    top, bars, heads = 4.0, [], []
    marked: dict[int, float] = {}
    for lane in (lane for lane in shared if lane.note):
        heads.append((top + TITLE_HEIGHT / 2, lane.title, lane.note))
        top += TITLE_HEIGHT
        if lane.events:
            marked |= dict.fromkeys(lane.events, top + MARK_HEIGHT / 2)
            top += MARK_HEIGHT + 2
        bars += [(*run, top + DENSE_THICKNESS / 2) for run in runs(lane, drawn, as_of, t)]
        top += DENSE_THICKNESS + LANE_GAP
    rows = pd.DataFrame(bars, columns=["begin", "length", "running", "lane", "words", "y"])
    rows = rows.assign(share=rows["running"] / max(1, rows["running"].max()))
    thickness = DENSE_THICKNESS
    return Plan(rows, _placed(points, marked), tuple(heads), (), top + 2, thickness, thickness, is_dense=True)


def runs(
    lane: Lane, drawn: pd.DataFrame, as_of: pd.Timestamp, t: Texts
) -> list[tuple[float, float, int, str, str]]:  # fmt: skip
    """Give the spans of years in which equally many relations of a lane ran: begin, length, number, lane, words.

    A relation runs from the year of its start to that of its end, both included; one that is only promised does not.
    Units: milliseconds.
    """
    rows = drawn.iloc[lane.bars]
    rows = rows[~rows["is_promised"]]
    if rows.empty:
        return []
    change: Counter[int] = Counter(rows["year"].tolist())
    for first, last in zip(rows["year"], rows["closing_year"], strict=True):
        if not pd.isna(last):
            change[max(first, last) + 1] -= 1
    years = sorted(change)
    now = as_of.timestamp() * 1000
    found = []
    for first, following, running in zip(
        years, [*years[1:], as_of.year + 1], accumulate(change[year] for year in years), strict=True
    ):
        if running and first < following:
            begin, until = new_year(first), new_year(following)
            span = str(first) if following - first == 1 else f"{first}–{following - 1}"
            words = literal(t("timeline.running", count=running, years=span))
            length = min(until, max(now, begin + SHORTEST)) - begin
            found.append(
                (
                    begin,
                    length,
                    running,
                    lane.code,
                    f"<b>{wrapped(lane.title, captions.WIDTH['narrow'])}</b><br>{words}",
                )
            )
    return found


def bounds(planned: Plan, as_of: float) -> tuple[float, float]:
    """Give the first and last millisecond of the axis, with a little room at both ends."""
    bars, marked = planned.bars, planned.marks
    begins = [*(bars["begin"] if planned.is_dense else bars["earliest"]), *marked["earliest"]]
    ends = [as_of, *marked["latest"]]
    if not planned.is_dense:
        ends += [*(bars["earliest"] + SHORTEST), *bars["latest"].dropna(), *bars["closes_latest"].dropna()]
    first, last = min(begins, default=as_of - 3653 * DAY), max(ends)
    room = max((last - first) * 0.012, 40 * DAY)
    return first - room, last + room


EPOCH = pd.Timestamp(1970, 1, 1)


def milliseconds(days: pd.Series) -> pd.Series:
    """Give days as plotly counts time; NaN where there is none."""
    return (days - EPOCH) / pd.Timedelta(milliseconds=1)


def _ending(row: Mapping[str, Any], begins: float, certain: float, as_of: float) -> tuple[float, float, float, int]:
    """Give when a bar begins to fade, when it ends, how faint it is then, and in how many steps."""
    closes, over = row["closes_earliest"], row["closes_latest"]
    if isnan(over):
        end = max(as_of, certain, begins + SHORTEST)
        whole = end - certain
        fade = whole if row["form"] == "hatched" else min(whole * 0.4, FADE)
        return end - fade, end, FAINT, FADE_STEPS
    end = max(over, begins) + DAY
    steps = SOFT_STEPS[row["closing"]]
    fading = begins if isnan(closes) else max(closes, begins)
    return (fading if steps else end), end, 0.0, steps


def _gradient(begin: float, end: float, first: float, last: float, steps: int) -> Iterator[Strip]:
    if begin < end:
        step = (end - begin) / max(steps, 1)
        for place in range(max(steps, 1)):
            share = first + (last - first) * (place + 0.5) / max(steps, 1)
            yield begin + step * place, begin + step * (place + 1), round(share, 2)


def _lanes_of_events(edition: Edition, events: pd.DataFrame, by: str, scheme: str, shown: set[str]) -> pd.DataFrame:
    """Give the pairs of event and lane."""
    guests = edition.participants
    guests = guests[guests["event_id"].isin(events.index) & ~guests["institution_id"].isin(edition.homes)]
    found, place = guests["institution_id"], pd.Series(ALL, index=events.index, dtype=object)
    if by in ("region", "country"):
        countries = edition.institutions["country_code"].reindex(found).fillna("").set_axis(guests.index)
        found = _lane_of_country(edition, countries, by, scheme)
        place = _lane_of_country(edition, events["country_code"], by, scheme)
    is_shown = found.isin(shown) & (by != "type")
    pairs = pd.DataFrame({"event": guests["event_id"], "lane": found})[is_shown].drop_duplicates()
    rest = place[~place.index.isin(pairs["event"])]
    return pd.concat([pairs, pd.DataFrame({"event": rest.index, "lane": rest.to_numpy()})], ignore_index=True)


def _lane_of_country(edition: Edition, countries: pd.Series, by: str, scheme: str) -> pd.Series:
    if by == "country":
        return countries.astype(object)
    top = {code: edition.regions.top_region(scheme, code) for code in countries.unique()}
    return countries.map(top).astype(object)


def _lines(moments: list[float], gap: float) -> list[int]:
    """Share points in time out to lines so that those in one line keep their distance; at most MARK_LINES lines."""
    ends: list[float] = []
    lines = []
    for moment in moments:
        free = next((line for line, end in enumerate(ends) if end + gap <= moment), len(ends))
        if free == MARK_LINES:
            free = min(range(MARK_LINES), key=lambda line: ends[line])
        ends[free : free + 1] = [moment]
        lines.append(free)
    return lines


def _counts(dated: int, undated: int, t: Texts) -> str:
    said = [t("timeline.dated_count", count=dated)] if dated else []
    return " · ".join([*said, t("timeline.undated_count", count=undated)] if undated else said)


def _pitch(rows: int) -> tuple[float, float]:
    """Give the height of a row and the thickness of its bar: generous for few, thin for many."""
    if rows <= 40:
        return 21, 9
    return (15, LABELLED) if rows <= SINGLY else (6, 4)


def _span(drawn: pd.DataFrame, points: pd.DataFrame) -> float:
    """Give how much time lies between the first and last thing drawn."""
    moments = pd.concat([drawn["earliest"], drawn["latest"], points["earliest"], points["latest"]]).dropna()
    return float(moments.max() - moments.min()) if len(moments) else 0.0


def _numbers(codes: pd.Series) -> dict[str, list[int]]:
    """Give the numbers of the rows of each lane; dated rows come first, so their numbers are those in the frame."""
    found: dict[str, list[int]] = {}
    for number, code in enumerate(codes):
        found.setdefault(code, []).append(number)
    return found


def _in_lines(lane: Lane, top: float) -> dict[int, float]:
    pairs = zip(lane.events, lane.lines, strict=True)
    return {number: top + (line + 0.5) * MARK_HEIGHT for number, line in pairs}


def _placed(rows: pd.DataFrame, places: Mapping[int, float]) -> pd.DataFrame:
    """Keep the rows that have a place, in the order of the places, with a column y."""
    return rows.iloc[list(places)].assign(y=pd.Series(places.values(), dtype=float).to_numpy())


def new_year(year: int) -> float:
    """Give the first millisecond of a year; years that no calendar here holds give its first or last."""
    return (date(min(max(year, date.min.year), date.max.year), 1, 1) - date(1970, 1, 1)).days * DAY


def _by_name(said: dict[str, str]) -> dict[str, str]:
    return dict(sorted(said.items(), key=lambda pair: pair[1].casefold()))


def _ranked(held: set[str], order: Iterable[str]) -> list[str]:
    known = [code for code in order if code in held]
    return known + sorted(held.difference(known))
