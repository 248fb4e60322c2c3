"""From words to those that look like them: an index of letter triples in plain numpy arrays.

A word is known by the triples of its letters, its edges included: «bonn» by ⏎bo, bon, onn, nn⏎.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

EDGE = "\n"
SHORTEST = 4
"""Words below this length are looked up as they are: too many others look like «ulm»."""

CLOSEST = 64
"""How many words that share most triples are compared letter by letter."""


class Lines:
    """Texts laid one behind the other, by their numbers."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Take what `lines` made, in memory or from a file."""
        self._text: bytes = arrays["text"].tobytes()
        self._start = arrays["start"].data

    def __len__(self) -> int:
        return len(self._start) - 1

    def word(self, number: int) -> str:
        """Give a text by its number."""
        return self._text[self._start[number] : self._start[number + 1]].decode()

    def number(self, word: str) -> int | None:
        """Give the number of a text where the texts are in alphabetical order; None where it is not among them."""
        at = bisect_left(range(len(self)), word, key=self.word)
        return at if at < len(self) and self.word(at) == word else None


class Trigrams(Lines):
    """Find the words that a misspelt one may stand for."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Take what `arrays` made, in memory or from a file."""
        super().__init__(arrays)
        self._triples, self._from, self._words = arrays["triples"], arrays["from"], arrays["words"]
        self._length = arrays["length"]

    def near(
        self, word: str, start: int = 0, end: int | None = None, most: int | None = None
    ) -> list[tuple[int, float]]:
        """Give the numbers of the words from start to end that are some slips away, with their likeness 0–1.

        One to three slips by the length of the word, or so many at most.

        Order: the most alike first. The word itself counts 1.
        """
        from rapidfuzz.distance import OSA  # only where something is misspelt

        allowed = slips(len(word)) if most is None else min(most, slips(len(word)))
        if not allowed:
            return []
        found = []
        for number in self._sharing(word, allowed, start, end):
            other = self.word(number)
            if (distance := OSA.distance(word, other, score_cutoff=allowed)) <= allowed:
                found.append((number, (1 - distance / max(len(word), len(other)))))
        return sorted(found, key=lambda held: -held[1])

    def _sharing(self, word: str, allowed: int, start: int, end: int | None) -> list[int]:
        """Give the words of about the same length that share most triples, by Dice's measure."""
        triples = np.array(sorted(set(_triples(word).tolist())))
        places = np.minimum(self._triples.searchsorted(triples), len(self._triples) - 1)
        known = places[self._triples[places] == triples]
        held = [part for place in known.tolist() if len(part := self._holding(place, start, end))]
        if not held:
            return []
        counted = np.bincount(np.concatenate(held) - start)
        numbers = np.flatnonzero(counted >= max(len(triples) - SPOILT * allowed, 2)) + start
        lengths = self._length[numbers].astype(np.int16)
        alike = 2 * counted[numbers - start] / (len(triples) + lengths)
        enough = (alike >= LEAST) & (abs(lengths - len(word)) <= allowed)
        numbers, alike = numbers[enough], alike[enough]
        if len(numbers) > CLOSEST:
            numbers = numbers[np.argpartition(-alike, CLOSEST)[:CLOSEST]]
        found: list[int] = numbers.tolist()
        return found

    def _holding(self, place: int, start: int, end: int | None) -> Array:
        words = self._words[self._from[place] : self._from[place + 1]]
        if start == 0 and end is None:
            return words
        low, high = words.searchsorted((start, len(self) if end is None else end)).tolist()
        return words[low:high]


SPOILT = 4
"""How many triples a slip spoils at most: two letters that changed places are in four."""

LEAST = 0.3
"""The share of triples below which nobody would take one word for the other."""


def slips(length: int) -> int:
    """Say how many letters may be wrong in a word of a length."""
    return 0 if length < SHORTEST else 1 if length < 6 else 2 if length < 10 else 3


def arrays(words: Sequence[str]) -> dict[str, Array]:
    """Index words by their triples; the numbers of the words are their positions.

    Shape: text and start hold the words; triples (sorted), from and words say who contains each; length counts them.
    """
    letters = np.frombuffer((EDGE + EDGE.join(words) + EDGE).encode("utf-32-le"), dtype=np.uint32)
    edge = letters == ord(EDGE)
    inside = ~edge[1:-1]
    owner = (np.cumsum(edge, dtype=np.int32)[1:-1] - 1)[inside]
    alphabet = np.unique(letters)
    triples = _small(letters, alphabet)[inside]
    del letters, edge, inside  # these are the largest things in memory while a gazetteer or register is made
    order = np.argsort(triples, kind="stable")
    distinct, start = np.unique(triples[order], return_index=True)
    return {
        **lines(words),
        "triples": _as_packed(distinct, alphabet),
        "from": np.append(start, len(order)).astype(np.int32),
        "words": owner[order],
        "length": np.bincount(owner, minlength=len(words)).astype(np.uint8),
    }


def _small(letters: Array, alphabet: Array) -> Array:
    """Count each three neighbouring letters by their places in an alphabet: the order of `_packed` in less memory."""
    place = np.zeros(int(alphabet[-1]) + 1, dtype=np.uint32)
    place[alphabet] = np.arange(len(alphabet), dtype=np.uint32)
    places = place[letters]
    counted: Array = places[:-2].astype(np.int32 if len(alphabet) ** 3 < 2**31 else np.int64)
    for behind in (places[1:-1], places[2:]):
        counted *= len(alphabet)
        counted += behind.astype(counted.dtype)
    return counted


def _as_packed(counted: Array, alphabet: Array) -> Array:
    first, others = np.divmod(counted, len(alphabet) ** 2)
    second, third = np.divmod(others, len(alphabet))
    wide = alphabet.astype(np.int64)
    packed: Array = (wide[first] << 42) | (wide[second] << 21) | wide[third]
    return packed


def lines(texts: Sequence[str]) -> dict[str, Array]:
    """Lay texts one behind the other: text holds them, start says where each begins and the last ends."""
    lengths = np.array([len(text.encode()) for text in texts], dtype=np.int64)
    return {
        "text": np.frombuffer("".join(texts).encode(), dtype=np.uint8),
        "start": np.concatenate(([0], np.cumsum(lengths))).astype(np.int32),
    }


def _packed(letters: Array) -> Array:
    """Pack each three neighbouring letters, of 21 bits each, into one number."""
    packed: Array = letters[:-2].astype(np.int64)
    for behind in (letters[1:-1], letters[2:]):
        packed <<= 21
        packed |= behind
    return packed


def _triples(word: str) -> Array:
    return _packed(np.frombuffer(f"{EDGE}{word}{EDGE}".encode("utf-32-le"), dtype=np.uint32))
