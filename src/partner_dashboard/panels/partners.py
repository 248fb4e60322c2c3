"""From the shown relations to the directory of partners, and from one institution to its sheet."""

import re
from typing import Any

import pandas as pd
import streamlit as st

from partner_dashboard import maps, regions, sheets, summary, ui
from partner_dashboard import view as views
from partner_dashboard.editions import NOT_LIVING_STAGES, NOT_LIVING_STATUSES
from partner_dashboard.sheets import Partner
from partner_dashboard.ui import Page

TALLEST = 640
ROW = 35
"""Pixels of the directory at most, and of one of its rows."""

SMALL = 260
"""Pixels of a small map."""

EVENTS_SHOWN = 16
"""How many happenings a sheet tells before it leaves the rest to a table."""

NEIGHBOURS_SHOWN = 12

SOURCES_SHOWN = 10
"""How many sources a sheet lists before the rest is folded away."""

ROR = re.compile(r"(?:https://ror\.org/)?(0[a-z0-9]{8})")


# The directory


def title(page: Page, partners: pd.DataFrame) -> None:
    """Say how many partners are shown, how many of them at home and how many through networks only."""
    t, said = page.t, [page.t("partners.count", count=len(partners))]
    at_home = int((partners["country_code"] == page.edition.home_country).sum())
    fellows = int(partners["is_fellow"].sum())
    if at_home and page.edition.home_country:
        country = regions.country_name(page.edition.home_country, page.view.language)
        said.append(t("partners.at_home", count=at_home, country=country))
    if fellows:
        said.append(t("partners.fellows", count=fellows))
    page.title(", ".join(said))


def directory(page: Page, partners: pd.DataFrame) -> None:
    """Place the partners as a table; choosing one opens its sheet."""
    if partners.empty:
        ui.nothing_matches(page, page.t("partners.nothing"), lambda view: len(views.partners(page.edition, view)))
        return
    rows = _found_first(page, partners)
    st.caption(page.t("partners.how"))
    st.dataframe(
        _directory_rows(page, rows), hide_index=True, height=min(TALLEST, ROW * (len(rows) + 1) + 3),
        key="directory", on_select=_open_ticked, selection_mode="single-row",
        alt=page.t("partners.directory_alt", count=len(rows)), column_config=_directory_columns(page),
        placeholder=page.t("word.unknown"),
    )  # fmt: skip
    st.session_state["directory_ids"] = tuple(rows.index)


def _open_ticked() -> None:
    lines = st.session_state["directory"].selection.rows
    if lines:
        _open_line(lines[0])


def _open_clicked() -> None:
    _open_line(st.session_state["directory_name"].row)


def _open_line(line: int) -> None:
    ids = st.session_state.get("directory_ids", ())
    if line < len(ids):
        ui.choose(partner=ids[line])


def _found_first(page: Page, partners: pd.DataFrame) -> pd.DataFrame:
    """Put what the searched text names best first."""
    if not page.view.text:
        return partners
    found = [row_id for row_id in views.matching_institutions(page.edition, page.view.text) if row_id in partners.index]
    return partners.loc[[*found, *partners.index.difference(found, sort=False)]]


def _directory_rows(page: Page, rows: pd.DataFrame) -> pd.DataFrame:
    t, edition, language = page.t, page.edition, page.view.language
    top = {code: edition.regions.top_region(page.view.scheme, code) for code in rows["country_code"].unique()}
    region = {code: summary.region_label(edition, page.view.scheme, top[code], t) for code in top}
    homes = {home: summary.short_name(edition, home, language) for home in edition.homes}
    return pd.DataFrame(
        {
            "name": [ui.button_label(name) for name in summary.name(rows, language)],
            "city": summary.city(rows, language).replace("", None),
            "country": [regions.country_name(code, language) or None for code in rows["country_code"]],
            "region": rows["country_code"].map(region),
            "groups": [[page.label("type_group", code) for code in codes] for codes in rows["groups"]],
            "strands": rows["strands"],
            "living": rows["living"],
            "since": [sheets.sortable(text, t) if text else None for text in rows["since"]],
            "sign": rows["evidence_on"].dt.year.astype("Int64"),
            "homes": [", ".join(homes.get(home, home) for home in held) for held in rows["homes"]],
        }
    )


