"""From the words of a name to what an index understands by them.

A word is understood by what it means, by another spelling (ä as ae), by its letters («METU»), by what a city in the
name is called first of all (Warschau: Warsaw), and where nothing is called so, by the words that look like it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from partner_dashboard.places import wording
from partner_dashboard.places.index import Index
from partner_dashboard.places.naming import Part, Role
from partner_dashboard.places.toponyms import Mention

COUNTS: Mapping[Role, float] = {"core": 1.0, "around": 0.12, "address": 0.01, "letters": 0.25, "country": 0.0}
"""How much it counts against a name that it lacks a word of a part."""

OTHER_SPELLING, OTHER_NAME = 0.98, 0.95
"""How sure «ae» stands for «ä», and one name of a city for another."""

UNHEARD, UNHEARD_SHORT = 4.0, 1.5
"""What a word weighs that nothing is called by, and one of up to three letters."""


@dataclass(frozen=True, slots=True)
class Said:
    """A word as an index understands it: its meanings with their likeness 0–1.

    `at` is the place of the word in the question, `part` the number of its part, `factor` how much it counts against a
    name that it lacks the word.
    """

    meanings: Mapping[int, float]
    weight: float
    at: int
    part: int
    factor: float


def heard(parts: Sequence[Part], mentions: Collection[Mention], index: Index) -> list[Said]:
    """Hear the words of a name in order; articles say nothing, some words two things."""
    cities = _first_names(mention for mention in mentions if not mention.is_slip)
    misspelt = _first_names(mention for mention in mentions if mention.is_slip)
    found: list[Said] = []
    at = 0
    for number, part in enumerate(parts):
        for word in part.words:
            letters = word in part.letters
            for meaning in wording.lexicon().meaning(word) or ((word,) if letters else ()):
                unheard = misspelt.get(at, ()) if index.meaning(meaning) is None else ()
                meanings = _understood(word, meaning, letters, cities.get(at, unheard), index)
                found.append(Said(meanings, _weight(word, meanings, index), at, number, COUNTS[part.role]))
            at += 1
    return found


def _understood(word: str, meaning: str, letters: bool, cities: Collection[str], index: Index) -> dict[int, float]:
    found = {number: OTHER_NAME for city in cities for number in _proper(city, index)}
    if (number := index.meaning(meaning)) is not None:
        found[number] = 1.0
    else:
        found |= _otherwise(word, index)
    if letters and (number := index.meaning(wording.LETTERS_SIGN + word)) is not None:
        found[number] = 1.0
    return found


def _otherwise(word: str, index: Index) -> dict[int, float]:
    """Understand a word that nothing is called by; numbers are not misspelt: UMR 7370 is not UMR 7371."""
    spellings = [meaning for spelling in wording.alternatives(word) for meaning in wording.lexicon().meaning(spelling)]
    found = {number: OTHER_SPELLING for meaning in spellings if (number := index.meaning(meaning)) is not None}
    return found if found or any(letter.isdigit() for letter in word) else index.like(word)


def _proper(city: str, index: Index) -> list[int]:
    meanings = [meaning for word in wording.tokens(city) for meaning in wording.lexicon().meaning(word)]
    numbers = [index.meaning(meaning) for meaning in meanings if meaning[0] not in "=@"]
    return [number for number in numbers if number is not None]


def _first_names(mentions: Iterable[Mention]) -> dict[int, list[str]]:
    """Give for the place of a word what the cities that it may name are called first of all."""
    return {
        at: [city.name for city in mention.cities[:3]]
        for mention in mentions
        for at in range(mention.start, mention.end)
    }


def _weight(word: str, meanings: Mapping[int, float], index: Index) -> float:
    heaviest = max((float(index.weight[number]) * likeness for number, likeness in meanings.items()), default=0.0)
    return heaviest or (UNHEARD if len(word) > 3 else UNHEARD_SHORT)
