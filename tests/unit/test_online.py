"""A service is asked once, slowly and politely; «there is none» is an answer, silence is not."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event

import pytest

from partner_dashboard.errors import ServiceSilentError
from partner_dashboard.places.online.asking import Found, Notebook, Question, ask, ask_all
from partner_dashboard.places.online.services import Access, opened
from tests.replying import Reply, Replying, answering, reply

BOCHUM = {
    "lat": "51.4449", "lon": "7.2608", "class": "amenity", "type": "university",
    "display_name": "Ruhr-Universität Bochum", "address": {"country_code": "de"},
}  # fmt: skip
RUB = Question("Ruhr-Universität Bochum", "Bochum", "DE")
FOUND = Found("Ruhr-Universität Bochum", 51.4449, 7.2608, "DE", "campus")


@dataclass
class Time:
    """A clock that goes only while somebody sleeps."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


@pytest.fixture
def service() -> Iterator[Replying]:
    with answering() as replying:
        yield replying


def nominatim(service: Replying, time: Time | None = None, **settings: object):
    held = time or Time()
    access = Access("nominatim", address=service.address, contact="places@example.org", **settings)
    geocoder = opened(access, held.sleep, held.clock)
    assert geocoder is not None
    return geocoder


# --- one question ------------------------------------------------------------------------------------------------


def test_what_is_found_is_a_place_with_its_kind_and_country(service: Replying) -> None:
    service.replies = [reply([BOCHUM])]
    assert nominatim(service).find(RUB) == (FOUND,)
    (asked,) = service.asked
    assert (asked["q"], asked["countrycodes"]) == (["Ruhr-Universität Bochum, Bochum"], ["de"])
    assert service.agents == ["partner-dashboard (places@example.org)"]


@pytest.mark.parametrize(
    ("said", "precision"),
    [({"class": "building"}, "campus"), ({"class": "place", "type": "city"}, "city"),
     ({"class": "highway"}, "city"), ({"class": "boundary", "addresstype": "country"}, "country")],
)  # fmt: skip
def test_the_kind_of_a_place_says_how_exact_it_is(service: Replying, said: dict[str, str], precision: str) -> None:
    service.replies = [reply([{**BOCHUM, "type": "", **said}])]
    (found,) = nominatim(service).find(RUB)
    assert found.precision == precision


def test_not_found_is_an_answer(service: Replying) -> None:
    service.replies = [reply([])]
    assert nominatim(service).find(RUB) == ()
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (reply({"error": "down"}, 503), "busy"),
        (reply({"error": "broken"}, 500), "failed"),
        (reply({"error": "too much"}, 429), "busy"),
        (Reply(b"<html>Welcome to the guest network</html>"), "malformed"),
        (Reply(b'[{"lat": "51.4'), "malformed"),
        (Reply(b"\xff\xfe"), "malformed"),
        (reply({"error": "no"}), "malformed"),
    ],
)
def test_a_service_that_fails_is_asked_three_times_and_then_named(
    service: Replying, answer: Reply, reason: str
) -> None:
    service.replies, time = [answer], Time()
    with pytest.raises(ServiceSilentError) as silence:
        nominatim(service, time).find(RUB)
    assert silence.value.values == {"service": "nominatim", "reason": reason}
    assert len(service.asked) == 3
    assert time.now >= 10


@pytest.mark.parametrize(
    "body",
    [[{"lat": "north", "lon": "7"}], [{"lat": "1", "lon": "2"}], [{**BOCHUM, "lat": "nan"}], [{"display_name": "RUB"}],
     [{**BOCHUM, "address": None}], [7], {"features": []}, "text", 5],
)  # fmt: skip
def test_an_answer_of_another_shape_is_no_answer(service: Replying, body: object) -> None:
    service.replies = [reply(body)]
    with pytest.raises(ServiceSilentError) as silence:
        nominatim(service).find(RUB)
    assert silence.value.values["reason"] == "malformed"


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_refusal_is_not_argued_with(service: Replying, status: int) -> None:
    service.replies = [reply({}, status)]
    with pytest.raises(ServiceSilentError) as silence:
        nominatim(service).find(RUB)
    assert silence.value.values["reason"] == "refused"
    assert len(service.asked) == 1


