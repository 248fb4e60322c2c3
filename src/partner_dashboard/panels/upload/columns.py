"""From the headings and words of a file to ours: found, shown, and changed by hand where the finding is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from partner_dashboard import ui
from partner_dashboard.intake.columns import Heading, label_of_target, targets
from partner_dashboard.intake.throughout import askable
from partner_dashboard.panels.upload import desk, steps
from partner_dashboard.panels.upload.desk import Desk
from partner_dashboard.problems import Problem
from partner_dashboard.schema import Column
from partner_dashboard.ui import Page

SURE = ("exact", "synonym", "remembered", "chosen")
"""Ways of finding a column that need no second look."""

NAMED = 4
"""How many headings that are none of ours are named in the line of the step."""

SAMPLES = 3

WORDS_SHOWN = 100
"""How many words of a column are asked about at a time."""


def mapping(page: Page, seen: Desk) -> None:
    """Place the headings beside our columns, and the words that no list holds; closed where nothing needs a look."""
    t, held = page.t, seen.proposal.headings.headings
    asked, missing = _asked_words(seen), _missing(seen)
    left = sum(1 for words in asked.values() for count in words.values() if count)
    known = [heading for heading in held if heading.column]
    label = f"**{t('upload.columns', count=len(held), known=len(known))}**"
    strangers = [heading.header for heading in held if not heading.column and heading.header]
    label += f", {t('upload.words_left', count=left)}" if left else ""
    label += f", {ui.plain(_strangers(page, strangers))}" if strangers else ""
    is_open = bool(missing or asked) or any(heading.by not in SURE for heading in known)
    state = "wrong" if missing else "open" if is_open and (left or not asked) else "settled"
    step = steps.step("columns", label, seen.dropped, state, is_open=is_open)
    with step:
        st.caption(t("upload.columns_help"))
        if step.open:
            _place_missing(page, seen, missing)
            _place_headings(page, seen)
            for column, words in asked.items():
                _place_words(page, seen, column, words)


def _strangers(page: Page, headers: Sequence[str]) -> str:
    """Say which headings are none of ours, and what becomes of them."""
    t, named = page.t, headers[:NAMED]
    names = t.joined([t("word.quoted", text=header) for header in named])
    more = t("upload.more_strangers", count=len(headers) - len(named)) if len(headers) > len(named) else ""
    return t("upload.strangers", count=len(headers), names=f"{names} {more}".strip())


def column_label(page: Page, seen: Desk, column: str) -> str:
    """Say a column of ours, one that only uploads have, or a heading of the file."""
    dataset = seen.proposal.headings.dataset
    return label_of_target(column, dataset, page.view.language) if column in targets(dataset) else column


def _place_missing(page: Page, seen: Desk, missing: Sequence[Problem]) -> None:
    """Ask for the columns that the file does not have: one value for all rows where that may be, else in the file."""
    t, headings = page.t, seen.proposal.headings
    asked = {column.name: column for column in askable(headings.dataset) if column.name not in headings.positions}
    lacking = {problem.column for problem in missing} - headings.throughout.keys()
    for name in lacking - asked.keys():
        label = ui.plain(column_label(page, seen, name))
        st.warning(t("upload.missing_column", column=label), icon=":material/report:")
    shown = [column for name, column in asked.items() if name in lacking or name in headings.throughout]
    if lacking & asked.keys():
        columns = t.joined([t("word.quoted", text=column_label(page, seen, column.name)) for column in shown])
        st.warning(ui.plain(t("upload.missing_throughout", columns=columns)), icon=":material/report:")
    with st.container(horizontal=True):
        for column in shown:
            _ask_throughout(page, seen, column)


def _ask_throughout(page: Page, seen: Desk, column: Column) -> None:
    options, t = _offered(page, seen, column), page.t
    given, key = seen.proposal.headings.throughout.get(column.name), f"upload_throughout_{column.name}"
    label = t("upload.throughout", column=column_label(page, seen, column.name))
    st.session_state[key] = given if given in options else None
    st.selectbox(
        ui.plain(label), options, key=key, placeholder=t("upload.not_decided"), width=380,
        format_func=lambda value: page.label(column.codes, value) if column.codes else _home(page, seen, value),
        on_change=_take_throughout, args=(column.name, key),
    )  # fmt: skip


def _offered(page: Page, seen: Desk, column: Column) -> tuple[str, ...]:
    """Give what may be chosen for all rows: the codes of the column's list, or the home institutions."""
    if column.codes:
        return page.edition.codes.of(column.codes)
    return tuple(dict.fromkeys((*page.edition.homes, *seen.known.homes)))


def _home(page: Page, seen: Desk, institution_id: str) -> str:
    """Say a home institution as the desk knows it; ids are frozen, so there is exactly one row."""
    rows = seen.known.institutions
    row = rows.loc[rows["institution_id"] == institution_id].iloc[0]
    return str((page.view.language == "de" and row["name_de"]) or row["name"])


def _take_throughout(column: str, key: str) -> None:
    desk.choose(throughout={**desk.choices().throughout, column: st.session_state[key] or ""})


def _missing(seen: Desk) -> list[Problem]:
    return [problem for problem in seen.proposal.problems if problem.code == "missing_column"]


