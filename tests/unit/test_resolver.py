"""A row becomes the right place, or none with the reason: layer by layer, the surest first.

The register is a small invented one (tests/registers.py); the cities are those of the product.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from partner_dashboard.places import gazetteer, resolver
from partner_dashboard.places.answers import Answer, Place, Query
from partner_dashboard.places.nearness import kilometres
from partner_dashboard.places.register import Register
from partner_dashboard.places.resolver import Resolver
from tests.organisations import GAZETTEERS
from tests.registers import RECORDS, SEATS, imported, many

HOME = Place(10.0, 20.0, "DE", "Bochum", "stated", "campus", 0.4)

Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    return imported(tmp_path_factory.mktemp("register"), [*RECORDS, *many(3000)])


@pytest.fixture(scope="module")
def ask(register: Register) -> Ask:
    resolve = Resolver({}, gazetteer.opened(GAZETTEERS), [register])
    return lambda name="", city="", country="", **stated: resolve.place(Query(name, city, country, **stated))


@pytest.fixture(scope="module")
def ask_embedded() -> Ask:
    resolve = resolver.opened(GAZETTEERS, {}, institutions=False)
    return lambda name="", city="", country="", **stated: resolve.place(Query(name, city, country, **stated))


def seat_of(answer: Answer) -> str:
    """Say which seat of the invented register an answer means."""
    if answer.place is None:
        return answer.reason
    here = (answer.place.latitude, answer.place.longitude)
    return next((name for name, (_, _, *there) in SEATS.items() if kilometres(here, (there[0], there[1])) < 25), "?")


# --- institutions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "city", "country", "seat"),
    [
        ("Tauberwald University", "", "", "Bochum"),
        ("Universität Tauberwald", "", "Deutschland", "Bochum"),
        ("TAUBERWALD UNIV.", "", "DE", "Bochum"),
        ("Univ. of Tauberwald, Faculty of Law", "", "", "Bochum"),
        ("Tauberwlad Univesity", "", "Germany", "Bochum"),
        ("Bergschule Tauberwald", "Bochum", "", "Bochum"),
        ("Instytut Botaniki Bagiennej", "", "Polska", "Warsaw"),
        ("Institut für Marsh Botany", "Warschau", "Polen", "Warsaw"),
        ("北山学院大学", "", "", "Kyoto"),
        ("Université des Lagons", "", "France", "Saint-Denis"),
        ("University of the Lagoons", "Saint-Denis", "Réunion", "Saint-Denis"),
        ("Kitayama Gakuin", "Kioto", "Japan", "Kyoto"),
    ],
)
def test_a_name_as_offices_write_it_is_found(ask: Ask, name: str, city: str, country: str, seat: str) -> None:
    assert seat_of(ask(name, city, country)) == seat


def test_an_answer_says_what_speaks_for_it(ask: Ask) -> None:
    place = ask("Bergschule Tauberwald", "Bochum", "Germany").place
    assert place is not None
    assert [(sign.code, sign.value) for sign in place.evidence] == [
        ("ror", "000000001"), ("alias", ""), ("country", ""), ("city", ""),
    ]  # fmt: skip
    assert (place.method, place.precision, place.name, place.ror_id, place.country_code) == (
        "ror", "city", "Tauberwald University", "000000001", "DE",
    )  # fmt: skip
    assert 0.9 < place.confidence < 1


def test_the_register_knows_cities_and_no_campus(ask: Ask) -> None:
    names = ("Tauberwald University", "Institute of Marsh Botany", "Kitayama Gakuin University")
    assert {place.precision for name in names if (place := ask(name).place)} == {"city"}


def test_of_namesakes_the_one_in_the_stated_city_is_meant(ask: Ask) -> None:
    assert seat_of(ask("Concordance College", "Springfield, MA", "USA")) == "Springfield (MA)"
    assert seat_of(ask("Concordance College", "Springfield (Illinois)", "USA")) == "Springfield (IL)"


def test_namesakes_that_nothing_tells_apart_are_refused_and_named(ask: Ask) -> None:
    answer = ask("Concordance College", "", "USA")
    assert (answer.place, answer.reason, answer.country_code) == (None, "tie", "US")
    assert {place.name for place in answer.runners_up} == {"Concordance College"}
    assert len({place.latitude for place in answer.runners_up}) == 2


def test_a_city_with_namesakes_of_its_size_is_refused_and_they_are_named(ask: Ask) -> None:
    answer = ask("Marsh School of Business", "Burlington", "USA")
    assert (answer.place, answer.reason) == (None, "several_cities")
    assert len({(place.latitude, place.longitude) for place in answer.runners_up}) >= 3


def test_letters_alone_are_refused_and_taken_where_the_row_says_more(ask: Ask) -> None:
    assert seat_of(ask("TWU")) == "acronym_only"
    assert seat_of(ask("TWU", "Bochum", "DE")) == "Bochum"


def test_a_stated_id_of_the_register_is_enough(ask: Ask) -> None:
    answer = ask("?", ror_id="https://ror.org/000000004")
    assert seat_of(answer) == "Warsaw"
    assert answer.place is not None
    assert answer.place.evidence[0] == ("ror_id", "000000004")
    assert seat_of(ask("Tauberwald University", "", "DE", ror_id="000000099")) == "Bochum"


def test_an_id_from_another_country_than_the_row_says_is_refused(ask: Ask) -> None:
    answer = ask("Institute of Marsh Botany", "", "Japan", ror_id="000000004")
    assert (answer.place, answer.reason, answer.conflict) == (None, "country_contradicts", "country_and_name")
    assert [place.name for place in answer.runners_up] == ["Institute of Marsh Botany"]


def test_two_seats_of_one_organisation_are_two_places(ask: Ask) -> None:
    assert seat_of(ask("Aurora Polytechnic", "", "Finland")) == "Turku"
    assert seat_of(ask("Aurora Polytechnic", "", "Germany")) == "Ulm"


# --- a country vetoes ---------------------------------------------------------------------------------------------


def test_another_country_than_the_stated_one_is_never_an_answer(ask: Ask) -> None:
    answer = ask("Tauberwald University", "", "Japan")
    assert (answer.place, answer.conflict) == (None, "country_and_name")
    assert answer.runners_up[0].country_code == "DE"


def test_a_territory_and_its_country_are_one_in_rows(ask: Ask) -> None:
    for country in ("France", "Réunion", "RE", ""):
        place = ask("University of the Lagoons", "", country).place
        assert place is not None
        assert place.country_code == "RE"


# --- refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["TBD", "n/a", "unbekannt", "Universität Mordor", "University of Atlantis", "???", "-"],
)
def test_placeholders_are_refused(ask: Ask, name: str) -> None:
    assert ask(name).place is None
    assert ask(name).reason in ("placeholder", "no_input")


def test_a_placeholder_in_a_stated_city_is_in_that_city(ask: Ask) -> None:
    assert seat_of(ask("TBD", "Ulm", "Germany")) == "Ulm"


@pytest.mark.parametrize("name", ["School of Business", "Technical University", "Ministry of Health", "Institut"])
def test_a_name_of_nothing_but_concepts_is_refused(ask: Ask, name: str) -> None:
    assert (ask(name).place, ask(name).reason) == (None, "generic_name")


def test_nothing_said_is_nothing_found(ask: Ask) -> None:
    assert (ask().place, ask().reason) == (None, "no_input")
    assert ask("Zzyzx Wqrtyp Foundation").reason in ("not_found", "unsure")


def test_an_organisation_that_is_no_more_gives_way_to_one_that_is(ask: Ask) -> None:
    assert seat_of(ask("Ministry of Lanterns", "", "France")) == "Paris"


# --- cities -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("city", "country", "seat"),
    [("Warschau", "Polen", "Warsaw"), ("Varsovie", "", "Warsaw"), ("ワルシャワ", "PL", "Warsaw"),
     ("D-89073 Ulm", "", "Ulm"), ("Kioto", "", "Kyoto"), ("Åbo", "Finland", "Turku"), ("Springfield (MA)", "US",
     "Springfield (MA)"), ("44801 Bochumm", "Deutschland", "Bochum")],
)  # fmt: skip
def test_a_city_is_enough_where_nothing_else_is_known(ask: Ask, city: str, country: str, seat: str) -> None:
    answer = ask("Völlig unbekannter Verein Xylo", city, country)
    assert seat_of(answer) == seat
    assert answer.place is not None
    assert answer.place.method == "gazetteer"


def test_a_city_that_the_name_contradicts_is_flagged(ask: Ask) -> None:
    answer = ask("Tauberwald University", "Dresden", "Germany")
    assert answer.conflict == "city_and_name"


def test_an_institution_elsewhere_beats_a_misspelt_city(ask: Ask) -> None:
    assert seat_of(ask("Institute of Marsh Botany", "Warsav", "")) == "Warsaw"


@pytest.mark.parametrize(
    ("name", "country", "city"),
    [("Universität Breslau", "", "Wrocław"), ("Universidade de Frotaleza", "Brasil", "Fortaleza"),
     ("TU Ereurum", "Türkei", "Erzurum"), ("Universität Yanggzhou", "China", "Yangzhou")],
)  # fmt: skip
def test_a_city_in_the_name_is_read_even_with_a_slip(ask_embedded: Ask, name: str, country: str, city: str) -> None:
    place = ask_embedded(name, "", country).place
    assert place is not None
    assert place.city == city or city in place.name
    assert place.confidence < 0.9 or place.method == "known" or "Breslau" in name


def test_a_village_that_looks_like_a_name_is_not_read(ask_embedded: Ask) -> None:
    assert ask_embedded("Karnavati University", "", "India").place is None


def test_a_namesake_beside_a_city_that_the_name_says_is_meant(ask_embedded: Ask) -> None:
    near, alone = ask_embedded("Boston Harbour Club", "Cambridge"), ask_embedded("Harbour Club", "Cambridge")
    assert near.place is not None
    assert (near.place.country_code, alone.place) == ("US", None)


# --- what the row states, and what a person decided ---------------------------------------------------------------


def test_stated_coordinates_stand_above_names(ask: Ask) -> None:
    place = ask("Tauberwald University", "Bochum", "DE", latitude=51.44412, longitude=7.26089).place
    assert place is not None
    assert (place.method, place.precision, place.confidence) == ("stated", "campus", 1.0)


@pytest.mark.parametrize(
    ("latitude", "longitude", "conflict"),
    [(0.0, 0.0, "null_island"), (7.2, 51.5, "coordinates_swapped"), (35.0, 135.8, "coordinates_and_country"),
     (48.1, 11.6, "coordinates_and_city"), (91.0, 7.2, "coordinates_out_of_range")],
)  # fmt: skip
def test_stated_coordinates_that_contradict_are_flagged_and_the_rest_of_the_row_is_read(
    ask: Ask, latitude: float, longitude: float, conflict: str
) -> None:
    answer = ask("Tauberwald University", "Bochum", "DE", latitude=latitude, longitude=longitude)
    assert (answer.conflict, seat_of(answer)) == (conflict, "Bochum")


def test_in_the_middle_of_the_sea_is_flagged(ask: Ask) -> None:
    assert ask("Somebody", "", "", latitude=30.0, longitude=-40.0).conflict == "coordinates_at_sea"


def test_a_persons_decision_always_wins(register: Register) -> None:
    query = Query("Tauberwald University", "Bochum", "DE")
    resolve = Resolver({query.key: HOME}, gazetteer.opened(GAZETTEERS), [register])
    for asked in (
        query,
        replace(query, latitude=51.4, longitude=7.2),
        replace(query, ror_id="000000004"),
        Query("TAUBERWALD university", "bochum", "de"),
    ):
        place = resolve.place(asked).place
        assert place is not None
        assert (place.latitude, place.method, place.confidence) == (10.0, "decided", 1.0)


def test_no_place_is_a_decision_as_well(register: Register) -> None:
    query = Query("Tauberwald University", "Bochum", "DE")
    answer = Resolver({query.key: None}, gazetteer.opened(GAZETTEERS), [register]).place(query)
    assert (answer.place, answer.reason) == (None, "decided_none")


def test_a_country_alone_is_its_middle_and_says_so(ask: Ask) -> None:
    place = ask("", "", "Polen").place
    assert place is not None
    assert (place.precision, place.method, place.country_code, place.confidence) == ("country", "country", "PL", 0.5)
    assert ask("TBD", "", "Polen").place is None
