"""The demonstration data: whole, in known codes, with every case it was collected for found by a filter."""

from collections.abc import Iterable

import pandas as pd
import pytest
from geopy.distance import geodesic

from partner_dashboard import dates
from partner_dashboard import view as views
from partner_dashboard.places import gazetteer
from partner_dashboard.schema import DATASETS, Dataset
from partner_dashboard.settings import installed
from partner_dashboard.view import View
from tests.organisations import GAZETTEERS, demonstration

EDITION = demonstration()
GAZETTEER = gazetteer.opened(GAZETTEERS)
JAPAN = "e-2025-bochum-delegation-visits-japan"


def strands(**choices: object) -> pd.DataFrame:
    return views.strands(EDITION, View(**choices))  # type: ignore[arg-type]


def partners(**choices: object) -> set[str]:
    return set(views.partners(EDITION, View(**choices)).index)  # type: ignore[arg-type]


def evidence(row_id: str, stance: str) -> list[str]:
    rows = EDITION.evidence
    return rows.loc[(rows["row_id"] == row_id) & (rows["stance"] == stance), "column_name"].tolist()


# --- whole -------------------------------------------------------------------------------------------------------


def test_every_row_loads() -> None:
    assert EDITION.report.rows_read == {"institutions": 186, "partnerships": 202, "events": 120, "evidence": 43}
    assert EDITION.report.rows_kept == EDITION.report.rows_read
    assert (len(EDITION.institutions), len(EDITION.strands), len(EDITION.events)) == (186, 202, 120)


def test_the_only_remarks_are_institutions_without_a_place() -> None:
    assert {problem.code for problem in EDITION.report.problems} == {"no_coordinates"}
    assert {problem.value for problem in EDITION.report.problems} == {
        "donntu", "dynet", "isep", "lo-eeca", "nccr-must", "ussh-vn",
    }  # fmt: skip


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset.name)
def test_every_column_of_the_files_is_declared(dataset: Dataset) -> None:
    header = (installed("data") / dataset.file).read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == list(dataset.names)


def test_every_row_has_a_source() -> None:
    for rows in (EDITION.institutions, EDITION.strands, EDITION.events, EDITION.evidence):
        assert rows.index[(rows["source_title"] == "") | ~rows["source_url"].str.match("https?://")].tolist() == []


def test_every_piece_of_evidence_speaks_of_a_row_and_of_one_of_its_columns() -> None:
    declared = {name: set(DATASETS[name].names) for name in ("institutions", "partnerships", "events")}
    for row in EDITION.evidence.to_dict("records"):
        of = next(name for name in declared if row["row_id"] in getattr(EDITION, name).index)
        assert row["column_name"] == "" or row["column_name"] in declared[of], row


def test_every_partner_is_one_whose_row_is_there() -> None:
    named = set(EDITION.strands["institution_id"]) | set(EDITION.participants["institution_id"])
    named |= set(EDITION.strands["home_institution"]) | set(EDITION.homes)
    assert named - {""} <= set(EDITION.institutions.index)
    assert len(EDITION.participants) > 0


def test_every_role_of_a_participant_has_a_name_in_both_languages() -> None:
    roles = set(EDITION.participants["role"]) - {""}
    assert roles <= set(EDITION.codes.of("role"))


@pytest.mark.parametrize("name", sorted(EDITION.codes.lists()))
def test_every_code_is_said_in_both_languages(name: str) -> None:
    lookup = EDITION.codes
    for code in lookup.of(name):
        for language in ("en", "de"):
            assert lookup.label(name, code, language)
            assert lookup.help(name, code, language) or name in ("cluster_or_unit", "isced_f"), code


@pytest.mark.parametrize("name", ["type_group", "stage"])
def test_every_code_that_colours_a_mark_has_a_colour_in_both_themes(name: str) -> None:
    for theme in ("light", "dark"):
        colours = [EDITION.codes.colour(name, code, theme) for code in EDITION.codes.of(name)]
        assert all(len(colour) == 7 and colour.startswith("#") for colour in colours)
        assert len(set(colours)) == len(colours)


def test_every_type_belongs_to_a_group() -> None:
    codes = EDITION.codes
    assert {codes.group("partnership_type", code) for code in codes.of("partnership_type")} == set(
        codes.of("type_group")
    )


