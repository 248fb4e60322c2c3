"""From Streamlit to what pages need: the reader's view, the edition, and places for pictures, tables and links.

This module knows Streamlit and nothing else knows it, but for the doors. Every choice changes the one `View` in a
callback; the run that follows reads it, mirrors it in the address, and draws.
"""

import gc
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st
from streamlit.material_icon_names import ALL_MATERIAL_ICONS

from partner_dashboard import placing, regions, settings, summary
from partner_dashboard import view as views
from partner_dashboard.addresses import web_address
from partner_dashboard.editions import Edition
from partner_dashboard.exports import calendar, geojson, kml, package, tables
from partner_dashboard.exports.shown import shown
from partner_dashboard.intake.checking import Known
from partner_dashboard.news import News
from partner_dashboard.news import news as told
from partner_dashboard.payloads import Payloads
from partner_dashboard.places.register import Status
from partner_dashboard.places.review import Case
from partner_dashboard.records import Records, now, open_records
from partner_dashboard.texts import LANGUAGES, Texts
from partner_dashboard.view import View

PAYLOADS = Payloads()
"""What decks fetch by address, shared by all readers of this process."""

SHAPES_ROUTE = "/shapes"

PAGES = ("overview", "map", "timeline", "partners", "events", "dossier", "about")
STAFF_PAGES = ("upload", "edit", "places", "history")
"""The pages for readers, and those on which staff keep the data."""

