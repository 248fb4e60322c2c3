"""From organisations with their names to arrays in which a name is found by its words, misspelt or in another order.

organisation  one per seat, ordered by country, so that a country is a stretch of numbers
name          one per spelling, ordered by organisation, so that a country is a stretch of these as well
word          a token as written; stands for up to two meanings
meaning       a concept, a country or a proper word; knows the names it occurs in
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from partner_dashboard.places import trigrams, wording
from partner_dashboard.places.shelf import Array, grouped
from partner_dashboard.places.wording import number

KINDS = ("label", "alias", "acronym")
"""How an organisation is called: a name of first rank, another or former one, letters."""

LETTERS = "acronym"

NOTHING = -1


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the index keeps of an organisation with one seat, WGS 84 degrees; `number` is that of the words about it."""

    number: int
    country_code: str
    latitude: float
    longitude: float
    names: Sequence[tuple[str, str]]
    """Each name with its kind."""


class Indexing:
    """The organisations met so far, in arrays of numbers because lists of Python objects take ten times the memory."""

    def __init__(self) -> None:
        self._numbers = array("i")
        self._countries: list[str] = []
        self._points = array("f")
        self._of = array("i")
        self._kinds = array("b")
        self._literal = array("q")
        self._ends = array("i", [0])
        self._spoken = array("i")
        self._words: dict[str, int] = {}

    @property
    def names(self) -> int:
        """How many names were met."""
        return len(self._of)

    def add(self, organisation: Organisation) -> None:
        """Take an organisation; a name that is written twice counts once."""
        words = self._words
        for name, kind in dict(reversed(organisation.names)).items():
            found = wording.tokens(name)
            if found:
                self._literal.append(number(" ".join(found)))
                if kind == LETTERS:
                    found = [wording.LETTERS_SIGN + word for word in found]
                self._spoken.extend([words.setdefault(word, len(words)) for word in found])
                self._ends.append(len(self._spoken))
                self._of.append(len(self._numbers))
                self._kinds.append(KINDS.index(kind))
        self._numbers.append(organisation.number)
        self._countries.append(organisation.country_code)
        self._points.extend((organisation.latitude, organisation.longitude))

    def arrays(self) -> dict[str, Array]:
        """Order everything by country and turn words into meanings."""
        codes, country = np.unique(np.array(self._countries, dtype="S2"), return_inverse=True)
        order = np.argsort(country, kind="stable")
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        of = rank[np.frombuffer(self._of, dtype=np.int32)]
        by_owner = np.argsort(of, kind="stable")
        words = sorted(self._words)
        meanings, stands_for = _meanings(words)
        spoken, ends = self._said(by_owner, stands_for[self._ranks(words)])
        holders, starts = _holders(spoken, ends, len(meanings))
        return {
            "codes": codes,
            "number": np.frombuffer(self._numbers, dtype=np.int32)[order],
            "country": country[order].astype(np.uint8),
            "point": np.frombuffer(self._points, dtype=np.float32).reshape(-1, 2)[order].ravel(),
            "of": of[by_owner],
            "kind": np.frombuffer(self._kinds, dtype=np.int8)[by_owner],
            "literal": np.frombuffer(self._literal, dtype=np.int64)[by_owner],
            "said": spoken,
            "said_from": ends,
            "held": holders,
            "held_from": starts,
            "stands_for": stands_for.ravel(),
            **grouped("meaning", trigrams.lines(meanings)),
            **grouped("word", trigrams.arrays(words)),
        }

    def _ranks(self, words: Sequence[str]) -> Array:
        """Give for each word in the order of meeting its place in the alphabet."""
        ranks = np.empty(len(words), dtype=np.int32)
        for rank, word in enumerate(words):
            ranks[self._words[word]] = rank
        return ranks

    def _said(self, order: Array, stands_for: Array) -> tuple[Array, Array]:
        """Give the meanings of each name behind one another, and where each name begins and the last one ends."""
        ends = np.frombuffer(self._ends, dtype=np.int32)
        starts, lengths = ends[:-1][order], np.diff(ends)[order]
        words = np.frombuffer(self._spoken, dtype=np.int32)[stretches(starts, lengths)]
        both = stands_for[words]
        owner = np.repeat(np.arange(len(order), dtype=np.int32), lengths)
        counted = np.bincount(owner, weights=(both != NOTHING).sum(axis=1), minlength=len(order)).astype(np.int64)
        return both[both != NOTHING], np.concatenate(([0], np.cumsum(counted))).astype(np.int32)


def _meanings(words: Sequence[str]) -> tuple[list[str], Array]:
    """Give all meanings in alphabetical order, and for each word the numbers of up to two of them."""
    meant = [wording.lexicon().meaning(word)[-2:] for word in words]
    meanings = sorted({meaning for both in meant for meaning in both})
    numbers = {meaning: number for number, meaning in enumerate(meanings)}
    stands_for = np.full((len(words), 2), NOTHING, dtype=np.int32)
    for at, both in enumerate(meant):
        for place, meaning in enumerate(both):
            stands_for[at, place] = numbers[meaning]
    return meanings, stands_for


def stretches(starts: Array, lengths: Array) -> Array:
    """Give the positions of several stretches behind one another."""
    before = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))


def _holders(said: Array, starts: Array, meanings: int) -> tuple[Array, Array]:
    """Turn «name has meanings» round: for each meaning the names that have it, in order and each once."""
    names = np.repeat(np.arange(len(starts) - 1, dtype=np.int64), np.diff(starts))
    pairs = np.unique(said.astype(np.int64) << 32 | names)
    counts = np.bincount(pairs >> 32, minlength=meanings)
    return (pairs & 0xFFFFFFFF).astype(np.int32), np.concatenate(([0], np.cumsum(counts))).astype(np.int32)


def indexed(organisations: Iterable[Organisation]) -> dict[str, Array]:
    """Index organisations that are few enough to be held at once."""
    collected = Indexing()
    for organisation in organisations:
        collected.add(organisation)
    return collected.arrays()
