"""From one date without its surroundings to year, month and day as far as they are written.

01.04.2010 · 1. April 2010 · April 1, 2010 · Apr 2010 · 04/2010 · 2010 · 2010-04-01 · 20100401 · 25/12/2010 · 12/25/2010
WS 2014/15 · SoSe 2015 · Q1 2015 · 1. Halbjahr 2015 · 2014/15 · 1980er · 19. Jahrhundert · 45292 (a day of Excel)
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from partner_dashboard.intake.written.months import MONTHS, TERMS, last_day

NEWEST_SHORT_YEAR = 2036
"""The last year that two digits may mean: «36» is 2036, «37» is 1937. Ten years after this was written; a constant and
not today's date, so that the same file means the same next year."""

EXCEL_DAYS = range(20000, 73051)
"""Days that Excel counts from 30 December 1899 on, from 1954 to 2100; other numbers of five digits are no dates."""

EXCEL_ZERO = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Part:
    """A date as far as it is written; 0 and "" where a part is missing.

    `ready` is whole EDTF text for what is no single date, such as a term or a decade. `code` says what had to be
    assumed or why it cannot be read, `remedy` what is or may be meant. `mark` is EDTF's ~, ? or %.
    """

    year: int = 0
    month: int = 0
    day: int = 0
    ready: str = ""
    mark: str = ""
    code: str = ""
    remedy: str = ""

    @property
    def edtf(self) -> str:
        """The date in EDTF, as precise as it is written."""
        if self.ready:
            return "/".join(f"{end}{self.mark}" for end in self.ready.split("/"))
        month = f"-{self.month:02d}" if self.month else ""
        day = f"-{self.day:02d}" if self.day else ""
        return f"{self.year:04d}{month}{day}{self.mark}"

    @property
    def is_whole(self) -> bool:
        """Whether it says at least a year, or why it cannot."""
        return bool(self.ready or self.year or self.code)


def single(text: str) -> Part | None:
    """Read one folded date; None where it is none of the known forms."""
    for form, made in FORMS:
        found = form.fullmatch(text)
        if found and (part := made(found)):
            return part
    return None


def beginning(text: str) -> Part | None:
    """Read the first half of a span, which may leave out what the second half says: «4.», «30.06.», «4. Juli»."""
    for form in HALVES:
        if found := form.fullmatch(text):
            held = found.groupdict()
            month = MONTHS.get(held.get("word") or "", 0) or int(held.get("month") or 0)
            if month or "word" not in held:
                return Part(month=month, day=int(held.get("day") or 0))
    return None


def dated(year: str, month: int = 0, day: int = 0) -> Part:
    """Make a date of a year with four or two digits; says where the calendar has no such day."""
    full, is_short = _full_year(year), len(year) == 2
    if full == 0 or month > 12 or (day and not month) or day > 31 or (month and day > last_day(full, month)):
        turned = month > 12 >= day > 0 and month <= last_day(full, day) if full else False
        return Part(code="impossible_date", remedy=f"{full:04d}-{day:02d}-{month:02d}" if turned else "")
    part = Part(full, month, day)
    return replace(part, code="two_digit_year", remedy=part.edtf) if is_short else part


def _full_year(year: str) -> int:
    if len(year) != 2:
        return int(year)
    this_century = NEWEST_SHORT_YEAR // 100 * 100 + int(year)
    return this_century if this_century <= NEWEST_SHORT_YEAR else this_century - 100


def _unordered(first: int, second: int, year: str) -> Part:
    """Tell day and month apart where one of them can only be a day; never guess where both could be either."""
    if not first or not second:
        return Part(code="impossible_date")
    if first > 12 or first == second:
        return dated(year, second, first)
    if second > 12:
        return dated(year, first, second)
    readings = sorted(dated(year, month, day).edtf for month, day in ((first, second), (second, first)))
    return Part(code="ambiguous_date", remedy=" / ".join(readings))


def _in_words(found: re.Match[str]) -> Part | None:
    month = MONTHS.get(found["word"])
    return dated(found["year"], month, int(found.groupdict().get("day") or 0)) if month else None


def _in_numbers(found: re.Match[str]) -> Part | None:
    held = found.groupdict()
    if any(part and not int(part) for part in (held.get("month"), held.get("day"))):
        return Part(code="impossible_date", remedy=found["year"] if len(found["year"]) == 4 else "")
    return dated(found["year"], int(held.get("month") or 0), int(held.get("day") or 0))


def _in_any_order(found: re.Match[str]) -> Part | None:
    return _unordered(int(found["first"]), int(found["second"]), found["year"])


def _year_and_short(found: re.Match[str]) -> Part | None:
    """Read «2014/15» as the span of two years, «2010/04» as a month; «2010/11» could be both."""
    year, other = int(found["year"]), int(found["other"])
    is_next_year = len(found["other"]) == 2 and other == (year + 1) % 100
    if is_next_year and 1 <= other <= 12:
        return Part(code="ambiguous_date", remedy=f"{year}-{other:02d} / {year}/{year + 1}")
    if is_next_year:
        return Part(ready=f"{year}/{year + 1}")
    return dated(found["year"], other) if 1 <= other <= 12 else None


def _month_and_short_year(found: re.Match[str]) -> Part | None:
    """Refuse «04/10»: April 2010, or a day of October without a year."""
    meant = dated(found["year"], int(found["month"]))
    return Part(code="ambiguous_date", remedy=meant.edtf) if meant.month else None


