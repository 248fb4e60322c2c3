"""What is published stands, in order, to the letter; what stood can be looked at and stands again when asked."""

from datetime import UTC, datetime, timedelta, timezone

import pandas as pd
import pytest

from partner_dashboard.errors import EditionMovedError, NoSuchEditionError, NothingChangesError, StoreTextError
from partner_dashboard.schema import DATASETS
from partner_dashboard.settings import installed
from partner_dashboard.store import By, CellChange, Counts, Draft, Store, Upload, row_keys
from tests.organisations import HOSTILE
from tests.store.drafts import BY, FILE, frame, institutions, names_in, publish

# --- rows ---------------------------------------------------------------------------------------------------------


def test_a_new_store_holds_nothing(store: Store) -> None:
    assert (store.current(), store.editions(), store.edition(1), store.upload(1)) == (0, (), None, None)
    assert list(store.rows("events").columns) == list(DATASETS["events"].names)
    assert len(store.rows("events")) == 0


@pytest.mark.parametrize("number", [-1, 0, 2, 2**31, 10**30])
def test_an_edition_that_is_not_there_has_no_rows(store: Store, number: int) -> None:
    publish(store, a="A")
    assert (store.edition(number), store.upload(number)) == (None, None)
    with pytest.raises(NoSuchEditionError) as refused:
        store.rows("institutions", number)
    assert refused.value.values == {"number": number, "newest": 1}


def test_rows_come_back_to_the_letter(store: Store) -> None:
    rows = frame("institutions", [{"institution_id": f"i-{line}", "name": text, "city": text[::-1]}
                                  for line, text in enumerate(HOSTILE)])  # fmt: skip
    before = rows.copy(deep=True)
    store.publish(Draft({"institutions": rows}, {}), BY, 0)
    pd.testing.assert_frame_equal(store.rows("institutions"), before)
    pd.testing.assert_frame_equal(store.rows("institutions", 1), before)
    pd.testing.assert_frame_equal(rows, before)


def test_degrees_are_numbers_and_unknown_ones_are_not(store: Store) -> None:
    rows = frame("institutions", [
        {"institution_id": "a", "latitude": 51.4447, "longitude": -0.0},
        {"institution_id": "b"},
        {"institution_id": "c", "latitude": 0.1 + 0.2, "longitude": -179.99999999999997},
    ])  # fmt: skip
    store.publish(Draft({"institutions": rows}, {}), BY, 0)
    found = store.rows("institutions")
    assert found["latitude"].tolist()[::2] == [51.4447, 0.1 + 0.2]
    assert found["longitude"].tolist()[::2] == [0.0, -179.99999999999997]
    assert found[["latitude", "longitude"]].loc[1].isna().all()
    store.verify()


def test_the_demonstration_data_comes_back(store: Store) -> None:
    folder = installed("data")
    frames = {
        name: frame(name, pd.read_csv(folder / dataset.file, dtype=str, keep_default_na=False).to_dict("records"))
        for name, dataset in DATASETS.items()
        if name not in ("institutions", "events")
    }
    store.publish(Draft(frames, {}, "seed"), BY, 0)
    for name, rows in frames.items():
        pd.testing.assert_frame_equal(store.rows(name), rows)


def test_a_row_without_a_word_is_a_row(store: Store) -> None:
    store.publish(Draft({"evidence": frame("evidence", [{}, {}])}, {}), BY, 0)
    assert store.rows("evidence").eq("").all(axis=None)
    assert len(store.rows("evidence")) == 2


def test_a_changed_row_keeps_its_place_and_a_new_one_comes_last(store: Store) -> None:
    publish(store, a="A", b="B", c="C")
    publish(store, "c", d="D", a="A2")
    assert list(names_in(store).items()) == [("a", "A2"), ("b", "B"), ("d", "D")]
    assert list(names_in(store, 1).items()) == [("a", "A"), ("b", "B"), ("c", "C")]


def test_a_row_that_returns_takes_its_old_place(store: Store) -> None:
    first = publish(store, a="A", b="B")
    publish(store, "a", c="C")
    again = publish(store, "c", a="A")
    assert list(names_in(store)) == ["a", "b"]
    assert again.digest == first.digest
    assert list(names_in(store, publish(store, d="D", c="C").number)) == ["a", "b", "c", "d"]
    with pytest.raises(NothingChangesError):
        store.restore(4, BY, 4)


