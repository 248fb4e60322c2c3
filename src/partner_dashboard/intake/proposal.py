"""From an uploaded file and what a person chose about it to a proposed change, step by step.

file → reading → columns → checking (with matching) → change. Nothing is remembered here: the same file, choices and
state always give the same proposal, so a door may ask again after every click.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from partner_dashboard.intake.change import Change, Mode, propose, still_needed
from partner_dashboard.intake.checking import Checked, check
from partner_dashboard.intake.columns import Headings, recognise, shape_of
from partner_dashboard.intake.known import Known
from partner_dashboard.intake.newcomers import Newcomer, with_newcomers
from partner_dashboard.intake.reading import Hints, Table, read
from partner_dashboard.intake.throughout import given, widened
from partner_dashboard.problems import Problem, Report
from partner_dashboard.schema import DATASETS, Dataset

MARK = re.compile(r"^'(?='*[=+\-@\t\r\n])")
"""The apostrophe before a text that a spreadsheet would take for a formula."""


@dataclass(frozen=True)
class Choices:
    """What a person decided about a file; everything empty means «find out».

    `columns` says for positions which column of ours they are, "" for none; `words` for columns what their words mean,
    as codes; `throughout` what all rows hold in a column that the file does not have; `cells` what shall stand in a
    cell instead, by line and position; `partners` which institution a written name means, by key of the name;
    `newcomers` which written names become institutions of their own; `empties` whether an empty cell empties what
    stands, instead of saying nothing about it.
    """

    hints: Hints = field(default_factory=Hints)
    dataset: str = ""
    columns: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    throughout: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)
    partners: Mapping[str, str] = field(default_factory=dict)
    newcomers: tuple[Newcomer, ...] = ()
    mode: Mode = "add_and_change"
    empties: bool = False


@dataclass(frozen=True)
class Proposal:
    """A file as understood: the table as written, its headings, the rows that may be used, and what they would change.

    Every row of the table is either in `checked.rows` or stopped by a problem with its line. `hindrances` are what
    stands in the way of publishing the whole: rows that would end though others point to them.
    """

    table: Table
    headings: Headings
    checked: Checked
    changes: tuple[Change, ...]
    choices: Choices
    hindrances: tuple[Problem, ...] = ()

    @property
    def would_end_wrong_rows(self) -> bool:
        """Whether rows that could not be read would end, because the file is meant to be everything."""
        return self.choices.mode == "everything" and self.report.has_errors

    @property
    def dataset(self) -> Dataset:
        """The dataset that the file fills."""
        return DATASETS[self.headings.dataset]

    @property
    def is_empty(self) -> bool:
        """Whether publishing would change nothing."""
        return all(change.is_empty for change in self.changes)

    @property
    def has_answers(self) -> bool:
        """Whether a person decided something about the file that is worth knowing for the next one."""
        decided = self.choices
        return bool(decided.columns or decided.words or decided.throughout or decided.partners)

    @property
    def is_large_removal(self) -> bool:
        """Whether more than a tenth of the rows would end."""
        return any(change.is_large_removal for change in self.changes)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that was found, by line."""
        return self.checked.problems

    @property
    def report(self) -> Report:
        """The problems, with how many rows were read and may be used."""
        file = self.headings.dataset
        return Report(self.problems, {file: self.table.rows_read}, {file: len(self.checked.rows)})


def understand(
    data: bytes, file: str, known: Known, choices: Choices = Choices(), remembered: Mapping[str, Headings] | None = None
) -> Proposal:
    """Read a file, recognise its columns, check its rows and say what they would change in the known state.

    `remembered` holds the headings that a person once settled, by the shape of a file.
    Raises: UnreadableFileError naming line, column and reason where the file is no table that can be read safely.
    """
    return weigh(_unmarked(read(data, file, choices.hints)), known, choices, remembered)


