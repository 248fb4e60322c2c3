"""A view gets a name, is found again by everybody in their own language, and can be forgotten."""

from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from partner_dashboard import ui
from partner_dashboard.records import SavedView
from partner_dashboard.texts import Texts
from tests.organisations import institution, strand, write
from tests.pages.conftest import Opening

EN = Texts("en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = institution("home", country_code="FI", latitude="65", longitude="25.5")
    osaka = institution("osaka", name="Osaka University", country_code="JP", latitude="34.8", longitude="135.5")
    return write(tmp_path, [home, osaka], [strand("p", "osaka")])


def opened(at: AppTest) -> AppTest:
    at.session_state["share"] = True
    return at.run()


def links(at: AppTest) -> dict[str, dict[str, list[str]]]:
    found = at.get("page_link")
    return {link.proto.label.replace("\\", ""): parse_qs(link.proto.query_string) for link in found}


def save(at: AppTest, name: str) -> AppTest:
    at.text_input(key="saved_view_name").set_value(name)
    at.button(key="saved_view_save").click().run()
    assert not at.exception
    return at


def test_a_saved_view_is_a_link_in_every_language(open_page: Opening, folder: Path) -> None:
    at = save(opened(open_page("partners", folder, lang="de", country="JP", living="1")), "Japan  today")
    assert ui.records().saved_views() == (SavedView("Japan today", "partners", "living=1&country=JP"),)
    assert at.text_input(key="saved_view_name").value == ""
    other = opened(open_page("overview", folder, lang="en"))
    assert links(other)["Japan today"] == {"living": ["1"], "country": ["JP"]}


def test_a_view_is_forgotten_and_its_name_may_be_hostile(open_page: Opening, folder: Path) -> None:
    name = "![x](http://evil.example) <b>"
    at = save(opened(open_page("map", folder)), name)
    assert "![x](http" not in at.get("page_link")[-1].proto.label
    at.button(key="saved_view_forget_0").click().run()
    assert not at.exception
    assert ui.records().saved_views() == ()
    assert EN("saved.none") in [one.value for one in at.caption]


def test_a_view_without_a_name_is_not_saved(open_page: Opening, folder: Path) -> None:
    at = save(opened(open_page("map", folder)), "   ")
    assert ui.records().saved_views() == ()
    assert EN("saved.name_missing") in [one.value.replace("\\", "") for one in at.caption]


def test_the_same_name_means_the_newer_view(open_page: Opening, folder: Path) -> None:
    save(opened(open_page("map", folder, country="JP")), "Here")
    save(opened(open_page("timeline", folder)), "Here")
    assert ui.records().saved_views() == (SavedView("Here", "timeline", ""),)