def test_more_rows_than_fit_into_one_part_stay_in_order(store: Store) -> None:
    ids = {f"i{number}": str(number) for number in range(20_003)}
    publish(store, **ids)
    publish(store, *list(ids)[:10_000], i20000="changed")
    assert list(names_in(store, 1)) == list(ids)
    assert list(names_in(store)) == list(ids)[10_000:]
    assert names_in(store)["i20000"] == "changed"
    publish(store, **ids)
    assert list(names_in(store).items()) == list(ids.items())
    store.verify()


def test_rows_without_ids_are_known_by_their_words_however_often_they_stand(store: Store) -> None:
    said = {"row_id": "p", "stance": "supports", "states": "yes"}
    twice, other = frame("evidence", [said, said]), frame("evidence", [said | {"states": "no"}])
    store.publish(Draft({"evidence": pd.concat([twice, other], ignore_index=True)}, {}), BY, 0)
    first, second = row_keys("evidence", twice)
    assert (first != second, first) == (True, row_keys("evidence", twice.head(1))[0])
    store.publish(Draft({}, {"evidence": (first,)}), BY, 1)
    assert store.rows("evidence")["states"].tolist() == ["yes", "no"]
    store.publish(Draft({}, {"evidence": (first,)}), BY, 2)
    assert store.rows("evidence")["states"].tolist() == ["no"]
    with pytest.raises(KeyError):
        store.publish(Draft({}, {"evidence": (first,)}), BY, 3)
    assert row_keys("institutions", institutions(a="A")) == ("a",)


# --- editions -----------------------------------------------------------------------------------------------------


def test_an_edition_tells_who_when_why_what_and_from_which_file(store: Store) -> None:
    evening = datetime(2026, 11, 20, 23, 30, tzinfo=timezone(timedelta(hours=2)))
    store.publish(Draft({"institutions": institutions(a="A", b="B")}, {}, "seed"), BY, 0)
    draft = Draft({"institutions": institutions(b="B2", c="C", d="D")}, {"institutions": ("a",)}, "upload")
    record = store.publish(draft, By("Grace", "new list\n“2026”", evening), 1, FILE)
    assert (record.number, record.kind, record.author, record.reason) == (2, "upload", "Grace", "new list\n“2026”")
    assert record.published_at == datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
    assert (record.file_name, record.file_size, record.file_sha256) == ("partners.xlsx", 10, FILE.sha256)
    assert record.restored_from is None
    assert record.counts == {
        "institutions": Counts(added=2, changed=1, removed=1, total=3),
        "partnerships": Counts(0, 0, 0, 0), "events": Counts(0, 0, 0, 0), "evidence": Counts(0, 0, 0, 0),
    }  # fmt: skip
    assert store.editions() == (record, store.edition(1))
    assert store.edition(2) == record


def test_a_file_is_kept_to_the_byte_with_what_was_left_out(store: Store) -> None:
    publish(store, a="A", upload=FILE)
    publish(store, b="B")
    assert store.upload(1) == FILE
    assert store.upload(2) is None


def test_the_same_rows_again_are_no_edition(store: Store) -> None:
    publish(store, a="A", b="B")
    with pytest.raises(NothingChangesError) as refused:
        publish(store, b="B", upload=FILE)
    assert refused.value.values == {"current": 1}
    assert (store.current(), store.upload(2)) == (1, None)


def test_only_the_first_edition_may_be_empty(store: Store) -> None:
    assert publish(store).number == 1
    with pytest.raises(NothingChangesError):
        publish(store)


def test_whoever_comes_second_is_told_and_overwrites_nothing(store: Store) -> None:
    publish(store, a="A")
    publish(store, a="mine")
    with pytest.raises(EditionMovedError) as refused:
        store.publish(Draft({"institutions": institutions(a="theirs")}, {}), BY, 1, FILE)
    assert refused.value.values == {"based_on": 1, "current": 2}
    with pytest.raises(EditionMovedError):
        store.restore(1, BY, 1)
    assert (names_in(store), store.upload(3)) == ({"a": "mine"}, None)


# --- restoring ----------------------------------------------------------------------------------------------------


def test_an_old_state_stands_again_as_a_new_edition(store: Store) -> None:
    first = publish(store, a="A", b="B", c="C")
    publish(store, "b", a="A2", d="D")
    publish(store, b="B")
    record = store.restore(1, BY, 3)
    assert (record.number, record.kind, record.restored_from, record.digest) == (4, "restore", 1, first.digest)
    assert record.counts["institutions"] == Counts(added=0, changed=1, removed=1, total=3)
    assert list(names_in(store).items()) == [("a", "A"), ("b", "B"), ("c", "C")]
    assert list(names_in(store, 3)) == ["a", "b", "c", "d"]
    store.verify()


