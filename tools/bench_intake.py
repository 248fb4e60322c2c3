"""From a file of 100,000 partnerships to a proposed change, as ratios to a bare `pandas.read_csv` of the same file.

Each step runs in turn with the bare reading, so that a busy machine slows both. Memory is measured in a process of its
own: how far its peak rises above what it held before, as a ratio to the frame that `read_csv` gives. Linux only. Run it
with `make bench-intake`.
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pandas as pd
from bench_store import partnerships

from partner_dashboard.intake.checking import Known, check
from partner_dashboard.intake.columns import recognise
from partner_dashboard.intake.folder import read_folder, read_setting
from partner_dashboard.intake.proposal import understand
from partner_dashboard.intake.reading import read
from partner_dashboard.schema import DATASETS
from partner_dashboard.settings import installed

ROWS = 100_000
ROUNDS = 9
DATASET = DATASETS["partnerships"]

Result = TypeVar("Result")


def main() -> int:
    """Measure in turn and print the medians of the ratios; the first round fills caches and is not counted."""
    if len(sys.argv) > 1:
        print(json.dumps(held(Path(sys.argv[1]))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / DATASET.file
        partnerships(ROWS).to_csv(file, index=False)
        rounds = [measured(file) for _ in range(ROUNDS + 1)][1:]
        for name in ("reading", "checking", "reading and checking", "the whole proposal"):
            ratios = [taken[name] / taken["read_csv"] for taken in rounds]
            milliseconds = 1000 * statistics.median(taken[name] for taken in rounds)
            print(f"{name:22} {milliseconds:6.0f} ms, ratio {statistics.median(ratios):.2f} "
                  f"({min(ratios):.2f} to {max(ratios):.2f})")  # fmt: skip
        said = subprocess.run([sys.executable, __file__, str(file)], check=True, capture_output=True, text=True)
    peak, frame = json.loads(said.stdout)
    print(f"{'peak memory':22} {peak / 1e6:6.0f} MB, ratio {peak / frame:.2f} to a frame of {frame / 1e6:.0f} MB")
    return 0


def measured(file: Path) -> dict[str, float]:
    """Time the bare reading and each step of ours once, in seconds."""
    known, data, taken = demonstration(), file.read_bytes(), dict[str, float]()
    timed(taken, "read_csv", lambda: pd.read_csv(file))
    table = timed(taken, "reading", lambda: read(data, file.name))
    headings = recognise(table, known.codes, DATASET.name)
    timed(taken, "checking", lambda: check(table, headings, DATASET, known))
    taken["reading and checking"] = taken["reading"] + taken["checking"]
    timed(taken, "the whole proposal", lambda: understand(data, file.name, known))
    return taken


def timed(taken: dict[str, float], name: str, work: Callable[[], Result]) -> Result:
    """Note how long a work takes, and give what it gives."""
    begun = time.perf_counter()
    result = work()
    taken[name] = time.perf_counter() - begun
    return result


def held(file: Path) -> tuple[int, int]:
    """Give the bytes by which the peak rises while a file is read and checked, and those of the bare frame."""
    known = demonstration()
    check_small = read(b"partnership_id,type\np,network\n", file.name)
    check(check_small, recognise(check_small, known.codes, DATASET.name), DATASET, known)
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = memory("VmRSS")
    table = read(file.read_bytes(), file.name)
    checked = check(table, recognise(table, known.codes, DATASET.name), DATASET, known)
    peak = memory("VmHWM")
    if len(checked.rows) != ROWS:
        raise SystemExit(f"{len(checked.rows)} rows of {ROWS} were kept")
    return peak - before, int(pd.read_csv(file).memory_usage(deep=True).sum())


def memory(name: str) -> int:
    """Give a line of what Linux says of the memory of this process, in bytes."""
    found = re.search(rf"^{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def demonstration() -> Known:
    """Give the state that the rows point to."""
    around = read_setting(installed("data"))
    frames = read_folder(installed("data"), around, lambda rows: rows).frames
    rows = {name: frames[name].reset_index(drop=True) for name in ("institutions", "partnerships", "events")}
    return Known(around.codes, around.regions, **rows)


if __name__ == "__main__":
    raise SystemExit(main())
