"""Workbooks as offices keep them, and workbooks that want to do harm."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl
import xlsxwriter
import xlwt
from odf.number import DateStyle, Month, Text, Year
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.broken_files.value import HEADINGS, ROWS, BrokenFile

PART = "xl/worksheets/sheet1.xml"
ENTITY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
GROWING = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))


def xlsx(rows: Iterable[Sequence[object]] = (HEADINGS, *ROWS), change: Callable[[Any], object] | None = None) -> bytes:
    """Write a workbook with openpyxl, which keeps no results of formulas; `change` works on it before it is saved."""
    book = openpyxl.Workbook()
    book.active.title = "Partnerschaften"
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def patched(data: bytes, old: bytes = b"", new: bytes = b"", **more: bytes) -> bytes:
    """Write a workbook again with another text in its first sheet, and with further parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as other:
        for name in archive.namelist():
            part = archive.read(name)
            assert name != PART or old in part, (old, part[:400])
            other.writestr(name, part.replace(old, new, 1) if name == PART and old else part)
        for name, part in more.items():
            other.writestr(name.replace("__", "/").replace("_", "."), part)
    return written.getvalue()


def far(reference: bytes, value: bytes = b"<v>1</v>") -> bytes:
    """Write a workbook with one cell far away from all others."""
    row = reference.lstrip(bytes(range(65, 91)))
    return patched(xlsx(), b"</sheetData>", b'<row r="%s"><c r="%s">%s</c></row></sheetData>' % (row, reference, value))


def styled(fill: Callable[[Any, Any], object]) -> bytes:
    """Write a workbook with xlsxwriter, which keeps results and formats."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet("Partnerschaften")
        for number, row in enumerate((HEADINGS, *ROWS)):
            sheet.write_row(number, 0, row)
        fill(book, sheet)
    return written.getvalue()


def _dates(book: Any, sheet: Any) -> None:
    formats = ["dd.mm.yyyy", "yyyy", "mmm yy", "dd.mm.yyyy hh:mm"]
    moments = [dt.datetime(2016, 4, 1), dt.datetime(2016, 1, 1), dt.datetime(2016, 5, 1), dt.datetime(2016, 5, 1, 13)]
    for number, (shown, moment) in enumerate(zip(formats, moments, strict=True), 1):
        sheet.write_datetime(number, 5, moment, book.add_format({"num_format": shown}))
    sheet.write(5, 5, 2016)
    sheet.write(6, 7, True)


def _two_sheets(book: Any) -> None:
    notes = book.create_sheet("Hinweise", 0)
    notes.append(["Hinweise zur Liste"])
    notes.append(["Bitte nichts ändern."])
    others = book.create_sheet("Einrichtungen")
    others.append(["institution_id", "name", "kind"])
    others.append(["univ-x", "X", "university"])


def _hidden(book: Any) -> None:
    old = book.create_sheet("Alt", 0)
    for row in (HEADINGS, *ROWS, *ROWS, *ROWS):
        old.append(row)
    old.sheet_state = "hidden"


def _groups(book: Any) -> None:
    sheet = book.active
    for number in range(3, 8):
        sheet.cell(number, 3).value = None
    sheet.merge_cells("C2:C7")


def xls() -> bytes:
    """Write an old workbook with a merged group and a real date."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Partnerschaften")
    for number, row in enumerate((HEADINGS, *ROWS)):
        for place, cell in enumerate(row):
            if place != 2 or not number:
                sheet.write(number, place, cell)
    sheet.write_merge(1, 6, 2, 2, "rub")
    book.add_sheet("Leer")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def old(fill: Callable[[Any], object]) -> bytes:
    """Write an old workbook with the usual table and something more."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Partnerschaften", cell_overwrite_ok=True)
    for number, row in enumerate((HEADINGS, *ROWS)):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    fill(sheet)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _old_dates(sheet: Any) -> None:
    for number, shown in enumerate(["DD.MM.YYYY", "YYYY", "MMM YY"], 1):
        sheet.write(number, 5, dt.datetime(2016, 5, 1), xlwt.easyxf(num_format_str=shown))
    sheet.write(4, 5, 2016)


def renamed(stream: str) -> bytes:
    """Write a compound file whose stream has another name, as Word, passwords and macros have."""
    data = bytearray(xls())
    entry = data.find("Workbook".encode("utf-16-le"))
    name = stream.encode("utf-16-le")
    data[entry : entry + 64] = name.ljust(64, b"\0")
    data[entry + 64 : entry + 66] = (len(name) + 2).to_bytes(2, "little")
    return bytes(data)


def ods(rows: Sequence[Sequence[Any]]) -> bytes:
    """Write a workbook of LibreOffice; a cell is a text or a ready element. The style «month» shows no day."""
    book = OpenDocumentSpreadsheet()
    shown = DateStyle(name="N1")
    for part in (Month(textual=True), Text(text=" "), Year()):
        shown.addElement(part)
    book.automaticstyles.addElement(shown)
    book.automaticstyles.addElement(Style(name="month", family="table-cell", datastylename="N1"))
    sheet = Table(name="Partnerschaften")
    for row in rows:
        line = TableRow()
        for cell in row:
            line.addElement(cell if not isinstance(cell, str) else _text(cell))
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _text(text: str, **more: object) -> TableCell:
    cell = TableCell(valuetype="string", **more)
    cell.addElement(P(text=text))
    return cell


def _date(day: str, **more: object) -> TableCell:
    return TableCell(valuetype="date", datevalue=day, **more)


def _repeated() -> bytes:
    return patched_ods(b'table:number-rows-repeated="900000" table:number-columns-repeated="400"')


def patched_ods(attributes: bytes) -> bytes:
    """Write a workbook of LibreOffice whose last cell is repeated."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ods([HEADINGS, *ROWS, ["x"]]))) as archive, zipfile.ZipFile(written, "w") as other:
        for name in archive.namelist():
            part = archive.read(name)
            if name == "content.xml":
                rows, columns = attributes.split()
                start = part.rindex(b"<table:table-row")
                last = part[start:].replace(b"<table:table-row", b"<table:table-row " + rows, 1)
                part = part[:start] + last.replace(b"<table:table-cell", b"<table:table-cell " + columns, 1)
            other.writestr(name, part)
    return written.getvalue()


