"""From a row with too many or too few fields to the column in which it goes wrong."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
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
SIMILAR = (("code", "capitals", "word", "text", "sentence"), ("year", "date", "number"))
"""Kinds that are hard to tell apart; a column that shows one of them may well show another."""

LEARNED = 500
"""How many whole rows show what a column usually holds."""

MOST_EXPLAINED = 500
"""For how many rows the column is looked for; where more are torn, it is not a column that is wrong."""

UNSEEN = 0.01
"""How likely a kind of cell is that a column never showed."""

BORDER = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ\d\"($])|(?<=\d)(?=[^\W\d]|[\"($])|(?<=[).!?\"%])(?=\w)|(?=https?:)")
MOST_BORDERS = 60

GLUED = 2.0
"""How much it says that a cell holds one quote: two quoted cells without a separator look like one with a quote."""


class Alignment:
    """What the columns of a table usually hold, learned from whole rows when it is first asked for."""

    def __init__(self, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self._width = len(names)
        self._rows = rows
        self._left = MOST_EXPLAINED

    def place_of_fault(self, cells: Sequence[str]) -> int:
        """Give the position at which a separator is too many or missing, -1 where nothing can be said.

        Each position is tried: as many fields as are too many are put together there, or the cell there is divided. The
        one after which all cells fit their columns best is the answer.
        """
        extra = len(cells) - self._width
        if not self._rows or not self._left or not extra or not 0 < len(cells) <= 2 * self._width:
            return -1
        self._left -= 1
        return max(range(min(len(cells), self._width)), key=lambda place: self._likelihood(cells, place, extra))

    def _likelihood(self, cells: Sequence[str], place: int, extra: int) -> float:
        before = sum(self._fit(column, cells[column]) for column in range(place))
        after = sum(self._fit(field - extra, cells[field]) for field in range(place + max(extra, 0) + 1, len(cells)))
        if extra > 0:
            pieces = cells[place : place + extra + 1]
            return before + after + self._fit(place, "".join(pieces)) + _belonging(pieces)
        return before + after + self._divided(cells[place], place, place - extra)

    def _divided(self, cell: str, first: int, second: int) -> float:
        """Weigh the best way in which a cell is one of the columns first and second run together."""
        halves = [(cell[:border], cell[border:]) for border in {0, len(cell), *self._borders(cell, first, second)}]
        found = max(self._fit(first, left) + self._fit(second, right) - 0.5 * (not left or not right)
                    for left, right in halves)  # fmt: skip
        if cell.count('"') % 2 == 0:
            return found
        left, _, right = cell.partition('"')
        return max(found, self._fit(first, left) + self._fit(second, right) + GLUED)

    def _borders(self, cell: str, first: int, second: int) -> Iterator[int]:
        """Yield where a cell may part: between small and capital letters, digits, signs, and beside a usual value."""
        yield from [found.start() for found in BORDER.finditer(cell)][:MOST_BORDERS]
        if second < self._width:
            yield from (len(value) for value in self._habits[first].usual if cell.startswith(value))
            yield from (len(cell) - len(value) for value in self._habits[second].usual if cell.endswith(value))

    def _fit(self, column: int, cell: str) -> float:
        """Weigh how well a cell fits a column: by its kind, and a little by its value and outline."""
        if not 0 <= column < self._width:
            return math.log(UNSEEN)
        habit, kind = self._habits[column], kind_of(cell)
        alike = sum(habit.kinds[other] for kinds in SIMILAR if kind in kinds for other in kinds)
        seen = habit.values[cell.strip()] + habit.shapes[_shape(cell)]
        return math.log((habit.kinds[kind] + alike / 5 + UNSEEN) / (habit.count + UNSEEN)) + min(seen, 3) / 3

    @cached_property
    def _habits(self) -> list["_Habit"]:
        rows = self._rows[:LEARNED]
        return [_Habit.of([row[column] for row in rows]) for column in range(self._width)]


@dataclass(frozen=True)
class _Habit:
    """How often a column showed which kinds, shapes and values."""

    kinds: Counter[str]
    shapes: Counter[str]
    values: Counter[str]
    count: int

    @classmethod
    def of(cls, cells: Sequence[str]) -> "_Habit":
        kinds, shapes = Counter(map(kind_of, cells)), Counter(map(_shape, cells))
        return cls(kinds, shapes, Counter(cell.strip() for cell in cells), len(cells))

    @cached_property
    def usual(self) -> list[str]:
        """The values that it showed most often."""
        return [value for value, _ in self.values.most_common(50) if value]


def _belonging(pieces: Sequence[str]) -> float:
    """Weigh how likely fields are one cell that was torn: a sentence after its commas, a list, an empty field."""
    if all(piece.startswith(" ") for piece in pieces[1:]):
        return 0.0
    if len(set(map(kind_of, pieces))) == 1:
        return 0.0 if len(pieces) > 2 else -1.0
    if any(not piece.strip() for piece in pieces):
        return 0.0 if len(pieces) == 2 else -3.0
    return -4.0


@lru_cache(2048)
def _shape(cell: str) -> str:
    """Give the outline of a cell, «MG-8769» and «RI-12» are both A-9; a long one is its own."""
    text = re.sub(r"[a-zß-ÿ]+", "a", re.sub(r"[A-ZÀ-Þ]+", "A", re.sub(r"\d+", "9", cell.strip())))
    return text if len(text) < 20 else cell


@lru_cache(2048)
def kind_of(cell: str) -> str:
    """Say what a cell looks like: empty, year, number, date, address, code, capitals, word, text or sentence."""
    text = cell.strip()
    found = next((kind for kind, pattern in KINDS if pattern.fullmatch(text)), "text")
    return "sentence" if found == "text" and len(text) > 40 else found
