"""From a dossier to an A4 document: real text, embedded fonts, tags for screen readers, a map of vectors, no browser.

Typst sets it. Data reaches the template as values, never as markup; nothing in a name can be run or fetched.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from partner_dashboard import dossier as dossiers
from partner_dashboard import maps, sheets, summary
from partner_dashboard import view as views
from partner_dashboard.addresses import web_address
from partner_dashboard.dossier import Dossier, Section, Sentence
from partner_dashboard.editions import Edition
from partner_dashboard.errors import DocumentError
from partner_dashboard.texts import Texts

if TYPE_CHECKING:
    import typst

Progress = Callable[[float], None]

NAMED_IN_NOTE = 12
"""How many rows a note names before it counts the rest."""

MOST_LINES = 600
"""How many lines of a table are printed: some fifteen sheets; what is left out is said."""

LONGEST = 2000
"""The longest text of a cell; a name of a million letters would fill the paper."""


def document(edition: Edition, held: Dossier, t: Texts, address: str, progress: Progress = lambda _: None) -> bytes:
    """Set the document of a dossier as PDF.

    `address` is the dossier's own, printed at its end; `progress` is told the share that is done. The same edition and
    address give the same bytes.
    """
    progress(0.1)
    content = contents(edition, held, t, address)
    progress(0.4)
    made = typeset(content, created=datetime.combine(held.as_of, datetime.min.time(), UTC))
    progress(1.0)
    return made


def contents(edition: Edition, held: Dossier, t: Texts, address: str) -> dict[str, object]:
    """Give all that the document says, in words; the template knows the order and the look."""
    said = dossiers.speech(edition, held, t)
    name = dossiers.name(edition, held.view, held.subject, t)
    settings = edition.settings
    return {
        "language": t.language,
        "title": t("dossier.pdf_title", name=name),
        "name": name,
        "house": settings.organisation.in_language(t.language) or settings.name.in_language(t.language),
        "as_of": t("dossier.as_of", date=t.date(held.as_of.isoformat()), number=edition.number),
        "page": t("dossier.pdf_page", page="{page}", pages="{pages}"),
        "primary": settings.primary("light"),
        "speech": _speech(said),
        "notes_heading": t("dossier.pdf_notes"),
        "notes": _notes(edition, said, t),
        "map": printed_map(edition, held, t),
        "map_alt": _map_alt(held, t),
        "sections": [_section(section, t) for section in dossiers.sections(edition, held, t, MOST_LINES)],
        "rule": t("dossier.living_rule", years=settings.living_years),
        "address": t("dossier.pdf_address", address=address),
        "origin": settings.origin.in_language(t.language),
    }


def typeset(content: dict[str, object], created: datetime) -> bytes:
    """Set contents as tagged PDF, after PDF/UA-1 where every letter has a glyph, else as near to it as may be.

    Raises: DocumentError.
    Fonts are Typst's own; of the machine's fonts only those are taken that have letters which these lack.
    """
    template = resources.files(__name__.rpartition(".")[0]) / "dossier.typ"
    values = {"content": json.dumps(content, ensure_ascii=False)}
    try:
        return _compiled(template.read_bytes(), values, created, accessible=True)
    except DocumentError:
        return _compiled(template.read_bytes(), values, created, accessible=False)


def _compiled(source: bytes, values: dict[str, str], created: datetime, *, accessible: bool) -> bytes:
    import typst

    try:
        return typst.compile(
            source, sys_inputs=values, font_paths=_fonts(), pdf_standards="ua-1" if accessible else None,
            timestamp=created,
        )  # fmt: skip
    except typst.TypstError as problem:
        raise DocumentError(reason=problem.message) from problem


@cache
def _fonts() -> "typst.Fonts":
    """Read the fonts of this machine once."""
    import typst

    return typst.Fonts()


def printed_map(edition: Edition, held: Dossier, t: Texts) -> str:
    """Draw where the partners lie as SVG, an empty text where nobody knows."""
    strands = summary.partner_strands(held.strands)
    if not strands["latitude"].notna().any():
        return ""
    scene = maps.scene(edition, views.cleared(held.view), strands, t, "light")
    return maps.printed(scene, _map_alt(held, t))


def _map_alt(held: Dossier, t: Texts) -> str:
    names = list(summary.name(held.institutions, t.language))
    return t("dossier.map_alt", count=len(names), names=", ".join(names[:NAMED_IN_NOTE]))


def _speech(said: tuple[Sentence, ...]) -> list[dict[str, object]]:
    """Give the sentences part by part, each part with the number of its note, 0 where it has none."""
    number = 0
    told: list[dict[str, object]] = []
    for sentence in said:
        parts = []
        for glue, text, rows in sentence.parts:
            number += bool(rows)
            parts.append({"text": f"{glue}{_short(text)}", "note": number if rows else 0})
        told.append({"opening": _short(sentence.opening), "parts": parts})
    return told


def _notes(edition: Edition, said: tuple[Sentence, ...], t: Texts) -> list[dict[str, str]]:
    """Name the rows and the sources behind each part of a sentence."""
    notes = []
    for clause in (clause for sentence in said for clause in sentence.clauses if clause.rows):
        rows = sheets.named_rows(edition, clause.rows[:NAMED_IN_NOTE], t)
        names = [f"{row.name} ({row.detail})" for row in rows.itertuples(index=False)]
        rest = len(clause.rows) - NAMED_IN_NOTE
        names += [t("dossier.and_more", count=rest)] if rest > 0 else []
        sources = list(dict.fromkeys(source for source in rows["source"] if source))
        notes.append({"rows": _short("; ".join(names)), "sources": _short(" · ".join(sources))})
    return notes


def _section(section: Section, t: Texts) -> dict[str, object]:
    lines = [
        {
            "cells": [_short(cell) for cell in line.cells],
            "address": web_address(line.address),
            "shown": _short(line.address),
        }
        for line in section.lines
    ]
    return {
        "name": section.name, "heading": section.heading, "note": section.note, "columns": list(section.columns),
        "lines": lines, "named": section.named,
        "left_out": t("dossier.more_lines", count=section.left_out) if section.left_out else "",
    }  # fmt: skip


def _short(text: str) -> str:
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
