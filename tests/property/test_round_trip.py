"""What was exported and is uploaded again changes nothing, whatever stands in it."""

from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partner_dashboard.exports import tables
from partner_dashboard.intake.known import Known
from partner_dashboard.intake.proposal import Choices, understand
from partner_dashboard.records import known_of
from partner_dashboard.schema import DATASETS
from partner_dashboard.settings import installed

NAMES = ("institutions", "partnerships", "events", "evidence")


@cache
def known() -> Known:
    return known_of(installed("data"))


def exported(rows: pd.DataFrame, form: str) -> bytes:
    return tables.csv(rows) if form == "csv" else tables.xlsx({"rows": rows})


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", NAMES)
def test_the_export_of_everything_is_clean_and_an_empty_change(name: str, form: str) -> None:
    rows = known().rows(name)
    proposal = understand(exported(rows, form), f"{name}.{form}", known(), Choices(mode="everything", empties=True))
    assert proposal.headings.dataset == name
    assert [problem for problem in proposal.problems if problem.severity != "info"] == []
    assert (proposal.table.rows_read, proposal.is_empty) == (len(rows), True)


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Co", "Cn")), max_size=30)
STARTS = st.sampled_from(["", "=", "'", "'=", "+", "-", "@", '"', ";", "''@", "|"])


@given(st.lists(st.tuples(STARTS, TEXTS).map("".join), min_size=1, max_size=5), st.sampled_from(["csv", "xlsx"]))
@settings(deadline=None, max_examples=40)
def test_any_text_comes_back_as_it_went(descriptions: list[str], form: str) -> None:
    import unicodedata

    held = known().partnerships.head(len(descriptions) + 3)
    said = [unicodedata.normalize("NFC", text).strip() for text in descriptions]
    rows = held.assign(description=[*said, *held["description"].tolist()[len(said) :]])
    state = Known(
        codes=known().codes, regions=known().regions, institutions=known().institutions, partnerships=rows,
        events=known().events,
    )  # fmt: skip
    proposal = understand(exported(rows, form), f"partnerships.{form}", state)
    assert [problem for problem in proposal.problems if problem.severity == "error"] == []
    assert proposal.changes[-1].cells.to_dict("records") == []


def test_every_dataset_is_tried() -> None:
    assert set(NAMES) == set(DATASETS)
