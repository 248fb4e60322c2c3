"""From many rows in a table to a proposed change: cells written over, rows added at the end, rows taken out."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from partner_dashboard import names, ui
from partner_dashboard.intake import change as changes_of
from partner_dashboard.intake import forms
from partner_dashboard.intake.checking import Known
from partner_dashboard.intake.proposal import Choices, weigh
from partner_dashboard.panels.edit import proposed
from partner_dashboard.panels.edit.one import ESSENTIAL, said
from partner_dashboard.schema import Column, Dataset
from partner_dashboard.ui import Page

MOST_AT_ONCE = 500
"""How many rows the table takes; for more, a file is the better way."""


def table(page: Page, dataset: Dataset) -> None:
    """Show the rows that a text names as a table to write in, and what the change would do."""
    t, known = page.t, ui.known()
    rows: pd.DataFrame = getattr(known, dataset.name)
    text = st.text_input(
        t("edit.narrow"), key=f"edit_narrow_{dataset.name}", type="search", width=420, placeholder=t("edit.placeholder")
    )
    shown = _narrowed(rows, text)
    if len(shown) > MOST_AT_ONCE:
        st.caption(t("edit.too_many", count=MOST_AT_ONCE, all=len(shown)))
        shown = shown.head(MOST_AT_ONCE)
    columns = [dataset.column(name) for name in (*ESSENTIAL[dataset.name], "visibility")]
    before = _texts(shown, dataset, columns, known, t.language)
    after = st.data_editor(
        before, key=f"edit_many_{dataset.name}_{ui.records().store.current()}_{names.key(text)}", num_rows="dynamic",
        hide_index=True, column_config=_config(page, dataset, columns, known), height=460,
    )  # fmt: skip
    changed = _changed(before, after, dataset)
    removed = tuple(sorted({*before[dataset.key]} - {*after[dataset.key].fillna("")}))
    proposal = weigh(forms.as_table(changed, dataset), known, Choices(dataset=dataset.name, empties=True))
    removal = changes_of.removal(known, dataset, removed)
    changes = changes_of.joined((*proposal.changes, removal.change))
    proposed.show(
        page, dataset, (*proposal.problems, *removal.problems), changes, key=f"edit_many_{dataset.name}",
        quiet=changed.empty,
    )  # fmt: skip


def _narrowed(rows: pd.DataFrame, text: str) -> pd.DataFrame:
    wanted = names.key(text)
    if not wanted:
        return rows
    told = rows.select_dtypes("str").agg(" ".join, axis=1).map(names.key)
    return rows[told.str.contains(wanted, regex=False)]


def _texts(shown: pd.DataFrame, dataset: Dataset, columns: list[Column], known: Known, language: str) -> pd.DataFrame:
    """Give the rows as texts: the id, who they are in words, then the columns."""
    held = {column.name: shown[column.name].map(forms.written) for column in columns}
    who = [said(known, dataset, row, language) for _, row in shown.iterrows()]
    return pd.DataFrame({dataset.key: shown[dataset.key], "who": who} | held, dtype=str).reset_index(drop=True)


def _changed(before: pd.DataFrame, after: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Give the rows that are new or no longer what they were, in the columns of the dataset."""
    texts = after.drop(columns="who").fillna("").astype(str)
    old = before.drop(columns="who").reindex(after.index).fillna("")
    return texts[(texts != old).any(axis=1)]


def _config(page: Page, dataset: Dataset, columns: list[Column], known: Known) -> dict[str, Any]:
    language = page.view.language
    config: dict[str, Any] = {
        dataset.key: st.column_config.TextColumn(dataset.column(dataset.key).label(language), disabled=True),
        "who": st.column_config.TextColumn(page.t("edit.row_said"), disabled=True, pinned=True, width="medium"),
    }
    for column in columns:
        codes = known.codes.of(column.codes) if column.codes and not column.several else ()
        label, explained = column.label(language), column.help(language)
        config[column.name] = (
            st.column_config.SelectboxColumn(
                label, help=explained, options=["", *codes],
                format_func=partial(_word, known, column.codes, language),
            )
            if codes
            else st.column_config.TextColumn(label, help=explained)
        )  # fmt: skip
    return config


def _word(known: Known, name: str, language: str, code: str) -> str:
    return known.codes.label(name, code, language)
