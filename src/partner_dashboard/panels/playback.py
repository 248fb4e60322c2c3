"""From the shown relations to the network year by year: a map, its growth and its numbers, by hand or played."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from partner_dashboard import maps, summary, ui
from partner_dashboard.figures import growth, paper
from partner_dashboard.ui import Page

TICK_SECONDS = 0.7
"""How long each year stands while the network is played."""

HEIGHT = {False: 400, True: 270}
"""Of the map and of the growth in pixels, on a screen and on a phone."""

FARTHER = {False: 0.85, True: 1.5}
"""By how many steps of zoom the small map shows more than the large one, on a screen and on a phone."""

SLIDER = "playback_year"
"""Key of the slider; Streamlit forgets it when the reader leaves the page, and that ends the playing, too."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What the network by year is drawn from: relations, their map, their growth; and whether it is played."""

    strands: pd.DataFrame
    scene: maps.Scene
    counts: pd.DataFrame
    plays: bool

    @property
    def first(self) -> int:
        """The first year with a relation, or the one before the last."""
        return min(int(self.counts.index.min()), self.last - 1)

    @property
    def last(self) -> int:
        """The year of the day the data speaks of."""
        return int(self.counts.index.max())

    def clamped(self, year: int | None) -> int:
        """Give the nearest year of the course; None is the last."""
        return self.last if year is None else max(self.first, min(year, self.last))


def network(page: Page, strands: pd.DataFrame) -> None:
    """Place the network in a year, with a map and its growth that follow the year while it is played."""
    if strands.empty:
        return
    st.subheader(page.t("timeline.jump_network"), anchor="network")
    counts = summary.growth(strands, until=page.edition.as_of.year)
    if counts.empty:
        st.caption(page.t("timeline.network.none"))
        return
    plays = bool(st.session_state.get("playback_plays")) and SLIDER in st.session_state
    st.session_state["playback_plays"] = plays
    st.session_state["playback_is_new"] = True
    course = Course(strands, _scene(page, strands), counts, plays)
    # While it is played the browser asks for this fragment alone, again and again; any run of the page ends that.
    st.fragment(_year, run_every=TICK_SECONDS if plays else None)(page, course)
    label = page.t("timeline.table.growth", count=len(counts))
    ui.place_table(page, lambda: _rows(page, counts), key="playback_table", label=label)


def _scene(page: Page, strands: pd.DataFrame) -> maps.Scene:
    """Gather the small map of all years once; another year changes what the browser filters, not the rows."""
    whole = replace(page.view, map="flat", show="points", centre="", detail=False, year=None, partner="")
    gathered = maps.scene(page.edition, whole, strands, page.t, page.theme)
    camera = gathered.camera | {"zoom": gathered.camera["zoom"] - FARTHER[ui.is_phone()]}
    return replace(gathered, labels=[], areas=[], camera=camera)


def _year(page: Page, course: Course) -> None:
    """Draw one year of the network; while it is played, every run of this alone is a year later, until the last."""
    page = ui.retake(page)
    if bool(st.session_state["playback_plays"]) != course.plays:
        st.rerun()
    year = course.clamped(st.session_state[SLIDER] if course.plays else page.view.year)
    if course.plays and not st.session_state["playback_is_new"]:
        year += 1
    st.session_state["playback_is_new"] = False
    if course.plays and year >= course.last:
        st.session_state["playback_plays"] = False
        ui.choose(year=None)
        st.rerun()
    standing = summary.in_year(course.strands, year)
    _hands(page, course, year)
    _numbers(page, course, standing, year)
    left, right = st.columns(2, gap="medium")
    with left:
        _map(page, course, standing, year)
    with right:
        _growth(page, course, year)


def _hands(page: Page, course: Course, year: int) -> None:
    """Place the button that plays, the steps, and the slider of years."""
    t, first, last = page.t, course.first, course.last
    name, icon, act = ("pause", "pause", _stop) if course.plays else ("play", "play_arrow", _play)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="playback_hands"):
        st.button(
            t(f"timeline.network.{name}"), icon=f":material/{icon}:", key=f"playback_{name}", on_click=act,
            args=(first, last),
        )  # fmt: skip
        for name, icon, wanted in (("back", "chevron_left", year - 1), ("forward", "chevron_right", year + 1)):
            st.button(
                t(f"timeline.network.{name}"), icon=f":material/{icon}:", key=f"playback_{name}", on_click=_stop_at,
                args=(wanted, last), disabled=not first <= wanted <= last, type="tertiary",
            )  # fmt: skip
        st.slider(
            t("timeline.network.slider"), first, last, key=ui.seeded(SLIDER, year), format="%d",
            label_visibility="collapsed", on_change=_stop, args=(first, last),
        )  # fmt: skip


