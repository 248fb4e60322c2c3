"""From a view to what stands around every page: navigation, search, language, filters above; the data's day below."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from partner_dashboard import regions, settings, summary, ui
from partner_dashboard import view as views
from partner_dashboard.editions import split
from partner_dashboard.errors import DashboardError
from partner_dashboard.panels import saved_views
from partner_dashboard.texts import Texts

STYLE = """<style>
[data-testid=stPageLink-NavLink] :is(span, div, p) { white-space: normal; }
.st-key-navigation [data-testid=stElementToolbar] { display: none; }
</style>"""
"""Long names wrap instead of ending at the edge of a phone; no theme option does it (Streamlit 1.67)."""

UNFILTERED = ("about", *ui.STAFF_PAGES)
"""Pages about the whole of the data, which no filter narrows."""

MOST_FOUND = 4
"""How many results of each kind the search box offers."""


def run() -> None:
    """Draw the frame and the page inside it."""
    files = _pages()
    current = st.navigation(list(files.values()), position="hidden")
    name = next((name for name, file in files.items() if file == current), ui.PAGES[0])
    page = ui.take_view(name)
    title = page.edition.settings.name.in_language(page.view.language)
    st.set_page_config(
        page_title=f"{page.t(f'page.{name}')} · {title}", page_icon=str(_picture("icon.png")), layout="wide",
        initial_sidebar_state="collapsed",
    )  # fmt: skip
    ink = ui.ink_on(page.edition.settings.primary(page.theme))
    st.html(f"{STYLE}<style>[data-testid=stBaseButton-primary]:enabled {{ color: {ink}; }}</style>")
    _navigation(page, title)
    _looking_back(page)
    st.session_state["heading"] = st.container(key="heading")
    if name not in UNFILTERED:
        _filters(page)
        _found(page)
    st.session_state["page"] = page
    current.run()
    _foot(page)
    ui.say_language(page.view.language)


def say_why_not(problem: DashboardError) -> None:
    """Say in both languages why nothing can be shown, and what to do."""
    st.set_page_config(page_icon=str(_picture("icon.png")), layout="centered")
    for language in ("de", "en"):
        st.error(ui.plain(Texts(language)(problem.code, **problem.values)))


def _pages() -> dict[str, StreamlitPage]:
    return {
        name: st.Page(ui.page_file(name), title=name.capitalize(), url_path="" if name == ui.PAGES[0] else name,
                      default=name == ui.PAGES[0])
        for name in (*ui.PAGES, *ui.STAFF_PAGES)
    }  # fmt: skip


def _picture(name: str) -> Path:
    return Path(__file__).with_name("assets") / name


def _navigation(page: ui.Page, title: str) -> None:
    bar = st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="navigation")
    with bar:
        logo = _logo(page)
        if logo:
            st.image(str(logo), width=36, alt=title)
        if ui.is_phone():
            _menu(page)
        else:
            _links(page, ui.PAGES)
            _staff(page)
        st.space("stretch")
        if ui.is_phone():  # the second line of two: what is looked for and taken away
            _language(page)
            _search(page, "stretch")
        else:
            _search(page, 190)
            _language(page)
        _share(page)


def _links(page: ui.Page, names: Sequence[str]) -> None:
    for name in names:
        ui.link(page, name, page.t(f"page.{name}"), icon=ui.ICONS[name])


def _menu(page: ui.Page) -> None:
    """Fold the pages into one button that says where the reader is; on a phone they would fill three lines."""
    here = page.t(f"page.{page.name}")
    menu = st.popover(f"**{here}**", icon=":material/menu:", key="menu", on_change="rerun", type="tertiary")
    if menu.open:
        with menu:
            _links(page, ui.PAGES)
            st.caption(page.t("page.data"))
            _links(page, ui.STAFF_PAGES)


def _search(page: ui.Page, width: int | Literal["stretch"]) -> None:
    key = ui.seeded("search", page.view.text)
    st.text_input(
        page.t("search.label"), key=key, type="search", label_visibility="collapsed", width=width,
        placeholder=page.t("search.placeholder"), on_change=ui.chosen, args=("text", key, _searched),
    )  # fmt: skip


def _staff(page: ui.Page) -> None:
    label, icon = page.t("page.data"), "database"
    if page.name in ui.STAFF_PAGES:
        label, icon = f"**{label}**", ui.ICONS[page.name]
    data = st.popover(label, icon=f":material/{icon}:", key="staff", on_change="rerun", type="tertiary")
    if data.open:
        with data:
            _links(page, ui.STAFF_PAGES)


def _looking_back(page: ui.Page) -> None:
    """Say clearly that an older edition is shown, and lead back to the newest."""
    place = st.container(key="looking_back")  # always there: what may appear above a deck must not remount it
    if page.view.edition is None:
        return
    record = ui.records().record(page.view.edition)
    day = page.t.date(record.published_at.date().isoformat())
    with place, st.container(horizontal=True, vertical_alignment="center"):
        st.warning(
            page.t("edition.looking_back", number=record.number, date=day), icon=":material/history:", width="stretch"
        )
        ui.link(page, page.name, page.t("edition.newest"), icon="fast_forward", edition=None)


def _searched(text: str | None) -> str:
    return (text or "").strip()[: views.OWN_LIMIT]


def _logo(page: ui.Page) -> Path | None:
    chosen = page.edition.settings.logo
    if page.theme == "dark" and page.edition.settings.logo_dark:
        chosen = page.edition.settings.logo_dark
    if not chosen:
        return _picture("icon.png")
    folder = settings.data_folder().resolve()
    file = (folder / chosen).resolve()
    return file if file.is_file() and file.is_relative_to(folder) else _picture("icon.png")


def _language(page: ui.Page) -> None:
    offered = page.edition.settings.languages
    if len(offered) < 2:
        return
    key = ui.seeded("language", page.view.language)
    st.segmented_control(
        page.t("language.label"), offered, key=key, format_func=str.upper, label_visibility="collapsed",
        required=True, on_change=ui.chosen, args=("language", key), width="content",
    )  # fmt: skip


def _share(page: ui.Page) -> None:
    share = st.popover(page.t("share.label"), icon=":material/share:", key="share", on_change="rerun")
    if share.open:
        with share:
            st.markdown(page.t("share.link"))
            st.code(ui.shared_address(page), language=None, wrap_lines=True)
            st.markdown(page.t("share.rows"))
            ui.downloads(page)
            saved_views.saved(page)


def _filters(page: ui.Page) -> None:
    view, t = page.view, page.t
    parts = (
        ("kind", "category", (view.groups, view.types, view.stages, view.statuses, view.living), _kind),
        ("place", "location_on", (view.regions, view.countries), _place),
        ("home", "home", (view.homes,), _home),
        ("theme", "label", (view.clusters, view.topics, view.kinds), _theme),
        ("years", "calendar_month", (view.year_from is not None, view.year_to is not None), _years),
    )
    counts = {
        name: sum(len(choice) if isinstance(choice, tuple) else int(choice) for choice in choices)
        for name, _, choices, _ in parts
    }
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="filters"):
        if ui.is_phone():
            _folded(page, sum(counts.values()), [(name, fill) for name, _, _, fill in parts])
        for name, icon, _, fill in () if ui.is_phone() else parts:
            popover = st.popover(
                _counted(t(f"filter.{name}"), counts[name]), icon=f":material/{icon}:", key=f"filter_{name}",
                on_change="rerun",
            )  # fmt: skip
            if popover.open:
                with popover:
                    fill(page)
        said = summary.filter_words(page.edition, view, t)
        if said:
            st.caption(ui.plain(" · ".join(said)), width="content")
            st.button(
                t("filter.clear"), icon=":material/close:", type="tertiary", key="clear", on_click=ui.clear_filters
            )
            if page.name != "dossier":
                ui.link(page, "dossier", t("filter.dossier"), icon=ui.ICONS["dossier"])


def _counted(label: str, count: int) -> str:
    return f"**{label} · {count}**" if count else label


def _folded(page: ui.Page, count: int, parts: Sequence[tuple[str, Callable[[ui.Page], None]]]) -> None:
    """Fold all filters into one button, where five would push the picture off a phone."""
    label = _counted(page.t("filter.all"), count)
    popover = st.popover(label, icon=":material/tune:", key="filter_all", on_change="rerun")
    if popover.open:
        with popover:
            for name, fill in parts:
                st.markdown(f"**{page.t(f'filter.{name}')}**")
                fill(page)


def _several(page: ui.Page, field: str, label: str, options: Sequence[str], said: dict[str, str]) -> None:
    key = ui.seeded(f"choose_{field}", list(getattr(page.view, field)))
    st.multiselect(
        label, list(options), key=key, format_func=lambda code: said.get(code, code), on_change=ui.chosen,
        args=(field, key, tuple), placeholder=page.t("filter.any"),
    )  # fmt: skip


def _few(page: ui.Page, field: str, label: str, options: Sequence[str], said: dict[str, str]) -> None:
    key = ui.seeded(f"choose_{field}", list(getattr(page.view, field)))
    st.pills(
        label, list(options), key=key, format_func=lambda code: ui.plain(said.get(code) or ""), on_change=ui.chosen,
        args=(field, key, tuple), selection_mode="multi",
    )  # fmt: skip


def _codes(page: ui.Page, name: str, present: Iterable[str], chosen: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    held = {*present, *chosen}
    codes = [code for code in page.edition.codes.of(name) if code in held]
    return codes, {code: page.label(name, code) for code in codes}


def _kind(page: ui.Page) -> None:
    strands, t = page.edition.strands, page.t
    for field, name, column, place in (
        ("groups", "type_group", "group", _few), ("types", "partnership_type", "type", _several),
        ("stages", "stage", "stage", _few), ("statuses", "status", "status", _few),
    ):  # fmt: skip
        place(page, field, t(f"filter.{field}"), *_codes(page, name, strands[column], getattr(page.view, field)))
    key = ui.seeded("choose_living", page.view.living)
    st.toggle(
        t("filter.living"), key=key, on_change=ui.chosen, args=("living", key),
        help=t("filter.living_help", count=page.edition.settings.living_years),
    )  # fmt: skip


def _place(page: ui.Page) -> None:
    view, t, held = page.view, page.t, page.edition.regions
    schemes = held.schemes()
    key = ui.seeded("choose_scheme", view.scheme)
    st.segmented_control(
        t("filter.scheme"), schemes, key=key, required=True, on_change=_scheme, args=(key,),
        format_func=lambda code: ui.plain(page.label("scheme", code)),
    )  # fmt: skip
    rows = held.of(view.scheme) if schemes else ()
    said = {row.code: ("" if not row.parent else "– ") + row.label(view.language) for row in rows}
    said[regions.ELSEWHERE] = t("word.elsewhere")
    _several(page, "regions", t("filter.regions"), list(said), said)
    offered = (*views.countries(page.edition), *view.countries)
    names = {code: regions.country_name(code, view.language) for code in offered}
    _several(page, "countries", t("filter.countries"), sorted(names, key=lambda code: names[code]), names)


def _scheme(key: str) -> None:
    ui.choose(scheme=st.session_state[key], regions=())


def _home(page: ui.Page) -> None:
    said = {home: summary.short_name(page.edition, home, page.view.language) for home in page.edition.homes}
    _few(page, "homes", page.t("filter.homes"), page.edition.homes, said)


def _theme(page: ui.Page) -> None:
    edition, t = page.edition, page.t
    clusters = sorted({cluster for row in edition.strands["clusters"] for cluster in row}, key=str.casefold)
    said = {cluster: page.label("cluster_or_unit", cluster) for cluster in clusters}
    _several(page, "clusters", t("filter.clusters"), clusters, said)
    topics = {topic for cell in edition.events["topics"] for topic in split(cell)}
    _several(page, "topics", t("filter.topics"), *_codes(page, "topic", topics, page.view.topics))
    _several(page, "kinds", t("filter.kinds"), *_codes(page, "event_kind", edition.events["kind"], page.view.kinds))


def _years(page: ui.Page) -> None:
    first, last = _span(page)
    chosen = (page.view.year_from or first, page.view.year_to or last)
    key = ui.seeded("choose_years", (max(first, min(chosen[0], last)), max(first, min(chosen[1], last))))
    st.slider(page.t("filter.years"), first, last, key=key, on_change=_take_years, args=(key, first, last))
    st.caption(page.t("filter.years_help"))


def _take_years(key: str, first: int, last: int) -> None:
    begin, end = st.session_state[key]
    ui.choose(year_from=begin if begin > first else None, year_to=end if end < last else None)


def _span(page: ui.Page) -> tuple[int, int]:
    begins = page.edition.strands["time_start_year"].dropna()
    seen = page.edition.event_times["start_year"].dropna()
    years = [int(year) for part in (begins, seen) if len(part) for year in (part.min(), part.max())]
    last = max([*years, page.edition.as_of.year])
    return min([*years, last - 1]), last


def _found(page: ui.Page) -> None:
    """Offer ways to the partners, countries and events that the searched text names."""
    place = st.container(horizontal=True, gap="small", key="found")
    if not page.view.text:
        return
    edition, language, text = page.edition, page.view.language, page.view.text
    partners = [row_id for row_id in views.matching_institutions(edition, text) if row_id not in edition.homes]
    countries = views.matching_countries(edition, text)
    events = views.matching_events(edition, text)
    with place:
        if not (partners or countries or events):
            st.caption(page.t("search.nothing", text=ui.plain(text)))
        for code in countries[:MOST_FOUND]:
            name = regions.country_name(code, language)
            ui.link(page, "map", name, icon="flag", text="", countries=(code,))
            ui.link(
                page, "dossier", page.t("dossier.open_named", name=name), icon=ui.ICONS["dossier"], text="",
                countries=(code,),
            )  # fmt: skip
        names = summary.name(edition.institutions.loc[partners[:MOST_FOUND]], language)
        for row_id, name in names.items():
            ui.link(page, "partners", name, icon="account_balance", text="", partner=str(row_id))
        titles = summary.name(edition.events.loc[list(events[:MOST_FOUND])], language)
        for row_id, name in titles.items():
            ui.link(page, "events", name, icon="event", text="", event=str(row_id))


def _foot(page: ui.Page) -> None:
    edition, t = page.edition, page.t
    st.divider()
    said = [
        edition.settings.name.in_language(page.view.language),
        t("foot.as_of", date=t.date(edition.as_of.isoformat())),
        t("foot.rows", count=len(edition.strands)),
    ]
    if edition.report.rows_left_out:
        said.append(t("foot.problems", count=edition.report.rows_left_out))
    with st.container(horizontal=True, vertical_alignment="center", key="foot"):
        st.caption(ui.plain(" · ".join(said)), width="stretch")
        ui.link(replace(page, view=views.cleared(page.view)), "about", t("foot.about"))
