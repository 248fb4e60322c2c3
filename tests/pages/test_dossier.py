"""The page of a dossier: what it says of subjects of every kind, its numbers, and the ways that lead to it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from partner_dashboard import view as views
from partner_dashboard.dossier import Dossier, dossier, speech
from partner_dashboard.texts import LANGUAGES, Texts
from tests import organisations
from tests.organisations import demonstration
from tests.pages.conftest import Opening

EDITION = demonstration()

ADDRESSES = (
    {"country": "JP"}, {"country": "US"}, {"country": "FJ"}, {"scheme": "liaison", "region": "north-america"},
    {"partner": "univ-osaka"}, {"partner": "rub"}, {"city": "JP:Tsukuba"}, {"cluster": "RESOLV"}, {"home": "ude"},
    {"event": "e-2025-bochum-delegation-visits-japan"}, {"topic": "science_diplomacy", "from": "2022", "to": "2023"},
)  # fmt: skip


def held(address: dict[str, str]) -> Dossier:
    view = views.known(views.from_address({part: [value] for part, value in address.items()}), EDITION)
    found = dossier(EDITION, view)
    assert found is not None
    return found


def plain(text: str) -> str:
    """Give what a reader reads of Markdown: no escapes, no bold, no numbers of notes."""
    kept = (letter for letter in text if letter not in "\\*\u2060⁰¹²³⁴⁵⁶⁷⁸⁹")
    return "".join(kept)


def markdown(at: AppTest) -> list[str]:
    return [plain(str(element.value)) for element in at.markdown]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_the_page_says_the_whole_speech_line(open_page: Opening, address: dict[str, str], language: str) -> None:
    at = open_page("dossier", lang=language, **address)
    assert not at.exception
    said = markdown(at)
    for sentence in speech(EDITION, held(address), Texts(language)):
        assert sentence.text in said


def test_without_a_subject_the_page_offers_some_of_every_kind(open_page: Opening) -> None:
    at = open_page("dossier", lang="en")
    assert not at.exception
    offered = {link.value.replace("\\", "") for link in at.get("page_link")}
    assert {"Japan", "Tsukuba", "RESOLV", "University of Duisburg-Essen", "Bochum delegation visits Japan"} <= offered


def test_the_numbers_of_the_page_are_the_counts_of_their_rows(open_page: Opening) -> None:
    at, found = open_page("dossier", lang="en", country="JP"), held({"country": "JP"})
    assert at.title[0].value == f"Japan: {len(found.recorded)} relations, {len(found.living)} living".replace(
        ":", "\\:"
    )
    labels = [popover.proto.popover.label for popover in at.get("popover")]
    for count, words in ((len(found.partners), "partners"), (len(found.recorded), "recorded"),
                         (len(found.living), "living"), (len(found.meetings), "meetings")):  # fmt: skip
        assert f"**{count}** {words}" in labels


def test_a_line_leads_to_the_sheet_of_its_partner_in_the_same_language(open_page: Opening) -> None:
    at = open_page("dossier", lang="de", country="JP")
    first = at.table[0].value
    links = " ".join(first.iloc[:, 0])
    assert "(/partners?lang=de" in links
    assert "partner=univ-osaka" in links
    assert "country=" not in links


@pytest.mark.parametrize(
    ("name", "address", "wanted"),
    [
        ("map", {"country": "JP"}, "country=JP"),
        ("timeline", {"cluster": "RESOLV"}, "cluster=RESOLV"),
        ("overview", {"region": "east-asia"}, "region=east-asia"),
        ("partners", {"partner": "univ-osaka"}, "partner=univ-osaka"),
        ("events", {"event": "e-2025-bochum-delegation-visits-japan"}, "event=e-2025-bochum-delegation-visits-japan"),
        ("overview", {"q": "japan"}, "country=JP"),
    ],
)
def test_every_page_leads_to_the_dossier_by_one_link(
    open_page: Opening, name: str, address: dict[str, str], wanted: str
) -> None:
    at = open_page(name, lang="en", **address)
    queries = [link.proto.query_string for link in at.get("page_link") if link.proto.page.endswith("dossier")]
    assert any(wanted in query for query in queries), queries


def test_the_document_is_made_in_the_background_and_offered_when_it_is_there(open_page: Opening) -> None:
    at = open_page("dossier", lang="en", country="FJ")
    at.button(key="make_pdf").click().run()
    assert not at.exception
    assert at.session_state["dossier_pdf"].made.result(timeout=60).startswith(b"%PDF")
    at.run()
    assert not at.exception
    assert [button.proto.label for button in at.get("download_button")] == ["Save the PDF"]


def test_a_second_organisation_has_dossiers_of_its_own(open_page: Opening, tmp_path: Path) -> None:
    organisations.small(tmp_path)
    at = open_page("dossier", tmp_path, lang="en", country="FI")
    assert not at.exception
    assert "Finland" in at.title[0].value
    assert any(said.startswith("In Finland: ") for said in markdown(at))


@pytest.mark.parametrize(
    "address", [{"home": "home"}, {"partner": "partner-3"}, {"event": "event-0"}, {"country": "JP"}]
)
def test_hostile_names_do_not_stop_a_dossier(open_page: Opening, tmp_path: Path, address: dict[str, str]) -> None:
    organisations.hostile(tmp_path)
    at = open_page("dossier", tmp_path, lang="en", **address)
    assert not at.exception
    assert len(at.title) == 1
