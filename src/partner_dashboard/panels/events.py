"""From the shown events to calendar and list, and from one event to its sheet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st
from babel.dates import get_month_names

from partner_dashboard import maps, regions, sheets, summary, ui
from partner_dashboard import view as views
from partner_dashboard.editions import split
from partner_dashboard.figures import calendar
from partner_dashboard.sheets import Event
from partner_dashboard.ui import Page

TALLEST = 640
ROW = 35
"""Pixels of the list at most, and of one of its rows."""

ONLY = ("discussed", "declared")
"""What must not be taken for more than it is."""

SMALL = 260
"""Pixels of a small map."""

NAMED = 6
"""How many events the calendar names under the pointer."""


# All events


def title(page: Page, events: pd.DataFrame) -> None:
    """Say how many events are shown, and how many of them are undated."""
    t = page.t
    undated = int(page.edition.event_times.loc[events.index, "start_earliest"].isna().sum())
    said = [t("events.count", count=len(events))]
    page.title(", ".join([*said, t("events.undated", count=undated)] if undated else said))


def year_calendar(page: Page, events: pd.DataFrame) -> None:
    """Place the calendar of years and months; choosing a dot opens its event or narrows to its year."""
    place = st.container(key="calendar_place")
    if events.empty:
        return
    rows = sheets.months(page.edition, events)
    undated = sheets.without_year(page.edition, events)
    held = [*zip(rows["year"].tolist(), rows["ids"].tolist(), strict=True), *([(None, undated)] if undated else [])]
    names = summary.name(events, page.view.language).to_dict()
    hover = [_hover(page, rows, names, line, ids) for line, (_, ids) in enumerate(held)]
    figure = calendar.year_calendar(rows, len(undated), hover, _words(page), page.colour("research_led"), page.theme)
    message = _message(page, rows)
    alt = f"{page.t('events.calendar')}: {message}"
    with place:
        st.markdown(ui.plain(message))
        ui.place_figure(figure, alt=alt, key="events_calendar", on_select=_open_dot, height=calendar.HEIGHT)
        st.caption(page.t("events.calendar_how"))
    st.session_state["calendar_dots"] = tuple(held)


def _open_dot() -> None:
    points = st.session_state["events_calendar"].selection.points
    dots = st.session_state.get("calendar_dots", ())
    number = points[0].get("point_index", -1) if points else -1
    if not 0 <= number < len(dots):
        return
    year, ids = dots[number]
    if len(ids) == 1:
        ui.choose(event=ids[0])
    elif year is not None:
        ui.choose(year_from=year, year_to=year)


def _words(page: Page) -> calendar.Words:
    names = get_month_names("abbreviated", locale=page.view.language)
    months = [names[month] for month in range(1, 13)]
    return calendar.Words(months, page.t("events.year_only"), page.t("events.no_date"))


def _hover(page: Page, rows: pd.DataFrame, names: Mapping[str, str], line: int, ids: Sequence[str]) -> str:
    """Name the month and its first events."""
    t = page.t
    when = t("events.no_date")
    if line < len(rows):
        year, month = int(rows["year"].iloc[line]), int(rows["month"].iloc[line])
        when = t.date(f"{year:04d}-{month:02d}" if month else f"{year:04d}")
    titles = [_cut(names[event_id]) for event_id in ids[:NAMED]]
    more = [t("events.more", count=len(ids) - NAMED)] if len(ids) > NAMED else []
    return "\n".join([f"{when} · {t('events.count', count=len(ids))}", *titles, *more])


def _cut(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:69]}…"


def _message(page: Page, rows: pd.DataFrame) -> str:
    """Say what the calendar shows at a glance: its span and its fullest year."""
    t, by_year = page.t, rows.groupby("year")["events"].sum()
    if by_year.empty:
        return t("events.message_undated")
    fullest = int(by_year.idxmax())
    span = {"first": str(by_year.index.min()), "last": str(by_year.index.max())}
    return t("events.message", fullest=str(fullest), count=int(by_year[fullest]), **span)


def quick_filters(page: Page) -> None:
    """Offer the kinds and topics as pills with counts; choosing them narrows every page."""
    none: dict[str, Any]
    for field, code_list in (("kinds", "event_kind"), ("topics", "topic")):
        none = {field: ()}
        without = views.events(page.edition, replace(page.view, **none))
        found = without["topics"].str.split("|").explode() if field == "topics" else without["kind"]
        counts = found[found != ""].value_counts()
        held = getattr(page.view, field)
        codes = [code for code in page.edition.codes.of(code_list) if code in counts.index or code in held]
        if not codes:
            continue
        key = ui.seeded(f"events_{field}", list(held))
        label, choices = st.columns([1, 8], vertical_alignment="top")
        label.caption(page.t(f"filter.{field}"))
        choices.pills(
            page.t(f"filter.{field}"), codes, key=key, selection_mode="multi", wrap=True, label_visibility="collapsed",
            format_func=_counted(page, code_list, counts), on_change=ui.chosen, args=(field, key, tuple),
        )  # fmt: skip


def _counted(page: Page, code_list: str, counts: pd.Series) -> Callable[[str], str]:
    return lambda code: f"{ui.plain(page.label(code_list, code))} · {page.t.number(int(counts.get(code, 0)))}"


def listing(page: Page, events: pd.DataFrame) -> None:
    """Place the events as a table, newest first, undated last; choosing one opens its sheet."""
    if events.empty:
        ui.nothing_matches(page, page.t("events.nothing"), lambda view: len(views.events(page.edition, view)))
        return
    rows = sheets.newest_first(page.edition, events)
    st.caption(page.t("events.how"))
    st.dataframe(
        _list_rows(page, rows), hide_index=True, height=min(TALLEST, ROW * (len(rows) + 1) + 3), key="event_list",
        on_select=_open_ticked, selection_mode="single-row", alt=page.t("events.list_alt", count=len(rows)),
        column_config=_list_columns(page), placeholder=page.t("word.unknown"),
    )  # fmt: skip
    st.session_state["event_list_ids"] = tuple(rows.index)


def _open_ticked() -> None:
    lines = st.session_state["event_list"].selection.rows
    if lines:
        _open_line(lines[0])


def _open_clicked() -> None:
    _open_line(st.session_state["event_title"].row)


def _open_line(line: int) -> None:
    ids = st.session_state.get("event_list_ids", ())
    if line < len(ids):
        ui.choose(event=ids[line])


def _list_rows(page: Page, rows: pd.DataFrame) -> pd.DataFrame:
    t, edition, language = page.t, page.edition, page.view.language
    named = edition.participants[~edition.participants["institution_id"].isin(edition.homes)]
    names = named["institution_id"].map(sheets.called(edition, language))
    guests = names.groupby(named["event_id"]).agg(", ".join)
    cities = summary.city(rows, language)
    countries = [regions.country_name(code, language) for code in rows["country_code"]]
    return pd.DataFrame(
        {
            "when": [sheets.sortable(text, t) if text else None for text in rows["start_date"]],
            "title": [ui.button_label(name) for name in summary.name(rows, language)],
            "kind": [page.label("event_kind", code) for code in rows["kind"]],
            "place": [", ".join(part for part in pair if part) or None for pair in zip(cities, countries, strict=True)],
            "guests": guests.reindex(rows.index).where(lambda names: names.notna(), "–"),
            "stage": [page.label("stage", code) if code else "–" for code in rows["outcome_stage"]],
            "topics": [", ".join(page.label("topic", code) for code in split(cell)) or "–" for cell in rows["topics"]],
        }
    )


def _list_columns(page: Page) -> dict[str, Any]:
    t, column = page.t, st.column_config
    return {
        "when": column.TextColumn(t("events.when"), help=t("events.when_help"), width=100),
        "title": column.ButtonColumn(
            t("events.title"), type="tertiary", alignment="left", width=400, key="event_title", on_click=_open_clicked
        ),
        "kind": column.TextColumn(t("events.kind")),
        "place": column.TextColumn(t("events.place")),
        "guests": column.TextColumn(t("events.guests"), width=200),
        "stage": column.TextColumn(t("events.outcome_stage"), help=t("events.outcome_help")),
        "topics": column.TextColumn(t("events.topics"), width=200),
    }


# The sheet


def ways(page: Page, sheet: Event) -> None:
    """Name the sheet, lead back to all events, and to the trip or conference it is a part of."""
    t = page.t
    page.title(sheets.name_of(page.edition, str(sheet.row["event_id"]), page.view.language))
    with st.container(horizontal=True, gap="small", key="sheet_ways"):
        ui.link(page, "events", t("events.back"), icon="arrow_back")
        event_id = str(sheet.row["event_id"])
        ui.link(page, "dossier", t("dossier.open"), icon=ui.ICONS["dossier"], event=event_id)
        if sheet.whole_id:
            name = sheets.name_of(page.edition, sheet.whole_id, page.view.language)
            ui.link(page, "events", t("events.part_of", name=name), icon="luggage", event=sheet.whole_id)


def head(page: Page, sheet: Event) -> None:
    """Say when, what kind and where, what it was, and what came of it."""
    row, kind = sheet.row, page.label("event_kind", sheet.row["kind"])
    with st.container(gap="xsmall"):
        st.subheader(ui.plain(f"{_span(page, row)} · {kind}"), anchor=False)
        st.markdown(ui.plain(_where(page, row)))
        described = sheets.own(row, "description", page.view.language)
        if described:
            st.markdown(ui.plain(described))
    with st.container(border=True):
        st.markdown(_outcome(page, row))


def _span(page: Page, row: pd.Series) -> str:
    t = page.t
    if not row["start_date"]:
        return t("events.date_unknown")
    if row["end_date"] and row["end_date"] != row["start_date"]:
        return f"{t.date(row['start_date'])} – {t.date(row['end_date'])}"
    return t.date(row["start_date"])


def _where(page: Page, row: pd.Series) -> str:
    city, venue = sheets.own(row, "city", page.view.language), sheets.own(row, "venue", page.view.language)
    country = regions.country_name(row["country_code"], page.view.language) if row["country_code"] else ""
    said = ", ".join(part for part in dict.fromkeys((venue, city, country)) if part)
    return said or page.t("events.place_unknown")


def _outcome(page: Page, row: pd.Series) -> str:
    """Say what came of it with its rung, so that nobody takes a talk for a contract."""
    t, stage = page.t, row["outcome_stage"]
    outcome = sheets.own(row, "outcome", page.view.language)
    if not stage and not outcome:
        return t("events.no_outcome")
    reached = t("events.stage_unknown")
    if stage:
        label = _within(page.label("stage", stage)) if stage in ONLY else page.label("stage", stage)
        help_text = page.edition.codes.help("stage", stage, page.view.language)
        only = "events.only_stage" if stage in ONLY else "events.reached_stage"
        reached = " – ".join(part for part in (t(only, stage=ui.plain(label)), ui.plain(help_text)) if part)
    return f"**{t('events.outcome')}** {ui.plain(outcome or t('word.unknown'))}\n\n:small[{reached}]"


def _within(label: str) -> str:
    """Write a label as it stands within a sentence."""
    return label[:1].lower() + label[1:]


def legs(page: Page, sheet: Event) -> None:
    """List the parts of a trip or conference with their outcomes, in order where it is known."""
    if sheet.legs.empty:
        return
    t = page.t
    st.subheader(t("events.legs", count=len(sheet.legs)), anchor=False)
    st.markdown(ui.plain(_reached(page, sheet)))
    st.caption(t("events.in_order") if sheet.is_ordered else t("events.order_unknown"))
    for number, (event_id, row) in enumerate(sheet.legs.iterrows(), start=1):
        icon = page.edition.codes.icon("event_kind", row["kind"]) or "event"
        label = sheets.own(row, "title", page.view.language)
        with st.container(border=True, gap="xsmall"):
            numbered = f"{number}. {label}" if sheet.is_ordered else label
            ui.link(page, "events", numbered, icon=icon, event=str(event_id))
            st.markdown(f":small[{ui.plain(f'{_span(page, row)} · {_where(page, row)}')}]")
            for told in told_of_leg(page, row):
                st.markdown(told)


def told_of_leg(page: Page, row: pd.Series) -> list[str]:
    """Say what a part was and what came of it; that no outcome is reported only where nothing else is told."""
    described = ui.plain(sheets.own(row, "description", page.view.language))
    is_open = not row["outcome"] and not row["outcome_stage"]
    return [part for part in (described, "" if described and is_open else _outcome(page, row)) if part]


def _reached(page: Page, sheet: Event) -> str:
    """Gather what the parts came to: «1 extended, 2 signed, 2 without a told outcome»."""
    t, reached = page.t, sheet.legs.assign(reached=sheet.legs["outcome_stage"].replace("", "–"))
    counts = summary.counts(reached, "reached")
    order = [code for code in reversed(page.edition.codes.of("stage")) if code in counts]
    said = [f"{t.number(counts[code])} {_within(page.label('stage', code))}" for code in order]
    said += [t("events.without_outcome", count=counts["–"])] if "–" in counts else []
    return t("events.reached", outcomes=t.joined(said))


def small_map(page: Page, sheet: Event) -> None:
    """Place a small map of the event, or of the places of its parts, in a container that is always there."""
    t, row = page.t, sheet.row
    with st.container(key="small_map"):
        deck = maps.route_deck(
            page.edition, str(row["event_id"]), sheet.legs, page.colour("research_led"), t, page.theme, ui.data_address,
            ui.shape_address, is_ordered=sheet.is_ordered,
        )  # fmt: skip
        if deck is None:
            st.caption(t("events.no_place"))
            return
        parts = len(sheet.legs)
        alt = t("events.route_alt", count=parts) if parts else t("events.map_alt", place=_where(page, row))
        ui.place_map(page, deck, alt=alt, key="where", height=SMALL)
        if parts:
            st.caption(t("events.in_order") if sheet.is_ordered else t("events.no_direction"))


def taking_part(page: Page, sheet: Event) -> None:
    """Lead to everybody who took part, gathered by role."""
    t, rows = page.t, sheet.taking_part
    st.subheader(t("events.taking_part", count=len(rows)), anchor=False)
    if rows.empty:
        st.caption(t("events.nobody_named"))
    for role, named in rows.groupby("role", sort=False):
        st.caption(ui.plain(page.label("role", str(role)) if role else t("events.no_role")))
        with st.container(horizontal=True, gap="xsmall"):
            for institution_id in named["institution_id"]:
                kind = page.edition.institutions["kind"].get(institution_id, "")
                icon = page.edition.codes.icon("institution_kind", kind) or "account_balance"
                name = sheets.name_of(page.edition, institution_id, page.view.language)
                ui.link(page, "partners", name, icon=icon, partner=institution_id)


def topics(page: Page, sheet: Event) -> None:
    """Lead to the other events on the same topics."""
    codes = split(sheet.row["topics"])
    if not codes:
        return
    st.subheader(page.t("events.topics"), anchor=False)
    with st.container(horizontal=True, gap="xsmall"):
        for code in codes:
            icon = page.edition.codes.icon("topic", code) or "label"
            ui.link(page, "events", page.label("topic", code), icon=icon, topics=(code,))


def sources(page: Page, sheet: Event) -> None:
    """List where it can be read, and what else bears on it."""
    rows = sheets.sources(sheet.row.to_frame().T, sheet.evidence, sheet.legs)
    st.subheader(page.t("events.sources", count=len(rows)), anchor=False)
    listed = [f":small[{ui.outside(row.source_title, row.source_url)}]" for row in rows.itertuples()]
    st.markdown(ui.markdown_list(listed) or page.t("events.unsourced"))
    for _, evidence in sheet.evidence.iterrows():
        stance = ui.plain(page.label("stance", evidence["stance"] or "general"))
        states = sheets.own(evidence, "states", page.view.language)
        st.markdown(f":small[**{stance}**: {ui.plain(states)}]")
