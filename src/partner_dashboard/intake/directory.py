"""From the institutions we know to tables that find them by id, ROR id, name, word and city."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from partner_dashboard import names
from partner_dashboard.editions import split
from partner_dashboard.intake.likeness import resembles
from partner_dashboard.intake.whereabouts import Point
from partner_dashboard.intake.wording import LOST, fits, is_common, tokens_of, words_of

ROR = re.compile(r"(?:https?://)?(?:www\.)?(?:ror\.org/)?(?P<id>0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})/?", re.IGNORECASE)
"""A ROR id, bare or as an address. Source: ROR identifier pattern."""

CURRENT, OTHER, FORMER, PLACE = range(4)
"""Ranks of names, best first: its names now, short names and aliases, names it had, the mere name of its city."""

NEAR_WORDS, LOWEST_RATIO = 8, 60.0
"""How many words that look like an unknown one are weighed, and how alike they must be (rapidfuzz, 0 to 100)."""

MOST_WORDS = 40
"""Names of more words are compared as a whole only."""

SHORTEST_SPELLING = 4
"""With fewer letters left, a word without its umlauts is no longer that word."""

Named = tuple["Entry", int]
"""An institution and the rank of the name it was found by."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One institution as matching sees it; `names` with their rank, `point` None where nobody knows the place."""

    institution_id: str
    name: str
    kind: str
    city: str
    cities: tuple[str, ...]
    country_code: str
    ror_id: str
    short_name: str
    point: Point | None
    names: tuple[tuple[str, int], ...]


class Directory:
    """The institutions of one state, ready to be asked; built once, never changed."""

    def __init__(self, institutions: pd.DataFrame) -> None:
        """Take rows with the columns of the schema; the index does not matter."""
        self.entries = tuple(_entry(row) for row in institutions.to_dict("records"))
        self.by_id = {entry.institution_id: entry for entry in self.entries}
        self.by_ror = {entry.ror_id: entry for entry in self.entries if entry.ror_id}
        self.places = _places(self.entries)
        self.by_key = self._keys()
        self.near_words = lru_cache(maxsize=65536)(self._near_words)

    @cached_property
    def variants(self) -> Mapping[Entry, tuple[tuple[str, ...], ...]]:
        """The names of each institution as tokens; only who is not found by a whole name needs them."""
        return {entry: tuple(dict.fromkeys(self._variants(entry))) for entry in self.entries}

    def _variants(self, entry: Entry) -> Iterator[tuple[str, ...]]:
        for name, _ in entry.names:
            if 0 < len(tokens := tokens_of(name, self.places)) <= MOST_WORDS:
                yield tokens

    @cached_property
    def by_token(self) -> Mapping[str, tuple[Entry, ...]]:
        """The institutions by the words that say which they are; common words are left out."""
        found: dict[str, dict[Entry, None]] = defaultdict(dict)
        for entry, variants in self.variants.items():
            for token in {token for variant in variants for token in variant if not is_common(token)}:
                found[token][entry] = None
        return {token: tuple(entries) for token, entries in found.items()}

    @cached_property
    def plain(self) -> tuple[Entry, ...]:
        """The institutions with a name of common words alone: «National Institute for Materials Science»."""
        return tuple(
            entry
            for entry, variants in self.variants.items()
            if any(all(map(is_common, variant)) for variant in variants)
        )

    def of_id(self, row_id: str) -> Entry | None:
        """Give the institution of an id, or the one into which that of the id was merged; None where there is none."""
        named = self.named(row_id)
        return self.by_id.get(row_id) or (named[0][0] if len(named) == 1 else None)

    def named(self, written: str) -> tuple[Named, ...]:
        """Give the institutions that have exactly this name, each once with the best rank."""
        best: dict[Entry, int] = {}
        for key in names.keys(written):
            for entry, rank in self.by_key.get(key, ()):
                best[entry] = min(rank, best.get(entry, rank))
        return tuple(best.items())

    def near(self, tokens: Iterable[str]) -> tuple[Entry, ...]:
        """Give the institutions that share a telling word with a name, as written, with lost letters, or misspelt."""
        tokens = tuple(tokens)
        words = (word for token in tokens if not is_common(token) for word in self.near_words(token))
        found = {entry: None for word in words for entry in self.by_token[word]}
        if any(map(is_common, tokens)):
            found |= dict.fromkeys(self.plain)
        return tuple(found)

    def _near_words(self, token: str) -> tuple[str, ...]:
        if token in self.by_token:
            return (token,)
        if LOST in token:
            return tuple(word for word in self.by_token if fits(token, word))
        from rapidfuzz import process  # only where a word is not known, not at every start

        near = process.extract(token, self.by_token.keys(), limit=NEAR_WORDS, score_cutoff=LOWEST_RATIO)
        return tuple(word for word, _, _ in near if resembles(token, word))

    def _keys(self) -> dict[str, list[Named]]:
        found: dict[str, list[Named]] = defaultdict(list)
        for entry in self.entries:
            for name, rank in entry.names:
                for key in names.keys(name):
                    found[key].append((entry, rank))
        for key, entry in _bare_cities(self.entries):
            if key in found:
                found[key].append((entry, PLACE))
        return dict(found)


