"""What a name says, word by word, and whether a place agrees: the ground on which matching stands."""

import pytest

from partner_dashboard.intake.directory import ror_of
from partner_dashboard.intake.likeness import fits, likeness, resembles
from partner_dashboard.intake.whereabouts import cities_agree, countries_agree, kilometres, nowhere
from partner_dashboard.intake.wording import LOST, tokens_of, unbroken


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("University of Warsaw", "Universität Warsaw"),
        ("University of Warsaw", "Uniwersytet, Warsaw"),
        ("University of Tokyo", "the Univ. of Tokyo"),
        ("Technical University Dortmund", "TU Dortmund"),
        ("National University Taiwan", "Nationaluniversität Taiwan"),
        ("Ruhr-Universität", "Ruhruniversität"),
        ("University of Applied Sciences", "Univeristy for Applied Science"),
        ("Institute of Technology", "Instituto Tecnológico"),
        ("Liaison Office New York", "Verbindungsbüro New York"),
        ("Universität für Kunst", "Universitt fr Kunst"),
        ("Universität für Musik", "Universit?t f?r Musik"),
    ],
)
def test_names_in_other_languages_and_spellings_say_the_same(one: str, other: str) -> None:
    assert sorted(tokens_of(one)) == sorted(tokens_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Universität Bonn", "Universitätsklinikum Bonn"),
        ("Universität Ruhr", "Universitätsallianz Ruhr"),
        ("Universität Ruhr", "Universit?tsallianz Ruhr"),
        ("Utrecht University", "Utrecht Network"),
        ("Network of Utrecht", "Alliance of Utrecht"),
        ("London School of Economics", "London Business School"),
        ("National University Donetsk", "Technical University Donetsk"),
        ("Federal University of Santa Catarina", "Universität des Bundesstaates Santa Catarina"),
        ("Federal University of Rio Grande", "Universidade Federal do Rio Grande do Sul"),
        ("Hochschule Bochum", "Universität Bochum"),
        ("Physics Institute", "Medical Institute"),
        ("Beijing Polytechnic University", "Beijing University of Technology"),
        ("Université Toulouse I", "Université Toulouse"),
        ("東京工業大学", "東京工科大学"),
    ],
)
def test_names_of_two_institutions_do_not(one: str, other: str) -> None:
    assert sorted(tokens_of(one)) != sorted(tokens_of(other))


def test_a_city_in_another_language_becomes_ours() -> None:
    places = {"warschau": "warsaw", "neu delhi": "new delhi", "luttich": "liege"}
    assert tokens_of("Universität Warschau", places) == tokens_of("University of Warsaw")
    assert tokens_of("Universität Neu-Delhi", places) == tokens_of("University of New Delhi")
    assert tokens_of("Universit?t L?ttich", places) == tokens_of("University of Liège")


def test_a_lost_letter_stays_in_its_word_and_a_question_of_its_own_is_none() -> None:
    assert tokens_of("Krak?w") == (f"krak{LOST}w",)
    assert tokens_of("Krak\ufffdw") == (f"krak{LOST}w",)
    assert tokens_of("Bonn ? Berlin") == ("bonn", "berlin")


@pytest.mark.parametrize(
    ("lossy", "token", "may_be"),
    [
        (f"krak{LOST}w", "krakow", True),
        (f"ky{LOST}sh{LOST}", "kyushu", True),
        (f"utrecht{LOST}", "utrecht", True),
        (f"gie{LOST}en", "giessen", True),
        (f"krak{LOST}w", "krakau", False),
        (f"{LOST}{LOST}{LOST}a", "roma", False),
        ("krakow", "krakow", False),
    ],
)
def test_a_lost_letter_stands_for_one_letter(lossy: str, token: str, may_be: bool) -> None:
    assert fits(lossy, token) is may_be


