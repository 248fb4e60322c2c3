"""From an empty desk to a file, and to what was understood of it, corrected by hand where it was misunderstood."""

import json
from collections.abc import Callable, Sequence

import streamlit as st

from partner_dashboard import ui
from partner_dashboard.errors import UnreadableFileError
from partner_dashboard.intake.reading import Hints, Limits, Table
from partner_dashboard.panels.upload import desk, steps
from partner_dashboard.panels.upload.desk import Desk, Dropped
from partner_dashboard.schema import DATASETS
from partner_dashboard.ui import Page

ENCODINGS = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8 (BOM)", "utf-16": "UTF-16", "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE", "utf-32": "UTF-32", "cp1252": "Windows-1252", "cp1250": "Windows-1250",
    "latin-1": "ISO 8859-1", "cp850": "DOS 850", "mac_roman": "Mac Roman",
}  # fmt: skip
"""What encodings are called, by Python's name for their codec."""

SEPARATORS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
"""What divides cells, and the sentence for it."""

DATASETS_TO_FILL = ("partnerships", "institutions", "events", "evidence")

ROWS_PREVIEWED = 8

LARGEST = 100
"""Megabytes that the browser sends at all; from our own limit on the refusal is a sentence in the reader's language."""

MEBIBYTE = 1024 * 1024

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def title(page: Page, held: Dropped | None, seen: Desk | None) -> None:
    """Say what lies on the desk."""
    t = page.t
    if held is None:
        page.title(t("upload.title"))
    elif seen is None:
        page.title(t("upload.title_refused", file=held.name))
    else:
        page.title(t("upload.title_read", file=held.name, count=seen.proposal.table.rows_read))


def drop(page: Page) -> Dropped | None:
    """Ask for a file, or offer to take another than the one that lies there; gives the one that does."""
    held = desk.dropped()
    with st.container(key="upload_drop_place"):
        st.html(steps.STYLE)
        if held is None:
            _ask(page)
        else:
            st.button(page.t("upload.another"), key="upload_another", icon=":material/upload_file:", type="tertiary",
                      on_click=desk.clear)  # fmt: skip
    return held


def uploader(page: Page, key: str, take: Callable[[Dropped], None]) -> None:
    """Place a field to drop a file on. Streamlit's own words in it are English, so ours stand in their place (1.67)."""
    t = page.t
    said = {name: json.dumps(t(f"upload.{name}"), ensure_ascii=False) for name in ("choose_file", "drag", "let_go")}
    st.html(FIELD.format(key=key, **said))
    st.file_uploader(
        t("upload.file"), key=key, label_visibility="collapsed", max_upload_size=LARGEST, on_change=_take,
        args=(key, take),
    )  # fmt: skip


FIELD = """<style>
.st-key-{key} [data-testid=stFileUploaderDropzone] {{
  min-height: 9rem; flex-direction: column; align-items: center; justify-content: center; border-style: dashed; }}
.st-key-{key} [data-testid=stFileUploaderDropzoneInstructions] {{ flex: 0; align-self: center; }}
.st-key-{key} [data-testid=stFileUploaderDropzone] :is(button p, div > span:only-child:not(button *)) {{
  display: none; }}
.st-key-{key} [data-testid=stFileUploaderDropzone] button::after {{ content: {choose_file}; }}
.st-key-{key} [data-testid=stFileUploaderDropzoneInstructions]::after {{
  content: {drag}; font-size: 0.875rem; white-space: nowrap; }}
.st-key-{key} [data-testid=stFileUploaderDropzone] > div:not([data-testid])::after {{ content: {let_go}; }}
</style>"""


def look(page: Page, held: Dropped | None) -> Desk | None:
    """Work out what follows from the file; say why not where it cannot be read, and the way out."""
    if held is None:
        return None
    try:
        with st.spinner(page.t("upload.reading", file=ui.plain(held.name))):
            return desk.look(held)
    except UnreadableFileError as problem:
        _refuse(page, held, problem)
        return None


def understood(page: Page, seen: Desk) -> None:
    """Say in one sentence how the file was read; inside it can be corrected, and the first rows seen."""
    t, table = page.t, seen.proposal.table
    said = t("upload.understood", dataset=ui.plain(_dataset_label(page, seen)))
    label = f"**{said}**: {ui.plain(reading_words(page, table))}"
    state = "open" if is_unclear(table) else "settled"
    step = steps.step("read", label, seen.dropped, state, is_open=is_unclear(table))
    with step:
        if is_unclear(table):
            _ask_sheet(page, table)
        st.caption(t("upload.correct_help"))
        if step.open:
            _correct(page, table)
            _preview(page, table)


def reading_words(page: Page, table: Table) -> str:
    """Say how a file was read: «semicolon, Windows-1252, headings in line 4, 198 rows»."""
    t, reading = page.t, table.reading
    said = []
    if reading.sheet:
        others = len(reading.other_sheets)
        alone = t("upload.sheet_alone", sheet=reading.sheet)
        said.append(t("upload.sheet", sheet=reading.sheet, count=others) if others else alone)
    if reading.separator:
        said.append(separator_words(page, reading.separator))
    if reading.encoding:
        said.append(encoding_words(reading.encoding))
    said.append(t("upload.header_line", line=reading.header_line))
    said.append(t("upload.rows", count=table.rows_read))
    return ", ".join(said)


def separator_words(page: Page, separator: str) -> str:
    """Say what divides the cells of a file."""
    name = SEPARATORS.get(separator)
    return page.t(f"upload.separator_{name}") if name else page.t("word.quoted", text=separator)


