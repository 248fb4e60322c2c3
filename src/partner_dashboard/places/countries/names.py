"""From the committed tables of country names to lookups; each is read when the first question needs it.

Source: Unicode CLDR by Babel (`country_names.csv`, made by tools/build_countries.py); `country_words.toml` by hand.
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from partner_dashboard.names import key

OPEN = ""
"""What a name gives that is no country or several: certain that it is none, unlike a name we do not hold."""


NAMES = ("elsewhere", "neighbours", "names")
"""The columns of names, from languages far away to our own: a later one wins."""


@dataclass(frozen=True)
class Words:
    """What the words in a country's name mean, and facts about territories."""

    meanings: Mapping[str, str]
    """Word → the one it stands for; to an empty text where it says nothing."""
    formal: frozenset[str]
    """Words that may be left out."""
    open: frozenset[str]
    """Words that several countries share, so that no other word beside them may be left out."""
    namesakes: frozenset[str]
    """Countries whose name is also a place elsewhere."""
    united_states: frozenset[str]
    suggestions: Mapping[str, str]
    parents: Mapping[str, str]


@cache
def words() -> Words:
    """Give the words written by hand."""
    table = tomllib.loads(_text("country_words.toml"))
    return Words(
        meanings=table["words"],
        formal=frozenset(table["formal"]["words"]),
        open=frozenset(table["formal"]["open"]),
        namesakes=frozenset(table["namesakes"]["codes"]),
        united_states=frozenset(key(name) for name in table["united_states"]["names"]),
        suggestions={key(name): code for name, code in table["suggestions"].items()},
        parents={part: whole for whole, parts in table["parents"].items() for part in parts},
    )


def parent(code: str) -> str:
    """Give the country whose territory a code is (HK → CN, RE → FR), "" for every other."""
    return words().parents.get(code, "")


@cache
def by_iso_code() -> Mapping[str, str]:
    """Give the country of each code of ISO 3166 in capitals: alpha-2, alpha-3, numeric, and former ones."""
    return dict(_written("iso_codes"))


@cache
def by_other_code() -> Mapping[str, str]:
    """Give the country of each code of another list in capitals: the European Union's, sport's, vehicles'."""
    return dict(_written("other_codes"))


@cache
def by_name() -> Mapping[str, str]:
    """Give the country of each name, by its key without spaces; OPEN for what is none or several."""
    return {name.replace(" ", ""): code for column in NAMES for name, code in _written(column)}


@cache
def by_words() -> Mapping[str, str]:
    """Give the country of each name of several words, by their meanings in alphabetical order."""
    written = (pair for column in NAMES for pair in _written(column))
    return {" ".join(sorted(meanings(name))): code for name, code in written if " " in name}


@cache
def common() -> Mapping[str, str]:
    """Give the country of each name in English, German or by hand, by its key with spaces."""
    return dict(_written("names"))


@cache
def telling() -> Mapping[str, str]:
    """Give the same by its key without words that mean nothing, such as «and»."""
    return {" ".join(word for word in name.split() if tells(word)): code for name, code in common().items()}


@cache
def common_joined() -> Mapping[str, str]:
    """Give the same by its key without spaces."""
    return {name.replace(" ", ""): code for name, code in common().items()}


def tells(word: str) -> bool:
    """Whether a word of a key means anything; articles and the like do not."""
    return words().meanings.get(word, word) != ""


def meanings(name: str) -> list[str]:
    """Give what the words of a key mean, in its order."""
    table = words().meanings
    return [part for word in name.split() for part in table.get(word, word).split()]


def letters(name: str) -> str:
    """Join single letters with dots between them, which are one abbreviation: «P. R. China» is «PR China»."""
    return re.sub(r"\b(?:[^\W\d_]\.\s?){2,}", lambda found: re.sub(r"[.\s]", "", found[0]) + " ", name)


def _written(column: str) -> Iterator[tuple[str, str]]:
    return ((name, row["code"]) for row in _rows() for name in row[column].split("|") if name)


@cache
def _rows() -> tuple[dict[str, str], ...]:
    csv.field_size_limit(10**6)
    return tuple(csv.DictReader(_text("country_names.csv").splitlines()))


def _text(file: str) -> str:
    return (resources.files("partner_dashboard.places") / "data" / file).read_text(encoding="utf-8")
