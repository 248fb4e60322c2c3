"""From the reader's view to the dossier of its subject: what is said, the numbers, the tables, the map, the sources."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from partner_dashboard import dossier as dossiers
from partner_dashboard import maps, regions, sheets, summary, ui
from partner_dashboard import view as views
from partner_dashboard.dossier import Dossier, Line, Section, Sentence
from partner_dashboard.panels import dossier_pdf, rows
from partner_dashboard.ui import Page

MAP_HEIGHT = 300

ROWS_WIDTH = 680
"""Pixels of the rows behind a number."""

LINES_SHOWN = 40
"""How many lines of a table the page shows; the rows behind the numbers are all there."""

OFFERED = 14
"""How many subjects of a kind are offered."""

NAMED_IN_NOTE = 8
"""How many rows a note names before it counts the rest."""

WIDE = ("relations", "meetings", "promises", "disagreements", "statements")
NARROW = ("presence", "homes", "signatories", "unknown")
LAST = ("sources",)
"""The tables in their order; narrow ones stand two in a row."""

COUNTS = ("homes", "unknown")
"""Tables of numbers, each of which opens its rows."""

PRINT = """<style>@media print {
  .st-key-navigation, .st-key-filters, .st-key-found, .st-key-dossier_ways, .st-key-dossier_figures, .st-key-foot a,
  [data-testid=stHeader], [data-testid=stToolbar] { display: none !important; }
  .stApp, [data-testid=stMain], [data-testid=stAppViewContainer], [data-testid=stMainBlockContainer] {
    position: static !important; overflow: visible !important; height: auto !important; }
  tr { break-inside: avoid; }
  h3 { break-after: avoid; }
}</style>"""
"""On paper only what can be read there; Streamlit's page is as high as the window, and would print one sheet."""


def found(page: Page) -> Dossier | None:
    """Give the dossier of what the reader chose, None where that is nothing yet."""
    rows.open_chosen()
    return _gathered(page.edition.digest, views.query(page.view), page)


@st.cache_resource(show_spinner=False, max_entries=32)
def _gathered(digest: str, query: str, _page: Page) -> Dossier | None:
    """Gather a dossier once for all readers of an edition and an address; opening a number must not gather it anew."""
    return dossiers.dossier(_page.edition, _page.view)


@st.cache_resource(show_spinner=False, max_entries=32)
def _sections(digest: str, query: str, _page: Page, _held: Dossier) -> tuple[Section, ...]:
    return dossiers.sections(_page.edition, _held, _page.t, LINES_SHOWN)


def said(page: Page, held: Dossier) -> tuple[Sentence, ...]:
    """Give the speech line of a dossier."""
    return _said(page.edition.digest, views.query(page.view), page, held)


@st.cache_resource(show_spinner=False, max_entries=32)
def _said(digest: str, query: str, _page: Page, _held: Dossier) -> tuple[Sentence, ...]:
    return dossiers.speech(_page.edition, _held, _page.t)


# Nothing chosen


def choice(page: Page) -> None:
    """Offer subjects of every kind, those with the most behind them first."""
    t, edition, language = page.t, page.edition, page.view.language
    page.title(t("dossier.choose"))
    st.markdown(t("dossier.choose_help"))
    by_country = summary.countries(edition, edition.strands)
    countries = [str(code) for code in by_country.index if code != edition.home_country]
    _offer(page, "country", [(regions.country_name(one, language), {"countries": (one,)}) for one in countries])
    by_region = summary.regions_of(edition, edition.strands, page.view.scheme)
    found_regions = [str(one) for one in by_region.index]
    named = [(summary.region_label(edition, page.view.scheme, one, t), {"regions": (one,)}) for one in found_regions]
    _offer(page, "region", named)
    _offer(page, "city", [(_city_name(page, one), {"city": one}) for one in _cities(page)])
    held = edition.strands["clusters"].explode().dropna()
    clusters = [str(one) for one in held.value_counts().index]
    _offer(page, "cluster", [(page.label("cluster_or_unit", one), {"clusters": (one,)}) for one in clusters])
    homes = [(sheets.name_of(edition, one, language), {"homes": (one,)}) for one in edition.homes]
    _offer(page, "home", homes)
    wholes = edition.events[edition.events.index.isin(edition.events["parent_event_id"])]
    trips = sheets.newest_first(edition, wholes)
    _offer(page, "trip", [(name, {"event": str(one)}) for one, name in summary.name(trips, language).items()])


