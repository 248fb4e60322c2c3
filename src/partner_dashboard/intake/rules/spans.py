"""From the cells of start, end and period to a start and an end in EDTF, each distinct cell read once."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from partner_dashboard.intake.rules.cells import Cell, Source, told
from partner_dashboard.intake.rules.columns import distinct, is_blank, matching, spread
from partner_dashboard.intake.written.dates import WrittenDate, read
from partner_dashboard.problems import Problem

START, END, PERIOD = "start_date", "end_date", "period"

PLAIN = r"^(?:(?:1[2-9]|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|1\d|2[0-8]))?)?)?$"
"""Dates that stand as they are: ISO, with days that every month has. In most long columns there are no others."""


def dated(cells: pd.Series, source: Source) -> tuple[pd.Series, list[Problem]]:
    """Read a column of dates that stand alone, as that of signing; a span becomes an interval."""
    held = _Column(cells)
    return held.values(_itself, lambda date: date.edtf), held.problems(source)


def spanned(rows: pd.DataFrame, source: Source) -> tuple[pd.DataFrame, list[Problem]]:
    """Read start and end, and a period where the file has one; a span in one cell gives both.

    Shape: text columns start_date, end_date, perhaps period → start_date and end_date in EDTF.
    """
    start, end = _Column(rows[START]), _Column(rows[END], is_end=True)
    problems = [*start.problems(source), *end.problems(source)]
    begins = start.values(_itself, lambda date: date.start)
    begins_and_ends = start.values(_nothing, lambda date: date.end)
    ends = end.values(_itself, lambda date: date.end if date.is_span else date.start)
    ends_and_begins = end.values(_nothing, lambda date: date.start if date.is_span else "")
    problems += _contradicting(rows[END], ends, begins_and_ends, source)
    begins, ends = _filled(begins, ends_and_begins), _filled(ends, begins_and_ends)
    if PERIOD in rows:
        period = _Column(rows[PERIOD])
        first = period.values(_itself, lambda date: _as_period(date)[0])
        last = period.values(_nothing, lambda date: _as_period(date)[1])
        problems += [*period.problems(source), *_contradicting(rows[PERIOD], first, begins, source)]
        begins, ends = _filled(begins, first), _filled(ends, last)
    return pd.DataFrame({START: begins, END: ends}, index=rows.index), problems


def _filled(cells: pd.Series, others: pd.Series) -> pd.Series:
    return cells if is_blank(others) else cells.mask(cells == "", others)


class _Column:
    """A column of dates, each distinct cell that is not plain read once."""

    def __init__(self, cells: pd.Series, *, is_end: bool = False) -> None:
        self.cells = cells
        self.positions, self.texts = distinct(cells)
        odd = np.flatnonzero(~matching(pd.Series(self.texts, dtype="str"), PLAIN))
        read_dates = (read(self.texts[position]) for position in odd)
        self.dates = {
            int(position): _of_end(date) if is_end else date for position, date in zip(odd, read_dates, strict=True)
        }

    def values(self, plain: Callable[[str], str], odd: Callable[[WrittenDate], str]) -> pd.Series:
        """Give a text for each row: of its cell where it is plain, else of the date that was read."""
        each = [plain(text) for text in self.texts]
        for position, date in self.dates.items():
            each[position] = odd(date)
        return self.cells if each == self.texts else spread(each, self.positions, self.cells)

    def problems(self, source: Source) -> list[Problem]:
        """Give what is wrong with the cells, by line."""
        wrong = {position: Cell(date.start, date.code, date.remedy) for position, date in self.dates.items()}
        return list(told(self.cells, self.positions, wrong, source))


def _itself(text: str) -> str:
    return text


def _nothing(text: str) -> str:
    return ""


def _of_end(date: WrittenDate) -> WrittenDate:
    """Refuse «since 2010» where an end is asked."""
    is_start_only = date.is_span and date.start and not date.end
    return WrittenDate(code="date_unreadable") if is_start_only else date


def _as_period(date: WrittenDate) -> tuple[str, str]:
    """Take a term or a quarter for the time from its first to its last month."""
    if not date.is_span and "/" in date.start:
        first, _, last = date.start.partition("/")
        return first.replace("..", ""), last.replace("..", "")
    return date.start, date.end


def _contradicting(cells: pd.Series, said: pd.Series, elsewhere: pd.Series, source: Source) -> list[Problem]:
    """Tell where two cells of a row give different dates for the same."""
    if is_blank(elsewhere) or is_blank(said):
        return []
    wrong = cells[(said != "") & (elsewhere != "") & (said != elsewhere)]
    return [
        source.problem("contradiction", int(str(line)), str(cells.name), text, str(elsewhere[line]))
        for line, text in wrong.items()
    ]
