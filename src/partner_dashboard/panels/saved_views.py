"""From a view that somebody gave a name to a link that everybody of this installation finds again."""

import getpass
from collections.abc import Callable
from urllib.parse import parse_qs, urlencode

import streamlit as st

from partner_dashboard import ui
from partner_dashboard import view as views
from partner_dashboard.errors import DashboardError
from partner_dashboard.records import SavedView
from partner_dashboard.ui import Page

LONGEST_NAME = 80

NAME, REFUSED = "saved_view_name", "saved_view_refused"


def saved(page: Page) -> None:
    """List the saved views as links, each with a way to forget it, and offer to save this one."""
    t = page.t
    st.markdown(f"**{t('saved.title')}**")
    held = [one for one in ui.records().saved_views() if one.page in ui.PAGES]
    if not held:
        st.caption(t("saved.none"))
    for number, one in enumerate(held):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _place(page, one)
            st.button(
                t("saved.forget"), key=f"saved_view_forget_{number}", icon=":material/close:", type="tertiary",
                help=ui.plain(t("saved.forget_named", name=one.name)), on_click=_forget, args=(page, one),
            )  # fmt: skip
    if page.name in ui.PAGES:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.text_input(t("saved.name"), key=NAME, max_chars=LONGEST_NAME, placeholder=t("saved.example"))
            st.button(t("saved.save"), key="saved_view_save", icon=":material/bookmark_add:", on_click=_save,
                      args=(page,))  # fmt: skip
    if refused := st.session_state.pop(REFUSED, ""):
        st.caption(ui.plain(refused))


def _place(page: Page, one: SavedView) -> None:
    """Place a saved view as a link in the reader's language; codes that no list holds any more count for nothing."""
    parts = parse_qs(one.query, keep_blank_values=True)
    if one.page == page.name:
        parts[ui.FOLLOWED] = ["1"]
    st.page_link(
        ui.page_file(one.page), label=ui.plain(one.name), icon=ui.symbol(ui.ICONS[one.page]), query_params=parts,
        width="stretch",
    )  # fmt: skip


def _save(page: Page) -> None:
    name = " ".join(st.session_state[NAME].split())
    if not name:
        st.session_state[REFUSED] = page.t("saved.name_missing")
        return
    parts = views.to_address(page.view, page.default)
    parts.pop("lang", None)
    one = SavedView(name, page.name, urlencode(parts, doseq=True))
    _done(page, lambda: ui.records().save_view(one, _author()))
    st.session_state[NAME] = ""


def _forget(page: Page, one: SavedView) -> None:
    _done(page, lambda: ui.records().forget_view(one.name, _author()))


def _author() -> str:
    return str(st.session_state.get("author") or getpass.getuser())


def _done(page: Page, do: Callable[[], None]) -> None:
    """Do something in the store, and keep the sentence where it refuses."""
    try:
        do()
    except DashboardError as problem:
        st.session_state[REFUSED] = page.t.error(problem)
