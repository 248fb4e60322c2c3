"""What a proposed frame would do to the rows that stand: added, changed cell by cell, removed, and nothing else."""

from collections.abc import Sequence

import pandas as pd
import pytest

from partner_dashboard.editions import Codes
from partner_dashboard.intake.change import (
    Change,
    applied,
    draft,
    joined,
    points,
    propose,
    removal,
    size_words,
    still_needed,
    words,
)
from partner_dashboard.intake.collisions import collisions
from partner_dashboard.intake.comparison import differences
from partner_dashboard.intake.known import Known
from partner_dashboard.problems import Problem
from partner_dashboard.regions import Regions
from partner_dashboard.schema import CODES_COLUMNS, DATASETS, EVIDENCE, INSTITUTIONS, PARTNERSHIPS, REGIONS_COLUMNS
from partner_dashboard.texts import Texts

Row = dict[str, object]


def rows(dataset: str, *told: Row) -> pd.DataFrame:
    """Give rows as the store does: every column, text, degrees as float."""
    declared = DATASETS[dataset]
    held = pd.DataFrame([dict.fromkeys(declared.names, "") | row for row in told], columns=list(declared.names))
    numbers = {name: pd.to_numeric(held[name]) for name in ("latitude", "longitude") if name in held}
    return held.astype("str").assign(**numbers)


def partnership(row_id: str, **cells: object) -> Row:
    return {"partnership_id": row_id, "institution_id": "a", "home_institution": "home", "type": "faculty"} | cells


def partnerships(*told: Row) -> pd.DataFrame:
    return rows("partnerships", *told)


def cells(change: Change) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in change.cells.itertuples(index=False)]


def known(**frames: Sequence[Row]) -> Known:
    held = {name: rows(name, *frames.get(name, ())) for name in ("institutions", "partnerships", "events")}
    codes, regions = (pd.DataFrame(columns=list(columns)) for columns in (CODES_COLUMNS, REGIONS_COLUMNS))
    return Known(codes=Codes(codes), regions=Regions(regions), **held)


# --- propose -----------------------------------------------------------------------------------------------------


def test_rows_are_added_changed_cell_by_cell_and_removed() -> None:
    current = partnerships(partnership("p1"), partnership("p2", status="active"), partnership("p3"), partnership("p4"))
    proposed = partnerships(
        partnership("p5"), partnership("p2", status="ended", end_date="2026"), partnership("p1"), partnership("p4")
    )
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
    current = partnerships(partnership("p1"), partnership("p2"))
    change = propose(current, partnerships(partnership("p1", notes="new")), PARTNERSHIPS, "add_and_change")
    assert change.counts() == {"added": 0, "changed": 1, "removed": 0, "unchanged": 1}


def test_a_column_that_the_file_does_not_bring_keeps_what_it_holds() -> None:
    current = partnerships(partnership("p1", notes="keep me", status="active"))
    proposed = partnerships(partnership("p1", status="ended"), partnership("p2", notes="never read"))
    change = propose(current, proposed, PARTNERSHIPS, brought={"partnership_id", "status"})
    assert cells(change) == [("p1", "status", "active", "ended")]
    assert change.changed.loc["p1", "notes"] == "keep me"
    assert change.added.loc["p2", "notes"] == ""


def test_a_row_of_which_the_file_says_something_wrong_stays() -> None:
    current = partnerships(partnership("p1"), partnership("p2"), partnership("p3"))
    change = propose(current, partnerships(partnership("p1")), PARTNERSHIPS, spared=["p3"])
    assert (change.removed, change.unchanged) == (("p2",), 2)


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
    current = partnerships(partnership("p1", **{column: old}))
    assert propose(current, partnerships(partnership("p1", **{column: new})), PARTNERSHIPS).is_empty


@pytest.mark.parametrize(
    ("column", "old", "new"),
    [("start_date", "2016", "2016~"), ("cluster_or_unit", "A|B", "B|A"), ("status", "active", "")],
)
def test_whatever_says_something_else_is_a_change(column: str, old: str, new: str) -> None:
    current = partnerships(partnership("p1", **{column: old}))
    change = propose(current, partnerships(partnership("p1", **{column: new})), PARTNERSHIPS)
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
    twice = partnerships(partnership("p1"), partnership("p1"))
    with pytest.raises(ValueError, match="p1"):
        propose(partnerships(), twice, PARTNERSHIPS)


