"""The year calendar: a dot a month, lanes for what is vaguer."""

import pandas as pd

from partner_dashboard.figures import calendar

WORDS = calendar.Words(tuple("JFMAMJJASOND"), "year only", "undated")
MONTHS = pd.DataFrame({"year": [2024, 2025], "month": [0, 4], "events": [1, 4], "ids": [("a",), ("b", "c", "d", "e")]})


def drawn(months: pd.DataFrame, undated: int, hover: list[str]) -> dict:  # type: ignore[type-arg]
    return calendar.year_calendar(months, undated, hover, WORDS, "#003560", "light").to_dict()


def test_a_dot_stands_at_its_year_and_month_with_an_area_of_its_events() -> None:
    dots = drawn(MONTHS, 0, ["one", "four"])["data"][0]
    assert (list(dots["x"]), list(dots["y"])) == ([2024, 2025], [calendar.YEAR_LANE, 4])
    assert list(dots["marker"]["size"]) == [calendar.DOT, 2 * calendar.DOT]
    assert list(dots["marker"]["color"]) == ["#FFFFFF", "#003560"]


def test_the_undated_have_a_dot_of_their_own_after_the_last_year() -> None:
    figure = drawn(MONTHS, 9, ["one", "four", "nine"])
    dots = figure["data"][0]
    assert dots["x"][-1] > 2025
    assert dots["marker"]["size"][-1] == 3 * calendar.DOT
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["undated"]


def test_only_undated_events_still_make_a_picture() -> None:
    figure = drawn(MONTHS.head(0), 2, ["two"])
    assert len(figure["data"][0]["x"]) == 1
    assert list(figure["layout"]["xaxis"]["tickvals"]) == []


def test_markup_in_a_title_is_shown_as_it_stands() -> None:
    dots = drawn(MONTHS, 0, ["<b>x</b>\n<a href='http://e.org'>y</a>", "z"])["data"][0]
    assert dots["hovertext"][0] == "&lt;b&gt;x&lt;/b&gt;<br>&lt;a href='http://e.org'&gt;y&lt;/a&gt;"


def test_years_on_the_axis_are_round_few_and_never_after_the_last() -> None:
    for years, wanted in (((2024, 2025), [2024, 2025]), ((1965, 2026), list(range(1970, 2021, 10)))):
        rows = MONTHS.assign(year=years)
        assert list(drawn(rows, 3, ["a", "b", "c"])["layout"]["xaxis"]["tickvals"]) == wanted