def _offer(page: Page, kind: str, subjects: Iterable[tuple[str, dict[str, Any]]]) -> None:
    offered = list(subjects)[:OFFERED]
    if not offered:
        return
    st.subheader(page.t(f"dossier.choose_{kind}"), anchor=False)
    with st.container(horizontal=True, gap="small", key=f"offer_{kind}"):
        for label, changes in offered:
            ui.link(page, "dossier", label, icon=KIND_ICONS[kind], **changes)


KIND_ICONS = {
    "country": "flag", "region": "public", "city": "location_city", "cluster": "hub", "home": "home", "trip": "luggage",
}  # fmt: skip


def _cities(page: Page) -> list[str]:
    """Give the cities abroad with the most institutions, written as the address does."""
    known = page.edition.institutions
    abroad = known[(known["city"] != "") & ~known["country_code"].isin(("", page.edition.home_country))]
    return [str(one) for one in (abroad["country_code"] + ":" + abroad["city"]).value_counts().index]


def _city_name(page: Page, city: str) -> str:
    about = dossiers.Subject("city", city)
    return dossiers.name(page.edition, page.view, about, page.t)


# The dossier


def head(page: Page, held: Dossier) -> None:
    """Name the subject and how much there is, and lead to its sheet, the map, the larger place and the document."""
    t, about = page.t, held.subject
    living = t("dossier.counted_living", count=len(held.living))
    counted = t("dossier.counted", count=len(held.recorded), living=living)
    page.title(t("dossier.titled", name=dossiers.name(page.edition, page.view, about, t), counted=counted))
    st.html(PRINT)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="dossier_ways"):
        ui.link(_cleared(page), "dossier", t("dossier.back"), icon="arrow_back")
        _ways(page, held)
        dossier_pdf.offer(page, held)


def _cleared(page: Page) -> Page:
    return replace(page, view=views.cleared(page.view))


def _ways(page: Page, held: Dossier) -> None:
    t, about, edition = page.t, held.subject, page.edition
    if about.kind in ("partner", "home"):
        key = about.key
        ui.link(page, "partners", t("dossier.to_sheet"), icon="account_balance", partner=key)
    if about.kind == "trip":
        ui.link(page, "events", t("dossier.to_event"), icon="event", event=about.key)
    if about.kind == "partner":
        row = edition.institutions.loc[about.key]
        if row["city"]:
            city = sheets.own(row, "city", page.view.language)
            where = f"{row['country_code']}:{row['city']}"
            ui.link(_cleared(page), "dossier", t("dossier.to_city", city=city), icon="location_city", city=where)
    country = _country_of(page, held)
    if country:
        label = t("dossier.to_country", country=regions.country_name(country, page.view.language))
        ui.link(_cleared(page), "dossier", label, icon="flag", countries=(country,))
    if about.kind not in ("partner", "city", "trip"):
        ui.link(page, "map", t("dossier.to_map"), icon="public")
        ui.link(page, "timeline", t("dossier.to_timeline"), icon="view_timeline")


def _country_of(page: Page, held: Dossier) -> str:
    """Give the country of a partner or city that is not at home, else an empty text."""
    about = held.subject
    if about.kind == "city":
        code = about.key.partition(":")[0]
    elif about.kind == "partner":
        code = str(page.edition.institutions.at[about.key, "country_code"])
    else:
        return ""
    return code if code != page.edition.home_country else ""


