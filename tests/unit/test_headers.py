"""What a heading may mean: our names and labels exactly, wordings of offices as synonyms, typos as similar."""

import pytest

from partner_dashboard.intake.headers import SYNONYM, declared, label_of_target, looks_internal, meanings, targets
from partner_dashboard.intake.spelling import expanded
from partner_dashboard.schema import DATASETS

P, N, E = "partnerships", "institutions", "events"


def meant(header: str, dataset: str) -> tuple[str, str]:
    """Give the closest column that a heading means, and how that was found."""
    found = meanings(header, dataset)
    return (found[0].column, found[0].by) if found else ("", "")


@pytest.mark.parametrize(
    "header", ["start_date", "Start Date", "START DATE", "start-date", " startDate ", "start date:", "start_date*"]
)
def test_case_blanks_underscores_and_signs_do_not_matter(header: str) -> None:
    assert meant(header, P) == ("start_date", "exact")


@pytest.mark.parametrize(
    "header",
    [
        "Länge",
        "LÄNGE",
        "Laenge",
        "La\u0308nge",
        "LÃ¤nge",
        "Länge (°)",
        "Länge [Grad, dezimal]",
        "Länge\n(dez.)",
        "Län\u00adge",
    ],
)
def test_accents_units_and_broken_letters_do_not_matter(header: str) -> None:
    assert meant(header, N) == ("longitude", "exact")


@pytest.mark.parametrize(
    "header",
    ["Ansprechpartner", "Ansprechpartner:in", "Ansprechpartner*innen", "Ansprechpartner/-in", "Ansprechpartner(in)",
     "AnsprechpartnerIn", "ANSPRECHPARTNER_INNEN"],
)  # fmt: skip
def test_the_second_gender_does_not_matter(header: str) -> None:
    assert meant(header, P) == ("contact_home", "synonym")


@pytest.mark.parametrize(
    ("header", "dataset", "column"),
    [
        ("Partnereinrichtung", P, "partner_name"),
        ("Partnerhochschule", P, "partner_name"),
        ("Partner University Name", P, "partner_name"),
        ("External Institution", P, "partner_name"),
        ("Heimathochschule", P, "home_institution"),
        ("Art der Kooperation", P, "type"),
        ("Kooperationsform", P, "type"),
        ("Type of Collaboration", P, "type"),
        ("Beginn", P, "start_date"),
        ("Vertragsbeginn", P, "start_date"),
        ("Beginn der Kooperation", P, "start_date"),
        ("Vertrag gültig ab", P, "start_date"),
        ("Effective Date", P, "start_date"),
        ("gültig bis", P, "end_date"),
        ("Vertrag gültig bis", P, "end_date"),
        ("Expiry Date", P, "end_date"),
        ("Laufzeit", P, "period"),
        ("Vertragslaufzeit (von–bis)", P, "period"),
        ("Fakultät / Institut", P, "cluster_or_unit"),
        ("Vertragstyp", P, "agreement_type"),
        ("Date signed", P, "signed_on"),
        ("ROR", P, "partner_ror_id"),
        ("Ort der Partnerhochschule", P, "partner_city"),
        ("Bemerkungen", P, "notes"),
        ("Bemerkungen", E, ""),
        ("Partner-ID", P, "institution_id"),
        ("Name (deutsch)", N, "name_de"),
        ("Name (englisch)", N, "name"),
        ("Kürzel", N, "short_name"),
        ("Hochschultyp", N, "kind"),
        ("Website der Hochschule", N, "website"),
        ("Lat/Lng", N, "coordinates"),
        ("Breite/Länge", N, "coordinates"),
        ("Länge/Breite", N, ""),
        ("Lat", N, "latitude"),
        ("Lng", N, "longitude"),
        ("Erasmus-Kennung", N, "erasmus_code"),
        ("Termin", E, "start_date"),
        ("Ende der Veranstaltung", E, "end_date"),
        ("Zeitraum", E, "period"),
        ("Teilnehmende Einrichtungen", E, "participants"),
        ("Tagungsort", E, "venue"),
    ],
)
def test_wordings_of_offices_are_synonyms(header: str, dataset: str, column: str) -> None:
    assert meant(header, dataset) == (column, "synonym" if column else "")


