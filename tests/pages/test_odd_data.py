"""Data that is valid and odd must draw too: many relations in few lanes, the end of time, no place at home."""

from pathlib import Path

import pytest

from tests.organisations import institution, strand, write
from tests.pages.conftest import Opening

HOME = institution("home", city="Oulu", country_code="FI", latitude="65", longitude="25.5")


def many(count: int) -> list[dict[str, str]]:
    years = (str(1960 + number % 60) for number in range(count))
    return [dict(strand(f"p{number}", "ac"[number % 2], start_date=year)) for number, year in enumerate(years)]


def test_a_lane_of_only_undated_relations_among_many_dated_ones_draws(open_page: Opening, tmp_path: Path) -> None:
    lands = {"a": "SE", "c": "US", "b": "JP"}
    places = [institution(name, country_code=land) for name, land in lands.items()]
    write(tmp_path, [HOME, *places], [*many(200), strand("undated", "b")])
    assert not open_page("timeline", tmp_path).exception


def test_an_end_in_the_year_9999_draws(open_page: Opening, tmp_path: Path) -> None:
    rows = [*many(200), strand("open", "a", start_date="2000", end_date="9999-12-31")]
    write(tmp_path, [HOME, institution("a", country_code="SE"), institution("c", country_code="US")], rows)
    assert not open_page("timeline", tmp_path).exception


@pytest.mark.parametrize("projection", ["flat", "globe", "equal"])
def test_only_countries_named_as_a_whole_draw(open_page: Opening, tmp_path: Path, projection: str) -> None:
    write(tmp_path, [HOME], [strand("cn", "", country_code="CN")])
    assert not open_page("map", tmp_path, map=projection, show="countries").exception


def test_a_home_without_a_place_does_not_unplace_its_partners(open_page: Opening, tmp_path: Path) -> None:
    placed = institution("a", country_code="SE", latitude="59.3", longitude="18.1")
    write(tmp_path, [institution("home"), placed], [strand("p", "a")])
    at = open_page("map", tmp_path, partner="a", lang="en")
    assert not at.exception
    assert not any("not on the map" in caption.value for caption in at.caption)


CODES = "list,code,group,label_en,label_de,help_en,help_de,colour_light,colour_dark,icon,sort\n"


def test_codes_of_ones_own_may_lack_groups_colours_and_symbols(open_page: Opening, tmp_path: Path) -> None:
    write(tmp_path, [HOME, institution("a", country_code="SE", latitude="59", longitude="18")], [strand("p", "a")])
    lines = ["partnership_type,student_exchange,mine,Exchange,,,,navy,blue,no such symbol!,1"]
    lines += ["institution_kind,university,,University,,,,,,not_a_symbol,1", "type_group,mine,,,,,,navy,,not_a_symbol,"]
    (tmp_path / "codes.csv").write_text(CODES + "\n".join(lines) + "\n", encoding="utf-8")
    for name in ("overview", "map", "timeline", "partners", "about"):
        assert not open_page(name, tmp_path, lang="de").exception, name
    sheet = open_page("partners", tmp_path, partner="a", lang="de")
    assert not sheet.exception
    assert any("Exchange" in markdown.value for markdown in sheet.markdown)


def test_evidence_about_an_institution_stands_on_its_sheet(open_page: Opening, tmp_path: Path) -> None:
    says = {"row_id": "a", "column_name": "city", "stance": "contradicts", "states": "It moved to Malmö."}
    write(tmp_path, [HOME, institution("a", country_code="SE", city="Lund")], [strand("p", "a")], evidence=[says])
    sheet = open_page("partners", tmp_path, partner="a", lang="en")
    assert not sheet.exception
    assert any("It moved to Malmö" in markdown.value.replace("\\", "") for markdown in sheet.markdown)
