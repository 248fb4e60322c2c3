"""From numbers as people write them to numbers: decimal commas, thousands apart, signs of any kind."""

import math
import re
import unicodedata

MINUS = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-"})
PLAIN = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
COMMA_LAST = re.compile(r"[+-]?\d{1,3}(?:[. ']\d{3})+,\d+", re.ASCII)
POINT_LAST = re.compile(r"[+-]?\d{1,3}(?:[, ']\d{3})+\.\d+", re.ASCII)


def decimal(text: str) -> float | None:
    """Read a number with a decimal point or comma; None where it is no number, or could be two.

    A single point or comma is always the decimal sign, so that «52.400» is 52.4; only a number with both signs
    («1.234,5») has its thousands apart.
    """
    written = unicodedata.normalize("NFKC", text).strip().translate(MINUS).replace("’", "'")
    if COMMA_LAST.fullmatch(written):
        written = re.sub(r"[. ']", "", written)
    elif POINT_LAST.fullmatch(written):
        written = re.sub(r"[, ']", "", written)
    if not PLAIN.fullmatch(written):
        return None
    value = float(written.replace(",", "."))
    return value if math.isfinite(value) else None


def whole(text: str) -> int | None:
    """Read a number without a fraction from 0 on, also where a spreadsheet wrote «3.0»; None where it is none."""
    value = decimal(text)
    return int(value) if value is not None and value.is_integer() and 0 <= value < 1e9 else None
