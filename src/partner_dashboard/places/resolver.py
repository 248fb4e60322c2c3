"""From a row about an institution to where it is: layer by layer, the surest first, and rather to nothing than wrong.

a person's decision ── what the row states ── institutions (register, own list) ── cities ── country

Online services are asked by `online.answering` where all of this refuses.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from partner_dashboard.places import gazetteer as cities
from partner_dashboard.places import (
    known,
    localities,
    naming,
    reading,
    register,
    sanity,
    seats,
    table,
    toponyms,
    verdicts,
)
from partner_dashboard.places.answers import Answer, Place, Precision, Query, Sign
from partner_dashboard.places.gazetteer import Gazetteer
from partner_dashboard.places.judging import judged
from partner_dashboard.places.nearness import Point
from partner_dashboard.places.outcomes import of_seat
from partner_dashboard.places.seats import Asked, Seat, Source
from partner_dashboard.places.verdicts import Findings

KNOWN_ALIKE = 0.85
"""How alike a name in our own list must be: it holds few, so the most alike of them is often another institution."""

SURE_ELSEWHERE = 0.9
"""From which sureness on an institution in another country says that the stated one is wrong."""

LARGE = 50_000
"""From how many inhabitants on a city in another country says that the stated one is wrong."""

CONTRADICTED = 0.5
"""The confidence of a place that something in the row contradicts."""

CAMPUS_DECIMALS = 3
"""From how many decimals on stated coordinates mean a campus: two are a kilometre."""


class Resolver:
    """Finds places; holds what persons decided, the cities, and lists of institutions."""

    def __init__(
        self, decisions: Mapping[str, Place | None], gazetteer: Gazetteer, sources: Collection[Source]
    ) -> None:
        """Take decisions by the key of their question, None for «no place»; of the sources the first is preferred."""
        self._decisions, self._gazetteer, self._sources = decisions, gazetteer, tuple(sources)
        self._has_register = any(source.method == "ror" for source in self._sources)

    def place(self, query: Query) -> Answer:
        """Say where an institution is, or why nobody knows."""
        if self._decisions and query.key in self._decisions:
            return _decided(self._decisions[query.key])
        is_placeholder = bool(query.name.strip()) and naming.is_placeholder(query.name)
        asked = reading.read(replace(query, name="") if is_placeholder else query, self._gazetteer)
        if query.latitude is not None and query.longitude is not None:
            return self._stated(query, (query.latitude, query.longitude), asked)
        if query.ror_id and (named := self._identified(query.ror_id, asked)):
            return named
        if is_placeholder and not asked.has_city:
            return Answer(None, "placeholder", country_code=asked.country_code)
        if not asked.parts and not asked.has_city:
            return self._in_country(asked.country_code)
        found = self._found(asked)
        return found if found.place or not asked.country_code else self._elsewhere(query, asked, found)

    def place_all(self, rows: pd.DataFrame, progress: Callable[[int, int], None] | None = None) -> pd.DataFrame:
        """Add to each row the place that its name, city and country mean; see `table`."""
        return table.geocoded(rows, self.place, progress)

    def _stated(self, query: Query, here: Point, asked: Asked) -> Answer:
        """Take the stated coordinates unless something contradicts them; then look where the rest of the row points."""
        named = [(city.latitude, city.longitude) for city in asked.locality.cities]
        if conflict := sanity.conflict(*here, asked.country_code, named):
            return replace(self._found(asked), conflict=conflict)
        precision: Precision = "campus" if min(map(_decimals, here)) >= CAMPUS_DECIMALS else "city"
        place = Place(*here, asked.country_code, query.city, "stated", precision, 1.0, evidence=(Sign("stated"),))
        return Answer(place, country_code=asked.country_code)

    def _identified(self, ror_id: str, asked: Asked) -> Answer | None:
        """Take the institution whose ROR id a row states, unless the country beside it says otherwise."""
        registers = (source for source in self._sources if isinstance(source, register.Register))
        place = next((found for held in registers if (found := held.identified(ror_id))), None)
        if place is None:
            return None
        if asked.country_code and place.country_code not in asked.family:
            return Answer(None, "country_contradicts", "country_and_name", (place,), asked.country_code)
        return Answer(place, country_code=place.country_code)

    def _found(self, asked: Asked) -> Answer:
        """Look as the row is written, and where that leads nowhere, for a misspelt city in the name."""
        found = verdicts.answer(self._findings(asked))
        if found.place or asked.mentions or asked.has_city:
            return found
        misspelt = toponyms.misspelt(asked.parts, self._gazetteer, asked.country_code)
        return verdicts.answer(self._findings(replace(asked, mentions=tuple(misspelt)))) if misspelt else found

    def _findings(self, asked: Asked) -> Findings:
        found = tuple(self._seats(asked))
        capital = self._gazetteer.capital(asked.country_code)
        return Findings(asked, found, judged(found, asked), capital, self._has_register)

    def _seats(self, asked: Asked) -> list[Seat]:
        return [
            seat
            for source in self._sources
            for seat in seats.seats(asked, source, asked.family)
            if source.method != "known" or seat.alike >= KNOWN_ALIKE or seat.shares.fills_part
        ]

    def _elsewhere(self, query: Query, asked: Asked, refused: Answer) -> Answer:
        """Look whether what the stated country does not have lies in another one: then the row contradicts itself."""
        if not asked.has_city and verdicts.is_general(asked):
            return refused
        if reading.country_beside(query.city, asked.parts):  # the name itself says the country
            return refused
        city = localities.locality(query.city, self._gazetteer, "") if asked.has_city else localities.NOWHERE
        anywhere = replace(asked, country_code="", family=frozenset(), locality=city)
        found = self._findings(anywhere)
        if found.best and found.best.sure >= SURE_ELSEWHERE and verdicts.is_sure_of_name(found):
            return _in_another_country(found, found.best.best, refused)
        there = anywhere.locality.cities[:1] if anywhere.locality.as_written and not asked.locality.cities else ()
        return replace(refused, conflict="country_and_city") if there and there[0].people >= LARGE else refused

    def _in_country(self, code: str) -> Answer:
        """Take the middle of a country where nothing else is said; it is never drawn as a pin."""
        middle = self._gazetteer.middle(code)
        if middle is None:
            return Answer(None, "no_input")
        place = Place(*middle, code, "", "country", "country", 0.5, evidence=(Sign("country"),))
        return Answer(place, country_code=code)


def _in_another_country(found: Findings, seat: Seat, refused: Answer) -> Answer:
    """Refuse what the country contradicts, unless the stated city agrees with the institution: two against one."""
    place = of_seat(seat, found.asked, CONTRADICTED)
    if seat.city_km is not None and seat.city_km < seats.SAME_PLACE_KM:
        return replace(refused, place=place, reason="", conflict="country_and_name")
    others = (place, *refused.runners_up)
    return replace(refused, reason="country_contradicts", conflict="country_and_name", runners_up=others)


def _decided(place: Place | None) -> Answer:
    if place is None:
        return Answer(None, "decided_none")
    decided = replace(place, method="decided", confidence=1.0, evidence=(Sign("decided"),))
    return Answer(decided, country_code=place.country_code)


def _decimals(degrees: float) -> int:
    return len(str(degrees).partition(".")[2])


def opened(folder: Path, decisions: Mapping[str, Place | None], *, institutions: bool = True) -> Resolver:
    """Open what lies in a folder: the cities, made when they are missing, and the register where one was imported."""
    imported = register.opened(folder) if institutions else None
    sources: list[Source] = [*([imported] if imported else []), _own_list(folder)]
    return Resolver(decisions, cities.opened(folder), sources)


@cache
def _own_list(folder: Path) -> known.Known:
    return known.Known(known.rows(), cities.opened(folder))
