"""From the shown relations and events to the timeline page: the axis, the undated, growth, and the network by year."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from partner_dashboard import maps, summary, ui
from partner_dashboard import view as views
from partner_dashboard.figures import growth, paper, timeline
from partner_dashboard.ui import Page

TICK_SECONDS = 0.7
"""How long each year stands while the network is played."""

MAP_HEIGHT = 400


def title(page: Page, strands: pd.DataFrame) -> None:
    """Say how many relations are shown, since when, and how many nobody dated."""
    t, years = page.t, strands["time_start_year"].dropna()
    undated = len(strands) - len(years)
    if years.empty:
        page.title(t("timeline.title_only_undated", count=len(strands)) if undated else t("timeline.nothing"))
        return
    counted = t("timeline.title", count=len(strands))
    dated = t("timeline.title_since", count=len(strands), relations=counted, year=str(int(years.min())))
    page.title(t("timeline.title_undated", dated=dated, count=undated))


def controls(page: Page) -> None:
    """Place the choice of grouping, how to read the picture, and the way to what lies below it."""
    t = page.t
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="timeline_controls"):
        key = ui.seeded("timeline_by", page.view.by)
        st.segmented_control(
            t("timeline.by"), views.GROUPINGS, key=key, required=True, label_visibility="collapsed", width="content",
            format_func=lambda code: t(f"timeline.by_{code}"), on_change=ui.chosen, args=("by", key),
        )  # fmt: skip
        guide = st.popover(t("timeline.how_to_read"), icon=":material/help:", key="timeline_guide", on_change="rerun", type="tertiary")
        if guide.open:
            with guide:
                _guide(page)
        st.space("stretch")
        st.markdown(f"[{t('timeline.jump_network')}](#network) · [{t('timeline.jump_undated')}](#undated)", width="content")


def picture(page: Page, strands: pd.DataFrame, events: pd.DataFrame) -> None:
    """Place the axis with everything on it, and say what it leaves out."""
    t, edition = page.t, page.edition
    if strands.empty:
        ui.nothing_matches(page, t("timeline.nothing"), lambda view: len(views.strands(edition, view)))
        return
    drawn, points, planned = _planned(page, strands, events)
    undated = drawn[drawn["earliest"].isna()]
    figure = timeline.figure(
        planned, undated, _inks(page, strands), paper.of(page.theme), t, as_of=pd.Timestamp(edition.as_of),
        years=(page.view.year_from, page.view.year_to), zoomable=not _is_touched(),
    )  # fmt: skip
    st.session_state["timeline_words"] = None
    ui.place_figure(figure, alt=_alt(page, drawn, points), key=f"timeline_axis_{page.view.by}", on_select=_take(page))
    st.caption(" ".join(_left_out(page, planned, points, events, undated)))
    _read_on(page)


def undated(page: Page, strands: pd.DataFrame) -> None:
    """Place the relations without a known start with their sources, and say how they can get one."""
    t, rows = page.t, strands[strands["time_start_earliest"].isna()]
    if rows.empty:
        return
    st.subheader(t("timeline.undated.heading"), anchor="undated")
    contact = page.edition.settings.contact.in_language(page.view.language)
    asked = [t("timeline.undated.ask")] + ([t("timeline.undated.contact", contact=contact)] if contact else [])
    st.caption(ui.plain(" ".join(asked)))
    ui.place_table(
        page, lambda: _undated_rows(page, rows), key="timeline_undated", label=t("timeline.undated.list", count=len(rows)),
        column_config=_columns(page),
    )  # fmt: skip


def network(page: Page, strands: pd.DataFrame) -> None:
    """Place the network in a year, with a map and its growth that follow the year while it is played."""
    t = page.t
    st.subheader(t("timeline.jump_network"), anchor="network")
    if strands["time_start_year"].isna().all():
        st.caption(t("timeline.network.none"))
        return
    whole = replace(page.view, map="flat", show="points", centre="", detail=False, year=None, partner="")
    scene = replace(maps.scene(page.edition, whole, strands, t, page.theme), labels=[])
    counts = summary.growth(strands, until=page.edition.as_of.year)
    plays = bool(st.session_state.get("timeline_plays"))
    st.session_state["timeline_drawn"] = False
    st.fragment(_year, run_every=TICK_SECONDS if plays else None)(page, strands, scene, counts, plays)


def table(page: Page, strands: pd.DataFrame) -> None:
    """Place the rows of the picture as a table."""
    ui.place_table(
        page, lambda: _rows(page, strands), key="timeline_table", label=page.t("timeline.table.label", count=len(strands)),
        column_config=_columns(page),
    )  # fmt: skip


def _planned(page: Page, strands: pd.DataFrame, events: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, timeline.Plan]:
    t, edition, scheme, by = page.t, page.edition, page.view.scheme, page.view.by
    drawn = timeline.relations(edition, strands, timeline.lane_of(edition, strands, by, scheme), t)
    if by == "partner" and timeline.is_dense(drawn):
        by, drawn = "country", drawn.assign(lane=timeline.lane_of(edition, strands, "country", scheme))
    said = timeline.titles(edition, strands, drawn["lane"].reindex(strands.index), by, scheme, t)
    shown = set(drawn.loc[drawn["earliest"].notna(), "lane"])
    points = timeline.marks(edition, events, by, scheme, shown, t)
    if by == "region":
        missing = dict.fromkeys(code for code in points["lane"] if code not in said)
        said |= {code: summary.region_label(edition, scheme, code, t) for code in missing}
    shared = timeline.lanes(drawn, points, said, t)
    if timeline.is_dense(drawn):
        return drawn, points, timeline.dense_plan(shared, pd.Timestamp(edition.as_of), t)
    return drawn, points, timeline.plan(shared, headed=by != "partner")


def _inks(page: Page, strands: pd.DataFrame) -> timeline.Inks:
    t, edition = page.t, page.edition
    groups = {
        group: (page.colour(group), f"{page.label('type_group', group)} {t.number(count)}")
        for group, count in summary.counts(strands, "group", edition.codes.of("type_group")).items()
    }
    kinds = edition.codes.of("event_kind")[: len(timeline.SYMBOLS) - 1]
    names = [page.label("event_kind", kind) for kind in kinds]
    accent = edition.settings.primary_dark if page.theme == "dark" else edition.settings.primary_light
    return timeline.Inks(groups, (*names, t("timeline.other_events")), accent)
