"""From a few rows to a folder of data that is not the demonstration's.

institution, strand, event   one row each, filled as far as a row must be
write, opened                rows → a folder → an edition
small                        a second organisation, in the far north, with regions, colours and words of its own
hostile                      names that try to draw, call, run, hide or break whatever shows them
demonstration                the edition of data/, opened once
unchanging                   whoever works inside must leave the frames of an edition alone
"""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from partner_dashboard import placing
from partner_dashboard.editions import Edition
from partner_dashboard.intake.folder import open_folder
from partner_dashboard.places import resolver
from partner_dashboard.schema import CODES_COLUMNS, DATASETS, REGIONS_COLUMNS
from partner_dashboard.settings import installed

Row = Mapping[str, str]

TODAY = date(2026, 11, 20)
"""The day on which the tests open their folders."""


def institution(institution_id: str, **cells: str) -> Row:
    return {"institution_id": institution_id, "name": institution_id.title(), "kind": "university"} | cells


def strand(partnership_id: str, institution_id: str, **cells: str) -> Row:
    held = {"partnership_id": partnership_id, "institution_id": institution_id}
    return held | {"home_institution": "home", "type": "student_exchange"} | cells


def event(event_id: str, **cells: str) -> Row:
    return {"event_id": event_id, "title": event_id.title(), "kind": "conference"} | cells


def write_rows(file: Path, rows: Sequence[Row], columns: Iterable[str] = ()) -> None:
    """Write rows as CSV; the columns are the named ones, then every other that a row has."""
    names = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    with file.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.DictWriter(stream, names, restval="", lineterminator="\n")
        lines.writeheader()
        lines.writerows(rows)


def write(
    folder: Path,
    institutions: Sequence[Row] = (),
    partnerships: Sequence[Row] = (),
    events: Sequence[Row] = (),
    *,
    evidence: Sequence[Row] = (),
    settings: str = "",
) -> Path:
    """Write a folder of data; code lists and regions are left to those that come with the product."""
    folder.mkdir(parents=True, exist_ok=True)
    given = {"institutions": institutions, "partnerships": partnerships, "events": events, "evidence": evidence}
    for name, rows in given.items():
        write_rows(folder / f"{name}.csv", rows, DATASETS[name].names)
    if settings:
        (folder / "dashboard.toml").write_text(settings, encoding="utf-8")
    return folder


GAZETTEERS = Path(tempfile.gettempdir()) / "partner-dashboard-tests"


def placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Give rows their place as the product does, from a gazetteer that all tests share."""
    return placing.placed(rows, resolver.opened(GAZETTEERS, {}).place)


def opened(folder: Path) -> Edition:
    return open_folder(folder, placed, TODAY)


@cache
def demonstration() -> Edition:
    """Open the demonstration data once for all tests; `unchanging` makes sure that they may share it."""
    return opened(installed("data"))


FRAMES = ("institutions", "partnerships", "events", "evidence", "participants", "event_times", "strands")


@contextmanager
def unchanging(edition: Edition) -> Iterator[None]:
    """Fail when a frame of the edition is not afterwards what it was before."""
    before = {name: getattr(edition, name).copy(deep=True) for name in FRAMES}
    yield
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(edition, name), frame, obj=name)


# --- a second organisation ---------------------------------------------------------------------------------------

SMALL_SETTINGS = """
as_of = 2026-03-01
homes = ["nordlys", "nordlys-svalbard"]
home_country = "NO"
languages = ["en", "de"]
scheme = "own"
living_years = 4
primary_light = "#5B2A86"
primary_dark = "#C9A6F2"
home_light = "#B03A2E"
home_dark = "#FF9E8A"

[name]
en = "Nordlys and the world"
de = "Nordlys und die Welt"

[organisation]
en = "Nordlys University"
de = "Universität Nordlys"

[contact]
en = "world@nordlys.example"
de = "welt@nordlys.example"

[licence]
en = "CC0"
de = "CC0"

