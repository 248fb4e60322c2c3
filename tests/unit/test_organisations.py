"""The other organisations of the tests are what other tests take them for."""

import re
from pathlib import Path

import pytest

from partner_dashboard.schema import DATASETS
from tests.organisations import EVIL_HOST, HOSTILE, hostile, opened, small, unchanging


@pytest.mark.parametrize("write", [small, hostile], ids=["small", "hostile"])
def test_both_open_without_an_error_and_keep_every_row(write, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    report = opened(write(tmp_path / "data")).report
    assert not report.has_errors
    assert report.rows_kept == report.rows_read


def test_the_small_one_is_somebody_else_in_every_file(tmp_path: Path) -> None:
    small(tmp_path)
    for file in tmp_path.iterdir():
        text = file.read_text(encoding="utf-8").casefold()
        assert "bochum" not in text
        assert "ruhr" not in text


def test_the_small_one_has_colours_languages_and_a_scheme_of_its_own(tmp_path: Path) -> None:
    edition = opened(small(tmp_path))
    assert edition.settings.primary_light == "#5B2A86"
    assert edition.settings.name.de == "Nordlys und die Welt"
    assert (edition.homes, edition.main_home, edition.home_country) == (
        ("nordlys", "nordlys-svalbard"), "nordlys", "NO",
    )  # fmt: skip
    assert edition.regions.schemes() == ("own",)
    assert (len(edition.institutions), len(edition.strands), len(edition.events)) == (9, 8, 4)


def test_the_partner_in_namibia_is_placed_by_its_city_and_the_one_without_an_address_is_listed(tmp_path: Path) -> None:
    edition = opened(small(tmp_path))
    assert edition.institutions.at["univ-namibia", "country_code"] == "NA"
    assert edition.institutions.at["univ-namibia", "place_method"] == "gazetteer"
    assert {problem.value for problem in edition.report.problems} == {"arctic-circle", "nowhere-institute"}


def test_every_text_column_of_the_hostile_one_meets_every_text(tmp_path: Path) -> None:
    edition = opened(hostile(tmp_path))
    texts = {re.sub(r"[\x00-\x08\x0e-\x1f]", "", text).strip() for text in HOSTILE}  # taken out, and told
    for name, dataset in DATASETS.items():
        frame = getattr(edition, name)
        for column in dataset.columns:
            told = column.kind in ("text", "list") and not column.refers_to and column.name != "region_code"
            if told and column.name in frame:
                assert texts <= set(frame[column.name]), (name, column.name)


def test_the_columns_that_would_break_a_map_are_told_and_left_out(tmp_path: Path) -> None:
    edition = opened(hostile(tmp_path))
    told = {(problem.file, problem.value or problem.column) for problem in edition.report.problems
            if problem.code == "unknown_column"}  # fmt: skip
    assert told == {(dataset.file, name) for dataset in DATASETS.values() for name in ("@@type", "__proto__")}
    for name in DATASETS:
        assert {"@@type", "__proto__"}.isdisjoint(getattr(edition, name).columns)


def test_the_hostile_one_names_the_evil_host_and_has_rows_of_every_kind(tmp_path: Path) -> None:
    edition = opened(hostile(tmp_path))
    assert edition.institutions["website"].str.contains(EVIL_HOST).any()
    assert edition.institutions["latitude"].isna().any()
    assert edition.institutions["latitude"].notna().any()
    assert len(edition.strands) == len(edition.events) == len(HOSTILE)
    assert edition.strands["living"].any()
    assert not edition.strands["living"].all()
    assert len(edition.participants) == 2 * len(HOSTILE)


def test_asking_the_hostile_one_does_not_change_it(tmp_path: Path) -> None:
    edition = opened(hostile(tmp_path))
    with unchanging(edition):
        assert len(edition.strands) == len(HOSTILE)
