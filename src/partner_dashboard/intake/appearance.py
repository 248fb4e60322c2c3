"""From the cells of a column to what they look like, so that values may confirm or refute what a heading says.

Only a sample is looked at, spread evenly over the rows.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pandas as pd

from partner_dashboard.intake.written.blanks import NO_DATE

Look = Literal["date", "number", "url", "mail", "coordinates", "text"]

SAMPLE = 2000
"""How many rows are looked at."""

MONTHS = (
    "jan|feb|mär|mae|maer|mar|mrz|apr|mai|may|jun|jul|aug|sep|sept|okt|oct|nov|dez|dec|januar|jänner|january|februar|feber|"
    "february|märz|maerz|march|april|juni|june|juli|july|august|september|oktober|october|november|dezember|december"
)
DATE_WORDS = re.compile(
    rf"(?:{MONTHS}|ws|ss|wise|sose|wintersemester|sommersemester|ca|um|ab|seit|von|bis|vom|to|from|since|until|till|about|"
    r"circa|around|and|und|th|st|nd|rd|x|xx|t|z|uhr|heute|today|offen|open)",
    re.IGNORECASE,
)
DATE = re.compile(
    r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)|(?<!\d)(?:19|20)\dX", re.I
)
NUMBER = re.compile(r"[-+−]?\d+(?:[.,'\u2019 ]\d+)*\s*°?")
URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
MAIL = re.compile(r"(?:mailto:)?[^\s@]+@[^\s@]+\.[^\s@]+")
ANGLE = r"[-+−NSEWO]?\s*\d{1,3}(?:[.,]\d+|\s*°[^,;/|]*)\s*°?\s*[NSEWO]?"
COORDINATES = re.compile(rf"\(?\s*{ANGLE}\s*[,;/| ]\s*{ANGLE}\s*\)?")
ID = re.compile(r"[a-z0-9][a-z0-9._-]*|(?=\S*\d)[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
PARTICIPANTS = re.compile(rf"(?:{ID.pattern})(?::[a-z_]+)?(?:\s*;\s*(?:{ID.pattern})(?::[a-z_]+)?)*;?", re.ASCII)


@dataclass(frozen=True)
class Appearance:
    """What the filled cells of a column look like; `values` holds each once, in order of appearance.

    A dash or an «unknown» is no value: it says nothing about the column.
    """

    values: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no cell is filled."""
        return not self.values

    @cached_property
    def usual(self) -> Look | None:
        """What at least four of five values look like; None where they are mixed or none is there."""
        looks = Counter(look(value) for value in self.values)
        most, count = looks.most_common(1)[0] if looks else ("text", 0)
        return most if count and count >= 0.8 * len(self.values) else None

    def share(self, form: re.Pattern[str]) -> float:
        """Say how many of the values are wholly of a form, from 0 to 1; 0 where none is there."""
        return share(bool(form.fullmatch(value)) for value in self.values)


def appearance(cells: pd.Series) -> Appearance:
    """Look at a sample of the cells of a column."""
    step = max(1, len(cells) // SAMPLE)
    values = map(str, cells.iloc[::step].unique())
    return Appearance(tuple(value for value in values if value.casefold().rstrip(".") not in NO_DATE))


def look(value: str) -> Look:
    """Say what one cell looks like."""
    if URL.fullmatch(value):
        return "url"
    if MAIL.fullmatch(value):
        return "mail"
    if is_date(value):
        return "date"
    if NUMBER.fullmatch(value):
        return "number"
    return "coordinates" if COORDINATES.fullmatch(value) else "text"


def is_date(value: str) -> bool:
    """Whether a cell holds a date, a year or a span of them, and no other words."""
    return bool(DATE.search(value)) and all(DATE_WORDS.fullmatch(word) for word in re.findall(r"[^\W\d_]+", value))


def share(answers: Iterable[bool]) -> float:
    """Say how many of the answers are yes, from 0 to 1; 0 where none is there."""
    held = list(answers)
    return sum(held) / len(held) if held else 0.0
