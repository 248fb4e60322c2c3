"""A country is known under every name people give it, and what is no country is refused rather than guessed."""

import csv
import subprocess
import sys
import tomllib
from importlib import resources
from pathlib import Path

import pycountry
import pytest

from partner_dashboard.names import key
from partner_dashboard.places import countries
from partner_dashboard.regions import country_codes, country_name

MESSY = Path(__file__).parents[1] / "data" / "places" / "messy_countries.csv"
WORDS = resources.files("partner_dashboard.places") / "data" / "country_words.toml"

LEFT_OPEN = {"Congo", "Kongo", "Norfolk"}
"""Names of one country in ISO 3166 or in some language that may mean another one or a county as well."""


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("DE", ("de", "DEU", "276", "Deutschland", "GERMANY ", "Allemagne", "Германия", "ドイツ", "BRD", "DDR", "🇩🇪")),
        ("AT", ("Österreich", "Oesterreich", "Osterreich", "Rep. Österreich", "Österr.", "O\u0308sterreich")),
        ("US", ("U.S.", "U. S. A.", "USA (California)", "Ver. Staaten v. Amerika", "Georgia (USA)")),
        ("GB", ("UK", "Schottland", "Northern Ireland", "England/UK", "Wales (GB)")),
        ("GR", ("EL", "Hellas")),
        ("KR", ("Korea (Süd)", "Rep. of Korea", "Korea", "South Koera", "Korea ROK")),
        ("KP", ("Korea, Nord", "DPR Korea", "Korea (DVR)", "N. Korea")),
        ("CN", ("VR China", "China (People's Republic)", "P.R. China", "China (Shanghai)")),
        ("TW", ("Taiwan, Province of China", "Republic of China", "Chinese Taipei", "China (Taiwan)")),
        ("HK", ("Hong Kong", "China (Hong Kong)", "Hongkong SAR")),
        ("RE", ("Réunion", "Frankreich (Réunion)")),
        ("CD", ("Zaire", "Kongo, Dem. Rep.", "D.R. Kongo", "DRC")),
        ("CG", ("Kongo-Brazzaville", "Congo, Republic of the")),
        ("MM", ("Burma", "Myanmar (ehem. Birma)")),
        ("SZ", ("Swasiland", "Eswatini (Swaziland)")),
        ("GE", ("Georgia", "Georgia (country)")),
        ("SS", ("S. Sudan", "Sudan (Süd)")),
        ("XK", ("Kosovo*", "Kosovo (UNSCR 1244)")),
        ("NA", ("NA", "Namibia")),
        ("NL", ("Niederlande, die", "The Netherlands")),
        ("MD", ("Rep. Moldau", "Moldau, Republik")),
        ("PH", ("Phillipines",)),
    ],
)  # fmt: skip
def test_a_country_is_known_by_all_its_names(code: str, texts: tuple[str, ...]) -> None:
    assert {text: countries.code(text) for text in texts} == dict.fromkeys(texts, code)


@pytest.mark.parametrize(
    "text",
    ["", "-", "?", "na", "n.a.", "k. A.", "u.a.", "Europa", "EU", "weltweit", "Kongo", "Congo", "Jugoslawien", "UdSSR",
     "Tschechoslowakei", "Deutschland, Frankreich", "Germany and France", "USA/Kanada", "Niger/Nigeria", "Nigera",
     "Boston, MA", "Atlanta, Georgia", "Peru, Indiana", "Bayern", "Bochum", "Vienna", "Portland", "Málaga", "2016"],
)  # fmt: skip
def test_what_is_no_country_or_several_is_refused(text: str) -> None:
    assert countries.code(text) == ""


def test_two_readings_of_the_same_text_are_both_heard() -> None:
    assert countries.code("DE Deutschland") == "DE"
    assert countries.code("AT Niederlande") == ""


def test_what_may_be_meant_is_suggested_but_not_taken() -> None:
    assert (countries.code("Jpan"), countries.suggestion("Jpan")) == ("", "JP")
    assert (countries.code("D"), countries.suggestion("D")) == ("", "DE")
    assert (countries.code("na"), countries.suggestion("na")) == ("", "NA")
    assert countries.suggestion("Germny") == countries.code("Germny") == "DE"
    assert countries.suggestion("Europa") == countries.suggestion("Rektorat") == ""


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pl", "tr", "ru", "ja", "zh", "ko", "ar", "he"])
def test_every_country_is_known_by_the_name_a_language_gives_it(language: str) -> None:
    named = {code: country_name(code, language) for code in country_codes()}
    found = {code: (countries.code(name), countries.code(f" {name.upper()} ")) for code, name in named.items()}
    assert {named[code] for code, codes in found.items() if codes != (code, code)} <= LEFT_OPEN


def test_every_name_and_code_of_iso_3166_is_known() -> None:
    fields = ("name", "official_name", "common_name", "alpha_2", "alpha_3", "numeric")
    asked = {str(value): country.alpha_2 for country in pycountry.countries for field in fields
             if (value := getattr(country, field, None))}  # fmt: skip
    missed = {text: countries.code(text) for text, code in asked.items() if countries.code(text) != code}
    assert missed == {"Congo": ""}


def test_of_a_thousand_messy_texts_almost_all_are_read_and_none_wrong() -> None:
    with MESSY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [(row["country_text"], row["iso2"], countries.code(row["country_text"])) for row in rows]
    assert [row for row in found if row[2] not in (row[1], "")] == []
    assert sum(row[1] == row[2] for row in found) >= 0.98 * len(rows)


def test_the_table_holds_what_the_words_say() -> None:
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    named = {name: code for code, names in words["names"].items() for name in names}
    named |= {code: country for country, codes in words["codes"].items() for code in codes}
    refused = dict.fromkeys(words["refused"]["words"], "")
    found = {text: countries.code(text) for text in named | refused if key(text)}
    assert {text: code for text, code in found.items() if code != (named | refused)[text]} == {}


def test_territories_know_whose_they_are_and_disputed_ones_do_not() -> None:
    assert {code: countries.parent(code) for code in ("HK", "PR", "RE", "GL", "FO", "AX", "TW", "PS", "XK", "DE")} == {
        "HK": "CN", "PR": "US", "RE": "FR", "GL": "DK", "FO": "DK", "AX": "FI", "TW": "", "PS": "", "XK": "", "DE": "",
    }  # fmt: skip


def test_reading_a_country_that_is_written_properly_needs_neither_locales_nor_fuzzy_search() -> None:
    code = "import sys\nfrom partner_dashboard.places import countries\nassert countries.code('Deutschland') == 'DE'"
    code += "\nfound = {'babel', 'rapidfuzz', 'pycountry'} & set(sys.modules)\nassert not found, found"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, timeout=60)