def _directory_columns(page: Page) -> dict[str, Any]:
    """Say how each column is drawn; badges wear the light theme's colours in both, on which white words can be read."""
    t, codes, column = page.t, page.edition.codes.of("type_group"), st.column_config
    living = t("filter.living_help", count=page.edition.settings.living_years)
    return {
        "name": column.ButtonColumn(
            t("partners.name"), type="tertiary", alignment="left", width=264, key="directory_name",
            on_click=_open_clicked,
        ),
        "city": column.TextColumn(t("partners.city")),
        "country": column.TextColumn(t("partners.country")),
        "region": column.TextColumn(t("partners.region")),
        "groups": column.MultiselectColumn(
            t("partners.groups"), options=[page.label("type_group", code) for code in codes],
            color=[page.edition.codes.colour("type_group", code, "light") for code in codes], width=200,
        ),
        "strands": column.NumberColumn(t("partners.strands"), help=t("partners.strands_help"), width=98),
        "living": column.NumberColumn(t("partners.living"), help=living, width=76),
        "since": column.TextColumn(t("partners.since"), help=t("partners.since_help"), width=92),
        "sign": column.NumberColumn(t("partners.sign"), help=t("partners.sign_help"), format="%d", width=108),
        "homes": column.TextColumn(t("partners.homes")),
    }  # fmt: skip


def beside(page: Page, strands: pd.DataFrame) -> None:
    """Offer the sheets of the home institutions, and name what stands for no single partner."""
    t = page.t
    nameless = int((strands["institution_id"] == "").sum())
    if nameless:
        st.caption(t("partners.nameless", count=nameless))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="homes"):
        st.caption(t("partners.at_our_side"), width="content")
        for home in page.edition.homes:
            name = summary.short_name(page.edition, home, page.view.language)
            ui.link(page, "partners", name, icon="home", partner=home)


# The sheet


def ways(page: Page, sheet: Partner) -> None:
    """Name the sheet, lead back to all partners, and onwards to the map."""
    t, institution_id = page.t, str(sheet.row["institution_id"])
    page.title(sheets.name_of(page.edition, institution_id, page.view.language))
    with st.container(horizontal=True, gap="small", key="sheet_ways"):
        ui.link(page, "partners", t("partners.back"), icon="arrow_back")
        ui.link(page, "dossier", t("dossier.open"), icon=ui.ICONS["dossier"], partner=institution_id)
        if pd.notna(sheet.row["latitude"]):
            ui.link(page, "map", t("partners.seen_from"), icon="travel_explore", centre=institution_id)
        for region in page.edition.regions.looked_after_by(institution_id):
            label = t("partners.its_region", region=region.label(page.view.language))
            ui.link(page, "map", label, icon="public", scheme=region.scheme, regions=(region.code,))
        if sheet.is_home:
            ui.link(page, "partners", t("partners.held_partners"), icon="account_balance", homes=(institution_id,))


def head(page: Page, sheet: Partner) -> None:
    """Say who it is and where, by what names, in how many relations, and when it last gave a sign of life."""
    with st.container(gap="xsmall"):
        st.subheader(ui.plain(_key_line(page, sheet)), anchor=False)
        st.markdown(ui.plain(_where(page, sheet)))
        st.markdown(f":small[{ui.plain(_names(page, sheet))}]")
        st.markdown(f":small[{_last_sign(page, sheet)}]")
        if views.is_filtered(page.view):
            st.caption(page.t("partners.unfiltered"))
        own = sheet.evidence[sheet.evidence["row_id"] == sheet.row["institution_id"]]
        for _, evidence in own.iterrows():
            _evidence(page, "institutions", sheet.row, evidence)


def _where(page: Page, sheet: Partner) -> str:
    row, language = sheet.row, page.view.language
    country = regions.country_name(row["country_code"], language) or page.t("partners.no_country")
    place = ", ".join(part for part in (sheets.own(row, "city", language), country) if part)
    return " · ".join((page.label("institution_kind", row["kind"]), place))


