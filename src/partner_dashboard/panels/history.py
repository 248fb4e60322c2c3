"""From the editions in the store to their list, to what each of them changed, and back to any of them."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from partner_dashboard import sheets, ui
from partner_dashboard.intake.change import Change
from partner_dashboard.panels import publishing
from partner_dashboard.schema import DATASETS
from partner_dashboard.store import EditionRecord
from partner_dashboard.ui import Page

WHEN = "YYYY-MM-DD HH:mm"

CELLS_SHOWN = 500
"""How many changed cells or rows one table sends to the browser; the command line says all of them."""

MOST_FOUND = 20
"""How many rows the search for a row offers."""


def title(page: Page) -> None:
    """Say how many editions there are."""
    page.title(page.t("history.title", count=len(ui.records().store.editions())))


def editions(page: Page) -> EditionRecord:
    """List all editions, the newest first, and give the one that is chosen."""
    t, held = page.t, ui.records().store.editions()
    rows = pd.DataFrame(
        [
            (record.number, record.published_at, t(f"history.kind_{record.kind}"), _who(page, record),
             _why(page, record), record.file_name, *_sums(record))
            for record in held
        ],
        columns=[t(f"history.{name}") for name in COLUMNS],
    )  # fmt: skip
    st.dataframe(
        rows, hide_index=True, key="history_editions", on_select="rerun", selection_mode="single-row",
        alt=t("history.list"), column_config={t("history.when"): st.column_config.DatetimeColumn(format=WHEN)},
    )  # fmt: skip
    ticked = st.session_state["history_editions"].selection.rows
    return held[ticked[0]] if ticked and ticked[0] < len(held) else held[0]


COLUMNS = ("number", "when", "kind", "author", "reason", "file", "added", "changed", "ended")


def sheet(page: Page, record: EditionRecord) -> None:
    """Say all about one edition, lead to the dashboard as it was, and offer its file and its state."""
    t, newest = page.t, ui.records().store.current()
    said = "history.edition_newest" if record.number == newest else "history.edition"
    st.subheader(t(said, number=record.number), anchor=False)
    st.caption(ui.plain(_told(page, record)))
    with st.container(horizontal=True, vertical_alignment="center"):
        ui.link(
            page, "overview", t("history.look"), icon="visibility",
            edition=None if record.number == newest else record.number,
        )  # fmt: skip
        if record.file_name:
            st.download_button(
                t("history.download"), data=_file(record.number), file_name=record.file_name, key="history_file",
                icon=":material/download:", on_click="ignore",
            )  # fmt: skip
        if record.number != newest:
            _offer_restoring(page, record.number, newest)
    publishing.say(page, "history")


def differences(page: Page, record: EditionRecord) -> None:
    """Compare the chosen edition with another, the one before it unless somebody chooses."""
    t, numbers = page.t, [held.number for held in ui.records().store.editions() if held.number != record.number]
    if not numbers:
        st.caption(t("history.only_one"))
        return
    before = max((number for number in numbers if number < record.number), default=numbers[-1])
    other = st.selectbox(
        t("history.compare"), numbers, index=numbers.index(before), key=f"history_compare_{record.number}",
        format_func=lambda number: t("history.edition", number=number), width=260,
    )  # fmt: skip
    first, second = sorted((other, record.number))
    changes = [change for change in ui.records().difference(first, second) if not change.is_empty]
    st.markdown(ui.plain(t("history.between", first=first, second=second)))
    if not changes:
        st.caption(t("history.no_difference"))
    for change in changes:
        _place_change(page, change)


def who_changed(page: Page) -> None:
    """Find a row by id or name, and say who changed it, when, why and how."""
    t = page.t
    st.subheader(t("history.row"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        dataset = st.selectbox(
            t("history.dataset"), [name for name, held in DATASETS.items() if held.key], key="history_dataset",
            format_func=lambda name: DATASETS[name].label(t.language), width=220,
        )  # fmt: skip
        text = st.text_input(t("history.search"), key="history_search", width=320)
        found = _rows_named(dataset, text)
        row_id = st.selectbox(t("history.found", count=len(found)), found, key="history_row") if found else ""
    if row_id:
        _place_versions(page, dataset, row_id)
    elif text:
        st.caption(t("history.nothing_found", text=ui.plain(text)))


def _who(page: Page, record: EditionRecord) -> str:
    """Say who published; the first filling is nobody's work."""
    return record.author or page.t("history.by_itself")


