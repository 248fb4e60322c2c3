"""The speech line: words, plurals and articles in both languages, and whole sentences over a few rows."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from partner_dashboard import dates
from partner_dashboard import view as views
from partner_dashboard.dossier import Clause, Sentence, dossier, speech
from partner_dashboard.dossier.grammar import counted, in_country, number, quoted, since, where
from partner_dashboard.regions import country_codes
from partner_dashboard.texts import LANGUAGES, Texts
from partner_dashboard.view import View
from tests.organisations import Row, event, institution, opened, strand, write

EN, DE = Texts("en"), Texts("de")

COUNTED = [
    ("speech.type.global_academic", 1, "a university-wide partnership", "eine universitätsweite Partnerschaft"),
    ("speech.type.global_academic", 3, "three university-wide partnerships", "drei universitätsweite Partnerschaften"),
    ("speech.type.research_focused", 1, "a research partnership", "eine Forschungspartnerschaft"),
    ("speech.type.research_focused", 12, "twelve research partnerships", "zwölf Forschungspartnerschaften"),
    ("speech.type.student_exchange", 1, "a student exchange", "eine Austauschbeziehung für Studierende"),
    ("speech.type.student_exchange", 30, "30 student exchanges", "30 Austauschbeziehungen für Studierende"),
    ("speech.type.network", 2, "two memberships in networks", "zwei Netzwerkmitgliedschaften"),
    ("speech.type.fellow", 1, "a link to a fellow member of a network or alliance",
     "eine Verbindung zu einem anderen Mitglied eines Netzwerks oder einer Allianz"),
    ("speech.type.liaison_office", 2, "two liaison offices", "zwei Vertretungen durch Verbindungsbüros"),
    ("speech.type.city_partnership", 1, "a city partnership", "eine Städtepartnerschaft"),
    ("speech.type.double_degree", 4, "four double or joint degrees",
     "vier Kooperationen mit doppeltem oder gemeinsamem Abschluss"),
    ("speech.type.faculty", 1, "a relation of a faculty or institute",
     "eine Beziehung einer Fakultät oder eines Instituts"),
    ("speech.recorded", 1, "one recorded relation", "eine erfasste Beziehung"),
    ("speech.recorded", 1234, "1,234 recorded relations", "1.234 erfasste Beziehungen"),
    ("speech.living", 0, "none of them living", "keine davon lebendig"),
    ("speech.living", 1, "one of them living", "eine davon lebendig"),
    ("speech.living", 7, "seven of them living", "sieben davon lebendig"),
    ("speech.partners", 1, "one partner", "ein Partner"),
    ("speech.partners", 13, "13 partners", "13 Partner"),
    ("speech.met_there", 1, "one there", "eine dort"),
    ("speech.met_abroad", 5, "five abroad", "fünf im Ausland"),
    ("speech.met_here", 2, "two at home", "zwei im Inland"),
    ("speech.next_soon", 1, "one relation may end within twelve months",
     "eine Beziehung endet womöglich innerhalb von zwölf Monaten"),
    ("speech.next_soon", 2, "two relations may end within twelve months",
     "zwei Beziehungen enden womöglich innerhalb von zwölf Monaten"),
    ("speech.next_renews", 1, "one renews itself", "eine verlängert sich von selbst"),
    ("speech.next_resting", 3, "three are suspended or dormant", "drei sind ausgesetzt oder ruhen"),
    ("speech.next_closed", 1, "one is over", "eine ist beendet"),
    ("speech.promised_events", 1, "one event at which something was discussed or announced",
     "ein Ereignis, bei dem etwas besprochen oder angekündigt wurde"),
    ("speech.promised_events", 2, "two events at which something was discussed or announced",
     "zwei Ereignisse, bei denen etwas besprochen oder angekündigt wurde"),
    ("speech.promised_ahead", 1, "one event ahead", "ein Ereignis steht bevor"),
    ("speech.contradicted", 1, "on one row sources contradict each other",
     "zu einem Eintrag widersprechen sich die Quellen"),
    ("speech.contradicted", 2, "on two rows sources contradict each other",
     "zu zwei Einträgen widersprechen sich die Quellen"),
    ("speech.gap_start", 1, "the start of one relation", "der Beginn einer Beziehung"),
    ("speech.gap_start", 9, "the start of nine relations", "der Beginn von neun Beziehungen"),
    ("speech.gap_place", 1, "where one partner lies", "wo ein Partner liegt"),
    ("speech.gap_event_date", 1, "the date of one event", "das Datum eines Ereignisses"),
    ("speech.gap_event_date", 2, "the dates of two events", "die Daten von zwei Ereignissen"),
    ("speech.outcome", 1, "one with the outcome “Signed”", "einer mit dem Ergebnis „Signed“"),
]  # fmt: skip
"""A part of a sentence, how many it counts, and how it is said: two sentences a line."""


@pytest.mark.parametrize(("key", "count", "english", "german"), COUNTED)
def test_a_count_is_said_with_the_right_plural_and_article(key: str, count: int, english: str, german: str) -> None:
    values = {"stage": "Signed"} if key == "speech.outcome" else {}
    assert counted(key, count, EN, **values) == english
    assert counted(key, count, DE, **values) == german


@pytest.mark.parametrize(
    ("code", "english", "german"),
    [
        ("JP", "In Japan", "In Japan"), ("US", "In the United States", "In den Vereinigten Staaten"),
        ("CH", "In Switzerland", "In der Schweiz"), ("TR", "In Türkiye", "In der Türkei"),
        ("NL", "In the Netherlands", "In den Niederlanden"),
        ("GB", "In the United Kingdom", "Im Vereinigten Königreich"),
        ("IR", "In Iran", "Im Iran"), ("UA", "In Ukraine", "In der Ukraine"), ("CY", "In Cyprus", "Auf Zypern"),
        ("PH", "In the Philippines", "Auf den Philippinen"), ("CZ", "In Czechia", "In Tschechien"),
        ("AE", "In the United Arab Emirates", "In den Vereinigten Arabischen Emiraten"),
        ("SD", "In Sudan", "Im Sudan"), ("MN", "In Mongolia", "In der Mongolei"),
    ],
)  # fmt: skip
def test_a_country_stands_with_its_preposition_and_article(code: str, english: str, german: str) -> None:
    assert (in_country(code, EN), in_country(code, DE)) == (english, german)


ARTICLE = ("Republik", "Inseln", "inseln", "Staaten", "Emirate", "Territor", "Gebiete", "Königreich", "Niederlande")


def test_no_german_country_whose_name_wants_an_article_is_said_without_one() -> None:
    bare = [in_country(code, DE) for code in country_codes() if not DE.has(f"speech.in.{code.casefold()}")]
    assert [said for said in bare if any(word in said for word in ARTICLE)] == []


@pytest.mark.parametrize(
    ("edtf", "english", "german"),
    [
        ("1969", "since 1969", "seit 1969"),
        ("2025-04", "since April 2025", "seit April 2025"),
        ("2023-11-23", "since 23 November 2023", "seit dem 23. November 2023"),
        ("2019-11-25~", "since around 25 November 2019", "etwa seit dem 25. November 2019"),
        ("198X", "since the 1980s", "seit den 1980er Jahren"),
        ("2010~", "since around 2010", "seit etwa 2010"),
        ("2016/..", "since 2016", "seit 2016"),
        ("", "", ""),
    ],
)
def test_a_beginning_is_said_as_precisely_as_it_is_known(edtf: str, english: str, german: str) -> None:
    assert (since(edtf, EN), since(edtf, DE)) == (english, german)
    assert dates.since(dates.parse(edtf), "de") == german


def test_a_type_that_only_an_organisation_knows_is_said_by_its_label() -> None:
    assert counted("speech.type_named", 1, EN, label="Sea Ice") == "one relation of the type “Sea Ice”"
    assert counted("speech.type_named", 2, DE, label="Meereis") == "zwei Beziehungen der Art „Meereis“"


def test_numbers_up_to_twelve_are_words_and_others_are_figures() -> None:
    assert [number(count, EN) for count in (0, 1, 2, 12, 13, 12000)] == ["none", "one", "two", "twelve", "13", "12,000"]
    assert [number(count, DE) for count in (2, 12, 13, 12000)] == ["zwei", "zwölf", "13", "12.000"]


def test_a_region_stands_in_quotation_marks_and_a_title_in_a_title_in_single_ones() -> None:
    assert where("region", "x", "Osteuropa", DE) == "In der Region „Osteuropa“"
    assert where("partner", "x", "Universität Osaka", DE) == "Universität Osaka"
    assert quoted("Ten years: “done”", EN) == "Ten years: ‘done’"
    assert quoted("Zehn Jahre: „fertig“", DE) == "Zehn Jahre: ‚fertig‘"


# --- whole sentences over a few rows -----------------------------------------------------------------------------

SETTINGS = 'as_of = 2026-06-30\nhomes = ["rub", "ude"]\nhome_country = "DE"\n'


def said(
    tmp_path: Path,
    partnerships: Sequence[Row],
    events: Sequence[Row] = (),
    evidence: Sequence[Row] = (),
    **view: object,
) -> dict[str, list[str]]:
    institutions = [
        institution("rub", name="Ruhr University Bochum", short_name="RUB", city="Bochum", country_code="DE"),
        institution("ude", name="University of Duisburg-Essen", short_name="UDE", city="Essen", country_code="DE"),
        institution("paris", name="University of Paris", name_de="Universität Paris", country_code="FR", city="Paris"),
        institution("lyon", name="University of Lyon", name_de="Universität Lyon", country_code="FR", city="Lyon"),
    ]
    write(tmp_path, institutions, partnerships, events, evidence=evidence, settings=SETTINGS)
    edition = opened(tmp_path)
    found = dossier(edition, views.known(View(**({"countries": ("FR",)} | view)), edition))  # type: ignore[arg-type]
    assert found is not None
    return {language: [one.text for one in speech(edition, found, Texts(language))] for language in LANGUAGES}


KNOWN = {"home_institution": "rub", "stage": "active", "end_rule": "open_ended", "source_title": "Report"}


def test_one_living_relation_reads_well(tmp_path: Path) -> None:
    rows = [strand("a", "paris", type="global_academic", start_date="2024", **KNOWN)]
    told = said(tmp_path, rows)
    assert told["en"] == [
        "In France: a university-wide partnership since 2024.",
        "In all: one recorded relation, and it is living; one partner.",
        "Latest sign of life: 2024, the beginning of a relation (University of Paris).",
        "One is open-ended.",
        "Unknown: the source of one row.",
    ]
    assert told["de"] == [
        "In Frankreich: eine universitätsweite Partnerschaft seit 2024.",
        "Insgesamt: eine erfasste Beziehung, und sie ist lebendig; ein Partner.",
        "Letztes Lebenszeichen: 2024, Beginn einer Beziehung (Universität Paris).",
        "Eine ist unbefristet.",
        "Unbekannt: die Quelle eines Eintrags.",
    ]


def test_several_relations_name_the_oldest_and_who_holds_them(tmp_path: Path) -> None:
    rows = [
        strand("a", "paris", start_date="1990", **KNOWN),
        strand("b", "lyon", start_date="2000", **(KNOWN | {"home_institution": "ude"})),
    ]
    told = said(tmp_path, rows)
    assert told["en"][:2] == [
        "In France: two student exchanges, one of them since 1990.",
        "In all: two recorded relations, none of them living; two partners.",
    ]
    assert "Auf unserer Seite: RUB (eine), UDE (eine)." in told["de"]


def test_a_country_without_dates_says_so(tmp_path: Path) -> None:
    rows = [strand("a", "paris", **KNOWN), strand("b", "lyon", **KNOWN)]
    told = said(tmp_path, rows)
    assert told["en"][0] == "In France: two student exchanges."
    assert told["en"][-1].startswith("Unknown: the start of two relations; any dated sign of life of two relations;")
    assert told["de"][-1].startswith("Unbekannt: der Beginn von zwei Beziehungen;")


def test_a_country_without_anything_says_so(tmp_path: Path) -> None:
    told = said(tmp_path, [], countries=("NL",))
    assert told["en"] == ["In the Netherlands: no relation and no event is recorded."]
    assert told["de"] == ["In den Niederlanden: Weder eine Beziehung noch ein Ereignis ist erfasst."]


def test_a_promise_is_named_and_never_counted_as_standing(tmp_path: Path) -> None:
    told = said(tmp_path, [strand("a", "paris", home_institution="rub", stage="declared", start_date="2026-05")])
    assert told["en"][:2] == [
        "In France: no relation that stands today, as far as our sources say.",
        "In all: one recorded relation, but it is not known to be living; one partner.",
    ]
    assert told["en"][2] == (
        "Only promised so far: one relation discussed, announced or planned, University of Paris (declared, May 2026)."
    )


def test_what_runs_out_and_what_is_over_is_one_sentence(tmp_path: Path) -> None:
    rows = [
        strand("a", "paris", home_institution="rub", end_date="2026-12-31", start_date="2020"),
        strand("b", "paris", home_institution="rub", end_date="2029", start_date="2020"),
        strand("c", "lyon", home_institution="rub", end_date="2025", start_date="2020"),
        strand("d", "lyon", home_institution="rub", stage="ended"),
    ]
    assert (
        "One relation may end within twelve months; one has a stated end later than that; the stated end of one has "
        "passed, and no source reports a renewal; one is over."
    ) in said(tmp_path, rows)["en"]


def test_a_general_statement_is_quoted_with_how_many_relations_it_concerns(tmp_path: Path) -> None:
    rows = [strand("a", "paris", home_institution="rub"), strand("b", "lyon", home_institution="rub")]
    evidence = [
        {"row_id": one, "column_name": "status", "stance": "general", "states": "All is “on hold”"}
        for one in ("a", "b")
    ]
    told = said(tmp_path, rows, evidence=evidence)
    assert "A general statement concerns two relations: “All is ‘on hold’”." in told["en"]


def test_meetings_are_counted_there_and_here_with_the_last_of_each(tmp_path: Path) -> None:
    events = [
        event("visit", title="A visit", title_de="Ein Besuch", start_date="2025-03-02", country_code="FR",
              institution_ids="rub;paris"),
        event("guests", title="Guests", title_de="Gäste", start_date="2024", country_code="DE",
              institution_ids="rub;lyon"),
    ]  # fmt: skip
    told = said(tmp_path, [], events)
    assert told["en"][0] == "In France: no relation is recorded."
    assert (
        told["en"][1]
        == "Meetings: one there, most recently 2 March 2025, “A visit”; one at home, most recently 2024, “Guests”."
    )
    assert (
        told["de"][1]
        == "Begegnungen: eine dort, zuletzt 2. März 2025, „Ein Besuch“; eine im Inland, zuletzt 2024, „Gäste“."
    )


def test_a_sentence_puts_its_clauses_together() -> None:
    sentence = Sentence("in all", (Clause("two", ("a", "b")), Clause("one living", ("a",), ", "), Clause("three")))
    assert sentence.text == "In all: two, one living; three."
    assert sentence.parts == (("", "two", ("a", "b")), (", ", "one living", ("a",)), ("; ", "three.", ()))
    assert Sentence("", (Clause("one is over"),)).text == "One is over."
