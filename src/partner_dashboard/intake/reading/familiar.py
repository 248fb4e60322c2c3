"""From a heading to whether people use it for one of our columns."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from partner_dashboard.intake.spelling import compact, expanded, without_brackets, without_gender, words
from partner_dashboard.schema import CODES_COLUMNS, DATASETS, REGIONS_COLUMNS

OURS = frozenset({*CODES_COLUMNS, *REGIONS_COLUMNS} | {name for held in DATASETS.values() for name in held.names})


def familiarity(cells: Iterable[str]) -> int:
    """Count the different cells that name a column of ours, by its own name or by a word of an office."""
    return sum(1 for cell in {cell.strip() for cell in cells} if is_familiar(cell))


@lru_cache(8192)
def is_familiar(heading: str) -> bool:
    """Whether a heading names a column of ours."""
    if heading in OURS or heading.casefold() in _wordings():
        return True
    if not heading or len(heading) > 60:
        return False
    return not _known().isdisjoint(compact(without_brackets(without_gender(heading))) | compact(heading))


def runs_together(heading: str) -> bool:
    """Whether a heading looks like two that have lost the separator between them: «citycountry_code»."""
    halves = [(heading[:place], heading[place:]) for place in range(2, len(heading) - 1)]
    if is_familiar(heading):
        return any(left in OURS and right in OURS for left, right in halves)
    return any(_joins(left, right) for left, right in halves)


def _joins(left: str, right: str) -> bool:
    """Whether two parts of a heading are headings themselves; German builds long words, so that one says little."""
    if not left[-1].isalnum() or not right[0].isalnum():
        return False
    if is_familiar(left) and (len(left) > 3 or is_familiar(right)):
        return True
    return left[-1].islower() and right[0].isupper() and is_familiar(right)


def are_ours(cells: Sequence[str]) -> bool:
    """Whether a row of cells is surely a row of our headings: two of them, and two fifths of what is filled."""
    filled = sum(1 for cell in cells if cell.strip())
    found = familiarity(cells)
    return found >= 2 and found * 5 >= filled * 2


def may_be_heading(cell: str) -> bool:
    """Whether a cell is written just like a heading of ours; far faster than `is_familiar`."""
    return cell.casefold() in _wordings()


@cache
def _known() -> frozenset[str]:
    return frozenset(key for wording in _wordings() for key in compact(wording))


@cache
def _wordings() -> frozenset[str]:
    """Give every name, label and word for a column in small letters.

    Asked only where a heading is not simply the name of a column: reading the words takes a moment.
    """
    wordings = set(OURS)
    for dataset in DATASETS.values():
        wordings |= {label for column in dataset.columns for label in (column.label_en, column.label_de)}
    for file in ("everywhere", *DATASETS):
        for entry in words(file).values():
            for pattern in (*entry.get("words", ()), *entry.get("weak", ())):
                wordings.update(expanded(pattern))
    return frozenset(wording.casefold() for wording in wordings)
