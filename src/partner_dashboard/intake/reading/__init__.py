"""From the bytes of any file to a table of text, or a refusal that says where and why.

contents.py    what is it, whatever its name says
encodings.py   bytes → text
separators.py  which separator and quote; records.py lines → records; headers.py which record holds the headings
rows.py        records → rows of data, and a note or error for every other line; notes.py which lines are no data,
               torn.py where a wrong row goes wrong, trailing.py separators at the end of rows
plain.py       the short cut for large regular files
archives.py    what must be known of a workbook before anything opens it; compound.py the same of an old one
sheets.py      what the parser of values does not tell, from xlsx.py, ods.py and xls.py; workbooks.py sheets → records
frame.py       columns → the table; cells.py lost letters, mojibake, errors
"""

from dataclasses import replace

from partner_dashboard.errors import UnreadableFileError
from partner_dashboard.intake.reading.contents import format_of
from partner_dashboard.intake.reading.table import Hints, Limits, Reading, Table, refusal
from partner_dashboard.problems import Problem

__all__ = ["Hints", "Limits", "Reading", "Table", "read"]


NO_HINTS, USUAL_LIMITS = Hints(), Limits()


def read(data: bytes, file: str, hints: Hints = NO_HINTS, limits: Limits = USUAL_LIMITS) -> Table:
    """Read a file as a table of text; nothing is turned into a number or a missing value.

    The content says what the file is, not its name. What had to be assumed is a note among the problems; each line of
    data is in the rows, or among the problems that stop it.
    Raises: UnreadableFileError with file, line, column, value and reason where the file is no table we can trust.
    """
    try:
        table = _read(data, hints, limits)
    except UnreadableFileError as refused:
        raise UnreadableFileError(**(refused.values | {"file": file})) from refused
    sheet = table.reading.sheet
    problems = tuple(
        Problem(held.code, file, held.line, held.column, held.value, held.remedy, sheet, held.weight)
        for held in table.problems
    )
    return replace(table, file=file, problems=problems)


def _read(data: bytes, hints: Hints, limits: Limits) -> Table:
    if len(data) > limits.size:
        raise refusal("too_large", value=str(limits.size // (1024 * 1024)))
    if format_of(data) == "text":
        from partner_dashboard.intake.reading.delimited import read_text

        return read_text(data, hints, limits)
    from partner_dashboard.intake.reading.workbooks import read_workbook

    return read_workbook(data, hints, limits)
