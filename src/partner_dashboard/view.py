"""From an address to what the reader chose, and from that to the rows that are shown.

A `View` is one frozen value; the address says the same in codes, valid in both languages. Nothing here knows a screen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import parse_qs, urlencode

import pandas as pd
from rapidfuzz import fuzz

from partner_dashboard import names, regions
from partner_dashboard.editions import Edition, split
from partner_dashboard.texts import LANGUAGES

OWN_LIMIT = 200
"""The longest text a part of an address may have; longer ones are cut."""

LAST_YEAR = 2999
LAST_EDITION = 999_999_999
"""The last year and the last edition an address may name."""

MAPS = ("flat", "globe", "equal")
COLOURS = ("group", "region", "stage", "age")
SHOWS = ("points", "countries", "density")
GROUPINGS = ("region", "type", "partner")


@dataclass(frozen=True, slots=True)
class View:
    """What a reader chose; empty means «not chosen».

    Codes are those of codes.csv and regions.csv, countries ISO 3166-1 alpha-2, years whole numbers, both ends included.
    `partner`, `event` and `city` (country:name) say whose sheet or dossier is open; they narrow no rows.
    """

    language: str = "en"
    text: str = ""
    groups: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    living: bool = False
    homes: tuple[str, ...] = ()
    scheme: str = ""
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    partner: str = ""
    event: str = ""
    city: str = ""
    map: str = "flat"
    show: str = "points"
    colour: str = "group"
    centre: str = ""
    detail: bool = False
    by: str = "region"
    year: int | None = None
    edition: int | None = None


PARAMETERS = {
    "lang": "language", "q": "text", "group": "groups", "type": "types", "stage": "stages", "status": "statuses",
    "living": "living", "home": "homes", "scheme": "scheme", "region": "regions", "country": "countries",
    "cluster": "clusters", "topic": "topics", "kind": "kinds", "from": "year_from", "to": "year_to",
    "partner": "partner", "event": "event", "city": "city", "map": "map", "show": "show", "colour": "colour",
    "centre": "centre", "detail": "detail", "by": "by", "year": "year",
    "edition": "edition",
}  # fmt: skip
"""Which part of an address says which choice."""

CHOICES = {
    "map": MAPS, "show": SHOWS, "colour": COLOURS, "by": GROUPINGS, "language": LANGUAGES,
}  # fmt: skip

FILTERS = (
    "text", "groups", "types", "stages", "statuses", "living", "homes", "regions", "countries", "clusters", "topics",
    "kinds", "year_from", "year_to",
)  # fmt: skip
"""The choices that narrow rows; clearing the filters resets these and nothing else."""

STRAND_FILTERS = ("groups", "types", "stages", "statuses", "living", "clusters")


def from_address(address: str | Mapping[str, Iterable[str]], default: View = View()) -> View:
    """Read a view from an address; unknown parts, codes of the wrong form and nonsense years are ignored.

    `address` is a query string, with or without «?», or a mapping from part to its values.
    """
    if isinstance(address, str):
        address = parse_qs(address.removeprefix("?"), keep_blank_values=True)
    chosen: dict[str, object] = {}
    for part, values in address.items():
        name = PARAMETERS.get(part)
        if name is None:
            continue
        cleaned = [_clean(value) for value in values]
        read = _read(name, [value for value in cleaned if value])
        if read is not IGNORED:
            chosen[name] = read
    return replace(default, **chosen)  # type: ignore[arg-type]


def to_address(view: View, default: View = View()) -> dict[str, list[str]]:
    """Give the parts of the address that say a view, in a fixed order; what equals the default is left out.

    The language is always said, so that a link reads the same for everybody.
    """
    parts: dict[str, list[str]] = {}
    for part, name in PARAMETERS.items():
        value = getattr(view, name)
        if value == getattr(default, name) and name != "language":
            continue
        if isinstance(value, tuple):
            parts[part] = list(value) or [""]
        elif isinstance(value, bool):
            parts[part] = ["1" if value else "0"]
        else:
            parts[part] = ["" if value is None else str(value)]
    return parts


def query(view: View, default: View = View()) -> str:
    """Give the address of a view as text, without «?»."""
    return urlencode(to_address(view, default), doseq=True)


def cleared(view: View) -> View:
    """Give the view without any filter; language, page choices and scheme stay."""
    empty = View()
    return replace(view, **{name: getattr(empty, name) for name in FILTERS})


def is_filtered(view: View) -> bool:
    """Whether any filter narrows the rows."""
    return cleared(view) != view


def known(view: View, edition: Edition) -> View:
    """Drop every choice that this edition does not know, so that an old or foreign link still opens."""
    codes, rows = edition.codes, edition.strands
    schemes = edition.regions.schemes()
    scheme = view.scheme if view.scheme in schemes else edition.settings.scheme
    scheme = scheme if scheme in schemes else next(iter(schemes), "")
    regions_known = {region.code for region in edition.regions.of(scheme)} | {regions.ELSEWHERE} if scheme else set()
    return replace(
        view,
        text=view.text if names.key(view.text) else "",
        language=view.language if view.language in edition.settings.languages else edition.settings.languages[0],
        scheme=scheme,
        groups=_among(view.groups, codes.of("type_group")),
        types=_among(view.types, codes.of("partnership_type")),
        stages=_among(view.stages, codes.of("stage")),
        statuses=_among(view.statuses, codes.of("status")),
        homes=_among(view.homes, edition.homes),
        regions=_among(view.regions, regions_known),
        countries=_among(view.countries, {*countries(edition), *regions.country_codes()}),
        clusters=_among(view.clusters, {cluster for row in rows["clusters"] for cluster in row}),
        topics=_among(view.topics, codes.of("topic")),
        kinds=_among(view.kinds, codes.of("event_kind")),
        partner=edition.institution(view.partner),
        centre=edition.institution(view.centre),
        event=view.event if view.event in edition.events.index else "",
        city=view.city if _is_city(edition, view.city) else "",
    )


def _is_city(edition: Edition, city: str) -> bool:
    return any(bool(in_city(rows, city).any()) for rows in (edition.institutions, edition.events))


def in_city(rows: pd.DataFrame, city: str) -> pd.Series:
    """Say which institutions or events lie in a city, written as country and name: «NZ:Dunedin»."""
    country, _, name = city.partition(":")
    return (rows["city"] == name) & (rows["country_code"] == country) & (name != "")


def countries(edition: Edition) -> tuple[str, ...]:
    """Give every country that a partner or an event of the edition lies in."""
    rows = pd.concat([edition.strands["country"], edition.events["country_code"]])
    return tuple(code for code in pd.unique(rows) if code)


def strands(edition: Edition, view: View) -> pd.DataFrame:
    """Give the partnerships a view shows; columns and order as in `Edition.strands`, rows a subset of them.

    A span of years keeps what may have run in it; strands without a start are left out while years are chosen.
    Topics and kinds keep the partners that took part in such an event.
    """
    rows = edition.strands
    keep = _places(edition, view, rows["country"], rows["region_code"])
    for choice, column in (
        (view.groups, "group"), (view.types, "type"), (view.stages, "stage"), (view.statuses, "status"),
        (view.homes, "home_institution"),
    ):  # fmt: skip
        if choice:
            keep &= rows[column].where(rows[column] != "", "unknown").isin(choice)
    if view.living:
        keep &= rows["living"]
    if view.clusters:
        wanted = set(view.clusters)
        keep &= rows["clusters"].map(lambda held: not wanted.isdisjoint(held)).astype(bool)
    if view.topics or view.kinds:
        named = edition.participants
        named = named[named["event_id"].isin(_of_topic_and_kind(edition, view).index)]
        keep &= rows["institution_id"].isin(named["institution_id"]) & ~rows["is_home"]
    keep &= _years(view, rows["time_start_year"], rows["time_end_year"])
    if view.text:
        found = frozenset(matching_institutions(edition, view.text))
        keep &= rows["institution_id"].isin(found) | _says(
            rows, ("description", "description_de", "cluster_or_unit"), view.text
        )
    return rows[keep]


def partners(edition: Edition, view: View) -> pd.DataFrame:
    """Give the partners a view shows, one row an institution, as in institutions; home institutions are none."""
    shown = strands(edition, view)
    ids = shown.loc[(shown["institution_id"] != "") & ~shown["is_home"], "institution_id"]
    return edition.institutions[edition.institutions.index.isin(ids)]


def events(edition: Edition, view: View) -> pd.DataFrame:
    """Give the events a view shows; columns and order as in `Edition.events`.

    An event lies where it took place and where those who took part come from. Filters of partnerships keep the events
    that name one of their partners; a span of years leaves out undated events.
    """
    rows = edition.events
    keep = rows.index.isin(_of_topic_and_kind(edition, view).index)
    named = edition.participants
    if view.regions or view.countries:
        own = _places(edition, view, rows["country_code"])
        homes = edition.institutions["country_code"].reindex(named["institution_id"]).fillna("")
        homes.index = named.index
        guests = named[~named["institution_id"].isin(edition.homes) & _places(edition, view, homes)]
        keep &= own | rows.index.isin(guests["event_id"])
    if view.homes:
        keep &= rows.index.isin(named.loc[named["institution_id"].isin(view.homes), "event_id"])
    if any(getattr(view, name) for name in STRAND_FILTERS):
        of_strands = cleared(view)
        of_strands = replace(of_strands, **{name: getattr(view, name) for name in STRAND_FILTERS})
        ids = strands(edition, of_strands)
        ids = ids.loc[~ids["is_home"], "institution_id"]
        keep &= rows.index.isin(named.loc[named["institution_id"].isin(ids), "event_id"])
    spans = edition.event_times
    begins = spans["start_year"]
    keep &= _years(view, begins, spans["end_year"].fillna(_latest_year(spans)))
    if view.text:
        found = frozenset(matching_institutions(edition, view.text))
        taking_part = rows.index.isin(named.loc[named["institution_id"].isin(found), "event_id"])
        keep &= taking_part | _says(
            rows, ("title", "title_de", "description", "description_de", "city", "city_de"), view.text
        )
    return rows[keep]


def matching_institutions(edition: Edition, text: str) -> tuple[str, ...]:
    """Find institutions by any of their names, their city or country, forgiving typing; ids, best first.

    What contains the text from the start of a word wins; only where nothing does, misspelt names are tried.
    """
    return _matches(_ById(edition), "institutions", text)


def matching_events(edition: Edition, text: str) -> tuple[str, ...]:
    """Find events by their titles in both languages, forgiving typing; ids, best first."""
    return _matches(_ById(edition), "events", text)


def matching_countries(edition: Edition, text: str) -> tuple[str, ...]:
    """Find countries with a partner or event by their names in both languages; codes, best first."""
    return _matches(_ById(edition), "countries", text)


class _ById:
    """An edition as a key of a cache: equal when the digest is."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.edition.digest == self.edition.digest

    def __hash__(self) -> int:
        return hash(self.edition.digest)


