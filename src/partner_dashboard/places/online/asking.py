"""From questions to what a service found, each asked once in a lifetime.

Nothing found is an answer and is remembered; a service that does not answer is an error and is asked again next time.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal, Protocol

from partner_dashboard import names
from partner_dashboard.errors import ServiceSilentError
from partner_dashboard.places import countries

Precision = Literal["campus", "city", "country"]


@dataclass(frozen=True, slots=True)
class Question:
    """Where is this? The country is an ISO code, empty where it is unknown."""

    name: str
    city: str = ""
    country_code: str = ""

    @property
    def key(self) -> str:
        """What two questions have in common that mean the same."""
        return "|".join((names.key(self.name), names.key(self.city), self.country_code))


@dataclass(frozen=True, slots=True)
class Found:
    """A place that a service names, WGS 84 degrees; the country is empty where the service does not say it."""

    name: str
    latitude: float
    longitude: float
    country_code: str
    precision: Precision


class Service(Protocol):
    """Somebody who can be asked where something is."""

    @property
    def name(self) -> str:
        """What the service is called, and under which its answers are remembered."""

    def find(self, question: Question) -> tuple[Found, ...]:
        """Give the places that may be meant, the likeliest first; none where there is none.

        Raises: ServiceSilentError where nobody knows because the service did not answer.
        """


class Answers(Protocol):
    """What services answered before; the store keeps it."""

    def recalled(self, service: str, question: str) -> Mapping[str, object] | None:
        """Give what a service answered to a question (by key), None where it was never asked."""

    def remember(self, service: str, question: str, answer: Mapping[str, object]) -> None:
        """Keep what a service answered."""


@dataclass(frozen=True, slots=True)
class Notebook:
    """Answers that last as long as the process."""

    held: dict[tuple[str, str], Mapping[str, object]] = field(default_factory=dict)

    def recalled(self, service: str, question: str) -> Mapping[str, object] | None:
        """Give what was noted."""
        return self.held.get((service, question))

    def remember(self, service: str, question: str, answer: Mapping[str, object]) -> None:
        """Note an answer."""
        self.held[service, question] = answer


@dataclass(frozen=True)
class Inquiry:
    """How far a round of questions came: what was found, what is left to ask, and why it stopped before the end."""

    found: Mapping[Question, tuple[Found, ...]]
    left: tuple[Question, ...] = ()
    silence: ServiceSilentError | None = None


Tell = Callable[[int, int], bool]
"""Takes how many questions of how many are answered; False is the wish to stop."""


def on_and_on(done: int, total: int) -> bool:
    """Never stop."""
    return True


def ask_all(questions: Iterable[Question], service: Service, answers: Answers, tell: Tell = on_and_on) -> Inquiry:
    """Ask one question after the other until the end, until the person stops it, or until the service is silent.

    What was answered is remembered at once, so that a later round goes on where this one stopped.
    """
    wanted = tuple(dict.fromkeys(questions))
    found: dict[Question, tuple[Found, ...]] = {}
    for position, question in enumerate(wanted):
        if not tell(position, len(wanted)):
            return Inquiry(found, wanted[position:])
        try:
            found[question] = ask(question, service, answers)
        except ServiceSilentError as silence:
            return Inquiry(found, wanted[position:], silence)
    tell(len(wanted), len(wanted))
    return Inquiry(found)


def ask(question: Question, service: Service, answers: Answers) -> tuple[Found, ...]:
    """Give what a service found, as recalled where it was asked before; places in another country are left out.

    Raises: ServiceSilentError.
    """
    if not names.key(question.name):
        return ()
    recalled = answers.recalled(service.name, question.key)
    if recalled is not None:
        return _read(recalled)
    found = tuple(place for place in service.find(question) if _fits(place, question.country_code))
    answers.remember(service.name, question.key, {"found": [asdict(place) for place in found]})
    return found


def _fits(place: Found, country_code: str) -> bool:
    """Whether a place may lie in a country, by what the service says and by the map."""
    if not country_code:
        return True
    said = place.country_code
    kin = {country_code, countries.parent(country_code)}
    agrees = not said or said in kin or countries.parent(said) == country_code
    return agrees and countries.contains(country_code, place.latitude, place.longitude) is not False


def _read(answer: Mapping[str, object]) -> tuple[Found, ...]:
    held = answer["found"]
    return tuple(Found(**place) for place in held) if isinstance(held, list) else ()