@pytest.mark.parametrize(
    ("token", "other", "may_be"),
    [
        ("tsukba", "tsukuba", True), ("utrechter", "utrecht", True), ("freiberg", "freiburg", True),
        ("born", "bonn", False), ("2010", "2011", False), ("hannover", "hamburg", False),
    ],
)  # fmt: skip
def test_a_word_resembles_another_that_is_one_slip_away(token: str, other: str, may_be: bool) -> None:
    assert resembles(token, other) is may_be


def test_likeness_counts_common_words_little_and_names_what_is_left() -> None:
    like = likeness(("=uni", "warsaw", "law"), ("warsaw", "=uni"))
    assert (like.extra, like.missing, like.turned, like.guessed) == (("law",), (), True, False)
    assert like.score == pytest.approx(2 * 1.35 / (2 * 1.35 + 1))
    assert likeness(("=uni", "bonn"), ("=uni", "berlin")).score < 0.3
    assert likeness((), ("bonn",)).score == 0.0


def test_what_a_name_may_add_counts_for_nothing() -> None:
    like = likeness(("=uni", "bonn", "germany"), ("=uni", "bonn"), {"germany"})
    assert (like.score, like.extra, like.missing) == (1.0, (), ())


@pytest.mark.parametrize(
    ("written", "meant"),
    [("UniversitÃ¤t", "Universität"), ("KyÅ«shÅ«", "Kyūshū"), ("Universität", "Universität"), ("Kyiv", "Kyiv")],
)
def test_utf8_that_was_read_as_windows_letters_is_mended(written: str, meant: str) -> None:
    assert unbroken(written) == meant


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://ror.org/04tsk2644", "04tsk2644"), ("ror.org/04tsk2644/", "04tsk2644"), ("04TSK2644", "04tsk2644"),
        ("04tsk264", ""), ("https://example.org/04tsk2644", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_ror_id_is_known_bare_and_as_an_address(text: str, code: str) -> None:
    assert ror_of(text) == code


@pytest.mark.parametrize(
    ("written", "ours", "agreement"),
    [
        ("DE", "DE", "agrees"),
        ("", "DE", "open"),
        ("FR", "RE", "agrees"),
        ("RE", "FR", "agrees"),
        ("CN", "TW", "contradicts"),
    ],
)
def test_a_country_agrees_with_its_territory_and_with_no_other(written: str, ours: str, agreement: str) -> None:
    assert countries_agree(written, ours) == agreement


@pytest.mark.parametrize(
    ("written", "ours", "agreement"),
    [
        ("Köln", ("Cologne", "Köln"), "agrees"), ("KOELN", ("Köln",), "agrees"), ("K?ln", ("Köln",), "agrees"),
        ("", ("Bonn",), "open"), ("Bonn", (), "open"), ("Bochum-Querenburg", ("Bochum",), "open"),
        ("Cambridge", ("Cambridge (MA)",), "open"), ("Cambridge, Massachusetts", ("Cambridge (MA)",), "open"),
        ("Frankfurt", ("Frankfurt (Oder)",), "contradicts"), ("Frankfurt am Main", ("Frankfurt",), "contradicts"),
        ("Berlin", ("Bonn",), "contradicts"),
    ],
)  # fmt: skip
def test_cities_agree_by_their_names(written: str, ours: tuple[str, ...], agreement: str) -> None:
    assert cities_agree(written, "DE", ours, None, nowhere) == agreement


def test_cities_of_other_names_agree_by_where_they_are() -> None:
    known = {
        "Kapstadt": (-33.9, 18.4),
        "Cape Town": (-33.9, 18.4),
        "Rondebosch": (-33.96, 18.47),
        "Durban": (-29.9, 31.0),
    }

    def locate(city: str, country_code: str) -> tuple[float, float] | None:
        return known.get(city)

    told = {
        city: cities_agree(city, "ZA", ("Cape Town",), None, locate) for city in ("Kapstadt", "Rondebosch", "Durban")
    }
    assert told == {"Kapstadt": "agrees", "Rondebosch": "open", "Durban": "contradicts"}
    assert kilometres((51.48, 7.22), (52.52, 13.4)) == pytest.approx(440, abs=5)
