"""From words as offices write them to keys that can be compared, from the close to the loose."""

import re
import tomllib
from collections.abc import Collection, Iterator
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

from partner_dashboard import names

GENDER = re.compile(
    r"(?<=[^\W_])(?:[:*_]-?(?:innen|in|r)\b|/-?(?:innen|in|r|n)\b|\(-?(?:innen|in|r|n|e|en|s)\))", re.IGNORECASE
)
"""«Partner:in», «Partner*innen», «Partner/-in» and «Beauftragte(r)»: what can be left out."""

BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>")
ALTERNATIVES = re.compile(r"\{([^{}]*)\}")
FUNCTION_WORDS = frozenset(
    {"der", "die", "das", "des", "dem", "den", "ein", "eine", "einer", "eines", "von", "vom", "zu", "zum", "zur", "am",
     "im", "in", "an", "auf", "bei", "beim", "für", "und", "oder", "mit", "the", "a", "of", "for", "on", "at", "by",
     "with", "and", "or", "to"}
)  # fmt: skip


def compact(text: str) -> frozenset[str]:
    """Give the keys of a text without case, accents, punctuation and blanks; umlauts also as ae, oe, ue.

    «Start_Date», «start date» and «STARTDATE» meet, and so do «Länge», «Laenge» and «lange».
    """
    return frozenset("".join(key.split()) for key in names.keys(text.replace("_", " "))) - {""}


def loose(text: str) -> frozenset[str]:
    """Give the keys of a text whose words may stand in any order, without articles and prepositions."""
    keys = (names.keys(re.sub(r"[_\-/]", " ", text))) - {""}
    kept = (sorted(set(key.split()) - FUNCTION_WORDS) for key in keys)
    return frozenset(" ".join(words) for words in kept if len(words) > 1)


def without(left_out: Collection[str], text: str) -> frozenset[str]:
    """Give the keys of a text without some words, and without articles and prepositions in their place."""
    found = []
    for key in names.keys(re.sub(r"[_\-/]", " ", text)):
        parts = key.split()
        kept = [word for word in parts if word not in left_out]
        if kept and len(kept) < len(parts):
            found += ["".join(kept), "".join(word for word in kept if word not in FUNCTION_WORDS)]
    return frozenset(found) - {""}


def without_gender(text: str) -> str:
    """Leave the second gender out: «Ansprechpartner:in» becomes «Ansprechpartner»."""
    return GENDER.sub("", text)


def without_brackets(text: str) -> str:
    """Leave out what stands in brackets: units, formats, hints."""
    return BRACKETS.sub(" ", text)


def repaired(text: str) -> str:
    """Give a text as it was before UTF-8 was read as Windows-1252; a text that was not comes back as it is."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def expanded(pattern: str) -> Iterator[str]:
    """Give every wording of a pattern: «{Vertrags|Kooperations|}beginn» stands for three."""
    parts = ALTERNATIVES.split(pattern)
    choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
    return (" ".join("".join(chosen).split()) for chosen in product(*choices))


@cache
def words(file: str) -> dict[str, Any]:
    """Read one file of words, `intake/words/FILE.toml`."""
    text = (resources.files("partner_dashboard.intake") / "words" / f"{file}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