def ror_of(text: str) -> str:
    """Give the bare ROR id of a text that is one, bare or as an address; an empty text for any other."""
    found = ROR.fullmatch(text.strip())
    return found["id"].lower() if found else ""


def _entry(row: Mapping[str, object]) -> Entry:
    text = {column: str(value) for column, value in row.items()}
    lat, lon = (float(str(row.get(name, "nan") or "nan")) for name in ("latitude", "longitude"))
    return Entry(
        institution_id=text["institution_id"], name=text["name"], kind=text["kind"], city=text["city"],
        cities=tuple(filter(None, dict.fromkeys((text["city"], text["city_de"])))),
        country_code=text["country_code"], ror_id=ror_of(text["ror_id"]), short_name=text["short_name"],
        point=None if math.isnan(lat) or math.isnan(lon) else (lat, lon), names=tuple(_names(text)),
    )  # fmt: skip


def _names(text: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    for column in ("name", "name_de", "name_local"):
        if text[column]:
            yield text[column], CURRENT
    for name in (text["short_name"], *split(text["aliases"])):
        if name:
            yield name, OTHER
    for name in split(text["former_names"]):
        yield name, FORMER


def _bare_cities(entries: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
    """Give the city of each city and university that is called after it: «Sheffield» may mean either."""
    for entry in entries:
        if entry.kind in ("city", "university"):
            said = {key for name, _ in entry.names for key in words_of(name)}
            for key in (key for city in entry.cities for key in names.keys(city)):
                if set(key.split()) <= said:
                    yield key, entry


def _places(entries: Iterable[Entry]) -> dict[str, str]:
    """Say for other spellings of cities and words what stands in our names: «warschau» → «warsaw», «koeln» → «koln»."""
    found: dict[str, str] = {}
    for entry in entries:
        for word in (word for name, _ in entry.names for word in name.split() if not word.isascii()):
            ours = " ".join(words_of(word))
            for spelling in _spellings(word) - {ours}:
                found.setdefault(spelling, ours)
        city = " ".join(words_of(entry.city))
        for spelling in (spelling for name in entry.cities for spelling in _spellings(name)):
            if city and spelling != city:
                found[spelling] = city
    return found


def _spellings(name: str) -> set[str]:
    """Give a name folded in every way: «munster», «muenster», and «mnster», as programs write that drop umlauts."""
    dropped = name.encode("ascii", "ignore").decode()
    forms = {*names.keys(name), " ".join(words_of(name)), " ".join(words_of(dropped))}
    return {form for form in forms if len(form) >= SHORTEST_SPELLING}
