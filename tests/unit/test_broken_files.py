"""Odd and broken files load right, load right with a notice, lose only wrong rows, or are refused with the place."""

import pytest

from partner_dashboard.errors import UnreadableFileError
from partner_dashboard.intake.reading import Table, read
from tests.broken_files import BROKEN_FILES, BrokenFile


def of(*outcomes: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("broken", [held for held in BROKEN_FILES if held.outcome in outcomes], ids=str)


def table_of(broken: BrokenFile) -> Table:
    return read(broken.data, broken.file)


def test_there_are_many_and_each_has_a_name_of_its_own() -> None:
    assert len(BROKEN_FILES) >= 120
    assert len({broken.name for broken in BROKEN_FILES}) == len(BROKEN_FILES)


@of("loads", "noticed", "stopped")
def test_every_right_row_loads_with_its_own_cells(broken: BrokenFile) -> None:
    table = table_of(broken)
    stopped = {problem.line for problem in table.problems if problem.severity == "error"}
    assert (len(table.rows), table.rows_read) == (broken.rows, broken.rows + len(stopped))
    for line, cells in broken.cells.items():
        assert {name: table.rows.at[line, table.headers.index(name)] for name in cells} == cells
    assert table.reading.header_line == broken.header_line
    assert broken.encoding in ("", table.reading.encoding)
    assert broken.separator in ("", table.reading.separator)


@of("loads")
def test_what_loads_right_needs_no_word(broken: BrokenFile) -> None:
    assert table_of(broken).problems == ()


@of("noticed")
def test_what_was_assumed_is_said_and_stops_nothing(broken: BrokenFile) -> None:
    problems = table_of(broken).problems
    assert [problem for problem in problems if problem.severity == "error"] == []
    said = [problem for problem in problems if problem.code == broken.code]
    assert said
    if broken.lines:
        assert tuple(problem.line for problem in said) == broken.lines
    if broken.columns:
        assert tuple(problem.column for problem in said) == broken.columns


@of("stopped")
def test_a_wrong_row_is_told_with_its_line_and_column_and_no_other_is(broken: BrokenFile) -> None:
    stopped = [problem for problem in table_of(broken).problems if problem.severity == "error"]
    assert [(problem.code, problem.line) for problem in stopped] == [(broken.code, line) for line in broken.lines]
    if broken.columns:
        assert stopped[0].column in broken.columns


@of("refused")
def test_a_refusal_says_why_and_where(broken: BrokenFile) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        table_of(broken)
    assert (refused.value.values["file"], refused.value.values["reason"]) == (broken.file, broken.code)
    if broken.lines:
        assert refused.value.values["line"] == broken.lines[0]
    if broken.columns:
        assert refused.value.values["column"] in broken.columns
