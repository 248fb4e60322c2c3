"""From the name of an institution as somebody wrote it to the one that is meant, to a question, or to none.

Ids come first, then what a person once decided, then whole names, then similar ones. Country and city may forbid; being
wrong is far worse than asking, so that whatever is not sure is asked about.

find       one name, with what else its row says
find_home  the same for the short ways in which an office writes its own institutions
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from partner_dashboard import names
from partner_dashboard.intake.directory import CURRENT, MOST_WORDS, Directory, Entry, ror_of
from partner_dashboard.intake.judging import (
    FAR_AWAY,
    Asked,
    Judged,
    compared,
    is_another,
    judged,
    says_the_same,
    settled,
)
from partner_dashboard.intake.whereabouts import Locate, nowhere
from partner_dashboard.intake.wording import tokens_of, unbroken

MOST_CANDIDATES = 5
"""How many institutions a person is asked to choose from."""

LOWEST = 0.5
"""The likeness below which an institution is not worth asking about."""

CLEAR = 0.05
"""How far the next best must stay behind before a similar name is sure."""

DIVIDERS = (re.compile(r"\s*[()\[\]]\s*"), re.compile(r"\s*[/|]\s*|\s+[–—-]\s+"))
"""What divides two names of one institution in a cell."""

ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")
"""What looks like an id is never taken for a name that is similar."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An institution that may be meant; `score` from 0 to 1 says how alike it is."""

    institution_id: str
    name: str
    city: str
    country_code: str
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """What became of a name as written; `lines` are those on which it stands, told by who asked.

    `institution_id` is empty where a person must choose from the candidates, or where there are none. `by` says how it
    was found: id, ror, name, alias (a person decided so earlier), similar; empty where it was not. Candidates come best
    first, the one that was chosen before all others.
    """

    written: str
    city: str
    country_code: str
    lines: tuple[int, ...]
    institution_id: str
    by: str
    candidates: tuple[Candidate, ...]


