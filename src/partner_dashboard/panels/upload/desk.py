"""From what a person dropped and decided to what follows from it; kept in the session until they publish or start over.

No rerun, no other language and no visit to another page loses any of it: the widgets are seeded from here.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import streamlit as st

from partner_dashboard import ui
from partner_dashboard.intake.checking import Known
from partner_dashboard.intake.proposal import Choices, Proposal, weigh
from partner_dashboard.intake.reading import Hints, Table, read

DROPPED, CHOICES, BASED_ON = "upload_dropped", "upload_choices", "upload_based_on"
ASIDE, PASSED, ROUND = "upload_aside", "upload_passed", "upload_round"
PUBLISHED = "upload_published"
TABLE, PROPOSAL, LOCATED = "upload_table", "upload_proposal", "upload_located"

MOST_LOCATED = 500
"""Of how many new rows the place is looked up before they are published, so that the page answers at once."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file as it came."""

    name: str
    data: bytes = field(repr=False)
    sha256: str

    @classmethod
    def of(cls, name: str, data: bytes) -> "Dropped":
        """Take a file by name and content."""
        return cls(name, data, hashlib.sha256(data).hexdigest())


@dataclass(frozen=True)
class Desk:
    """A file, and what follows from it and from what was decided about it, seen from one edition."""

    dropped: Dropped
    proposal: Proposal
    known: Known
    based_on: int


def dropped() -> Dropped | None:
    """Give the file that lies on the desk."""
    return st.session_state.get(DROPPED)


def choices() -> Choices:
    """Give what was decided about the file so far."""
    decided: Choices = st.session_state.get(CHOICES, Choices())
    return decided


def based_on() -> int:
    """Give the number of the edition that the person compares with: the newest one when they dropped the file."""
    return int(st.session_state.setdefault(BASED_ON, ui.records().store.current()))


def lay(held: Dropped) -> None:
    """Lay a file on the desk, compared with the newest edition; for callbacks."""
    clear()
    st.session_state[DROPPED] = held


def lay_mended(held: Dropped) -> None:
    """Lay a file on the desk that was mended elsewhere: what was decided stays, but for cells of the old file."""
    for key in (ASIDE, BASED_ON):
        st.session_state.pop(key, None)
    choose(cells={}, hints=Hints())
    st.session_state[DROPPED] = held


def clear() -> None:
    """Take everything off the desk, but for the sentence of why and who publishes; for callbacks."""
    for key in (DROPPED, CHOICES, BASED_ON, ASIDE, PASSED, TABLE, PROPOSAL, LOCATED, PUBLISHED):
        st.session_state.pop(key, None)


def choose(**changes: Any) -> None:
    """Decide something about the file; for callbacks."""
    st.session_state[CHOICES] = replace(choices(), **changes)


def read_as(**changes: Any) -> None:
    """Read the file in another way; for callbacks.

    Columns and cells stand elsewhere then, so what was decided about them is laid aside, and comes back with the
    old way of reading.
    """
    old = choices()
    hints = replace(old.hints, **changes)
    aside = st.session_state.setdefault(ASIDE, {})
    aside[old.hints] = (old.columns, old.cells)
    columns, cells = aside.get(hints, ({}, {}))
    st.session_state[CHOICES] = replace(old, hints=hints, columns=columns, cells=cells)


def fill(dataset: str) -> None:
    """Say which dataset the file fills; for callbacks."""
    choose(dataset=dataset, columns={}, words={}, throughout={})


def passed() -> tuple[str, ...]:
    """Give the keys of the names that shall stay out, so that nobody is asked about them again."""
    held: tuple[str, ...] = st.session_state.get(PASSED, ())
    return held


def pass_over(keys: Iterable[str]) -> None:
    """Say which names shall stay out; for callbacks."""
    st.session_state[PASSED] = tuple(keys)


def compare_with_newest() -> None:
    """Look again from the newest edition on; what was decided stays. For callbacks."""
    st.session_state.pop(BASED_ON, None)  # the run that follows asks; there a store that is gone is said


def look(held: Dropped) -> Desk:
    """Work out what follows from the file and the decisions; the same question again is answered from memory.

    Raises: UnreadableFileError.
    """
    decided, number = choices(), based_on()
    known = ui.known(number)
    key = (held.sha256, decided, number)
    kept = st.session_state.get(PROPOSAL)
    if kept is None or kept[0] != key:
        kept = (key, weigh(_table(held, decided.hints), known, decided, ui.records().headings()))
        st.session_state[PROPOSAL] = kept
    return Desk(held, kept[1], known, number)


def places_of(seen: Desk, dataset: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Give rows that would be added the places that publishing would give them; worked out once for a proposal."""
    of, located = st.session_state.get(LOCATED, (None, {}))
    if of is not seen.proposal:
        located = {}
        st.session_state[LOCATED] = (seen.proposal, located)
    if dataset not in located:
        first, others = rows.head(MOST_LOCATED), rows.iloc[MOST_LOCATED:]
        located[dataset] = pd.concat([ui.records().placed(first), others])
    placed: pd.DataFrame = located[dataset]
    return placed


def as_written(seen: Desk) -> Table:
    """Give the table as the file has it, without what was mended here."""
    return _table(seen.dropped, choices().hints)


def version(seen: Desk) -> str:
    """Tell apart what is edited: what was typed over one table must never be taken for another."""
    reading = seen.proposal.table.reading
    said = (seen.dropped.sha256, seen.proposal.headings.dataset, reading.sheet, reading.header_line, _round())
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def begin_anew() -> None:
    """Forget what was typed into tables, because what it led to was undone or overtaken; for callbacks."""
    st.session_state[ROUND] = _round() + 1


def _round() -> int:
    return int(st.session_state.get(ROUND, 0))


def _table(held: Dropped, hints: Hints) -> Table:
    key = (held.sha256, hints)
    kept = st.session_state.get(TABLE)
    if kept is None or kept[0] != key:
        kept = (key, read(held.data, held.name, hints))
        st.session_state[TABLE] = kept
    table: Table = kept[1]
    return table
