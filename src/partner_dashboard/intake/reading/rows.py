"""From the records below the headings to rows of data, and a problem for each line that is none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from partner_dashboard.intake.reading.cells import BLANKS
from partner_dashboard.intake.reading.familiar import familiarity, runs_together
from partner_dashboard.intake.reading.headers import Header, looks_like_data, width_of
from partner_dashboard.intake.reading.notes import FOOTER, is_footer, note_of
from partner_dashboard.intake.reading.table import Record, refusal
from partner_dashboard.intake.reading.torn import Alignment, kind_of
from partner_dashboard.intake.reading.trailing import are_trailing
from partner_dashboard.problems import Problem

INCHES = re.compile(r'\d"')

SOME = 5000
"""How many rows show how many fields a row has."""

FEW_TORN = 3
"""So many lines with another number of fields are always listed; more than half of all mean that the file is not one
table that we understand, unless its headings are ours."""


@dataclass(slots=True)
class Sifted:
    """The rows of data in order, how many were met, and the problems with their lines."""

    header: Header
    names: tuple[str, ...]
    kept: list[Record] = field(default_factory=list)
    rows_read: int = 0
    problems: list[Problem] = field(default_factory=list)


def sift(records: Sequence[Record], header: Header) -> Sifted:
    """Part the records below the headings into data and everything else.

    Blank records are skipped. Repeated headings, a row of hints, totals and footers are notes; a row with another
    number of fields or a lost quote is an error and counts as read.
    Raises: UnreadableFileError where the headings do not fit the rows, or another table begins further down.
    """
    below = [record for record in records[header.place + 1 :] if record.fault >= 0 or not record.is_blank]
    names, width = _fitted(header, below)
    sifted = Sifted(header, names)
    if width > len(names):
        sifted.problems.append(Problem("trailing_separators", "", below[0].line, value=str(width - len(names))))
    below, footer = _without_footer(below, width, names)
    alignment = Alignment(names, [record.cells for record in below if _is_whole(record, width)])
    for place, record in enumerate(below):
        _place(record, place == 0, width, sifted, alignment)
    sifted.problems += [*footer, *_continued(sifted.kept, [*sifted.problems, *footer], names)]
    _refuse_torn(sifted, below, width)
    return sifted


def _fitted(header: Header, below: Sequence[Record]) -> tuple[tuple[str, ...], int]:
    """Give the headings by position and the usual number of fields of a row, which may have empty ones more.

    Raises: UnreadableFileError where the rows have more or fewer fields than there are headings.
    """
    names = [cell.strip(BLANKS) for cell in header.record.cells]
    some = below[:SOME]
    width = width_of(some, len(names)) if any(record.filled > 1 for record in some) else len(names)
    if width < len(names) and not any(names[width:]):
        names = names[:width]
    if width > len(names) and are_trailing(names, width, below, header.is_ours):
        return tuple(names), width
    if width != len(names) and not _is_believed(header, names, below):
        suspect = next((name for name in names if not name or runs_together(name)), "")
        raise refusal("header_field_count", header.record.line, suspect, f"{len(names)} / {width}")
    return tuple(names), len(names)


def _is_believed(header: Header, names: Sequence[str], below: Sequence[Record]) -> bool:
    """Whether rather the rows are wrong than the headings: all of these are ours, or a row fits them."""
    if not header.is_ours:
        return False
    if any(len(record.cells) == len(names) for record in below):
        return True
    return len(below) < FEW_TORN and familiarity(names) == len(names) and not any(map(runs_together, names))


def _is_whole(record: Record, width: int) -> bool:
    return len(record.cells) == width and record.fault < 0


def _without_footer(below: Sequence[Record], width: int, names: Sequence[str]) -> tuple[list[Record], list[Problem]]:
    """Cut off the lines of text after the last row; each is a note."""
    kept, notes = list(below), list[Problem]()
    ids = all(" " not in record.cells[0].strip() for record in below[:SOME] if _is_whole(record, width))
    while kept and is_footer(kept[-1], kept[-2].line if len(kept) > 1 else 0, width, ids):
        last = kept.pop()
        notes.append(Problem("wrong_field_count", "", last.line, value=f"{len(last.cells)} / {width}",
                             remedy=last.first, weight="info"))  # fmt: skip
    return kept, notes[::-1]


def _place(record: Record, is_first: bool, width: int, sifted: Sifted, alignment: Alignment) -> None:
    """Put one record where it belongs."""
    if note := note_of(record, sifted.names, is_first):
        sifted.problems.append(Problem(note, "", record.line, value=record.first))
        return
    sifted.rows_read += 1
    if _is_whole(record, width) and _is_sound(record):
        sifted.kept.append(record)
        sifted.problems += _inches(record, sifted.names)
    else:
        sifted.problems.append(_torn(record, width, sifted.names, alignment))


def _is_sound(record: Record) -> bool:
    """Whether no cell holds a single quote, other than behind a number, where it means inches."""
    return record.loose < 0 or INCHES.search(record.cells[record.loose]) is not None


def _inches(record: Record, names: Sequence[str]) -> Iterator[Problem]:
    if record.loose >= 0:
        cell = record.cells[record.loose].strip()
        yield Problem("stray_quote", "", record.line, _name(names, record.loose), cell, cell.replace('"', ""),
                      weight="warning")  # fmt: skip


def _torn(record: Record, width: int, names: Sequence[str], alignment: Alignment) -> Problem:
    first = record.cells[0].strip() if record.cells else ""
    fault = record.loose if len(record.cells) == width and record.fault < 0 else record.fault
    if fault >= 0:
        text = record.cells[fault].strip() if fault < len(record.cells) else ""
        return Problem("stray_quote", "", record.line, _name(names, fault), text, first)
    place = alignment.place_of_fault(record.cells)
    counted = f"{len(record.cells)} / {width}"
    return Problem("wrong_field_count", "", record.line, _name(names, place), counted, first)


def _name(names: Sequence[str], place: int) -> str:
    return names[place] if 0 <= place < len(names) else ""


def _continued(kept: Sequence[Record], problems: Sequence[Problem], names: Sequence[str]) -> Iterator[Problem]:
    """Doubt the row beside a line of a single field: its last or first cell may go on there, without quotes."""
    by_line = {record.line: record for record in kept}
    for problem in problems:
        if problem.code != "wrong_field_count" or not problem.value.startswith("1 /") or FOOTER.match(problem.remedy):
            continue
        if problem.line - 1 in by_line and (problem.severity == "error" or " " in problem.remedy):
            yield Problem("cell_continued", "", problem.line - 1, names[-1], problem.remedy)
        below = by_line.get(problem.line + 1)
        if below is not None and kind_of(below.cells[0]) == kind_of(problem.remedy) == "code":
            yield Problem("cell_continued", "", problem.line + 1, names[0], problem.remedy)


def _refuse_torn(sifted: Sifted, below: Sequence[Record], width: int) -> None:
    """Refuse a file of which most lines do not fit, and one in which a second table of another width begins."""
    torn = [record for record in below if not _is_whole(record, width)]
    tail = _tail(below, width)
    if len(tail) > FEW_TORN and not any(looks_like_data(cell) for cell in tail[0].cells if cell.strip()):
        raise refusal("second_table", tail[0].line)
    if len(torn) > FEW_TORN and len(torn) * 2 > len(below) and not sifted.header.is_ours:
        raise refusal("mostly_torn", torn[0].line, value=f"{len(torn)} / {len(below)}")


def _tail(below: Sequence[Record], width: int) -> list[Record]:
    """Give the records at the end that agree on another number of fields."""
    if not below or len(below[-1].cells) in (width, 1):
        return []
    other = len(below[-1].cells)
    place = len(below)
    while place and len(below[place - 1].cells) == other and below[place - 1].fault < 0:
        place -= 1
    return list(below[place:])
