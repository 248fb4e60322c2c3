"""From a broken file to what must come of it: a frozen value that reading and the whole check are both held to."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["loads", "noticed", "stopped", "refused"]


@dataclass(frozen=True)
class BrokenFile:
    """A file with its expected outcome.

    `outcome`: it loads right and nothing need be said; it loads right with a notice; some rows are stopped and all
    others load right; it is refused. `code` is the notice, the error of the stopped rows, or the reason of the refusal;
    `lines` where it is said, `columns` the headings named there, either of them empty where there is none to name.
    `rows` counts the rows that load. `cells` holds what must stand in some of them: line → heading → text.
    `checked` are lines that reading lets pass and the check of their cells must stop or doubt: line → code.
    """

    name: str
    data: bytes
    outcome: Outcome = "loads"
    code: str = ""
    lines: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    rows: int = 6
    cells: dict[int, dict[str, str]] = field(default_factory=dict)
    checked: dict[int, str] = field(default_factory=dict)
    dataset: str = "partnerships"
    file: str = "partnerschaften.csv"
    encoding: str = ""
    separator: str = ""
    header_line: int = 1

    def __str__(self) -> str:
        return self.name


HEADINGS = (
    "partnership_id", "institution_id", "home_institution", "type", "status", "start_date", "description",
    "source_title", "source_url",
)  # fmt: skip

ROWS = (
    ("p-1", "univ-tsukuba", "rub", "global_academic", "active", "2016", "Strategic partner, signed in 2016",
     "Rektorat", "https://example.org/a?id=1"),
    ("p-2", "univ-osaka", "rub", "global_academic", "active", "2010-05", "Vertrag für die ganze Universität",
     "Büro", "https://example.org/b"),
    ("p-3", "univ-tokyo", "rub", "student_exchange", "ended", "1969", "", "Büro", "https://example.org/c"),
    ("p-4", "univ-oviedo", "rub", "double_degree", "active", "2011-11-18", "Master mit zwei Abschlüssen",
     "Rektorat", "https://example.org/d"),
    ("p-5", "yale", "tu-dortmund", "research_focused", "unknown", "", 'Das Programm heißt "Ruhr"', "Büro", ""),
    ("p-6", "univ-vilnius", "rub", "network", "active", "2020", "Mitglied im Netz; seit 2020", "Büro",
     "https://example.org/f"),
)  # fmt: skip
"""Rows that the demonstration data can take: real ids, nothing else is real. Line n + 2 of a file holds row n."""


def table(rows: Iterable[Sequence[str]] = ROWS, headings: Sequence[str] = HEADINGS, **dialect: object) -> str:
    """Write headings and rows as the csv module does, with commas and line feeds unless said otherwise."""
    written = io.StringIO(newline="")
    usual: dict[str, object] = {"lineterminator": "\n"}
    writer = csv.writer(written, **(usual | dialect))  # type: ignore[arg-type]
    writer.writerow(headings)
    writer.writerows(rows)
    return written.getvalue()


def lines(**dialect: object) -> list[str]:
    """Give the usual table as its physical lines, the first being line 1."""
    return table(**dialect).splitlines()  # type: ignore[arg-type]


def joined(held: Iterable[str]) -> bytes:
    """Write lines in UTF-8."""
    return "".join(f"{line}\n" for line in held).encode()


def with_line(number: int, text: str, **dialect: object) -> bytes:
    """Write the usual table with another text on one line."""
    held = lines(**dialect)
    held[number - 1] = text
    return joined(held)


def with_row(place: int, **cells: str) -> list[list[str]]:
    """Give the usual rows with other cells in one of them."""
    rows = [list(row) for row in ROWS]
    for name, text in cells.items():
        rows[place][HEADINGS.index(name)] = text
    return rows
