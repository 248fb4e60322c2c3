"""From dates and spans as an office writes them to EDTF: nothing is invented, and what could mean two things is asked.

one date             see parts.py
spans                2016–2019 · 04.–07.07.2018 · 4.-7. Juli 2018 · 30.06.–02.07.2019 · July 4–7, 2018 · Juni/Juli 2018
open spans           seit 2010 · ab 04/2010 · bis 2015 · 2016 – heute
roughly              ca. 2010 · um 2010 · 2010? · Anfang 2010 (kept as the year) · Mitte der 1980er
nobody knows         unbekannt · n/a · - · k. A.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from partner_dashboard import dates
from partner_dashboard.intake.written.blanks import NO_DATE
from partner_dashboard.intake.written.months import TERMS
from partner_dashboard.intake.written.parts import Part, beginning, dated, single

LONGEST = 80
"""More letters than any date needs; longer cells are not looked at."""

LIKELY_YEARS = range(1200, 2101)

LONGEST_SPAN = 60
"""How many years a span may last whose end is written with two digits."""

REFUSED = ("ambiguous_date", "impossible_date", "date_unreadable")

SIGNS = str.maketrans({"—": "–", "‒": "–", "―": "–", "−": "–", "‐": "-", "‑": "-", "’": "'", "‘": "'", "´": "'"})
CLOCK = re.compile(
    r"[ t,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?(?:uhr|h|am|pm|z|utc|[+-]\d{2}:?\d{2}))?$", re.ASCII
)
FILLING = re.compile(
    r"^(?:(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday|mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)\.?,? "
    r"|(?:im jahre?|in the year|jahr|year|im|in|am|on|den|vom|the) )(?=\S)"
)
ROUGHLY = re.compile(r"(?:ca|circa|zirka|um|etwa|ungefähr|approx|approximately|about|around|~|c)\.? ?(?P<date>.+)")
DOUBTED = re.compile(r"(?P<date>.*[^\s?~(])\s?(?P<sign>\(\?\)|\?|\(ca\.?\)|~)")
VAGUELY = re.compile(
    r"(?:anfang|mitte|ende|früh|spät|frühjahr|frühling|sommer|herbst|winter|spring|summer|autumn|fall|early|mid|middle"
    r"|late|beginning|end)[ -](?:(?:der|des|of|the) )*(?P<date>.+)"
)
SINCE = re.compile(r"(?:seit|ab|von|since|from)(?: dem| der)? (?P<date>.+)")
UNTIL = re.compile(r"(?:bis|until|till|up to)(?: zum| zur)? (?P<date>.+)")
GOES_ON = re.compile(
    r"(?P<date>.*\S) ?(?:(?:[-–]|bis|to|until) ?(?:heute|jetzt|today|present|now|dato|laufend|offen|unbefristet)?"
    r"|ff\.?|laufend|fortlaufend)"
)
GAP = re.compile(r" ?[-–/] ?| (?:bis(?: zum)?|to|until) ")
ENDS = re.compile(r"\d{4}(?:-\d{2}){0,2}", re.ASCII)
SHORT_YEAR = re.compile(r"\d{2}", re.ASCII)
DAY_AND_YEAR = re.compile(r"(?P<day>\d{1,2})\.?, ?(?P<year>\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """What a cell says of time, in EDTF.

    A single date stands in `start`; a span has `start` and `end`, one of them empty where it is open. `code` is the
    problem to be told, where there is one: with a refused code there is no date. `remedy` is what was or may be meant.
    """

    start: str = ""
    end: str = ""
    is_span: bool = False
    code: str = ""
    remedy: str = ""

    @property
    def edtf(self) -> str:
        """The cell as one EDTF text, a span as an interval."""
        return f"{self.start or '..'}/{self.end or '..'}" if self.is_span and (self.start or self.end) else self.start


def read(text: str) -> WrittenDate:
    """Read one cell. An empty one is an unknown date and no problem; a word for «nobody knows» is noted."""
    if dates.is_valid(text):
        return _likely(_interval(text.strip()))
    folded = _folded(text)
    if folded.rstrip(".") in NO_DATE:
        return WrittenDate(code="no_date")
    if len(text) > LONGEST:
        return WrittenDate(code="date_unreadable")
    return _likely(_open(folded) or _one(folded) or _span(folded) or WrittenDate(code="date_unreadable"))


def _interval(text: str) -> WrittenDate:
    """Read EDTF: an interval is a span as in any other writing, unless it is one time such as a term or a quarter."""
    first, _, last = text.partition("/")
    both = [tuple(map(int, end.split("-"))) if ENDS.fullmatch(end) else () for end in (first, last)]
    if not all(both) or _is_one_time(*both):
        return WrittenDate(text)
    return WrittenDate(first, last, is_span=True)


def _is_one_time(first: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Whether an interval is an academic year, a term, a quarter or a half, within which a day is meant."""
    if len(first) == len(last) == 1:
        return last[0] - first[0] == 1
    if len(first) != 2 or len(last) != 2:
        return False
    terms = {*TERMS.values(), (1, 3), (4, 6), (7, 9), (10, 12), (1, 6), (7, 12)}
    return (first[1], last[1]) in terms and last[0] - first[0] == (last[1] < first[1])


