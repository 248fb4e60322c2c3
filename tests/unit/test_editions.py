"""The state of all data at one time: joined, dated, and honest about what is living."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from partner_dashboard.editions import Codes, Edition, split, times
from tests.organisations import event, institution, opened, small, strand, unchanging, write

TODAY = 'as_of = 2026-03-01\nhome_country = "DE"\n'
HELD = [institution("home", country_code="DE"), institution("a", country_code="JP"), institution("b")]


def edition(folder: Path, partnerships: list, events: list = [], *, settings: str = TODAY) -> Edition:  # type: ignore[type-arg] # noqa: B006
    return opened(write(folder, HELD, partnerships, events, settings=settings))


# --- living ------------------------------------------------------------------------------------------------------

RECENT = {"start_date": "2025-01-15"}

LIVING = [
    ("a start within five years", RECENT, "2025-01-15", "start", True),
    ("a start exactly five years ago", {"start_date": "2021-03-01"}, "2021-03-01", "start", True),
    ("a start five years and a day ago", {"start_date": "2021-02-28"}, "2021-02-28", "start", False),
    ("a start some time in the year", {"start_date": "2021"}, "2021-12-31", "start", True),
    ("a start in the month before", {"start_date": "2021-02"}, "2021-02-28", "start", False),
    ("a start in this year, not yet over", {"start_date": "2026"}, "2026-03-01", "start", True),
    ("a start in the future", {"start_date": "2026-04"}, None, "", False),
    ("a start in some decade", {"start_date": "202X"}, "2026-03-01", "start", True),
    ("no start at all", {}, None, "", False),
    ("a start that is open", {"start_date": "../2025"}, None, "", False),
    ("an old start and a recent signing", {"start_date": "1990", "signed_on": "2024-05"}, "2024-05-31", "signed", True),
    ("a start signed the same day", {"start_date": "2024-05-02", "signed_on": "2024-05-02"}, "2024-05-02", "start",
     True),
    ("a confirmation", {"start_date": "1990", "verified_on": "2025-12-24"}, "2025-12-24", "confirmed", True),
    ("stage discussed", RECENT | {"stage": "discussed"}, None, "", False),
    ("stage declared", RECENT | {"stage": "declared"}, None, "", False),
    ("stage dormant", RECENT | {"stage": "dormant"}, "2025-01-15", "start", False),
    ("stage ended", RECENT | {"stage": "ended"}, "2025-01-15", "start", False),
    ("stage agreed", RECENT | {"stage": "agreed"}, "2025-01-15", "start", True),
    ("stage signed", RECENT | {"stage": "signed"}, "2025-01-15", "start", True),
    ("stage extended", RECENT | {"stage": "extended"}, "2025-01-15", "start", True),
    ("stage active", RECENT | {"stage": "active"}, "2025-01-15", "start", True),
    ("stage unknown", RECENT | {"stage": "unknown"}, "2025-01-15", "start", True),
    ("status ended", RECENT | {"status": "ended"}, "2025-01-15", "start", False),
    ("status suspended", RECENT | {"status": "suspended"}, "2025-01-15", "start", False),
    ("status planned", RECENT | {"status": "planned"}, None, "", False),
    ("said to be active, nothing seen", {"status": "active", "stage": "active"}, None, "", False),
]  # fmt: skip


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    rows = [strand(f"p{line}", "a", **cells) for line, (_, cells, *_) in enumerate(LIVING)]
    return edition(tmp_path_factory.mktemp("lives"), rows)


@pytest.mark.parametrize("line", range(len(LIVING)), ids=[case[0] for case in LIVING])
def test_a_strand_lives_by_stage_status_and_a_sign_of_life(lives: Edition, line: int) -> None:
    found = lives.strands.loc[f"p{line}"]
    seen = None if pd.isna(found["evidence_on"]) else f"{found['evidence_on']:%Y-%m-%d}"
    assert (seen, found["evidence_by"], bool(found["living"])) == LIVING[line][2:]


@pytest.mark.parametrize(
    ("dates", "evidence_on", "living"),
    [
        ({"start_date": "2025-09-02"}, "2025-09-02", True),
        ({"start_date": "2025-09-02", "end_date": "2025-09-05"}, "2025-09-05", True),
        ({"start_date": "2026-02-27", "end_date": "2026-03-08"}, "2026-03-01", True),
        ({"start_date": "2019"}, "2019-12-31", False),
        ({"start_date": "2026-03-02"}, None, False),
        ({}, None, False),
    ],
)
def test_an_event_that_names_the_partner_is_a_sign_of_life_for_all_its_strands(
    tmp_path: Path, dates: dict[str, str], evidence_on: str | None, living: bool
) -> None:
    rows = [strand("p1", "a"), strand("p2", "a", type="faculty"), strand("p3", "b")]
    strands = edition(tmp_path, rows, [event("e", institution_ids="home:host;a:guest", **dates)]).strands
    seen = [None if pd.isna(day) else f"{day:%Y-%m-%d}" for day in strands["evidence_on"]]
    assert seen == [evidence_on, evidence_on, None]
    assert strands["living"].tolist() == [living, living, False]
    assert strands["evidence_by"].tolist() == (["event"] * 2 if evidence_on else ["", ""]) + [""]


def test_the_latest_of_several_events_counts(tmp_path: Path) -> None:
    rows = [event(f"e{year}", start_date=str(year), institution_ids="a") for year in (2024, 2025, 1999)]
    assert f"{edition(tmp_path, [strand('p', 'a')], rows).strands.at['p', 'evidence_on']:%Y-%m-%d}" == "2025-12-31"


def test_events_at_home_are_no_sign_of_life_between_two_homes(tmp_path: Path) -> None:
    rows = [strand("p1", "home", home_institution="a"), strand("p2", "a")]
    held = edition(tmp_path, rows, [event("e", start_date="2025", institution_ids="home")], settings=TODAY)
    assert held.homes == ("a", "home")
    assert held.strands["evidence_by"].tolist() == ["", ""]


@pytest.mark.parametrize(("years", "living"), [(1, False), (2, True), (50, True)])
def test_how_long_a_sign_counts_is_a_setting(tmp_path: Path, years: int, living: bool) -> None:
    settings = f"{TODAY}living_years = {years}"
    held = edition(tmp_path, [strand("p", "a", start_date="2024-06")], settings=settings)
    assert bool(held.strands.at["p", "living"]) is living


# --- fellows, abroad, places -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "type_", "fellow"),
    [
        ("university", "network", True),
        ("university", "university_alliance", True),
        ("research_institute", "network", True),
        ("network", "network", False),
        ("network", "university_alliance", False),
        ("university", "student_exchange", False),
    ],
)
def test_a_fellow_is_linked_through_a_network_and_is_none(tmp_path: Path, kind: str, type_: str, fellow: bool) -> None:
    held = [institution("home"), institution("a", kind=kind)]
    strands = opened(write(tmp_path, held, [strand("p", "a", type=type_)])).strands
    assert bool(strands.at["p", "is_fellow"]) is fellow


def test_a_network_that_names_only_a_country_has_no_fellow(tmp_path: Path) -> None:
    assert not edition(tmp_path, [strand("p", "", country_code="CN", type="network")]).strands.at["p", "is_fellow"]


def test_abroad_is_every_known_country_but_the_home_country(tmp_path: Path) -> None:
    held = [*HELD, institution("c", country_code="DE")]
    rows = [
        strand("p-jp", "a"),
        strand("p-unknown", "b"),
        strand("p-de", "c"),
        strand("p-cn", "", country_code="CN"),
        strand("p-region", "", region_code="m49:150"),
    ]
    strands = opened(write(tmp_path, held, rows, settings=TODAY)).strands
    assert strands["is_abroad"].to_dict() == {
        "p-jp": True, "p-unknown": False, "p-de": False, "p-cn": True, "p-region": False,
    }  # fmt: skip
    assert strands["country"].to_dict() == {"p-jp": "JP", "p-unknown": "", "p-de": "DE", "p-cn": "CN", "p-region": ""}


def test_a_strand_has_the_name_and_place_of_its_partner(tmp_path: Path) -> None:
    found = opened(small(tmp_path)).strands
    tartu = found.loc["n-tartu"]
    assert tartu[["name", "name_de", "city", "city_de", "country", "kind"]].tolist() == [
        "University of Tartu", "Universität Tartu", "Tartu", "Dorpat", "EE", "university",
    ]  # fmt: skip
    assert (tartu["latitude"], tartu["longitude"]) == (58.38, 26.72)
    canada = found.loc["n-canada"]
    assert canada[["name", "name_de", "city", "kind", "country"]].tolist() == ["", "", "", "", "CA"]
    assert pd.isna(canada["latitude"])


def test_a_strand_keeps_its_own_columns_and_order(tmp_path: Path) -> None:
    held = opened(small(tmp_path))
    assert held.strands.index.tolist() == held.partnerships.index.tolist()
    assert held.strands["group"].tolist()[:4] == [
        "research_led", "study_and_doctorate", "research_led", "study_and_doctorate",
    ]  # fmt: skip
    assert held.strands.at["n-oulu", "clusters"] == ("Sea Ice",)
    columns = list(held.partnerships.columns)
    pd.testing.assert_frame_equal(held.strands[columns], held.partnerships)


def test_asking_an_edition_does_not_change_it(tmp_path: Path) -> None:
    held = opened(small(tmp_path))
    with unchanging(held):
        for name in ("as_of", "homes", "main_home", "home_country", "participants", "event_times", "strands"):
            getattr(held, name)


# --- time --------------------------------------------------------------------------------------------------------


def days(column: pd.Series) -> list[str]:
    return ["" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in column]


def test_bounds_of_a_span_are_days_years_and_precisions() -> None:
    index = ["exact", "open", "decade", "unknown"]
    starts = pd.Series(["2022-11-30", "2016/..", "198X", ""], index=index)
    ends = pd.Series(["2023-02", "", "../1999", ""], index=index)
    found = times(starts, ends)
    assert days(found["start_earliest"]) == ["2022-11-30", "2016-01-01", "1980-01-01", ""]
    assert days(found["end_latest"]) == ["2023-02-28", "", "1999-12-31", ""]
    assert found["start_precision"].tolist() == ["day", "interval", "decade", "unknown"]
    assert found["start_year"].tolist() == [2022, 2016, 1980, pd.NA]
    assert found["end_year"].tolist() == [2023, pd.NA, 1999, pd.NA]


def test_the_year_1_and_the_year_9999_are_years_too() -> None:
    found = times(pd.Series(["0001"]), pd.Series(["9999"]))
    assert (found["start_year"][0], found["end_year"][0]) == (1, 9999)


def test_the_day_of_the_data_is_the_one_that_is_set(tmp_path: Path) -> None:
    assert edition(tmp_path, [strand("p", "a", start_date="2030")]).as_of == date(2026, 3, 1)


def test_the_day_of_the_data_is_else_the_newest_day_in_the_rows(tmp_path: Path) -> None:
    rows = [strand("p", "a", start_date="2019"), strand("q", "a", start_date="2020/..")]
    held = edition(tmp_path, rows, [event("e", start_date="2021-05")], settings="")
    assert held.as_of == date(2021, 5, 31)


# --- homes -------------------------------------------------------------------------------------------------------


def test_homes_are_the_ones_that_are_set_and_known(tmp_path: Path) -> None:
    settings = 'homes = ["b", "nobody", "home"]\nmain_home = "home"'
    held = edition(tmp_path, [strand("p", "a")], settings=settings)
    assert (held.homes, held.main_home, held.home_country) == (("b", "home"), "home", "DE")


def test_homes_are_else_all_that_hold_a_partnership(tmp_path: Path) -> None:
    rows = [strand("p1", "a", home_institution="b"), strand("p2", "a"), strand("p3", "a", home_institution="b")]
    held = edition(tmp_path, rows, settings='main_home = "nobody"')
    assert (held.homes, held.main_home, held.home_country) == (("b", "home"), "b", "")


# --- participants ------------------------------------------------------------------------------------------------


def test_participants_are_pairs_with_a_role(tmp_path: Path) -> None:
    rows = [event("e1", institution_ids=" a : host ;home; "), event("e2"), event("e3", institution_ids="a")]
    assert edition(tmp_path, [], rows).participants.to_dict("split")["data"] == [
        ["e1", "a", "host"], ["e1", "home", ""], ["e3", "a", ""],
    ]  # fmt: skip


def test_cells_with_several_values_are_split() -> None:
    assert split(" RESOLV | CASA||") == ("RESOLV", "CASA")
    assert split("") == ()


# --- codes -------------------------------------------------------------------------------------------------------

CODES = Codes(
    pd.DataFrame(
        [
            ("stage", "signed", "", "Signed", "Unterzeichnet", "It is.", "Es ist.", "#111111", "#EEEEEE", "draw", "20"),
            ("stage", "agreed", "", "Agreed", "", "", "", "", "", "", "10"),
            ("stage", "extra", "", "", "", "", "", "", "", "", ""),
            ("type", "x", "grouped", "X", "X", "", "", "", "", "", "1"),
        ],
        columns=["list", "code", "group", "label_en", "label_de", "help_en", "help_de", "colour_light", "colour_dark",
                 "icon", "sort"],
    )
)  # fmt: skip


def test_codes_come_in_their_order_and_those_without_one_last() -> None:
    assert CODES.of("stage") == ("agreed", "signed", "extra")
    assert CODES.of("nothing") == ()
    assert CODES.lists() == {"type": ("x",), "stage": ("agreed", "signed", "extra")}


def test_a_code_is_said_explained_and_coloured() -> None:
    assert (CODES.label("stage", "signed", "de"), CODES.help("stage", "signed", "en")) == ("Unterzeichnet", "It is.")
    assert (CODES.colour("stage", "signed", "light"), CODES.colour("stage", "signed", "dark")) == ("#111111", "#EEEEEE")
    assert (CODES.icon("stage", "signed"), CODES.group("type", "x")) == ("draw", "grouped")


def test_a_code_that_the_list_does_not_hold_stands_for_itself_in_grey() -> None:
    assert CODES.label("stage", "sealed", "en") == "sealed"
    assert CODES.label("stage", "agreed", "de") == "Agreed", "where there is no German label, the English one"
    assert (CODES.colour("stage", "sealed", "light"), CODES.colour("stage", "sealed", "dark")) == ("#6E747A", "#969CA2")
    assert (CODES.help("stage", "sealed", "en"), CODES.icon("x", "y"), CODES.group("x", "y")) == ("", "", "")


def test_a_signing_that_was_only_announced_is_no_sign_of_life(tmp_path: Path) -> None:
    signing = {"kind": "agreement_signing", "start_date": "2026-05-01", "institution_ids": "a"}
    for stage, living in (("declared", False), ("signed", True)):
        rows = [event("e", outcome_stage=stage, **signing)]
        folder = write(tmp_path / stage, [institution("home"), institution("a")], [strand("p", "a")], rows)
        assert bool(opened(folder).strands.loc["p", "living"]) is living