def _names(page: Page, sheet: Partner) -> str:
    """Give every other name, each once, former ones marked."""
    t, row = page.t, sheet.row
    shown = sheets.name_of(page.edition, str(row["institution_id"]), page.view.language)
    others = [row["name"], row["name_de"], row["name_local"], row["short_name"], *row["aliases"].split("|")]
    also = [name.strip() for name in dict.fromkeys(others) if name.strip() and name != shown]
    former = [name.strip() for name in row["former_names"].split("|") if name.strip()]
    said = [t("partners.also", names=" · ".join(also))] if also else []
    said += [t("partners.formerly", names=" · ".join(former))] if former else []
    return "  –  ".join(said) or t("partners.no_other_names")


def _key_line(page: Page, sheet: Partner) -> str:
    t = page.t
    if sheet.is_home:
        named = summary.partner_strands(sheet.held)["institution_id"].nunique()
        return t("partners.key_home", count=len(sheet.held), partners=t("partners.key_home_partners", count=named))
    if sheet.strands.empty:
        return t("partners.no_relation", events=t("partners.events", count=len(sheet.events)))
    since = t("partners.key_since", date=t.date(sheet.since)) if sheet.since else t("partners.key_undated")
    counted = t("partners.relations", count=len(sheet.strands)), t("partners.key_living", count=sheet.living)
    return ", ".join((*counted, since))


def _last_sign(page: Page, sheet: Partner) -> str:
    t, sign = page.t, sheet.last_sign
    if sheet.is_home or sheet.strands.empty:
        return t("partners.home_sign") if sheet.is_home else t("partners.not_partner")
    if sign is None:
        return t("partners.no_sign")
    names = {"event": sheets.name_of(page.edition, sign.row_id, page.view.language)} if sign.by == "event" else {}
    return t(f"partners.sign_{sign.by}", date=t.date(sign.when), **{key: ui.plain(name) for key, name in names.items()})


def relations(page: Page, sheet: Partner) -> None:
    """Place each relation as a card, gathered by type group."""
    t = page.t
    for group in summary.counts(sheet.strands, "group", page.edition.codes.of("type_group")):
        rows = sheet.strands[sheet.strands["group"] == group]
        if len(rows):
            icon = page.edition.codes.icon("type_group", group) or "label"
            st.subheader(f"{ui.symbol(icon)} {ui.plain(page.label('type_group', group))}", anchor=False)
        for _, strand in rows.iterrows():
            _card(page, sheet, strand)
    if sheet.is_home:
        _held(page, sheet)
    elif sheet.strands.empty:
        st.info(t("partners.visited_only"), icon=":material/info:")


def _held(page: Page, sheet: Partner) -> None:
    """Count what a home institution holds, by type group; each count leads to its partners."""
    t = page.t
    st.subheader(t("partners.held"), anchor=False)
    counts = summary.counts(sheet.held, "group", page.edition.codes.of("type_group"))
    for group, count in counts.items():
        icon = page.edition.codes.icon("type_group", group) or "label"
        label = t("partners.held_group", group=page.label("type_group", group), count=count)
        ui.link(page, "partners", label, icon=icon, homes=(sheet.row["institution_id"],), groups=(group,))


def _card(page: Page, sheet: Partner, strand: pd.Series) -> None:
    t, label = page.t, page.label
    about = sheet.evidence[sheet.evidence["row_id"] == strand["partnership_id"]]
    home = summary.short_name(page.edition, strand["home_institution"], page.view.language)
    icon = page.edition.codes.icon("partnership_type", strand["type"]) or "handshake"
    said = sheets.own(strand, "description", page.view.language)
    with st.container(border=True):
        st.markdown(
            f"{ui.symbol(icon)} **{ui.plain(label('partnership_type', strand['type']))}** · "
            f"{t('partners.with_home', home=ui.plain(home))} · {ui.plain(_life(page, strand))}\n\n{ui.plain(said)}"
        )
        st.table(_facts(page, strand), border="horizontal", alt=t("partners.facts_alt"))
        st.markdown(f":small[{_stage_and_source(page, strand)}]")
        for _, evidence in about.iterrows():
            _evidence(page, "partnerships", strand, evidence)


def _life(page: Page, strand: pd.Series) -> str:
    """Say whether a relation is living, and if not, why not."""
    t = page.t
    if strand["living"]:
        return t("partners.is_living")
    for column, none in (("stage", NOT_LIVING_STAGES), ("status", NOT_LIVING_STATUSES)):
        if strand[column] in none:
            return t("partners.not_living_as", reason=page.label(column, strand[column]))
    return t("partners.sign_too_old") if pd.notna(strand["evidence_on"]) else t("partners.without_sign")


