"""From a few rows to a state that uploads may point to, and from a few cells to what is found in them.

known     rows of institutions, partnerships, events → Known with the code lists and regions of the product
checked   headings and rows of a file → what `check` makes of them against such a state
found     the problems of a file as short tuples: line, code, column, value, remedy
"""

from collections.abc import Mapping, Sequence
from functools import cache

import pandas as pd

from partner_dashboard.intake.checking import Checked, Known, check
from partner_dashboard.intake.columns import FILLS, Heading, Headings, recognise
from partner_dashboard.intake.reading import Table
from partner_dashboard.regions import Regions
from partner_dashboard.schema import DATASETS
from partner_dashboard.settings import installed
from tests.organisations import Row, institution
from tests.uploads import codes, table

HERE = (
    institution("rub", name="Ruhr University Bochum", name_de="Ruhr-Universität Bochum", short_name="RUB",
                city="Bochum", country_code="DE"),
    institution("univ-osaka", name="Osaka University", name_de="Universität Osaka", city="Suita", country_code="JP",
                ror_id="https://ror.org/035t8zc32"),
    institution("uc-berkeley", name="University of California, Berkeley", city="Berkeley", country_code="US"),
    institution("city-bochum", name="City of Bochum", name_de="Stadt Bochum", kind="city", city="Bochum",
                country_code="DE"),
)  # fmt: skip
"""The institutions that a small state knows."""


def known(
    institutions: Sequence[Row] = HERE,
    partnerships: Sequence[Row] = (),
    events: Sequence[Row] = (),
    aliases: Mapping[str, str] | None = None,
    left_out: Mapping[str, Mapping[str, str]] | None = None,
) -> Known:
    """Make a state of a few rows; columns that a row does not name are empty."""
    frames = {
        name: frame(name, rows)
        for name, rows in (("institutions", institutions), ("partnerships", partnerships), ("events", events))
    }
    return Known(codes(), regions(), **frames, aliases=aliases or {}, left_out=left_out or {})


def frame(dataset: str, rows: Sequence[Row]) -> pd.DataFrame:
    """Give rows with all columns of a dataset, as a store holds them."""
    columns = list(DATASETS[dataset].names)
    made = pd.DataFrame([dict(row) for row in rows], columns=columns, dtype=str).fillna("")
    numbers = {name: pd.to_numeric(made[name], errors="coerce") for name in ("latitude", "longitude") if name in made}
    return made.assign(**numbers)


@cache
def regions() -> Regions:
    """Give the regions of the demonstration data."""
    return Regions(pd.read_csv(installed("data") / "regions.csv", dtype=str, keep_default_na=False))


def checked(dataset: str, headers: Sequence[str], *rows: Sequence[str], state: Known | None = None) -> Checked:
    """Check a file of a few rows, whose headings stand on line 1."""
    return check_table(table(headers, *rows), dataset, state or known())


def check_table(file: Table, dataset: str, state: Known) -> Checked:
    """Check a table as a file of a dataset; headings that are our names mean just these columns."""
    ours = set(file.headers) <= {*DATASETS[dataset].names, *FILLS}
    held = tuple(Heading(position, name, name, "exact") for position, name in enumerate(file.headers))
    headings = Headings(dataset, held) if ours else recognise(file, state.codes, dataset)
    return check(file, headings, DATASETS[dataset], state)


def found(result: Checked) -> list[tuple[int, str, str, str, str]]:
    """Give the problems in short, in their order."""
    return [(held.line, held.code, held.column, held.value, held.remedy) for held in result.problems]
