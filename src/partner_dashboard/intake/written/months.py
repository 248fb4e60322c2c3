"""From words for months, terms and parts of a year, German and English, to months that can be counted."""

import calendar
from collections.abc import Mapping

NAMES = (
    "jan januar january jänner jaenner jän",
    "feb februar february feber febr",
    "mrz märz maerz mär mar march",
    "apr april",
    "mai may",
    "jun juni june juno",
    "jul juli july julei",
    "aug august",
    "sep sept september",
    "okt oct oktober october",
    "nov november",
    "dez dec dezember december",
)
MONTHS: Mapping[str, int] = {name: number for number, line in enumerate(NAMES, 1) for name in line.split()}
"""Every name and abbreviation of a month, folded → 1 to 12."""

TERMS: Mapping[str, tuple[int, int]] = {
    **dict.fromkeys(("ws", "wise", "wintersemester", "winter semester", "winter term"), (10, 3)),
    **dict.fromkeys(("ss", "sose", "sommersemester", "summer semester", "summer term"), (4, 9)),
}
"""The first and last month of a term at German universities; the last month of winter lies in the next year."""


def last_day(year: int, month: int) -> int:
    """Give how many days a month has."""
    return calendar.monthrange(year, month)[1]
