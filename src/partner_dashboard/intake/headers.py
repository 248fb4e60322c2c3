"""From the heading of a column as somebody wrote it to the columns of ours that it may mean.

Our name and our headings in either language mean a column exactly; the wordings in `words/` are synonyms; what is
only similar to a known heading comes after them. A heading that calls itself internal means none of ours.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal

from partner_dashboard.intake.spelling import (
    compact,
    expanded,
    loose,
    repaired,
    without,
    without_brackets,
    without_gender,
    words,
)
from partner_dashboard.schema import DATASETS
from partner_dashboard.texts import LANGUAGES, Texts

By = Literal["exact", "synonym", "similar"]

UPLOAD_ONLY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "institutions": ("coordinates",),
        "partnerships": ("partner_name", "partner_city", "partner_ror_id", "period"),
        "events": ("period", "participants", "coordinates"),
        "evidence": (),
    }
)
"""What a column of an upload may mean although no dataset has such a column; checking turns it into ours."""

NAME, LABEL, SYNONYM, SIMILAR, WEAK = 0, 10, 20, 28, 30
"""How close a heading is to a column, the smaller the closer; between them how loosely its spelling was taken."""

LOOSE = 4
"""From which spelling on, counted from the closest, a heading is no longer written exactly as ours."""

ALIKE = 88
"""How alike a heading and a known one must be, from 0 to 100, to count as similar."""

AHEAD = 4
"""By how much the most similar column must be ahead of the next one."""

SHORTEST, LONGEST = 5, 200
"""How many letters a heading needs at least to be similar to another, and has at most to be one."""

INTERNAL = re.compile(
    r"(?:haus|büro)?intern(?:e[rsnm]?|al|ally|es)?|vertraulich(?:e[rsnm]?)?|geheim(?:e[rsnm]?)?|confidential|private?",
    re.IGNORECASE,
)

HOSTILE = re.compile(r"\s*(?:@|=|\+|<|\{|\$|__)")
"""How a heading begins that wants to be a formula, markup or a key of somebody else's machine."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One column that a heading may mean; `rank` says how close, the smaller the closer."""

    column: str
    by: By
    rank: int

    @property
    def is_sure(self) -> bool:
        """Whether the heading means this column also where a better heading is there."""
        return self.rank < SIMILAR


def targets(dataset: str) -> tuple[str, ...]:
    """Give everything that a column of an upload may mean: the columns of the dataset, then what only uploads have."""
    return (*DATASETS[dataset].names, *UPLOAD_ONLY[dataset])


def label_of_target(name: str, dataset: str, language: str) -> str:
    """Give the heading of a column of ours, or of one that only uploads have."""
    if name in DATASETS[dataset].names:
        return DATASETS[dataset].column(name).label(language)
    return Texts(language)(f"columns.{name}")


@lru_cache(maxsize=4096)
def meanings(header: str, dataset: str) -> tuple[Meaning, ...]:
    """Give the columns that a heading may mean, the closest first; none where it is not one of ours."""
    if len(header) > LONGEST or HOSTILE.match(header) or looks_internal(header):
        return ()
    spelled = tuple(_spelled(header, dataset))
    if any(meaning.by == "exact" for meaning in spelled):
        return spelled
    if not _not_ours().isdisjoint(compact(header)):
        return ()
    return spelled or tuple(_bilingual(header, dataset)) or tuple(_similar(header, dataset))


def looks_internal(header: str) -> bool:
    """Whether a heading says that its column is not for everybody: «interne Bemerkung», «vertraulich»."""
    return any(INTERNAL.fullmatch(word) for word in re.findall(r"[^\W_]+", header))


def declared(dataset: str, strength: str) -> Iterator[tuple[str, str]]:
    """Yield the columns of a dataset, each with its wordings as they stand in `words/`: `words` or `weak`."""
    own, shared = words(dataset), words("everywhere")
    for column in targets(dataset):
        for table in (own.get(column, {}), shared.get(column, {})):
            like = table.get("like", "")
            borrowed = shared.get(like) or words("institutions").get(like, {})
            for pattern in dict.fromkeys((*table.get(strength, ()), *borrowed.get(strength, ()))):
                yield column, pattern


