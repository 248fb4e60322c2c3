"""What a dossier holds: the founding cases by name, subjects of every kind, and what happens next."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from partner_dashboard import view as views
from partner_dashboard.dossier import Dossier, Subject, dossier, ending_within, name, subject
from partner_dashboard.texts import Texts
from partner_dashboard.view import View
from tests.organisations import Row, demonstration, event, institution, opened, strand, unchanging, write

EDITION = demonstration()


def held(address: str) -> Dossier:
    found = dossier(EDITION, views.known(views.from_address(address), EDITION))
    assert found is not None
    return found


def partners(found: Dossier) -> set[str]:
    return set(found.partners)


# --- what it is about --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("?country=JP", Subject("country", "JP")),
        ("?country=FJ", Subject("country", "FJ")),
        ("?scheme=liaison&region=north-america", Subject("region", "north-america")),
        ("?partner=univ-osaka", Subject("partner", "univ-osaka")),
        ("?partner=rub", Subject("home", "rub")),
        ("?city=JP:Tsukuba", Subject("city", "JP:Tsukuba")),
        ("?cluster=RESOLV", Subject("cluster", "RESOLV")),
        ("?home=ude", Subject("home", "ude")),
        ("?event=e-2025-bochum-delegation-visits-japan", Subject("trip", "e-2025-bochum-delegation-visits-japan")),
        ("?country=JP&country=KR", Subject("selection", "")),
        ("?topic=science_diplomacy&from=2022&to=2023", Subject("selection", "")),
        ("?country=JP&partner=univ-osaka", Subject("partner", "univ-osaka")),
        ("?city=JP:Nowhere", None),
        ("?map=globe", None),
        ("", None),
    ],
)
def test_an_address_says_what_a_dossier_is_about(address: str, expected: Subject | None) -> None:
    assert subject(EDITION, views.known(views.from_address(address), EDITION)) == expected


@pytest.mark.parametrize(
    ("address", "english", "german"),
    [
        ("?country=US", "United States", "Vereinigte Staaten"),
        ("?city=PL:Kraków", "Kraków", "Krakau"),
        ("?cluster=RESOLV", "RESOLV", "Exzellenzcluster RESOLV (Solvationswissenschaften)"),
        ("?home=ude", "University of Duisburg-Essen", "Universität Duisburg-Essen"),
        ("?topic=science_diplomacy&from=2022&to=2023", "Science diplomacy · 2022–2023",
         "Wissenschaftsdiplomatie · 2022–2023"),
    ],
)  # fmt: skip
def test_a_subject_is_called_in_both_languages(address: str, english: str, german: str) -> None:
    for language, expected in (("en", english), ("de", german)):
        view = views.known(views.from_address(f"{address}&lang={language}"), EDITION)
        about = subject(EDITION, view)
        assert about is not None
        assert name(EDITION, view, about, Texts(language)) == expected


# --- the founding cases ------------------------------------------------------------------------------------------

TRIP = "e-2025-bochum-delegation-visits-japan"


def test_japan_has_three_university_wide_partners_and_the_oldest_is_tokyo_of_1969() -> None:
    found = held("?country=JP")
    wide = found.types()["global_academic"]
    assert set(wide) == {"p-rub-univ-tokyo-global", "p-rub-univ-osaka-global", "p-rub-univ-tsukuba-global"}
    assert found.oldest == "p-rub-univ-tokyo-global"
    assert found.strands.at[found.oldest, "start_date"] == "1969"


def test_japan_shows_osaka_extended_nims_signed_and_the_masters_only_discussed() -> None:
    found = held("?country=JP")
    stages = found.strands["stage"]
    assert (stages["p-rub-univ-osaka-global"], stages["p-rub-nims-research"]) == ("extended", "signed")
    assert TRIP in found.promised_events
    assert "double_degree" not in found.types()
    conference = found.events.loc["e-2025-conference-on-global-health-innovations"]
    assert (conference["city"], conference["direction"], conference["is_part"]) == ("Tokyo", "there", True)


def test_japan_knows_who_came_and_who_went() -> None:
    found = held("?country=JP")
    assert found.last_there == TRIP
    assert found.last_here == "e-2023-opening-of-the-tsukuba-liaison-office-at-rub"
    assert "e-2018-rub-japan-science-days-2018" in found.meetings_in("here")


def test_in_tsukuba_are_the_university_nims_the_twin_city_and_its_agreement_and_the_office_in_bochum() -> None:
    found = held("?city=JP:Tsukuba")
    assert partners(found) == {"univ-tsukuba", "nims", "city-tsukuba", "campus-in-campus"}
    assert {"p-bo-city-tsukuba-city", "p-bo-city-tsukuba-other"} <= set(found.recorded)
    assert list(found.kin.index) == ["lo-tsukuba-rub"]
    assert set(found.presence.index) == {"p-rub-lo-tsukuba-rub-liaison", "p-bo-city-tsukuba-city"}
    assert set(found.homes) == {"rub", "city-bochum"}


def test_osaka_was_last_visited_when_the_agreement_was_extended() -> None:
    found = held("?partner=univ-osaka")
    assert found.last_there == "e-2025-rub-delegation-at-osaka-university-extends-the"
    assert found.last_sign is not None
    assert found.last_sign.when == "2025-04"


def test_resolv_has_five_partners_with_weizmann_promised_and_eth_contradicted() -> None:
    found = held("?cluster=RESOLV")
    assert partners(found) == {"weizmann", "uc-berkeley", "uiuc", "eth-zurich", "nccr-must"}
    assert found.promised == ("p-rub-weizmann-research",)
    assert found.told("contradicts")["row_id"].tolist() == ["p-rub-eth-zurich-research-2"]


def test_casa_has_three_partners_and_the_same_contradiction_from_the_other_side() -> None:
    found = held("?cluster=CASA")
    assert partners(found) == {"eth-zurich", "univ-cambridge", "stanford"}
    assert found.told("contradicts")["row_id"].tolist() == ["p-rub-eth-zurich-research"]


def test_north_america_is_looked_after_by_the_office_in_new_york() -> None:
    found = held("?scheme=liaison&region=north-america")
    assert set(found.strands["country"]) == {"US", "CA"}
    assert "p-uar-lo-new-york-liaison" in found.presence.index
    assert set(found.told("general").index) == set()


def test_the_east_shows_the_suspension_of_2022_as_a_general_statement_and_of_no_partner_by_name() -> None:
    found = held("?scheme=liaison&region=eastern-europe-central-asia")
    general = found.told("general")
    assert general["states"].str.contains("on hold in March 2022").any()
    assert {"p-rub-univ-rsuh-degree", "p-rub-univ-hse-global"} <= set(general["row_id"])
    assert set(found.outlooks["resting"]) >= {"p-uar-lo-moscow-liaison", "p-rub-univ-hse-global"}
    assert "p-uar-lo-eeca-liaison" in found.presence.index
    assert list(found.kin.index) == ["lo-eeca"]


def test_science_diplomacy_of_2022_and_2023_shows_its_events_and_no_others() -> None:
    found = held("?topic=science_diplomacy&from=2022&to=2023")
    assert len(found.events) > 0
    assert found.events["topics"].str.contains("science_diplomacy").all()
    years = EDITION.event_times.loc[found.events.index]
    assert (years["start_year"] <= 2023).all()
    assert (years["end_year"].fillna(years["start_year"]) >= 2022).all()


def test_scholars_at_risk_is_a_network_whose_german_section_was_founded_at_home() -> None:
    found = held("?partner=sar")
    assert list(found.types()) == ["network"]
    assert found.events["title"].str.contains("Scholars at Risk").any()
    assert found.living == ()


def test_the_trip_to_japan_sets_what_came_of_it_against_what_was_promised() -> None:
    found = held(f"?event={TRIP}")
    parts = found.events[found.events["is_part"]]
    assert sorted(parts["outcome_stage"]) == ["", "", "extended", "signed", "signed"]
    assert found.promised_events == (TRIP,)
    assert {"univ-osaka", "nims", "univ-tsukuba", "city-tsukuba"} <= partners(found)


def test_a_home_institution_shows_who_else_meets_its_partners() -> None:
    found = held("?home=ude")
    assert set(found.homes) == {"ude"}
    assert {"rub", "ua-ruhr", "tu-dortmund"} == set(found.also_at)
    for rows in found.also_at.values():
        assert set(EDITION.strands.loc[list(rows), "institution_id"]) <= partners(found)


# --- rules of its own --------------------------------------------------------------------------------------------


def test_a_country_without_anything_has_an_empty_dossier() -> None:
    found = held("?country=FJ")
    assert found.is_empty
    assert (found.recorded, found.partners, found.meetings, found.last_there, found.oldest) == ((), (), (), "", "")


def small(tmp_path: Path, partnerships: Sequence[Row] = (), events: Sequence[Row] = ()) -> Dossier:
    settings = 'as_of = 2026-06-30\nhomes = ["home"]\nhome_country = "DE"\n'
    places = [institution("home", country_code="DE"), institution("there", country_code="FR", city="Paris")]
    write(tmp_path, places, partnerships, events, settings=settings)
    edition = opened(tmp_path)
    with unchanging(edition):
        found = dossier(edition, views.known(View(countries=("FR",)), edition))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"end_date": "2027"}, "ends"),
        ({"end_date": "2026-06-30"}, "ends"),
        ({"end_date": "2026-06-29"}, "passed"),
        ({"end_date": "2026"}, "ends"),
        ({"end_date": "2025", "end_rule": "auto_renew"}, "renews"),
        ({"end_rule": "open_ended"}, "open"),
        ({}, "not_stated"),
        ({"end_date": "2027", "stage": "declared"}, "promised"),
        ({"end_date": "2027", "status": "planned"}, "promised"),
        ({"end_date": "2027", "status": "suspended"}, "resting"),
        ({"stage": "dormant", "end_rule": "open_ended"}, "resting"),
        ({"end_date": "2027", "stage": "ended"}, "closed"),
        ({"status": "ended", "stage": "dormant"}, "closed"),
    ],
)
def test_each_relation_has_one_outlook(tmp_path: Path, cells: dict[str, str], expected: str) -> None:
    row = strand("a", "there", home_institution="home", **cells)
    found = small(tmp_path, partnerships=[row])
    assert found.strands["outlook"].to_dict() == {"a": expected}
    assert found.outlooks[expected] == ("a",)


def test_an_end_counts_by_the_first_day_it_may_fall_on(tmp_path: Path) -> None:
    rows = [
        strand("day", "there", home_institution="home", end_date="2027-06-30"),
        strand("late", "there", home_institution="home", end_date="2027-07-01"),
        strand("year", "there", home_institution="home", end_date="2027"),
        strand("renews", "there", home_institution="home", end_date="2026-12", end_rule="auto_renew"),
        strand("passed", "there", home_institution="home", end_date="2026-01"),
    ]
    found = small(tmp_path, partnerships=rows)
    edition = opened(tmp_path)
    assert list(ending_within(edition, found.strands, 12).index) == ["year", "day"]
    assert list(ending_within(edition, found.strands, 5).index) == []


def test_events_lie_there_here_elsewhere_or_nowhere(tmp_path: Path) -> None:
    def at(row_id: str, country: str, day: str, **cells: str) -> Row:
        return event(row_id, country_code=country, start_date=day, institution_ids="home;there", **cells)

    events = [
        at("paris", "FR", "2025-03-01"), at("bochum", "DE", "2025-04-01"), at("rome", "IT", "2025-05-01"),
        at("unsaid", "", "2025-06-01"), at("ahead", "FR", "2026-09-01"),
        at("paris-2", "FR", "2025-03-01", parent_event_id="paris"),
    ]  # fmt: skip
    found = small(tmp_path, events=events)
    directions = found.events["direction"].to_dict()
    assert directions == {
        "ahead": "there", "unsaid": "nowhere", "rome": "third", "bochum": "here", "paris": "there", "paris-2": "there",
    }  # fmt: skip
    assert list(directions) == ["ahead", "unsaid", "rome", "bochum", "paris", "paris-2"]
    assert found.ahead_events == ("ahead",)
    assert (found.last_there, found.last_here) == ("paris", "bochum")
    assert found.meetings_in("there") == ("ahead", "paris")


def test_what_nobody_knows_is_counted_by_row(tmp_path: Path) -> None:
    rows = [
        strand("known", "there", home_institution="home", start_date="2020", stage="active", end_rule="open_ended",
               source_title="A report"),
        strand("vague", "there", home_institution="home", stage=""),
        strand("nobody", "", country_code="FR", home_institution="home", start_date="2020", stage="active"),
        strand("over", "there", home_institution="home", stage="ended", source_title="A report"),
    ]  # fmt: skip
    gaps = small(tmp_path, partnerships=rows).gaps
    assert {gap: set(ids) for gap, ids in gaps.items() if ids} == {
        "start": {"vague", "over"}, "stage": {"vague"}, "end": {"vague", "nobody"}, "sign": {"vague"},
        "partner": {"nobody"}, "source": {"vague", "nobody", "there"},
    }  # fmt: skip
