"""Headings of uploads become columns of ours: once each, the best first, and nothing silently."""

import pandas as pd
import pytest

from partner_dashboard.intake.columns import (
    FILLS,
    Heading,
    Headings,
    arrange,
    label_of_target,
    notices,
    recognise,
    shape_of,
    targets,
)
from partner_dashboard.problems import Problem
from partner_dashboard.schema import DATASETS
from tests.uploads import codes, table, taken

# --- whole files -------------------------------------------------------------------------------------------------

FILES = {
    "a German list of partnerships": (
        "partnerships",
        [
            ("lfd. Nr.", "", "1", "2"),
            ("Partnereinrichtung", "partner_name", "Universität Tsukuba", "Universität Osaka"),
            ("Ort", "partner_city", "Tsukuba", "Suita"),
            ("Land", "country_code", "Japan", "Japan"),
            ("Hochschule", "home_institution", "RUB", "RUB"),
            ("Art der Kooperation", "type", "Universitätspartnerschaft", "Städtepartnerschaft"),
            ("Einheit", "cluster_or_unit", "", "Materials science"),
            ("Beginn", "start_date", "2016", "2010-04"),
            ("Ende", "end_date", "", ""),
            ("Stand", "status", "aktiv", "ruhend"),
            ("Kurzbeschreibung", "description", "A partner", "Another"),
            ("Quelle", "source_title", "Digital industry", "News"),
            ("Link", "source_url", "https://planet-bpm.eu/a", "https://news.rub.de/b"),
        ],
    ),
    "a sheet whose partners are names": (
        "partnerships",
        [
            ("Hochschule", "home_institution", "RUB", "RUB"),
            ("Kennung", "partnership_id", "p-rub-tsukuba", "p-rub-osaka"),
            ("Partner", "partner_name", "University of Tsukuba", "Osaka University"),
            ("Land", "country_code", "Japan", "Japan"),
            ("Art", "type", "Universitätspartnerschaft", "Netzwerk"),
            ("Status", "status", "aktiv", "beendet"),
        ],
    ),
    "a list with columns of its own": (
        "partnerships",
        [
            ("Aktenzeichen", "", "IO-2026-0001", "IO-2026-0002"),
            ("Typ", "type", "global_academic", "Sonderfall"),
            ("Partner-ID", "institution_id", "univ-tsukuba", "univ-malta-alt"),
            ("partnership_id", "partnership_id", "p-rub-tsukuba", "p-rub-malta"),
            ("HOME_INSTITUTION", "home_institution", "RUB", "RUB"),
            ("start date", "start_date", "2016", "2010"),
            ("End Date", "end_date", "", ""),
            ("Status", "status", "active", "läuft"),
            ("interne Bemerkung", "", "prüfen", ""),
            ("Status", "", "", ""),
        ],
    ),
    "a German list of events": (
        "events",
        [
            ("Kennung", "event_id", "e-1965-opening", "e-1979-signing"),
            ("Titel", "title", "Opening ceremony", "RUB and Jagiellonian sign"),
            ("Art", "kind", "Jubiläum", "Vertragsunterzeichnung"),
            ("Termin", "start_date", "30.06.1965", "04.–07.07.2018"),
            ("bis", "end_date", "", ""),
            ("Veranstaltungsort", "venue", "Schauspielhaus Bochum", "Collegium Maius"),
            ("Ort", "city", "Bochum", "Kraków"),
            ("Land", "country_code", "Deutschland", "Polen"),
            ("Beteiligte", "participants", "rub", "rub, univ-jagiellonian"),
            ("Quelle", "source_url", "https://www.geo.rub.de/60", "https://doczz.pl/doc"),
        ],
    ),
    "a German list of institutions": (
        "institutions",
        [
            ("Kennung", "institution_id", "academy-in-exile", "aurora"),
            ("Name", "name", "Academy in Exile", "Aurora Universities Network"),
            ("Ort", "city", "Dortmund", "Amsterdam"),
            ("Land", "country_code", "Deutschland", "Niederlande"),
            ("Breite", "latitude", "51.493", ""),
            ("Länge", "longitude", "7.414", ""),
        ],
    ),
    "an English list of agreements": (
        "partnerships",
        [
            ("Partner University", "partner_name", "Kyoto University", "University of Oslo"),
            ("Country", "country_code", "Japan", "Norway"),
            ("Agreement Type", "agreement_type", "MoU", "Framework agreement"),
            ("Type of Partnership", "type", "Student exchange", "Research partnership"),
            ("Effective Date", "start_date", "1 May 2019", "2020"),
            ("Expiry Date", "end_date", "", "2025"),
            ("Faculty/Department", "cluster_or_unit", "Law", ""),
            ("Contact Person", "contact_home", "International Office", ""),
        ],
    ),
    "an export of our own": (
        "evidence",
        [
            ("row_id", "row_id", "univ-oslo", "univ-tokyo"),
            ("column_name", "column_name", "city", ""),
            ("stance", "stance", "supports", "contradicts"),
            ("states", "states", "Lies in Oslo", "Nothing"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_recognised_by_its_headings_and_values(name: str) -> None:
    dataset, columns = FILES[name]
    written = table([column[0] for column in columns], *zip(*(column[2:] for column in columns), strict=True))
    found = recognise(written, codes())
    assert found.dataset == dataset
    assert [(heading.header, heading.column) for heading in found.headings] == [column[:2] for column in columns]


@pytest.mark.parametrize("dataset", DATASETS)
def test_our_own_names_are_exact_and_tell_the_dataset(dataset: str) -> None:
    found = recognise(table(DATASETS[dataset].names), codes())
    assert found.dataset == dataset
    assert [heading.column for heading in found.headings] == list(DATASETS[dataset].names)
    assert {heading.by for heading in found.headings} == {"exact"}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("dataset", DATASETS)
def test_our_own_headings_are_exact_in_both_languages(dataset: str, language: str) -> None:
    labels = [label_of_target(name, dataset, language) for name in targets(dataset)]
    found = recognise(table(labels), codes(), dataset)
    assert [heading.column for heading in found.headings] == list(targets(dataset))
    assert {heading.by for heading in found.headings} == {"exact"}


# --- who gets a column -------------------------------------------------------------------------------------------


def test_a_doubled_heading_never_overwrites_the_first() -> None:
    found = recognise(table(["Status", "Land", "Status"], ["active", "JP", ""]), codes(), "partnerships")
    assert found.headings == (
        Heading(0, "Status", "status", "exact"),
        Heading(1, "Land", "country_code", "exact"),
        Heading(2, "Status", "", "doubled"),
    )


def test_of_two_equal_headings_the_one_with_values_is_taken() -> None:
    found = recognise(table(["Status", "Status"], ["", "active"]), codes(), "partnerships")
    assert [heading.by for heading in found.headings] == ["doubled", "exact"]


def test_the_closest_heading_gets_the_column() -> None:
    found = recognise(table(["Vertragsbeginn", "start_date"], ["2010", "2011"]), codes(), "partnerships")
    assert taken(found) == {"start_date": "start_date"}
    assert found.headings[0].by == "doubled"


@pytest.mark.parametrize(
    ("headers", "columns"),
    [
        (("Hochschule", "Partnereinrichtung"), ["home_institution", "partner_name"]),
        (("Hochschule", "Partner-ID"), ["home_institution", "institution_id"]),
        (("Hochschule", "Land"), ["partner_name", "country_code"]),
        (("Heimathochschule", "Hochschule"), ["home_institution", "partner_name"]),
        (("University", "Partner institution"), ["home_institution", "partner_name"]),
    ],
)
def test_a_university_is_the_home_where_a_partner_stands_beside_it(
    headers: tuple[str, ...], columns: list[str]
) -> None:
    found = recognise(table(headers, ["A", "B"]), codes(), "partnerships")
    assert [heading.column for heading in found.headings] == columns


def test_a_heading_that_says_little_counts_only_where_no_better_one_is_there() -> None:
    assert taken(recognise(table(["Datum"], ["2010"]), codes(), "partnerships")) == {"start_date": "Datum"}
    both = recognise(table(["Datum", "Beginn"], ["2010", "2011"]), codes(), "partnerships")
    assert [(heading.column, heading.by) for heading in both.headings] == [("", ""), ("start_date", "synonym")]


def test_a_second_text_in_german_finds_its_place_beside_the_english_one() -> None:
    found = recognise(table(["Beschreibung", "Description"], ["Ein Satz", "A sentence"]), codes(), "events")
    assert taken(found) == {"description_de": "Beschreibung", "description": "Description"}


# --- what the values say -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dataset", "header", "values", "column"),
    [
        ("partnerships", "Partner", ["univ-oslo", "univ-tokyo"], "institution_id"),
        ("partnerships", "Partner", ["University of Oslo", "Tokyo"], "partner_name"),
        ("partnerships", "Partnerhochschule", ["univ-oslo", "univ-tokyo"], "institution_id"),
        ("partnerships", "institution_id", ["univ-oslo", "University of Oslo"], "institution_id"),
        ("partnerships", "Stand", ["aktiv", "geplant"], "status"),
        ("partnerships", "Stand", ["unterzeichnet", "besprochen"], "stage"),
        ("partnerships", "Stand", ["01.03.2026", "02.03.2026"], ""),
        ("partnerships", "Vertragsart", ["Studierendenaustausch", "Doppelabschluss"], "type"),
        ("partnerships", "Vertragsart", ["MoU", "Rahmenvertrag"], "agreement_type"),
        ("partnerships", "Fach", ["Germanistik", "Archäologie"], "cluster_or_unit"),
        ("partnerships", "Fach", ["Ingenieurwesen", "01"], "fields"),
        ("partnerships", "Fächer", ["Wirtschaft, Verwaltung und Recht; Dienstleistungen", "01, 02"], "fields"),
        ("partnerships", "Stand", ["aktiv", "ruhend"], "status"),
        ("partnerships", "stage", ["active", "ended"], "stage"),
        ("partnerships", "Partner-ID", ["A", "B"], "institution_id"),
        ("partnerships", "Region", ["Ostasien", "Afrika"], ""),
        ("partnerships", "Region", ["office:east_asia", "m49:150"], "region_code"),
        ("partnerships", "Laufzeit", ["2010-2015", "seit 2016"], "period"),
        ("partnerships", "Laufzeit", ["5 Jahre", "unbegrenzt lang"], ""),
        ("events", "Beteiligte", ["rub;univ-oslo:host", "rub"], "institution_ids"),
        ("events", "Beteiligte", ["rub, univ-oslo", "rub"], "participants"),
        ("events", "Quelle", ["https://a.example", "https://b.example"], "source_url"),
        ("events", "Quelle", ["News", "https://b.example"], "source_title"),
        ("events", "Ort", ["2010-04-01", "2011-05-02"], ""),
        ("events", "Stadt", ["https://a.example", "https://b.example"], ""),
        ("events", "city", ["2010-04-01", "2011-05-02"], "city"),
        ("events", "Teilnehmer", ["45", "120"], ""),
        ("events", "Thema", ["Mobilität", "Forschung"], "topics"),
        ("events", "Thema", ["Zehn Jahre Freundschaft", "Neue Wege"], "title"),
        ("institutions", "Breite", ["51,44", "n/a"], "latitude"),
        ("institutions", "X", ["7.26", "8.1"], "longitude"),
        ("institutions", "X", ["ja", "nein"], ""),
        ("partnerships", "Beginn", ["auf Anfrage", "siehe Akte"], "start_date"),
        ("partnerships", "Art der Kooperation", ["Sonderfall", "Unsinn"], "type"),
    ],
)
def test_values_confirm_or_refute_what_a_heading_says(
    dataset: str, header: str, values: list[str], column: str
) -> None:
    found = recognise(table([header], *([value] for value in values)), codes(), dataset)
    assert found.headings[0].column == column


def test_a_dash_and_an_unknown_say_nothing_about_a_column() -> None:
    found = recognise(table(["Laufzeit"], ["–"], ["unbekannt"], ["2010-2015"]), codes(), "partnerships")
    assert found.headings[0].column == "period"


# --- which dataset -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "rows", "dataset"),
    [
        (("Name", "Stadt", "Land"), [("Oslo", "Oslo", "NO")], "institutions"),
        (("Hochschule", "Land", "Beginn", "Art"), [("Oslo", "NO", "2010", "Netzwerk")], "partnerships"),
        (("Titel", "Datum", "Ort"), [("Besuch", "2010", "Oslo")], "events"),
        (("Art", "Beginn", "Land"), [("Sommerschule", "2010", "NO")], "events"),
        (("Art", "Beginn", "Land"), [("Städtepartnerschaft", "2010", "NO")], "partnerships"),
        (("Art", "Land"), [("Museum", "NO")], "institutions"),
        (("institution_id", "type", "home_institution"), [("a", "network", "b")], "partnerships"),
        (("institution_id", "name", "kind"), [("a", "A", "university")], "institutions"),
    ],
)
def test_the_dataset_is_found_out(headers: tuple[str, ...], rows: list[tuple[str, ...]], dataset: str) -> None:
    assert recognise(table(headers, *rows), codes()).dataset == dataset


def test_the_name_of_a_file_or_sheet_settles_a_tie() -> None:
    assert recognise(table(["Kennung", "Beschreibung"], sheet="Veranstaltungen"), codes()).dataset == "events"
    assert recognise(table(["Kennung", "Beschreibung"], file="kooperationen.csv"), codes()).dataset == "partnerships"


def test_a_named_dataset_is_not_questioned() -> None:
    assert recognise(table(["event_id", "title"]), codes(), "institutions").dataset == "institutions"


# --- remembered and chosen ---------------------------------------------------------------------------------------


def test_what_was_settled_before_is_remembered_for_the_same_headings() -> None:
    before = Headings(
        "partnerships",
        (Heading(0, "Alpha", "status", "chosen"), Heading(1, "Land", "", "chosen")),
        {"status": {"x": "active"}},
    )
    found = recognise(table(["alpha", "LAND"], ["x", "JP"]), codes(), remembered=before)
    assert found == Headings(
        "partnerships",
        (Heading(0, "alpha", "status", "remembered"), Heading(1, "LAND", "", "remembered")),
        {"status": {"x": "active"}},
    )


def test_what_was_only_not_recognised_is_looked_at_again() -> None:
    before = Headings(
        "partnerships", (Heading(0, "Alpha", "status", "chosen"), Heading(1, "Land"), Heading(2, "Status"))
    )
    found = recognise(table(["Alpha", "Land", "Status"], ["active", "JP", ""]), codes(), remembered=before)
    assert [(heading.column, heading.by) for heading in found.headings] == [
        ("status", "remembered"), ("country_code", "exact"), ("", "doubled"),
    ]  # fmt: skip


def test_other_headings_or_another_dataset_are_not_remembered() -> None:
    before = Headings("partnerships", (Heading(0, "Alpha", "status", "chosen"),), {"status": {"x": "active"}})
    assert recognise(table(["Beta"]), codes(), "partnerships", remembered=before).headings[0].column == ""
    assert recognise(table(["Alpha"]), codes(), "events", remembered=before).words == {}


def test_a_choice_goes_before_everything_and_takes_the_column() -> None:
    before = Headings("partnerships", (Heading(0, "Status", "status", "exact"), Heading(1, "Alpha")))
    found = recognise(table(["Status", "Alpha"], ["active", "x"]), codes(), chosen={1: "status"}, remembered=before)
    assert found.headings[1] == Heading(1, "Alpha", "status", "chosen")
    assert found.headings[0] == Heading(0, "Status", "", "doubled")


def test_a_heading_can_be_chosen_away() -> None:
    found = recognise(table(["Status"], ["active"]), codes(), "partnerships", {0: ""})
    assert found.headings == (Heading(0, "Status", "", "chosen"),)


@pytest.mark.parametrize("chosen", [{0: "rector"}, {7: "status"}, {-1: "status"}])
def test_a_choice_that_cannot_be_is_none(chosen: dict[int, str]) -> None:
    found = recognise(table(["Land"], ["JP"]), codes(), "partnerships", chosen)
    assert found.headings == (Heading(0, "Land", "country_code", "exact"),)


def test_the_shape_of_a_file_is_its_headings_in_their_order() -> None:
    assert shape_of(["Land", "Ort "]) == shape_of(["LAND", "ort"])
    assert len({shape_of(headers) for headers in (["a", "b"], ["b", "a"], ["a"], ["a b"], ["a", "", "b"])}) == 5


# --- what follows ------------------------------------------------------------------------------------------------


def test_cells_stand_under_our_names_on_their_lines() -> None:
    written = table(["Nr.", "Land", "Status", "Status"], ["1", "Japan", "active", "old"], line=4)
    before = written.rows.copy()
    arranged = arrange(written, recognise(written, codes(), "partnerships"))
    expected = pd.DataFrame({"country_code": ["Japan"], "status": ["active"]}, index=pd.RangeIndex(5, 6, name="line"))
    pd.testing.assert_frame_equal(arranged, expected)
    pd.testing.assert_frame_equal(written.rows, before)


def test_a_table_without_our_columns_keeps_its_lines() -> None:
    written = table(["Alpha"], ["x"], ["y"])
    arranged = arrange(written, recognise(written, codes(), "events"))
    assert (list(arranged.columns), list(arranged.index)) == ([], [2, 3])


def test_columns_that_are_not_ours_are_named() -> None:
    written = table(
        ["Aktenzeichen", "Status", "Status", "Status", ""], ["1", "active", "", "old", ""], sheet="Liste", line=4
    )
    assert notices(written, recognise(written, codes(), "partnerships")) == (
        Problem("unknown_column", "x.csv", 4, "Aktenzeichen", sheet="Liste"),
        Problem("doubled_column", "x.csv", 4, "Status", sheet="Liste"),
        Problem("doubled_column", "x.csv", 4, "Status", sheet="Liste", weight="warning"),
        Problem("doubled_value", "x.csv", 5, "status", "old", "active", sheet="Liste"),
    )


def test_a_column_that_only_uploads_have_fills_columns_of_ours() -> None:
    written = table(["Partnerhochschule", "Laufzeit", "Ort"], ["Universität Oslo", "2010-2015", "Oslo"])
    found = recognise(written, codes(), "partnerships")
    assert found.positions == {"partner_name": 0, "period": 1, "partner_city": 2}
    assert found.fills == {"institution_id", "start_date", "end_date"}
    for dataset, held in DATASETS.items():
        only_here = set(targets(dataset)) - set(held.names)
        assert only_here <= set(FILLS)
        assert all(set(FILLS[name]) <= set(held.names) for name in only_here)
