"""From what was asked to the seats of institutions that may be meant, each with what speaks for it.

A source (the register, our own list) proposes names that are alike; here they are weighed against the places that the
row and the name itself speak of.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from partner_dashboard.places import wording
from partner_dashboard.places.answers import Method
from partner_dashboard.places.gazetteer import City
from partner_dashboard.places.gazetteer_file import key as city_key
from partner_dashboard.places.hearing import Said, heard
from partner_dashboard.places.index import Candidate, Index
from partner_dashboard.places.indexing import LETTERS
from partner_dashboard.places.localities import Locality
from partner_dashboard.places.naming import Part
from partner_dashboard.places.nearness import Point, kilometres
from partner_dashboard.places.register import Entry
from partner_dashboard.places.sharing import WHOLE, Shares, shares
from partner_dashboard.places.toponyms import Mention

MOST = 25
"""How many names are weighed."""

FAR_BEHIND = 0.4
"""Names that are this share as alike as the first one are not weighed."""

SAME_PLACE_KM = 30.0
"""A city that is stated or named agrees with a seat up to here: campuses lie outside, and registers know the city."""

SAME_CITY_KM = 3.0
"""Up to here two points mean the same city, whose names say the same."""

WELL_KNOWN = 0.3
"""A namesake that is known less, against the best known one, proves nothing: Bridgeport is a part of Chicago too."""


class Source(Protocol):
    """A list of institutions."""

    @property
    def method(self) -> Method:
        """The name of the source."""

    @property
    def least_alike(self) -> float:
        """How alike names must be at a first look."""

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
    countries_said: Mapping[str, frozenset[int]]
    """The places of the words for each country that the name says."""
    literals: frozenset[int]
    """The numbers of the name as it is written, whole and without what stands around its core."""

    @property
    def words(self) -> list[str]:
        """Give the words of the name."""
        return [word for part in self.parts for word in part.words]


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
    literal: bool
    """Whether the name is written as it was asked for."""
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
    said = heard(asked.parts, asked.mentions, source.index)
    proposed = source.index.candidates(said, countries, MOST, source.least_alike) if said else []
    candidates = _worth_weighing(proposed, source)
    letters = _letters(candidates, said, source.index)
    found: dict[int, Seat] = {}
    for seat in (_weighed(candidate, asked, said, letters, source) for candidate in candidates):
        held = found.get(seat.number)
        if held is None or _rank(seat) > _rank(held):
            found[seat.number] = seat
    return sorted(found.values(), key=_rank, reverse=True)


def _rank(seat: Seat) -> tuple[float, bool, bool, bool]:
    return (round(seat.alike, 3), seat.literal, seat.shares.in_order, seat.kind == "label")


def _worth_weighing(candidates: Sequence[Candidate], source: Source) -> list[Candidate]:
    """Leave out what no agreement of places could make the one that is meant."""
    least = max(source.least_alike, FAR_BEHIND * candidates[0].alike) if candidates else 1.0
    return [candidate for candidate in candidates if candidate.alike >= least or candidate.own > WHOLE]


def _letters(candidates: Sequence[Candidate], said: Sequence[Said], index: Index) -> dict[int, set[int]]:
    """Give for each organisation the places of the words that are letters it is called by: «DST - Department of …»."""
    found: dict[int, set[int]] = {}
    for candidate in candidates:
        if index.kind(candidate.name) == LETTERS:
            called = set(index.meanings_of(candidate.name))
            at = {word.at for word in said if called & set(word.meanings)}
            found.setdefault(int(index.number[index.of[candidate.name]]), set()).update(at)
    return found


def _weighed(
    candidate: Candidate, asked: Asked, said: Sequence[Said], letters: Mapping[int, set[int]], source: Source
) -> Seat:
    index = source.index
    position = int(index.of[candidate.name])
    number = int(index.number[position])
    latitude, longitude = here = _point(index, position)
    entry, code = source.entry(number), index.codes[index.country[position]]
    near = next((mention for mention in asked.mentions if _near(mention.cities, here)), None)
    city_km, city_share = _to_city(asked, here, entry)
    name = index.meanings_of(candidate.name)
    common = shares(
        name, said, index.weight[name].tolist(), _place_words(entry, code, index), _placed(asked, near, code),
        letters.get(number, ()), city_agrees=city_km is not None and city_km < SAME_CITY_KM,
    )  # fmt: skip
    literal = index.literal(candidate.name) in asked.literals
    return Seat(
        source, number, entry, code, latitude, longitude, index.kind(candidate.name), literal, common,
        city_km, city_share, near,
    )  # fmt: skip


def _point(index: Index, position: int) -> Point:
    latitude, longitude = index.point[position].tolist()
    return round(latitude, 5), round(longitude, 5)


def _place_words(entry: Entry, country_code: str, index: Index) -> frozenset[int]:
    """Give the meanings of the words for the seat's own city and country."""
    if (key := (entry.city, country_code)) not in index.places:
        meanings = {meaning for word in wording.tokens(entry.city) for meaning in wording.lexicon().meaning(word)}
        numbers = (index.meaning(meaning) for meaning in {*meanings, f"@{country_code}"} if meaning[0] != "=")
        index.places[key] = frozenset(number for number in numbers if number is not None)
    return index.places[key]


def _placed(asked: Asked, near: Mention | None, country_code: str) -> frozenset[int]:
    """Give the places of the words that name the city or the country of the seat."""
    inside = frozenset(range(near.start, near.end)) if near else frozenset()
    return inside | asked.countries_said.get(country_code, frozenset())


def _near(cities: Sequence[City], here: Point) -> bool:
    """Whether one of the better known cities of a name is the one of the seat."""
    return any(
        city.weight >= cities[0].weight * WELL_KNOWN
        and kilometres(here, (city.latitude, city.longitude)) < SAME_CITY_KM
        for city in cities
    )


def _to_city(asked: Asked, here: Point, entry: Entry) -> tuple[float | None, float]:
    """Give the distance to the stated city, and its share.

    It is 0 where the source calls the seat's city as the row does, which may be one that the gazetteer does not know.
    """
    if city_key(entry.city) in asked.locality.keys and not asked.locality.is_one_of:
        return 0.0, 1.0
    cities = asked.locality.cities
    if not cities:
        return None, 0.0
    nearest, city = min((kilometres(here, (city.latitude, city.longitude)), city.weight) for city in cities)
    return nearest, city / max(city.weight for city in cities)


def information(weight: float) -> float:
    """Put the weight of what was met on a scale from 0, common words, to about 1, several rare ones."""
    return min(math.log1p(weight) / math.log1p(30), 1.2)
