"""Through the whole check, too, an odd or broken file loses the wrong rows and no others, and nothing stays unsaid."""

from functools import cache

import pytest

from partner_dashboard.errors import UnreadableFileError
from partner_dashboard.intake.checking import Known
from partner_dashboard.intake.folder import read_folder, read_setting
from partner_dashboard.intake.proposal import Proposal, understand
from partner_dashboard.settings import installed
from tests.broken_files import BROKEN_FILES, BrokenFile

READABLE = [broken for broken in BROKEN_FILES if broken.outcome != "refused"]


@cache
def demonstration() -> Known:
    around = read_setting(installed("data"))
    frames = read_folder(installed("data"), around, lambda rows: rows).frames
    held = {name: frames[name].reset_index(drop=True) for name in ("institutions", "partnerships", "events")}
    return Known(around.codes, around.regions, **held)


def proposal_of(broken: BrokenFile) -> Proposal:
    return understand(broken.data, broken.file, demonstration())


@pytest.mark.parametrize("broken", READABLE, ids=str)
def test_each_row_may_be_used_or_is_told_with_its_line(broken: BrokenFile) -> None:
    proposal = proposal_of(broken)
    wrong = {problem.line for problem in proposal.problems if problem.severity == "error"}
    assert proposal.headings.dataset == broken.dataset
    assert len(proposal.checked.rows) + len(wrong) == proposal.table.rows_read
    assert len(proposal.checked.rows) == broken.rows - len(broken.checked)
    assert not wrong & set(proposal.checked.rows.index)
    told = {(problem.line, problem.code) for problem in proposal.problems}
    assert set(broken.checked.items()) <= told


@pytest.mark.parametrize("broken", [held for held in READABLE if held.outcome != "loads"], ids=str)
def test_what_reading_said_is_still_said(broken: BrokenFile) -> None:
    told = {(problem.line, problem.code) for problem in proposal_of(broken).problems}
    assert {(line, broken.code) for line in broken.lines} <= told


@pytest.mark.parametrize("broken", [held for held in BROKEN_FILES if held.outcome == "refused"], ids=str)
def test_what_reading_refuses_is_refused(broken: BrokenFile) -> None:
    with pytest.raises(UnreadableFileError):
        proposal_of(broken)
