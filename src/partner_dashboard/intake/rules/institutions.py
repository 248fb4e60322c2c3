"""From rows of institutions to their ids, and to what speaks against having two of one."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping

import pandas as pd

from partner_dashboard import names
from partner_dashboard.intake.directory import PLACE, Directory
from partner_dashboard.intake.known import Known
from partner_dashboard.intake.matching import Matcher
from partner_dashboard.intake.rules.cells import Source
from partner_dashboard.intake.rules.columns import joined, matching
from partner_dashboard.intake.rules.ids import filled, made
from partner_dashboard.intake.rules.partners import Partners
from partner_dashboard.intake.rules.sense import folded, two_values
from partner_dashboard.intake.whereabouts import countries_agree
from partner_dashboard.problems import Problem

COMPARED, CROWD = 2_000, 30
"""Up to how many rows of a file, and of one city, similar names are looked for."""

UNUSABLE = r"[;:|,\n]"
"""What parts ids from each other and from roles, and so cannot stand in one."""


def institution_ids(rows: pd.DataFrame, partners: Partners, source: Source) -> tuple[pd.Series, list[Problem]]:
    """Give institutions without an id that of the one they are, or a new one; what is not sure is asked."""
    ids = rows["institution_id"]
    asked = rows.loc[(ids == "") & (rows["name"] != ""), ["name", "city", "country_code", "ror_id", "kind"]]
    found: dict[int, str] = {}
    problems = []
    taken = {row_id: line for line, row_id in ids[ids != ""].items()}
    for line, *said in asked.itertuples(name=None):
        cell = partners.find(tuple(said), (line,))
        if cell.code == "unsure_institution":
            problems.append(source.problem(cell.code, line, "name", said[0], cell.remedy))
        elif cell.value in taken:
            problems.append(source.problem("duplicate_id", line, "name", said[0], str(taken[cell.value])))
        elif cell.value:
            found[line] = cell.value
            taken[cell.value] = line
    new = asked.drop(index=[*found, *(problem.line for problem in problems)])
    found |= dict(zip(new.index, made(new["name"], {*taken, *partners.known.ids["institutions"]}), strict=True))
    return filled(ids, found), problems


def unusable(ids: pd.Series, source: Source) -> Iterator[Problem]:
    """Tell of ids that nothing could point to."""
    wrong = ids[matching(ids, UNUSABLE)]
    return (source.problem("unusable_id", int(str(line)), str(ids.name), text) for line, text in wrong.items())


def contradictory_institutions(rows: pd.DataFrame, written: pd.DataFrame, source: Source) -> Iterator[Problem]:
    """Tell where a file gives one name two cities in a country, or one city two countries; the remedy is the first."""
    named = rows.loc[(rows["name"] != "") & (rows["city"] != ""), ["name", "country_code", "city"]]
    who, city = folded(named["name"]), folded(named["city"])
    yield from two_values(joined([who, named["country_code"]]), named["city"], written, source)
    abroad = named["country_code"] != ""
    yield from two_values(joined([who, city])[abroad], named.loc[abroad, "country_code"], written, source)


def namesakes(rows: pd.DataFrame, known: Known, source: Source) -> Iterator[Problem]:
    """Tell of institutions that may be another one of the file or of the state; the remedy is that one's id.

    The first of a file is never told; one that the state knows by the same id is only compared with the file.
    """
    here, ids, similar = Directory(rows), known.ids["institutions"], _similar(rows, known)
    lines = dict(zip(rows["institution_id"].tolist(), rows.index.tolist(), strict=True))
    for line, row_id, *said in rows[["institution_id", "name", "country_code", "city"]].itertuples(name=None):
        others = {*_of_this_name(here, *said), *similar.get(row_id, ())}
        if row_id not in ids:
            others.update(_of_this_name(known.matcher.directory, *said))
        if earlier := sorted(other for other in others - {row_id, ""} if lines.get(other, 0) < line):
            yield source.problem("possible_duplicate", line, "name", said[0], earlier[0])


def _similar(rows: pd.DataFrame, known: Known) -> Mapping[str, set[str]]:
    """Give the institutions whose names mean the same although they are written otherwise, both ways.

    In the file those of one city are compared. A large file, and one that fills an empty state, has whole names only.
    """
    found: dict[str, set[str]] = defaultdict(set)
    if len(known.institutions) == 0 or len(rows) > COMPARED:
        return found
    for row in rows[~rows["institution_id"].isin(known.ids["institutions"])].to_dict("records"):
        found[row["institution_id"]].add(_meant(known.matcher, row))
    with_city = rows[rows["city"] != ""]
    for _, together in with_city.groupby([with_city["country_code"], folded(with_city["city"])]):
        for line, row in together.iterrows() if 1 < len(together) <= CROWD else ():
            other = _meant(Matcher(together.drop(index=line), {}), row)
            found[row["institution_id"]].add(other)
            found[other].add(row["institution_id"])
    return found


def _meant(matcher: Matcher, row: Mapping[Hashable, str]) -> str:
    found = matcher.find(row["name"], row["city"], row["country_code"], row["ror_id"], row["kind"])
    return found.institution_id


def _of_this_name(directory: Directory, name: str, country_code: str, city: str) -> Iterator[str]:
    """Give the institutions of a name that may be in a country and city."""
    for entry, rank in directory.named(name):
        elsewhere = countries_agree(country_code, entry.country_code) == "contradicts"
        in_another = city and entry.city and names.key(city) not in {names.key(one) for one in entry.cities}
        if rank != PLACE and not elsewhere and not in_another:
            yield entry.institution_id


def unplaced(institutions: pd.DataFrame, told: set[int], source: Source) -> Iterator[Problem]:
    """Note the institutions that stand on no map, those of `told` excepted."""
    rows = institutions.loc[institutions["latitude"].isna(), ["institution_id", "city"]]
    for line, row_id, city in rows.itertuples(name=None):
        if line not in told:
            yield source.problem("no_coordinates", int(line), "city" if city else "latitude", row_id)
