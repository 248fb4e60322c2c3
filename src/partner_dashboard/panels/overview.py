"""From the shown rows to the overview: key figures, regions, latest events, what ends next."""

import pandas as pd
import streamlit as st

from partner_dashboard import maps, regions, summary, ui, view
from partner_dashboard.news import News
from partner_dashboard.summary import Figure, KeyFigures
from partner_dashboard.ui import Page

LATEST = 6


def title(page: Page, strands: pd.DataFrame, events: pd.DataFrame) -> None:
    """Say in one line what is shown."""
    t = page.t
    if strands.empty and len(events):
        page.title(t("overview.only_events", count=len(events)))
    else:
        page.title(ui.reach_words(page, strands))


def ways_out(page: Page, strands: pd.DataFrame) -> None:
    """Say that nothing matches, and which filter to drop, in a place that is kept when something does."""
    with st.container(key="overview_ways_out"):
        if strands.empty:
            ui.nothing_matches(page, page.t("overview.nothing"), lambda other: len(view.strands(page.edition, other)))


def key_figures(page: Page, figures: KeyFigures) -> None:
    """Place the four key figures, each with its change and its course, and what they leave out below."""
    t, years = page.t, page.edition.settings.living_years
    living = t("overview.living_value", living=figures.living.value, recorded=figures.recorded.value)
    with st.grid(4, min_column_width=165):
        _figure(page, "partners", t.number(figures.partners.value), figures.partners)
        _figure(page, "countries", t.number(figures.countries.value), figures.countries)
        _figure(page, "living", living, figures.living, years=years)
        _figure(page, "events", t.number(figures.events.value), figures.events)
    said = [t("overview.window", date=t.date(page.edition.as_of.isoformat()))]
    if figures.recorded.value:
        said.append(t("overview.undated", count=figures.undated, recorded=figures.recorded.value))
    if figures.fellows:
        said.append(t("overview.fellows", count=figures.fellows))
    if figures.partners_at_home and page.edition.home_country:
        country = regions.country_name(page.edition.home_country, page.view.language)
        said.append(t("overview.at_home", count=figures.partners_at_home, country=country))
    if figures.without_partner:
        said.append(t("overview.without_partner", count=figures.without_partner))
    st.caption(ui.plain(" ".join(said)))


def _figure(page: Page, name: str, value: str, figure: Figure, **values: object) -> None:
    t = page.t
    st.metric(
        t(f"overview.{name}_label"), value, t(f"overview.{name}_recent", count=figure.recent),
        delta_description=t("overview.before", before=figure.before), chart_data=list(figure.course), chart_type="area",
        delta_color="primary", delta_arrow="off", border=True, height="stretch",
        help=t(f"overview.{name}_help", **values),
    )  # fmt: skip


def small_map(page: Page, strands: pd.DataFrame, by_region: pd.DataFrame) -> None:
    """Place the world small, with what it shows in words."""
    t, edition = page.t, page.edition
    most = summary.region_label(edition, page.view.scheme, str(by_region.index[0]), t) if len(by_region) else ""
    deck = maps.small_world(edition, page.view, strands, t, page.theme, ui.data_address, ui.shape_address)
    alt = t("overview.map_alt", reach=ui.reach_words(page, strands), region=most)
    ui.place_map(page, deck, alt=alt, key="overview_map", height=340)
    ui.link(page, "map", t("overview.to_map"), icon="public")


def by_region(page: Page, rows: pd.DataFrame) -> None:
    """Place the regions with their partners and living relations; choosing one narrows to it."""
    t, edition = page.t, page.edition
    st.subheader(t("overview.by_region"), anchor=False)
    shown = pd.DataFrame(
        {
            t("overview.region"): [summary.region_label(edition, page.view.scheme, code, t) for code in rows.index],
            t("overview.partners_label"): rows["partners"],
            t("overview.recorded"): rows["strands"],
            t("overview.living_label"): rows["living"],
        }
    )
    st.dataframe(
        shown, hide_index=True, key="overview_regions", on_select=_narrow, selection_mode="single-row",
        height="content", alt=t("overview.by_region_alt"),
        column_config={
            t("overview.recorded"): st.column_config.ProgressColumn(
                format="%d", min_value=0, max_value=int(rows["strands"].max()) if len(rows) else 1
            )
        },
    )  # fmt: skip
    st.session_state["overview_region_codes"] = tuple(rows.index)


