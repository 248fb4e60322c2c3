"""What a proposed frame would do to the rows that stand: added, changed cell by cell, removed, and nothing else."""

import pandas as pd
import pytest

from partner_dashboard.intake.change import Change, applied, draft, joined, propose, removal, still_needed, words
from partner_dashboard.intake.collisions import collisions
from partner_dashboard.intake.comparison import difference
from partner_dashboard.problems import Problem
from partner_dashboard.schema import DATASETS, EVIDENCE, INSTITUTIONS, PARTNERSHIPS
from partner_dashboard.texts import Texts
from tests.states import Cells, rows, state, strand


def partnerships(*told: Cells) -> pd.DataFrame:
    return rows("partnerships", *told)


def cells(change: Change) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in change.cells.itertuples(index=False)]


# --- propose -----------------------------------------------------------------------------------------------------


def test_rows_are_added_changed_cell_by_cell_and_removed() -> None:
    current = partnerships(strand("p1"), strand("p2", status="active"), strand("p3"), strand("p4"))
    proposed = partnerships(strand("p5"), strand("p2", status="ended", end_date="2026"), strand("p1"), strand("p4"))
    change = propose(current, proposed, PARTNERSHIPS)
    assert list(change.added.index) == ["p5"]
    assert list(change.changed.index) == ["p2"]
    assert change.removed == ("p3",)
    assert cells(change) == [("p2", "status", "active", "ended"), ("p2", "end_date", "", "2026")]
    assert change.counts() == {"added": 1, "changed": 1, "removed": 1, "unchanged": 2}
    assert (change.rows_before, change.rows_after, change.is_empty) == (4, 4, False)
    assert change.changed.loc["p2", "type"] == "faculty"
    assert list(change.added) == list(PARTNERSHIPS.names)


def test_a_file_that_adds_and_changes_removes_nothing() -> None:
    current = partnerships(strand("p1"), strand("p2"))
    change = propose(current, partnerships(strand("p1", notes="new")), PARTNERSHIPS, "add_and_change")
    assert change.counts() == {"added": 0, "changed": 1, "removed": 0, "unchanged": 1}


def test_a_column_that_the_file_does_not_bring_keeps_what_it_holds() -> None:
    current = partnerships(strand("p1", notes="keep me", status="active"))
    proposed = partnerships(strand("p1", status="ended"), strand("p2", notes="never read"))
    change = propose(current, proposed, PARTNERSHIPS, brought={"partnership_id", "status"})
    assert cells(change) == [("p1", "status", "active", "ended")]
    assert change.changed.loc["p1", "notes"] == "keep me"
    assert change.added.loc["p2", "notes"] == ""


@pytest.mark.parametrize(
    ("column", "old", "new"),
    [
        ("start_date", "2016/..", "2016/"),
        ("cluster_or_unit", "A|B", "A | B "),
        ("description", "Köln", "Ko\u0308ln"),
        ("description", "one\ntwo", "one\r\ntwo "),
    ],
)
def test_the_same_written_otherwise_is_no_change(column: str, old: str, new: str) -> None:
    current = partnerships(strand("p1", **{column: old}))
    assert propose(current, partnerships(strand("p1", **{column: new})), PARTNERSHIPS).is_empty


@pytest.mark.parametrize(
    ("column", "old", "new"),
    [("start_date", "2016", "2016~"), ("cluster_or_unit", "A|B", "B|A"), ("status", "active", "")],
)
def test_whatever_says_something_else_is_a_change(column: str, old: str, new: str) -> None:
    current = partnerships(strand("p1", **{column: old}))
    change = propose(current, partnerships(strand("p1", **{column: new})), PARTNERSHIPS)
    assert cells(change) == [("p1", column, old, new)]


def test_coordinates_are_compared_as_numbers_and_told_as_text() -> None:
    current = rows(
        "institutions",
        {"institution_id": "a", "latitude": 51.4, "longitude": 7.25},
        {"institution_id": "b", "latitude": 51.4, "longitude": 7.25},
    )
    proposed = rows(
        "institutions",
        {"institution_id": "a", "latitude": 51.40000001, "longitude": 7.25},
        {"institution_id": "b", "latitude": "", "longitude": 7.5},
    )
    assert cells(propose(current, proposed, INSTITUTIONS)) == [
        ("b", "latitude", "51.4", ""), ("b", "longitude", "7.25", "7.5"),
    ]  # fmt: skip


