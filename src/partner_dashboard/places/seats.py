"""From what was asked to the seats of institutions that may be meant, each with what speaks for it.

A source (the register, our own list) proposes names that are alike; here they are weighed against the places that the
row and the name itself speak of.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from partner_dashboard.places import wording
from partner_dashboard.places.answers import Method
from partner_dashboard.places.gazetteer import City
from partner_dashboard.places.gazetteer_file import key as city_key
from partner_dashboard.places.index import Candidate, Index, Said
from partner_dashboard.places.localities import Locality
from partner_dashboard.places.naming import Part, Role
from partner_dashboard.places.nearness import Point, kilometres
from partner_dashboard.places.register import Entry
from partner_dashboard.places.toponyms import Mention

MOST = 25
"""How many names are weighed."""

SAME_PLACE_KM = 30.0
"""A city that is stated or named agrees with a seat up to here: campuses lie outside, and registers know the city."""

SAME_CITY_KM = 3.0
"""Up to here two points mean the same city, whose names say the same."""

COUNTS: Mapping[Role, float] = {"core": 1.0, "around": 0.12, "letters": 0.25, "country": 0.0}
"""How much it counts against a name that it lacks a word of a part."""

NOBODY = -1

OWN_PLACE = 0.25
"""How much it counts against a name that its own city or country was not said."""


class Source(Protocol):
    """A list of institutions."""

    @property
    def method(self) -> Method:
        """The name of the source."""

    @property
    def index(self) -> Index:
        """Its names."""

    def entry(self, number: int) -> Entry:
        """Give the words about an institution."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a row says, read."""

    parts: tuple[Part, ...]
    country_code: str
    family: frozenset[str]
    """The country with its territories, or the one it is a territory of; empty where no country is known."""
    locality: Locality
    has_city: bool
    mentions: tuple[Mention, ...]
    letters_only: bool

    @property
    def words(self) -> list[str]:
        """Give the words of the name."""
        return [word for part in self.parts for word in part.words]


@dataclass(frozen=True, slots=True)
class Shares:
    """How much two names have in common, 0–1: of the institution's own and of the one asked for."""

    own: float
    asked: float
    weight: float
    """How rare the words are that were met, together."""
    in_order: bool

    @property
    def alike(self) -> float:
        """How alike the names are: high only where both shares are."""
        return 2 * self.own * self.asked / (self.own + self.asked) if self.own and self.asked else 0.0

    @property
    def exact(self) -> bool:
        """Whether both names say the same."""
        return self.own > 0.985 and self.asked > 0.985


@dataclass(frozen=True, slots=True)
class Seat:
    """The seat of an institution whose name is alike. `city_km`: to the stated city, None where none is known."""

    source: Source
    number: int
    entry: Entry
    country_code: str
    latitude: float
    longitude: float
    kind: str
    shares: Shares
    city_km: float | None
    city_share: float
    """How well known the stated city nearby is, against the best known of its namesakes, 0–1."""
    mention: Mention | None
    """The city in the name that lies where the seat is."""

    @property
    def alike(self) -> float:
        """How alike the names are, 0–1."""
        return self.shares.alike

    @property
    def exact(self) -> bool:
        """Whether both names say the same."""
        return self.shares.exact


def seats(asked: Asked, source: Source, countries: Collection[str]) -> list[Seat]:
    """Give the seats whose names are most alike, within countries where any are named; the most alike first."""
    index = source.index
    said, factors = _said(asked, index)
    if not said:
        return []
    candidates = index.candidates(said, factors, countries, MOST)
    found: dict[int, Seat] = {}
    for seat in (_weighed(candidate, asked, said, factors, source) for candidate in candidates):
        held = found.get(seat.number)
        if held is None or _rank(seat) > _rank(held):
            found[seat.number] = seat
    return sorted(found.values(), key=_rank, reverse=True)


def _rank(seat: Seat) -> tuple[float, bool, bool]:
    return (round(seat.alike, 3), seat.shares.in_order, seat.kind == "label")


def _said(asked: Asked, index: Index) -> tuple[list[Said], list[float]]:
    """Hear each word, the ones inside the name of a city also by the names that city has first."""
    said: list[Said] = []
    factors: list[float] = []
    places = _other_names(asked.mentions)
    at = 0
    for part in asked.parts:
        for word in part.words:
            heard = index.hear(word)
            said += [_also(held, places.get(at, ()), index) for held in heard]
            factors += [COUNTS[part.role]] * len(heard)
            at += 1
    return said, factors


def _other_names(mentions: Iterable[Mention]) -> dict[int, set[str]]:
    """Give for the position of a word what the city it names is called first of all."""
    return {
        at: {word for city in mention.cities[:3] for word in wording.tokens(city.name)}
        for mention in mentions
        for at in range(mention.start, mention.end)
    }


