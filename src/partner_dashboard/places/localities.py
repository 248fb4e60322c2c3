"""From a city as a row states it to the cities that may be meant: «D-44801 Bochum», «Athens (Ohio)», «Genf», «Ostraav»."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from partner_dashboard.places.gazetteer import City, Gazetteer, spellings
from partner_dashboard.places.states import state_code

POSTAL = re.compile(
    r"\b(?:[A-Z]{1,3}[-–\s])?\d{3,7}(?:[-–\s]\d{2,4})?\b|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"
    r"|\bcedex(?:\s*\d+)?\b|\b\d+(?:e|er|ème|th|st)?\b|\bP\.?\s?O\.?\s?Box\b|\bB\.?P\.?\s?\d+",
    re.IGNORECASE,
)
ADDED = re.compile(
    r"^(?:the\s+)?(?:city|town|municipality|village|district|province|greater|metro|stadt|hansestadt|gemeinde|ville|"
    r"ciudad|comune|nähe|bei|near)\s+(?:of\s+|de\s+|di\s+)?(?=\w{3})"
    r"|[-\s](?:city|town|shi|si|ku|gu|shi\.|municipality|district|area|region|metropolis|stadt|d\.?\s?c\.?|d\.?\s?f\.?)$",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"\s*[,;/|]\s*|\s+[-–—]\s+|\s+(?:and|und|et|y|e)\s+|\s*&\s*")
BRACKETED = re.compile(r"(?P<city>[^()]+?)\s*\(\s*(?P<part>[^()]+?)\s*\)")

LIKELY = 0.72
"""From which likeness on a misspelt city is read."""


@dataclass(frozen=True, slots=True)
class Locality:
    """A stated city as read: cities that may be meant, likeliest first, and whether the name was found as it stands."""

    cities: tuple[City, ...]
    exact: bool
    likeness: float = 1.0


NOWHERE = Locality((), exact=False, likeness=0.0)


def locality(text: str, gazetteer: Gazetteer, country_code: str) -> Locality:
    """Read a stated city, within a country where one is known; NOWHERE where no city is called like it."""
    for name, part in _readings(text):
        found = gazetteer.called(name, country_code, part) or (gazetteer.called(name, country_code) if part else [])
        if found:
            return Locality(tuple(found), exact=True)
    for name, _ in _readings(text):
        alike = [(city, likeness) for city, likeness in gazetteer.like(name, country_code) if likeness >= LIKELY]
        if alike:
            best = alike[0][1]
            return Locality(_near(alike, best), exact=False, likeness=best)
    return NOWHERE


def _near(alike: list[tuple[City, float]], best: float) -> tuple[City, ...]:
    """Give the cities that are about as alike as the best one, each once."""
    kept: dict[tuple[float, float], City] = {}
    for city, likeness in alike:
        if likeness > best - 0.08:
            kept.setdefault((city.latitude, city.longitude), city)
    return tuple(kept.values())


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """Give the names a stated city may be read as, each with the code of a state beside it: as written first."""
    seen: set[tuple[str, str]] = set()
    for name, part in _proposed(" ".join(text.split())):
        name = name.strip(" .,-–")
        if spellings(name)[0] and (name, part) not in seen:
            seen.add((name, part))
            yield name, part


def _proposed(text: str) -> Iterator[tuple[str, str]]:
    yield text, ""
    bare = POSTAL.sub(" ", text).strip(" ,-–")
    if written := BRACKETED.fullmatch(bare):
        yield from ((written["city"], state_code(written["part"])), (written["part"], ""))
    first, *others = BETWEEN.split(bare)
    state = next((code for other in others if (code := state_code(other))), "")
    for name in (bare, first):
        yield name, state
        yield ADDED.sub("", name), state
    yield from ((other, "") for other in others if not state_code(other))
    words = first.split()
    if len(words) > 1 and (code := state_code(words[-1])):
        yield " ".join(words[:-1]), code
