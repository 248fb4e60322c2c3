"""From the cells of one column to our values, each distinct text once: codes, countries, lists, addresses, numbers."""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partner_dashboard.editions import Codes
from partner_dashboard.intake.known import Known
from partner_dashboard.intake.rules.columns import distinct, is_blank, longest, matching, may_hold_controls, spread
from partner_dashboard.intake.vocabulary import closest_code, code_for
from partner_dashboard.intake.written import numbers
from partner_dashboard.intake.written.blanks import NO_ANSWER, is_no_answer
from partner_dashboard.places import countries
from partner_dashboard.problems import Problem, Severity
from partner_dashboard.regions import Regions
from partner_dashboard.schema import LIST_SEPARATOR, Column

WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE)
BETWEEN_VALUES = re.compile(r"[|;\n]")
BETWEEN_WORDS = re.compile(r"[|;,/\n]")

BETWEEN_EPOCHS = datetime.timedelta(days=1462)
"""How much later a number is a day in a workbook that counts from 1904."""

Words = Mapping[str, Mapping[str, str]]
"""What the words of a column mean, as a person decided: column → word → code."""


@dataclass(frozen=True, slots=True)
class Source:
    """The file and the sheet that problems are told of.

    `headings` gives the heading as written of a column that an upload may have and our datasets have not.
    """

    file: str
    sheet: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)
    counts_from_1904: bool = False

    def problem(
        self, code: str, line: int, column: str = "", value: str = "", remedy: str = "", weight: Severity | None = None
    ) -> Problem:
        """Tell of one cell."""
        said = self.headings.get(column, column)
        if code == "serial_date" and self.counts_from_1904:
            # A bare number may come from another workbook, so nobody can say from when it counts.
            other = datetime.date.fromisoformat(remedy) + BETWEEN_EPOCHS
            return Problem("ambiguous_date", self.file, line, said, value, f"{remedy} / {other}", self.sheet)
        return Problem(code, self.file, line, said, value, remedy, self.sheet, weight)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as understood: our value, and what is wrong with it.

    `part` is what the problem speaks of where that is not the whole cell.
    """

    value: str = ""
    code: str = ""
    remedy: str = ""
    part: str = ""
    weight: Severity | None = None


Reader = Callable[[str], Cell]
EMPTY = Cell()


def understood(cells: pd.Series, read: Reader, source: Source) -> tuple[pd.Series, list[Problem]]:
    """Read a column of text; empty cells stay empty and are not read.

    Shape: text, index line → the same with our values, and the problems by line.
    """
    if is_blank(cells):
        return cells, []
    positions, texts = distinct(cells)
    found = [read(text) if text else EMPTY for text in texts]
    values = [cell.value for cell in found]
    read_cells = cells if values == texts else spread(values, positions, cells)
    return read_cells, list(told(cells, positions, dict(enumerate(found)), source))


def told(cells: pd.Series, positions: NDArray[np.intp], found: Mapping[int, Cell], source: Source) -> Iterator[Problem]:
    """Yield a problem for each line whose distinct cell, found by its position, has one."""
    wrong = [position for position, cell in found.items() if cell.code]
    if not wrong:
        return
    column, lines = str(cells.name), cells.index.to_numpy()
    for place in np.flatnonzero(np.isin(positions, wrong)):
        cell = found[int(positions[place])]
        value = cell.part or str(cells.iat[place])
        yield source.problem(cell.code, int(lines[place]), column, value, cell.remedy, cell.weight)


def reader(column: Column, known: Known, words: Words) -> Reader | None:
    """Give what reads the cells of a column on their own; None for words, and for what a rule of its own reads."""
    if column.codes:
        return coded(column, known.codes, words.get(column.name, {}))
    if column.name == "region_code":
        return regional(known.regions)
    return None if column.refers_to else READERS.get(column.kind)


def coded(column: Column, codes: Codes, words: Mapping[str, str]) -> Reader:
    """Give what reads the words of a code list; a list that the data does not have allows every word."""
    known = frozenset(codes.of(column.codes))

    def code_of(word: str) -> str:
        return word if word in known else words.get(word) or code_for(column.codes, word, codes)

    def read(text: str) -> Cell:
        if not known:
            return Cell(text)
        if (code := code_of(text)) or is_no_answer(text):
            return Cell(code)
        parts = _parts(text, code_of) if column.several else [text]
        wrong = next((part for part in parts if not code_of(part)), "")
        if wrong:
            return Cell("", "unknown_code", closest_code(column.codes, wrong, codes), wrong)
        return Cell(LIST_SEPARATOR.join(dict.fromkeys(map(code_of, parts))))

    return read


def _parts(text: str, code_of: Callable[[str], str]) -> list[str]:
    """Split several words; commas and slashes part only words that are not one code as a whole."""
    whole = [part.strip() for part in BETWEEN_VALUES.split(text) if part.strip()]
    return [
        word.strip()
        for part in whole
        for word in ([part] if code_of(part) else BETWEEN_WORDS.split(part))
        if word.strip()
    ]


def regional(regions: Regions) -> Reader:
    """Give what reads a region, written as scheme:code."""

    def read(text: str) -> Cell:
        scheme, _, code = (part.strip() for part in text.partition(":"))
        return Cell(f"{scheme}:{code}") if regions.find(scheme, code) else Cell("", "unknown_region")

    return read


def listed(text: str) -> Cell:
    """Read several values, parted by a semicolon or a new line, as our list; what is one already stays as it stands."""
    parts = [part.strip() for part in BETWEEN_VALUES.split(text) if part.strip()]
    is_several = LIST_SEPARATOR not in text and all(part[:1].isalnum() for part in parts)
    return Cell(LIST_SEPARATOR.join(parts) if is_several else text)


def country(text: str) -> Cell:
    """Read a country in any way of writing it as its code; empty where a word says that nobody knows.

    A clear typo is read and told. A single letter is the sign of its cars: «D» in a column of countries is Germany,
    and that is noted.
    """
    if found := countries.code(text):
        is_typo = countries.misspelt(text)
        return Cell(found, "unknown_country", found, weight="warning") if is_typo else Cell(found)
    if is_no_answer(text):
        return EMPTY
    meant = countries.suggestion(text)
    if meant and len(text) == 1 and text.isupper():
        return Cell(meant, "country_assumed", meant)
    return Cell("", "unknown_country", meant)


def address(text: str) -> Cell:
    """Read an address of the web; any other stays as it is, and is told."""
    if WEB_ADDRESS.match(text) or is_no_answer(text):
        return Cell("" if is_no_answer(text) else text)
    return Cell(text, "no_web_address", f"https://{text}" if HOST.fullmatch(text) else "")


def whole(text: str) -> Cell:
    """Read a whole number."""
    if is_no_answer(text):
        return EMPTY
    number = numbers.whole(text)
    return Cell("", "not_a_number") if number is None else Cell(str(number))


READERS: Mapping[str, Reader] = {"country": country, "url": address, "whole": whole, "list": listed}


def answered(cells: pd.Series) -> pd.Series:
    """Give ids and names with nothing where a cell only holds its place free."""
    blank = cells.isin(BLANKS)
    return cells.mask(blank, "") if blank.any() else cells


BLANKS = frozenset(
    form
    for word in (*NO_ANSWER, "k.A", "k. A", "k/A")
    for one in (word, f"{word}.")
    for form in (one, one.upper(), one.title())
)
"""The words of NO_ANSWER as people write them, so that a whole column is looked at in one go."""

LONGEST = 10_000
"""More letters than a text is meant to have; longer ones load and are told."""

SHOWN = 200
"""How many letters of such a text its problem shows."""

CONTROL = r"[\x{0}-\x{8}\x{b}\x{c}\x{e}-\x{1f}\x{7f}]"
"""Signs that no person can write and a database may refuse; the reading tells of them, here they are left out."""


def texts(cells: pd.Series, source: Source) -> tuple[pd.Series, list[Problem]]:
    """Read a column of words: as they stand, whatever they say."""
    read = cells
    if may_hold_controls(cells) and (odd := matching(cells, CONTROL)).any():
        read = cells.mask(odd, cells.str.replace(CONTROL, "", regex=True))
    if longest(cells) <= LONGEST:
        return read, []
    long = cells[cells.str.len() > LONGEST]
    column = str(cells.name)
    return read, [
        source.problem("text_too_long", int(str(line)), column, f"{text[:SHOWN]}…") for line, text in long.items()
    ]
