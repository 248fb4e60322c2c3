"""From rows that were read to what no single cell shows: an end before the start, contradictions, what nobody knows."""

from collections.abc import Iterator

import pandas as pd

from partner_dashboard import dates, names
from partner_dashboard.intake.known import Known
from partner_dashboard.intake.rules.cells import Source
from partner_dashboard.intake.rules.columns import distinct, is_blank, matching, spread
from partner_dashboard.problems import Problem

FIRM = r"^[\d-]+$"


def backwards(rows: pd.DataFrame, written: pd.DataFrame, source: Source) -> Iterator[Problem]:
    """Tell of spans whose end lies before their start, as far as both are known."""
    both = rows.loc[(rows["start_date"] != "") & (rows["end_date"] != ""), ["start_date", "end_date"]]
    starts, ends = both["start_date"], both["end_date"]
    # Plain ISO texts have the order of their days, so that only a smaller text, or one with a mark, needs a look.
    both = both[(ends < starts) | ~(matching(starts, FIRM) & matching(ends, FIRM))]
    pairs = both.drop_duplicates().itertuples(index=False, name=None)
    wrong = {(start, end) for start, end in pairs if _ends_before(start, end)}
    for line, start, end in both.itertuples(name=None) if wrong else ():
        if (start, end) in wrong:
            cell = written.at[line, "end_date"] if "end_date" in written else ""
            yield source.problem("end_before_start", line, "end_date", cell or end, start)


def _ends_before(start: str, end: str) -> bool:
    begins, ends = dates.parse(start).earliest, dates.parse(end).latest
    return bool(begins and ends and ends < begins)


def contradictory_partners(
    rows: pd.DataFrame, written: pd.DataFrame, known: Known, source: Source
) -> Iterator[Problem]:
    """Tell where a file gives one partner two countries or two cities; the remedy is what it gave first.

    The names of its city in two languages are one city.
    """
    for column in ("country_code", "partner_city"):
        if column not in written or is_blank(rows[column]):
            continue
        named = rows.loc[(rows["institution_id"] != "") & (rows[column] != ""), ["institution_id", column]]
        who, cells = named["institution_id"], named[column]
        if column == "partner_city":
            cells = cells.mask(_is_own_city(who, cells, known), "\N{HOUSE BUILDING}")
        yield from two_values(who, cells, written, source)


def _is_own_city(who: pd.Series, cities: pd.Series, known: Known) -> pd.Series:
    """Say of cities whether they are the one in which we know the institution to be."""
    rows = known.institutions.drop_duplicates("institution_id").set_index("institution_id")
    ours = [folded(rows[name].reindex(who).fillna("").set_axis(who.index)) for name in ("city", "city_de")]
    said = folded(cities)
    return (said == ours[0]) | (said == ours[1])


def two_values(who: pd.Series, cells: pd.Series, written: pd.DataFrame, source: Source) -> Iterator[Problem]:
    """Tell of each line that says something else than the first line of the same."""
    said, column = folded(cells), str(cells.name)
    first = who.index.to_series().groupby(who, sort=False).transform("first")
    for line in said.index[said != said.reindex(first).to_numpy()]:
        told, before = (str(written.at[place, column]) for place in (line, first[line]))
        yield source.problem("contradiction", int(line), column, told, before)


def folded(cells: pd.Series) -> pd.Series:
    """Give names without case, accents and punctuation."""
    positions, texts = distinct(cells)
    return spread([names.key(text) for text in texts], positions, cells)


def undated(events: pd.DataFrame, told: set[int], source: Source) -> Iterator[Problem]:
    """Note the events whose date nobody knows, those of `told` excepted."""
    for line in events.index[(events["start_date"] == "") & (events["end_date"] == "")]:
        if line not in told:
            yield source.problem("no_date", int(line), "start_date")
