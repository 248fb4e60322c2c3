"""BI tools see the newest edition, and of it what every reader may see; nothing else."""

import pytest
from sqlalchemy import column, select, table

from partner_dashboard.schema import DATASETS
from partner_dashboard.store import Draft, Store
from tests.organisations import institution, strand
from tests.store.drafts import BY, frame, publish

SECRET = {"visibility": "internal"}


@pytest.fixture
def filled(store: Store) -> Store:
    """Hold two institutions that everybody may see and one that not everybody may, and what points to them."""
    frames = {
        "institutions": [
            institution("home"), institution("open", parent_id="home", latitude="52.5", visibility="public"),
            institution("secret", **SECRET), institution("below", parent_id="secret"),
        ],
        "partnerships": [
            strand("p-open", "open", notes="for us alone", umbrella_id="p-secret"),
            strand("p-secret", "open", **SECRET), strand("p-of-secret", "secret"),
            strand("p-home-secret", "open", home_institution="secret"),
            strand("p-country", "", country_code="JP", umbrella_id="p-open"),
        ],
        "events": [
            {"event_id": "e-open", "title": "Visit", "parent_event_id": "e-secret",
             "institution_ids": "open:host; secret ;home:visitor;;nobody"},
            {"event_id": "e-secret", "title": "Talks", "institution_ids": "open", **SECRET},
            {"event_id": "e-alone", "title": "Alone"},
        ],
        "evidence": [{"row_id": row, "states": f"of {row}"} for row in ("p-open", "p-secret", "secret", "e-open")],
    }  # fmt: skip
    drafts = {
        name: frame(
            name, [{key: float(cell) if key == "latitude" else cell for key, cell in row.items()} for row in rows]
        )
        for name, rows in frames.items()
    }
    store.publish(Draft(drafts, {}, "seed"), BY, 0)
    return store


def seen(store: Store, view: str, *columns: str) -> set[tuple[object, ...]]:
    with store.database.reading() as connection:
        return {tuple(row) for row in connection.execute(select(*map(column, columns)).select_from(table(view)))}


def test_rows_that_are_not_for_all_are_not_there_and_nothing_points_to_them(filled: Store) -> None:
    assert seen(filled, "public_institutions", "institution_id", "parent_id", "latitude") == {
        ("home", "", None), ("open", "home", 52.5), ("below", "", None),
    }  # fmt: skip
    assert seen(filled, "public_partnerships", "partnership_id", "umbrella_id") == {
        ("p-open", ""), ("p-country", "p-open"),
    }  # fmt: skip
    assert seen(filled, "public_events", "event_id", "parent_event_id") == {("e-open", ""), ("e-alone", "")}
    assert seen(filled, "public_evidence", "row_id", "states") == {("p-open", "of p-open"), ("e-open", "of e-open")}


def test_participants_stand_one_by_one_with_their_roles(filled: Store) -> None:
    assert seen(filled, "public_participants", "event_id", "institution_id", "role") == {
        ("e-open", "open", "host"), ("e-open", "home", "visitor"),
    }  # fmt: skip


def test_views_show_the_newest_edition_and_say_which(filled: Store) -> None:
    publish(filled, "below", open="Renamed")
    assert seen(filled, "public_institutions", "name") == {("Home",), ("Renamed",)}
    assert seen(filled, "public_editions", "number", "kind") == {(1, "seed"), (2, "form")}


def test_views_have_the_public_columns_and_no_others(filled: Store) -> None:
    for name, dataset in DATASETS.items():
        public = {held.name for held in dataset.columns if not held.internal} - {"visibility", "institution_ids"}
        with filled.database.reading() as connection:
            found = connection.execute(select("*").select_from(table(f"public_{name}"))).keys()  # type: ignore[call-overload]
        assert set(found) == public | ({"institution_id"} if name in ("institutions", "partnerships") else set())
