"""What one edition holds that another did not, in sentences, with tiny editions of a university and its partners."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from partner_dashboard.editions import Edition
from partner_dashboard.news import News, news
from partner_dashboard.texts import LANGUAGES, Texts
from tests.organisations import Row, event, institution, opened, strand, write

HERE = {"latitude": "35", "longitude": "135"}
HOME = institution("home", name="Home University", country_code="FI", latitude="65", longitude="25.5")
OSAKA = institution("osaka", name="Osaka University", name_de="Universität Osaka", country_code="JP", **HERE)
KYOTO = institution("kyoto", name="Kyoto University", country_code="JP", **HERE)
SIGNED = strand("p", "osaka", type="global_academic", stage="signed", start_date="2010")


@pytest.fixture
def state(tmp_path_factory: pytest.TempPathFactory) -> "State":
    return State(tmp_path_factory.mktemp("news"))


class State:
    """Editions of small organisations, each from a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0

    def __call__(
        self, strands: Sequence[Row] = (SIGNED,), events: Sequence[Row] = (), places: Sequence[Row] = (HOME, OSAKA)
    ) -> Edition:
        self.count += 1
        return opened(write(self.folder / str(self.count), list(places), list(strands), list(events)))


def told(before: Edition, after: Edition, language: str = "en") -> list[str]:
    return [item.sentence for item in news(before, after, Texts(language))]


def test_what_stays_is_no_news(state: State) -> None:
    assert told(state(), state()) == []


def test_an_agreement_that_was_extended_is_told_in_both_languages(state: State) -> None:
    before, after = state(), state([{**SIGNED, "stage": "extended"}])
    assert told(before, after) == ["Osaka University (Global academic): extended"]
    assert told(before, after, "de") == ["Universität Osaka (Universitätsweit): verlängert"]


def test_dates_are_as_precise_as_they_are_written_and_unknown_is_said(state: State) -> None:
    before, after = state(), state([{**SIGNED, "end_date": "2031-03", "verified_on": "2026-11-02"}])
    assert told(before, after) == [
        "Osaka University (Global academic): ends: March 2031 (before: unknown) and confirmed: 2 November 2026"
    ]


def test_other_columns_are_corrections_and_come_last(state: State) -> None:
    other = strand("q", "osaka", type="student_exchange")
    before = state([other, SIGNED])
    after = state([{**other, "description": "Two places a year"}, {**SIGNED, "status": "suspended"}])
    assert told(before, after) == [
        "Osaka University (Global academic): suspended",
        "Osaka University (Student exchange): corrected in Description",
    ]


def test_a_partner_that_comes_with_a_partnership_is_told_of_once(state: State) -> None:
    new = strand("k", "kyoto", type="research_focused", start_date="2025-04")
    before, after = state(), state([SIGNED, new], places=[HOME, OSAKA, KYOTO])
    assert news(before, after, Texts("en")) == (
        News("partnerships", "k", "added", "Kyoto University (Research-focused) since April 2025: newly recorded",
             "kyoto"),
    )  # fmt: skip
    assert told(before, state(places=[HOME, OSAKA, KYOTO])) == ["Kyoto University: newly recorded"]


def test_what_is_no_longer_there_is_said_with_its_old_name(state: State) -> None:
    assert told(state(), state([])) == ["Osaka University (Global academic): no longer recorded"]


def test_an_event_is_told_with_its_date_and_its_outcome(state: State) -> None:
    visit = event("e", title="Visit to Osaka", start_date="2025")
    assert told(state(), state(events=[visit])) == ["Visit to Osaka (2025): newly recorded"]
    signed = {**visit, "outcome_stage": "signed"}
    assert told(state(events=[visit]), state(events=[signed])) == ["Visit to Osaka: outcome: signed"]


def test_a_new_name_names_the_old_one(state: State) -> None:
    before, after = state(), state(places=[HOME, {**OSAKA, "name": "The University of Osaka"}])
    assert told(before, after) == ["The University of Osaka: formerly Osaka University"]


def test_what_not_everybody_may_see_is_no_news(state: State) -> None:
    hidden = {**SIGNED, "partnership_id": "h", "type": "network", "visibility": "internal"}
    assert told(state(), state([SIGNED, hidden])) == []
    assert told(state(), state([{**SIGNED, "notes": "call them"}])) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_relation_with_a_country_is_named_by_it(state: State, language: str) -> None:
    country = strand("c", "", country_code="JP", type="other")
    (said,) = told(state(), state([SIGNED, country]), language)
    assert said.startswith("Japan (")
