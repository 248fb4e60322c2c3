"""From a name as written to its parts and what each of them is good for.

core      the institution itself
around    a faculty or an office: says little about which institution it is
address   a street, a box, a postal code: says nothing
letters   an abbreviation beside the name
country   the name of a country
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from partner_dashboard.places import wording
from partner_dashboard.places.countries.names import by_name

Role = Literal["core", "around", "address", "letters", "country"]

BRACKETS = re.compile(r"[(\[（【]([^)\]）】]*)[)\]）】]?")
BETWEEN = re.compile(r"\s*[,;|/，、·•]\s*|\s+[-–—]+\s+|\s*[–—:]\s+|\s*\n\s*")
LETTERS = re.compile(r"[A-ZÀ-ÞΑ-ΩА-Я][\w.&/-]{1,9}")

CAPITALS = re.compile(r"\b[A-ZÀ-ÞΑ-ΩА-Я][\w&]*[A-ZÀ-ÞΑ-ΩА-Я][\w&]*\b")
"""A word with two capitals: TU, DKFZ, ParisTech."""

UNITS = frozenset({"=faculty", "=department", "=agency", "=laboratory"})
"""What parts of an institution are called; a part that begins with one and stands beside others is around."""

PLACEHOLDERS = frozenset({
    "unbekannt", "unknown", "tbd", "tba", "tbc", "none", "null", "keine", "kein", "offen", "diverse", "verschiedene",
    "various", "several", "misc", "sonstige", "other", "others", "andere", "xxx", "xx", "dummy", "test", "muster",
    "musterstadt", "beispiel", "example", "lorem", "ipsum", "foo", "foobar", "partner", "kooperationspartner",
    "partnerinstitution", "partneruniversitat", "partneruniversitaet", "partnerhochschule", "platzhalter",
    "placeholder", "mordor", "atlantis", "hogwarts", "narnia", "wakanda", "gotham", "entenhausen", "utopia", "utopien",
    "neverland", "nimmerland", "schlaraffenland", "absurdistan", "phantasien", "elbonia", "westeros", "gondor",
})  # fmt: skip
"""Words that stand for «we do not know», for «somebody», or for a place that is none."""

OPEN = re.compile(
    r"\W*|n\W?\s?[av]\W?|k\W?\s?a\W?|nicht bekannt|not known|to be (determined|announced|confirmed)|no name"
)


REMEMBERED = 64
"""How many names stay cut: one is read again when its country is in doubt."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a name between commas, brackets and dashes, as folded words."""

    words: tuple[str, ...]
    role: Role = "core"
    country_code: str = ""
    letters: frozenset[str] = frozenset()
    """The words that may be an abbreviation."""


@lru_cache(REMEMBERED)
def parts(name: str) -> tuple[Part, ...]:
    """Cut a name into its parts in order; at least one of several is the core."""
    cut = [(text, bracketed) for text, bracketed in _cut(name) if wording.tokens(text)]
    letters = _letters(name)
    found = [_part(text, bracketed, letters, alone=len(cut) == 1) for text, bracketed in cut]
    return tuple(found if any(part.role == "core" for part in found) else map(_as_core, found))


def _letters(name: str) -> frozenset[str]:
    """Give the words that may be an abbreviation: those in capitals among others, and a word that stands alone."""
    written = name.split()
    among = [] if name.isupper() else CAPITALS.findall(name)
    alone = written if len(written) == 1 else []
    return frozenset(token for word in (*among, *alone) for token in wording.tokens(word))


def is_placeholder(name: str) -> bool:
    """Whether a name says that there is none: «TBD», «n/a», «Universität Mordor»."""
    proper = {word for word in wording.tokens(name) if not is_general(list(wording.lexicon().meaning(word)))}
    return bool(OPEN.fullmatch(name.strip().casefold())) or (bool(proper) and proper <= PLACEHOLDERS)


def is_general(meanings: list[str]) -> bool:
    """Whether nothing but concepts was said, as by «School of Business» or «Ministry of Health»."""
    return all(meaning.startswith("=") for meaning in meanings)


def is_letters(name: str) -> bool:
    """Whether a name is an abbreviation and nothing else."""
    return bool(LETTERS.fullmatch(name.strip())) and (name.isupper() or sum(map(str.isupper, name)) > 1)


def _cut(name: str) -> list[tuple[str, bool]]:
    """Give the texts between commas and dashes, those in brackets apart."""
    inside = [(text, True) for text in BRACKETS.findall(name)]
    outside = [(text, False) for text in BETWEEN.split(BRACKETS.sub(" , ", name)) if text.strip()]
    return [*outside, *inside]


def _part(text: str, bracketed: bool, letters: frozenset[str], *, alone: bool) -> Part:
    words = tuple(wording.tokens(text))
    capitals = letters & frozenset(words)
    code = by_name().get("".join(words), "")
    if code and (bracketed or not alone):
        return Part(words, "country", code)
    if not alone and any(letter.isdigit() for letter in text):
        return Part(words, "address")
    if not alone and _is_unit(words):
        return Part(words, "around", letters=capitals)
    if not alone and LETTERS.fullmatch(text.strip()) and (bracketed or sum(map(str.isupper, text)) > 1):
        return Part(words, "letters", letters=capitals)
    return Part(words, letters=capitals)


def _is_unit(words: tuple[str, ...]) -> bool:
    """Whether a part is a unit with nothing proper in its name: «Department of Physics», «Institut für Chemie»."""
    meanings = [meaning for word in words for meaning in wording.lexicon().meaning(word)]
    return is_general(meanings) and (bool(UNITS & set(meanings)) or len(meanings) < 4)


def _as_core(part: Part) -> Part:
    return replace(part, role="core") if part.role != "country" else part
