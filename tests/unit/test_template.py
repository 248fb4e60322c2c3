"""An empty workbook that people fill reads back without a click."""

import io
from functools import cache

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook

from partner_dashboard.exports.template import examples, fields_of, template
from partner_dashboard.intake.checking import Known, check
from partner_dashboard.intake.columns import recognise, targets
from partner_dashboard.intake.reading import read
from partner_dashboard.regions import Regions
from partner_dashboard.schema import DATASETS, EVENTS, INSTITUTIONS, PARTNERSHIPS, REGIONS_COLUMNS, Dataset
from partner_dashboard.texts import Texts
from tests.organisations import institution
from tests.uploads import codes

EVERY = pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
BOTH = pytest.mark.parametrize("language", ["en", "de"])


@cache
def written(dataset: str, language: str) -> bytes:
    return template(DATASETS[dataset], codes(), language)


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def filled(dataset: Dataset, language: str) -> bytes:
    """Write the examples of a template into the sheet that people fill."""
    book = opened(written(dataset.name, language))
    names = [field.name for field in fields_of(dataset, codes(), Texts(language))]
    for line, row in enumerate(examples(dataset, codes(), language), start=2):
        for name, cell in row.items():
            book.worksheets[0].cell(line, names.index(name) + 1, cell)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@cache
def known() -> Known:
    """Give a state that holds those of whom the examples speak."""
    places = [
        institution("univ-oslo", name="University of Oslo", name_de="Universität Oslo", city="Oslo", country_code="NO"),
        institution("sampleton", name="University of Sampleton", name_de="Universität Musterstadt", country_code="DE"),
    ]
    institutions = pd.DataFrame([dict.fromkeys(INSTITUTIONS.names, "") | place for place in places])
    coordinates = {name: pd.to_numeric(institutions[name], errors="coerce") for name in ("latitude", "longitude")}
    return Known(
        codes(), Regions(pd.DataFrame(columns=list(REGIONS_COLUMNS), dtype=str)), institutions.assign(**coordinates),
        pd.DataFrame(columns=list(PARTNERSHIPS.names), dtype=str), pd.DataFrame(columns=list(EVENTS.names), dtype=str),
    )  # fmt: skip


@BOTH
@EVERY
def test_an_empty_template_reads_back_exactly(dataset: Dataset, language: str) -> None:
    table = read(written(dataset.name, language), "template.xlsx")
    found = recognise(table, codes())
    wanted = [field.name for field in fields_of(dataset, codes(), Texts(language))]
    assert (found.dataset, len(table.rows)) == (dataset.name, 0)
    assert [heading.column for heading in found.headings] == wanted
    assert {heading.by for heading in found.headings} == {"exact"}


@BOTH
@EVERY
def test_filled_examples_check_clean(dataset: Dataset, language: str) -> None:
    table = read(filled(dataset, language), "template.xlsx")
    assert table.reading.sheet == dataset.label(language)[:31]
    checked = check(table, recognise(table, codes()), dataset, known())
    assert [problem for problem in checked.problems if problem.severity != "info"] == []
    assert len(checked.rows) == len(examples(dataset, codes(), language))


@EVERY
def test_a_template_has_every_column_that_people_fill(dataset: Dataset) -> None:
    names = [field.name for field in fields_of(dataset, codes(), Texts("en"))]
    assert len(set(names)) == len(names)
    assert set(dataset.names) - set(names) <= {"place_method", "place_precision"}
    assert set(names) <= set(targets(dataset.name))


@BOTH
@EVERY
def test_every_column_says_what_it_means(dataset: Dataset, language: str) -> None:
    book = opened(written(dataset.name, language))
    form, helped = book.worksheets[0], book.worksheets[2]
    for place, field in enumerate(fields_of(dataset, codes(), Texts(language)), start=1):
        assert form.cell(1, place).value == field.heading
        assert field.meaning in form.cell(1, place).comment.text
        assert str(helped.cell(2 * place, 1).value).startswith(field.heading)
        assert f"({field.name})" in str(helped.cell(2 * place + 1, 1).value)


def test_a_code_is_chosen_from_its_labels() -> None:
    book = opened(written("partnerships", "de"))
    form, lists = book.worksheets[0], book.worksheets[3]
    position = [cell.value for cell in form[1]].index("Art")
    letter = form.cell(1, position + 1).column_letter
    labels = [codes().label("partnership_type", code, "de") for code in codes().of("partnership_type")]
    (rule,) = (held for held in form.data_validations.dataValidation if f"{letter}2" in held.cells)
    first, last = (int(end.rpartition("$")[2]) for end in rule.formula1.split(":"))
    assert rule.formula1 == f"'Listen'!$A${first}:$A${last}"
    assert [lists.cell(line, 1).value for line in range(first, last + 1)] == labels
    assert lists.sheet_state == "hidden"


def test_coordinates_and_dates_say_how_they_are_filled() -> None:
    form = opened(written("events", "en")).worksheets[0]
    rules = {held.promptTitle: held for held in form.data_validations.dataValidation}
    assert (rules["Latitude"].type, rules["Latitude"].formula1, rules["Latitude"].formula2) == ("decimal", "-90", "90")
    assert "198X" in rules["Begins"].prompt
    formats = {held.number_format for held in form.column_dimensions.values()}
    assert formats == {"@", "0.0000##"}, "2010-05 must not become a day"


def test_the_headings_stay_in_sight_and_what_must_be_filled_stands_out() -> None:
    form = opened(written("partnerships", "en")).worksheets[0]
    dark = [cell.value for cell in form[1] if cell.fill.fgColor.rgb == "FF003560"]
    assert form.freeze_panes == "A2"
    assert dark == ["At home", "Type"]


@EVERY
def test_nothing_is_longer_than_excel_allows(dataset: Dataset) -> None:
    for language in ("en", "de"):
        for rule in opened(written(dataset.name, language)).worksheets[0].data_validations.dataValidation:
            assert len(rule.promptTitle or "") <= 32
            assert len(rule.prompt or "") <= 255
            assert len(rule.error or "") <= 255
