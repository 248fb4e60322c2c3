"""From the shown relations and events to the timeline page: the axis, the undated, growth, and the network by year."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from partner_dashboard import maps, summary, ui
from partner_dashboard import view as views
from partner_dashboard.figures import growth, paper, timeline
from partner_dashboard.ui import Page

TICK_SECONDS = 0.7
"""How long each year stands while the network is played."""

HEIGHT = {"wide": 400, "narrow": 270}
"""Of the map and of the growth, in pixels."""

FARTHER = {"wide": 0.85, "narrow": 1.5}
"""By how many steps of zoom the small map shows more than the large one."""

SLIDER = "timeline_year"
"""Key of the slider of years; it is forgotten when the reader leaves the page, and so is that the network was played."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What the network by year is drawn from: the shown relations, their map, their growth, and whether it is played."""

    strands: pd.DataFrame
    scene: maps.Scene
    counts: pd.DataFrame
    plays: bool

    @property
    def first(self) -> int:
        """The first year with a relation."""
        return int(self.counts.index.min())

    @property
    def last(self) -> int:
        """The year of the day the data speaks of, at least one after the first."""
        return max(int(self.counts.index.max()), self.first + 1)


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


def controls(page: Page, strands: pd.DataFrame) -> None:
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
        ways = [f"[{t('timeline.jump_network')}](#network)"]
        if strands["time_start_year"].isna().any():
            ways.append(f"[{t('timeline.jump_undated')}](#undated)")
        st.markdown(f":small[{'\u2003'.join(ways)}]", width="content")


def legend(page: Page) -> None:
    """Place what the colours mean, with counts of relations, choosing one narrows to it; and the marks of events."""
    t, edition = page.t, page.edition
    counts = summary.counts(
        views.strands(edition, replace(page.view, groups=())), "group", edition.codes.of("type_group")
    )
    key = ui.seeded("timeline_groups", list(page.view.groups))
    st.pills(
        t("filter.groups"), list(dict.fromkeys([*counts, *page.view.groups])), key=key, selection_mode="multi",
        label_visibility="collapsed", on_change=ui.chosen, args=("groups", key, tuple),
        format_func=lambda code: f"{_coloured('■', page.colour(code))} {ui.plain(page.label('type_group', code))} {t.number(counts.get(code, 0))}",
    )  # fmt: skip
    named = zip(timeline.SIGNS, _kinds_of_event(page), strict=False)
    st.caption("\u2003".join(f"{sign}\u00a0{ui.plain(name)}" for sign, name in named))


def _coloured(sign: str, colour: str) -> str:
    """Give a coloured sign in Streamlit's own Markdown; the colour comes from the code lists."""
    return f':color[{sign}]{{foreground="{colour}"}}'


def _kinds_of_event(page: Page) -> list[str]:
    """Name the kinds of event that have a mark of their own, and the others."""
    kinds = page.edition.codes.of("event_kind")[: len(timeline.SYMBOLS) - 1]
    return [*(page.label("event_kind", kind) for kind in kinds), page.t("timeline.other_events")]


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
        years=(page.view.year_from, page.view.year_to), size=_size(),
    )  # fmt: skip
    key = f"timeline_axis_{page.view.by}"
    ui.place_figure(
        figure, alt=_alt(page, drawn, points), key=key, on_select=_take(page, key),
        config={"showTips": False, "doubleClick": "reset"},
    )  # fmt: skip
    st.caption(" ".join(_left_out(page, planned, points, events, undated)))
    _read_on(page, strands, events)


def undated(page: Page, strands: pd.DataFrame) -> None:
    """Place the relations without a known start with their sources, and say how they can get one."""
    t, rows = page.t, strands[strands["time_start_earliest"].isna()]
    if rows.empty:
        return
    st.subheader(t("timeline.undated.heading"), anchor="undated")
    contact = page.edition.settings.contact.in_language(page.view.language)
    st.caption(ui.plain(f"{t('timeline.undated.ask')} {contact}"))
    ui.place_table(
        page, lambda: _undated_rows(page, rows), key="timeline_undated", label=t("timeline.undated.list", count=len(rows)),
        column_config=_columns(page),
    )  # fmt: skip


def network(page: Page, strands: pd.DataFrame) -> None:
    """Place the network in a year, with a map and its growth that follow the year while it is played."""
    t = page.t
    st.subheader(t("timeline.jump_network"), anchor="network")
    counts = summary.growth(strands, until=page.edition.as_of.year)
    if counts.empty:
        st.caption(t("timeline.network.none"))
        return
    plays = bool(st.session_state.get("timeline_plays")) and SLIDER in st.session_state
    st.session_state["timeline_plays"] = plays
    st.session_state["timeline_is_new"] = True
    course = Course(strands, _scene(page, strands), counts, plays)
    st.fragment(_year, run_every=TICK_SECONDS if plays else None)(page, course)
    ui.place_table(
        page, lambda: _growth_rows(page, counts), key="timeline_growth_table", label=t("timeline.table.growth", count=len(counts))
    )