def test_a_service_that_recovers_has_answered(service: Replying) -> None:
    service.replies = [reply({}, 503), reply({}, 429), reply([BOCHUM])]
    assert nominatim(service).find(RUB) == (FOUND,)


def test_a_wish_to_wait_is_granted_up_to_a_minute(service: Replying) -> None:
    service.replies, time = [reply({}, 429, Retry_After="40"), reply([BOCHUM])], Time()
    assert nominatim(service, time).find(RUB) == (FOUND,)
    assert time.now == 40


def test_who_wishes_us_to_wait_for_an_hour_is_silent(service: Replying) -> None:
    service.replies, time = [reply({}, 429, Retry_After="3600")], Time()
    with pytest.raises(ServiceSilentError):
        nominatim(service, time).find(RUB)
    assert (len(service.asked), time.now) == (1, 0)


def test_a_slow_service_is_not_waited_for(service: Replying) -> None:
    let_go = Event()
    service.replies = [Reply(b"[]", after=let_go)]
    with pytest.raises(ServiceSilentError) as silence:
        nominatim(service, timeout=0.05).find(RUB)
    let_go.set()
    assert silence.value.values == {"service": "nominatim", "reason": "timeout"}


def test_where_nobody_listens_nobody_answers() -> None:
    nowhere = Replying([], address="http://127.0.0.1:1")
    with pytest.raises(ServiceSilentError) as silence:
        nominatim(nowhere).find(RUB)
    assert silence.value.values["reason"] == "unreachable"


def test_questions_are_a_second_apart(service: Replying) -> None:
    service.replies, time = [reply([])], Time()
    geocoder = nominatim(service, time)
    for name in ("one", "two", "three"):
        geocoder.find(Question(name))
    assert time.slept == [1.0, 1.0]


# --- which service -----------------------------------------------------------------------------------------------


def test_photon_says_country_and_kind(service: Replying) -> None:
    place = {"geometry": {"coordinates": [7.2608, 51.4449]},
             "properties": {"name": "RUB", "countrycode": "DE", "osm_key": "amenity", "type": "house"}}  # fmt: skip
    service.replies = [reply({"features": [place]})]
    geocoder = opened(Access("photon", address=service.address), Time().sleep, Time().clock)
    assert geocoder is not None
    assert geocoder.find(RUB) == (Found("RUB", 51.4449, 7.2608, "DE", "campus"),)
    assert service.asked[0]["q"] == ["Ruhr-Universität Bochum, Bochum, Germany"]


def test_pelias_says_country_and_layer(service: Replying) -> None:
    place = {"geometry": {"coordinates": [7.2608, 51.4449]},
             "properties": {"name": "Bochum", "country_a": "DEU", "layer": "locality"}}  # fmt: skip
    service.replies = [reply({"features": [place]})]
    geocoder = opened(Access("pelias", address=service.address), Time().sleep, Time().clock)
    assert geocoder is not None
    (found,) = geocoder.find(RUB)
    assert (found.country_code, found.precision) == ("DE", "city")


def test_nothing_set_is_no_service() -> None:
    assert opened(Access()) is None


@pytest.mark.parametrize("access", [Access("atlantis"), Access("pelias"), Access("nominatim", options={"depth": 3})])
def test_a_service_that_cannot_be_is_named(access: Access) -> None:
    with pytest.raises(ServiceSilentError) as silence:
        opened(access)
    assert silence.value.values == {"service": access.service, "reason": "unknown"}


def test_the_public_nominatim_is_never_asked_faster_than_it_wishes() -> None:
    geocoder = opened(Access("nominatim", contact="places@example.org", pause=0))
    assert geocoder is not None
    assert geocoder.geocode.min_delay_seconds == 1.0  # type: ignore[attr-defined]


