"""From a proposal to what would be added, changed and ended, in numbers, cell by cell and on a small map."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from partner_dashboard import maps, sheets, summary, ui
from partner_dashboard.intake.change import Change, still_needed, words
from partner_dashboard.intake.in_use import REFERRING
from partner_dashboard.panels.upload import desk, steps
from partner_dashboard.panels.upload.desk import Desk
from partner_dashboard.problems import Problem
from partner_dashboard.schema import DATASETS
from partner_dashboard.ui import Page

MODES = ("add_and_change", "everything")

SHOWN = 500
"""How many rows or cells of a change are sent to the browser."""

NEEDED_NAMED = 5
"""How many rows that must not end are named."""

MAP_HEIGHT = 280


def proposed(page: Page, seen: Desk) -> None:
    """Say what would change, in which mode, dataset by dataset, with a map of what appears and vanishes."""
    proposal = seen.proposal
    state = "change" if not proposal.is_empty or proposal.report.has_errors else "settled"
    step = steps.step("change", _summary(page, seen), seen.dropped, state, is_open=not proposal.is_empty)
    with step:
        _mode(page, seen)
        for held in proposal.changes:
            if held.is_large_removal:
                _agree(page, held)
        if step.open:
            told, drawn = st.columns(2, gap="medium")
            with told:
                for held in proposal.changes:
                    _tables(page, seen, held)
            with drawn, st.container(key="upload_change_map"):
                _map(page, seen)


def _summary(page: Page, seen: Desk) -> str:
    """Say in one line what would change, or why nothing would; Markdown, in which data is plain."""
    t, proposal = page.t, seen.proposal
    if proposal.is_empty:
        return f"**{t('upload.nothing_changes' if len(proposal.checked.rows) else 'upload.nothing_usable')}**"
    said = "; ".join(words(held, t) for held in proposal.changes if not held.is_empty)
    return f"**{ui.plain(said)}**, {t('upload.unchanged', count=proposal.changes[-1].unchanged)}"


def hindrances(page: Page, seen: Desk) -> list[str]:
    """Say what must be settled before publishing; nothing where nothing must."""
    t, proposal = page.t, seen.proposal
    if proposal.choices.mode == "everything" and proposal.report.rows_left_out:
        return [t("upload.hindrance_stopped")]
    needed = _still_needed(seen)
    if needed:
        sentences = [sheets.problem_sentence(problem, proposal.dataset.name, t) for problem in needed[:NEEDED_NAMED]]
        return [t("upload.hindrance_needed", count=len(needed)), *sentences]
    if not all(_is_agreed(held) for held in proposal.changes if held.is_large_removal):
        return [t("upload.hindrance_removal")]
    return []


def _still_needed(seen: Desk) -> tuple[Problem, ...]:
    """Give the rows that would end although others point to them."""
    changes = [held for held in seen.proposal.changes if len(held.gone) and held.dataset in REFERRING]
    return still_needed(changes, seen.known) if changes else ()


def counts_words(page: Page, dataset: str, added: int, changed: int, removed: int) -> str:
    """Say how many rows of a dataset were added, changed and ended; what did not happen is not said."""
    counts = {"added": added, "changed": changed, "removed": removed}
    what = [page.t(f"upload.{name}", count=count) for name, count in counts.items() if count]
    return page.t("upload.counts", dataset=dataset, what=page.t.joined(what))


def _mode(page: Page, seen: Desk) -> None:
    t = page.t
    key = ui.seeded("upload_mode", desk.choices().mode)
    st.segmented_control(
        t("upload.mode"), MODES, key=key, required=True, on_change=lambda: desk.choose(mode=st.session_state[key]),
        format_func=lambda mode: t(f"upload.mode_{mode}"),
    )  # fmt: skip
    st.caption(t(f"upload.mode_{seen.proposal.choices.mode}_help"))
    empties = ui.seeded("upload_empties", desk.choices().empties)
    st.checkbox(t("upload.empties"), key=empties, help=t("upload.empties_help"),
                on_change=lambda: desk.choose(empties=st.session_state[empties]))  # fmt: skip


def _agree(page: Page, held: Change) -> None:
    """Ask again, with the numbers, where more than a tenth of the rows would end."""
    t, label = page.t, DATASETS[held.dataset].label(page.view.language)
    with st.container(border=True):
        said = t(
            "upload.large_removal", dataset=label, before=held.rows_before, after=held.rows_after, count=len(held.gone)
        )  # fmt: skip
        st.markdown(f":material/warning: **{ui.plain(said)}**")
        st.checkbox(t("upload.agree"), key=_agreement(held), persist_state="session")


def _agreement(held: Change) -> str:
    """Name the agreement to a removal by its numbers, so that another removal is asked about anew."""
    return f"upload_agree_{held.dataset}_{held.rows_before}_{len(held.gone)}"


def _is_agreed(held: Change) -> bool:
    return bool(st.session_state.get(_agreement(held)))


def _tables(page: Page, seen: Desk, held: Change) -> None:
    """Place what is added, changed and ended as tables that open on demand."""
    t = page.t
    tables: dict[str, tuple[int, Callable[[], pd.DataFrame]]] = {
        "added_rows": (len(held.added), lambda: _rows(page, seen, held, held.added)),
        "changed_cells": (len(held.cells), lambda: _cells(page, seen, held)),
        "removed_rows": (len(held.gone), lambda: _rows(page, seen, held, held.gone)),
    }
    for name, (count, made) in tables.items():
        if count:
            label = t("upload.counts", dataset=DATASETS[held.dataset].label(page.view.language),
                      what=t(f"upload.{name}", count=count))  # fmt: skip
            ui.place_table(page, made, key=f"upload_{name}_{held.dataset}", label=label)
            if count > SHOWN and st.session_state.get(f"upload_{name}_{held.dataset}_drawer"):
                st.caption(t("upload.more_rows", count=count - SHOWN))


def _rows(page: Page, seen: Desk, held: Change, rows: pd.DataFrame) -> pd.DataFrame:
    t, shown = page.t, rows.head(SHOWN)
    named = _named(page, seen, held.dataset, shown)
    return pd.DataFrame(
        {t("upload.name"): named["name"], t("upload.detail"): named["detail"], t("upload.row_id"): list(shown.index)}
    )


def _cells(page: Page, seen: Desk, held: Change) -> pd.DataFrame:
    t, shown, edition = page.t, held.cells.head(SHOWN), page.edition
    named = _named(page, seen, held.dataset, held.changed.loc[shown["row_id"]])
    said = [
        tuple(sheets.said(edition, held.dataset, column, cell, t) if cell else "" for cell in (old, new))
        for column, old, new in zip(shown["column"], shown["old"], shown["new"], strict=True)
    ]
    return pd.DataFrame(
        {
            t("upload.name"): list(named["name"]),
            t("upload.column_changed"): [sheets.heading(held.dataset, name, t.language) for name in shown["column"]],
            t("upload.from"): [old for old, _ in said],
            t("upload.to"): [new for _, new in said],
            t("upload.row_id"): list(shown["row_id"]),
        }
    )


def _named(page: Page, seen: Desk, dataset: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Say what rows are called: columns name and detail, in the order of the rows."""
    language = page.view.language
    if dataset == "partnerships":
        names = _institution_names(page, seen, rows["institution_id"])
        detail = [page.label("partnership_type", code) for code in rows["type"]]
        return pd.DataFrame({"name": names, "detail": detail})
    if dataset == "evidence":
        return pd.DataFrame({"name": list(rows["row_id"]), "detail": list(rows["states"])})
    kind = "institution_kind" if dataset == "institutions" else "event_kind"
    detail = [page.label(kind, code) for code in rows["kind"]]
    return pd.DataFrame({"name": list(summary.name(rows, language)), "detail": detail})


