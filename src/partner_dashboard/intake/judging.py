"""From a name as written and an institution to a judgement: how alike, and whether country and city agree.

What is sure is decided here: a whole name by `settled`, a similar one by `says_the_same`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from partner_dashboard import regions
from partner_dashboard.intake.directory import CURRENT, FORMER, Directory, Entry
from partner_dashboard.intake.likeness import Likeness, likeness
from partner_dashboard.intake.whereabouts import Agreement, Locate, cities_agree, countries_agree
from partner_dashboard.intake.wording import CITY, UNIVERSITY, is_common, tokens_of, words_of

ELSEWHERE, FAR_AWAY = 0.7, 0.9
"""What is left of a likeness when the country, or only the city, contradicts."""

ENOUGH_COMMON = 3
"""So many common words make a name that tells which institution it is, within one country."""

TURNING = frozenset({"US", "CA"})
"""Where «University of X» and «X University» are two: Washington, Miami, Indiana."""

ENGLISH = frozenset({"university", "univ"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A name and what else its row says of the institution; all texts, empty where it says nothing."""

    name: str
    city: str = ""
    country_code: str = ""
    ror_id: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """An institution beside a name; `rank` of the name it was found by, `like` only where the name is not the same."""

    entry: Entry
    country: Agreement
    city: Agreement
    rank: int = CURRENT
    like: Likeness | None = None

    @property
    def score(self) -> float:
        """How alike the two are, from 0 to 1, lowered by what contradicts."""
        kept = ELSEWHERE if self.country == "contradicts" else FAR_AWAY if self.city == "contradicts" else 1.0
        return round((self.like.score if self.like else 1.0) * kept, 3)

    @property
    def is_contradicted(self) -> bool:
        """Whether country or city speak against it."""
        return "contradicts" in (self.country, self.city)


def judged(asked: Asked, entry: Entry, locate: Locate, rank: int = CURRENT) -> Judged:
    """Compare country and city; the city only where the country does not settle it."""
    country = countries_agree(asked.country_code, entry.country_code)
    if country == "contradicts":
        return Judged(entry, country, "open", rank)
    city = cities_agree(asked.city, entry.country_code, entry.cities, entry.point, locate)
    return Judged(entry, country, city, rank)


def compared(judged: Judged, tokens: Sequence[str], directory: Directory) -> Judged:
    """Add how alike the tokens of a name and the nearest name of the institution are.

    A name may add its city and country at the end, and a short name anywhere; but an American campus is called by its
    city.
    """
    entry = judged.entry
    acronym, country = _acronym(entry), _country_words(entry.country_code)
    city = frozenset() if entry.country_code in TURNING else _city_of(entry, directory)
    may_add = acronym | frozenset(takewhile(lambda token: token in acronym | city | country, reversed(tokens)))
    best = max(
        (likeness(tokens, variant, may_add) for variant in directory.variants[entry]),
        key=lambda like: (like.score, not like.turned, not like.guessed, -len(like.missing)),
    )
    return Judged(entry, judged.country, judged.city, judged.rank, best)


def settled(asked: Asked, found: Sequence[Judged]) -> Judged | None:
    """Choose among institutions of one name: by city, country, kind, then a name of today before a former one.

    None where a person must choose.
    """
    left = [one for one in found if one.city != "contradicts"]
    if len(left) < len(found) and not any(one.city == "agrees" for one in left):
        return None
    has_current = any(one.rank == CURRENT for one in left)
    for better in (
        [one for one in left if one.city == "agrees"],
        [one for one in left if one.country == "agrees"],
        [one for one in left if asked.kind and one.entry.kind == asked.kind],
        [one for one in left if one.rank != FORMER and has_current],
    ):
        left = [one for one in left if one in better] or left
    return left[0] if len(left) == 1 and not _is_other_kind_of_city(asked, left[0].entry) else None


def says_the_same(asked: Asked, judged: Judged, tokens: Sequence[str], directory: Directory) -> bool:
    """Whether a similar name is surely the institution's: neither says more, or something else, than the other.

    A misspelt word needs the city to agree, lost letters the city or the country. A mere place is never sure.
    """
    like = judged.like
    if like is None or like.extra or like.missing or judged.is_contradicted:
        return False
    telling = {token for token in like.shared if not is_common(token)}
    city = _city_of(judged.entry, directory)
    if telling <= city and not any(is_common(token) for token in tokens):
        return False
    if not telling and (judged.country != "agrees" or len(like.shared) < ENOUGH_COMMON):
        return False
    here, there = judged.city == "agrees", judged.country == "agrees"
    if (like.guessed and not (here and len(tokens) > 1)) or (like.lost and not (here or there)):
        return False
    if CITY in tokens and judged.entry.kind != "city":
        return False  # «Universität New York City» is not the City University of New York
    return here or UNIVERSITY not in tokens or _is_in_order(asked, judged, like)


def _is_in_order(asked: Asked, judged: Judged, like: Likeness) -> bool:
    """Whether «University of X» surely means what is called so, or «X University» where nobody tells the two apart.

    Where people do tell them apart, or the row says no country, only the English word says which of the two is meant.
    """
    if judged.country == "agrees" and judged.entry.country_code not in TURNING:
        return True
    return not like.turned and not ENGLISH.isdisjoint(words_of(asked.name))


def _city_of(entry: Entry, directory: Directory) -> frozenset[str]:
    return frozenset(token for name in entry.cities for token in tokens_of(name, directory.places))


def _acronym(entry: Entry) -> frozenset[str]:
    """Give the short name where it is one word that the name itself does not hold: «UCLouvain», not «Princeton»."""
    words = words_of(entry.short_name)
    return frozenset(words) - set(words_of(entry.name)) if len(words) == 1 else frozenset()


def is_another(asked: Asked, entry: Entry) -> bool:
    """Whether both sides have a ROR id, and not the same."""
    return bool(asked.ror_id and entry.ror_id and asked.ror_id != entry.ror_id)


def _is_other_kind_of_city(asked: Asked, entry: Entry) -> bool:
    """Whether a name says only the city, and the row speaks of another kind of institution there."""
    said = set(words_of(asked.name))
    names_city = any(said <= set(words_of(city)) for city in entry.cities)
    return names_city and bool(asked.kind) and asked.kind != entry.kind


@lru_cache(maxsize=512)
def _country_words(code: str) -> frozenset[str]:
    if not code:
        return frozenset()
    said = (regions.country_name(code, language) for language in ("en", "de"))
    return frozenset((*(word for name in said for word in tokens_of(name)), code.casefold()))
