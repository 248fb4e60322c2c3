"""From the lines of a text to how its records are written: the separator and quote with which most records agree."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from partner_dashboard.errors import UnreadableFileError
from partner_dashboard.intake.reading.familiar import familiarity
from partner_dashboard.intake.reading.headers import TOP, find_header, ours_among, width_of
from partner_dashboard.intake.reading.records import Dialect, records
from partner_dashboard.intake.reading.table import Hints, Record, refusal

SEPARATORS = (";", "\t", ",", "|")
STATED = re.compile(r'\ufeff?"?sep=(.)"?[;,\t ]*', re.I)
SAMPLE = 200
"""How many lines are looked at to choose."""

AGREED = 0.4
"""From which fit on a separator is believed although no heading is ours; 1 would be many fields in every record."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a dialect fits: how many headings of ours it shows, then how many records agree."""

    ours: int
    agreement: float
    has_header: bool
    dialect: Dialect

    @property
    def is_believed(self) -> bool:
        """Whether the text is surely written in this way."""
        return self.ours > 0 or self.agreement >= AGREED

    @property
    def rank(self) -> tuple[int, float]:
        """What decides between two dialects."""
        return self.ours, self.agreement * (1 if self.has_header else 0.3)


def stated_separator(lines: Sequence[str]) -> str:
    """Give the separator that the first line states for Excel, as in «sep=;», or an empty text."""
    found = STATED.fullmatch(lines[0]) if lines else None
    return found[1] if found else ""


def dialect_of(lines: Sequence[str], hints: Hints, stated: str = "") -> Dialect:
    """Choose separator and quote.

    `stated` is believed where it separates anything. A text without separators has records of one field.
    Raises: UnreadableFileError where there are separators but no two records agree on one.
    """
    sample = [line for line in lines[: 5 * SAMPLE] if line.strip()][:SAMPLE]
    if stated and not hints.separator:
        fit = _best(sample, replace(hints, separator=stated))
        if fit.is_believed:
            return fit.dialect
    best = _best(sample, hints)
    if best.is_believed or hints.separator:
        return best.dialect
    if sum(1 for line in sample if any(separator in line for separator in SEPARATORS)) * 2 > len(sample):
        raise refusal("separator_unclear", _first_with_separator(lines))
    return Dialect(",")


def _first_with_separator(lines: Sequence[str]) -> int:
    filled = (place for place, line in enumerate(lines) if line.strip())
    return next(filled, 0) + 1


def _best(sample: Sequence[str], hints: Hints) -> Fit:
    fits = [_fit(sample, dialect) for dialect in _candidates(sample, hints)]
    return max(fits, key=lambda fit: fit.rank)


def _candidates(sample: Sequence[str], hints: Hints) -> Iterator[Dialect]:
    """Yield what may be tried, the usual first: among equals the first is taken."""
    for separator in (hints.separator,) if hints.separator else SEPARATORS:
        quotes = (hints.quote,) if hints.quote else ('"', "'") if _has_apostrophes(sample, separator) else ('"',)
        for quote in quotes:
            yield Dialect(separator, quote)
            if any(f"{separator} {quote}" in line for line in sample):
                yield Dialect(separator, quote, is_spaced=True)


def _has_apostrophes(sample: Sequence[str], separator: str) -> bool:
    """Whether a third of the lines have a field within apostrophes."""
    mark = re.escape(separator)
    quoted = re.compile(rf"(?:^|{mark}) ?'(?:[^']|'(?! ?(?:{mark}|$)))*' ?(?:{mark}|$)")
    return sum(1 for line in sample if quoted.search(line)) * 3 > len(sample)


def _fit(sample: Sequence[str], dialect: Dialect) -> Fit:
    parts = any(dialect.separator in line for line in sample)
    single = list(islice(records(sample, replace(dialect, width=0)), None if parts else 1))
    dialect = replace(dialect, width=width_of(single))
    if dialect.width < 2:
        ours = max((familiarity(record.cells) for record in single[:1]), default=0)
        return Fit(0, 0.01 * ours, False, dialect)
    found = [record for record in records(sample, dialect) if record.filled]
    agreeing = sum(1 for record in found if len(record.cells) == dialect.width and record.fault < 0)
    _, ours = ours_among(found[:TOP])
    agreement = agreeing / len(found) * (1 - 1 / dialect.width)
    return Fit(ours, agreement, _has_header(found, dialect.width), dialect)


def _has_header(found: Sequence[Record], width: int) -> bool:
    """Whether the headings can be found, with as many fields as the rows have."""
    try:
        return len(find_header(found).record.cells) == width
    except UnreadableFileError as refused:
        return refused.values["reason"] == "stray_quote"