class Matcher:
    """Finds institutions by what people write; built once for a state, never changed."""

    def __init__(
        self, institutions: pd.DataFrame, aliases: Mapping[str, str] | None = None, locate: Locate = nowhere
    ) -> None:
        """Take the rows of institutions, and what persons decided: key of a name → institution_id.

        `locate` finds a city where a stated one has another name than ours; without it such a name is asked about.
        """
        self.directory = Directory(institutions)
        self.aliases = aliases or {}
        self.locate = locate

    def find(self, name: str, city: str = "", country_code: str = "", ror_id: str = "", kind: str = "") -> Match:
        """Find the institution a name means; whatever else the row says helps to decide, or forbids.

        `country_code` is ISO 3166-1 alpha-2; `city` is where the institution is, never where an event took place;
        `kind` is a code of the list institution_kind and only settles ties, as between a city and its university.
        """
        asked = Asked(name.strip(), city.strip(), country_code, ror_of(ror_id) or ror_of(name), kind)
        return (
            self._by_id(asked)
            or self._by_ror(asked)
            or self._by_decision(asked)
            or self._by_name(asked)
            or self._by_parts(asked)
            or self._by_likeness(asked)
        )

    def find_home(self, name: str, homes: Collection[str]) -> Match:
        """Find which of our own institutions a name means: «ETH», «Uni Bern», «Nordlys»; else any other institution.

        Among so few, the beginnings of its words are enough where they fit only one of them.
        """
        found = self.find(name)
        if found.institution_id:
            return found
        asked = Asked(name.strip())
        ours = [entry for entry in self.directory.entries if entry.institution_id in homes]
        tokens = tokens_of(asked.name, self.directory.places)
        named = {entry for entry, _ in self.directory.named(asked.name)}
        fitting = (
            [entry for entry in ours if entry in named]
            or [entry for entry in ours if any(sorted(tokens) == sorted(one) for one in self.directory.variants[entry])]
            or [entry for entry in ours if any(_begins(tokens, one) for one in self.directory.variants[entry])]
        )
        judgements = [self._judged(asked, entry) for entry in fitting]
        if len(fitting) == 1:
            return _joined(asked, judgements[0], "name" if named else "similar")
        return _open(asked, judgements) if fitting else found

    def _by_id(self, asked: Asked) -> Match | None:
        entry = self.directory.by_id.get(asked.name)
        return _joined(asked, self._judged(asked, entry), "id") if entry else None

    def _by_ror(self, asked: Asked) -> Match | None:
        entry = self.directory.by_ror.get(asked.ror_id) if asked.ror_id else None
        if entry is None:
            return None
        named = [other for other, _ in self.directory.named(asked.name)]
        if named and entry not in named:
            return _open(asked, (self._judged(asked, one) for one in (entry, *named)))
        return _joined(asked, self._judged(asked, entry), "ror")

    def _by_decision(self, asked: Asked) -> Match | None:
        keys = (names.key(asked.name), *sorted(names.keys(asked.name)))
        entry = self.directory.of_id(next((self.aliases[key] for key in keys if key in self.aliases), ""))
        if entry is None:
            return None
        found = self._judged(asked, entry)
        return _open(asked, [found]) if found.country == "contradicts" else _joined(asked, found, "alias")

    def _by_name(self, asked: Asked) -> Match | None:
        """Find a whole name; several of the same name are told apart by what the row says, or asked about."""
        named = self.directory.named(asked.name) or self.directory.named(unbroken(asked.name))
        found = [self._judged(asked, entry, rank) for entry, rank in named]
        allowed = [one for one in found if one.country != "contradicts" and not is_another(asked, one.entry)]
        if not allowed:
            return None
        chosen = settled(asked, allowed)
        return _joined(asked, chosen, "name", found) if chosen else _open(asked, found)

    def _by_parts(self, asked: Asked) -> Match | None:
        """Find a cell that holds several names of one institution: «Universität Lüttich (ULiège)»."""
        return next((found for divider in DIVIDERS if (found := self._by_parts_at(divider, asked))), None)

    def _by_parts_at(self, divider: re.Pattern[str], asked: Asked) -> Match | None:
        parts = [part for part in divider.split(asked.name) if part]
        if len(parts) < 2:
            return None
        meant = set.intersection(*({entry.institution_id for entry, _ in self.directory.named(part)} for part in parts))
        found = self._by_name(replace(asked, name=parts[0])) if len(meant) == 1 else None
        return replace(found, written=asked.name) if found and found.institution_id in meant else None

    def _by_likeness(self, asked: Asked) -> Match:
        """Find similar names; those of an institution elsewhere that has just this name are asked about as well."""
        tokens = tokens_of(unbroken(asked.name), self.directory.places)
        near = (judged(asked, entry, nowhere) for entry in self.directory.near(tokens) if len(tokens) <= MOST_WORDS)
        alike = (compared(one, tokens, self.directory) for one in near if one.country != "contradicts")
        likely = (self._judged(asked, one.entry) for one in alike if one.score >= LOWEST * FAR_AWAY)
        named = (self._judged(asked, *held) for held in self.directory.named(asked.name))
        ordered = _best_first((*named, *(compared(one, tokens, self.directory) for one in likely)))
        if ordered and self._is_sure(asked, tokens, ordered):
            return _joined(asked, ordered[0], "similar", ordered)
        return _open(asked, ordered)

    def _is_sure(self, asked: Asked, tokens: Sequence[str], ordered: Sequence[Judged]) -> bool:
        best, others = ordered[0], ordered[1:]
        if ID.fullmatch(asked.name) or is_another(asked, best.entry):
            return False
        is_clear = all(one.is_contradicted or one.score <= best.score - CLEAR for one in others)
        return is_clear and says_the_same(asked, best, tokens, self.directory)

    def _judged(self, asked: Asked, entry: Entry, rank: int = CURRENT) -> Judged:
        return judged(asked, entry, self.locate, rank)


def _begins(tokens: Sequence[str], variant: Sequence[str]) -> bool:
    """Whether each word of a name is a word of another one, or begins one."""
    return bool(tokens) and all(any(len(token) > 1 and word.startswith(token) for word in variant) for token in tokens)


def _joined(asked: Asked, chosen: Judged, by: str, others: Iterable[Judged] = ()) -> Match:
    rest = (one for one in others if one.entry is not chosen.entry)
    candidates = _candidates((chosen, *rest))
    return Match(asked.name, asked.city, asked.country_code, (), chosen.entry.institution_id, by, candidates)


def _open(asked: Asked, found: Iterable[Judged]) -> Match:
    return Match(asked.name, asked.city, asked.country_code, (), "", "", _candidates(_best_first(found)))


def _candidates(found: Iterable[Judged]) -> tuple[Candidate, ...]:
    best: dict[str, Candidate] = {}
    for one in found:
        entry = one.entry
        best.setdefault(
            entry.institution_id,
            Candidate(entry.institution_id, entry.name, entry.city, entry.country_code, one.score),
        )
    return tuple(best.values())[:MOST_CANDIDATES]


def _best_first(found: Iterable[Judged]) -> list[Judged]:
    return sorted(found, key=lambda one: (-one.score, one.city != "agrees", one.entry.institution_id))
