"""From a change that was looked at to a new edition: who, why, one button; and when somebody else was faster."""

import getpass

import pandas as pd
import streamlit as st

from partner_dashboard import sheets, ui
from partner_dashboard.errors import DashboardError, EditionMovedError
from partner_dashboard.intake.collisions import collisions
from partner_dashboard.panels.upload import change, desk, steps
from partner_dashboard.panels.upload.desk import Desk
from partner_dashboard.schema import DATASETS
from partner_dashboard.store import EditionRecord
from partner_dashboard.ui import Page

AUTHOR = "author"
"""Who publishes, the same on every page for staff."""

SHOWN = 200
"""How many cells that both changed are sent to the browser."""

REASON, REFUSED = "upload_reason", "upload_not_published"


def done(page: Page) -> None:
    """Say what the last file became, and lead to where it can be seen, until the next file comes."""
    if desk.PUBLISHED not in st.session_state:
        return
    record, left_out, file = st.session_state[desk.PUBLISHED]
    t = page.t
    with st.container(border=True, key="upload_done"):
        st.subheader(f":material/task_alt: {t('upload.done', number=record.number)}", anchor=False)
        st.markdown(ui.plain(_counted(page, record)))
        if left_out:
            st.markdown(ui.plain(t("upload.done_without", count=left_out, file=file)))
        with st.container(horizontal=True):
            ui.link(page, "history", t("upload.to_history"), icon=ui.ICONS["history"])
            ui.link(page, "map", t("upload.to_map"), icon=ui.ICONS["map"])


def offer(page: Page, seen: Desk) -> None:
    """Ask who publishes and why, and publish at a click; or say what stands in the way."""
    t, proposal = page.t, seen.proposal
    is_behind = ui.records().store.current() > seen.based_on
    if proposal.is_empty and not is_behind:
        if proposal.has_answers:
            _offer_to_remember(page, seen)
        return
    state = "wrong" if is_behind else "publish"
    with steps.step("publish", f"**{t('upload.publish')}**", seen.dropped, state, is_open=True):
        if is_behind:
            _overtaken(page, seen)
        hindrances = change.hindrances(page, seen)
        if hindrances:
            st.warning(ui.plain(hindrances[0]), icon=":material/pan_tool:")
            st.markdown(ui.markdown_list(ui.plain(sentence) for sentence in hindrances[1:]))
        _sign(page)
        count = sum(len(held.added) + len(held.changed) + len(held.gone) for held in proposal.changes)
        is_asked = st.button(
            t("upload.publish_changes", count=count), key="upload_publish", type="primary", icon=":material/publish:",
            disabled=bool(hindrances) or is_behind,
        )  # fmt: skip
        if is_asked:
            with st.spinner(t("upload.publishing")):
                _publish(page, seen)
            st.rerun()
        if refused := st.session_state.pop(REFUSED, ""):
            st.error(ui.plain(refused), icon=":material/block:")


def _offer_to_remember(page: Page, seen: Desk) -> None:
    """Let the answers about a file be remembered that changes no row."""
    t = page.t
    if st.button(t("upload.remember"), key="upload_remember", icon=":material/bookmark_added:"):
        author = st.session_state.setdefault(AUTHOR, getpass.getuser())
        try:
            ui.records().remember(seen.proposal, author=author, reason=t("upload.remember_reason"))
        except DashboardError as problem:
            st.error(ui.plain(t.error(problem)), icon=":material/block:")
        else:
            st.success(t("upload.remembered"), icon=":material/bookmark_added:")


def _sign(page: Page) -> None:
    """Ask who publishes and why."""
    t = page.t
    st.session_state.setdefault(AUTHOR, getpass.getuser())
    why, who = st.columns([3, 1])
    why.text_input(t("publish.why"), key=REASON, placeholder=t("publish.why_example"), persist_state="session")
    who.text_input(t("publish.who"), key=ui.seeded("upload_who", st.session_state[AUTHOR]), on_change=_take_author)


def _take_author() -> None:
    st.session_state[AUTHOR] = st.session_state["upload_who"].strip()


def _overtaken(page: Page, seen: Desk) -> None:
    """Say what others published since this change was looked at, and where both changed the same."""
    records, t = ui.records(), page.t
    newest = records.store.current()
    st.markdown(f"**{t('upload.moved', number=newest)}** {t('upload.moved_help')}")
    since = [record for record in records.store.editions() if record.number > seen.based_on]
    st.markdown(ui.markdown_list(ui.plain(_told(page, record)) for record in since))
    both = _collisions(seen, newest)
    if len(both):
        st.markdown(t("upload.collisions", count=len(both)))
        st.dataframe(
            _collision_rows(page, both.head(SHOWN)), hide_index=True, alt=t("upload.collisions", count=len(both))
        )
    st.button(t("upload.look_again"), key="upload_look_again", type="primary", icon=":material/refresh:",
              on_click=desk.compare_with_newest)  # fmt: skip


def _collisions(seen: Desk, newest: int) -> pd.DataFrame:
    """Give the cells that this change and what was published meanwhile set to different values."""
    theirs = {held.dataset: held for held in ui.records().difference(seen.based_on, newest)}
    parts = [collisions(mine, theirs[mine.dataset]).assign(dataset=mine.dataset) for mine in seen.proposal.changes]
    return pd.concat(parts, ignore_index=True)


def _collision_rows(page: Page, both: pd.DataFrame) -> pd.DataFrame:
    t = page.t
    rows = list(both[["dataset", "row_id", "column", "theirs", "mine"]].itertuples(index=False, name=None))
    return pd.DataFrame(
        {
            t("upload.row_id"): both["row_id"],
            t("upload.column_changed"): [sheets.heading(held, column, t.language) for held, _, column, _, _ in rows],
            t("upload.theirs_now"): [_side(page, column, theirs) for _, _, column, theirs, _ in rows],
            t("upload.mine"): [_side(page, column, mine) for _, _, column, _, mine in rows],
        }
    )


def _side(page: Page, column: str, value: str) -> str:
    """Say what one side made of a cell, or, without a column, of the whole row."""
    return value if column else page.t(f"upload.row_{value}")


def _publish(page: Page, seen: Desk) -> None:
    """Publish in the run itself, not in a callback, so that the progress stands beside the button."""
    reason, author = st.session_state[REASON].strip(), st.session_state[AUTHOR]
    if not reason or not author:
        st.session_state[REFUSED] = page.t("publish.why_missing")
        return
    try:
        record = ui.records().publish(
            seen.proposal, author=author, reason=reason, based_on=seen.based_on, data=seen.dropped.data
        )
    except EditionMovedError:
        return  # the next run says who was faster, and what they changed
    except DashboardError as problem:
        st.session_state[REFUSED] = page.t.error(problem)
        return
    desk.clear()
    st.session_state[desk.PUBLISHED] = (record, seen.proposal.report.rows_left_out, seen.dropped.name)
    st.session_state.pop(REASON, None)


def _told(page: Page, record: EditionRecord) -> str:
    """Say who published an edition, when, why and what."""
    t = page.t
    when = f"{t.date(record.published_at.date().isoformat())}, {record.published_at:%H:%M} UTC"
    parts = (record.author, when, record.reason, _counted(page, record))
    return " · ".join((t("upload.edition", number=record.number), *(part for part in parts if part)))


def _counted(page: Page, record: EditionRecord) -> str:
    said = [
        change.counts_words(page, DATASETS[name].label(page.view.language), held.added, held.changed, held.removed)
        for name, held in record.counts.items()
        if held.added or held.changed or held.removed
    ]
    return "; ".join(said)