def _blanks() -> bytes:
    """Write a workbook of LibreOffice with a cell of two thousand million blanks, written as a number."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ods([HEADINGS, *ROWS]))) as archive, zipfile.ZipFile(written, "w") as other:
        for name in archive.namelist():
            part = archive.read(name)
            other.writestr(name, part.replace(b"Vertrag", b'<text:s text:c="2000000000"/>Vertrag', 1))
    return written.getvalue()


def _book(name: str, data: bytes, *said: Any, file: str = "liste.xlsx", **more: Any) -> BrokenFile:
    return BrokenFile(name, data, *said, file=file, **more)


def _refused(name: str, data: bytes, reason: str, lines: tuple[int, ...] = (), **more: Any) -> BrokenFile:
    return _book(name, data, "refused", reason, lines, rows=0, **more)


SUM = ["Summe", *[""] * 4, "=COUNTA(A2:A7)"]
GROUPED = [HEADINGS, [*ROWS[0][:2], _text("rub", numberrowsspanned=6), *ROWS[0][3:]],
           *([*row[:2], CoveredTableCell(), *row[3:]] for row in ROWS[1:])]  # fmt: skip

WORKBOOKS = (
    _book("a workbook", xlsx()),
    _book("a workbook called .csv", xlsx(), file="liste.csv"),
    _book("an old workbook with merged groups", xls(), file="liste.xls", cells={5: {"home_institution": "rub"}}),
    _book("a workbook of LibreOffice", ods([HEADINGS, *ROWS]), file="liste.ods",
          cells={3: {"description": "Vertrag für die ganze Universität"}}),
    _book("a workbook of LibreOffice with merged groups", ods(GROUPED), file="liste.ods",
          cells={7: {"home_institution": "rub"}}),
    _book("a workbook of LibreOffice with real dates", ods([HEADINGS, [*ROWS[0][:5], _date("2016-04-01"),
          *ROWS[0][6:]], [*ROWS[1][:5], _date("2024-03-01", stylename="month"), *ROWS[1][6:]]]), rows=2,
          file="liste.ods", cells={2: {"start_date": "2016-04-01"}, 3: {"start_date": "2024-03"}}),
    _book("a workbook of LibreOffice with a formula without a result",
          ods([HEADINGS, *ROWS, [*ROWS[0][:5], TableCell(formula="of:=[.A1]"), *ROWS[0][6:]]]), "stopped",
          "formula_without_value", (8,), ("start_date",), file="liste.ods"),
    _book("merged groups", xlsx(change=_groups), cells={7: {"home_institution": "rub"}}),
    _book("titles in merged cells", xlsx([["Liste"], ["Stand 2026"], [], HEADINGS, *ROWS],
          lambda book: book.active.merge_cells("A1:I1")), header_line=4, cells={5: {"partnership_id": "p-1"}}),
    _book("a table that begins in C5", xlsx([[], [], [], [], *(["", "", *row] for row in (HEADINGS, *ROWS))]),
          header_line=5, cells={6: {"partnership_id": "p-1"}}),
    _book("several sheets", xlsx(change=_two_sheets), "noticed", "sheet_chosen", (0,)),
    _book("a hidden sheet with more rows", xlsx(change=_hidden), "noticed", "sheet_chosen", (0,)),
    _book("real dates of several kinds", styled(_dates), cells={
          2: {"start_date": "2016-04-01"}, 3: {"start_date": "2016"}, 4: {"start_date": "2016-05"},
          5: {"start_date": "2016-05-01T13:00"}, 6: {"start_date": "2016"}, 7: {"source_title": "true"}}),
    _book("a year in a cell for dates", styled(lambda book, sheet: sheet.write(1, 5, 2010,
          book.add_format({"num_format": "dd.mm.yyyy"}))), "noticed", "year_as_date", (2,), ("start_date",), cells={
          2: {"start_date": "1905-07-02"}}),
    _book("a bare number in a workbook that counts from 1904", patched(xlsx([HEADINGS, [*ROWS[0][:5], 41439,
          *ROWS[0][6:]], *ROWS[1:]], lambda book: setattr(book, "epoch", CALENDAR_MAC_1904))),
          checked={2: "ambiguous_date"}),
    _refused("a text that the workbook does not hold",
             patched(styled(lambda *_: None), b't="s"><v>3</v>', b't="s"><v>9999</v>'), "damaged_workbook"),
    _book("numbers and shares", styled(lambda book, sheet: (sheet.write(1, 7, 0.1 + 0.2), sheet.write(2, 7, 1e20),
          sheet.write(3, 7, 0.5, book.add_format({"num_format": "0%"})))), cells={
          2: {"source_title": "0.3"}, 3: {"source_title": "100000000000000000000"}, 4: {"source_title": "0.5"}}),
    _book("a formula with its result", styled(lambda _, sheet: sheet.write_formula(2, 7, '="Bü"&"ro"', None, "Büro")),
          cells={3: {"source_title": "Büro"}}),
    _book("a formula with an empty result", patched(xlsx([HEADINGS, *ROWS[:5], [*ROWS[5][:8], "=A1"]]),
          b'<c r="I7"><f>A1</f><v />', b'<c r="I7" t="str"><f>A1</f><v></v>'), cells={7: {"source_url": ""}}),
    _book("a formula without its result", xlsx(change=lambda book: book.active.cell(4, 8, "=A1")), "stopped",
          "formula_without_value", (4,), ("source_title",), rows=5),
    _book("an error in a cell", styled(lambda _, sheet: sheet.write_formula(3, 6, "=1/0", None, "#DIV/0!")), "stopped",
          "cell_error", (4,), ("description",), rows=5),
    _book("a total below", xlsx([HEADINGS, *ROWS, SUM]), "noticed", "total_row", (8,)),
    _book("blank rows, and rows with nothing but a format", patched(xlsx([HEADINGS, *ROWS[:3], [], [], *ROWS[3:]]),
          b"</sheetData>", b'<row r="400"><c r="A400" s="0"/><c r="ZZ400" s="0"/></row></sheetData>'),
          cells={7: {"partnership_id": "p-4"}}),
    _book("a dimension that is too small", patched(xlsx(), b'ref="A1:I7"', b'ref="A1:B2"')),
    _book("a dimension that is too large", patched(xlsx(), b'ref="A1:I7"', b'ref="A1:XFD1048576"')),
    _book("empty columns and rows around", xlsx([[*row, "", ""] for row in (HEADINGS, *ROWS)] + [[""] * 11])),
    _book("a workbook with only headings", xlsx([HEADINGS]), rows=0),
    _book("an old workbook with dates of several kinds", old(_old_dates), file="liste.xls", cells={
          2: {"start_date": "2016-05-01"}, 3: {"start_date": "2016"}, 4: {"start_date": "2016-05"},
          5: {"start_date": "2016"}}),
    _book("an old workbook with an error", old(lambda sheet: sheet.row(3).set_cell_error(6, "#REF!")), "stopped",
          "cell_error", (4,), ("description",), rows=5, file="liste.xls"),
    _book("an old workbook with a formula that was never reckoned",
          old(lambda sheet: sheet.write(3, 6, xlwt.Formula("A1"))), "noticed", "formula_without_value", (4,),
          ("description",), file="liste.xls"),
    _refused("a long text that many cells share", xlsx([HEADINGS, *([[*ROWS[0][:6], *["x" * 30_000] * 3]] * 600)]),
             "zip_bomb"),
    _refused("blanks written as a number", _blanks(), "cell_too_long", (3,), columns=("G",), file="liste.ods"),
    _refused("an empty workbook", xlsx([]), "empty", (1,)),
    _refused("a workbook without headings", xlsx(ROWS), "no_header", (1,)),
    _refused("a cell in the last corner", far(b"XFD1048576"), "too_many_columns", (1_048_576,), columns=("XFD",)),
    _refused("a cell far below", far(b"KZ990000"), "far_cell", (990_000,), columns=("KZ",)),
    _refused("a cell beyond every sheet", far(b"ZZZZZZZ3"), "damaged_workbook"),
    _refused("a part that unpacks without end", patched(xlsx(), xl__media__x_xml=b"<a>" + b" " * 60_000_000),
             "zip_bomb"),
    _refused("a sheet that unpacks without end",
             patched(xlsx(), b"</sheetData>", b'<row r="9"><c r="A9"><v>1</v></c></row>' * 400_000), "zip_bomb"),
    _refused("a reference to another file", patched(xlsx(), b"<worksheet", ENTITY + b"<worksheet"), "xml_entities"),
    _refused("entities that grow", patched(xlsx(), xl__more_xml=b"<!DOCTYPE l [<!ENTITY a 'x'>" + GROWING + b"]><l/>"),
             "xml_entities"),
    _refused("a workbook with macros", patched(xlsx(), xl__vbaProject_bin=b"x"), "macro", file="liste.xlsm"),
    _refused("an old workbook with macros", renamed("_VBA_PROJECT_CUR"), "macro", file="liste.xls"),
    _refused("a workbook with a password", renamed("EncryptedPackage"), "encrypted"),
    _refused("a Word file of old", renamed("WordDocument"), "word", file="liste.xls"),
    _refused("a workbook that was cut off", xlsx()[:3000], "damaged_workbook"),
    _refused("an old workbook that was cut off", xls()[:2500], "damaged_workbook", file="liste.xls"),
    _refused("a cell repeated without end", _repeated(), "repeated_cell", (8,), file="liste.ods"),
)  # fmt: skip
