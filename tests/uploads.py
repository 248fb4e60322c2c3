"""From a few headings and rows to a table as `intake.reading` gives it, and the code lists of the product."""

from collections.abc import Sequence
from functools import cache

import pandas as pd

from partner_dashboard.editions import Codes
from partner_dashboard.intake.columns import Headings
from partner_dashboard.intake.reading import Reading, Table
from partner_dashboard.settings import installed


@cache
def codes() -> Codes:
    """Give the code lists of the demonstration data."""
    return Codes(pd.read_csv(installed("data") / "codes.csv", dtype=str, keep_default_na=False))


def table(headers: Sequence[str], *rows: Sequence[str], file: str = "x.csv", sheet: str = "", line: int = 1) -> Table:
    """Make a table whose headings stand on `line` and whose rows follow without a gap."""
    index = pd.RangeIndex(line + 1, line + 1 + len(rows), name="line")
    cells = pd.DataFrame([list(row) for row in rows], index=index, columns=range(len(headers)), dtype=str)
    reading = Reading("xlsx" if sheet else "csv", sheet=sheet, header_line=line)
    return Table(file, tuple(headers), cells, len(rows), (), reading)


def taken(headings: Headings) -> dict[str, str]:
    """Give the columns of ours with the headings that were taken for them."""
    return {heading.column: heading.header for heading in headings.headings if heading.column}
