"""From a few cells to rows as the store gives them, and to the state of all datasets.

rows    cells of some columns → every column of a dataset, text, degrees as float
state   rows by dataset → Known, without code lists and regions
strand  one partnership, filled as far as a row must be
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from partner_dashboard.editions import Codes
from partner_dashboard.intake.known import Known
from partner_dashboard.regions import Regions
from partner_dashboard.schema import CODES_COLUMNS, DATASETS, REGIONS_COLUMNS

Cells = Mapping[str, object]


def rows(dataset: str, *told: Cells) -> pd.DataFrame:
    names = list(DATASETS[dataset].names)
    held = pd.DataFrame([dict.fromkeys(names, "") | dict(row) for row in told], columns=names)
    numbers = {name: pd.to_numeric(held[name]).astype(float) for name in ("latitude", "longitude") if name in held}
    return held.astype("str").assign(**numbers)


def state(**frames: Sequence[Cells]) -> Known:
    codes, regions = (pd.DataFrame(columns=list(columns)) for columns in (CODES_COLUMNS, REGIONS_COLUMNS))
    held = {name: rows(name, *frames.get(name, ())) for name in DATASETS}
    return Known(codes=Codes(codes), regions=Regions(regions), **held)


def strand(row_id: str, **cells: object) -> Cells:
    return {"partnership_id": row_id, "institution_id": "a", "home_institution": "home", "type": "faculty"} | cells
