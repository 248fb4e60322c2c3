"""Every number is the count of rows it can be opened to."""

from dataclasses import fields
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from partner_dashboard import summary
from partner_dashboard.editions import Edition
from partner_dashboard.regions import ELSEWHERE
from partner_dashboard.summary import Figure
from partner_dashboard.texts import Texts
from partner_dashboard.view import View
from tests.organisations import event, institution, opened, strand, unchanging, write

SETTINGS = 'as_of = 2026-03-01\nhome_country = "DE"\nhomes = ["home", "home-2"]\nscheme = "m49"\n'

INSTITUTIONS = [
    institution("home", country_code="DE", short_name="H"),
    institution("home-2", country_code="DE", name="Second home"),
    institution("jp", name="Japanese University", name_de="Japanische Universität", city="Kyoto", city_de="Kioto",
                country_code="JP", latitude="35", longitude="135", place_precision="campus", source_title="Page"),
    institution("fr", country_code="FR", latitude="48", longitude="2", place_precision="city"),
    institution("de", country_code="DE"),
    institution("unknown-land"),
    institution("net", kind="network", country_code="BE"),
]  # fmt: skip

PARTNERSHIPS = [
    strand("jp-1", "jp", type="research_focused", stage="signed", status="active", start_date="2025-06-01",
           end_date="2026-12-31", source_url="https://x.example"),
    strand("jp-2", "jp", type="faculty", home_institution="home-2", stage="active", start_date="1990~"),
    strand("jp-3", "jp", type="research_focused"),
    strand("fr-1", "fr", type="network", stage="active", start_date="2024-05"),
    strand("de-1", "de", type="city_partnership", stage="ended", start_date="2010", end_date="2012"),
    strand("un-1", "unknown-land", stage="discussed", start_date="2024-03-02"),
    strand("net-1", "net", type="network", start_date="198X", end_date="2026-03"),
    strand("cn-1", "", country_code="CN", type="global_engagement", stage="declared"),
    strand("eu-1", "", region_code="m49:039", type="global_engagement"),
    strand("own-1", "home-2", type="university_alliance", start_date="2007"),
]  # fmt: skip

EVENTS = [
    event("e-new", start_date="2025-03-02", institution_ids="fr"),
    event("e-day-before", start_date="2025-03-01", kind="workshop"),
    event("e-before", start_date="2024-03-02", topics="research"),
    event("e-old", start_date="2024-03-01"),
    event("e-trip", title="Trip", title_de="Reise", start_date="2026-02"),
    event("e-leg", start_date="2026-02-03", parent_event_id="e-trip"),
    event("e-undated"),
]

