"""From a view to the map page: its title, its controls, its legend, the picture, and the one who is chosen."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from partner_dashboard import maps, regions, sheets, summary, ui
from partner_dashboard import view as views
from partner_dashboard.figures import atlas
from partner_dashboard.ui import Page
from partner_dashboard.view import View

HEIGHT = 540
"""Of the picture, in pixels: 60 % of a window of 900, so that the name of the chosen one shows beneath it."""

MOST_LISTED = 12
"""How many names a line lists before it says how many more there are."""


def standing(page: Page, strands: pd.DataFrame) -> pd.DataFrame:
    """Keep what stood in the year of the view, if one is chosen."""
    return strands if page.view.year is None else summary.in_year(strands, page.view.year)


def title(page: Page, strands: pd.DataFrame) -> None:
    """Say how many partners are shown and how far they reach, and in which year."""
    heading = ui.reach_words(page, strands)
    if page.view.year is not None:
        heading = page.t("map.title_in_year", title=heading, year=str(page.view.year))
    page.title(heading)


def aside(page: Page, strands: pd.DataFrame) -> None:
    """Say quietly what the number in the title holds and leaves out."""
    st.caption(ui.plain(" · ".join(_aside(page, strands))))


def _aside(page: Page, strands: pd.DataFrame) -> list[str]:
    t, rows = page.t, summary.partner_strands(strands)
    fellows = rows.groupby("institution_id")["is_fellow"].all()
    unplaced = rows.loc[rows["latitude"].isna(), "institution_id"].nunique()
    told = [t("map.relations", count=len(strands))]
    told += [t("map.fellows", count=int(fellows.sum()))] if fellows.any() else []
    if page.view.year is None:
        undated = int(strands["time_start_earliest"].isna().sum())
        told += [t("map.undated", count=undated)] if undated else []
    else:
        told.append(t("map.in_year_note"))
    named = int((strands["institution_id"] == "").sum())
    told += [f"{_whole(page)} {t('map.named', count=named)}"] if named else []
    told += [t("map.unplaced", count=unplaced)] if unplaced else []
    return [*told, t("map.borders")]


def controls(page: Page) -> None:
    """Place the one line that changes how the map is drawn; on a phone one button, so that the map comes first."""
    t, view = page.t, page.view
    year = t("map.whole") if view.year is None else t("map.as_of_year", year=str(view.year))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="map_controls"):
        if ui.is_phone():
            said = (t(f"map.map_{view.map}"), t(f"map.show_{_shown(view)}"), *(() if view.year is None else (year,)))
            _popover(page, "all", "layers", " · ".join(said), _all)
            return
        _ways(page)
        _popover(page, "colour", "palette", t(f"map.by_{view.colour}"), _colour)
        _popover(page, "centre", "my_location", t("map.from", place=_centre_name(page)), _centre)
        _popover(page, "year", "history", year, _year)


def _all(page: Page) -> None:
    for fill in (_ways, _colour, _centre, _year):
        fill(page)


def _shown(view: View) -> str:
    return view.show if view.show in _offered(view) else "points"


def _offered(view: View) -> tuple[str, ...]:
    return views.SHOWS if view.map == "flat" else views.SHOWS[:2]


def _ways(page: Page) -> None:
    """Offer the projections, and what is drawn on them."""
    t, view = page.t, page.view
    key = ui.seeded("map_map", view.map)
    st.segmented_control(
        t("map.map"), views.MAPS, key=key, required=True, label_visibility="collapsed", width="content", wrap=True,
        format_func=lambda code: t(f"map.map_{code}"), on_change=ui.chosen, args=("map", key),
    )  # fmt: skip
    key = ui.seeded("map_show", _shown(view))
    st.segmented_control(
        t("map.show"), _offered(view), key=key, required=True, label_visibility="collapsed", width="content", wrap=True,
        format_func=lambda code: t(f"map.show_{code}"), on_change=ui.chosen, args=("show", key),
    )  # fmt: skip


def _popover(page: Page, name: str, icon: str, label: str, fill: Callable[[Page], None]) -> None:
    popover = st.popover(ui.plain(label), icon=f":material/{icon}:", key=f"map_{name}_open", on_change="rerun")
    if popover.open:
        with popover:
            fill(page)


def _colour(page: Page) -> None:
    t = page.t
    key = ui.seeded("map_colour", page.view.colour)
    st.radio(
        t("map.colour"), views.COLOURS, key=key, format_func=lambda code: t(f"map.colour_{code}"),
        on_change=ui.chosen, args=("colour", key),
    )  # fmt: skip
    key = ui.seeded("map_detail", page.view.detail)
    st.toggle(t("map.detail"), key=key, help=t("map.detail_help"), on_change=ui.chosen, args=("detail", key))


def _centre(page: Page) -> None:
    edition, t = page.edition, page.t
    rows = edition.institutions[edition.institutions["latitude"].notna()]
    names = {str(one): name for one, name in summary.name(rows, page.view.language).items()}
    cities = summary.city(rows, page.view.language)
    homes = [home for home in edition.homes if home in names]
    others = sorted((one for one in names if one not in homes), key=lambda one: names[one].casefold())
    key = ui.seeded("map_centre", page.view.centre or maps.centre_id(edition, page.view) or None)
    st.selectbox(
        t("map.centre"), [*homes, *others], key=key, on_change=_take_centre, args=(key,),
        format_func=lambda one: ", ".join(part for part in (names[one], cities[one]) if part),
    )  # fmt: skip
    st.caption(t("map.centre_help"))
    if page.view.centre:
        st.button(
            t("map.centre_home"), icon=":material/home:", key="map_home", on_click=ui.choose, kwargs={"centre": ""}
        )


def _take_centre(key: str) -> None:
    ui.choose(centre=st.session_state[key] or "")


def _year(page: Page) -> None:
    t = page.t
    years = page.edition.strands["time_start_year"].dropna()
    last = page.edition.as_of.year
    first = min(int(years.min()), last - 1) if len(years) else last - 1
    key = ui.seeded("map_year", max(first, min(page.view.year or last, last)))
    st.slider(t("map.year"), first, last, key=key, format="%d", on_change=ui.chosen, args=("year", key))
    st.caption(t("map.year_help"))
    if page.view.year is not None:
        st.button(
            t("map.year_clear"), icon=":material/close:", key="map_all", on_click=ui.choose, kwargs={"year": None}
        )


def _centre_name(page: Page) -> str:
    one = maps.centre_id(page.edition, page.view)
    return (
        maps.literal(summary.short_name(page.edition, one, page.view.language), 24) if one else page.t("word.unknown")
    )


LEGEND_FILTERS = {"group": "groups", "stage": "stages", "region": "regions"}


def legend(page: Page) -> None:
    """Place what the colours mean, with counts of partners; choosing one narrows to it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="map_legend"):
        if page.view.show == "countries":
            _shades(page)
        elif page.view.show == "density" and page.view.map == "flat":
            tones = "".join(_swatch(tone) for tone in maps.SHADES[page.theme])
            st.markdown(f":small[{page.t('map.sparse')} {tones} {page.t('map.dense')}]")
        else:
            _colours(page)


