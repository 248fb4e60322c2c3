"""A service is asked only where nothing nearer knows, and what it says is for a person to look at."""

from dataclasses import dataclass, field

import pytest

from partner_dashboard.errors import ServiceSilentError
from partner_dashboard.places.answers import Answer, Place, Query, Sign
from partner_dashboard.places.online.answering import WithService
from partner_dashboard.places.online.asking import Found, Notebook, Question
from partner_dashboard.places.review import SURE

CAMPUS = Found("Ruhr-Universität Bochum", 51.44, 7.26, "DE", "campus")
TOWN = Found("Bochum", 51.48, 7.22, "", "city")
COUNTRY = Found("Deutschland", 51.1, 10.4, "DE", "country")


@dataclass
class Oracle:
    """A service that always finds the same, or is silent."""

    found: tuple[Found, ...] = ()
    is_silent: bool = False
    asked: list[Question] = field(default_factory=list)
    name: str = "oracle"

    def find(self, question: Question) -> tuple[Found, ...]:
        self.asked.append(question)
        if self.is_silent:
            raise ServiceSilentError(service=self.name, reason="busy")
        return self.found


def asked(answer: Answer, oracle: Oracle) -> Answer:
    return WithService(lambda query: answer, oracle, Notebook())(Query("RUB", "Bochum", "Deutschland"))


def test_what_a_service_finds_is_an_answer_that_is_not_sure() -> None:
    oracle = Oracle((CAMPUS, TOWN))
    found = asked(Answer(None, "not_found", country_code="DE"), oracle)
    assert oracle.asked == [Question("RUB", "Bochum", "DE")]
    assert found.place == Place(
        51.44, 7.26, "DE", "", "online", "campus", 0.6, evidence=(Sign("online", CAMPUS.name),), name=CAMPUS.name
    )
    assert found.place.confidence < SURE
    assert [(place.name, place.country_code) for place in found.runners_up] == [("Bochum", "DE")]
    assert found.reason == ""


@pytest.mark.parametrize(
    "answer",
    [Answer(Place(51.4, 7.2, "DE", "Bochum", "ror", "city", 0.5)), Answer(None, "placeholder"),
     Answer(None, "decided_none"), Answer(None, "generic_name"), Answer(None, "not_found", conflict="city_and_name")],
)  # fmt: skip
def test_nobody_is_asked_where_it_is_known_or_cannot_help(answer: Answer) -> None:
    oracle = Oracle((CAMPUS,))
    assert asked(answer, oracle) == answer
    assert oracle.asked == []


@pytest.mark.parametrize("found", [(), (COUNTRY,)])
def test_where_a_service_finds_no_place_the_reason_stands(found: tuple[Found, ...]) -> None:
    refused = Answer(None, "tie", country_code="DE", runners_up=(Place(1, 2, "DE", "", "ror", "city", 0.4),))
    assert asked(refused, Oracle(found)) == refused


def test_where_only_the_country_is_known_a_service_is_asked() -> None:
    germany = Answer(Place(51.1, 10.4, "DE", "", "country", "country", 0.9), country_code="DE")
    found = asked(germany, Oracle((CAMPUS,)))
    assert found.place is not None
    assert found.place.method == "online"
    assert asked(germany, Oracle()) == germany


def test_after_a_silence_nobody_asks_again() -> None:
    oracle, refused = Oracle(is_silent=True), Answer(None, "not_found")
    resolve = WithService(lambda query: refused, oracle, Notebook())
    assert [resolve(Query(name)) for name in ("RUB", "THGA", "EBZ")] == [refused] * 3
    assert len(oracle.asked) == 1
    assert resolve.silence is not None
    assert resolve.silence.values["service"] == "oracle"