def speech(page: Page, held: Dossier, said: tuple[Sentence, ...]) -> None:
    """Say what there is in sentences, each part with the number of its note."""
    t = page.t
    if held.is_empty:
        st.info(ui.plain(t("dossier.nothing")), icon=":material/search_off:")
    with st.container(key="dossier_speech", gap="xsmall"):
        number = 0
        for sentence in said:
            words = f"**{ui.plain(sentence.opening)}** " if sentence.opening else ""
            for glue, text, behind in sentence.parts:
                number += bool(behind)
                words += f"{glue}{ui.plain(text)}{superscript(number) if behind else ''}"
            st.markdown(words)
    rule = t("dossier.living_rule", years=page.edition.settings.living_years)
    day = t("dossier.as_of", date=t.date(held.as_of.isoformat()), number=page.edition.number)
    unfiltered = held.subject.kind in ("partner", "city", "trip") and views.is_filtered(page.view)
    st.caption(ui.plain(" ".join([day, rule, *([t("dossier.unfiltered")] if unfiltered else [])])))


SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def superscript(number: int) -> str:
    """Write the number of a note small and high."""
    return str(number).translate(SUPERSCRIPTS)


def notes(page: Page, said: tuple[Sentence, ...]) -> None:
    """Place what each part of a sentence rests on, in a drawer."""
    t = page.t
    clauses = [clause for sentence in said for clause in sentence.clauses if clause.rows]
    if not clauses:
        return
    drawer = st.expander(t("dossier.notes", count=len(clauses)), key="dossier_notes", on_change="rerun")
    if drawer.open:
        lines = [
            (str(number), ui.plain(clause.text), ui.plain(named(page, clause.rows)))
            for number, clause in enumerate(clauses, start=1)
        ]
        headings = [t("dossier.note"), t("dossier.note_says"), t("dossier.note_rows")]
        drawer.table(pd.DataFrame(lines, columns=headings), border="horizontal", hide_index=True)


def named(page: Page, ids: tuple[str, ...]) -> str:
    """Name rows with their kind, the first of them; the rest are counted."""
    said = sheets.named_rows(page.edition, ids[:NAMED_IN_NOTE], page.t)
    words = [f"{row.name} ({row.detail})" for row in said.itertuples(index=False)]
    rest = len(ids) - NAMED_IN_NOTE
    return "; ".join([*words, *([page.t("dossier.and_more", count=rest)] if rest > 0 else [])])


def figures(page: Page, held: Dossier) -> None:
    """Place the key numbers; each opens the rows it counts."""
    t = page.t
    soon = dossiers.ids(dossiers.ending_within(page.edition, held.strands, 12))
    contradicted = tuple(dict.fromkeys(str(row_id) for row_id in held.told("contradicts")["row_id"]))
    promises = (*held.promised, *held.promised_events, *held.ahead_events)
    numbers = {
        "partners": held.partners, "recorded": held.recorded, "living": held.living, "undated": held.gaps["start"],
        "meetings": held.meetings, "soon": soon, "promises": promises, "contradicted": contradicted,
    }  # fmt: skip
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="dossier_figures"):
        st.caption(t("dossier.figures"), width="content")
        for name, ids in numbers.items():
            if ids:
                label = t(f"dossier.figure_{name}", count=len(ids))
                popover = st.popover(label, key=f"figure_{name}", on_change="rerun", type="tertiary")
                if popover.open:
                    with popover:
                        rows.place(page, f"dossier_{name}", ids, label.replace("*", ""), width=_wide())


def _wide() -> int | Literal["stretch"]:
    """Give the width of rows in a popover, which else is as narrow as its button lets it be."""
    return "stretch" if ui.is_phone() else ROWS_WIDTH


def picture(page: Page, held: Dossier) -> None:
    """Place a map of the partners, in a container that is always there."""
    t, edition = page.t, page.edition
    with st.container(key="small_map"):
        deck = _deck(page, held)
        if deck is None:
            st.caption(t("dossier.map_nothing"))
            return
        names = list(summary.name(held.institutions, page.view.language))
        alt = t("dossier.map_alt", count=len(names), names=", ".join(names[:OFFERED]))
        ui.place_map(page, deck, alt=alt, key="dossier_map", height=MAP_HEIGHT)
        if edition.home_country and held.subject.kind == "trip":
            st.caption(t("events.no_direction"))


