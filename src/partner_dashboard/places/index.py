"""From the words of a name to the organisations whose names have them, the most alike first.

A word weighs the more the fewer names have it. A candidate is measured both ways: how much of its own name was said,
and how much of what was said belongs to it.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Protocol

import numpy as np

from partner_dashboard.places.indexing import KINDS, NOTHING, stretches
from partner_dashboard.places.shelf import Array, numbers
from partner_dashboard.places.trigrams import Lines, Trigrams
from partner_dashboard.places.wording import LETTERS_SIGN

CONCEPT = 0.7
"""What a concept weighs against a proper word that is as rare: universities are called institutes and colleges too."""

ENOUGH = 8_000
"""How many names are looked at before common words are left out of the search (not of the measuring)."""

SHORTLIST = 400

REMEMBERED = 4_000
"""Of how many words the meanings are remembered: names are of the same words, and many are asked for twice."""


class Word(Protocol):
    """A word of the question: what it may mean, each with its likeness 0–1, and how much it weighs.

    `factor` is how much it counts against a name that it lacks the word: 1 in the core of a question, 0 in an address.
    """

    @property
    def meanings(self) -> Mapping[int, float]: ...  # noqa: D102
    @property
    def weight(self) -> float: ...  # noqa: D102
    @property
    def factor(self) -> float: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that has words of the question: the share of it that was said, and the share of the question."""

    name: int
    own: float
    asked: float

    @property
    def alike(self) -> float:
        """How alike the names are, 0–1: high only where both shares are."""
        return 2 * self.own * self.asked / (self.own + self.asked) if self.own else 0.0


