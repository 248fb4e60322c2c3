"""From columns of text to cells that can be trusted: composed, trimmed, and a problem where letters are lost."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial, reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from partner_dashboard.intake.reading.doubts import Doubt, is_doubtful
from partner_dashboard.intake.reading.signs import CONTROL as CONTROLS
from partner_dashboard.intake.reading.signs import OF_ERRORS
from partner_dashboard.problems import Problem

BLANKS = " \t\n\v\f\r\u00a0\u2007\u202f\u3000\ufeff\u200b\u2060"
"""What may stand around a cell without meaning anything, zero-width signs among it."""

ERRORS = (
    "#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA",
    "#BEZUG!", "#NV", "#WERT!", "#ZAHL!", "#ÜBERLAUF!", "Err:502", "Err:508", "Err:511", "Err:522",
)  # fmt: skip
"""What Excel and LibreOffice show instead of a value, in English and German."""

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
LETTER = r"[^\W\d_]"
LOST = re.compile(rf"\?(?={LETTER})|\ufffd")
LOST_AT_END = re.compile(rf"{LETTER}\?(?=[,;)/]|\s+[a-zß-ÿ(])|^\S*{LETTER}\?$")
ADDRESS = re.compile(r"://|^www\.|[=&]|\.[a-z]{2,5}(?:/\S*)?\?", re.I)
HIGH = "\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What the bytes from 0x80 on are in Windows-1252."""

MOJIBAKE = re.compile(rf"[ÃÂ][{HIGH}]|â[€‚„][{HIGH}]|(?<={LETTER})[ÄÅ][{HIGH}]|[ÄÅ][{HIGH}](?={LETTER})")
"""UTF-8 of letters with accents and of typographic signs, read as Windows-1252."""


def trimmed(column: pa.ChunkedArray, is_composed: bool = False) -> pa.ChunkedArray:
    """Compose letters with their accents and take the blanks off both ends."""
    cut = pc.utf8_trim(column if is_composed else pc.utf8_normalize(column, form="NFC"), characters=BLANKS)
    return column if cut.equals(column) else cut  # mostly they are equal, and both would take twice the room


def problems_in(
    names: Sequence[str],
    columns: Sequence[pa.ChunkedArray],
    lines: Sequence[int],
    marks: Sequence[str],
    is_legacy: bool,
    doubt: Doubt = "",
) -> Iterator[Problem]:
    """Yield a problem for each cell with lost letters, mojibake, control signs, or an error of a spreadsheet.

    `marks` are the signs that occur at all; `is_legacy` says that the file's encoding had no sign for most letters,
    `doubt` which letters may be others.
    """
    judged = cache(partial(verdicts, is_legacy=is_legacy, doubt=doubt))
    for name, column in zip(names, columns, strict=True):
        for place, cell in _picked(column, marks, doubt):
            for code, remedy in judged(cell):
                yield Problem(code, "", int(lines[place]), name, cell, remedy)


def verdicts(cell: str, is_legacy: bool = False, doubt: Doubt = "") -> tuple[tuple[str, str], ...]:
    """Say what is wrong with the letters of a cell: codes with what could stand there instead."""
    if cell in ERRORS:
        return (("cell_error", ""),)
    found: list[tuple[str, str]] = []
    if (mended := without_mojibake(cell)) != cell:
        found.append(("mojibake", mended))
    if has_lost_letter(cell, is_legacy):
        found.append(("lossy_character", ""))
    if not found and is_doubtful(cell, doubt):
        found.append(("doubtful_letters", ""))
    if CONTROL.search(cell):
        found.append(("control_character", CONTROL.sub("", cell)))
    return tuple(found)


def has_lost_letter(cell: str, is_legacy: bool = False) -> bool:
    """Whether a question mark or replacement sign stands for a letter: «Krak?w», «?ód?», but not «why?» or an address.

    At the end of a word it does only where the encoding of the file had few letters.
    """
    if "\ufffd" in cell:
        return True
    words = [word for word in cell.split() if "?" in word and not ADDRESS.search(word)]
    if any(LOST.search(word) for word in words):
        return True
    return bool(is_legacy and words and LOST_AT_END.search(cell))


def without_mojibake(cell: str) -> str:
    """Give a cell as it was before its UTF-8 was read as Windows-1252; any other cell comes back as it is."""
    return re.sub(f"[{HIGH}]+", _mended, cell) if MOJIBAKE.search(cell) else cell


def _mended(found: re.Match[str]) -> str:
    try:
        return b"".join(letter.encode("cp1252") if not 0x80 <= ord(letter) < 0xA0 else letter.encode("latin-1")
                        for letter in found[0]).decode("utf-8")  # fmt: skip
    except UnicodeError:
        return found[0]


def _picked(column: pa.ChunkedArray, marks: Sequence[str], doubt: Doubt) -> Iterator[tuple[int, str]]:
    """Yield the cells that must be looked at, with their places."""
    masks = [_holding(column, mark) for mark in marks if _may_hold(column, mark)]
    if doubt:
        masks.append(pc.match_substring_regex(column, r"[^\x{0}-\x{7f}]"))
    if masks:
        places = pc.indices_nonzero(reduce(pc.or_, masks))
        yield from zip(places.to_pylist(), column.take(places).to_pylist(), strict=True)


def _may_hold(column: pa.ChunkedArray, mark: str) -> bool:
    """Whether the last byte of a mark occurs in a column at all, which is seen far faster than in which cell."""
    buffers = (chunk.buffers()[2] for chunk in column.chunks)
    return mark == CONTROLS or any(
        buffer and (np.frombuffer(buffer, np.uint8) == mark.encode()[-1]).any() for buffer in buffers
    )


def _holding(column: pa.ChunkedArray, mark: str) -> pa.ChunkedArray:
    """Say of each cell whether it holds a mark; for those of errors, whether it is one."""
    if mark in OF_ERRORS:
        return pc.is_in(column, value_set=_errors(column.type))
    if mark == CONTROLS:
        return pc.match_substring_regex(column, r"[\x{0}-\x{8}\x{e}-\x{1f}\x{7f}-\x{9f}]")
    return pc.match_substring(column, mark)


@cache
def _errors(kind: pa.DataType) -> pa.Array:
    return pa.array(ERRORS, type=kind)
