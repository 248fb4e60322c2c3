"""From a folder of CSV files to an edition: read, check, place, keep what is public, and report the rest."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from partner_dashboard.editions import PUBLIC, Codes, Edition, public
from partner_dashboard.errors import DataFolderError, UnreadableFileError
from partner_dashboard.intake.checking import Checked, Known, check
from partner_dashboard.intake.columns import Heading, Headings
from partner_dashboard.intake.reading import Hints, Reading, Table, read
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
        Codes(code_list.named().reindex(columns=list(CODES_COLUMNS), fill_value="")),
        Regions(region_list.named().reindex(columns=list(REGIONS_COLUMNS), fill_value="")),
        (*code_list.problems, *region_list.problems),
        _digest(folder, ("codes.csv", "regions.csv", FILE)),
    )


def read_folder(folder: Path, around: Setting, place: Placing) -> Folder:
    """Read and check every file of rows; `place` gives rows that name a city and no coordinates a place.

    Raises: DataFolderError without partnerships, UnreadableFileError for a file that is no table.
    """
    if not (folder / "partnerships.csv").is_file() or not (folder / "institutions.csv").is_file():
        raise DataFolderError(folder=str(folder))
    tables = {name: _read(folder / dataset.file) if (folder / dataset.file).is_file() else _empty(dataset)
              for name, dataset in DATASETS.items()}  # fmt: skip
    checked = _checked(tables, around)
    frames = {name: _placed(found.rows, place) for name, found in checked.items()}
    hidden = {row_id for name, dataset in DATASETS.items() for row_id in _hidden(tables[name], dataset)}
    told = (
        _discreet(problem, DATASETS[name], tables[name], hidden)
        for name, found in checked.items()
        for problem in found.problems
        if problem.code not in OF_UPLOADS
    )
    report = Report(
        (*around.problems, *told),
        {name: table.rows_read for name, table in tables.items() if (folder / table.file).is_file()},
        {name: len(found.rows) for name, found in checked.items()},
    ).with_problems(_unplaced(frames["institutions"], DATASETS["institutions"].file))
    return Folder(frames, report, _digest(folder, (dataset.file for dataset in DATASETS.values())))


OF_UPLOADS = ("no_date", "no_coordinates", "possible_duplicate")
"""What only the person who uploads a file can answer; the rows of a folder have their ids, and places are looked up."""


def _checked(tables: Mapping[str, Table], around: Setting) -> dict[str, Checked]:
    """Check every table against those before it: relations point to institutions, evidence to all rows."""
    nothing = {name: _empty(dataset).named() for name, dataset in DATASETS.items() if dataset.key}
    known = Known(around.codes, around.regions, **nothing)
    checked: dict[str, Checked] = {}
    for name, dataset in DATASETS.items():
        found = checked[name] = check(tables[name], own_headings(tables[name], dataset), dataset, known)
        if dataset.key:
            left_out = {**known.left_out, name: _left_out(tables[name], dataset.key, found.rows[dataset.key])}
            known = replace(known, **{name: found.rows}, left_out=left_out)
    return checked


def own_headings(table: Table, dataset: Dataset) -> Headings:
    """Take the headings of a table of ours: exactly the names of the schema, each once, and nothing similar."""
    first = {header: position for position, header in reversed(list(enumerate(table.headers)))}
    return Headings(
        dataset.name,
        tuple(
            Heading(position, header, header, "exact")
            if header in dataset.names and first[header] == position
            else Heading(position, header, by="doubled" if header in dataset.names else "")
            for position, header in enumerate(table.headers)
        ),
    )


def digest_of(*parts: str) -> str:
    """Give one short hash for several."""
    return hashlib.sha256("-".join(parts).encode()).hexdigest()[:16]


OWN_FILES = Hints(encoding="utf-8-sig", separator=",", quote='"', header_line=1)
"""How the files of a folder are written; nothing is to be found out."""


def _lookup(folder: Path, file: str) -> Table:
    path = folder / file
    return _read(path if path.is_file() else installed("data") / file)


def _read(path: Path) -> Table:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise UnreadableFileError(file=path.name, line=0, column="", value="", reason="no_file") from problem
    return read(data, path.name, OWN_FILES)


def _empty(dataset: Dataset) -> Table:
    cells = pd.DataFrame({position: pd.Series(dtype=str) for position in range(len(dataset.names))})
    return Table(dataset.file, dataset.names, cells.rename_axis("line"), 0, (), Reading("csv"))


def _left_out(table: Table, key: str, kept: Collection[str]) -> dict[str, str]:
    """Say where the rows of a table stand that are not kept: id to file:line."""
    if key not in table.headers:
        return {}
    ids = _column(table, key)
    found = {str(row_id): int(str(line)) for line, row_id in ids[~ids.isin(set(kept)) & ~ids.duplicated()].items()}
    torn = (problem for problem in table.problems if problem.severity == "error" and table.headers[0] == key)
    found |= {problem.remedy: problem.line for problem in torn if problem.remedy not in set(kept)}
    return {row_id: f"{table.file}:{line}" for row_id, line in found.items() if row_id}


def _column(table: Table, name: str) -> pd.Series:
    """Give the cells under a heading of a table; none where it has no such heading."""
    return table.rows[table.headers.index(name)] if name in table.headers else pd.Series(dtype=str)


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
    ids, seen = _column(table, dataset.key), _column(table, "visibility")
    return (str(row_id) for row_id in ids[~seen.isin(PUBLIC)]) if len(ids) and len(seen) else ()


def _discreet(problem: Problem, dataset: Dataset, table: Table, hidden: Collection[str]) -> Problem:
    """Say that a cell is wrong, but not what stands in it, or could, where not every reader may see it."""
    if problem.remedy in hidden:
        problem = replace(problem, remedy="")
    if problem.column == "visibility" or problem.code == "unknown_column":
        return problem
    internal = problem.column in dataset.names and dataset.column(problem.column).internal
    seen = _column(table, "visibility").get(problem.line, "")
    return replace(problem, value="", remedy="") if internal or seen not in PUBLIC else problem


def _digest(folder: Path, files: Iterable[str]) -> str:
    """Give a short hash of files, also of those that are not there."""
    whole = hashlib.sha256()
    for file in files:
        path = folder / file
        whole.update(path.read_bytes() if path.is_file() else b"-")
    return whole.hexdigest()[:16]