def test_rows_without_ids_are_added_and_removed_as_a_whole() -> None:
    old = {"row_id": "p1", "states": "It ended."}
    change = propose(rows("evidence", old, old), rows("evidence", old, {"row_id": "p1", "states": "No."}), EVIDENCE)
    assert (list(change.added["states"]), list(change.gone["states"]), change.unchanged) == (["No."], ["It ended."], 1)


def test_an_id_that_stands_twice_is_our_mistake() -> None:
    twice = partnerships(strand("p1"), strand("p1"))
    with pytest.raises(ValueError, match="p1"):
        propose(partnerships(), twice, PARTNERSHIPS)


def test_an_empty_state_takes_everything_and_nothing_is_left_of_everything() -> None:
    some = partnerships(strand("p1"))
    assert propose(partnerships(), some, PARTNERSHIPS).counts()["added"] == 1
    assert propose(some, partnerships(), PARTNERSHIPS).removed == ("p1",)


@pytest.mark.parametrize(("removed", "is_large"), [(1, False), (2, True), (10, True)])
def test_more_than_a_tenth_of_the_rows_is_a_large_removal(removed: int, is_large: bool) -> None:
    told = [strand(f"p{number}") for number in range(10)]
    change = propose(partnerships(*told), partnerships(*told[removed:]), PARTNERSHIPS)
    assert change.is_large_removal is is_large


# --- after, and together -----------------------------------------------------------------------------------------


def test_a_change_applied_leaves_rows_in_their_place_and_puts_new_ones_last() -> None:
    current = partnerships(strand("p1"), strand("p2"), strand("p3"))
    change = propose(current, partnerships(strand("p9"), strand("p3"), strand("p1", notes="n")), PARTNERSHIPS)
    after = applied(current, change)
    assert list(after["partnership_id"]) == ["p1", "p3", "p9"]
    assert list(after["notes"]) == ["n", "", ""]


def test_a_draft_holds_whole_rows_and_the_ids_that_end() -> None:
    current = partnerships(strand("p1"), strand("p2"))
    change = propose(current, partnerships(strand("p1", notes="n"), strand("p3")), PARTNERSHIPS)
    nothing = propose(rows("events"), rows("events"), DATASETS["events"])
    held = draft([change, nothing], "form")
    assert (list(held.rows), dict(held.removed), held.kind) == (["partnerships"], {"partnerships": ("p2",)}, "form")
    assert list(held.rows["partnerships"]["partnership_id"]) == ["p1", "p3"]
    assert list(held.rows["partnerships"].index) == [0, 1]


def test_changes_of_one_dataset_become_one() -> None:
    current = partnerships(strand("p1"), strand("p2"), strand("p3"))
    one = propose(current, partnerships(strand("p1", notes="n")), PARTNERSHIPS, "add_and_change")
    other = propose(current, partnerships(strand("p1"), strand("p2")), PARTNERSHIPS)
    (both,) = joined([one, other])
    assert both.counts() == {"added": 0, "changed": 1, "removed": 1, "unchanged": 1}
    assert list(applied(current, both)["notes"]) == ["n", ""]


def test_two_states_differ_by_what_lies_between_them() -> None:
    change = difference(partnerships(strand("p1")), partnerships(strand("p2")), PARTNERSHIPS)
    assert (list(change.added.index), change.removed) == (["p2"], ("p1",))


def test_a_change_in_plain_values_names_ids_and_cells() -> None:
    current = partnerships(strand("p1"), strand("p2"))
    change = propose(current, partnerships(strand("p1", notes="n"), strand("p3")), PARTNERSHIPS)
    assert change.as_values() == {
        "dataset": "partnerships", "added": ["p3"], "removed": ["p2"],
        "changed": [{"row_id": "p1", "column": "notes", "old": "", "new": "n"}],
    }  # fmt: skip


# --- two publishers ----------------------------------------------------------------------------------------------