def test_what_comes_after_a_restored_state_takes_nobodys_place(store: Store) -> None:
    publish(store, a="A")
    publish(store, b="B")
    store.restore(1, BY, 2)
    publish(store, c="C")
    store.restore(2, BY, 4)
    assert list(names_in(store)) == ["a", "b"]
    assert list(names_in(store, 4)) == ["a", "c"]


def test_a_state_that_stands_or_never_was_cannot_be_restored(store: Store) -> None:
    publish(store, a="A")
    publish(store, b="B")
    with pytest.raises(NothingChangesError):
        store.restore(2, BY, 2)
    with pytest.raises(NoSuchEditionError):
        store.restore(3, BY, 2)
    assert store.current() == 2


def test_the_same_rows_have_the_same_digest_in_every_store(store: Store) -> None:
    assert publish(store, a="A", b="B").digest == "c8509f171d1d4c3ce12fe8af85f2a9a8"
    assert publish(store, b="B2").digest != store.editions()[1].digest


# --- the history of a row -----------------------------------------------------------------------------------------


def test_a_row_tells_who_did_what_to_it(store: Store) -> None:
    publish(store, a="A", b="B")
    store.publish(Draft({"institutions": institutions(a="A2")}, {}), By("Grace", "typo", BY.at), 1)
    publish(store, "a")
    publish(store, b="B2")
    publish(store, a="A3")
    told = [(held.edition, held.author, held.what, held.cells) for held in store.row_history("institutions", "a")]
    assert told == [
        (5, "Ada", "added", (CellChange("institution_id", "", "a"), CellChange("name", "", "A3"))),
        (3, "Ada", "removed", ()),
        (2, "Grace", "changed", (CellChange("name", "A", "A2"),)),
        (1, "Ada", "added", (CellChange("institution_id", "", "a"), CellChange("name", "", "A"))),
    ]
    assert store.row_history("institutions", "nobody") == ()


def test_a_row_that_is_restored_has_changed(store: Store) -> None:
    publish(store, a="A")
    publish(store, a="A2")
    store.restore(1, BY, 2)
    assert store.row_history("institutions", "a")[0].cells == (CellChange("name", "A2", "A"),)


def test_a_row_is_found_by_its_id_and_by_every_name_it_had(store: Store) -> None:
    publish(store, a="Universität Ärö", b="Elsewhere", aero="Bochum")
    publish(store, "b", a="New name")
    assert store.rows_named("institutions", "ÄRÖ", 9) == ("a",)
    assert store.rows_named("institutions", "else", 9) == ("b",)
    assert store.rows_named("institutions", "A", 2) == ("a", "aero")
    assert store.rows_named("institutions", "zzz", 9) == ()


# --- what is refused ----------------------------------------------------------------------------------------------


def test_a_cell_that_one_database_would_not_keep_is_refused_by_both(store: Store) -> None:
    with pytest.raises(StoreTextError) as refused:
        publish(store, a="A", b="B\0")
    assert refused.value.values == {"dataset": "institutions", "row": "b", "column": "name"}
    assert store.current() == 0


def test_a_reason_that_holds_what_no_database_keeps_loses_it(store: Store) -> None:
    store.publish(Draft({}, {}), By("A\0da", "be\0cause", BY.at), 0, Upload("a\0.csv", b"\0"))
    record = store.editions()[0]
    assert (record.author, record.reason, record.file_name) == ("Ada", "because", "a.csv")
    assert store.upload(1) == Upload("a.csv", b"\0")


@pytest.mark.parametrize(
    ("rows", "removed", "mistake"),
    [
        ({"institutions": institutions(a="A").iloc[[0, 0]]}, {}, ValueError),
        ({"institutions": institutions(a="A")}, {"institutions": ("a",)}, ValueError),
        ({}, {"institutions": ("nobody",)}, KeyError),
        ({"institutions": institutions(b="B").assign(name=[None])}, {}, ValueError),
        ({"institutions": institutions(b="B").drop(columns="city")}, {}, KeyError),
    ],
)
def test_our_own_mistakes_are_raised_and_leave_no_trace(
    store: Store, rows: dict[str, pd.DataFrame], removed: dict[str, tuple[str, ...]], mistake: type[Exception]
) -> None:
    publish(store, a="A")
    with pytest.raises(mistake):
        store.publish(Draft(rows, removed), BY, 1)
    assert (store.current(), names_in(store)) == (1, {"a": "A"})


def test_a_draft_of_a_dataset_that_nobody_declared_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="partners"):
        Draft({"partners": pd.DataFrame()}, {})


def test_a_moment_without_a_time_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="2026"):
        By("Ada", "because", datetime(2026, 11, 20))
