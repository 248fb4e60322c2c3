"""From what was asked and the seats that may be meant to an answer: a row of rules, the surest first.

the stated city ── general names and letters ── institutions ── a misspelt city ── a city in the name ── the capital
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from partner_dashboard.places import capitals, namesakes, naming, wording
from partner_dashboard.places.answers import Answer, Place, Sign, distinct
from partner_dashboard.places.gazetteer import City
from partner_dashboard.places.gazetteer_file import key
from partner_dashboard.places.judging import ACTIVE, LEVEL, ONE_PLACE_KM, Judged, apart, in_city, standing
from partner_dashboard.places.nearness import kilometres
from partner_dashboard.places.outcomes import SAME_NAME, of_city, of_seat
from partner_dashboard.places.seats import Asked, Seat, information
from partner_dashboard.places.sharing import WHOLE

SURE = 0.74
"""From which sureness on a seat is the answer: refusing is better than wrong."""

SURE_OF_NAMED = {"with register": 0.8, "without": 0.7}
"""The same for a city in the name. A register knows most: who is not in it is rarely where its name says."""

SURE_OF_CITY = {"in a country": 0.42, "anywhere": 0.65}
"""The same for a stated city that has namesakes or is misspelt; a wrong country is worse than a wrong city."""

SURE_OF_CAPITAL = 0.82

SURE_OF_GENERAL = 0.9
"""The same for a name without a proper word where no country is stated."""

SURE_OF_SLIP = 0.75
"""The least sureness of an institution that lies in the city which is stated with a slip."""

CONTRADICTED = 0.6
"""What sureness is left to a stated city when the name says another one."""

SAYS_MUCH = 4
"""How many different concepts make a general name one of a kind: «Centre for Psychoanalysis, Medicine and Society»."""

HALF_ALIKE = 0.5
"""How alike names are at least where nothing but the name speaks."""

IN_CITY_ALIKE = 0.45
"""How alike names are at least where the stated city agrees: then the place is right even if the institution is not."""

IN_TOWN_KM = 10.0
"""Up to how far from the stated city a seat is taken instead of it although the names are not the same."""

ELSEWHERE_KM = 75.0
"""From how far on two places cannot both be meant."""

REACH_KM = 100.0
"""Up to how far from its seat an institution has a second campus."""

SLIP = 0.8
"""From which likeness on one city's name may be a slip for the other's."""

TOLD = 0.5
"""How much a name must say, on the scale of `information`, before it may contradict a city or country."""

SAID_FOR_CERTAIN, SAID_AT_ALL = 0.9, 0.3
"""From which sureness on a city in the name contradicts the stated one, and speaks against the capital."""

RUNNERS_UP = 5


@dataclass(frozen=True)
class Findings:
    """What is known when an answer is given. `capital` is that of the country, with its share of the people."""

    asked: Asked
    seats: tuple[Seat, ...]
    best: Judged | None
    capital: tuple[City, float] | None
    has_register: bool


def answer(found: Findings) -> Answer:
    """Give the answer of the first rule that has one, with the other places it could be."""
    first = next(given for rule in RULES if (given := rule(found)))
    others = distinct(_others(found), without=[first.place] if first.place else [])
    return replace(first, runners_up=others[:RUNNERS_UP], country_code=found.asked.country_code)


# --- rules --------------------------------------------------------------------------------------------------------


def in_stated_city(found: Findings) -> Answer | None:
    """Take the seat that lies in the city that is stated, else the city itself."""
    asked = found.asked
    there = [seat for seat in found.seats if in_city(seat) and seat.alike >= IN_CITY_ALIKE]
    if not asked.locality.as_written and not any(seat.city_km == 0 for seat in there):
        return None
    if seats := [seat for seat in there if is_in_town(seat) or seat.alike >= SAME_NAME]:
        best = max(seats, key=lambda seat: standing(seat, asked))
        return Answer(of_seat(best, asked, _sure_in_city(seats, asked)))
    if found.best and is_sure_of_name(found) and is_slip(found.best.best, asked):
        return Answer(of_seat(found.best.best, asked, SURE))
    return _city_itself(found)


def _city_itself(found: Findings) -> Answer | None:
    asked, sure = found.asked, sure_of_city(found.asked)
    if sure < _least_sure_of_city(asked):
        return None
    city = asked.locality.cities[0]
    if name_contradicts(found):
        return Answer(of_city(city, min(sure, CONTRADICTED), Sign("city"), asked), conflict="city_and_name")
    return Answer(of_city(city, sure, Sign("city"), asked))


def too_general(found: Findings) -> Answer | None:
    """Refuse «School of Business», but neither a general name that says much nor the only one of a stated country.

    Where nobody in the country is called so, a body of the whole country is looked for in its capital.
    """
    asked, best = found.asked, found.best
    if not asked.parts or asked.has_city or not is_general(asked):
        return None
    says_much = len(set(_core_meanings(asked))) >= SAYS_MUCH
    least = SURE if asked.country_code else SURE_OF_GENERAL
    says_enough = asked.country_code or says_much or is_of_the_world(best)
    if best and best.best.exact and best.sure >= least and says_enough:
        return Answer(of_seat(best.best, asked, best.sure))
    return in_capital(found) or Answer(None, "generic_name")


def letters_alone(found: Findings) -> Answer | None:
    """Refuse letters without a country and city: any number of institutions are called by them."""
    asked = found.asked
    alone = asked.letters_only and not asked.country_code and not asked.has_city
    return Answer(None, "acronym_only") if alone else None


def institution(found: Findings) -> Answer | None:
    """Take the best seat where it is sure enough, but none of two of the same name."""
    best = found.best
    if best is None or best.sure < SURE or best.best.alike < HALF_ALIKE or is_tie(best) or is_outlived(found):
        return None
    if is_general(found.asked) and not best.best.exact:
        return None
    return Answer(of_seat(best.best, found.asked, best.sure))


def in_likely_city(found: Findings) -> Answer | None:
    """Take the city that is stated with a slip, and the seat in it where a name is alike.

    An institution of the same name elsewhere beats it: it is the city that is misspelt.
    """
    asked, best = found.asked, found.best
    if asked.locality.as_written or not asked.locality.cities:
        return None
    if best and in_city(best.best) and best.best.alike >= IN_CITY_ALIKE:
        return Answer(of_seat(best.best, asked, max(best.sure, SURE_OF_SLIP)))
    sure = sure_of_city(asked)
    if best and is_sure_of_name(found):
        if not found.has_register and (campus := _second_campus(best.best, asked)):
            return Answer(of_city(campus, SURE, Sign("city_likely"), asked))
        return Answer(of_seat(best.best, asked, SURE))
    if sure < _least_sure_of_city(asked):
        return None
    return Answer(of_city(asked.locality.cities[0], sure, Sign("city_likely"), asked))


def _second_campus(seat: Seat, asked: Asked) -> City | None:
    """Give the city stated with a slip that lies in reach of an institution: our own list knows one seat of each."""
    seen = [city for city in asked.locality.cities if _apart(seat, [city]) < REACH_KM]
    return seen[0] if seen and asked.locality.likeness >= SLIP else None


def in_named_city(found: Findings) -> Answer | None:
    """Take the city that the name says, where it says one for certain and no other is stated."""
    mention = next(iter(found.asked.mentions), None)
    least = SURE_OF_NAMED["with register" if found.has_register else "without"]
    if mention is None or mention.sure < least or found.asked.locality.cities:
        return None
    return Answer(of_city(mention.cities[0], mention.sure, Sign("city_in_name"), found.asked))


def in_capital(found: Findings) -> Answer | None:
    """Take the capital for a body of the whole country that nothing else places: a ministry, a national agency."""
    asked = found.asked
    if found.capital is None or asked.has_city or asked.letters_only or not asked.parts:
        return None
    if any(mention.sure > SAID_AT_ALL for mention in asked.mentions):
        return None
    city, share = found.capital
    sure = capitals.chance(_core_meanings(asked), asked.country_code, share)
    return Answer(of_city(city, sure, Sign("capital"), asked)) if sure >= SURE_OF_CAPITAL else None


def nothing(found: Findings) -> Answer:
    """Say why there is no place."""
    best = found.best
    if best and (is_tie(best) or is_outlived(found) or (best.rivals and best.best.alike > SAME_NAME)):
        return Answer(None, "tie")
    if found.asked.locality.exact and len(found.asked.locality.cities) > 1:
        return Answer(None, "several_cities")
    return Answer(None, "unsure" if best and best.best.alike > HALF_ALIKE else "not_found")


RULES: tuple[Callable[[Findings], Answer | None], ...] = (
    in_stated_city, too_general, letters_alone, institution, in_likely_city, in_named_city, in_capital, nothing,
)  # fmt: skip


# --- what the rules ask -------------------------------------------------------------------------------------------


def is_in_town(seat: Seat) -> bool:
    """Whether a seat lies so near to the stated city that it stands for it."""
    return seat.city_km is not None and seat.city_km <= IN_TOWN_KM


def is_general(asked: Asked) -> bool:
    """Whether the core of a name says nothing but concepts."""
    return not asked.letters_only and naming.is_general(_core_meanings(asked))


def is_of_the_world(best: Judged | None) -> bool:
    """Whether a name is written as that of the only body of its kind in the world: «The World Academy of Sciences»."""
    if best is None or best.rivals or not best.best.literal or best.best.kind != "label":
        return False
    return any("=world" in wording.lexicon().meaning(word) for word in wording.tokens(best.best.entry.name))


def is_tie(best: Judged) -> bool:
    """Whether another institution of the same name lies elsewhere, and nothing in the row speaks for one of them."""
    rival = best.rival
    if rival is None or best.lead >= LEVEL or (best.best.literal and not rival.literal):
        return False
    return rival.alike >= SAME_NAME


def is_outlived(found: Findings) -> bool:
    """Whether the best seat is that of an institution that no longer is, while others of the name live elsewhere."""
    if found.best is None or found.best.best.entry.status == ACTIVE:
        return False
    return any(
        seat.entry.status == ACTIVE and seat.shares.core > WHOLE and apart(seat, found.best.best) > ONE_PLACE_KM
        for seat in found.seats
    )


def is_sure_of_name(found: Findings) -> bool:
    """Whether a name means one institution and no other, wherever the row puts it."""
    best = found.best
    if best is None or best.rivals or best.best.kind == "acronym" or is_general(found.asked):
        return False
    return best.best.alike >= SAME_NAME and information(best.best.shares.weight) >= TOLD


def name_contradicts(found: Findings) -> bool:
    """Whether the name surely means an institution, or says a city, far from the city that is stated."""
    cities = found.asked.locality.cities
    if found.best and is_sure_of_name(found) and _apart(found.best.best, cities) > ELSEWHERE_KM:
        return True
    said = [mention.cities for mention in found.asked.mentions if mention.sure > SAID_FOR_CERTAIN]
    return any(
        min(namesakes.between(city, other) for city in named for other in cities) > ELSEWHERE_KM for named in said
    )


def is_slip(seat: Seat, asked: Asked) -> bool:
    """Whether the stated city is called as the city of a seat but for a slip: «Ashville» for Asheville."""
    from rapidfuzz.distance import OSA  # only where city and institution contradict each other

    return any(OSA.normalized_similarity(key(seat.entry.city), read) >= SLIP for read in asked.locality.keys)


def sure_of_city(asked: Asked) -> float:
    """Say how often the best known city of a stated name is the one that is meant."""
    return namesakes.chance(asked.locality, country_known=bool(asked.country_code)) if asked.locality.cities else 0.0


def _least_sure_of_city(asked: Asked) -> float:
    return SURE_OF_CITY["in a country" if asked.country_code else "anywhere"]


def _sure_in_city(there: Sequence[Seat], asked: Asked) -> float:
    """Say how often the stated city is right where an institution of a similar name is in it."""
    best = max(seat.alike for seat in there)
    share = max(seat.city_share for seat in there)
    return 0.95 + 0.045 * best if asked.country_code else 0.9 + 0.07 * best - 0.1 * (1 - share)


def _others(found: Findings) -> Iterator[Place]:
    """Give what else it could be: other seats, other cities of the stated name, cities that the name says."""
    asked, best = found.asked, found.best
    for seat in sorted(found.seats, key=lambda seat: -standing(seat, asked))[:RUNNERS_UP]:
        if best and seat.alike >= IN_CITY_ALIKE:
            yield of_seat(seat, asked, best.sure if seat is best.best else (1 - best.sure) * seat.alike / 2)
    known = sum(city.weight for city in asked.locality.cities)
    for city in asked.locality.cities[:RUNNERS_UP]:
        yield of_city(
            city,
            min(city.weight / max(known, 1.0), 0.5),
            Sign("city" if asked.locality.as_written else "city_likely"),
            asked,
        )
    for mention in asked.mentions[:2]:
        yield of_city(mention.cities[0], mention.sure / 2, Sign("city_in_name"), asked)


def _core_meanings(asked: Asked) -> list[str]:
    spoken = [word for part in asked.parts if part.role == "core" for word in part.words]
    return [meaning for word in spoken for meaning in wording.lexicon().meaning(word)]


def _apart(seat: Seat, cities: Sequence[City]) -> float:
    here = (seat.latitude, seat.longitude)
    return min((kilometres(here, (city.latitude, city.longitude)) for city in cities), default=0.0)
