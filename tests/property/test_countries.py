"""Whatever people write gives a country we know or none, and never an exception."""

from hypothesis import given
from hypothesis import strategies as st

from partner_dashboard.places import countries, sanity
from partner_dashboard.regions import country_codes

KNOWN = sorted(country_codes())
CODES = st.sampled_from(KNOWN)
LATITUDES, LONGITUDES = st.floats(-200, 200), st.floats(-400, 400)


@given(st.text(max_size=60))
def test_any_text_is_a_country_or_none(text: str) -> None:
    assert countries.code(text) in {"", *KNOWN}
    assert countries.suggestion(text) in {"", *KNOWN}


@given(
    st.lists(st.sampled_from(["Korea", "Rep.", "(", ")", ",", " - ", "/", "Süd", "U.S.", "Georgia", "🇩🇪", ".", "\n"]))
)
def test_any_mixture_of_parts_is_a_country_or_none(parts: list[str]) -> None:
    assert countries.code("".join(parts)) in {"", *KNOWN}


@given(LATITUDES, LONGITUDES, CODES)
def test_any_point_is_judged(latitude: float, longitude: float, code: str) -> None:
    assert countries.contains(code, latitude, longitude) in (True, False, None)
    assert countries.of_point(latitude, longitude) in {"", *KNOWN}
    assert isinstance(sanity.conflict(latitude, longitude, code), str)


@given(LATITUDES, LONGITUDES)
def test_a_country_contains_the_points_that_lie_in_it(latitude: float, longitude: float) -> None:
    code = countries.of_point(latitude, longitude)
    assert not code or countries.contains(code, latitude, longitude) is True
