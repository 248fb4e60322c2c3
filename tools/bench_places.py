"""From the development data for geocoding to the table of figures that the issue «Places» asks for.

    make bench-places                                    (the data in ../shared/data)
    .venv/bin/python tools/bench_places.py FOLDER        (data elsewhere)

Half A is what the resolver was developed with, half B only measured; rows fall into halves by their name. Distances are
kilometres to the true place; «wrong» is placed more than 50 km away.
"""

import gc
import json
import math
import multiprocessing
import random
import re
import statistics
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

from partner_dashboard.places import countries, register, resolver  # noqa: E402 found beside this file
from partner_dashboard.places.answers import Answer, Query  # noqa: E402
from partner_dashboard.places.nearness import kilometres  # noqa: E402
from partner_dashboard.places.resolver import Resolver  # noqa: E402

DUMP, MASKED = "ror/v2.9-partial-dev-ror-data.zip", "ror/v2.9-partial-dev-masked-ror-data.zip"
FULL = 137_000
NEAR, FAR = 25.0, 50.0


@dataclass(frozen=True)
class Outcome:
    """How one row fared: the distance, None where it was refused, and how long it took in seconds."""

    row: Mapping[str, str]
    answer: Answer
    km: float | None
    seconds: float

    @property
    def half(self) -> str:
        """Give the half a row belongs to."""
        return "AB"[zlib.crc32(self.row["query_name"].encode()) % 2]


def main() -> int:
    """Print everything."""
    data = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT.parent / "shared" / "data").resolve()
    with tempfile.TemporaryDirectory() as folder:
        home, masked, large = (Path(folder) / name for name in ("all", "masked", "large"))
        told = imported(data / DUMP, home)
        register.import_dump(data / MASKED, masked)
        embedded = resolver.opened(home, {}, institutions=False)
        indexed = resolver.opened(home, {})
        show_speed(embedded, indexed, data)  # first: later the words of these names would be remembered
        print(f"\n{'':58}      A      B    all")
        for name, with_index in (("without institution index", False), ("with the ROR index", True)):
            show(name, indexed if with_index else embedded, data)
        show_masked(resolver.opened(masked, {}), data)
        show_countries(data)
        show_sample(home)
        show_size(told, large, home)
    return 0


def show(name: str, resolve: Resolver, data: Path) -> None:
    """Print what a resolver reaches on clean, noisy and hard rows."""
    print(f"\n{name}")
    clean = outcomes(resolve, data / "geocode" / "institutions_geocode.csv")
    noisy = outcomes(resolve, data / "geocode" / "institutions_geocode_noisy.csv")
    hard = outcomes(resolve, data / "geocode" / "hard_cases.csv")
    line("clean with a city: within 25 km", [o for o in clean if o.row["city"]], near)
    line("clean without a city: within 25 km", [o for o in clean if not o.row["city"]], near)
    line("  wrong", [o for o in clean if not o.row["city"]], wrong)
    line("noisy: within 50 km", noisy, right)
    line("  wrong", noisy, wrong)
    line("all clean: wrong", clean, wrong)
    line("all clean: wrong country", clean, wrong_country)
    line("hard with an answer: right", [o for o in hard if o.row["expect"] != "refuse"], right)
    line("  wrong", [o for o in hard if o.row["expect"] != "refuse"], wrong)
    line("hard to refuse: refused", [o for o in hard if o.row["expect"] == "refuse"], refused)
    line("hard that contradict themselves: flagged", [o for o in hard if o.row["expect"] == "conflict"], flagged)
    line("confidence of 0.9 and more: right", sure([*clean, *noisy, *hard]), right)


def show_masked(resolve: Resolver, data: Path) -> None:
    """Print what is reached on name forms that the register does not know."""
    print("\nwith the ROR index, name forms taken out of it")
    rows = outcomes(resolve, data / "geocode" / "institutions_geocode_masked.csv")
    line("with a city: within 25 km", [o for o in rows if o.row["city"]], near)
    line("without a city: within 25 km", [o for o in rows if not o.row["city"]], near)
    line("  wrong", [o for o in rows if not o.row["city"]], wrong)
    line("confidence of 0.9 and more: right", sure(rows), right)


