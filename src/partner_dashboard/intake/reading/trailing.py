"""From rows with more fields than headings to whether they only end in separators, or a heading has lost its own.

Both look alike where the last column is empty; then every cell would stand under a wrong heading. So the separators are
believed only beside headings that are ours, none of which looks like two, and whose cells hold what they say.
"""

import re
from collections.abc import Sequence

from partner_dashboard.intake.reading.familiar import familiarity, runs_together
from partner_dashboard.intake.reading.table import Record

CLEAR = (
    (re.compile(r"url|link|website|homepage|internet", re.I), re.compile(r"(?:https?://|www\.|\S+\.\w{2,}/).*", re.I)),
    (re.compile(r"latitude|longitude|breite|länge|lat|lon|lng", re.I), re.compile(r"[-+\d].*")),
    (re.compile(r".*(?:date|datum|beginn|ende|signed_on|verified_on|seit|since)", re.I), re.compile(r".*\d.*")),
    (re.compile(r"country_code|land|country|staat", re.I), re.compile(r"\D+")),
)
"""Headings whose cells are known at sight, and what these hold."""


def are_trailing(names: Sequence[str], width: int, below: Sequence[Record], is_ours: bool) -> bool:
    """Whether the fields beyond the headings are only separators at the end of each row."""
    whole = [record.cells for record in below if len(record.cells) == width]
    if any(cell.strip() for cells in whole for cell in cells[len(names) :]):
        return False
    if not is_ours or familiarity(names) * 2 < len(names) or any('"' in name or runs_together(name) for name in names):
        return False
    return not any(_contradicts(name, [cells[place] for cells in whole]) for place, name in enumerate(names))


def _contradicts(name: str, cells: Sequence[str]) -> bool:
    """Whether the cells below a heading are mostly not what it says."""
    shown = next((shown for heading, shown in CLEAR if heading.fullmatch(name.strip())), None)
    filled = [cell.strip() for cell in cells if cell.strip()]
    return shown is not None and sum(1 for cell in filled if not shown.fullmatch(cell)) * 2 > len(filled)
