"""From a proposal to the object that `partner-dashboard check --format json` prints; documented in docs/intake.md.

The form is kept stable: parts may be added, none is renamed or taken away.
"""

import math
from typing import Any

from partner_dashboard.intake.proposal import Proposal
from partner_dashboard.problems import Problem
from partner_dashboard.sheets import problem_sentence
from partner_dashboard.texts import Texts


def contract(proposal: Proposal, texts: Texts) -> dict[str, Any]:
    """Say a proposal for machines: what was understood, the rows that may be used, and every problem."""
    reading, headings = proposal.table.reading, proposal.headings
    return {
        "file": proposal.table.file,
        "dataset": headings.dataset,
        "reading": {
            "format": reading.format,
            "encoding": reading.encoding,
            "separator": reading.separator,
            "sheet": reading.sheet,
            "other_sheets": list(reading.other_sheets),
            "header_line": reading.header_line,
        },
        "columns": [
            {"position": held.position, "header": held.header, "column": held.column or None}
            for held in headings.headings
        ],
        "rows": proposal.table.rows_read,
        "accepted": accepted(proposal),
        "problems": [said(problem, headings.dataset, texts) for problem in proposal.problems],
    }


def accepted(proposal: Proposal) -> list[dict[str, Any]]:
    """Give each row that may be used: line, id, the institution it speaks of, and all values."""
    key = proposal.dataset.key
    rows = proposal.checked.rows
    return [
        {
            "line": int(str(line)),
            "id": values.get(key) or None,
            "institution_id": values.get("institution_id") or None,
            "values": {name: _plain(value) for name, value in values.items()},
        }
        for line, values in zip(rows.index, rows.to_dict("records"), strict=True)
    ]


def said(problem: Problem, dataset: str, texts: Texts) -> dict[str, Any]:
    """Give one problem with its sentence in a language."""
    return {
        "sheet": problem.sheet,
        "line": problem.line,
        "column": problem.column,
        "value": problem.value,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem_sentence(problem, dataset, texts),
        "remedy": problem.remedy,
    }


def reading_words(proposal: Proposal, texts: Texts) -> str:
    """Say how a file was read: «csv, cp1252, ;, headings in line 4»."""
    reading = proposal.table.reading
    separator = {"\t": "tab"}.get(reading.separator, reading.separator)
    sheet = texts("cli.sheet", sheet=reading.sheet) if reading.sheet else ""
    line = texts("cli.header_line", line=str(reading.header_line))
    return ", ".join(part for part in (reading.format, reading.encoding, separator, sheet, line) if part)


def _plain(value: object) -> object:
    return None if isinstance(value, float) and math.isnan(value) else value