def show_countries(data: Path) -> None:
    """Print how many texts for countries are read."""
    rows = pd.read_csv(data / "geocode" / "country_names.csv", dtype=str, keep_default_na=False)
    read = [countries.code(text) == code for text, code in zip(rows["country_text"], rows["iso2"], strict=True)]
    print(f"\nmessy country texts read: {sum(read)} of {len(read)}")


def show_sample(home: Path) -> None:
    """Print where institutions of the demonstration data land when their coordinates are blanked."""
    rows = pd.read_csv(ROOT / "data" / "institutions.csv", dtype=str, keep_default_na=False)
    rows = rows[rows["latitude"] != ""]
    for name, institutions in (("with", True), ("without", False)):
        resolve = resolver.opened(home, {}, institutions=institutions)
        far, none = 0, 0
        for row in rows.to_dict("records"):
            place = resolve.place(Query(row["name"], row["city"], row["country_code"])).place
            none += place is None
            there = (float(row["latitude"]), float(row["longitude"]))
            far += place is not None and kilometres((place.latitude, place.longitude), there) > NEAR
        print(f"sample data {name} the index: {len(rows)} institutions, {far} further than 25 km, {none} refused")


def show_speed(embedded: Resolver, indexed: Resolver, data: Path) -> None:
    """Print rows a second of processor time, and the 95th percentile of a row."""
    files = ("institutions_geocode.csv", "institutions_geocode_noisy.csv")
    queries = list(dict.fromkeys(_query(row) for file in files for row in _rows(data / "geocode" / file)))
    for name, resolve in (("without", embedded), ("with", indexed)):
        each = []
        for query in queries:
            started = time.process_time()
            resolve.place(query)
            each.append(time.process_time() - started)
        slow = statistics.quantiles(each, n=20)[-1] * 1000
        print(f"speed {name} the index: {len(each) / sum(each):.0f} distinct rows a second, p95 {slow:.1f} ms")


def show_size(told: tuple[float, float, register.Status], large: Path, home: Path) -> None:
    """Print what the register takes: time against json.loads, disk and memory at its real size."""
    ratio, seconds, status = told
    print(f"import: {status.organisations} organisations in {seconds:.1f} s, {ratio:.1f} × json.loads")
    dump = large / "v2.9-invented-ror-data.json"
    large.mkdir()
    dump.write_text(json.dumps(list(invented(FULL))), encoding="utf-8")
    ratio, seconds, status = imported(dump, large)
    print(f"import: {status.organisations} organisations in {seconds:.1f} s, {ratio:.1f} × json.loads")
    print(f"disk: {status.size_bytes / 1e6:.0f} MB for {status.names} names")
    (home / "cities.sqlite").rename(large / "cities.sqlite")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(f"memory while resolving: {pool.apply(_memory, (large,)):.0f} MB")


def imported(dump: Path, folder: Path) -> tuple[float, float, register.Status]:
    """Import a dump; give the time against json.loads of the same file, in seconds, and what came of it."""
    started = time.process_time()
    status = register.import_dump(dump, folder)
    seconds = time.process_time() - started
    if dump.suffix == ".zip":
        with zipfile.ZipFile(dump) as archive:
            text = archive.read(max(archive.infolist(), key=lambda member: member.file_size))
    else:
        text = dump.read_bytes()
    started = time.process_time()
    loaded = json.loads(text)
    reading = time.process_time() - started
    del loaded, text
    gc.collect()
    return seconds / reading, seconds, status