def _stage_and_source(page: Page, strand: pd.Series) -> str:
    """Explain the rung a relation stands on, and name the source of the row."""
    stage = strand["stage"] or "unknown"
    explained = page.edition.codes.help("stage", stage, page.view.language)
    quoted = ui.plain(page.t("word.quoted", text=page.label("stage", stage)))
    said = f"{quoted}: {ui.plain(explained)}  \n" if explained else ""
    return said + page.t("partners.source", source=ui.outside(strand["source_title"], strand["source_url"]))


def _facts(page: Page, strand: pd.Series) -> dict[str, str]:
    """Give what a card says of a relation: heading to words, already plain; unknown is said."""
    t, edition = page.t, page.edition
    stage = strand["stage"] or "unknown"
    on_ladder = sheets.rung(stage)
    rung = [t("partners.rung", rung=on_ladder, rungs=len(sheets.LADDER))] if on_ladder else []
    end = [t.date(strand["end_date"])] if strand["end_date"] else []
    end += [page.label("end_rule", strand["end_rule"] or "not_stated")] if strand["end_rule"] or not end else []
    facts = {
        t("partners.stage"): " · ".join((f"**{ui.plain(page.label('stage', stage))}**", *rung)),
        t("partners.status"): ui.plain(page.label("status", strand["status"] or "unknown")),
        t("partners.start" if strand["is_promised"] else "partners.since"): ui.plain(start_words(page, strand)),
        t("partners.until"): ui.plain(" · ".join(end)),
    }
    for column in ("signatories", "cluster_or_unit", "fields", "agreement_type", "verified_on"):
        cell = sheets.own(strand, column, page.view.language) if column == "signatories" else strand[column]
        if cell:
            heading = sheets.heading("partnerships", column, page.view.language)
            facts[heading] = ui.plain(sheets.said(edition, "partnerships", column, cell, t))
    if strand["umbrella_id"] in edition.strands.index:
        above = edition.strands.loc[strand["umbrella_id"]]
        names = summary.name(edition.strands.loc[[strand["umbrella_id"]]], page.view.language).iloc[0]
        facts[t("partners.under")] = ui.plain(f"{page.label('partnership_type', above['type'])} · {names}")
    return facts


def start_words(page: Page, strand: pd.Series) -> str:
    """Say when a relation began, or for when it is promised, as exactly as the source does."""
    t = page.t
    if not strand["start_date"]:
        return t("partners.undated")
    if strand["is_promised"]:
        return promised_words(page, strand, strand["start_date"])
    words = t.date(strand["start_date"])
    precision = strand["time_start_precision"]
    if precision in ("month", "year", "decade"):
        words = t(f"partners.only_{precision}", date=words)
    if strand["signed_on"] and strand["signed_on"] != strand["start_date"]:
        words = f"{words} · {t('partners.signed', date=t.date(strand['signed_on']))}"
    return words


def promised_words(page: Page, strand: pd.Series, when: str) -> str:
    """Say for when something is promised; what is only promised has not happened."""
    how = "discussed_for" if strand["stage"] == "discussed" else "announced_for"
    return page.t(f"partners.{how}", date=page.t.date(when))


def _evidence(page: Page, dataset: str, row: pd.Series, evidence: pd.Series) -> None:
    """Show a further source beside what a row says; a contradiction stands out and shows both sides."""
    t, stance = page.t, evidence["stance"] or "general"
    states = ui.plain(sheets.own(evidence, "states", page.view.language))
    source = ui.outside(evidence["source_title"], evidence["source_url"])
    if stance != "contradicts":
        icon = page.edition.codes.icon("stance", stance) or "link"
        st.markdown(f":small[{ui.symbol(icon)} **{ui.plain(page.label('stance', stance))}**: {states} – {source}]")
        return
    column = evidence["column_name"]
    ours = sheets.said(page.edition, dataset, column, str(row.get(column, "")), t)
    heading = sheets.heading(dataset, column, page.view.language)
    with st.container(border=True):
        st.markdown(f":material/compare_arrows: **{t('partners.disagree', column=ui.plain(heading))}**")
        here, there = st.columns(2)
        here.markdown(f"{t('partners.row_says')}\n\n{ui.plain(ours)}")
        here.markdown(f":small[{ui.outside(row['source_title'], row['source_url'])}]")
        there.markdown(f"{t('partners.other_says')}\n\n{states}")
        there.markdown(f":small[{source}]")


