"""Where a problem can be mended, and what mends many at once."""

import pandas as pd
import pytest

from partner_dashboard.intake.columns import Heading, Headings
from partner_dashboard.panels.upload import mending
from partner_dashboard.panels.upload.mending import Found
from partner_dashboard.problems import Problem

ROWS = pd.DataFrame([["Tartu", "research; quux", "02/03/2024"], ["Oulu", "", ""]], index=pd.Index([5, 7], name="line"))
HEADINGS = Headings(
    "events",
    (Heading(0, "Titel", "title", "synonym"), Heading(1, "Themen", "topics", "synonym"),
     Heading(2, "Wann", "period", "synonym")),
)  # fmt: skip


def problem(code: str, line: int, column: str, value: str = "", remedy: str = "") -> Problem:
    return Problem(code, "a.csv", line, column, value, remedy)


@pytest.mark.parametrize(
    ("column", "cell"),
    [("topics", (5, 1)), ("Themen", (5, 1)), ("start_date", (5, 2)), ("Wann", (5, 2)), ("country_code", None)],
)
def test_a_problem_is_found_by_our_column_the_heading_or_what_stands_in_its_place(
    column: str, cell: tuple[int, int] | None
) -> None:
    (found,) = mending.located([problem("missing_value", 5, column)], HEADINGS, ROWS)
    assert found.cell == cell


def test_a_line_that_is_no_row_of_cells_can_only_be_mended_in_the_file() -> None:
    (found,) = mending.located([problem("wrong_field_count", 6, "title")], HEADINGS, ROWS)
    assert found.cell is None


def test_of_several_words_in_a_cell_a_remedy_changes_only_the_wrong_one() -> None:
    found = [Found(problem("unknown_code", 5, "topics", "quux", "culture"), (5, 1))]
    assert mending.remedies(found, ROWS) == {(5, 1): "research; culture"}


def test_what_is_no_guess_of_ours_is_no_remedy() -> None:
    found = [Found(problem("end_before_start", 5, "end_date", "2001", "2002"), (5, 2))]
    assert mending.remedies(found, ROWS) == {}


@pytest.mark.parametrize(("order", "day"), [("day_first", "2024-03-02"), ("month_first", "2024-02-03")])
def test_a_date_of_two_readings_is_settled_by_an_order(order: mending.Order, day: str) -> None:
    found = [Found(problem("ambiguous_date", 5, "Wann", "02/03/2024", "2024-02-03 / 2024-03-02"), (5, 2))]
    assert mending.ordered(found, ROWS, order) == {(5, 2): day}


def test_what_is_ambiguous_in_another_way_is_not_settled_by_an_order() -> None:
    found = [Found(problem("ambiguous_date", 5, "Wann", "2010/11", "2010-11 / 2010/2011"), (5, 2))]
    assert mending.ordered(found, ROWS, "day_first") == {}
