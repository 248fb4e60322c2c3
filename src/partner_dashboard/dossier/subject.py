"""From a view to what it is about."""

from dataclasses import dataclass, replace
from typing import Literal

from partner_dashboard import regions, sheets, summary
from partner_dashboard.editions import Edition
from partner_dashboard.texts import Texts
from partner_dashboard.view import FILTERS, View

Kind = Literal["country", "region", "partner", "city", "cluster", "home", "trip", "selection"]

OF_ONE: dict[str, Kind] = {"countries": "country", "regions": "region", "clusters": "cluster", "homes": "home"}
"""Filters that make a subject of their own where they stand alone, with one value."""

PLACES: tuple[Kind, ...] = ("country", "region", "city")
"""Kinds of subjects that lie somewhere: what happens inside them happens «there»."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a dossier is about: its kind and, but for a selection, its code or id."""

    kind: Kind
    key: str


def subject(edition: Edition, view: View) -> Subject | None:
    """Say what a view, already known to the edition, is about; None where nothing is chosen.

    A trip, a partner or a city that is open rules over the filters, as on sheets; a home institution is one as a
    partner too. Several filters together are a selection.
    """
    if view.event:
        return Subject("trip", view.event)
    if view.partner:
        return Subject("home" if view.partner in edition.homes else "partner", view.partner)
    if view.city:
        return Subject("city", view.city)
    empty = View()
    chosen = [name for name in FILTERS if getattr(view, name) != getattr(empty, name)]
    if not chosen:
        return None
    values = getattr(view, chosen[0])
    if len(chosen) == 1 and chosen[0] in OF_ONE and len(values) == 1:
        return Subject(OF_ONE[chosen[0]], values[0])
    return Subject("selection", "")


def name(edition: Edition, view: View, about: Subject, t: Texts) -> str:
    """Say what a subject is called in the reader's language."""
    if about.kind == "country":
        return regions.country_name(about.key, t.language)
    if about.kind == "region":
        return summary.region_label(edition, view.scheme, about.key, t)
    if about.kind == "city":
        return _city_name(edition, about.key, t.language)
    if about.kind == "cluster":
        return edition.codes.label("cluster_or_unit", about.key, t.language)
    if about.kind == "selection":
        return " · ".join(summary.filter_words(edition, replace(view, language=t.language), t))
    return sheets.name_of(edition, about.key, t.language)


def _city_name(edition: Edition, city: str, language: str) -> str:
    country, _, plain = city.partition(":")
    for rows in (edition.institutions, edition.events):
        here = rows[(rows["city"] == plain) & (rows["country_code"] == country)]
        said = [named for named in summary.city(here, language) if named != plain]
        if said:
            return str(said[0])
    return plain
