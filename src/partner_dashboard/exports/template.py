"""From a dataset and its code lists to an empty workbook that people fill: headings, drop-downs, help, examples.

What is filled in reads back without a click: the headings are those that uploads know.
"""

import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from partner_dashboard.editions import Codes
from partner_dashboard.regions import country_codes, country_name
from partner_dashboard.schema import Column, Dataset
from partner_dashboard.texts import Texts

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS = 5000
"""How many rows of the sheet have drop-downs and messages."""

TEXT = 49
"""The number that Excel gives to its format for text."""

LONGEST_MESSAGE, LONGEST_TITLE = 255, 32
"""How many characters Excel allows in the message and the title of a cell."""

FIRST: Mapping[str, tuple[str, ...]] = {
    "institutions": ("name", "name_de", "short_name", "kind", "city", "country_code", "latitude", "longitude"),
    "partnerships": (
        "institution_id", "partner_city", "country_code", "partner_ror_id", "home_institution", "type",
        "cluster_or_unit", "start_date", "end_date", "status", "stage",
    ),
    "events": (
        "title", "title_de", "kind", "start_date", "end_date", "venue", "city", "country_code", "institution_ids",
    ),
}  # fmt: skip
"""What most offices know, in the order in which they think of it; the other columns follow, the id comes last."""

LEFT_OUT = ("place_method", "place_precision")
"""What the dashboard finds out by itself."""

TOLD: Mapping[tuple[str, str], str] = {
    ("partnerships", "institution_id"): "partner",
    ("partnerships", "home_institution"): "home",
    ("partnerships", "partner_city"): "partner_city",
    ("partnerships", "partner_ror_id"): "partner_ror_id",
    ("events", "institution_ids"): "participants",
}
"""Columns that say how they are filled in words of their own."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a template: our name, its heading, what it means, how to fill it, and what a cell may be."""

    name: str
    heading: str
    meaning: str
    filling: str
    required: bool
    kind: str
    choices: tuple[str, ...] = ()


def template(dataset: Dataset, codes: Codes, language: str) -> bytes:
    """Write the empty workbook of a dataset in a language: a sheet to fill, examples, help, and the hidden lists."""
    from xlsxwriter import Workbook  # only for those who ask for a template, not at every start

    t = Texts(language)
    fields = fields_of(dataset, codes, t)
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        _write_form(book, dataset.label(language), fields, t)
        _write_examples(book, fields, examples(dataset, codes, language), t)
        _write_help(book, fields, t)
        _write_lists(book, fields, t)
    return buffer.getvalue()


def fields_of(dataset: Dataset, codes: Codes, t: Texts) -> tuple[Field, ...]:
    """Give the columns of a template in their order."""
    first = FIRST.get(dataset.name, ())
    rest = [name for name in dataset.names if name not in (*first, *LEFT_OUT, dataset.key)]
    key = [dataset.key] if dataset.key and dataset.key not in first else []
    return tuple(_field(name, dataset, codes, t) for name in (*first, *rest, *key))


def examples(dataset: Dataset, codes: Codes, language: str) -> tuple[Mapping[str, str], ...]:
    """Give rows as somebody would fill them in a language, by column."""
    text = (resources.files(__package__) / "examples.toml").read_text(encoding="utf-8")
    return tuple(
        {name: _said(name, cell, dataset, codes, language) for name, cell in row.items()}
        for row in tomllib.loads(text)[dataset.name]
    )


def _said(name: str, cell: str | Mapping[str, str], dataset: Dataset, codes: Codes, language: str) -> str:
    text = cell if isinstance(cell, str) else cell[language]
    column = dataset.column(name) if name in dataset.names else None
    if column and column.codes:
        return codes.label(column.codes, text, language)
    return country_name(text, language) if column and column.kind == "country" else text


def _field(name: str, dataset: Dataset, codes: Codes, t: Texts) -> Field:
    told = TOLD.get((dataset.name, name), "")
    if name not in dataset.names:
        return Field(name, t(f"columns.{name}"), t(f"template.{told}"), "", False, "text")
    column = dataset.column(name)
    is_made = name == dataset.key
    filling = t(f"template.{told}") if told else _filling(column, codes, t, is_made=is_made)
    choices = _choices(column, codes, t.language)
    required = column.required and not is_made
    return Field(name, column.label(t.language), column.help(t.language), filling, required, column.kind, choices)


def _choices(column: Column, codes: Codes, language: str) -> tuple[str, ...]:
    if column.kind == "country":
        return tuple(sorted(country_name(code, language) for code in country_codes()))
    if column.kind == "code":
        return tuple(codes.label(column.codes, code, language) for code in codes.of(column.codes))
    return ()


HINTS: Mapping[str, str] = {
    "date": "date",
    "country": "country",
    "latitude": "coordinate",
    "longitude": "coordinate",
    "url": "url",
}
"""How a kind of column is filled, as a sentence of the texts."""


