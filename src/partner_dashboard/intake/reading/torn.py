"""From a row with too many or too few fields to the column in which it goes wrong."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

KINDS = (
    ("empty", re.compile(r"\s*")),
    ("year", re.compile(r"\d{3}[\dX]~?")),
    ("number", re.compile(r"[+-]?\d+(?:[.,]\d+)?")),
    ("date", re.compile(r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?")),
    ("address", re.compile(r"(?:https?://|www\.)\S*", re.I)),
    ("code", re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")),
    ("capitals", re.compile(r"[A-Z]{2,5}")),
    ("word", re.compile(r"\S+")),
)
LEARNED = 500
"""How many whole rows show what a column usually holds."""

BORDER = re.compile(r"(?<=[a-zß-ÿ])(?=[^a-zß-ÿ\s])|(?<=[A-Z])(?=[\d\W])|(?<=\d)(?=[^\d\s])|(?<=[^\w\s])(?=\w)")
MOST_BORDERS = 60

UNSEEN = 0.01
"""How likely a kind of cell is that a column never showed; a cell with a value seen before counts as much more."""


class Alignment:
    """What the columns of a table usually hold, learned from whole rows when it is first asked for."""

    def __init__(self, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self._width = len(names)
        self._rows = rows

    def place_of_fault(self, cells: Sequence[str]) -> int:
        """Give the position at which a separator is too many or missing, -1 where nothing can be said.

        Each position is tried: as many fields as are too many are put together there, or as are missing are left out.
        The one after which all other cells fit their columns best is the answer.
        """
        extra = len(cells) - self._width
        if not self._rows or not extra or not 0 < len(cells) <= 2 * self._width:
            return -1
        return max(range(min(len(cells), self._width)), key=lambda place: self._likelihood(cells, place, extra))

    def _likelihood(self, cells: Sequence[str], place: int, extra: int) -> float:
        before = sum(self._fit(column, cells[column]) for column in range(place))
        after = sum(self._fit(field - extra, cells[field]) for field in range(place + max(extra, 0) + 1, len(cells)))
        if extra > 0:
            return before + after + self._fit(place, "".join(cells[place : place + extra + 1]))
        return (
            before
            + after
            + max(self._fit(place, left) + self._fit(place - extra, right) for left, right in _halves(cells[place]))
        )

    def _fit(self, column: int, cell: str) -> float:
        if not 0 <= column < self._width:
            return math.log(UNSEEN)
        learned = self._learned[column]
        seen = learned.values[cell.strip()] + learned.shapes[_shape(cell)]
        return math.log((learned.kinds[_kind(cell)] + UNSEEN) / (learned.count + UNSEEN)) + min(seen, 3) / 3

    @cached_property
    def _learned(self) -> list["_Habit"]:
        rows = self._rows[:LEARNED]
        return [_Habit.of([row[column] for row in rows]) for column in range(self._width)]


@dataclass(frozen=True, slots=True)
class _Habit:
    """How often a column showed which kinds, shapes and values."""

    kinds: Counter[str]
    shapes: Counter[str]
    values: Counter[str]
    count: int

    @classmethod
    def of(cls, cells: Sequence[str]) -> "_Habit":
        kinds, shapes = Counter(map(_kind, cells)), Counter(map(_shape, cells))
        return cls(kinds, shapes, Counter(cell.strip() for cell in cells), len(cells))


@lru_cache(2048)
def _shape(cell: str) -> str:
    """Give the outline of a cell: «MG-8769» and «RI-12» are both A-9."""
    text = re.sub(r"[a-zß-ÿ]+", "a", re.sub(r"[A-ZÀ-Þ]+", "A", re.sub(r"\d+", "9", cell.strip())))
    return text if len(text) < 20 else ""


def _halves(cell: str) -> list[tuple[str, str]]:
    """Give the ways in which a cell may be two that ran together: between small and capital letters, digits, signs."""
    borders = [found.start() for found in BORDER.finditer(cell)][:MOST_BORDERS]
    return [(cell[:border], cell[border:]) for border in (0, *borders, len(cell))]


@lru_cache(2048)
def _kind(cell: str) -> str:
    text = cell.strip()
    found = next((kind for kind, pattern in KINDS if pattern.fullmatch(text)), "text")
    return "sentence" if found == "text" and len(text) > 40 else found