@lru_cache(maxsize=256)
def _matches(keyed: _ById, what: str, text: str) -> tuple[str, ...]:
    wanted, folded = names.key(text), _folded(keyed, what)
    if not wanted:
        return ()
    inside = [row_id for row_id, held in folded if f" {wanted}" in f" {held}"]
    if inside or len(wanted) < 4:
        return tuple(dict.fromkeys(inside))
    scored = [(fuzz.partial_ratio(wanted, held), row_id) for row_id, held in folded if len(held) >= len(wanted) - 2]
    best = sorted((found for found in scored if found[0] >= 82), key=lambda found: -found[0])
    return tuple(dict.fromkeys(row_id for _, row_id in best))


@lru_cache(maxsize=12)
def _folded(keyed: _ById, what: str) -> tuple[tuple[str, str], ...]:
    """Give every name that institutions, events or countries are searched by, with its id, ready to be compared."""
    edition = keyed.edition
    if what == "countries":
        return tuple((code, key) for code in countries(edition) for key in _country_keys(code))
    if what == "events":
        titles = (edition.events[name].items() for name in ("title", "title_de"))
        return tuple((str(row_id), names.key(title)) for column in titles for row_id, title in column if title)
    rows = edition.institutions
    said: list[tuple[str, str]] = []
    for column in ("name", "name_de", "name_local", "short_name", "aliases", "former_names", "city", "city_de"):
        for row_id, cell in rows[column].items():
            said += [(str(row_id), key) for part in split(str(cell)) for key in names.keys(part)]
    for row_id, code in rows["country_code"].items():
        said += [(str(row_id), key) for key in _country_keys(str(code))]
    return tuple(said)