def _folded(text: str) -> str:
    written = unicodedata.normalize("NFKC", text).translate(SIGNS).casefold()
    written = " ".join(written.split()).rstrip(",;")
    written = CLOCK.sub("", written)
    return FILLING.sub("", FILLING.sub("", written, count=1), count=1)


def _likely(read_date: WrittenDate) -> WrittenDate:
    """Doubt a year that no partnership has."""
    years = [int(year) for year in re.findall(r"\d{4}", f"{read_date.start} {read_date.end}")]
    if read_date.code or all(year in LIKELY_YEARS for year in years):
        return read_date
    return replace(read_date, code="unlikely_year")


def _one(text: str) -> WrittenDate | None:
    part = _rough(text)
    return _told(part, part.edtf) if part else None


def _told(part: Part, start: str = "", end: str = "", *, is_span: bool = False) -> WrittenDate:
    if part.code in REFUSED:
        return WrittenDate(code=part.code, remedy=part.remedy)
    return WrittenDate(start, end, is_span, part.code, part.remedy)


def _rough(text: str) -> Part | None:
    """Read one date that may be said to be rough, doubted or within a part of a year."""
    if part := single(text.rstrip(".")) or single(text):
        return part
    if (found := DOUBTED.fullmatch(text)) and (part := _rough(found["date"])):
        return _marked(part, "?" if "?" in found["sign"] else "~")
    if (found := ROUGHLY.fullmatch(text)) and (part := _rough(found["date"])):
        return _marked(part, "~")
    found = VAGUELY.fullmatch(text)
    if found and (part := single(found["date"])) and not part.code:
        return replace(part, code="less_precise", remedy=part.edtf)
    return None


def _marked(part: Part, mark: str) -> Part:
    both = mark if part.mark in ("", mark) else "%"
    marked = replace(part, mark=both)
    return replace(marked, remedy=marked.edtf) if part.code and part.code not in REFUSED else marked


def _open(text: str) -> WrittenDate | None:
    """Read a span that is open on one side; «von … bis …» is open on none."""
    if found := SINCE.fullmatch(text):
        inner = _one(found["date"]) or _span(found["date"]) or _open(found["date"])
        return replace(inner, is_span=not inner.code or bool(inner.start)) if inner else None
    if (found := UNTIL.fullmatch(text)) and (part := _rough(found["date"])):
        return _told(part, "", part.edtf, is_span=True)
    if (found := GOES_ON.fullmatch(text)) and (part := _rough(found["date"])):
        return _told(part, part.edtf, is_span=True)
    return None


def _span(text: str) -> WrittenDate | None:
    """Read a span by its first sign that has a date on both sides; what one side leaves out, the other says."""
    for gap in GAP.finditer(text):
        left, right = text[: gap.start()], text[gap.end() :]
        first, last = _rough(left) or beginning(left), _rough(right)
        if first and first.year and first.is_whole and SHORT_YEAR.fullmatch(right) and not first.month:
            last = _short_year(first, right)
        elif first and (found := DAY_AND_YEAR.fullmatch(right)):
            last = dated(found["year"], first.month, int(found["day"])) if first.month else None
        if first and last and (spanned := _between(first, last)):
            return spanned
    return None


def _short_year(first: Part, right: str) -> Part:
    """Read the end of «2016–19» and «1998–04»; «2010–12» could be a month, «2024–15» goes back or too far ahead."""
    year = first.year // 100 * 100 + int(right)
    year += 100 if year < first.year else 0
    if year - first.year > LONGEST_SPAN:
        return Part(code="date_unreadable")
    if 1 <= int(right) <= 12:
        return Part(code="ambiguous_date", remedy=f"{first.year}-{right} / {first.year}–{year}")
    return Part(year)


def _between(first: Part, last: Part) -> WrittenDate | None:
    """Complete the first date of a span by the last one; None where both together are no span."""
    if not first.is_whole:
        if not last.year or (first.day and not last.day) or (first.month and not last.month):
            return None
        completed = dated(f"{last.year:04d}", first.month or last.month, first.day)
        if not completed.code and completed.edtf > last.edtf:
            return None
        first = replace(completed, mark=last.mark)
    worst = next((part for part in (first, last) if part.code in REFUSED), first if first.code else last)
    if worst.code in REFUSED:
        return _told(worst)
    if first.ready.count("/") or last.ready.count("/"):
        first_day, last_day = first.edtf.split("/")[0], last.edtf.split("/")[-1]
        return _told(replace(worst, remedy=""), first_day, last_day, is_span=True)
    remedy = f"{first.edtf}/{last.edtf}" if worst.code else ""
    return _told(replace(worst, remedy=remedy), first.edtf, last.edtf, is_span=True)
