"""Numbers and degrees as people write them."""

import pytest

from partner_dashboard.intake.written.coordinates import Degrees, pair, read
from partner_dashboard.intake.written.numbers import decimal, whole


@pytest.mark.parametrize(
    ("written", "number"),
    [("51.4436", 51.4436), ("51,4436", 51.4436), ("−7,26", -7.26), ("1.234,5", 1234.5), ("1,234.5", 1234.5),
     ("1'234.5", 1234.5), (".5", 0.5), ("7,", 7.0), ("1e1", 10.0), (" 7 ", 7.0), ("５", 5.0)],
)  # fmt: skip
def test_a_decimal_has_a_point_or_a_comma(written: str, number: float) -> None:
    assert decimal(written) == number


@pytest.mark.parametrize("written", ["", "-", "n/a", "inf", "nan", "1_000", "٥١", "5.144.361", "1e999", "1,2,3", "51°"])
def test_what_is_no_number_or_could_be_two_is_none(written: str) -> None:
    assert decimal(written) is None


@pytest.mark.parametrize(
    ("written", "number"), [("3", 3), ("3.0", 3), ("0", 0), ("3.5", None), ("-1", None), ("x", None)]
)
def test_a_whole_number_has_no_fraction(written: str, number: int | None) -> None:
    assert whole(written) == number


NORTH = {
    "51.4436° N": 51.4436, "51,4436 N": 51.4436, "N 51° 26.616'": 51.4436, "51°26′37″N": 51.443611,
    "51° 26' 37'' N": 51.443611, "51 26 37 N": 51.443611, "Nord 51,5": 51.5, "51.5 n. Br.": 51.5,
    "51 Grad 26 Minuten 37 Sekunden Nord": 51.443611, "52° 30′ 59″ nördliche Breite": 52.516389,
}  # fmt: skip


@pytest.mark.parametrize(("written", "degrees"), NORTH.items())
def test_a_letter_of_the_compass_says_which_axis(written: str, degrees: float) -> None:
    assert read(written) == Degrees(degrees, "latitude", is_plain=False)


EAST_AND_WEST = {
    "7,26 O": 7.26, "7° 15' Ost": 7.25, "7.26E": 7.26, "7° 15′ ö. L.": 7.25, "7° 15' östl. Länge": 7.25,
    "74.006 W": -74.006, "West 74": -74.0,
}  # fmt: skip


@pytest.mark.parametrize(("written", "degrees"), EAST_AND_WEST.items())
def test_the_german_o_is_east(written: str, degrees: float) -> None:
    assert read(written) == Degrees(degrees, "longitude", is_plain=False)


@pytest.mark.parametrize(
    ("written", "degrees"), [("51:26:37", 51.443611), ("51°", 51.0), ("51d26m37s", 51.443611), ("-33° 55'", -33.916667)]
)
def test_minutes_and_seconds_need_no_letter(written: str, degrees: float) -> None:
    assert read(written) == Degrees(degrees, None, is_plain=False)


@pytest.mark.parametrize(
    "written",
    ["", "N", "n/a", "5.144.361", "51 443", "51° 75' N", "51.5° 26' N", "-33 S", "N 51 E", "12 Bochum", "N" + "5" * 99],
)
def test_what_holds_no_degrees_is_none(written: str) -> None:
    assert read(written) is None


PAIRS = [
    "51.44, 7.26", "51.44,7.26", "51,44; 7,26", "51,44 7,26", "51,44, 7,26", "51.44 / 7.26", "(51.44, 7.26)",
    "geo:51.44,7.26", "POINT(7.26 51.44)", "51.44 N, 7.26 E", "7.26 E, 51.44 N", "N51.44 E7.26", "51.44N7.26E",
    "51° 26.4' N 7° 15.6' O", "51,44 n. Br., 7,26 ö. L.",
]  # fmt: skip


@pytest.mark.parametrize("written", PAIRS)
def test_two_degrees_in_one_cell_are_latitude_and_longitude(written: str) -> None:
    found = pair(written)
    assert found is not None
    assert (found[0].value, found[1].value) == (51.44, 7.26)


@pytest.mark.parametrize("written", ["", "51,44", "51.44", "51.44, 7.26, 100", "51 N, 52 N", "Bochum", "51,44,7,26"])
def test_what_is_no_pair_is_none(written: str) -> None:
    assert pair(written) is None