def _country_keys(code: str) -> list[str]:
    return [names.key(regions.country_name(code, language)) for language in LANGUAGES] if code else []


def _of_topic_and_kind(edition: Edition, view: View) -> pd.DataFrame:
    rows = edition.events
    keep = pd.Series(True, index=rows.index)
    if view.kinds:
        keep &= rows["kind"].isin(view.kinds)
    if view.topics:
        wanted = set(view.topics)
        keep &= rows["topics"].map(lambda cell: not wanted.isdisjoint(split(cell))).astype(bool)
    return rows[keep]


def _places(edition: Edition, view: View, country: pd.Series, region_code: pd.Series | None = None) -> pd.Series:
    """Say which rows lie in the chosen countries and regions.

    Strands name a region where they have no country, and lie elsewhere where they name none of the scheme; events
    without a country lie nowhere.
    """
    keep = pd.Series(True, index=country.index)
    if view.countries:
        keep &= country.isin(view.countries)
    if not view.regions:
        return keep
    inside = country.isin(edition.regions.countries(view.scheme, view.regions))
    top = {code: edition.regions.top_region(view.scheme, code) for code in country.unique()}
    elsewhere = (country.map(top) == regions.ELSEWHERE) & (country != "")
    if region_code is not None:
        named = {code: _regions_named(edition, code, view.scheme) for code in region_code.unique()}
        chosen = {code for code, found in named.items() if not found.isdisjoint(view.regions)}
        inside |= (country == "") & region_code.isin(chosen)
        elsewhere |= (country == "") & ~region_code.isin({code for code, found in named.items() if found})
    return keep & (inside | elsewhere if regions.ELSEWHERE in view.regions else inside)