def _institution_names(page: Page, seen: Desk, ids: pd.Series) -> list[str]:
    known = _institutions(seen)
    rows = known[known["institution_id"].isin(ids)]
    named = dict(zip(rows["institution_id"], summary.name(rows, page.view.language), strict=True))
    return [str(named.get(one, one)) for one in ids]


def _institutions(seen: Desk) -> pd.DataFrame:
    """Give all institutions that a row may speak of: those that stand, and those that come with it."""
    new = [
        desk.places_of(seen, held.dataset, held.added)
        for held in seen.proposal.changes if held.dataset == "institutions" and not held.added.empty
    ]  # fmt: skip
    return pd.concat([seen.known.institutions, *new], ignore_index=True)


def _map(page: Page, seen: Desk) -> None:
    t, places = page.t, _places(page, seen)
    if places.empty:
        return
    known = places.dropna(subset=["latitude", "longitude"])
    appearing = int(known["appears"].sum())
    if known.empty:
        st.caption(t("upload.no_place"))
        return
    deck = maps.change_deck(known, page.theme, ui.data_address, ui.shape_address, narrow=ui.is_phone())
    alt = t("upload.map_alt", appearing=appearing, vanishing=len(known) - appearing)
    ui.place_map(page, deck, alt=alt, key="upload_map", height=MAP_HEIGHT)
    counts = {"appear": appearing, "vanish": len(known) - appearing}
    signs = zip(counts, "●○", maps.change_colours(page.theme), strict=True)
    said = [f"{ui.coloured(sign, colour)} {t(f'upload.{name}', count=counts[name])}"
            for name, sign, colour in signs if counts[name]]  # fmt: skip
    if len(places) > len(known):
        said.append(t("upload.unplaced", count=len(places) - len(known)))
    st.caption(" · ".join(said))


def _places(page: Page, seen: Desk) -> pd.DataFrame:
    """Give where something appears and vanishes, with latitude, longitude, name and whether it appears.

    Shape: one row for each institution or event; one that comes with a partnership, or with several, is one place.
    """
    parts = []
    for held in seen.proposal.changes:
        for rows, appears in ((held.added, True), (held.gone, False)):
            if len(rows) and held.dataset != "evidence":
                parts.append(_placed(page, seen, held.dataset, rows, appears=appears).assign(appears=appears))
    if not parts:
        return pd.DataFrame({"latitude": [], "appears": []})
    return pd.concat(parts, ignore_index=True).drop_duplicates(["who", "appears"], ignore_index=True)


def _placed(page: Page, seen: Desk, dataset: str, rows: pd.DataFrame, *, appears: bool) -> pd.DataFrame:
    if dataset != "partnerships":
        there = desk.places_of(seen, dataset, rows) if appears else rows
        named = there[["latitude", "longitude"]].assign(name=list(summary.name(there, page.view.language)))
        return named.assign(who=list(there.index))
    known = _institutions(seen)
    by_id = known.assign(shown=summary.name(known, page.view.language)).set_index("institution_id")
    there = by_id.reindex(rows["institution_id"])
    return pd.DataFrame(
        {
            "latitude": there["latitude"].to_numpy(), "longitude": there["longitude"].to_numpy(),
            "name": there["shown"].fillna("").to_numpy(), "who": there.index.to_numpy(),
        }
    )  # fmt: skip
