"""From a name to the city that it names: «Universität Breslau», «University of California, Davis», «TU Wien».

A city's name inside an institution's may be a person's, a saint's or a province's, or that of a namesake elsewhere.
What is seen around it is weighed; the weights were learned from 21,000 names of institutions.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from partner_dashboard.places import gazetteer_file, wording
from partner_dashboard.places.gazetteer import City, Gazetteer
from partner_dashboard.places.naming import Part
from partner_dashboard.places.nearness import kilometres

LONGEST = 4
"""Words in the name of a city."""

UNHEARD_OF = 0.02
"""A namesake that is known this little against the best known one is not meant."""

BEFORE = frozenset({
    "of", "de", "di", "do", "da", "du", "in", "at", "zu", "von", "van", "del", "della", "en", "te", "i", "v", "w",
    "na", "u", "les", "la", "d",
})  # fmt: skip
"""Words that often stand before the name of a place."""

BEFORE_NAMES = frozenset(["san", "santa", "santo", "sao", "sri", "shri", "al", "el"])
DIRECTIONS = frozenset({"=state", "=north", "=south", "=east", "=west", "=new"})
SAINTS = frozenset({"saint", "maria"})
HOUSES = frozenset({"=uni", "=college", "=school", "=hospital", "=institute", "=academy", "=technology"})

STATES = frozenset({"US", "CA", "AU"})
"""Where universities are rather called after their state than after a city of the same name."""

ENGLISH = frozenset({"US", "GB", "CA", "AU", "NZ", "IE"})
"""Where another name of a city is rather a nickname."""

CAPITALS = frozenset({"IT", "ES", "LT", "TR", "BG", "RO", "JP", "TH", "VN", "GB", "FR", "HR", "HU", "PL", "CZ"})
"""Where provinces are called after their capital."""


SHORTEST_SLIP, SHORTEST_AMONG_OTHERS = 6, 8
"""How many letters a word has at least that is read as a city with a slip: alone, and beside other proper words."""

ONE_SLIP = 0.83
"""How alike such a word and the city's name are at least."""

LARGE = {"house": 50_000, "other": 500_000, "house anywhere": 500_000}
"""How many inhabitants such a city has at least: beside a word for a university or the like, without one, and where no
country is known. Most words that look like a village are something else."""

RIVAL, ONE_CITY_KM = 0.3, 25.0
"""A city elsewhere that is known this well against the best known one leaves open which is meant."""

SURE_OF_SLIP = 0.7
"""How often such a city is where the institution is, at least: of 9,000 misspelt names 89 of 100 were."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A city in a name: the words that it takes, from start to end, and the cities it may be, the likeliest first."""

    start: int
    end: int
    cities: tuple[City, ...]
    sure: float
    """How often the first city is where the institution is, 0–1, when only the name speaks."""
    own_part: bool = False
    """Whether it fills a part of the name of its own: «State University of New York, Albany»."""
    is_slip: bool = False
    """Whether the city is called so but for a slip."""


def mentions(parts: Sequence[Part], gazetteer: Gazetteer, country_code: str) -> list[Mention]:
    """Find the cities in a name, within a country where one is known.

    Order: the surest first. A word belongs to one mention only, the longest.
    """
    words = [word for part in parts for word in part.words]
    taken: set[int] = set()
    found = []
    for start, end in _stretches(parts, gazetteer):
        if taken.isdisjoint(range(start, end)):
            cities = gazetteer.called(" ".join(words[start:end]), country_code)
            if cities:
                taken.update(range(start, end))
                sure = chance(signs(parts, start, end, cities, gazetteer, country_code), bool(country_code))
                known = tuple(city for city in cities[:5] if city.weight >= cities[0].weight * UNHEARD_OF)
                found.append(Mention(start, end, known, sure, _is_own_part(parts, start, end)))
    return sorted(found, key=lambda mention: -mention.sure)


def misspelt(parts: Sequence[Part], gazetteer: Gazetteer, country_code: str) -> list[Mention]:
    """Find the large city that a name says with a slip, where it says none without: «Universidade de Frotaleza»."""
    words = [word for part in parts for word in part.words]
    proper = [at for at, word in enumerate(words) if any(meaning[0] not in "=@" for meaning in _meanings(word))]
    has_house = any(meaning in HOUSES for word in words for meaning in _meanings(word))
    if not country_code and not (has_house and len(proper) == 1):
        return []
    least = LARGE["other" if not has_house else "house" if country_code else "house anywhere"]
    shortest = SHORTEST_SLIP if len(proper) == 1 else SHORTEST_AMONG_OTHERS
    core = {at for at, role in enumerate(part.role for part in parts for _ in part.words) if role == "core"}
    found = []
    for at in proper:
        word = words[at]
        if at in core and len(word) >= shortest and word.isascii() and word.isalpha():
            cities = _one_place(
                [city for city, alike in gazetteer.like(word, country_code, slips=1) if alike >= ONE_SLIP]
            )
            if cities and cities[0].people >= least:
                found.append(Mention(at, at + 1, cities, SURE_OF_SLIP, is_slip=True))
    return found


def _one_place(cities: Sequence[City]) -> tuple[City, ...]:
    """Give the best known of cities where no other is known nearly as well."""
    first = max(cities, key=lambda city: city.weight, default=None)
    if first is None or any(city.weight > first.weight * RIVAL and _km(city, first) > ONE_CITY_KM for city in cities):
        return ()
    return (first,)


