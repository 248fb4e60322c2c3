"""From what a service found to an answer, where nothing nearer knew a place; never so sure that nobody looks at it."""

from collections.abc import Callable

from partner_dashboard.errors import ServiceSilentError
from partner_dashboard.places.answers import Answer, Place, Query, Sign, distinct
from partner_dashboard.places.online.asking import Answers, Found, Question, Service, ask

CONFIDENCE = {"campus": 0.6, "city": 0.4}
"""How sure an institution is where a service puts it: services know streets and towns better than institutions."""

WORTH_ASKING = ("acronym_only", "tie", "several_cities", "unsure", "not_found")
"""The reasons against which a service can help; it is not sent placeholders, nor what a person has decided."""


class WithService:
    """A resolver that asks a service where the one before it refuses; after a silence it does not ask again.

    `silence` says why it stopped asking, None while it has not.
    """

    def __init__(self, resolve: Callable[[Query], Answer], service: Service, answers: Answers) -> None:
        self.silence: ServiceSilentError | None = None
        self._resolve, self._service, self._answers = resolve, service, answers

    def __call__(self, query: Query) -> Answer:
        """Give the answer of the resolver, or where it refuses that of the service."""
        answer = self._resolve(query)
        if self.silence or not _is_worth_asking(answer):
            return answer
        try:
            found = ask(Question(query.name, query.city, answer.country_code), self._service, self._answers)
        except ServiceSilentError as silence:
            self.silence = silence
            return answer
        return answered(answer, found)


def _is_worth_asking(answer: Answer) -> bool:
    is_vague = answer.place.precision == "country" if answer.place else answer.reason in WORTH_ASKING
    return is_vague and not answer.conflict


def answered(refused: Answer, found: tuple[Found, ...]) -> Answer:
    """Give the likeliest of the places that were found, the others as runners-up; a country alone is no place."""
    places = [_place(one, refused.country_code) for one in found if one.precision in CONFIDENCE]
    if not places:
        return refused
    others = distinct((*places[1:], *refused.runners_up), without=places[:1])
    return Answer(places[0], runners_up=others, country_code=places[0].country_code)


def _place(found: Found, country_code: str) -> Place:
    return Place(
        found.latitude, found.longitude, found.country_code or country_code, "", "online", found.precision,
        CONFIDENCE[found.precision], evidence=(Sign("online", found.name),), name=found.name,
    )  # fmt: skip
