"""From degrees as people write them to decimal degrees: points and commas, minutes and seconds, letters of the compass.

51.4436 · 51,4436 · 51.4436° N · N 51° 26.616' · 51°26′37″N · 51 26 37 N · 51:26:37 · 7,26 O (German Ost is east)
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from partner_dashboard.intake.written.numbers import decimal

Axis = Literal["latitude", "longitude"]
LIMITS: dict[Axis, int] = {"latitude": 90, "longitude": 180}
LONGEST = 80
"""More letters than any place in degrees needs; longer cells are not looked at."""

SIGNS = str.maketrans(
    {"º": "°", "˚": "°", "′": "'", "’": "'", "‘": "'", "´": "'", "`": "'", "″": '"', "“": '"', "”": '"', "„": '"',
     "−": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
)  # fmt: skip
WORDS = (
    (re.compile(r"\b(?:grad|degrees?|deg)\b\.?|(?<=\d)d(?=\s*\d)"), "°"),
    (re.compile(r"\b(?:minuten?|minutes?|min)\b\.?|(?<=\d)m(?=\s*\d)"), "'"),
    (re.compile(r"\b(?:sekunden?|seconds?|sek|sec)\b\.?|(?<=\d)s$|''"), '"'),
)
COMPASS = re.compile(
    r"(?:(?P<north>n|nord|north|nördl(?:iche)?)|(?P<south>s|süd|sued|south|südl(?:iche)?)"
    r"|(?P<east>o|e|ö|ost|east|östl(?:iche)?)|(?P<west>w|west|westl(?:iche)?))"
    r"\.?\s*(?:b|br|breite|l|lg|länge|lat|latitude|lon|long|longitude)?\.?"
)
"""A direction as a letter, a word, or «n. Br.» and «östl. Länge»."""

DIRECTIONS: dict[str, tuple[Axis, int]] = {
    "north": ("latitude", 1),
    "south": ("latitude", -1),
    "east": ("longitude", 1),
    "west": ("longitude", -1),
}
DIRECTION = re.compile(r"(?P<front>[a-zäöü][a-zäöü. ]*)?(?P<degrees>[^a-zäöü]*)(?P<back>[a-zäöü][a-zäöü. ]*)?")
NUMBER = r"\d{1,3}(?:[.,]\d+)?"
PARTS = re.compile(
    rf"(?P<sign>[+-])?\s*(?P<d>{NUMBER})(?:\s*(?P<mark>°|:|\s)\s*(?:(?P<m>{NUMBER})\s*(?:(?:'|:|\s)\s*"
    rf"(?:(?P<s>{NUMBER})\s*\"?)?)?)?)?",
    re.ASCII,
)
BETWEEN = re.compile(r"\s*[;/|]\s*|\s*,\s+|\s+|,(?=[+-]?\d+\.)|(?<=[NSEWOnsewo])\s*,?\s*(?=[+\-\dNSEWOnsewo])")
WRAPPING = re.compile(r"^(?:geo:|\(|\[)\s*|\s*[)\]]$")
WELL_KNOWN_TEXT = re.compile(r"point\s*\(\s*(?P<lon>\S+)\s+(?P<lat>\S+)\s*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Degrees:
    """What a cell says: decimal degrees, north and east positive.

    `axis` is set where a letter of the compass says it. `is_plain` is false where more than a decimal number was read.
    """

    value: float
    axis: Axis | None = None
    is_plain: bool = True


def read(text: str) -> Degrees | None:
    """Read one cell of degrees; None where it holds none, or a letter contradicts the sign."""
    plain = decimal(text)
    if plain is not None:
        return Degrees(plain)
    held = DIRECTION.fullmatch(_folded(text)) if len(text) <= LONGEST else None
    if not held or (held["front"] and held["back"]):
        return None
    letters = (held["front"] or held["back"] or "").strip()
    said = COMPASS.fullmatch(letters)
    value = _sum(held["degrees"], bool(said))
    if value is None or (letters and not said):
        return None
    if not said:
        return Degrees(value, None, False)
    axis, sign = DIRECTIONS[str(said.lastgroup)]
    return None if value < 0 else Degrees(sign * value, axis, False)


def pair(text: str) -> tuple[Degrees, Degrees] | None:
    """Read latitude and longitude from one cell, in this order unless letters say otherwise; None where it holds none.

    A comma without a blank parts only numbers with decimal points: «51,44» is one number.
    """
    if len(text) > LONGEST:
        return None
    known = WELL_KNOWN_TEXT.fullmatch(text.strip())
    halves = [(known["lat"], known["lon"])] if known else _halves(text)
    read_pairs = {both for one, other in halves if (both := _both(one, other))}
    return read_pairs.pop() if len(read_pairs) == 1 else None


def _halves(text: str) -> Iterator[tuple[str, str]]:
    written = WRAPPING.sub("", text.strip().translate(SIGNS))
    for gap in BETWEEN.finditer(written):
        yield written[: gap.start()], written[gap.end() :]


def _both(one: str, other: str) -> tuple[Degrees, Degrees] | None:
    first, second = read(one), read(other)
    if not first or not second or (first.axis and first.axis == second.axis):
        return None
    turned = first.axis == "longitude" or second.axis == "latitude"
    return (second, first) if turned else (first, second)


def _folded(text: str) -> str:
    written = unicodedata.normalize("NFC", text).translate(SIGNS).strip().casefold()
    for word, sign in WORDS:
        written = word.sub(sign, written)
    return written


def _sum(text: str, is_named: bool) -> float | None:
    """Add degrees, minutes and seconds up; two bare numbers without a sign or letter are not taken for them."""
    parts = PARTS.fullmatch(text.strip())
    if not parts:
        return None
    if not is_named and parts["mark"] not in ("°", ":") and not parts["s"]:
        return None
    numbers = [parts["d"], *(part for part in (parts["m"], parts["s"]) if part)]
    if any(not part.isdecimal() for part in numbers[:-1]):
        return None
    degrees, minutes, seconds = ([float(part.replace(",", ".")) for part in numbers] + [0.0, 0.0])[:3]
    if minutes >= 60 or seconds >= 60:
        return None
    value = round(degrees + minutes / 60 + seconds / 3600, 6)
    return -value if parts["sign"] == "-" else value