def test_an_empty_state_takes_everything_and_nothing_is_left_of_everything() -> None:
    some = partnerships(partnership("p1"))
    assert propose(partnerships(), some, PARTNERSHIPS).counts()["added"] == 1
    assert propose(some, partnerships(), PARTNERSHIPS).removed == ("p1",)


@pytest.mark.parametrize(("removed", "is_large"), [(1, False), (2, True), (10, True)])
def test_more_than_a_tenth_of_the_rows_is_a_large_removal(removed: int, is_large: bool) -> None:
    told = [partnership(f"p{number}") for number in range(10)]
    change = propose(partnerships(*told), partnerships(*told[removed:]), PARTNERSHIPS)
    assert change.is_large_removal is is_large


# --- after, and together -----------------------------------------------------------------------------------------


def test_a_change_applied_leaves_rows_in_their_place_and_puts_new_ones_last() -> None:
    current = partnerships(partnership("p1"), partnership("p2"), partnership("p3"))
    change = propose(
        current, partnerships(partnership("p9"), partnership("p3"), partnership("p1", notes="n")), PARTNERSHIPS
    )
    after = applied(current, change)
    assert list(after["partnership_id"]) == ["p1", "p3", "p9"]
    assert list(after["notes"]) == ["n", "", ""]


def test_a_draft_holds_whole_rows_and_the_ids_that_end() -> None:
    current = partnerships(partnership("p1"), partnership("p2"))
    change = propose(current, partnerships(partnership("p1", notes="n"), partnership("p3")), PARTNERSHIPS)
    nothing = propose(rows("events"), rows("events"), DATASETS["events"])
    held = draft([change, nothing], "form")
    assert (list(held.rows), dict(held.removed), held.kind) == (["partnerships"], {"partnerships": ("p2",)}, "form")
    assert list(held.rows["partnerships"]["partnership_id"]) == ["p1", "p3"]
    assert list(held.rows["partnerships"].index) == [0, 1]


def test_changes_of_one_dataset_become_one() -> None:
    current = partnerships(partnership("p1"), partnership("p2"), partnership("p3"))
    one = propose(current, partnerships(partnership("p1", notes="n")), PARTNERSHIPS, "add_and_change")
    other = propose(current, partnerships(partnership("p1"), partnership("p2")), PARTNERSHIPS)
    (both,) = joined([one, other])
    assert both.counts() == {"added": 0, "changed": 1, "removed": 1, "unchanged": 1}
    assert list(applied(current, both)["notes"]) == ["n", ""]


def test_two_states_differ_by_what_lies_between_them() -> None:
    before = {"partnerships": partnerships(partnership("p1")), "events": rows("events")}
    after = {"partnerships": partnerships(partnership("p2")), "events": rows("events")}
    assert [(change.dataset, change.is_empty) for change in differences(before, after)] == [
        ("partnerships", False), ("events", True),
    ]  # fmt: skip


def test_a_change_in_plain_values_names_ids_and_cells() -> None:
    current = partnerships(partnership("p1"), partnership("p2"))
    change = propose(current, partnerships(partnership("p1", notes="n"), partnership("p3")), PARTNERSHIPS)
    assert change.as_values() == {
        "dataset": "partnerships", "added": ["p3"], "removed": ["p2"],
        "changed": [{"row_id": "p1", "column": "notes", "old": "", "new": "n"}],
    }  # fmt: skip


# --- two publishers ----------------------------------------------------------------------------------------------