def test_every_cluster_is_a_code_of_its_list() -> None:
    assert {cluster for row in EDITION.strands["clusters"] for cluster in row} <= set(
        EDITION.codes.of("cluster_or_unit")
    )


@pytest.mark.parametrize(
    ("name", "column"),
    [("partnerships", "description"), ("events", "description"), ("events", "title"), ("evidence", "states")],
)
def test_every_description_is_there_in_german_and_is_not_the_english_one(name: str, column: str) -> None:
    rows = getattr(EDITION, name)
    told = rows[rows[column] != ""]
    assert told.index[told[f"{column}_de"] == ""].tolist() == []
    same = told.loc[told[f"{column}_de"] == told[column], column]
    assert [text for text in same if text not in SAME_IN_BOTH] == []


SAME_IN_BOTH = (
    "Ruhr Fellowship 2016",
    "Ruhr Fellowship 2017",
    "Ruhr Fellowship 2022",
    "Ruhr Fellowship 2023",
    "RUB Japan Science Days 2018",
    "Conference on Global Health Innovations",
)
"""Names that events bore in both languages."""


@pytest.mark.parametrize("column", ["outcome", "venue", "city"])
def test_no_german_word_stands_where_the_english_one_is_missing(column: str) -> None:
    rows = EDITION.events
    assert rows.index[(rows[column] == "") & (rows[f"{column}_de"] != "")].tolist() == []


def test_every_outcome_of_an_event_is_told_in_german() -> None:
    rows = EDITION.events
    assert rows.index[(rows["outcome"] != "") & (rows["outcome_de"] == "")].tolist() == []


# --- places ------------------------------------------------------------------------------------------------------

OUTLIERS = {"mahidol": "the campus lies in Salaya, at the other end of the province of Nakhon Pathom"}
"""Rows whose campus lies further from its city than 25 kilometres, and why."""


def placed(rows: pd.DataFrame, column: str) -> Iterable[tuple[str, str, str, float, float]]:
    for row_id, row in rows[(rows[column] != "") & rows["latitude"].notna()].iterrows():
        yield str(row_id), row[column], row["country_code"], row["latitude"], row["longitude"]


@pytest.mark.parametrize("column", ["city", "city_de"])
@pytest.mark.parametrize("name", ["institutions", "events"])
def test_every_city_is_found_by_its_name_within_25_kilometres(name: str, column: str) -> None:
    lost = []
    for row_id, city, country, lat, lon in placed(getattr(EDITION, name), column):
        found = GAZETTEER.city(city, country)
        if found is None:
            lost.append((row_id, city, "not found"))
        elif row_id not in OUTLIERS and (away := geodesic((lat, lon), (found.latitude, found.longitude)).km) > 25:
            lost.append((row_id, city, f"{away:.0f} km"))
    assert lost == []


def test_every_row_that_names_a_city_has_a_place_and_none_lies_at_zero() -> None:
    for rows in (EDITION.institutions, EDITION.events):
        assert rows.index[(rows["city"] != "") & rows["latitude"].isna()].tolist() == []
        assert rows.index[(rows["latitude"].abs() < 0.5) & (rows["longitude"].abs() < 0.5)].tolist() == []


def test_every_place_says_how_it_was_found_and_how_exact_it_is() -> None:
    for rows in (EDITION.institutions, EDITION.events):
        known = rows["latitude"].notna()
        assert rows.index[known & ((rows["place_method"] == "") | (rows["place_precision"] == ""))].tolist() == []
        assert rows.index[~known & (rows["place_precision"] != "")].tolist() == []


# --- the cases it was collected for ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({"clusters": ("RESOLV",)}, {"weizmann", "uc-berkeley", "uiuc", "eth-zurich", "nccr-must"}),
        ({"clusters": ("CASA",)}, {"eth-zurich", "univ-cambridge", "stanford"}),
        ({"types": ("city_partnership",), "countries": ("JP",)}, {"city-tsukuba"}),
    ],
    ids=str,
)
def test_a_filter_finds_exactly_these_partners(choices: dict[str, object], expected: set[str]) -> None:
    assert partners(**choices) == expected


