"""From country codes to names and regions; regions are data, a scheme is a set of them.

A scheme's top regions (no parent) share out the countries; regions below them may be chosen as well but never group.
"""

from dataclasses import dataclass
from functools import cache

import pandas as pd
from babel import Locale

from partner_dashboard.errors import UnknownSchemeError

ELSEWHERE = "ZZ"
"""The code under which a country counts that no region of the scheme holds."""

NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"}


@dataclass(frozen=True, slots=True)
class Region:
    """One region of a scheme."""

    scheme: str
    code: str
    parent: str
    label_en: str
    label_de: str
    countries: tuple[str, ...]
    office: str = ""
    """The institution that looks after the region, empty where none does."""

    def label(self, language: str) -> str:
        """Give the name of the region."""
        return (self.label_de if language == "de" else "") or self.label_en or self.code


class Regions:
    """The region schemes of a dataset."""

    def __init__(self, regions: pd.DataFrame) -> None:
        """Take the rows of regions.csv in the order of `sort`."""
        ordered = regions.assign(order=pd.to_numeric(regions["sort"], errors="coerce")).sort_values(
            "order", kind="stable"
        )
        self.rows = tuple(
            Region(
                row.scheme, row.region_code, row.parent_code, row.label_en, row.label_de,
                tuple(code.strip() for code in row.country_codes.split("|") if code.strip()),
                row.institution_id,
            )
            for row in ordered.itertuples()
        )  # fmt: skip
        self._by_code = {(region.scheme, region.code): region for region in self.rows}
        self._top = {
            (region.scheme, country): region.code
            for region in self.rows
            if not region.parent
            for country in region.countries
        }

    def schemes(self) -> tuple[str, ...]:
        """Give the codes of the schemes in order of appearance."""
        return tuple(dict.fromkeys(region.scheme for region in self.rows))

    def of(self, scheme: str, *, top_only: bool = False) -> tuple[Region, ...]:
        """Give the regions of a scheme in order; raises UnknownSchemeError where it has none."""
        found = tuple(region for region in self.rows if region.scheme == scheme and not (top_only and region.parent))
        if not found:
            raise UnknownSchemeError(scheme=scheme)
        return found

    def find(self, scheme: str, code: str) -> Region | None:
        """Give one region, or None where the scheme has no such code."""
        return self._by_code.get((scheme, code))

    def looked_after_by(self, institution_id: str) -> tuple[Region, ...]:
        """Give the regions that an institution looks after."""
        return tuple(region for region in self.rows if region.office == institution_id)

    def top_region(self, scheme: str, country: str) -> str:
        """Give the code of the region that groups a country, ELSEWHERE where none does."""
        return self._top.get((scheme, country), ELSEWHERE)

    def upwards(self, scheme: str, code: str) -> tuple[str, ...]:
        """Give the code of a region and of those it lies in, the top one last; an unknown code gives none."""
        found: list[str] = []
        while (region := self.find(scheme, code)) and code not in found:
            found.append(code)
            code = region.parent
        return tuple(found)

    def countries(self, scheme: str, codes: tuple[str, ...]) -> frozenset[str]:
        """Give every country of the named regions."""
        found = (self.find(scheme, code) for code in codes)
        return frozenset(country for region in found if region for country in region.countries)


def country_name(code: str, language: str) -> str:
    """Give a country's name in a language; an unknown code gives itself.

    Source: CLDR by Babel, with the short everyday form where CLDR has only a formal one.
    """
    return _country_names(language).get(code, code)


def country_codes() -> frozenset[str]:
    """Give every country code we accept: ISO 3166-1 alpha-2 and XK for Kosovo."""
    return frozenset(_country_names("en"))


@cache
def _country_names(language: str) -> dict[str, str]:
    names = {
        code: name
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }
    everyday = {"en": {"TR": "Türkiye", "HK": "Hong Kong", "MO": "Macao", "PS": "Palestine"},
                "de": {"HK": "Hongkong", "MO": "Macau", "PS": "Palästina"}}  # fmt: skip
    return names | everyday.get(language, {})