def _place_headings(page: Page, seen: Desk) -> None:
    t, key = page.t, f"upload_headings_{desk.version(seen)}"
    held = seen.proposal.headings.headings
    st.data_editor(
        pd.DataFrame(
            {
                "theirs": [heading.header or "–" for heading in held],
                "ours": [heading.column or None for heading in held],
                "by": [t(f"upload.by_{heading.by or 'none'}") for heading in held],
                "samples": [_samples(seen, heading) for heading in held],
            }
        ),
        key=key, hide_index=True, disabled=["theirs", "by", "samples"], height="content",
        on_change=_take_columns, args=(key, tuple(heading.position for heading in held)),
        column_config=_heading_columns(page, seen), alt=t("upload.columns_help"), placeholder=t("upload.none_of_ours"),
    )  # fmt: skip


def _heading_columns(page: Page, seen: Desk) -> dict[str, Any]:
    t, column = page.t, st.column_config
    return {
        "theirs": column.TextColumn(t("upload.theirs")),
        "ours": column.SelectboxColumn(
            t("upload.ours"), options=targets(seen.proposal.headings.dataset), width=220,
            format_func=lambda name: column_label(page, seen, str(name)),
        ),
        "by": column.TextColumn(t("upload.by"), width=150),
        "samples": column.TextColumn(t("upload.samples")),
    }  # fmt: skip


def _samples(seen: Desk, heading: Heading) -> str:
    cells = seen.proposal.table.rows[heading.position]
    return " · ".join(cells[cells != ""].drop_duplicates().head(SAMPLES))


def _take_columns(key: str, positions: Sequence[int]) -> None:
    edits = st.session_state[key]["edited_rows"]
    chosen = {positions[row]: cells["ours"] or "" for row, cells in edits.items() if "ours" in cells}
    desk.choose(columns={**desk.choices().columns, **chosen})


def _asked_words(seen: Desk) -> dict[str, dict[str, int]]:
    """Give the words that no list holds, or that were decided by hand: column to word to rows left.

    Order: as in the file.
    """
    dataset = seen.proposal.dataset
    asked: dict[str, dict[str, int]] = {
        column: dict.fromkeys(decided, 0) for column, decided in desk.choices().words.items()
    }
    for problem in seen.proposal.problems:
        if problem.code == "unknown_code" and problem.column in dataset.names and dataset.column(problem.column).codes:
            held = asked.setdefault(problem.column, {})
            held[problem.value] = held.get(problem.value, 0) + 1
    return asked


def _place_words(page: Page, seen: Desk, column: str, asked: dict[str, int]) -> None:
    t, shown = page.t, list(asked)[:WORDS_SHOWN]
    heading = column_label(page, seen, column)
    st.markdown(ui.plain(t("upload.words", column=heading)))
    key, held = f"upload_word_{column}_{desk.version(seen)}", seen.proposal.headings.words.get(column, {})
    guesses = _guesses(seen, column)
    st.data_editor(
        _word_rows(page, seen, column, asked, shown), key=key, hide_index=True, disabled=["word", "rows", "perhaps"],
        on_change=_take_words, args=(key, column, tuple(shown), held), height="content",
        column_config=_word_columns(page, seen, column), alt=t("upload.words", column=heading),
        placeholder=t("upload.not_decided"),
    )  # fmt: skip
    if guesses:
        st.button(
            t("upload.take_remedies", count=len(guesses)), key=f"upload_guesses_{column}",
            icon=":material/auto_fix_high:", on_click=_mean, args=(column, {**held, **guesses}),
        )  # fmt: skip
    if len(asked) > len(shown):
        st.caption(t("upload.more_words", count=len(asked) - len(shown)))


def _word_rows(page: Page, seen: Desk, column: str, asked: dict[str, int], shown: Sequence[str]) -> pd.DataFrame:
    decided, codes = desk.choices().words.get(column, {}), seen.proposal.dataset.column(column).codes
    guesses = _guesses(seen, column)
    return pd.DataFrame(
        {
            "word": shown,
            "rows": [asked[word] for word in shown],
            "ours": [decided.get(word) for word in shown],
            "perhaps": [page.label(codes, guesses.get(word, "")) for word in shown],
        },
        index=list(shown),
    )


def _guesses(seen: Desk, column: str) -> dict[str, str]:
    """Give the code that each word perhaps means, where one is alike."""
    return {
        problem.value: problem.remedy for problem in seen.proposal.problems
        if problem.code == "unknown_code" and problem.column == column and problem.remedy
    }  # fmt: skip


def _word_columns(page: Page, seen: Desk, column: str) -> dict[str, Any]:
    t, config = page.t, st.column_config
    name = seen.proposal.dataset.column(column).codes
    return {
        "word": config.TextColumn(t("upload.word")),
        "rows": config.NumberColumn(t("upload.rows_with_it"), width=110),
        "ours": config.SelectboxColumn(
            t("upload.means"), options=page.edition.codes.of(name), width=260,
            format_func=lambda code: page.label(name, str(code)),
        ),
        "perhaps": config.TextColumn(t("upload.perhaps"), width=180),
    }  # fmt: skip


def _take_words(key: str, column: str, shown: Sequence[str], held: Mapping[str, str]) -> None:
    edits = st.session_state[key]["edited_rows"]
    said = {shown[row]: cells["ours"] or "" for row, cells in edits.items() if "ours" in cells}
    _mean(column, {word: code for word, code in {**held, **said}.items() if code})


def _mean(column: str, words: Mapping[str, str]) -> None:
    desk.choose(words={**desk.choices().words, column: words})