@pytest.mark.parametrize(
    ("header", "dataset", "column"),
    [("Country / Land", P, "country_code"), ("Typ/Art", E, "kind"), ("Stadt\nCity", N, "city"), ("Land/Ort", P, "")],
)
def test_a_bilingual_heading_means_what_all_its_parts_mean(header: str, dataset: str, column: str) -> None:
    assert meant(header, dataset)[0] == column


@pytest.mark.parametrize(
    ("header", "column"),
    [("Partnerhochscule", "partner_name"), ("Vertragsbegin", "start_date"), ("K?operationsart", "type")],
)
def test_a_typo_is_similar(header: str, column: str) -> None:
    assert meant(header, P) == (column, "similar")


@pytest.mark.parametrize(
    "header",
    ["Partner-Nr. 2", "Kooperationspunkte", "Standdatum", "Endnote", "Landschaft", "Startplatz", "Ortszeit", "Nam"],
)
def test_what_only_looks_alike_is_not_similar(header: str) -> None:
    assert meant(header, P) == ("", "")


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize(
    "header",
    ["lfd. Nr.", "Nr.", "#", "Aktenzeichen", "interne Bemerkung", "Interner Vermerk", "internal notes",
     "Vertraulich", "Status (intern)", "Beschreibung [vertraulich]",
     "vertrauliche Beschreibung", "Private notes", "Matrikelnummer", "Telefon", "Anzahl Plätze", "Letzte Änderung",
     "Unnamed: 3", "Spalte1", "", "  ", "@@type", "__proto__", "constructor", "=1+1", "<b>Name</b>", "{title}", "💥"],
)  # fmt: skip
def test_what_is_not_ours_means_nothing(header: str, dataset: str) -> None:
    assert meanings(header, dataset) == ()


def test_internal_is_a_word_of_its_own() -> None:
    assert looks_internal("interne Bemerkung")
    assert looks_internal("Status (intern)")
    assert not looks_internal("International Office")
    assert not looks_internal("Internet")


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_wording_means_its_column(dataset: str) -> None:
    wrong = [
        (column, word)
        for column, pattern in declared(dataset, "words")
        for word in expanded(pattern)
        if column not in {meaning.column for meaning in meanings(word, dataset)}
    ]
    exact = {label_of_target(name, dataset, language) for name in targets(dataset) for language in ("en", "de")}
    assert [(column, word) for column, word in wrong if word not in exact] == []


@pytest.mark.parametrize("dataset", DATASETS)
def test_no_wording_is_a_sure_one_for_two_columns(dataset: str) -> None:
    both = {
        word: columns
        for _, pattern in declared(dataset, "words")
        for word in expanded(pattern)
        if len(columns := {held.column for held in meanings(word, dataset) if held.rank == SYNONYM}) > 1
    }
    assert all(columns == {"website", "source_url"} for columns in both.values()), both


USUAL = {
    P: ("partner_name", "home_institution", "type", "status", "start_date", "end_date", "period", "country_code",
        "partner_city", "cluster_or_unit", "agreement_type", "signed_on", "contact_home", "notes", "description",
        "source_title", "source_url"),
    N: ("name", "kind", "city", "country_code", "latitude", "longitude", "coordinates", "website"),
    E: ("title", "kind", "start_date", "end_date", "venue", "city", "country_code", "participants", "description"),
}  # fmt: skip


@pytest.mark.parametrize("dataset", USUAL)
def test_every_usual_column_has_many_wordings(dataset: str) -> None:
    held = dict.fromkeys(USUAL[dataset], 0)
    for column, pattern in declared(dataset, "words"):
        if column in held:
            held[column] += len(list(expanded(pattern)))
    assert {column: count for column, count in held.items() if count < 25} == {}
