"""From a cell of a file that does not say its encoding to whether its letters may be wrong.

Most letters of German stand at one place in all encodings of Europe; «è» of one file is «č» of another. What French,
Spanish, Italian, Portuguese and the north of Europe write is recognised by its neighbours, everything else is doubted.
"""

import re
from typing import Literal

from partner_dashboard.intake.reading.encodings import cost

Doubt = Literal["", "some", "all"]
"""Which letters beyond ASCII are doubted: none, those that do not look like the west of Europe, or every one."""

SHARED = frozenset("ÄÖÜäöüßÉéÁáÍíÓóÚúËëÔôÎîÂâÇçŠšŽžªºµ")
"""Letters at the same place in Windows-1250, -1252 and -1254."""

VOWELS = "aeiouyáéíóúäöü"
PLAUSIBLE = re.compile(
    rf"(?<=[{VOWELS}])ñ(?=[{VOWELS}])|ã(?=[oe])|õ(?=e)|å|æ(?=[b-df-hj-np-tv-xz])|(?<![{VOWELS}])ø(?![{VOWELS}])"
    rf"|(?<=[oasd])û(?=[trl])|(?<=[b-df-jl-np-tv-xzi])è(?=[bcdfglmnpqrstvz])|(?<=[a-z])ê(?=[tmnrlvcpq]|s\b)"
    r"|\bà\b|(?<=[a-z])[àòùì]\b|(?<=[aeou])ï|œ(?=u)",
    re.IGNORECASE,
)
"""Letters among neighbours that they have in the west of Europe: señor, São, Genève, København, cœur."""

SIGNS = re.compile(r"[^\W\d_][¹³¿¼¾¯¶¦¬±]|[¹³¿¼¾¯¶¦¬±][^\W\d_]")


def is_doubtful(cell: str, doubt: Doubt) -> bool:
    """Whether a cell holds letters that may be others in the encoding in which it was really written."""
    if not doubt or cell.isascii():
        return False
    if doubt == "all":
        return any(not sign.isascii() and sign.isalpha() for sign in cell)
    rest = PLAUSIBLE.sub("", cell)
    odd = any(not sign.isascii() and sign.isalpha() and sign not in SHARED for sign in rest)
    return odd or SIGNS.search(cell) is not None or cost(cell) >= 1
