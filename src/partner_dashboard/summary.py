"""From rows to the numbers that stand beside them; every number is the count of rows it can be opened to."""

from dataclasses import dataclass

import pandas as pd

from partner_dashboard import regions
from partner_dashboard.editions import Edition
from partner_dashboard.texts import Texts
from partner_dashboard.view import View

SPARK_YEARS = 20


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure: its value, how many of it are new, and its course by year (oldest first)."""

    value: int
    recent: int
    before: int
    course: tuple[int, ...]

    @property
    def change(self) -> int:
        """How many more came in the last twelve months than in the twelve before."""
        return self.recent - self.before


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """What the overview says in numbers, all of the same rows.

    `partners` are institutions abroad and at home that are no home institutions; `fellows` those of them that are
    linked through a network only; `undated` the strands without a start; `end_known` those that state an end.
    """

    partners: Figure
    fellows: int
    partners_at_home: int
    countries: Figure
    recorded: Figure
    living: Figure
    undated: int
    end_known: int
    without_partner: int
    events: Figure


def key_figures(edition: Edition, strands: pd.DataFrame, events: pd.DataFrame) -> KeyFigures:
    """Count what the shown rows hold.

    Units: institutions, countries other than the home country, strands of relation, events. «Recent» is the twelve
    months up to the day the data speaks of, «before» the twelve before; only dated rows can be either. A course
    covers the last SPARK_YEARS years, to the year of that day.
    """
    abroad = partner_strands(strands)
    by_partner = abroad.groupby("institution_id")[["begun_earliest", "time_start_latest"]].min()
    at_home = abroad[~abroad["is_abroad"] & (abroad["country"] != "")]
    by_country = strands[strands["is_abroad"]].groupby("country")[["begun_earliest", "time_start_latest"]].min()
    named = events.index
    times = edition.event_times.loc[named, ["start_earliest", "start_latest"]]
    living = strands[strands["living"]]
    recent_events, before_events = _recent(edition, times)
    return KeyFigures(
        partners=_growing(edition, by_partner),
        fellows=int(abroad.groupby("institution_id")["is_fellow"].all().sum()) if len(abroad) else 0,
        partners_at_home=int(at_home["institution_id"].nunique()),
        countries=_growing(edition, by_country),
        recorded=_growing(edition, strands[["begun_earliest", "time_start_latest"]]),
        living=Figure(
            len(living), *_recent(edition, living[["evidence_on", "evidence_on"]]), living_course(edition, strands)
        ),
        undated=int(strands["time_start_earliest"].isna().sum()),
        end_known=int((strands["end_date"] != "").sum()),
        without_partner=int((strands["institution_id"] == "").sum()),
        events=Figure(recent_events, recent_events, before_events, _per_year(edition, times["start_earliest"])),
    )


def partner_strands(strands: pd.DataFrame) -> pd.DataFrame:
    """Keep the strands that lead to a partner: a named institution that is not one of the home institutions."""
    return strands[(strands["institution_id"] != "") & ~strands["is_home"]]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the shown partners reach: those abroad, in how many countries, and those in the home country."""

    abroad: int
    countries: int
    at_home: int


def reach(strands: pd.DataFrame) -> Reach:
    """Count the partners abroad (those of an unknown country among them), their countries, and the partners at home."""
    rows = partner_strands(strands)
    home = rows[~rows["is_abroad"] & (rows["country"] != "")]
    away = rows[rows["is_abroad"] | (rows["country"] == "")]
    known = away.loc[away["country"] != "", "country"]
    return Reach(away["institution_id"].nunique(), known.nunique(), home["institution_id"].nunique())


def counts(rows: pd.DataFrame, column: str, order: tuple[str, ...] = ()) -> dict[str, int]:
    """Count rows by the code in a column; an empty cell counts as «unknown».

    Order: as given, codes outside it after, by count.
    """
    found = rows[column].where(rows[column] != "", "unknown").value_counts()
    ranked = [code for code in order if code in found.index]
    ranked += [str(code) for code in found.index if code not in ranked]
    return {code: int(found[code]) for code in ranked}


def region_of(edition: Edition, strands: pd.DataFrame, scheme: str) -> pd.Series:
    """Give the code of each strand's top region: its country's, else the one its source names, else ELSEWHERE."""
    top = {code: edition.regions.top_region(scheme, code) for code in strands["country"].unique()}
    of_country = strands["country"].map(top)
    named = strands["region_code"].map(lambda cell: _top_named(edition, cell, scheme))
    return of_country.mask((strands["country"] == "") & (named != ""), named)


