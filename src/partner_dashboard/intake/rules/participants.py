"""From a cell that names who takes part in an event, in any way of parting them, to institutions with their roles."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from partner_dashboard.editions import Codes
from partner_dashboard.intake.directory import ror_of
from partner_dashboard.intake.rules.cells import Cell, Source, understood
from partner_dashboard.intake.rules.columns import is_blank
from partner_dashboard.intake.rules.partners import Partners, lines_of_names
from partner_dashboard.intake.vocabulary import closest_code, code_for
from partner_dashboard.problems import Problem
from partner_dashboard.schema import PARTICIPANT_SEPARATOR, ROLE_SEPARATOR

LONGEST_NAME = 4
"""How many parts a name with commas has at most: «University of California, Berkeley»."""

BETWEEN = re.compile(r"[;|\n]")


def participants(
    rows: pd.DataFrame, partners: Partners, codes: Codes, source: Source
) -> tuple[pd.Series, list[Problem]]:
    """Find everybody who takes part, each perhaps with a role: «home, univ-x; other:host» in any way of parting them.

    Shape: text columns institution_ids, perhaps participants → institution_ids as our list.
    """
    cells = _cells(rows)
    lines = lines_of_names(cells, partners)

    def read(text: str) -> Cell:
        found, strange = [], ""
        for name, role in _named(text, partners, codes):
            cell = partners.find((name, "", "", "", ""), lines.get(text, ()))
            if cell.code:
                return replace(cell, part=name)
            strange = strange or (role if role and role not in codes.of("role") else "")
            found.append(f"{cell.value}{ROLE_SEPARATOR}{role}" if role else cell.value)
        value = PARTICIPANT_SEPARATOR.join(dict.fromkeys(found))
        if strange:
            return Cell(value, "unknown_code", closest_code("role", strange, codes), strange, "warning")
        return Cell(value)

    found, problems = understood(cells, read, source)
    return found.rename("institution_ids"), problems


def _cells(rows: pd.DataFrame) -> pd.Series:
    """Give the cells that name who takes part; where a row has two, both count."""
    ids = rows["institution_ids"]
    if "participants" not in rows or is_blank(rows["participants"]):
        return ids
    if is_blank(ids):
        return rows["participants"]
    apart = pd.Series(PARTICIPANT_SEPARATOR, rows.index, dtype="str").where(
        (ids != "") & (rows["participants"] != ""), ""
    )
    return (ids + apart + rows["participants"]).rename("institution_ids")


def _named(text: str, partners: Partners, codes: Codes) -> Iterator[tuple[str, str]]:
    """Yield names and roles; a comma parts only what is not one name as a whole."""
    for piece in filter(None, map(str.strip, BETWEEN.split(text))):
        is_whole = "," not in piece or partners.is_name(piece)
        words = [piece] if is_whole else [word.strip() for word in piece.split(",") if word.strip()]
        while words:
            sizes = range(min(LONGEST_NAME, len(words)), 1, -1)
            size = next((size for size in sizes if _is_name(words[:size], partners, codes)), 1)
            yield _with_role(", ".join(words[:size]), partners, codes)
            words = words[size:]


def _is_name(words: list[str], partners: Partners, codes: Codes) -> bool:
    return not partners.rows.find(words[0]) and partners.is_name(_with_role(", ".join(words), partners, codes)[0])


def _with_role(text: str, partners: Partners, codes: Codes) -> tuple[str, str]:
    """Part a name from its role behind a colon; a role that no list has stays as it is written."""
    name, _, role = text.rpartition(ROLE_SEPARATOR)
    is_id = bool(name) and bool(partners.rows.find(name.strip()))
    if not name or (not is_id and (ror_of(text) or partners.is_name(text))):
        return text, ""
    return name.strip(), code_for("role", role, codes) or role.strip()