def _regions_named(edition: Edition, region_code: str, scheme: str) -> frozenset[str]:
    named, _, code = region_code.partition(":")
    return frozenset(edition.regions.upwards(scheme, code)) if named == scheme else frozenset()


def _years(view: View, begins: pd.Series, ends: pd.Series) -> pd.Series:
    keep = pd.Series(True, index=begins.index)
    if view.year_from is None and view.year_to is None:
        return keep
    keep &= begins.notna()
    if view.year_to is not None:
        keep &= (begins <= view.year_to).fillna(False).astype(bool)
    if view.year_from is not None:
        keep &= (ends.isna() | (ends >= view.year_from)).fillna(True).astype(bool)
    return keep


def _latest_year(spans: pd.DataFrame) -> pd.Series:
    return spans["start_latest"].dt.year.astype("Int64")


def _says(rows: pd.DataFrame, columns: tuple[str, ...], text: str) -> pd.Series:
    wanted = names.key(text)
    if not wanted:
        return pd.Series(True, index=rows.index)
    said = rows[list(columns)].agg(" ".join, axis=1) if len(rows) else pd.Series("", index=rows.index, dtype=str)
    return said.map(lambda cell: wanted in names.key(cell)).astype(bool)


def _among(chosen: tuple[str, ...], allowed: Iterable[str]) -> tuple[str, ...]:
    held = set(allowed)
    return tuple(code for code in chosen if code in held)


def _clean(value: str) -> str:
    return "".join(letter for letter in value if letter.isprintable()).strip()[:OWN_LIMIT].strip()


IGNORED = object()
"""What a part reads as that says nothing we know."""


def _read(name: str, values: list[str]) -> object:
    """Read the values of one part by what its choice holds; a part without a value takes a default's choice back."""
    held = getattr(View(), name)
    if isinstance(held, tuple):
        return tuple(dict.fromkeys(values))
    if not values:
        return IGNORED if name in CHOICES or isinstance(held, bool) else held
    value = values[-1]
    if isinstance(held, bool):
        return value.casefold() in ("1", "true", "yes")
    if held is None:
        number = int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else 0
        return number if 1 <= number <= (LAST_EDITION if name == "edition" else LAST_YEAR) else IGNORED
    if name in CHOICES and value not in CHOICES[name]:
        return IGNORED
    return value