def _top_named(edition: Edition, region_code: str, scheme: str) -> str:
    named, _, code = region_code.partition(":")
    return edition.regions.upwards(scheme, code)[-1] if named == scheme and code else ""


def region_label(edition: Edition, scheme: str, code: str, t: Texts) -> str:
    """Say a region in the reader's language."""
    region = edition.regions.find(scheme, code)
    return region.label(t.language) if region else t("word.elsewhere")


def name(rows: pd.DataFrame, language: str) -> pd.Series:
    """Give the names of rows in a language; the other language's where this one has none. Works for titles alike."""
    plain, german = ("title", "title_de") if "title" in rows else ("name", "name_de")
    return rows[german].where(rows[german] != "", rows[plain]) if language == "de" else rows[plain]


def name_at(rows: pd.DataFrame, row_id: str, language: str) -> str:
    """Give the name of one row in a language; many times faster than `name` of a frame of one row."""
    plain, german = ("title", "title_de") if "title" in rows else ("name", "name_de")
    return str((rows.at[row_id, german] if language == "de" else "") or rows.at[row_id, plain])


def city(rows: pd.DataFrame, language: str) -> pd.Series:
    """Give the cities of rows in a language."""
    return rows["city_de"].where(rows["city_de"] != "", rows["city"]) if language == "de" else rows["city"]


def in_language(rows: pd.DataFrame, column: str, language: str) -> pd.Series:
    """Give a described column in a language, the English text where there is no German one."""
    german = rows[f"{column}_de"]
    return german.where(german != "", rows[column]) if language == "de" else rows[column]


def partners(edition: Edition, strands: pd.DataFrame) -> pd.DataFrame:
    """Gather the strands of each partner.

    Shape: one row an institution that is no home institution, indexed by its id, columns of institutions and: strands,
    living (counts), groups (tuple of type groups in their order), group (the first of them), stages (tuple, highest
    first), homes (tuple), since (text of the earliest start, "" where unknown), since_earliest (day), since_year,
    undated (strands without a start), evidence_on (day of the latest sign of life), is_fellow (linked through a network
    only), is_abroad.
    Order: by number of strands, then id.
    """
    rows = partner_strands(strands)
    grouped = rows.groupby("institution_id", sort=True)
    group_order = {code: rank for rank, code in enumerate(edition.codes.of("type_group"))}
    stage_order = {code: rank for rank, code in enumerate(edition.codes.of("stage"))}
    gathered = pd.DataFrame(
        {
            "strands": grouped.size(),
            "living": grouped["living"].sum().astype(int),
            "groups": _held(rows, "group", group_order),
            "stages": _held(rows, "stage", stage_order),
            "homes": _held(rows, "home_institution", {}),
            "since_earliest": grouped["begun_earliest"].min(),
            "undated": rows["time_start_earliest"].isna().groupby(rows["institution_id"]).sum().astype(int),
            "evidence_on": grouped["evidence_on"].max(),
            "is_fellow": grouped["is_fellow"].all(),
            "is_abroad": grouped["is_abroad"].any(),
        }
    )
    dated = rows.dropna(subset=["begun_earliest"]).sort_values("begun_earliest", kind="stable")
    since = dated.groupby("institution_id")["start_date"].first()
    gathered["since"] = since.reindex(gathered.index).fillna("")
    gathered["since_year"] = gathered["since_earliest"].dt.year.astype("Int64")
    gathered["group"] = gathered["groups"].map(lambda codes: codes[0] if codes else "other")
    joined = edition.institutions.loc[gathered.index].join(gathered)
    return joined.assign(_id=joined.index).sort_values(["strands", "_id"], ascending=[False, True]).drop(columns="_id")


def countries(edition: Edition, strands: pd.DataFrame) -> pd.DataFrame:
    """Count partners and strands in each country.

    Shape: one row a country, indexed by code; partners, strands, living, without_partner (strands that name only the
    country). The home country is among them. Order: by partners, then strands, then code.
    """
    rows = strands[(strands["country"] != "") & ~strands["is_home"]]
    found = _counted(rows, rows["country"])
    found["without_partner"] = (rows["institution_id"] == "").groupby(rows["country"]).sum().astype(int)
    return found.sort_index().sort_values(["partners", "strands"], ascending=False, kind="stable")


def regions_of(edition: Edition, strands: pd.DataFrame, scheme: str) -> pd.DataFrame:
    """Count partners and strands in each top region of a scheme.

    Shape: one row a region that has any, indexed by code; partners, strands, living. What lies in no region counts
    under ELSEWHERE. Order: by strands, then code.
    """
    found = _counted(strands, region_of(edition, strands, scheme))
    return found.sort_index().sort_values("strands", ascending=False, kind="stable")


