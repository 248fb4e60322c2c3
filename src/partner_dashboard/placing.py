"""From gazetteers, the store and the settings to what finds places here: decisions first, services only where wanted.

The gazetteers lie in the folder for what this installation keeps; nothing of them is loaded before a place is wanted.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from partner_dashboard.places.answers import Answer, Place, Query
from partner_dashboard.places.online.answering import WithService
from partner_dashboard.places.online.asking import Answers
from partner_dashboard.places.online.services import Access, opened
from partner_dashboard.places.review import WRITTEN_AS, Decision
from partner_dashboard.settings import Settings, home_folder
from partner_dashboard.store import By, Store

DECIDED, ANSWERED = "place", "service"
"""The kinds of what the store remembers: where a person says that somebody is, what a service once answered."""

Resolve = Callable[[Query], Answer]

SURE_ENOUGH = 0.5
"""From which confidence on a row is given the place that was found; the page «Places» asks about those below 0.9."""


def folder() -> Path:
    """Give the folder of the gazetteers."""
    return home_folder() / "gazetteers"


def resolver(store: Store | None = None, *, institutions: bool = True) -> Resolve:
    """Give what finds the place of an institution: decisions of persons, the index where one is imported, cities."""
    from partner_dashboard.places import resolver as resolving  # gazetteers, only where something wants a place

    return resolving.opened(folder(), decisions(store) if store else {}, institutions=institutions).place


def locate(city: str, country_code: str) -> tuple[float, float] | None:
    """Give latitude and longitude of a city in degrees, None where the gazetteer has none of that name there."""
    from partner_dashboard.places import gazetteer  # only where a name is met whose city is called otherwise

    found = gazetteer.opened(folder()).city(city, country_code)
    return (found.latitude, found.longitude) if found else None


def with_service(resolve: Resolve, settings: Settings, answers: Answers) -> WithService | None:
    """Let the service of the settings be asked where nothing nearer knows; None where none is set."""
    held = settings.geocoder
    access = Access(held.service, held.address, held.contact, held.key, held.pause, held.timeout, held.wait)
    service = opened(access)
    return WithService(resolve, service, answers) if service else None


def decisions(store: Store) -> dict[str, Place | None]:
    """Give where persons said that somebody is, by key of the question; None is the decision for no place."""
    held: Mapping[str, Mapping[str, Any]] = store.recalled(DECIDED)
    return {key: Place(**value["place"]) if value["place"] else None for key, value in held.items()}


def remember(store: Store, institutions: pd.DataFrame, made: Iterable[Decision], by: By) -> None:
    """Keep decisions under what the rows say, so that any other row that says the same is placed alike."""
    rows = institutions.set_index("institution_id", drop=False)
    for decision in made:
        row = rows.loc[decision.institution_id]
        query = Query(str(row["name"]), str(row["city"]), str(row["country_code"]))
        place = None if decision.latitude is None or decision.longitude is None else asdict(
            Place(
                decision.latitude, decision.longitude, query.country, query.city, "decided",
                "campus" if decision.precision == "campus" else "city", 1.0,
            )
        )  # fmt: skip
        store.remember(DECIDED, query.key, {"place": place}, by)


def placed(rows: pd.DataFrame, resolve: Resolve) -> pd.DataFrame:
    """Give rows without coordinates that name a city the place that they mean; nothing else changes.

    Shape: institutions or events; same rows, same order. Events lie in their city, whatever they are called. A row
    without a city waits for a person: who left both out may have had a reason.
    """
    wanting = rows.index[wants(rows)]
    named = rows["name"] if "name" in rows else pd.Series("", rows.index)
    found = {}
    for line in wanting:
        ror_id = str(rows.at[line, "ror_id"]) if "ror_id" in rows else ""
        city, country = str(rows.at[line, "city"]), str(rows.at[line, "country_code"])
        answer = resolve(Query(str(named[line]), city, country, ror_id=ror_id))
        if answer.place and answer.place.precision != "country" and answer.place.confidence >= SURE_ENOUGH:
            found[line] = answer.place
    if not found:
        return rows
    after, lines, places = rows.copy(), list(found), list(found.values())
    after.loc[lines, "latitude"] = [place.latitude for place in places]
    after.loc[lines, "longitude"] = [place.longitude for place in places]
    after.loc[lines, "place_method"] = [WRITTEN_AS.get(place.method, "manual") for place in places]
    after.loc[lines, "place_precision"] = [place.precision for place in places]
    return after


def wants(rows: pd.DataFrame) -> pd.Series:
    """Say which rows name a city and country and have no coordinates."""
    return rows["latitude"].isna() & (rows["city"] != "") & (rows["country_code"] != "")


class StoredAnswers:
    """What services answered before, as the store remembers it; recalled once, then kept in step."""

    def __init__(self, store: Store, by: By) -> None:
        self._store, self._by = store, by
        self._held: dict[str, Mapping[str, object]] = dict(store.recalled(ANSWERED))

    def recalled(self, service: str, question: str) -> Mapping[str, object] | None:
        """Give what a service answered to a question, None where it was never asked."""
        return self._held.get(f"{service}|{question}")

    def remember(self, service: str, question: str, answer: Mapping[str, object]) -> None:
        """Keep what a service answered."""
        self._held[f"{service}|{question}"] = answer
        self._store.remember(ANSWERED, f"{service}|{question}", answer, self._by)