def _colours(page: Page) -> None:
    field = LEGEND_FILTERS.get(page.view.colour)
    nothing: dict[str, Any] = {field: ()} if field else {}
    strands = standing(page, views.strands(page.edition, replace(page.view, **nothing)))
    rows = summary.partner_strands(strands)
    codes = maps.codes_of(page.edition, page.view, rows)
    counts = rows.groupby(codes)["institution_id"].nunique().to_dict()
    tones = maps.palette(page.edition, page.view, page.theme)
    held = getattr(page.view, field) if field else ()
    options = [code for code in tones if counts.get(code) or code in held]

    def label(code: str) -> str:
        return (
            f"{ui.coloured('●', tones[code])} {ui.plain(_code_name(page, code))} {page.t.number(counts.get(code, 0))}"
        )

    if not options:
        return
    if field is None:
        told = [page.t(f"map.partners_{page.view.colour}"), *(label(code) for code in options)]
        st.markdown(f":small[{GAP.join(told)}]")
        return
    st.caption(page.t(f"map.partners_{page.view.colour}"), width="content")
    key = ui.seeded("map_legend_choice", [code for code in held if code in options])
    st.pills(
        page.t(f"map.by_{page.view.colour}"), options, key=key, selection_mode="multi", label_visibility="collapsed",
        format_func=label, on_change=ui.chosen, args=(field, key, tuple),
    )  # fmt: skip