def test_the_second_of_two_publishers_is_told_where_they_contradict_each_other() -> None:
    base = partnerships(*(partnership(f"p{number}") for number in range(6)))
    mine = propose(
        base,
        partnerships(
            partnership("p0", notes="mine"), partnership("p1", notes="same"), partnership("p2", notes="alone"),
            partnership("p3", notes="not gone"), partnership("p5"), partnership("new", notes="mine"),
        ),
        PARTNERSHIPS,
    )  # fmt: skip
    theirs = propose(
        base,
        partnerships(
            partnership("p0", notes="theirs"), partnership("p1", notes="same"), partnership("p2"),
            partnership("p4", notes="kept"), partnership("p5", status="ended"), partnership("new", notes="theirs"),
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
    base = partnerships(partnership("p1"), partnership("p2"))
    one = propose(base, partnerships(partnership("p1", notes="n"), partnership("p2")), PARTNERSHIPS)
    other = propose(base, partnerships(partnership("p1"), partnership("p2", notes="n")), PARTNERSHIPS)
    assert collisions(one, other).empty


# --- what is still needed ----------------------------------------------------------------------------------------


def test_what_others_point_to_cannot_end() -> None:
    state = known(
        institutions=[
            {"institution_id": "a"}, {"institution_id": "b", "parent_id": "a"}, {"institution_id": "c"},
            {"institution_id": "home"},
        ],
        partnerships=[partnership(f"p{number}") for number in range(6)],
        events=[{"event_id": "e1", "institution_ids": "home:host; c:guest"}],
    )  # fmt: skip
    found = removal(state, INSTITUTIONS, ("a", "b", "c"))
    assert found.change.removed == ("a", "b", "c")
    assert found.problems == (
        Problem("still_in_use", "institutions.csv", 0, "institution_id", "a", "p0, p1, p2, p3, p4 …"),
        Problem("still_in_use", "institutions.csv", 0, "institution_id", "c", "e1"),
    )


def test_what_ends_together_stands_in_nobodys_way() -> None:
    state = known(
        institutions=[{"institution_id": "a"}, {"institution_id": "home"}],
        partnerships=[partnership("p1", institution_id="home"), partnership("p2", umbrella_id="p1")],
    )
    without_p2 = propose(state.partnerships, state.partnerships.iloc[:1], PARTNERSHIPS)
    without_both = propose(state.partnerships, state.partnerships.iloc[:0], PARTNERSHIPS)
    without_p1 = propose(state.partnerships, state.partnerships.iloc[1:], PARTNERSHIPS)
    assert still_needed([without_p2], state) == still_needed([without_both], state) == ()
    assert [(told.value, told.remedy) for told in still_needed([without_p1], state)] == [("p1", "p2")]


# --- words and points --------------------------------------------------------------------------------------------


def test_a_change_is_a_sentence() -> None:
    current = partnerships(*(partnership(f"p{number}") for number in range(12)))
    proposed = partnerships(
        *(partnership(f"p{number}", notes="n") for number in range(2)),
        *(partnership(f"p{number}") for number in range(2, 11)),
        *(partnership(f"q{number}") for number in range(3)),
    )
    change = propose(current, proposed, PARTNERSHIPS)
    assert words(change, Texts("en")) == "3 partnerships are added, 2 changed, 1 removed"
    assert words(change, Texts("de")) == "3 Partnerschaften kommen hinzu, 2 ändern sich, 1 entfällt"
    assert size_words(change, Texts("en")) == "12 → 14 partnerships"


def test_no_change_is_said_as_such() -> None:
    current = partnerships(partnership("p1"), partnership("p2"))
    change = propose(current, current, PARTNERSHIPS)
    assert words(change, Texts("en")) == "Nothing changes: 2 partnerships stay as they are."
    assert words(propose(current[:0], current[:0], PARTNERSHIPS), Texts("de")) == "Nichts ändert sich."


def test_what_appears_and_vanishes_stands_where_its_partner_is() -> None:
    institutions = rows(
        "institutions",
        {"institution_id": "a", "name": "A", "latitude": 1.0, "longitude": 2.0},
        {"institution_id": "b", "name": "B", "latitude": 3.0, "longitude": 4.0},
        {"institution_id": "nowhere", "name": "N"},
    )
    change = propose(
        partnerships(partnership("p1"), partnership("p2")),
        partnerships(
            partnership("p1"), partnership("p3", institution_id="b"), partnership("p4", institution_id="nowhere"),
            partnership("p5", institution_id=""),
        ),
        PARTNERSHIPS,
    )  # fmt: skip
    told = [tuple(row) for row in points(change, institutions).itertuples()]
    assert told == [("p3", 3.0, 4.0, "B", "added"), ("p2", 1.0, 2.0, "A", "removed")]


def test_events_and_institutions_stand_at_their_own_place() -> None:
    event = rows("events", {"event_id": "e1", "title": "Visit", "latitude": 1.0, "longitude": 2.0}, {"event_id": "e2"})
    change = propose(event[:0], event, DATASETS["events"])
    assert [tuple(row) for row in points(change, rows("institutions")).itertuples()] == [
        ("e1", 1.0, 2.0, "Visit", "added")
    ]
    assert points(propose(rows("evidence"), rows("evidence"), EVIDENCE), rows("institutions")).empty