def _term(found: re.Match[str]) -> Part | None:
    """Read «WS 2014/15»; «WS 2014/16» is no term, «WS 2014–2016» a span."""
    first, last = TERMS[found["term"]]
    year, short = dated(found["year"]), len(found["year"]) == 2
    end_year = year.year + 1 if last < first else year.year
    named = found["next"] or ""
    if named and (last > first or int(named[-2:]) != end_year % 100):
        return Part(code="date_unreadable") if len(named) == 2 else None
    whole = Part(ready=f"{year.year}-{first:02d}/{end_year}-{last:02d}")
    return replace(whole, code="two_digit_year", remedy=whole.edtf) if short else whole


def _months_of(found: re.Match[str]) -> Part | None:
    """Read a quarter or a half of a year as the months from its first to its last."""
    number, length = int(found["number"]), 6 if found["unit"].startswith("h") else 3
    if number * length > 12:
        return None
    return Part(ready=f"{found['year']}-{(number - 1) * length + 1:02d}/{found['year']}-{number * length:02d}")


def _decade(found: re.Match[str]) -> Part | None:
    written = found["year"]
    full = f"{_full_year(written):04d}"[:3] + "X"
    if len(written) == 4:
        return Part(ready=full)
    return Part(ready=full, code="two_digit_year", remedy=full)


def _century(found: re.Match[str]) -> Part | None:
    number = int(found["number"])
    return Part(ready=f"{number - 1:02d}XX") if 11 <= number <= 21 else None


def _compact(found: re.Match[str]) -> Part | None:
    """Read eight digits as year, month and day, unless they could also begin with the day."""
    text = found[0]
    forward = dated(text[:4], int(text[4:6]), int(text[6:])) if 1800 <= int(text[:4]) <= 2100 else None
    backward = _unordered(int(text[:2]), int(text[2:4]), text[4:]) if 1800 <= int(text[4:]) <= 2100 else None
    likely = [part for part in (forward, backward) if part and part.code != "impossible_date"]
    if len(likely) > 1:
        return Part(code="ambiguous_date", remedy=" / ".join(sorted(part.edtf for part in likely if part.year)))
    return likely[0] if likely else None


def _serial(found: re.Match[str]) -> Part | None:
    number = int(found["serial"])
    if number not in EXCEL_DAYS:
        return None
    day = EXCEL_ZERO + timedelta(days=number)
    return Part(day.year, day.month, day.day, code="serial_date", remedy=day.isoformat())


YEAR = r"'?(?P<year>\d{4}|\d{2})"
WORD = r"(?P<word>[a-zäöü]+)\.?"
DAY = r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?"
_TERMS = "|".join(sorted(TERMS, key=len, reverse=True))


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Part | None]], ...] = (
    (_form(r"(?P<year>\d{4})(?:\.0)?"), _in_numbers),
    (_form(r"(?P<year>\d{4})(?P<s>[-./]) ?(?P<month>\d{1,2})(?P=s) ?(?P<day>\d{1,2})"), _in_numbers),
    (_form(r"(?P<year>\d{4})-(?P<month>\d{1,2})"), _in_numbers),
    (_form(r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?" + YEAR), _in_numbers),
    (_form(DAY + r"[ -]?(?:of )?" + WORD + r",?[ -]?" + YEAR), _in_words),
    (_form(WORD + " ?" + DAY + ", ?" + YEAR), _in_words),
    (_form(WORD + " ?" + DAY + r" (?P<year>\d{4})"), _in_words),
    (_form(WORD + r",?[ -]?" + YEAR), _in_words),
    (_form(r"(?P<year>\d{4}) ?" + WORD), _in_words),
    (_form(r"(?P<month>\d{1,2}) ?[/.-] ?(?P<year>\d{4})"), _in_numbers),
    (_form(r"(?P<first>\d{1,2}) ?(?P<s>[/-]) ?(?P<second>\d{1,2}) ?(?P=s) ?" + YEAR), _in_any_order),
    (_form(r"(?P<year>\d{4}) ?[/.] ?(?P<other>\d{1,2})"), _year_and_short),
    (_form(r"(?P<month>\d{1,2}) ?/ ?(?P<year>\d{2})"), _month_and_short_year),
    (_form(rf"(?P<term>{_TERMS}) ?(?P<year>\d{{4}}|\d{{2}})(?: ?[/-] ?(?P<next>\d{{4}}|\d{{2}}))?"), _term),
    (_form(r"(?P<unit>q|h)(?P<number>\d) ?[/-]? ?(?P<year>\d{4})"), _months_of),
    (_form(r"(?P<year>\d{4}) ?[/-]? ?(?P<unit>q|h)(?P<number>\d)"), _months_of),
    (_form(r"(?P<number>\d)\. ?(?P<unit>quartal|halbjahr|hj)\.? ?(?P<year>\d{4})"), _months_of),
    (_form(r"(?P<year>\d{3}0|\d0)(?:'?s|er|iger)(?:[ -]?jahren?)?"), _decade),
    (_form(r"(?P<number>\d{2})(?:\. ?(?:jahrhundert|jh)\.?|th century)"), _century),
    (_form(r"\d{8}"), _compact),
    (_form(r"(?P<serial>\d{5})(?:[.,]\d+)?"), _serial),
)  # fmt: skip
"""Every form of a single date with what reads it; the first that answers is right."""

HALVES = (
    _form(r"(?P<day>\d{1,2})\.?"),
    _form(r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\.?"),
    _form(DAY + r" ?" + WORD),
    _form(WORD + r" ?(?P<day>\d{1,2})(?:st|nd|rd|th)?"),
    _form(WORD),
)
"""The forms of what may stand before the sign of a span and leave its year to what follows."""