def test_making_a_question_needs_no_network_library() -> None:
    code = "import sys\nfrom partner_dashboard.places.online import asking, services\nassert 'geopy' not in sys.modules"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, timeout=60)


# --- many questions ----------------------------------------------------------------------------------------------


@dataclass
class Oracle:
    """A service that knows places by name, and falls silent at a name."""

    knows: dict[str, Found]
    silent_at: str = ""
    asked: list[str] = field(default_factory=list)
    name: str = "oracle"

    def find(self, question: Question) -> tuple[Found, ...]:
        self.asked.append(question.name)
        if question.name == self.silent_at:
            raise ServiceSilentError(service=self.name, reason="timeout")
        return (self.knows[question.name],) if question.name in self.knows else ()


LISBON = Found("Lisboa", 38.73, -9.15, "PT", "city")


def test_nobody_is_asked_twice_not_even_for_what_is_not_there() -> None:
    oracle, notes = Oracle({"RUB": FOUND}), Notebook()
    for _ in range(2):
        assert ask(Question("RUB"), oracle, notes) == (FOUND,)
        assert ask(Question("Rub "), oracle, notes) == (FOUND,)
        assert ask(Question("Atlantis"), oracle, notes) == ()
    assert oracle.asked == ["RUB", "Atlantis"]


def test_what_is_remembered_is_plain_enough_for_a_store() -> None:
    notes = Notebook()
    ask(Question("RUB"), Oracle({"RUB": FOUND}), notes)
    kept = Notebook({key: json.loads(json.dumps(answer)) for key, answer in notes.held.items()})
    assert ask(Question("RUB"), Oracle({}), kept) == (FOUND,)


def test_silence_is_not_remembered() -> None:
    notes = Notebook()
    with pytest.raises(ServiceSilentError):
        ask(Question("RUB"), Oracle({}, silent_at="RUB"), notes)
    assert ask(Question("RUB"), Oracle({"RUB": FOUND}), notes) == (FOUND,)


def test_a_place_in_another_country_is_no_answer() -> None:
    oracle = Oracle({"Lisboa": LISBON})
    assert ask(Question("Lisboa", country_code="DE"), oracle, Notebook()) == ()
    assert ask(Question("Lisboa", country_code="PT"), oracle, Notebook()) == (LISBON,)
    said_otherwise = Oracle({"Lisboa": Found("Lisboa", 38.73, -9.15, "", "city")})
    assert ask(Question("Lisboa", country_code="DE"), said_otherwise, Notebook()) == ()


def test_a_name_without_a_letter_is_not_asked_about() -> None:
    oracle = Oracle({})
    assert ask(Question("–"), oracle, Notebook()) == ()
    assert oracle.asked == []


def test_a_round_stops_at_silence_and_goes_on_from_there() -> None:
    questions, notes = [Question("RUB"), Question("Lisboa"), Question("RUB"), Question("Atlantis")], Notebook()
    first = ask_all(questions, Oracle({"RUB": FOUND, "Lisboa": LISBON}, silent_at="Lisboa"), notes)
    assert first.found == {Question("RUB"): (FOUND,)}
    assert first.left == (Question("Lisboa"), Question("Atlantis"))
    assert first.silence is not None
    later = Oracle({"Lisboa": LISBON})
    second = ask_all(questions, later, notes)
    assert second.found == {Question("RUB"): (FOUND,), Question("Lisboa"): (LISBON,), Question("Atlantis"): ()}
    assert (second.left, second.silence, later.asked) == ((), None, ["Lisboa", "Atlantis"])


def test_a_person_can_stop_a_round() -> None:
    told: list[tuple[int, int]] = []

    def stop_after_one(done: int, total: int) -> bool:
        told.append((done, total))
        return done < 1

    inquiry = ask_all([Question("RUB"), Question("Lisboa")], Oracle({"RUB": FOUND}), Notebook(), stop_after_one)
    assert (told, inquiry.left, inquiry.silence) == ([(0, 2), (1, 2)], (Question("Lisboa"),), None)
