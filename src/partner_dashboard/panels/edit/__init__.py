"""From rows as they are to rows as they should be.

__init__.py  what to do, and with which rows
one.py       one row in a form, an old one or a new one
many.py      many rows in a table
joining.py   two institutions that are one
proposed.py  what is wrong with a proposed change, what it would do, and publishing it
"""

import streamlit as st

from partner_dashboard.schema import DATASETS, Dataset
from partner_dashboard.ui import Page

WAYS = ("one", "many", "join")
EDITED = ("partnerships", "institutions", "events")


def title(page: Page) -> None:
    """Say what the page is for."""
    page.title(page.t("edit.title"))


def way(page: Page) -> tuple[str, Dataset]:
    """Ask what to do, and with which rows; joining is for institutions."""
    t = page.t
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.segmented_control(
            t("edit.way"), WAYS, default="one", key="edit_way", required=True, label_visibility="collapsed",
            format_func=lambda name: t(f"edit.way_{name}"),
        )  # fmt: skip
        if chosen == "join":
            return "join", DATASETS["institutions"]
        name = st.segmented_control(
            t("edit.dataset"), EDITED, default=EDITED[0], key="edit_dataset", required=True,
            label_visibility="collapsed", format_func=lambda held: DATASETS[held].label(t.language),
        )  # fmt: skip
    return str(chosen), DATASETS[str(name)]
