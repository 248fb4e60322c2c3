"""Countries, their names, and the regions that share them out."""

import pytest

from partner_dashboard.errors import UnknownSchemeError
from partner_dashboard.regions import ELSEWHERE, country_codes, country_name
from tests.organisations import demonstration

REGIONS = demonstration().regions


@pytest.mark.parametrize("scheme", ["m49", "office"])
def test_every_country_lies_in_exactly_one_top_region(scheme: str) -> None:
    held = [country for region in REGIONS.of(scheme, top_only=True) for country in region.countries]
    assert sorted(held) == sorted(set(held))
    assert set(held) == set(country_codes())


def test_the_catchments_of_the_liaison_offices_do_not_overlap() -> None:
    held = [country for region in REGIONS.of("liaison") for country in region.countries]
    assert len(held) == len(set(held))
    assert set(held) < set(country_codes())


def test_the_data_says_which_office_looks_after_which_region() -> None:
    held = {region.code: [found.code for found in REGIONS.looked_after_by(region.office)]
            for region in REGIONS.of("liaison")}  # fmt: skip
    assert held == {code: [code] for code in ("north-america", "eastern-europe-central-asia", "latin-america")}
    assert REGIONS.looked_after_by("nobody") == ()
    assert {region.office for region in REGIONS.of("liaison")} <= set(demonstration().institutions.index)


@pytest.mark.parametrize(
    ("country", "m49", "office", "liaison"),
    [
        ("TW", "142", "east-asia", ELSEWHERE),
        ("XK", "150", "southeast-europe", ELSEWHERE),
        ("NA", "002", "sub-saharan-africa", ELSEWHERE),
        ("US", "019", "north-america", "north-america"),
        ("CA", "019", "north-america", "north-america"),
        ("MX", "019", "latin-america", "latin-america"),
        ("UA", "150", "eastern-europe", "eastern-europe-central-asia"),
        ("GE", "142", "central-asia-caucasus", "eastern-europe-central-asia"),
        ("TR", "142", "middle-east-north-africa", ELSEWHERE),
        ("AQ", "010", "antarctica", ELSEWHERE),
        ("ZZ", ELSEWHERE, ELSEWHERE, ELSEWHERE),
        ("", ELSEWHERE, ELSEWHERE, ELSEWHERE),
    ],
)
def test_a_country_lies_where_it_was_decided_to_lie(country: str, m49: str, office: str, liaison: str) -> None:
    found = tuple(REGIONS.top_region(scheme, country) for scheme in ("m49", "office", "liaison"))
    assert found == (m49, office, liaison)


def test_taiwan_and_kosovo_lie_with_their_neighbours_in_the_regions_of_the_united_nations() -> None:
    assert "TW" in REGIONS.countries("m49", ("030",))
    assert "XK" in REGIONS.countries("m49", ("039",))


def test_the_united_nations_count_five_continents_and_antarctica() -> None:
    top = [(region.code, region.label("en"), region.label("de")) for region in REGIONS.of("m49", top_only=True)]
    assert top == [
        ("002", "Africa", "Afrika"), ("019", "Americas", "Amerika"), ("142", "Asia", "Asien"),
        ("150", "Europe", "Europa"), ("009", "Oceania", "Ozeanien"), ("010", "Antarctica", "Antarktis"),
    ]  # fmt: skip


def test_a_region_holds_exactly_the_countries_of_the_regions_below_it() -> None:
    for region in REGIONS.rows:
        below = [held for held in REGIONS.of(region.scheme) if held.parent == region.code]
        if below:
            shared_out = [country for held in below for country in held.countries]
            assert sorted(shared_out) == sorted(region.countries), (region.scheme, region.code)


def test_a_region_below_stands_under_one_that_exists_and_comes_after_it() -> None:
    for scheme in REGIONS.schemes():
        seen: set[str] = {""}
        for region in REGIONS.of(scheme):
            assert region.parent in seen
            seen.add(region.code)


def test_several_regions_hold_all_their_countries_and_an_unknown_one_none() -> None:
    assert REGIONS.countries("liaison", ("north-america", "atlantis")) == {"US", "CA"}


def test_every_scheme_and_region_has_a_name_in_both_languages() -> None:
    codes = demonstration().codes
    for scheme in REGIONS.schemes():
        assert codes.label("scheme", scheme, "en") != scheme
        assert codes.label("scheme", scheme, "de") != scheme
    assert [region for region in REGIONS.rows if not (region.label_en and region.label_de)] == []


def test_a_scheme_that_nobody_declared_is_an_error_and_a_region_that_nobody_declared_is_none() -> None:
    with pytest.raises(UnknownSchemeError) as refused:
        REGIONS.of("zodiac")
    assert refused.value.values == {"scheme": "zodiac"}
    assert REGIONS.find("m49", "999") is None


@pytest.mark.parametrize(
    ("code", "english", "german"),
    [
        ("NA", "Namibia", "Namibia"), ("JP", "Japan", "Japan"), ("CZ", "Czechia", "Tschechien"),
        ("TR", "Türkiye", "Türkei"), ("TW", "Taiwan", "Taiwan"), ("XK", "Kosovo", "Kosovo"),
        ("HK", "Hong Kong", "Hongkong"), ("PS", "Palestine", "Palästina"),
        ("GB", "United Kingdom", "Vereinigtes Königreich"),
        ("US", "United States", "Vereinigte Staaten"), ("CI", "Côte d’Ivoire", "Côte d’Ivoire"), ("Q?", "Q?", "Q?"),
    ],
)  # fmt: skip
def test_a_country_has_its_everyday_name(code: str, english: str, german: str) -> None:
    assert (country_name(code, "en"), country_name(code, "de")) == (english, german)


def test_every_country_has_a_name_in_both_languages() -> None:
    for language in ("en", "de"):
        names = [country_name(code, language) for code in country_codes()]
        assert len(set(names)) == len(names)
        assert [name for name in names if len(name) < 3] == []


def test_groups_of_countries_and_placeholders_are_no_countries() -> None:
    assert country_codes().isdisjoint({"EU", "UN", "ZZ", "XA", "XB", "EZ", "AC", "UK", "EL"})
    assert len(country_codes()) == 250
