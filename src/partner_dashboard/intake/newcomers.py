"""From names that no institution has to institutions of their own, because a person said that they are new."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from partner_dashboard import names
from partner_dashboard.schema import INSTITUTIONS

LONGEST_ID = 60
"""How many letters a made id has at most."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An institution that an upload names and nobody knew: the name as written, and what else is known of it."""

    name: str
    city: str = ""
    country_code: str = ""
    kind: str = "university"


def with_newcomers(institutions: pd.DataFrame, newcomers: Sequence[Newcomer]) -> pd.DataFrame:
    """Give institutions followed by the new ones, each with an id of its own made from its name.

    Shape: schema columns in, the same columns out, index from 0.
    """
    if not newcomers:
        return institutions
    taken = set(institutions["institution_id"])
    rows = [_row(newcomer, taken) for newcomer in dict.fromkeys(newcomers)]
    added = pd.DataFrame(rows).reindex(columns=list(INSTITUTIONS.names), fill_value="")
    return pd.concat([institutions, added.assign(latitude=float("nan"), longitude=float("nan"))], ignore_index=True)


def slug(text: str, taken: Collection[str]) -> str:
    """Make an id from a name: lower case, words joined by «-», with a number where it is taken."""
    stem = names.key(text).replace(" ", "-").replace("_", "-")[:LONGEST_ID].strip("-") or "institution"
    count, made = 1, stem
    while made in taken:
        count += 1
        made = f"{stem}-{count}"
    return made


def _row(newcomer: Newcomer, taken: set[str]) -> dict[str, object]:
    made = slug(newcomer.name, taken)
    taken.add(made)
    return {
        "institution_id": made, "name": newcomer.name, "kind": newcomer.kind, "city": newcomer.city,
        "country_code": newcomer.country_code,
    }  # fmt: skip
