"""From EDTF text to days that can be compared, and back to words.

EDTF is ISO 8601-2, level 0 and the part of level 1 that occurs: `2022-11-30`, `2025-04`, `2023`, `198X`, `2010~`,
`2016/..`, empty. Every date has an earliest and a latest day and a precision; nothing here invents a day.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from babel.dates import format_date, format_skeleton

Precision = Literal["day", "month", "year", "decade", "century", "interval", "unknown"]

FORM = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<mark>[~?%])?", re.ASCII)
OPEN = ("", "..")
LOCALES = {"de": "de_DE", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A date as precise as its source, never more.

    `earliest` and `latest` are inclusive days; None on one side means open, None on both means unknown.
    """

    text: str
    earliest: date | None
    latest: date | None
    precision: Precision
    approximate: bool = False

    @property
    def is_known(self) -> bool:
        """Whether anything is known about this date."""
        return self.precision != "unknown"


UNKNOWN = FuzzyDate("", None, None, "unknown")


@lru_cache(maxsize=8192)
def parse(text: str) -> FuzzyDate:
    """Read one EDTF text.

    An empty text is the unknown date. Raises: ValueError with the text when it is none of the forms above or names
    a day that does not exist.
    Source: ISO 8601-2:2019, annex A (EDTF), levels 0 and 1.
    """
    text = text.strip()
    if not text:
        return UNKNOWN
    if "/" in text:
        return _interval(text)
    return _single(text)


def is_valid(text: str) -> bool:
    """Whether a text is one of the forms that `parse` reads."""
    try:
        parse(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=8192)
def words(when: FuzzyDate, language: str) -> str:
    """Say a date as precisely as it is known: «30 November 2022», «April 2025», «um 2010», «1980er Jahre».

    The unknown date gives an empty text; the caller says «unknown» in the words of its place.
    Source: CLDR by Babel for month names and order.
    """
    if when.precision == "unknown":
        return ""
    if when.precision == "interval":
        return _interval_words(when, language)
    exact = _exact_words(when, language)
    if not when.approximate:
        return exact
    return f"um {exact}" if language == "de" else f"around {exact}"


def since(when: FuzzyDate, language: str) -> str:
    """Say from when on something is: «since 1969», «seit dem 23. November 2023», «seit den 1980er Jahren».

    An interval says itself; the unknown date gives an empty text.
    """
    if when.precision in ("unknown", "interval"):
        return words(when, language)
    if language == "de":
        return _since_german(when)
    about = "around " if when.approximate else ""
    the = "the " if when.precision == "decade" else ""
    return f"since {about}{the}{_exact_words(when, 'en')}"


def year(when: FuzzyDate) -> int | None:
    """Give the first year a date may lie in, or None where it is unknown or open at the start."""
    return when.earliest.year if when.earliest else None


def _single(text: str) -> FuzzyDate:
    found = FORM.fullmatch(text)
    if not found:
        raise ValueError(text)
    years, month, day, mark = found["year"], found["month"], found["day"], found["mark"]
    first_year, last_year = int(years.replace("X", "0")), int(years.replace("X", "9"))
    if first_year == 0 or ("X" in years and month):
        raise ValueError(text)
    first_month, last_month = (int(month), int(month)) if month else (1, 12)
    if not 1 <= first_month <= 12:
        raise ValueError(text)
    last_day_of_month = calendar.monthrange(last_year, last_month)[1]
    first_day, last_day = (int(day), int(day)) if day else (1, last_day_of_month)
    if not 1 <= first_day <= last_day_of_month:
        raise ValueError(text)
    precision: Precision = "day" if day else "month" if month else "year"
    if "X" in years:
        precision = "century" if years.endswith("XX") else "decade"
    return FuzzyDate(
        text, date(first_year, first_month, first_day), date(last_year, last_month, last_day), precision, bool(mark)
    )


def _interval(text: str) -> FuzzyDate:
    start, _, end = text.partition("/")
    if start in OPEN and end in OPEN:
        raise ValueError(text)
    first = None if start in OPEN else _single(start)
    last = None if end in OPEN else _single(end)
    if first and last and first.earliest and last.latest and first.earliest > last.latest:
        raise ValueError(text)
    approximate = any(part.approximate for part in (first, last) if part)
    return FuzzyDate(text, first.earliest if first else None, last.latest if last else None, "interval", approximate)


def _exact_words(when: FuzzyDate, language: str) -> str:
    start = when.earliest
    if start is None:
        return ""
    if when.precision == "day":
        return format_date(start, "long", locale=LOCALES[language])
    if when.precision == "month":
        return format_skeleton("yMMMM", start, locale=LOCALES[language])
    if when.precision == "decade":
        return f"{start.year}er Jahre" if language == "de" else f"{start.year}s"
    if when.precision == "century":
        return f"{start.year}–{start.year + 99}"
    return str(start.year)


def _interval_words(when: FuzzyDate, language: str) -> str:
    start, _, end = when.text.partition("/")
    first = None if start in OPEN else _single(start)
    last = None if end in OPEN else _single(end)
    if first and last:
        return f"{words(first, language)} – {words(last, language)}"
    bound = first or last or UNKNOWN
    if language == "de":
        return _since_german(bound) if first else _until_german(bound)
    the = "the " if bound.precision == "decade" and not bound.approximate else ""
    return f"{'since' if first else 'until'} {the}{words(bound, language)}"


def _since_german(when: FuzzyDate) -> str:
    about = "etwa " if when.approximate else ""
    exact = _exact_words(when, "de")
    if when.precision == "decade":
        return f"seit {about}den {exact}n"
    return f"{about}seit dem {exact}" if when.precision == "day" else f"seit {about}{exact}"


def _until_german(when: FuzzyDate) -> str:
    about = "etwa " if when.approximate else ""
    into = "in die " if when.precision == "decade" else ""
    return f"bis {about}{into}{_exact_words(when, 'de')}"
