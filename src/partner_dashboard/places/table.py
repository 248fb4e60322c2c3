"""From a table of names, cities and countries to the same with places: the contract of `partner-dashboard geocode`.

Columns read: name, city, country; any may be missing, everything else passes through. Columns added, or replaced where
they stand already, all text:

    latitude, longitude   degrees, WGS 84; empty where there is no place, also where only the country is known
    method, precision     codes of answers.Method and answers.Precision; empty where there is no place
    confidence            0–1; empty where there is no place
    country_code          ISO 3166-1 alpha-2, XK for Kosovo; also where only the country is known
    ror_id                nine characters; empty where no organisation is known
    evidence              codes of answers.EVIDENCE, some with a value: «ror=04tsk2644; alias; country; city»
    reason                code of answers.REASONS; empty where there is a place
    conflict              code of answers.CONFLICTS; with or without a place
"""

from collections.abc import Callable

import pandas as pd

from partner_dashboard.places.answers import Answer, Place, Query, Sign

READ = ("name", "city", "country")
ADDED = (
    "latitude", "longitude", "method", "precision", "confidence", "country_code", "ror_id", "evidence", "reason",
    "conflict",
)  # fmt: skip

DEGREES, SHARE = ".5f", ".2f"
"""How places (to a metre) and confidences are written."""

Resolve = Callable[[Query], Answer]
Tell = Callable[[int, int], None]
"""Takes how many rows of how many are done."""


def geocoded(rows: pd.DataFrame, resolve: Resolve, tell: Tell | None = None) -> pd.DataFrame:
    """Add to each row the place that its name, city and country mean.

    Shape: text columns, any of name, city and country → the same rows in the same order with `ADDED` at the end.
    Rows that say the same are resolved once.
    """
    known: dict[Query, Answer] = {}
    cells = []
    for done, query in enumerate(_queries(rows), start=1):
        if query not in known:
            known[query] = resolve(query)
        cells.append(_cells(known[query]))
        if tell:
            tell(done, len(rows))
    found = pd.DataFrame(cells, columns=list(ADDED), index=rows.index, dtype=str)
    return pd.concat([rows.drop(columns=[name for name in ADDED if name in rows]), found], axis=1)


def _queries(rows: pd.DataFrame) -> list[Query]:
    said = rows.reindex(columns=list(READ), fill_value="").astype(str)
    return [Query(name.strip(), city.strip(), country.strip()) for name, city, country in said.to_numpy().tolist()]


def _cells(answer: Answer) -> tuple[str, ...]:
    place = answer.place
    if place is None:
        return (*("",) * 5, answer.country_code, "", "", answer.reason, answer.conflict)
    point = _point(place)
    country = place.country_code or answer.country_code
    evidence = "; ".join(_sign(sign) for sign in place.evidence)
    return (
        *point, place.method, place.precision, format(place.confidence, SHARE), country, place.ror_id, evidence,
        answer.reason, answer.conflict,
    )  # fmt: skip


def _point(place: Place) -> tuple[str, str]:
    if place.precision == "country":  # the middle of a country is nobody's address
        return "", ""
    return format(place.latitude, DEGREES), format(place.longitude, DEGREES)


def _sign(sign: Sign) -> str:
    return f"{sign.code}={sign.value}" if sign.value else sign.code
