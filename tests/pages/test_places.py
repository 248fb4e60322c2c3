"""Places that somebody should look at: decided one by one or together, published, remembered."""

from pathlib import Path

import pytest

from partner_dashboard import placing, ui
from partner_dashboard.panels.places import MADE
from partner_dashboard.texts import Texts
from tests.organisations import institution, strand, write
from tests.pages.conftest import Opening


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(
        tmp_path,
        [
            institution("home", country_code="DE", latitude="48.4", longitude="9.9", place_precision="campus"),
            institution("reykjavik", name="University of Reykjavik", country_code="IS"),
            institution("nowhere", name="Consortium of Everybody", country_code="FR"),
        ],
        [strand("p-1", "reykjavik"), strand("p-2", "nowhere")],
    )  # fmt: skip


def point(institution_id: str) -> tuple[float, float, str, str]:
    rows = ui.records().store.rows("institutions").set_index("institution_id")
    row = rows.loc[institution_id]
    return round(row["latitude"], 1), round(row["longitude"], 1), row["place_method"], row["place_precision"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_whoever_has_no_place_is_listed_the_worst_first(open_page: Opening, folder: Path, language: str) -> None:
    at = open_page("places", folder, lang=language)
    assert not at.exception
    assert at.dataframe[0].value.iloc[:, 0].tolist()[0] == "Consortium of Everybody"
    assert "home".title() not in at.dataframe[0].value.iloc[:, 0].tolist()


def test_a_point_set_by_hand_is_published_and_remembered(open_page: Opening, folder: Path) -> None:
    at = open_page("places", folder)
    at.get_by_key("places_latitude").set_value(47.2).run()
    at.get_by_key("places_longitude").set_value(-1.55).run()
    at.get_by_key("places_set").click().run()
    assert list(at.session_state[MADE]) == ["nowhere"]
    at.get_by_key("places_publish_why").input("seen on their page").run()
    at.get_by_key("places_publish_publish").click().run()
    assert not at.exception
    assert point("nowhere") == (47.2, -1.6, "manual", "campus")
    record = ui.records().store.editions()[0]
    assert (record.kind, record.reason) == ("places", "seen on their page")
    (decided,) = placing.decisions(ui.records().store).values()
    assert decided is not None
    assert (decided.latitude, decided.longitude) == (47.2, -1.55)
    assert "Consortium of Everybody" not in open_page("places", folder).dataframe[0].value.iloc[:, 0].tolist()


def test_no_place_is_a_decision_too(open_page: Opening, folder: Path) -> None:
    at = open_page("places", folder)
    at.get_by_key("places_none").click().run()
    at.get_by_key("places_publish_why").input("a consortium has no place").run()
    at.get_by_key("places_publish_publish").click().run()
    assert not at.exception
    assert list(placing.decisions(ui.records().store).values()) == [None]
    again = open_page("places", folder)
    assert "Consortium of Everybody" not in again.dataframe[0].value.iloc[:, 0].tolist()


def test_what_was_decided_can_be_taken_back(open_page: Opening, folder: Path) -> None:
    at = open_page("places", folder)
    at.get_by_key("places_none").click().run()
    at.get_by_key("places_take_back").click().run()
    assert at.session_state[MADE] == {}
    assert ui.records().store.current() == 1


def test_a_city_that_is_typed_sets_the_point_and_an_unknown_one_is_said(open_page: Opening, folder: Path) -> None:
    at = open_page("places", folder)
    at.get_by_key("places_city").input("Entenhausen").run()
    unknown = Texts("en")("placing.no_such_city", city="Entenhausen")
    assert unknown in [one.value.replace("\\", "") for one in at.caption]
    assert at.get_by_key("places_set").disabled
    at.get_by_key("places_city").input("Nantes").run()
    assert unknown not in [one.value.replace("\\", "") for one in at.caption]
    at.get_by_key("places_set").click().run()
    assert not at.exception
    made = at.session_state[MADE]["nowhere"]
    assert (round(made.latitude, 1), round(made.longitude, 1), made.precision) == (47.2, -1.6, "city")
    assert at.get_by_key("places_city").value == ""