ICONS = {
    "overview": "dashboard", "map": "public", "timeline": "view_timeline", "partners": "account_balance",
    "events": "event", "dossier": "summarize", "about": "info",
    "upload": "upload_file", "edit": "edit_note", "places": "edit_location_alt", "history": "history",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """What a page is opened with: the reader's view, their texts, the edition, and the theme they see."""

    name: str
    view: View
    t: Texts
    edition: Edition
    theme: str
    default: View

    def title(self, text: str) -> None:
        """Say what the page shows, in the place the shell keeps for it."""
        st.session_state["heading"].title(plain(text), anchor=False)

    def colour(self, group: str) -> str:
        """Give the colour of a type group in the theme the reader sees, as #rrggbb."""
        return self.edition.codes.colour("type_group", group, self.theme)

    def label(self, name_of_list: str, code: str) -> str:
        """Say a code in the reader's language."""
        return self.edition.codes.label(name_of_list, code, self.view.language)


def records() -> Records:
    """Give the editions of the folder of data, opened once per process, folder and database."""
    folder = settings.data_folder()
    return _records(str(folder), settings.database(folder))


@st.cache_resource(show_spinner=False, max_entries=4)
def _records(folder: str, url: str) -> Records:
    return open_records(Path(folder), url, now)


def edition(number: int | None = None) -> Edition:
    """Give an edition, the newest one where no number is said or there is none of it yet; each is opened once."""
    held = records()
    newest = held.store.current()
    folder = settings.data_folder()
    return _opened(str(folder), settings.database(folder), min(number or newest, newest), now().date())


@st.cache_resource(show_spinner=False, max_entries=8)
def _opened(folder: str, url: str, number: int, today: date) -> Edition:
    """Open an edition once a day, since what is alive depends on the day."""
    return _records(folder, url).edition(number)


def news(page: Page, since: int) -> tuple[News, ...]:
    """Say what the edition on the page holds that an earlier one did not; nothing where there is no earlier one."""
    folder, number = settings.data_folder(), page.edition.number
    if not 1 <= since < number:
        return ()
    return _news(str(folder), settings.database(folder), since, number, page.t.language, now().date())


@st.cache_resource(show_spinner=False, max_entries=8)
def _news(folder: str, url: str, since: int, number: int, language: str, today: date) -> tuple[News, ...]:
    before, after = (_opened(folder, url, each, today) for each in (since, number))
    return told(before, after, Texts(language))


def known(number: int | None = None) -> Known:
    """Give what rows may point to in an edition, the newest by default: all rows and columns, for staff only."""
    held, folder = records(), settings.data_folder()
    return _known(str(folder), settings.database(folder), number or held.store.current())


@st.cache_resource(show_spinner=False, max_entries=2)
def _known(folder: str, url: str, number: int) -> Known:
    return _records(folder, url).known(number)


def place_cases() -> tuple[Case, ...]:
    """Give the institutions whose places somebody should look at, the worst first."""
    held, folder = records(), settings.data_folder()
    return _place_cases(str(folder), settings.database(folder), held.store.current(), register_status())


@st.cache_resource(max_entries=2)
def _place_cases(folder: str, url: str, number: int, _index: Status | None) -> tuple[Case, ...]:
    """Resolve every institution once an edition; Streamlit says in the meantime that it runs."""
    from partner_dashboard.places import review
    from partner_dashboard.places.answers import Query

    held = _records(folder, url)
    rows, resolve = held.store.rows("institutions", number), placing.resolver(held.store)
    answers = {
        str(row["institution_id"]): resolve(
            Query(
                row["name"],
                row["city"],
                row["country_code"],
                _degree(row["latitude"]),
                _degree(row["longitude"]),
                row["ror_id"],
            )
        )
        for row in rows.to_dict("records")
    }
    settled = [
        row_id for row_id, answer in answers.items()
        if answer.reason == "decided_none" or (answer.place and answer.place.method == "decided")
    ]  # fmt: skip
    return review.cases(rows, answers, settled)


def _degree(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def register_status() -> Status | None:
    """Give what the index of institutions holds, None where none is imported."""
    from partner_dashboard.places import register

    held = register.opened(placing.folder())
    return held.status() if held else None


@cache
def _placing_component() -> Callable[..., object]:
    mounted: Callable[..., object] = st.components.v2.component("partner-dashboard.placing", js="placing.js")
    return mounted


def placing_map(*, on_point: Callable[[], None], **data: Any) -> None:
    """Place a map on which a point can be set; `data` is what assets/components/placing.js takes."""
    _placing_component()(data=data, key="placing_map", on_point_change=on_point, height=data["height"] + 8)


def warm_up() -> None:
    """Load what the first page needs, then put everything loaded so far out of the collector's way."""
    from partner_dashboard import maps  # noqa: F401 pydeck, which most first pages draw with

    opened = edition()
    len(opened.strands)
    for language in LANGUAGES:
        Texts(language).has("")
    gc.collect()
    gc.freeze()


@cache
def _language_component() -> Callable[..., object]:
    mounted: Callable[..., object] = st.components.v2.component("partner-dashboard.language", js="language.js")
    return mounted


def say_language(language: str) -> None:
    """Tell the browser which language the page is in now; Streamlit's page says English whatever it shows."""
    _language_component()(data={"language": language}, key="language_of_page")


@cache
def _visit_component() -> Callable[..., object]:
    mounted: Callable[..., object] = st.components.v2.component("partner-dashboard.visit", js="visit.js")
    return mounted


def last_seen(page: Page) -> int | None:
    """Give the number of the edition that this browser saw when it was here last; None where it does not say."""
    held = st.session_state.get("visit")
    before = getattr(held, "before", None)
    known = before if isinstance(before, int) and not isinstance(before, bool) else None
    data = {"edition": page.edition.number, "place": base_path(), "known": known}
    _visit_component()(data=data, key="visit", on_before_change=lambda: None)
    return known


def open_page() -> Page:
    """Open the page that the shell is running."""
    page = st.session_state["page"]
    assert isinstance(page, Page)  # noqa: S101 the shell set it in this run
    return page


def take_view(name: str) -> Page:
    """Settle what the reader wants to see in this run, and mirror it in the address.

    The address rules (link, bookmark, reload, back), unless a callback changed the view since the last run.
    """
    newest = edition()
    default = _default(newest)
    said = {part: st.query_params.get_all(part) for part in st.query_params}
    was_chosen = st.session_state.pop("chosen", False)
    wished = st.session_state["view"] if was_chosen else views.from_address(said, default)
    opened = edition(wished.edition)
    view = views.known(replace(wished, edition=opened.number if opened.number < newest.number else None), opened)
    wanted = address(view, default)
    if FOLLOWED in said or (wanted != said and _differs(said, wanted)):
        st.query_params.from_dict(wanted)
    st.session_state["view"] = view
    theme = "dark" if st.context.theme.type == "dark" else "light"
    return Page(name, view, Texts(view.language), opened, theme, default)


def retake(page: Page) -> Page:
    """Settle the view in a run of a fragment alone, which does not open the page anew; for use inside fragments.

    What a callback chose is mirrored in the address here, and is no longer pending: the next link followed rules.
    """
    view = st.session_state["view"]
    if st.session_state.pop("chosen", False):
        st.query_params.from_dict(address(view, page.default))
    return replace(page, view=view)


def address(view: View, default: View) -> dict[str, list[str]]:
    """Give the address of a view; the language is left out where it is the reader's own."""
    parts = views.to_address(view, default)
    if view.language == default.language:
        parts.pop("lang", None)
    return parts


def shared_address(page: Page) -> str:
    """Give the whole address to copy: this page, this view, this language."""
    here = urlsplit(st.context.url or "")
    base = f"{here.scheme}://{here.netloc}{here.path or '/'}" if here.netloc else ""
    return f"{base}?{views.query(page.view, replace(page.default, language=''))}"


def choose(**changes: Any) -> None:
    """Change the view; call it from a callback only."""
    st.session_state["view"] = replace(st.session_state["view"], **changes)
    st.session_state["chosen"] = True


def chosen(field: str, key: str, convert: Callable[[Any], Any] = lambda value: value) -> None:
    """Take the value of a widget into the view; for `on_change`."""
    choose(**{field: convert(st.session_state[key])})


def seeded(key: str, value: Any) -> str:
    """Give a widget its value from the view before it is made, and its key back."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def symbol(name: str) -> str:
    """Give a Material symbol as Streamlit writes it; one that does not exist would stop the page, so it is a dot."""
    return f":material/{name if name in ALL_MATERIAL_ICONS else 'circle'}:"


def link(
    page: Page, name: str, label: str, *, icon: str = "", help_text: str = "", width: str = "content", **changes: Any
) -> None:
    """Place a link to a page that carries the view, with changes to it."""
    view = replace(page.view, **({"partner": "", "event": "", "city": "", "centre": page.view.centre} | changes))
    parts = address(view, page.default)
    if name == page.name:
        parts |= {FOLLOWED: ["1"]}
    st.page_link(
        page_file(name), label=plain(label), icon=symbol(icon) if icon else None, help=help_text or None,
        query_params=parts, width=width,  # type: ignore[arg-type]
    )  # fmt: skip


FOLLOWED = "followed"
"""Marks a link to the page we are on: Streamlit 1.67 runs the page with the new query and leaves the old address
standing in the browser, so `take_view` writes the address anew where it finds the mark. No address we show has it."""


def page_file(name: str) -> Path:
    """Give the file of a page."""
    return settings.installed("pages") / f"{name}.py"


def plain(text: str) -> str:
    r"""Escape everything that Markdown or Streamlit would read as markup, so that data is shown literally.

    `![x](http://…)` in a name must neither draw nor call a picture; `:material/x:` must stay text.
    """
    escaped = "".join(f"\\{letter}" if letter in MARKUP else letter for letter in " ".join(text.split()))
    return escaped.replace("://", ":\u2060//").replace("www.", "www\u2060.")


MARKUP = frozenset("\\`*_{}[]<>()#+-!|~$:@&.")


def coloured(sign: str, colour: str) -> str:
    """Give a coloured sign in Streamlit's own Markdown; both are ours, the colour (#rrggbb) from the code lists."""
    return f':color[{sign}]{{foreground="{colour}"}}'


def ink_on(colour: str) -> str:
    """Give the colour of words on a colour (#rrggbb), nearly black or white, whichever contrasts more (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return "#0E1621" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#FFFFFF"


def is_phone() -> bool:
    """Whether the reader seems to hold a phone: little room, and a drag must scroll the page, not a picture."""
    agent = st.context.headers.get("User-Agent") or ""
    return any(word in agent for word in ("Mobi", "Android", "iPhone"))


def place_map(
    page: Page, deck: Any, *, alt: str, key: str, height: int = 560, on_select: Callable[[], None] | None = None
) -> None:
    """Place a deck in its own container, so that nothing above it can make the browser build it anew."""
    with st.container(key=f"{key}_place"):
        st.pydeck_chart(deck, height=height, key=key, alt=alt, on_select=on_select or "ignore")


def place_figure(
    figure: Any, *, alt: str, key: str, height: int | str = "content", on_select: Callable[[], None] | None = None,
    config: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Place a plotly figure, without its toolbar and with shapes from this server."""
    standard = {"displayModeBar": False, "topojsonURL": shape_address("plotly/"), "scrollZoom": False}
    st.plotly_chart(
        figure, theme=None, key=key, alt=alt, height=height, on_select=on_select or "ignore",  # type: ignore[arg-type]
        config=standard | (config or {}), selection_mode="points",
    )  # fmt: skip


SHAPES_STAMP = "1"
"""Part of the address of map shapes; raised when they change, because browsers keep them for ever."""


def shape_address(name: str) -> str:
    """Give the address of a file of map shapes, below the base path this server answers at."""
    return f"{base_path()}{SHAPES_ROUTE}/{SHAPES_STAMP}/{name}"


def data_address(rows: object) -> str:
    """Keep rows for a deck and give the address they are fetched at."""
    return f"{base_path()}{PAYLOADS.address(rows)}"


def base_path() -> str:
    """Give the path this server answers below, without a slash at its end."""
    path = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{path}" if path else ""


def place_table(
    page: Page, rows: pd.DataFrame | Callable[[], pd.DataFrame], *, key: str, label: str, **options: Any
) -> None:
    """Place the rows behind a picture as a table that opens on demand; built only when it is open.

    `rows`, or what makes them when they are wanted, has headings in the reader's language; `options` go to
    `st.dataframe`.
    """
    drawer = st.expander(plain(label), key=f"{key}_drawer", on_change="rerun", icon=":material/table:")
    if drawer.open:
        drawer.dataframe(rows() if callable(rows) else rows, key=key, hide_index=True, alt=label, **options)


def button_label(text: str) -> str:
    """Give data as the label of a button in a table, which is drawn literally but for an icon at its start."""
    return f"\u2060{text}" if text.lstrip().startswith(":") else text


def reach_words(page: Page, strands: pd.DataFrame) -> str:
    """Say how many partners are shown and where: abroad in how many countries, and in the home country."""
    t, reach = page.t, summary.reach(strands)
    country = regions.country_name(page.edition.home_country, page.view.language)
    if not reach.abroad and not reach.at_home:
        return t("reach.none")
    if not reach.abroad:
        return t("reach.at_home", partners=t("reach.partners", count=reach.at_home), country=country)
    away = t(
        "reach.abroad",
        partners=t("reach.partners", count=reach.abroad),
        countries=t("reach.countries", count=reach.countries),
    )
    return t("reach.both", abroad=away, count=reach.at_home, country=country) if reach.at_home else away


def outside(title: str, address: str) -> str:
    """Give Markdown that leads to a page elsewhere; what is no web address is shown as text and leads nowhere."""
    safe, said = web_address(address), plain(title or address)
    if safe:
        return f"[{said}]({safe})"
    return f"{said} ({plain(address)})" if title and address else said


def nothing_matches(page: Page, sentence: str, count: Callable[[View], int]) -> None:
    """Say in words that nothing matches what is chosen, and offer to drop each filter that alone stands in the way.

    `count` says how many rows another view would show.
    """
    empty, ways = View(), 0
    chosen_words = " · ".join(summary.filter_words(page.edition, page.view, page.t))
    said = page.t("filter.nothing", sentence=sentence, words=chosen_words) if chosen_words else sentence
    st.info(plain(said), icon=":material/search_off:")
    with st.container(horizontal=True, gap="small", key="ways_out"):
        for names in (*((name,) for name in views.FILTERS if name not in BOTH_ENDS), BOTH_ENDS):
            held, none = ({name: getattr(view, name) for name in names} for view in (page.view, empty))
            found = count(replace(page.view, **none)) if held != none else 0
            if found:
                words = summary.filter_words(page.edition, replace(views.cleared(page.view), **held), page.t)
                label = page.t("filter.without", words=", ".join(words), count=found)
                st.button(plain(label), key=f"without_{names[0]}", on_click=choose, kwargs=none)
                ways += 1
        if views.is_filtered(page.view) and not ways:
            st.button(page.t("filter.clear_all"), key="clear_all", on_click=clear_filters)


BOTH_ENDS = ("year_from", "year_to")
"""Filters that are one to the reader, and are dropped together."""


def clear_filters() -> None:
    """Drop every filter; call it from a callback only."""
    choose(**{name: getattr(View(), name) for name in views.FILTERS})


def note(text: str) -> None:
    """Say something quietly; the text is ours, never data."""
    st.caption(text)


def downloads(page: Page) -> None:
    """Offer the rows that the view shows as files, each made only when somebody asks."""
    t, edition, view = page.t, page.edition, page.view
    stamp = f"{edition.digest[:8]}-{zlib.crc32(views.query(view).encode()):08x}"
    sheets = {name: shown(edition, view, name) for name in ("partnerships", "institutions", "events")}
    for name, rows in sheets.items():
        _download(t(f"share.csv_{name}", count=len(rows)), _csv_maker(rows), f"{name}-{stamp}.csv", "text/csv")
    _download(t("share.xlsx"), lambda: tables.xlsx(sheets), f"dashboard-{stamp}.xlsx", XLSX)
    published = records().record(edition.number).published_at
    others = {
        "ics": lambda: calendar.calendar(edition, views.events(edition, view), t, published),
        "geojson": lambda: geojson.geojson(edition, views.strands(edition, view), t),
        "kml": lambda: kml.kml(edition, views.strands(edition, view), t),
        "zip": lambda: package.package(edition, view, t, published),
    }
    for ending, made in others.items():
        _download(t(f"share.{ending}"), made, f"dashboard-{stamp}.{ending}", MEDIA[ending])


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = {
    "ics": "text/calendar", "geojson": "application/geo+json", "kml": "application/vnd.google-earth.kml+xml",
    "zip": "application/zip",
}  # fmt: skip


def _download(label: str, made: Callable[[], bytes], file: str, media: str) -> None:
    st.download_button(
        label, data=made, file_name=file, mime=media, key=f"download_{file.split('-')[0]}_{file.rpartition('.')[2]}",
        on_click="ignore", icon=":material/download:", type="tertiary",
    )  # fmt: skip


def _csv_maker(rows: pd.DataFrame) -> Callable[[], bytes]:
    return lambda: tables.csv(rows)


def _default(opened: Edition) -> View:
    """Give the view of an address that says nothing: the organisation's, in the language of the reader's browser."""
    offered = opened.settings.languages
    spoken = (st.context.locale or "").split("-")[0].casefold()
    language = spoken if spoken in offered else offered[0]
    wanted = views.from_address(opened.settings.default_view)
    return replace(views.known(wanted, opened), language=language)


def _differs(said: dict[str, list[str]], wanted: dict[str, list[str]]) -> bool:
    """Whether the address says other choices than wanted; parts that are not ours are left alone."""
    ours = {part: values for part, values in said.items() if part in views.PARAMETERS}
    return ours != wanted and any(ours.get(part) != wanted.get(part) for part in {*ours, *wanted})


def markdown_list(items: Iterable[str]) -> str:
    """Give items, already plain, as a Markdown list."""
    return "\n".join(f"- {item}" for item in items)