def table(page: Page, strands: pd.DataFrame) -> None:
    """Place the rows of the picture as a table."""
    ui.place_table(
        page, lambda: _rows(page, strands), key="timeline_table", label=page.t("timeline.table.label", count=len(strands)),
        column_config=_columns(page),
    )  # fmt: skip


def _planned(page: Page, strands: pd.DataFrame, events: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, timeline.Plan]:
    t, edition, scheme, by = page.t, page.edition, page.view.scheme, page.view.by
    drawn = timeline.relations(edition, strands, timeline.lane_of(edition, strands, by, scheme), t, timeline.LETTERS[_size()])
    if by == "partner" and timeline.is_dense(drawn):
        by, drawn = "country", drawn.assign(lane=timeline.lane_of(edition, strands, "country", scheme))
    shown = set(drawn.loc[drawn["earliest"].notna(), "lane"])
    points = timeline.marks(edition, events, by, scheme, shown, t)
    said = timeline.titles(edition, strands, drawn["lane"].reindex(strands.index), by, scheme, t, also=points["lane"])
    shared = timeline.lanes(drawn, points, said, t, size=_size())
    if timeline.is_dense(drawn):
        return drawn, points, timeline.dense_plan(shared, pd.Timestamp(edition.as_of), t)
    return drawn, points, timeline.plan(shared, headed=by != "partner")


def _inks(page: Page, strands: pd.DataFrame) -> timeline.Inks:
    edition = page.edition
    found = summary.counts(strands, "group", edition.codes.of("type_group"))
    groups = {group: (page.colour(group), page.label("type_group", group)) for group in found}
    accent = edition.settings.primary_dark if page.theme == "dark" else edition.settings.primary_light
    return timeline.Inks(groups, tuple(_kinds_of_event(page)), accent)


def _alt(page: Page, drawn: pd.DataFrame, points: pd.DataFrame) -> str:
    t, starts = page.t, drawn["earliest"].dropna()
    undated, events = t.number(len(drawn) - len(starts)), t.number(points["event"].nunique())
    if starts.empty:
        return t("timeline.title_only_undated", count=len(drawn))
    first, middle, last = (str(year) for year in (starts.min().year, starts.quantile(0.5).year, starts.max().year))
    return t("timeline.alt", count=len(starts), first=first, middle=middle, last=last, undated=undated, events=events)


def _left_out(
    page: Page, planned: timeline.Plan, points: pd.DataFrame, events: pd.DataFrame, undated: pd.DataFrame
) -> list[str]:  # fmt: skip
    """Say which events are marked and what is not drawn."""
    t = page.t
    drawn = planned.marks["event"].nunique() if len(planned.marks) else 0
    said = [t("timeline.events_shown", count=drawn)]
    dateless = len(events) - points["event"].nunique()
    if dateless:
        said.append(t("timeline.events_undated", count=dateless))
    if len(undated) > timeline.MOST_UNDATED_DRAWN:
        said.append(t("timeline.undated_drawn", count=timeline.MOST_UNDATED_DRAWN))
    if "share" in planned.bars:
        said.insert(0, t("timeline.read_dense"))
    return said


def _guide(page: Page) -> None:
    t = page.t
    key = timeline.key_of_forms(paper.of(page.theme), t)
    ui.place_figure(key, alt=t("timeline.how_to_read"), key="timeline_key")
    for name in ("edges", "forms", "marks", "touch" if _size() == "narrow" else "hand"):
        st.markdown(t(f"timeline.read_{name}"))


def _size() -> str:
    """Say whether the reader seems to hold a phone, where room is narrow and a drag must scroll the page."""
    agent = st.context.headers.get("User-Agent") or ""
    return "narrow" if any(word in agent for word in ("Mobi", "Android", "iPhone")) else "wide"


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
        name = timeline.names(page.edition, row, page.t).iloc[0]
        st.dialog(ui.plain(name), width="medium")(_relation)(page, row)
    elif kind == "event" and code in events.index:
        row = events.loc[[code]]
        name = summary.name(row, page.view.language).iloc[0]
        st.dialog(ui.plain(name), width="medium")(_event)(page, row)


