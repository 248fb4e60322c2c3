"""From what each heading may mean to who gets which column: each column of ours once, the best claim first.

A heading claims the columns it may mean. Values refute a claim (dates are no city), need to confirm a doubtful one, or
decide between two columns that offices call alike: «Partner» may hold names or ids, «Stand» a stage or a status.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType

from partner_dashboard.editions import Codes
from partner_dashboard.intake.appearance import ID, PARTICIPANTS, Appearance, Look, is_date, share
from partner_dashboard.intake.headers import LABEL, NAME, Meaning, meanings, targets
from partner_dashboard.intake.vocabulary import code_for
from partner_dashboard.schema import DATASETS, Kind

TWINS: Mapping[str, str] = MappingProxyType(
    {
        "institution_id": "partner_name",
        "partner_name": "institution_id",
        "institution_ids": "participants",
        "participants": "institution_ids",
        "stage": "status",
        "status": "stage",
        "source_title": "source_url",
        "source_url": "source_title",
        "agreement_type": "type",
        "fields": "cluster_or_unit",
    }
)
"""Columns that offices call alike, so that the values decide."""

IMPOSSIBLE: Mapping[Kind | str, frozenset[Look]] = MappingProxyType(
    {
        "date": frozenset({"url", "mail", "coordinates"}),
        "code": frozenset({"date", "number", "url", "mail", "coordinates"}),
        "country": frozenset({"date", "number", "url", "mail", "coordinates"}),
        "latitude": frozenset({"date", "url", "mail"}),
        "longitude": frozenset({"date", "url", "mail"}),
        "name": frozenset({"date", "number", "url", "mail", "coordinates"}),
        "url": frozenset({"date", "number", "mail", "coordinates"}),
        "id": frozenset({"date", "url", "mail", "coordinates"}),
        "whole": frozenset({"date", "url", "mail", "coordinates"}),
    }
)
"""What the cells of a column of a kind never look like; a text may look like anything."""

NAMES = frozenset(
    {
        "name", "name_de", "name_local", "short_name", "city", "city_de", "title", "title_de", "venue", "venue_de",
        "partner_name", "partner_city", "cluster_or_unit", "participants", "signatories", "signatories_de",
    }
)  # fmt: skip
"""Texts that name somebody or something."""

TO_CONFIRM = frozenset(
    {"fields", "topics", "region_code", "period", "end_rule", "visibility", "outcome_stage", "place_method",
     "place_precision"}
)  # fmt: skip
"""Columns whose headings say little, so that at least half of the values must fit."""

PARTNER = frozenset({"institution_id", "partner_name", "partner_ror_id"})
EITHER = ("home_institution", "partner_name")
"""What «Hochschule» may be: the home where a column already names the partner, else the partner."""


class Turn(IntEnum):
    """In which order claims are heard."""

    sure = 0
    twin = 1
    rest = 2
    weak = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """That one heading may be one column of ours."""

    position: int
    column: str
    by: str
    rank: int
    turn: Turn
    is_empty: bool


def settle(claims: Iterable[Claim], taken: Mapping[int, str]) -> dict[int, Claim]:
    """Give each heading at most one column and each column at most one heading, the best claim first.

    `taken` says by position what is settled already, "" where a heading shall mean nothing. A heading with values goes
    before an empty one of the same turn.
    Order: sure claims, then twins, what is left, and weak ones; «Hochschule» is the home where a partner is there.
    """
    found: dict[int, Claim] = {}
    heard = list(claims)
    for turn in Turn:
        columns = {*taken.values(), *(claim.column for claim in found.values())}
        for claim in sorted((claim for claim in heard if claim.turn is turn), key=lambda claim: _order(claim, columns)):
            if claim.position not in found and claim.position not in taken and claim.column not in columns:
                found[claim.position] = claim
                columns.add(claim.column)
    return found


def _order(claim: Claim, columns: set[str]) -> tuple[bool, bool, int, int]:
    wanted = "home_institution" if PARTNER & columns else "partner_name"
    is_second = claim.turn is Turn.weak and claim.column in EITHER and claim.column != wanted
    return claim.is_empty, is_second, claim.rank, claim.position


def claims(headers: Sequence[str], seen: Sequence[Appearance], dataset: str, codes: Codes) -> list[Claim]:
    """Give every claim of the headings of a table on the columns of a dataset."""
    found: list[Claim] = []
    for position, (header, held) in enumerate(zip(headers, seen, strict=True)):
        for meaning in meanings(header, dataset):
            found += _claims(position, meaning, held, dataset, codes)
    return found


def _claims(position: int, meaning: Meaning, seen: Appearance, dataset: str, codes: Codes) -> Iterator[Claim]:
    if _is_refuted(meaning, seen, dataset, codes):
        return
    own, twin = fit(meaning.column, seen, dataset, codes), _twin(meaning, dataset)
    other = fit(twin, seen, dataset, codes) if twin else 0.0
    is_tie = meaning.column == "stage" and other == own and not seen.is_empty
    is_better = (other > own or is_tie) if meaning.rank > NAME else other > own == 0
    turn = Turn.sure if meaning.is_sure else Turn.weak
    if twin and is_better:
        yield Claim(position, twin, meaning.by, meaning.rank, Turn.twin, seen.is_empty)
        turn = Turn.rest
        if own < 0.5:
            return
    yield Claim(position, meaning.column, meaning.by, meaning.rank, turn, seen.is_empty)


def _twin(meaning: Meaning, dataset: str) -> str:
    """Give the column that the values may prefer; a heading that says «ID» means an id whatever they look like."""
    says_id = meaning.column in ("institution_id", "institution_ids") and meaning.by == "synonym"
    twin = TWINS.get(meaning.column, "")
    return twin if twin in targets(dataset) and meaning.is_sure and not says_id else ""


def _is_refuted(meaning: Meaning, seen: Appearance, dataset: str, codes: Codes) -> bool:
    """Whether the values say that a heading cannot mean a column; our own name is never refuted."""
    if seen.is_empty or meaning.rank == NAME:
        return False
    kind = _kind(meaning.column, dataset)
    if seen.usual in IMPOSSIBLE.get(kind, ()):
        return True
    doubtful = meaning.rank > LABEL and (not meaning.is_sure or meaning.by == "similar")
    return (doubtful or (meaning.column in TO_CONFIRM and not _twin(meaning, dataset))) and fit(
        meaning.column, seen, dataset, codes
    ) < 0.5


def _kind(column: str, dataset: str) -> str:
    if column in NAMES:
        return "name"
    if column == "period":
        return "date"
    kind = DATASETS[dataset].column(column).kind if column in DATASETS[dataset].names else "text"
    return "code" if kind == "codes" else kind


def fit(column: str, seen: Appearance, dataset: str, codes: Codes) -> float:
    """Say how well the values fit a column, from 0 to 1; no values fit every column."""
    if seen.is_empty:
        return 1.0
    if column in ("institution_id", "partner_name"):
        ids = seen.share(ID)
        return ids if column == "institution_id" else 1 - ids
    if column in ("institution_ids", "participants"):
        canonical = seen.share(PARTICIPANTS)
        return canonical if column == "institution_ids" else float(canonical < 1)
    if column in ("source_url", "source_title"):
        urls = share(value.startswith(("http://", "https://", "www.")) for value in seen.values)
        return urls if column == "source_url" else 1 - urls
    if column == "region_code":
        return share(":" in value for value in seen.values)
    return _fit_of_kind(column, seen, dataset, codes)


def _fit_of_kind(column: str, seen: Appearance, dataset: str, codes: Codes) -> float:
    kind = _kind(column, dataset)
    if kind == "code":
        held = DATASETS[dataset].column(column)
        return share(_all_known(value, held.codes, codes, several=held.several) for value in seen.values)
    if kind == "date":
        return share(is_date(value) for value in seen.values)
    if kind in ("latitude", "longitude"):
        return share(any(map(str.isdecimal, value)) for value in seen.values)
    return 1.0


def _all_known(value: str, list_name: str, codes: Codes, *, several: bool) -> bool:
    """Whether a cell holds words of a list only; a comma parts what is not one label as a whole."""
    if code_for(list_name, value, codes):
        return True
    parts = [part for part in re.split(r"[|;\n]", value) if part.strip()] if several else []
    if len(parts) > 1:
        return all(_all_known(part, list_name, codes, several=True) for part in parts)
    words = re.split(r"[,/]", value) if several else []
    return bool(words) and all(code_for(list_name, word, codes) for word in words)