def growth(strands: pd.DataFrame, column: str = "group", *, until: int) -> pd.DataFrame:
    """Count the strands recorded by the end of each year, by the code in a column.

    Shape: one row a year from the first start to `until`, a column a code, cumulative whole strands. Undated and
    promised strands are in none; the caller says how many there are. An empty frame gives an empty frame.
    """
    dated = strands.dropna(subset=["begun_earliest"])
    if dated.empty:
        return pd.DataFrame()
    started = dated.groupby([dated["time_start_year"].astype(int), column]).size().unstack(fill_value=0)
    years = range(int(started.index.min()), max(until, int(started.index.max())) + 1)
    return started.reindex(years, fill_value=0).cumsum().loc[:until]


def in_year(strands: pd.DataFrame, year: int) -> pd.DataFrame:
    """Keep the strands that had begun by a year and had not ended before it; undated and promised are in no year."""
    begun = strands["begun_earliest"].dt.year <= year
    ended = (strands["time_end_year"] < year).fillna(False).astype(bool)
    return strands[begun & ~ended]


def ending(edition: Edition, strands: pd.DataFrame) -> pd.DataFrame:
    """Give the strands whose stated end lies on or after the day the data speaks of, soonest first."""
    today = pd.Timestamp(edition.as_of)
    rows = strands[strands["time_end_latest"] >= today]
    return rows.sort_values(["time_end_earliest", "partnership_id"], kind="stable")


def latest_events(edition: Edition, events: pd.DataFrame, count: int) -> pd.DataFrame:
    """Give the last dated events that had begun when the data speaks, newest first; a trip stands for its parts."""
    rows = events[events["parent_event_id"] == ""]
    days = edition.event_times.loc[rows.index, "start_earliest"]
    begun = days[days <= pd.Timestamp(edition.as_of)].sort_values(ascending=False, kind="stable")
    return rows.loc[begun.index[:count]]


@dataclass(frozen=True, slots=True)
class Quality:
    """How much of the data is uncertain, each with the ids of the rows."""

    undated: tuple[str, ...]
    unplaced: tuple[str, ...]
    city_only: tuple[str, ...]
    unsourced: tuple[str, ...]
    contradicted: tuple[str, ...]
    general: tuple[str, ...]
    undated_events: tuple[str, ...]
    approximate: tuple[str, ...]


def quality(edition: Edition) -> Quality:
    """Find the rows of the edition that are undated, unplaced, unsourced, contradicted or known only roughly."""
    strands, institutions, events, evidence = (
        edition.strands, edition.institutions, edition.events, edition.evidence,
    )  # fmt: skip
    unsourced = [
        str(row_id)
        for rows in (institutions, strands, events)
        for row_id in rows.index[(rows["source_title"] == "") & (rows["source_url"] == "")]
    ]
    stances = {stance: tuple(dict.fromkeys(rows["row_id"])) for stance, rows in evidence.groupby("stance")}
    return Quality(
        undated=_ids(strands, strands["time_start_earliest"].isna()),
        unplaced=_ids(institutions, institutions["latitude"].isna()),
        city_only=_ids(institutions, institutions["place_precision"] == "city"),
        unsourced=tuple(unsourced),
        contradicted=stances.get("contradicts", ()),
        general=stances.get("general", ()),
        undated_events=_ids(events, edition.event_times["start_earliest"].isna()),
        approximate=_ids(strands, strands["start_date"].str.contains("[~?%X]", regex=True)),
    )


def living_course(edition: Edition, strands: pd.DataFrame) -> tuple[int, ...]:
    """Count, for each of the last SPARK_YEARS years, the strands with a sign of life within the living span then.

    The last number is today's count by the full rule; earlier years know only starts, signings, events and ends.
    """
    years = _course_years(edition)
    spans = edition.event_times["start_year"].dropna().astype(int)
    named = edition.participants[edition.participants["event_id"].isin(spans.index)]
    event_years = named.assign(year=named["event_id"].map(spans)).groupby("institution_id")["year"].agg(set).to_dict()
    signs = [
        ({start.year} if pd.notna(start) else set()) | (set() if home else event_years.get(institution, set()))
        for start, institution, home in zip(
            strands["begun_earliest"], strands["institution_id"], strands["is_home"], strict=True
        )
    ]
    ends = [int(end) if pd.notna(end) else 9999 for end in strands["time_end_year"]]
    span = edition.settings.living_years
    course = [
        sum(
            1
            for seen, end in zip(signs, ends, strict=True)
            if end >= year and any(year - span < sign <= year for sign in seen)
        )
        for year in years[:-1]
    ]
    return (*course, int(strands["living"].sum()))


