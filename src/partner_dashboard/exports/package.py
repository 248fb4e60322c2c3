"""From an edition to one archive with a description that programs read (Frictionless Data Package, specs v1)."""

import io
import json
import re
import zipfile
from datetime import datetime

import pandas as pd

from partner_dashboard import names
from partner_dashboard.editions import Edition
from partner_dashboard.exports.shown import SHOWN, shown
from partner_dashboard.exports.tables import plain_csv
from partner_dashboard.schema import DATASETS, Column, Dataset
from partner_dashboard.texts import Texts
from partner_dashboard.view import View, is_filtered

TYPES = {"latitude": "number", "longitude": "number", "number": "number", "whole": "integer"}
"""The types of columns; all others are texts, dates too, because EDTF says more than the standard's date can."""

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of the files inside, so that the same rows give the same bytes."""


def package(edition: Edition, view: View, t: Texts, stamp: datetime) -> bytes:
    """Write what a view shows of an edition as a data package: datapackage.json and a CSV file for each dataset.

    `stamp` (UTC) is when the edition was published. Without filters all rows are inside and every reference finds its
    row; with filters references may lead outside, and none is promised.
    """
    rows = {name: shown(edition, view, name) for name in SHOWN}
    if not is_filtered(view):
        rows = {name: _all(getattr(edition, name), DATASETS[name]) for name in (*SHOWN, "evidence")}
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        described = json.dumps(_described(edition, rows, view, t, stamp), ensure_ascii=False, indent=2)
        archive.writestr(zipfile.ZipInfo("datapackage.json", FIRST_DAY), described)
        for name, held in rows.items():
            text = plain_csv(held, [column.name for column in DATASETS[name].columns if column.kind in TYPES])
            archive.writestr(zipfile.ZipInfo(DATASETS[name].file, FIRST_DAY), text)
    return whole.getvalue()


def _all(rows: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    return rows[[column for column in dataset.names if column in rows]]


def _described(
    edition: Edition, rows: dict[str, pd.DataFrame], view: View, t: Texts, stamp: datetime
) -> dict[str, object]:
    title = edition.settings.name.in_language(t.language)
    licence = edition.settings.licence.in_language(t.language)
    return {
        "profile": "tabular-data-package", "name": re.sub(r"[^a-z0-9]+", "-", names.key(title)).strip("-") or "data",
        "title": title, "description": edition.settings.origin.in_language(t.language),
        "version": str(edition.number), "created": stamp.isoformat(),
        "licenses": [{"name": "other", "title": licence}] if licence else [],
        "resources": [_resource(DATASETS[name], held, view, t) for name, held in rows.items()],
    }  # fmt: skip


def _resource(dataset: Dataset, rows: pd.DataFrame, view: View, t: Texts) -> dict[str, object]:
    columns = [dataset.column(name) for name in rows.columns]
    schema: dict[str, object] = {"fields": [_field(column, t.language) for column in columns], "missingValues": [""]}
    if dataset.key:
        schema["primaryKey"] = dataset.key
    if not is_filtered(view):
        schema["foreignKeys"] = [
            {
                "fields": column.name,
                "reference": {
                    "resource": "" if column.refers_to == dataset.name else column.refers_to,
                    "fields": DATASETS[column.refers_to].key,
                },
            }
            for column in columns if column.refers_to and not column.several
        ]  # fmt: skip
    return {
        "profile": "tabular-data-resource", "name": dataset.name, "title": dataset.label(t.language),
        "path": dataset.file, "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "schema": schema,
    }  # fmt: skip


def _field(column: Column, language: str) -> dict[str, object]:
    said = {
        "name": column.name, "type": TYPES.get(column.kind, "string"), "title": column.label(language),
        "description": column.help(language),
    }  # fmt: skip
    return said | ({"constraints": {"required": True}} if column.required else {})
