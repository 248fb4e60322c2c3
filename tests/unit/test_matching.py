"""Names as people write them: the right institution, or a question, and never a wrong one."""

import csv
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from partner_dashboard.intake.matching import Match, Matcher
from partner_dashboard.settings import installed
from tests.organisations import institution
from tests.states import rows

HOMES = ("rub", "tu-dortmund", "ude", "ua-ruhr", "city-bochum")


def place(city: str, country_code: str, **cells: str) -> dict[str, str]:
    return {"city": city, "country_code": country_code, **cells}


KNOWN = rows(
    "institutions",
    institution("univ-wash", name="University of Washington", short_name="UW", **place("Seattle", "US")),
    institution("goethe", name="Goethe University Frankfurt", name_de="Goethe-Universität Frankfurt am Main",
                aliases="Universität Frankfurt|Frankfurt University", **place("Frankfurt am Main", "DE"),
                latitude="50.12", longitude="8.65"),
    institution("viadrina", name="European University Viadrina", name_de="Europa-Universität Viadrina Frankfurt (Oder)",
                **place("Frankfurt (Oder)", "DE"), latitude="52.34", longitude="14.55"),
    institution("chu-caen", name="CHU de Caen", kind="research_institute", **place("Caen", "FR")),
    institution("univ-rennes", name="University of Rennes", name_local="Université de Rennes", **place("Rennes", "FR")),
    institution("berkeley", name="University of California, Berkeley", short_name="UC Berkeley",
                **place("Berkeley", "US")),
    institution("iit-bombay", name="Indian Institute of Technology Bombay", short_name="IIT Bombay",
                **place("Mumbai", "IN")),
    institution("nottingham", name="University of Nottingham", **place("Nottingham", "GB")),
    institution("utrecht", name="Utrecht University", name_de="Universität Utrecht", **place("Utrecht", "NL")),
    institution("utrecht-network", name="Utrecht Network", kind="network", **place("Utrecht", "NL")),
    institution("donetsk-national", name="Donetsk National University", **place("Vinnytsia", "UA", city_de="Winnyzja"),
                former_names="Stalino State University"),
    institution("donetsk-technical", name="Donetsk National Technical University", **place("", "UA")),
    institution("freiburg", name="University of Freiburg", name_de="Universität Freiburg", **place("Freiburg", "DE"),
                short_name="ALU"),
    institution("hubei", name="Hubei University of Technology", **place("Wuhan", "CN")),
    institution("warsaw", name="University of Warsaw", name_de="Universität Warschau", short_name="UW",
                name_local="Uniwersytet Warszawski", **place("Warsaw", "PL", city_de="Warschau"),
                ror_id="https://ror.org/039bjqg32"),
    institution("york", name="University of York", **place("York", "GB")),
    institution("sheffield", name="University of Sheffield", **place("Sheffield", "GB")),
    institution("city-sheffield", name="City of Sheffield", name_de="Stadt Sheffield", name_local="Sheffield",
                kind="city", **place("Sheffield", "GB")),
    institution("munich", name="University of Munich", name_de="Ludwig-Maximilians-Universität München",
                aliases="Universität München|LMU", **place("Munich", "DE", city_de="München")),
    institution("krakow", name="Jagiellonian University", name_de="Jagiellonen-Universität Krakau",
                aliases="Universität Krakau|Uniwersytet Jagielloński w Krakowie",
                **place("Kraków", "PL", city_de="Krakau")),
    institution("maastricht", name="Maastricht University", short_name="UM", **place("Maastricht", "NL")),
    institution("malta", name="University of Malta", short_name="UM", **place("Msida", "MT")),
    institution("kyushu", name="Kyushu University", name_de="Universität Kyūshū", name_local="九州大学",
                **place("Fukuoka", "JP")),
    institution("hku", name="University of Hong Kong", **place("Hong Kong", "HK")),
    institution("tsukuba", name="University of Tsukuba", name_de="Universität Tsukuba", short_name="Tsukuba",
                **place("Tsukuba", "JP")),
    institution("city-tsukuba", name="City of Tsukuba", kind="city", **place("Tsukuba", "JP")),
    institution("istanbul", name="Istanbul University", name_de="Universität Istanbul", **place("Istanbul", "TR")),
    institution("ucd", name="University College Dublin", **place("Dublin", "IE")),
    institution("bonn", name="University of Bonn", name_de="Universität Bonn", **place("Bonn", "DE")),
    institution("ua-ruhr", name="University Alliance Ruhr", name_de="Universitätsallianz Ruhr", kind="network",
                **place("Bochum", "DE")),
    institution("rub", name="Ruhr University Bochum", name_de="Ruhr-Universität Bochum", short_name="RUB",
                aliases="Ruhr-Universität", **place("Bochum", "DE")),
    institution("lse", name="London School of Economics", short_name="LSE", **place("London", "GB")),
    institution("old", name="Westminster College", **place("Fulton", "US"), latitude="38.85", longitude="-91.94"),
    institution("nims", name="National Institute for Materials Science", kind="research_institute",
                name_de="Nationales Institut für Materialwissenschaften", short_name="NIMS", **place("Tsukuba", "JP")),
)  # fmt: skip