def filter_words(edition: Edition, view: View, t: Texts) -> list[str]:
    """Say in words what the reader chose, one part a filter, in the order of the filter bar."""
    codes, language = edition.codes, view.language
    said: list[str] = []
    if view.text:
        said.append(t("filter.said_text", text=view.text))
    for name_of_list, chosen in (
        ("type_group", view.groups), ("partnership_type", view.types), ("stage", view.stages),
    ):  # fmt: skip
        said += [codes.label(name_of_list, code, language) for code in chosen]
    said += [t("filter.said_status", status=codes.label("status", code, language)) for code in view.statuses]
    if view.living:
        said.append(t("filter.said_living"))
    said += [region_label(edition, view.scheme, code, t) for code in view.regions]
    said += [regions.country_name(code, language) for code in view.countries]
    said += [t("filter.said_home", home=short_name(edition, home, language)) for home in view.homes]
    said += [codes.label("cluster_or_unit", code, language) for code in view.clusters]
    said += [codes.label("topic", code, language) for code in view.topics]
    said += [codes.label("event_kind", code, language) for code in view.kinds]
    if view.year_from is not None and view.year_to is not None:
        said.append(f"{view.year_from}–{view.year_to}")
    elif view.year_from is not None:
        said.append(t("filter.said_from", year=str(view.year_from)))
    elif view.year_to is not None:
        said.append(t("filter.said_to", year=str(view.year_to)))
    return said


def short_name(edition: Edition, institution_id: str, language: str = "en") -> str:
    """Give the short name of an institution, its name where it has none, its id where it is not known."""
    if institution_id not in edition.institutions.index:
        return institution_id
    return str(edition.institutions.at[institution_id, "short_name"]) or name_at(
        edition.institutions, institution_id, language
    )


def _counted(rows: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """Count the partners, the strands (those among home institutions too) and the living ones of each value of `by`."""
    named = rows["institution_id"].mask((rows["institution_id"] == "") | rows["is_home"])
    living = rows["living"].groupby(by).sum().astype(int)
    return pd.DataFrame({"partners": named.groupby(by).nunique(), "strands": by.groupby(by).size(), "living": living})


def _growing(edition: Edition, starts: pd.DataFrame) -> Figure:
    recent, before = _recent(edition, starts)
    years = starts.iloc[:, 0].dropna().dt.year
    course = tuple(int((years <= year).sum()) for year in _course_years(edition))
    return Figure(len(starts), recent, before, course)


def _recent(edition: Edition, bounds: pd.DataFrame) -> tuple[int, int]:
    """Count what surely lies in the last twelve months, and in the twelve before: both bounds do.

    The first column holds earliest days, the second latest; nothing that has begun lies after the day the data speaks
    of. A year that may lie in either window is counted in neither.
    """
    today = pd.Timestamp(edition.as_of)
    year_ago, two_years_ago = today - pd.DateOffset(years=1), today - pd.DateOffset(years=2)
    first, last = bounds.iloc[:, 0], bounds.iloc[:, 1].clip(upper=today)
    recent = int(((first > year_ago) & (first <= today)).sum())
    return recent, int(((first > two_years_ago) & (last <= year_ago)).sum())


def _per_year(edition: Edition, days: pd.Series) -> tuple[int, ...]:
    years = days.dropna().dt.year
    return tuple(int((years == year).sum()) for year in _course_years(edition))


def _course_years(edition: Edition) -> list[int]:
    last = edition.as_of.year
    return list(range(last - SPARK_YEARS + 1, last + 1))


def _held(rows: pd.DataFrame, column: str, order: dict[str, int]) -> pd.Series:
    """Give the codes each institution holds, each once, in an order; codes outside it as they come, after.

    A loop, because `groupby` with a function of our own takes fifty times as long.
    """
    found: dict[str, dict[str, None]] = {}
    for institution_id, code in zip(rows["institution_id"], rows[column], strict=True):
        found.setdefault(institution_id, {})[code or "unknown"] = None
    ranked = {one: tuple(sorted(codes, key=lambda code: order.get(code, len(order)))) for one, codes in found.items()}
    return pd.Series(ranked, dtype=object)


def _ids(rows: pd.DataFrame, wanted: pd.Series) -> tuple[str, ...]:
    return tuple(str(row_id) for row_id in rows.index[wanted])
