"""Any text in any column gives rows and problems, never an exception; every row is kept or listed."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from partner_dashboard import dates
from partner_dashboard.intake.checking import Checked, check
from partner_dashboard.intake.columns import FILLS, Heading, Headings
from partner_dashboard.intake.reading import Table
from partner_dashboard.schema import DATASETS
from tests.known import HERE, known
from tests.organisations import HOSTILE
from tests.uploads import table

STRAND = {"partnership_id": "p-1", "institution_id": "univ-osaka", "home_institution": "rub", "type": "network"}
EVENT = {"event_id": "e-1", "title": "One", "kind": "other", "start_date": "2020"}
STATE = known(partnerships=[STRAND], events=[EVENT])
LIKELY = st.sampled_from(
    ["", "-", "univ-osaka", "rub", "p-1", "e-1", "RUB", "Osaka University", "Japan", "NA", "network", "Netzwerk",
     "other", "university", "2010", "01.04.2010", "04/2010", "02/03/2024", "WS 2014/15", "2016–2019", "51,44", "7.26 O",
     "95", "0", "51.44, 7.26", "https://example.org", "rub; univ-osaka:host", *HOSTILE]
)  # fmt: skip
CELLS = st.one_of(LIKELY, st.text(max_size=20))


@st.composite
def files(draw: st.DrawFn) -> tuple[Table, Headings]:
    """Make a file of a dataset with some of its columns in any order and cells of any kind."""
    dataset = draw(st.sampled_from(sorted(DATASETS)))
    extras = [name for name, filled in FILLS.items() if set(filled) <= set(DATASETS[dataset].names)]
    columns = draw(st.lists(st.sampled_from([*DATASETS[dataset].names, *extras, "?"]), unique=True, max_size=12))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(columns), max_size=len(columns)), max_size=5))
    held = tuple(Heading(position, name, "" if name == "?" else name) for position, name in enumerate(columns))
    return table(columns, *rows), Headings(dataset, held)


def checked(file: Table, headings: Headings) -> Checked:
    return check(file, headings, DATASETS[headings.dataset], STATE)


@settings(max_examples=150, deadline=None)
@given(files())
def test_every_row_of_any_file_is_kept_or_listed_and_nothing_is_changed(given: tuple[Table, Headings]) -> None:
    file, headings = given
    before, institutions = file.rows.copy(), STATE.institutions.copy()
    found = checked(file, headings)
    stopped = {problem.line for problem in found.problems if problem.severity == "error" and problem.line > 1}
    assert set(found.rows.index) | stopped == set(file.rows.index)
    assert set(found.rows.index).isdisjoint(stopped)
    assert tuple(found.rows.columns) == DATASETS[headings.dataset].names
    assert [problem.line for problem in found.problems] == sorted(problem.line for problem in found.problems)
    pd.testing.assert_frame_equal(file.rows, before)
    pd.testing.assert_frame_equal(STATE.institutions, institutions)


@settings(max_examples=150, deadline=None)
@given(files())
def test_every_row_that_is_kept_can_be_used(given: tuple[Table, Headings]) -> None:
    file, headings = given
    rows, dataset = checked(file, headings).rows, DATASETS[headings.dataset]
    for column in dataset.columns:
        cells = rows[column.name]
        if column.required:
            assert (cells != "").all()
        if column.kind == "date":
            assert cells.map(dates.is_valid).all()
        if column.codes and not column.several:
            assert set(cells) <= {"", *STATE.codes.of(column.codes)}
        if column.refers_to == "institutions" and not column.several and dataset.name != "institutions":
            assert set(cells) <= {"", *(row["institution_id"] for row in HERE)}
    if dataset.key:
        assert rows[dataset.key].is_unique
    if "latitude" in rows:
        known_points = rows["latitude"].notna()
        assert (known_points == rows["longitude"].notna()).all()
        assert rows.loc[known_points, "latitude"].between(-90, 90).all()
        assert rows.loc[known_points, "longitude"].between(-180, 180).all()
