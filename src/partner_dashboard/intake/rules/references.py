"""From the ids of other rows to rows that are there: in the state, or in the same file."""

from collections.abc import Collection, Mapping
from functools import cached_property

import pandas as pd

from partner_dashboard.intake.known import Known
from partner_dashboard.intake.rules.cells import Cell, Source, understood
from partner_dashboard.problems import Problem

NEAR = 75
"""How alike an id and a known one must be, from 0 to 100, before the one is proposed for the other."""


class Rows:
    """The rows of some datasets that may be pointed to: those of the state and those of the file itself."""

    def __init__(self, known: Known, datasets: Collection[str], here: pd.Series | None = None) -> None:
        """Take the datasets whose rows count, and the column of ids that the file itself brings."""
        self.known_ids = frozenset[str]().union(*(known.ids[name] for name in datasets))
        self.left_out = {row_id: where for name in datasets for row_id, where in known.left_out.get(name, {}).items()}
        self._here = here

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id that may be pointed to; those of the file are looked at only when one is not known."""
        return self.known_ids if self._here is None else self.known_ids | frozenset(self._here.tolist()) - {""}

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        return {row_id.casefold(): row_id for row_id in self.ids}

    def find(self, text: str) -> str:
        """Give the id that a text is, in any case of its letters, or an empty text."""
        is_known = text in self.known_ids or text in self.ids
        return text if is_known else self._folded.get(text.casefold(), "")

    def refused(self, text: str, code: str) -> Cell:
        """Say of an id that no row has whether its row was left out, or was never there."""
        if where := self.left_out.get(text):
            return Cell("", "reference_left_out", where, text)
        return Cell("", code, closest(text, self.ids), text)


def referred(cells: pd.Series, rows: Rows, source: Source) -> tuple[pd.Series, list[Problem]]:
    """Read a column of ids."""

    def read(text: str) -> Cell:
        found = rows.find(text)
        return Cell(found) if found else rows.refused(text, "unknown_reference")

    return understood(cells, read, source)


def closest(value: str, allowed: Collection[str]) -> str:
    """Give the allowed value a typo probably meant, or an empty text."""
    from rapidfuzz import fuzz, process  # only where something is wrong, not at every start

    near = process.extractOne(value.casefold(), allowed, scorer=fuzz.ratio, score_cutoff=NEAR)
    return str(near[0]) if near else ""