def encoding_words(encoding: str) -> str:
    """Say an encoding as people know it."""
    return ENCODINGS.get(encoding, encoding)


def is_unclear(table: Table) -> bool:
    """Whether another sheet may be meant as well as the one that was read."""
    return any(problem.code == "sheet_chosen" for problem in table.problems)


def _ask(page: Page) -> None:
    t, limits = page.t, Limits()
    st.markdown(t("upload.lead"))
    uploader(page, "upload_file", desk.lay)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("upload.limits", size=limits.size // MEBIBYTE, rows=limits.rows), width="stretch")
        _templates(page)


def _take(key: str, take: Callable[[Dropped], None]) -> None:
    came = st.session_state[key]
    if came is not None:
        take(Dropped.of(came.name, came.getvalue()))


def _templates(page: Page) -> None:
    """Offer an empty workbook for each dataset, made only when somebody asks."""
    t = page.t
    drawer = st.popover(t("upload.templates"), icon=":material/download:", key="upload_templates", on_change="rerun",
                        type="tertiary")  # fmt: skip
    if drawer.open:
        with drawer:
            st.caption(t("upload.templates_help"))
            for name in DATASETS_TO_FILL:
                st.download_button(
                    DATASETS[name].label(page.view.language), data=_template_maker(page, name),
                    file_name=f"{name}-template-{page.view.language}.xlsx", mime=XLSX, key=f"upload_template_{name}",
                    on_click="ignore", icon=":material/table:", type="tertiary",
                )  # fmt: skip


def _template_maker(page: Page, name: str) -> Callable[[], bytes]:
    def made() -> bytes:
        from partner_dashboard.exports.template import template  # a workbook's library, only for those who ask

        return template(DATASETS[name], page.edition.codes, page.view.language)

    return made


def _refuse(page: Page, held: Dropped, problem: UnreadableFileError) -> None:
    """Say why a file cannot be read, where in it, and what helps."""
    t = page.t
    st.error(ui.plain(t.error(problem)), icon=":material/block:")
    step = steps.step("refused", t("upload.read_differently"), held, "open", is_open=desk.choices().hints != Hints())
    with step:
        st.caption(t("upload.correct_help"))
        if step.open:
            _correct(page, None)


def _correct(page: Page, table: Table | None) -> None:
    """Offer to correct how the file was read: dataset, encoding, separator, line of the headings, sheet."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="upload_correct"):
        _choose_dataset(page)
        if table is None or table.reading.separator:
            found = [table.reading.encoding] if table and table.reading.encoding else []
            _hint(page, "encoding", [*dict.fromkeys((*found, *ENCODINGS))], encoding_words)
            _hint(page, "separator", list(SEPARATORS), lambda one: separator_words(page, one))
        if table is not None and table.reading.other_sheets:
            _choose_sheet(page, table)
        line = desk.choices().hints.header_line or (table.reading.header_line if table else 1)
        st.number_input(
            page.t("upload.choose_header_line"), min_value=1, step=1, key=ui.seeded("upload_header_line", line),
            on_change=_take_hint, args=("header_line", "upload_header_line"), width=180,
        )  # fmt: skip


def _choose_dataset(page: Page) -> None:
    key = ui.seeded("upload_dataset", desk.choices().dataset)
    st.selectbox(
        page.t("upload.choose_dataset"), ("", *DATASETS_TO_FILL), key=key,
        format_func=lambda name: DATASETS[name].label(page.view.language) if name else page.t("upload.find_out"),
        on_change=lambda: desk.fill(st.session_state[key]), width=200,
    )  # fmt: skip


def _hint(page: Page, name: str, options: Sequence[str], said: Callable[[str], str]) -> None:
    """Offer ways to read the file, the first of them to find out."""
    key = ui.seeded(f"upload_{name}", getattr(desk.choices().hints, name))
    st.selectbox(
        page.t(f"upload.choose_{name}"), ("", *options), key=key, on_change=_take_hint, args=(name, key),
        format_func=lambda one: said(one) if one else page.t("upload.find_out"), width=200,
    )  # fmt: skip


def _ask_sheet(page: Page, table: Table) -> None:
    """Ask which of several sheets is meant; taking the one that was read is an answer too."""
    names = (table.reading.sheet, *table.reading.other_sheets)
    st.markdown(ui.plain(page.t("upload.several_sheets", sheet=table.reading.sheet)))
    st.pills(
        page.t("upload.choose_sheet"), names, key="upload_sheet_asked", format_func=ui.plain, wrap=True,
        label_visibility="collapsed", on_change=_take_hint, args=("sheet", "upload_sheet_asked"),
    )  # fmt: skip


def _choose_sheet(page: Page, table: Table) -> None:
    names = [table.reading.sheet, *table.reading.other_sheets]
    key = ui.seeded("upload_sheet", table.reading.sheet)
    st.selectbox(page.t("upload.choose_sheet"), names, key=key, on_change=_take_hint, args=("sheet", key), width=260)


def _take_hint(name: str, key: str) -> None:
    desk.read_as(**{name: st.session_state[key]})


def _dataset_label(page: Page, seen: Desk) -> str:
    return seen.proposal.dataset.label(page.view.language)


def _preview(page: Page, table: Table) -> None:
    """Place the first rows as they are written; a file may name two columns alike, so that they go by position."""
    first = table.rows.head(ROWS_PREVIEWED)
    shown = first.set_axis([str(position) for position in first.columns], axis="columns")
    heads = {str(position): header or "–" for position, header in enumerate(table.headers)}
    label = page.t("upload.preview", count=len(shown))
    st.caption(label)
    st.dataframe(shown.rename_axis(page.t("upload.line")), column_config=heads, alt=label)
