"""From institutions without a sure place to decisions of a person, and from those to an edition.

Decisions are collected first and published together: each is remembered for the name as written, and used from then on.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from partner_dashboard import placing, regions, ui
from partner_dashboard.intake.change import propose
from partner_dashboard.maps.tones import PAPER
from partner_dashboard.panels import publishing
from partner_dashboard.places import review, saying
from partner_dashboard.places.answers import Place
from partner_dashboard.places.review import Case, Decision
from partner_dashboard.schema import INSTITUTIONS
from partner_dashboard.store import EditionRecord
from partner_dashboard.ui import Page

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MAP_HEIGHT = 420
LIST_HEIGHT = 320
MADE, UNKNOWN_CITY = "places_decisions", "places_unknown_city"
"""Where the decisions wait that nobody has published yet, and the name of a city that was typed and not found."""


def title(page: Page, cases: Sequence[Case]) -> None:
    """Say how many places somebody should look at."""
    page.title(page.t("placing.title", count=len(cases)))
    status = ui.register_status()
    if status is None:
        st.caption(page.t("placing.no_index"))
    else:
        st.caption(page.t("placing.index", version=status.version, count=status.organisations))


def undecided(page: Page) -> tuple[Case, ...]:
    """Give the cases that nobody has decided, the worst first."""
    made = _made()
    return tuple(case for case in ui.place_cases() if case.institution_id not in made)


def chosen_case(page: Page, cases: Sequence[Case]) -> Case | None:
    """List the cases, narrowed by why they are there, and give the one that is chosen, the worst by default."""
    t = page.t
    publishing.say(page, "places_publish")
    if not cases:
        st.success(t("placing.none_left"), icon=":material/check_circle:")
        return None
    counted = Counter(case.why for case in cases)
    kinds = [why for why in review.WORST_FIRST if counted[why]]
    chosen = st.pills(
        t("placing.why"), kinds, key="places_why", selection_mode="multi", label_visibility="collapsed",
        format_func=lambda why: f"{saying.why(why, t)} · {counted[why]}",
    )  # fmt: skip
    shown = [case for case in cases if not chosen or case.why in chosen]
    rows = pd.DataFrame([_line(page, case) for case in shown], columns=[t(f"placing.{name}") for name in COLUMNS])
    st.dataframe(
        rows, hide_index=True, key="places_list", on_select="rerun", selection_mode="single-row", alt=t("placing.list"),
        height=min(LIST_HEIGHT, 38 + 35 * len(rows)),
        column_config={
            t("placing.sure"): st.column_config.ProgressColumn(format="%d %%", min_value=0, max_value=100, width=120),
            t("placing.proposal"): st.column_config.TextColumn(width=330),
        },
    )  # fmt: skip
    ticked = st.session_state["places_list"].selection.rows
    return shown[ticked[0]] if ticked and ticked[0] < len(shown) else shown[0]


COLUMNS = ("name", "city", "country", "why", "proposal", "sure")


def sheet(page: Page, case: Case) -> None:
    """Show what a place could be, with the evidence, beside a map, and ask for a decision."""
    t = page.t
    st.subheader(ui.plain(case.name), anchor=False)
    said = (case.city, regions.country_name(case.country_code, t.language), saying.why(case.why, t))
    st.caption(ui.plain(" · ".join(part for part in said if part)))
    for sentence in (saying.conflict(case.answer, t), saying.reason(case.answer, t)):
        if sentence:
            st.warning(sentence, icon=":material/help:")
    left, right = st.columns([5, 6], gap="large")
    with right:
        _place_map(page, case)
    with left:
        _candidates(page, case)
        _own_point(page, case)
        st.button(
            t("placing.no_place"), key="places_none", icon=":material/location_off:", on_click=_decide,
            args=(Decision(case.institution_id, None, None, "", _author(), "no_place"),),
        )  # fmt: skip


def many(page: Page, cases: Sequence[Case]) -> None:
    """Offer to accept all sure answers at once."""
    t = page.t
    with st.expander(t("placing.many"), icon=":material/done_all:"):
        threshold = st.slider(t("placing.threshold"), 0.5, 1.0, 0.9, 0.01, key="places_threshold", format="percent")
        sure = [case for case in review.bulk_acceptable(cases, threshold) if not _is_there(case)]
        st.button(
            t("placing.accept_all", count=len(sure)), key="places_accept_all", disabled=not sure, on_click=_decide,
            args=tuple(review.accepted(case, _author()) for case in sure),
        )  # fmt: skip


def decided(page: Page) -> None:
    """List what was decided and offer to publish it, or to take single decisions back."""
    t, made = page.t, _made()
    if not made:
        return
    st.subheader(t("placing.decided", count=len(made)), anchor=False)
    known, newest = ui.known(), ui.records().store.current()
    names = dict(zip(known.institutions["institution_id"], known.institutions["name"], strict=True))
    rows = [
        (names.get(row_id, row_id), t(f"placing.kind_{held.kind}"), held.latitude, held.longitude)
        for row_id, held in made.items()
    ]  # fmt: skip
    headings = [t(f"placing.{name}") for name in ("name", "decision", "latitude", "longitude")]
    st.dataframe(pd.DataFrame(rows, columns=headings), hide_index=True, alt=t("placing.decided", count=len(made)))
    st.button(t("placing.take_back"), key="places_take_back", icon=":material/undo:", on_click=_take_back)

    def publish(author: str, reason: str) -> EditionRecord:
        after = review.placed(known.institutions, made.values())
        change = propose(known.institutions, after, INSTITUTIONS)
        return ui.records().settle([*made.values()], change, author=author, reason=reason, based_on=newest)

    publishing.offer(page, publish, key="places_publish", label=t("placing.publish"), after=_forget)


def _made() -> dict[str, Decision]:
    held: dict[str, Decision] = st.session_state.setdefault(MADE, {})
    return held


def _decide(*decisions: Decision) -> None:
    st.session_state[MADE] = _made() | {held.institution_id: held for held in decisions}
    for key in ("places_latitude", "places_longitude", "places_city"):
        st.session_state.pop(key, None)


def _take_back() -> None:
    st.session_state[MADE] = dict([*_made().items()][:-1])


def _forget() -> None:
    st.session_state[MADE] = {}


def _author() -> str:
    return str(st.session_state.get("author", ""))


def _is_there(case: Case) -> bool:
    """Whether the row already stands where the answer would put it."""
    place = case.answer.place
    return place is not None and (case.latitude, case.longitude) == (place.latitude, place.longitude)


def _line(page: Page, case: Case) -> tuple[Any, ...]:
    place = case.answer.place
    country = regions.country_name(case.country_code, page.t.language)
    proposal = (place.name or place.city) if place else saying.reason_in_short(case.answer, page.t)
    sure = round(100 * place.confidence) if place else None
    return case.name, case.city, country, saying.why(case.why, page.t), proposal, sure


def _candidates(page: Page, case: Case) -> None:
    """Place each candidate with its evidence and a button that takes it."""
    t = page.t
    for number, place in enumerate(case.candidates[: len(LETTERS)]):
        with st.container(border=True):
            name = ", ".join(part for part in (place.name, place.city) if part)
            country = regions.country_name(place.country_code, t.language)
            st.markdown(f"**{LETTERS[number]}** {ui.plain(name)} · {ui.plain(country)}")
            st.caption(ui.plain(_told(page, place)))
            st.button(
                t("placing.accept"), key=f"places_accept_{number}",
                type="primary" if place is case.answer.place else "secondary",
                on_click=_decide, args=(review.accepted(case, _author(), number),),
            )  # fmt: skip


def _told(page: Page, place: Place) -> str:
    t = page.t
    parts = (
        saying.method(place, t),
        page.label("place_precision", place.precision),
        t("placing.percent", share=round(place.confidence * 100)),
        saying.evidence(place, t),
    )
    return " · ".join(part for part in parts if part)


def _own_point(page: Page, case: Case) -> None:
    """Take a point that is typed, by its city or in degrees, or set on the map."""
    t = page.t
    st.markdown(t("placing.own" if case.candidates else "placing.own_only"))
    country = regions.country_name(case.country_code, t.language)
    st.text_input(
        t("placing.by_city", country=country) if country else t("placing.by_city_anywhere"), key="places_city",
        on_change=_take_city, args=(case.country_code,),
    )  # fmt: skip
    if city := st.session_state.pop(UNKNOWN_CITY, ""):
        st.caption(ui.plain(t("placing.no_such_city", city=city)))
    sides = st.columns(2)
    latitude, longitude = (
        side.number_input(
            t(f"placing.{name}"), -limit, limit, value=None, step=0.01, format="%.5f", key=f"places_{name}",
            placeholder=t("placing.degrees"),
        )
        for side, name, limit in zip(sides, ("latitude", "longitude"), (90.0, 180.0), strict=True)
    )  # fmt: skip
    is_campus = st.toggle(t("placing.is_campus"), value=True, key="places_is_campus")
    precision = "campus" if is_campus else "city"
    st.button(
        t("placing.set"), key="places_set", disabled=latitude is None or longitude is None, on_click=_decide,
        icon=":material/add_location_alt:",
        args=(Decision(case.institution_id, latitude, longitude, precision, _author(), "typed"),),
    )  # fmt: skip


def _place_map(page: Page, case: Case) -> None:
    """Place a map of the candidates on which a point can be set by dragging, by a click or by the arrow keys."""
    t, paper = page.t, PAPER[page.theme]
    point = tuple(st.session_state.get(f"places_{name}") for name in ("latitude", "longitude"))
    own = point if None not in point else (case.latitude, case.longitude)
    ui.placing_map(
        places=[_mark(place, number) for number, place in enumerate(case.candidates[: len(LETTERS)])],
        pin=None if None in own else {"latitude": own[0], "longitude": own[1]},
        of=case.institution_id, country=case.country_code, height=MAP_HEIGHT,
        shapes=ui.shape_address("world_50m.geojson"),
        colours={
            **{tone: paper[tone] for tone in ("sea", "land", "border")}, "paper": paper["card"],
            "candidate": page.edition.settings.primary(page.theme),
            "pin": page.colour("cities"),
        },
        words={"map": t("placing.map", name=case.name), "pin": t("placing.pin")}, on_point=_take_point,
    )  # fmt: skip
    st.caption(t("placing.map_how"))


def _mark(place: Place, number: int) -> dict[str, Any]:
    return {
        "latitude": place.latitude, "longitude": place.longitude, "letter": LETTERS[number],
        "label": place.name or place.city,
    }  # fmt: skip


def _take_city(country_code: str) -> None:
    """Set the point to a city that was typed; where no city of this name is known there, keep its name to say so."""
    city = st.session_state["places_city"].strip()
    found = placing.locate(city, country_code) if city else None
    if found:
        st.session_state["places_latitude"], st.session_state["places_longitude"] = found
        st.session_state["places_is_campus"] = False
    st.session_state[UNKNOWN_CITY] = "" if found else city


def _take_point() -> None:
    point = st.session_state["placing_map"].point
    if point:
        st.session_state["places_latitude"], st.session_state["places_longitude"] = (
            point["latitude"],
            point["longitude"],
        )
