"""From the current state of all datasets to what the rows of a file may point to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from partner_dashboard.editions import Codes
from partner_dashboard.intake.matching import Matcher
from partner_dashboard.intake.whereabouts import Locate, nowhere
from partner_dashboard.regions import Regions
from partner_dashboard.schema import DATASETS, EVIDENCE


@dataclass(frozen=True)
class Known:
    """The state that rows may point to.

    The frames hold current rows with the columns of the schema, text but for latitude and longitude. `aliases` says
    which institution a person meant by a name, by key of the name; `left_out` by dataset and id where a row stands that
    was itself left out, as file:line. `locate` finds a city, for names whose stated city is called otherwise here.
    """

    codes: Codes
    regions: Regions
    institutions: pd.DataFrame
    partnerships: pd.DataFrame
    events: pd.DataFrame
    evidence: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(EVIDENCE.names), dtype="str"))
    aliases: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    locate: Locate = nowhere

    def rows(self, dataset: str) -> pd.DataFrame:
        """Give the current rows of a dataset."""
        return {
            "institutions": self.institutions, "partnerships": self.partnerships, "events": self.events,
            "evidence": self.evidence,
        }[dataset]  # fmt: skip

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        """The ids of all current rows by dataset."""
        names = ("institutions", "partnerships", "events")
        return {name: frozenset(self.rows(name)[DATASETS[name].key].tolist()) for name in names}

    @cached_property
    def homes(self) -> tuple[str, ...]:
        """The institutions that hold a partnership, in order of the rows."""
        return tuple(dict.fromkeys(filter(None, self.partnerships["home_institution"])))

    @cached_property
    def matcher(self) -> Matcher:
        """What finds institutions by name; built when the first name is met that is no id."""
        return Matcher(self.institutions, self.aliases, self.locate)
