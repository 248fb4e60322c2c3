"""From a table of text to typed rows and problems: a wrong cell is a value, and the other rows go on.

known.py  what rows may point to
rules/    what is read and checked, one subject a module
written/  what people write → our values
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce

import pandas as pd

from partner_dashboard.intake.columns import FILLS, Headings, arrange, notices
from partner_dashboard.intake.known import Known
from partner_dashboard.intake.matching import Match
from partner_dashboard.intake.reading import Table
from partner_dashboard.intake.rules import ids, institutions, points, sense, spans
from partner_dashboard.intake.rules.cells import Source, answered, reader, texts, understood
from partner_dashboard.intake.rules.columns import is_blank
from partner_dashboard.intake.rules.participants import participants
from partner_dashboard.intake.rules.partners import WRITTEN, Partners, homes, parents, partnered
from partner_dashboard.intake.rules.references import Rows, referred
from partner_dashboard.problems import Problem
from partner_dashboard.schema import Column, Dataset

__all__ = ["Checked", "Known", "check"]


@dataclass(frozen=True)
class Checked:
    """The rows that may be used, all problems, and the institutions that were written by name.

    Shape: every column of the dataset in order, text but for latitude and longitude (degrees, NaN where unknown); the
    index is the line. Rows with an error are not among them. A column that the file does not have is empty; where every
    row must fill it, it holds what is known of the row. `fills` are the columns about which the file says something, or
    for which something was assumed and said.
    Order: rows as in the file, problems by line, then by column.
    """

    rows: pd.DataFrame
    problems: tuple[Problem, ...]
    matches: tuple[Match, ...]
    fills: frozenset[str]


def check(table: Table, headings: Headings, dataset: Dataset, known: Known) -> Checked:
    """Read every cell of a table as what its column holds, and check the rows against each other and what is known.

    No argument is changed. Every row of the table is among the rows or has an error with its line.
    """
    begun = _begun(table, headings, dataset, known)
    done = reduce(lambda draft, step: step(draft), STEPS, begun)
    place = {name: position for position, name in enumerate(dataset.names)}
    problems = sorted(done.problems, key=lambda problem: (problem.line, place.get(problem.column, -1)))
    rows = done.going_on[list(dataset.names)]
    matches = sorted(done.partners.matches.values(), key=lambda match: match.lines[:1])
    return Checked(rows, tuple(problems), tuple(matches), done.fills)


@dataclass(frozen=True)
class Draft:
    """A table on its way: the rows as read so far, beside the cells as written.

    `rows` has every column of the dataset and those that only uploads have, `written` only those of the file. `fills`
    are the columns of the dataset about which the file says something.
    """

    written: pd.DataFrame
    rows: pd.DataFrame
    problems: tuple[Problem, ...]
    fills: frozenset[str]
    headings: Headings
    header_line: int
    dataset: Dataset
    known: Known
    partners: Partners
    source: Source

    @property
    def stopped(self) -> set[int]:
        """The lines that an error stops."""
        return {problem.line for problem in self.problems if problem.severity == "error"}

    @property
    def going_on(self) -> pd.DataFrame:
        """The rows that no error stops."""
        stopped = self.stopped
        return self.rows[~self.rows.index.isin(list(stopped))] if stopped else self.rows

    def told(self, problems: Iterable[Problem]) -> "Draft":
        """Give the same draft with further problems."""
        return replace(self, problems=(*self.problems, *problems))

    def reading(self, columns: pd.DataFrame | pd.Series, problems: Iterable[Problem] = ()) -> "Draft":
        """Give the same draft with columns read, and further problems."""
        frame = columns.to_frame() if isinstance(columns, pd.Series) else columns
        return replace(self.told(problems), rows=self.rows.assign(**dict(frame.items())))


def _begun(table: Table, headings: Headings, dataset: Dataset, known: Known) -> Draft:
    written = arrange(table, headings)
    extra = {held.column: held.header for held in headings.headings if held.column in FILLS}
    rows = written.reindex(columns=[*dataset.names, *extra], fill_value="")
    here = rows[dataset.key] if dataset.name == "institutions" else None
    ours = {held.header: held.column for held in reversed(headings.headings) if held.column in dataset.names}
    read = (replace(problem, column=ours.get(problem.column, problem.column)) for problem in table.problems)
    return Draft(
        written, rows, (*read, *notices(table, headings)), headings.fills, headings,
        table.reading.header_line, dataset, known, Partners(known, here),
        Source(table.file, table.reading.sheet, extra, table.reading.counts_from_1904),
    )  # fmt: skip


def _cells(draft: Draft) -> Draft:
    """Read the columns whose cells stand alone; of what points elsewhere only that there is something."""
    for column in draft.dataset.columns:
        cells = draft.rows[column.name]
        if is_blank(cells) or column.name in (spans.START, spans.END):
            continue
        if column.kind in ("text", "id", "list"):
            found, problems = texts(cells, draft.source)
            cells = answered(found) if column.kind == "id" or column.refers_to else found
            draft = draft.reading(cells, problems)
        if read := reader(column, draft.known, draft.headings.words):
            draft = draft.reading(*understood(cells, read, draft.source))
        elif column.kind == "date":
            draft = draft.reading(*spans.dated(cells, draft.source))
    named = [name for name in (*WRITTEN[1:], "partner_city", "participants") if name in draft.rows]
    return draft.reading(pd.DataFrame({name: answered(draft.rows[name]) for name in named}, draft.rows.index))


def _times(draft: Draft) -> Draft:
    if not {spans.START, spans.END, spans.PERIOD} & set(draft.written):
        return draft
    return draft.reading(*spans.spanned(draft.rows, draft.source))


def _points(draft: Draft) -> Draft:
    if "latitude" not in draft.dataset.names:
        return draft
    return draft.reading(*points.placed(draft.rows, draft.source))


def _references(draft: Draft) -> Draft:
    """Find the rows that cells point to: institutions by id or name, all others by id."""
    for column in draft.dataset.columns:
        if column.refers_to or column.name == "row_id":
            draft = draft.reading(*_pointed(draft, column))
    return draft


def _pointed(draft: Draft, column: Column) -> tuple[pd.Series, list[Problem]]:
    cells, known, partners, source = draft.rows[column.name], draft.known, draft.partners, draft.source
    if column.name == "institution_id":
        return partnered(draft.rows, draft.written, partners, source)
    if column.name == "institution_ids":
        return participants(draft.rows, partners, known.codes, source)
    if is_blank(cells):
        return cells, []
    if column.refers_to == "institutions":
        return (homes if column.name == "home_institution" else parents)(cells, partners, source)
    datasets, here = (known.ids, None) if not column.refers_to else ((column.refers_to,), draft.rows[draft.dataset.key])
    return referred(cells, Rows(known, datasets, here), source)


def _home(draft: Draft) -> Draft:
    """Take the one home institution for that of all rows, where a file of partnerships does not name any."""
    homes_known = draft.known.homes
    if draft.dataset.name != "partnerships" or "home_institution" in draft.fills or len(homes_known) != 1:
        return draft
    column = pd.Series(homes_known[0], draft.rows.index, dtype="str", name="home_institution")
    told = draft.source.problem("home_assumed", draft.header_line, column.name, homes_known[0])
    return replace(draft.reading(column, [told]), fills=draft.fills | {column.name})


def _ids(draft: Draft) -> Draft:
    """Give every row that no error stops its id, and tell of ids that stand in the file twice."""
    dataset, source = draft.dataset, draft.source
    if not dataset.key:
        return draft
    draft = draft.told(
        (*ids.repeated(draft.rows[dataset.key], source), *ids.commented(draft.rows[dataset.key], source))
    )
    if dataset.name == "institutions":
        draft = draft.told(institutions.unusable(draft.rows[dataset.key], source))
        found, problems = institutions.institution_ids(draft.going_on, draft.partners, source)
    else:
        current = draft.known.rows(dataset.name)
        found, problems = ids.numbered(draft.going_on, current, dataset, draft.fills, source)
    given = found.reindex(draft.rows.index)
    return draft.reading(given.where(given.notna(), draft.rows[dataset.key]), problems)


def _gaps(draft: Draft) -> Draft:
    """Tell of cells that every row must fill, and fill what is known of a row where the file has no such column."""
    for column in draft.dataset.required():
        if column.name == draft.dataset.key:
            continue
        if column.name not in draft.fills:
            draft = draft.reading(_as_known(draft, column))
        draft = draft.told(_missing(draft, column))
    return _somewhere(draft) if draft.dataset.name == "partnerships" else draft


def _somewhere(draft: Draft) -> Draft:
    """Take the partner from what is known of a row where the file names none at all, and tell of rows without any."""
    if not draft.fills & {"institution_id", "country_code", "region_code"}:
        for name in ("institution_id", "country_code", "region_code"):
            draft = draft.reading(_as_known(draft, draft.dataset.column(name)))
    return draft.told(_nowhere(draft))


def _as_known(draft: Draft, column: Column) -> pd.Series:
    cells, key = draft.rows[column.name], draft.dataset.key
    if not key:
        return cells
    current = draft.known.rows(draft.dataset.name).drop_duplicates(key).set_index(key)[column.name]
    held = current.reindex(draft.rows[key]).fillna("").set_axis(cells.index)
    return cells.mask(cells == "", held).rename(column.name)


def _missing(draft: Draft, column: Column) -> Iterator[Problem]:
    cells = draft.rows[column.name]
    told = {held.line for held in draft.problems if held.column == column.name and held.severity == "error"}
    lines = [line for line in cells.index[cells == ""] if line not in told]
    if column.name not in draft.fills and (lines or cells.empty):
        yield draft.source.problem("missing_column", draft.header_line, column.name)
    for line in lines:
        written = str(draft.written.at[line, column.name]) if column.name in draft.written else ""
        yield draft.source.problem("missing_value", int(line), column.name, written)


def _nowhere(draft: Draft) -> Iterator[Problem]:
    """Tell of relations to nobody: without partner, country and region."""
    nowhere = (draft.rows[["institution_id", "country_code", "region_code"]] == "").all(axis=1)
    lines = draft.rows.index[nowhere]
    stopped = draft.stopped if len(lines) else ()
    return (draft.source.problem("missing_value", int(line), "institution_id") for line in lines if line not in stopped)


def _sense(draft: Draft) -> Draft:
    """Look at each row as a whole, and at the rows beside each other."""
    rows, written, source = draft.rows, draft.written, draft.source
    if spans.START in rows:
        draft = draft.told(sense.backwards(rows, written, source))
    beside = draft.going_on
    if draft.dataset.name == "institutions":
        draft = draft.told(institutions.contradictory_institutions(beside, written, source))
        draft = draft.told(institutions.namesakes(beside, draft.known, source))
        draft = draft.told(
            institutions.unplaced(rows, _lines_of(draft, ("latitude", "longitude", points.BOTH)), source)
        )
    elif draft.dataset.name == "partnerships":
        draft = draft.told(sense.contradictory_partners(beside, written, draft.known, source))
    elif draft.dataset.name == "events":
        draft = draft.told(sense.undated(rows, _lines_of(draft, (spans.START, spans.END, spans.PERIOD)), source))
    if draft.dataset.name in ids.NATURAL:
        own = written.get(draft.dataset.key, pd.Series(dtype="str"))
        draft = draft.told(ids.perhaps_repeated(beside, own, draft.dataset, source))
    return draft


def _lines_of(draft: Draft, columns: Collection[str]) -> set[int]:
    """Give the lines about which something was said in one of the columns."""
    said = {draft.source.headings.get(column, column) for column in columns}
    return {problem.line for problem in draft.problems if problem.column in said}


def _consequences(draft: Draft) -> Draft:
    """Stop rows that point to a row of the file that is itself stopped and known nowhere else."""
    own = [
        column.name
        for column in draft.dataset.columns
        if column.refers_to == draft.dataset.name and not is_blank(draft.rows[column.name])
    ]
    key = draft.dataset.key
    while own and (stopped := draft.stopped):
        gone = draft.rows.loc[draft.rows.index.isin(list(stopped)) & (draft.rows[key] != ""), key]
        kept = {*draft.going_on[key].tolist(), *draft.known.ids[draft.dataset.name]}
        where = {row_id: line for line, row_id in gone.items() if row_id not in kept}
        found = [
            draft.source.problem(
                "reference_left_out", int(str(line)), name, row_id, f"{draft.source.file}:{where[row_id]}"
            )
            for name in own
            for line, row_id in draft.rows.loc[draft.rows[name].isin(where), name].items()
            if line not in stopped
        ]
        if not found:
            break
        draft = draft.told(found)
    return draft


STEPS = (_cells, _times, _points, _references, _home, _ids, _gaps, _sense, _consequences)
"""What is done to a table, in order: a later step sees what the earlier ones read."""