def invented(count: int) -> Iterable[Mapping[str, object]]:
    """Invent records in the format of the register, with about as many names and words as real ones have."""
    chance = random.Random(137)  # noqa: S311 the same records each time
    syllables = [a + b for a in "bcdfghjklmnprstvwz" for b in ("a", "e", "i", "o", "u", "an", "er", "in", "ol")]
    stock = ["".join(chance.choices(syllables, k=chance.randint(2, 4))).title() for _ in range(120_000)]
    kinds = (
        "University of {}",
        "{} Institute of Technology",
        "{} {} Hospital",
        "Centre for {} {} Research",
        "{} {} Ltd",
    )
    codes = ("US", "DE", "JP", "GB", "FR", "IN", "CN", "BR", "CA", "NG")
    for number in range(count):
        names = [
            chance.choice(kinds).format(*chance.choices(stock, k=2)) for _ in range(chance.choice((1, 2, 2, 3, 4)))
        ]
        types = [["ror_display", "label"], *([["alias"]] * (len(names) - 1))]
        point = (round(chance.uniform(-60, 70), 5), round(chance.uniform(-180, 180), 5))
        yield {
            "id": f"https://ror.org/0{number:08d}", "status": "active", "types": ["education"],
            "names": [{"value": name, "types": kind, "lang": None} for name, kind in zip(names, types, strict=True)],
            "external_ids": [{"type": "grid", "all": [f"grid.{number}.a"], "preferred": f"grid.{number}.a"}],
            "relationships": [], "links": [{"type": "website", "value": f"https://{number}.example"}],
            "locations": [{"geonames_id": number, "geonames_details": {
                "name": chance.choice(stock), "country_code": chance.choice(codes), "lat": point[0], "lng": point[1],
                "country_subdivision_name": chance.choice(stock)}}],
        }  # fmt: skip


def _memory(folder: Path) -> float:
    """Give the greatest memory in MB that this process took, resolving with a register of its real size (Linux)."""
    resolve = resolver.opened(folder, {})
    for number in range(500):
        resolve.place(Query(f"University of Bavanol {number}, Department of Physics", "Munchen", "Germany"))
        resolve.place(Query(f"Kerinol Institut of Tecnology {number}"))
    peak = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(peak[1]) / 1024 if peak else math.nan


# --- rows ---------------------------------------------------------------------------------------------------------


def outcomes(resolve: Resolver, file: Path) -> list[Outcome]:
    """Ask for each row of a file."""
    found = []
    for row in _rows(file):
        started = time.perf_counter()
        answer = resolve.place(_query(row))
        found.append(Outcome(row, answer, _km(row, answer), time.perf_counter() - started))
    return found


def _rows(file: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = pd.read_csv(file, dtype=str, keep_default_na=False).to_dict("records")
    return rows


def _query(row: Mapping[str, str]) -> Query:
    return Query(row["query_name"], row["city"], row["country"])


def _km(row: Mapping[str, str], answer: Answer) -> float | None:
    if answer.place is None or answer.place.precision == "country":
        return None
    texts = row.get("accept_points", "").split(";") if row.get("accept_points") else [f"{row['lat']},{row['lon']}"]
    points = [tuple(map(float, text.split(","))) for text in texts if text != ","]
    here = (answer.place.latitude, answer.place.longitude)
    return min((kilometres(here, (lat, lon)) for lat, lon in points), default=float("inf"))


def near(outcome: Outcome) -> bool:
    """Whether a row lies within 25 km."""
    return outcome.km is not None and outcome.km <= NEAR


def right(outcome: Outcome) -> bool:
    """Whether a row lies within 50 km."""
    return outcome.km is not None and outcome.km <= FAR


def wrong(outcome: Outcome) -> bool:
    """Whether a row was placed more than 50 km away."""
    return outcome.km is not None and outcome.km > FAR


def wrong_country(outcome: Outcome) -> bool:
    """Whether a row was placed in another country."""
    place = outcome.answer.place
    return place is not None and place.country_code != outcome.row["true_country"]


def refused(outcome: Outcome) -> bool:
    """Whether a row was refused."""
    return outcome.km is None


def flagged(outcome: Outcome) -> bool:
    """Whether a contradiction was seen."""
    return bool(outcome.answer.conflict)


def sure(found: Iterable[Outcome]) -> list[Outcome]:
    """Give the outcomes with a confidence of 0.9 and more."""
    return [o for o in found if o.answer.place and o.answer.place.confidence >= 0.9 and "lat" in o.row]


def line(label: str, found: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> None:
    """Print the share for which something holds, for each half and all, in per cent."""
    halves = [[o for o in found if o.half in half] for half in ("A", "B", "AB")]
    shares = [f"{100 * sum(map(holds, half)) / len(half):6.1f}" if half else "     –" for half in halves]
    print(f"{label:50} {len(found):6}  {' '.join(shares)}")


if __name__ == "__main__":
    sys.exit(main())
