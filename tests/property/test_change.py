"""Whatever stands and whatever is proposed: the change says all of the difference and nothing else."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from partner_dashboard.intake.change import Change, applied, propose
from partner_dashboard.intake.sameness import differing
from partner_dashboard.schema import INSTITUTIONS
from tests.states import rows

TEXTS = st.sampled_from(["", "a", "A ", "Köln", "Ko\u0308ln", "2016/..", "2016/", "x|y", "x | y", "<b>", "=1+1"])
DEGREES = st.one_of(st.just(""), st.floats(-90, 90))
COLUMNS = ("name", "aliases", "verified_on", "city")
A_FEW = settings(max_examples=25)
"""Each example builds frames, which takes its time."""

MODES = st.sampled_from(["everything", "add_and_change"])


@st.composite
def states(draw: st.DrawFn) -> pd.DataFrame:
    """Give a few institutions with ids of their own, in any order."""
    ids = draw(st.lists(st.sampled_from([f"i{number}" for number in range(8)]), unique=True))
    told = [
        {"institution_id": row_id, "latitude": draw(DEGREES), "longitude": draw(DEGREES)}
        | {name: draw(TEXTS) for name in COLUMNS}
        for row_id in ids
    ]
    return rows("institutions", *told)


def says_the_same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    first, second = (held.sort_values("institution_id").reset_index(drop=True) for held in (one, other))
    return list(first["institution_id"]) == list(second["institution_id"]) and not any(
        differing(first[column.name], second[column.name], column).any() for column in INSTITUTIONS.columns
    )


@A_FEW
@given(states())
def test_the_same_again_changes_nothing(state: pd.DataFrame) -> None:
    change = propose(state, state.sample(frac=1, random_state=1), INSTITUTIONS)
    assert change.is_empty
    assert change.unchanged == len(state)


@A_FEW
@given(states(), states())
def test_a_change_applied_to_what_stands_gives_what_was_proposed(current: pd.DataFrame, proposed: pd.DataFrame) -> None:
    assert says_the_same(applied(current, propose(current, proposed, INSTITUTIONS)), proposed)


@A_FEW
@given(states(), states(), MODES)
def test_the_same_proposal_a_second_time_changes_nothing(
    current: pd.DataFrame, proposed: pd.DataFrame, mode: str
) -> None:
    after = applied(current, propose(current, proposed, INSTITUTIONS, mode))
    assert propose(after, proposed, INSTITUTIONS, mode).is_empty


@A_FEW
@given(states(), states(), MODES)
def test_every_row_is_counted_once(current: pd.DataFrame, proposed: pd.DataFrame, mode: str) -> None:
    change: Change = propose(current, proposed, INSTITUTIONS, mode)
    assert change.rows_before == len(current)
    assert change.rows_after == len(applied(current, change))
    assert set(change.cells["row_id"]) == set(change.changed.index)
    assert mode == "everything" or not change.removed


@A_FEW
@given(states(), states(), MODES, st.sets(st.sampled_from(INSTITUTIONS.names)))
def test_no_argument_is_changed_and_silent_columns_keep_what_they_hold(
    current: pd.DataFrame, proposed: pd.DataFrame, mode: str, brought: set[str]
) -> None:
    before = current.copy(deep=True), proposed.copy(deep=True)
    change = propose(current, proposed, INSTITUTIONS, mode, brought)
    applied(current, change)
    pd.testing.assert_frame_equal(current, before[0])
    pd.testing.assert_frame_equal(proposed, before[1])
    assert set(change.cells["column"]) <= brought