CITIES = {
    ("Seattle", "US"): (47.61, -122.33), ("St. Louis", "US"): (38.63, -90.2), ("Salt Lake City", "US"): (40.76, -111.9),
    ("Frankfurt (Oder)", "DE"): (52.34, 14.55), ("Frankfurt", "DE"): (50.11, 8.68), ("Freiberg", "DE"): (50.91, 13.34),
    ("Freiburg", "DE"): (48.0, 7.85), ("Donetsk", "UA"): (48.0, 37.8), ("Vinnytsia", "UA"): (49.23, 28.47),
    ("Beuel", "DE"): (50.74, 7.12), ("Bonn", "DE"): (50.73, 7.1), ("Tianjin", "CN"): (39.14, 117.18),
    ("Wuhan", "CN"): (30.58, 114.27), ("Ningbo", "CN"): (29.88, 121.55),
}  # fmt: skip


@cache
def matcher() -> Matcher:
    return Matcher(KNOWN, locate=lambda city, country: CITIES.get((city, country)))


def found(name: str, city: str = "", country: str = "", **more: str) -> Match:
    return matcher().find(name, city, country, **more)


# --- what is found -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "city", "country", "meant", "by"),
    [
        ("tsukuba", "", "", "tsukuba", "id"),
        ("https://ror.org/039bjqg32", "", "", "warsaw", "ror"),
        ("039BJQG32", "", "", "warsaw", "ror"),
        ("UNIVERSITÄT WARSCHAU", "", "", "warsaw", "name"),
        ("Universitaet Muenchen", "", "DE", "munich", "name"),
        ("Stalino State University", "", "UA", "donetsk-national", "name"),
        ("UM", "", "NL", "maastricht", "name"),
        ("UW", "", "PL", "warsaw", "name"),
        ("UW", "Seattle", "", "univ-wash", "name"),
        ("九州大学", "", "JP", "kyushu", "name"),
        ("RUB", "", "", "rub", "name"),
        ("Universität Krakau (Uniwersytet Jagielloński w Krakowie)", "", "PL", "krakow", "name"),
        ("Univ. Warschau", "", "PL", "warsaw", "similar"),
        ("Warsaw University", "", "PL", "warsaw", "similar"),
        ("Universidad de Varsovia, Warschau", "Warsaw", "PL", "", ""),
        ("The University of Warsaw (UW)", "", "PL", "warsaw", "similar"),
        ("Ruhruniversität Bochum", "", "DE", "rub", "similar"),
        ("Bochum, Ruhr-Universität", "", "DE", "rub", "similar"),
        ("Universität Ky?sh?", "", "JP", "kyushu", "similar"),
        ("Universit?t M?nchen", "", "DE", "munich", "similar"),
        ("UniversitÃ¤t MÃ¼nchen", "", "DE", "munich", "name"),
        ("Universitt Mnchen", "", "DE", "munich", "similar"),
        ("Univeristy of Rennes", "", "FR", "univ-rennes", "similar"),
        ("Universität Utrehct", "Utrecht", "NL", "utrecht", "similar"),
        ("Utrechter Netzwerk", "Utrecht", "NL", "utrecht-network", "similar"),
        ("Jagiellonian University, Kraków", "", "PL", "krakow", "similar"),
        ("Washington University", "Seattle", "US", "univ-wash", "similar"),
        ("Universität Bonn", "Beuel", "DE", "bonn", "name"),
        ("National Institute for Materials Science, Japan", "", "JP", "nims", "similar"),
    ],
)
def test_another_spelling_language_or_order_is_found(name: str, city: str, country: str, meant: str, by: str) -> None:
    match = found(name, city, country)
    assert (match.institution_id, match.by) == (meant, by)