def _relation(page: Page, one: pd.DataFrame) -> None:
    t, edition, row = page.t, page.edition, one.iloc[0]
    kind = page.label("partnership_type", row["type"])
    said = [
        f"{kind} · {summary.short_name(edition, row['home_institution'])}",
        timeline.span(row["start_date"], row["end_date"], row["end_rule"], edition, t),
        t("timeline.stage", stage=page.label("stage", row["stage"] or "unknown")),
        summary.in_language(one, "description", page.view.language).iloc[0],
    ]
    st.markdown("  \n".join(ui.plain(line) for line in said if line))
    _source(page, row)
    if row["institution_id"]:
        ui.link(page, "partners", t("timeline.open_sheet"), icon="account_balance", partner=row["institution_id"])


def _event(page: Page, one: pd.DataFrame) -> None:
    t, row, language = page.t, one.iloc[0], page.view.language
    when = t.date(row["start_date"]) + (f" – {t.date(row['end_date'])}" if row["end_date"] else "")
    place = [page.label("event_kind", row["kind"]), summary.city(one, language).iloc[0], when]
    said = [" · ".join(part for part in place if part), summary.in_language(one, "description", language).iloc[0]]
    st.markdown("  \n".join(ui.plain(line) for line in said if line))
    _source(page, row)
    ui.link(page, "events", t("timeline.open_event"), icon="event", event=str(row.name))


def _source(page: Page, row: pd.Series) -> None:
    said = ui.outside(row["source_title"], row["source_url"]) or page.t("word.unknown")
    st.caption(page.t("timeline.source", source=said))


def _scene(page: Page, strands: pd.DataFrame) -> maps.Scene:
    """Gather the small map of all years once; another year changes what the browser filters, not the rows."""
    whole = replace(page.view, map="flat", show="points", centre="", detail=False, year=None, partner="")
    gathered = maps.scene(page.edition, whole, strands, page.t, page.theme)
    return replace(gathered, labels=[], areas=[], camera=gathered.camera | {"zoom": gathered.camera["zoom"] - FARTHER[_size()]})


def _year(page: Page, course: Course) -> None:
    """Draw one year of the network; while it is played, every run but the first after a full one is a year later."""
    page = ui.retake(page)
    if bool(st.session_state["timeline_plays"]) != course.plays:
        st.rerun()
    year = _clamped(st.session_state[SLIDER] if course.plays else page.view.year, course)
    if course.plays and not st.session_state["timeline_is_new"]:
        year += 1
    st.session_state["timeline_is_new"] = False
    _hands(page, course, year)
    _numbers(page, course, year)
    left, right = st.columns(2, gap="medium")
    with left:
        _map(page, course, year)
    with right:
        _growth(page, course, year)
    if course.plays and year >= course.last:
        st.session_state["timeline_plays"] = False
        ui.choose(year=None)
        st.rerun()


def _clamped(year: int | None, course: Course) -> int:
    return course.last if year is None else max(course.first, min(year, course.last))


def _hands(page: Page, course: Course, year: int) -> None:
    """Place the slider of years, the steps and the button that plays."""
    t, first, last = page.t, course.first, course.last
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="timeline_hands"):
        if course.plays:
            st.button(t("timeline.network.pause"), icon=":material/pause:", key="timeline_pause", on_click=_stop, args=(last,))
        else:
            st.button(t("timeline.network.play"), icon=":material/play_arrow:", key="timeline_play", on_click=_play, args=(first, last))
        for name, icon, wanted in (("back", "chevron_left", year - 1), ("forward", "chevron_right", year + 1)):
            st.button(
                t(f"timeline.network.{name}"), icon=f":material/{icon}:", key=f"timeline_{name}", on_click=_stop_at,
                args=(wanted, last), disabled=not first <= wanted <= last, type="tertiary",
            )  # fmt: skip
        key = ui.seeded(SLIDER, year)
        st.slider(t("timeline.network.slider"), first, last, key=key, format="%d", label_visibility="collapsed", on_change=_stop, args=(last,))


def _play(first: int, last: int) -> None:
    """Begin to play at the chosen year, from the first one on where the last is reached."""
    if st.session_state[SLIDER] >= last:
        st.session_state[SLIDER] = first
    st.session_state["timeline_plays"] = True


def _stop(last: int) -> None:
    """Stop at the year of the slider."""
    _stop_at(st.session_state[SLIDER], last)


def _stop_at(year: int, last: int) -> None:
    st.session_state["timeline_plays"] = False
    ui.choose(year=year if year < last else None)


