"""From our own list of well-known institutions and bodies of science diplomacy to an index of their names.

It stands in where no register is imported: city points, written from general knowledge with the institution's own
website as source, not taken from any register.
"""

import csv
from collections.abc import Iterable, Mapping
from importlib import resources

from partner_dashboard.places.answers import Method
from partner_dashboard.places.gazetteer import Gazetteer
from partner_dashboard.places.index import Index
from partner_dashboard.places.indexing import Organisation, indexed
from partner_dashboard.places.register import Entry

FILE = "known_institutions.csv"


class Known:
    """The institutions of the list."""

    method: Method = "known"
    least_alike = 0.55

    def __init__(self, rows: Iterable[Mapping[str, str]], gazetteer: Gazetteer) -> None:
        """Take rows with name, aliases, acronyms, city, country_code; the gazetteer knows where the cities are."""
        self._entries: list[Entry] = []
        organisations = []
        for row in rows:
            city = gazetteer.city(row["city"], row["country_code"])
            if city:
                organisations.append(
                    Organisation(len(self._entries), city.country_code, city.latitude, city.longitude, _names(row))
                )
                self._entries.append(Entry("", row["name"], city.name, city.part))
        self.index = Index(indexed(organisations))

    def entry(self, number: int) -> Entry:
        """Give the words about an institution."""
        return self._entries[number]

    def __len__(self) -> int:
        return len(self._entries)


def rows() -> list[dict[str, str]]:
    """Read the list that comes with the product."""
    text = (resources.files("partner_dashboard.places") / "data" / FILE).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _names(row: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the names of a row; letters that every university of a kind has stand with its city: «TU Wien»."""
    others = [(name, "alias") for name in row["aliases"].split("|") if name]
    letters = [(name, "acronym") for name in row["acronyms"].split("|") if name]
    return [(row["name"], "label"), *others, *letters]