def test_a_name_somebody_decided_on_is_that_institution_and_settles_a_tie() -> None:
    decided = Matcher(KNOWN, {"um": "malta", "die elf": "rub", "gone": "no-longer-there"})
    assert [(match.institution_id, match.by) for match in map(decided.find, ("UM", "Die Elf", "Gone"))] == [
        ("malta", "alias"), ("rub", "alias"), ("", ""),
    ]  # fmt: skip


def test_a_decision_does_not_hold_in_another_country() -> None:
    match = Matcher(KNOWN, {"um": "malta"}).find("UM", country_code="US")
    assert (match.institution_id, [one.institution_id for one in match.candidates]) == ("", ["malta"])


def test_the_kind_tells_a_city_from_its_university() -> None:
    assert found("Sheffield", kind="city").institution_id == "city-sheffield"
    assert found("Tsukuba", kind="city").institution_id == "city-tsukuba"
    assert found("Tsukuba", kind="university").institution_id == "tsukuba"


def test_a_part_of_a_country_is_not_another_country() -> None:
    assert found("University of Hong Kong", country="CN").institution_id == "hku"


# --- what must not be joined -------------------------------------------------------------------------------------

TRAPS = [
    ("Washington University", "", "US", "two universities differ by the order of words"),
    ("Washington University", "St. Louis", "US", "the city contradicts"),
    ("Universität Washington", "", "", "nobody says the country"),
    ("York University", "", "", "it is in Toronto"),
    ("York University", "Toronto", "CA", "it is in Toronto"),
    ("University of Washington", "St. Louis", "US", "the city contradicts a whole name"),
    ("CHU Rennes", "", "FR", "a hospital elsewhere"),
    ("CHU de Rennes", "Rennes", "FR", "a hospital is not the university"),
    ("Universitätsklinikum Bonn", "Bonn", "DE", "a hospital is not the university"),
    ("Universitätsbibliothek Bonn", "Bonn", "DE", "a library is not the university"),
    ("Universität Frankfurt (Oder)", "", "DE", "another Frankfurt"),
    ("Universität Frankfurt", "Frankfurt (Oder)", "DE", "another Frankfurt"),
    ("Universität Frankfurt an der Oder", "", "DE", "another Frankfurt"),
    ("University of California, Davis", "", "US", "another campus"),
    ("University of California", "", "US", "some campus"),
    ("University of California", "Berkeley", "US", "the university system has an office there"),
    ("University of California, Berkeley Seattle", "", "US", "a campus is called by its city"),
    ("University of California, Davis", "Davis", "US", "another campus"),
    ("Indian Institute of Technology Delhi", "New Delhi", "IN", "another campus"),
    ("Indian Institute of Technology", "", "IN", "some campus"),
    ("University of Nottingham Ningbo China", "", "", "another campus"),
    ("University of Nottingham", "Ningbo", "CN", "another campus"),
    ("University of Nottingham Malaysia", "", "MY", "another campus"),
    ("Netzwerk Universität Utrecht", "", "NL", "a network is not its member"),
    ("Universität Washington", "", "US", "in German both orders are one"),
    ("Universit?tsallianz Bochum", "", "DE", "an alliance is not a university"),
    ("Donetsk University", "", "UA", "which of two"),
    ("Donetsk National University", "Donetsk", "UA", "it has moved, or it is the other one"),
    ("Technical University of Donetsk", "", "UA", "a word is missing"),
    ("Universität Freiberg", "", "DE", "one letter, another city"),
    ("Universität Freiberg", "Freiberg", "DE", "one letter, another city"),
    ("Hebei University of Technology", "", "CN", "one letter, another province"),
    ("Hebei University of Technology", "Tianjin", "CN", "one letter, another province"),
    ("Istanbul Technical University", "Istanbul", "TR", "a technical university beside it"),
    ("Chinese University of Hong Kong", "", "HK", "another university of the city"),
    ("Sheffield Hallam University", "Sheffield", "GB", "another university of the city"),
    ("University of Dublin", "Dublin", "IE", "Trinity College"),
    ("Dublin City University", "Dublin", "IE", "another university of the city"),
    ("London Business School", "London", "GB", "a business school is no school of economics"),
    ("Fakultät für Jura, Universität Bonn", "Bonn", "DE", "a faculty is not its university"),
    ("Bonn University of Applied Sciences", "Bonn", "DE", "another kind of university"),
    ("Tsukuba", "", "JP", "the city or the university"),
    ("Sheffield", "", "GB", "the city or the university"),
    ("UM", "", "", "two have this short name"),
    ("UW", "", "", "two have this short name"),
    ("UM", "", "US", "a third one elsewhere"),
    ("Universität", "", "", "no name at all"),
    ("National University", "", "JP", "no name at all"),
    ("????????", "", "JP", "nothing is left of it"),
    ("univ-bonn", "", "", "an id that does not exist"),
    ("bonn-alt", "", "", "an id that does not exist"),
    ("Westminster College", "Salt Lake City", "US", "another college of this name"),
    ("Universität Warschau / Universität Utrecht", "", "", "two institutions in a cell"),
    ("Warsaw", "", "PL", "a mere place"),
    ("University of Atlantis", "", "", "nobody knows it"),
    ("LMU Klinikum München", "Munich", "DE", "a hospital is not the university"),
]