def chronicle(page: Page, sheet: Partner) -> None:
    """Tell what happened, oldest first: relations and events with roles and outcomes, the undated at the end."""
    t = page.t
    rows = sheets.chronicle(sheet, page.edition)
    if rows.empty:
        return
    st.subheader(t("partners.chronicle"), anchor=False)
    shown = rows if len(rows) <= EVENTS_SHOWN else rows[rows["when"] != ""].tail(EVENTS_SHOWN)
    if len(shown) < len(rows):
        st.caption(t("partners.chronicle_cut", count=len(shown), all=len(rows)))
    undated = False
    for row in shown.itertuples():
        if not row.when and not undated:
            undated = True
            st.markdown(f"**{t('partners.undated_lane')}**")
        _happening(page, sheet, str(row.what), str(row.row_id), str(row.when))
    if len(shown) < len(rows):
        label = t("partners.chronicle_all", count=len(rows))
        ui.place_table(page, lambda: _chronicle_table(page, sheet, rows), key="chronicle", label=label)


def _happening(page: Page, sheet: Partner, what: str, row_id: str, when: str) -> None:
    t = page.t
    if what != "event":
        strand = sheet.strands.loc[row_id]
        icon = page.edition.codes.icon("partnership_type", strand["type"]) or "handshake"
        st.markdown(f":small[{ui.symbol(icon)} **{ui.plain(happening_words(page, what, strand, when))}**]")
        return
    day = _opening(t.date(when) if when else t("partners.undated"))
    event = sheet.events.loc[row_id]
    icon = page.edition.codes.icon("event_kind", event["kind"]) or "event"
    with st.container(gap=None):
        ui.link(page, "events", f"{day} · {sheets.own(event, 'title', page.view.language)}", icon=icon, event=row_id)
        st.markdown(f":small[{ui.plain(_said_of_event(page, event))}]")


def happening_words(page: Page, what: str, strand: pd.Series, when: str) -> str:
    """Say in one line what happened to a relation and when, or what is promised for when."""
    day = promised_words(page, strand, when) if strand["is_promised"] else page.t.date(when)
    return f"{_opening(day)} · {_said_of_strand(page, what, strand)}"


def _opening(words: str) -> str:
    """Write words as they stand at the beginning of a line."""
    return words[:1].upper() + words[1:]


def _said_of_strand(page: Page, what: str, strand: pd.Series) -> str:
    home = summary.short_name(page.edition, strand["home_institution"], page.view.language)
    return page.t(f"partners.happened_{what}", type=page.label("partnership_type", strand["type"]), home=home)


def _said_of_event(page: Page, event: pd.Series) -> str:
    """Say the role of the partner, what came of the event, and which rung that is."""
    t = page.t
    role = page.label("role", event["role"]) if event["role"] else t("partners.took_part")
    outcome = sheets.own(event, "outcome", page.view.language)
    if not outcome and not event["outcome_stage"]:
        return role
    reached = page.label("stage", event["outcome_stage"] or "unknown")
    return t("partners.role_and_outcome", role=role, stage=reached, outcome=outcome or t("word.unknown"))


def _chronicle_table(page: Page, sheet: Partner, rows: pd.DataFrame) -> pd.DataFrame:
    t = page.t
    said = [
        sheets.own(sheet.events.loc[row.row_id], "title", t.language) if row.what == "event"
        else _said_in_table(page, str(row.what), sheet.strands.loc[row.row_id])
        for row in rows.itertuples()
    ]  # fmt: skip
    days = [sheets.sortable(when, t) if when else t("word.unknown") for when in rows["when"]]
    return pd.DataFrame({t("partners.when"): days, t("partners.what"): said})


def _said_in_table(page: Page, what: str, strand: pd.Series) -> str:
    said = _said_of_strand(page, what, strand)
    return f"{said} – {page.label('stage', strand['stage'])}" if strand["is_promised"] else said


