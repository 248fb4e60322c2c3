"""From a record to what it is when it is no data: headings once more, hints, a total, a footer."""

import re
from collections.abc import Sequence

from partner_dashboard.intake.reading.cells import BLANKS
from partner_dashboard.intake.reading.familiar import may_be_heading
from partner_dashboard.intake.reading.headers import looks_like_data
from partner_dashboard.intake.reading.table import Record, refusal

TOTAL = re.compile(
    r"(?:(?:gesamt|zwischen|teil|end)?summen?|gesamt(?:zahl|anzahl|ergebnis|wert)?|insgesamt|anzahl|ergebnis|"
    r"(?:grand |sub ?)?totals?|sum|count|∑|Σ)\b[^\w]*(?P<rest>.*)",
    re.I | re.S,
)
FOOTER = re.compile(
    r"(?:ende|end of|stand|as of|quellen?|sources?|erstellt|erzeugt|exportiert|created|generated|exported|printed|"
    r"druckdatum|seite|page|hinweise?|notes?|anmerkung(?:en)?|legende|legend|bearbeit\w*|letzte|last|alle angaben|"
    r"angaben|kontakt|contact|copyright|vertraulich|confidential)\b|©|\(c\)|[*†¹²-]+ ?\w|[-=_]{3,}",
    re.I,
)
HINT = re.compile(
    r"[(\[<].*[)\]>]|pflicht(?:feld|angabe)?|optional|required|mandatory|freitext|free text|text|zahl|number|datum|"
    r"date|auswahl(?:liste)?|dropdown|(?:z\. ?b\.|e\. ?g\.|bsp\.?|beispiel|example)[ :].*|"
    r"[tdmjy]{1,4}(?:[./ -][tdmjy]{1,4})+|grad|degrees?|°|-+",
    re.I,
)
SEPARATORS = ";\t,|"

FEW_HEADINGS = 4
"""Up to so many cells a row of data may read like headings: «home, Home University, university, Oulu»."""


def note_of(record: Record, names: Sequence[str], is_first: bool) -> str:
    """Say which kind of line that is no data a record is, an empty text for a row of data.

    Raises: UnreadableFileError for the headings of another table.
    """
    first = record.first.strip(BLANKS)
    is_total = TOTAL.match(first) is not None
    if not is_first and not is_total and not may_be_heading(first) and first not in names:
        return ""
    cells = [cell.strip(BLANKS) for cell in record.cells if cell.strip(BLANKS)]
    if [cell.casefold() for cell in cells] == [name.casefold() for name in names if name]:
        return "repeated_header"
    different = set(cells)
    if len(different) > FEW_HEADINGS and sum(map(may_be_heading, different)) * 5 >= len(different) * 4:
        if is_first:
            return "repeated_header"
        raise refusal("second_table", record.line)
    if is_first and len(cells) > 1 and all(HINT.fullmatch(cell) for cell in cells):
        return "hint_row"
    return "total_row" if is_total and _is_total(record) else ""


def is_data(record: Record, names: Sequence[str]) -> bool:
    """Whether a record is surely a row of data."""
    if record.is_blank or note_of(record, names, is_first=True):
        return False
    return record.filled > 1 or not FOOTER.match(record.first)


def _is_total(record: Record) -> bool:
    """Whether a record sums up: its first filled cell says so, and the others hold numbers at most."""
    filled = [cell.strip() for cell in record.cells if cell and not cell.isspace()]
    found = TOTAL.fullmatch(filled[0]) if filled else None
    if found is None or (len(found["rest"]) > 40) or (len(filled) > 1 and len(filled) * 2 > len(record.cells) > 3):
        return False
    others = [found["rest"], *filled[1:]]
    return all(not other or looks_like_data(other) or other[0] in "=#(0123456789" for other in others)


def is_footer(record: Record, above: int, width: int, ids: bool) -> bool:
    """Whether a last line is text about the list: one cell, and a word that footers have, or a blank line before it.

    Where every row begins with an id (`ids`), a single word may be one, of a row that was cut short.
    """
    if record.filled != 1 or record.fault >= 0 or width < 2 or _is_total(record) or _is_divided(record.first, width):
        return False
    if FOOTER.match(record.first):
        return True
    if len(record.cells) == width:
        return False
    return len(record.cells) == 1 and (" " in record.first if ids else record.line > above + 1)


def _is_divided(text: str, width: int) -> bool:
    """Whether a text is rather a row with another separator than the others."""
    return any(text.count(separator) * 2 >= width for separator in SEPARATORS)
