"""From what is wrong with a cell to a value that can be listed, counted and shown; never raised."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]

SEVERITIES: dict[str, Severity] = {
    "missing_column": "error",
    "missing_value": "error",
    "wrong_field_count": "error",
    "duplicate_id": "error",
    "unknown_code": "error",
    "unknown_country": "error",
    "unknown_institution": "error",
    "unknown_reference": "error",
    "reference_left_out": "error",
    "unknown_region": "error",
    "date_unreadable": "error",
    "end_before_start": "warning",
    "not_a_number": "error",
    "half_coordinate": "warning",
    "latitude_out_of_range": "error",
    "longitude_out_of_range": "error",
    "null_island": "warning",
    "no_coordinates": "info",
    "unknown_column": "info",
    "still_in_use": "error",
    "doubled_column": "info",
    "doubled_value": "error",
    "formula_without_value": "error",
    "cell_error": "error",
    "control_character": "warning",
    "lossy_character": "warning",
    "doubtful_letters": "warning",
    "mojibake": "warning",
    "mixed_encodings": "warning",
    "sheet_chosen": "info",
    "separator_assumed": "info",
    "encoding_assumed": "info",
    "unnamed_column": "info",
    "trailing_separators": "info",
    "total_row": "info",
    "hint_row": "info",
    "repeated_header": "info",
    "stray_quote": "error",
    "cell_continued": "warning",
    "impossible_date": "error",
    "ambiguous_date": "error",
    "two_digit_year": "warning",
    "serial_date": "warning",
    "less_precise": "info",
    "unlikely_year": "warning",
    "no_date": "info",
    "coordinate_unreadable": "error",
    "other_notation": "info",
    "swapped_coordinates": "warning",
    "outside_country": "warning",
    "contradiction": "warning",
    "possible_duplicate": "warning",
    "unsure_institution": "error",
    "ambiguous_row": "error",
    "unusable_id": "error",
    "no_web_address": "warning",
    "text_too_long": "warning",
    "home_assumed": "info",
    "unknown_home": "warning",
    "commented_row": "error",
    "year_as_date": "warning",
    "country_assumed": "info",
}
"""Every code and its weight: an error stops the row, a warning and an info do not."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one cell of a user's file.

    `line` is the physical line of a text file or the row of a sheet, counted from 1; 0 means the file as a whole.
    `column` is our name where the column is ours, else the heading as written; `value` the cell as written. `remedy` is
    what could stand there instead, empty where we do not know; for `reference_left_out` where the row it refers to
    stands, as file:line. `weight` replaces the usual weight of the code, as where a footer has too few fields.
    """

    code: str
    file: str
    line: int
    column: str = ""
    value: str = ""
    remedy: str = ""
    sheet: str = ""
    weight: Severity | None = None

    @property
    def severity(self) -> Severity:
        """Whether the problem stops its row."""
        return self.weight or SEVERITIES[self.code]


@dataclass(frozen=True, slots=True)
class Report:
    """All problems of a reading, and how many rows were read and kept per file."""

    problems: tuple[Problem, ...] = ()
    rows_read: dict[str, int] = field(default_factory=dict)
    rows_kept: dict[str, int] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether any row was stopped."""
        return any(problem.severity == "error" for problem in self.problems)

    @property
    def rows_left_out(self) -> int:
        """How many rows were read and are not used; one row may have several errors."""
        return sum(self.rows_read.values()) - sum(self.rows_kept.values())

    def counts(self) -> dict[Severity, int]:
        """Count the problems by weight."""
        counted = Counter(problem.severity for problem in self.problems)
        return {severity: counted[severity] for severity in ("error", "warning", "info")}

    def to_json(self) -> str:
        """Write the report as text that `from_json` reads."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Report":
        """Read a report that `to_json` wrote; codes that no longer exist are left out."""
        held = json.loads(text)
        problems = tuple(Problem(**problem) for problem in held["problems"] if problem["code"] in SEVERITIES)
        return cls(problems, held["rows_read"], held["rows_kept"])

    def with_problems(self, more: Iterable[Problem]) -> "Report":
        """Give the same report with further problems at its end."""
        return Report((*self.problems, *more), self.rows_read, self.rows_kept)