def small_map(page: Page, sheet: Partner) -> None:
    """Place a small map of the institution and its neighbours, in a container that is always there."""
    t, edition = page.t, page.edition
    institution_id = str(sheet.row["institution_id"])
    home = maps.home_colour(edition, page.theme)
    groups = list(summary.counts(sheet.strands, "group", edition.codes.of("type_group")))
    colour = home if sheet.is_home else page.colour(groups[0] if groups else "other")
    with st.container(key="small_map"):
        deck = maps.place_deck(
            edition, institution_id, list(sheet.neighbours.index), colour, t, page.theme, ui.data_address,
            ui.shape_address,
        )  # fmt: skip
        if deck is None:
            st.caption(t("partners.no_place"))
            return
        alt = t("partners.map_alt", place=_where(page, sheet), count=len(sheet.neighbours))
        ui.place_map(page, deck, alt=alt, key="where", height=SMALL)


def place(page: Page, sheet: Partner) -> None:
    """Say what else is at the same place, and what belongs together."""
    t, edition = page.t, page.edition
    if len(sheet.family):
        st.subheader(t("partners.family"), anchor=False)
        names = summary.name(sheet.family, page.view.language)
        for row_id, row in sheet.family.iterrows():
            label = t(f"partners.{row['tie']}", name=names[row_id])
            ui.link(page, "partners", label, icon="account_tree", partner=str(row_id))
    if sheet.neighbours.empty:
        return
    city = sheets.own(sheet.row, "city", page.view.language)
    heading = t("partners.neighbours", city=city) if city else t("partners.neighbours_nearby")
    st.subheader(ui.plain(heading), anchor=False)
    names = summary.name(sheet.neighbours, page.view.language)
    for row_id, row in sheet.neighbours.head(NEIGHBOURS_SHOWN).iterrows():
        far = _distance(page, row["distance_km"]) if pd.notna(row["distance_km"]) else ""
        label = " · ".join(part for part in (names[row_id], far) if part)
        icon = edition.codes.icon("institution_kind", row["kind"]) or "place"
        ui.link(page, "partners", label, icon=icon, partner=str(row_id))
    if len(sheet.neighbours) > NEIGHBOURS_SHOWN:
        st.caption(t("partners.more_neighbours", count=len(sheet.neighbours) - NEIGHBOURS_SHOWN))


def _distance(page: Page, km: float) -> str:
    return page.t("partners.distance", km=round(km)) if km >= 1 else page.t("partners.next_door")


def particulars(page: Page, sheet: Partner) -> None:
    """Place the identifiers and addresses of the institution."""
    t, row = page.t, sheet.row
    facts: dict[str, str] = {}
    if row["website"]:
        facts[t("partners.website")] = ui.outside(row["website"].removeprefix("https://").rstrip("/"), row["website"])
    ror = ROR.fullmatch(row["ror_id"].strip())
    if row["ror_id"]:
        facts["ROR"] = ui.outside(row["ror_id"], f"https://ror.org/{ror.group(1)}" if ror else "")
    if row["erasmus_code"]:
        facts["Erasmus"] = ui.plain(row["erasmus_code"])
    precision = row["place_precision"] if pd.notna(row["latitude"]) else ""
    facts[t("partners.place")] = ui.plain(page.label("place_precision", precision) if precision else t("word.unknown"))
    if row["place_method"] and precision:
        facts[t("partners.place")] += f" · {ui.plain(page.label('place_method', row['place_method']))}"
    facts[t("partners.key")] = ui.plain(row["institution_id"])
    st.table(facts, border="horizontal", alt=t("partners.particulars_alt"))


def sources(page: Page, sheet: Partner) -> None:
    """List every source the sheet rests on, each once."""
    rows = sheets.sources(sheet.row.to_frame().T, sheet.strands, sheet.evidence, sheet.events)
    st.subheader(page.t("partners.sources", count=len(rows)), anchor=False)
    listed = [f":small[{ui.outside(row.source_title, row.source_url)}]" for row in rows.itertuples()]
    st.markdown(ui.markdown_list(listed[:SOURCES_SHOWN]))
    rest = listed[SOURCES_SHOWN:]
    if rest:
        drawer = st.expander(page.t("partners.more_sources", count=len(rest)), key="more_sources", on_change="rerun")
        if drawer.open:
            drawer.markdown(ui.markdown_list(rest))
