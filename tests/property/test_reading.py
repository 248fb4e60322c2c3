"""Whatever rows are written as CSV come back as they were, and every row of a broken file is accounted for."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from partner_dashboard.errors import UnreadableFileError
from partner_dashboard.intake.reading import from_text

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS).filter(lambda row: any(cell.strip() for cell in row)), max_size=8))
def test_written_rows_come_back(rows: list[tuple[str, str]]) -> None:
    written = io.StringIO(newline="")
    lines = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL)
    lines.writerows([("a", "b"), *rows])
    table = from_text("x.csv", written.getvalue())
    assert [tuple(row) for row in table.rows.to_numpy().tolist()] == [
        tuple(cell.strip() for cell in row) for row in rows
    ]
    assert table.rows_read == len(rows)
    assert table.rows.index.is_monotonic_increasing
    assert table.rows.index.is_unique


@given(st.text(st.sampled_from('ab,"\n\r ;'), max_size=60))
def test_every_row_is_kept_or_listed(text: str) -> None:
    try:
        table = from_text("x.csv", text)
    except UnreadableFileError as refused:
        assert set(refused.values) == {"file", "line", "reason"}
        return
    assert len(table.rows) + len(table.problems) == table.rows_read
    assert {problem.code for problem in table.problems} <= {"wrong_field_count"}