def _filling(column: Column, codes: Codes, t: Texts, *, is_made: bool) -> str:
    if column.codes:
        labels = ", ".join(codes.label(column.codes, code, t.language) for code in codes.of(column.codes))
        return t("template.several_codes", labels=labels) if column.several else t("template.codes", labels=labels)
    if column.refers_to:
        return t("template.reference")
    if is_made:
        return t("template.id")
    if column.several:
        return t("template.several")
    return t(f"template.{HINTS[column.kind]}") if column.kind in HINTS else ""


def _write_form(book: "Workbook", name: str, fields: Sequence[Field], t: Texts) -> None:
    sheet = book.add_worksheet(name[:31])
    # As text, so that Excel makes no day of 2010-05 and no May of 5/12.
    plain, degrees = book.add_format({"num_format": TEXT}), book.add_format({"num_format": "0.0000##"})
    first = 2
    for position, field in enumerate(fields):
        is_number = field.kind in ("latitude", "longitude", "whole", "number")
        sheet.set_column(position, position, max(12, len(field.heading) + 4), degrees if is_number else plain)
        sheet.write_string(0, position, field.heading, _heading_format(book, field))
        sheet.write_comment(0, position, _told(field), {"x_scale": 2, "y_scale": 1.6})
        _add_choices(sheet, position, field, first, t)
        first += len(field.choices)
    sheet.freeze_panes(1, 0)


def _heading_format(book: "Workbook", field: Field) -> "Format":
    """Give a heading its look: what must be filled stands on dark ground."""
    ground = {"bg_color": "#003560", "font_color": "#FFFFFF"} if field.required else {"bg_color": "#DCE6EE"}
    return book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", **ground})


def _told(field: Field) -> str:
    return "\n".join(filter(None, (field.meaning, field.filling, f"({field.name})")))


def _add_choices(sheet: "Worksheet", position: int, field: Field, first: int, t: Texts) -> None:
    """Add the drop-down of a column, or the message that says how its cells are filled.

    `first` is the row of the hidden sheet, from 1, on which its choices begin.
    """
    rule: dict[str, Any] = {"validate": "any"}
    if field.choices:
        rule = {
            "validate": "list",
            "source": f"='{t('template.lists')}'!$A${first}:$A${first + len(field.choices) - 1}",
        }
        kind = "country" if field.kind == "country" else "code"
        rule |= {"error_title": t("template.elsewhere"), "error_message": t(f"template.elsewhere_{kind}")}
    elif field.kind in ("latitude", "longitude"):
        limit = 90 if field.kind == "latitude" else 180
        rule = {"validate": "decimal", "criteria": "between", "minimum": -limit, "maximum": limit}
        rule |= {"error_title": t("template.out_of_range"), "error_message": t("template.out_of_range_help")}
    rule |= {"error_type": "warning", "input_title": field.heading[:LONGEST_TITLE]}
    message = field.filling if len(field.filling) <= LONGEST_MESSAGE else field.meaning
    sheet.data_validation(1, position, ROWS, position, rule | {"input_message": message[:LONGEST_MESSAGE]})


def _write_examples(book: "Workbook", fields: Sequence[Field], rows: Sequence[Mapping[str, str]], t: Texts) -> None:
    """Write each example as lines of text, so that nobody and no reader takes the sheet for the one to upload."""
    lines = []
    for number, row in enumerate(rows, start=1):
        lines.append((t("template.example", number=number), True))
        lines += [(f"{field.heading}: {row[field.name]}", False) for field in fields if field.name in row]
    _write_lines(book, t("template.examples"), lines)


def _write_help(book: "Workbook", fields: Sequence[Field], t: Texts) -> None:
    lines = [(t("template.intro"), False)]
    for field in fields:
        must = f" ({t('template.must')})" if field.required else ""
        lines += [(f"{field.heading}{must}", True), (_told(field).replace("\n", " "), False)]
    _write_lines(book, t("template.help"), lines)


def _write_lines(book: "Workbook", name: str, lines: Sequence[tuple[str, bool]]) -> None:
    """Write lines of text below each other; those that are headings are bold."""
    sheet = book.add_worksheet(name)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 110)
    for line, (text, is_heading) in enumerate(lines):
        sheet.write_string(line, 0, text, bold if is_heading else wrapped)


def _write_lists(book: "Workbook", fields: Sequence[Field], t: Texts) -> None:
    """Write what the drop-downs offer into one column of a hidden sheet, below a sentence, field after field."""
    sheet = book.add_worksheet(t("template.lists"))
    choices = (choice for field in fields for choice in field.choices)
    for line, text in enumerate((t("template.offered"), *choices)):
        sheet.write_string(line, 0, text)
    sheet.hide()