EVIDENCE = [
    {"row_id": "jp-1", "stance": "contradicts", "states": "no"},
    {"row_id": "jp-1", "stance": "contradicts", "states": "never"},
    {"row_id": "fr-1", "stance": "general", "states": "in general"},
    {"row_id": "fr-1", "stance": "supports", "states": "yes"},
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("tiny")
    return opened(write(folder, INSTITUTIONS, PARTNERSHIPS, EVENTS, evidence=EVIDENCE, settings=SETTINGS))


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return opened(write(tmp_path_factory.mktemp("nobody")))


# --- key figures -------------------------------------------------------------------------------------------------


def test_key_figures_count_partners_countries_strands_and_events(tiny: Edition) -> None:
    with unchanging(tiny):
        found = summary.key_figures(tiny, tiny.strands, tiny.events)
    counted = {
        field.name: (held.value, held.recent, held.before) if isinstance(held, Figure) else held
        for field in fields(found)
        for held in [getattr(found, field.name)]
    }
    assert counted == {
        "partners": (5, 0, 1),  # jp, fr, de, unknown-land, net; fr began in the year before, unknown-land only promised
        "fellows": 1,  # fr
        "partners_at_home": 1,  # de; where nobody knows the land, nobody says that it is ours
        "countries": (4, 0, 1),  # JP, FR, BE, CN; FR is new in the year before
        "recorded": (10, 1, 1),  # jp-1; fr-1, but not un-1, which is only promised
        "living": (2, 2, 0),  # jp-1, and fr-1 by its event of 2025-03-02
        "undated": 3,  # jp-3, cn-1, eu-1
        "end_known": 3,  # jp-1, de-1, net-1
        "without_partner": 2,  # cn-1, eu-1
        "events": (3, 3, 2),  # e-new, e-trip, e-leg; e-day-before and e-before
    }


def test_a_change_is_the_last_year_less_the_one_before() -> None:
    assert Figure(value=9, recent=2, before=5, course=()).change == -3


def test_a_course_ends_with_the_year_of_the_data(tiny: Edition) -> None:
    found = summary.key_figures(tiny, tiny.strands, tiny.events)
    for figure in (found.partners, found.countries, found.recorded, found.living, found.events):
        assert len(figure.course) == summary.SPARK_YEARS
    assert found.recorded.course[-4:] == (4, 5, 6, 6), "2023 to 2026; undated and promised strands are in no course"
    assert found.events.course[-3:] == (2, 2, 2)
    assert found.living.course[-1] == found.living.value


def test_nothing_has_key_figures_of_zero(tiny: Edition, nobody: Edition) -> None:
    for edition in (tiny, nobody):
        found = summary.key_figures(edition, edition.strands.head(0), edition.events.head(0))
        figures = [getattr(found, field.name) for field in fields(found)]
        assert {figure.value if isinstance(figure, Figure) else figure for figure in figures} == {0}
        assert set(found.recorded.course) == {0}


# --- counts ------------------------------------------------------------------------------------------------------


def test_counts_come_in_the_order_of_the_codes_then_by_number(tiny: Edition) -> None:
    assert list(summary.counts(tiny.strands, "stage", ("signed", "active", "dormant")).items()) == [
        ("signed", 1), ("active", 2), ("unknown", 4), ("ended", 1), ("discussed", 1), ("declared", 1),
    ]  # fmt: skip
    assert summary.counts(tiny.strands.head(0), "stage") == {}


def test_a_strand_lies_in_the_region_of_its_country_or_the_one_it_names(tiny: Edition) -> None:
    assert summary.region_of(tiny, tiny.strands, "m49").to_dict() == {
        "jp-1": "142", "jp-2": "142", "jp-3": "142", "fr-1": "150", "de-1": "150", "un-1": ELSEWHERE, "net-1": "150",
        "cn-1": "142", "eu-1": "150", "own-1": "150",
    }  # fmt: skip
    elsewhere = summary.region_of(tiny, tiny.strands, "liaison")
    assert set(elsewhere) == {ELSEWHERE}


def test_regions_count_their_partners_and_strands(tiny: Edition) -> None:
    with unchanging(tiny):
        found = summary.regions_of(tiny, tiny.strands, "m49")
    assert found.to_dict("index") == {
        "142": {"partners": 1, "strands": 4, "living": 1},
        "150": {"partners": 3, "strands": 5, "living": 1},  # own-1, among the homes, is a strand but no partner
        ELSEWHERE: {"partners": 1, "strands": 1, "living": 0},
    }
    assert list(found.index) == ["150", "142", ELSEWHERE]


def test_countries_count_their_partners_and_what_names_only_the_country(tiny: Edition) -> None:
    with unchanging(tiny):
        found = summary.countries(tiny, tiny.strands)
    assert found.to_dict("index") == {
        "JP": {"partners": 1, "strands": 3, "living": 1, "without_partner": 0},
        "BE": {"partners": 1, "strands": 1, "living": 0, "without_partner": 0},
        "DE": {"partners": 1, "strands": 1, "living": 0, "without_partner": 0},
        "FR": {"partners": 1, "strands": 1, "living": 1, "without_partner": 0},
        "CN": {"partners": 0, "strands": 1, "living": 0, "without_partner": 1},
    }
    assert list(found.index) == ["JP", "BE", "DE", "FR", "CN"]


def test_partners_gather_their_strands(tiny: Edition) -> None:
    with unchanging(tiny):
        found = summary.partners(tiny, tiny.strands)
    assert list(found.index) == ["jp", "de", "fr", "net", "unknown-land"]
    assert found["strands"].tolist() == [3, 1, 1, 1, 1]
    assert found["is_fellow"].to_dict() == {"jp": False, "de": False, "fr": True, "net": False, "unknown-land": False}
    jp = found.loc["jp"]
    assert (jp["living"], jp["undated"], jp["group"]) == (1, 1, "research_led")
    assert jp["groups"] == ("research_led", "units")
    assert jp["stages"] == ("signed", "active", "unknown")
    assert jp["homes"] == ("home", "home-2")
    assert (jp["since"], jp["since_year"]) == ("1990~", 1990)
    assert jp["evidence_on"] == pd.Timestamp(2025, 6, 1)
    assert bool(jp["is_abroad"])


def test_a_partner_whose_start_nobody_knows_has_none(tiny: Edition) -> None:
    jp = summary.partners(tiny, tiny.strands.loc[["jp-3"]]).loc["jp"]
    assert (jp["since"], jp["undated"]) == ("", 1)
    assert pd.isna(jp["since_earliest"])
    assert pd.isna(jp["since_year"])


def test_of_nothing_everything_is_empty(tiny: Edition, nobody: Edition) -> None:
    for edition in (tiny, nobody):
        none = edition.strands.head(0)
        assert summary.partners(edition, none).empty
        assert "strands" in summary.partners(edition, none)
        assert summary.countries(edition, none).empty
        assert summary.regions_of(edition, none, "m49").empty
        assert summary.growth(none, until=2026).empty
        assert summary.in_year(none, 2000).empty
        assert summary.ending(edition, none).empty
        assert summary.latest_events(edition, edition.events.head(0), 3).empty


# --- time --------------------------------------------------------------------------------------------------------


def test_growth_is_cumulative_and_leaves_out_the_undated_and_the_promised(tiny: Edition) -> None:
    with unchanging(tiny):
        found = summary.growth(tiny.strands, until=2026)
    assert (found.index.min(), found.index.max()) == (1980, 2026)
    assert found.loc[1980].to_dict() == {
        "alliances_and_networks": 1, "cities": 0, "research_led": 0, "units": 0,
    }  # fmt: skip
    assert found.loc[2026].to_dict() == {
        "alliances_and_networks": 3, "cities": 1, "research_led": 1, "units": 1,
    }  # fmt: skip
    assert int(found.loc[2026].sum()) == 10 - 3 - 1  # three undated, one only promised
    assert summary.growth(tiny.strands, until=2000).index.max() == 2000


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (1979, []),
        (1990, ["jp-2", "net-1"]),
        (2012, ["jp-2", "de-1", "net-1", "own-1"]),
        (2013, ["jp-2", "net-1", "own-1"]),
        (2025, ["jp-1", "jp-2", "fr-1", "net-1", "own-1"]),
    ],
)
def test_the_network_in_a_year_is_what_had_begun_and_not_ended(tiny: Edition, year: int, expected: list[str]) -> None:
    assert list(summary.in_year(tiny.strands, year).index) == expected