[origin]
en = "Invented for tests."
de = "Für Tests erfunden."
"""

SMALL_REGIONS = (
    {"scheme": "own", "region_code": "arctic", "label_en": "Around the Pole", "label_de": "Rund um den Pol",
     "country_codes": "NO|SJ|IS|GL|FI", "sort": "10"},
    {"scheme": "own", "region_code": "baltic", "label_en": "Baltic", "label_de": "Baltikum",
     "country_codes": "EE|LV|LT", "sort": "20"},
)  # fmt: skip

SMALL_CODES = (
    {"list": "scheme", "code": "own", "label_en": "As seen from Nordlys", "label_de": "Von Nordlys aus"},
    {"list": "cluster_or_unit", "code": "Sea Ice", "label_en": "Sea Ice", "label_de": "Meereis"},
)

NOT_SMALL = ("scheme", "cluster_or_unit")


def small(folder: Path) -> Path:
    """Write a second organisation: two homes, seven partners, eight strands, four events, regions of its own.

    Nothing is sure in the same way: exact, monthly, yearly, decadal, approximate, open and unknown dates; a partner
    without coordinates whose city is known (Windhoek, in the country NA), a strand that names only a country.
    """
    source = {"source_title": "Annual report", "source_url": "https://nordlys.example/report"}
    institutions = [
        institution("nordlys", name="Nordlys University", name_de="Universität Nordlys", short_name="NU",
                    city="Tromsø", country_code="NO", latitude="69.68", longitude="18.97", **source),
        institution("nordlys-svalbard", name="Nordlys Svalbard", name_de="Nordlys Spitzbergen", parent_id="nordlys",
                    city="Longyearbyen", country_code="SJ", latitude="78.22", longitude="15.65", **source),
        institution("univ-oulu", name="University of Oulu", name_de="Universität Oulu", city="Oulu",
                    country_code="FI", latitude="65.06", longitude="25.47", **source),
        institution("univ-iceland", name="University of Iceland", name_de="Universität Island",
                    name_local="Háskóli Íslands", city="Reykjavík", country_code="IS", latitude="64.14",
                    longitude="-21.95", **source),
        institution("univ-greenland", name="University of Greenland", city="Nuuk", country_code="GL",
                    latitude="64.19", longitude="-51.70", **source),
        institution("univ-tartu", name="University of Tartu", name_de="Universität Tartu", former_names="Dorpat",
                    city="Tartu", city_de="Dorpat", country_code="EE", latitude="58.38", longitude="26.72", **source),
        institution("univ-namibia", name="University of Namibia", short_name="UNAM", city="Windhoek",
                    country_code="NA", **source),
        institution("arctic-circle", name="Arctic Circle of Universities", kind="network", country_code="NO",
                    **source),
        institution("nowhere-institute", name="Institute without an address", kind="research_institute"),
    ]  # fmt: skip
    partnerships = [
        strand("n-oulu", "univ-oulu", home_institution="nordlys", type="research_focused", stage="signed",
               status="active", cluster_or_unit="Sea Ice", start_date="2023-05-02", end_date="2027-12-31",
               end_rule="fixed", description="Sensors in the ice", description_de="Sensoren im Eis", **source),
        strand("n-oulu-exchange", "univ-oulu", home_institution="nordlys", stage="active", status="active",
               start_date="2010~", **source),
        strand("n-iceland", "univ-iceland", home_institution="nordlys", type="global_academic", stage="active",
               status="active", start_date="198X", **source),
        strand("n-greenland", "univ-greenland", home_institution="nordlys-svalbard", type="doctoral_training",
               stage="discussed", status="planned", start_date="2025-09", **source),
        strand("n-tartu", "univ-tartu", home_institution="nordlys", stage="dormant", status="active",
               start_date="1999", end_date="2004", **source),
        strand("n-namibia", "univ-namibia", home_institution="nordlys", type="global_engagement", stage="active",
               status="active", **source),
        strand("n-arctic", "arctic-circle", home_institution="nordlys", type="network", stage="active",
               status="active", start_date="2016/..", **source),
        strand("n-canada", "", country_code="CA", home_institution="nordlys", type="global_engagement",
               stage="declared", status="planned"),
    ]  # fmt: skip
    events = [
        event("e-trip", title="Round trip through the north", title_de="Rundreise durch den Norden",
              kind="delegation_visit", start_date="2025-08-04", end_date="2025-08-09",
              institution_ids="nordlys:visitor", topics="research"),
        event("e-trip-1", title="Visit to Reykjavík", title_de="Besuch in Reykjavík", parent_event_id="e-trip",
              leg="1", kind="delegation_visit", start_date="2025-08-04", city="Reykjavík", country_code="IS",
              latitude="64.14", longitude="-21.95", institution_ids="nordlys:visitor;univ-iceland:host"),
        event("e-trip-2", title="Visit to Nuuk", title_de="Besuch in Nuuk", parent_event_id="e-trip", leg="2",
              kind="delegation_visit", start_date="2025-08-07", city="Nuuk", country_code="GL", latitude="64.19",
              longitude="-51.70", institution_ids="nordlys:visitor;univ-greenland:host", outcome="Talks",
              outcome_de="Gespräche", outcome_stage="discussed"),
        event("e-undated", title="A conference nobody dated", title_de="Eine Tagung ohne Datum", city="Windhoek",
              country_code="NA", institution_ids="nordlys;univ-namibia", topics="science_diplomacy|mobility"),
    ]  # fmt: skip
    write(folder, institutions, partnerships, events, settings=SMALL_SETTINGS)
    write_rows(folder / "regions.csv", SMALL_REGIONS, REGIONS_COLUMNS)
    write_rows(folder / "codes.csv", [*_codes_but(NOT_SMALL), *SMALL_CODES], CODES_COLUMNS)
    return folder


def _codes_but(left_out: Sequence[str]) -> list[Row]:
    with (installed("data") / "codes.csv").open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["list"] not in left_out]


# --- an organisation that means harm -----------------------------------------------------------------------------

EVIL_HOST = "evil.example"
"""No browser and no server may ever ask this host for anything."""

HOSTILE = (
    f"<img src=http://{EVIL_HOST}/x onerror=alert(1)>",
    f"<script src=//{EVIL_HOST}/x.js>alert(1)</script>",
    f'<iframe srcdoc="<img src=http://{EVIL_HOST}/y>"></iframe>',
    f"<style>@import url(http://{EVIL_HOST}/x.css);*{{display:none}}</style></div>",
    f"![x](http://{EVIL_HOST}/x.png)",
    f"[x](http://{EVIL_HOST})",
    f"[click](javascript:alert(1)) http://{EVIL_HOST}/ www.{EVIL_HOST} <http://{EVIL_HOST}/auto>",
    ":material/home: :red[red] :violet-badge[badge] :streamlit: :smile:",
    "$\\frac{1}{0}$ $$x^2$$ `code` **bold** _low_ ~~gone~~ # heading | cell",
    "@@#x",
    "@@=(",
    "@@type",
    "@@=alert(1)",
    f'=HYPERLINK("http://{EVIL_HOST}/","click")',
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "{name} {0} {count} %s %(x)s {{7*7}} ${7*7}",
    "__proto__",
    "constructor",
    "'; DROP TABLE partnerships; --",
    'She said "no", and; then| left\nfor good',
    "\u202egnp.exe \u2066isolated",
    "جامعة شمال الضوء \u200fوالعالم",
    "zero\u200bwidth\u2060joined\ufeff\u00ad",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
    "bell\x07 escape\x1b[31m",
    "🏳️‍🌈👩🏽‍🔬",
    "x" * 3000,
    ("ein sehr langer Name " * 143).strip(),
)
"""What every text column of a hostile dataset holds, one a row."""

HOSTILE_URLS = (f"http://{EVIL_HOST}/page", "javascript:alert(1)", "data:text/html,<script>alert(1)</script>")

HOSTILE_SETTINGS = """
as_of = 2026-03-01
homes = ["home"]
home_country = "DE"
"""


def hostile(folder: Path) -> Path:
    """Write a dataset that is right in every id, code, date and coordinate, and hostile in every text.

    One partner, strand, event and piece of evidence for each text of HOSTILE; the columns of a row hold the texts that
    follow it, so that every column meets every text. Columns named `@@type` and `__proto__` come on top.
    """
    count = len(HOSTILE)
    partners = [_hostile_row("institutions", line, f"partner-{line}") for line in range(count)]
    home = institution("home", name="Home", city="Berlin", country_code="DE", latitude="52.52", longitude="13.4")
    strands = [_hostile_row("partnerships", line, f"strand-{line}") for line in range(count)]
    events = [_hostile_row("events", line, f"event-{line}") for line in range(count)]
    evidence = [_hostile_row("evidence", line, f"strand-{line}") for line in range(count)]
    write(folder, [home, *partners], strands, events, evidence=evidence, settings=HOSTILE_SETTINGS)
    regions = [
        {"scheme": "own", "region_code": f"region-{line}", "label_en": HOSTILE[line], "label_de": HOSTILE[-line - 1],
         "country_codes": country, "sort": str(line)}
        for line, country in enumerate(COUNTRIES)
    ]  # fmt: skip
    write_rows(folder / "regions.csv", regions, REGIONS_COLUMNS)
    return folder


COUNTRIES = ("FR", "JP", "US", "BR", "NA", "TW", "XK")
TYPES = ("research_focused", "global_academic", "university_alliance", "liaison_office", "city_partnership", "faculty")
STAGES = ("discussed", "declared", "agreed", "signed", "extended", "active", "dormant", "ended", "")
DATES = ("2025-11-20", "2024-05", "2023", "198X", "2010~", "2016/..", "")


def _hostile_row(dataset: str, line: int, row_id: str) -> Row:
    row: dict[str, str] = {"@@type": HOSTILE[line], "__proto__": HOSTILE[line]}
    for position, column in enumerate(DATASETS[dataset].columns):
        if column.kind in ("text", "list") and not column.refers_to:
            row[column.name] = HOSTILE[(line + position) % len(HOSTILE)]
        elif column.kind == "url":
            row[column.name] = HOSTILE_URLS[line % len(HOSTILE_URLS)]
        elif column.kind == "country":
            row[column.name] = COUNTRIES[line % len(COUNTRIES)]
        elif column.kind == "date" and column.name != "end_date":
            row[column.name] = DATES[line % len(DATES)]
    fixed = {
        "institutions": {"institution_id": row_id, "kind": "university", "latitude": "", "longitude": ""},
        "partnerships": {"partnership_id": row_id, "institution_id": f"partner-{line}", "home_institution": "home",
                         "type": TYPES[line % len(TYPES)], "stage": STAGES[line % len(STAGES)], "status": "active",
                         "region_code": "", "country_code": ""},
        "events": {"event_id": row_id, "kind": "conference", "topics": "research", "leg": "",
                   "parent_event_id": "event-0" if line in (1, 2, 3) else "",
                   "institution_ids": f"home:host;partner-{line}:visitor"},
        "evidence": {"row_id": row_id, "stance": "contradicts"},
    }[dataset]  # fmt: skip
    row |= fixed
    if "latitude" in row and line % 5:
        row |= {"latitude": str(60 - 3 * line), "longitude": str(-170 + 11 * line)}
    return row
