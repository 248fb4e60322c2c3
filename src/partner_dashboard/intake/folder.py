"""From a folder of CSV files to an edition: read, check, place, keep what is public, and report the rest."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from partner_dashboard.editions import PUBLIC, Codes, Edition, public
from partner_dashboard.errors import DataFolderError
from partner_dashboard.intake.checking import Checked, Known, check, closest
from partner_dashboard.intake.reading import Table, read_csv
from partner_dashboard.intake.showing import show
from partner_dashboard.problems import Problem, Report
from partner_dashboard.regions import Regions
from partner_dashboard.schema import (
    CODES_COLUMNS,
    DATASETS,
    REGIONS_COLUMNS,
    Dataset,
)
from partner_dashboard.settings import FILE, Settings, installed, load

Placing = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True)
class Setting:
    """What stands around the rows of a dataset: settings, code lists and regions, and what is wrong with their files.

    `digest` changes whenever one of these files does.
    """

    settings: Settings
    codes: Codes
    regions: Regions
    problems: tuple[Problem, ...]
    digest: str


@dataclass(frozen=True)
class Folder:
    """The rows of a folder, all of them and all of their columns, and the report of their reading.

    `frames` holds every dataset by name: the columns of the schema in order, text but for latitude and longitude; the
    index is the line in the file. `digest` changes whenever one of the files does.
    """

    frames: Mapping[str, pd.DataFrame]
    report: Report
    digest: str


def open_folder(folder: Path, place: Placing, today: date) -> Edition:
    """Open a folder of data as an edition of its own, which no store holds.

    See `read_folder` for `place`. Without a set day the data speaks of the newest start up to `today`.
    Raises: as `read_setting` and `read_folder`.
    """
    around = read_setting(folder)
    read = read_folder(folder, around, place)
    shown = show(read.frames)
    return Edition(
        number=1, digest=digest_of(around.digest, read.digest), settings=around.settings, codes=around.codes,
        regions=around.regions, report=read.report, opened_on=today, **shown,
    )  # fmt: skip


def read_setting(folder: Path) -> Setting:
    """Read what stands around the rows; lists that the folder does not bring come from the demonstration data.

    Raises: SettingsError, UnreadableFileError for a list that is no table.
    """
    code_list, region_list = _lookup(folder, "codes.csv"), _lookup(folder, "regions.csv")
    return Setting(
        load(folder),
        Codes(code_list.rows.reindex(columns=list(CODES_COLUMNS), fill_value="")),
        Regions(region_list.rows.reindex(columns=list(REGIONS_COLUMNS), fill_value="")),
        (*code_list.problems, *region_list.problems),
        _digest(folder, ("codes.csv", "regions.csv", FILE)),
    )


def read_folder(folder: Path, around: Setting, place: Placing) -> Folder:
    """Read and check every file of rows; `place` gives rows that name a city and no coordinates a place.

    Raises: DataFolderError without partnerships, UnreadableFileError for a file that is no table.
    """
    if not (folder / "partnerships.csv").is_file() or not (folder / "institutions.csv").is_file():
        raise DataFolderError(folder=str(folder))
    codes, regions = around.codes, around.regions
    tables = {
        name: read_csv(folder / dataset.file) for name, dataset in DATASETS.items() if (folder / dataset.file).is_file()
    }
    ids = {name: frozenset(tables[name].rows.get(dataset.key, ())) for name, dataset in DATASETS.items()
           if dataset.key and name in tables}  # fmt: skip
    checked: dict[str, Checked] = {}
    left_out: dict[str, dict[str, str]] = {}
    for name, dataset in DATASETS.items():
        table = tables.get(name) or _empty(dataset)
        found = check(table, dataset, Known(codes.lists(), ids, left_out))
        checked[name] = _regions_known(found, regions) if name == "partnerships" else found
        if dataset.key:
            ids[name] = frozenset(checked[name].rows[dataset.key])
            left_out[name] = _left_out(table, dataset.key, ids[name])
    checked["evidence"] = _rows_known(checked["evidence"], ids, left_out)
    frames = {name: _placed(found.rows, place) for name, found in checked.items()}
    hidden = {
        row_id for name, dataset in DATASETS.items() if name in tables for row_id in _hidden(tables[name], dataset)
    }
    told = (
        _discreet(problem, DATASETS[name], tables[name].rows, hidden)
        for name, found in checked.items()
        for problem in found.problems
    )
    report = Report(
        (*around.problems, *told),
        {name: table.rows_read for name, table in tables.items()},
        {name: len(found.rows) for name, found in checked.items()},
    ).with_problems(_unplaced(frames["institutions"], DATASETS["institutions"].file))
    return Folder(frames, report, _digest(folder, (dataset.file for dataset in DATASETS.values())))


def digest_of(*parts: str) -> str:
    """Give one short hash for several."""
    return hashlib.sha256("-".join(parts).encode()).hexdigest()[:16]


def _lookup(folder: Path, file: str) -> Table:
    path = folder / file
    return read_csv(path if path.is_file() else installed("data") / file)


def _empty(dataset: Dataset) -> Table:
    return Table(dataset.file, pd.DataFrame({name: pd.Series(dtype=str) for name in dataset.names}), 0, ())


def _regions_known(checked: Checked, regions: Regions) -> Checked:
    """Drop and list partnerships that name a region no scheme declares, or neither partner, country nor region."""
    rows, file = checked.rows, DATASETS["partnerships"].file
    found: list[Problem] = []
    for line, code in rows.loc[rows["region_code"] != "", "region_code"].items():
        scheme, _, region = code.partition(":")
        if regions.find(scheme, region) is None:
            found.append(Problem("unknown_region", file, int(str(line)), "region_code", code))
    nowhere = (rows["institution_id"] == "") & (rows["country_code"] == "") & (rows["region_code"] == "")
    found += [Problem("missing_value", file, int(line), "institution_id") for line in rows.index[nowhere]]
    stopped = [problem.line for problem in found]
    return replace(checked, rows=rows[~rows.index.isin(stopped)], problems=(*checked.problems, *found))


def _left_out(table: Table, key: str, kept: Collection[str]) -> dict[str, str]:
    """Say where the rows of a table stand that are not kept: id to file:line."""
    if key not in table.rows:
        return {}
    ids = table.rows[key]
    found = {str(row_id): int(str(line)) for line, row_id in ids[~ids.isin(kept) & ~ids.duplicated()].items()}
    torn = (problem for problem in table.problems if problem.code == "wrong_field_count" and problem.column == key)
    found |= {problem.remedy: problem.line for problem in torn if problem.remedy not in kept}
    return {row_id: f"{table.file}:{line}" for row_id, line in found.items()}


def _rows_known(
    checked: Checked, ids: Mapping[str, Collection[str]], left_out: Mapping[str, Mapping[str, str]]
) -> Checked:
    """Drop and list evidence about a row that is nowhere, or was itself left out."""
    known = {row_id for held in ids.values() for row_id in held}
    stopped = {row_id: where for held in left_out.values() for row_id, where in held.items()}
    wrong = checked.rows.loc[~checked.rows["row_id"].isin(known), "row_id"]
    found = []
    for line, row_id in wrong.items():
        code = "reference_left_out" if row_id in stopped else "unknown_reference"
        remedy = stopped.get(row_id) or closest(row_id, known)
        found.append(Problem(code, DATASETS["evidence"].file, int(str(line)), "row_id", row_id, remedy))
    return replace(checked, rows=checked.rows.drop(index=wrong.index), problems=(*checked.problems, *found))


def _placed(rows: pd.DataFrame, place: Placing) -> pd.DataFrame:
    if "latitude" not in rows:
        return rows
    wanting = rows["latitude"].isna() & (rows["city"] != "") & (rows["country_code"] != "")
    return place(rows) if wanting.any() else rows


def _unplaced(institutions: pd.DataFrame, file: str) -> Iterable[Problem]:
    rows = public(institutions, {})
    for row in rows.loc[rows["latitude"].isna(), ["institution_id", "city"]].itertuples():
        yield Problem("no_coordinates", file, int(str(row[0])), "city" if row[2] else "latitude", str(row[1]))


def _hidden(table: Table, dataset: Dataset) -> Iterable[str]:
    """Give the ids of the rows of a file that not every reader may see."""
    rows = table.rows
    if "visibility" not in rows or dataset.key not in rows:
        return ()
    return (str(row_id) for row_id in rows.loc[~rows["visibility"].isin(PUBLIC), dataset.key])


def _discreet(problem: Problem, dataset: Dataset, rows: pd.DataFrame, hidden: Collection[str]) -> Problem:
    """Say that a cell is wrong, but not what stands in it, or could, where not every reader may see it."""
    if problem.remedy in hidden:
        problem = replace(problem, remedy="")
    if problem.column == "visibility" or problem.code == "unknown_column":
        return problem
    internal = problem.column in dataset.names and dataset.column(problem.column).internal
    seen = rows["visibility"].get(problem.line, "") if "visibility" in rows else ""
    return replace(problem, value="", remedy="") if internal or seen not in PUBLIC else problem


def _digest(folder: Path, files: Iterable[str]) -> str:
    """Give a short hash of files, also of those that are not there."""
    whole = hashlib.sha256()
    for file in files:
        path = folder / file
        whole.update(path.read_bytes() if path.is_file() else b"-")
    return whole.hexdigest()[:16]