def _also(held: Said, others: Collection[str], index: Index) -> Said:
    more = {
        number: 0.95
        for other in others
        for meaning in wording.lexicon().meaning(other)
        if (number := index.meaning(meaning)) is not None and meaning[0] not in "=@"
    }
    if not more:
        return held
    meanings = {**more, **held.meanings}
    return Said(held.token, meanings, max(held.weight, *(float(index.weight[number]) for number in more)))


# --- weighing -----------------------------------------------------------------------------------------------------


def _weighed(
    candidate: Candidate, asked: Asked, said: Sequence[Said], factors: Sequence[float], source: Source
) -> Seat:
    index = source.index
    position = int(index.of[candidate.name])
    number = int(index.number[position])
    latitude, longitude = (round(float(degree), 5) for degree in index.point[position])
    entry = source.entry(number)
    code = index.codes[index.country[position]]
    here = (latitude, longitude)
    near = next((mention for mention in asked.mentions if _near(mention.cities, here, SAME_CITY_KM)), None)
    city_km, city_share = _to_city(asked, here, entry)
    shares = _shares(
        index.meanings_of(candidate.name), said, factors, index,
        _place_words(entry, code, index), _placed(asked, near, code), city_km is not None and city_km < SAME_CITY_KM,
    )  # fmt: skip
    return Seat(
        source, number, entry, code, latitude, longitude, index.kind(candidate.name),
        shares, city_km, city_share, near,
    )  # fmt: skip


def _shares(
    name: Sequence[int], said: Sequence[Said], factors: Sequence[float], index: Index,
    own_place: Collection[int], placed: Collection[int], city_agrees: bool,
) -> Shares:  # fmt: skip
    """Measure how much of a name was said, and how much of what was said is in it."""
    by_meaning = _best(said)
    met: dict[int, float] = {}
    order: list[int] = []
    own, asked = _Share(), _Share()
    weight_met = 0.0
    for meaning in name:
        weight = float(index.weight[meaning])
        likeness, asker = by_meaning.get(meaning, (0.0, NOBODY))
        if asker != NOBODY:
            met[asker] = max(met.get(asker, 0.0), likeness)
            order.append(asker)
            weight_met += weight * likeness
        elif meaning in own_place:
            weight *= OWN_PLACE
            likeness = float(bool(placed) or city_agrees)
        own.add(weight, likeness)
    for position, (word, factor) in enumerate(zip(said, factors, strict=True)):
        weight = word.weight * (1 if position in met else OWN_PLACE if position in placed else factor)
        asked.add(weight, met.get(position, float(position in placed)))
    return Shares(own.met, asked.met, weight_met, order == sorted(order))


class _Share:
    """A part of a whole, summed up."""

    def __init__(self) -> None:
        self._met = self._all = 0.0

    def add(self, weight: float, share: float) -> None:
        self._met += weight * share
        self._all += weight

    @property
    def met(self) -> float:
        """Give the part, 1 of nothing."""
        return self._met / self._all if self._all else 1.0


def _best(said: Sequence[Said]) -> dict[int, tuple[float, int]]:
    """Give for each meaning how alike it was said, and the position of the word that said it."""
    best: dict[int, tuple[float, int]] = {}
    for position, word in enumerate(said):
        for meaning, likeness in word.meanings.items():
            if likeness > best.get(meaning, (0.0, NOBODY))[0]:
                best[meaning] = (likeness, position)
    return best


def _place_words(entry: Entry, country_code: str, index: Index) -> frozenset[int]:
    """Give the meanings of the words for the seat's own city and country."""
    if (key := (entry.city, country_code)) not in index.places:
        meanings = {meaning for word in wording.tokens(entry.city) for meaning in wording.lexicon().meaning(word)}
        numbers = (index.meaning(meaning) for meaning in {*meanings, f"@{country_code}"} if meaning[0] != "=")
        index.places[key] = frozenset(number for number in numbers if number is not None)
    return index.places[key]


def _placed(asked: Asked, near: Mention | None, country_code: str) -> set[int]:
    """Give the positions, in what was said, of words that name the city or the country of the seat."""
    found: set[int] = set()
    position = 0
    for at, word in enumerate(asked.words):
        for meaning in wording.lexicon().meaning(word):
            if (near and near.start <= at < near.end) or meaning == f"@{country_code}":
                found.add(position)
            position += 1
    return found


def _near(cities: Sequence[City], here: Point, most: float) -> bool:
    return any(kilometres(here, (city.latitude, city.longitude)) < most for city in cities)


def _to_city(asked: Asked, here: Point, entry: Entry) -> tuple[float | None, float]:
    """Give the distance to the stated city, 0 where the source calls the seat's city as the row does, and its share."""
    if city_key(entry.city) in asked.locality.keys:
        return 0.0, 1.0
    cities = asked.locality.cities
    if not cities:
        return None, 0.0
    nearest, city = min((kilometres(here, (city.latitude, city.longitude)), city.weight) for city in cities)
    return nearest, city / max(city.weight for city in cities)


def information(weight: float) -> float:
    """Put the weight of what was met on a scale from 0, common words, to about 1, several rare ones."""
    return min(math.log1p(weight) / math.log1p(30), 1.2)
