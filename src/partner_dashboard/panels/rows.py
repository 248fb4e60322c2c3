"""From the ids behind a number to a table of their rows, each of which leads to its sheet."""

from collections.abc import Sequence
from typing import Literal

import pandas as pd
import streamlit as st

from partner_dashboard import sheets, ui
from partner_dashboard.ui import Page


def place(page: Page, name: str, ids: Sequence[str], alt: str, *, width: int | Literal["stretch"] = "stretch") -> None:
    """Place the rows behind a figure; choosing one opens the sheet that tells of it.

    `name` tells the tables of a page apart; `open_chosen` must run in the page before its tables.
    """
    t, rows = page.t, sheets.named_rows(page.edition, ids, page.t)
    key = f"rows_{name}"
    shown = pd.DataFrame(
        {
            t("about.row"): rows["name"],
            t("about.detail"): rows["detail"],
            t("about.when"): [sheets.sortable(text, t) if text else t("word.unknown") for text in rows["when"]],
            t("about.source"): rows["source"],
        }
    )
    st.dataframe(
        shown,
        hide_index=True,
        key=key,
        on_select=lambda: _choose_row(key),
        selection_mode="single-row",
        alt=alt,
        width=width,
    )
    st.session_state[f"{key}_sheets"] = tuple(zip(rows["page"], rows["sheet_id"], strict=True))


def open_chosen() -> None:
    """Go to the sheet that a callback asked for; only a run may change the page, and the next one says the address."""
    name, sheet_id = st.session_state.pop("sheet_to_open", ("", ""))
    if sheet_id:
        ui.choose(**({"partner": "", "event": "", "city": ""} | {OPENS[name]: sheet_id}))
        st.switch_page(ui.page_file(name))


OPENS = {"partners": "partner", "events": "event"}
"""Which choice of the view opens a sheet of a page."""


def _choose_row(key: str) -> None:
    lines, held = st.session_state[key].selection.rows, st.session_state[f"{key}_sheets"]
    if lines and lines[0] < len(held):
        st.session_state["sheet_to_open"] = held[lines[0]]