def _numbers(page: Page, course: Course, year: int) -> None:
    t, standing = page.t, summary.in_year(course.strands, year)
    begun = int((course.strands["time_start_year"] <= year).fillna(False).sum())
    undated = int(course.strands["time_start_year"].isna().sum())
    st.markdown(f"#### {ui.plain(_network_words(page, standing, year))}")
    over = t("timeline.network.over", count=begun - len(standing))
    st.caption(" ".join(part for part in (over, t("timeline.network.undated", count=undated)) if part))


def _network_words(page: Page, standing: pd.DataFrame, year: int) -> str:
    t = page.t
    return t(
        "timeline.network.numbers", year=str(year), relations=t("timeline.network.relations", count=len(standing)),
        partners=t("timeline.network.partners", count=summary.partner_strands(standing)["institution_id"].nunique()),
        countries=t("timeline.network.countries", count=standing.loc[standing["is_abroad"], "country"].nunique()),
    )  # fmt: skip


def _map(page: Page, course: Course, year: int) -> None:
    seen = replace(course.scene, view=replace(course.scene.view, year=year))
    alt = page.t("timeline.network.map_alt", said=_network_words(page, summary.in_year(course.strands, year), year))
    deck = maps.world(seen, ui.data_address, ui.shape_address)
    ui.place_map(page, deck, alt=alt, key="timeline_map", height=HEIGHT[_size()])


def _growth(page: Page, course: Course, year: int) -> None:
    t, counts = page.t, course.counts
    groups = {code: (page.colour(code), page.label("type_group", code)) for code in page.edition.codes.of("type_group")}
    figure = growth.figure(counts, groups, paper.of(page.theme), year=year, height=HEIGHT[_size()], labelled=_size() == "wide")
    totals, last = counts.sum(axis=1), counts.iloc[-1]
    alt = t(
        "timeline.network.growth_alt", first=int(totals.iloc[0]), begin=str(course.first), last=int(totals.iloc[-1]),
        end=str(counts.index.max()), group=page.label("type_group", str(last.idxmax())),
    )  # fmt: skip
    ui.place_figure(figure, alt=alt, key="timeline_growth")
    if _size() == "narrow":
        then = growth.counts_in(counts, year)
        named = ((groups[code], then[code]) for code in groups if code in then)
        st.markdown(", ".join(f"{_coloured('■', colour)} {ui.plain(name)} {count}" for (colour, name), count in named))
    ui.note(t("timeline.network.counted"))


def _growth_rows(page: Page, counts: pd.DataFrame) -> pd.DataFrame:
    years = pd.DataFrame({page.t("timeline.network.slider"): counts.index.astype(str)}, index=counts.index)
    said = counts.rename(columns=lambda code: page.label("type_group", code))
    return years.join(said).assign(**{page.t("timeline.table.all"): counts.sum(axis=1)}).iloc[::-1]


def _rows(page: Page, strands: pd.DataFrame) -> pd.DataFrame:
    """Give the relations in the order they began, the undated last, in words."""
    t, edition, language = page.t, page.edition, page.view.language
    rows = strands.sort_values("time_start_earliest", kind="stable", na_position="last")
    said = {text: t.date(text) for text in {*rows["start_date"], *rows["end_date"]}}
    return pd.DataFrame(
        {
            t("timeline.table.partner"): timeline.names(edition, rows, t),
            t("timeline.table.type"): [edition.codes.label("partnership_type", code, language) for code in rows["type"]],
            t("timeline.table.stage"): [edition.codes.label("stage", code or "unknown", language) for code in rows["stage"]],
            t("timeline.table.since"): rows["start_date"].map(said),
            t("timeline.table.until"): [said[text] if text else t("timeline.end_not_stated") for text in rows["end_date"]],
            t("timeline.table.known"): [t(f"timeline.precision.{code}") for code in rows["time_start_precision"]],
            t("timeline.table.home"): [summary.short_name(edition, code) for code in rows["home_institution"]],
            t("timeline.table.source"): rows["source_title"].where(rows["source_title"] != "", t("word.unknown")),
            t("timeline.table.address"): [ui.web_address(text) or None for text in rows["source_url"]],
        }
    )


def _undated_rows(page: Page, rows: pd.DataFrame) -> pd.DataFrame:
    """Give the undated relations with what they are and where they are read of, to find out when they began."""
    t = page.t
    said = _rows(page, rows)
    about = summary.in_language(rows, "description", page.view.language)
    said.insert(2, t("timeline.table.description"), about.reindex(said.index))
    return said.drop(columns=[t("timeline.table.since"), t("timeline.table.known"), t("timeline.table.until")])


def _columns(page: Page) -> dict[str, object]:
    return {page.t("timeline.table.address"): st.column_config.LinkColumn(display_text=":material/open_in_new:", width="small")}
