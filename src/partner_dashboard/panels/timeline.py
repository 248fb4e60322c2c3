"""From the shown relations and events to the timeline page: the axis, what is chosen on it, the undated, the table."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from partner_dashboard import summary, ui
from partner_dashboard import view as views
from partner_dashboard.addresses import web_address
from partner_dashboard.figures import captions, lanes, paper, timeline
from partner_dashboard.ui import Page

FEW = 3
"""Of so few dated relations nobody needs the middle."""


def title(page: Page, strands: pd.DataFrame) -> None:
    """Say how many relations began since when, of how many nobody knows the start, and how many are only announced."""
    page.title(heading(page, strands))


def heading(page: Page, strands: pd.DataFrame) -> str:
    """Give the words of the title; they count every relation once."""
    t, begun = page.t, _years(strands)
    undated = int(strands["time_start_earliest"].isna().sum())
    promised = len(strands) - len(begun) - undated
    if begun.empty and not undated:
        return t("timeline.title_only_promised", count=promised) if promised else t("timeline.title_nothing")
    if begun.empty:
        said = [t("timeline.title_only_undated", count=undated)]
    else:
        said = [t("timeline.title_since", count=len(begun), year=str(int(begun.min())))]
        said += [t("timeline.title_undated", count=undated)] if undated or not promised else []
    said += [t("timeline.title_promised", count=promised)] if promised else []
    return ", ".join(said)


def _years(strands: pd.DataFrame) -> pd.Series:
    """Give the years in which those relations began whose start is known; what is only promised has not begun."""
    return strands["time_start_year"].mask(strands["is_promised"]).dropna()


def controls(page: Page, strands: pd.DataFrame) -> None:
    """Place the choice of grouping, how to read the picture, and the way to what lies below it."""
    t = page.t
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="timeline_controls"):
        key = ui.seeded("timeline_by", page.view.by)
        st.segmented_control(
            t("timeline.by"), views.GROUPINGS, key=key, required=True, label_visibility="collapsed", width="content",
            format_func=lambda code: t(f"timeline.by_{code}"), on_change=ui.chosen, args=("by", key),
        )  # fmt: skip
        guide = st.popover(
            t("timeline.how_to_read"), icon=":material/help:", key="timeline_guide", on_change="rerun", type="tertiary"
        )
        if guide.open:
            with guide:
                _guide(page)
        st.space("stretch")
        ways = [f"[{t('timeline.jump_network')}](#network)"] if len(strands) else []
        if strands["time_start_year"].isna().any():
            ways.append(f"[{t('timeline.jump_undated')}](#undated)")
        if ways:
            said = "\u2003".join(ways)
            st.markdown(f":small[{said}]", width="content")


def legend(page: Page, strands: pd.DataFrame) -> None:
    """Place what the colours mean, with counts of relations, choosing one narrows to it; and the marks of events."""
    order = page.edition.codes.of("type_group")
    counts = summary.counts(views.strands(page.edition, replace(page.view, groups=())), "group", order)
    key = ui.seeded("timeline_groups", list(page.view.groups))

    def label(code: str) -> str:
        named = ui.plain(page.label("type_group", code))
        return f"{ui.coloured('■', page.colour(code))} {named} {page.t.number(counts.get(code, 0))}"

    options = list(dict.fromkeys([*counts, *page.view.groups]))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="timeline_legend"):
        if options:
            st.caption(page.t("timeline.relations_group"), width="content")
        st.pills(
            page.t("filter.groups"), options, key=key, selection_mode="multi", label_visibility="collapsed",
            on_change=ui.chosen, args=("groups", key, tuple), format_func=label,
        )  # fmt: skip
    if strands.empty:
        return
    named = zip(timeline.SIGNS, _kinds_of_event(page), strict=False)
    st.caption("\u2003".join(f"{sign}\u00a0{ui.plain(name)}" for sign, name in named))


def _kinds_of_event(page: Page) -> list[str]:
    """Name the kinds of event that have a mark of their own, and the others."""
    kinds = page.edition.codes.of("event_kind")[: lanes.KINDS_MARKED]
    return [*(page.label("event_kind", kind) for kind in kinds), page.t("timeline.other_events")]


def picture(page: Page, strands: pd.DataFrame, events: pd.DataFrame) -> None:
    """Place the axis with everything on it, and say what it leaves out."""
    if strands.empty:
        found = page.t("timeline.nothing")
        ui.nothing_matches(page, found, lambda view: len(views.strands(page.edition, view)))
        return
    shown = views.query(replace(page.view, year=None, partner="", event="", centre=""))
    edition = f"{page.edition.digest} {page.edition.as_of}"
    seen = _drawn(page, strands, events, edition, shown, page.theme, _size())
    st.caption(seen.lead)
    key = f"timeline_axis_{page.view.by}"
    # With a selection Streamlit turns «no drag» into «pan» (1.67), and a finger on the picture cannot scroll the page.
    choose = None if ui.is_phone() else _take(page, key)
    ui.place_figure(
        seen.figure, alt=seen.alt, key=key, on_select=choose,
        config={"showTips": False, "doubleClick": "reset"},
    )  # fmt: skip
    st.caption(seen.left_out)
    _read_on(page, strands, events)


def undated(page: Page, strands: pd.DataFrame) -> None:
    """Place the relations without a known start with their sources, and say how they can get one."""
    t, rows = page.t, strands[strands["time_start_earliest"].isna()]
    if rows.empty:
        return
    st.subheader(t("timeline.undated.heading"), anchor="undated")
    contact = page.edition.settings.contact.in_language(page.view.language)
    st.caption(ui.plain(f"{t('timeline.undated.ask')} {contact}"))
    label = t("timeline.undated.list", count=len(rows))
    ui.place_table(
        page, lambda: _undated_rows(page, rows), key="timeline_undated", label=label, column_config=_columns(page)
    )


def table(page: Page, strands: pd.DataFrame) -> None:
    """Place the rows of the picture as a table."""
    if strands.empty:
        return
    label = page.t("timeline.table.label", count=len(strands))
    ui.place_table(page, lambda: _rows(page, strands), key="timeline_table", label=label, column_config=_columns(page))


def _size() -> str:
    return "narrow" if ui.is_phone() else "wide"


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """The axis and the words around it, the same for everybody who looks at the same rows in the same way."""

    figure: Any
    alt: str
    lead: str
    left_out: str


@st.cache_resource(show_spinner=False, max_entries=64)
def _drawn(
    _page: Page, _strands: pd.DataFrame, _events: pd.DataFrame, edition: str, shown: str, theme: str, size: str
) -> Picture:  # fmt: skip
    """Draw the axis; what follows the underlined arguments says all that it depends on."""
    drawn, points, planned = _planned(_page, _strands, _events)
    undated = drawn[drawn["earliest"].isna()]
    figure = timeline.figure(
        planned, undated, _inks(_page, _strands), paper.of(theme), _page.t, as_of=pd.Timestamp(_page.edition.as_of),
        years=(_page.view.year_from, _page.view.year_to), size=size,
    )  # fmt: skip
    starts = _years(_strands)
    return Picture(
        figure, _alt(_page, _strands, points), " ".join(_lead(_page, starts, planned)),
        " ".join(_left_out(_page, planned, points, _events, undated)),
    )  # fmt: skip


def _planned(page: Page, strands: pd.DataFrame, events: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, lanes.Plan]:
    t, edition, scheme, by = page.t, page.edition, page.view.scheme, page.view.by
    drawn = lanes.relations(edition, strands, lanes.lane_of(edition, strands, by, scheme), t, _size())
    if by == "partner" and lanes.is_dense(drawn):
        by, drawn = "country", drawn.assign(lane=lanes.lane_of(edition, strands, "country", scheme))
    shown = set(drawn["lane"] if by != "partner" else drawn["lane"][drawn["earliest"].notna()])
    points = lanes.marks(edition, events, by, scheme, shown, t, _size())
    said = lanes.titles(edition, strands, drawn["lane"].reindex(strands.index), by, scheme, t, also=points["lane"])
    shared = lanes.lanes(drawn, points, said, t, size=_size())
    if lanes.is_dense(drawn):
        return drawn, points, lanes.dense_plan(shared, drawn, points, pd.Timestamp(edition.as_of), t)
    return drawn, points, lanes.plan(shared, drawn, points, headed=by != "partner")


def _inks(page: Page, strands: pd.DataFrame) -> timeline.Inks:
    edition = page.edition
    found = summary.counts(strands, "group", edition.codes.of("type_group"))
    groups = {group: (page.colour(group), page.label("type_group", group)) for group in found}
    accent = edition.settings.primary_dark if page.theme == "dark" else edition.settings.primary_light
    return timeline.Inks(groups, accent)


def _lead(page: Page, years: pd.Series, planned: lanes.Plan) -> list[str]:
    """Say what the picture shows, and how to read it where it cannot show every relation."""
    t = page.t
    said = [t("timeline.lead", middle=str(_middle(years)), count=len(years))] if len(years) > FEW else []
    if planned.is_dense:
        said.append(t("timeline.read_dense_countries" if page.view.by == "partner" else "timeline.read_dense"))
    return said


def _middle(years: pd.Series) -> int:
    """Give the year in which or after which at least half began."""
    return int(years.sort_values().iloc[len(years) // 2])


def _alt(page: Page, strands: pd.DataFrame, points: pd.DataFrame) -> str:
    t, years = page.t, _years(strands)
    undated, events = t.number(int(strands["time_start_earliest"].isna().sum())), t.number(points["event"].nunique())
    if years.empty:
        return heading(page, strands)
    first, middle, last = str(years.min()), str(_middle(years)), str(years.max())
    return t("timeline.alt", count=len(years), first=first, middle=middle, last=last, undated=undated, events=events)


def _left_out(
    page: Page, planned: lanes.Plan, points: pd.DataFrame, events: pd.DataFrame, undated: pd.DataFrame
) -> list[str]:  # fmt: skip
    """Say which events are marked and what is not drawn."""
    t = page.t
    drawn = planned.marks["event"].nunique() if len(planned.marks) else 0
    said = [t("timeline.events_shown", count=drawn)]
    dateless = len(events) - points["event"].nunique()
    if dateless:
        said.append(t("timeline.events_undated", count=dateless))
    if len(undated) > timeline.MOST_UNDATED:
        said.append(t("timeline.undated_drawn", count=timeline.MOST_UNDATED))
    return said if planned.is_dense else [*said, t("timeline.read_short")]


def _guide(page: Page) -> None:
    t = page.t
    key = timeline.key_of_forms(paper.of(page.theme), t)
    ui.place_figure(key, alt=t("timeline.how_to_read"), key="timeline_key")
    for name in ("edges", "forms", "marks", "touch" if ui.is_phone() else "hand"):
        st.markdown(t(f"timeline.read_{name}"))


def _take(page: Page, key: str) -> Callable[[], None]:
    """Make what happens when a bar, mark or row of density is chosen."""

    def take() -> None:
        points = st.session_state[key].selection.points
        kind, code = points[0]["customdata"] if points and points[0].get("customdata") else ("", "")
        if kind == "lane":
            _narrow(page, code)
        elif kind:
            st.session_state["timeline_chosen"] = (kind, code)

    return take


def _narrow(page: Page, code: str) -> None:
    """Narrow the view to one lane, so that its relations can be drawn one by one."""
    if page.view.by == "type":
        ui.choose(types=(code,))
    elif page.view.by == "region":
        ui.choose(regions=(code,))
    elif code:
        ui.choose(countries=(code,))


def _read_on(page: Page, strands: pd.DataFrame, events: pd.DataFrame) -> None:
    """Open what was chosen in the picture, once."""
    kind, code = st.session_state.pop("timeline_chosen", ("", ""))
    if kind == "relation" and code in strands.index:
        row = strands.loc[[code]]
        name = captions.names(page.edition, row, page.t).iloc[0]
        st.dialog(ui.plain(name), width="medium")(_relation)(page, row)
    elif kind == "event" and code in events.index:
        row = events.loc[[code]]
        name = summary.name(row, page.view.language).iloc[0]
        st.dialog(ui.plain(name), width="medium")(_event)(page, row)


def _relation(page: Page, one: pd.DataFrame) -> None:
    t, edition, row = page.t, page.edition, one.iloc[0]
    home = summary.short_name(edition, row["home_institution"], page.view.language)
    said = [
        f"{page.label('partnership_type', row['type'])} · {home}",
        captions.span(row, edition, t),
        captions.standing(row["stage"], row["status"], edition, t),
        summary.in_language(one, "description", page.view.language).iloc[0],
    ]
    st.markdown("  \n".join(ui.plain(line) for line in said if line))
    _source(page, row)
    if row["institution_id"]:
        ui.link(page, "partners", t("timeline.open_sheet"), icon="account_balance", partner=row["institution_id"])


def _event(page: Page, one: pd.DataFrame) -> None:
    t, row, language = page.t, one.iloc[0], page.view.language
    when = captions.when(row["start_date"], row["end_date"], t)
    place = [page.label("event_kind", row["kind"]), summary.city(one, language).iloc[0], when]
    said = [" · ".join(part for part in place if part), summary.in_language(one, "description", language).iloc[0]]
    st.markdown("  \n".join(ui.plain(line) for line in said if line))
    _source(page, row)
    ui.link(page, "events", t("timeline.open_event"), icon="event", event=str(row.name))


def _source(page: Page, row: pd.Series) -> None:
    said = ui.outside(row["source_title"], row["source_url"]) or page.t("word.unknown")
    st.caption(page.t("timeline.source", source=said))


def _rows(page: Page, strands: pd.DataFrame) -> pd.DataFrame:
    """Give the relations in the order they began, the undated last, in words."""
    t, edition, language = page.t, page.edition, page.view.language
    rows = strands.sort_values("time_start_earliest", kind="stable", na_position="last")
    said = {text: t.date(text) for text in {*rows["start_date"], *rows["end_date"]}}
    return pd.DataFrame(
        {
            t("timeline.table.partner"): captions.names(edition, rows, t),
            t("timeline.table.type"): [
                edition.codes.label("partnership_type", code, language) for code in rows["type"]
            ],
            t("timeline.table.stage"): [
                edition.codes.label("stage", code or "unknown", language) for code in rows["stage"]
            ],
            t("timeline.table.since"): [
                t("timeline.announced_for", date=said[text]) if text and promised else said[text]
                for text, promised in zip(rows["start_date"], rows["is_promised"], strict=True)
            ],
            t("timeline.table.until"): [
                said[text] if text else t("timeline.end_not_stated") for text in rows["end_date"]
            ],
            t("timeline.table.known"): [t(f"timeline.precision.{code}") for code in rows["time_start_precision"]],
            t("timeline.table.home"): [
                summary.short_name(edition, code, page.view.language) for code in rows["home_institution"]
            ],
            t("timeline.table.source"): rows["source_title"].where(rows["source_title"] != "", t("word.unknown")),
            t("timeline.table.address"): [web_address(text) or None for text in rows["source_url"]],
        }
    )


def _undated_rows(page: Page, rows: pd.DataFrame) -> pd.DataFrame:
    """Give the undated relations with what they are and where they are read of, to find out when they began."""
    t = page.t
    said = _rows(page, rows).drop(columns=[t(f"timeline.table.{name}") for name in ("since", "known", "until")])
    about = summary.in_language(rows, "description", page.view.language)
    return said.assign(**{t("timeline.table.description"): about.reindex(said.index)})


def _columns(page: Page) -> dict[str, object]:
    return {
        page.t("timeline.table.address"): st.column_config.LinkColumn(
            display_text=":material/open_in_new:", width="small"
        )
    }
