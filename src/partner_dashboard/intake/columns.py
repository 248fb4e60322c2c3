"""From the headings of an uploaded table to our columns: exact, by synonyms, by similarity, as remembered, as chosen.

headers.py     what a heading may mean
appearance.py  what the values of a column look like
claims.py      who gets which column
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from partner_dashboard import names
from partner_dashboard.editions import Codes
from partner_dashboard.intake.appearance import Appearance, appearance
from partner_dashboard.intake.claims import Turn, claims, fit, settle
from partner_dashboard.intake.headers import label_of_target, targets
from partner_dashboard.intake.reading import Table
from partner_dashboard.problems import Problem, Severity
from partner_dashboard.schema import DATASETS

__all__ = ["Heading", "Headings", "arrange", "label_of_target", "notices", "recognise", "shape_of", "targets"]

FILLS: Mapping[str, tuple[str, ...]] = {
    "partner_name": ("institution_id",),
    "partner_city": (),
    "partner_ror_id": ("institution_id",),
    "participants": ("institution_ids",),
    "period": ("start_date", "end_date"),
    "coordinates": ("latitude", "longitude"),
}
"""Which columns of ours are filled from a column that only uploads have."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of an uploaded table and what it was taken for.

    `column` is ours or one that only uploads have, empty where the column is none of ours; `by` says how that was
    found: exact, synonym, similar, remembered, chosen; doubled where another heading has the column already.
    """

    position: int
    header: str
    column: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Headings:
    """What the headings of a table were taken for, and which of its words mean which code.

    `words` holds what a person decided: column → their word → our code; `throughout` what they gave for all rows in a
    column that the table does not have.
    """

    dataset: str
    headings: tuple[Heading, ...]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    throughout: Mapping[str, str] = field(default_factory=dict)

    @property
    def positions(self) -> dict[str, int]:
        """Where each column stands in the table."""
        return {heading.column: heading.position for heading in self.headings if heading.column}

    @property
    def fills(self) -> frozenset[str]:
        """The columns of the dataset about which the table says something."""
        return frozenset(name for column in self.positions for name in FILLS.get(column, (column,)))


def recognise(
    table: Table,
    codes: Codes,
    dataset: str = "",
    chosen: Mapping[int, str] | None = None,
    remembered: Headings | None = None,
) -> Headings:
    """Find out which of our columns each heading means, and which dataset the table fills where none is named.

    `chosen` says by position what a person chose, "" for none; `remembered` counts where it has the same headings. Each
    column of ours is taken at most once. A choice that the dataset does not have is no choice.
    """
    before = remembered if remembered and _is_of(remembered, table, dataset) else None
    seen = [appearance(table.rows[position]) for position in range(len(table.headers))]
    name = dataset or (before.dataset if before else _guessed(table, seen, codes))
    settled = _settled(name, len(seen), before, chosen or {})
    headings = _headings(table.headers, seen, name, codes, settled)
    return Headings(name, headings, before.words, before.throughout) if before else Headings(name, headings)


def _is_of(remembered: Headings, table: Table, dataset: str) -> bool:
    same_shape = shape_of([heading.header for heading in remembered.headings]) == shape_of(table.headers)
    return same_shape and dataset in ("", remembered.dataset)


def shape_of(headers: Sequence[str]) -> str:
    """Give the key under which headings are remembered: files with the same headings in the same order share it."""
    spelled = "\x1f".join(names.key(header) for header in headers)
    return hashlib.sha256(spelled.encode()).hexdigest()


def arrange(table: Table, headings: Headings) -> pd.DataFrame:
    """Give the cells of a table under our names.

    Shape: text as read, one column per recognised heading in the order of the table, the same index.
    """
    found = {position: column for column, position in headings.positions.items()}
    return table.rows[list(found)].rename(columns=found)


def notices(table: Table, headings: Headings) -> tuple[Problem, ...]:
    """Name the columns of a table that are none of ours, and those that repeat another, in their order.

    A repeated column that holds something is a warning, because what it holds is not used; where its heading is the
    same and its value another, the row is stopped. Columns without a heading are told of by `reading`.
    """
    found = []
    ours = {names.key(held.header): held for held in reversed(headings.headings) if held.column}
    for heading in headings.headings:
        if heading.column or not heading.header:
            continue
        is_doubled = heading.by == "doubled"
        is_filled = is_doubled and bool((table.rows[heading.position] != "").any())
        weight: Severity | None = "warning" if is_filled else None
        code = "doubled_column" if is_doubled else "unknown_column"
        place = table.file, table.reading.header_line, heading.header
        found.append(Problem(code, *place, sheet=table.reading.sheet, weight=weight))
        twin = ours.get(names.key(heading.header))
        if is_filled and twin is not None:
            found += _parted(table, twin, heading)
    return tuple(found)


def _parted(table: Table, used: Heading, other: Heading) -> Iterator[Problem]:
    """Stop the rows in which two columns of one heading hold different values: nobody can say which is meant."""
    first, second = table.rows[used.position], table.rows[other.position]
    apart = second[(second != "") & (second != first)]
    for line, text in apart.items():
        yield Problem(
            "doubled_value", table.file, int(str(line)), used.column, text, str(first[line]), table.reading.sheet
        )


Settled = Mapping[int, tuple[str, str]]
"""By position: column and how that was decided."""


def _settled(dataset: str, width: int, before: Headings | None, chosen: Mapping[int, str]) -> Settled:
    """Give what a person decided now or before, each column once; now goes before then.

    What was found to be none of ours, and not chosen to be none, is looked at again.
    """
    decided = [(position, column, "chosen") for position, column in chosen.items()]
    for held in before.headings if before else ():
        if held.column or held.by in ("chosen", "remembered"):
            decided.append((held.position, held.column, "remembered"))
    found: dict[int, tuple[str, str]] = {}
    for position, column, by in decided:
        is_free = column == "" or column not in (taken for taken, _ in found.values())
        if 0 <= position < width and position not in found and is_free and column in ("", *targets(dataset)):
            found[position] = (column, by)
    return found


def _headings(
    headers: Sequence[str], seen: Sequence[Appearance], dataset: str, codes: Codes, settled: Settled
) -> tuple[Heading, ...]:
    made = claims(headers, seen, dataset, codes)
    found = settle(made, {position: column for position, (column, _) in settled.items()})
    repeated = {claim.position for claim in made if claim.turn is not Turn.weak}

    def heading(position: int) -> Heading:
        if position in settled:
            return Heading(position, headers[position], *settled[position])
        if position in found:
            return Heading(position, headers[position], found[position].column, found[position].by)
        return Heading(position, headers[position], by="doubled" if position in repeated else "")

    return tuple(map(heading, range(len(headers))))


WEIGHTS = {"exact": 1.0, "synonym": 0.9, "similar": 0.6}
ESSENTIAL = {
    "institutions": (("name",),),
    "partnerships": (
        ("institution_id", "partner_name", "partner_ror_id"),
        ("type", "agreement_type", "start_date", "end_date", "end_rule", "period"),
    ),
    "events": (("title",), ("start_date", "period")),
    "evidence": (("row_id",), ("states",)),
}
"""What a table of a dataset can hardly do without, by dataset: one of each group."""


def _guessed(table: Table, seen: Sequence[Appearance], codes: Codes) -> str:
    """Give the dataset whose columns explain the headings and values best; the first of them where none does."""
    return max(DATASETS, key=lambda dataset: _score(dataset, table, seen, codes))


def _score(dataset: str, table: Table, seen: Sequence[Appearance], codes: Codes) -> float:
    found = _headings(table.headers, seen, dataset, codes, {})
    held = {heading.column for heading in found if heading.column}
    score = sum(WEIGHTS[heading.by] for heading in found if heading.column)
    score += sum(2.0 if held.intersection(group) else -1.0 for group in ESSENTIAL[dataset])
    for heading in found:
        if heading.column in DATASETS[dataset].names and DATASETS[dataset].column(heading.column).codes:
            values = seen[heading.position]
            score += 0 if values.is_empty else 3 * fit(heading.column, values, dataset, codes) - 1
    score += 3.0 if _is_named(found, DATASETS[dataset].key) and dataset != "institutions" else 0.0
    return score + _said_by_name(dataset, f"{table.file} {table.reading.sheet}")


def _is_named(found: Sequence[Heading], key: str) -> bool:
    """Whether a heading is the key of a dataset by our own name: `event_id` says all, `institution_id` does not."""
    return any(heading.column == key and names.key(heading.header) == names.key(key) for heading in found)


def _said_by_name(dataset: str, where: str) -> float:
    """Say whether the name of the file or the sheet tells the dataset: a little more than one column."""
    labels = (dataset, DATASETS[dataset].label_en, DATASETS[dataset].label_de, *ALSO_CALLED[dataset])
    return 1.5 if any(names.key(label) in names.key(where) for label in labels) else 0.0


ALSO_CALLED = {
    "institutions": ("Institution", "Einrichtung", "Hochschulen", "Universities"),
    "partnerships": (
        "Partnership",
        "Partnerschaft",
        "Kooperation",
        "Agreement",
        "Vereinbarung",
        "Verträge",
        "Relation",
    ),
    "events": ("Event", "Veranstaltung", "Termine", "Delegation", "Besuche"),
    "evidence": ("Belege", "Evidence"),
}
