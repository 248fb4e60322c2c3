"""One declaration of every column, and everything else in step with it."""

import csv

import pytest

from partner_dashboard.schema import CODES_COLUMNS, DATASETS, REGIONS_COLUMNS, Column, Dataset
from partner_dashboard.settings import installed
from tests.organisations import demonstration

COLUMNS = [(dataset, column) for dataset in DATASETS.values() for column in dataset.columns]
NAMED = [f"{dataset.name}.{column.name}" for dataset, column in COLUMNS]


@pytest.mark.parametrize(("dataset", "column"), COLUMNS, ids=NAMED)
def test_every_column_has_a_heading_and_an_explanation_in_both_languages(dataset: Dataset, column: Column) -> None:
    for language in ("en", "de"):
        assert column.label(language).strip()
        assert column.help(language).strip().endswith((".", "»"))
    assert column.help("en") != column.help("de") or column.help("en").startswith("EDTF")


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset.name)
def test_every_dataset_has_a_name_in_both_languages_and_a_file(dataset: Dataset) -> None:
    assert dataset.label_en
    assert dataset.label_de
    assert dataset.file == f"{dataset.name}.csv"


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset.name)
def test_headings_and_columns_of_a_dataset_are_told_apart(dataset: Dataset) -> None:
    assert len(set(dataset.names)) == len(dataset.names)
    for language in ("en", "de"):
        headings = [column.label(language) for column in dataset.columns]
        assert len(set(headings)) == len(headings)


@pytest.mark.parametrize(("dataset", "column"), COLUMNS, ids=NAMED)
def test_a_column_refers_only_to_what_exists(dataset: Dataset, column: Column) -> None:
    assert column.refers_to in ("", *DATASETS)
    assert not column.codes or column.codes in demonstration().codes.lists()
    assert (column.kind in ("code", "codes")) == bool(column.codes)


def test_the_key_of_a_dataset_is_a_required_column() -> None:
    for dataset in DATASETS.values():
        assert not dataset.key or dataset.column(dataset.key).required


def test_nothing_that_must_be_filled_is_hidden() -> None:
    assert [column.name for _, column in COLUMNS if column.required and column.internal] == []


def test_a_column_that_is_not_there_is_our_mistake() -> None:
    with pytest.raises(KeyError, match="rector"):
        DATASETS["events"].column("rector")


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset.name)
def test_the_readme_of_the_data_lists_every_column(dataset: Dataset) -> None:
    said = (installed("data") / "README.md").read_text(encoding="utf-8")
    table = said.split(f"### {dataset.file}")[1].split("###")[0]
    for column in dataset.columns:
        named = f"| **{column.name}** |" if column.required else f"| {column.name} |"
        (line,) = (line for line in table.splitlines() if line.startswith(named))
        assert column.help_en in line
        assert column.help_de in line


@pytest.mark.parametrize(("file", "columns"), [("codes.csv", CODES_COLUMNS), ("regions.csv", REGIONS_COLUMNS)])
def test_the_lookup_files_have_the_declared_columns(file: str, columns: tuple[str, ...]) -> None:
    with (installed("data") / file).open(encoding="utf-8", newline="") as stream:
        assert tuple(next(csv.reader(stream))) == columns


def test_no_code_can_be_confused_with_a_separator() -> None:
    lists = demonstration().codes.lists()
    used = {column.codes for _, column in COLUMNS if column.codes}
    assert [code for name in used for code in lists[name] if set(code) & set("|;: ")] == []