def test_what_ends_next_comes_first_and_what_has_ended_not_at_all(tiny: Edition) -> None:
    assert list(summary.ending(tiny, tiny.strands).index) == ["net-1", "jp-1"]


def test_the_latest_events_are_the_newest_and_their_legs_stay_with_their_trip(tiny: Edition) -> None:
    with unchanging(tiny):
        found = summary.latest_events(tiny, tiny.events, 3)
    assert list(found.index) == ["e-trip", "e-new", "e-day-before"]
    assert "e-undated" not in summary.latest_events(tiny, tiny.events, 99).index


# --- words -------------------------------------------------------------------------------------------------------


def test_names_titles_and_cities_come_in_the_language_and_else_in_the_other(tiny: Edition) -> None:
    held = tiny.institutions.loc[["jp", "fr"]]
    assert summary.name(held, "de").tolist() == ["Japanische Universität", "Fr"]
    assert summary.name(held, "en").tolist() == ["Japanese University", "Fr"]
    assert summary.city(held, "de").tolist() == ["Kioto", ""]
    assert summary.city(held, "en").tolist() == ["Kyoto", ""]
    assert summary.name(tiny.events.loc[["e-trip", "e-leg"]], "de").tolist() == ["Reise", "E-Leg"]


def test_a_short_name_is_the_name_where_there_is_none_and_the_id_where_nobody_is(tiny: Edition) -> None:
    assert [summary.short_name(tiny, home) for home in ("home", "home-2", "nobody")] == ["H", "Second home", "nobody"]