def _spelled(header: str, dataset: str) -> Iterator[Meaning]:
    """Yield what the closest known spelling of a heading means."""
    known = _known(dataset)
    for distance, keys in enumerate(_spellings(header, dataset)):
        found = {meaning.column: meaning for key in sorted(keys) for meaning in known.get(key, ())}
        for meaning in sorted(found.values(), key=lambda meaning: meaning.rank):
            by: By = meaning.by if distance < LOOSE else "synonym"
            yield Meaning(meaning.column, by, meaning.rank + distance)
        if found:
            return


def _spellings(header: str, dataset: str) -> tuple[frozenset[str], ...]:
    """Give the keys of a heading, from the close to the loose."""
    header = repaired(header)
    bare = without_brackets(without_gender(header))
    return (
        compact(header), compact(without_gender(header)), compact(without_brackets(header)), compact(bare),
        loose(header), loose(bare), without(_about(dataset), bare),
    )  # fmt: skip


def _bilingual(header: str, dataset: str) -> Iterator[Meaning]:
    """Yield what all parts of «Land / Country» mean alike."""
    parts = [part for part in re.split(r"[/|\n]", header) if part.strip()]
    found = [tuple(_spelled(part, dataset)) for part in parts] if len(parts) > 1 else []
    for meaning in found[0] if found else ():
        if all(any(meaning.column == other.column for other in others) for others in found):
            yield replace(meaning, by="synonym", rank=max(meaning.rank, SYNONYM))


def _similar(header: str, dataset: str) -> Iterator[Meaning]:
    """Yield the one column whose known headings are alike enough, and well ahead of those of all others."""
    best = sorted(_alike(header, dataset).items(), key=lambda held: -held[1])
    column, score = best[0] if best else ("", 0.0)
    runner_up = best[1][1] if len(best) > 1 else 0.0
    if column and score >= ALIKE and score - runner_up >= AHEAD:
        yield Meaning(column, "similar", SIMILAR)


def _alike(header: str, dataset: str) -> dict[str, float]:
    """Give how alike a heading is to the columns it comes close to, from 0 to 100; "" stands for what is not ours."""
    from rapidfuzz import fuzz, process  # only where somebody uploads, not at every start

    known, best = _known(dataset), dict[str, float]()
    for key in compact(without_brackets(without_gender(repaired(header)))):
        near = process.extract(key, (*known, *_not_ours()), scorer=fuzz.ratio, score_cutoff=ALIKE - AHEAD, limit=12)
        for found, score, _ in near if len(key) >= SHORTEST else ():
            if _mark(found) == _mark(key):
                columns = [meaning.column for meaning in known[found]] if found in known else [""]
                best |= {column: max(score, best.get(column, 0.0)) for column in columns}
    return best


COUNTING = ("nr", "nummer", "number", "zahl", "count", "id")


def _mark(key: str) -> tuple[str, str]:
    """Give what two headings must share to be similar: «Name 1» is not «Name 2», «Partner» no «Partner-Nr.»."""
    return "".join(filter(str.isdecimal, key)), next((ending for ending in COUNTING if key.endswith(ending)), "")


@cache
def _known(dataset: str) -> Mapping[str, tuple[Meaning, ...]]:
    """Give every known key of a dataset with what it means, the closest first."""
    found: dict[str, list[Meaning]] = {}
    for meaning, keys in _said(dataset):
        for key in keys:
            held = found.setdefault(key, [])
            if meaning.column not in (other.column for other in held):
                held.append(meaning)
    return MappingProxyType({key: tuple(held) for key, held in found.items()})


def _said(dataset: str) -> Iterator[tuple[Meaning, Iterable[str]]]:
    for column in targets(dataset):
        yield Meaning(column, "exact", NAME), compact(column)
    for language in LANGUAGES:
        for column in targets(dataset):
            yield Meaning(column, "exact", LABEL), compact(label_of_target(column, dataset, language))
    for strength, rank in (("words", SYNONYM), ("weak", WEAK)):
        for column, pattern in declared(dataset, strength):
            for word in expanded(pattern):
                yield Meaning(column, "synonym", rank), compact(word) | loose(word)


@cache
def _about(dataset: str) -> frozenset[str]:
    return frozenset(key for word in words(dataset).get("about", {}).get("words", ()) for key in compact(word))


@cache
def _not_ours() -> frozenset[str]:
    patterns = words("everywhere")["not_ours"]["words"]
    return frozenset(key for pattern in patterns for word in expanded(pattern) for key in compact(word))