@pytest.mark.parametrize(("name", "city", "country", "why"), TRAPS)
def test_what_is_not_sure_is_never_joined(name: str, city: str, country: str, why: str) -> None:
    assert found(name, city, country).institution_id == "", why


def test_a_ror_id_of_another_institution_forbids_the_name() -> None:
    elsewhere = found("University of Warsaw", country="PL", ror_id="https://ror.org/01y2jtd41")
    assert (elsewhere.institution_id, [one.institution_id for one in elsewhere.candidates]) == ("", ["warsaw"])
    two = found("University of Bonn", country="DE", ror_id="039bjqg32")
    assert (two.institution_id, {one.institution_id for one in two.candidates}) == ("", {"warsaw", "bonn"})


# --- what is asked -----------------------------------------------------------------------------------------------


def test_an_unsure_name_brings_its_candidates_the_best_first() -> None:
    match = found("UC Berkeley Haas", "Berkeley", "US")
    assert (match.institution_id, match.by) == ("", "")
    assert [one.institution_id for one in match.candidates] == ["berkeley"]
    alike = found("National University Donetsk", country="UA").candidates
    assert [one.institution_id for one in alike] == ["donetsk-national", "donetsk-technical"]
    assert [one.score for one in alike] == sorted((one.score for one in alike), reverse=True)
    assert all(0 < one.score <= 1 for one in alike)


def test_an_unknown_name_has_no_candidates() -> None:
    assert found("University of Atlantis").candidates == ()
    assert found("", "Bonn", "DE").candidates == ()


def test_a_similar_name_that_was_joined_tells_how_alike_it_is() -> None:
    match = found("Univ. Warschau", country="PL")
    assert (match.candidates[0].institution_id, match.candidates[0].score) == ("warsaw", 1.0)


