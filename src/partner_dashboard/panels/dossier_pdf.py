"""From a dossier to its printed document, set in the background while the reader reads on."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from partner_dashboard import dossier as dossiers
from partner_dashboard import names, ui, view
from partner_dashboard.dossier import Dossier
from partner_dashboard.errors import DashboardError
from partner_dashboard.ui import Page

LOOK_AGAIN = 0.4
"""Seconds between two looks at a document in the making."""

JOB = "dossier_pdf"


@dataclass(slots=True)
class Job:
    """A document in the making: of which dossier, how far it is, and what comes of it."""

    key: tuple[str, str]
    share: float = 0.0
    made: Future[bytes] = field(default_factory=Future)

    def tell(self, share: float) -> None:
        """Note how far it is."""
        self.share = share


@st.cache_resource(show_spinner=False)
def _setters() -> ThreadPoolExecutor:
    """Give the two threads that set documents for all readers; more would only wait for each other."""
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="dossier")


def offer(page: Page, held: Dossier) -> None:
    """Offer the document: a button, then how far it is, then the file."""
    key = (page.edition.digest, view.query(page.view))
    job = st.session_state.get(JOB)
    if not isinstance(job, Job) or job.key != key:
        st.button(
            page.t("dossier.pdf"), icon=":material/picture_as_pdf:", key="make_pdf", help=page.t("dossier.pdf_help"),
            on_click=_begin, args=(page, held, key),
        )  # fmt: skip
        return
    in_the_making = None if job.made.done() else LOOK_AGAIN
    watched: Callable[..., Any] = st.fragment(_watched, run_every=in_the_making)
    watched(page, held, job)


def _begin(page: Page, held: Dossier, key: tuple[str, str]) -> None:
    job = Job(key)
    address = ui.shared_address(page)
    job.made = _setters().submit(_made, page, held, address, job.tell)
    st.session_state[JOB] = job


def _made(page: Page, held: Dossier, address: str, tell: Callable[[float], None]) -> bytes:
    from partner_dashboard.exports.dossier import document

    return document(page.edition, held, page.t, address, tell)


def _watched(page: Page, held: Dossier, job: Job) -> None:
    """Say how far the document is; once it is there, the whole page is run again and shows the file."""
    if not job.made.done():
        st.progress(job.share, page.t("dossier.pdf_working"), width=260)
        st.session_state["pdf_watched"] = True
        return
    if st.session_state.pop("pdf_watched", False):
        st.rerun()
    problem = job.made.exception()
    if isinstance(problem, DashboardError):
        st.error(ui.plain(page.t.error(problem)))
        return
    st.download_button(
        page.t("dossier.pdf_ready"), data=job.made.result(), file_name=file_name(page, held), mime="application/pdf",
        key="save_pdf", on_click="ignore", icon=":material/download:", type="primary",
    )  # fmt: skip


def file_name(page: Page, held: Dossier) -> str:
    """Give the file a name that says the subject and the edition, in letters that every system takes."""
    said = names.key(dossiers.name(page.edition, page.view, held.subject, page.t)).replace(" ", "-")[:60].strip("-")
    return "-".join(part for part in (page.t("dossier.pdf_file"), said, page.edition.digest[:8]) if part) + ".pdf"
