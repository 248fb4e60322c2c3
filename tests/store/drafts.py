"""From a few words to rows, drafts and editions."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pandas as pd

from partner_dashboard.schema import DATASETS
from partner_dashboard.store import By, Draft, EditionRecord, Store, Upload

BY = By("Ada", "because", datetime(2026, 11, 20, 9, 30, tzinfo=UTC))
FILE = Upload("partners.xlsx", b"\x00PK\xff bytes", problems='[{"line": 7}]')

Row = Mapping[str, object]


def frame(dataset: str, rows: Sequence[Row]) -> pd.DataFrame:
    """Give rows with every column of a dataset; what is not said is empty, or NaN for degrees."""
    names = DATASETS[dataset].names
    columns = {
        name: pd.Series([row.get(name, float("nan")) for row in rows], dtype=float)
        if name in ("latitude", "longitude")
        else pd.Series([row.get(name, "") for row in rows], dtype="str")
        for name in names
    }
    return pd.DataFrame(columns)


def institutions(**names: str) -> pd.DataFrame:
    """Give institutions by id and name."""
    return frame("institutions", [{"institution_id": held, "name": name} for held, name in names.items()])


def publish(store: Store, *removed: str, upload: Upload | None = None, **names: str) -> EditionRecord:
    """Publish institutions by id and name, and the end of others, on top of the newest edition."""
    draft = Draft({"institutions": institutions(**names)}, {"institutions": removed}, kind="form")
    return store.publish(draft, BY, store.current(), upload)


def names_in(store: Store, number: int | None = None) -> dict[str, str]:
    """Give the institutions of an edition as id and name, in order."""
    rows = store.rows("institutions", number)
    return dict(zip(rows["institution_id"], rows["name"], strict=True))
