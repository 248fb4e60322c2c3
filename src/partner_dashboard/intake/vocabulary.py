"""From the words that people write in cells to the codes of our lists.

A code, its label in German or English, or one of the words in `words/values.toml` means the code; a word that is only
similar is proposed, never taken over.
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from partner_dashboard.editions import Codes
from partner_dashboard.intake.spelling import compact, expanded, without_gender, words

NEAR = 80
"""How alike a word and a known one must be, from 0 to 100, before the one is proposed for the other."""

MIXED = ""
"""What a key stands for that two codes share: nothing, because nobody can tell."""


def code_for(list_name: str, text: str, codes: Codes) -> str:
    """Give the code that a word in German or English surely means, or an empty text."""
    known = _sure(codes, list_name)
    spellings = dict.fromkeys((text.strip(), *_keys(text)))
    return next((known[key] for key in spellings if key in known), "")


def closest_code(list_name: str, text: str, codes: Codes) -> str:
    """Give the code that a word perhaps means, or an empty text; what `code_for` gives is the closest, too.

    «läuft» and «aktiw» propose `active`; only a person may take that over.
    """
    if sure := code_for(list_name, text, codes):
        return sure
    perhaps = _perhaps(codes, list_name)
    keys = _keys(text)
    return next((perhaps[key] for key in keys if key in perhaps), "") or _similar(keys, _sure(codes, list_name))


def _similar(keys: Iterable[str], known: Mapping[str, str]) -> str:
    from rapidfuzz import fuzz, process  # only where somebody uploads, not at every start

    found = (process.extractOne(key, known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR) for key in keys)
    nearest = max((hit for hit in found if hit), key=lambda hit: hit[1], default=None)
    return known[nearest[0]] if nearest else ""


def _keys(text: str) -> tuple[str, ...]:
    """Give the keys of a word, the closest first: with its second gender, then without."""
    return tuple(dict.fromkeys((*sorted(compact(text)), *sorted(compact(without_gender(text))))))


@lru_cache(maxsize=128)
def _sure(codes: Codes, list_name: str) -> Mapping[str, str]:
    """Give every key of a list that surely means a code: codes first, then labels, then words."""
    held = codes.of(list_name)
    labels = [(codes.label(list_name, code, language), code) for code in held for language in ("en", "de")]
    found = {code: code for code in held}
    for said in ([(code, code) for code in held], labels, _declared(list_name, "words")):
        found = _keyed((word, code) for word, code in said if code in held) | found
    return MappingProxyType({key: code for key, code in found.items() if code != MIXED})


@lru_cache(maxsize=128)
def _perhaps(codes: Codes, list_name: str) -> Mapping[str, str]:
    held = codes.of(list_name)
    return _keyed((word, code) for word, code in _declared(list_name, "perhaps") if code in held)


def _keyed(said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the code of every key of words; a key of two codes means neither."""
    found: dict[str, str] = {}
    for word, code in said:
        for key in _keys(word):
            found[key] = code if found.get(key, code) == code else MIXED
    return found


@cache
def _declared(list_name: str, strength: str) -> tuple[tuple[str, str], ...]:
    """Give the words of a list in values.toml with their codes."""
    return tuple(
        (word, code)
        for code, said in words("values").get(list_name, {}).items()
        for pattern in said.get(strength, ())
        for word in expanded(pattern)
    )
