"""From what is wrong in a file to cells that are mended in place, or in a workbook with the wrong cells marked."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from partner_dashboard import sheets, ui
from partner_dashboard.panels.upload import desk, mending, steps
from partner_dashboard.panels.upload.columns import column_label
from partner_dashboard.panels.upload.desk import Desk
from partner_dashboard.panels.upload.file import XLSX, uploader
from partner_dashboard.panels.upload.mending import Cell, Found
from partner_dashboard.problems import Problem, Severity
from partner_dashboard.ui import Page

WEIGHTS: tuple[Severity, ...] = ("error", "warning", "info")
SYMBOLS = {"error": "block", "warning": "warning", "info": "info"}

SHOWN = 200
"""How many problems of a kind are sent to the browser; whoever mends these sees the next."""

NAMING = ("partner_name", "institution_id", "name", "title", "row_id")
"""Columns that say which row it is, the best first."""

Kind = tuple[Severity, str]
"""The weight and code of problems."""


def account(page: Page, seen: Desk) -> None:
    """Say that every row of the file is either used or listed; inside, wrong cells are mended where they stand."""
    t, proposal = page.t, seen.proposal
    has_errors = proposal.report.has_errors
    state = "wrong" if has_errors else "settled"
    is_open = has_errors or bool(desk.choices().cells)
    step = steps.step("rows", _sum(page, seen), seen.dropped, state, is_open=is_open)
    if not proposal.problems and not desk.choices().cells:
        return
    with step:
        st.caption(t("upload.mending_help" if proposal.problems else "upload.no_problems"))
        if step.open:
            if proposal.problems:
                _place_problems(page, seen)
            _mended(page, seen)
            if has_errors:
                _elsewhere(page, seen)


def _sum(page: Page, seen: Desk) -> str:
    """Say how the rows of the file add up."""
    t, proposal = page.t, seen.proposal
    read, used, listed = proposal.table.rows_read, len(proposal.checked.rows), proposal.report.rows_left_out
    said = t("upload.sum", count=read, used=used, listed=listed) if listed else t("upload.sum_clean", count=read)
    counts = proposal.report.counts()
    others = [t(f"upload.{weight}", count=counts[weight]) for weight in ("warning", "info") if counts[weight]]
    return ", ".join((f"**{said}**", *others))


def _place_problems(page: Page, seen: Desk) -> None:
    """Place the problems of one kind, the gravest at first, with what may mend them all at once."""
    t, proposal = page.t, seen.proposal
    kind, found = _chosen(page, seen, _by_kind(seen))
    st.markdown(ui.plain(sheets.problem_sentence(found[0].problem, proposal.dataset.name, t)))
    _offer_remedies(page, seen, kind, found)
    here = [held for held in found if held.cell]
    if here:
        _place_cells(page, seen, kind, here[:SHOWN])
    only_there = [held.problem for held in found if not held.cell]
    if only_there:
        _place_lines(page, seen, only_there[:SHOWN])
    hidden = max(0, len(here) - SHOWN) + max(0, len(only_there) - SHOWN)
    if hidden:
        st.caption(t("upload.more_problems", count=hidden))


def _by_kind(seen: Desk) -> dict[Kind, list[Found]]:
    """Gather problems by weight and code, the gravest and most frequent first, each with the cell to mend it in."""
    proposal = seen.proposal
    kinds: dict[Kind, list[Found]] = {}
    for found in mending.located(proposal.problems, proposal.headings, proposal.table.rows):
        kinds.setdefault((found.problem.severity, found.problem.code), []).append(found)
    order = sorted(kinds, key=lambda kind: (WEIGHTS.index(kind[0]), -len(kinds[kind])))
    return {kind: kinds[kind] for kind in order}


def _chosen(page: Page, seen: Desk, kinds: Mapping[Kind, Sequence[Found]]) -> tuple[Kind, Sequence[Found]]:
    """Let the reader choose a kind of problem, and a column where it has several."""
    t, options = page.t, list(kinds)
    if st.session_state.get("upload_kind") not in options:
        st.session_state["upload_kind"] = options[0]
    with st.container(horizontal=True, vertical_alignment="center", key="upload_kinds"):
        kind: Kind = st.pills(  # type: ignore[assignment]  # one is always chosen
            t("upload.kind"), options, key="upload_kind", label_visibility="collapsed", required=True,
            persist_state="session", wrap=True,
            format_func=lambda one: f":material/{SYMBOLS[one[0]]}: {t(f'kind.{one[1]}')} · {t.number(len(kinds[one]))}",
        )  # fmt: skip
        column = _chosen_column(page, seen, kinds[kind])
    return kind, [held for held in kinds[kind] if column in ("", held.problem.column)]


def _chosen_column(page: Page, seen: Desk, found: Sequence[Found]) -> str:
    columns = list(dict.fromkeys(held.problem.column for held in found))
    if len(columns) < 2:
        return ""
    chosen: str = st.selectbox(
        page.t("upload.column"), ["", *columns], key="upload_column", label_visibility="collapsed", width=220,
        format_func=lambda name: column_label(page, seen, name) if name else page.t("upload.any_column"),
        persist_state="session",
    )  # fmt: skip
    return chosen


def _offer_remedies(page: Page, seen: Desk, kind: Kind, found: Sequence[Found]) -> None:
    """Offer to mend all problems of a kind at once, where somebody knows how."""
    t, rows = page.t, seen.proposal.table.rows
    offers = {f"order_{order}": mending.ordered(found, rows, order) for order in mending.ORDERS}
    offers["take_remedies"] = mending.remedies(found, rows)
    with st.container(horizontal=True):
        for name, cells in offers.items():
            if cells:
                st.button(
                    t(f"upload.{name}", count=len(cells)), key=f"upload_{name}_{'_'.join(kind)}",
                    icon=":material/auto_fix_high:", on_click=_take_remedies, args=(cells,),
                )  # fmt: skip


def _place_cells(page: Page, seen: Desk, kind: Kind, found: Sequence[Found]) -> None:
    """Place the wrong cells as a table in which they can be mended."""
    t, key = page.t, f"upload_mend_{'_'.join(kind)}_{desk.version(seen)}"
    st.data_editor(
        _cell_rows(page, seen, found), key=key, hide_index=True, disabled=["line", "row", "column", "perhaps"],
        on_change=_take_cells, args=(key, tuple(held.cell for held in found)), column_config=_cell_columns(page),
        alt=t(f"kind.{kind[1]}"), placeholder="",
    )  # fmt: skip


def _cell_rows(page: Page, seen: Desk, found: Sequence[Found]) -> pd.DataFrame:
    """Give one row a problem, indexed by place and cell: what was typed must never slide to another cell."""
    rows = seen.proposal.table.rows
    naming = mending.naming(seen.proposal.headings, NAMING)
    problems = [held.problem for held in found]
    perhaps = [_remedy_words(page, seen, problem) for problem in problems]
    shown = pd.DataFrame(
        {
            "line": [problem.line for problem in problems],
            "row": [str(rows.at[problem.line, naming]) if naming is not None else "" for problem in problems],
            "column": [column_label(page, seen, problem.column) for problem in problems],
            "cell": [str(rows.at[held.cell]) for held in found if held.cell],
            "perhaps": perhaps,
        },
        index=[f"{place} {held.cell}" for place, held in enumerate(found)],
    )
    return shown if any(perhaps) else shown.drop(columns="perhaps")


def _remedy_words(page: Page, seen: Desk, problem: Problem) -> str:
    """Say what could stand in a cell instead: codes and institutions by their names."""
    if problem.code in ("unknown_institution", "unsure_institution"):
        return sheets.name_of(page.edition, problem.remedy, page.view.language)
    dataset = seen.proposal.dataset
    codes = dataset.column(problem.column).codes if problem.column in dataset.names else ""
    return page.label(codes, problem.remedy) if codes else problem.remedy


def _cell_columns(page: Page) -> dict[str, Any]:
    t, column = page.t, st.column_config
    return {
        "line": column.NumberColumn(t("upload.line"), width=70, format="%d"),
        "row": column.TextColumn(t("upload.row")),
        "column": column.TextColumn(t("upload.column")),
        "cell": column.TextColumn(t("upload.cell")),
        "perhaps": column.TextColumn(t("upload.perhaps")),
    }


def _place_lines(page: Page, seen: Desk, problems: Sequence[Problem]) -> None:
    """Place problems that only the file can mend."""
    t, dataset = page.t, seen.proposal.dataset.name
    st.caption(t("upload.only_in_file"))
    rows = pd.DataFrame(
        {
            t("upload.line"): [problem.line or None for problem in problems],
            t("upload.column"): [column_label(page, seen, problem.column) for problem in problems],
            t("upload.sentence"): [sheets.problem_sentence(problem, dataset, t) for problem in problems],
        }
    )
    st.dataframe(rows, hide_index=True, alt=t("upload.only_in_file"), placeholder="–")


def _take_cells(key: str, cells: Sequence[Cell]) -> None:
    edits = st.session_state[key]["edited_rows"]
    _mend({cells[row]: edit["cell"] or "" for row, edit in edits.items() if "cell" in edit})


def _mend(cells: Mapping[Cell, str]) -> None:
    desk.choose(cells={**desk.choices().cells, **cells})


def _take_remedies(known: Mapping[Cell, str]) -> None:
    _mend(known)
    desk.begin_anew()


def _undo_cells() -> None:
    desk.choose(cells={})
    desk.begin_anew()


def _mended(page: Page, seen: Desk) -> None:
    """List the cells that were mended here, with a way back."""
    t, cells = page.t, desk.choices().cells
    if cells:
        label = t("upload.mended", count=len(cells))
        ui.place_table(page, lambda: _mended_rows(page, seen), key="upload_mended", label=label)
        st.button(t("upload.undo_all"), key="upload_undo_cells", icon=":material/undo:", type="tertiary",
                  on_click=_undo_cells)  # fmt: skip


def _mended_rows(page: Page, seen: Desk) -> pd.DataFrame:
    t, table = page.t, seen.proposal.table
    before = desk.as_written(seen).rows
    cells = sorted(desk.choices().cells.items())[:SHOWN]
    return pd.DataFrame(
        {
            t("upload.line"): [line for (line, _), _ in cells],
            t("upload.heading"): [table.headers[position] for (_, position), _ in cells],
            t("upload.old"): [str(before.at[cell]) if cell[0] in before.index else "" for cell, _ in cells],
            t("upload.now"): [text for _, text in cells],
        }
    )


def _elsewhere(page: Page, seen: Desk) -> None:
    """Offer the file as a workbook with the wrong cells marked, and a field to drop it again once it is mended."""
    t = page.t
    drawer = st.expander(t("upload.elsewhere"), key="upload_elsewhere", on_change="rerun", icon=":material/table_edit:")
    if drawer.open:
        with drawer:
            st.caption(t("upload.elsewhere_help"))
            st.download_button(
                t("upload.marked"), data=_marked_maker(page, seen), file_name=_marked_name(seen), mime=XLSX,
                key="upload_marked", icon=":material/download:", on_click="ignore",
            )  # fmt: skip
            uploader(page, "upload_again", desk.lay_mended)


def _marked_maker(page: Page, seen: Desk) -> Callable[[], bytes]:
    def made() -> bytes:
        from partner_dashboard.exports.marked import marked  # a workbook's library, only for those who ask

        proposal = seen.proposal
        return marked(proposal.table, proposal.headings, proposal.problems, page.t)

    return made


def _marked_name(seen: Desk) -> str:
    stem, _, _ = seen.dropped.name.rpartition(".")
    return f"{stem or seen.dropped.name}-{seen.dropped.sha256[:6]}.xlsx"
