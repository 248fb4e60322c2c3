"""A workbook that wants to do harm costs at most three seconds and 200 MB, each in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.broken_files.workbooks import WORKBOOKS

HOSTILE = [broken for broken in WORKBOOKS if broken.outcome == "refused" or "dimension" in broken.name]
SECONDS, MEGABYTES = 3, 200

MEASURE = """
import json, os, resource, sys, time
from pathlib import Path
import python_calamine
from partner_dashboard.errors import UnreadableFileError
from partner_dashboard.intake.reading import read, delimited, workbooks

def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

for path in sorted(Path(sys.argv[1]).iterdir()):
    if os.fork():
        os.wait()
        continue
    before, began = megabytes(), time.perf_counter()
    try:
        read(path.read_bytes(), path.name)
    except UnreadableFileError:
        pass
    print(json.dumps([path.name, time.perf_counter() - began, megabytes() - before]), flush=True)
    os._exit(0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="measures with fork")
def test_no_hostile_workbook_takes_long_or_fills_the_memory(tmp_path: Path) -> None:
    for number, broken in enumerate(HOSTILE):
        (tmp_path / f"{number:02}").write_bytes(broken.data)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MEASURE, str(tmp_path)],
        check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    measured = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(measured) == len(HOSTILE) >= 12
    costly = [(HOSTILE[int(name)].name, seconds, more) for name, seconds, more in measured
              if seconds > SECONDS or more > MEGABYTES]  # fmt: skip
    assert costly == []