def _km(one: City, other: City) -> float:
    return kilometres((one.latitude, one.longitude), (other.latitude, other.longitude))


def _stretches(parts: Sequence[Part], gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Give the stretches of words that are the name of a city, the longest first; a concept alone is none."""
    proposed = list(_proposed(parts))
    if not proposed:
        return []
    known = gazetteer.has(np.array([wording.number(text) for _, _, text in proposed])).tolist()
    held = {(start, end) for (start, end, _), is_known in zip(proposed, known, strict=True) if is_known}
    return sorted(held, key=lambda stretch: (stretch[0] - stretch[1], stretch))


def _proposed(parts: Sequence[Part]) -> Iterator[tuple[int, int, str]]:
    """Give each stretch with a proper word in it, as it is written and with «ae» read as ä."""
    offset = 0
    for part in parts:
        words, count = part.words, len(part.words)
        others = [(wording.alternatives(word) or (word,))[0] for word in words]
        is_proper = [any(meaning[0] not in "=@" for meaning in _meanings(word)) for word in words]
        for start in range(count):
            for end in range(start + 1, min(start + LONGEST, count) + 1):
                if any(is_proper[start:end]) and (end > start + 1 or len(words[start]) > 2):
                    yield offset + start, offset + end, " ".join(words[start:end])
                    if others[start:end] != list(words[start:end]):
                        yield offset + start, offset + end, " ".join(others[start:end])
        offset += count


# --- how sure -----------------------------------------------------------------------------------------------------

WEIGHTS: Mapping[str, tuple[float, float]] = {
    "one": (0.14, -0.99),
    "size": (1.59, 1.69),
    "metropolis": (-1.03, -1.24),
    "rival": (-3.11, -2.86),
    "main": (0.75, 1.0),
    "last": (1.26, 1.3),
    "first": (0.47, 0.72),
    "own_part": (0.08, 0.61),
    "after_place_word": (0.27, 0.4),
    "after_concept": (0.44, 0.52),
    "before_name": (-0.08, -0.34),
    "before_company": (-1.05, -1.08),
    "after_saint": (-0.67, -1.48),
    "another_word": (-0.23, -0.21),
    "more_words": (-0.31, -0.28),
    "alone": (0.01, -1.28),
    "state": (-1.93, -1.83),
    "after_direction": (-1.2, -1.72),
    "region": (-0.54, 0.09),
    "region_elsewhere": (-0.58, -2.02),
    "region_beside_state": (-0.73, -0.68),
    "region_of_capital": (0.63, 0.6),
    "short": (-0.07, -0.81),
    "nickname": (-0.7, -0.86),
}
"""For each sign what it adds to the odds, as a logarithm: where the country is known, and where it is not."""


def chance(seen: Sequence[float], country_known: bool) -> float:
    """Turn what is seen around a mention into how often it is right."""
    weights = (known if country_known else unknown for known, unknown in WEIGHTS.values())
    return 1 / (1 + math.exp(-sum(weight * sign for weight, sign in zip(weights, seen, strict=True))))


def signs(
    parts: Sequence[Part], start: int, end: int, cities: Sequence[City], gazetteer: Gazetteer, country_code: str
) -> list[float]:
    """Give what is seen around a mention, in the order of WEIGHTS."""
    words = [word for part in parts for word in part.words]
    city, text = cities[0], " ".join(words[start:end])
    before, after = _meaning(words, start - 1), _meaning(words, end)
    others = [meaning for at in (*range(start), *range(end, len(words))) for meaning in _meanings(words[at])]
    proper = sum(meaning[0] not in "=@" for meaning in others)
    regions = gazetteer.regions(text)
    size = math.log10(max(city.people, 500))
    here = city.country_code in regions
    return [
        1.0,
        size - 5,
        max(size - 5.7, 0.0),
        min(cities[1].weight / city.weight, 1.0) if len(cities) > 1 else 0.0,
        float(gazetteer_file.key(city.name) == text),
        float(end == len(words)),
        float(start == 0),
        float(_is_own_part(parts, start, end)),
        float(start > 0 and words[start - 1] in BEFORE),
        float(before.startswith("=")),
        float(after != "" and after[0] not in "=@"),
        float(after == "=company"),
        float(before in SAINTS or (start > 0 and words[start - 1] in BEFORE_NAMES)),
        float(proper == 1),
        float(proper > 1),
        float(not others),
        float(bool(regions & STATES)),
        float(before in DIRECTIONS),
        float(here),
        float(bool(regions - {city.country_code})),
        float(here and "=state" in (before, after)),
        float(here and city.country_code in CAPITALS),
        float(len(text) < 5),
        float(gazetteer_file.key(city.name) != text and city.country_code in ENGLISH),
    ]


def _is_own_part(parts: Sequence[Part], start: int, end: int) -> bool:
    """Whether a mention fills a later part of the name: «City College, New York»."""
    offset = 0
    for part in parts:
        if offset == start and offset + len(part.words) == end:
            return start > 0
        offset += len(part.words)
    return False


def _meaning(words: Sequence[str], at: int) -> str:
    return next(iter(_meanings(words[at])), "") if 0 <= at < len(words) else ""


def _meanings(word: str) -> Iterator[str]:
    return iter(wording.lexicon().meaning(word))
