"""What the map and the timeline say of dates and numbers: never more than the source does."""

from pathlib import Path

import pytest

from partner_dashboard.editions import Edition
from partner_dashboard.panels import map as map_panel
from partner_dashboard.panels import timeline as timeline_panel
from partner_dashboard.texts import Texts
from partner_dashboard.ui import Page
from partner_dashboard.view import View
from tests.organisations import event, institution, opened, strand, write

SETTINGS = 'as_of = 2026-03-01\nhome_country = "DE"\nhomes = ["home"]\nscheme = "m49"\n'
PLACES = [institution("home", country_code="DE"), institution("uni", country_code="JP"), institution("new")]
STRANDS = [
    strand("a", "uni", stage="signed", start_date="2016"),
    strand("b", "uni"),
    strand("c", "new", stage="declared", start_date="2016-05"),
]
EVENTS = [event("visit", start_date="2025-04", institution_ids="home;uni")]


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    return opened(write(tmp_path, PLACES, STRANDS, EVENTS, settings=SETTINGS))


def page_of(edition: Edition, language: str = "en") -> Page:
    view = View(language=language)
    return Page("map", view, Texts(language), edition, "light", view)


def facts_of(edition: Edition, one: str) -> list[str]:
    rows = edition.strands[edition.strands["institution_id"] == one]
    return map_panel.facts(page_of(edition), edition.institutions.loc[[one]], rows)


def test_a_sign_of_life_in_a_month_is_no_day(edition: Edition) -> None:
    assert "last sign of life April 2025" in facts_of(edition, "uni")
    rows = map_panel.rows_of(page_of(edition), edition.strands).set_index("Partner")
    assert rows["Last sign of life"].to_dict() == {"Uni": "2025-04", "New": "unknown"}


def test_what_is_announced_has_not_begun(edition: Edition) -> None:
    assert "announced for May 2016" in facts_of(edition, "new")
    assert "since 2016" in facts_of(edition, "uni")


def test_the_title_counts_every_relation_once_and_dates_only_the_dated(edition: Edition) -> None:
    english, german = page_of(edition), page_of(edition, "de")
    rows = edition.strands
    assert timeline_panel.heading(english, rows) == (
        "1 relation since 2016, 1 more without a known start, 1 only announced"
    )
    assert timeline_panel.heading(german, rows) == (
        "1 Beziehung seit 2016, 1 weitere ohne bekannten Beginn, 1 bloß angekündigt"
    )
    assert timeline_panel.heading(english, rows.loc[["a"]]) == "1 relation since 2016, every one with a known start"
    assert timeline_panel.heading(english, rows.loc[["b"]]) == "1 relation, its start unknown"
    assert timeline_panel.heading(english, rows.loc[["c"]]) == "1 relation, only announced"
    assert timeline_panel.heading(english, rows.iloc[:0]) == "No relation matches"
