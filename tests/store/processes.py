"""What other processes do to a store: publish, and be killed while they do.

Processes are forked from one that has imported everything, so that each starts within milliseconds.
"""

import multiprocessing
import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess

import pandas as pd

from partner_dashboard.errors import EditionMovedError
from partner_dashboard.schema import DATASETS
from partner_dashboard.store import Draft, Upload, open_store
from tests.store.drafts import BY, frame

CONTEXT: ForkServerContext = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["partner_dashboard.store", "psycopg", "tests.store.processes"])

ROWS = 1500


def partnerships(edition: int) -> pd.DataFrame:
    """Give the rows of an edition: all differ from those of every other edition."""
    return frame("partnerships", [{"partnership_id": f"p-{line}", "description": f"{line} of {edition} " * 4}
                                  for line in range(ROWS)])  # fmt: skip


def draft(edition: int, author: str = "") -> tuple[Draft, Upload]:
    """Give the whole of an edition and its file: half a megabyte that no other edition has."""
    data = random.Random(f"{edition} {author}").randbytes(500_000)
    return Draft({"partnerships": partnerships(edition)}, {}), Upload(f"{edition}{author}.csv", data)


class Announced(dict[str, pd.DataFrame]):
    """Rows that say so when they are first asked for: publishing has begun, and nothing is written for good."""

    def __init__(self, rows: Mapping[str, pd.DataFrame], wire: Connection) -> None:
        super().__init__(rows)
        self.wire = wire

    def get(self, name: str, default: object = None) -> pd.DataFrame:  # type: ignore[override]
        if name == next(iter(DATASETS)):
            self.wire.send("begun")
        return super().get(name, default)  # type: ignore[arg-type]


def publish_when_told(address: str, edition: int, wire: Connection) -> None:
    """Open a store, say so, and publish an edition as soon as somebody answers."""
    store = open_store(address)
    drafted, upload = draft(edition)
    wire.send("ready")
    wire.recv()
    store.publish(Draft(Announced(drafted.rows, wire), {}), BY, edition - 1, upload)
    wire.send("published")


@dataclass(frozen=True)
class Publisher:
    """Another process that will publish an edition."""

    process: ForkServerProcess
    wire: Connection

    def publishes_within(self, seconds: float) -> bool:
        """Let it begin, and say whether it ends in time."""
        self.wire.send("go")
        until = time.monotonic() + seconds
        while self.wire.poll(max(0, until - time.monotonic())):
            if self.wire.recv() == "published":
                return True
        return False

    def kill_after(self, seconds: float) -> str:
        """Let it begin, end it after a while as when the power fails, and give the last that it had said by then."""
        self.wire.send("go")
        self.process.join(seconds)
        self.kill()
        said = ["ready"]
        with suppress(EOFError):
            while self.wire.poll():
                said.append(self.wire.recv())
        return said[-1]

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.join()


@contextmanager
def publisher(address: str, edition: int) -> Iterator[Publisher]:
    """Start a process that stands ready to publish an edition."""
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=publish_when_told, args=(address, edition, theirs), daemon=True)
    process.start()
    theirs.close()
    ours.recv()
    started = Publisher(process, ours)
    yield started
    started.kill()
    ours.close()


def publish_in_rounds(address: str, author: str, rounds: int, wire: Connection) -> None:
    """Publish once in each round, always on top of the edition that the round began with, and say what came of it."""
    store = open_store(address)
    for _ in range(rounds):
        based_on = wire.recv()
        drafted, upload = draft(based_on + 1, author)
        try:
            wire.send(("published", store.publish(drafted, BY, based_on, upload).number))
        except EditionMovedError as told:
            wire.send(("told", told.values["current"]))
    store.close()
