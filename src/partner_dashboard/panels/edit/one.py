"""From one row, an old one or a new one, to a form, and from the form to a proposed change."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from partner_dashboard import names, regions, ui
from partner_dashboard.editions import split
from partner_dashboard.intake import forms
from partner_dashboard.intake.checking import Known
from partner_dashboard.intake.proposal import Choices, weigh
from partner_dashboard.panels.edit import proposed
from partner_dashboard.schema import LIST_SEPARATOR, Column, Dataset
from partner_dashboard.ui import Page

MOST_FOUND = 50
"""How many rows the search offers."""

MOST_OPTIONS = 3000
"""How many institutions a box offers by name; beyond, their id is typed."""

NEW = ""

KNOWN_BY = {
    "institutions": ("name", "name_de", "short_name", "aliases", "city"),
    "partnerships": ("institution_id", "type", "cluster_or_unit", "start_date"),
    "events": ("title", "title_de", "start_date"),
}
"""By what people know a row of a dataset."""

ESSENTIAL = {
    "institutions": ("name", "name_de", "short_name", "kind", "city", "country_code", "latitude", "longitude"),
    "partnerships": (
        "institution_id", "home_institution", "type", "stage", "status", "cluster_or_unit", "start_date", "end_date",
        "end_rule", "signed_on", "verified_on", "source_title",
    ),
    "events": (
        "title", "title_de", "kind", "start_date", "end_date", "city", "country_code", "institution_ids", "topics",
        "outcome", "outcome_stage", "source_title",
    ),
}  # fmt: skip
"""What stands in the form at once; the rest opens on demand."""

LONG = ("description", "description_de", "outcome", "outcome_de", "notes", "aliases", "former_names")


def form(page: Page, dataset: Dataset) -> None:
    """Find a row or begin a new one, show it as a form, and what its change would do."""
    known = ui.known()
    rows: pd.DataFrame = getattr(known, dataset.name)
    row_id = _chosen_row(page, dataset, rows, known)
    if row_id is None:
        st.caption(page.t("edit.find_first"))
        return
    row = _row(rows, dataset, row_id)
    cells = _fields(page, dataset, known, row, row_id)
    table = forms.as_table(pd.DataFrame([cells]), dataset)
    proposal = weigh(table, known, Choices(dataset=dataset.name, empties=True))
    if row_id != NEW:
        proposed.offer_removal(page, dataset, row_id)
    proposed.show(
        page, dataset, proposal.problems, proposal.changes, key=f"edit_one_{dataset.name}", quiet=row_id == NEW
    )


def said(known: Known, dataset: Dataset, row: pd.Series, language: str) -> str:
    """Say a row as people know it: «Universität Oslo · Netzwerk · 2016»."""
    if dataset.name == "partnerships":
        partner = _names(known, language).get(row["institution_id"], row["institution_id"])
        kind = known.codes.label("partnership_type", row["type"], language)
        return " · ".join(part for part in (partner, kind, row["cluster_or_unit"], row["start_date"]) if part)
    german, other = ("name_de", "name") if dataset.name == "institutions" else ("title_de", "title")
    name = (row[german] if language == "de" else "") or row[other]
    return " · ".join(part for part in (name, row["city"], row.get("start_date", "")) if part)


def _chosen_row(page: Page, dataset: Dataset, rows: pd.DataFrame, known: Known) -> str | None:
    """Offer to find a row or to begin a new one; None while nothing is chosen."""
    t, key = page.t, f"edit_row_{dataset.name}"
    begun = f"edit_begun_{dataset.name}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            t("edit.search"),
            key=f"edit_search_{dataset.name}",
            width=300,
            type="search",
            placeholder=t("edit.placeholder"),
        )
        found = _found(rows, dataset, known, text, t.language)
        labels = {str(row_id): said(known, dataset, row, t.language) for row_id, row in found.iterrows()}
        row_id = st.selectbox(
            t("edit.row", count=len(labels), all=len(rows)), list(labels), key=key, index=None,
            format_func=labels.__getitem__, placeholder=t("edit.choose"), on_change=_begin, args=(begun, False),
        )  # fmt: skip
        st.button(
            t("edit.new"), key=f"edit_new_{dataset.name}", icon=":material/add:", on_click=_begin, args=(begun, True)
        )
    return NEW if st.session_state.get(begun) else row_id


def _begin(key: str, is_new: bool) -> None:
    st.session_state[key] = is_new


def _found(rows: pd.DataFrame, dataset: Dataset, known: Known, text: str, language: str) -> pd.DataFrame:
    """Give the rows that a text names, indexed by id; without a text the first ones."""
    held = rows.set_index(dataset.key, drop=False)
    wanted = names.key(text)
    if wanted:
        told = held[[*KNOWN_BY[dataset.name], dataset.key]].agg(" ".join, axis=1)
        if dataset.name == "partnerships":
            told += " " + held["institution_id"].map(_names(known, language)).fillna("")
        held = held[told.map(names.key).str.contains(wanted, regex=False)]
    return held.head(MOST_FOUND)


def _names(known: Known, language: str) -> dict[str, str]:
    rows = known.institutions
    shown = rows["name_de"].where(rows["name_de"] != "", rows["name"]) if language == "de" else rows["name"]
    return dict(zip(rows["institution_id"], shown, strict=True))


def _row(rows: pd.DataFrame, dataset: Dataset, row_id: str) -> dict[str, str]:
    if row_id == NEW:
        return dict.fromkeys(dataset.names, "")
    row = rows.loc[rows[dataset.key] == row_id].iloc[0]
    return {name: forms.written(row[name]) for name in dataset.names}


def _fields(page: Page, dataset: Dataset, known: Known, row: dict[str, str], row_id: str) -> dict[str, str]:
    """Place a field for every column, the essential ones first, and give what stands in them."""
    cells = dict(row)
    essential = [dataset.column(name) for name in ESSENTIAL[dataset.name]]
    rest = [
        column
        for column in dataset.columns
        if column.name not in ESSENTIAL[dataset.name] and column.name != dataset.key
    ]
    for place, columns in ((st.container(), essential), (st.expander(page.t("edit.more")), rest)):
        with place:
            sides = st.columns(2)
            for number, column in enumerate(columns):
                with sides[number % 2]:
                    key = f"edit_{dataset.name}_{row_id}_{column.name}"
                    cells[column.name] = _field(page, column, known, row[column.name], key)
    return cells


def _field(page: Page, column: Column, known: Known, value: str, key: str) -> str:
    """Place the field of a column and give its text."""
    label = f"{column.label(page.view.language)}{' *' if column.required else ''}"
    explained = column.help(page.view.language)
    said = _options(page, column, known, value)
    if said is None:
        place: Callable[..., str] = st.text_area if column.name in LONG else st.text_input
        return place(label, value, key=key, help=explained).strip()
    if column.several:
        chosen = st.multiselect(
            label, list(said), [*split(value)], key=key, help=explained, format_func=said.__getitem__
        )
        return LIST_SEPARATOR.join(chosen)
    options = list(dict.fromkeys(["", value, *said]))
    return str(
        st.selectbox(
            label, options, options.index(value), key=key, help=explained,
            format_func=lambda held: said.get(held, held or page.t("edit.unknown")),
        )
    )  # fmt: skip


def _options(page: Page, column: Column, known: Known, value: str) -> dict[str, str] | None:
    """Give what a field offers, value to words; None where anything may be written."""
    language = page.view.language
    if column.kind == "country":
        codes = sorted(regions.country_codes(), key=lambda code: regions.country_name(code, language))
        return {code: regions.country_name(code, language) for code in codes}
    if column.codes:
        held = {code: known.codes.label(column.codes, code, language) for code in known.codes.of(column.codes)}
        return held | {code: code for code in split(value) if code not in held} if held else None
    if column.refers_to == "institutions" and not column.several and len(known.institutions) <= MOST_OPTIONS:
        return _names(known, language)
    return None