@pytest.mark.parametrize(
    "hostile", ["?" * 3000, "a?" * 300, "universität" * 2000, "x" * 3000, "Bonn " * 2000, "=1+1", "\0", "((((", "()/-"]
)
def test_a_hostile_name_is_unknown_and_takes_no_time(hostile: str) -> None:
    longs = rows("institutions", institution("long", name="Bonn " * 2000), institution("wide", name="a" * 300))
    assert Matcher(longs).find(hostile[:-1] + "y").institution_id == ""
    assert matcher().find(hostile).institution_id == ""


def test_the_rows_of_institutions_stay_as_they_are() -> None:
    before = KNOWN.copy(deep=True)
    Matcher(KNOWN).find("Universität Utrehct", "Utrecht", "NL")
    pd.testing.assert_frame_equal(KNOWN, before)


# --- the demonstration's institutions ----------------------------------------------------------------------------


@cache
def partners() -> pd.DataFrame:
    return pd.read_csv(installed("data") / "institutions.csv", dtype=str, keep_default_na=False)


@cache
def of_demonstration() -> Matcher:
    return Matcher(partners())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("RUB", "rub"), ("TU Do", "tu-dortmund"), ("TU Dortmund", "tu-dortmund"), ("UDE", "ude"),
        ("Uni Duisburg-Essen", "ude"), ("Ruhr-Universität", "rub"), ("Ruhr-Uni", "rub"), ("Ruhr-Uni Bochum", "rub"),
        ("UA Ruhr", "ua-ruhr"), ("UAR", "ua-ruhr"), ("City of Bochum", "city-bochum"), ("Stadt Bochum", "city-bochum"),
        ("Dortmund", "tu-dortmund"), ("rub", "rub"), ("Bochum", ""), ("FH Dortmund", ""), ("Universität", ""),
    ],
)  # fmt: skip
def test_our_own_institutions_are_known_by_what_the_office_calls_them(written: str, meant: str) -> None:
    assert of_demonstration().find_home(written, HOMES).institution_id == meant


def test_every_partner_of_a_list_of_an_office_is_found() -> None:
    file = Path(__file__).parents[1] / "data" / "partners_as_written.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        written = list(csv.DictReader(stream))
    wrong = [
        (row["name"], row["institution_id"])
        for row in written
        if of_demonstration().find(row["name"], row["city"], row["country_code"]).institution_id
        != row["institution_id"]
    ]
    assert (len(written), wrong) == (160, [])


def typing_error(name: str) -> str:
    """Exchange two letters in the middle of the longest word."""
    longest = max(name.split(), key=len)
    middle = len(longest) // 2
    turned = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
    return name.replace(longest, turned, 1)


NOISE = {
    "in capitals": str.upper,
    "without accents": lambda name: name.encode("ascii", "ignore").decode(),
    "with lost letters": lambda name: name.encode("ascii", "replace").decode(),
    "in Windows letters": lambda name: name.encode("cp1252", "replace").decode("cp1252"),
    "read in the wrong code": lambda name: name.encode().decode("latin-1"),
    "mistyped": typing_error,
    "shortened": lambda name: name.replace("University", "Univ.").replace("Universität", "Uni"),
    "turned round": lambda name: ", ".join(reversed(name.rsplit(" ", 1))),
}


@pytest.mark.parametrize("noise", NOISE)
def test_noise_leads_to_the_right_institution_or_to_a_question_but_never_to_a_wrong_one(noise: str) -> None:
    wrong, right, count = [], 0, 0
    for row in partners().to_dict("records"):
        for name in {row["name"], row["name_de"]} - {""}:
            found_id = of_demonstration().find(NOISE[noise](name), row["city"], row["country_code"]).institution_id
            count += 1
            right += found_id == row["institution_id"]
            if found_id not in ("", row["institution_id"]):
                wrong.append((name, found_id))
    assert wrong == []
    assert right / count > (0.8 if noise == "mistyped" else 0.95)
