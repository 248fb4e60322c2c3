"""Whatever ends in the middle of publishing, the store holds the old edition or the new one, whole."""

import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
from hypothesis import settings

from partner_dashboard.store import Store
from tests.store.drafts import BY
from tests.store.processes import CONTEXT, draft, partnerships, publish_in_rounds, publisher

Opening = Callable[[str], Store]

IS_SOAK = settings.get_current_profile_name() == "soak"
KILLS = 200 if IS_SOAK else 6
ROUNDS = 100 if IS_SOAK else 5


def seconds_to_publish(address: str, edition: int) -> float:
    with publisher(address, edition) as started:
        began = time.perf_counter()
        assert started.publishes_within(60)
        return time.perf_counter() - began


def assert_whole(store: Store, edition: int) -> None:
    """Compare the newest edition with what its number says it must be, to the letter, file included."""
    with store.database.writing():
        pass  # PostgreSQL may still be at work for a publisher that is dead
    assert store.current() in (edition - 1, edition)
    newest = store.current()
    pd.testing.assert_frame_equal(store.rows("partnerships"), partnerships(newest))
    assert store.upload(newest) == draft(newest)[1]
    assert store.upload(newest + 1) is None
    assert len(store.editions()) == newest


def test_a_publisher_that_is_killed_leaves_the_old_edition_or_the_new_one(address: str, opened: Opening) -> None:
    drafted, upload = draft(1)
    first = opened(address)
    first.publish(drafted, BY, 0, upload)
    needed = min(seconds_to_publish(address, edition) for edition in (2, 3, 4))
    last_said, stands = Counter[str](), Counter[bool]()
    moments = random.Random(KILLS)
    for _ in range(KILLS):
        edition = first.current() + 1
        with publisher(address, edition) as started:
            said = started.kill_after(moments.uniform(0, 1.2 * needed))
        store = opened(address)
        assert_whole(store, edition)
        assert said != "published" or store.current() == edition, "what was said to be published is lost"
        last_said[said] += 1
        stands[store.current() == edition] += 1
        store.close()
    first.verify()
    print(f"killed {dict(last_said)}, the new edition stood {stands[True]} times")
    if IS_SOAK:
        assert last_said["begun"] >= KILLS / 4, "too few were killed in the middle of publishing"
        assert stands[True] and stands[False], "the moments were not spread over publishing"


def test_readers_see_whole_editions_while_somebody_publishes(address: str, opened: Opening) -> None:
    store, publishing = opened(address), opened(address)
    store.publish(draft(1)[0], BY, 0)

    def read(_: int) -> None:
        number = store.current()
        pd.testing.assert_frame_equal(store.rows("partnerships", number), partnerships(number))

    with ThreadPoolExecutor(4) as pool:
        reading = [pool.submit(read, turn) for turn in range(40)]
        for edition in range(2, 5):
            publishing.publish(draft(edition)[0], BY, edition - 1)
        for turn in reading:
            turn.result()


def test_of_two_publishers_one_is_told(address: str, opened: Opening) -> None:
    store = opened(address)
    drafted, upload = draft(1)
    store.publish(drafted, BY, 0, upload)
    wires = {}
    processes = []
    for author in ("Ada", "Grace"):
        wires[author], theirs = CONTEXT.Pipe()
        processes.append(CONTEXT.Process(target=publish_in_rounds, args=(address, author, ROUNDS, theirs), daemon=True))
        processes[-1].start()
        theirs.close()
    for edition in range(2, ROUNDS + 2):
        for wire in wires.values():
            wire.send(edition - 1)
        told = {author: wire.recv() for author, wire in wires.items()}
        assert sorted(told.values()) == [("published", edition), ("told", edition)]
        winner = next(author for author, (what, _) in told.items() if what == "published")
        assert store.upload(edition) == draft(edition, winner)[1]
        assert store.rows("partnerships").equals(partnerships(edition))
    for process in processes:
        process.join()
    assert [record.number for record in store.editions()] == list(range(ROUNDS + 1, 0, -1))
    store.verify()
