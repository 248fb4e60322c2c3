"""Every page, in both languages, on the demonstration data and on two datasets of others."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from partner_dashboard.texts import LANGUAGES, Texts
from partner_dashboard.ui import PAGES
from tests import organisations
from tests.pages.conftest import Opening


def words(at: AppTest) -> Iterator[str]:
    """Give every text of the page that a reader would see at once."""
    for kind in ("title", "header", "subheader", "caption", "markdown", "metric", "button", "page_link"):
        for element in at.get(kind):
            yield str(getattr(element, "label", "") or getattr(element, "value", "") or "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_draws_in_a_language(open_page: Opening, name: str, language: str) -> None:
    at = open_page(name, lang=language)
    assert not at.exception
    assert len(at.title) == 1
    assert at.title[0].value.strip()
    links = [link.value for link in at.get("page_link")]
    assert [Texts(language)(f"page.{page}") for page in PAGES] == links[: len(PAGES)]


@pytest.mark.parametrize("name", PAGES)
def test_no_text_is_left_with_its_placeholder(open_page: Opening, name: str) -> None:
    for language in LANGUAGES:
        at = open_page(name, lang=language)
        left = [text for text in words(at) if re.search(r"(?<!\\)\{[a-z_]+\}", text)]
        assert left == []


@pytest.mark.parametrize("name", PAGES)
def test_a_nonsense_address_draws_the_page(open_page: Opening, name: str) -> None:
    at = open_page(
        name, lang="xx", country=["ZZ", "<b>"], region="999", year="0x7", to="9999", partner="nobody", event="none",
        scheme="moon", map="cube", colour="plaid", edition="minus one", surprise="1",
    )  # fmt: skip
    assert not at.exception
    assert len(at.title) == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_filter_that_nothing_passes_is_said_in_words(open_page: Opening, name: str) -> None:
    at = open_page(name, country="JP", group="cities", living="1", q="zzzzzzzzz")
    assert not at.exception
    assert at.title[0].value.strip()


@pytest.mark.parametrize("name", PAGES)
def test_a_second_organisation_needs_no_code(open_page: Opening, tmp_path: Path, name: str) -> None:
    organisations.small(tmp_path)
    for language in LANGUAGES:
        at = open_page(name, tmp_path, lang=language)
        assert not at.exception
        said = " ".join(words(at))
        assert "Bochum" not in said
        assert "RUB" not in said


@pytest.mark.parametrize("name", PAGES)
def test_hostile_names_do_not_stop_a_page(open_page: Opening, tmp_path: Path, name: str) -> None:
    organisations.hostile(tmp_path)
    at = open_page(name, tmp_path)
    assert not at.exception
    assert len(at.title) == 1


def test_a_folder_without_data_is_said_in_both_languages(open_page: Opening, tmp_path: Path) -> None:
    at = open_page("overview", tmp_path)
    assert not at.exception
    assert len(at.error) == 2
    assert all("partnerships.csv" in error.value.replace("\\", "") for error in at.error)


def test_choosing_a_language_changes_the_words_and_nothing_else(open_page: Opening) -> None:
    at = open_page("overview", country="JP")
    before = at.metric[0].value
    at.get_by_key("language").set_value("de").run()
    assert not at.exception
    assert at.metric[0].label == Texts("de")("overview.partners_label")
    assert at.metric[0].value == before
    assert at.query_params["country"] in ("JP", ["JP"])


def test_clearing_the_filters_clears_the_address(open_page: Opening) -> None:
    at = open_page("overview", country="JP", living="1")
    at.button(key="clear").click().run()
    assert not at.exception
    assert "country" not in at.query_params
    assert "living" not in at.query_params