@pytest.mark.parametrize(
    ("choices", "among"),
    [
        ({"types": ("global_academic",)}, {"univ-tsukuba", "univ-osaka", "univ-tokyo", "univ-tours"}),
        ({"types": ("global_engagement",)}, {"sa-ger-cdr"}),
        ({"groups": ("alliances_and_networks",), "text": "Scholars at Risk"}, {"sar", "sar-de"}),
        ({"types": ("liaison_office",), "living": True}, {"lo-new-york", "lo-eeca", "lo-sao-paulo", "lo-tsukuba-rub"}),
        ({"text": "tsukba", "groups": ("cities",)}, {"city-tsukuba"}),
    ],
    ids=str,
)
def test_a_filter_finds_these_partners_among_others(choices: dict[str, object], among: set[str]) -> None:
    assert among <= partners(**choices)


def test_the_alliance_of_the_three_universities_is_a_home_with_its_own_relations() -> None:
    assert "ua-ruhr" in EDITION.homes
    assert len(strands(homes=("ua-ruhr",))) > 0
    assert set(strands(homes=("ua-ruhr",))["home_institution"]) == {"ua-ruhr"}


CATCHMENTS = {
    "lo-new-york": "north-america",
    "lo-eeca": "eastern-europe-central-asia",
    "lo-sao-paulo": "latin-america",
}


def test_the_catchments_of_the_liaison_scheme_are_those_of_the_active_offices_of_the_alliance() -> None:
    offices = strands(types=("liaison_office",), homes=("ua-ruhr",), living=True)
    assert set(offices["institution_id"]) == set(CATCHMENTS)
    assert {region.code for region in EDITION.regions.of("liaison")} == set(CATCHMENTS.values())


@pytest.mark.parametrize(
    ("office", "countries"),
    [("lo-new-york", {"US", "CA"}), ("lo-eeca", {"UA", "GE", "KZ"}), ("lo-sao-paulo", {"BR", "CL", "MX"})],
)
def test_each_catchment_shows_relations_of_its_countries_only(office: str, countries: set[str]) -> None:
    region = CATCHMENTS[office]
    assert countries <= EDITION.regions.countries("liaison", (region,))
    shown = strands(scheme="liaison", regions=(region,))
    assert len(shown) > 0
    assert set(shown["country"]) <= EDITION.regions.countries("liaison", (region,))


def test_the_closed_offices_are_not_living() -> None:
    offices = strands(types=("liaison_office",)).set_index("institution_id", append=True)["living"]
    closed = offices[offices.index.get_level_values(1).isin(("lo-moscow", "lo-rio"))]
    assert closed.tolist() == [False, False]


def test_eth_zurich_stands_under_both_clusters_and_each_row_contradicts_the_other() -> None:
    rows = strands(text="ETH Zurich", types=("research_focused",))
    rows = rows[rows["institution_id"] == "eth-zurich"]
    assert rows["cluster_or_unit"].to_dict() == {
        "p-rub-eth-zurich-research": "CASA", "p-rub-eth-zurich-research-2": "RESOLV",
    }  # fmt: skip
    assert [evidence(row_id, "contradicts") for row_id in rows.index] == [["cluster_or_unit"], ["cluster_or_unit"]]


def test_the_japan_trip_of_2025_is_one_delegation_with_five_legs() -> None:
    trip = EDITION.events.loc[JAPAN]
    assert (trip["kind"], trip["start_date"], trip["parent_event_id"]) == ("delegation_visit", "2025-04", "")
    legs = EDITION.events[EDITION.events["parent_event_id"] == JAPAN]
    assert legs[["kind", "outcome_stage"]].to_dict("split")["data"] == [
        ["agreement_signing", "signed"], ["conference", ""], ["agreement_signing", "signed"],
        ["agreement_signing", "extended"], ["delegation_visit", ""],
    ]  # fmt: skip
    assert set(legs["leg"]) == {""}, "no source gives their order"
    assert set(legs["country_code"]) == {"JP"}


def test_the_japan_trip_names_who_signed_what() -> None:
    signed = EDITION.participants[EDITION.participants["role"] == "signatory"]
    legs = EDITION.events.index[EDITION.events["parent_event_id"] == JAPAN]
    pairs = signed[signed["event_id"].isin(legs)].groupby("event_id")["institution_id"].agg(set).tolist()
    assert sorted(map(sorted, pairs)) == [["city-bochum", "city-tsukuba"], ["nims", "rub"], ["rub", "univ-osaka"]]


