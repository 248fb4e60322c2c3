"""From a changed filter to the finished script: the server's time on the map, as a ratio to the least application.

Both run in this process, in turn, without a browser (Streamlit's AppTest): script, widgets and messages, but no network
and no drawing. Each step is a state not seen before. Run it with `make bench-rerun`.
"""

import statistics
import sys
import time
from itertools import cycle
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parent.parent
STEPS = 60


def main() -> int:
    """Change a filter of both applications in turn and print the medians and their ratio."""
    floor = AppTest.from_file(str(ROOT / "tools" / "floor" / "app.py"), default_timeout=60).run()
    ours = AppTest.from_file(str(ROOT / "src" / "partner_dashboard" / "shell.py"), default_timeout=60).run()
    ours.switch_page("../../pages/map.py").run()
    kinds = cycle("bcda")
    times: dict[str, list[float]] = {"floor": [], "map": []}
    for step in range(STEPS + 5):
        before = time.perf_counter()
        floor.selectbox(key="kind").select(next(kinds)).run()
        between = time.perf_counter()
        ours.query_params["from"] = str(1950 + step)
        ours.run()
        after = time.perf_counter()
        if step >= 5:  # the first steps fill caches that a server fills once
            times["floor"].append(between - before)
            times["map"].append(after - between)
    if ours.exception:
        print(ours.exception[0].message)
        return 1
    for name, found in times.items():
        print(f"{name:6} median {1000 * statistics.median(found):.1f} ms, p95 {1000 * sorted(found)[-3]:.1f} ms")
    print(f"ratio  of medians {statistics.median(times['map']) / statistics.median(times['floor']):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
