"""From a proposed change to what is wrong with it, what it would do, and publishing it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from partner_dashboard import sheets, ui
from partner_dashboard.intake import change as changes_of
from partner_dashboard.intake.change import Change
from partner_dashboard.panels import publishing
from partner_dashboard.problems import Problem
from partner_dashboard.schema import Dataset
from partner_dashboard.store import EditionRecord, Kind
from partner_dashboard.ui import Page

SHOWN = 200
"""How many changed cells are listed."""


def show(
    page: Page, dataset: Dataset, problems: Sequence[Problem], changes: Sequence[Change], *, key: str,
    kind: Kind = "form", quiet: bool = False,
) -> None:  # fmt: skip
    """Say what is wrong and what would change, and offer to publish it where nothing is wrong."""
    t = page.t
    publishing.say(page, key)
    wrong = [problem for problem in problems if problem.severity == "error"]
    changed = [change for change in changes if not change.is_empty]
    if not changed and (quiet or not wrong):
        st.caption(t("edit.nothing_changed"))
        return
    for problem in problems:
        if problem.severity != "info":
            place = st.error if problem.severity == "error" else st.warning
            place(ui.plain(sheets.problem_sentence(problem, dataset.name, t)))
    for change in changed:
        _place(page, change)
    if not wrong and changed:
        newest = ui.records().store.current()

        def publish(author: str, reason: str) -> EditionRecord:
            return ui.records().change(changed, kind, author=author, reason=reason, based_on=newest)

        publishing.offer(page, publish, key=key, label=t("edit.publish"))


def offer_removal(page: Page, dataset: Dataset, row_id: str) -> None:
    """Offer to end a row: it leaves the newest edition and stays in all earlier ones."""
    t = page.t
    key = f"edit_end_{dataset.name}"
    publishing.say(page, key)
    with st.popover(t("edit.remove"), icon=":material/delete:", key=f"{key}_offer"):
        st.markdown(t("edit.remove_how"))
        known, newest = ui.known(), ui.records().store.current()
        removal = changes_of.removal(known, dataset, (row_id,))
        in_use = removal.problems
        for problem in in_use:
            st.error(ui.plain(sheets.problem_sentence(problem, dataset.name, t)))

        def publish(author: str, reason: str) -> EditionRecord:
            return ui.records().change((removal.change,), "form", author=author, reason=reason, based_on=newest)

        if not in_use:
            publishing.offer(page, publish, key=key, label=t("edit.remove"))


def _place(page: Page, change: Change) -> None:
    t, language = page.t, page.view.language
    st.markdown(ui.plain(changes_of.words(change, t)))
    if len(change.cells):
        cells = change.cells.head(SHOWN)
        rows = cells.assign(column=[sheets.heading(change.dataset, name, language) for name in cells["column"]])
        rows = rows.set_axis([t(f"history.{name}") for name in ("row_id", "column", "old", "new")], axis=1)
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt=t("history.changed"))