def _shades(page: Page) -> None:
    t = page.t
    strands = standing(page, views.strands(page.edition, page.view))
    rows = summary.countries(page.edition, strands)
    partners = rows.loc[(rows["partners"] > 0) & (rows.index != page.edition.home_country), "partners"]
    told = []
    for rank, least in enumerate(maps.SHADE_STEPS):
        following = maps.SHADE_STEPS[rank + 1] if rank + 1 < len(maps.SHADE_STEPS) else None
        count = int(((partners >= least) & (partners < (following or 10**9))).sum())
        words = (
            f"{least}+" if following is None else str(least) if following == least + 1 else f"{least}–{following - 1}"
        )
        if count:
            span = t("map.span", count=least, span=words)
            told.append(f"{_swatch(maps.SHADES[page.theme][rank])} {t('map.shade', span=span, count=count)}")
    if page.edition.home_country in rows.index:
        home = maps.home_shade(page.edition, page.theme)
        told.append(f"{_swatch(home)} {t('map.shade_home', count=int(rows.at[page.edition.home_country, 'partners']))}")
    named = maps.named_as_a_whole(page.edition, strands)
    if named:
        told.append(f"{_whole(page)} {t('map.shade_named', count=len(named))}")
    st.markdown(f":small[{GAP.join(told)}]")


GAP = "\u2003 "
"""Between the entries of a legend."""


def _whole(page: Page) -> str:
    """Give the mark of a country that is named as a whole: hatched, or outlined where plotly cannot hatch."""
    return "▢" if page.view.map == "equal" else "▨"


def _swatch(colour: str) -> str:
    """Give a coloured field, as a fill has it."""
    return f':color[\u2003]{{background="{colour}"}}'


def _code_name(page: Page, code: str) -> str:
    if page.view.colour == "region":
        return summary.region_label(page.edition, page.view.scheme, code, page.t)
    if page.view.colour == "age":
        return page.t(f"map.age_{code}")
    return page.label("stage" if page.view.colour == "stage" else "type_group", code)


def picture(page: Page, strands: pd.DataFrame) -> None:
    """Place the map, and beneath it what is not on it."""
    scene = maps.scene(page.edition, page.view, strands, page.t, page.theme)
    alt = _alt(page, standing(page, strands))
    place = st.container(key="map_picture")
    with place:
        if page.view.map == "equal":
            figure = atlas.world(
                scene.points, scene.areas, maps.PAPER[page.theme], page.theme, year=page.view.year, start=scene.start,
                home=scene.home_colour, counted=page.view.show == "countries", chosen=page.view.partner,
                always=maps.ALWAYS,
            )  # fmt: skip
            ui.place_figure(
                figure, alt=alt, key="atlas", height=HEIGHT, on_select=_choose_on_atlas, config={"scrollZoom": True}
            )
        else:
            deck = maps.world(scene, ui.data_address, ui.shape_address)
            ui.place_map(page, deck, alt=alt, key="world", height=HEIGHT, on_select=_choose)
    if not any(maps.shows(row, page.view.year) for row in scene.points) and not scene.areas:
        _nothing(page)


def _alt(page: Page, strands: pd.DataFrame) -> str:
    t, counts = page.t, summary.partner_strands(strands)
    reach = ui.reach_words(page, strands)
    most = counts[counts["is_abroad"]].groupby("country")["institution_id"].nunique().sort_values(ascending=False)
    if most.empty:
        return t("map.alt_plain", reach=reach)
    told = [f"{regions.country_name(str(code), t.language)} {t.number(int(count))}" for code, count in most[:3].items()]
    return t("map.alt", reach=reach, most=t.joined(told))


