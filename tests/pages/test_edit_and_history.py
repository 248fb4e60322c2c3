"""Rows changed by hand and the history of it, on a small organisation with a store of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from partner_dashboard import ui
from partner_dashboard.records import Records
from partner_dashboard.texts import LANGUAGES, Texts
from tests.organisations import event, institution, strand, write
from tests.pages.conftest import Opening

PLACE = {"country_code": "JP", "city": "Suita", "latitude": "34.82", "longitude": "135.52"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(
        tmp_path,
        [
            institution("home", country_code="DE", city="Bochum", latitude="51.45", longitude="7.26"),
            institution("osaka", name="Osaka University", **PLACE),
            institution("univ-handai", name="Handai", **PLACE),
        ],
        [strand("p-1", "osaka", start_date="2010"), strand("p-2", "univ-handai", start_date="2012", type="faculty")],
        [event("e-1", institution_ids="univ-handai:host")],
    )


def records() -> Records:
    return ui.records()


def rows(dataset: str) -> Iterator[dict[str, str]]:
    return iter(records().store.rows(dataset).to_dict("records"))


def publish(at: AppTest, key: str, reason: str) -> None:
    at.get_by_key(f"{key}_why").input(reason)
    at.get_by_key(f"{key}_publish").click().run()


def test_a_row_is_changed_in_a_form_and_becomes_an_edition(open_page: Opening, folder: Path) -> None:
    at = open_page("edit", folder)
    at.get_by_key("edit_row_partnerships").set_value("p-1").run()
    at.get_by_key("edit_partnerships_p-1_start_date").input("April 2011").run()
    assert "2011-04" in at.dataframe[0].value.to_string()
    publish(at, "edit_one_partnerships", "letter of April 2011")
    assert not at.exception
    record = records().store.editions()[0]
    assert (record.number, record.kind, record.reason) == (2, "form", "letter of April 2011")
    assert [row["start_date"] for row in rows("partnerships")] == ["2011-04", "2012"]


def test_nothing_is_published_without_a_reason(open_page: Opening, folder: Path) -> None:
    at = open_page("edit", folder)
    at.get_by_key("edit_row_partnerships").set_value("p-1").run()
    at.get_by_key("edit_partnerships_p-1_start_date").input("2011").run()
    publish(at, "edit_one_partnerships", "  ")
    assert len(at.error) == 1
    assert records().store.current() == 1


def test_what_is_wrong_is_said_and_cannot_be_published(open_page: Opening, folder: Path) -> None:
    at = open_page("edit", folder)
    at.get_by_key("edit_row_partnerships").set_value("p-1").run()
    at.get_by_key("edit_partnerships_p-1_start_date").input("31.02.2011").run()
    assert len(at.error) == 1
    assert [button.key for button in at.button if button.key.endswith("_publish")] == ["edit_end_partnerships_publish"]


def test_a_new_row_gets_an_id_of_its_own(open_page: Opening, folder: Path) -> None:
    at = open_page("edit", folder)
    at.get_by_key("edit_dataset").set_value("events").run()
    at.get_by_key("edit_new_events").click().run()
    at.get_by_key("edit_events__title").input("Visit to Suita").run()
    at.get_by_key("edit_events__kind").set_value("delegation_visit").run()
    at.get_by_key("edit_events__start_date").input("2026-05").run()
    publish(at, "edit_one_events", "visit announced")
    held = list(rows("events"))
    assert [row["title"] for row in held] == ["E-1", "Visit to Suita"]
    assert held[1]["event_id"] not in ("", "e-1")


def test_a_row_that_others_point_to_does_not_end(open_page: Opening, folder: Path) -> None:
    at = open_page("edit", folder)
    at.get_by_key("edit_dataset").set_value("institutions").run()
    at.get_by_key("edit_row_institutions").set_value("univ-handai").run()
    assert "p-2" in " ".join(error.value for error in at.error).replace("\\", "")


def test_two_that_are_one_are_joined(open_page: Opening, folder: Path) -> None:
    at = open_page("edit", folder)
    at.get_by_key("edit_way").set_value("join").run()
    at.get_by_key("edit_keep").set_value("osaka").run()
    at.get_by_key("edit_lose").set_value("univ-handai").run()
    publish(at, "edit_join", "Handai is Osaka")
    assert not at.exception
    assert [row["institution_id"] for row in rows("institutions")] == ["home", "osaka"]
    assert [row["institution_id"] for row in rows("partnerships")] == ["osaka", "osaka"]
    assert [row["institution_ids"] for row in rows("events")] == ["osaka:host"]
    assert "univ-handai" in next(row["aliases"] for row in rows("institutions") if row["institution_id"] == "osaka")


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_history_says_who_what_and_why_and_leads_back(open_page: Opening, folder: Path, language: str) -> None:
    open_page("overview", folder)
    known = records().known(1)
    changed = known.partnerships.assign(start_date=["1999", "2012"])
    from partner_dashboard.intake.change import propose
    from partner_dashboard.schema import PARTNERSHIPS

    change = propose(known.partnerships, changed, PARTNERSHIPS)
    records().change([change], "form", author="ada", reason="found in the archive", based_on=1)
    at = open_page("history", folder, lang=language)
    assert not at.exception
    listed = at.dataframe[0].value
    assert listed.iloc[:, 0].tolist() == [2, 1]
    assert listed.iloc[0, 3:5].tolist() == ["ada", "found in the archive"]
    t = Texts(language)
    assert listed.iloc[1, 3:5].tolist() == [t("history.by_itself"), t("history.why_seed")]
    assert t("history.edition_newest", number=2) in [one.value for one in at.subheader]
    assert [list(row) for row in at.dataframe[1].value.iloc[:, 2:].to_numpy()] == [["2010", "1999"]]


def test_an_older_edition_is_looked_at_by_address_and_marked(open_page: Opening, folder: Path) -> None:
    open_page("overview", folder)
    known = records().known(1)
    from partner_dashboard.intake.change import removal
    from partner_dashboard.schema import PARTNERSHIPS

    records().change([removal(known, PARTNERSHIPS, ["p-2"]).change], "form", author="ada", reason="ended", based_on=1)
    now, then = open_page("partners", folder), open_page("partners", folder, edition="1")
    assert ("Handai" in str(now.title[0].value), len(now.warning)) == (False, 0)
    assert len(then.warning) == 1
    shown = [len(at.dataframe[0].value) for at in (now, then)]
    assert shown == [1, 2]
    assert len(open_page("partners", folder, edition="7").warning) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_says_what_the_newest_edition_brought(open_page: Opening, folder: Path, language: str) -> None:
    t, first = Texts(language), open_page("overview", folder, lang=language)
    assert t("news.lately") not in [one.value for one in first.subheader]
    from partner_dashboard.intake.change import removal
    from partner_dashboard.schema import PARTNERSHIPS

    gone = removal(records().known(1), PARTNERSHIPS, ["p-2"]).change
    records().change([gone], "form", author="ada", reason="ended", based_on=1)
    second = open_page("overview", folder, lang=language)
    assert not second.exception
    assert t("news.lately") in [one.value for one in second.subheader]
    links = [link.proto.label for link in second.get("page_link")]
    assert len([label for label in links if label.endswith(t("news.removed", name=""))]) == 1
