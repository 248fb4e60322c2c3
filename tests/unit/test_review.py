"""What has no sure place is shown worst first; what a person decides is written into the row and nothing else is."""

import pandas as pd
import pytest

from partner_dashboard.places.answers import Answer, Place
from partner_dashboard.places.review import Case, Decision, accepted, bulk_acceptable, cases, placed

NONE = float("nan")


def institution(name: str, latitude: float = NONE, longitude: float = NONE, precision: str = "") -> dict[str, object]:
    return {
        "institution_id": name.lower(), "name": name, "city": "Porto", "country_code": "PT", "latitude": latitude,
        "longitude": longitude, "place_method": "stated" if precision else "", "place_precision": precision,
    }  # fmt: skip


def rows(*institutions: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(institutions)


def place(confidence: float = 0.95, precision: str = "city", latitude: float = 41.15, method: str = "ror") -> Place:
    return Place(latitude, -8.61, "PT", "Porto", method, precision, confidence)  # type: ignore[arg-type]


def test_the_worst_come_first() -> None:
    institutions = rows(
        institution("City", 41.1, -8.6, "city"), institution("Fine", 41.1, -8.6, "campus"), institution("Nowhere"),
        institution("Unsure"), institution("Country"), institution("Wrong", 51.4, 7.2, "campus"), institution("Found"),
        institution("Unsurer"),
    )  # fmt: skip
    answers = {
        "unsure": Answer(place(0.6)), "unsurer": Answer(place(0.5)), "country": Answer(place(0.99, "country")),
        "wrong": Answer(place(1.0, "campus"), conflict="coordinates_and_country"), "found": Answer(place(1, "campus")),
        "nowhere": Answer(None, "not_found"),
    }  # fmt: skip
    assert [(case.name, case.why) for case in cases(institutions, answers)] == [
        ("Wrong", "conflict"), ("Nowhere", "unplaced"), ("Country", "by_country"), ("Unsurer", "unsure"),
        ("Unsure", "unsure"), ("City", "by_city"), ("Found", "found"),
    ]  # fmt: skip


def test_what_is_decided_is_not_asked_again() -> None:
    assert cases(rows(institution("Nowhere")), {}, decided={"nowhere"}) == ()


def test_a_case_says_where_the_row_puts_it_and_what_else_it_could_be() -> None:
    answer = Answer(place(), runners_up=(place(0.3, latitude=38.7),))
    (case,) = cases(rows(institution("City", 41.1, -8.6, "city")), {"city": answer})
    assert (case.latitude, case.longitude, case.precision) == (41.1, -8.6, "city")
    assert [candidate.latitude for candidate in case.candidates] == [41.15, 38.7]
    (unplaced,) = cases(rows(institution("Nowhere")), {})
    assert (unplaced.latitude, unplaced.candidates) == (None, ())


@pytest.mark.parametrize(
    ("answer", "acceptable"),
    [(Answer(place(0.9)), True), (Answer(place(0.89)), False), (Answer(None, "tie"), False),
     (Answer(place(0.99, "country")), False), (Answer(place(0.99), conflict="country_and_city"), False)],
)  # fmt: skip
def test_only_what_is_sure_is_accepted_together(answer: Answer, acceptable: bool) -> None:
    found = cases(rows(institution("Nowhere")), {"nowhere": answer})
    assert bool(bulk_acceptable(found, 0.9)) is acceptable


def case_of(answer: Answer) -> Case:
    return cases(rows(institution("Nowhere")), {"nowhere": answer})[0]


def test_taking_the_answer_is_accepting_and_taking_another_one_is_picking() -> None:
    case = case_of(Answer(place(0.6), runners_up=(place(0.3, latitude=38.7, method="known"),)))
    assert accepted(case, "ada") == Decision("nowhere", 41.15, -8.61, "city", "ada", "accepted", "ror")
    assert accepted(case, "ada", 1) == Decision("nowhere", 38.7, -8.61, "city", "ada", "picked", "gazetteer")
    only_others = case_of(Answer(None, "tie", runners_up=(place(0.3),)))
    assert accepted(only_others, "ada").kind == "picked"


def test_decisions_change_the_place_of_their_rows_and_nothing_else() -> None:
    institutions = rows(
        institution("One"), institution("Two", 1.0, 2.0, "city"), institution("Three", 3.0, 4.0, "city")
    )
    before = institutions.copy()
    decisions = [
        Decision("one", 40.0, 7.0, "campus", "ada", "typed"),
        Decision("one", 51.4, 7.2, "campus", "ada", "typed"),
        Decision("two", None, None, "", "ada", "no_place"),
        Decision("gone", 5.0, 6.0, "city", "ada", "typed"),
    ]
    after = placed(institutions, decisions)
    columns = ["institution_id", "latitude", "longitude", "place_method", "place_precision"]
    expected = pd.DataFrame(
        [("one", 51.4, 7.2, "manual", "campus"), ("two", NONE, NONE, "manual", ""), ("three", 3, 4, "stated", "city")],
        columns=columns,
    )  # fmt: skip
    pd.testing.assert_frame_equal(after[columns], expected)
    pd.testing.assert_frame_equal(after.drop(columns=columns), before.drop(columns=columns))
    pd.testing.assert_frame_equal(institutions, before)


def test_no_decisions_change_nothing() -> None:
    institutions = rows(institution("One"))
    pd.testing.assert_frame_equal(placed(institutions, []), institutions)