def _play(first: int, last: int) -> None:
    """Begin to play at the chosen year, or at the first one where the last is reached."""
    if st.session_state[SLIDER] >= last:
        st.session_state[SLIDER] = first
    st.session_state["playback_plays"] = True


def _stop(_first: int, last: int) -> None:
    """Stop at the year of the slider."""
    _stop_at(st.session_state[SLIDER], last)


def _stop_at(year: int, last: int) -> None:
    """Stop at a year; the last one is today, which the address need not say."""
    st.session_state["playback_plays"] = False
    ui.choose(year=year if year < last else None)


def _numbers(page: Page, course: Course, standing: pd.DataFrame, year: int) -> None:
    """Say how large the network was, how much of it had ended, and what is in no year."""
    t, strands = page.t, course.strands
    over = int((strands["begun_earliest"].dt.year <= year).sum()) - len(standing)
    undated = int(strands["time_start_earliest"].isna().sum())
    promised = int((strands["is_promised"] & strands["time_start_earliest"].notna()).sum())
    st.markdown(f"#### {ui.plain(_said(page, standing, year))}")
    left_out = (
        t("timeline.network.over", count=over), t("timeline.network.undated", count=undated),
        t("timeline.network.promised", count=promised),
    )  # fmt: skip
    st.caption(" ".join(part for part in left_out if part))


def _said(page: Page, standing: pd.DataFrame, year: int) -> str:
    t, relations = page.t, page.t("timeline.network.relations", count=len(standing))
    if summary.partner_strands(standing).empty:
        return t("timeline.network.numbers_none", year=str(year), relations=relations)
    reach = ui.reach_words(page, standing)
    return t("timeline.network.numbers", year=str(year), reach=reach, relations=relations)


def _map(page: Page, course: Course, standing: pd.DataFrame, year: int) -> None:
    seen = replace(course.scene, view=replace(course.scene.view, year=year))
    alt = page.t("timeline.network.map_alt", said=_said(page, standing, year))
    deck = maps.world(seen, ui.data_address, ui.shape_address)
    ui.place_map(page, deck, alt=alt, key="playback_map", height=HEIGHT[ui.is_phone()])


def _growth(page: Page, course: Course, year: int) -> None:
    t, counts, phone = page.t, course.counts, ui.is_phone()
    groups = {code: (page.colour(code), page.label("type_group", code)) for code in page.edition.codes.of("type_group")}
    figure = growth.figure(
        counts, groups, paper.of(page.theme), year=year, height=HEIGHT[phone], labelled=not phone
    )  # fmt: skip
    totals = counts.sum(axis=1)
    alt = t(
        "timeline.network.growth_alt", first=int(totals.iloc[0]), begin=str(counts.index.min()), end=str(course.last),
        last=int(totals.iloc[-1]), group=page.label("type_group", str(counts.iloc[-1].idxmax())),
    )  # fmt: skip
    ui.place_figure(figure, alt=alt, key="playback_growth")
    if phone:
        then = growth.counts_in(counts, year)
        named = [(*groups[code], then[code]) for code in groups if code in then]
        st.markdown(
            "\u2003".join(f"{ui.coloured('■', tone)}\u00a0{ui.plain(name)} {count}" for tone, name, count in named)
        )
    ui.note(t("timeline.network.counted"))


def _rows(page: Page, counts: pd.DataFrame) -> pd.DataFrame:
    """Give the growth by year, the latest first; two groups of one name keep their codes."""
    names = {code: page.label("type_group", code) for code in counts}
    twice = {name for name in names.values() if list(names.values()).count(name) > 1}
    said = counts.rename(columns={code: f"{name} ({code})" if name in twice else name for code, name in names.items()})
    years = pd.DataFrame({page.t("timeline.network.slider"): counts.index.astype(str)}, index=counts.index)
    return years.join(said).assign(**{page.t("timeline.table.all"): counts.sum(axis=1)}).iloc[::-1]
