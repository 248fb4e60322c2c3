"""From the bytes of a text to which signs occur in it at all, so that cells are searched only for what is there."""

from dataclasses import dataclass

import numpy as np

MARKS = ("?", "\ufffd", "Ã", "Â", "Ä", "Å", "â")
"""Signs without which a cell has no lost letter and no mojibake."""

OF_ERRORS = ("#", "Err:")
"""Signs without which no cell is an error of a spreadsheet."""

CONTROL = ""
"""Stands among the marks for all control signs."""

PLAIN = bytes([*b"\t\n\v\f\r", *range(32, 127)])
"""The signs of ASCII that nobody need look at."""

ASCII = bytes(range(128))


@dataclass(frozen=True, slots=True)
class Signs:
    """Which marks occur in a text, and whether all its letters are surely composed with their accents (NFC)."""

    marks: tuple[str, ...] = (*MARKS, *OF_ERRORS, CONTROL)
    is_composed: bool = False

    @classmethod
    def of_utf8(cls, data: bytes, odd: bytes) -> "Signs":
        """Look at every sign of a text once; `odd` are its bytes that are not PLAIN."""
        marks = [*(mark for mark in ("?", "#") if mark.encode() in data), "Err:"]  # to look for four letters takes long
        high = odd.translate(None, ASCII)
        has_control = len(high) < len(odd)
        pairs = _pairs(high)
        marks += [mark for mark in MARKS[1:] if int.from_bytes(mark.encode()[:2], "big") in pairs]
        has_control |= any(0xC280 <= pair <= 0xC29F for pair in pairs)
        return cls((*marks, *([CONTROL] if has_control else [])), all(map(_is_composed, pairs)))


ANY_SIGNS = Signs()
"""Where nobody looked: every sign may occur."""


def _pairs(beyond: bytes) -> set[int]:
    """Give the first two bytes of every sign beyond ASCII, as numbers."""
    high = np.frombuffer(beyond, dtype=np.uint8)
    leads = np.flatnonzero(high >= 0xC2)
    found: list[int] = np.flatnonzero(np.bincount(high[leads].astype(np.int32) * 256 + high[leads + 1])).tolist()
    return set(found)


def _is_composed(pair: int) -> bool:
    """Whether the signs that begin with two bytes are never changed by composing: Latin, and most punctuation."""
    return pair < 0xCC80 or pair in (0xE280, 0xE282)