def _deck(page: Page, held: Dossier) -> Any:
    t, edition = page.t, page.edition
    if held.subject.kind == "trip":
        sheet = sheets.event(edition, held.subject.key)
        return maps.route_deck(
            edition, held.subject.key, sheet.legs, page.colour("research_led"), t, page.theme, ui.data_address,
            ui.shape_address, is_ordered=sheet.is_ordered,
        )  # fmt: skip
    if held.subject.kind == "partner":
        groups = list(summary.counts(held.strands, "group", edition.codes.of("type_group")))
        colour = page.colour(groups[0] if groups else "other")
        return maps.place_deck(
            edition, held.subject.key, [], colour, t, page.theme, ui.data_address, ui.shape_address
        )  # fmt: skip
    if not summary.partner_strands(held.strands)["latitude"].notna().any():
        return None
    everything = views.cleared(page.view)
    return maps.named_world(edition, everything, held.strands, t, page.theme, ui.data_address, ui.shape_address)


def table(page: Page, section: Section) -> None:
    """Place one table under its heading; names lead to their sheets, sources to their pages."""
    st.subheader(ui.plain(section.heading), anchor=False)
    if section.note:
        st.caption(ui.plain(section.note))
    if section.name in COUNTS:
        _counts(page, section)
        return
    if ui.is_phone():
        st.markdown(ui.markdown_list(_stacked(page, section, line) for line in section.lines))
        _rest_of(page, section)
        return
    shown = [
        tuple(_cell(page, section, line, place) for place in range(len(section.columns))) for line in section.lines
    ]
    frame = pd.DataFrame(shown, columns=list(section.columns))
    st.table(frame, border="horizontal", hide_index=True, alt=section.heading)
    _rest_of(page, section)


def _counts(page: Page, section: Section) -> None:
    """Place lines that count, each number opening its rows."""
    headings = section.columns[1:] if len(section.columns) > 2 else ("",)
    with st.container(gap=None, key=f"counts_{section.name}"):
        for place, line in enumerate(section.lines):
            said = " · ".join(
                f"{ui.plain(heading)} **{ui.plain(cell)}**".strip()
                for heading, cell in zip(headings, line.cells[1:], strict=True)
            )
            key, label = f"{section.name}_{place}", f"{ui.plain(line.cells[0])}: {said}"
            popover = st.popover(label, key=f"count_{key}", on_change="rerun", type="tertiary")
            if popover.open:
                with popover:
                    rows.place(page, key, line.rows, line.cells[0], width=_wide())


def _stacked(page: Page, section: Section, line: Line) -> str:
    """Give a line as a phone has room for: its name, and below it what else there is."""
    others = [
        f"{ui.plain(heading)}: {ui.plain(cell)}"
        for place, (heading, cell) in enumerate(zip(section.columns, line.cells, strict=True))
        if place != section.named
    ]
    return f"{_cell(page, section, line, section.named)}  \n  :small[{' · '.join(others)}]"


def _rest_of(page: Page, section: Section) -> None:
    """Say how many lines the page leaves to the filters and to the rows behind the numbers."""
    if section.left_out:
        st.caption(page.t("dossier.more_lines", count=section.left_out))


def _cell(page: Page, section: Section, line: Line, place: int) -> str:
    text = line.cells[place]
    if place == section.named and line.address:
        return ui.outside(text, line.address)
    if place == section.named and line.sheet_id:
        return f"[{ui.plain(text)}]({_address(page, line)})"
    return ui.plain(text)


def _address(page: Page, line: Line) -> str:
    """Give the address of the sheet that tells of a line."""
    ids = {"partner": "", "event": "", rows.OPENS[line.page]: line.sheet_id}
    view = replace(views.cleared(page.view), city="", partner=ids["partner"], event=ids["event"])
    return f"{ui.base_path()}/{line.page}?{urlencode(ui.address(view, page.default), doseq=True)}"


def tables(page: Page, held: Dossier) -> None:
    """Place the tables: the wide ones over the whole width, the narrow ones in two columns, the sources last."""
    found = _sections(page.edition.digest, views.query(page.view), page, held)
    made = {section.name: section for section in found}
    for name in WIDE:
        if name in made:
            table(page, made[name])
    narrow = [made[name] for name in NARROW if name in made]
    for section, place in zip(narrow, st.columns(2, gap="large") * len(narrow), strict=False):
        with place:
            table(page, section)
    for name in LAST:
        if name in made:
            table(page, made[name])
