"""Whatever stands in a cell: it is read as valid EDTF or degrees, or refused with a code, and never raises."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from partner_dashboard import dates
from partner_dashboard.intake.written import coordinates
from partner_dashboard.intake.written.dates import REFUSED, read
from partner_dashboard.problems import SEVERITIES

WORDS = ("seit", "bis", "ab", "ca", "um", "April", "Mrz", "WS", "SoSe", "Q1", "Anfang", "heute", "1980er", "Quartal")
MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
          "Dezember")  # fmt: skip
LIKE_DATES = st.lists(st.one_of(st.sampled_from([*WORDS, ".", "/", "-", "–", " ", "?", "~", "X"]),
                                st.integers(0, 2050).map(str)), max_size=8).map("".join)  # fmt: skip


@given(st.one_of(st.text(), LIKE_DATES))
def test_any_text_is_read_as_dates_or_refused(text: str) -> None:
    found = read(text)
    assert found.code in ("", *SEVERITIES)
    assert dates.is_valid(found.start)
    assert dates.is_valid(found.end)
    if found.code in REFUSED:
        assert (found.start, found.end) == ("", "")
    elif not found.code:
        assert bool(found.start or found.end) == bool(text.strip())


@given(st.dates(date(1950, 1, 1), date(2036, 12, 31)))
def test_a_day_means_the_same_in_every_way_of_writing_it(day: date) -> None:
    month_de = MONTHS[day.month - 1]
    ways = [f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", f"{day.day}. {month_de} {day.year}",
            f"{day:%B} {day.day}, {day.year}", f"{day:%d %b %Y}", f"{day:%Y-%m-%d %H:%M:%S}"]  # fmt: skip
    assert {read(way).start for way in ways} == {day.isoformat()}
    short = read(f"{day:%d.%m.%y}")
    assert short.code == "two_digit_year"
    assert short.start[4:] == day.isoformat()[4:]


@given(st.integers(1, 28), st.integers(1, 12), st.integers(1950, 2036))
def test_a_date_with_slashes_is_never_guessed(day: int, month: int, year: int) -> None:
    found = read(f"{day}/{month}/{year}")
    right = f"{year}-{month:02d}-{day:02d}"
    if found.code:
        assert found.code == "ambiguous_date"
        assert right in found.remedy.split(" / ")
    else:
        assert found.start == right
        assert day == month or day > 12


@given(st.text())
def test_any_text_is_read_as_degrees_or_not(text: str) -> None:
    for found in (coordinates.read(text), *(coordinates.pair(text) or ())):
        assert found is None or found.value == found.value


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_degrees_survive_every_notation(lat: float, lon: float) -> None:
    lat, lon = round(lat, 4), round(lon, 4)
    for point, comma in ((".", ", "), (",", "; ")):
        cell = comma.join(f"{number:.4f}".replace(".", point) for number in (lat, lon))
        both = coordinates.pair(cell)
        assert both is not None
        assert (both[0].value, both[1].value) == (lat, lon)
    seconds = round(abs(lat) * 3600, 2)
    text = f"{int(seconds // 3600)}° {int(seconds % 3600 // 60)}' {seconds % 60:.2f}\" {'S' if lat < 0 else 'N'}"
    found = coordinates.read(text.replace("60.00", "59.99"))
    assert found is not None
    assert abs(found.value - lat) < 1e-4
