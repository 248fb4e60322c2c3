"""Whatever is published, removed and restored in whatever order: every edition holds what a dictionary would hold."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partner_dashboard.errors import EditionMovedError, NothingChangesError
from partner_dashboard.schema import DATASETS
from partner_dashboard.store import Counts, Draft, EditionRecord, Store, row_keys
from partner_dashboard.store.tables import METADATA
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


def new(store: Store) -> None:
    """Make a store as good as new, with an empty edition; a new database for each example would take too long."""
    with store.database.writing() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(table.delete())
    store.publish(Draft({}, {}, "seed"), BY, 0)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=8))
def test_every_edition_holds_what_a_plain_dictionary_would(
    store: Store, steps: list[Publish | Restore | ComeLate]
) -> None:
    new(store)
    states: list[State] = [{"institutions": {}, "evidence": {}}]
    met: dict[str, list[str]] = {"institutions": [], "evidence": []}
    for step in steps:
        if isinstance(step, ComeLate):
            with pytest.raises(EditionMovedError):
                store.publish(Draft({}, {}), BY, len(states) - step.by)
            continue
        after, record = done(store, step, states)
        assert (record is None) == (after == states[-1])
        if record is not None:
            assert record.counts.items() >= counts(states[-1], after).items()
            states.append(after)
            for name, keys in met.items():
                keys += [key for key in after[name] if key not in keys]
    for number, state in enumerate(states, 1):
        for name, keys in met.items():
            found = keyed(name, store.rows(name, number))
            assert found == state[name]
            assert list(found) == [key for key in keys if key in found]
    digests = [record.digest for record in reversed(store.editions())]
    for state, digest in zip(states, digests, strict=True):
        assert [digest == other for other in digests] == [state == other for other in states]
    store.verify()


def done(store: Store, step: Publish | Restore, states: list[State]) -> tuple[State, EditionRecord | None]:
    """Do a step to the store; give the state that must follow, and the edition, None where nothing changed."""
    back = step.number % len(states) if isinstance(step, Restore) else 0
    after, draft = published(states[-1], step) if isinstance(step, Publish) else (states[back], Draft({}, {}))
    try:
        if isinstance(step, Restore):
            return after, store.restore(back + 1, BY, len(states))
        return after, store.publish(draft, BY, len(states))
    except NothingChangesError:
        return after, None
