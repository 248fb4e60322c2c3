"""From a row about an institution to where it is: layer by layer, the surest first, and rather to nothing than wrong.

a person's decision ── what the row states ── institutions (register, own list) ── cities ── country ── online services
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from partner_dashboard.places import naming, reading
from partner_dashboard.places import seats as seating
from partner_dashboard.places.answers import Answer, Place, Query, Sign, distinct
from partner_dashboard.places.gazetteer import City, Gazetteer
from partner_dashboard.places.judging import Judged, in_city, judged, standing
from partner_dashboard.places.known import Known
from partner_dashboard.places.nearness import kilometres
from partner_dashboard.places.register import Register
from partner_dashboard.places.seats import Asked, Seat

SURE_SEAT = 0.72
SURE_IN_CITY = 0.35
SURE_MENTION = 0.72
SURE_MENTION_WITH_REGISTER = 0.78
CONFLICT_KM = 75.0


class Resolver:
    def __init__(self, decisions: Mapping[str, Place | None], gazetteer: Gazetteer, register: Register | None, known: Known | None) -> None:
        self._decisions, self._gazetteer, self._register = decisions, gazetteer, register
        self._sources = [source for source in (register, known) if source is not None]

    def place(self, query: Query) -> Answer:
        asked = reading.read(query, self._gazetteer)
        if not (query.name.strip() or query.city.strip() or query.country.strip()):
            return Answer(None, "no_input")
        if query.name.strip() and naming.is_placeholder(query.name):
            asked = replace(asked, parts=(), mentions=())
            if not asked.city:
                return Answer(None, "placeholder", country_code=asked.country_code)
        seats = self._seats(asked, asked.family)
        found = judged(seats, asked)
        answer = self._answer(asked, seats, found)
        return answer

    def _seats(self, asked: Asked, countries) -> list[Seat]:
        return [seat for source in self._sources for seat in seating.seats(asked, source, countries)]

    def _answer(self, asked: Asked, seats, found: Judged | None) -> Answer:
        code = asked.country_code
        meanings=[m for p in asked.parts for w in p.words for m in seating.wording.lexicon().meaning(w) if p.role!='country']
        general = bool(meanings) and naming.is_general(meanings)
        loc = asked.locality
        if loc.exact or (found and in_city(found.best) and found.best.city_km==0):
            near=[s for s in seats if in_city(s) and s.alike>=.45]
            if near:
                best=max(near,key=lambda s: standing(s,asked))
                return Answer(self._of(best, .99), country_code=code)
            if loc.cities:
                conf='' 
                if found and found.best.exact and found.best.city_km and found.best.city_km>CONFLICT_KM and found.best.kind!='acronym' and not general: conf='city_and_name'
                m=next((m for m in asked.mentions if m.sure>.85),None)
                if m and min(kilometres((a.latitude,a.longitude),(b.latitude,b.longitude)) for a in m.cities for b in loc.cities)>CONFLICT_KM: conf='city_and_name'
                return Answer(self._city(loc.cities[0],.9), conflict=conf, country_code=code)
        if general and not asked.city:
            if code and found and found.best.exact and found.lead>.05 and found.sure>SURE_SEAT: return Answer(self._of(found.best,found.sure),country_code=code)
            return Answer(None,'generic_name',country_code=code)
        if asked.letters_only and not code and not asked.city:
            return Answer(None,'acronym_only')
        if found and found.sure>=SURE_SEAT and not (general and not found.best.exact): return Answer(self._of(found.best,found.sure),country_code=code)
        if asked.city and found and in_city(found.best) and found.sure>=SURE_IN_CITY: return Answer(self._of(found.best,found.sure),country_code=code)
        if loc.cities and loc.likeness>=.72:
            return Answer(self._city(loc.cities[0], .6+.3*(loc.likeness-.7)/.3), country_code=code)
        m=asked.mentions[0] if asked.mentions else None
        if m and m.sure>=(SURE_MENTION_WITH_REGISTER if self._register else SURE_MENTION): return Answer(self._city(m.cities[0],m.sure),country_code=code)
        return Answer(None,'unsure' if found else 'not_found',country_code=code)

    def _of(self, seat: Seat, sure: float) -> Place:
        return Place(seat.latitude,seat.longitude,seat.country_code,seat.entry.city,seat.source.method,'city',sure,seat.entry.ror_id,name=seat.entry.name)

    def _city(self, city: City, sure: float) -> Place:
        return Place(city.latitude,city.longitude,city.country_code,city.name,'gazetteer','city',sure)
