"""From ids, ROR ids and names of institutions to those we know; what is not sure is asked, never guessed."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from partner_dashboard import names
from partner_dashboard.intake.directory import ror_of
from partner_dashboard.intake.known import Known
from partner_dashboard.intake.matching import Match
from partner_dashboard.intake.rules.cells import Cell, Source, understood
from partner_dashboard.intake.rules.columns import is_blank
from partner_dashboard.intake.rules.references import Rows
from partner_dashboard.intake.whereabouts import countries_agree
from partner_dashboard.problems import Problem, Severity

LIKELY = 0.8
"""The likeness from which an institution is asked about; below it the name is simply unknown."""

KINDS: Mapping[str, str] = {"city_partnership": "city", "liaison_office": "liaison_office"}
"""What kind of partner a type of partnership has, where it settles ties between a city and its university."""

ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")
"""What looks like an id: of such, only another id is proposed."""

WRITTEN = ("institution_id", "partner_name", "partner_ror_id")
"""Where a partner may be written, the surest first."""

Key = tuple[str, str, str, str, str]
"""Name or id, city, country code, ROR id, kind."""


@dataclass
class Partners:
    """The institutions that a file names; `matches` are those that were not written by their id."""

    known: Known
    here: pd.Series | None = None
    matches: dict[tuple[str, str, str], Match] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = Rows(self.known, ("institutions",), self.here)

    def find(self, key: Key, lines: Collection[int]) -> Cell:
        """Find one institution; what is not sure is a problem, and its candidates stand among the matches."""
        name, city, country_code, ror_id, kind = key
        found = self.rows.find(name)
        if found and (found == name or self._fits(found, city, country_code)):
            return Cell(found)
        return self._told(name, self.known.matcher.find(name, city, country_code, ror_id, kind), lines)

    def find_home(self, name: str, lines: Collection[int]) -> Cell:
        """Find one of our own institutions, also by the short ways in which the office writes them."""
        if found := self.rows.find(name):
            return Cell(found)
        return self._told(name, self.known.matcher.find_home(name, self.known.homes), lines)

    def _fits(self, institution_id: str, city: str, country_code: str) -> bool:
        """Whether a row may mean an id that it writes in another case: «WHU» in Germany is not «whu» in China."""
        entry = self.known.matcher.directory.of_id(institution_id)
        if entry is None:
            return True
        is_there = not city or bool(names.keys(city) & {names.key(own) for own in entry.cities})
        return is_there and countries_agree(country_code, entry.country_code) != "contradicts"

    def is_name(self, text: str) -> bool:
        """Whether a text as a whole is the id or the name of an institution."""
        return bool(self.rows.find(text) or ror_of(text) or self.known.matcher.directory.named(text))

    def _told(self, name: str, match: Match, lines: Collection[int]) -> Cell:
        place = (match.written, match.city, match.country_code)
        before = self.matches.get(place, match)
        self.matches[place] = replace(match, lines=tuple(sorted({*before.lines, *lines})))
        if match.institution_id:
            return Cell(match.institution_id)
        if ID.fullmatch(name) or not match.candidates or name in self.rows.left_out:
            return self.rows.refused(name, "unknown_institution")
        best = match.candidates[0]
        code = "unsure_institution" if best.score >= LIKELY else "unknown_institution"
        return Cell("", code, best.institution_id, name)


def partnered(
    rows: pd.DataFrame, written: pd.DataFrame, partners: Partners, source: Source
) -> tuple[pd.Series, list[Problem]]:
    """Find the partner of each row by id, ROR id, or name with city and country.

    Shape: text columns institution_id, partner_name, partner_ror_id, partner_city where the file has them, country_code
    and type (read already) → institution_id; rows that name no partner stay empty.
    """
    asked = rows.reindex(columns=[*WRITTEN, "partner_city", "country_code", "type"], fill_value="")
    is_known = asked["institution_id"].isin(partners.rows.known_ids)
    found = asked["institution_id"] if is_known.all() else asked["institution_id"].where(is_known, "")
    problems: list[Problem] = []
    chosen: dict[int, str] = {}
    unknown = asked[~is_known]
    for said, key, lines in _distinct(unknown[(unknown[list(WRITTEN)] != "").any(axis=1)]):
        value, cells = _tried(partners, said, key, lines)
        chosen |= dict.fromkeys(lines, value)
        weight: Severity | None = "warning" if value else None
        for column, cell in cells:
            remedy = value or cell.remedy
            problems += [source.problem(cell.code, line, column, said[column], remedy, weight) for line in lines]
    if chosen:
        found = found.where(~found.index.isin(list(chosen)), pd.Series(chosen, dtype="str").reindex(found.index))
    if not is_blank(asked["partner_name"]):
        problems += _misnamed(asked[asked["institution_id"] != ""], found, partners, source)
    if "country_code" in written:
        problems += _contradicting(found, asked["country_code"], written["country_code"], partners.known, source)
    return found.rename("institution_id"), problems


def _distinct(rows: pd.DataFrame) -> Iterator[tuple[dict[str, str], Key, list[int]]]:
    """Yield every distinct way of writing a partner, what else the row says of it, and its lines."""
    if rows.empty:
        return
    kind = rows["type"].map(lambda code: KINDS.get(code, ""))
    keys = [*(rows[name] for name in WRITTEN), rows["partner_city"], rows["country_code"], kind]
    for said, lines in rows.index.to_series().groupby(keys, sort=False):
        texts = [str(text) for text in said]
        written = {name: text for name, text in zip(WRITTEN, texts, strict=False) if text}
        yield written, ("", texts[3], texts[4], texts[2], texts[5]), [int(line) for line in lines]


def _tried(
    partners: Partners, written: Mapping[str, str], key: Key, lines: Collection[int]
) -> tuple[str, list[tuple[str, Cell]]]:
    """Try what stands for the id, then the name: the id that was found, and what is wrong with the cells before it.

    Where neither is known, only what is wrong with the last one is told.
    """
    wrong: list[tuple[str, Cell]] = []
    for column in [name for name in WRITTEN[:2] if name in written] or list(written):
        cell = partners.find((written[column], *key[1:]), lines)
        if cell.value:
            return cell.value, wrong
        wrong.append((column, cell))
    return "", wrong[-1:]


def homes(cells: pd.Series, partners: Partners, source: Source) -> tuple[pd.Series, list[Problem]]:
    """Find the home institution of each row."""
    lines = lines_of_names(cells, partners)
    found, problems = understood(cells, lambda text: partners.find_home(text, lines.get(text, ())), source)
    return found, [*problems, *_new_homes(cells, found, partners, source)]


def _new_homes(cells: pd.Series, found: pd.Series, partners: Partners, source: Source) -> Iterator[Problem]:
    """Doubt home institutions that hold no partnership yet, where others do."""
    usual = partners.known.homes
    for line, text in cells[(found != "") & ~found.isin(usual)].items() if usual else ():
        yield source.problem("unknown_home", int(str(line)), str(cells.name), str(text))


def parents(cells: pd.Series, partners: Partners, source: Source) -> tuple[pd.Series, list[Problem]]:
    """Find the institution of which each row is a part."""
    lines = lines_of_names(cells, partners)
    return understood(cells, lambda text: partners.find((text, "", "", "", ""), lines.get(text, ())), source)


def lines_of_names(cells: pd.Series, partners: Partners) -> Mapping[str, Collection[int]]:
    """Give the lines of each distinct cell that is no id."""
    names = cells[(cells != "") & ~cells.isin(partners.rows.known_ids)]
    return {str(text): [int(line) for line in held] for text, held in names.groupby(names, sort=False).groups.items()}


def _misnamed(asked: pd.DataFrame, found: pd.Series, partners: Partners, source: Source) -> Iterator[Problem]:
    """Tell where a row names one institution by its id and surely another one by its name; the id is taken."""
    both = asked[asked["partner_name"] != ""]
    for (name, row_id), lines in both.index.to_series().groupby([both["partner_name"], found[both.index]], sort=False):
        meant = partners.known.matcher.find(str(name)).institution_id if row_id else ""
        if meant and meant != row_id:
            for line in lines:
                yield source.problem("contradiction", int(line), "partner_name", str(name), str(row_id))


def _contradicting(
    found: pd.Series, countries: pd.Series, written: pd.Series, known: Known, source: Source
) -> Iterator[Problem]:
    """Tell where the country of a row is not that of the institution that it names by id."""
    if is_blank(countries):
        return
    told = pd.DataFrame({"found": found, "country": countries})[(found != "") & (countries != "")]
    ours = dict(zip(known.institutions["institution_id"], known.institutions["country_code"], strict=True))
    pairs = told.drop_duplicates().itertuples(index=False, name=None)
    wrong = {(row_id, code) for row_id, code in pairs if countries_agree(code, ours.get(row_id, "")) == "contradicts"}
    for line, *pair in told.itertuples(name=None) if wrong else ():
        if tuple(pair) in wrong:
            yield source.problem("contradiction", line, "country_code", str(written.at[line]), ours[pair[0]])
