"""From rows to CSV and XLSX files in which no cell can become a formula."""

import io
from collections.abc import Collection

import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv(rows: pd.DataFrame) -> bytes:
    """Write rows as UTF-8 CSV with a byte order mark, so that every spreadsheet reads the umlauts.

    Order: as given, without the index. Text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    text: str = harmless(rows).to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def plain_csv(rows: pd.DataFrame, numbers: Collection[str] = ()) -> str:
    """Write rows as CSV for machines: no byte order mark, and text in the columns of numbers keeps its sign.

    Order: as given, without the index. Text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    texts = rows.drop(columns=[name for name in numbers if name in rows])
    text: str = rows.assign(**harmless(texts)).to_csv(index=False, lineterminator="\n")
    return text


def xlsx(sheets: dict[str, pd.DataFrame]) -> bytes:
    """Write one sheet per frame, each with a frozen header, a filter and columns as wide as their text.

    Texts are stored as texts: no formula, no link.
    """
    import xlsxwriter  # only for those who ask for a file, not at every start

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name[:31])
            for position, column in enumerate(rows.columns):
                cells = [None if pd.isna(cell) else cell for cell in rows[column]]
                sheet.write_string(0, position, str(column), bold)
                for line, cell in enumerate(cells, start=1):
                    if isinstance(cell, int | float):
                        sheet.write_number(line, position, cell)
                    elif cell:
                        sheet.write_string(line, position, str(cell))
                longest = max((len(str(cell)) for cell in (column, *cells) if cell is not None), default=8)
                sheet.set_column(position, position, min(60, max(8, longest + 2)))
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(1, len(rows)), max(0, len(rows.columns) - 1))
    return buffer.getvalue()


def harmless(rows: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before every text that a spreadsheet would take for a formula; numbers stay numbers."""
    texts = [column for column in rows if not pd.api.types.is_numeric_dtype(rows[column])]
    return rows.assign(**{column: rows[column].map(_harmless) for column in texts})


def _harmless(cell: object) -> object:
    """Mark a text that would be a formula, or is marked already, so that reading can take exactly one mark away."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip("'").startswith(FORMULA_STARTS) else cell
