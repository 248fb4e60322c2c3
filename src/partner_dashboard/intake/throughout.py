"""From a column that a file does not have to the one value that a person gives to all of its rows.

A list of one office's exchange partners names neither the office nor the exchange: both go without saying there.
"""

from collections.abc import Mapping
from dataclasses import replace

from partner_dashboard.intake.columns import Heading, Headings
from partner_dashboard.intake.reading import Table
from partner_dashboard.schema import DATASETS, Column


def askable(dataset: str) -> tuple[Column, ...]:
    """Give the columns of a dataset that every row must fill and that may well be the same in all of them."""
    return tuple(column for column in DATASETS[dataset].required() if column.codes or column.name == "home_institution")


def widened(table: Table, headings: Headings) -> tuple[Table, Headings]:
    """Give a table and its headings as if the file had the columns that were given for all rows.

    A column that the file does have says more than what was given for all rows, which is then left out.
    """
    added = {name: value for name, value in headings.throughout.items() if name not in headings.positions}
    rows, headers, held = table.rows, list(table.headers), list(headings.headings)
    for name, value in added.items():
        rows = rows.assign(**{name: value}).rename(columns={name: len(headers)})
        held.append(Heading(len(headers), name, name, "chosen"))
        headers.append(name)
    return replace(table, rows=rows, headers=tuple(headers)), replace(headings, headings=tuple(held))


def given(before: Mapping[str, str], chosen: Mapping[str, str], dataset: str) -> dict[str, str]:
    """Give what counts for all rows: what is chosen now before what was remembered; "" takes a value back."""
    names = {column.name for column in askable(dataset)}
    return {name: value for name, value in {**before, **chosen}.items() if value and name in names}