def _nothing(page: Page) -> None:
    t, view = page.t, page.view

    def count(other: View) -> int:
        return len(standing(page, views.strands(page.edition, other)))

    everything = len(page.edition.strands)
    ui.nothing_matches(page, t("map.nothing") if everything else t("map.empty"), count)
    if view.year is not None:
        st.button(
            t("map.year_clear"),
            icon=":material/close:",
            key="map_nothing_year",
            on_click=ui.choose,
            kwargs={"year": None},
        )


def _choose() -> None:
    """Take the point or country that was clicked. An emptied selection says nothing: redrawing empties it too."""
    picked = st.session_state["world"]["selection"]["objects"]
    for row in (row for rows in picked.values() for row in rows):
        _take(str(row.get("id") or ""), str((row.get("properties") or {}).get("code") or ""))


def _choose_on_atlas() -> None:
    for point in st.session_state["atlas"]["selection"]["points"]:
        _take(*(str(part or "") for part in [*(point.get("customdata") or []), "", ""][:2]))


def _take(partner: str, country: str) -> None:
    if partner:
        ui.choose(partner=partner)
    elif country:
        ui.choose(countries=(country,))


def chosen(page: Page, strands: pd.DataFrame) -> None:
    """Place a small sheet of the chosen partner, in a place that is always there."""
    place = st.container(key="map_chosen")
    if not page.view.partner:
        return
    one, edition, t = page.view.partner, page.edition, page.t
    rows = edition.strands[edition.strands["institution_id"] == one]
    institution = edition.institutions.loc[[one]]
    with place, st.container(border=True, key="map_sheet", gap="xsmall"):
        name = summary.name(institution, page.view.language).iloc[0]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(ui.plain(name), anchor=False)
            st.space("stretch")
            ui.link(page, "partners", t("map.open_sheet"), icon="account_balance", partner=one)
            ui.link(page, "dossier", t("dossier.open"), icon=ui.ICONS["dossier"], partner=one)
            if maps.centre_id(edition, page.view) != one and institution["latitude"].notna().all():
                st.button(
                    t("map.see_from"),
                    icon=":material/my_location:",
                    key="map_from",
                    on_click=ui.choose,
                    kwargs={"centre": one},
                )
            st.button(
                t("map.close"),
                icon=":material/close:",
                key="map_close",
                type="tertiary",
                on_click=ui.choose,
                kwargs={"partner": ""},
            )
        st.caption(ui.plain(" · ".join(facts(page, institution, rows))))
        st.markdown("  \n".join(_relation(page, row) for row in rows.to_dict("records")))
        _neighbours(page, one, strands)


def facts(page: Page, institution: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    """Say in short where a partner lies, since when it is one, its last sign of life, and how far it is."""
    t, country = page.t, str(institution["country_code"].iloc[0])
    city = summary.city(institution, page.view.language).iloc[0]
    told = [", ".join(part for part in (city, regions.country_name(country, t.language)) if part)]
    told.append(_since(page, rows))
    sign = sheets.last_sign(page.edition, rows, sheets.events_of(page.edition, str(institution.index[0])))
    told.append(t("map.sign", date=t.date(sign.when)) if sign else t("map.sign_unknown"))
    start = maps.centre(page.edition, page.view)
    if institution["latitude"].isna().any():
        told.append(t("map.not_placed"))
    elif start:
        far = sheets.distances_km(*start, institution["latitude"], institution["longitude"]).iloc[0]
        told.append(t("map.far", km=round(far), place=_centre_name(page)))
    return told


def _since(page: Page, rows: pd.DataFrame) -> str:
    """Say since when the first of these relations runs; where none has begun, for when the first is announced."""
    t, dated = page.t, rows.dropna(subset=["time_start_earliest"]).sort_values(["is_promised", "time_start_earliest"])
    if dated.empty:
        return t("map.since_unknown")
    first = dated.iloc[0]
    return t("map.promised" if first["is_promised"] else "map.since", date=t.date(first["start_date"]))


def _relation(page: Page, row: dict[Any, Any]) -> str:
    """Say one relation in a line of Markdown; every value is made plain."""
    t = page.t
    group = str(row["group"])
    told = [page.label("partnership_type", row["type"]), page.label("stage", row["stage"] or "unknown")]
    told.append(_since(page, pd.DataFrame([row])))
    told.append(t("map.held_by", home=summary.short_name(page.edition, row["home_institution"], page.view.language)))
    told += [page.label("cluster_or_unit", one) for one in row["clusters"]]
    return f"{ui.coloured('●', page.colour(group))} {ui.plain(' · '.join(told))}"


def _neighbours(page: Page, one: str, strands: pd.DataFrame) -> None:
    shown = set(summary.partner_strands(strands)["institution_id"])
    near = [str(other) for other in sheets.neighbours(page.edition, one).index if other in shown]
    if not near:
        return
    names = summary.name(page.edition.institutions.loc[near[:MOST_LISTED]], page.view.language)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="map_near"):
        st.caption(page.t("map.near"), width="content")
        for other, name in names.items():
            st.button(
                ui.plain(str(name)),
                key=f"map_near_{other}",
                type="tertiary",
                on_click=ui.choose,
                kwargs={"partner": other},
            )


