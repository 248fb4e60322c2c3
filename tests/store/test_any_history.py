"""Whatever is published, removed and restored in whatever order: every edition holds what a plain list would hold.

One store serves all examples of a database: each begins by removing what the one before left.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partner_dashboard.errors import EditionMovedError, NothingChangesError
from partner_dashboard.schema import DATASETS
from partner_dashboard.store import Counts, Draft, EditionRecord, Store, row_keys
from tests.store.drafts import BY, frame

EXAMPLES = settings().max_examples // 5
"""A fifth of what the profile says: an example is up to nine editions."""

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=3)
DEGREES = st.none() | st.floats(-180, 180)
IDS = st.sampled_from("abcdé")


@dataclass(frozen=True)
class Publish:
    """Publish institutions by id, and evidence; remove some of what stands by its place, by whatever number."""

    institutions: dict[str, tuple[str, float | None]]
    evidence: Sequence[str]
    removed: Sequence[int]


@dataclass(frozen=True)
class Restore:
    """Restore one of the editions so far, by whatever number."""

    number: int


@dataclass(frozen=True)
class ComeLate:
    """Publish on top of an edition that is not the newest."""

    by: int


STEPS = st.one_of(
    st.builds(
        Publish,
        st.dictionaries(IDS, st.tuples(TEXTS, DEGREES), max_size=4),
        st.lists(st.sampled_from(["yes", "no", "\x1f"]), max_size=3),
        st.lists(st.integers(0, 9), max_size=3),
    ),
    st.builds(Restore, st.integers(0, 99)),
    st.builds(ComeLate, st.integers(1, 3)),
)

EMPTY = Publish({}, (), range(99))
"""What an example begins with: the end of all that the one before left."""

State = dict[str, dict[str, tuple[object, ...]]]
"""By dataset and key the cells of each row."""


def rows_of(step: Publish) -> dict[str, pd.DataFrame]:
    rows = [
        {"institution_id": key, "name": name, "latitude": float("nan") if degrees is None else degrees}
        for key, (name, degrees) in step.institutions.items()
    ]
    said = [{"row_id": "a", "states": words} for words in step.evidence]
    return {"institutions": frame("institutions", rows), "evidence": frame("evidence", said)}


def keyed(dataset: str, rows: pd.DataFrame) -> dict[str, tuple[object, ...]]:
    """Give comparable cells by key: NaN as None."""
    cells = (tuple(None if cell != cell else cell for cell in row) for row in rows.itertuples(index=False, name=None))
    return dict(zip(row_keys(dataset, rows), cells, strict=True))


def published(before: State, step: Publish) -> tuple[State, Draft]:
    """Do to a plain dictionary what the store shall do, and give the draft for the store."""
    rows, removed, after = rows_of(step), {}, {}
    for name, standing in before.items():
        new = keyed(name, rows[name])
        removed[name] = tuple(key for place, key in enumerate(standing) if place in step.removed and key not in new)
        after[name] = {key: row for key, row in (standing | new).items() if key not in removed[name]}
    after["evidence"] = counted_anew(after["evidence"])
    return after, Draft(rows, removed)


def counted_anew(rows: dict[str, tuple[object, ...]]) -> dict[str, tuple[object, ...]]:
    """Count rows in the same words from 1 on, whichever of them went."""
    return keyed("evidence", pd.DataFrame(rows.values(), columns=DATASETS["evidence"].names, dtype="str"))


def counts(before: State, after: State) -> dict[str, Counts]:
    """Count what a step does to each dataset."""
    return {
        name: Counts(
            added=len(after[name].keys() - old.keys()),
            changed=sum(row != old[key] for key, row in after[name].items() if key in old),
            removed=len(old.keys() - after[name].keys()),
            total=len(after[name]),
        )
        for name, old in before.items()
    }


@pytest.fixture
def started(store: Store) -> Store:
    """Give a store with an empty edition."""
    store.publish(Draft({}, {}, "seed"), BY, 0)
    return store


@pytest.fixture
def met() -> dict[str, list[str]]:
    """Remember by dataset the keys in the order in which the store met them, over all examples."""
    return {"institutions": [], "evidence": []}


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=8))
def test_every_edition_holds_what_a_plain_dictionary_would(
    started: Store, met: dict[str, list[str]], steps: list[Publish | Restore | ComeLate]
) -> None:
    first = started.current()
    states = [{name: keyed(name, started.rows(name)) for name in met}]
    for step in (EMPTY, *steps):
        newest = first + len(states) - 1
        if isinstance(step, ComeLate):
            with pytest.raises(EditionMovedError):
                started.publish(Draft({}, {}), BY, newest - step.by)
            continue
        after, record = done(started, step, states, newest)
        assert (record is None) == (after == states[-1])
        if record is not None:
            assert record.counts.items() >= counts(states[-1], after).items()
            states.append(after)
            for name, keys in met.items():
                keys += [key for key in after[name] if key not in keys]
    for number, state in enumerate(states, first):
        for name, keys in met.items():
            found = keyed(name, started.rows(name, number))
            assert found == state[name]
            assert list(found) == [key for key in keys if key in found]
    digests = [record.digest for record in reversed(started.editions()[: len(states)])]
    assert [digest == digests[0] for digest in digests] == [state == states[0] for state in states]
    assert [digest == digests[-1] for digest in digests] == [state == states[-1] for state in states]
    started.verify()


def done(store: Store, step: Publish | Restore, states: list[State], newest: int) -> tuple[State, EditionRecord | None]:
    """Do a step to the store; give the state that must follow, and the edition, None where nothing changed."""
    back = step.number % len(states) if isinstance(step, Restore) else 0
    after, draft = published(states[-1], step) if isinstance(step, Publish) else (states[back], Draft({}, {}))
    try:
        if isinstance(step, Restore):
            return after, store.restore(newest - len(states) + 1 + back, BY, newest)
        return after, store.publish(draft, BY, newest)
    except NothingChangesError:
        return after, None
