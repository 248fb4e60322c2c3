"""Whatever date is written: it is read as far as it goes, or refused, and nothing is invented."""

from calendar import monthrange

from hypothesis import given
from hypothesis import strategies as st

from partner_dashboard import dates

MARKS = st.sampled_from(["", "~", "?", "%"])
YEARS = st.integers(1, 9999)
SPAN_IN_DAYS = {"day": (0, 0), "month": (27, 30), "year": (364, 365), "decade": (3651, 3652), "century": (36523, 36524)}


@st.composite
def singles(draw: st.DrawFn) -> tuple[str, str]:
    """Write one date and say its precision."""
    year, mark = draw(YEARS), draw(MARKS)
    precision = draw(st.sampled_from(["day", "month", "year", "decade", "century"]))
    text = f"{year:04d}"
    if precision == "century":
        text = f"{max(1, year // 100):02d}XX"
    elif precision == "decade":
        text = f"{max(1, year // 10):03d}X"
    elif precision in ("month", "day"):
        month = draw(st.integers(1, 12))
        text += f"-{month:02d}"
        if precision == "day":
            text += f"-{draw(st.integers(1, monthrange(year, month)[1])):02d}"
    return text + mark, precision


@given(singles())
def test_a_written_date_keeps_its_text_and_its_precision(written: tuple[str, str]) -> None:
    text, precision = written
    read = dates.parse(text)
    assert (read.text, read.precision, read.approximate) == (text, precision, text[-1] in "~?%")
    assert read.earliest is not None
    assert read.latest is not None
    shortest, longest = SPAN_IN_DAYS[precision]
    assert shortest <= (read.latest - read.earliest).days <= longest
    assert dates.parse(read.text) == read


@given(singles(), singles())
def test_an_interval_reaches_from_the_first_day_of_one_date_to_the_last_of_the_other(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    begin, end = sorted((dates.parse(one[0]), dates.parse(other[0])), key=lambda read: (read.earliest, read.latest))
    read = dates.parse(f"{begin.text}/{end.text}")
    assert (read.earliest, read.latest, read.precision) == (begin.earliest, end.latest, "interval")
    assert dates.parse(f"{begin.text}/..").latest is None
    assert dates.parse(f"../{end.text}").earliest is None


@given(singles(), st.sampled_from(["en", "de"]))
def test_words_never_say_more_than_the_date(written: tuple[str, str], language: str) -> None:
    text, precision = written
    read = dates.parse(text)
    said = dates.words(read, language)
    assert said
    if precision in ("year", "decade") and read.earliest:
        digits = "".join(character for character in said if character.isdigit())
        assert digits == str(read.earliest.year)


@given(st.one_of(st.text(), st.text("0123456789X-/.~?% ", max_size=21)))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = dates.parse(text)
    except ValueError:
        assert not dates.is_valid(text)
        return
    assert dates.is_valid(text)
    assert read.text == text.strip()
    assert read.text.isascii()
    if read.earliest and read.latest:
        assert read.earliest <= read.latest
    assert read.is_known == bool(read.text)
    for language in ("en", "de"):
        assert bool(dates.words(read, language)) == read.is_known