def weigh(
    table: Table, known: Known, choices: Choices = Choices(), remembered: Mapping[str, Headings] | None = None
) -> Proposal:
    """Do what `understand` does with a table that was read already."""
    mended = _mended(table, choices.cells)
    settled = (remembered or {}).get(shape_of(mended.headers))
    headings = recognise(mended, known.codes, choices.dataset, choices.columns, settled)
    if choices.words:
        words = {name: {**headings.words.get(name, {}), **chosen} for name, chosen in choices.words.items()}
        headings = replace(headings, words={**headings.words, **words})
    headings = replace(headings, throughout=given(headings.throughout, choices.throughout, headings.dataset))
    dataset = DATASETS[headings.dataset]
    met = acquainted(known, choices)
    wide, said = widened(mended, headings)
    checked = check(wide, said, dataset, met)
    current = met.rows(dataset.name)
    rows = checked.rows if choices.empties else _filled(checked.rows, current, dataset)
    rows = _without_echoes(rows, current, met) if dataset.name == "partnerships" else rows
    rows, brought = _pointed(rows, current, dataset, checked.fills)
    change = propose(current, rows, dataset, choices.mode, brought)
    others = (propose(known.institutions, met.institutions, DATASETS["institutions"]),) if choices.newcomers else ()
    hindrances = still_needed([change], met) if len(change.gone) else ()
    return Proposal(mended, headings, checked, (*others, change), choices, hindrances)


def acquainted(known: Known, choices: Choices) -> Known:
    """Give the state as it is once the decisions about partners count: names decided, new institutions among ours."""
    institutions = with_newcomers(known.institutions, choices.newcomers)
    return replace(known, aliases={**known.aliases, **choices.partners}, institutions=institutions)


def _filled(rows: pd.DataFrame, current: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Give rows in which an empty cell holds what stands in the row of the same id."""
    if not dataset.key:
        return rows
    standing = current.drop_duplicates(dataset.key).set_index(dataset.key, drop=False).reindex(rows[dataset.key])
    filled = {
        name: rows[name].where(rows[name].notna() & (rows[name] != ""), standing[name].set_axis(rows.index))
        for name in dataset.names
    }
    return rows.assign(**filled).fillna({name: "" for name in dataset.names if name not in ("latitude", "longitude")})


def _without_echoes(rows: pd.DataFrame, current: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Leave out the country of a partnership that only repeats its partner's: the column is for those without one."""
    countries = known.institutions.drop_duplicates("institution_id").set_index("institution_id")["country_code"]
    standing = current.drop_duplicates("partnership_id").set_index("partnership_id")["country_code"]
    repeats = (rows["institution_id"] != "") & (rows["country_code"] == rows["institution_id"].map(countries))
    stays = standing.reindex(rows["partnership_id"], fill_value="").set_axis(rows.index)
    return rows.assign(country_code=rows["country_code"].mask(repeats, stays))


def _pointed(
    rows: pd.DataFrame, current: pd.DataFrame, dataset: Dataset, fills: frozenset[str]
) -> tuple[pd.DataFrame, frozenset[str]]:
    """Say of points that a file brings that they are stated, not found by us; what stands at the same spot stays."""
    told = {"place_method", "place_precision"}
    if "latitude" not in fills or told & fills or not told <= set(dataset.names):
        return rows, fills
    standing = current.drop_duplicates(dataset.key).set_index(dataset.key, drop=False).reindex(rows[dataset.key])
    is_same = (rows[["latitude", "longitude"]].to_numpy() == standing[["latitude", "longitude"]].to_numpy()).all(axis=1)
    is_new = rows["latitude"].notna() & ~is_same
    stays = {name: standing[name].set_axis(rows.index).fillna("") for name in told}
    method = stays["place_method"].mask(is_new, "stated")
    return rows.assign(place_method=method, place_precision=stays["place_precision"].mask(is_new, "")), fills | told


def _unmarked(table: Table) -> Table:
    """Take away the apostrophe that an export to CSV puts before what would be a formula (see exports/tables.py)."""
    if table.reading.format != "csv":
        return table
    marked = [name for name in table.rows if table.rows[name].str.startswith("'").any()]
    if not marked:
        return table
    rows = table.rows.copy()
    for name in marked:
        rows[name] = rows[name].str.replace(MARK, "", regex=True)
    return replace(table, rows=rows)


def _mended(table: Table, cells: Mapping[tuple[int, int], str]) -> Table:
    if not cells:
        return table
    rows: pd.DataFrame = table.rows.copy()
    for (line, position), text in cells.items():
        if line in rows.index and position in rows.columns:
            rows.loc[line, position] = text
    return replace(table, rows=rows)
