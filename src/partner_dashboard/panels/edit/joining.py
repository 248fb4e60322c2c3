"""From two institutions that are one to a proposed change: one stays, the other's id and names become its aliases."""

import pandas as pd
import streamlit as st

from partner_dashboard import sheets, ui
from partner_dashboard.intake.checking import Known
from partner_dashboard.intake.merging import merged
from partner_dashboard.panels.edit import proposed
from partner_dashboard.panels.edit.one import said
from partner_dashboard.schema import INSTITUTIONS
from partner_dashboard.ui import Page


def join(page: Page) -> None:
    """Ask which two are one, show them side by side, and what joining them would do."""
    t, known = page.t, ui.known()
    labels = {
        str(row["institution_id"]): said(known, INSTITUTIONS, row, t.language)
        for _, row in known.institutions.iterrows()
    }
    left, right = st.columns(2)
    keep = left.selectbox(
        t("edit.keep"),
        list(labels),
        index=None,
        key="edit_keep",
        format_func=labels.__getitem__,
        placeholder=t("edit.choose"),
    )
    others = [held for held in labels if held != keep]
    lose = right.selectbox(
        t("edit.lose"), others, index=None, key="edit_lose", format_func=labels.__getitem__,
        placeholder=t("edit.choose"),
    )  # fmt: skip
    if not keep or not lose:
        st.caption(t("edit.join_how"))
        return
    _beside(page, known, keep, lose)
    result = merged(known, keep, lose)
    proposed.show(page, INSTITUTIONS, result.problems, result.changes, key="edit_join", kind="merge")


def _beside(page: Page, known: Known, keep: str, lose: str) -> None:
    """Place the cells in which the two differ side by side."""
    t, rows = page.t, known.institutions.set_index("institution_id", drop=False)
    pairs = [
        (sheets.heading("institutions", name, t.language), str(rows.at[keep, name]), str(rows.at[lose, name]))
        for name in INSTITUTIONS.names
        if name in rows and str(rows.at[keep, name]) != str(rows.at[lose, name])
    ]
    headings = [t("history.column"), t("edit.keeps"), t("edit.loses")]
    st.dataframe(pd.DataFrame(pairs, columns=headings), hide_index=True, alt=t("edit.beside"))
