"""What goes without saying in a file is said once for all of its rows, and remembered."""

from dataclasses import replace

import pandas as pd

from partner_dashboard.intake.columns import shape_of
from partner_dashboard.intake.proposal import Choices, Proposal, understand
from partner_dashboard.intake.throughout import askable, widened
from tests.known import known
from tests.organisations import strand

LIST = "Partnerhochschule;Land;Beginn\nOsaka University;Japan;2024\nUniversity of California, Berkeley;USA;2025\n"
STATE = known(partnerships=[
    strand("a", "uc-berkeley", home_institution="rub"), strand("b", "uc-berkeley", home_institution="univ-osaka"),
])  # fmt: skip
CHOSEN = {"home_institution": "rub", "type": "student_exchange"}


def proposed(text: str, **throughout: str) -> Proposal:
    return understand(text.encode(), "exchange.csv", STATE, Choices(dataset="partnerships", throughout=throughout))


def said(proposal: Proposal, code: str) -> list[tuple[int, str]]:
    return [(held.line, held.column) for held in proposal.problems if held.code == code]


def test_a_column_that_no_file_has_stops_every_row_until_it_is_said_for_all_of_them() -> None:
    before, after = proposed(LIST), proposed(LIST, **CHOSEN)
    assert said(before, "missing_column") == [(1, "home_institution"), (1, "type")]
    assert before.checked.rows.empty
    assert [problem for problem in after.problems if problem.severity == "error"] == []
    held = after.checked.rows[["institution_id", "home_institution", "type", "start_date"]]
    assert held.to_numpy().tolist() == [
        ["univ-osaka", "rub", "student_exchange", "2024"],
        ["uc-berkeley", "rub", "student_exchange", "2025"],
    ]


def test_a_column_of_the_file_says_more_than_what_was_given_for_all_rows() -> None:
    text = LIST.replace("Beginn", "Beginn;Art").replace("2024", "2024;Netzwerk").replace("2025", "2025;Netzwerk")
    assert set(proposed(text, **CHOSEN).checked.rows["type"]) == {"network"}


def test_what_was_given_is_no_column_of_the_file() -> None:
    proposal = proposed(LIST, **CHOSEN)
    assert proposal.table.headers == ("Partnerhochschule", "Land", "Beginn")
    assert len(proposal.headings.headings) == 3
    assert proposal.headings.throughout == CHOSEN


def test_the_next_file_of_this_shape_needs_no_choice_and_an_empty_choice_takes_it_back() -> None:
    settled = {shape_of(("Partnerhochschule", "Land", "Beginn")): proposed(LIST, **CHOSEN).headings}
    again = understand(LIST.encode(), "next.csv", STATE, Choices(), settled)
    assert len(again.checked.rows) == 2
    back = understand(LIST.encode(), "next.csv", STATE, Choices(throughout={"type": ""}), settled)
    assert said(back, "missing_column") == [(1, "type")]


def test_a_value_that_is_no_code_is_told_on_every_row() -> None:
    proposal = proposed(LIST, home_institution="rub", type="friendship")
    assert said(proposal, "unknown_code") == [(2, "type"), (3, "type")]


def test_only_what_every_row_must_fill_and_may_share_is_asked_for() -> None:
    asked = {name: [column.name for column in askable(name)] for name in ("institutions", "partnerships", "events")}
    assert asked == {"institutions": ["kind"], "partnerships": ["home_institution", "type"], "events": ["kind"]}


def test_a_choice_for_a_column_that_cannot_be_shared_counts_for_nothing() -> None:
    assert proposed(LIST, **CHOSEN, start_date="2001").headings.throughout == CHOSEN


def test_no_argument_is_changed() -> None:
    table, headings = proposed(LIST).table, replace(proposed(LIST).headings, throughout=CHOSEN)
    before = table.rows.copy()
    wide, said = widened(table, headings)
    pd.testing.assert_frame_equal(table.rows, before)
    assert (wide.headers, wide.rows[3].tolist()) == ((*table.headers, *CHOSEN), ["rub", "rub"])
    assert said.fills == headings.fills | CHOSEN.keys()
