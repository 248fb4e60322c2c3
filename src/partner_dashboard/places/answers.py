"""From a question about a name to an answer: a place with its evidence, or none with the reason.

Query   what a row says
Place   where it is, how exactly, how surely, and what speaks for it
Answer  the place or the reason why there is none, what contradicts, and what else it could be
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from partner_dashboard import names
from partner_dashboard.places import countries

Method = Literal["decided", "stated", "ror", "known", "gazetteer", "country", "online"]
Precision = Literal["campus", "city", "country"]

METHODS = get_args(Method)

EVIDENCE = (
    "decided", "stated", "ror_id", "ror", "known", "name", "alias", "acronym", "similar", "country", "city",
    "city_likely", "city_in_name", "capital", "online",
)  # fmt: skip


class Sign(NamedTuple):
    """One thing that speaks for a place: a code that the texts have a sentence for, and what stands in it."""

    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What a row says about an institution; anything may be missing. Coordinates in degrees, WGS 84."""

    name: str = ""
    city: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    ror_id: str = ""

    @property
    def key(self) -> str:
        """Give the text under which a person's decision about this name, city and country is kept.

        A country is the same however it is written: «Polen», «Poland», «PL».
        """
        country = countries.code(self.country) or self.country
        return "|".join(names.key(text) for text in (self.name, self.city, country))


@dataclass(frozen=True, slots=True)
class Place:
    """A place in degrees, WGS 84. `confidence` is how often such a place is the right one, 0–1."""

    latitude: float
    longitude: float
    country_code: str
    city: str
    method: Method
    precision: Precision
    confidence: float
    ror_id: str = ""
    evidence: tuple[Sign, ...] = ()
    name: str = ""
    """What the index calls the institution, empty where only the city is known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A place, or none and the reason.

    `country_code` is known more often than a place. `conflict` says what contradicts, with or without a place.
    `runners_up` are other places it could be, the likeliest first.
    """

    place: Place | None
    reason: str = ""
    conflict: str = ""
    runners_up: tuple[Place, ...] = ()
    country_code: str = ""


REASONS = (
    "no_input", "placeholder", "generic_name", "acronym_only", "tie", "several_cities", "unsure", "not_found",
    "country_contradicts", "decided_none",
)  # fmt: skip
"""Why there is no place."""

CONFLICTS = (
    "country_and_city", "country_and_name", "city_and_name", "coordinates_and_country", "coordinates_and_city",
    "coordinates_at_sea", "coordinates_swapped", "null_island", "coordinates_out_of_range",
)  # fmt: skip
"""What contradicts what."""


def distinct(places: Iterable[Place], without: Collection[Place] = ()) -> tuple[Place, ...]:
    """Give places in order, each point once."""
    met = {(place.latitude, place.longitude) for place in without}
    found = []
    for place in places:
        if (point := (place.latitude, place.longitude)) not in met:
            met.add(point)
            found.append(place)
    return tuple(found)