def test_the_tea_ceremony_and_the_posters_are_told_within_their_legs() -> None:
    legs = EDITION.events[EDITION.events["parent_event_id"] == JAPAN]
    told = legs["description"].str.cat(legs["outcome"], sep=" ").str.casefold()
    assert told.str.contains("tea ceremony").sum() == 1
    assert told.str.contains("poster").sum() == 1
    assert not EDITION.events["title"].str.casefold().str.contains("tea ceremony|poster").any()


def test_the_joint_masters_with_osaka_were_only_discussed() -> None:
    trip_and_legs = EDITION.events[(EDITION.events["parent_event_id"] == JAPAN) | (EDITION.events.index == JAPAN)]
    told = trip_and_legs.loc[trip_and_legs["outcome"].str.contains("oint master"), "outcome"]
    assert JAPAN in told.index
    assert told.str.contains("discussed only|only discussed").all()
    assert EDITION.events.at[JAPAN, "outcome_stage"] == "discussed"
    rows = EDITION.strands[(EDITION.strands["institution_id"] == "univ-osaka")]
    assert set(rows.loc[rows["type"] == "double_degree", "stage"]) <= {"discussed"}


def test_the_agreement_with_osaka_was_extended_and_the_one_with_nims_signed() -> None:
    stages = EDITION.strands["stage"]
    assert (stages["p-rub-univ-osaka-global"], stages["p-rub-nims-research"]) == ("extended", "signed")


def test_weizmann_was_announced_and_not_reported() -> None:
    rows = strands(text="Weizmann", clusters=("RESOLV",))
    assert rows[["institution_id", "stage", "living"]].to_numpy().tolist() == [["weizmann", "declared", False]]


def test_four_relations_name_a_country_or_region_and_nobody() -> None:
    rows = EDITION.strands[EDITION.strands["institution_id"] == ""]
    assert sorted(zip(rows["country"], rows["region_code"], strict=True)) == [
        ("", "office:southeast-europe"), ("CN", ""), ("VN", ""), ("ZA", ""),
    ]  # fmt: skip
    assert rows["latitude"].isna().all(), "a shaded country is no pin"
    assert set(rows["type"]) == {"global_engagement"}


@pytest.mark.parametrize(
    ("choices", "row_id"),
    [
        ({"countries": ("CN",)}, "p-rub-country-cn-engage"),
        ({"countries": ("ZA",)}, "p-rub-country-za-engage"),
        ({"countries": ("VN",)}, "p-rub-country-vn-engage"),
        ({"scheme": "office", "regions": ("southeast-europe",)}, "p-rub-region-southeast-europe-engage"),
    ],
)
def test_a_relation_without_an_institution_is_found_by_its_place(choices: dict[str, object], row_id: str) -> None:
    assert row_id in strands(types=("global_engagement",), **choices).index


def test_the_suspension_with_russia_is_said_in_general_and_of_no_single_partner() -> None:
    general = EDITION.evidence[EDITION.evidence["stance"] == "general"]
    assert set(general["column_name"]) == {"status"}
    about = EDITION.strands.loc[general["row_id"]]
    assert set(about["country"]) == {"RU"}
    assert {"p-rub-univ-rsuh-degree", "p-rub-univ-hse-global", "p-tud-urfu-faculty"} <= set(about.index)


def test_science_diplomacy_is_a_topic_that_events_have() -> None:
    assert len(views.events(EDITION, View(topics=("science_diplomacy",)))) > 0


def test_nothing_claims_to_have_been_confirmed() -> None:
    assert set(EDITION.strands["verified_on"]) == {""}


def test_uncertain_dates_stay_uncertain() -> None:
    starts = EDITION.strands["start_date"]
    assert int((starts == "").sum()) == 91
    assert "198X" in set(starts)
    assert {"2000~", "2010-12-09~", "2026~"} <= set(EDITION.events["start_date"])
    assert {dates.parse(text).precision for text in starts} == {"day", "month", "year", "decade", "unknown"}