def _why(page: Page, record: EditionRecord) -> str:
    if record.kind == "seed":
        return page.t("history.why_seed")
    if record.restored_from:
        said = page.t("history.restored_from", number=record.restored_from)
        return f"{record.reason} ({said})" if record.reason else said
    return record.reason


def _sums(record: EditionRecord) -> tuple[int, int, int]:
    held = record.counts.values()
    return sum(c.added for c in held), sum(c.changed for c in held), sum(c.removed for c in held)


def _told(page: Page, record: EditionRecord) -> str:
    t = page.t
    day = t.date(record.published_at.date().isoformat())
    parts = [day, t(f"history.kind_{record.kind}"), _who(page, record), _why(page, record)]
    if record.file_name:
        parts.append(t("history.file_of", file=record.file_name, kilobytes=max(1, record.file_size // 1000)))
    totals = [
        t("history.total", dataset=DATASETS[name].label(t.language), count=counts.total)
        for name, counts in record.counts.items()
    ]
    return " · ".join(part for part in (*parts, *totals) if part)


def _file(number: int) -> Callable[[], bytes]:
    def content() -> bytes:
        upload = ui.records().store.upload(number)
        return upload.data if upload else b""

    return content


def _offer_restoring(page: Page, number: int, newest: int) -> None:
    t = page.t
    offer = st.popover(t("history.restore"), icon=":material/settings_backup_restore:", key=f"history_restore_{number}")

    def restore(author: str, reason: str) -> EditionRecord:
        return ui.records().restore(number, author=author, reason=reason, based_on=newest)

    with offer:
        st.markdown(t("history.restore_how", number=number))
        publishing.offer(page, restore, key="history", label=t("history.restore_now", number=number))


def _place_change(page: Page, change: Change) -> None:
    """Place one dataset's difference: rows that came, cells that changed, rows that ended."""
    t, language = page.t, page.view.language
    st.markdown(f"**{ui.plain(DATASETS[change.dataset].label(language))}**")
    cells = change.cells.head(CELLS_SHOWN)
    if len(cells):
        headings = [t(f"history.{name}") for name in ("row_id", "column", "old", "new")]
        rows = cells.assign(column=[sheets.heading(change.dataset, name, language) for name in cells["column"]])
        st.dataframe(rows.set_axis(headings, axis=1), hide_index=True, alt=t("history.changed"))
    for name, ids in (("added", list(change.added.iloc[:, 0])), ("ended", list(change.removed))):
        if ids:
            ui.place_table(
                page, pd.DataFrame({t("history.row_id"): ids[:CELLS_SHOWN]}), key=f"history_{change.dataset}_{name}",
                label=t(f"history.rows_{name}", count=len(ids)),
            )  # fmt: skip
    most = max(len(change.cells), len(change.added), len(change.removed))
    if most > CELLS_SHOWN:
        st.caption(t("history.not_all", count=CELLS_SHOWN))


def _rows_named(dataset: str, text: str) -> list[str]:
    """Give the ids of rows whose id or name holds a text, also of those that ended."""
    wanted = text.strip()
    return list(ui.records().store.rows_named(dataset, wanted, MOST_FOUND)) if wanted else []


def _place_versions(page: Page, dataset: str, row_id: str) -> None:
    """Place what each edition made of a row, cell by cell, the newest first."""
    t, language = page.t, page.view.language
    lines = [
        (
            version.edition, version.published_at, version.author, version.reason, t(f"history.what_{version.what}"),
            *((sheets.heading(dataset, cell.column, language), cell.old, cell.new) if cell else ("", "", "")),
        )
        for version in ui.records().store.row_history(dataset, row_id)
        for cell in (version.cells if version.what == "changed" else (None,))
    ]  # fmt: skip
    headings = ("number", "when", "author", "reason", "what", "column", "old", "new")
    st.dataframe(
        pd.DataFrame(lines, columns=[t(f"history.{name}") for name in headings]), hide_index=True,
        alt=t("history.versions", row=row_id),
    )  # fmt: skip
