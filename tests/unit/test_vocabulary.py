"""Words in cells become codes where they surely mean them; similar ones are only proposed."""

import pandas as pd
import pytest

from partner_dashboard.editions import Codes
from partner_dashboard.intake.spelling import expanded, words
from partner_dashboard.intake.vocabulary import closest_code, code_for
from partner_dashboard.schema import CODES_COLUMNS
from tests.uploads import codes

LISTS = words("values")


@pytest.mark.parametrize(
    ("name", "word", "code"),
    [
        ("status", "active", "active"),
        ("status", "Ongoing", "active"),
        ("status", "laufend", "active"),
        ("status", " AKTIV ", "active"),
        ("status", "ruhend", "suspended"),
        ("status", "beendet", "ended"),
        ("status", "geplant", "planned"),
        ("status", "unbekannt", "unknown"),
        ("stage", "ruhend", "dormant"),
        ("stage", "unterschrieben", "signed"),
        ("partnership_type", "Forschungspartnerschaft", "research_focused"),
        ("partnership_type", "Universitätspartnerschaft", "global_academic"),
        ("partnership_type", "Global Engagement", "global_engagement"),
        ("partnership_type", "Hochschulallianz", "university_alliance"),
        ("partnership_type", "Netzwerk", "network"),
        ("partnership_type", "Verbindungsbüro", "liaison_office"),
        ("partnership_type", "Städtepartnerschaft", "city_partnership"),
        ("partnership_type", "Staedte-Partnerschaft", "city_partnership"),
        ("partnership_type", "Städtepartnerschaften", "city_partnership"),
        ("partnership_type", "Doppelabschluss", "double_degree"),
        ("partnership_type", "Studierendenaustausch", "student_exchange"),
        ("partnership_type", "Promotionsförderung", "doctoral_training"),
        ("partnership_type", "Fakultätspartnerschaft", "faculty"),
        ("partnership_type", "Sonstiges", "other"),
        ("event_kind", "Jubiläum", "anniversary"),
        ("event_kind", "Vertragsunterzeichnung", "agreement_signing"),
        ("event_kind", "Frühstückstreffen", "breakfast"),
        ("event_kind", "Podiumsdiskussion", "panel"),
        ("event_kind", "Delegationsbesuche", "delegation_visit"),
        ("event_kind", "Summer School", "summer_school"),
        ("event_kind", "Büroeröffnung", "office_opening"),
        ("institution_kind", "Hochschule", "university"),
        ("institution_kind", "Ministerium", "government"),
        ("agreement_type", "MoU", "memorandum"),
        ("agreement_type", "Rahmenabkommen", "framework"),
        ("role", "Gastgeber:in", "host"),
        ("role", "Organizer", "organiser"),
        ("isced_f", "05", "05"),
        ("isced_f", "Ingenieurwissenschaften", "07"),
        ("end_rule", "automatische Verlängerung", "auto_renew"),
        ("cluster_or_unit", "Materialwissenschaft", "Materials science"),
    ],
)
def test_a_word_means_its_code(name: str, word: str, code: str) -> None:
    assert code_for(name, word, codes()) == code


@pytest.mark.parametrize(
    ("name", "word", "perhaps"),
    [
        ("status", "läuft", "active"),
        ("status", "aktiw", "active"),
        ("status", "abgeschlossen", "ended"),
        ("status", "inaktiv", "suspended"),
        ("partnership_type", "Forschungskoopration", "research_focused"),
        ("partnership_type", "Austausch", "student_exchange"),
        ("event_kind", "Workshps", "workshop"),
        ("event_kind", "Eröffnung", "office_opening"),
    ],
)
def test_a_similar_word_is_proposed_and_never_taken_over(name: str, word: str, perhaps: str) -> None:
    assert code_for(name, word, codes()) == ""
    assert closest_code(name, word, codes()) == perhaps


@pytest.mark.parametrize("word", ["Sonderfall", "", "?", "xyz", "__proto__", "=1+1", "aktiv, beendet", "42"])
def test_a_word_that_means_nothing_has_no_code_and_no_proposal(word: str) -> None:
    for name in ("partnership_type", "status", "event_kind"):
        assert code_for(name, word, codes()) == ""
    assert closest_code("partnership_type", word, codes()) == ""


def test_what_is_sure_is_also_the_closest() -> None:
    assert closest_code("status", "Aktiv", codes()) == "active"


@pytest.mark.parametrize("name", LISTS)
def test_every_declared_code_is_in_its_list_and_every_word_means_it(name: str) -> None:
    assert set(LISTS[name]) <= set(codes().of(name))
    said = [
        (word, code) for code, held in LISTS[name].items() for pattern in held["words"] for word in expanded(pattern)
    ]
    assert [(word, code) for word, code in said if code_for(name, word, codes()) != code] == []


@pytest.mark.parametrize("name", LISTS)
def test_nothing_that_is_only_proposed_is_sure(name: str) -> None:
    said = [
        (word, code)
        for code, held in LISTS[name].items()
        for pattern in held.get("perhaps", ())
        for word in expanded(pattern)
    ]
    assert [(word, code) for word, code in said if code_for(name, word, codes())] == []


def own_codes(*rows: tuple[str, str, str, str]) -> Codes:
    held = [dict(zip(("list", "code", "label_en", "label_de"), row, strict=True)) for row in rows]
    return Codes(pd.DataFrame(held).reindex(columns=list(CODES_COLUMNS), fill_value=""))


def test_an_organisation_has_codes_and_labels_of_its_own() -> None:
    own = own_codes(("status", "on_ice", "On ice", "Auf Eis"), ("status", "active", "Active", "Aktiv"))
    assert code_for("status", "auf Eis", own) == "on_ice"
    assert code_for("status", "ruhend", own) == "", "a word for a code that the list does not have means nothing"


def test_a_label_of_two_codes_means_neither() -> None:
    own = own_codes(("status", "a", "Open", "Offen"), ("status", "b", "Ongoing", "Offen"))
    assert code_for("status", "offen", own) == ""
    assert code_for("status", "a", own) == "a"


def test_a_list_that_is_not_there_knows_no_word() -> None:
    assert code_for("nonsense", "active", codes()) == ""
    assert closest_code("nonsense", "active", codes()) == ""
