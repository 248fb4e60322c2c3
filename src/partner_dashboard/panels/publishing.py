"""From a change that a person proposes to an edition: who, why, one button, and what came of it."""

import getpass
from collections.abc import Callable

import streamlit as st

from partner_dashboard import ui
from partner_dashboard.errors import DashboardError
from partner_dashboard.store import EditionRecord
from partner_dashboard.texts import Texts
from partner_dashboard.ui import Page

Publish = Callable[[str, str], EditionRecord]
"""Takes who publishes and why; gives the new edition or raises a DashboardError."""


def offer(page: Page, publish: Publish, *, key: str, label: str, after: Callable[[], None] = lambda: None) -> None:
    """Ask who publishes and why, and publish at a click; `after` tidies the page up once it is done."""
    t = page.t
    st.session_state.setdefault("author", getpass.getuser())
    why, who = st.columns([3, 1])
    why.text_input(t("publish.why"), key=f"{key}_why", placeholder=t("publish.why_example"))
    who.text_input(
        t("publish.who"), key=ui.seeded(f"{key}_who", st.session_state["author"]), on_change=_sign, args=(key,)
    )
    st.button(
        label, key=f"{key}_publish", type="primary", icon=":material/publish:", on_click=_publish,
        args=(t, publish, key, after),
    )  # fmt: skip


def say(page: Page, key: str) -> None:
    """Say what came of publishing, once."""
    said = st.session_state.pop(f"{key}_said", None)
    if said is None:
        return
    is_done, sentence = said
    with st.container(horizontal=True, vertical_alignment="center"):
        (st.success if is_done else st.error)(ui.plain(sentence), width="stretch")
        if is_done:
            ui.link(page, "history", page.t("page.history"), icon="history")


def _sign(key: str) -> None:
    st.session_state["author"] = st.session_state[f"{key}_who"].strip()


def _publish(t: Texts, publish: Publish, key: str, after: Callable[[], None]) -> None:
    reason, author = st.session_state[f"{key}_why"].strip(), st.session_state["author"]
    if not reason or not author:
        st.session_state[f"{key}_said"] = (False, t("publish.why_missing"))
        return
    try:
        record = publish(author, reason)
    except DashboardError as problem:
        st.session_state[f"{key}_said"] = (False, t.error(problem))
        return
    st.session_state[f"{key}_why"] = ""
    after()
    st.session_state[f"{key}_said"] = (True, t("publish.done", number=record.number))
