"""From the place of a subject to the offices and twin cities that belong to it, wherever their doors are."""

import pandas as pd

from partner_dashboard.dossier.subject import Subject
from partner_dashboard.editions import Edition
from partner_dashboard.regions import Region
from partner_dashboard.view import View, in_city

PRESENCE_GROUPS = ("presence", "cities")
"""The type groups of offices and twin cities."""


def places(edition: Edition, view: View, about: Subject, strands: pd.DataFrame) -> pd.DataFrame:
    """Give the institutions that share the subject's place: the place's own, the partner's neighbours, else partners.

    Home institutions are none of them.
    """
    rows = edition.institutions[~edition.institutions.index.isin(edition.homes)]
    if about.kind == "city":
        return rows[in_city(rows, about.key)]
    if about.kind == "country":
        return rows[rows["country_code"] == about.key]
    if about.kind == "region":
        return rows[rows["country_code"].isin(edition.regions.countries(view.scheme, (about.key,)))]
    if about.kind == "partner":
        own = edition.institutions.loc[about.key]
        same = in_city(rows, f"{own['country_code']}:{own['city']}")
        return rows[same | (rows.index == about.key)]
    return rows[rows.index.isin(strands["institution_id"])]


def kin(edition: Edition, view: View, about: Subject, here: pd.DataFrame) -> pd.DataFrame:
    """Give the institutions that belong to those of a place but lie elsewhere, and the offices that look after it."""
    rows = edition.institutions
    below = rows.index[rows["parent_id"].isin(here.index) & (rows["parent_id"] != "")]
    offices = [region.office for region in edition.regions.rows if region.office and _is_of(region, view, about)]
    wanted = {*below, *offices} - {*here.index, *edition.homes}
    return rows[rows.index.isin(wanted)]


def _is_of(region: Region, view: View, about: Subject) -> bool:
    if about.kind == "region":
        return (region.scheme, region.code) == (view.scheme, about.key)
    return about.kind == "country" and about.key in region.countries


def presence(edition: Edition, here: pd.DataFrame, relatives: pd.DataFrame) -> pd.DataFrame:
    """Give the strands to offices and twin cities among the institutions of a place and their kin."""
    rows = edition.strands
    ids = {*here.index, *relatives.index}
    return rows[rows["group"].isin(PRESENCE_GROUPS) & rows["institution_id"].isin(ids)]