def test_a_region_is_said_and_what_lies_in_none_is_elsewhere(tiny: Edition) -> None:
    assert summary.region_label(tiny, "m49", "142", Texts("de")) == "Asien"
    assert summary.region_label(tiny, "m49", ELSEWHERE, Texts("en")) == Texts("en")("word.elsewhere")


CHOSEN = View(
    text="kyoto", groups=("cities",), types=("network",), stages=("signed",), statuses=("active",), living=True,
    homes=("home",), scheme="m49", regions=("142", ELSEWHERE), countries=("JP",), clusters=("Own",),
    topics=("research",), kinds=("workshop",), year_from=1990, year_to=2000,
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["“kyoto”", "Cities", "Network", "Signed", "status Ongoing", "living", "Asia", "Elsewhere", "Japan",
                "held by H", "Own", "Research", "Workshop", "1990–2000"]),
        ("de", ["„kyoto“", "Städte", "Netzwerk", "Unterzeichnet", "Status Laufend", "lebendig", "Asien",
                "Übrige Länder", "Japan", "getragen von H", "Own", "Forschung", "Workshop", "1990–2000"]),
    ],
)  # fmt: skip
def test_the_choice_is_said_in_words(tiny: Edition, language: str, expected: list[str]) -> None:
    from dataclasses import replace

    said = summary.filter_words(tiny, replace(CHOSEN, language=language), Texts(language))
    assert said == expected


@pytest.mark.parametrize(
    ("view", "english", "german"),
    [
        (View(), [], []),
        (View(year_from=1990), ["from 1990"], ["ab 1990"]),
        (View(year_to=2000), ["until 2000"], ["bis 2000"]),
    ],
)
def test_an_open_span_of_years_is_said_as_one(tiny: Edition, view: View, english: list[str], german: list[str]) -> None:
    assert summary.filter_words(tiny, view, Texts("en")) == english
    assert summary.filter_words(tiny, view, Texts("de")) == german


# --- quality -----------------------------------------------------------------------------------------------------


def test_quality_names_the_rows_behind_each_doubt(tiny: Edition) -> None:
    with unchanging(tiny):
        found = summary.quality(tiny)
    assert found.undated == ("jp-3", "cn-1", "eu-1")
    assert found.unplaced == ("home", "home-2", "de", "unknown-land", "net")
    assert found.city_only == ("fr",)
    assert set(found.unsourced) == ({*tiny.institutions.index, *tiny.strands.index, *tiny.events.index}
                                    - {"jp", "jp-1"})  # fmt: skip
    assert (found.contradicted, found.general) == (("jp-1",), ("fr-1",))
    assert found.undated_events == ("e-undated",)
    assert found.approximate == ("jp-2", "net-1")


def test_every_sign_of_doubt_in_a_start_makes_it_approximate(tmp_path: Path) -> None:
    rows = [strand(f"p{line}", "a", start_date=text) for line, text in enumerate(("2010?", "2010%", "19XX", "2010"))]
    edition = opened(write(tmp_path, [institution("home"), institution("a")], rows))
    assert summary.quality(edition).approximate == ("p0", "p1", "p2")


def test_an_empty_organisation_has_no_doubts(nobody: Edition) -> None:
    found = summary.quality(nobody)
    assert {getattr(found, field.name) for field in fields(found)} == {()}


def test_the_day_of_the_data_rules_every_window(tmp_path: Path) -> None:
    settings = SETTINGS.replace("2026-03-01", "2011-01-01")
    edition = opened(write(tmp_path, INSTITUTIONS, PARTNERSHIPS, EVENTS, settings=settings))
    assert edition.as_of == date(2011, 1, 1)
    found = summary.key_figures(edition, edition.strands, edition.events)
    assert (found.recorded.recent, found.recorded.before) == (0, 0), "2010 may lie on either side of a year ago"
    assert (found.events.recent, found.events.before) == (0, 0)
