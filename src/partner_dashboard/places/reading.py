"""From a query to what it says: parts of the name, country, stated city, cities in the name."""

import re
from collections.abc import Sequence
from dataclasses import replace

from partner_dashboard.places import countries, localities, naming, toponyms, wording
from partner_dashboard.places.answers import Query
from partner_dashboard.places.countries.names import by_name, words
from partner_dashboard.places.gazetteer import Gazetteer
from partner_dashboard.places.gazetteer_file import key
from partner_dashboard.places.localities import Hints, Locality
from partner_dashboard.places.naming import Part
from partner_dashboard.places.seats import Asked
from partner_dashboard.places.states import states_in
from partner_dashboard.places.toponyms import Mention

LONGEST = 500
"""How much of a text is read: what is longer is no name, and would take long."""

SPOKEN_IN = {
    "JP": re.compile(r"\w-(?:shi|machi|chō|mura)$"), "KR": re.compile(r"\w-(?:si|gun|gu|eup|myeon)$"),
    "ID": re.compile(r"^(?:kabupaten|kota)\s", re.IGNORECASE), "FR": re.compile(r"\bcedex\b", re.IGNORECASE),
}  # fmt: skip
"""What cities and districts are called in one country only, by its code."""

NAMED = 0.15
"""From which sureness on a city in the name tells which of the stated city's namesakes is meant."""

SPACES = re.compile(r"[^\S\n]+")


def read(query: Query, gazetteer: Gazetteer) -> Asked:
    """Read a query: the country from its own column, else from the city's or the name's last part."""
    name, city, country = (SPACES.sub(" ", text[:LONGEST]).strip() for text in (query.name, query.city, query.country))
    parts = naming.parts(name)
    code = countries.code(country) if country else country_beside(city, parts)
    found = toponyms.mentions(parts, gazetteer, code)
    hints = _hints(parts, code, found)
    said = localities.locality(city, gazetteer, code, hints) if city else localities.NOWHERE
    said = _spelt(said, found)
    return Asked(
        parts, code, family(code), said, bool(city), tuple(found), naming.is_letters(name),
        _countries_said(parts), _literals(name, parts),
    )  # fmt: skip


def _countries_said(parts: tuple[Part, ...]) -> dict[str, frozenset[int]]:
    """Give the places of the words that say a country, by its code: «Czech», «of Japan»."""
    found: dict[str, frozenset[int]] = {}
    for at, word in enumerate(word for part in parts for word in part.words):
        for meaning in wording.lexicon().meaning(word):
            if meaning.startswith("@"):
                found[meaning[1:]] = found.get(meaning[1:], frozenset()) | {at}
    return found


def _literals(name: str, parts: tuple[Part, ...]) -> frozenset[int]:
    core = [word for part in parts if part.role == "core" for word in part.words]
    return frozenset(wording.number(" ".join(words)) for words in (wording.tokens(name), core) if words)


def _spelt(said: Locality, mentions: Sequence[Mention]) -> Locality:
    """Read a misspelt city as the name spells it: «Uni Dundee | Dunndee»."""
    if said.exact or not said.cities:
        return said
    spelt = {city.name for mention in mentions for city in mention.cities}
    meant = tuple(city for city in said.cities if city.name in spelt)
    return replace(said, cities=meant, exact=True, likeness=1.0) if meant else said


def _hints(parts: tuple[Part, ...], code: str, mentions: Sequence[Mention]) -> Hints:
    """Give what a name says about the namesakes of a city: states, cities and, where none is stated, countries."""
    words = [word for part in parts for word in part.words]
    states = states_in(words) if code in ("", "US") else frozenset()
    said = frozenset() if code else frozenset(_countries_said(parts))
    named = [mention.cities[0] for mention in mentions if mention.sure >= NAMED]
    return Hints(states, said, tuple((city.latitude, city.longitude) for city in named))


def country_beside(city: str, parts: tuple[Part, ...]) -> str:
    """Give the country that stands behind a city or in a part of the name of its own."""
    _, comma, last = city.rpartition(",")
    found = [by_name().get(key(last).replace(" ", ""), "")] if comma else []
    spoken = (code for code, words in SPOKEN_IN.items() if words.search(city))
    codes = (code for code in (*found, *(part.country_code for part in reversed(parts)), *spoken) if code)
    return next(codes, "")


def family(code: str) -> frozenset[str]:
    """Give a country with its territories, or a territory with its country: one is often written for the other."""
    if not code:
        return frozenset()
    parents = words().parents
    return frozenset({code, parents.get(code, code), *(part for part, whole in parents.items() if whole == code)})
