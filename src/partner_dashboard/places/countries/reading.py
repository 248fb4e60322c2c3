"""From a country as people write it to its ISO 3166-1 code, step by step; else to none.

by abbreviations ── as a code ── as a name in any language ── by its words in any order ── by its parts ── as a typo
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from partner_dashboard.names import key, keys
from partner_dashboard.places.countries.names import (
    OPEN,
    by_iso_code,
    by_name,
    by_other_code,
    by_words,
    common_joined,
    letters,
    meanings,
    parent,
    telling,
    tells,
    words,
)

REMEMBERED = 10_000
"""How many different texts keep their answer: a column of countries repeats few of them."""

NOT_NAMIBIA = ("na", "Na")
"""What «not available» looks like; Namibia is written in capitals."""

CODE = re.compile(r"[A-Za-z]{2,3}|\d{3}")
BESIDE = re.compile(r"(?P<before>[A-Z]{2,3})[\s:-]+(?P<name>.{4,})|(?P<noun>.{4,}?)[\s:-]+(?P<behind>[A-Z]{2,3})")
BETWEEN = re.compile(r"[()\[\],/;|]|\s[-–—]\s|:")
NOTES = "([,"
"""What begins a note on the country before it, which may name its region: «Germany (EU)»."""

SHORTEST_ABBREVIATION = 4
"""How many letters a text must have that dots cut short."""

SHORTEST_TYPO = 5
TWO_TYPOS = 9
"""From how many letters on one letter, or two, may be wrong."""

FLAGS = {0x1F1E6 + place: chr(ord("A") + place) for place in range(26)}


@lru_cache(maxsize=REMEMBERED)
def code(text: str) -> str:
    """Give the ISO 3166-1 alpha-2 code of a country as people write it, XK for Kosovo; "" where that is not certain.

    In any language, by code, by a former name that means one country today, abbreviated, in any order of words, with
    one clear typo. «Georgia», «Guinea» and «Korea» alone are the countries GE, GN and KR; «Congo» is open. Regions,
    unions and states that broke up give none; constituent countries give their state (Scotland: GB), and territories
    with a code of their own that code (Réunion: RE, see `parent`).
    """
    plain = " ".join(text.translate(FLAGS).split())
    steps: tuple[Callable[[str], str | None], ...] = (_by_abbreviations, _whole, _by_parts, _by_typo)
    return next((found for step in steps if (found := step(plain)) is not None), OPEN)


def misspelt(text: str) -> bool:
    """Whether `code` can read a text only as a typo of a country's name, so that a person should look."""
    plain = " ".join(text.translate(FLAGS).split())
    return all(step(plain) is None for step in (_whole, _by_parts, _by_abbreviations))


def suggestion(text: str) -> str:
    """Give the code of the country that may be meant where `code` gives none: «did you mean …?»; else ""."""
    found = code(text) or words().suggestions.get(key(text), OPEN)
    if found or _joined(text) in by_name():
        return found
    return _nearest(_joined(text), 1) or _nearest(_joined(text), 2)


def _whole(text: str) -> str | None:
    """Read the text as one: a code, a name, or the words of a name; None where it is none of these."""
    for read in (_by_code, _by_name, _by_words):
        found = read(text)
        if found is not None:
            return found
    return None


def _by_code(text: str) -> str | None:
    """Read a code: ISO's in capitals or small letters, those of other lists in capitals only."""
    if not CODE.fullmatch(text) or text in NOT_NAMIBIA:
        return None
    return by_iso_code().get(text.upper()) or by_other_code().get(text)


def _by_name(text: str) -> str | None:
    held = by_name()
    return next((held[joined] for name in sorted(keys(text)) if (joined := name.replace(" ", "")) in held), None)


