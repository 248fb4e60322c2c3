"""From a city as a row states it to the cities that may be meant: «D-89073 Ulm», «Athens (Ohio)», «Genf», «Ostraav»."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from partner_dashboard.places.gazetteer import City, Gazetteer, spellings
from partner_dashboard.places.nearness import Point, kilometres
from partner_dashboard.places.states import state_code

POSTAL = re.compile(
    r"\b(?:[A-Z]{1,3}[-–\s])?\d{3,7}(?:[-–\s]\d{2,4})?\b|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"
    r"|\bcedex(?:\s*\d+)?\b|\b\d+(?:e|er|ème|th|st)?\b|\bP\.?\s?O\.?\s?Box\b|\bB\.?P\.?\s?\d+",
    re.IGNORECASE,
)
ADDED = re.compile(
    r"^(?:the\s+)?(?:city|town|municipality|village|district|province|greater|metro|kabupaten|kota|kreisfreie\s+stadt|"
    r"landkreis|stadt|hansestadt|gemeinde|ville|ciudad|comune|nähe|bei|near)\s+(?:of\s+|de\s+|di\s+)?(?=\w{3})"
    r"|[-\s](?:city|town|township|county|regency|municipality|district|province|prefecture|governorate|area|region|"
    r"metropolis|island|stadt|shi|si|ku|gu|gun|ch[oō]|machi|mura|eup|myeon|xian|zhen|d\.?\s?c\.?|d\.?\s?f\.?)$",
    re.IGNORECASE,
)
"""What stands before or behind the name of a city without being its name."""

BETWEEN = re.compile(r"\s*[,;/|]\s*|\s+[-–—]\s+|\s+(?:and|und|et|y|e)\s+|\s*&\s*")
BRACKETED = re.compile(r"(?P<city>[^()]+?)\s*\(\s*(?P<part>[^()]+?)\s*\)")

LIKELY = 0.72
"""From which likeness on a misspelt city is read."""

CHANGED = 0.95
"""How surely a name is meant from which something was taken away that may belong to it."""

ABOUT_AS_ALIKE = 0.08

BESIDE_KM = 40.0
"""Up to where a place lies beside a city."""

SIZE = 0.05
"""What a city that is known ten times better is ahead of one whose name is more alike."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What the institution's name says about namesakes of a city: states of the United States, countries, cities."""

    states: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    near: tuple[Point, ...] = ()


NONE = Hints()


@dataclass(frozen=True, slots=True)
class Locality:
    """A stated city as read: cities that may be meant, likeliest first, and whether the name was found as it stands."""

    cities: tuple[City, ...]
    exact: bool
    likeness: float = 1.0
    keys: frozenset[str] = frozenset()
    """The names that the text may be read as."""
    is_one_of: bool = False
    """Whether the row says which of several namesakes it means: by a state, a country, or a city nearby."""

    @property
    def as_written(self) -> bool:
        """Whether a city was found without taking anything away from its name."""
        return self.exact and self.likeness == 1


NOWHERE = Locality((), exact=False, likeness=0.0)


def locality(text: str, gazetteer: Gazetteer, country_code: str, hints: Hints = NONE) -> Locality:
    """Read a stated city, within a country where one is known; without cities where none is called like it."""
    readings = list(_readings(text))
    keys = frozenset(key for name, _, _ in readings for key in spellings(name))
    for name, part, sure in readings:
        within = gazetteer.called(name, country_code, part) if part else []
        if found := within or gazetteer.called(name, country_code):
            meant = _hinted(found, hints)
            told = bool(within) or len(meant) < len(found)
            return Locality(meant, exact=True, likeness=sure, keys=keys, is_one_of=told)
    alike = [held for name, _, _ in readings for held in gazetteer.like(name, country_code) if held[1] >= LIKELY]
    best = max((likeness for _, likeness in alike), default=0.0)
    return Locality(_hinted(_about(alike, best), hints), exact=False, likeness=best, keys=keys)


def _hinted(cities: Sequence[City], hints: Hints) -> tuple[City, ...]:
    """Give the namesakes that the institution's name speaks for, all where it speaks for none."""
    within = tuple(
        city for city in cities
        if city.country_code in hints.countries or (city.country_code == "US" and city.part in hints.states)
    )  # fmt: skip
    left = within or tuple(cities)
    others = [point for point in hints.near if all((city.latitude, city.longitude) != point for city in cities)]
    return tuple(city for city in left if _beside(city, others)) or left


def _beside(city: City, points: Sequence[Point]) -> bool:
    """Whether a city lies beside one that the name says: the Powell by Knoxville for «Knoxville Hospital»."""
    return any(kilometres((city.latitude, city.longitude), point) < BESIDE_KM for point in points)


def _about(alike: list[tuple[City, float]], best: float) -> tuple[City, ...]:
    """Give the cities that are about as alike as the best one, each once."""
    kept: dict[tuple[float, float], City] = {}
    for city, likeness in sorted(alike, key=lambda held: -held[1] - SIZE * math.log10(max(held[0].weight, 1.0))):
        if likeness > best - ABOUT_AS_ALIKE:
            kept.setdefault((city.latitude, city.longitude), city)
    return tuple(kept.values())


def _readings(text: str) -> Iterator[tuple[str, str, float]]:
    """Give the names a stated city may be read as, each with the code of a state beside it, and how surely."""
    seen: set[tuple[str, str]] = set()
    for name, part, sure in _proposed(" ".join(text.split())):
        name = name.strip(" .,-–")
        if spellings(name)[0] and (name, part) not in seen:
            seen.add((name, part))
            yield name, part, sure


def _proposed(text: str) -> Iterator[tuple[str, str, float]]:
    yield text, "", 1.0
    bare = POSTAL.sub(" ", text).strip(" ,-–")
    if written := BRACKETED.fullmatch(bare):
        yield written["city"], state_code(written["part"]), 1.0
        yield written["part"], "", CHANGED
    first, *others = BETWEEN.split(bare)
    state = next((code for other in others if (code := state_code(other))), "")
    yield bare, state, 1.0
    yield first, state, 1.0
    words = first.split()
    if len(words) > 1 and (code := state_code(words[-1])):
        yield " ".join(words[:-1]), code, 1.0
    yield ADDED.sub("", bare), state, CHANGED
    yield ADDED.sub("", first), state, CHANGED
    yield from ((other, "", CHANGED) for other in others if not state_code(other))
    if "-" in first:
        yield first.partition("-")[0], "", CHANGED