class Index:
    """Organisations by their names."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Take what `indexing` made, in memory or from a file."""
        self.codes = [code.decode() for code in arrays["codes"]]
        self.number, self.country = arrays["number"], arrays["country"]
        self.point = arrays["point"].reshape(-1, 2)
        self.of, self._kind, self._literal = arrays["of"], arrays["kind"], arrays["literal"]
        self._said, self._said_from = arrays["said"], arrays["said_from"]
        self._held, self._held_from = arrays["held"], arrays["held_from"]
        self._begins, self._speaks = numbers(self._held_from), numbers(self._said_from)
        self._stands_for = arrays["stands_for"].reshape(-1, 2)
        self._words = Trigrams(_part(arrays, "word"))
        self._meanings = Lines(_part(arrays, "meaning"))
        self._names_of = np.searchsorted(self.of, np.searchsorted(self.country, np.arange(len(self.codes) + 1)))
        # Meanings are in alphabetical order: those with = and @ stand together.
        self._concepts = range(
            *(bisect_left(range(len(self._meanings)), sign, key=self._meanings.word) for sign in ("=", "A"))
        )
        self.weight = self._weights()
        self._weighs = numbers(self.weight)
        self._whole = self._sums(self._said, self._said_from)
        self.places: dict[tuple[str, str], frozenset[int]] = {}
        self._place_of = {code: place for place, code in enumerate(self.codes)}
        self._numbered = lru_cache(REMEMBERED)(self._meanings.number)
        self._alike = lru_cache(REMEMBERED)(self._like)
        # One question at a time writes into these two; a page may ask in several threads.
        self._writing = Lock()
        self._likeness = np.zeros(len(self._meanings), dtype=np.float32)
        self._asker = np.full(len(self._meanings), NOTHING, dtype=np.int32)

    def __len__(self) -> int:
        return len(self.number)

    def kind(self, name: int) -> str:
        """Say of which kind a name is."""
        return KINDS[self._kind[name]]

    def literal(self, name: int) -> int:
        """Give the number that stands for a name as it is written, but for case, accents and punctuation."""
        return int(self._literal[name])

    def meanings_of(self, name: int) -> list[int]:
        """Give the meanings of a name in order."""
        meanings: list[int] = self._said[self._speaks[name] : self._speaks[name + 1]].tolist()
        return meanings

    def meaning(self, text: str) -> int | None:
        """Give the number of a meaning; None where nothing is called by it."""
        return self._numbered(text)

    def like(self, word: str) -> dict[int, float]:
        """Give the meanings of the words that look like one, each with its likeness 0–1; letters look like no word."""
        return dict(self._alike(word))

    def _like(self, word: str) -> dict[int, float]:
        found: dict[int, float] = {}
        for near, likeness in self._words.near(word):
            for number in self._stands_for[near].tolist():
                if number != NOTHING and not self._words.word(near).startswith(LETTERS_SIGN):
                    found[number] = max(likeness, found.get(number, 0.0))
        return found

    def candidates(
        self, said: Sequence[Word], countries: Collection[str], most: int, least: float = 0.0
    ) -> list[Candidate]:
        """Give the names most alike to what was said, within countries where any are named.

        Names that cannot be as alike as the least are left out, as a rule.
        """
        if self._says_too_little(said, least):
            return []
        names = self._sharing(said, countries, least / (2 - least))
        if not len(names):
            return []
        with self._writing:
            own, asked = self._measured(names, said)
        alike = own * asked / np.maximum(own + asked, 1e-9)
        best = np.argsort(-alike, kind="stable")[:most]
        return [Candidate(int(names[at]), float(own[at]), float(asked[at])) for at in best]

    def _says_too_little(self, said: Sequence[Word], least: float) -> bool:
        """Whether only common words were heard, and too little of all for any name to be as alike as the least."""
        if any(meaning not in self._concepts for word in said for meaning in word.meanings):
            return False
        heard = sum(word.weight * word.factor for word in said if word.meanings)
        share = heard / max(sum(word.weight * word.factor for word in said), 1e-6)
        return 2 * share / (1 + share) < least

    def _sharing(self, said: Sequence[Word], countries: Collection[str], least_own: float) -> Array:
        """Collect the names that share rare words with the question, then common ones until there are enough.

        Left out is whose own words were said to a lesser share, where all words of the question were looked for.
        """
        stretches = self._stretches_of(countries)
        if stretches is not None and not len(stretches):
            return self.of[:0]
        held: list[Array] = []
        weights: list[float] = []
        counts: list[int] = []
        left = sorted(said, key=self._commonness, reverse=True)
        while left and sum(counts) <= ENOUGH:
            for meaning, likeness in left.pop().meanings.items():
                for names in self._holding(meaning, stretches):
                    held.append(names)
                    weights.append(self._weighs[meaning] * likeness)
                    counts.append(len(names))
        if not sum(counts):
            return self.of[:0]
        met = np.concatenate(held)
        first = int(met.min())
        sums = np.bincount(met - first, weights=np.repeat(weights, counts))
        places = np.flatnonzero(sums)
        names, shared = places + first, sums[places]
        if not left:
            enough = shared >= least_own * self._whole[names]
            names, shared = names[enough], shared[enough]
        return self._shortened(names, shared)

    def _shortened(self, names: Array, shared: Array) -> Array:
        if len(names) <= SHORTLIST:
            return names
        promise = shared / (3 + np.sqrt(self._whole[names]))
        return names[np.argpartition(-promise, SHORTLIST)[:SHORTLIST]]

    def _commonness(self, word: Word) -> float:
        counts = [self._begins[held + 1] - self._begins[held] for held in word.meanings]
        return sum(counts) if counts else float("inf")

    def _stretches_of(self, countries: Collection[str]) -> Array | None:
        """Give where the names of each country begin and end, behind one another; None for all countries."""
        if not countries:
            return None
        places = [self._place_of[code] for code in countries if code in self._place_of]
        return np.array([self._names_of[end] for place in places for end in (place, place + 1)], dtype=np.int32)

    def _holding(self, meaning: int, stretches: Array | None) -> list[Array]:
        names = self._held[self._begins[meaning] : self._begins[meaning + 1]]
        if stretches is None:
            return [names]
        ends = names.searchsorted(stretches).tolist()
        return [names[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True) if start < end]

    def _measured(self, names: Array, said: Sequence[Word]) -> tuple[Array, Array]:
        """Give for each name the shares of it and of the question that meet."""
        self._remember(said)
        starts = self._said_from[names]
        lengths = self._said_from[names + 1] - starts
        meanings = self._said[stretches(starts, lengths)]
        owner = np.repeat(np.arange(len(names)), lengths)
        likeness, asker = self._likeness[meanings], self._asker[meanings]
        own = np.bincount(owner, weights=self.weight[meanings] * likeness, minlength=len(names))
        pairs, first = np.unique((owner * len(said) + asker)[asker >= 0], return_index=True)
        weights = np.array([word.weight for word in said])
        factors = np.array([word.factor for word in said])
        position = pairs % len(said)
        met = weights[position] * likeness[asker >= 0][first]
        left = weights[position] * (1 - factors[position])
        asked = np.bincount(pairs // len(said), weights=met, minlength=len(names))
        whole = float(weights @ factors) + np.bincount(pairs // len(said), weights=left, minlength=len(names))
        self._forget(said)
        return own / np.maximum(self._whole[names], 1e-6), asked / np.maximum(whole, 1e-6)

    def _remember(self, said: Sequence[Word]) -> None:
        for position, word in enumerate(said):
            for meaning, likeness in word.meanings.items():
                if likeness > self._likeness[meaning]:
                    self._likeness[meaning], self._asker[meaning] = likeness, position

    def _forget(self, said: Sequence[Word]) -> None:
        for word in said:
            for meaning in word.meanings:
                self._likeness[meaning], self._asker[meaning] = 0, NOTHING

    def _weights(self) -> Array:
        counts = np.diff(self._held_from)
        weights = np.log((len(self.of) + 1) / (counts + 0.5)).astype(np.float32)
        weights[self._concepts.start : self._concepts.stop] *= CONCEPT
        return np.maximum(weights, 0.05)

    def _sums(self, said: Array, starts: Array) -> Array:
        owner = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        sums: Array = np.bincount(owner, weights=self.weight[said], minlength=len(starts) - 1).astype(np.float32)
        return sums


def _part(arrays: Mapping[str, Array], group: str) -> dict[str, Array]:
    return {name.partition(".")[2]: held for name, held in arrays.items() if name.startswith(f"{group}.")}