def table(page: Page, strands: pd.DataFrame) -> None:
    """Place the same partners as rows, and name those that are not on the map."""
    rows = summary.partner_strands(strands)
    lost = rows.loc[rows["latitude"].isna(), "institution_id"].unique()
    count = rows["institution_id"].nunique()
    if not count:
        return
    ui.place_table(
        page, lambda: rows_of(page, strands), key="map_table", label=page.t("map.table", count=count),
        column_config=_columns(page),
    )  # fmt: skip
    if len(lost):
        names = summary.name(page.edition.institutions.loc[lost[:MOST_LISTED]], page.view.language)
        more = len(lost) - len(names)
        told = [str(name) for name in names] + ([page.t("map.more", count=more)] if more else [])
        st.caption(ui.plain(page.t("map.lost", count=len(lost), names=page.t.joined(told))))


def rows_of(page: Page, strands: pd.DataFrame) -> pd.DataFrame:
    """Give one row a partner with headings in the reader's language; unknown is said so, distances are numbers."""
    t, edition, language = page.t, page.edition, page.view.language
    rows = summary.partners(edition, strands)
    unknown = t("word.unknown")
    start = maps.centre(edition, page.view)
    place = summary.city(rows, language)
    region = rows["country_code"].map(lambda code: edition.regions.top_region(page.view.scheme, code))
    types = (
        summary.partner_strands(strands)
        .groupby("institution_id")["type"]
        .agg(lambda codes: tuple(dict.fromkeys(codes)))
    )
    source = rows["source_title"].where(rows["source_title"] != "", rows["source_url"])
    columns = {
        "name": summary.name(rows, language),
        "city": place.where(place != "", unknown),
        "country": rows["country_code"].map(lambda code: regions.country_name(code, language)),
        "region": region.map(lambda code: summary.region_label(edition, page.view.scheme, code, t)),
        "types": types.reindex(rows.index).map(
            lambda codes: ", ".join(page.label("partnership_type", one) for one in codes)
        ),
        "strands": rows["strands"],
        "living": rows["living"],
        "since": [sheets.sortable(since, t) for since in rows["since"]],
        "sign": _signs(page, strands).reindex(rows.index),
        "km": sheets.distances_km(*start, rows["latitude"], rows["longitude"]).round() if start else float("nan"),
        "source": source.where(source != "", unknown),
    }  # fmt: skip
    return pd.DataFrame(columns).rename(columns={name: _heading(page, name) for name in columns})


def _signs(page: Page, strands: pd.DataFrame) -> pd.Series:
    """Say the last sign of life of each partner, no more exactly than its source, in an order of time."""
    edition, t, found = page.edition, page.t, {}
    for one, own in summary.partner_strands(strands).groupby("institution_id"):
        sign = sheets.last_sign(edition, own, sheets.events_of(edition, str(one)))
        found[one] = sheets.sortable(sign.when, t) if sign else t("word.unknown")
    return pd.Series(found, dtype=object)


def _heading(page: Page, name: str) -> str:
    return page.t(f"map.column_{name}", place=_centre_name(page))


def _columns(page: Page) -> dict[str, Any]:
    return {
        _heading(page, "name"): st.column_config.TextColumn(pinned=True, width="large"),
        _heading(page, "km"): st.column_config.NumberColumn(format="localized"),
    }
