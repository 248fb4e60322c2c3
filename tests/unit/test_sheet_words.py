"""What sheets and lists say in words, on a few rows of our own and the texts of both languages."""

from pathlib import Path

import pytest

from partner_dashboard import sheets
from partner_dashboard.editions import Edition
from partner_dashboard.panels import about, events, partners
from partner_dashboard.problems import Problem
from partner_dashboard.texts import Texts
from partner_dashboard.ui import Page
from partner_dashboard.view import View
from tests.organisations import demonstration, event, institution, opened, strand, write


def page(edition: Edition, language: str = "en") -> Page:
    view = View(language=language)
    return Page("partners", view, Texts(language), edition, "light", view)


PROMISES = [
    ("en", "declared", "announced for May 2016", "Announced for May 2016 · Start of the relation with Home (Network)"),
    ("de", "declared", "angekündigt für Mai 2016",
     "Angekündigt für Mai 2016 · Beginn der Beziehung mit Home (Netzwerk)"),
    ("en", "discussed", "discussed for May 2016", "Discussed for May 2016 · Start of the relation with Home (Network)"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "stage", "start", "entry"), PROMISES)
def test_what_is_announced_is_not_told_as_if_it_had_happened(
    tmp_path: Path, language: str, stage: str, start: str, entry: str
) -> None:
    rows = [strand("p", "a", type="network", stage=stage, start_date="2016-05")]
    held = page(opened(write(tmp_path, [institution("home"), institution("a")], rows)), language)
    promised = held.edition.strands.loc["p"]
    assert partners.start_words(held, promised) == start
    assert partners.happening_words(held, "start", promised, "2016-05") == entry


LEGS = [
    ("only told", {"description": "With a tea ceremony"}, ["With a tea ceremony"]),
    ("told and signed", {"description": "Talks", "outcome": "Signed", "outcome_stage": "signed"}, ["Talks", "Signed"]),
    ("nothing told", {}, ["report no outcome"]),
]


@pytest.mark.parametrize(("cells", "told"), [case[1:] for case in LEGS], ids=[case[0] for case in LEGS])
def test_a_leg_tells_what_it_was_and_only_without_that_that_no_outcome_is_known(
    tmp_path: Path, cells: dict[str, str], told: list[str]
) -> None:
    held = page(opened(write(tmp_path, [institution("home")], events=[event("leg", **cells)])))
    found = events.told_of_leg(held, held.edition.events.loc["leg"])
    assert [part in said for part, said in zip(told, found, strict=True)] == [True] * len(told)


def test_the_legs_of_the_journey_to_japan_tell_of_tea_and_posters() -> None:
    held = page(demonstration())
    legs = sheets.event(held.edition, "e-2025-bochum-delegation-visits-japan").legs
    told = " ".join(part for _, leg in legs.iterrows() for part in events.told_of_leg(held, leg))
    assert ("tea ceremony" in told, "poster session" in told, "no outcome" in told) == (True, True, False)


def test_a_problem_names_the_column_by_its_heading_and_as_the_file_does() -> None:
    wrong = Problem("date_unreadable", "partnerships.csv", 7, "start_date", "soon")
    weight, where, column, sentence = about.problem_words(page(demonstration(), "de"), wrong)
    assert (weight, where, column) == ("Zeile fehlt", "partnerships.csv:7", "Seit (start_date)")
    assert "Seit (start_date)" in sentence


def test_a_problem_that_follows_from_another_leads_to_it() -> None:
    follows = Problem("reference_left_out", "partnerships.csv", 7, "institution_id", "nims", "institutions.csv:8")
    assert "line 8 of institutions.csv" in about.problem_words(page(demonstration()), follows)[-1]