def _by_words(text: str) -> str | None:
    """Read the words in any order, with or without those of a formal name: «Polen, Republik»."""
    said = meanings(key(letters(text)))
    if not said:
        return None
    bare = said if words().open & set(said) else [word for word in said if word not in words().formal]
    for chosen in (said, bare):
        found = by_words().get(" ".join(sorted(chosen)), by_name().get("".join(chosen)))
        if found is not None:
            return found
    return None


def _by_parts(text: str) -> str | None:
    """Read what stands beside brackets, commas and dashes, or a code beside a name.

    All countries named must be one, or one the other's territory: «China (Hong Kong)». What names no country is a note
    on the one before it («USA (California)») or lies in the one behind it («Ulm, Germany»).
    """
    parts = [part.strip() for part in BETWEEN.split(text) if part.strip()]
    if len(parts) < 2:
        return _beside_its_code(text)
    read = [_whole(part) for part in parts]
    named = [found for found in read if found]
    if len(set(named)) > 1:
        return _one_of(set(named), parts)
    if not named or (OPEN in read and not any(mark in text for mark in NOTES)):
        return OPEN if OPEN in read else None
    return named[0] if _carries(parts, read, named[0]) else None


def _beside_its_code(text: str) -> str | None:
    """Read «DE Deutschland» or «Korea ROK», where both must say the same."""
    found = BESIDE.fullmatch(text)
    if not found:
        return None
    by_itself = _whole(found["before"] or found["behind"])
    return by_itself if by_itself and _whole(found["name"] or found["noun"]) == by_itself else None


def _one_of(named: set[str], parts: Iterable[str]) -> str:
    """Give the territory of a country named beside it, the United States beside Georgia; else the text is open."""
    territories = {found for found in named if parent(found) in named}
    if len(named) == 2 and len(territories) == 1:
        return territories.pop()
    if named == {"US", "GE"} and any(key(part) in words().united_states for part in parts):
        return "US"
    return OPEN


def _carries(parts: list[str], read: list[str | None], named: str) -> bool:
    """Whether the part that names a country speaks for the whole text."""
    others = [key(part) for part, found in zip(parts, read, strict=True) if not found]
    if named != "US" and any(other in words().united_states for other in others):
        return False
    if read[0] == named:
        said = {word for other in others for word in meanings(other)}
        return not (words().open & set(meanings(key(parts[0]))) and words().formal & said)
    return read[-1] == named and len(parts[-1]) > 2 and named not in words().namesakes


def _by_abbreviations(text: str) -> str | None:
    """Read words that a dot cuts short: «Ver. Arab. Emirate»; None unless they fit the names of one country."""
    written = re.findall(r"([^\W_]+)(\.?)", letters(text))
    if not any(dot for _, dot in written) or sum(len(word) for word, _ in written) < SHORTEST_ABBREVIATION:
        return None
    said = [(key(word), dot) for word, dot in written]
    pattern = re.compile(" ".join(word + (r"\w*" if dot else "") for word, dot in said if tells(word)))
    fitting = {found for name, found in telling().items() if found and pattern.fullmatch(name)}
    return fitting.pop() if len(fitting) == 1 else None


def _by_typo(text: str) -> str | None:
    """Read a name with a wrong letter, or two in a long one, where no other country is as near."""
    joined = _joined(text)
    if len(joined) < SHORTEST_TYPO or BETWEEN.search(text):
        return None
    return _nearest(joined, 1) or (_nearest(joined, 2) if len(joined) >= TWO_TYPOS else OPEN) or None


def _nearest(joined: str, most: int) -> str:
    """Give the only country with a name that begins alike and is at most so many letters away; else OPEN."""
    if len(joined) < SHORTEST_TYPO - most:
        return OPEN
    # Only texts that nobody knows come here, most of them never.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(joined, common_joined().keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
    meant = {common_joined()[name] for name, _, _ in found if len(name) >= SHORTEST_TYPO}
    alike = any(name[0] == joined[0] for name, _, _ in found)
    return meant.pop() if alike and len(meant) == 1 else OPEN


def _joined(text: str) -> str:
    return key(letters(text)).replace(" ", "")
