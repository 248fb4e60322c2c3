"""What a reader chose, in an address and as rows."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from partner_dashboard import view as views
from partner_dashboard.editions import Edition
from partner_dashboard.regions import ELSEWHERE
from partner_dashboard.view import FILTERS, PARAMETERS, View
from tests.organisations import demonstration, event, hostile, institution, opened, small, strand, unchanging, write

# --- addresses ----------------------------------------------------------------------------------------------------


def test_an_address_is_read_in_codes() -> None:
    address = "?lang=de&q=osaka&scheme=m49&region=150&region=142&living=1&from=1990&to=2020&country=NA&map=globe"
    assert views.from_address(address) == View(
        language="de", text="osaka", scheme="m49", regions=("150", "142"), living=True, year_from=1990, year_to=2020,
        countries=("NA",), map="globe",
    )  # fmt: skip


def test_every_choice_has_one_part_of_the_address() -> None:
    assert sorted(PARAMETERS.values()) == sorted(field.name for field in fields(View))


@pytest.mark.parametrize(
    "address",
    [
        "", "?", "&&&", "=", "?lang=fr", "?map=square", "?from=soon", "?from=19999", "?from=-5", "?year=٢٠٢٢",
        "?from=1.5", "?utm_source=x", "?region", "?lang=", "?map=", "?living=", "?living=maybe", "%", "?%ff%fe=1",
        "&" * 5000,
    ],
)  # fmt: skip
def test_a_nonsense_address_is_the_default(address: str) -> None:
    assert views.from_address(address) == View()


def test_doubled_empty_and_invisible_values_go() -> None:
    assert views.from_address("?region=&region=150&region=150&region=%00%E2%80%8B") == View(regions=("150",))


def test_of_several_values_where_one_is_wanted_the_last_holds() -> None:
    assert views.from_address("?lang=de&lang=en&from=1990&from=2000") == View(language="en", year_from=2000)


def test_a_long_text_is_cut_and_stays_what_it_is() -> None:
    view = views.from_address({"q": ["x" * 199 + " " + "y" * 9000]})
    assert view.text == "x" * 199
    assert views.from_address(views.query(view)) == view


def test_a_link_says_the_language_and_what_differs() -> None:
    view = View(language="de", regions=("150", "142"), living=True)
    assert views.to_address(view) == {"lang": ["de"], "living": ["1"], "region": ["150", "142"]}
    assert views.query(view) == "lang=de&living=1&region=150&region=142"
    assert views.to_address(View()) == {"lang": ["en"]}


def test_a_link_takes_the_choices_of_a_default_back() -> None:
    default = View(groups=("cities",), living=True, year_from=1990, text="x", map="globe")
    address = views.to_address(View(), default)
    assert address == {"lang": ["en"], "q": [""], "group": [""], "living": ["0"], "from": [""], "map": ["flat"]}
    assert views.from_address(address, default) == View()


def test_the_same_link_reads_the_same_in_the_other_language() -> None:
    view = View(language="de", types=("network",), countries=("JP",))
    english = views.from_address(views.query(view).replace("lang=de", "lang=en"))
    assert english == replace(view, language="en")


def test_clearing_takes_the_filters_and_leaves_the_rest() -> None:
    view = View(language="de", scheme="m49", regions=("150",), living=True, text="x", map="globe", partner="nims")
    assert views.cleared(view) == View(language="de", scheme="m49", map="globe", partner="nims")
    assert views.is_filtered(view)
    assert not views.is_filtered(views.cleared(view))
    assert not any(getattr(views.cleared(view), name) for name in FILTERS)


# --- what an edition knows ---------------------------------------------------------------------------------------


def test_unknown_codes_are_dropped_and_known_ones_stay(tmp_path: Path) -> None:
    edition = opened(small(tmp_path))
    view = View(
        language="en", groups=("cities", "x"), types=("network", "x"), stages=("signed", "x"), statuses=("active", "x"),
        homes=("nordlys", "univ-oulu"), scheme="office", regions=("arctic", "east-asia", ELSEWHERE),
        countries=("NA", "DE", "IS", "ZZ"), clusters=("Sea Ice", "RESOLV"), topics=("mobility", "x"),
        kinds=("conference", "x"), partner="nims", centre="univ-oulu", event="e-trip",
    )  # fmt: skip
    assert views.known(view, edition) == View(
        language="en", groups=("cities",), types=("network",), stages=("signed",), statuses=("active",),
        homes=("nordlys",), scheme="own", regions=("arctic", ELSEWHERE), countries=("NA", "DE", "IS"),
        clusters=("Sea Ice",), topics=("mobility",), kinds=("conference",), partner="", centre="univ-oulu",
        event="e-trip",
    )  # fmt: skip


def test_a_country_of_which_nothing_is_recorded_is_one_all_the_same(tmp_path: Path) -> None:
    edition = opened(small(tmp_path))
    view = views.known(View(countries=("FJ",)), edition)
    assert view.countries == ("FJ",)
    assert views.strands(edition, view).empty


def test_a_city_is_known_by_country_and_name(tmp_path: Path) -> None:
    edition = opened(small(tmp_path))
    cities = ("NA:Windhoek", "FI:Windhoek", "Windhoek", "NA:", ":", "")
    assert [views.known(View(city=city), edition).city for city in cities] == ["NA:Windhoek", "", "", "", "", ""]


def test_a_language_that_is_not_on_offer_becomes_the_first_that_is(tmp_path: Path) -> None:
    edition = opened(write(tmp_path, settings='languages = ["de"]'))
    assert views.known(View(language="en"), edition).language == "de"


def test_the_scheme_of_the_settings_holds_where_none_is_chosen() -> None:
    edition = demonstration()
    assert views.known(View(), edition).scheme == "office"
    assert views.known(View(scheme="m49"), edition).scheme == "m49"


# --- rows --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def north(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return opened(small(tmp_path_factory.mktemp("north")))


def strands(edition: Edition, **choices: object) -> list[str]:
    with unchanging(edition):
        return list(views.strands(edition, View(scheme="own", **choices)).index)  # type: ignore[arg-type]


def partners(edition: Edition, **choices: object) -> list[str]:
    with unchanging(edition):
        return list(views.partners(edition, View(scheme="own", **choices)).index)  # type: ignore[arg-type]


def events(edition: Edition, **choices: object) -> list[str]:
    with unchanging(edition):
        return list(views.events(edition, View(scheme="own", **choices)).index)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({"groups": ("research_led",)}, ["n-oulu", "n-iceland"]),
        ({"types": ("network", "doctoral_training")}, ["n-greenland", "n-arctic"]),
        ({"stages": ("signed", "dormant")}, ["n-oulu", "n-tartu"]),
        ({"statuses": ("planned",)}, ["n-greenland", "n-canada"]),
        ({"living": True}, ["n-oulu", "n-iceland"]),
        ({"homes": ("nordlys-svalbard",)}, ["n-greenland"]),
        ({"countries": ("NA", "CA")}, ["n-namibia", "n-canada"]),
        ({"regions": ("baltic",)}, ["n-tartu"]),
        ({"regions": (ELSEWHERE,)}, ["n-namibia", "n-canada"]),
        ({"regions": ("baltic", ELSEWHERE)}, ["n-tartu", "n-namibia", "n-canada"]),
        ({"clusters": ("Sea Ice",)}, ["n-oulu"]),
        ({"topics": ("mobility",)}, ["n-namibia"]),
        ({"kinds": ("delegation_visit",)}, ["n-iceland", "n-greenland"]),
        ({"year_to": 1989}, ["n-iceland"]),
        ({"year_from": 2005, "year_to": 2012}, ["n-oulu-exchange", "n-iceland"]),
        ({"year_from": 2004, "year_to": 2004}, ["n-iceland", "n-tartu"]),
        ({"year_from": 2028}, ["n-oulu-exchange", "n-iceland", "n-greenland", "n-arctic"]),
        ({"text": "island"}, ["n-iceland"]),
        ({"text": "Dorpat"}, ["n-tartu"]),
        ({"text": "sensoren"}, ["n-oulu"]),
        ({"text": "sea ice"}, ["n-oulu"]),
        ({"text": "Finnland"}, ["n-oulu", "n-oulu-exchange"]),
        ({"groups": ("research_led",), "living": True, "countries": ("IS",)}, ["n-iceland"]),
        ({"groups": ("cities",)}, []),
    ],
    ids=str,
)  # fmt: skip
def test_a_filter_shows_exactly_its_strands(north: Edition, choices: dict[str, object], expected: list[str]) -> None:
    assert strands(north, **choices) == expected


def test_a_stage_that_nobody_wrote_is_found_as_unknown(tmp_path: Path) -> None:
    rows = [strand("p1", "a"), strand("p2", "a", stage="unknown"), strand("p3", "a", stage="signed")]
    edition = opened(write(tmp_path, [institution("home"), institution("a")], rows))
    assert strands(edition, stages=("unknown",)) == ["p1", "p2"]
    assert strands(edition, statuses=("unknown",)) == ["p1", "p2", "p3"]


def test_partners_are_institutions_with_a_shown_strand_and_no_homes(tmp_path: Path) -> None:
    rows = [strand("p1", "a"), strand("p2", "home"), strand("p3", "", country_code="CN"), strand("p4", "a")]
    edition = opened(write(tmp_path, [institution("home"), institution("a"), institution("b")], rows))
    assert edition.homes == ("home",)
    assert partners(edition) == ["a"]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({}, ["e-trip", "e-trip-1", "e-trip-2", "e-undated"]),
        ({"kinds": ("conference",)}, ["e-undated"]),
        ({"topics": ("research", "mobility")}, ["e-trip", "e-undated"]),
        ({"countries": ("GL",)}, ["e-trip-2"]),
        ({"regions": ("arctic",)}, ["e-trip-1", "e-trip-2"]),
        ({"regions": (ELSEWHERE,)}, ["e-undated"]),
        ({"homes": ("nordlys-svalbard",)}, []),
        ({"homes": ("nordlys",)}, ["e-trip", "e-trip-1", "e-trip-2", "e-undated"]),
        ({"types": ("global_academic",)}, ["e-trip-1"]),
        ({"living": True}, ["e-trip-1"]),
        ({"year_from": 2025}, ["e-trip", "e-trip-1", "e-trip-2"]),
        ({"year_to": 2024}, []),
        ({"text": "Gespräche"}, []),
        ({"text": "rundreise"}, ["e-trip"]),
        ({"text": "Grönland"}, ["e-trip-2"]),
    ],
    ids=str,
)
def test_a_filter_shows_exactly_its_events(north: Edition, choices: dict[str, object], expected: list[str]) -> None:
    assert events(north, **choices) == expected


def test_a_topic_shows_the_partners_that_took_part_and_not_what_homes_have_among_themselves(tmp_path: Path) -> None:
    rows = [strand("p1", "a"), strand("p2", "home"), strand("p3", "", country_code="CN")]
    talks = [event("e", topics="research", institution_ids="home:host;a")]
    edition = opened(write(tmp_path, [institution("home"), institution("a")], rows, talks))
    assert strands(edition, topics=("research",)) == ["p1"]


def test_an_event_lies_also_where_its_guests_come_from(tmp_path: Path) -> None:
    held = [institution("home", country_code="DE"), institution("a", country_code="JP")]
    rows = [event("e1", country_code="DE", institution_ids="home;a"), event("e2", country_code="DE")]
    edition = opened(write(tmp_path, held, [strand("p", "a")], rows))
    assert events(edition, countries=("JP",)) == ["e1"]
    assert events(edition, countries=("DE",)) == ["e1", "e2"]


def test_a_relation_that_names_a_region_is_found_in_it_and_in_those_around_it(tmp_path: Path) -> None:
    rows = [strand("p1", "", region_code="m49:039"), strand("p2", "", region_code="office:southeast-europe")]
    edition = opened(write(tmp_path, [institution("home")], rows))

    def found(scheme: str, *codes: str) -> list[str]:
        return list(views.strands(edition, View(scheme=scheme, regions=codes)).index)

    assert found("m49", "039") == ["p1"]
    assert found("m49", "150") == ["p1"]
    assert found("m49", "142") == []
    assert found("m49", ELSEWHERE) == ["p2"]
    assert found("office", "southeast-europe") == ["p2"]
    assert found("office", ELSEWHERE) == ["p1"]


def test_countries_are_those_of_partners_and_events(north: Edition) -> None:
    assert views.countries(north) == ("FI", "IS", "GL", "EE", "NA", "NO", "CA")


# --- search ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tsukba", "univ-tsukuba"), ("Tsukuba", "univ-tsukuba"), ("筑波", "univ-tsukuba"), ("Osaka", "univ-osaka"),
        ("oska", "univ-osaka"), ("Krakau", "univ-jagiellonian"), ("ETH", "eth-zurich"),
        ("eth zürich", "eth-zurich"), ("berkley", "uc-berkeley"), ("Weizman", "weizmann"), ("NIMS", "nims"),
    ],
)  # fmt: skip
def test_search_forgives_typing(text: str, found: str) -> None:
    assert found in views.matching_institutions(demonstration(), text)


def test_a_name_that_is_right_brings_nothing_that_only_looks_like_it() -> None:
    assert views.matching_institutions(demonstration(), "nims") == ("nims",)


def test_typing_is_forgiven_in_events_and_countries_too() -> None:
    edition = demonstration()
    assert "e-2025-bochum-delegation-visits-japan" in views.matching_events(edition, "delegation visits Japan")
    assert views.matching_countries(edition, "Japan") == ("JP",)
    assert views.matching_countries(edition, "Japn")[:1] == ("JP",)
    assert views.matching_countries(edition, "Vereinigtes König") == ("GB",)


@pytest.mark.parametrize("text", ["", "   ", "!?", "zzzzzzzz", "x" * 200, "筑波筑波筑波筑波"])
def test_what_nobody_is_called_finds_nobody(text: str) -> None:
    assert views.matching_institutions(demonstration(), text) == ()


def test_hostile_names_are_found_by_what_they_say(tmp_path: Path) -> None:
    edition = opened(hostile(tmp_path))
    assert len(views.matching_institutions(edition, "HYPERLINK")) > 0
    assert len(views.matching_institutions(edition, "جامعة")) > 0


def test_a_link_to_an_institution_that_became_part_of_another_leads_there(tmp_path: Path) -> None:
    folder = write(
        tmp_path, [institution("home"), institution("kept", aliases="Old name|lost-id")], [strand("p", "kept")]
    )
    edition = opened(folder)
    assert views.known(View(partner="lost-id"), edition).partner == "kept"
    assert views.known(View(partner="nobody"), edition).partner == ""