def _narrow() -> None:
    lines = st.session_state["overview_regions"].selection.rows
    codes = st.session_state["overview_region_codes"]
    if lines and lines[0] < len(codes):
        ui.choose(regions=(codes[lines[0]],))


def latest_events(page: Page, events: pd.DataFrame) -> None:
    """List what happened last, each with its day as precisely as it is known."""
    t = page.t
    st.subheader(t("overview.latest"), anchor=False)
    rows = summary.latest_events(page.edition, events, LATEST)
    if rows.empty:
        st.caption(t("overview.no_events"))
    titles = summary.name(rows, page.view.language)
    for event_id, row in rows.iterrows():
        icon = page.edition.codes.icon("event_kind", row["kind"]) or "event"
        said = [t.date(row["start_date"]), page.label("event_kind", row["kind"])]
        said += [page.label("stage", row["outcome_stage"])] if row["outcome_stage"] else []
        with st.container(gap=None):
            ui.link(page, "events", titles[event_id], icon=icon, event=str(event_id))
            st.caption(ui.plain(" · ".join(said)))


def changed_lately(page: Page) -> None:
    """Say what came since this browser was here last, else with the newest edition; the place is kept in any case."""
    t, number = page.t, page.edition.number
    with st.container(key="overview_news"):
        seen = ui.last_seen(page) if page.view.edition is None else None
        items = ui.news(page, seen) if seen else ()
        since = seen if seen and items else number - 1
        items = items or ui.news(page, since)
        if not items:
            return
        st.subheader(t("news.lately"), anchor=False)
        day = t.date(ui.records().record(number).published_at.date().isoformat())
        said = t("news.since_visit", number=since) if since == seen else t("news.lately_since", number=number, day=day)
        st.caption(said)
        for item in items[:LATEST]:
            _place_news(page, item)
        if len(items) > LATEST:
            st.caption(t("news.more", count=len(items) - LATEST))
        ui.link(page, "history", t("news.all"), icon=ui.ICONS["history"])


def _place_news(page: Page, item: News) -> None:
    """Place one thing that changed, as a link where what it is about still stands."""
    edition, icon = page.edition, NEWS_ICONS[item.what]
    if item.dataset == "events" and item.row_id in edition.events.index:
        ui.link(page, "events", item.sentence, icon=icon, event=item.row_id)
    elif item.institution_id in edition.institutions.index:
        ui.link(page, "partners", item.sentence, icon=icon, partner=item.institution_id)
    else:
        st.markdown(f":material/{icon}: {ui.plain(item.sentence)}")


NEWS_ICONS = {"told": "update", "added": "add", "removed": "remove", "corrected": "edit"}


def ends_next(page: Page, strands: pd.DataFrame, figures: KeyFigures) -> None:
    """Say what ends next, and for how many relations an end is known at all."""
    t = page.t
    st.subheader(t("overview.ends"), anchor=False)
    if not figures.recorded.value:
        st.caption(t("overview.nothing"))
        return
    known = t("overview.end_known", count=figures.end_known, recorded=figures.recorded.value)
    rows = summary.ending(page.edition, strands)
    if rows.empty:
        st.caption(ui.plain(f"{t('overview.ends_nothing', date=t.date(page.edition.as_of.isoformat()))} {known}"))
        return
    st.caption(ui.plain(known))
    names = summary.name(rows, page.view.language)
    for strand_id, row in rows.head(LATEST).iterrows():
        said = f"{page.label('partnership_type', row['type'])} · {t('overview.until', date=t.date(row['end_date']))}"
        name = names[strand_id] or row["country"]
        with st.container(gap=None):
            ui.link(page, "partners", name, icon="event_busy", partner=row["institution_id"])
            st.caption(ui.plain(said))


def by_group(page: Page, strands: pd.DataFrame) -> None:
    """Name the groups of relations with their counts; choosing one narrows to it."""
    counts = summary.counts(strands, "group", page.edition.codes.of("type_group"))
    key = ui.seeded("overview_groups", list(page.view.groups))
    options = list(dict.fromkeys([*counts, *page.view.groups]))
    st.pills(
        page.t("filter.groups"), options, key=key, selection_mode="multi", label_visibility="collapsed", wrap=True,
        format_func=lambda code: f"{ui.plain(page.label('type_group', code))} · {page.t.number(counts.get(code, 0))}",
        on_change=ui.chosen, args=("groups", key, tuple),
    )  # fmt: skip
