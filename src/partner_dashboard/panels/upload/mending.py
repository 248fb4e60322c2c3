"""From a problem to the cell of the file in which it can be mended, and to what could stand there instead; pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from partner_dashboard import sheets
from partner_dashboard.intake.columns import FILLS, Headings
from partner_dashboard.problems import Problem

Cell = tuple[int, int]
"""A cell of a file: line and position."""

Order = Literal["day_first", "month_first"]
ORDERS: tuple[Order, ...] = ("day_first", "month_first")

DAY = re.compile(r"\d{4}-\d{2}-(\d{2})")
LEADING = re.compile(r"\s*(\d{1,2})\D")


@dataclass(frozen=True, slots=True)
class Found:
    """A problem and the cell it can be mended in, None where only the file can be mended."""

    problem: Problem
    cell: Cell | None


def located(problems: Iterable[Problem], headings: Headings, rows: pd.DataFrame) -> list[Found]:
    """Find the cell of each problem; `rows` are the cells as written, by line and position."""
    positions = _positions(headings)
    return [Found(problem, _cell(problem, positions, rows)) for problem in problems]


def remedies(found: Iterable[Found], rows: pd.DataFrame) -> dict[Cell, str]:
    """Give what could stand in each cell instead, where somebody knows; of several words only the wrong one changes."""
    known: dict[Cell, str] = {}
    for held in found:
        problem, cell = held.problem, held.cell
        if cell and problem.remedy and problem.code in sheets.REMEDY_IS_A_GUESS:
            known[cell] = _mended(known.get(cell, str(rows.at[cell])), problem)
    return known


def ordered(found: Iterable[Found], rows: pd.DataFrame, order: Order) -> dict[Cell, str]:
    """Give every date that can be read in two ways as it is meant where the day, or the month, comes first."""
    known: dict[Cell, str] = {}
    for held in found:
        day = _in_order(held.problem, order) if held.problem.code == "ambiguous_date" else ""
        if held.cell and day:
            known[held.cell] = known.get(held.cell, str(rows.at[held.cell])).replace(held.problem.value, day)
    return known


def naming(headings: Headings, names: Sequence[str]) -> int | None:
    """Give the position of the first column that is there of those that say which row it is."""
    return next((headings.positions[name] for name in names if name in headings.positions), None)


def _positions(headings: Headings) -> Mapping[str, int]:
    """Give where each column stands: by our name, by what uploads have in its place, by the heading as written."""
    by_header = {heading.header: heading.position for heading in reversed(headings.headings) if heading.header}
    instead = {name: headings.positions[held] for held, names in FILLS.items() if held in headings.positions
               for name in names}  # fmt: skip
    return {**by_header, **instead, **headings.positions}


def _cell(problem: Problem, positions: Mapping[str, int], rows: pd.DataFrame) -> Cell | None:
    if problem.column not in positions or problem.line not in rows.index:
        return None
    return problem.line, positions[problem.column]


def _mended(text: str, problem: Problem) -> str:
    is_part = problem.value and problem.value in text
    return text.replace(problem.value, problem.remedy) if is_part else problem.remedy


def _in_order(problem: Problem, order: Order) -> str:
    """Give the reading of «02/03/2024» in an order; an empty text where neither reading is a day."""
    readings, leading = problem.remedy.split(" / "), LEADING.match(problem.value)
    days = {int(day[1]): text for text in readings if (day := DAY.fullmatch(text))}
    if leading is None or len(days) != 2 or int(leading[1]) not in days:
        return ""
    first = days.pop(int(leading[1]))
    return first if order == "day_first" else next(iter(days.values()))