def test_the_second_of_two_publishers_is_told_where_they_contradict_each_other() -> None:
    base = partnerships(*(strand(f"p{number}") for number in range(6)))
    mine = propose(
        base,
        partnerships(
            strand("p0", notes="mine"), strand("p1", notes="same"), strand("p2", notes="alone"),
            strand("p3", notes="not gone"), strand("p5"), strand("new", notes="mine"),
        ),
        PARTNERSHIPS,
    )  # fmt: skip
    theirs = propose(
        base,
        partnerships(
            strand("p0", notes="theirs"), strand("p1", notes="same"), strand("p2"),
            strand("p4", notes="kept"), strand("p5", status="ended"), strand("new", notes="theirs"),
        ),
        PARTNERSHIPS,
    )  # fmt: skip
    found = [tuple(row) for row in collisions(mine, theirs).itertuples(index=False)]
    assert found == [
        ("p0", "notes", "", "theirs", "mine"),
        ("new", "notes", "", "theirs", "mine"),
        ("p3", "", "", "removed", "changed"),
        ("p4", "", "", "changed", "removed"),
    ]


def test_changes_of_other_rows_do_not_collide() -> None:
    base = partnerships(strand("p1"), strand("p2"))
    one = propose(base, partnerships(strand("p1", notes="n"), strand("p2")), PARTNERSHIPS)
    other = propose(base, partnerships(strand("p1"), strand("p2", notes="n")), PARTNERSHIPS)
    assert collisions(one, other).empty


# --- what is still needed ----------------------------------------------------------------------------------------


def test_what_others_point_to_cannot_end() -> None:
    known = state(
        institutions=[
            {"institution_id": "a"}, {"institution_id": "b", "parent_id": "a"}, {"institution_id": "c"},
            {"institution_id": "home"},
        ],
        partnerships=[strand(f"p{number}") for number in range(6)],
        events=[{"event_id": "e1", "institution_ids": "home:host; c:guest"}],
    )  # fmt: skip
    found = removal(known, INSTITUTIONS, ("a", "b", "c"))
    assert found.change.removed == ("a", "b", "c")
    assert found.problems == (
        Problem("still_in_use", "institutions.csv", 0, "institution_id", "a", "p0, p1, p2, p3, p4 …"),
        Problem("still_in_use", "institutions.csv", 0, "institution_id", "c", "e1"),
    )


def test_what_ends_together_stands_in_nobodys_way() -> None:
    known = state(
        institutions=[{"institution_id": "a"}, {"institution_id": "home"}],
        partnerships=[strand("p1", institution_id="home"), strand("p2", umbrella_id="p1")],
    )
    without_p2 = propose(known.partnerships, known.partnerships.iloc[:1], PARTNERSHIPS)
    without_both = propose(known.partnerships, known.partnerships.iloc[:0], PARTNERSHIPS)
    without_p1 = propose(known.partnerships, known.partnerships.iloc[1:], PARTNERSHIPS)
    assert still_needed([without_p2], known) == still_needed([without_both], known) == ()
    assert [(told.value, told.remedy) for told in still_needed([without_p1], known)] == [("p1", "p2")]


# --- words -------------------------------------------------------------------------------------------------------


def test_a_change_is_a_sentence() -> None:
    current = partnerships(*(strand(f"p{number}") for number in range(12)))
    proposed = partnerships(
        *(strand(f"p{number}", notes="n") for number in range(2)),
        *(strand(f"p{number}") for number in range(2, 11)),
        *(strand(f"q{number}") for number in range(3)),
    )
    change = propose(current, proposed, PARTNERSHIPS)
    assert words(change, Texts("en")) == "3 partnerships are added, 2 changed, 1 removed"
    assert words(change, Texts("de")) == "3 Partnerschaften kommen hinzu, 2 ändern sich, 1 entfällt"


def test_no_change_is_said_as_such() -> None:
    current = partnerships(strand("p1"), strand("p2"))
    change = propose(current, current, PARTNERSHIPS)
    assert words(change, Texts("en")) == "Nothing changes: 2 partnerships stay as they are."
    assert words(propose(current[:0], current[:0], PARTNERSHIPS), Texts("de")) == "Nichts ändert sich."
