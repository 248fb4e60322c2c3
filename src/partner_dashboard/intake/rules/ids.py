"""From rows without an id to the row of the state that they mean, or to a new id; and ids that stand in a file twice.

A row means the one row of the state with the same natural key: for partnerships who with whom, how, through which unit
and since when; for events what, when and of which kind. Where several have it, a person is asked.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from partner_dashboard import names
from partner_dashboard.intake.newcomers import slug
from partner_dashboard.intake.rules.cells import Source
from partner_dashboard.intake.rules.columns import casefolded, distinct, is_blank, joined, matching, spread
from partner_dashboard.problems import Problem
from partner_dashboard.schema import Dataset

APART = re.compile(r"[|;/\n]")
MARK = r"[~?%]"

NATURAL: Mapping[str, tuple[str, ...]] = {
    "partnerships": (
        "institution_id", "country_code", "region_code", "home_institution", "type", "cluster_or_unit", "start_date",
    ),
    "events": ("title", "start_date", "kind"),
}  # fmt: skip
"""What tells the rows of a dataset apart where no id does."""

FREELY_WRITTEN = ("cluster_or_unit", "title")
"""Those of them that people write in more than one way; reading them takes longest."""


def natural_keys(rows: pd.DataFrame, dataset: str, columns: Collection[str]) -> pd.Series:
    """Give the natural key of each row as one text, as far as it stands in the columns.

    A partner's country says nothing beside the partner; dates count without their mark of doubt, names and units
    without case, accents and order.
    """
    parts = rows.reindex(columns=list(NATURAL[dataset]), fill_value="")
    read = {name: _keyed(parts[name], name) for name in parts if name in columns}
    if "institution_id" in read:
        read |= {
            name: read[name].mask(read["institution_id"] != "", "")
            for name in ("country_code", "region_code")
            if name in read and not is_blank(read[name])
        }
    return joined(list(read.values()))


def _keyed(cells: pd.Series, column: str) -> pd.Series:
    if is_blank(cells) or column not in ("start_date", *FREELY_WRITTEN):
        return cells
    if column == "start_date":
        return cells.str.replace(MARK, "", regex=True) if matching(cells, MARK).any() else cells
    positions, texts = distinct(cells)
    return spread(["|".join(sorted(names.key(part) for part in APART.split(text))) for text in texts], positions, cells)


def numbered(
    rows: pd.DataFrame, current: pd.DataFrame, dataset: Dataset, fills: Collection[str], source: Source
) -> tuple[pd.Series, list[Problem]]:
    """Give every row an id: its own, that of the one row it means, or a new one; no id of the state is given anew.

    Shape: rows as read, the current rows of the dataset → the column of the key; rows that could mean several of the
    state stay without an id and are told. `fills` are the columns about which the file says something.
    """
    ids = rows[dataset.key]
    is_blank_id = ids == ""
    if not is_blank_id.any():
        return ids, []
    blank = rows[is_blank_id]
    own = ids[ids != ""].tolist()
    meant = _meant(blank, current[~current[dataset.key].isin(own)], dataset, fills)
    found = {line: row_ids[0] for line, row_ids in meant.items() if len(row_ids) == 1}
    asked = {line: row_ids for line, row_ids in meant.items() if len(row_ids) > 1}
    new = blank.drop(index=list(meant))
    found |= dict(zip(new.index, made(stems(new, dataset.name), {*own, *current[dataset.key].tolist()}), strict=True))
    problems = [source.problem("ambiguous_row", line, dataset.key, "", " / ".join(asked[line])) for line in asked]
    return filled(ids, found), problems


def filled(ids: pd.Series, found: Mapping[int, str]) -> pd.Series:
    """Give ids with those that were found, by line."""
    given = pd.Series(found, dtype="str").reindex(ids.index)
    return ids.where(given.isna(), given).rename(ids.name)


def _meant(
    blank: pd.DataFrame, current: pd.DataFrame, dataset: Dataset, fills: Collection[str]
) -> dict[int, list[str]]:
    """Give for lines the ids that they may mean: one where that is sure, several where somebody must choose.

    Each id goes to one line; of several of the same natural key, to the one that says the same in all columns. A file
    that does not say with whom, or what, means none.
    """
    if not {*NATURAL[dataset.name][:1]} <= set(fills):
        return {}
    held = current.set_index(dataset.key).assign(natural=natural_keys(current, dataset.name, fills).to_numpy())
    keys = natural_keys(blank, dataset.name, fills)
    known = keys[keys.isin(held["natural"])]
    free = {key: list(ids) for key, ids in held.groupby("natural", sort=False).groups.items()}
    said = [name for name in fills if name in blank and name != dataset.key]
    found: dict[int, list[str]] = {}
    for line, key in known.items():
        left = free[key]
        same = left if len(left) == 1 else [one for one in left if _agree(blank.loc[line, said], held.loc[one, said])]
        if left:
            found[int(str(line))] = same[:1] or list(left)
        free[key] = [one for one in left if one not in same[:1]]
    return found


def _agree(row: pd.Series, current: pd.Series) -> bool:
    """Whether everything that a row says stands in the current one."""
    filled = row[(row != "") & row.notna()]
    return bool((filled.astype(str) == current[filled.index].astype(str)).all())


def stems(rows: pd.DataFrame, dataset: str) -> pd.Series:
    """Give what a new id begins with: p-home-partner-type, e-year-title, or the name and city of an institution."""
    if dataset == "partnerships":
        partner = rows["institution_id"].mask(rows["institution_id"] == "", rows["country_code"] + rows["region_code"])
        return "p-" + rows["home_institution"] + "-" + partner + "-" + rows["type"]
    if dataset == "events":
        year = rows["start_date"].str.slice(0, 4)
        return "e-" + year.mask(year == "", "nd") + "-" + rows["title"]
    return rows["name"]


def made(stems: pd.Series, taken: Collection[str]) -> Iterator[str]:
    """Make an id from each text, every one new."""
    used = set(taken)
    positions, texts = distinct(stems)
    slugs = [slug(text, ()) for text in texts]
    count: dict[str, int] = defaultdict(lambda: 1)
    for plain in (slugs[position] for position in positions):
        new = plain
        while new in used:
            count[plain] += 1
            new = f"{plain}-{count[plain]}"
        used.add(new)
        yield new


def commented(ids: pd.Series, source: Source) -> Iterator[Problem]:
    """Tell of rows whose id begins with the sign by which programs take a line out of a list."""
    out = ids[ids.str.startswith("#")]
    return (source.problem("commented_row", int(str(line)), str(ids.name), text) for line, text in out.items())


def repeated(ids: pd.Series, source: Source) -> list[Problem]:
    """Tell of ids that stand on an earlier line already, in whatever case; the remedy is that line."""
    given = ids[ids != ""]
    keys = casefolded(given)
    return [] if keys.is_unique else _again(keys, "duplicate_id", source, given)


def perhaps_repeated(rows: pd.DataFrame, written: pd.Series, dataset: Dataset, source: Source) -> list[Problem]:
    """Tell of rows without an id of their own that say what an earlier line says; the remedy is that line.

    `written` are the ids as the file has them: whoever gives two rows an id each says that they are two.
    """
    nameless = written.reindex(rows.index, fill_value="") == ""
    if not nameless.any():
        return []
    firm = [name for name in NATURAL[dataset.name] if name not in FREELY_WRITTEN]
    rough = natural_keys(rows, dataset.name, firm)
    alike = rows[rough.duplicated(keep=False)]
    keys = natural_keys(alike, dataset.name, NATURAL[dataset.name])
    return [held for held in _again(keys, "possible_duplicate", source, alike[dataset.key]) if nameless[held.line]]


def _again(keys: pd.Series, code: str, source: Source, shown: pd.Series | None = None) -> list[Problem]:
    again = keys.duplicated()
    if not again.any():
        return []
    told = (keys if shown is None else shown)[again]
    first = dict(zip(keys[~again].tolist(), keys.index[~again].tolist(), strict=True))
    rows = zip(told.index.tolist(), told.tolist(), keys[again].tolist(), strict=True)
    return [source.problem(code, line, str(told.name), text, str(first[key])) for line, text, key in rows]
