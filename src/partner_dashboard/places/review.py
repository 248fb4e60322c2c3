"""From institutions and the answers about them to what a person should decide, and from decisions to placed rows."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from partner_dashboard.places.answers import Answer, Place

Why = Literal["conflict", "unplaced", "by_country", "unsure", "by_city", "found"]
"""Why a person should look: the row contradicts, has no place, a vague or unsure one, or one found and not yet used."""

WORST_FIRST: tuple[Why, ...] = ("conflict", "unplaced", "by_country", "unsure", "by_city", "found")

SURE = 0.9
"""From which confidence on an answer is not asked about for being unsure."""

Kind = Literal["accepted", "picked", "typed", "no_place"]

WRITTEN_AS = {"stated": "stated", "ror": "ror", "known": "gazetteer", "gazetteer": "gazetteer", "online": "online"}
"""What the column place_method says for each method of an answer; what a person found out by hand is manual."""

BY_HAND = "manual"


@dataclass(frozen=True, slots=True)
class Case:
    """An institution whose place a person should look at: where its row puts it, and what the answer says.

    `latitude` and `longitude` are those of the row, None where it has none; `precision` is how exact the row says they
    are.
    """

    institution_id: str
    name: str
    city: str
    country_code: str
    latitude: float | None
    longitude: float | None
    precision: str
    why: Why
    answer: Answer

    @property
    def candidates(self) -> tuple[Place, ...]:
        """Everything it could be, the likeliest first."""
        return (*((self.answer.place,) if self.answer.place else ()), *self.answer.runners_up)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about the place of an institution, and who; degrees in WGS 84, None for «no place».

    `method` is a code of place_method: how a candidate was found, or «manual» for a point set by hand.
    """

    institution_id: str
    latitude: float | None
    longitude: float | None
    precision: str
    by: str
    kind: Kind
    method: str = BY_HAND


def cases(institutions: pd.DataFrame, answers: Mapping[str, Answer], decided: Collection[str] = ()) -> tuple[Case, ...]:
    """Give the institutions whose place is missing, unsure, contradicted, or only that of a city or country.

    `answers` are by institution_id; without one only the row speaks. `decided` holds the ids that a person has settled.
    Order: the worst reason first, then the least sure answer, then the name.
    """
    rows = institutions[~institutions["institution_id"].isin(decided)]
    found = (_case(row, answers.get(str(row["institution_id"]), Answer(None))) for row in rows.to_dict("records"))
    return tuple(sorted((case for case in found if case), key=_badness))


def bulk_acceptable(cases: Iterable[Case], threshold: float) -> tuple[Case, ...]:
    """Give the cases whose answers may be accepted together: at least so sure, uncontradicted, more than a country."""
    return tuple(
        case
        for case in cases
        if case.why != "conflict" and (place := case.answer.place) and place.confidence >= threshold
        and place.precision != "country"
    )  # fmt: skip


def accepted(case: Case, by: str, candidate: int = 0) -> Decision:
    """Take a candidate of a case: the answer itself, or another one that a person picks."""
    place = case.candidates[candidate]
    kind: Kind = "accepted" if place is case.answer.place else "picked"
    method = WRITTEN_AS.get(place.method, BY_HAND)
    return Decision(case.institution_id, place.latitude, place.longitude, place.precision, by, kind, method)


def placed(institutions: pd.DataFrame, decisions: Iterable[Decision]) -> pd.DataFrame:
    """Give the rows as decisions place them; of two about one institution the later stands, others stay as they are.

    Shape: same rows, same order; latitude, longitude, place_precision and place_method change and nothing else.
    """
    held = {decision.institution_id: decision for decision in decisions}
    rows = institutions.copy()
    touched = rows["institution_id"].isin(held)
    if not touched.any():
        return rows
    chosen = pd.DataFrame([held[institution] for institution in rows.loc[touched, "institution_id"]])
    rows.loc[touched, ["latitude", "longitude"]] = chosen[["latitude", "longitude"]].to_numpy(dtype=float)
    rows.loc[touched, "place_precision"] = chosen["precision"].to_numpy()
    rows.loc[touched, "place_method"] = chosen["method"].to_numpy()
    return rows


def _case(row: Mapping[str, object], answer: Answer) -> Case | None:
    """Give the case of a row, None where there is nothing to decide."""
    latitude, longitude = (_degree(row[side]) for side in ("latitude", "longitude"))
    precision = str(row["place_precision"])
    why = _why(latitude is not None and longitude is not None, precision, answer)
    named = {name: str(row[name]) for name in ("institution_id", "name", "city", "country_code")}
    if why is None:
        return None
    return Case(**named, latitude=latitude, longitude=longitude, precision=precision, why=why, answer=answer)


def _why(is_placed: bool, precision: str, answer: Answer) -> Why | None:
    if answer.conflict:
        return "conflict"
    if not is_placed and answer.place is None:
        return "unplaced"
    seen = precision if is_placed or answer.place is None else answer.place.precision
    if seen == "country":
        return "by_country"
    if not is_placed and answer.place and answer.place.confidence < SURE:
        return "unsure"
    return "by_city" if seen == "city" else None if is_placed else "found"


def _badness(case: Case) -> tuple[int, float, str]:
    sure = case.answer.place.confidence if case.answer.place else 0.0
    return WORST_FIRST.index(case.why), sure, case.name.casefold()


def _degree(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not pd.isna(value) else None
